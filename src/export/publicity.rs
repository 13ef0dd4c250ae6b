//! Permits and penalties as data.

use serde::Serialize;

use super::row::{Context, Row};
use crate::model::{Id, Kind, Publicity};

#[derive(Debug, Default, Serialize)]
pub struct PublicityRow<'a> {
    id: &'a str,
    title: &'a str,
    url: Option<String>,
    sample: bool,
}

impl Row for PublicityRow<'_> {}

/// A row a record, in the order of their ids.
pub fn rows<'a>(cx: &Context<'a>) -> Vec<PublicityRow<'a>> {
    cx.facts.ids(Kind::Publicity).map(|record| row(cx, record.typed())).collect()
}

fn row<'a>(cx: &Context<'a>, id: Id<Publicity>) -> PublicityRow<'a> {
    let base = cx.base(id);
    PublicityRow { id: &base.id, title: &base.title, url: cx.url(id), sample: base.sample }
}
