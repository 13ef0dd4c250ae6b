//! Inspections as data.

use serde::Serialize;

use super::row::{Context, Row};
use crate::model::{Id, Inspection, Kind};

#[derive(Debug, Default, Serialize)]
pub struct InspectionRow<'a> {
    id: &'a str,
    title: &'a str,
    url: Option<String>,
    sample: bool,
}

impl Row for InspectionRow<'_> {}

/// A row a record, in the order of their ids.
pub fn rows<'a>(cx: &Context<'a>) -> Vec<InspectionRow<'a>> {
    cx.facts.ids(Kind::Inspection).map(|record| row(cx, record.typed())).collect()
}

fn row<'a>(cx: &Context<'a>, id: Id<Inspection>) -> InspectionRow<'a> {
    let base = cx.base(id);
    InspectionRow { id: &base.id, title: &base.title, url: cx.url(id), sample: base.sample }
}
