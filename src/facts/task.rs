//! A task as of a day: its state by the first rule that holds, and what the state rests on.

use rust_decimal::Decimal;

use super::life::{self, Life, Status, Term};
use crate::model::plan::Plan;
use crate::model::task::{Commitment, Task};
use crate::model::task::{Event, EventKind};
use crate::model::{Colour, Day, Deadline, Entry, State};

/// What can be told of a task on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskFacts {
    pub state: State,
    /// Days to the deadline when due soon, past it when overdue or done late, past it at the
    /// suspension when suspended after it.
    pub days: Option<i64>,
    pub colour: Option<Colour>,
    /// The commitment in force.
    pub commitment: Commitment,
    /// When it begins: its own start, else its plan's.
    pub start: Day,
    pub original_deadline: Option<Deadline>,
    /// Every change of the deadline, in the order they took effect.
    pub changes: Vec<DeadlineChange>,
    /// The state by the original deadline, if the deadline ever changed.
    pub on_original: Option<(State, Option<i64>)>,
    /// The day it was done, once it counts as done.
    pub completed: Option<Day>,
    /// The deadline its completion was judged by.
    pub judged_by: Option<Deadline>,
    /// The day its office reported it done.
    pub reported: Option<Day>,
    pub verified: Option<Day>,
    /// As last stated; not set by 完成.
    pub percent: Option<Decimal>,
    pub quantity_done: Option<Decimal>,
    /// The day of the last progress or completion reported.
    pub last_report: Option<Day>,
    /// The entry the state rests on, as an index into the task's entries.
    pub rests_on: Option<usize>,
    /// The entries that exist by the day, as indices into the task's entries.
    pub entries: Vec<usize>,
}

/// A deadline moved.
#[derive(Debug, Clone, PartialEq)]
pub struct DeadlineChange {
    pub entry: usize,
    pub effective: Day,
    pub from: Option<Deadline>,
    pub to: Option<Deadline>,
    /// Whether it is an extension of a deadline that had passed with the task not done.
    pub after_deadline: bool,
}

impl DeadlineChange {
    /// By how many days it moved, if both ends are days.
    pub fn days(&self) -> Option<i64> {
        let day = |deadline: &Option<Deadline>| deadline.as_ref().and_then(Deadline::day);
        Some(day(&self.to)?.since(day(&self.from)?))
    }
}

/// Evaluates a task on a day; `entries` are those its audience may know of. The commitment is in
/// the facts and no longer in the life.
pub fn evaluate<'a>(
    task: &Task,
    plan: &Plan,
    entries: impl Iterator<Item = (usize, &'a Entry)>,
    day: Day,
) -> (TaskFacts, Life) {
    let existing: Vec<(usize, &Entry)> =
        entries.filter(|(_, entry)| entry.base.exists_from() <= day).collect();
    let mut life = life::fold(task, existing.iter().copied(), plan.done_by, |_| {});
    let mut commitment = std::mem::take(&mut life.commitment);
    commitment.deadline = life.in_force(day).cloned();
    let start = commitment.start.unwrap_or_else(|| plan.default_start());
    let at = |index: Option<usize>| index.map(|i| task.entries[i].base.day);
    let reported = at(life.reported);
    let completed = reported.filter(|_| life.status == Status::Done);
    let judged_by = completed.and_then(|_| life.at_completion()).cloned();
    let judge = Judge { life: &life, start, completed, day, warning_days: plan.warning_days };
    let measured_by = match life.status {
        Status::Suspended { since } => life.in_force(since),
        _ => judged_by.as_ref(),
    };
    let (state, days) = judge.state(commitment.deadline.as_ref(), measured_by);
    let changes = changes(&life.terms);
    let original = life.terms.first().and_then(|term| term.deadline.clone());
    let on_original =
        (!changes.is_empty()).then(|| judge.state(original.as_ref(), original.as_ref()));
    let reports = || {
        existing.iter().filter(|(_, entry)| {
            matches!(entry.event.kind(), EventKind::Progress | EventKind::Completed)
        })
    };
    let facts = TaskFacts {
        state,
        days,
        colour: plan.colour(state),
        start,
        original_deadline: original,
        on_original,
        completed,
        reported,
        verified: at(life.verified),
        percent: existing.iter().rev().find_map(|(_, entry)| entry.percent),
        quantity_done: existing.iter().rev().find_map(|(_, entry)| entry.quantity_done),
        last_report: reports().map(|(_, entry)| entry.base.day).max(),
        judged_by,
        rests_on: rests_on(task, &life, state, day),
        entries: existing.iter().map(|(i, _)| *i).collect(),
        changes,
        commitment,
    };
    (facts, life)
}

/// The entry that explains a state: its own step, else the one that set the deadline in force.
fn rests_on(task: &Task, life: &Life, state: State, day: Day) -> Option<usize> {
    match state {
        State::Done | State::DoneLate => life.reported,
        State::Cancelled | State::Suspended => life.rests_on,
        _ => life.term(day, |_| true).and_then(|term| term.entry).or(life.rests_on.filter(|i| {
            // An open task after 退回 or 重开 rests on that step.
            matches!(task.entries[*i].event, Event::Verified { .. } | Event::Reopened { .. })
        })),
    }
}

/// Every change of a deadline, in the order they took effect.
pub(super) fn changes(terms: &[Term]) -> Vec<DeadlineChange> {
    let mut terms: Vec<_> = terms.iter().collect();
    terms.sort_by_key(|term| term.effective);
    let mut changes = Vec::new();
    for pair in terms.windows(2) {
        let (Some(effective), Some(entry)) = (pair[1].effective, pair[1].entry) else { continue };
        let day = |deadline: &Option<Deadline>| deadline.as_ref().and_then(Deadline::day);
        let (old, new) = (&pair[0].deadline, &pair[1].deadline);
        let same =
            day(old) == day(new) && old.as_ref().map(is_standing) == new.as_ref().map(is_standing);
        if same {
            continue;
        }
        changes.push(DeadlineChange {
            entry,
            effective,
            from: old.clone(),
            to: new.clone(),
            after_deadline: is_extension(old.as_ref(), new.as_ref())
                && day(old).is_some_and(|old| old < pair[1].judged_until.unwrap_or(effective)),
        });
    }
    changes
}

fn is_extension(old: Option<&Deadline>, new: Option<&Deadline>) -> bool {
    match (old.and_then(Deadline::day), new) {
        (Some(old), Some(Deadline::On { day, .. })) => *day > old,
        (Some(_), Some(Deadline::Standing { .. }) | None) => true,
        (None, _) => false,
    }
}

fn is_standing(deadline: &Deadline) -> bool {
    matches!(deadline, Deadline::Standing { .. })
}

struct Judge<'a> {
    life: &'a Life,
    start: Day,
    completed: Option<Day>,
    day: Day,
    warning_days: u32,
}

impl Judge<'_> {
    /// The first rule that holds; `deadline` is the one in force on the day, `measured_by` the one
    /// for a completion or suspension.
    fn state(
        &self,
        deadline: Option<&Deadline>,
        measured_by: Option<&Deadline>,
    ) -> (State, Option<i64>) {
        let past = |on: Day, deadline: Option<&Deadline>| {
            deadline.and_then(Deadline::day).map(|limit| on.since(limit)).filter(|days| *days > 0)
        };
        match self.life.status {
            Status::Cancelled => return (State::Cancelled, None),
            Status::Suspended { since } => return (State::Suspended, past(since, measured_by)),
            Status::Done | Status::Open => {}
        }
        if let Some(completed) = self.completed {
            return match past(completed, measured_by) {
                Some(days) => (State::DoneLate, Some(days)),
                None => (State::Done, None),
            };
        }
        if self.start > self.day {
            return (State::NotStarted, None);
        }
        let limit = match deadline {
            Some(Deadline::Standing { .. }) => return (State::Standing, None),
            None => return (State::NoDeadline, None),
            Some(Deadline::On { day, .. }) => *day,
        };
        let left = limit.since(self.day);
        if left < 0 {
            (State::Overdue, Some(-left))
        } else if left <= i64::from(self.warning_days) {
            (State::DueSoon, Some(left))
        } else {
            (State::InProgress, None)
        }
    }
}
