//! Inspections as data.

use serde::Serialize;

use super::Sink;
use super::json::{self, Number};
use super::row::{Context, Row, translations};
use crate::facts::InspectionCounts;
use crate::model::{Day, Id, Inspection, Kind};

#[derive(Debug, Default, Serialize)]
pub struct InspectionRow<'a> {
    id: &'a str,
    title: &'a str,
    plan: Option<&'a str>,
    date: Option<Day>,
    form: Option<&'a str>,
    by: Option<&'a str>,
    targets: Vec<&'a str>,
    aspects: &'a [String],
    /// Those of the ledger.
    problems: Vec<&'a str>,
    /// Found, in the ledger or not; null where nobody said.
    count: Option<u32>,
    closed: Option<u32>,
    url: Option<String>,
    sample: bool,
    translations: Vec<&'a str>,
}

impl Row for InspectionRow<'_> {}

/// What the index page says of some inspections.
#[derive(Debug, Serialize)]
struct Figures {
    inspections: u32,
    problems: u32,
    itemised: u32,
    transferred: u32,
    closed: u32,
    closed_rate: Option<Number>,
    samples: u32,
    problem_samples: u32,
}

impl From<InspectionCounts> for Figures {
    fn from(counts: InspectionCounts) -> Self {
        Self {
            inspections: counts.inspections,
            problems: counts.problems,
            itemised: counts.itemised,
            transferred: counts.transferred,
            closed: counts.closed,
            closed_rate: Number::rate(counts.closed_rate()),
            samples: counts.samples,
            problem_samples: counts.problem_samples,
        }
    }
}

#[derive(Debug, Serialize)]
struct Line<'a> {
    /// Null for those that do not say.
    name: Option<&'a str>,
    #[serde(flatten)]
    figures: Figures,
}

/// Gives inspections with their totals, or their rows alone.
pub fn write(cx: &Context, out: Sink) {
    let rows = rows(cx);
    match out {
        Sink::Json(out) => {
            let facts = cx.facts;
            let figures = |ids: &[Id<Inspection>]| Figures::from(facts.count_inspections(ids));
            let by = |words: fn(&Inspection) -> &[String]| -> Vec<Line> {
                facts
                    .inspections_by(words)
                    .into_iter()
                    .map(|(name, ids)| Line {
                        name: Some(name).filter(|name| !name.is_empty()),
                        figures: figures(&ids),
                    })
                    .collect()
            };
            json::Document::open(facts, out)
                .value("totals", &figures(&facts.inspections()))
                .list("forms", by(Inspection::forms))
                .list("aspects", by(Inspection::aspects))
                .list("inspections", rows)
                .close()
        }
        table => table.rows(cx.facts, "inspections", rows),
    }
}

/// A row an inspection, in the order of their ids.
fn rows<'a>(cx: &Context<'a>) -> Vec<InspectionRow<'a>> {
    cx.facts.ids(Kind::Inspection).map(|record| row(cx, record.typed())).collect()
}

fn row<'a>(cx: &Context<'a>, id: Id<Inspection>) -> InspectionRow<'a> {
    let inspection = cx.facts.public().inspection(id);
    let counts = cx.facts.count_inspections(&[id]);
    let is_itemised = !inspection.problems.is_empty();
    InspectionRow {
        id: &inspection.base.id,
        title: &inspection.base.title,
        plan: cx.id(inspection.plan),
        date: Some(inspection.date),
        form: inspection.form.as_deref(),
        by: cx.party(inspection.by.as_ref()),
        targets: cx.ids(&inspection.targets),
        aspects: &inspection.aspects,
        problems: cx.ids(&cx.facts.problems_of_inspection(id)),
        count: (is_itemised || inspection.count.is_some()).then_some(counts.problems),
        closed: is_itemised.then_some(counts.closed),
        url: cx.url(id),
        sample: inspection.base.sample,
        translations: translations(&inspection.base),
    }
}
