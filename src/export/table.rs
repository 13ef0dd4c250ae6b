//! Data as tables of typed cells: the columns of the CSV, before it is any text.

use serde::Serialize;

use super::csv;
use super::row::Row;

/// A table under its name.
#[derive(Debug, Serialize)]
pub struct Sheet {
    pub name: String,
    pub table: Table,
}

/// Rows under a head.
#[derive(Debug, Default, Serialize)]
pub struct Table {
    pub columns: Vec<String>,
    pub rows: Vec<Vec<Cell>>,
}

/// A value.
#[derive(Debug, Serialize)]
pub enum Cell {
    Empty,
    Text(String),
    /// With its digits as they are written.
    Number(String),
    Flag(bool),
}

impl Table {
    /// Takes the head and the rows.
    pub fn fill<R: Row>(&mut self, rows: impl IntoIterator<Item = R>) {
        let mut line = Vec::new();
        csv::leaves(&R::default(), &mut line, |keys, _| self.columns.push(csv::column(keys)));
        for row in rows {
            let mut cells = Vec::with_capacity(self.columns.len());
            csv::leaves(&row, &mut line, |_, value| {
                let json = value.get();
                cells.push(match json.as_bytes().first() {
                    Some(b't' | b'f') => Cell::Flag(json == "true"),
                    Some(b'-' | b'0'..=b'9') => Cell::Number(json.to_owned()),
                    _ => match csv::words(value) {
                        words if words.is_empty() => Cell::Empty,
                        words => Cell::Text(words.into_owned()),
                    },
                });
            });
            self.rows.push(cells);
        }
    }
}
