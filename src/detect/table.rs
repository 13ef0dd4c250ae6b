//! The head of the column a number stands in, where its line is a row of a table in Markdown.

use std::ops::Range;

/// A line that goes on for longer before a number is no row that a person wrote.
const LONGEST: usize = 4000;

/// The table that was asked of last: its lines so far, and its head among them.
#[derive(Debug, Default)]
pub struct Table {
    lines: Range<usize>,
    head: Range<usize>,
}

impl Table {
    /// The head over a place of the text.
    pub fn head<'a>(&mut self, text: &'a str, at: usize) -> Option<&'a str> {
        let from = text.floor_char_boundary(at.saturating_sub(LONGEST));
        let start = match text.get(from..at)?.rfind('\n') {
            Some(end) => from + end + 1,
            None if from == 0 => 0,
            None => return None,
        };
        let before = text.get(start..at)?;
        if !before.contains('|') {
            return None;
        }
        self.reach(text, start);
        if start < self.head.end {
            return None;
        }
        let head = text.get(self.head.clone())?;
        // A row may begin with a bar where its head does not.
        let bars = |line: &str| usize::from(line.trim_start().starts_with('|'));
        let cell = before.matches('|').count() - bars(before);
        head.trim().split('|').nth(cell + bars(head))
    }

    /// Makes the lines known up to the one that begins here. Each line is read once, however
    /// many numbers a table has.
    fn reach(&mut self, text: &str, start: usize) {
        if self.lines.contains(&start) {
            return;
        }
        if start >= self.lines.end && self.lines.end > 0 {
            let skipped = text.get(self.lines.end..start).unwrap_or("");
            if skipped.lines().all(|line| line.contains('|')) {
                self.lines.end = end_of_line(text, start);
                return;
            }
        }
        let mut first = start;
        for line in text.get(..start).unwrap_or("").split_inclusive('\n').rev() {
            if !line.contains('|') {
                break;
            }
            first -= line.len();
        }
        self.lines = first..end_of_line(text, start);
        self.head = first..end_of_line(text, first);
    }
}

fn end_of_line(text: &str, start: usize) -> usize {
    let rest = text.get(start..).unwrap_or("");
    rest.find('\n').map_or(text.len(), |at| start + at + 1)
}
