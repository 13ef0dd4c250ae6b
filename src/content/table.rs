//! CSV as rows of cells with their places.
//!
//! The scanner is our own because the csv crate gives records a position but fields none, and a
//! fault in a table must point at its cell. It reads RFC 4180, and what Excel makes of it in a
//! Chinese office: semicolons or tabs for commas, blanks around cells, rows of nothing.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use super::text;
use crate::diagnostic::{Code, Diagnostic, Place, Source, Text};
use crate::say;

/// Most cells of one table, those a short row is filled up with included: a long head over many
/// short rows must not fill the memory.
pub(super) const MOST_CELLS: usize = 2_000_000;

/// A head and its rows; every row has as many cells as the head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    pub source: Arc<Source>,
    pub head: Vec<Cell>,
    pub rows: Vec<Row>,
}

/// One row that is not empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub cells: Vec<Cell>,
    pub span: Range<usize>,
}

/// The text of one cell, without quotes and without blanks at its ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    pub text: String,
    pub span: Range<usize>,
}

impl Table {
    /// Some bytes of the table as a place.
    pub fn place(&self, span: Range<usize>) -> Place {
        Place::new(&self.source, span)
    }
}

/// Reads a CSV file; `None` if it has no head, which is then reported.
pub fn read(source: Arc<Source>, found: &mut Vec<Diagnostic>) -> Option<Table> {
    let mut scanner =
        Scanner { text: &source.text, at: 0, delimiter: delimiter(&source.text), faults: vec![] };
    let mut rows = Vec::new();
    let mut cells = 0;
    while let Some(row) = scanner.row() {
        cells += row.cells.len();
        if cells > MOST_CELLS {
            found.push(too_large(Place::new(&source, row.span)));
            return None;
        }
        rows.push(row);
    }
    for (span, message) in scanner.faults {
        found.push(Diagnostic::new(Code::BadTable, Place::new(&source, span), message));
    }
    assemble(source, rows, found)
}

/// The rows of a CSV text as they stand, however long each is; what cannot be read is left out.
pub fn rows(text: &str) -> Vec<Row> {
    let mut scanner = Scanner { text, at: 0, delimiter: delimiter(text), faults: vec![] };
    let mut left = MOST_CELLS;
    let within = |row: &Row| {
        left = left.saturating_sub(row.cells.len());
        left > 0
    };
    std::iter::from_fn(|| scanner.row()).take_while(within).collect()
}

fn too_large(place: Place) -> Diagnostic {
    let message = say!("表超过 {MOST_CELLS} 格", "the table has more than {MOST_CELLS} cells");
    Diagnostic::new(Code::BadTable, place, message)
        .help(say!("删去数据以外的行和列", "remove rows and columns beyond the data"))
}

/// Makes a table of the rows found in a file, the first of them its head.
pub(super) fn assemble(
    source: Arc<Source>,
    rows: Vec<Row>,
    found: &mut Vec<Diagnostic>,
) -> Option<Table> {
    let widest = rows.first().map_or(0, |row| row.cells.len());
    if widest.saturating_mul(rows.len()) > MOST_CELLS {
        found.push(too_large(Place::start(&source)));
        return None;
    }
    let mut bad = |span: Range<usize>, message: Text, help: Text| {
        let place = Place::new(&source, span);
        found.push(Diagnostic::new(Code::BadTable, place, message).help(help));
    };
    let mut rows =
        rows.into_iter().filter(|row| row.cells.iter().any(|cell| !cell.text.is_empty()));
    let Some(mut head) = rows.next().map(|row| row.cells) else {
        bad(
            0..0,
            say!("表是空的，没有列名一行", "the table is empty: it has no row of column names"),
            say!("第一行写各列的名称", "put the names of the columns into the first row"),
        );
        return None;
    };
    let comma = head.iter().find_map(|cell| Some(cell.span.start + cell.text.find('，')?));
    if let Some(at) = comma {
        // With the columns not apart, whatever else would be said of them is noise.
        bad(
            at..at + '，'.len_utf8(),
            say!("列名之间是全角逗号“，”", "the column names are separated by a full-width comma"),
            say!("整张表都改为半角逗号“,”", "separate them by `,`, all through the table"),
        );
        return None;
    }
    while head.last().is_some_and(|cell| cell.text.is_empty()) {
        head.pop();
    }
    let mut names = BTreeSet::new();
    for (i, cell) in head.iter().enumerate() {
        let (number, name) = (i + 1, &cell.text);
        if name.is_empty() {
            bad(
                cell.span.clone(),
                say!("第 {number} 列没有列名", "column {number} has no name"),
                say!("写上列名，或删去这一列", "name the column or remove it"),
            );
        } else if !names.insert(name) {
            bad(
                cell.span.clone(),
                say!("列名“{name}”出现了两次", "the column `{name}` is given twice"),
                say!("只留一列，或改一个列名", "keep one of them or rename it"),
            );
        }
    }
    let width = head.len();
    let rows = rows
        .map(|mut row| {
            if let Some(cell) = row.cells.iter().skip(width).find(|cell| !cell.text.is_empty()) {
                bad(
                    cell.span.clone(),
                    say!(
                        "这一行多出一格：表头只有 {width} 列",
                        "a cell too many: the head has {width} columns"
                    ),
                    say!(
                        "删去多出的一格；格内有逗号，就给这一格加双引号",
                        "remove it; a cell that holds a comma is put in double quotes"
                    ),
                );
            }
            let end = row.span.end;
            row.cells.resize(width, Cell { text: String::new(), span: end..end });
            row
        })
        .collect();
    Some(Table { source, head, rows })
}

/// What separates the cells: a comma, unless the head has none and has semicolons or tabs.
fn delimiter(text: &str) -> u8 {
    let head = text.lines().find(|line| !text::trim(line).is_empty()).unwrap_or("");
    let mut quoted = false;
    let bare: Vec<u8> = head
        .bytes()
        .filter(|byte| {
            quoted ^= *byte == b'"';
            !quoted
        })
        .collect();
    *[b',', b';', b'\t'].iter().find(|byte| bare.contains(byte)).unwrap_or(&b',')
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    delimiter: u8,
    faults: Vec<(Range<usize>, Text)>,
}

impl Scanner<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The next row, `None` at the end.
    fn row(&mut self) -> Option<Row> {
        self.peek()?;
        let start = self.at;
        let mut cells = Vec::new();
        loop {
            cells.push(self.cell());
            match self.peek() {
                Some(byte) if byte == self.delimiter => self.at += 1,
                _ => break,
            }
        }
        let end = start + self.text[start..self.at].trim_end_matches(['\r', '\n']).len();
        // Stands on the line break, or at the end.
        self.at = (self.at + 1).min(self.text.len());
        Some(Row { cells, span: start..end })
    }

    /// Reads up to the delimiter or line break behind a cell.
    fn cell(&mut self) -> Cell {
        let rest = &self.text[self.at..];
        let inner = rest.trim_start_matches(|c| is_blank_in_row(c, self.delimiter));
        if !inner.starts_with('"') {
            let span = self.at..self.at + self.bare_len(rest);
            self.at = span.end;
            return self.trimmed(span, str::to_owned);
        }
        let quote = self.at + (rest.len() - inner.len());
        let Some(close) = closing_quote(self.text, quote) else {
            self.faults.push((
                quote..quote + 1,
                say!("引号没有配对，其后的内容都读不出来", "this quote is never closed"),
            ));
            self.at = self.text.len();
            return Cell { text: String::new(), span: quote..quote };
        };
        let after = close + 1;
        let surplus = after..after + self.bare_len(&self.text[after..]);
        let shown = self.trimmed(surplus.clone(), str::to_owned);
        if !shown.text.is_empty() {
            self.faults.push((
                shown.span,
                say!(
                    "后引号之后还有字；格内的引号要写成两个“\"\"”",
                    "text follows the closing quote; quotes inside a cell are doubled"
                ),
            ));
        }
        self.at = surplus.end;
        // A line break inside a cell is one, whichever system wrote the file.
        self.trimmed(quote + 1..close, |text| text.replace("\"\"", "\"").replace("\r\n", "\n"))
    }

    fn bare_len(&self, rest: &str) -> usize {
        rest.bytes().position(|b| b == self.delimiter || b == b'\n').unwrap_or(rest.len())
    }

    fn trimmed(&self, span: Range<usize>, unquote: impl Fn(&str) -> String) -> Cell {
        let raw = &self.text[span.clone()];
        let start = span.start + (raw.len() - raw.trim_start_matches(text::is_blank).len());
        let shown = text::trim(raw);
        // A cell of nothing but blanks ends where it begins.
        let start = if shown.is_empty() { span.start } else { start };
        Cell { text: unquote(shown), span: start..start + shown.len() }
    }
}

fn is_blank_in_row(c: char, delimiter: u8) -> bool {
    c != '\n' && u32::from(c) != u32::from(delimiter) && text::is_blank(c)
}

/// The byte of the quote that closes the one at `quote`.
fn closing_quote(text: &str, quote: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = quote + 1;
    loop {
        at += bytes.get(at..)?.iter().position(|b| *b == b'"')?;
        if bytes.get(at + 1) != Some(&b'"') {
            return Some(at);
        }
        at += 2;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn table(text: &str) -> (Option<Table>, Vec<Diagnostic>) {
        let mut found = Vec::new();
        (read(Source::new("values.csv", text), &mut found), found)
    }

    fn sound(text: &str) -> Vec<Vec<String>> {
        let (table, found) = table(text);
        assert!(found.is_empty(), "{found:?}");
        let table = table.expect("a table");
        let texts = |cells: &[Cell]| cells.iter().map(|c| c.text.clone()).collect();
        std::iter::once(texts(&table.head))
            .chain(table.rows.iter().map(|row| texts(&row.cells)))
            .collect()
    }

    /// The one fault of a table, as `line:column` and the text it points at.
    fn fault(text: &str) -> (String, String) {
        let (_, found) = table(text);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].code, Code::BadTable);
        let (start, _) = found[0].place.positions();
        (format!("{}:{}", start.line, start.column), found[0].place.text().to_owned())
    }

    #[test]
    fn cells_are_read_without_quotes_and_blanks() {
        let rows = sound(
            "日期, 用时 \r\n2023-03-01,\u{3000}3.10\u{3000}\r\n\r\n,\r\n\"甲,\"\"乙\"\"\r\n丙\",2",
        );
        assert_eq!(rows, [["日期", "用时"], ["2023-03-01", "3.10"], ["甲,\"乙\"\n丙", "2"]]);
    }

    #[test]
    fn semicolons_and_tabs_separate_where_the_head_has_no_comma() {
        assert_eq!(sound("a;b\n1;2,5\n"), [["a", "b"], ["1", "2,5"]]);
        assert_eq!(sound("a\tb\n\t2\n"), [["a", "b"], ["", "2"]]);
        assert_eq!(sound("\"a;b\",c\n1,2"), [["a;b", "c"], ["1", "2"]]);
    }

    #[test]
    fn a_short_row_is_filled_up_at_its_end() {
        let (table, found) = table("a,b,c\n1\n");
        assert!(found.is_empty());
        let table = table.expect("a table");
        assert_eq!(table.rows[0].cells[2], Cell { text: String::new(), span: 7..7 });
    }

    #[test]
    fn a_surplus_cell_is_pointed_at() {
        assert_eq!(fault("a,b\n1,2,,多\n"), ("2:6".into(), "多".into()));
        assert_eq!(sound("a,b,\n1,2,,\n"), [["a", "b"], ["1", "2"]]);
    }

    #[test]
    fn faults_of_a_table_have_their_place() {
        assert_eq!(fault("a,b\n1,\"2\n3,4\n"), ("2:3".into(), "\"".into()));
        assert_eq!(fault("a,b\n\"1\"x,2\n"), ("2:4".into(), "x".into()));
        assert_eq!(fault("a,b,a\n"), ("1:5".into(), "a".into()));
        assert_eq!(fault("a,,b\n"), ("1:3".into(), String::new()));
        assert_eq!(fault("日期，用时\n"), ("1:3".into(), "，".into()));
        assert_eq!(fault("\n ,\n"), ("1:1".into(), String::new()));
    }

    proptest! {
        #[test]
        fn any_text_is_a_table_or_refused(text in "[a甲\",;\t\r\n \u{3000}，]{0,60}") {
            let (table, found) = table(&text);
            prop_assert!(table.is_some() || !found.is_empty());
            for row in table.iter().flat_map(|table| &table.rows) {
                prop_assert!(text.get(row.span.clone()).is_some());
            }
        }

        #[test]
        fn the_span_of_a_cell_is_its_text(
            rows in proptest::collection::vec(proptest::collection::vec("[甲乙a1. ]{1,8}", 3), 1..6),
        ) {
            let text: String = rows.iter().map(|row| row.join(",") + "\r\n").collect();
            let (table, _) = table(&format!("一,二,三\r\n{text}"));
            for row in table.expect("a table").rows {
                for cell in row.cells {
                    let source = format!("一,二,三\r\n{text}");
                    prop_assert_eq!(&source[cell.span], cell.text);
                }
            }
        }
    }
}
