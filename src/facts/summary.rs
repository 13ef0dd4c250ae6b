//! 汇总: the offices of a plan side by side, in the figures their own pages give.

use std::collections::BTreeSet;

use super::evaluation::OfficeResult;
use super::{Counts, DutyCounts, Facts, ProblemCounts, ReturnCounts};
use crate::model::{Duty, Evaluation, Id, Office, Plan, Problem, Task};

/// A plan's offices compared.
#[derive(Debug)]
pub struct Summary<'a> {
    /// The latest evaluation under the plan.
    pub evaluation: Option<Id<Evaluation>>,
    /// In the order of offices.
    pub rows: Vec<SummaryRow<'a>>,
}

/// An office's figures under a plan, its descendants' among them.
#[derive(Debug)]
pub struct SummaryRow<'a> {
    pub office: Id<Office>,
    pub tasks: Counts,
    pub problems: ProblemCounts,
    pub duties: DutyCounts,
    /// For the internal edition alone.
    pub returns: Option<ReturnCounts>,
    pub result: Option<&'a OfficeResult>,
}

impl Facts {
    /// The offices of a plan compared.
    pub fn summary(&self, plan: Id<Plan>) -> Summary<'_> {
        let evaluation = self.summed_evaluation(plan);
        let row = |office: Id<Office>| SummaryRow {
            office,
            tasks: self.count(&self.tasks_of_office_in(office, plan)),
            problems: self.count_problems(&self.problems_of_office_in(office, plan)),
            duties: self.count_duties(&self.duties_of_office_in(office, plan)),
            returns: self
                .shows_returns_by_office()
                .then(|| self.returns_of_office_in(office, plan)),
            result: evaluation.and_then(|id| self.result(id, office)),
        };
        Summary { evaluation, rows: self.offices_summed(plan).into_iter().map(row).collect() }
    }

    /// The offices of a plan's summary, in their order.
    pub fn offices_summed(&self, plan: Id<Plan>) -> Vec<Id<Office>> {
        let mut offices = self.offices_compared(plan);
        if let Some(facts) = self.summed_evaluation(plan).and_then(|id| self.evaluation(id)) {
            offices.extend(facts.results.iter().map(|result| result.office));
        }
        let mut offices: Vec<Id<Office>> = offices.into_iter().collect();
        offices.sort_by_key(|office| self.office_order(*office));
        offices
    }

    fn summed_evaluation(&self, plan: Id<Plan>) -> Option<Id<Evaluation>> {
        self.evaluations_of_plan(Some(plan)).first().copied()
    }

    /// The plans that have offices to compare.
    pub fn plans_compared(&self) -> impl Iterator<Item = Id<Plan>> {
        let plans = self.plans().map(|(id, _)| id);
        plans.filter(|plan| self.compares(*plan))
    }

    /// Whether a plan has offices to compare.
    pub fn compares(&self, plan: Id<Plan>) -> bool {
        self.who_takes_part(plan).next().is_some()
    }

    fn offices_compared(&self, plan: Id<Plan>) -> BTreeSet<Id<Office>> {
        self.who_takes_part(plan).collect()
    }

    /// Who takes part in a plan, or leads a task or problem or filed a list of duties under it, as
    /// often as they do.
    fn who_takes_part(&self, plan: Id<Plan>) -> impl Iterator<Item = Id<Office>> {
        let own = self.public.plan(plan).offices.iter().copied();
        let tasks = self.tasks_of_plan(plan).iter().filter_map(|id| self.task(*id));
        let leads = tasks.filter_map(|task| task.commitment.lead.first().copied());
        let problems = self.problems_of_plan(plan).iter().filter_map(|id| self.problem(*id));
        let remedies = problems.filter_map(|problem| problem.remedy.lead.first().copied());
        let duties = self.duties_of_plan(Some(plan)).filter_map(|(_, duty)| duty.office);
        let all = own.chain(leads).chain(remedies).chain(duties);
        all.filter(|office| self.counts((*office).into()))
    }

    /// Where an office stands among its like.
    pub fn office_order(&self, id: Id<Office>) -> impl Ord + use<> {
        let base = &self.public.office(id).base;
        (base.order.is_none(), base.order, id)
    }

    /// The tasks of an office and its descendants under a plan.
    pub fn tasks_of_office_in(&self, office: Id<Office>, plan: Id<Plan>) -> Vec<Id<Task>> {
        let offices = self.office_and_below(office);
        let is_led = |id: &Id<Task>| {
            let lead = self.task(*id).and_then(|task| task.commitment.lead.first());
            lead.is_some_and(|lead| offices.contains(lead))
        };
        self.tasks_of_plan(plan).iter().copied().filter(is_led).collect()
    }

    /// The problems of an office and its descendants under a plan.
    pub fn problems_of_office_in(&self, office: Id<Office>, plan: Id<Plan>) -> Vec<Id<Problem>> {
        let mut problems = self.problems_of_office(office);
        problems.retain(|id| self.public.problem(*id).plan == Some(plan));
        problems
    }

    /// The lists of duties of an office and its descendants under a plan.
    pub fn duties_of_office_in(&self, office: Id<Office>, plan: Id<Plan>) -> Vec<Id<Duty>> {
        let mut duties = self.duties_of_office(office);
        duties.retain(|id| self.public.duty(*id).plan == Some(plan));
        duties
    }
}
