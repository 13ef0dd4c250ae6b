//! A year: its plans, and what belongs to each.

use super::Views;
use crate::model::{Id, Plan};
use crate::render::view::{Link, PlanOfYear, YearView};

impl Views {
    /// The plans of a year in the order of the list of plans.
    pub fn year(&self, year: i32) -> YearView {
        let of_year = |id: &Id<Plan>| self.facts.year_of(*id) == Some(year);
        let plans = self.plan_ids().into_iter().filter(of_year);
        YearView { plans: plans.map(|id| self.plan_of_year(id)).collect() }
    }

    fn plan_of_year(&self, id: Id<Plan>) -> PlanOfYear {
        let plan = self.facts.public().plan(id);
        let tasks = self.facts.tasks_of_plan(id);
        let board = self.site.board_href(&plan.base.id, None).filter(|_| !tasks.is_empty());
        PlanOfYear {
            link: self.plan_link(id),
            issuer: plan.issuer.as_ref().map(|issuer| self.party_link(issuer)),
            doc_number: plan.document.number.clone(),
            span: self.span(plan.start, plan.end),
            totals: self.totals(&self.facts.count(tasks), Some(id)),
            board: board.map(|href| Link { label: self.w("year_board"), href: Some(href) }),
            indicators: self.indicators_in(id),
            family: self.family(id, "family_on_plan"),
        }
    }
}
