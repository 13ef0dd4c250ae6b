//! The order of entries: by day, by time where given, by what must come first, by name.

use std::cmp::Ordering;

use crate::model::entry::{EventKind, Filing};
use crate::model::task::Entry;

/// Puts a task's entries in the order they count.
pub fn sort(entries: &mut [Entry]) {
    entries.sort_by(|a, b| {
        a.day
            .cmp(&b.day)
            .then_with(|| minute(a).cmp(&minute(b)))
            .then_with(|| a.event.kind().cmp(&b.event.kind()))
            .then_with(|| compare_names(&name(a), &name(b)))
    });
}

/// When on its day an entry counts. Without a time, what closes a day's work is taken to come
/// after all that has one, so that 核验 can confirm a 完成 of 10:00.
fn minute(entry: &Entry) -> u32 {
    match (entry.time, entry.event.kind()) {
        (Some(time), _) => time.minutes(),
        (None, EventKind::Verified | EventKind::Cancelled | EventKind::Reopened) => 24 * 60,
        (None, _) => 0,
    }
}

/// An entry's file name without its ending; a return's row goes by its return's id.
fn name(entry: &Entry) -> String {
    match &entry.filing {
        Filing::File { path, .. } => path.name().trim_end_matches(".md").to_owned(),
        Filing::Return { name, row, .. } => format!("{name}/{row}"),
    }
}

/// Compares names as people do: digit runs and 第N次 as numbers, a name before its extensions.
pub fn compare_names(a: &str, b: &str) -> Ordering {
    pieces(a).cmp(&pieces(b)).then_with(|| a.cmp(b))
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Piece {
    Number(u64),
    Character(char),
}

fn pieces(name: &str) -> Vec<Piece> {
    let mut found = Vec::new();
    let mut rest = name;
    while let Some(c) = rest.chars().next() {
        if c.is_ascii_digit() {
            let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            // A run too long for a number sorts after all that are not.
            found.push(Piece::Number(rest[..end].parse().unwrap_or(u64::MAX)));
            rest = &rest[end..];
        } else if let Some((number, after)) = ordinal(rest) {
            found.push(Piece::Character('第'));
            found.push(Piece::Number(number));
            rest = after;
        } else {
            found.push(Piece::Character(c));
            rest = &rest[c.len_utf8()..];
        }
    }
    found
}

/// Reads 第三次 or 第十二次 at the start of a text.
fn ordinal(text: &str) -> Option<(u64, &str)> {
    let rest = text.strip_prefix('第')?;
    let end = rest.find('次')?;
    let number = chinese_number(&rest[..end])?;
    Some((number, &rest[end..]))
}

/// Reads a Chinese number below 100.
fn chinese_number(text: &str) -> Option<u64> {
    let digit = |c: char| "零一二三四五六七八九".chars().position(|d| d == c).map(|d| d as u64);
    let chars: Vec<char> = text.chars().collect();
    match chars.as_slice() {
        ['十'] => Some(10),
        [one] => digit(*one),
        ['十', one] => Some(10 + digit(*one)?),
        [ten, '十'] => Some(10 * digit(*ten)?),
        [ten, '十', one] => Some(10 * digit(*ten)? + digit(*one)?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_sort_as_people_count() {
        let mut names = vec![
            "2023-03-10-第十次",
            "2023-03-10-第2次",
            "2023-03-10",
            "2023-03-10-b10",
            "2023-03-10-第三次",
            "2023-03-10-b9",
        ];
        names.sort_by(|a, b| compare_names(a, b));
        assert_eq!(
            names,
            [
                "2023-03-10",
                "2023-03-10-b9",
                "2023-03-10-b10",
                "2023-03-10-第2次",
                "2023-03-10-第三次",
                "2023-03-10-第十次",
            ]
        );
    }
}
