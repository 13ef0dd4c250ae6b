//! 走访 as of a day: what each post was to do, what it did, and the issues that may be told.

use super::Facts;
use super::count::Ratio;
use super::withhold::{self, Shown, withhold};
use crate::model::plan::VisitQuota;
use crate::model::visit::{IssueRow, VisitRow};
use crate::model::{Day, Id, Period, Plan, Visit};

/// The visits of a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitFacts<'a> {
    /// The quarters asked for; none where the period is shorter than one.
    pub quarters: u32,
    /// 首季不足一季: the plan began within one of its quarters, which asks for the whole all the
    /// same.
    pub first_is_short: bool,
    pub rows: Vec<Attainment<'a>>,
    /// By 对象, in the order they come first.
    pub by_who: Vec<(Option<&'a str>, Total)>,
    pub all: Total,
    /// The issues, the small counts withheld.
    pub issues: Shown,
}

/// A post's visits against what was asked of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attainment<'a> {
    pub row: &'a VisitRow,
    /// As the row states it, else by the plan's quota.
    pub due: Option<u32>,
    /// Visits, and calls where the plan takes them.
    pub made: u32,
    pub counts_calls: bool,
    pub standing: Standing,
}

impl Attainment<'_> {
    /// Made of due; more than asked is more than the whole.
    pub fn rate(&self) -> Option<Ratio> {
        self.due.map(|due| Ratio { part: self.made, whole: due })
    }
}

/// Whether a post did what was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Met,
    Short,
    /// Not yet, and the period is not over.
    Running,
    /// Nothing was asked.
    Unasked,
}

/// The visits of several posts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Total {
    pub posts: u32,
    /// Of them, those something was asked of.
    pub asked: u32,
    pub met: u32,
    pub short: u32,
    pub visits: u32,
    pub calls: u32,
}

impl Total {
    fn add(&mut self, attainment: &Attainment) {
        self.posts += 1;
        self.asked += u32::from(attainment.due.is_some());
        self.met += u32::from(attainment.standing == Standing::Met);
        self.short += u32::from(attainment.standing == Standing::Short);
        self.visits = self.visits.saturating_add(attainment.row.visits);
        self.calls = self.calls.saturating_add(attainment.row.calls);
    }

    /// 达标率: posts that did what was asked, of those something was asked of. Sums of visits
    /// would let one post's zeal cover another's neglect.
    pub fn met_rate(&self) -> Ratio {
        Ratio { part: self.met, whole: self.asked }
    }
}

impl Facts {
    /// What can be told of a period's visits on the day.
    pub fn visit(&self, id: Id<Visit>) -> VisitFacts<'_> {
        let visit = self.public().visit(id);
        evaluate(visit, visit.plan.map(|plan| self.public().plan(plan)), self.day())
    }
}

fn evaluate<'a>(visit: &'a Visit, plan: Option<&Plan>, day: Day) -> VisitFacts<'a> {
    let quarters = quarters(visit.period, plan);
    let asked = u32::try_from(quarters.len()).unwrap_or(u32::MAX);
    let start = plan.map(Plan::default_start);
    let first_is_short =
        quarters.iter().any(|quarter| start.is_some_and(|start| quarter.first() < start));
    let is_over = visit.period.last() <= day;
    let rows: Vec<Attainment> =
        visit.rows.iter().map(|row| attainment(row, plan, asked, is_over)).collect();
    let mut all = Total::default();
    let mut by_who: Vec<(Option<&str>, Total)> = Vec::new();
    for attainment in &rows {
        all.add(attainment);
        let who = attainment.row.who.as_deref();
        match by_who.iter_mut().find(|(of, _)| *of == who) {
            Some((_, total)) => total.add(attainment),
            None => {
                let mut total = Total::default();
                total.add(attainment);
                by_who.push((who, total));
            }
        }
    }
    let counts: Vec<withhold::Counts> = visit.issues.iter().map(counts).collect();
    VisitFacts { quarters: asked, first_is_short, rows, by_who, all, issues: withhold(&counts) }
}

/// The quarters of a period in which the plan asked for visits.
fn quarters(period: Period, plan: Option<&Plan>) -> Vec<Period> {
    if !matches!(period, Period::Year(_) | Period::HalfYear(..) | Period::Quarter(..)) {
        return Vec::new();
    }
    let first = Period::Quarter(1, 1).around(period.first());
    let all = std::iter::successors(Some(first), |quarter| quarter.next());
    let within = all.take_while(|quarter| quarter.first() <= period.last());
    within
        .filter(|quarter| {
            plan.is_none_or(|plan| {
                plan.default_start() <= quarter.last()
                    && plan.end.is_none_or(|end| quarter.first() <= end)
            })
        })
        .collect()
}

fn attainment<'a>(
    row: &'a VisitRow,
    plan: Option<&Plan>,
    quarters: u32,
    is_over: bool,
) -> Attainment<'a> {
    let quota = plan.and_then(|plan| row.quota(&plan.visit_quota));
    let counts_calls = quota.is_some_and(counts_calls);
    let made = if counts_calls { row.visits.saturating_add(row.calls) } else { row.visits };
    let by_quota = quota
        .and_then(|quota| quota.per_quarter)
        .filter(|_| quarters > 0)
        .map(|times| times.saturating_mul(quarters));
    let due = row.due.or(by_quota);
    let standing = match due {
        None => Standing::Unasked,
        Some(due) if made >= due => Standing::Met,
        Some(_) if is_over => Standing::Short,
        Some(_) => Standing::Running,
    };
    Attainment { row, due, made, counts_calls, standing }
}

/// Whether a call counts as well as a visit (走访或电话).
fn counts_calls(quota: &VisitQuota) -> bool {
    let is_call = |way: &String| {
        let way = way.to_lowercase();
        ["电话", "phone", "call"].iter().any(|word| way.contains(word))
    };
    quota.ways.iter().any(is_call)
}

fn counts(row: &IssueRow) -> withhold::Counts {
    [row.raised, row.solved, row.open, row.explained, row.transferred]
}
