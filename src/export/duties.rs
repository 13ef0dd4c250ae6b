//! Lists of duties as data, with their measures and the days these were done.

use serde::Serialize;

use super::json::Number;
use super::row::{Context, Row, translations};
use crate::facts::{DutyCounts, Facts, PlanDuties};
use crate::model::{Day, Duty, Id, Kind};

#[derive(Debug, Default, Serialize)]
pub struct DutyRow<'a> {
    id: &'a str,
    title: &'a str,
    plan: Option<&'a str>,
    office: Option<&'a str>,
    post: Option<&'a str>,
    filed: Option<Day>,
    measures: u32,
    done: u32,
    done_rate: Option<Number>,
    items: Vec<Item<'a>>,
    url: Option<String>,
    summary: Option<&'a str>,
    sample: bool,
    translations: Vec<&'a str>,
}

impl Row for DutyRow<'_> {
    const JSON_ONLY: &'static [&'static str] = &["items"];
}

/// A measure, with the day it was first done.
#[derive(Debug, Clone, Copy, Serialize)]
struct Item<'a> {
    /// Counted from 1, as in the entries.
    number: usize,
    text: &'a str,
    done: Option<Day>,
}

/// A line of duty-measures.csv.
#[derive(Debug, Default, Serialize)]
pub struct MeasureLine<'a> {
    duty: &'a str,
    number: usize,
    text: &'a str,
    done: Option<Day>,
}

impl Row for MeasureLine<'_> {}

/// Of an office: how many lists, and how many of their measures are done.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct OfficeDuties {
    lists: u32,
    measures: u32,
    done: u32,
    samples: u32,
}

impl From<DutyCounts> for OfficeDuties {
    fn from(counts: DutyCounts) -> Self {
        let DutyCounts { lists, samples, measures, done } = counts;
        Self { lists, measures, done, samples }
    }
}

/// Of a plan: how many offices filed a list, of how many that owe one, and what was done.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct InPlan {
    due: Option<u32>,
    filed: u32,
    filed_rate: Option<Number>,
    measures: u32,
    done: u32,
    done_rate: Option<Number>,
    samples: u32,
}

impl From<PlanDuties> for InPlan {
    fn from(duties: PlanDuties) -> Self {
        Self {
            due: duties.due,
            filed: duties.filed,
            filed_rate: duties.filed_rate().and_then(Number::rate),
            measures: duties.counts.measures,
            done: duties.counts.done,
            done_rate: Number::rate(duties.counts.fulfilled()),
            samples: duties.counts.samples,
        }
    }
}

/// A row a list, in the order of their ids.
pub fn rows<'a>(cx: &Context<'a>) -> Vec<DutyRow<'a>> {
    cx.facts.ids(Kind::Duty).map(|record| row(cx, record.typed())).collect()
}

/// The measures of all lists, from their rows.
pub fn measures<'a>(rows: &[DutyRow<'a>]) -> Vec<MeasureLine<'a>> {
    let mut lines = Vec::new();
    for row in rows {
        lines.extend(row.items.iter().map(|item| MeasureLine {
            duty: row.id,
            number: item.number,
            text: item.text,
            done: item.done,
        }));
    }
    lines
}

/// How many measures the lists have.
pub fn count_measures(facts: &Facts) -> usize {
    facts.duties().map(|(_, duty)| duty.measures.len()).sum()
}

fn row<'a>(cx: &Context<'a>, id: Id<Duty>) -> DutyRow<'a> {
    let duty = cx.facts.public().duty(id);
    let facts = cx.facts.duty(id);
    let fulfilled = facts.fulfilled();
    let items = duty.measures.iter().zip(&facts.done).enumerate();
    DutyRow {
        id: &duty.base.id,
        title: &duty.base.title,
        plan: cx.id(duty.plan),
        office: cx.id(duty.office),
        post: cx.party(duty.post.as_ref()),
        filed: duty.filed.filter(|filed| *filed <= cx.facts.day()),
        measures: fulfilled.whole,
        done: fulfilled.part,
        done_rate: Number::rate(fulfilled),
        items: items.map(|(i, (text, done))| Item { number: i + 1, text, done: *done }).collect(),
        url: cx.url(id),
        summary: duty.base.summary.as_deref(),
        sample: duty.base.sample,
        translations: translations(&duty.base),
    }
}
