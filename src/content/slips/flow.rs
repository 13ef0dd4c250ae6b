//! Lists and maps in brackets: where they end, and what was mistyped inside.

use std::ops::Range;

use super::key;
use crate::content::text;

/// What was found from an opening bracket on.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Scanned {
    /// The byte after the bracket that closes it, `None` if none does.
    pub end: Option<usize>,
    pub faults: Vec<Fault>,
}

/// A slip inside brackets, with its byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    WideColon(usize),
    TightColon(usize),
    WideComma(usize),
    /// `#` after a blank, which would cut the rest of the line off.
    Hash(usize),
    /// An entry that begins with a character of YAML's own.
    Start(Range<usize>),
}

/// One pair of brackets that is still open, and its entry that is being read.
struct Level {
    is_map: bool,
    entries: usize,
    /// The first `，` of the whole level.
    first_wide_comma: Option<usize>,
    entry: Entry,
}

#[derive(Default)]
struct Entry {
    begun: bool,
    /// The next character begins a key or a value.
    fresh: bool,
    quoted: bool,
    colon: bool,
    wide_colon: Option<usize>,
    tight_colon: Option<usize>,
    wide_comma: Option<usize>,
    bad_start: Option<usize>,
}

impl Entry {
    fn new() -> Self {
        Self { fresh: true, ..Self::default() }
    }
}

impl Level {
    fn new(is_map: bool) -> Self {
        Self { is_map, entries: 0, first_wide_comma: None, entry: Entry::new() }
    }

    /// Ends an entry before `end` and says what was wrong with it.
    fn end_entry(&mut self, text: &str, end: usize, faults: &mut Vec<Fault>) {
        let entry = std::mem::replace(&mut self.entry, Entry::new());
        self.entries += usize::from(entry.begun);
        if let Some(start) = entry.bad_start {
            let shown = text[start..end].trim_end_matches(text::is_blank).len();
            faults.push(Fault::Start(start..start + shown));
        }
        if self.is_map && !entry.colon {
            let colon = entry.wide_colon.map(Fault::WideColon);
            faults.extend(colon.or(entry.tight_colon.map(Fault::TightColon)));
        }
    }
}

/// Reads from the bracket at `from`; nothing at or after `limit` belongs to it.
pub fn scan(text: &str, from: usize, limit: usize) -> Scanned {
    let mut found = Scanned::default();
    let mut levels: Vec<Level> = Vec::new();
    let mut after_blank = false;
    let mut at = from;
    while let Some(c) = text.get(at..limit).and_then(|rest| rest.chars().next()) {
        let next = at + c.len_utf8();
        let follows = text[next..limit].chars().next().unwrap_or('\n');
        let was_after_blank = std::mem::replace(&mut after_blank, matches!(c, ' ' | '\t' | '\n'));
        match c {
            '[' | '{' => {
                if let Some(level) = levels.last_mut() {
                    level.entry.begun = true;
                    level.entry.fresh = false;
                }
                levels.push(Level::new(c == '{'));
            }
            ']' | '}' => {
                if let Some(mut level) = levels.pop() {
                    level.end_entry(text, at, &mut found.faults);
                    let alone = !level.is_map && level.entries == 1;
                    let comma = level.first_wide_comma.filter(|_| alone);
                    found.faults.extend(comma.map(Fault::WideComma));
                }
                if levels.is_empty() {
                    found.end = Some(next);
                    return found;
                }
            }
            '#' if was_after_blank => {
                if !text::is_blank(follows) {
                    found.faults.push(Fault::Hash(at));
                }
                at = text[at..limit].find('\n').map_or(limit, |i| at + i);
                continue;
            }
            _ if text::is_blank(c) => {}
            _ => match levels.last_mut() {
                Some(level) if c == ',' => level.end_entry(text, at, &mut found.faults),
                Some(level) if level.entry.fresh && (c == '"' || c == '\'') => {
                    let Some(end) = key::quoted_end(text, at, limit) else { return found };
                    level.entry.begun = true;
                    level.entry.fresh = false;
                    level.entry.quoted = true;
                    at = end;
                    continue;
                }
                Some(level) => letter(level, c, at, follows, &mut found.faults),
                None => return found,
            },
        }
        at = next;
    }
    found
}

/// Takes in one character of a key or a value.
fn letter(level: &mut Level, c: char, at: usize, follows: char, faults: &mut Vec<Fault>) {
    let entry = &mut level.entry;
    let fresh = std::mem::take(&mut entry.fresh);
    let quoted = std::mem::take(&mut entry.quoted);
    entry.begun = true;
    match c {
        ':' if quoted || text::is_blank(follows) || ",[]{}".contains(follows) => {
            // Before the first colon such marks stand in what would be the key, before a further
            // one the comma should have ended the entry.
            if level.is_map && !entry.colon {
                faults.extend(entry.wide_colon.map(Fault::WideColon));
            }
            if level.is_map || entry.colon {
                faults.extend(entry.wide_comma.take().map(Fault::WideComma));
            }
            entry.colon = true;
            entry.fresh = true;
        }
        ':' => entry.tight_colon = entry.tight_colon.or(Some(at)),
        '：' => entry.wide_colon = entry.wide_colon.or(Some(at)),
        '，' => {
            entry.wide_comma = Some(at);
            level.first_wide_comma = level.first_wide_comma.or(Some(at));
        }
        '&' | '*' | '!' | '@' | '`' | '%' if fresh => entry.bad_start = Some(at),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> Vec<Fault> {
        let scanned = scan(text, 0, text.len());
        assert_eq!(scanned.end, Some(text.len()), "{text}");
        scanned.faults
    }

    #[test]
    fn sound_brackets_have_no_fault() {
        assert_eq!(faults("[{目标: 甲, 时限: 3月底前}, {目标: \"乙, 丙]\", 时限: '4月'}]"), []);
        assert_eq!(faults("{目标: 完成整改，并报告}"), []);
        assert_eq!(faults("[\n  甲,  # 第一个\n  10:30 到场,\n]"), []);
        assert_eq!(faults("{\"日期\":2023-03-01}"), []);
    }

    #[test]
    fn full_width_marks_inside_brackets_are_found() {
        assert_eq!(faults("{日期：2023}"), [Fault::WideColon("{日期".len())]);
        assert_eq!(faults("{日期:2023}"), [Fault::TightColon("{日期".len())]);
        assert_eq!(faults("{日期: 3月，原因: 重复}"), [Fault::WideComma("{日期: 3月".len())]);
        let both = [Fault::WideColon("{日期".len()), Fault::WideComma("{日期：3月".len())];
        assert_eq!(faults("{日期：3月，原因: 重复}"), both);
        assert_eq!(faults("[甲，乙]"), [Fault::WideComma("[甲".len())]);
    }

    #[test]
    fn characters_of_yaml_inside_brackets_are_found() {
        assert_eq!(faults("[甲, *乙 ]"), [Fault::Start("[甲, ".len().."[甲, *乙".len())]);
        assert_eq!(faults("[甲, #1\n]"), [Fault::Hash("[甲, ".len())]);
    }

    #[test]
    fn brackets_may_stay_open() {
        assert_eq!(scan("[征集意见", 0, "[征集意见".len()).end, None);
        assert_eq!(scan("[\"甲]", 0, "[\"甲]".len()).end, None);
    }
}
