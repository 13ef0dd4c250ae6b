//! The tasks of all plans as the board has them: the plans' order, the ways to part the tasks, and
//! what lists are counted by.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::Facts;
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

    /// Every state, worst first, then every month a deadline lies in or lay in before it was moved,
    /// with how many tasks there are now: an address that was given out stays good when its last
    /// task moves on.
    pub fn task_counts_by(&self) -> BTreeMap<By, usize> {
        let mut found: BTreeMap<By, usize> =
            State::ALL.into_iter().map(|state| (By::State(state), 0)).collect();
        for task in self.tasks_of_plans() {
            *found.entry(By::State(self.state_of(task))).or_default() += 1;
            let changes = self.task(task).map_or(&[][..], |facts| &facts.changes);
            let moved = changes.iter().flat_map(|change| [&change.from, &change.to]).flatten();
            for day in moved.filter_map(Deadline::day) {
                found.entry(By::month_of(day)).or_default();
            }
            if let Some(day) = self.due(task) {
                *found.entry(By::month_of(day)).or_default() += 1;
            }
        }
        found
    }

    /// The tasks of a state or of a month by their deadlines.
    pub fn tasks_by(&self, by: By) -> Vec<Id<Task>> {
        let is_of = |task: &Id<Task>| match by {
            By::State(state) => self.state_of(*task) == state,
            By::Month(..) => self.due(*task).map(By::month_of) == Some(by),
        };
        let mut found: Vec<Id<Task>> = self.tasks_of_plans().filter(is_of).collect();
        // What has no deadline comes after what has one.
        found.sort_by_key(|task| (self.due(*task).is_none(), self.due(*task), *task));
        found
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

    fn tasks_of_plans(&self) -> impl Iterator<Item = Id<Task>> {
        let of_plan = |(plan, _)| self.tasks_of_plan(plan).iter().copied();
        self.plans().flat_map(of_plan).filter(|task| self.task(*task).is_some())
    }

    fn state_of(&self, task: Id<Task>) -> State {
        self.task(task).map_or(State::NoDeadline, |facts| facts.state)
    }
}
