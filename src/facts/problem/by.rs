//! Ways to part the problems of all plans, each with an address of its own.

use std::collections::BTreeMap;

use super::{ProblemFacts, Problems};
use crate::facts::Facts;
use crate::model::id::propose;
use crate::model::{Day, Deadline, Id, Problem, ProblemState};

/// A way to part the problems of all plans.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProblemBy {
    State(ProblemState),
    /// The year and the month the deadline in force lies in.
    Month(i32, u32),
    /// Where they came from, as [`channel_name`] spells it.
    Channel(String),
}

impl ProblemBy {
    fn month_of(deadline: &Deadline) -> Option<Self> {
        deadline.day().map(|day| ProblemBy::Month(day.year(), day.month()))
    }
}

/// A 问题来源 as addresses spell it. Sources that sound alike share one, and so a page.
pub fn channel_name(channel: &str) -> String {
    propose(channel)
}

/// Problems by what they have in common.
pub(super) type Ways = BTreeMap<ProblemBy, Vec<Id<Problem>>>;

/// Every state there is, of which an address may be given out, without any problem.
pub(super) fn no_ways() -> Ways {
    ProblemState::ALL.into_iter().map(|state| (ProblemBy::State(state), Vec::new())).collect()
}

/// Lists a problem in every way. The months its deadline was moved out of stay, so that an address
/// that was given out stays good when its last problem moves on.
pub(super) fn list(ways: &mut Ways, id: Id<Problem>, problem: &Problem, facts: &ProblemFacts) {
    let moved = facts.changes.iter().flat_map(|change| [&change.from, &change.to]).flatten();
    for month in moved.filter_map(ProblemBy::month_of) {
        ways.entry(month).or_default();
    }
    let month = facts.remedy.deadline.as_ref().and_then(ProblemBy::month_of);
    let channel = problem.channel.as_deref().map(|told| ProblemBy::Channel(channel_name(told)));
    let own = [Some(ProblemBy::State(facts.state())), month, channel];
    for way in own.into_iter().flatten() {
        ways.entry(way).or_default().push(id);
    }
}

impl Problems {
    /// Puts the problems of each way in the order of their deadlines; what has none comes last.
    pub(super) fn sort_ways(&mut self) {
        let due = |id: &Id<Problem>| due(self.facts.get(id.index())?.as_ref()?);
        for problems in self.ways.values_mut() {
            problems.sort_by_key(|id| (due(id).is_none(), due(id), *id));
        }
    }
}

fn due(facts: &ProblemFacts) -> Option<Day> {
    facts.remedy.deadline.as_ref().and_then(Deadline::day)
}

impl Facts {
    /// Every way there is to part the problems: the states, worst first, the months, the sources.
    pub fn problem_ways(&self) -> impl Iterator<Item = &ProblemBy> {
        self.problems.ways.keys()
    }

    /// The same, with how many problems each has now.
    pub fn problem_counts_by(&self) -> impl Iterator<Item = (&ProblemBy, usize)> {
        self.problems.ways.iter().map(|(by, problems)| (by, problems.len()))
    }

    /// The problems of a way by their deadlines.
    pub fn problems_by(&self, by: &ProblemBy) -> &[Id<Problem>] {
        self.problems.ways.get(by).map_or(&[], Vec::as_slice)
    }

    /// The day a problem is due by the deadline in force.
    pub fn problem_due(&self, id: Id<Problem>) -> Option<Day> {
        due(self.problem(id)?)
    }
}
