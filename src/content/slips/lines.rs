//! The lines of a front matter.

use std::ops::Range;

use crate::content::text;

/// One line: `start ≤ content ≤ last ≤ end`, all bytes of the whole text.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    pub start: usize,
    /// Where its indentation, of whatever blanks, ends.
    pub content: usize,
    /// Where its trailing blanks begin.
    pub last: usize,
    /// Before its line break.
    pub end: usize,
}

impl Line {
    /// How far it is indented, in bytes: mistyped blanks are replaced byte by byte.
    pub fn indent(self) -> usize {
        self.content - self.start
    }

    /// Whether it holds nothing.
    pub fn is_empty(self) -> bool {
        self.content >= self.last
    }
}

/// The lines of a part of the text.
pub fn lines(text: &str, part: Range<usize>) -> Vec<Line> {
    let mut found = Vec::new();
    let mut start = part.start;
    for line in text[part].split_inclusive('\n') {
        let bare = line.strip_suffix('\n').unwrap_or(line);
        let bare = bare.strip_suffix('\r').unwrap_or(bare);
        let content = bare.len() - bare.trim_start().len();
        let last = bare.trim_end_matches(text::is_blank).len();
        found.push(Line {
            start,
            content: start + content.min(last),
            last: start + last,
            end: start + bare.len(),
        });
        start += line.len();
    }
    found
}
