//! Duties as data.

use serde::Serialize;

use super::row::{Context, Row};
use crate::model::{Duty, Id, Kind};

#[derive(Debug, Default, Serialize)]
pub struct DutyRow<'a> {
    id: &'a str,
    title: &'a str,
    url: Option<String>,
    sample: bool,
}

impl Row for DutyRow<'_> {}

/// A row a record, in the order of their ids.
pub fn rows<'a>(cx: &Context<'a>) -> Vec<DutyRow<'a>> {
    cx.facts.ids(Kind::Duty).map(|record| row(cx, record.typed())).collect()
}

fn row<'a>(cx: &Context<'a>, id: Id<Duty>) -> DutyRow<'a> {
    let base = cx.base(id);
    DutyRow { id: &base.id, title: &base.title, url: cx.url(id), sample: base.sample }
}
