//! Who has which problems.

use std::collections::{BTreeMap, BTreeSet};

use super::by::{self, Ways};
use super::life::office_by;
use super::{ProblemCounts, ProblemFacts, evaluate};
use crate::facts::{Facts, post_of};
use crate::model::{Group, Id, Indicator, Office, Plan, Post, Problem};

/// A site's problems on a day, and under whom they are listed.
#[derive(Debug, Default)]
pub struct Problems {
    pub(super) facts: Vec<Option<ProblemFacts>>,
    /// Those that take part, in the order of their ids.
    all: Vec<Id<Problem>>,
    plans: BTreeMap<Id<Plan>, Vec<Id<Problem>>>,
    /// Under the first lead alone, each problem once.
    offices: BTreeMap<Id<Office>, Vec<Id<Problem>>>,
    /// Under the leads after the first.
    joint: BTreeMap<Id<Office>, Vec<Id<Problem>>>,
    lines: BTreeMap<Id<Group>, Vec<Id<Problem>>>,
    indicators: BTreeMap<Id<Indicator>, Vec<Id<Problem>>>,
    posts: BTreeMap<Id<Post>, Vec<Id<Problem>>>,
    pub(super) ways: Ways,
}

impl Problems {
    /// Evaluates every problem that has a page, and lists those that take part.
    pub(in crate::facts) fn of(facts: &Facts) -> Self {
        let mut problems = Self { ways: by::no_ways(), ..Self::default() };
        let public = facts.public();
        for (id, problem) in public.problems().filter(|(id, _)| facts.has_page((*id).into())) {
            let plan = problem.plan.map(|plan| public.plan(plan));
            let office_of = |party: &_| office_by(party, |post| public.post(post.typed()).office);
            let of_problem = evaluate(problem, plan, office_of, facts.day());
            if facts.counts(id.into()) {
                problems.list(id, problem, &of_problem);
            }
            let len = problems.facts.len().max(id.index() + 1);
            problems.facts.resize(len, None);
            problems.facts[id.index()] = Some(of_problem);
        }
        problems.sort_ways();
        problems
    }

    fn list(&mut self, id: Id<Problem>, problem: &Problem, facts: &ProblemFacts) {
        self.all.push(id);
        by::list(&mut self.ways, id, problem, facts);
        if let Some(plan) = problem.plan {
            self.plans.entry(plan).or_default().push(id);
        }
        if let Some(line) = problem.line {
            self.lines.entry(line).or_default().push(id);
        }
        if let Some(indicator) = problem.indicator {
            self.indicators.entry(indicator).or_default().push(id);
        }
        if let Some(post) = facts.remedy.responsible.as_ref().and_then(post_of) {
            self.posts.entry(post).or_default().push(id);
        }
        let mut leads = facts.remedy.lead.iter().copied();
        let first = leads.next();
        if let Some(first) = first {
            self.offices.entry(first).or_default().push(id);
        }
        let joint: BTreeSet<Id<Office>> = leads.filter(|lead| Some(*lead) != first).collect();
        for office in joint {
            self.joint.entry(office).or_default().push(id);
        }
    }
}

impl Facts {
    /// A problem's facts; every problem that has a page has them.
    pub fn problem(&self, id: Id<Problem>) -> Option<&ProblemFacts> {
        self.problems.facts.get(id.index())?.as_ref()
    }

    /// The problems that take part, in the order of their ids.
    pub fn problems(&self) -> &[Id<Problem>] {
        &self.problems.all
    }

    /// A plan's problems.
    pub fn problems_of_plan(&self, id: Id<Plan>) -> &[Id<Problem>] {
        self.problems.plans.get(&id).map_or(&[], Vec::as_slice)
    }

    /// The problems of an office and its descendants, each once under its first lead, in the order
    /// of their ids.
    pub fn problems_of_office(&self, id: Id<Office>) -> Vec<Id<Problem>> {
        let below = self.office_and_below(id);
        let of = |office| self.problems.offices.get(office).into_iter().flatten().copied();
        below.iter().flat_map(of).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// The problems an office leads jointly and does not count.
    pub fn problems_listed_at(&self, id: Id<Office>) -> &[Id<Problem>] {
        self.problems.joint.get(&id).map_or(&[], Vec::as_slice)
    }

    /// The problems of a 专线 or another group.
    pub fn problems_of_line(&self, id: Id<Group>) -> &[Id<Problem>] {
        self.problems.lines.get(&id).map_or(&[], Vec::as_slice)
    }

    /// The problems of an indicator and those below it, each once.
    pub fn problems_of_indicator(&self, id: Id<Indicator>) -> Vec<Id<Problem>> {
        let below = self.indicator_and_below(id);
        let of = |indicator| self.problems.indicators.get(indicator).into_iter().flatten().copied();
        below.iter().flat_map(of).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// The problems a post answers for.
    pub fn problems_of_post(&self, id: Id<Post>) -> &[Id<Problem>] {
        self.problems.posts.get(&id).map_or(&[], Vec::as_slice)
    }

    /// Counts problems.
    pub fn count_problems(&self, problems: &[Id<Problem>]) -> ProblemCounts {
        let mut counts = ProblemCounts::of(problems.iter().filter_map(|id| self.problem(*id)));
        let is_lone_sample =
            |id: &&Id<Problem>| self.problem(**id).is_some() && self.is_lone_sample((**id).into());
        let samples = problems.iter().filter(is_lone_sample).count();
        counts.samples = u32::try_from(samples).unwrap_or(u32::MAX);
        counts
    }
}
