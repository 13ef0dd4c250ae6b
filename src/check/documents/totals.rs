//! # parts-off-total
//!
//! The parts a record lists do not make up the total it states.
//!
//! 列出的各项加起来不是写明的总数。
//!
//! A plan states 23 tasks and 16 are listed. The rest is somewhere: list it, or say on the page why
//! it is not there. Samples are not counted; quoted totals and their parts are compared where they
//! are read.
//!
//! 方案写明23项任务，只录入了16项，其余总在什么地方：补录，或在页面上说明原因。示例不算在内。
//!
//! ## Fails
//!
//! ```text
//! content/plans/2023.md
//! ---
//! 标题: 工作方案
//! 发文机关: 局
//! 发布日期: 2023-03-03
//! 任务数: 2
//! ---
//! content/tasks/01.md
//! ---
//! 标题: 梳理清单
//! 方案: 工作方案
//! 责任单位: 审批办
//! 完成时限: 6月底前
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
//! 任务数: 1
//! ---
//! content/tasks/01.md
//! ---
//! 标题: 梳理清单
//! 方案: 工作方案
//! 责任单位: 审批办
//! 完成时限: 6月底前
//! ---
//! ```

use crate::check::{Subject, text};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{key};
use crate::say;

/// Warns once a plan.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    let model = of.model;
    let mut listed = vec![0u32; model.plans.len()];
    for task in model.tasks.iter().filter(|task| !task.base.draft) {
        let Some(plan) = task.plan else { continue };
        // A sample is no task of a real plan.
        if !task.base.sample || model.plan(plan).base.sample {
            listed[plan.index()] += 1;
        }
    }
    for (plan, listed) in model.plans.iter().zip(listed) {
        let Some(stated) = plan.stated_tasks.filter(|stated| *stated > listed) else { continue };
        out.push(
            Diagnostic::new(
                Code::PartsOffTotal,
                text::field(&plan.base, &key::STATED_TASKS),
                say!(
                    "方案写明{stated}项任务，只录入了{listed}项",
                    "the plan states {stated} tasks, only {listed} are listed"
                ),
            )
            .help(say!(
                "补录其余任务（示例不算），或在页面上说明原因",
                "list the others, samples not counted, or say on the page why they are not there"
            )),
        );
    }
}
