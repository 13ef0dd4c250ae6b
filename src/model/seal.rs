//! 签发: a bulletin as it was issued, and the proof that it still says so.
//!
//! A seal is canonical JSON: keys sorted by their bytes, no blanks, UTF-8, in strings only what
//! JSON must escape, whole numbers only (decimals are strings), and one line break at the end. Its
//! `digest` is the SHA-256 of the same JSON without that key; `previous` holds the digest of the
//! edition before it, so that none can be changed or taken out unnoticed once another follows.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::date::Day;
use super::period::Period;
use crate::content::SEAL_ENDING;

/// The form of a seal; raised when its fields change their meaning.
const FORMAT: u32 = 1;

/// An edition of a plan's bulletin, issued.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Seal {
    pub format: u32,
    /// The plan's id.
    pub plan: String,
    pub period: Period,
    /// 1, and more for each edition that took the place of one withdrawn.
    pub revision: u32,
    pub scope: Scope,
    /// The day its facts are of (截至).
    pub as_of: Day,
    pub issued_on: Day,
    /// The edition before it; none before the first.
    pub previous: Option<Previous>,
    /// SHA-256 in hexadecimal digits.
    pub digest: String,
    #[serde(flatten)]
    pub state: SealState,
}

/// Whether an edition stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum SealState {
    Issued(Box<Matter>),
    /// Its text had to be taken away; `digest` is still that of the whole.
    Withdrawn {
        withdrawn: Withdrawal,
    },
}

/// For whom a bulletin is (通报范围).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    Public,
    Internal,
}

/// An edition as the one after it knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Previous {
    pub period: Period,
    pub revision: u32,
    pub digest: String,
}

/// What an edition says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Matter {
    pub site: SealedSite,
    /// The figures, as `facts` computed them; they come out again in the data file.
    pub facts: Value,
    pub text: Text,
}

/// The site as it was called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedSite {
    pub title: String,
    pub organizer: Option<String>,
    pub region_code: Option<String>,
}

/// Why a text does not stand any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawal {
    pub on: Day,
    pub reason: String,
    pub approved_by: String,
    /// SHA-256 of this file without this key.
    pub digest: String,
}

/// A bulletin's text, down to its letters.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    pub title: String,
    /// 第3期.
    pub issue: Option<String>,
    /// 发文字号.
    pub doc_number: Option<String>,
    /// 主送：各股室.
    pub to: Option<String>,
    pub signed_by: Option<String>,
    pub sections: Vec<Section>,
    /// The office's own words as HTML; addresses inside the site begin with `@/`.
    pub words_html: String,
    /// The same as it was written.
    pub words: String,
    /// What is said at the end: who reported, what comes later counts next time.
    pub closing: Vec<String>,
    /// Who signs, and 成文日期.
    pub issuer: Option<String>,
    pub written: String,
}

/// A numbered part of a bulletin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// 一、总体情况.
    pub heading: String,
    pub paragraphs: Vec<Vec<Run>>,
    pub tables: Vec<Table>,
}

/// Words, perhaps leading somewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    pub text: String,
    /// From the site's top, as `tasks/a/01/`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
}

/// A table of a bulletin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    pub caption: String,
    pub head: Vec<String>,
    pub rows: Vec<Vec<Run>>,
}

impl From<String> for Run {
    fn from(text: String) -> Self {
        Self { text, href: None }
    }
}

/// Why a file is no seal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broken {
    /// It is no JSON of a seal's shape.
    NoSeal,
    /// It is not written as seals are: somebody edited it.
    NotCanonical,
    /// It is written as seals are, but for the line ends of Windows.
    LineEnds,
    /// The digest is that of another text.
    OtherDigest,
}

impl Seal {
    /// Seals an edition.
    pub fn new(
        (plan, period, revision): (String, Period, u32),
        (scope, as_of, issued_on): (Scope, Day, Day),
        previous: Option<Previous>,
        matter: Matter,
    ) -> Self {
        let state = SealState::Issued(Box::new(matter));
        let (format, digest) = (FORMAT, String::new());
        let mut seal = Self {
            format,
            plan,
            period,
            revision,
            scope,
            as_of,
            issued_on,
            previous,
            digest,
            state,
        };
        seal.digest = digest_without(seal.value(), &["digest"]);
        seal
    }

    /// What is left of an edition when its text must not stand: its place in the chain, and why.
    pub fn withdraw(&self, on: Day, reason: String, approved_by: String) -> Self {
        let digest = String::new();
        let mut left = Self {
            state: SealState::Withdrawn {
                withdrawn: Withdrawal { on, reason, approved_by, digest },
            },
            ..self.clone()
        };
        let of_file = digest_without(left.value(), &["withdrawn", "digest"]);
        if let SealState::Withdrawn { withdrawn } = &mut left.state {
            withdrawn.digest = of_file;
        }
        left
    }

    /// Reads a seal's file, and holds it to what it says of itself.
    pub fn read(text: &str) -> Result<Self, Broken> {
        let value: Value = serde_json::from_str(text).map_err(|_| Broken::NoSeal)?;
        let seal: Self = serde_json::from_value(value.clone()).map_err(|_| Broken::NoSeal)?;
        let written = format!("{}\n", canonical(&value));
        let is_whole = written == text;
        // Line breaks within strings are escaped: the only one is at the end.
        if !is_whole && text.strip_suffix("\r\n") != written.strip_suffix('\n') {
            return Err(Broken::NotCanonical);
        }
        let (stated, path): (_, &[&str]) = match &seal.state {
            SealState::Issued(_) => (&seal.digest, &["digest"]),
            SealState::Withdrawn { withdrawn } => (&withdrawn.digest, &["withdrawn", "digest"]),
        };
        match digest_without(value, path) == *stated {
            true if is_whole => Ok(seal),
            true => Err(Broken::LineEnds),
            false => Err(Broken::OtherDigest),
        }
    }

    /// The file's text.
    pub fn write(&self) -> String {
        format!("{}\n", canonical(&self.value()))
    }

    fn value(&self) -> Value {
        serde_json::to_value(self).expect("a seal holds only what JSON can say")
    }

    /// What it says, unless that was withdrawn.
    pub fn matter(&self) -> Option<&Matter> {
        match &self.state {
            SealState::Issued(matter) => Some(matter),
            SealState::Withdrawn { .. } => None,
        }
    }

    /// Why it was withdrawn, if it was.
    pub fn withdrawal(&self) -> Option<&Withdrawal> {
        match &self.state {
            SealState::Issued(_) => None,
            SealState::Withdrawn { withdrawn } => Some(withdrawn),
        }
    }

    /// As the edition after it refers to it.
    pub fn as_previous(&self) -> Previous {
        let (period, revision) = (self.period, self.revision);
        Previous { period, revision, digest: self.digest.clone() }
    }
}

/// The name of an edition's seal: `2023-03.issued.json`, `2023-03.2.issued.json`.
pub fn file_name(period: Period, revision: u32) -> String {
    match revision {
        1 => format!("{period}{SEAL_ENDING}"),
        revision => format!("{period}.{revision}{SEAL_ENDING}"),
    }
}

/// What a seal's file name says: the name of the record's file without its ending, and the
/// revision.
pub fn of_file_name(name: &str) -> Option<(&str, u32)> {
    let stem = name.strip_suffix(SEAL_ENDING)?;
    match stem.split_once('.') {
        None => Some((stem, 1)),
        Some((stem, revision)) => {
            Some((stem, revision.parse().ok().filter(|revision| *revision > 1)?))
        }
    }
}

fn digest_without(mut value: Value, path: &[&str]) -> String {
    let Some((last, above)) = path.split_last() else { return String::new() };
    let mut at = &mut value;
    for key in above {
        at = &mut at[*key];
    }
    if let Some(object) = at.as_object_mut() {
        object.remove(*last);
    }
    Sha256::digest(canonical(&value)).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// JSON with sorted keys and no blanks.
fn canonical(value: &Value) -> String {
    let mut sorted = value.clone();
    sorted.sort_all_objects();
    sorted.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seal(period: &str, previous: Option<Previous>) -> Seal {
        let day = |text: &str| text.parse().expect("a day");
        let matter = Matter {
            site: SealedSite { title: "专栏".into(), organizer: None, region_code: None },
            facts: serde_json::json!({"counts": {"total": 2, "done": 1}, "value": "58.70"}),
            text: Text { title: "三月通报".into(), ..Text::default() },
        };
        let period = period.parse().expect("a period");
        Seal::new(
            ("a/2023".into(), period, 1),
            (Scope::Public, day("2023-03-30"), day("2023-03-31")),
            previous,
            matter,
        )
    }

    #[test]
    fn a_seal_reads_back_as_it_was_written() {
        let first = seal("2023-03", None);
        let second = seal("2023-04", Some(first.as_previous()));
        for seal in [first, second] {
            assert_eq!(Seal::read(&seal.write()), Ok(seal));
        }
    }

    #[test]
    fn a_seal_is_sorted_json_without_blanks() {
        let text = seal("2023-03", None).write();
        assert!(text.starts_with("{\"as_of\":\"2023-03-30\",\"digest\":\""), "{text}");
        assert!(text.contains("\"facts\":{\"counts\":{\"done\":1,\"total\":2},"), "{text}");
        assert!(text.contains("专栏") && text.ends_with("}\n") && !text.contains(": "), "{text}");
    }

    #[test]
    fn one_changed_byte_breaks_the_seal() {
        let text = seal("2023-03", None).write();
        let good = text.as_bytes();
        for at in 0..good.len() {
            let mut bytes = good.to_vec();
            bytes[at] = if bytes[at] == b'7' { b'8' } else { b'7' };
            let read = String::from_utf8(bytes).ok().map(|text| Seal::read(&text));
            assert!(!matches!(read, Some(Ok(_))), "byte {at} of {text}");
        }
        assert_eq!(Seal::read(&text.replace(':', ": ")), Err(Broken::NotCanonical));
        assert_eq!(Seal::read(text.trim_end()), Err(Broken::NotCanonical));
    }

    #[test]
    fn line_ends_of_windows_are_told_from_a_change() {
        let text = seal("2023-03", None).write().replace('\n', "\r\n");
        assert_eq!(Seal::read(&text), Err(Broken::LineEnds));
        assert_eq!(Seal::read(&text.replacen(",", ", ", 1)), Err(Broken::NotCanonical));
        assert_eq!(Seal::read(&text.replacen("58.70", "58.71", 1)), Err(Broken::OtherDigest));
    }

    #[test]
    fn a_withdrawn_text_is_gone_and_its_digest_stays() {
        let whole = seal("2023-03", None);
        let on = "2023-04-02".parse().expect("a day");
        let left = whole.withdraw(on, "有误".into(), "局长办公会".into());
        let text = left.write();
        assert!(!text.contains("三月通报") && text.contains(&whole.digest), "{text}");
        assert_eq!(Seal::read(&text), Ok(left.clone()));
        assert_eq!(Seal::read(&text.replace("有误", "无误")), Err(Broken::OtherDigest));
        assert_eq!(left.as_previous(), whole.as_previous());
    }

    #[test]
    fn a_seals_name_tells_period_and_revision() {
        let march = Period::Month(2023, 3);
        assert_eq!(file_name(march, 1), "2023-03.issued.json");
        assert_eq!(file_name(march, 2), "2023-03.2.issued.json");
        assert_eq!(of_file_name("2023-03.issued.json"), Some(("2023-03", 1)));
        assert_eq!(of_file_name("2023-W10.2.issued.json"), Some(("2023-W10", 2)));
        assert_eq!(of_file_name("2023-03.1.issued.json"), None);
        assert_eq!(of_file_name("2023-03.json"), None);
    }
}
