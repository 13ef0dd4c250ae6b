//! # far-ahead
//!
//! An entry is dated more than a month ahead.
//!
//! 条目的日期在一个多月以后。
//!
//! Mostly a wrong year. Until that day it does not exist for anybody, so nobody would notice that it
//! is missing. A site whose day is pinned (as_of) is of the past, and not meant.
//!
//! 多半是年份写错了。到那一天以前这个条目等于没有，漏了也看不出来。固定了截至日（as_of）的站点是归档或演示，不算。
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
//! content/tasks/01/2032-03-20.md
//! ---
//! 事项: 进展
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
//! ---
//! content/tasks/01/2023-06-20.md
//! ---
//! 事项: 进展
//! ---
//! 已梳理。
//! ```

use crate::check::Subject;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::Kind;
use crate::say;

/// Days ahead that an entry may well be prepared.
const AHEAD: i64 = 31;

/// Warns of each such entry.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    if of.model.settings.as_of.is_some() {
        return;
    }
    let model = of.model;
    let today = of.site.facts.day();
    let kinds = Kind::ALL.into_iter().filter(|kind| kind.has_entries());
    for entry in kinds.flat_map(|kind| model.records(kind)).flat_map(|id| model.entries_of(id)) {
        let day = entry.day;
        let ahead = day.since(today);
        if ahead > AHEAD {
            out.push(
                Diagnostic::new(
                    Code::FarAhead,
                    entry.filing.place().clone(),
                    say!(
                        "日期{day}比截至日{today}晚{ahead}天",
                        "{day} lies {ahead} days after {today}"
                    ),
                )
                .help(say!("核对年份", "look at the year")),
            );
        }
    }
}
