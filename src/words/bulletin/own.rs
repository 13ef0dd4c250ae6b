//! The office's own words as parts of a bulletin.

use crate::content::markdown;
use crate::words::Words;
use pulldown_cmark::{Event, Tag};

impl Words {
    /// The office's own words with their parts numbered on from the bulletin's: where they begin
    /// with a heading, each heading as high as that one is a part. Words that begin otherwise, or
    /// bear numbers of their own, stay as they are.
    pub fn number_own(&self, own: &str, sections: usize) -> String {
        let headings: Vec<(usize, u8)> = markdown::events(own)
            .filter_map(|(event, range)| match event {
                Event::Start(Tag::Heading { level, .. }) => Some((range.start, level as u8)),
                _ => None,
            })
            .collect();
        let is_part = |(_, level): &(usize, u8)| Some(*level) == headings.first().map(|h| h.1);
        let begins = headings.first().is_some_and(|(at, _)| own[..*at].trim().is_empty());
        let is_above =
            headings.iter().any(|(_, level)| Some(*level) < headings.first().map(|h| h.1));
        let parts: Vec<usize> = headings
            .iter()
            .filter(|heading| is_part(heading))
            .filter_map(|(at, _)| words_at(own, *at))
            .collect();
        if !begins || is_above || parts.iter().any(|at| is_numbered(&own[*at..])) {
            return own.to_owned();
        }
        let mut numbered = String::with_capacity(own.len());
        let mut from = 0;
        for (number, at) in (sections + 1..).zip(parts) {
            numbered.push_str(&own[from..at]);
            // Below a heading underlined, `8. ` would begin a list.
            let number = self.number_of_part(number);
            match own[..at].trim_end_matches([' ', '\t']).ends_with('#') {
                true => numbered.push_str(&number),
                false => numbered.push_str(&number.replace('.', "\\.")),
            }
            from = at;
        }
        numbered.push_str(&own[from..]);
        numbered
    }
}

/// Where the words of a heading begin: after its `##`, or at once where it is underlined.
fn words_at(own: &str, heading: usize) -> Option<usize> {
    let rest = own.get(heading..)?;
    let words = rest.trim_start_matches(['#', ' ', '\t']);
    let is_empty = words.starts_with(['\r', '\n']) || words.is_empty();
    (!is_empty).then_some(own.len() - words.len())
}

/// Whether a heading bears a number already: 一、 （一） 1. 1、
fn is_numbered(heading: &str) -> bool {
    let line = heading.lines().next().unwrap_or_default();
    let is_digit = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let rest = line.trim_start_matches(['（', '(']);
    let after = rest.trim_start_matches(is_digit);
    after.len() < rest.len() && after.starts_with(['、', '.', '．', '）', ')', ' '])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::settings::Language;

    #[test]
    fn a_heading_is_numbered_however_it_is_written() {
        let chinese = Words::builtin(Language::Chinese);
        let english = Words::builtin(Language::English);
        for (own, numbered) in [
            ("## 甲\n\n## 乙 ##\n", "## 八、甲\n\n## 九、乙 ##\n"),
            ("甲\n---\n一。\n", "八、甲\n---\n一。\n"),
            ("### 甲\n\n```\n### 码\n```\n#### 乙\n", "### 八、甲\n\n```\n### 码\n```\n#### 乙\n"),
            ("## 甲\n\n# 乙\n", "## 甲\n\n# 乙\n"),
            ("## （一）甲\n", "## （一）甲\n"),
            ("## 三大行动\n", "## 八、三大行动\n"),
            ("##\n", "##\n"),
            ("一。\n", "一。\n"),
            ("", ""),
        ] {
            assert_eq!(chinese.number_own(own, 7), numbered);
        }
        assert_eq!(english.number_own("## Next\n", 7), "## 8. Next\n");
        assert_eq!(english.number_own("Next\n---\n", 7), "8\\. Next\n---\n");
    }
}
