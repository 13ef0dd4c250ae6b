//! # value-jumps
//!
//! A value is eight times the one before, or an eighth of it.
//!
//! 数值变成上一次的八倍以上，或不到八分之一。
//!
//! Mostly the unit slipped: 万 written in 个, a share as a fraction. Looked at are values above nothing
//! that follow one another under one source; small whole numbers (below 20) jump by themselves. Where
//! it is so, a 备注 of the value says why.
//!
//! 多半是单位错了：万元写成元，百分数写成小数。只比同一来源前后相邻、都大于零的数；不到20的整数容易成倍变动，
//! 不比。确有其事的，在“备注”里说明原因。
//!
//! ## Fails
//!
//! ```text
//! content/indicators/jian/index.md
//! ---
//! 标题: 办理建筑许可
//! 监测项: [{代号: m, 名称: 审批情况, 计量单位: 万元}]
//! ---
//! content/indicators/jian/values.csv
//! 日期,m
//! 2023-01,58.7
//! 2023-02,587000
//! ```
//!
//! ## Passes
//!
//! ```text
//! content/indicators/jian/index.md
//! ---
//! 标题: 办理建筑许可
//! 监测项: [{代号: m, 名称: 审批情况, 计量单位: 万元}]
//! ---
//! content/indicators/jian/values.csv
//! 日期,m,备注
//! 2023-01,58.7,
//! 2023-02,587000,本月起并入全市数据
//! ```

use rust_decimal::Decimal;

use crate::check::Subject;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::indicator::Value;
use crate::say;

/// By what a value changes that is taken for a slip.
const FACTOR: Decimal = Decimal::from_parts(8, 0, 0, false, 0);

/// Whole numbers below this are counts of a few things.
const FEW: Decimal = Decimal::from_parts(20, 0, 0, false, 0);

/// Warns of each such value.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    for measure in of.model.indicators.iter().flat_map(|indicator| &indicator.measures) {
        for two in measure.values.windows(2).filter(|two| jumps(&two[0], &two[1])) {
            let (name, before, value) = (&measure.name, two[0].value, two[1].value);
            out.push(
                Diagnostic::new(
                    Code::ValueJumps,
                    two[1].at.clone(),
                    say!(
                        "“{name}”由{before}变为{value}，相差八倍以上",
                        "`{name}` goes from {before} to {value}, by a factor of eight or more"
                    ),
                )
                .help(say!(
                    "核对计量单位；确有其事的在“备注”里说明",
                    "look at the unit; where it is so, say why in `note`"
                )),
            );
        }
    }
}

fn jumps(before: &Value, value: &Value) -> bool {
    let (a, b) = (before.value.min(value.value), before.value.max(value.value));
    let is_few = a.is_integer() && b.is_integer() && b < FEW;
    before.source == value.source
        && value.note.is_none()
        && a > Decimal::ZERO
        && !is_few
        && a.checked_mul(FACTOR).is_some_and(|eightfold| b >= eightfold)
}
