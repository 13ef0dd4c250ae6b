//! # no-deadline-at-all
//!
//! Not one task of a plan has a deadline.
//!
//! 一份方案的任务全都没有完成时限。
//!
//! No task of it can ever be overdue, so the board says nothing of it. Usually the column 完成期限 was
//! left blank in the annex: ask the bureau for the dates, or write 长期坚持 where it is so.
//!
//! 没有时限就谈不上逾期，红黄蓝榜也就说明不了什么。多半是附件里“完成期限”一栏空着：向发文机关问
//! 明，长期工作写“长期坚持”。
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
//! content/tasks/01.md
//! ---
//! 标题: 梳理清单
//! 方案: 工作方案
//! 责任单位: 审批办
//! ---
//! content/tasks/02.md
//! ---
//! 标题: 压减材料
//! 方案: 工作方案
//! 责任单位: 审批办
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
//! content/tasks/01.md
//! ---
//! 标题: 梳理清单
//! 方案: 工作方案
//! 责任单位: 审批办
//! 完成时限: 6月底前
//! ---
//! content/tasks/02.md
//! ---
//! 标题: 压减材料
//! 方案: 工作方案
//! 责任单位: 审批办
//! ---
//! ```

use std::collections::BTreeMap;

use crate::check::{Subject, text};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{Id, Plan, key};
use crate::say;

/// Warns at the plan's title.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    let model = of.model;
    let mut plans: BTreeMap<Id<Plan>, (usize, bool)> = BTreeMap::new();
    for task in model.tasks.iter().filter(|task| !task.base.draft) {
        let Some(plan) = task.plan else { continue };
        let (count, any) = plans.entry(plan).or_default();
        *count += 1;
        *any |= task.commitment.deadline.is_some();
    }
    for (plan, (count, any)) in plans {
        // Of a single task its own page says enough.
        if any || count < 2 {
            continue;
        }
        out.push(
            Diagnostic::new(
                Code::NoDeadlineAtAll,
                text::field(&model.plan(plan).base, &key::TITLE),
                say!(
                    "这份方案的{count}项任务都没有完成时限，全部不作逾期判断",
                    "none of the {count} tasks of this plan has a deadline, so none can be overdue"
                ),
            )
            .help(say!(
                "向发文机关问明时限；持续性工作写“长期坚持”",
                "ask the issuer for the dates; write `standing` for what is to be kept up"
            )),
        );
    }
}
