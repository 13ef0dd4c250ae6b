//! Visits as data.

use serde::Serialize;

use super::row::{Context, Row};
use crate::model::{Id, Kind, Visit};

#[derive(Debug, Default, Serialize)]
pub struct VisitRow<'a> {
    id: &'a str,
    title: &'a str,
    url: Option<String>,
    sample: bool,
}

impl Row for VisitRow<'_> {}

/// A row a record, in the order of their ids.
pub fn rows<'a>(cx: &Context<'a>) -> Vec<VisitRow<'a>> {
    cx.facts.ids(Kind::Visit).map(|record| row(cx, record.typed())).collect()
}

fn row<'a>(cx: &Context<'a>, id: Id<Visit>) -> VisitRow<'a> {
    let base = cx.base(id);
    VisitRow { id: &base.id, title: &base.title, url: cx.url(id), sample: base.sample }
}
