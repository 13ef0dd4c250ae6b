//! # same-signer
//!
//! One post signed two of the stages 初审, 复审 and 终审.
//!
//! 初审、复审、终审中有两个环节是同一岗位签的。
//!
//! Stages that one person passes alone are one stage. Each of the three takes a post of its own; 保密审查
//! may be done by any post that is listed for it.
//!
//! 同一个人签几个环节，等于只审了一次。初审、复审、终审各由不同的岗位签；保密审查由列明的岗位签即可。
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
//!   - {环节: 初审, 职务: 局长, 日期: 2023-05-03, 结论: 同意, 内容码: K1RZ-QT09-DH8C-QS31}
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

/// Tells of each signature that is the second of its post.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    for (all, standing, sheet) in signed::each(of) {
        for (stage, state) in signed::stages(all, standing) {
            let State::SameSigner(signature, other) = state else { continue };
            let Text { zh, en } = signed::told(stage, signature);
            let (other_zh, other_en) = (other.chinese(), other.name());
            let fault = Diagnostic::new(
                Code::SameSigner,
                signed::place(sheet, signature),
                say!(
                    "{zh}与{other_zh}是同一岗位签的",
                    "{en} is by the post that signed `{other_en}`"
                ),
            );
            let fault = fault.help(say!("由另一岗位重新签", "have another post sign it"));
            out.push(signed::weigh(all, standing, fault));
        }
    }
}
