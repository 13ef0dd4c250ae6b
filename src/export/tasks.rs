//! Tasks as data.

use serde::Serialize;

use super::json::Number;
use super::row::{Context, Row, translations};
use crate::facts::TaskFacts;
use crate::facts::task::DeadlineChange;
use crate::model::{Day, Deadline, Id, Kind, Task};

#[derive(Debug, Default, Serialize)]
pub struct TaskRow<'a> {
    id: &'a str,
    number: Option<&'a str>,
    title: &'a str,
    plan: Option<&'a str>,
    indicator: Option<&'a str>,
    lead: Vec<&'a str>,
    coordinator: Option<&'a str>,
    support: Vec<&'a str>,
    responsible: Option<&'a str>,
    start: Option<Day>,
    deadline: Option<Day>,
    deadline_text: Option<&'a str>,
    original_deadline: Option<Day>,
    changed: usize,
    state: &'static str,
    colour: Option<&'static str>,
    days: Option<i64>,
    completed: Option<Day>,
    reported: Option<Day>,
    verified: Option<Day>,
    percent: Option<Number>,
    last_report: Option<Day>,
    why: String,
    url: Option<String>,
    original_deadline_text: Option<&'a str>,
    on_original: OnOriginal,
    changes: Vec<ChangeRow>,
    goal: Option<&'a str>,
    category: Option<&'a str>,
    origin: Option<&'a str>,
    stage: Option<&'a str>,
    quantity: QuantityRow<'a>,
    sample: bool,
    steps: Vec<&'a str>,
    remark: Option<&'a str>,
    translations: Vec<&'a str>,
}

impl Row for TaskRow<'_> {}

/// The state by the original deadline, where it changed.
#[derive(Debug, Default, Serialize)]
struct OnOriginal {
    state: Option<&'static str>,
    days: Option<i64>,
}

#[derive(Debug, Serialize)]
struct ChangeRow {
    effective: Day,
    from: Option<Day>,
    to: Option<Day>,
    days: Option<i64>,
    after_deadline: bool,
}

#[derive(Debug, Default, Serialize)]
struct QuantityRow<'a> {
    target: Option<Number>,
    unit: Option<&'a str>,
    done: Option<Number>,
}

/// A row a task, in the order of their ids.
pub fn rows<'a>(cx: &Context<'a>) -> impl Iterator<Item = TaskRow<'a>> {
    cx.facts.ids(Kind::Task).filter_map(|record| {
        let id: Id<Task> = record.typed();
        Some(row(cx, id, cx.facts.task(id)?))
    })
}

fn row<'a>(cx: &Context<'a>, id: Id<Task>, facts: &'a TaskFacts) -> TaskRow<'a> {
    let task = cx.facts.public().task(id);
    let commitment = &facts.commitment;
    let (deadline, original) = (commitment.deadline.as_ref(), facts.original_deadline.as_ref());
    let quantity = commitment.quantity.as_ref();
    TaskRow {
        id: &task.base.id,
        number: task.number.as_deref(),
        title: &task.base.title,
        plan: cx.id(task.plan),
        indicator: cx.id(task.indicator),
        lead: cx.ids(&commitment.lead),
        coordinator: cx.id(commitment.coordinator),
        support: cx.ids(&commitment.support),
        responsible: cx.party(commitment.responsible.as_ref()),
        start: Some(facts.start),
        deadline: deadline.and_then(Deadline::day),
        deadline_text: deadline.map(Deadline::words),
        original_deadline: original.and_then(Deadline::day),
        changed: facts.changes.len(),
        state: facts.state.name(),
        colour: facts.colour.map(|colour| colour.name()),
        days: facts.days,
        completed: facts.completed,
        reported: facts.reported,
        verified: facts.verified,
        percent: facts.percent.map(Number),
        last_report: facts.last_report,
        why: cx.pages.why(id),
        url: cx.url(id),
        original_deadline_text: original.map(Deadline::words),
        on_original: facts.on_original.map_or_else(OnOriginal::default, |(state, days)| {
            OnOriginal { state: Some(state.name()), days }
        }),
        changes: facts.changes.iter().map(change).collect(),
        goal: commitment.goal.as_deref(),
        category: task.category.as_deref(),
        origin: task.origin.as_deref(),
        stage: commitment.stage.as_deref(),
        quantity: QuantityRow {
            target: quantity.map(|quantity| Number(quantity.target)),
            unit: quantity.and_then(|quantity| quantity.unit.as_deref()),
            done: facts.quantity_done.map(Number),
        },
        sample: task.base.sample,
        steps: commitment.steps.iter().map(String::as_str).collect(),
        remark: commitment.remark.as_deref(),
        translations: translations(&task.base),
    }
}

fn change(change: &DeadlineChange) -> ChangeRow {
    ChangeRow {
        effective: change.effective,
        from: change.from.as_ref().and_then(Deadline::day),
        to: change.to.as_ref().and_then(Deadline::day),
        days: change.days(),
        after_deadline: change.after_deadline,
    }
}
