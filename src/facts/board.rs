//! The tasks of all plans as the board has them: the plans' order, the ways to part the tasks, and
//! what lists are counted by.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Evaluated, Facts, TaskFacts};
use crate::model::{Day, Deadline, Id, Indicator, Office, Plan, State, Task};

/// A way to part the tasks of all plans.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    State(State),
    /// The year and the month the deadline in force lies in.
    Month(i32, u32),
}

impl By {
    fn month_of(day: Day) -> Self {
        By::Month(day.year(), day.month())
    }
}

impl Facts {
    /// The plans that take part as they are shown: by their own order, then the newest first.
    pub fn plans_in_order(&self) -> Vec<Id<Plan>> {
        let mut plans: Vec<(Id<Plan>, &Plan)> = self.plans().collect();
        plans.sort_by_key(|(_, plan)| {
            let base = &plan.base;
            // A plan without an order comes after those that have one.
            (base.order.is_none(), base.order, Reverse(plan.published), &base.id)
        });
        plans.into_iter().map(|(id, _)| id).collect()
    }

    /// The plan most of an indicator's tasks belong to; without tasks, the one whose id shares
    /// the longest folder with its own.
    pub fn plan_of_indicator(&self, id: Id<Indicator>) -> Option<Id<Plan>> {
        let public = &self.public;
        let mut of_plans: BTreeMap<Id<Plan>, usize> = BTreeMap::new();
        for task in self.tasks_of_indicator(id) {
            if let Some(plan) = public.task(task).plan {
                *of_plans.entry(plan).or_default() += 1;
            }
        }
        let of_plan = |plan| of_plans.get(&plan).copied().unwrap_or(0);
        let own = &public.indicator(id).base.id;
        let shared = |plan| {
            let folders = public.plan(plan).base.id.split('/').zip(own.split('/'));
            folders.take_while(|(a, b)| a == b).count()
        };
        // The last of several is taken, so they go in backwards.
        let plans = self.plans_in_order().into_iter().rev();
        plans
            .map(|plan| (of_plan(plan), shared(plan), plan))
            .filter(|(tasks, shared, _)| *tasks > 0 || *shared > 0)
            .max_by_key(|(tasks, shared, _)| (*tasks, *shared))
            .map(|(.., plan)| plan)
    }

    /// Every state, worst first, then every month a deadline lies in or lay in before it was moved,
    /// with how many tasks there are now: an address that was given out stays good when its last
    /// task moves on.
    pub fn task_counts_by(&self) -> impl Iterator<Item = (By, usize)> {
        self.lists.by.iter().map(|(by, tasks)| (*by, tasks.len()))
    }

    /// The tasks of a state or of a month by their deadlines.
    pub fn tasks_by(&self, by: By) -> &[Id<Task>] {
        self.lists.by.get(&by).map_or(&[], Vec::as_slice)
    }

    /// The day a task is due by the deadline in force.
    pub fn due(&self, task: Id<Task>) -> Option<Day> {
        self.task(task)?.commitment.deadline.as_ref().and_then(Deadline::day)
    }

    /// How many offices there are below one.
    pub fn offices_below(&self, id: Id<Office>) -> usize {
        self.office_and_below(id).len() - 1
    }

    /// How many indicators there are below one.
    pub fn indicators_below(&self, id: Id<Indicator>) -> usize {
        self.indicator_and_below(id).len() - 1
    }
}

/// Parts the tasks of the plans that take part, each part by deadlines.
pub(super) fn part(
    facts: &Facts,
    tasks: &[(Id<Task>, Arc<Evaluated>)],
) -> BTreeMap<By, Vec<Id<Task>>> {
    let due = |task: &TaskFacts| task.commitment.deadline.as_ref().and_then(Deadline::day);
    let counts = |task: &Id<Task>| {
        let plan = facts.public.task(*task).plan;
        facts.counts((*task).into()) && plan.is_some_and(|plan| facts.counts(plan.into()))
    };
    let tasks = tasks.iter().filter(|(id, _)| counts(id)).map(|(id, task)| (*id, &task.facts));
    let mut tasks: Vec<(Id<Task>, &TaskFacts)> = tasks.collect();
    // What has no deadline comes after what has one.
    tasks.sort_by_key(|(id, task)| (due(task).is_none(), due(task), *id));
    let mut parts: BTreeMap<By, Vec<Id<Task>>> =
        State::ALL.into_iter().map(|state| (By::State(state), Vec::new())).collect();
    for (id, task) in tasks {
        let moved = task.changes.iter().flat_map(|change| [&change.from, &change.to]).flatten();
        for day in moved.filter_map(Deadline::day) {
            parts.entry(By::month_of(day)).or_default();
        }
        for by in [By::State(task.state)].into_iter().chain(due(task).map(By::month_of)) {
            parts.entry(by).or_default().push(id);
        }
    }
    parts
}
