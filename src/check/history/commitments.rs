//! # commitment-overwritten
//!
//! Something the public was promised was written over in its file, not changed by an entry.
//!
//! 已公布的承诺在原文件里改写，没有用条目说明。
//!
//! The file of a task is the commitment as first published; a new deadline is an entry (调整) with a
//! reason and by somebody's leave, so that the page shows both days. Written over, the first one is as
//! if it had never been. Looked at are a task's deadline, goal, lead, start, target and plan; a
//! problem's deadline, lead and item of the checklist; the measures of a list of duties; baselines and
//! targets of an indicator. What only reads otherwise, as 9月底 for 2023-09-30, is no change. Told only
//! with `check --base`.
//!
//! 任务文件是最初公布的承诺；改时限要建“调整”条目，写明理由和批准，页面上两个日期都看得到。直接改写，原来的
//! 时限就像没有过。对照的有：任务的完成时限、目标、责任单位、开始、量化目标和方案，问题的整改时限、责任单位和
//! 排查要点，责任清单的措施，指标的基期值和目标值。写法不同而意思一样的（9月底与2023-09-30）不算。用 check
//! --base 才能比对。
//!
//! ## Fails
//!
//! ```text
//! content/plans/2023.md
//! ---
//! 标题: 工作方案
//! 发文机关: 局
//! 发布日期: 2023-03-03
//! ---
//! content/tasks/01/index.md
//! ---
//! 标题: 梳理清单
//! 方案: 工作方案
//! 责任单位: 审批办
//! 完成时限: 6月底前
//! ---
//! $ git commit
//! content/tasks/01/index.md
//! ---
//! 标题: 梳理清单
//! 方案: 工作方案
//! 责任单位: 审批办
//! 完成时限: 9月底前
//! ---
//! ```
//!
//! ## Passes
//!
//! ```text
//! content/plans/2023.md
//! ---
//! 标题: 工作方案
//! 发文机关: 局
//! 发布日期: 2023-03-03
//! ---
//! content/tasks/01/index.md
//! ---
//! 标题: 梳理清单
//! 方案: 工作方案
//! 责任单位: 审批办
//! 完成时限: 6月底前
//! ---
//! $ git commit
//! content/tasks/01/index.md
//! ---
//! 标题: 梳理清单
//! 方案: 工作方案
//! 责任单位: 审批办
//! 完成时限: 2023年6月30日
//! ---
//! content/tasks/01/2023-05-31-调整.md
//! ---
//! 事项: 调整
//! 完成时限: 9月底前
//! 理由: 系统升级推迟
//! 批准: 局长办公会
//! ---
//! ```

use crate::check::Subject;
use crate::check::past::{Past, Said, Side, alike, commitment, excerpt, raw};
use crate::check::text::field;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Text};
use crate::model::key::{self, Key};
use crate::model::{Kind, RecordId};
use crate::say;

/// Changes told one by one in a message; past these, how many more there are.
const TOLD: usize = 3;

/// A promise as it was and as it is.
struct Overwritten {
    key: &'static Key,
    /// What of it, where the field has several.
    of: String,
    from: String,
    to: String,
    /// Whether an entry (调整) can change it.
    by_entry: bool,
}

/// Tells each record whose promises were written over, at the first of them.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    let Some(past) = of.past() else { return };
    for kind in [Kind::Task, Kind::Problem, Kind::Duty, Kind::Indicator] {
        for (from, to) in past.kept(kind) {
            let found = match kind {
                Kind::Duty => of_duty(past, from, to),
                Kind::Indicator => of_indicator(past, from, to),
                _ => of_commitment(past, from, to),
            };
            out.extend(told(past, to, &found));
        }
    }
}

/// What of a task or problem was written over.
fn of_commitment(past: &Past, from: RecordId, to: RecordId) -> Vec<Overwritten> {
    let then = commitment(Side::Then(past), from);
    let now = commitment(Side::Now(past.new), to);
    let pairs = then.into_iter().zip(now);
    let differing = pairs.filter(|(was, is)| !was.is_as(is) && is_promise(was));
    let written = |(was, is): (Said, Said)| {
        let (mut said, mut says) = (was.told(), is.told());
        let (old, new) = (past.old.base(from), past.new.base(to));
        if raw(old, was.key) == raw(new, was.key) {
            // 各股室 are those of the plan, and a name may lead to another office.
            if *was.key == key::LEAD {
                return None;
            }
            // 9月底 is of the plan's year.
            (said, says) = (was.means().to_owned(), is.means().to_owned());
        }
        let by_entry = ![key::PLAN, key::QUESTION].contains(was.key);
        Some(Overwritten { key: was.key, of: String::new(), from: said, to: says, by_entry })
    };
    differing.filter_map(written).collect()
}

/// Whether a field promised something before: a deadline nobody set is told to be missing, and so
/// is one that was; of all else, what is added takes nothing away.
fn is_promise(was: &Said) -> bool {
    !was.is_empty() || [key::DEADLINE, key::REMEDY_DEADLINE].contains(was.key)
}

/// Measures that were written over or taken out; more of them at the end are none of that.
fn of_duty(past: &Past, from: RecordId, to: RecordId) -> Vec<Overwritten> {
    let (then, now) = (past.old.duty(from.typed()), past.new.duty(to.typed()));
    let mut found = Vec::new();
    for (at, was) in then.measures.iter().enumerate() {
        let is = now.measures.get(at).map_or("", |is| is);
        if !alike(was, is) {
            let (key, of) = (&key::DUTY_MEASURES, (at + 1).to_string());
            let (from, to) = (excerpt(was), excerpt(is));
            found.push(Overwritten { key, of, from, to, by_entry: false });
        }
    }
    found
}

/// Baselines and targets that are others, by the ids of their measures.
fn of_indicator(past: &Past, from: RecordId, to: RecordId) -> Vec<Overwritten> {
    let (then, now) = (past.old.indicator(from.typed()), past.new.indicator(to.typed()));
    let mut found = Vec::new();
    for was in &then.measures {
        let is = now.measures.iter().find(|is| is.id == was.id);
        let values = [
            (&key::BASELINE, was.baseline, is.and_then(|is| is.baseline)),
            (&key::TARGET, was.target, is.and_then(|is| is.target)),
        ];
        let days = [
            (&key::BASELINE_DATE, was.baseline_date, is.and_then(|is| is.baseline_date)),
            (&key::TARGET_DATE, was.target_date, is.and_then(|is| is.target_date)),
        ];
        let values = values.into_iter().filter_map(|(key, was, is)| {
            let shown = |value: Option<rust_decimal::Decimal>| {
                value.map(|value| value.to_string()).unwrap_or_default()
            };
            (was.is_some() && was != is).then(|| (key, shown(was), shown(is)))
        });
        let days = days.into_iter().filter_map(|(key, was, is)| {
            let shown = |day: Option<crate::model::Day>| {
                day.map(|day| day.to_string()).unwrap_or_default()
            };
            (was.is_some() && was != is).then(|| (key, shown(was), shown(is)))
        });
        found.extend(values.chain(days).map(|(key, from, to)| {
            Overwritten { key, of: was.name.clone(), from, to, by_entry: false }
        }));
    }
    found
}

fn told(past: &Past, record: RecordId, found: &[Overwritten]) -> Option<Diagnostic> {
    let first = found.first()?;
    let base = past.new.base(record);
    // Baselines and targets stand among the measures.
    let key = if record.kind == Kind::Indicator { &key::MEASURES } else { first.key };
    let each: Vec<Text> = found.iter().take(TOLD).map(one).collect();
    let zh: Vec<&str> = each.iter().map(|text| text.zh.as_str()).collect();
    let en: Vec<&str> = each.iter().map(|text| text.en.as_str()).collect();
    let (mut zh, mut en) = (zh.join("，"), en.join(", "));
    if let more @ 1.. = found.len().saturating_sub(TOLD) {
        zh.push_str(&format!("，另有{more}处"));
        en.push_str(&format!(", and {more} more"));
    }
    let message = say!(
        "已公布的承诺在原处改写：{zh}",
        "what was promised to the public was written over: {en}"
    );
    let (name_zh, name_en) = (first.key.zh[0], first.key.en);
    let help = match first.by_entry {
        true => say!(
            "恢复原文，用“调整”条目改{name_zh}，写明理由和批准",
            "put it back and change `{name_en}` by an entry (`event: changed`), with reason and approval"
        ),
        false => say!(
            "恢复原文；确经批准改的，写“豁免”，写明理由和批准",
            "put it back; where it was changed by leave, waive this with reason and approval"
        ),
    };
    Some(Diagnostic::new(Code::CommitmentOverwritten, field(base, key), message).help(help))
}

fn one(change: &Overwritten) -> Text {
    let Overwritten { key, of, from, to, .. } = change;
    let (zh, en) = (key.zh[0], key.en);
    let (of_zh, of_en) = match of.as_str() {
        "" => (String::new(), String::new()),
        of if *key == &key::DUTY_MEASURES => (format!("第{of}条"), format!("{of}: ")),
        of => (format!("“{of}”"), format!("`{of}`: ")),
    };
    match (from.as_str(), to.as_str()) {
        ("", to) => say!("{of_zh}{zh}补写为“{to}”", "{of_en}{en} set to `{to}`"),
        (from, "") => say!("{of_zh}{zh}“{from}”删去", "{of_en}{en} `{from}` taken out"),
        (from, to) => {
            say!("{of_zh}{zh}由“{from}”改为“{to}”", "{of_en}{en} from `{from}` to `{to}`")
        }
    }
}
