//! # entered-late
//!
//! An entry is put in long after the day it is of.
//!
//! 条目的日期比录入早很多，公众会看到“补报”。
//!
//! What is told of a day long past changes what readers knew of that day, and its page says that it
//! came late (补报). It may be true: then it stays as it is. Days are counted from when it happened, or
//! from 报送时间 where that is given; how many are long is set in `[history] late_after`, 7 where it is
//! not. What comes with a new record is not late by itself. Told only with `check --base`.
//!
//! 补进很久以前的事，等于改变公众对那天的了解，页面会标明补报。确有其事就照此公布。从发生的日期算起，写了“报送时
//! 间”的从报送算起；多久算久，在 site.toml 的 [history] late_after 写明，不写为7天。随新记录一起录入的不算。用
//! check --base 才能比对。
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
//! content/tasks/01/2023-04-10.md
//! ---
//! 完成比例: 40
//! ---
//! 已梳理12项。
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
//! content/tasks/01/2023-05-30.md
//! ---
//! 完成比例: 40
//! ---
//! 已梳理12项。
//! ```

use crate::check::Subject;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::say;

/// Warns of each entry of a file that readers of the base could have known long ago, and did not.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    let Some(past) = of.past() else { return };
    let (day, late_after) = (past.facts.day(), past.facts.settings().history.late_after);
    for edited in past.edited() {
        let seen = past.facts.entries_of(edited.to);
        for known in &edited.come {
            let entry = known.base();
            // A row comes with its return, which says when it was filed.
            let is_seen = seen.iter().any(|seen| std::ptr::eq(*seen, entry));
            let days = day.since(entry.exists_from());
            if !is_seen || entry.from_return().is_some() || days <= i64::from(late_after) {
                continue;
            }
            let (on, event) = (entry.exists_from(), known.event());
            let (event_zh, event_en) = (event.zh, event.en);
            out.push(
                Diagnostic::new(
                    Code::EnteredLate,
                    entry.filing.place().clone(),
                    say!(
                        "{on}的“{event_zh}”过了{days}天才录入，公众会看到“补报”",
                        "the `{event_en}` of {on} is put in {days} days later; readers will see that it came late"
                    ),
                )
                .help(say!(
                    "核对日期；后来才报来的，写明“报送时间”",
                    "check its date; where it was reported later, say when in `filed`"
                )),
            );
        }
    }
}
