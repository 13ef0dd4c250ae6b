//! # wrong-signer
//!
//! A stage is signed by a post that may not sign it.
//!
//! 签名的岗位无权签这个环节。
//!
//! Who may sign which stage is the bureau's own rule, in `[approval]` of site.toml. A signature of
//! another post does not count.
//!
//! 哪个岗位签哪个环节，由本单位在 site.toml 的 [approval] 里规定，别的岗位签的不算数。
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
//!   - {环节: 初审, 职务: 审批办主任, 日期: 2023-05-03, 结论: 同意, 内容码: K1RZ-QT09-DH8C-QS31}
//!   - {环节: 终审, 职务: 审批办主任, 日期: 2023-05-04, 结论: 同意, 内容码: K1RZ-QT09-DH8C-QS31}
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

/// Tells of each where no other post signed the stage.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    let settings = of.model.settings.approval.as_ref();
    for (all, standing, sheet) in signed::each(of) {
        for (stage, state) in signed::stages(all, standing) {
            let State::NotAllowed(signature) = state else { continue };
            let own = settings.and_then(|own| own.stages.iter().find(|own| own.stage == stage));
            let posts = own.map(|own| own.posts.iter().map(|post| post.value.as_str()));
            let posts: Vec<&str> = posts.into_iter().flatten().collect();
            let (may_zh, may_en) = (posts.join("、"), posts.join(", "));
            let (zh, en) = (stage.chinese(), stage.name());
            let Text { zh: told_zh, en: told_en } = signed::told(stage, signature);
            let fault = Diagnostic::new(
                Code::WrongSigner,
                signed::place(sheet, signature),
                say!("{told_zh}：这个岗位无权签{zh}", "{told_en}: this post may not sign `{en}`"),
            );
            let fault =
                fault.help(say!("可以签的岗位：{may_zh}", "the posts that may: {may_en}"));
            out.push(signed::weigh(all, standing, fault));
        }
    }
}
