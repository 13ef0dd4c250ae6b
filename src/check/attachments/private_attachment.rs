//! # private-attachment
//!
//! A document holds private numbers, in what it shows or in what it hides.
//!
//! 附件里有身份证号、手机号码之类，不论看得见还是隐藏着。
//!
//! Attachments leak as often as pages. Every text of a document is looked through: hidden sheets and
//! rows, comments, tracked deletions, headers, properties, archives. Each kind is told once a document,
//! with the first places. What only its surroundings make likely is a warning. Documents of drafts
//! and of internal records are looked into too: whoever can see the content has them, and the
//! internal edition is printed.
//!
//! 附件泄露的并不比网页少。文档里的每段文字都查：隐藏的工作表和行、批注、修订中已删除的字、页眉、属性、
//! 压缩包。每个附件每类只提示一次，列出前几处。只是看上去像的是提醒。草稿和系统内记录的
//! 附件一样查：能看到内容文件的人都拿得到，内部版也会打印出来。
//!
//! ## Fails
//!
//! ```text
//! content/news/a/index.md
//! ---
//! 标题: 公示
//! 发布日期: 2023-03-03
//! 附件: [来信.docx]
//! ---
//! content/news/a/来信.docx < letter.docx
//! ```
//!
//! ## Passes
//!
//! ```text
//! content/news/a/index.md
//! ---
//! 标题: 公示
//! 发布日期: 2023-03-03
//! 附件: [说明.txt]
//! ---
//! content/news/a/说明.txt
//! 一句话。
//! ```

use crate::check::{At, Private, english};
use crate::diagnostic::{Code, Diagnostics, Text};
use crate::say;

/// Tells each kind once a document.
pub fn check(of: &Private, out: &mut Diagnostics) {
    let At::Attachment { times, spots } = &of.at else { return };
    let joined = |one: fn(&Text) -> &str, by: &str| {
        spots.iter().map(one).collect::<Vec<_>>().join(by)
    };
    let (zh, en) = (joined(|spot| &spot.zh, "、"), joined(|spot| &spot.en, ", "));
    let more = times.saturating_sub(spots.len());
    let (more_zh, more_en) = match more {
        0 => (String::new(), String::new()),
        more => (format!("等，另有{more}处"), format!(" and {more} more")),
    };
    let (kind, english) = (of.kind.word(), english(of.kind));
    let message = say!(
        "文件里有{kind}{times}处：{zh}{more_zh}",
        "the file holds {english}, {times} time(s): {en}{more_en}"
    );
    let help = say!(
        "在原文件里遮盖或删去，另存后替换；批注、修订和隐藏的内容一并清除",
        "mask or remove it in the file itself, with comments, changes and hidden parts, and replace it"
    );
    out.push(of.diagnostic(Code::PrivateAttachment, message, of.is_certain()).help(help));
}
