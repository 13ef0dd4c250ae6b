//! # bare-rate
//!
//! A quoted rate says neither of how many nor where it comes from.
//!
//! 引用的比率，既没有分母也没有来源。
//!
//! A rate that stands alone cannot be checked by anybody. Give how many were counted (分母) or the
//! document it is quoted from (来源). A full hundred per cent is told by full-marks.
//!
//! 孤零零的比率谁也没法核对。写明分母，或者写明引自哪份文件（来源）。正好100%的由 full-marks 报。
//!
//! ## Fails
//!
//! ```text
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-03-03
//! 引用数: [{名称: 网办率（%）, 数值: 98.5}]
//! ---
//! ```
//!
//! ## Passes
//!
//! ```text
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-03-03
//! 引用数: [{名称: 网办率（%）, 数值: 98.5, 来源: 方案正文}]
//! ---
//! ```

use rust_decimal::Decimal;

use super::over_hundred::is_change;
use crate::check::Subject;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::Kind;
use crate::say;

/// Warns of each such rate.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    let model = of.model;
    let records = Kind::ALL.into_iter().flat_map(|kind| model.records(kind));
    for quoted in records.flat_map(|record| &model.base(record).quoted) {
        let (name, unit) = quoted.name_and_unit();
        let is_rate = matches!(unit, "%" | "％") || unit.is_empty() && name.ends_with('率');
        let is_bare = quoted.of.is_none() && quoted.source.is_none();
        if !is_rate || !is_bare || is_change(name) || quoted.value == Decimal::ONE_HUNDRED {
            continue;
        }
        out.push(
            Diagnostic::new(
                Code::BareRate,
                quoted.at.clone(),
                say!(
                    "“{name}”没有写明分母，也没有写明来源",
                    "`{name}` says neither of how many nor where it comes from"
                ),
            )
            .help(say!("写“分母”或“来源”", "give `of` or `source`")),
        );
    }
}
