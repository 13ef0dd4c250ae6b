//! The words inside a file that is given out, as one text that knows where each of them stands.

use std::ops::Range;

use super::rows::{self, Row};
use crate::attachment::{Piece, Spot};
use crate::check::GivenOut;
use crate::diagnostic::{Code, Diagnostic, Place, Text};
use crate::model::record::Base;
use crate::say;
use crate::tree::SitePath;

/// A file's words.
pub struct Inside<'a> {
    path: &'a SitePath,
    /// The record that gives it out.
    pub of: Option<&'a Base>,
    /// Piece after piece, each ended by a line break.
    pub words: String,
    /// What each piece is, and where it begins.
    pieces: Vec<(usize, &'a Piece)>,
    pub rows: Vec<Row>,
}

/// How many places of one thing in one file are named.
const SPOTS: usize = 3;

impl<'a> Inside<'a> {
    /// The words of a file, given out by a record.
    pub fn new(file: &'a GivenOut, of: Option<&'a Base>) -> Self {
        let (mut words, mut pieces, mut rows) = (String::new(), Vec::new(), Vec::<Row>::new());
        for piece in &file.contents.texts {
            let start = words.len();
            words.push_str(&piece.text);
            let last: Option<&(usize, &Piece)> = pieces.last();
            match rows.last_mut().filter(|_| last.is_some_and(|(_, last)| is_one_row(last, piece)))
            {
                Some(row) => row.push(start..words.len()),
                None => rows.push(rows::alone(start..words.len())),
            }
            pieces.push((start, piece));
            words.push('\n');
        }
        if file.path.as_str().ends_with(".csv") {
            rows = rows::of_csv(&words);
        }
        Self { path: &file.path, of, words, pieces, rows }
    }

    /// What the file is about, as the record that gives it out says.
    pub fn about(&self) -> &'a str {
        self.of.map_or("", |base| &base.title)
    }

    /// The first lines that the file itself shows, headers, notes and properties aside.
    pub fn head(&self, lines: usize) -> impl Iterator<Item = (usize, &'a str)> {
        let is_body = |piece: &Piece| {
            matches!(
                piece.place.spot,
                Spot::Line(_)
                    | Spot::Page(_)
                    | Spot::Paragraph(_)
                    | Spot::TableCell { .. }
                    | Spot::Cell { .. }
                    | Spot::Slide(_)
            )
        };
        let pieces = self.pieces.iter().filter(move |(_, piece)| is_body(piece));
        let all = pieces.flat_map(|(at, piece)| piece.text.lines().map(move |line| (*at, line)));
        all.filter(|(_, line)| !line.trim().is_empty()).take(lines)
    }

    /// A finding that names the parts of the file that some bytes of its words stand in, the first
    /// of them, and what stands there.
    pub fn told(
        &self,
        code: Code,
        what: Text,
        found: impl Iterator<Item = Range<usize>>,
    ) -> Option<Diagnostic> {
        let mut spots: Vec<(String, String)> = Vec::new();
        for range in found {
            let shown = self.words.get(range.clone()).unwrap_or("").replace('\n', " ");
            let Text { zh, en } = self.spot(range.start);
            let spot = (format!("{zh}“{shown}”"), format!("`{shown}` in {en}"));
            // A cell may be read as part of its row too.
            if !spots.contains(&spot) {
                spots.push(spot);
            }
        }
        let more = spots.len().saturating_sub(SPOTS);
        let (zh, en): (Vec<String>, Vec<String>) = spots.into_iter().take(SPOTS).unzip();
        let (zh, en) = (zh.join("、"), en.join(", "));
        let (more_zh, more_en) = match more {
            _ if zh.is_empty() => return None,
            0 => (String::new(), String::new()),
            more => (format!("等，另有{more}处"), format!(" and {more} more")),
        };
        let Text { zh: what_zh, en: what_en } = what;
        let message = say!("{what_zh}：{zh}{more_zh}", "{what_en}: {en}{more_en}");
        Some(Diagnostic::new(code, Place::file(self.path), message))
    }

    /// Where a byte of the words stands in the file.
    fn spot(&self, at: usize) -> Text {
        let after = self.pieces.partition_point(|(start, _)| *start <= at);
        let piece = after.checked_sub(1).and_then(|last| self.pieces.get(last));
        piece.map_or_else(|| Spot::File.in_words(), |(_, piece)| piece.place.in_words())
    }
}

/// Whether two pieces are cells of one row.
fn is_one_row(one: &Piece, next: &Piece) -> bool {
    let digits =
        |cell: &str| cell.find(|c: char| c.is_ascii_digit()).map(|at| cell[at..].to_owned());
    one.place.inside == next.place.inside
        && match (&one.place.spot, &next.place.spot) {
            (Spot::Cell { sheet, cell }, Spot::Cell { sheet: other, cell: next }) => {
                sheet == other && digits(cell) == digits(next)
            }
            (
                Spot::TableCell { table, row, .. },
                Spot::TableCell { table: other, row: next, .. },
            ) => (table, row) == (other, next),
            _ => false,
        }
}
