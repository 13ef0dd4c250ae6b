//! Counts by state, a bar a row: long names stand above their bars, numbers in and after them.

use super::{Anchor, LINE, Pen, Picture, Tenths, WIDTH, width_of, wrapped};

/// A bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub name: String,
    /// In the order of states.
    pub parts: Vec<Part>,
}

/// How many stand in a state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The state and its colour, for the style sheet.
    pub class: String,
    /// The state's own mark.
    pub shape: &'static str,
    pub count: u32,
}

impl Row {
    /// All of a bar.
    pub fn total(&self) -> u32 {
        self.parts.iter().map(|part| part.count).sum()
    }
}

/// More rows than this are left to the table.
pub const MOST_ROWS: usize = 24;

const HIGH: Tenths = 180;
const GAP: Tenths = 90;
const LINES: usize = 2;

/// Bars of one scale; none where all are empty. Only the first [`MOST_ROWS`] are drawn.
pub fn bars(rows: &[Row]) -> Option<Picture> {
    let rows = &rows[..rows.len().min(MOST_ROWS)];
    let most = rows.iter().map(Row::total).max().filter(|most| *most > 0)?;
    let room = WIDTH - width_of(&most.to_string()) - 60;
    let names: Vec<Vec<String>> = rows.iter().map(|row| wrapped(&row.name, WIDTH, LINES)).collect();
    let height = names.iter().map(|lines| lines.len() as Tenths * LINE + HIGH + GAP).sum();
    let mut pen = Pen::new(height);
    let mut y = 0;
    for (row, name) in rows.iter().zip(&names) {
        for line in name {
            pen.text("", (0, y + 115), Anchor::Start, line);
            y += LINE;
        }
        bar(&mut pen, row, y, &|count| i64::from(count) * room / i64::from(most));
        y += HIGH + GAP;
    }
    Some(pen.done())
}

fn bar(pen: &mut Pen, row: &Row, y: Tenths, length: &dyn Fn(u32) -> Tenths) {
    let mut passed = 0;
    for part in row.parts.iter().filter(|part| part.count > 0) {
        let from = length(passed);
        passed += part.count;
        // Measured from the bar's start, so that the parts add up.
        let wide = length(passed) - from;
        pen.rect(&part.class, [from + 5, y + 5, (wide - 10).max(5), HIGH - 10]);
        let both = format!("{}{}", part.shape, part.count);
        // A mark is smaller than the room it takes.
        let texts = [(both.as_str(), 30), (part.shape, -10)];
        let text = texts.into_iter().find(|(text, more)| width_of(text) + more < wide);
        if let Some((text, _)) = text {
            pen.text(&part.class, (from + wide / 2, y + 132), Anchor::Middle, text);
        }
    }
    pen.text("v", (length(passed) + 40, y + 132), Anchor::Start, &row.total().to_string());
}
