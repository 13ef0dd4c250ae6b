//! # void-signature
//!
//! A record, or the site itself, was changed after it was signed.
//!
//! 签过以后内容又改过，原来的签名失效。
//!
//! A signature is over exactly the content that was seen; any change of it, of an entry, a table or a
//! file given out voids it, however small; that of the site itself, any change of site.toml, of the theme
//! or of the words of home and sections. Whoever signed sees it again.
//!
//! 签的是当时看到的内容。记录、条目、表格或者随附的文件改了一处，哪怕很小，签名就失效，须由原来的
//! 环节重新审；站点本身的签名，改了 site.toml、主题、首页或栏目的文字，同样失效。
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
//!   - {环节: 初审, 职务: 审批办主任, 日期: 2023-05-03, 结论: 同意, 内容码: 4ZD2-8YQ0-6C1M-XK93}
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
use crate::say;

/// Tells of each record, and of the site, once, with all the signatures that are void.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    for (all, standing, sheet) in signed::each(of) {
        let void = signed::stages(all, standing).filter_map(|(stage, state)| match state {
            State::Void(signature) => Some((stage, signature)),
            _ => None,
        });
        let void: Vec<_> = void.collect();
        let Some((_, first)) = void.first() else { continue };
        let told: Vec<Text> = void.iter().map(|(stage, of)| signed::told(*stage, of)).collect();
        let Text { zh, en } = signed::list(&told);
        let fault = Diagnostic::new(
            Code::VoidSignature,
            signed::place(sheet, first),
            say!("{zh}之后内容改过，须重新审", "changed after it was signed: {en}; sign it anew"),
        );
        let fault = fault.help(say!(
            "送原环节重新审；纸上审的，重新打印审批表（approval form），登记时写新表上的内容码",
            "hand it in again at that stage; on paper, print the form anew (`approval form`) and write down the code on that"
        ));
        out.push(signed::weigh(all, standing, fault));
    }
}
