//! Highlights as data.

use serde::Serialize;

use super::row::{Context, Row};
use crate::model::{Highlight, Id, Kind};

#[derive(Debug, Default, Serialize)]
pub struct HighlightRow<'a> {
    id: &'a str,
    title: &'a str,
    url: Option<String>,
    sample: bool,
}

impl Row for HighlightRow<'_> {}

/// A row a record, in the order of their ids.
pub fn rows<'a>(cx: &Context<'a>) -> Vec<HighlightRow<'a>> {
    cx.facts.ids(Kind::Highlight).map(|record| row(cx, record.typed())).collect()
}

fn row<'a>(cx: &Context<'a>, id: Id<Highlight>) -> HighlightRow<'a> {
    let base = cx.base(id);
    HighlightRow { id: &base.id, title: &base.title, url: cx.url(id), sample: base.sample }
}
