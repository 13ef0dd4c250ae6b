//! # unsigned
//!
//! A record, or the site itself, is to be published that nobody has signed at some stage.
//!
//! 要公开的记录，或者站点本身，有的环节还没有审。
//!
//! Texts pass the stages a bureau has set before they are published (先审后发). The stages and who may
//! sign are the site's own, in `[approval]`; with `required = true` nothing unsigned is published. Where
//! `kinds` names `site`, the settings, the theme and the words of home and sections are to be signed too.
//! Basis: 《政府信息公开条例》 art. 17, as commonly cited; 三审三校 is practice.
//!
//! 内容先审后发，经过本单位规定的各个环节才公开。哪些环节、谁可以签，由站点在 [approval] 里写明；写了
//! required = true，没有签的不发布；kinds 里写了“站点”，设置、主题、首页和栏目的文字也要签。依据：《政府信息公开条例》第十七条（据通行引用）；“三审三校”是通行
//! 做法。
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

/// Tells of each record that is published, and of the site, where the site asks for it; what was signed and is void,
/// or by whom it may not be, other rules tell.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    for (all, standing, sheet) in signed::each(of).filter(|(all, ..)| all.required) {
        let (mut lacking, mut refused): (Vec<Text>, Vec<Text>) = (Vec::new(), Vec::new());
        for (stage, state) in signed::stages(all, standing) {
            match state {
                State::Missing => {
                    let (zh, en) = (stage.chinese(), stage.name());
                    lacking.push(say!("{zh}", "{en}"));
                }
                State::Refused(signature) => refused.push(signed::told(stage, signature)),
                _ => {}
            }
        }
        let place = sheet.place();
        let mut tell = |message: Text, help: Text| {
            let fault = Diagnostic::new(Code::Unsigned, place.clone(), message).help(help);
            out.push(signed::about(standing, fault));
        };
        if !refused.is_empty() {
            let Text { zh, en } = signed::list(&refused);
            tell(
                say!("审查没有通过：{zh}", "approval was refused: {en}"),
                say!("改好内容，重新送审", "mend the content and hand it in again"),
            );
        } else if !lacking.is_empty() {
            let Text { zh, en } = signed::list(&lacking);
            tell(
                say!("还没有审：{zh}", "not signed yet: {en}"),
                say!(
                    "审完在提交说明末尾写“环节: 岗位”；纸上审的，用 approval form 打印、approval sign 登记",
                    "sign by a line `Reviewed-STAGE: post` at the end of a commit's message; on paper, by `approval form` and `approval sign`"
                ),
            );
        }
    }
}
