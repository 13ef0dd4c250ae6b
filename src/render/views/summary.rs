//! 汇总: the offices of each plan side by side.

use super::Views;
use super::evaluation::grade;
use crate::facts::ReturnCounts;
use crate::facts::summary::{Summary, SummaryRow};
use crate::model::{Id, Plan};
use crate::render::view::{
    Link, ProblemMeter, Slice, SummaryPlan, SummaryRow as SummaryRowView, SummaryView,
};
use crate::site::anchor;

impl Views {
    /// Every plan that has offices to compare.
    pub fn summary(&self, slice: &mut Slice) -> SummaryView {
        let compared: Vec<Id<Plan>> = self.facts.plans_compared().collect();
        let plans = self.plan_ids().into_iter().filter(|plan| {
            compared.contains(plan) && !slice.passes(self.facts.offices_summed(*plan).len())
        });
        SummaryView { plans: plans.map(|plan| self.summary_plan(plan)).collect() }
    }

    /// To where a plan's offices are compared, or all of them.
    pub(super) fn summary_link(&self, plan: Option<Id<Plan>>) -> Option<Link> {
        let is_there = plan.is_none_or(|plan| self.facts.compares(plan));
        let id = plan.map(|plan| self.facts.public().plan(plan).base.id.as_str());
        let href = self.site.summary_href(id).filter(|_| is_there)?;
        Some(Link { label: self.w("title_summary"), href: Some(href) })
    }

    fn summary_plan(&self, plan: Id<Plan>) -> SummaryPlan {
        let summary = self.facts.summary(plan);
        let any = |has: fn(&SummaryRow) -> bool| summary.rows.iter().any(has);
        SummaryPlan {
            plan: self.plan_link(plan),
            anchor: anchor(&self.facts.public().plan(plan).base.id, None),
            evaluation: summary.evaluation.map(|id| self.link(id.into())),
            evaluation_sample: summary
                .evaluation
                .is_some_and(|id| self.facts.public().evaluation(id).base.sample),
            problems: any(|row| row.problems.found > 0),
            duties: any(|row| row.duties.lists > 0),
            returns: any(|row| {
                row.returns.is_some_and(|returns| returns != ReturnCounts::default())
            }),
            rows: summary.rows.iter().map(|row| self.summary_row(&summary, row)).collect(),
        }
    }

    fn summary_row(&self, summary: &Summary, row: &SummaryRow) -> SummaryRowView {
        let evaluation = summary.evaluation.map(|id| self.facts.public().evaluation(id));
        let judged = evaluation.zip(row.result);
        let closed = row.problems.closed_rate();
        SummaryRowView {
            office: self.office_link(row.office),
            tasks: self.totals(&row.tasks, None),
            problems: ProblemMeter {
                found: row.problems.found,
                samples: self.words.samples("samples_problems", row.problems.samples),
                closed: closed.part,
                due: closed.whole,
                rate: closed.to_string(),
            },
            duties: self.duties_meter(&row.duties),
            returns: row.returns.map(|returns| self.return_counts(returns)),
            grade: judged
                .and_then(|(found, result)| grade(found, result))
                .unwrap_or_else(|| "—".into()),
            place: row.result.and_then(|result| self.place_of(result)),
        }
    }
}
