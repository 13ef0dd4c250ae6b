//! # broken-attachment
//!
//! A file given out is damaged, too large to look into, or unpacks without end.
//!
//! 附件已损坏、过大，或解开后大得没有止境。
//!
//! Whoever takes it gets nothing, or a computer that stands still; and what is in it was not checked.
//!
//! 下载的人打不开，或电脑卡死；里面有什么也没有查过。
//!
//! ## Fails
//!
//! ```text
//! content/news/a/index.md
//! ---
//! 标题: 公示
//! 发布日期: 2023-03-03
//! 附件: [a.pdf]
//! ---
//! content/news/a/a.pdf
//! %PDF-1.4
//! 没有写完
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

use crate::attachment::What;
use crate::check::GivenOut;
use crate::diagnostic::{Code, Diagnostics};
use crate::say;

/// Tells each file once, with the first places.
pub fn check(of: &GivenOut, out: &mut Diagnostics) {
    let is_one = |what: &What| {
        matches!(what, What::Refused(_))
    };
    let help = say!(
        "重新导出或压缩，确认能打开后替换",
        "export it again, see that it opens, and replace it"
    );
    out.extend(of.told(Code::BrokenAttachment, is_one, help));
}
