//! Returns as data: totals for everybody, by office for the internal edition alone.

use serde::Serialize;

use super::row::{Context, Row, translations};
use super::{Sink, json};
use crate::facts::{Facts, ReturnCounts};
use crate::model::{Id, Moment, Period, Plan, Return};

/// Returns owed and what became of them; null where the edition does not show them.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct Figures {
    expected: Option<u32>,
    on_time: Option<u32>,
    late: Option<u32>,
    missing: Option<u32>,
    samples: Option<u32>,
}

impl From<ReturnCounts> for Figures {
    fn from(counts: ReturnCounts) -> Self {
        Self {
            expected: Some(counts.expected),
            on_time: Some(counts.on_time),
            late: Some(counts.late),
            missing: Some(counts.missing),
            samples: Some(counts.samples),
        }
    }
}

#[derive(Debug, Default, Serialize)]
struct PlanLine<'a> {
    plan: Option<&'a str>,
    expected: u32,
    on_time: u32,
    late: u32,
    missing: u32,
    /// 日历未公布: cut-offs that could not be counted.
    uncounted: u32,
    samples: u32,
}

impl Row for PlanLine<'_> {}

#[derive(Debug, Default, Serialize)]
struct OfficeLine<'a> {
    plan: Option<&'a str>,
    office: Option<&'a str>,
    expected: u32,
    on_time: u32,
    late: u32,
    missing: u32,
    uncounted: u32,
    samples: u32,
}

impl Row for OfficeLine<'_> {}

/// One return.
#[derive(Debug, Serialize)]
struct Item<'a> {
    id: &'a str,
    office: Option<&'a str>,
    plan: Option<&'a str>,
    periods: &'a [Period],
    filed: Moment,
    audited: bool,
    tasks: Vec<&'a str>,
    url: Option<String>,
    sample: bool,
    translations: Vec<&'a str>,
}

/// How many rows the CSV has.
pub fn count(facts: &Facts) -> usize {
    let plans = plans(facts);
    if facts.shows_returns_by_office() {
        plans.map(|plan| facts.returns_by_office(plan).count()).sum()
    } else {
        plans.count()
    }
}

/// Whether any plan asks for returns.
pub fn are_asked_for(facts: &Facts) -> bool {
    plans(facts).next().is_some()
        || facts.shows_returns_by_office() && facts.returns_filed().next().is_some()
}

/// Gives the totals with what may be told of them, or rows alone.
pub fn write(cx: &Context, out: Sink) {
    let by_office = cx.facts.shows_returns_by_office();
    match out {
        Sink::Json(out) => {
            let document = json::Document::open(cx.facts, out)
                .value("returns", &Figures::from(sum(cx.facts)))
                .list("plans", plan_lines(cx));
            if by_office {
                document.list("offices", office_lines(cx)).list("items", items(cx)).close()
            } else {
                document.close()
            }
        }
        table if by_office => table.rows(cx.facts, "returns", office_lines(cx)),
        table => table.rows(cx.facts, "returns", plan_lines(cx)),
    }
}

/// The plans that ask for returns.
fn plans(facts: &Facts) -> impl Iterator<Item = Id<Plan>> {
    let asking = facts.plans().filter(|(_, plan)| plan.weekly.is_some() || plan.monthly.is_some());
    asking.map(|(id, _)| id)
}

fn sum(facts: &Facts) -> ReturnCounts {
    let mut sum = ReturnCounts::default();
    plans(facts).for_each(|plan| sum.add(facts.returns_of_plan(plan)));
    sum
}

fn plan_lines<'a>(cx: &Context<'a>) -> Vec<PlanLine<'a>> {
    let line = |plan| {
        let counts = cx.facts.returns_of_plan(plan);
        PlanLine {
            plan: cx.id(Some(plan)),
            expected: counts.expected,
            on_time: counts.on_time,
            late: counts.late,
            missing: counts.missing,
            uncounted: counts.unknown,
            samples: counts.samples,
        }
    };
    plans(cx.facts).map(line).collect()
}

fn office_lines<'a>(cx: &Context<'a>) -> Vec<OfficeLine<'a>> {
    let mut lines = Vec::new();
    for plan in plans(cx.facts) {
        lines.extend(cx.facts.returns_by_office(plan).map(|(office, counts)| OfficeLine {
            plan: cx.id(Some(plan)),
            office: cx.id(Some(office)),
            expected: counts.expected,
            on_time: counts.on_time,
            late: counts.late,
            missing: counts.missing,
            uncounted: counts.unknown,
            samples: counts.samples,
        }));
    }
    lines
}

fn items<'a>(cx: &Context<'a>) -> Vec<Item<'a>> {
    cx.facts.returns_filed().map(|(id, found)| item(cx, id, found)).collect()
}

fn item<'a>(cx: &Context<'a>, id: Id<Return>, found: &'a Return) -> Item<'a> {
    let mut tasks = Vec::new();
    for row in &found.rows {
        if !tasks.contains(&row.task) {
            tasks.push(row.task);
        }
    }
    let audited = found
        .audit
        .as_ref()
        .is_some_and(|audit| audit.time.is_none_or(|time| time.day <= cx.facts.day()));
    Item {
        id: &found.base.id,
        office: cx.id(found.office),
        plan: cx.id(found.plan),
        periods: &found.periods,
        filed: found.filed,
        audited,
        tasks: cx.ids(&tasks),
        url: cx.url(id),
        sample: found.base.sample,
        translations: translations(&found.base),
    }
}
