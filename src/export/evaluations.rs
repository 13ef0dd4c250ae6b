//! Evaluations as data.

use serde::Serialize;

use super::row::{Context, Row};
use crate::model::{Evaluation, Id, Kind};

#[derive(Debug, Default, Serialize)]
pub struct EvaluationRow<'a> {
    id: &'a str,
    title: &'a str,
    url: Option<String>,
    sample: bool,
}

impl Row for EvaluationRow<'_> {}

/// A row a record, in the order of their ids.
pub fn rows<'a>(cx: &Context<'a>) -> Vec<EvaluationRow<'a>> {
    cx.facts.ids(Kind::Evaluation).map(|record| row(cx, record.typed())).collect()
}

fn row<'a>(cx: &Context<'a>, id: Id<Evaluation>) -> EvaluationRow<'a> {
    let base = cx.base(id);
    EvaluationRow { id: &base.id, title: &base.title, url: cx.url(id), sample: base.sample }
}
