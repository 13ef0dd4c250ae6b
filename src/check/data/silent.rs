//! # silent-tasks
//!
//! Nothing was ever reported of open tasks though a return was due.
//!
//! 过了报送截止时间，任务从来没有报过进展。
//!
//! A plan that asks for weekly or monthly returns wants to hear of its tasks; a cut-off has passed
//! since the task began and it has not one entry. It is told once a plan, with the numbers.
//!
//! 方案要求周报、月报，就要报任务的进展；任务开始以后已经过了截止时间，却一条记录都没有。每个方案报一次，列出序号。
//!
//! ## Fails
//!
//! ```text
//! content/plans/2023.md
//! ---
//! 标题: 工作方案
//! 发文机关: 局
//! 发布日期: 2023-03-03
//! 月报: 29日 12:00
//! ---
//! content/tasks/01/index.md
//! ---
//! 标题: 梳理清单
//! 方案: 工作方案
//! 责任单位: 审批办
//! 完成时限: 6月底前
//! 序号: 1
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
//! 月报: 29日 12:00
//! ---
//! content/tasks/01/index.md
//! ---
//! 标题: 梳理清单
//! 方案: 工作方案
//! 责任单位: 审批办
//! 完成时限: 6月底前
//! 序号: 1
//! ---
//! content/tasks/01/2023-04-20.md
//! ---
//! 事项: 进展
//! ---
//! 已梳理。
//! ```

use std::collections::BTreeMap;

use crate::check::Subject;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::facts::returns::{Cutoff, cutoffs};
use crate::model::{Day, Id, Plan, State, Task};
use crate::say;

/// Tasks named one by one; past these, how many there are.
const TOLD: usize = 5;

/// Warns once a plan.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    let facts = &of.site.facts;
    for (id, plan) in facts.plans() {
        if plan.weekly.is_none() && plan.monthly.is_none() {
            continue;
        }
        let silent = silent(of, id, plan);
        if silent.is_empty() {
            continue;
        }
        let n = silent.len();
        let names = |separator: &str, lead: &str, end: &str| {
            let name = |task: &&Task| match &task.number {
                Some(number) => format!("{lead}{number}{end}"),
                None => task.base.title.clone(),
            };
            silent.iter().take(TOLD).map(name).collect::<Vec<_>>().join(separator)
        };
        let (zh, en) = (names("、", "第", "项"), names(", ", "no. ", ""));
        let (zh, en) = match n > TOLD {
            true => (format!("{zh}等"), format!("{en} …")),
            false => (zh, en),
        };
        out.push(
            Diagnostic::new(
                Code::SilentTasks,
                Place::start(&plan.base.body.source),
                say!(
                    "过了报送截止时间，{n}项任务从未报过进展：{zh}",
                    "{n} tasks had a return due and nothing reported: {en}"
                ),
            )
            .help(say!(
                "催报，或补录已经报来的进展",
                "ask for the returns, or enter what was reported"
            )),
        );
    }
}

/// The open tasks of a plan past a cut-off and without an entry.
fn silent<'a>(of: &Subject<'a>, id: Id<Plan>, plan: &Plan) -> Vec<&'a Task> {
    let facts = &of.site.facts;
    let calendar = &of.model.settings.calendar;
    let today = facts.day();
    // Tasks mostly begin with their plan.
    let mut is_past: BTreeMap<Day, bool> = BTreeMap::new();
    let mut found = Vec::new();
    for task in facts.tasks_of_plan(id) {
        let Some(of_task) = facts.task(*task) else { continue };
        let is_asked = of_task.state.is_open()
            && !matches!(of_task.state, State::Suspended | State::Standing | State::NotStarted);
        // What is filed and not yet audited is no silence.
        let written = of.model.task(*task);
        if !is_asked || written.entries.iter().any(|entry| entry.base.exists_from() <= today) {
            continue;
        }
        let is_past = is_past.entry(of_task.start).or_insert_with(|| {
            cutoffs(plan, calendar, of_task.start, today)
                .iter()
                .any(|(_, cutoff)| matches!(cutoff, Cutoff::At(moment) if moment.day < today))
        });
        if *is_past {
            found.push(written);
        }
    }
    found
}
