//! Policies as data.

use serde::Serialize;

use super::row::{Context, Row, translations, word};
use crate::model::{Day, Id, Kind, Moment, Policy};

#[derive(Debug, Default, Serialize)]
pub struct PolicyRow<'a> {
    id: &'a str,
    title: &'a str,
    plan: Option<&'a str>,
    issuer: Option<&'a str>,
    issuer_id: Option<&'a str>,
    doc_number: Option<&'a str>,
    index_number: Option<&'a str>,
    written: Option<Day>,
    published: Option<Moment>,
    year: Option<i32>,
    topic: Option<&'a str>,
    validity: Option<&'static str>,
    action: Option<&'static str>,
    replaced_by: Option<&'a str>,
    replaces: Vec<&'a str>,
    summary: Option<&'a str>,
    url: Option<String>,
    sample: bool,
    translations: Vec<&'a str>,
}

impl Row for PolicyRow<'_> {}

/// A row a document, in the order of their ids.
pub fn rows<'a>(cx: &Context<'a>) -> Vec<PolicyRow<'a>> {
    cx.facts.ids(Kind::Policy).map(|record| row(cx, record.typed())).collect()
}

fn row<'a>(cx: &Context<'a>, id: Id<Policy>) -> PolicyRow<'a> {
    let policy = cx.facts.public().policy(id);
    let (base, document) = (&policy.base, &policy.document);
    let issuer = policy.issuer.as_ref();
    PolicyRow {
        id: &base.id,
        title: &base.title,
        plan: cx.id(policy.plan),
        issuer: issuer.map(|issuer| issuer.text.as_str()),
        issuer_id: issuer.and_then(|issuer| cx.id_of(issuer.record?)),
        doc_number: document.number.as_deref(),
        index_number: document.index_number.as_deref(),
        written: document.written,
        published: base.published,
        year: Some(policy.published.year()),
        topic: document.topic.as_deref(),
        validity: cx.facts.validity(document).and_then(word),
        action: policy.action.and_then(word),
        replaced_by: cx.facts.replaced_by(document).and_then(|by| cx.id_of(by)),
        replaces: cx.facts.replaced(id.into()).into_iter().filter_map(|id| cx.id_of(id)).collect(),
        summary: base.summary.as_deref(),
        url: cx.url(id),
        sample: base.sample,
        translations: translations(base),
    }
}
