//! Indicators as data, with their measures' series and their ranks up to the day.

use serde::Serialize;

use super::json::Number;
use super::row::{Context, Row, TaskCounts, translations, word};
use crate::facts::{Facts, MeasureFacts, indicator};
use crate::model::indicator::{Measure, Rank, Value};
use crate::model::number::parse_number;
use crate::model::{Day, Id, Indicator, Kind};

#[derive(Debug, Default, Serialize)]
pub struct IndicatorRow<'a> {
    id: &'a str,
    code: Option<&'a str>,
    title: &'a str,
    parent: Option<&'a str>,
    chief: Option<&'a str>,
    lead: Option<&'a str>,
    support: Vec<&'a str>,
    measures: Vec<MeasureRow<'a>>,
    ranks: Vec<RankRow<'a>>,
    tasks: TaskCounts,
    url: Option<String>,
    definition: Option<&'a str>,
    data_source: Option<&'a str>,
    support_count: Option<u32>,
    letter_signed: Option<Day>,
    sample: bool,
    translations: Vec<&'a str>,
}

impl Row for IndicatorRow<'_> {
    const JSON_ONLY: &'static [&'static str] = &["ranks"];
}

#[derive(Debug, Serialize)]
struct MeasureRow<'a> {
    id: &'a str,
    name: &'a str,
    unit: Option<&'a str>,
    direction: Option<&'static str>,
    baseline: Option<Number>,
    target: Option<Number>,
    latest: Latest,
    change: Option<Number>,
    change_percent: Option<Number>,
    on_track: Option<bool>,
    series: Vec<Point<'a>>,
    baseline_date: Option<Day>,
    target_date: Option<Day>,
    baseline_change: Option<Number>,
    baseline_change_percent: Option<Number>,
    distance: Option<Number>,
    /// Digits after the point on pages; here numbers stand as written.
    decimals: Option<u32>,
}

#[derive(Debug, Serialize)]
struct Latest {
    date: Option<Day>,
    value: Option<Number>,
}

#[derive(Debug, Clone, Copy, Serialize)]
struct Point<'a> {
    date: Day,
    value: Number,
    date_text: &'a str,
    n: Option<Sample<'a>>,
    source: Option<&'a str>,
    note: Option<&'a str>,
}

#[derive(Debug, Clone, Copy, Serialize)]
struct RankRow<'a> {
    date: Day,
    measure: Option<&'a str>,
    scope: &'a str,
    place: u32,
    of: Option<u32>,
    by: Option<&'a str>,
    note: Option<&'a str>,
    date_text: &'a str,
}

/// A line of indicator-values.csv.
#[derive(Debug, Default, Serialize)]
pub struct ValueLine<'a> {
    indicator: &'a str,
    measure: &'a str,
    date: Option<Day>,
    date_text: &'a str,
    value: Number,
    n: Option<Sample<'a>>,
    source: Option<&'a str>,
    note: Option<&'a str>,
}

impl Row for ValueLine<'_> {}

/// A line of indicator-ranks.csv.
#[derive(Debug, Default, Serialize)]
pub struct RankLine<'a> {
    indicator: &'a str,
    measure: Option<&'a str>,
    date: Option<Day>,
    date_text: &'a str,
    scope: &'a str,
    place: u32,
    of: Option<u32>,
    by: Option<&'a str>,
    note: Option<&'a str>,
}

impl Row for RankLine<'_> {}

/// A row an indicator, in the order of their ids.
pub fn rows<'a>(cx: &Context<'a>) -> impl Iterator<Item = IndicatorRow<'a>> {
    cx.facts.ids(Kind::Indicator).map(|record| row(cx, record.typed()))
}

/// The series of all indicators.
pub fn values<'a>(cx: &Context<'a>) -> impl Iterator<Item = ValueLine<'a>> {
    let of = |indicator, measure: MeasureRow<'a>| {
        measure.series.into_iter().map(move |point| ValueLine {
            indicator,
            measure: measure.id,
            date: Some(point.date),
            date_text: point.date_text,
            value: point.value,
            n: point.n,
            source: point.source,
            note: point.note,
        })
    };
    rows(cx).flat_map(move |row| row.measures.into_iter().flat_map(move |m| of(row.id, m)))
}

/// The ranks of all indicators.
pub fn ranks<'a>(cx: &Context<'a>) -> impl Iterator<Item = RankLine<'a>> {
    rows(cx).flat_map(|row| {
        row.ranks.into_iter().map(move |rank| RankLine {
            indicator: row.id,
            measure: rank.measure,
            date: Some(rank.date),
            date_text: rank.date_text,
            scope: rank.scope,
            place: rank.place,
            of: rank.of,
            by: rank.by,
            note: rank.note,
        })
    })
}

/// How many values exist by the day.
pub fn count_values(facts: &Facts) -> usize {
    let measures = facts.indicators().flat_map(|(_, indicator)| &indicator.measures);
    measures.map(|measure| MeasureFacts::new(measure, facts.day()).known).sum()
}

/// How many ranks exist by the day.
pub fn count_ranks(facts: &Facts) -> usize {
    facts.indicators().map(|(_, found)| indicator::ranks(found, facts.day()).len()).sum()
}

fn row<'a>(cx: &Context<'a>, id: Id<Indicator>) -> IndicatorRow<'a> {
    let found = cx.facts.public().indicator(id);
    let day = cx.facts.day();
    IndicatorRow {
        id: &found.base.id,
        code: found.code.as_deref(),
        title: &found.base.title,
        parent: cx.id(found.parent),
        chief: cx.party(found.chief.as_ref()),
        lead: cx.id(found.lead),
        support: cx.ids(&found.support),
        measures: found.measures.iter().map(|found| measure(found, day)).collect(),
        ranks: indicator::ranks(found, day).iter().map(|found| rank(cx, found)).collect(),
        tasks: cx.facts.count(&cx.facts.tasks_of_indicator(id)).into(),
        url: cx.url(id),
        definition: found.definition.as_deref(),
        data_source: found.data_source.as_deref(),
        support_count: found.support_count,
        letter_signed: found.letter_signed.filter(|signed| *signed <= day),
        sample: found.base.sample,
        translations: translations(&found.base),
    }
}

fn measure(measure: &Measure, day: Day) -> MeasureRow<'_> {
    let facts = MeasureFacts::new(measure, day);
    let latest = facts.latest(measure);
    let (change, since_baseline) = (facts.change.as_ref(), facts.baseline_change.as_ref());
    MeasureRow {
        id: &measure.id,
        name: &measure.name,
        unit: measure.unit.as_deref(),
        direction: measure.direction.and_then(word),
        baseline: measure.baseline.map(Number),
        target: measure.target.map(Number),
        latest: Latest {
            date: latest.map(|latest| latest.date),
            value: latest.map(|latest| Number(latest.value)),
        },
        change: change.map(|change| Number(change.absolute)),
        change_percent: change.and_then(|change| change.percent).map(Number),
        on_track: facts.on_track,
        series: facts.values(measure).iter().map(point).collect(),
        baseline_date: measure.baseline_date,
        target_date: measure.target_date,
        baseline_change: since_baseline.map(|change| Number(change.absolute)),
        baseline_change_percent: since_baseline.and_then(|change| change.percent).map(Number),
        distance: facts.distance.map(Number),
        decimals: measure.decimals,
    }
}

fn point(value: &Value) -> Point<'_> {
    Point {
        date: value.date,
        value: Number(value.value),
        date_text: &value.words,
        n: value.sample_size.as_deref().map(Sample::new),
        source: value.source.as_deref(),
        note: value.note.as_deref(),
    }
}

fn rank<'a>(cx: &Context<'a>, rank: &'a Rank) -> RankRow<'a> {
    RankRow {
        date: rank.date,
        measure: rank.measure.as_deref(),
        scope: &rank.scope,
        place: rank.place,
        of: rank.of,
        by: cx.party(rank.by.as_ref()),
        note: rank.note.as_deref(),
        date_text: &rank.words,
    }
}

/// How many were asked or counted; a number where it is one, else the document's words (40余).
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(untagged)]
enum Sample<'a> {
    Number(Number),
    Words(&'a str),
}

impl<'a> Sample<'a> {
    fn new(text: &'a str) -> Self {
        parse_number(text).map_or(Sample::Words(text), |number| Sample::Number(Number(number)))
    }
}
