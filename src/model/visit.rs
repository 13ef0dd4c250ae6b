//! 走访统计: totals of visits and of the issues raised; who was visited stays outside the site.

use super::choice::nearest;
use super::fields::{Fields, Spanned};
use super::id::Id;
use super::key::{self, Field, optional, required};
use super::period::Period;
use super::plan::{Plan, VisitQuota};
use super::reference::Lookup;
use super::table::{Columns, Line};
use super::{Base, Party};
use crate::content::Table;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::say;

/// The table of visits made.
pub const VISITS: &str = "visits.csv";
/// The table of issues raised.
pub const ISSUES: &str = "issues.csv";

/// The visits of a period.
#[derive(Debug, Clone)]
pub struct Visit {
    pub base: Base,
    pub period: Period,
    pub plan: Option<Id<Plan>>,
    pub rows: Vec<VisitRow>,
    pub issues: Vec<IssueRow>,
}

/// How often a post visited whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitRow {
    pub post: Party,
    pub who: Option<String>,
    /// How often it should have, where that is stated.
    pub due: Option<u32>,
    pub visits: u32,
    pub calls: u32,
}

impl VisitRow {
    /// What a plan asks of it: the quota of its 对象, else of its post; a row that names no 对象
    /// has the only quota there is.
    pub fn quota<'p>(&self, quotas: &'p [VisitQuota]) -> Option<&'p VisitQuota> {
        let named = |name: &str| quotas.iter().find(|quota| quota.who == name);
        match (&self.who, quotas) {
            (Some(who), _) => named(who).or_else(|| named(&self.post.text)),
            (None, [only]) => Some(only),
            (None, _) => named(&self.post.text),
        }
    }
}

/// What became of the issues of a category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssueRow {
    pub category: String,
    pub raised: Option<u32>,
    pub solved: Option<u32>,
    pub open: Option<u32>,
    pub explained: Option<u32>,
    pub transferred: Option<u32>,
}

pub const FIELDS: &[Field] = &[
    optional(&key::PUBLISHED, "2023-07-05"),
    required(&key::PERIOD, "2023-Q2"),
    required(&key::PLAN, "方案的标题或id"),
];

impl Visit {
    pub(super) fn decode(
        base: Base,
        plan: Option<(Id<Plan>, &Plan)>,
        fields: &mut Fields,
        lookup: &Lookup,
        [visits, issues]: [Option<&Table>; 2],
        out: &mut Diagnostics,
    ) -> Option<Self> {
        let year = plan.map(|(_, plan)| plan.year_of_words());
        let period = fields.period(&key::PERIOD, "2023-Q2", year, out);
        let quotas = plan.map_or(&[][..], |(_, plan)| &plan.visit_quota);
        let rows = visits.map_or_else(Vec::new, |table| read_visits(table, quotas, lookup, out));
        let issues = issues.map_or_else(Vec::new, |table| read_issues(table, out));
        Some(Self { base, period: period?, plan: plan.map(|(id, _)| id), rows, issues })
    }
}

fn read_visits(
    table: &Table,
    quotas: &[VisitQuota],
    lookup: &Lookup,
    out: &mut Diagnostics,
) -> Vec<VisitRow> {
    let mut columns = Columns::new(table);
    let post = columns.required(&key::VISIT_POST, out);
    let who_column = columns.find(&key::WHO);
    let due = columns.find(&key::VISITS_DUE);
    let visits = columns.find(&key::VISITS_MADE);
    let calls = columns.find(&key::CALLS);
    columns.finish(&[], out);
    let mut rows: Vec<VisitRow> = Vec::new();
    for row in &table.rows {
        let line = Line::new(table, row);
        let Some(word) = line.required(post, &key::VISIT_POST, out) else { continue };
        let found = VisitRow {
            post: lookup.party_of(&word.value),
            who: line.text(who_column),
            due: line.count(due, &key::VISITS_DUE, out),
            visits: line.count(visits, &key::VISITS_MADE, out).unwrap_or(0),
            calls: line.count(calls, &key::CALLS, out).unwrap_or(0),
        };
        if rows.iter().any(|row| row.post == found.post && row.who == found.who) {
            line.repeated(word.span.clone(), &word.value, out);
        }
        if let (Some(who), None, None) = (&found.who, found.due, found.quota(quotas))
            && !quotas.is_empty()
        {
            let fault = Diagnostic::new(
                Code::NotInQuota,
                line.place(line.span(who_column).unwrap_or(word.span)),
                say!(
                    "方案的走访要求里没有“{who}”，这一行不判断是否达标",
                    "the plan asks for no visits of `{who}`, so this row is not judged"
                ),
            );
            out.push(match nearest(who, quotas.iter().map(|quota| quota.who.as_str())) {
                Some(near) => fault.help(say!("是不是“{near}”？", "did you mean `{near}`?")),
                None => fault.help(say!("改正对象，或填写应访", "mend it, or fill in `due`")),
            });
        }
        rows.push(found);
    }
    rows
}

fn read_issues(table: &Table, out: &mut Diagnostics) -> Vec<IssueRow> {
    let mut columns = Columns::new(table);
    let category = columns.required(&key::CATEGORY, out);
    let raised = columns.find(&key::RAISED);
    let solved = columns.find(&key::SOLVED);
    let open = columns.find(&key::STILL_OPEN);
    let explained = columns.find(&key::EXPLAINED);
    let transferred = columns.find(&key::PASSED_ON);
    columns.finish(&[], out);
    let mut rows = Vec::new();
    for row in &table.rows {
        let line = Line::new(table, row);
        let Some(category) = line.required(category, &key::CATEGORY, out) else { continue };
        let found = IssueRow {
            category: category.value.clone(),
            raised: line.count(raised, &key::RAISED, out),
            solved: line.count(solved, &key::SOLVED, out),
            open: line.count(open, &key::STILL_OPEN, out),
            explained: line.count(explained, &key::EXPLAINED, out),
            transferred: line.count(transferred, &key::PASSED_ON, out),
        };
        if rows.iter().any(|row: &IssueRow| row.category == found.category) {
            line.repeated(category.span.clone(), &category.value, out);
        }
        check_sum(&line, category, &found, out);
        rows.push(found);
    }
    rows
}

/// Warns of parts that do not make up what was raised; a row without parts has nothing to compare.
fn check_sum(line: &Line, category: Spanned<String>, row: &IssueRow, out: &mut Diagnostics) {
    let parts = [row.solved, row.open, row.explained, row.transferred];
    let given: Vec<u64> = parts.into_iter().flatten().map(u64::from).collect();
    let sum: u64 = given.iter().sum();
    let Some(raised) = row.raised.filter(|raised| !given.is_empty() && u64::from(*raised) != sum)
    else {
        return;
    };
    out.push(
        Diagnostic::new(
            Code::IssuesOffTotal,
            line.place(category.span),
            say!(
                "这一类收集{raised}件，四项去向合计{sum}件",
                "{raised} were raised in this category, what became of them adds up to {sum}"
            ),
        )
        .help(say!(
            "核对各列，使收集等于已解决、正在办理、已解释说明、已转交之和",
            "check the row: raised is solved, open, explained and transferred together"
        )),
    );
}
