//! Problems as data: their totals in the JSON, a row a problem in both formats.

use serde::{Serialize, Serializer};

use super::Sink;
use super::json::{self, Number};
use super::row::{Context, Row, translations, word};
use crate::facts::{ProblemCounts, ProblemFacts};
use crate::model::problem::Milestone;
use crate::model::{Day, Deadline, Id, Kind, Problem, ProblemState};

#[derive(Debug, Default, Serialize)]
pub struct ProblemRow<'a> {
    id: &'a str,
    title: &'a str,
    plan: Option<&'a str>,
    lead: Vec<&'a str>,
    found: Option<Day>,
    channel: Option<&'a str>,
    question: Option<&'a str>,
    deadline: Option<Day>,
    state: &'static str,
    overdue: bool,
    reported: Option<Day>,
    verified: Option<Day>,
    closed: Option<Day>,
    closed_late: bool,
    rechecked: Option<Day>,
    reopened: u32,
    url: Option<String>,
    deadline_text: Option<&'a str>,
    original_deadline: Option<Day>,
    changed: usize,
    colour: Option<&'static str>,
    days: Option<i64>,
    publicised_until: Option<Day>,
    rechecked_passed: Option<bool>,
    failed_rechecks: u32,
    transferred: Option<Day>,
    accepted: Option<Day>,
    days_to_close: Option<i64>,
    percent: Option<Number>,
    last_report: Option<Day>,
    question_number: Option<&'a str>,
    found_by: Option<&'a str>,
    domain: Option<&'a str>,
    indicator: Option<&'a str>,
    line: Option<&'a str>,
    received_from: Option<&'a str>,
    cause: Option<&'a str>,
    remedy: Option<&'static str>,
    goal: Option<&'a str>,
    milestones: Vec<MilestoneRow<'a>>,
    steps: &'a [String],
    responsible: Option<&'a str>,
    why: String,
    sample: bool,
    translations: Vec<&'a str>,
}

impl Row for ProblemRow<'_> {}

#[derive(Debug, Serialize)]
struct MilestoneRow<'a> {
    goal: &'a str,
    deadline: Option<Day>,
    deadline_text: Option<&'a str>,
}

/// What the index page says of all problems together.
#[derive(Debug, Serialize)]
struct Totals {
    found: u32,
    transferred: u32,
    transferred_not_accepted: u32,
    reported: u32,
    verified: u32,
    closed: u32,
    closed_late: u32,
    closed_rate: Option<Number>,
    rework: u32,
    overdue: u32,
    ever_closed: u32,
    ever_reopened: u32,
    reopened_rate: Option<Number>,
    median_days: Option<Number>,
    by_state: ByState,
    samples: u32,
}

/// Every state with its count, 0 included.
#[derive(Debug)]
struct ByState(ProblemCounts);

impl Serialize for ByState {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(
            ProblemState::ALL.into_iter().map(|state| (state.name(), self.0.in_state(state))),
        )
    }
}

impl From<ProblemCounts> for Totals {
    fn from(counts: ProblemCounts) -> Self {
        Self {
            found: counts.found,
            transferred: counts.transferred,
            transferred_not_accepted: counts.unaccepted,
            reported: counts.reported,
            verified: counts.verified,
            closed: counts.closed,
            closed_late: counts.closed_late,
            closed_rate: Number::rate(counts.closed_rate()),
            rework: counts.rework,
            overdue: counts.overdue,
            ever_closed: counts.ever_closed,
            ever_reopened: counts.reopened,
            reopened_rate: Number::rate(counts.reopened_rate()),
            median_days: counts.median_days.map(|days| Number(days.decimal())),
            by_state: ByState(counts),
            samples: counts.samples,
        }
    }
}

/// Problems of an office; the keys are the contract's.
#[derive(Debug, Default, Serialize)]
pub struct Figures {
    found: u32,
    reported: u32,
    verified: u32,
    closed: u32,
    samples: u32,
}

impl From<ProblemCounts> for Figures {
    fn from(counts: ProblemCounts) -> Self {
        let ProblemCounts { found, reported, verified, closed, samples, .. } = counts;
        Self { found, reported, verified, closed, samples }
    }
}

/// Gives problems with their totals, or their rows alone.
pub fn write(cx: &Context, out: Sink) {
    let rows = rows(cx);
    match out {
        Sink::Json(out) => {
            let counts = cx.facts.count_problems(cx.facts.problems());
            json::Document::open(cx.facts, out)
                .value("totals", &Totals::from(counts))
                .list("problems", rows)
                .close()
        }
        table => table.rows(cx.facts, "problems", rows),
    }
}

/// A row a problem, in the order of their ids.
fn rows<'a>(cx: &Context<'a>) -> Vec<ProblemRow<'a>> {
    let rows = cx.facts.ids(Kind::Problem).filter_map(|record| {
        let id: Id<Problem> = record.typed();
        Some(row(cx, id, cx.facts.problem(id)?))
    });
    rows.collect()
}

fn row<'a>(cx: &Context<'a>, id: Id<Problem>, facts: &'a ProblemFacts) -> ProblemRow<'a> {
    let problem = cx.facts.public().problem(id);
    let remedy = &facts.remedy;
    let question = problem.question.as_ref();
    let item = problem.plan.zip(question.and_then(|question| question.item));
    let item = item.and_then(|(plan, item)| cx.facts.public().plan(plan).checklist.get(item));
    let deadline = remedy.deadline.as_ref();
    ProblemRow {
        id: &problem.base.id,
        title: &problem.base.title,
        plan: cx.id(problem.plan),
        lead: cx.ids(&remedy.lead),
        found: Some(problem.found),
        channel: problem.channel.as_deref(),
        question: item
            .map(|item| item.name.as_str())
            .or(question.map(|question| question.text.as_str())),
        deadline: deadline.and_then(Deadline::day),
        state: facts.state().name(),
        overdue: facts.standing.overdue,
        reported: facts.reported,
        verified: facts.verified,
        closed: facts.closed,
        closed_late: facts.standing.closed_late,
        rechecked: facts.rechecked.map(|recheck| recheck.day),
        reopened: facts.reopened,
        url: cx.url(id),
        deadline_text: deadline.map(Deadline::words),
        original_deadline: facts.original_deadline.as_ref().and_then(Deadline::day),
        changed: facts.changes.len(),
        colour: facts.colour.map(|colour| colour.name()),
        days: facts.standing.days,
        publicised_until: facts.publicised_until,
        rechecked_passed: facts.rechecked.map(|recheck| recheck.passed),
        failed_rechecks: facts.failed_rechecks,
        transferred: facts.transferred,
        accepted: facts.accepted,
        days_to_close: facts.days_to_close,
        percent: facts.percent.map(Number),
        last_report: facts.last_report,
        question_number: item.and_then(|item| item.number.as_deref()),
        found_by: problem.found_by.as_deref(),
        domain: problem.domain.as_deref(),
        indicator: cx.id(problem.indicator),
        line: cx.id(problem.line),
        received_from: cx.party(problem.received_from.as_ref()),
        cause: remedy.cause.as_deref(),
        remedy: remedy.kind.and_then(word),
        goal: remedy.goal.as_deref(),
        milestones: remedy.milestones.iter().map(milestone).collect(),
        steps: &remedy.steps,
        responsible: cx.party(remedy.responsible.as_ref()),
        why: cx.pages.why_problem(id),
        sample: problem.base.sample,
        translations: translations(&problem.base),
    }
}

fn milestone(milestone: &Milestone) -> MilestoneRow<'_> {
    let deadline = milestone.deadline.as_ref();
    MilestoneRow {
        goal: &milestone.goal,
        deadline: deadline.and_then(Deadline::day),
        deadline_text: deadline.map(Deadline::words),
    }
}
