//! # share-over-hundred
//!
//! A share is more than a hundred per cent.
//!
//! 百分比超过100%。
//!
//! Of all that there is, no more than all can be done. Changes (增长率, 同比 …) and what is measured
//! against a target (完成率 of an amount) can; a 备注 of the value or the 来源 of a quoted total that speaks of
//! 超 says so.
//!
//! 占全部的比例不会超过全部。增长率、同比等变动幅度不算；对目标超额完成的，在监测值的“备注”或引用数的“来源”里
//! 写明超额、超过。
//!
//! ## Fails
//!
//! ```text
//! content/indicators/jian/index.md
//! ---
//! 标题: 办理建筑许可
//! 监测项: [{代号: m, 名称: 审批情况, 计量单位: "%"}]
//! ---
//! content/indicators/jian/values.csv
//! 日期,m
//! 2023-01,58.7
//! 2023-02,105
//! ```
//!
//! ## Passes
//!
//! ```text
//! content/indicators/jian/index.md
//! ---
//! 标题: 办理建筑许可
//! 监测项: [{代号: m, 名称: 审批情况, 计量单位: "%"}]
//! ---
//! content/indicators/jian/values.csv
//! 日期,m,备注
//! 2023-01,58.7,
//! 2023-02,105,超额完成年度目标
//! ```

use rust_decimal::Decimal;

use crate::check::Subject;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::model::Kind;
use crate::say;

/// Words of rates that are changes, not shares.
const CHANGES: [&str; 11] =
    ["增", "升", "降", "同比", "环比", "涨", "幅", "变化", "提速", "压缩", "growth"];

/// Whether a rate is a change by its name.
pub(super) fn is_change(name: &str) -> bool {
    CHANGES.iter().any(|word| name.contains(word))
}

/// Warns of each such value where it is written.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    let model = of.model;
    let measures = model.indicators.iter().flat_map(|indicator| &indicator.measures);
    for measure in measures.filter(|measure| measure.is_percent() && !is_change(&measure.name)) {
        for value in &measure.values {
            tell(&measure.name, value.value, value.note.as_deref(), &value.at, out);
        }
    }
    let records = Kind::ALL.into_iter().flat_map(|kind| model.records(kind));
    for quoted in records.flat_map(|record| &model.base(record).quoted) {
        let (name, unit) = quoted.name_and_unit();
        if matches!(unit, "%" | "％") && !is_change(name) {
            tell(name, quoted.value, quoted.source.as_deref(), &quoted.at, out);
        }
    }
}

fn tell(name: &str, value: Decimal, words: Option<&str>, at: &Place, out: &mut Diagnostics) {
    let is_explained = words.is_some_and(|words| words.contains('超') || words.contains("beyond"));
    if value <= Decimal::ONE_HUNDRED || is_explained {
        return;
    }
    let message = say!("“{name}”是{value}%，超过100%", "`{name}` is {value}%, more than the whole");
    out.push(Diagnostic::new(Code::ShareOverHundred, at.clone(), message).help(say!(
        "核对数字；确是超额的，在“备注”或“来源”里写明",
        "look at the figure; where it is beyond a target, say so in `note` or `source` (超额)"
    )));
}
