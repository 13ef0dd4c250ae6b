//! Data as CSV: each row's JSON laid flat, so that the two cannot differ.
//!
//! UTF-8 with a byte-order mark and CRLF (RFC 4180). Nested objects give columns joined by `_`,
//! except that `by_state` gives a column a state, named for it; lists are joined by `；`, a list of
//! objects by the first key of each. Absent is an empty cell.

use std::fmt;

use ::csv::{Terminator, WriterBuilder};
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::json;
use super::row::Row;

/// Without it Excel takes UTF-8 for the system's own encoding.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Writes the rows under a head, which is there even where no rows are.
pub fn write<R: Row>(rows: &[R]) -> Vec<u8> {
    let mut writer = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .from_writer(BYTE_ORDER_MARK.as_bytes().to_vec());
    let head = flat(&R::default()).into_iter().map(|(head, _)| head);
    writer.write_record(head).expect(IN_MEMORY);
    for row in rows {
        let cells = flat(row).into_iter().map(|(_, cell)| cell);
        writer.write_record(cells).expect(IN_MEMORY);
    }
    writer.into_inner().expect(IN_MEMORY)
}

const IN_MEMORY: &str = "rows of one length go into memory without fail";

/// A row's columns and cells.
fn flat<R: Row>(row: &R) -> Vec<(String, String)> {
    let text = json::text(row);
    let mut cells = Vec::new();
    for (key, value) in members(&text) {
        if !R::JSON_ONLY.contains(&key) {
            lay(key.to_owned(), value, &mut cells);
        }
    }
    cells
}

fn lay(column: String, value: &RawValue, cells: &mut Vec<(String, String)>) {
    if !value.get().starts_with('{') {
        cells.push((column, cell(value)));
        return;
    }
    for (key, value) in members(value.get()) {
        let is_state = key == "by_state" || column == "by_state";
        let inner = if is_state { key.to_owned() } else { format!("{column}_{key}") };
        lay(inner, value, cells);
    }
}

/// A value as a cell: a number as it stands, words so that no spreadsheet runs them.
fn cell(value: &RawValue) -> String {
    let words = words(value);
    if value.get().starts_with(['"', '[']) { guard(words) } else { words }
}

fn words(value: &RawValue) -> String {
    let json = value.get();
    match json.as_bytes().first() {
        Some(b'"') => read(json),
        Some(b'[') => {
            let items: Vec<&RawValue> = read(json);
            let items = items.into_iter().map(words).filter(|words| !words.is_empty());
            items.collect::<Vec<_>>().join("；")
        }
        Some(b'{') => members(json).first().map(|(_, value)| words(value)).unwrap_or_default(),
        _ if json == "null" => String::new(),
        _ => json.to_owned(),
    }
}

/// Puts an apostrophe before words that a spreadsheet would run as a formula (OWASP, CSV
/// injection). Excel and WPS also trim blanks and take full-width signs for the plain ones.
fn guard(words: String) -> String {
    let unseen = |c: char| c.is_whitespace() || c.is_control() || "\u{feff}\u{200b}".contains(c);
    let visible = words.trim_start_matches(unseen);
    let runs = visible.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
        || words.starts_with(|c: char| c.is_control());
    if runs && !is_number(&words) { format!("'{words}") } else { words }
}

/// Whether a text is a plain number, as `-3.50`.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    [whole, part].iter().all(|run| !run.is_empty() && run.bytes().all(|b| b.is_ascii_digit()))
}

fn read<'a, T: Deserialize<'a>>(json: &'a str) -> T {
    serde_json::from_str(json).expect("a row's JSON is read back as it was written")
}

/// The members of an object in their order.
fn members(json: &str) -> Vec<(&str, &RawValue)> {
    let Members(members) = read(json);
    members
}

struct Members<'a>(Vec<(&'a str, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Members<'de>;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

#[cfg(test)]
mod tests {
    use super::guard;

    #[test]
    fn a_cell_cannot_run_as_a_formula() {
        for text in [
            "=1+1",
            "+86-475-0000000",
            "-压缩审批时间",
            "@SUM(A1)",
            " =1+1",
            "\t=1+1",
            "\r审批办",
            "\u{feff}=1+1",
            "＝1+1",
            "＋1",
            "－",
            "＠审批办",
            "-1-2",
            "-",
        ] {
            assert_eq!(guard(text.into()), format!("'{text}"));
        }
    }

    #[test]
    fn a_number_and_plain_words_stay_as_they_are() {
        for text in ["-3.50", "+5", "审批办", "1-6月", "——", "", " 缩进"] {
            assert_eq!(guard(text.into()), text);
        }
    }
}
