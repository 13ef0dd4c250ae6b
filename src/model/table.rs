//! The columns of a table beside a record: found by any of their names, none left unread.

use super::choice::nearest;
use super::key::Key;
use crate::content::Table;
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
