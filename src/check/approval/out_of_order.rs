//! # signed-out-of-order
//!
//! A stage was signed before the one that comes first.
//!
//! 后一环节的日期早于前一环节。
//!
//! The final stage looks at what the earlier ones let pass. A signature given before that of the stage
//! before it, on an earlier day or in an earlier commit, was given to something else and does not count.
//!
//! 终审看的是初审、复审放行的内容。日期早于前一环节的，同一天里提交在前的，审的不是同一样东西，不算数。
//!
//! ## Fails
//!
//! ```text
//! site.toml
//! title = "专栏"
//! [defaults]
//! disclosure = "主动公开"
//! [approval]
//! required = true
//! kinds = ["news"]
//! posts = ["审批办主任", "局长"]
//! [[approval.stages]]
//! stage = "初审"
//! posts = ["审批办主任", "局长"]
//! [[approval.stages]]
//! stage = "终审"
//! posts = ["局长"]
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-05-04
//! 审查:
//!   - {环节: 初审, 职务: 审批办主任, 日期: 2023-05-05, 结论: 同意, 内容码: K1RZ-QT09-DH8C-QS31}
//!   - {环节: 终审, 职务: 局长, 日期: 2023-05-04, 结论: 同意, 内容码: K1RZ-QT09-DH8C-QS31}
//! ---
//! 召开会议。
//! ```
//!
//! ## Passes
//!
//! ```text
//! site.toml
//! title = "专栏"
//! [defaults]
//! disclosure = "主动公开"
//! [approval]
//! required = true
//! kinds = ["news"]
//! posts = ["审批办主任", "局长"]
//! [[approval.stages]]
//! stage = "初审"
//! posts = ["审批办主任", "局长"]
//! [[approval.stages]]
//! stage = "终审"
//! posts = ["局长"]
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-05-04
//! 审查:
//!   - {环节: 初审, 职务: 审批办主任, 日期: 2023-05-03, 结论: 同意, 内容码: K1RZ-QT09-DH8C-QS31}
//!   - {环节: 终审, 职务: 局长, 日期: 2023-05-04, 结论: 同意, 内容码: K1RZ-QT09-DH8C-QS31}
//! ---
//! 召开会议。
//! ```

use crate::approval::State;
use crate::check::{Subject, signed};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Text};
use crate::model::choice::Choice as _;
use crate::say;

/// Tells of each signature that came too early.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    for (all, standing, sheet) in signed::each(of) {
        for (stage, state) in signed::stages(all, standing) {
            let State::OutOfOrder(signature, before) = state else { continue };
            let Text { zh, en } = signed::told(stage, signature);
            let (before_zh, before_en) = (before.chinese(), before.name());
            let fault = Diagnostic::new(
                Code::SignedOutOfOrder,
                signed::place(sheet, signature),
                say!("{zh}早于{before_zh}", "{en} came before `{before_en}`"),
            );
            let fault = fault.help(say!(
                "核对日期和先后；确实签早了的，{before_zh}之后重新签",
                "see to the dates and the order; if it was signed too early, sign it anew after `{before_en}`"
            ));
            out.push(signed::weigh(all, standing, fault));
        }
    }
}
