//! 汇总 as data: the offices of each plan side by side.

use serde::Serialize;

use super::duties::OfficeDuties;
use super::evaluations::grade;
use super::json::Number;
use super::plans::PlanTasks;
use super::returns::Figures;
use super::row::{Context, Row};
use crate::facts::summary::{Summary, SummaryRow};
use crate::facts::{Facts, ProblemCounts};
use crate::model::{Id, Plan};

/// An office's figures under a plan, its descendants' among them.
#[derive(Debug, Default, Serialize)]
pub struct OfficeLine<'a> {
    plan: Option<&'a str>,
    office: Option<&'a str>,
    tasks: PlanTasks,
    problems: Problems,
    duties: OfficeDuties,
    evaluation: Judgement<'a>,
    returns: Figures,
}

impl Row for OfficeLine<'_> {}

#[derive(Debug, Default, Serialize)]
struct Problems {
    found: u32,
    transferred: u32,
    closed: u32,
    closed_rate: Option<Number>,
    samples: u32,
}

impl From<ProblemCounts> for Problems {
    fn from(counts: ProblemCounts) -> Self {
        Self {
            found: counts.found,
            transferred: counts.transferred,
            closed: counts.closed,
            closed_rate: Number::rate(counts.closed_rate()),
            samples: counts.samples,
        }
    }
}

/// What came of the plan's latest evaluation.
#[derive(Debug, Default, Serialize)]
struct Judgement<'a> {
    id: Option<&'a str>,
    place: Option<u32>,
    total: Option<Number>,
    grade: Option<&'a str>,
}

/// A row an office and plan.
pub fn rows<'a>(cx: &Context<'a>) -> Vec<OfficeLine<'a>> {
    let mut lines = Vec::new();
    for plan in cx.facts.plans_compared() {
        let summary = cx.facts.summary(plan);
        lines.extend(summary.rows.iter().map(|row| line(cx, plan, &summary, row)));
    }
    lines
}

/// How many rows there are.
pub fn count(facts: &Facts) -> usize {
    facts.plans_compared().map(|plan| facts.offices_summed(plan).len()).sum()
}

fn line<'a>(
    cx: &Context<'a>,
    plan: Id<Plan>,
    summary: &Summary<'a>,
    row: &SummaryRow<'a>,
) -> OfficeLine<'a> {
    let judged = summary.evaluation.zip(row.result);
    let public = cx.facts.public();
    OfficeLine {
        plan: cx.id(Some(plan)),
        office: cx.id(Some(row.office)),
        tasks: row.tasks.into(),
        problems: row.problems.into(),
        duties: row.duties.into(),
        evaluation: Judgement {
            id: judged.and_then(|(id, _)| cx.id(Some(id))),
            place: judged.and_then(|(_, result)| result.place),
            total: judged.and_then(|(_, result)| result.total).map(Number),
            grade: judged.and_then(|(id, result)| grade(public.evaluation(id), result)),
        },
        returns: row.returns.map(Figures::from).unwrap_or_default(),
    }
}
