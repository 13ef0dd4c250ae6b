//! 双公示: permits and penalties that must be published within seven working days.

use super::Base;
use super::date::Day;
use super::fields::Fields;
use super::id::Id;
use super::key::{self, Field, optional, required};
use super::period::Period;
use super::plan::Plan;
use super::table::{Columns, Line};
use crate::content::Table;
use crate::diagnostic::Diagnostics;
use crate::model::choice::Flag;

/// The table of cases.
pub const CASES: &str = "cases";

/// The cases of a period. Only rates of them are published.
#[derive(Debug, Clone)]
pub struct Publicity {
    pub base: Base,
    pub period: Period,
    pub plan: Option<Id<Plan>>,
    /// How many there should be, where that is stated.
    pub due: Option<u32>,
    pub cases: Vec<Case>,
}

/// A permit or penalty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    pub id: String,
    pub category: Option<String>,
    pub decided: Day,
    pub filed: Option<Day>,
    pub wrong: bool,
}

pub const FIELDS: &[Field] = &[
    optional(&key::PUBLISHED, "2023-07-05"),
    required(&key::PERIOD, "2023-06"),
    optional(&key::PLAN, "方案的标题或id"),
    optional(&key::CASES_DUE, "12"),
];

impl Publicity {
    pub(super) fn decode(
        base: Base,
        plan: Option<(Id<Plan>, &Plan)>,
        fields: &mut Fields,
        table: Option<&Table>,
        out: &mut Diagnostics,
    ) -> Option<Self> {
        let year = plan.map(|(_, plan)| plan.year_of_words());
        let period = fields.period(&key::PERIOD, "2023-06", year, out);
        let due = fields.count(&key::CASES_DUE, out);
        let cases = table.map_or_else(Vec::new, |table| read_cases(table, out));
        Some(Self { base, period: period?, plan: plan.map(|(id, _)| id), due, cases })
    }
}

fn read_cases(table: &Table, out: &mut Diagnostics) -> Vec<Case> {
    let mut columns = Columns::new(table);
    let id = columns.required(&key::CASE_ID, out);
    let category = columns.find(&key::CATEGORY);
    let decided = columns.required(&key::DECIDED, out);
    let filed = columns.find(&key::CASE_FILED);
    let wrong = columns.find(&key::WRONG);
    columns.finish(&[], out);
    let mut cases = Vec::new();
    for row in &table.rows {
        let line = Line::new(table, row);
        let case_id = line.required(id, &key::CASE_ID, out);
        let decided_on = line.day(decided, &key::DECIDED, out);
        if decided_on.is_none() && line.text(decided).is_none() {
            line.missing(decided, &key::DECIDED, out);
        }
        let filed = line.day(filed, &key::CASE_FILED, out);
        let wrong = line.choice::<Flag>(wrong, &key::WRONG, out) == Some(Flag::Yes);
        let (Some(id), Some(decided)) = (case_id, decided_on) else { continue };
        cases.push(Case { id: id.value, category: line.text(category), decided, filed, wrong });
    }
    cases
}
