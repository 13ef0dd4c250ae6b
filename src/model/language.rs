//! A language by its tag, as `lang` of HTML has it.

use std::fmt;
use std::sync::Arc;

use serde::Serialize;

/// A tag of BCP 47: `en`, `mn-Mong`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Tag(Arc<str>);

impl Tag {
    /// The tag a word has the form of: two or three letters, then parts.
    pub fn new(word: &str) -> Option<Self> {
        let mut parts = word.split('-');
        let is_part = |part: &str| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        };
        let first = parts.next().unwrap_or("");
        let is_tag = matches!(first.len(), 2 | 3)
            && first.bytes().all(|byte| byte.is_ascii_lowercase())
            && parts.all(is_part);
        is_tag.then(|| Self(word.into()))
    }

    /// The tag as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether text in a language is written in Han characters, so that Chinese does not stand out in
/// it; told by the tag.
pub fn is_written_in_han(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or("");
    let is_latin = parts.any(|part| part.eq_ignore_ascii_case("Latn"));
    !is_latin && matches!(first, "zh" | "yue" | "wuu" | "hak" | "nan" | "gan" | "lzh" | "ja")
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_has_two_or_three_letters_and_then_parts() {
        for sound in ["en", "zh-CN", "mn-Mong", "mvf", "mn-Mong-CN"] {
            assert_eq!(Tag::new(sound).map(|tag| tag.to_string()).as_deref(), Some(sound));
        }
        for other in ["", "e", "EN", "english", "en-", "en_GB", "2023"] {
            assert_eq!(Tag::new(other), None, "{other}");
        }
    }

    #[test]
    fn chinese_stands_out_but_among_languages_of_its_own_script() {
        assert!(["zh-CN", "ja", "zh-Hant"].into_iter().all(is_written_in_han));
        assert!(!["en", "mn-Mong", "ug", "zh-Latn"].into_iter().any(is_written_in_han));
    }
}
