//! 走访统计: totals of visits and of the issues raised; who was visited stays outside the site.

use super::fields::Fields;
use super::id::Id;
use super::key::{self, Field, optional, required};
use super::period::Period;
use super::plan::Plan;
use super::reference::Lookup;
use super::table::{Columns, Line};
use super::{Base, Party};
use crate::content::Table;
use crate::diagnostic::Diagnostics;

/// The table of visits made.
pub const VISITS: &str = "visits";
/// The table of issues raised.
pub const ISSUES: &str = "issues";

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
        let rows = visits.map_or_else(Vec::new, |table| read_visits(table, lookup, out));
        let issues = issues.map_or_else(Vec::new, |table| read_issues(table, out));
        Some(Self { base, period: period?, plan: plan.map(|(id, _)| id), rows, issues })
    }
}

fn read_visits(table: &Table, lookup: &Lookup, out: &mut Diagnostics) -> Vec<VisitRow> {
    let mut columns = Columns::new(table);
    let post = columns.required(&key::POST, out);
    let who = columns.find(&key::WHO);
    let due = columns.find(&key::VISITS_DUE);
    let visits = columns.find(&key::VISITS_MADE);
    let calls = columns.find(&key::CALLS);
    columns.finish(&[], out);
    let mut rows = Vec::new();
    for row in &table.rows {
        let line = Line::new(table, row);
        let Some(word) = line.required(post, &key::POST, out) else { continue };
        rows.push(VisitRow {
            post: lookup.party_of(&word.value),
            who: line.text(who),
            due: line.count(due, &key::VISITS_DUE, out),
            visits: line.count(visits, &key::VISITS_MADE, out).unwrap_or(0),
            calls: line.count(calls, &key::CALLS, out).unwrap_or(0),
        });
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
        rows.push(IssueRow {
            category: category.value,
            raised: line.count(raised, &key::RAISED, out),
            solved: line.count(solved, &key::SOLVED, out),
            open: line.count(open, &key::STILL_OPEN, out),
            explained: line.count(explained, &key::EXPLAINED, out),
            transferred: line.count(transferred, &key::PASSED_ON, out),
        });
    }
    rows
}
