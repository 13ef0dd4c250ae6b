//! What was filed for each period, a row of cells an office: each cell has a mark of its own.

use std::collections::BTreeMap;

use super::{Anchor, LINE, Path, Pen, Picture, Tenths, WIDTH, wrapped};

/// A row of cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub name: String,
    /// A cell a column.
    pub cells: Vec<Cell>,
}

/// A cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    pub class: &'static str,
    /// One character.
    pub shape: &'static str,
}

/// Above a column of cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// 10, 3月.
    pub label: String,
    /// 2023年, where it is a new one.
    pub year: Option<String>,
}

/// More columns would not be legible on a phone.
pub const MOST_COLUMNS: usize = 12;
/// More rows than this are left to the table.
pub const MOST_ROWS: usize = 30;

const HIGH: Tenths = 200;
const GAP: Tenths = 60;

/// Cells by row and column; none where there are none.
pub fn grid(heads: &[Head], rows: &[Row]) -> Option<Picture> {
    let rows = &rows[..rows.len().min(MOST_ROWS)];
    let columns = heads.len().min(MOST_COLUMNS);
    if columns == 0 || rows.is_empty() {
        return None;
    }
    let wide = (WIDTH / columns as Tenths).min(400);
    let names: Vec<Vec<String>> = rows.iter().map(|row| wrapped(&row.name, WIDTH, 2)).collect();
    let above = 2 * LINE + 40;
    let of_rows: Tenths = names.iter().map(|lines| lines.len() as Tenths * LINE + HIGH + GAP).sum();
    let mut pen = Pen::new(above + of_rows);
    let mut free = Tenths::MIN;
    for (column, head) in heads.iter().take(columns).enumerate() {
        let x = column as Tenths * wide + wide / 2;
        if let Some(year) = &head.year
            && x - super::width_of(year) / 2 >= free
        {
            free = pen.text("q", (x, 115), Anchor::Middle, year).right;
        }
        pen.text("q", (x, 115 + LINE), Anchor::Middle, &head.label);
    }
    let mut y = above;
    let mut boxes: BTreeMap<&str, Path> = BTreeMap::new();
    let mut marks = Vec::new();
    for (row, name) in rows.iter().zip(&names) {
        for line in name {
            pen.text("", (0, y + 115), Anchor::Start, line);
            y += LINE;
        }
        let cells = &row.cells[..row.cells.len().min(columns)];
        for (column, cell) in cells.iter().enumerate() {
            let (left, right) = (column as Tenths * wide + 10, (column as Tenths + 1) * wide - 10);
            let boxes = boxes.entry(cell.class).or_default();
            boxes.from(left, y + 5).across(right).down(y + HIGH - 5).across(left).close();
        }
        marks.push((y + 142, cells));
        y += HIGH + GAP;
    }
    // Cells are many, so those of a class are one path, and the marks of a row one text.
    boxes.iter().for_each(|(class, boxes)| pen.path(class, boxes));
    let at: Vec<Tenths> = (0..columns).map(|column| column as Tenths * wide + wide / 2).collect();
    for (y, cells) in marks {
        pen.letters((&at[..cells.len()], y), cells.iter().map(|cell| cell.shape));
    }
    Some(pen.done())
}
