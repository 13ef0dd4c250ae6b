//! Texts and places in them.

use std::ops::Range;
use std::sync::Arc;

/// The text of one file, as decoded, with its path inside the site.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    pub path: Arc<str>,
    pub text: String,
}

impl Source {
    /// A text under its path.
    pub fn new(path: impl Into<Arc<str>>, text: impl Into<String>) -> Arc<Self> {
        Arc::new(Self { path: path.into(), text: text.into() })
    }
}

/// Some bytes of a text: where a fault is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
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
        let before = &text[..text.floor_char_boundary(byte)];
        let line_start = before.rfind('\n').map_or(0, |i| i + 1);
        Position {
            line: before.bytes().filter(|b| *b == b'\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
        }
    }

    /// The text at the place.
    pub fn text(&self) -> &str {
        self.source.text.get(self.span.clone()).unwrap_or("")
    }

    /// The whole lines the place lies on, the byte they begin at and their first line's number.
    ///
    /// Only these lines are drawn, so that a fault in a long file costs no more than one in a
    /// short file.
    pub(super) fn lines(&self) -> (&str, usize, usize) {
        let text = &self.source.text;
        let at = text.floor_char_boundary(self.span.start);
        let start = text[..at].rfind('\n').map_or(0, |i| i + 1);
        let end = text[text.floor_char_boundary(self.span.end.max(at))..]
            .find('\n')
            .map_or(text.len(), |i| text.floor_char_boundary(self.span.end.max(at)) + i);
        (&text[start..end], start, self.position(at).line)
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
