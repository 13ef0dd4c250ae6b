//! Where a line's key ends, told by its colon: `:` with a blank, `：`, or `:` without one.

use std::ops::Range;

use crate::content::text;

/// Longest text before a colon that is taken for a key, in characters.
const LONGEST_KEY: usize = 20;

/// A key at the start of some text, and its colon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    pub span: Range<usize>,
    pub colon: usize,
    pub kind: Colon,
}

/// How a colon was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colon {
    /// `标题: 通知`, as YAML wants it.
    Proper,
    /// `标题：通知`.
    Wide,
    /// `标题:通知`, which YAML does not see.
    Tight,
}

/// The key at `at`, if what stands up to `end` begins with one.
///
/// A proper colon anywhere on the line wins, as it does for YAML; the other two count only after
/// something that can be a key, so that sentences with colons stay sentences.
pub fn find(text: &str, at: usize, end: usize) -> Option<Key> {
    let line = text.get(at..end)?;
    match line.chars().next()? {
        '"' | '\'' => return after_quotes(text, at, end),
        '[' | '{' => return None,
        _ => {}
    }
    let (mut wide, mut tight) = (None, None);
    let mut before = ' ';
    for (i, c) in line.char_indices() {
        let next = line[i + c.len_utf8()..].chars().next();
        match c {
            ':' if next.is_none_or(text::is_blank) => return key(text, at, at + i, Colon::Proper),
            ':' => tight = tight.or(Some(i)),
            '：' => wide = wide.or(Some(i)),
            '#' if before == ' ' || before == '\t' => break,
            _ => {}
        }
        before = c;
    }
    let plausible = |i: &usize| is_plausible(text::trim(&line[..*i]));
    if let Some(i) = wide.filter(plausible) {
        return key(text, at, at + i, Colon::Wide);
    }
    key(text, at, at + tight.filter(plausible)?, Colon::Tight)
}

fn key(text: &str, at: usize, colon: usize, kind: Colon) -> Option<Key> {
    let end = at + text[at..colon].trim_end_matches(text::is_blank).len();
    Some(Key { span: at..end, colon, kind })
}

fn after_quotes(text: &str, at: usize, end: usize) -> Option<Key> {
    let close = quoted_end(text, at, end)?;
    let rest = &text[close..end];
    let colon = close + (rest.len() - rest.trim_start_matches(text::is_blank).len());
    let after = &text[colon..end];
    let kind = if after.starts_with('：') {
        Colon::Wide
    } else if after.strip_prefix(':')?.chars().next().is_none_or(text::is_blank) {
        Colon::Proper
    } else {
        Colon::Tight
    };
    Some(Key { span: at..close, colon, kind })
}

/// Whether this may be a key: short, without blanks, and no part of a sentence.
fn is_plausible(key: &str) -> bool {
    !key.is_empty()
        && key.chars().count() <= LONGEST_KEY
        && !key.starts_with(['-', '&', '*', '!', '@', '%', '`'])
        && !key.chars().any(|c| c.is_whitespace() || "，。；、！？“”《》\"'[]{}#,:|>".contains(c))
}

/// Whether the word counts items rather than names a field: `第一步`, `一是`, `2`.
pub fn is_ordinal(key: &str) -> bool {
    key.starts_with('第')
        || key.ends_with('是')
        || key.starts_with(|c: char| c.is_ascii_digit())
        || key.chars().all(|c| "（(一二三四五六七八九十)）".contains(c))
}

/// The byte after the quote that closes the one at `at`, if it stands before `end`.
pub fn quoted_end(text: &str, at: usize, end: usize) -> Option<usize> {
    let bytes = text.as_bytes().get(..end)?;
    let quote = *bytes.get(at)?;
    let mut i = at + 1;
    while i < end {
        match bytes[i] {
            b'\\' if quote == b'"' => i += 1,
            b if b == quote && quote == b'\'' && bytes.get(i + 1) == Some(&quote) => i += 1,
            b if b == quote => return Some(i + 1),
            _ => {}
        }
        i += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(line: &str) -> Option<(&str, Colon)> {
        find(line, 0, line.len()).map(|key| (&line[key.span], key.kind))
    }

    #[test]
    fn a_key_is_told_by_its_colon() {
        assert_eq!(kind("标题: 通知"), Some(("标题", Colon::Proper)));
        assert_eq!(kind("标题:"), Some(("标题", Colon::Proper)));
        assert_eq!(kind("标题:\u{3000}通知"), Some(("标题", Colon::Proper)));
        assert_eq!(kind("标题 ：通知"), Some(("标题", Colon::Wide)));
        assert_eq!(kind("标题:通知"), Some(("标题", Colon::Tight)));
        assert_eq!(kind("\"标题\"：通知"), Some(("\"标题\"", Colon::Wide)));
        assert_eq!(kind("标题：关于: 通知"), Some(("标题：关于", Colon::Proper)));
    }

    #[test]
    fn a_sentence_with_a_colon_has_no_key() {
        assert_eq!(kind("会议要求，各单位：抓紧"), None);
        assert_eq!(kind("上午 10:30 开会"), None);
        assert_eq!(kind("“甲”：乙"), None);
        assert_eq!(kind("甲 # 乙: 丙"), None);
    }
}
