//! # over-complete
//!
//! Work is done to more than a hundred per cent, or to less than nothing.
//!
//! 完成比例超过100%，或者小于0。
//!
//! A share of one task cannot be more than the whole. What was done beyond the target belongs in
//! 累计完成量, which is counted in units.
//!
//! 一项任务的完成比例不会超过百分之百。超出目标完成的数量写在“累计完成量”里。
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
//! content/tasks/01/2023-04-10.md
//! ---
//! 事项: 进展
//! 完成比例: 160
//! ---
//! 已梳理。
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
//! 量化目标: {目标: 5, 计量单位: 个}
//! ---
//! content/tasks/01/2023-04-10.md
//! ---
//! 事项: 进展
//! 完成比例: 100
//! 累计完成量: 8
//! ---
//! 已梳理。
//! ```

use rust_decimal::Decimal;

use crate::check::{Subject, text};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::entry::EntryBase;
use crate::model::key;
use crate::say;

/// Tells each such share where it is written.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    let tasks = of.model.tasks.iter().flat_map(|task| &task.entries);
    let problems = of.model.problems.iter().flat_map(|problem| &problem.entries);
    let shares = tasks
        .map(|entry| (&entry.base, entry.percent))
        .chain(problems.map(|entry| (&entry.base, entry.percent)));
    for (entry, percent) in shares {
        if let Some(percent) = percent {
            of_entry(entry, percent, out);
        }
    }
}

fn of_entry(entry: &EntryBase, percent: Decimal, out: &mut Diagnostics) {
    if (Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(&percent) {
        return;
    }
    out.push(
        Diagnostic::new(
            Code::OverComplete,
            text::entry_field(entry, &key::PERCENT),
            say!("完成比例是{percent}%", "{percent}% of it is said to be done"),
        )
        .help(say!(
            "写0到100之间的数；超额完成的写“累计完成量”",
            "write 0 to 100; what is beyond the target belongs in `quantity_done`"
        )),
    );
}
