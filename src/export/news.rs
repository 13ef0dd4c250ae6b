//! News as data.

use serde::Serialize;

use super::row::{Context, Row, translations};
use crate::model::{Id, Kind, Moment, News};

#[derive(Debug, Default, Serialize)]
pub struct NewsRow<'a> {
    id: &'a str,
    title: &'a str,
    published: Option<Moment>,
    source: Option<&'a str>,
    plan: Option<&'a str>,
    office: Option<&'a str>,
    indicator: Option<&'a str>,
    category: Option<&'a str>,
    summary: Option<&'a str>,
    url: Option<String>,
    sample: bool,
    translations: Vec<&'a str>,
}

impl Row for NewsRow<'_> {}

/// A row a piece of news, in the order of their ids.
pub fn rows<'a>(cx: &Context<'a>) -> impl Iterator<Item = NewsRow<'a>> {
    cx.facts.ids(Kind::News).map(|record| row(cx, record.typed()))
}

fn row<'a>(cx: &Context<'a>, id: Id<News>) -> NewsRow<'a> {
    let news = cx.facts.public().news_item(id);
    NewsRow {
        id: &news.base.id,
        title: &news.base.title,
        published: news.base.published,
        source: news.base.source.as_deref(),
        plan: cx.id(news.plan),
        office: cx.id(news.office),
        indicator: cx.id(news.indicator),
        category: news.category.as_deref(),
        summary: news.base.summary.as_deref(),
        url: cx.url(id),
        sample: news.base.sample,
        translations: translations(&news.base),
    }
}
