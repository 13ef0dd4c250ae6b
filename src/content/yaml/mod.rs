//! Front matter made into a map with places.
//!
//! What YAML offers beyond maps, lists and scalars (anchors, tags, merge keys, several documents)
//! is refused: nothing in an office needs it, and a `*` or `!` there is a slip. A fault costs its
//! own top-level entry and no other, so that all faults of a file are told at once.

mod plain;
mod reader;
pub mod words;

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use self::reader::{MOST_NODES, Reader, Stop};
use super::document::{Map, Node, Pair, Scalar, Value};
use super::{slips, text};
use crate::diagnostic::{Diagnostic, Place, Severity, Source};

/// Reads a front matter as a map. What cannot be read is reported and left out, or stands in it
/// as [`Value::Unreadable`]; `None` if it is too large to be one.
pub fn read(source: &Arc<Source>, front: Range<usize>, found: &mut Vec<Diagnostic>) -> Option<Map> {
    if let Some(map) = plain::read(&source.text, front.clone()) {
        return Some(map);
    }
    read_anything(source, front, found)
}

/// Reads a front matter whatever it holds.
fn read_anything(
    source: &Arc<Source>,
    front: Range<usize>,
    found: &mut Vec<Diagnostic>,
) -> Option<Map> {
    let mut cleaned = slips::clean(source, front.clone());
    found.append(&mut cleaned.faults);
    let whole = Reader::new(source, &cleaned, front.clone());
    let mut faults = Vec::new();
    let (entries, stop) = match whole.read_all(&mut faults) {
        Ok(map) => {
            found.append(&mut faults);
            return Some(Map { span: front, ..map });
        }
        Err(Stop::TooMany(place)) => {
            found.push(words::too_many(place, MOST_NODES));
            return None;
        }
        Err(Stop::Fault(fault)) => (read_entries(source, &cleaned, &front, found), fault),
    };
    // Each entry could be read by itself: what is wrong lies between them.
    let reported = found.iter().any(|fault| fault.severity() == Severity::Error);
    if !reported {
        found.push(*stop);
    }
    Some(Map { span: front, entries })
}

/// Reads the top-level entries one by one, so that a broken one costs no other.
fn read_entries(
    source: &Arc<Source>,
    cleaned: &slips::Cleaned,
    front: &Range<usize>,
    found: &mut Vec<Diagnostic>,
) -> Vec<Pair> {
    let mut entries: Vec<Pair> = Vec::new();
    let mut keys = BTreeSet::new();
    let told: BTreeSet<usize> = found
        .iter()
        .filter(|fault| fault.severity() == Severity::Error)
        .map(|fault| fault.place.span.start)
        .collect();
    for part in parts(&cleaned.text, front) {
        let known = told.range(part.clone()).next().is_some();
        let mut faults = Vec::new();
        let read = Reader::new(source, cleaned, part.clone()).read_all(&mut faults);
        let pairs = match read {
            Ok(map) => {
                found.append(&mut faults);
                map.entries
            }
            Err(stop) => {
                if !known {
                    found.push(match stop {
                        Stop::Fault(fault) => *fault,
                        Stop::TooMany(place) => words::too_many(place, MOST_NODES),
                    });
                }
                unreadable_entry(source, &cleaned.text, part).into_iter().collect()
            }
        };
        for pair in pairs {
            if keys.insert(pair.key(source).to_owned()) {
                entries.push(pair);
            } else {
                let place = Place::new(source, pair.key_span.clone());
                found.push(words::repeated(place, pair.key(source)));
            }
        }
    }
    entries
}

/// The top-level entries as parts of the text: each begins at a line not indented further than
/// the first, and takes its list and its closing brackets along.
fn parts(text: &str, front: &Range<usize>) -> Vec<Range<usize>> {
    let lines = slips::lines(text, front.clone());
    let begins = |line: &&slips::Line| {
        !line.is_empty() && !text[line.content..].starts_with(['#', '-', ']', '}'])
    };
    let base = lines.iter().find(begins).map_or(0, |line| line.indent());
    let starts: Vec<usize> = lines
        .iter()
        .filter(|line| line.indent() <= base)
        .filter(begins)
        .map(|line| line.start)
        .collect();
    let ends = starts.iter().skip(1).copied().chain([front.end]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

/// What is left of an entry that cannot be read: its key, and where its value stands.
fn unreadable_entry(source: &Source, cleaned: &str, part: Range<usize>) -> Option<Pair> {
    let line = *slips::lines(cleaned, part.clone()).first()?;
    let key = slips::find_key(cleaned, line.content, line.last)?;
    let name = text::trim(cleaned[key.span.clone()].trim_matches(['"', '\'']));
    // The copy has a colon and two blanks for a full-width one; places are those of the text.
    let start = source.text.ceil_char_boundary(key.colon + 1);
    let end = slips::lines(&source.text, part).first()?.last.max(start);
    let value = Node { span: start..end, value: Value::Unreadable };
    Some(Pair { key: Scalar::new(name, source, &key.span), key_span: key.span, value })
}

#[cfg(test)]
mod tests;
