//! The cells of a table, each under the head of its column.
//!
//! A table of an office often begins with its title, and its head comes later: a head is whatever
//! text promises something private, until a cell holds it.

use std::collections::{BTreeMap, BTreeSet};

use crate::detect::{self, Found, Kind, Policy};

/// Longest text that is taken for a head, in bytes.
const LONGEST_HEAD: usize = 90;

/// The heads of some tables as they are read, cell by cell in their order.
#[derive(Debug, Default)]
pub struct Heads<'a> {
    /// By table and column.
    heads: BTreeMap<(&'a str, u32), &'a str>,
    /// The tables that have a column of people.
    of_people: BTreeSet<&'a str>,
}

/// What a cell holds.
#[derive(Debug, Default)]
pub struct Held<'a> {
    pub found: Vec<Found>,
    /// The head that promises it.
    pub head: Option<&'a str>,
}

impl<'a> Heads<'a> {
    /// What the next cell of a column holds.
    pub fn next(
        &mut self,
        table: &'a str,
        column: u32,
        text: &'a str,
        policy: &Policy,
    ) -> Held<'a> {
        if text.trim().is_empty() {
            return Held::default();
        }
        let head = self.heads.get(&(table, column)).copied();
        let promising = head.filter(|head| detect::column(head).is_some());
        if promising.is_none()
            && text.len() <= LONGEST_HEAD
            && detect::private(text, policy).is_empty()
        {
            if is_of_people(text) {
                self.of_people.insert(table);
            }
            if head.is_none() || detect::column(text).is_some() {
                self.heads.insert((table, column), text);
            }
        }
        let found = match head {
            Some(head) => detect::cell(head, text, policy),
            None => detect::private(text, policy),
        };
        // Another head in the same column is no value of it.
        let is_head = found.iter().all(|found| !found.certain) && Some(text) == promising;
        if is_head { Held::default() } else { Held { found, head: promising } }
    }

    /// Whether a table names people.
    pub fn is_of_people(&self, table: &str) -> bool {
        self.of_people.contains(table)
    }
}

fn is_of_people(head: &str) -> bool {
    head.contains("姓名")
        || matches!(
            detect::column(head),
            Some(Kind::ResidentId | Kind::Mobile | Kind::BankCard | Kind::TravelDocument)
        )
}
