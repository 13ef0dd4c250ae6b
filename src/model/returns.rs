//! 报送: what one office filed for one period; each row is an entry of its task.

use rust_decimal::Decimal;

use super::choice::Choice as _;
use super::date::{Day, Moment};
use super::fields::Fields;
use super::id::Id;
use super::key::{self, Field, optional, required};
use super::office::Office;
use super::period::Period;
use super::plan::Plan;
use super::reference::Lookup;
use super::task::EventKind;
use super::task::Task;
use super::{Base, Kind, Party};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::say;

/// A return.
#[derive(Debug, Clone)]
pub struct Return {
    pub base: Base,
    pub office: Option<Id<Office>>,
    pub plan: Option<Id<Plan>>,
    /// The weeks and months it discharges.
    pub periods: Vec<Period>,
    pub filed: Moment,
    pub audit: Option<Audit>,
    pub papers: Vec<String>,
    pub rows: Vec<Row>,
}

/// The overseer's word on a return.
#[derive(Debug, Clone)]
pub struct Audit {
    pub post: Option<Party>,
    pub time: Option<Moment>,
    pub opinion: Option<String>,
}

/// One task's line in a return.
#[derive(Debug, Clone)]
pub struct Row {
    pub task: Id<Task>,
    pub text: String,
    /// The day it happened: as stated, else the day of filing.
    pub day: Day,
    pub event: EventKind,
    pub percent: Option<Decimal>,
    pub quantity_done: Option<Decimal>,
    pub place: Place,
}

pub const FIELDS: &[Field] = &[
    optional(&key::PUBLISHED, "2023-03-10"),
    required(&key::OFFICE, "审批办"),
    required(&key::PLAN, "方案的标题或id"),
    required(&key::PERIOD, "2023-W10"),
    required(&key::FILED, "2023-03-10 11:30"),
    optional(&key::AUDIT, "{职务: 分管副局长, 时间: 2023-03-10 15:00, 意见: 同意}"),
    optional(&key::PAPERS, "[任务推进情况表单]"),
    required(&key::ROWS, "[{任务: 任务的id, 进展: 已完成梳理, 完成比例: 40}]"),
];

impl Return {
    pub(super) fn decode(
        base: Base,
        plan: Option<(Id<Plan>, &Plan)>,
        fields: &mut Fields,
        lookup: &Lookup,
        out: &mut Diagnostics,
    ) -> Option<Self> {
        let year = plan.map(|(_, plan)| plan.year_of_words());
        let plan = plan.map(|(id, _)| id);
        let office = lookup.required(fields, &key::OFFICE, Kind::Office, "审批办", out);
        if !fields.has_any(&key::PERIOD) {
            fields.missing(&key::PERIOD, "2023-W10", out);
        }
        let mut periods = Vec::new();
        for period in fields.periods(&key::PERIOD, year, out) {
            match period.value {
                Period::Week(..) | Period::Month(..) => periods.push(period.value),
                other => out.push(
                    Diagnostic::new(
                        Code::BadValue,
                        fields.place(period.span),
                        say!(
                            "报送的周期是周或月，“{other}”不是",
                            "a return is of a week or a month, `{other}` is neither"
                        ),
                    )
                    .help(say!(
                        "周写 2023-W10，月写 2023-03",
                        "write a week as 2023-W10, a month as 2023-03"
                    )),
                ),
            }
        }
        if !fields.has(&key::FILED) {
            fields.missing(&key::FILED, "2023-03-10 11:30", out);
        }
        let filed = fields.moment_in(&key::FILED, year, out);
        let audit = fields.map(&key::AUDIT, out).map(|mut line| {
            let audit = Audit {
                post: lookup.party(&mut line, &key::POST, out),
                time: line.moment_in(&key::TIME, year, out),
                opinion: line.text(&key::OPINION, out),
            };
            line.finish(out);
            audit
        });
        let papers = fields.texts(&key::PAPERS, out);
        if !fields.has(&key::ROWS) {
            fields.missing(&key::ROWS, "[{任务: 任务的id, 进展: 已完成梳理}]", out);
        }
        let mut rows = Vec::new();
        for line in fields.maps(&key::ROWS, out) {
            if let Some(row) = decode_row(line, filed, lookup, out) {
                rows.push(row);
            }
        }
        Some(Self { base, office, plan, periods, filed: filed?, audit, papers, rows })
    }
}

fn decode_row(
    mut line: Fields,
    filed: Option<Moment>,
    lookup: &Lookup,
    out: &mut Diagnostics,
) -> Option<Row> {
    let task = lookup.required(&mut line, &key::TASK, Kind::Task, "任务的id", out);
    let place = line.place(line.value_span(&key::TASK));
    let text = line.text(&key::TEXT, out);
    let day = line.day(&key::DATE, filed.map(|filed| filed.day.year()), out);
    let day_given = line.has(&key::DATE);
    if let (Some(day), Some(filed)) = (day, filed)
        && filed.day < day
    {
        let filed = filed.day;
        out.push(
            Diagnostic::new(
                Code::FiledBeforeHappened,
                line.place(line.value_span(&key::DATE)),
                say!(
                    "报送于{filed}，早于事情发生的{day}",
                    "filed on {filed}, before it happened on {day}"
                ),
            )
            .help(say!("核对这一行的日期", "check the date of this row")),
        );
    }
    let percent = line.number(&key::PERCENT, out);
    let quantity_done = line.number(&key::QUANTITY_DONE, out);
    let event = line.choice::<EventKind>(&key::EVENT, out);
    let event_given = line.has(&key::EVENT);
    let event = match event {
        Some(EventKind::Progress | EventKind::Completed) => event,
        Some(other) => {
            let (zh, en) = (other.chinese(), other.name());
            out.push(
                Diagnostic::new(
                    Code::BadValue,
                    line.place(line.value_span(&key::EVENT)),
                    say!("报送里不能写“{zh}”", "a return cannot carry `{en}`"),
                )
                .help(say!(
                    "这里只写“进展”或“完成”；其他事项另建条目",
                    "only `progress` or `completed`; the rest are entries of the task"
                )),
            );
            None
        }
        None if event_given => None,
        None => Some(EventKind::Progress),
    };
    line.finish(out);
    let day = if day_given { day? } else { filed?.day };
    Some(Row {
        task: task?,
        text: text.unwrap_or_default(),
        day,
        event: event?,
        percent,
        quantity_done,
        place,
    })
}
