//! The order of entries: by day, by time where given, by what must come first, by name.

use std::cmp::Ordering;

use crate::model::entry::{Dated, Filing};

/// Puts a record's entries in the order they count.
pub fn sort<E: Dated>(entries: &mut [E]) {
    entries.sort_by(|a, b| {
        a.base()
            .day
            .cmp(&b.base().day)
            .then_with(|| minute(a).cmp(&minute(b)))
            .then_with(|| a.rank().cmp(&b.rank()))
            .then_with(|| compare_names(&name(a), &name(b)))
    });
}

/// When on its day an entry counts.
fn minute(entry: &impl Dated) -> u32 {
    match entry.base().time {
        Some(time) => time.minutes(),
        None if entry.closes_the_day() => 24 * 60,
        None => 0,
    }
}

/// An entry's file name without its ending; a return's row goes by its return's id.
fn name(entry: &impl Dated) -> String {
    match &entry.base().filing {
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
