//! Plans as data.

use serde::Serialize;

use super::duties::InPlan;
use super::json::Number;
use super::row::{ByState, Context, Row, translations, word};
use crate::facts::Counts;
use crate::model::plan::{Plan, Stage};
use crate::model::quoted::Quoted;
use crate::model::{Day, Id, Kind, Moment};

#[derive(Debug, Default, Serialize)]
pub struct PlanRow<'a> {
    id: &'a str,
    title: &'a str,
    issuer: Option<&'a str>,
    issuer_id: Option<&'a str>,
    doc_number: Option<&'a str>,
    index_number: Option<&'a str>,
    written: Option<Day>,
    published: Option<Moment>,
    year: Option<i32>,
    start: Option<Day>,
    end: Option<Day>,
    validity: Option<&'static str>,
    stated_tasks: Option<u32>,
    tasks: PlanTasks,
    stages: Vec<StageRow<'a>>,
    quoted: Vec<QuotedRow<'a>>,
    url: Option<String>,
    topic: Option<&'a str>,
    replaced_by: Option<&'a str>,
    offices: Vec<&'a str>,
    halfway: HalfwayRow,
    summary: Option<&'a str>,
    duties: InPlan,
    sample: bool,
    translations: Vec<&'a str>,
}

impl Row for PlanRow<'_> {}

/// Tasks by state, with what is done of what is due.
#[derive(Debug, Default, Serialize)]
pub struct PlanTasks {
    total: u32,
    by_state: ByState,
    /// In time or late.
    done: u32,
    due: u32,
    done_rate: Option<Number>,
    on_time_rate: Option<Number>,
    samples: u32,
}

impl From<Counts> for PlanTasks {
    fn from(counts: Counts) -> Self {
        Self {
            total: counts.total(),
            by_state: ByState(counts),
            done: counts.done(),
            due: counts.due(),
            done_rate: Number::rate(counts.done_rate()),
            on_time_rate: Number::rate(counts.on_time_rate()),
            samples: counts.samples,
        }
    }
}

#[derive(Debug, Serialize)]
struct StageRow<'a> {
    name: &'a str,
    start: Option<Day>,
    end: Option<Day>,
    goal: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct QuotedRow<'a> {
    name: &'a str,
    value: Number,
    of: Option<Number>,
    /// What it is of `of`, in per cent; null of an estimate.
    rate: Option<Number>,
    approximate: bool,
    /// `about`, or `at_least` for 余 and 多.
    approximate_as: Option<&'static str>,
    as_of: Option<&'a str>,
    source: Option<&'a str>,
    part_of: Option<&'a str>,
}

/// 双过半; null but for the time where the tasks listed cannot tell.
#[derive(Debug, Default, Serialize)]
struct HalfwayRow {
    passed: Option<bool>,
    time_rate: Option<Number>,
    tasks_rate: Option<Number>,
}

/// A row a plan, in the order of their ids.
pub fn rows<'a>(cx: &Context<'a>) -> impl Iterator<Item = PlanRow<'a>> {
    cx.facts.ids(Kind::Plan).map(|record| row(cx, record.typed()))
}

fn row<'a>(cx: &Context<'a>, id: Id<Plan>) -> PlanRow<'a> {
    let plan = cx.facts.public().plan(id);
    let counts = cx.facts.count(cx.facts.tasks_of_plan(id));
    let issuer = plan.issuer.as_ref();
    let halfway = cx.facts.halfway(id);
    PlanRow {
        id: &plan.base.id,
        title: &plan.base.title,
        issuer: issuer.map(|issuer| issuer.text.as_str()),
        issuer_id: issuer.and_then(|issuer| cx.id_of(issuer.record?)),
        doc_number: plan.document.number.as_deref(),
        index_number: plan.document.index_number.as_deref(),
        written: plan.document.written,
        published: plan.base.published,
        year: plan.year,
        start: plan.start,
        end: plan.end,
        validity: cx.facts.validity(&plan.document).and_then(word),
        stated_tasks: plan.stated_tasks,
        tasks: counts.into(),
        stages: plan.stages.iter().map(stage).collect(),
        quoted: plan.base.quoted.iter().map(quoted).collect(),
        url: cx.url(id),
        topic: plan.document.topic.as_deref(),
        replaced_by: plan.document.replaced_by.and_then(|by| cx.id_of(by)),
        offices: cx.ids(&plan.offices),
        halfway: HalfwayRow {
            passed: halfway.and_then(|halfway| halfway.is_passed()),
            time_rate: halfway.and_then(|halfway| Number::rate(halfway.time)),
            tasks_rate: halfway.and_then(|halfway| Number::rate(halfway.tasks.ok()?)),
        },
        summary: plan.base.summary.as_deref(),
        duties: cx.facts.duties_in(Some(id)).into(),
        sample: plan.base.sample,
        translations: translations(&plan.base),
    }
}

fn stage(stage: &Stage) -> StageRow<'_> {
    StageRow { name: &stage.name, start: stage.start, end: stage.end, goal: stage.goal.as_deref() }
}

fn quoted(quoted: &Quoted) -> QuotedRow<'_> {
    QuotedRow {
        name: &quoted.name,
        value: Number(quoted.value),
        of: quoted.of.map(Number),
        rate: quoted.rate().map(Number),
        approximate: quoted.approximate.is_some(),
        approximate_as: quoted.approximate.map(|sense| match sense.is_lower_bound() {
            true => "at_least",
            false => "about",
        }),
        as_of: quoted.as_of.as_deref(),
        source: quoted.source.as_deref(),
        part_of: quoted.part_of.as_deref(),
    }
}
