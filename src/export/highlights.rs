//! Highlights as data, with their figures before and after.

use serde::Serialize;

use super::json::Number;
use super::row::{Context, Row, translations};
use crate::facts::{Facts, highlight};
use crate::model::highlight::Comparison;
use crate::model::{Day, Highlight, Id, Kind};

#[derive(Debug, Default, Serialize)]
pub struct HighlightRow<'a> {
    id: &'a str,
    title: &'a str,
    plan: Option<&'a str>,
    date: Option<Day>,
    office: Option<&'a str>,
    indicator: Option<&'a str>,
    round: Option<&'a str>,
    before_after: Vec<Figure<'a>>,
    promoted: PromotedRow<'a>,
    url: Option<String>,
    summary: Option<&'a str>,
    sample: bool,
    translations: Vec<&'a str>,
}

impl Row for HighlightRow<'_> {
    const JSON_ONLY: &'static [&'static str] = &["before_after"];
}

/// A figure before and after; the change on 0 has no per cent.
#[derive(Debug, Clone, Copy, Serialize)]
struct Figure<'a> {
    name: &'a str,
    before: Option<Number>,
    after: Option<Number>,
    unit: Option<&'a str>,
    change: Option<Number>,
    change_percent: Option<Number>,
}

#[derive(Debug, Default, Serialize)]
struct PromotedRow<'a> {
    date: Option<Day>,
    scope: Option<&'a str>,
}

/// A line of highlight-figures.csv.
#[derive(Debug, Default, Serialize)]
pub struct FigureLine<'a> {
    highlight: &'a str,
    name: &'a str,
    before: Option<Number>,
    after: Option<Number>,
    unit: Option<&'a str>,
    change: Option<Number>,
    change_percent: Option<Number>,
}

impl Row for FigureLine<'_> {}

/// A row a highlight, in the order of their ids.
pub fn rows<'a>(cx: &Context<'a>) -> Vec<HighlightRow<'a>> {
    cx.facts.ids(Kind::Highlight).map(|record| row(cx, record.typed())).collect()
}

/// The figures of all highlights, from their rows.
pub fn figures<'a>(rows: &[HighlightRow<'a>]) -> Vec<FigureLine<'a>> {
    let mut lines = Vec::new();
    for row in rows {
        lines.extend(row.before_after.iter().map(|figure| FigureLine {
            highlight: row.id,
            name: figure.name,
            before: figure.before,
            after: figure.after,
            unit: figure.unit,
            change: figure.change,
            change_percent: figure.change_percent,
        }));
    }
    lines
}

/// How many figures the highlights have.
pub fn count_figures(facts: &Facts) -> usize {
    facts.highlights().map(|(_, highlight)| highlight.before_after.len()).sum()
}

fn row<'a>(cx: &Context<'a>, id: Id<Highlight>) -> HighlightRow<'a> {
    let found = cx.facts.public().highlight(id);
    let promoted = cx.facts.promoted(found);
    HighlightRow {
        id: &found.base.id,
        title: &found.base.title,
        plan: cx.id(found.plan),
        date: Some(found.date),
        office: cx.id(found.office),
        indicator: cx.id(found.indicator),
        round: found.round.as_deref(),
        before_after: found.before_after.iter().map(figure).collect(),
        promoted: PromotedRow {
            date: promoted.and_then(|promoted| promoted.date),
            scope: promoted.and_then(|promoted| promoted.scope.as_deref()),
        },
        url: cx.url(id),
        summary: found.base.summary.as_deref(),
        sample: found.base.sample,
        translations: translations(&found.base),
    }
}

fn figure(figure: &Comparison) -> Figure<'_> {
    let change = highlight::change(figure);
    Figure {
        name: &figure.name,
        before: figure.before.map(Number),
        after: figure.after.map(Number),
        unit: figure.unit.as_deref(),
        change: change.as_ref().map(|change| Number(change.absolute)),
        change_percent: change.and_then(|change| change.percent).map(Number),
    }
}
