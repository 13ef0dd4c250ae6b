//! What was filed for each period, a row of cells an office: each cell has a mark of its own.

use super::{Anchor, LINE, Pen, Picture, Tenths, WIDTH, wrapped};

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
    let mut free = 0;
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
    for (row, name) in rows.iter().zip(&names) {
        for line in name {
            pen.text("", (0, y + 115), Anchor::Start, line);
            y += LINE;
        }
        for (column, cell) in row.cells.iter().take(columns).enumerate() {
            let x = column as Tenths * wide;
            pen.rect(cell.class, [x + 10, y + 5, wide - 20, HIGH - 10]);
            pen.text(cell.class, (x + wide / 2, y + 142), Anchor::Middle, cell.shape);
        }
        y += HIGH + GAP;
    }
    Some(pen.done())
}
