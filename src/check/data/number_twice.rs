//! # number-twice
//!
//! Two tasks of one plan bear one number.
//!
//! 同一方案里两项任务序号相同。
//!
//! Nobody can tell which of them a bulletin means by 第3项. Take the numbers from the document; where
//! it numbers each of its parts anew, write 一-3, 二-3.
//!
//! 通报里写“第3项”，说不清是哪一项。序号按方案原文；原文分部分重新编号的，写成“一-3”“二-3”。
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
//! 序号: 3
//! ---
//! content/tasks/02/index.md
//! ---
//! 标题: 公布清单
//! 方案: 工作方案
//! 责任单位: 审批办
//! 完成时限: 6月底前
//! 序号: 3
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
//! 序号: 3
//! ---
//! content/tasks/02/index.md
//! ---
//! 标题: 公布清单
//! 方案: 工作方案
//! 责任单位: 审批办
//! 完成时限: 6月底前
//! 序号: 4
//! ---
//! ```

use std::collections::BTreeMap;

use crate::check::{Subject, text};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{Id, Plan, key};
use crate::say;

/// Warns of the second and each later one.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    let mut first: BTreeMap<(Id<Plan>, &str), &str> = BTreeMap::new();
    let tasks = of.model.tasks.iter().filter(|task| {
        // A sample may stand for a task that is not written down.
        !task.base.draft && !task.base.sample && task.base.withdrawn.is_none()
    });
    for task in tasks {
        let (Some(plan), Some(number)) = (task.plan, task.number.as_deref()) else { continue };
        match first.get(&(plan, number)) {
            None => {
                first.insert((plan, number), &task.base.title);
            }
            Some(other) => out.push(
                Diagnostic::new(
                    Code::NumberTwice,
                    text::field(&task.base, &key::NUMBER),
                    say!(
                        "序号{number}已用于“{other}”",
                        "number {number} is that of `{other}` already"
                    ),
                )
                .help(say!("按方案原文写序号", "take the number from the document")),
            ),
        }
    }
}
