//! Data as CSV: each row's JSON laid flat, so that the two cannot differ.
//!
//! UTF-8 with a byte-order mark and CRLF (RFC 4180). Nested objects give columns joined by `_`,
//! except that `by_state` gives a column a state, named for it; lists are joined by `；`, a list of
//! objects by the first key of each. Absent is an empty cell.

use std::borrow::Cow;
use std::fmt;

use ::csv::{Terminator, WriterBuilder};
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::json;
use super::row::Row;

/// Without it Excel takes UTF-8 for the system's own encoding.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Appends the rows under a head, which is there even where no rows are.
pub fn write<R: Row>(rows: impl IntoIterator<Item = R>, out: &mut Vec<u8>) {
    out.extend_from_slice(BYTE_ORDER_MARK.as_bytes());
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out);
    let mut line = Vec::new();
    leaves(&R::default(), &mut line, |keys, _| {
        writer.write_field(column(keys)).expect(IN_MEMORY);
    });
    writer.write_record(None::<&[u8]>).expect(IN_MEMORY);
    for row in rows {
        leaves(&row, &mut line, |_, value| {
            writer.write_field(&*cell(value)).expect(IN_MEMORY);
        });
        writer.write_record(None::<&[u8]>).expect(IN_MEMORY);
    }
    writer.flush().expect(IN_MEMORY);
}

const IN_MEMORY: &str = "rows of one length go into memory without fail";

/// Gives a row's values that are no objects, in their order, each with the keys that lead to it.
/// `line` is room for the row's JSON.
pub fn leaves<R: Row>(row: &R, line: &mut Vec<u8>, mut each: impl FnMut(&[&str], &RawValue)) {
    line.clear();
    json::append(line, row);
    let text = std::str::from_utf8(line).expect("JSON is UTF-8");
    for (key, value) in members(text) {
        if !R::JSON_ONLY.contains(&key) {
            leaves_below(&mut vec![key], value, &mut each);
        }
    }
}

fn leaves_below<'a>(
    keys: &mut Vec<&'a str>,
    value: &'a RawValue,
    each: &mut impl FnMut(&[&str], &RawValue),
) {
    if !value.get().starts_with('{') {
        each(keys, value);
        return;
    }
    for (key, value) in members(value.get()) {
        keys.push(key);
        leaves_below(keys, value, each);
        keys.pop();
    }
}

/// A column's name; of a state, its own.
pub fn column(keys: &[&str]) -> String {
    match keys {
        [.., "by_state", state] => (*state).to_owned(),
        keys => keys.join("_"),
    }
}

/// A value as a cell: a number as it stands, words so that no spreadsheet runs them.
fn cell(value: &RawValue) -> Cow<'_, str> {
    let words = words(value);
    if value.get().starts_with(['"', '[']) { guard(words) } else { words }
}

/// A value as words, without a thought of spreadsheets.
pub fn words(value: &RawValue) -> Cow<'_, str> {
    let json = value.get();
    match json.as_bytes().first() {
        // Few strings have anything escaped.
        Some(b'"') if !json.contains('\\') => json[1..json.len() - 1].into(),
        Some(b'"') => read::<String>(json).into(),
        Some(b'[') => {
            let items: Vec<&RawValue> = read(json);
            let items = items.into_iter().map(words).filter(|words| !words.is_empty());
            items.collect::<Vec<_>>().join("；").into()
        }
        Some(b'{') => members(json).first().map(|(_, value)| words(value)).unwrap_or_default(),
        _ if json == "null" => "".into(),
        _ => json.into(),
    }
}

/// Puts an apostrophe before words that a spreadsheet would run as a formula (OWASP, CSV
/// injection). Excel and WPS also trim blanks and take full-width signs for the plain ones.
fn guard(words: Cow<'_, str>) -> Cow<'_, str> {
    if runs(&words) { format!("'{words}").into() } else { words }
}

/// Whether a spreadsheet could take words for a formula.
pub fn runs(words: &str) -> bool {
    let unseen = |c: char| c.is_whitespace() || c.is_control() || "\u{feff}\u{200b}".contains(c);
    let visible = words.trim_start_matches(unseen);
    let runs = visible.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
        || words.starts_with(|c: char| c.is_control());
    runs && !is_number(words)
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
                let mut members = Vec::with_capacity(40);
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
