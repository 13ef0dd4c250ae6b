//! Pages as data.

use serde::Serialize;

use super::row::{Context, Row, translations};
use crate::model::{Kind, Moment, RecordId};

#[derive(Debug, Default, Serialize)]
pub struct PageRow<'a> {
    id: &'a str,
    title: &'a str,
    published: Option<Moment>,
    source: Option<&'a str>,
    summary: Option<&'a str>,
    url: Option<String>,
    sample: bool,
    translations: Vec<&'a str>,
}

impl Row for PageRow<'_> {}

/// A row a page, in the order of their ids.
pub fn rows<'a>(cx: &Context<'a>) -> impl Iterator<Item = PageRow<'a>> {
    cx.facts.ids(Kind::Page).map(|record| row(cx, record))
}

fn row<'a>(cx: &Context<'a>, page: RecordId) -> PageRow<'a> {
    let base = cx.base(page);
    PageRow {
        id: &base.id,
        title: &base.title,
        published: base.published,
        source: base.source.as_deref(),
        summary: base.summary.as_deref(),
        url: cx.url(page),
        sample: base.sample,
        translations: translations(base),
    }
}
