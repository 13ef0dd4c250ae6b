//! Rows of cells. What a table says it says cell by cell, and now and then by a whole row.

use std::ops::Range;

use crate::content;

/// The bytes of a row's cells, in order; what is no table is a row of one.
pub type Row = Vec<Range<usize>>;

/// A row of one cell.
pub fn alone(cell: Range<usize>) -> Row {
    std::iter::once(cell).collect()
}

/// The rows of a CSV text, without their empty cells.
pub fn of_csv(text: &str) -> Vec<Row> {
    let filled = |row: content::Row| -> Row {
        row.cells.into_iter().filter(|cell| !cell.text.is_empty()).map(|cell| cell.span).collect()
    };
    content::rows(text).into_iter().map(filled).filter(|row| !row.is_empty()).collect()
}

/// A row as one line with `|` for whatever parts its cells: every byte stays in its place.
pub fn line(text: &str, row: &[Range<usize>]) -> String {
    let mut line = String::new();
    let mut at = row.first().map_or(0, |cell| cell.start);
    for cell in row {
        line.extend(std::iter::repeat_n('|', cell.start.saturating_sub(at)));
        let cell_text = text.get(cell.clone()).unwrap_or("");
        // A line break within a cell ends no row.
        line.extend(cell_text.chars().map(|c| if c == '\n' { ' ' } else { c }));
        at = cell.end;
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_keeps_its_bytes_as_a_line() {
        let text = "类别,说明\n密级, \"机\n密\",,\n";
        let rows = of_csv(text);
        let lines: Vec<String> = rows.iter().map(|row| line(text, row)).collect();
        assert_eq!(lines, ["类别|说明", "密级|||机 密"]);
        assert_eq!(rows[1][1].start - rows[1][0].start, lines[1].find("机").expect("it is there"));
    }
}
