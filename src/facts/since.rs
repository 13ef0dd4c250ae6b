//! What changed of a plan's tasks since its last bulletin: where each stood on that day, and where
//! it stands on the day.

use std::collections::BTreeMap;

use super::bulletin::of_plan;
use super::{Facts, TaskFacts, evaluate_on, exists};
use crate::model::seal::Seal;
use crate::model::{Bulletin, Day, Id, Plan, State, Task};

/// How far back a plan without a bulletin is looked at, in days.
const RECENT_DAYS: i64 = 30;

/// What changed of a plan's tasks after a day. A task stands in every list that is true of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Since {
    /// The bulletin whose 截至 it is; none before the first was issued.
    pub bulletin: Option<Id<Bulletin>>,
    pub from: Day,
    /// Done, in time or late, and not on that day.
    pub done: Vec<Id<Task>>,
    /// Overdue, and not on that day.
    pub overdue: Vec<Id<Task>>,
    /// With another deadline than on that day.
    pub moved: Vec<Id<Task>>,
    /// Not there on that day.
    pub added: Vec<Id<Task>>,
}

impl Since {
    /// Whether there is nothing to tell.
    pub fn is_empty(&self) -> bool {
        [&self.done, &self.overdue, &self.moved, &self.added].iter().all(|list| list.is_empty())
    }
}

impl Facts {
    /// What changed of a plan's tasks since the bulletin its readers saw last; before there is one,
    /// within some days.
    pub fn since_bulletin(&self, plan: Id<Plan>) -> Option<&Since> {
        let all = self.since.get_or_init(|| {
            self.plans().map(|(plan, _)| (plan, since(self, plan))).collect::<BTreeMap<_, _>>()
        });
        all.get(&plan)
    }
}

fn since(facts: &Facts, plan: Id<Plan>) -> Since {
    let last = last_bulletin(facts, plan);
    let published = facts.public().plan(plan).published;
    let from = match last {
        Some((_, seal)) => seal.as_of,
        None => facts.day().plus(-RECENT_DAYS).max(published),
    };
    let mut since = Since {
        bulletin: last.map(|(id, _)| id),
        from,
        done: Vec::new(),
        overdue: Vec::new(),
        moved: Vec::new(),
        added: Vec::new(),
    };
    for id in facts.tasks_of_plan(plan) {
        let Some(now) = facts.task(*id) else { continue };
        let then = then(facts, *id, from);
        let was = |is: fn(State) -> bool| then.as_ref().is_some_and(|then| is(then.state));
        let is_overdue = |state| state == State::Overdue;
        if now.state.is_done() && !was(State::is_done) {
            since.done.push(*id);
        }
        if is_overdue(now.state) && !was(is_overdue) {
            since.overdue.push(*id);
        }
        match then {
            None => since.added.push(*id),
            Some(then) if then.commitment.deadline != now.commitment.deadline => {
                since.moved.push(*id);
            }
            Some(_) => {}
        }
    }
    since
}

/// The bulletin of a plan whose 截至 is the latest, of those that stand on the day.
fn last_bulletin(facts: &Facts, plan: Id<Plan>) -> Option<(Id<Bulletin>, &Seal)> {
    let issued = of_plan(facts, plan).into_iter().filter_map(|id| Some((id, facts.edition(id)?)));
    issued.filter(|(_, seal)| seal.matter().is_some()).max_by_key(|(_, seal)| seal.as_of)
}

/// A task as it stood on an earlier day; none where it was not there yet.
fn then(facts: &Facts, id: Id<Task>, day: Day) -> Option<TaskFacts> {
    let was_there = exists::first_day(facts.public(), id.into()).is_none_or(|first| first <= day);
    let (then, _) = evaluate_on(facts, facts.public().task(id), day).filter(|_| was_there)?;
    Some(then)
}
