//! 双公示: permits and penalties that must be published within seven working days.

use super::Base;
use super::date::Day;
use super::fields::{Fields, Spanned};
use super::id::Id;
use super::key::{self, Field, optional, required};
use super::period::Period;
use super::plan::Plan;
use super::table::{Columns, Line};
use crate::content::Table;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::choice::Flag;
use crate::say;

/// The table of cases.
pub const CASES: &str = "cases.csv";

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
        let due_span = fields.value_span(&key::CASES_DUE);
        let due = fields.count(&key::CASES_DUE, out);
        let cases = table.map_or_else(Vec::new, |table| read_cases(table, period, out));
        // A row that cannot be read is told as that, not as a case too few.
        if let (Some(due), Some(listed)) = (due, table.map(|table| table.rows.len()))
            && u64::from(due) != listed as u64
        {
            out.push(
                Diagnostic::new(
                    Code::CasesOffTotal,
                    fields.place(due_span),
                    say!(
                        "应报数写{due}件，cases 表里有{listed}件",
                        "{due} cases are due, the table has {listed}"
                    ),
                )
                .help(say!("核对应报数和表格", "check the number and the table")),
            );
        }
        Some(Self { base, period: period?, plan: plan.map(|(id, _)| id), due, cases })
    }
}

fn read_cases(table: &Table, period: Option<Period>, out: &mut Diagnostics) -> Vec<Case> {
    let mut columns = Columns::new(table);
    let id = columns.required(&key::CASE_ID, out);
    let category = columns.find(&key::CATEGORY);
    let decided = columns.required(&key::DECIDED, out);
    let filed = columns.find(&key::CASE_FILED);
    let wrong = columns.find(&key::WRONG);
    columns.finish(&[], out);
    let mut cases: Vec<Case> = Vec::new();
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
        if cases.iter().any(|case| case.id == id.value) {
            line.repeated(id.span.clone(), &id.value, out);
        }
        check_days(&line, &id, (decided, filed), period, out);
        cases.push(Case { id: id.value, category: line.text(category), decided, filed, wrong });
    }
    cases
}

/// Warns of a case of another period, and of one reported before it was decided.
fn check_days(
    line: &Line,
    id: &Spanned<String>,
    (decided, filed): (Day, Option<Day>),
    period: Option<Period>,
    out: &mut Diagnostics,
) {
    if let Some(filed) = filed.filter(|filed| *filed < decided) {
        out.push(
            Diagnostic::new(
                Code::FiledBeforeHappened,
                line.place(id.span.clone()),
                say!(
                    "报送于{filed}，早于作出决定的{decided}",
                    "filed on {filed}, before it was decided on {decided}"
                ),
            )
            .help(say!("核对两个日期", "check both dates")),
        );
    }
    if let Some(period) = period.filter(|period| !period.contains(decided)) {
        let (zh, en) = (period.chinese(), period);
        out.push(
            Diagnostic::new(
                Code::CaseOutsidePeriod,
                line.place(id.span.clone()),
                say!("作出于{decided}，不在{zh}之内", "decided on {decided}, outside of {en}"),
            )
            .help(say!(
                "移到所属周期的表里，或改正日期",
                "move it to the table of its period, or mend the date"
            )),
        );
    }
}
