//! Policies as data.

use serde::Serialize;

use super::row::{Context, Row};
use crate::model::{Id, Kind, Policy};

#[derive(Debug, Default, Serialize)]
pub struct PolicyRow<'a> {
    id: &'a str,
    title: &'a str,
    url: Option<String>,
    sample: bool,
}

impl Row for PolicyRow<'_> {}

/// A row a record, in the order of their ids.
pub fn rows<'a>(cx: &Context<'a>) -> Vec<PolicyRow<'a>> {
    cx.facts.ids(Kind::Policy).map(|record| row(cx, record.typed())).collect()
}

fn row<'a>(cx: &Context<'a>, id: Id<Policy>) -> PolicyRow<'a> {
    let base = cx.base(id);
    PolicyRow { id: &base.id, title: &base.title, url: cx.url(id), sample: base.sample }
}
