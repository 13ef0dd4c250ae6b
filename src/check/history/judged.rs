//! # judged-anew
//!
//! An evaluation of a period that is over comes out otherwise than readers saw it.
//!
//! 评定周期已过，公布过的得分变了。
//!
//! Scores that the program computes are taken on the last day of the period, so that nothing done
//! later changes them; only what is dated back, or edited, does. Whether an office was judged by what
//! was known then is what people will ask. Told are office, criterion and figures, and the records
//! edited since that they rest on. Told only with `check --base`.
//!
//! 由程序计算的得分取周期最后一天的数，以后办的事不影响；只有倒填日期的条目或改动过的记录会让它变。单位会问，当时
//! 是按什么评的。提示里写明单位、指标项、前后的数，和它所依据、后来改动过的记录。用 check --base 才能比对。
//!
//! ## Fails
//!
//! ```text
//! content/plans/2023.md
//! ---
//! 标题: 工作方案
//! 发文机关: 局
//! 发布日期: 2023-03-03
//! 参与单位: [审批办]
//! ---
//! content/tasks/01/index.md
//! ---
//! 标题: 梳理清单
//! 方案: 工作方案
//! 责任单位: 审批办
//! 完成时限: 4月底前
//! ---
//! content/evaluations/a/index.md
//! ---
//! 标题: 4月评定
//! 周期: 2023-04
//! 方案: 工作方案
//! 指标项: [{代号: done, 名称: 任务完成, 权重: 100, 取数: 任务完成率}]
//! ---
//! $ git commit
//! content/tasks/01/2023-04-28-完成.md
//! ---
//! 事项: 完成
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
//! 参与单位: [审批办]
//! ---
//! content/tasks/01/index.md
//! ---
//! 标题: 梳理清单
//! 方案: 工作方案
//! 责任单位: 审批办
//! 完成时限: 4月底前
//! ---
//! content/evaluations/a/index.md
//! ---
//! 标题: 4月评定
//! 周期: 2023-04
//! 方案: 工作方案
//! 指标项: [{代号: done, 名称: 任务完成, 权重: 100, 取数: 任务完成率}]
//! ---
//! $ git commit
//! content/tasks/01/2023-04-28-完成.md
//! ---
//! 事项: 完成
//! 报送时间: 2023-05-31
//! ---
//! ```

use std::collections::BTreeSet;

use crate::check::Subject;
use crate::check::past::Past;
use crate::check::text::field;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::facts::Ratio;
use crate::model::evaluation::TakenFrom;
use crate::model::{Evaluation, Id, Kind, Office, Plan, RecordId, key};
use crate::say;

/// Scores told one by one in a message, and records named behind them.
const TOLD: usize = 3;

/// A score that comes out otherwise.
struct Anew<'a> {
    office: Id<Office>,
    criterion: &'a str,
    taken: TakenFrom,
    from: Ratio,
    to: Ratio,
}

/// Warns of each evaluation that is the same and comes out otherwise.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    let Some(past) = of.past() else { return };
    for (from, to) in past.kept(Kind::Evaluation) {
        let (then, now) = (past.old.evaluation(from.typed()), past.new.evaluation(to.typed()));
        let is_over = now.period.last() < past.facts.day();
        let plan = then.plan.and_then(|plan| past.now_of(plan)).filter(|_| is_over);
        let Some(plan) = plan.filter(|plan| Some(*plan) == now.plan && then.period == now.period)
        else {
            continue;
        };
        let found = anew(past, from.typed(), to.typed());
        if !found.is_empty() {
            out.push(told(past, now, plan, &found));
        }
    }
}

/// The computed scores whose inputs are others, of offices and criteria that are the same.
fn anew<'a>(past: &Past<'a>, from: Id<Evaluation>, to: Id<Evaluation>) -> Vec<Anew<'a>> {
    let (then, now) = (past.old.evaluation(from), past.new.evaluation(to));
    let results = past.base.facts.evaluation(from).zip(past.facts.evaluation(to));
    let Some((was, is)) = results else { return Vec::new() };
    let mut found = Vec::new();
    for result in &is.results {
        let of_office = |of: &&crate::facts::OfficeResult| {
            past.now_of(of.office) == Some(result.office)
        };
        let Some(before) = was.results.iter().find(of_office) else { continue };
        for (at, criterion) in now.criteria.iter().enumerate() {
            let is_it = |one: &crate::model::evaluation::Criterion| {
                (&one.id, one.from) == (&criterion.id, criterion.from)
            };
            let Some(known) = then.criteria.iter().position(is_it) else { continue };
            let inputs = before.scores.get(known).and_then(|score| score.input());
            let inputs = inputs.zip(result.scores.get(at).and_then(|score| score.input()));
            if let Some((from, to)) = inputs.filter(|(from, to)| from != to) {
                let (office, taken) = (result.office, criterion.from);
                found.push(Anew { office, criterion: &criterion.name, taken, from, to });
            }
        }
    }
    found
}

fn told(past: &Past, now: &Evaluation, plan: Id<Plan>, found: &[Anew]) -> Diagnostic {
    let (mut zh, mut en) = (Vec::new(), Vec::new());
    for Anew { office, criterion, from, to, .. } in found.iter().take(TOLD) {
        let office = past.facts.title((*office).into());
        let (part, whole, was_part, was_whole) = (to.part, to.whole, from.part, from.whole);
        zh.push(format!("{office}“{criterion}”由{was_part}/{was_whole}变为{part}/{whole}"));
        en.push(format!(
            "{office}, {criterion}: {was_part}/{was_whole} is now {part}/{whole}"
        ));
    }
    let (mut zh, mut en) = (zh.join("，"), en.join("; "));
    if let more @ 1.. = found.len().saturating_sub(TOLD) {
        zh.push_str(&format!("，另有{more}处"));
        en.push_str(&format!(", and {more} more"));
    }
    let behind = behind(past, now, plan, found);
    if !behind.is_empty() {
        let list: Vec<String> = behind.iter().take(TOLD).cloned().collect();
        let (en_list, list) = (list.join(", "), list.join("、"));
        let more = behind.len().saturating_sub(TOLD);
        match more {
            0 => zh.push_str(&format!("（改动过：{list}）")),
            more => zh.push_str(&format!("（改动过：{list}等，另有{more}条）")),
        }
        en.push_str(&format!(" (edited since: {en_list}"));
        en.push_str(&if more == 0 { ")".to_owned() } else { format!(", and {more} more)") });
    }
    let last = now.period.last();
    Diagnostic::new(
        Code::JudgedAnew,
        field(&now.base, &key::CRITERIA),
        say!(
            "周期到{last}已过，得分的依据变了：{zh}",
            "the period ended on {last}, and what was scored has changed: {en}"
        ),
    )
    .help(say!(
        "核对这些记录；后来才报来的写明“报送时间”，就不影响已过的周期",
        "check these records; what was reported later says when in `filed`, and leaves the period as it was"
    ))
}

/// The records these scores rest on that are not as they were, as a message names them.
fn behind(past: &Past, now: &Evaluation, plan: Id<Plan>, found: &[Anew]) -> Vec<String> {
    let facts = past.facts;
    let mut rests_on: BTreeSet<RecordId> = BTreeSet::new();
    for Anew { office, taken, .. } in found {
        match taken {
            TakenFrom::DoneRate => {
                let tasks = facts.tasks_of_office_in(*office, plan);
                rests_on.extend(tasks.into_iter().map(RecordId::from));
            }
            TakenFrom::ClosedRate => {
                let problems = facts.problems_of_office_in(*office, plan);
                rests_on.extend(problems.into_iter().map(RecordId::from));
            }
            TakenFrom::ReturnsRate => {
                let filed = facts.returns_filed();
                let own = filed.filter(|(_, filed)| {
                    (filed.office, filed.plan) == (Some(*office), Some(plan))
                });
                rests_on.extend(own.map(|(id, _)| RecordId::from(id)));
            }
            TakenFrom::Manual => {}
        }
    }
    let (then, last) = (past.then(), now.period.last());
    let edited = past.edited().iter().filter(|edited| edited.any_step(last));
    let edited: BTreeSet<RecordId> = edited.map(|edited| edited.to).collect();
    let differs = |record: &RecordId| {
        edited.contains(record) || then.get(record).is_none_or(|from| is_moved(past, *from, *record))
    };
    let differing = rests_on.into_iter().filter(differs);
    differing.map(|record| past.new.base(record).path.as_str().to_owned()).collect()
}

/// Whether a record counts otherwise by its own file: for another office, another plan, or not
/// before. Of a return that is all it says.
fn is_moved(past: &Past, from: RecordId, to: RecordId) -> bool {
    let (old, new) = (past.old, past.new);
    if from.kind == Kind::Return {
        return old.base(from).body.source.text != new.base(to).body.source.text;
    }
    let lead = old.answerable(from).first().map(|office| past.now_of(*office));
    let plan = old.plan_of(from).map(|plan| past.now_of(plan));
    lead != new.answerable(to).first().map(|office| Some(*office))
        || plan != new.plan_of(to).map(Some)
        || !past.was_public(from)
}
