//! What changed lately: the steps and values that became known within some days before the day.

use super::Facts;
use crate::model::problem::Event as ProblemEvent;
use crate::model::task::EventKind;
use crate::model::{Day, EntryBase, Id, Indicator, Plan, Problem, RecordId, State, Task};

/// Something that changed on a day.
#[derive(Debug, Clone)]
pub struct Change {
    /// The day it became known, or took effect by itself.
    pub day: Day,
    pub what: What,
}

impl Change {
    /// Whether what changed is a sample.
    pub fn is_sample(&self, facts: &Facts) -> bool {
        let public = facts.public();
        let (record, entry): (RecordId, Option<&EntryBase>) = match self.what {
            What::PlanIssued(plan) => (plan.into(), None),
            What::Step { task, entry, .. } => {
                (task.into(), public.task(task).entries.get(entry).map(|entry| &entry.base))
            }
            What::BecameOverdue(task) => (task.into(), None),
            What::NewValue { indicator, .. } => (indicator.into(), None),
            What::ProblemStep { problem, entry } => {
                (problem.into(), public.problem(problem).entries.get(entry).map(|e| &e.base))
            }
            What::ProblemBecameOverdue(problem) => (problem.into(), None),
        };
        public.base(record).sample || entry.is_some_and(|entry| entry.sample)
    }
}

/// What changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    PlanIssued(Id<Plan>),
    /// A step of a task; the entry is an index into its entries.
    Step {
        task: Id<Task>,
        entry: usize,
        kind: EventKind,
    },
    /// A deadline passed with the task still open.
    BecameOverdue(Id<Task>),
    NewValue {
        indicator: Id<Indicator>,
        measure: usize,
        value: usize,
    },
    /// 销号, or what took it back; the entry is an index into the problem's entries.
    ProblemStep {
        problem: Id<Problem>,
        entry: usize,
    },
    /// A deadline passed with the problem neither closed nor taken over.
    ProblemBecameOverdue(Id<Problem>),
}

/// The changes of the last `days` days up to the day, newest first.
pub fn recent(facts: &Facts, days: i64) -> Vec<Change> {
    let since = facts.day().plus(-days);
    let within = |day: Day| day > since && day <= facts.day();
    let mut changes = Vec::new();
    for (id, plan) in facts.plans() {
        if within(plan.published) {
            changes.push(Change { day: plan.published, what: What::PlanIssued(id) });
        }
        for task in facts.tasks_of_plan(id) {
            of_task(facts, *task, &within, &mut changes);
        }
    }
    for (id, indicator) in facts.indicators() {
        for (m, measure) in indicator.measures.iter().enumerate() {
            for (v, value) in measure.values.iter().enumerate().filter(|(_, v)| within(v.date)) {
                let what = What::NewValue { indicator: id, measure: m, value: v };
                changes.push(Change { day: value.date, what });
            }
        }
    }
    for problem in facts.problems() {
        of_problem(facts, *problem, &within, &mut changes);
    }
    changes.sort_by(|a, b| b.day.cmp(&a.day).then(a.what.cmp(&b.what)));
    changes
}

fn of_task(facts: &Facts, id: Id<Task>, within: &impl Fn(Day) -> bool, changes: &mut Vec<Change>) {
    let Some(of_task) = facts.task(id) else { return };
    let task = facts.public().task(id);
    for entry in of_task.entries.iter().copied() {
        let (day, kind) =
            (task.entries[entry].base.exists_from(), task.entries[entry].event.kind());
        // Progress is in the task's own history; here it would drown what moved the board.
        if within(day) && kind != EventKind::Progress {
            changes.push(Change { day, what: What::Step { task: id, entry, kind } });
        }
    }
    if of_task.state == State::Overdue
        && let Some(deadline) = of_task.commitment.deadline.as_ref().and_then(|d| d.day())
        && within(deadline.plus(1))
    {
        changes.push(Change { day: deadline.plus(1), what: What::BecameOverdue(id) });
    }
}

fn of_problem(
    facts: &Facts,
    id: Id<Problem>,
    within: &impl Fn(Day) -> bool,
    changes: &mut Vec<Change>,
) {
    let Some(of_problem) = facts.problem(id) else { return };
    let problem = facts.public().problem(id);
    for entry in of_problem.entries.iter().copied() {
        let step = &problem.entries[entry];
        let day = step.base.exists_from();
        // The steps between are in the problem's own history.
        let counts = matches!(
            step.event,
            ProblemEvent::Closed { .. }
                | ProblemEvent::Reopened { .. }
                | ProblemEvent::Rechecked { passed: false, .. }
        );
        if counts && within(day) {
            changes.push(Change { day, what: What::ProblemStep { problem: id, entry } });
        }
    }
    if of_problem.standing.overdue
        && let Some(deadline) = of_problem.remedy.deadline.as_ref().and_then(|d| d.day())
        && within(deadline.plus(1))
    {
        changes.push(Change { day: deadline.plus(1), what: What::ProblemBecameOverdue(id) });
    }
}
