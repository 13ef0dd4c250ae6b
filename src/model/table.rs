//! The columns of a table beside a record: found by any of their names, none left unread.

use std::ops::Range;

use rust_decimal::Decimal;

use super::choice::{Choice, bad_choice, choose, nearest};
use super::date::{Day, parse_day};
use super::fields::Spanned;
use super::key::Key;
use super::number::parse_number;
use crate::content::{Cell, Row, Table};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::say;

/// The head of a table being read.
pub struct Columns<'a> {
    table: &'a Table,
    taken: Vec<bool>,
    names: Vec<&'static str>,
}

impl<'a> Columns<'a> {
    pub fn new(table: &'a Table) -> Self {
        Self { table, taken: vec![false; table.head.len()], names: Vec::new() }
    }

    /// The column of a key, if the table has it.
    pub fn find(&mut self, key: &'static Key) -> Option<usize> {
        self.names.extend(key.names());
        let column = self.table.head.iter().position(|cell| key.is(&cell.text))?;
        self.taken[column] = true;
        Some(column)
    }

    /// The column headed by a word.
    pub fn named(&mut self, word: &str) -> Option<usize> {
        let column = self.table.head.iter().position(|cell| cell.text == word)?;
        self.taken[column] = true;
        Some(column)
    }

    /// The column of a key that must be there.
    pub fn required(&mut self, key: &'static Key, out: &mut Diagnostics) -> Option<usize> {
        let column = self.find(key);
        if column.is_none() {
            let (zh, en) = (key.zh[0], key.en);
            out.push(
                Diagnostic::new(
                    Code::MissingKey,
                    Place::start(&self.table.source),
                    say!("表头缺少“{zh}”一列", "the column `{en}` is missing"),
                )
                .help(say!("在第一行加上“{zh}”", "add `{en}` to the first row")),
            );
        }
        column
    }

    /// Reports every column nobody asked for.
    pub fn finish(self, more: &[String], out: &mut Diagnostics) {
        for (cell, taken) in self.table.head.iter().zip(&self.taken) {
            if *taken {
                continue;
            }
            let word = &cell.text;
            let names = self.names.iter().copied().chain(more.iter().map(String::as_str));
            let fault = Diagnostic::new(
                Code::UnknownColumn,
                Place::new(&self.table.source, cell.span.clone()),
                say!("“{word}”不是这张表的列", "`{word}` is no column of this table"),
            );
            out.push(match nearest(word, names) {
                Some(near) => fault.help(say!("是不是“{near}”？", "did you mean `{near}`?")),
                None => fault.help(say!(
                    "删去这一列，或先在监测项里声明",
                    "take the column out, or declare it as a measure first"
                )),
            });
        }
    }
}

/// One row of a table, read cell by cell. An empty cell has no value.
pub struct Line<'a> {
    table: &'a Table,
    row: &'a Row,
}

impl<'a> Line<'a> {
    pub fn new(table: &'a Table, row: &'a Row) -> Self {
        Self { table, row }
    }

    fn cell(&self, column: Option<usize>) -> Option<&'a Cell> {
        self.row.cells.get(column?).filter(|cell| !cell.text.is_empty())
    }

    /// Some bytes of the table as a place.
    pub fn place(&self, span: Range<usize>) -> Place {
        self.table.place(span)
    }

    /// Where a cell that is not empty lies.
    pub fn span(&self, column: Option<usize>) -> Option<Range<usize>> {
        self.cell(column).map(|cell| cell.span.clone())
    }

    /// A cell's text.
    pub fn text(&self, column: Option<usize>) -> Option<String> {
        self.cell(column).map(|cell| cell.text.clone())
    }

    /// The text of a cell that must not be empty; where the whole column is missing, that was
    /// reported.
    pub fn required(
        &self,
        column: Option<usize>,
        key: &Key,
        out: &mut Diagnostics,
    ) -> Option<Spanned<String>> {
        let found = self.cell(column);
        if found.is_none() {
            self.missing(column, key, out);
        }
        found.map(|cell| Spanned { value: cell.text.clone(), span: cell.span.clone() })
    }

    /// Reports a cell that must not be empty.
    pub fn missing(&self, column: Option<usize>, key: &Key, out: &mut Diagnostics) {
        let Some(column) = column else { return };
        let span = self.row.cells.get(column).map_or(self.row.span.clone(), |c| c.span.clone());
        let (zh, en) = (key.zh[0], key.en);
        out.push(
            Diagnostic::new(
                Code::MissingKey,
                self.place(span),
                say!("这一行的“{zh}”是空的", "`{en}` is left blank in this row"),
            )
            .help(say!("填写，或删去这一行", "fill it in, or take the row out")),
        );
    }

    /// Reports a row for what an earlier row is for.
    pub fn repeated(&self, span: Range<usize>, word: &str, out: &mut Diagnostics) {
        out.push(
            Diagnostic::new(
                Code::RepeatedRow,
                self.place(span),
                say!(
                    "“{word}”前面已有一行，会重复计数",
                    "`{word}` has a row above; both are counted"
                ),
            )
            .help(say!("合并成一行，或改正", "make one row of them, or mend one")),
        );
    }

    /// A decimal number, as written.
    pub fn number(
        &self,
        column: Option<usize>,
        key: &Key,
        out: &mut Diagnostics,
    ) -> Option<Decimal> {
        let cell = self.cell(column)?;
        let number = parse_number(&cell.text);
        if number.is_none() {
            let (zh, en, given) = (key.zh[0], key.en, &cell.text);
            let fault = Diagnostic::new(
                Code::BadNumber,
                self.place(cell.span.clone()),
                say!("“{zh}”应是数字，“{given}”不是", "`{en}` must be a number, `{given}` is none"),
            );
            out.push(fault.help(say!(
                "只写数字；没有就留空",
                "write digits only; leave it empty where there is none"
            )));
        }
        number
    }

    /// The place of a cell; the row's where it has none.
    pub fn place_of(&self, column: Option<usize>) -> Place {
        let cell = self.cell(column);
        self.place(cell.map_or(self.row.span.clone(), |cell| cell.span.clone()))
    }

    /// A whole number from 0.
    pub fn count(&self, column: Option<usize>, key: &Key, out: &mut Diagnostics) -> Option<u32> {
        let cell = self.cell(column)?;
        let count = parse_number(&cell.text)
            .filter(Decimal::is_integer)
            .and_then(|number| u32::try_from(number).ok());
        if count.is_none() {
            let (zh, en, given) = (key.zh[0], key.en, &cell.text);
            let fault = Diagnostic::new(
                Code::BadNumber,
                self.place(cell.span.clone()),
                say!(
                    "“{zh}”应是不小于0的整数，“{given}”不是",
                    "`{en}` must be a whole number, 0 or more; `{given}` is none"
                ),
            );
            out.push(fault.help(say!("只写数字，例如 23", "write digits only, as 23")));
        }
        count
    }

    /// A day.
    pub fn day(&self, column: Option<usize>, key: &Key, out: &mut Diagnostics) -> Option<Day> {
        let cell = self.cell(column)?;
        match parse_day(&cell.text, None) {
            Ok(day) => Some(day),
            Err(fault) => {
                let (name, key) = (key.zh[0], key.en);
                let (zh, en) = fault.message();
                out.push(
                    Diagnostic::new(
                        Code::BadDate,
                        self.place(cell.span.clone()),
                        say!("“{name}”：{zh}", "`{key}`: {en}"),
                    )
                    .help(fault.help()),
                );
                None
            }
        }
    }

    /// One of a set of words.
    pub fn choice<T: Choice>(
        &self,
        column: Option<usize>,
        key: &Key,
        out: &mut Diagnostics,
    ) -> Option<T> {
        let cell = self.cell(column)?;
        let found = choose::<T>(&cell.text);
        if found.is_none() {
            out.push(bad_choice::<T>(self.place(cell.span.clone()), key, &cell.text));
        }
        found
    }
}
