//! A signature written into a record's front matter, or into site.toml for the site itself; every
//! other byte of the file stays.

use crate::content::{self, Document, Node, Value};
use crate::diagnostic::{Diagnostics, Source};
use crate::model::choice::Choice as _;
use crate::model::key::{self, Key};
use crate::model::settings::{Language, approval};
use crate::model::{Day, ReviewStage};
use crate::tree::SitePath;

use super::code::ContentCode;
use super::site::{self, settings_digest};
use super::subject::Subject;

/// What is written down of a signature.
#[derive(Debug, Clone)]
pub struct SignedLine<'a> {
    pub stage: ReviewStage,
    pub post: &'a str,
    pub date: Day,
    pub result: &'a str,
    pub code: ContentCode,
    pub language: Language,
}

/// Why a line cannot be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotWritten {
    /// The file is in another encoding.
    NotUtf8,
    /// The file cannot be read, or what signs it is in a form that takes no further line.
    Form,
}

impl SignedLine<'_> {
    /// What it says, in the words of the site.
    fn pairs(&self) -> [(&'static Key, String); 5] {
        let stage = match self.language {
            Language::Chinese => self.stage.chinese(),
            Language::English => self.stage.name(),
        };
        [
            (&key::STAGE_OF_REVIEW, stage.to_owned()),
            (&key::POST, self.post.to_owned()),
            (&key::DATE, self.date.to_string()),
            (&key::CONCLUSION, self.result.to_owned()),
            (&key::CONTENT_CODE, self.code.to_string()),
        ]
    }

    /// As a map on one line.
    fn yaml(&self) -> String {
        let chinese = self.language == Language::Chinese;
        let name = |key: &Key| if chinese { key.zh[0] } else { key.en };
        let pairs = self.pairs().map(|(key, value)| format!("{}: {}", name(key), scalar(&value)));
        format!("{{{}}}", pairs.join(", "))
    }

    /// As a table of site.toml, where keys are English.
    fn toml(&self, ending: &str) -> String {
        let pairs =
            self.pairs().map(|(key, value)| format!("{} = {}{ending}", key.en, quoted(&value)));
        format!("[[approval.signed]]{ending}{}", pairs.concat())
    }
}

/// A text as a scalar inside a map on one line.
fn scalar(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./（）、《》〔〕·".contains(c);
    let starts_plain = text.starts_with(|c: char| c.is_alphanumeric());
    if starts_plain && text.chars().all(is_plain) {
        return text.to_owned();
    }
    quoted(text)
}

/// A text between quotes, as YAML and TOML both read it.
fn quoted(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{}\"", escaped.replace(|c: char| c.is_control(), " "))
}

/// The bytes of the file that holds what signs a subject, with one more line.
pub fn with_line(
    subject: Subject,
    path: &str,
    bytes: &[u8],
    line: &SignedLine,
) -> Result<Vec<u8>, NotWritten> {
    match subject {
        Subject::Record(_) => in_front_matter(path, bytes, line),
        Subject::Site => in_settings(bytes, line),
    }
}

/// site.toml with one more table at its end.
fn in_settings(bytes: &[u8], line: &SignedLine) -> Result<Vec<u8>, NotWritten> {
    let text = std::str::from_utf8(bytes).map_err(|_| NotWritten::NotUtf8)?;
    let ending = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let gap = match text.ends_with('\n') {
        true => ending.to_owned(),
        false => ending.repeat(2),
    };
    let after = format!("{text}{gap}{}", line.toml(ending));
    // What was meant is what is read, and what is signed stays as it is.
    let is_signed = signed_tables(&after) == Some(signed_tables(text).ok_or(NotWritten::Form)? + 1);
    let digest = |text: &str| settings_digest(site::SETTINGS, text.into());
    match is_signed && digest(text) == digest(&after) {
        true => Ok(after.into_bytes()),
        false => Err(NotWritten::Form),
    }
}

/// How many tables of site.toml sign it; none where it cannot be read.
fn signed_tables(text: &str) -> Option<usize> {
    let source = Source::new(site::SETTINGS, text.trim_start_matches('\u{feff}'));
    let mut faults = Diagnostics::new();
    let map = content::toml_map(&source, &mut faults);
    let own = map.entries.iter().find(|pair| approval::is_approval(pair.key(&source)));
    let signed = own.and_then(|own| match &own.value.value {
        Value::Map(own) => own.entries.iter().find(|pair| approval::is_signed(pair.key(&source))),
        _ => None,
    });
    let count = match signed.map(|signed| &signed.value.value) {
        None => 0,
        Some(Value::List(items)) => items.len(),
        Some(_) => 1,
    };
    (!faults.any_error()).then_some(count)
}

/// A record's file with one more line of 审查.
fn in_front_matter(path: &str, bytes: &[u8], line: &SignedLine) -> Result<Vec<u8>, NotWritten> {
    let text = std::str::from_utf8(bytes).map_err(|_| NotWritten::NotUtf8)?;
    let (mark, text) = match text.strip_prefix('\u{feff}') {
        Some(text) => ("\u{feff}", text),
        None => ("", text),
    };
    let path = SitePath::new(path).ok_or(NotWritten::Form)?;
    let read = |text: &str| {
        let source = Source::new(std::sync::Arc::<str>::from(&path), text);
        content::read_document(source, &mut Vec::new()).ok_or(NotWritten::Form)
    };
    let document = read(text)?;
    let (at, added) = addition(&document, &line.yaml()).ok_or(NotWritten::Form)?;
    let after = format!("{mark}{}{added}{}", &text[..at], &text[at..]);
    // What was meant is what is read.
    let written = read(after.trim_start_matches('\u{feff}'))?;
    let lines = |document: &Document| match reviews(document).map(|node| &node.value) {
        Some(Value::List(items)) => items.len(),
        Some(Value::Map(_)) => 1,
        _ => 0,
    };
    if lines(&written) != lines(&document) + 1 {
        return Err(NotWritten::Form);
    }
    Ok(after.into_bytes())
}

fn reviews(document: &Document) -> Option<&Node> {
    let mut pairs = document.front.entries.iter();
    pairs.find(|pair| key::REVIEW.is(pair.key(&document.source))).map(|pair| &pair.value)
}

/// Where to put what, for one more line.
fn addition(document: &Document, line: &str) -> Option<(usize, String)> {
    let text = &document.source.text;
    let line_end = |at: usize| text[at..].find('\n').map_or(text.len(), |i| at + i);
    let ending = if text.contains("\r\n") { "\r\n" } else { "\n" };
    // Before the line end, with whatever belongs to it.
    let behind = |at: usize| {
        let end = line_end(at);
        end - usize::from(text[..end].ends_with('\r'))
    };
    let Some(node) = reviews(document) else {
        // Above the line that closes the front matter.
        let front = &text[..document.body.start];
        let closing = front.trim_end_matches(content::is_blank);
        let at = closing.rfind('\n').map_or(0, |i| i + 1);
        let key = if line.starts_with("{stage") { key::REVIEW.en } else { key::REVIEW.zh[0] };
        return Some((at, format!("{key}:{ending}  - {line}{ending}")));
    };
    match &node.value {
        Value::Null => Some((behind(node.span.start), format!("{ending}  - {line}"))),
        Value::List(items) => {
            if text.get(node.span.start..)?.starts_with('[') {
                let Some(last) = items.last() else {
                    return Some((node.span.start + 1, line.to_owned()));
                };
                return Some((end_of(text, last), format!(", {line}")));
            }
            let last = items.last()?;
            let start = text[..last.span.start].rfind('\n').map_or(0, |i| i + 1);
            let dash = text.get(start..last.span.start)?;
            let is_dash = dash.trim() == "-";
            is_dash.then(|| (behind(last.span.end), format!("{ending}{dash}{line}")))
        }
        _ => None,
    }
}

/// Where an item in brackets ends; behind a blank the reader leaves its own bracket out.
fn end_of(text: &str, item: &Node) -> usize {
    let end = item.span.end;
    let is_open = text[item.span.start..].starts_with('{') && !text[..end].ends_with('}');
    let bracket = text[end..].find('}').filter(|_| is_open);
    bracket.map_or(end, |at| end + at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::approval::code::Hasher;

    fn signed(text: &str) -> Result<String, NotWritten> {
        let line = SignedLine {
            stage: ReviewStage::First,
            post: "审批办主任",
            date: Day::new(2023, 3, 1).expect("a day"),
            result: "同意",
            code: Hasher::new("").code(),
            language: Language::Chinese,
        };
        let bytes = in_front_matter("content/news/a.md", text.as_bytes(), &line)?;
        Ok(String::from_utf8(bytes).expect("text"))
    }

    fn line() -> String {
        let code = Hasher::new("").code();
        format!("{{环节: 初审, 职务: 审批办主任, 日期: 2023-03-01, 结论: 同意, 内容码: {code}}}")
    }

    #[test]
    fn a_line_is_added_in_the_form_of_those_before_it_and_nothing_else_is_touched() {
        let new = line();
        for (before, after) in [
            ("---\n标题: 甲\n---\n正文\n", format!("---\n标题: 甲\n审查:\n  - {new}\n---\n正文\n")),
            (
                "---\r\n标题: 甲 # 注\r\n---\r\n",
                format!("---\r\n标题: 甲 # 注\r\n审查:\r\n  - {new}\r\n---\r\n"),
            ),
            ("---\n审查:\n标题: 甲\n---\n", format!("---\n审查:\n  - {new}\n标题: 甲\n---\n")),
            ("---\n审查: []\n标题: 甲\n---\n", format!("---\n审查: [{new}]\n标题: 甲\n---\n")),
            (
                "---\n审查: [{环节: 终审}]  # 旧\n标题: 甲\n---\n",
                format!("---\n审查: [{{环节: 终审}}, {new}]  # 旧\n标题: 甲\n---\n"),
            ),
            (
                "---\n审查: [ {环节: 终审} ,{环节: 复审 } ]\n标题: 甲\n---\n",
                format!("---\n审查: [ {{环节: 终审}} ,{{环节: 复审 }}, {new} ]\n标题: 甲\n---\n"),
            ),
            (
                "---\n审查:\n- {环节: 终审} # 旧\n标题: 甲\n---\n",
                format!("---\n审查:\n- {{环节: 终审}} # 旧\n- {new}\n标题: 甲\n---\n"),
            ),
            (
                "---\n标题: 甲\n审查:\n    - 环节: 终审\n      职务: 局长\n---\n",
                format!(
                    "---\n标题: 甲\n审查:\n    - 环节: 终审\n      职务: 局长\n    - {new}\n---\n"
                ),
            ),
            ("\u{feff}---\n标题: 甲\n---", format!("\u{feff}---\n标题: 甲\n审查:\n  - {new}\n---")),
        ] {
            assert_eq!(signed(before), Ok(after), "{before}");
        }
    }

    #[test]
    fn a_file_that_would_come_out_otherwise_is_left_alone() {
        assert_eq!(signed("---\n审查: {环节: 终审}\n---\n"), Err(NotWritten::Form));
        assert_eq!(signed("正文\n"), Err(NotWritten::Form));
        let gbk = [b"---\n".as_slice(), &[0xb1, 0xea], b": a\n---\n"].concat();
        let line = SignedLine {
            stage: ReviewStage::First,
            post: "甲",
            date: Day::EARLIEST,
            result: "同意",
            code: Hasher::new("").code(),
            language: Language::English,
        };
        assert_eq!(in_front_matter("a.md", &gbk, &line), Err(NotWritten::NotUtf8));
    }

    #[test]
    fn the_site_is_signed_at_the_end_of_its_settings() {
        let line = SignedLine {
            stage: ReviewStage::First,
            post: "甲 \"乙\"",
            date: Day::new(2023, 3, 1).expect("a day"),
            result: "同意",
            code: Hasher::new("").code(),
            language: Language::Chinese,
        };
        let written = |text: &str| {
            in_settings(text.as_bytes(), &line).map(|own| String::from_utf8(own).expect("text"))
        };
        let code = Hasher::new("").code();
        let table = format!(
            "[[approval.signed]]\nstage = \"初审\"\npost = \"甲 \\\"乙\\\"\"\ndate = \"2023-03-01\"\nresult = \"同意\"\ncontent_code = \"{code}\"\n"
        );
        let settings = "title = \"甲\" # 注\n[approval]\nrequired = true\n[look]\na = 1\n";
        let once = format!("{settings}\n{table}");
        assert_eq!(written(settings), Ok(once.clone()));
        assert_eq!(written(&once), Ok(format!("{once}\n{table}")));
        assert_eq!(written(settings.trim_end()), Ok(once.clone()));
        assert_eq!(written(&settings.replace('\n', "\r\n")), Ok(once.replace('\n', "\r\n")));
        for closed in ["approval = { required = true }\n", "[approval]\nsigned = []\n", "a = \n"] {
            assert_eq!(written(closed), Err(NotWritten::Form), "{closed}");
        }
        assert_eq!(in_settings(&[0xb1, 0xea], &line), Err(NotWritten::NotUtf8));
    }

    #[test]
    fn a_post_with_marks_of_yaml_is_quoted() {
        assert_eq!(scalar("审批办主任"), "审批办主任");
        assert_eq!(scalar("甲, 乙: \"丙\""), "\"甲, 乙: \\\"丙\\\"\"");
        assert_eq!(scalar("- 甲"), "\"- 甲\"");
    }
}
