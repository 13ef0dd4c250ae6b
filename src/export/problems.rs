//! Problems as data.

use serde::Serialize;

use super::row::{Context, Row};
use crate::model::{Id, Kind, Problem};

#[derive(Debug, Default, Serialize)]
pub struct ProblemRow<'a> {
    id: &'a str,
    title: &'a str,
    url: Option<String>,
    sample: bool,
}

impl Row for ProblemRow<'_> {}

/// A row a record, in the order of their ids.
pub fn rows<'a>(cx: &Context<'a>) -> Vec<ProblemRow<'a>> {
    cx.facts.ids(Kind::Problem).map(|record| row(cx, record.typed())).collect()
}

fn row<'a>(cx: &Context<'a>, id: Id<Problem>) -> ProblemRow<'a> {
    let base = cx.base(id);
    ProblemRow { id: &base.id, title: &base.title, url: cx.url(id), sample: base.sample }
}
