//! Texts and places in them.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};

use crate::detect::{self, Policy};

/// The text of one file, as decoded, with its path inside the site.
#[derive(Debug, Serialize, Deserialize)]
pub struct Source {
    pub path: Arc<str>,
    pub text: String,
    /// Where each line begins, once somebody asks: a long table can have a fault in every row.
    #[serde(skip)]
    lines: OnceLock<Vec<usize>>,
    /// As it may be shown, once somebody asks.
    #[serde(skip)]
    shown: OnceLock<String>,
}

// What was asked of a text is no part of it.
impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        (&self.path, &self.text) == (&other.path, &other.text)
    }
}
impl Eq for Source {}

impl Source {
    /// A text under its path.
    pub fn new(path: impl Into<Arc<str>>, text: impl Into<String>) -> Arc<Self> {
        let (lines, shown) = (OnceLock::new(), OnceLock::new());
        Arc::new(Self { path: path.into(), text: text.into(), lines, shown })
    }

    /// The text with stars for what must not be shown of it; every byte stays in its place.
    pub fn shown(&self) -> &str {
        self.shown.get_or_init(|| shown(&self.path, &self.text))
    }

    /// The number of the line a byte lies on, from 0, and the byte it begins at.
    fn line(&self, byte: usize) -> (usize, usize) {
        let lines = self.lines.get_or_init(|| {
            let breaks = self.text.bytes().enumerate().filter(|(_, b)| *b == b'\n');
            std::iter::once(0).chain(breaks.map(|(i, _)| i + 1)).collect()
        });
        let number = lines.partition_point(|start| *start <= byte) - 1;
        (number, lines[number])
    }
}

/// A file's text with stars for what must not be shown of it; every byte stays in its place.
pub fn shown(path: &str, text: &str) -> String {
    let shown = detect::blanked(text, &Policy::default()).into_owned();
    let is_table = [".csv", ".xlsx"].iter().any(|ending| path.ends_with(ending));
    if is_table { without_long_numbers(&shown) } else { shown }
}

/// As many digits are no date and no count. In a table only the head of its column may say that
/// they are private.
const LONG: usize = 11;

fn without_long_numbers(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for run in text.split_inclusive(|c: char| !c.is_ascii_alphanumeric()) {
        let digits = run.bytes().filter(u8::is_ascii_digit).count();
        if digits < LONG {
            out.push_str(run);
        } else {
            out.extend(run.chars().map(detect::star));
        }
    }
    out
}

/// Some bytes of a text: where a fault is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    pub source: Arc<Source>,
    pub span: Range<usize>,
}

/// A line and a column, both from 1, in Unicode characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

impl Place {
    /// The bytes `span` of a text.
    pub fn new(source: &Arc<Source>, span: Range<usize>) -> Self {
        Self { source: source.clone(), span }
    }

    /// The start of a text: 1:1.
    pub fn start(source: &Arc<Source>) -> Self {
        Self::new(source, 0..0)
    }

    /// A file whose text is not at hand.
    pub fn file(path: impl Into<Arc<str>>) -> Self {
        Self { source: Source::new(path, ""), span: 0..0 }
    }

    /// The first position of the place and the one after its last.
    pub fn positions(&self) -> (Position, Position) {
        (self.position(self.span.start), self.position(self.span.end.max(self.span.start)))
    }

    fn position(&self, byte: usize) -> Position {
        let text = &self.source.text;
        let byte = text.floor_char_boundary(byte);
        let (line, start) = self.source.line(byte);
        Position { line: line + 1, column: text[start..byte].chars().count() + 1 }
    }

    /// The text at the place.
    pub fn text(&self) -> &str {
        self.source.text.get(self.span.clone()).unwrap_or("")
    }

    /// The whole lines the place lies on, the byte they begin at and their first line's number.
    ///
    /// Only these lines are drawn, so that a fault in a long file costs no more than one in a
    /// short file.
    pub fn lines(&self) -> (&str, usize, usize) {
        let text = &self.source.text;
        let at = text.floor_char_boundary(self.span.start);
        let (line, start) = self.source.line(at);
        let last = text.floor_char_boundary(self.span.end.max(at));
        let end = text[last..].find('\n').map_or(text.len(), |i| last + i);
        (&text[start..end], start, line + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_end_is_exclusive() {
        let source = Source::new("a.md", "---\n责任单位: 办公室\n");
        let at = source.text.find("办公室").expect("the value stands in the text");
        let (start, end) = Place::new(&source, at..at + "办公室".len()).positions();
        assert_eq!((start.line, start.column), (2, 7));
        assert_eq!((end.line, end.column), (2, 10));
    }

    #[test]
    fn a_place_past_the_end_is_the_end() {
        let source = Source::new("a.md", "甲");
        let (start, end) = Place::new(&source, 99..120).positions();
        assert_eq!((start.line, start.column), (1, 2));
        assert_eq!(start, end);
    }
}
