//! # full-marks
//!
//! A rate of exactly 100 % does not say of how many.
//!
//! 百分之百，没有写明是多少个里的。
//!
//! Everybody was content: of five who were asked, or of five thousand? Give how many were asked or
//! counted (样本数 of a value, 分母 of a quoted total); where the document is silent, the value's 备注 or
//! the total's 来源 says so and the page with it.
//!
//! 问了五个人都满意，和问了五千个人都满意，不是一回事。写明样本数（监测值）或分母（引用数）；文件
//! 没有写的，在“备注”或“来源”里说明，页面上也会注明。
//!
//! ## Fails
//!
//! ```text
//! content/news/a.md
//! ---
//! 标题: 满意度
//! 发布日期: 2023-03-03
//! 引用数: [{名称: 群众满意度（%）, 数值: 100, 来源: 方案正文}]
//! ---
//! ```
//!
//! ## Passes
//!
//! ```text
//! content/news/a.md
//! ---
//! 标题: 满意度
//! 发布日期: 2023-03-03
//! 引用数: [{名称: 群众满意度（%）, 数值: 100, 分母: 9, 来源: 方案正文}]
//! ---
//! ```

use rust_decimal::Decimal;

use crate::check::{Subject, text};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::model::quoted::Quoted;
use crate::model::Kind;
use crate::say;

/// Words for how many were asked or counted.
const SAMPLE: [&str; 6] = ["样本", "分母", "基数", "人数", "sample", "denominator"];

/// How names of rates end, where no unit stands by them.
const RATES: [&str; 4] = ["率", "满意度", "占比", "比例"];

/// Warns of each such value where it is written.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    let model = of.model;
    let measures = model.indicators.iter().flat_map(|indicator| &indicator.measures);
    for measure in measures {
        for value in measure.values.iter().filter(|value| measure.is_full(value)) {
            let excused =
                value.note.as_deref().is_some_and(|note| text::is_unstated(note, &SAMPLE));
            if value.sample_size.is_none() && !excused {
                let help = say!(
                    "写“样本数”；来源没有写的，在“备注”写明“来源未给出样本数”",
                    "give `n`; where the source does not, write in `note`: sample not stated"
                );
                tell(&measure.name, &value.at, help, out);
            }
        }
    }
    let records = Kind::ALL.into_iter().flat_map(|kind| model.records(kind));
    for quoted in records.flat_map(|record| &model.base(record).quoted) {
        let source = quoted.source.as_deref();
        let excused = source.is_some_and(|source| text::is_unstated(source, &SAMPLE));
        if is_full(quoted) && quoted.of.is_none() && !excused {
            let help = say!(
                "写“分母”；来源没有写的，在“来源”里写明“未给出样本数”",
                "give `of`; where the source does not, say in `source`: sample not stated"
            );
            tell(quoted.name_and_unit().0, &quoted.at, help, out);
        }
    }
}

/// Whether a quoted total is a rate at its full.
fn is_full(quoted: &Quoted) -> bool {
    let is_rate = match quoted.name_and_unit() {
        (name, "") => RATES.iter().any(|rate| name.ends_with(rate)),
        (_, unit) => matches!(unit, "%" | "％"),
    };
    is_rate && quoted.approximate.is_none() && quoted.value == Decimal::ONE_HUNDRED
}

fn tell(name: &str, at: &Place, help: crate::diagnostic::Text, out: &mut Diagnostics) {
    let message = say!(
        "“{name}”是100%，没有写明样本数",
        "`{name}` is 100%, without how many were asked or counted"
    );
    out.push(Diagnostic::new(Code::FullMarks, at.clone(), message).help(help));
}
