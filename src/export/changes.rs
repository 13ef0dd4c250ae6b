//! The changes of all records as data, as the page of them lists them.

use serde::Serialize;

use super::row::{Context, Row};
use crate::facts::Revision;
use crate::model::{Day, RecordId};

/// A day on which a record was changed.
#[derive(Debug, Default, Serialize)]
pub struct ChangeRow<'a> {
    kind: &'static str,
    id: &'a str,
    title: &'a str,
    date: Option<Day>,
    changes: Vec<String>,
    url: Option<String>,
}

impl Row for ChangeRow<'_> {}

/// A row a record and day, the newest first.
pub fn rows<'a>(cx: &Context<'a>) -> impl Iterator<Item = ChangeRow<'a>> {
    let listed = cx.facts.recent_revisions().listed;
    listed.into_iter().map(|(record, revision)| row(cx, record, revision))
}

fn row<'a>(cx: &Context<'a>, record: RecordId, revision: &Revision) -> ChangeRow<'a> {
    ChangeRow {
        kind: record.kind.folder(),
        id: &cx.base(record).id,
        title: cx.facts.title(record),
        date: Some(revision.day),
        changes: cx.pages.changes(record, revision),
        url: cx.url(record),
    }
}
