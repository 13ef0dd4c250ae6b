//! # unknown-signer
//!
//! A signature, or `[approval]` in site.toml, names a post that there is not.
//!
//! 签名的岗位，或 site.toml 的 [approval] 里写的岗位，站点里没有。
//!
//! Signatures are by posts, so that it can be told who may give them. A post is named by the title or id
//! of its record; one that has no record is listed in `[approval] posts`.
//!
//! 签名一律写岗位，才能判断谁有权签。岗位写记录的标题或id；没有岗位记录的，列入 [approval] 的
//! posts。
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
//!   - {环节: 初审, 职务: 审批办副主任, 日期: 2023-05-03, 结论: 同意, 内容码: K1RZ-QT09-DH8C-QS31}
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

use crate::approval::{NoPost, State};
use crate::check::{Subject, signed};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::say;

/// Tells of each name in the settings, then of each signature that would count were there such a
/// post.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    let settings = of.model.settings.approval.as_ref();
    for (stage, post, none) in of.approvals.iter().flat_map(|all| &all.strangers) {
        let named = settings.and_then(|own| own.stages.get(*stage)?.posts.get(*post));
        let Some(named) = named else { continue };
        let place = Place::new(&of.model.settings.source, named.span.clone());
        out.push(unknown(place, &named.value, none));
    }
    for (all, standing, sheet) in signed::each(of) {
        for (_, state) in signed::stages(all, standing) {
            let State::NoSuchPost(signature, none) = state else { continue };
            let fault = unknown(signed::place(sheet, signature), &signature.post, none);
            out.push(signed::weigh(all, standing, fault));
        }
    }
}

fn unknown(place: Place, name: &str, none: &NoPost) -> Diagnostic {
    let message = match none {
        NoPost::Unknown { .. } => say!("没有“{name}”这个岗位", "there is no post `{name}`"),
        NoPost::Several { .. } => {
            say!("叫“{name}”的岗位不止一个", "more than one post is called `{name}`")
        }
    };
    Diagnostic::new(Code::UnknownSigner, place, message).help(signed::meant(none))
}
