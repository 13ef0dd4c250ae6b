//! # completed-twice
//!
//! A task is completed again that was not reopened in between.
//!
//! 没有重开，又报了一次完成。
//!
//! The second completion changes nothing: the day that counts is the first one's. Either one of the
//! two is a mistake, or the 重开 or 退回 between them was not recorded.
//!
//! 第二次完成不起作用，完成日仍按第一次算。要么有一条写错了，要么漏记了中间的“重开”或核验“退回”。
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
//! content/tasks/01/2023-05-20.md
//! ---
//! 事项: 完成
//! ---
//! 清单已公布。
//! content/tasks/01/2023-05-26.md
//! ---
//! 事项: 完成
//! ---
//! 清单已公布。
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
//! content/tasks/01/2023-05-20.md
//! ---
//! 事项: 完成
//! ---
//! 清单已公布。
//! content/tasks/01/2023-05-26.md
//! ---
//! 事项: 进展
//! ---
//! 已补充两项。
//! ```

use crate::check::Subject;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::Task;
use crate::model::task::Event;
use crate::say;

/// Warns of each such entry.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    of.model.tasks.iter().for_each(|task| of_task(task, out));
}

fn of_task(task: &Task, out: &mut Diagnostics) {
    let mut done = None;
    for entry in &task.entries {
        match (&entry.event, done) {
            (Event::Completed, Some(first)) => out.push(
                Diagnostic::new(
                    Code::CompletedTwice,
                    entry.base.filing.place().clone(),
                    say!(
                        "{first}已报完成，之后没有重开",
                        "completed on {first} already and not reopened since"
                    ),
                )
                .help(say!(
                    "删去多余的一条，或补记“重开”；只是补充情况的写“进展”",
                    "take one out, record what reopened it, or make it a `progress`"
                )),
            ),
            (Event::Completed, None) => done = Some(entry.base.day),
            (Event::Reopened { .. } | Event::Verified { passed: false, .. }, _) => done = None,
            _ => {}
        }
    }
}
