//! # bare-review
//!
//! A line of review, or of `[[approval.signed]]`, lacks what makes it a signature.
//!
//! 审查或 [[approval.signed]] 的一行缺少内容码等项，只作备注，不算签名。
//!
//! A line says at which stage which post on which day let which content pass. Without the content code
//! nobody can tell what was seen, so the line is kept as a note. `approval sign` writes all of it.
//!
//! 一行审查要写明哪个环节、哪个岗位、哪一天、同意的是哪份内容。没有内容码，说不清当时看的是什么，只能
//! 作备注。approval sign 会写齐。
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
//!   - {环节: 终审, 职务: 局长, 日期: 2023-05-04, 结论: 同意, 内容码: K1RZ-QT09-DH8C-QS31}
//!   - {环节: 保密审查, 职务: 局长, 日期: 2023-05-03, 结论: 同意}
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

use crate::approval::Lack;
use crate::check::{Subject, signed};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Text};
use crate::model::choice::Choice as _;
use crate::say;

/// Warns of each line, once the site asks for approval.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    for (_, standing, sheet) in signed::each(of) {
        for (at, lack) in &standing.notes {
            let Some(review) = sheet.reviews().get(*at) else { continue };
            let (zh, en) = (review.stage.chinese(), review.stage.name());
            let Text { zh: lack_zh, en: lack_en } = lacking(*lack);
            let message = say!(
                "这一行{zh}{lack_zh}，只作备注，不算签名",
                "this line of `{en}` {lack_en}: it is a note, not a signature"
            );
            let help = say!(
                "用 liangshai approval sign 登记；作备注的不用管，可以删去",
                "write it by `liangshai approval sign`; a mere note may be taken out"
            );
            let fault = Diagnostic::new(Code::BareReview, review.place.clone(), message);
            out.push(signed::about(standing, fault.help(help)));
        }
    }
}

fn lacking(lack: Lack) -> Text {
    match lack {
        Lack::Code => say!("没有内容码", "has no content code"),
        Lack::Post => say!("没有写职务", "names no post"),
        Lack::Date => say!("没有写日期", "has no date"),
        Lack::Result => say!("的结论没有写明同意还是不同意", "does not say whether it was approved"),
    }
}
