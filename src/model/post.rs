//! 岗位: a post and who holds it when.

use super::fields::Fields;
use super::id::Id;
use super::key::{self, Field, optional, required};
use super::office::Office;
use super::reference::Lookup;
use super::{Base, Day, Kind};
use crate::diagnostic::Diagnostics;

/// A post of an office.
#[derive(Debug, Clone)]
pub struct Post {
    pub base: Base,
    pub office: Option<Id<Office>>,
    pub duties: Option<String>,
    pub holders: Vec<Holder>,
}

/// Someone in a post or seat for a time; open ends are unknown or not yet reached.
#[derive(Debug, Clone)]
pub struct Holder {
    pub name: String,
    pub from: Option<Day>,
    pub until: Option<Day>,
}

impl Holder {
    /// Whether the time holds a day.
    pub fn on(&self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}

pub const FIELDS: &[Field] = &[
    optional(&key::PUBLISHED, "2023-03-03"),
    required(&key::OFFICE, "审批办"),
    optional(&key::DUTIES, "统筹优化营商环境工作"),
    optional(&key::HOLDERS, "[{姓名: 某某, 起: 2022-01-01, 止: 2023-06-30}]"),
];

impl Post {
    pub(super) fn decode(
        base: Base,
        fields: &mut Fields,
        lookup: &Lookup,
        out: &mut Diagnostics,
    ) -> Self {
        let office = lookup.required(fields, &key::OFFICE, Kind::Office, "审批办", out);
        let duties = fields.text(&key::DUTIES, out);
        let mut holders = Vec::new();
        for mut line in fields.maps(&key::HOLDERS, out) {
            let name = line.required_text(&key::HOLDER_NAME, "某某", out);
            let from = line.start(&key::FROM, None, out);
            let until = line.end(&key::UNTIL, None, out);
            holders.extend(name.map(|name| Holder { name, from, until }));
            line.finish(out);
        }
        Self { base, office, duties, holders }
    }
}
