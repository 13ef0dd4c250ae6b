//! # comments-left
//!
//! A file given out still has comments or marked changes.
//!
//! 附件里留有批注或修订标记。
//!
//! They tell who wanted what, and what stood there before.
//!
//! 批注和修订说明谁提过什么意见、原来写的是什么。
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

use crate::attachment::What;
use crate::check::GivenOut;
use crate::diagnostic::{Code, Diagnostics};
use crate::say;

/// Tells each file once, with the first places.
pub fn check(of: &GivenOut, out: &mut Diagnostics) {
    let is_one = |what: &What| {
        matches!(
            what,
            What::Comments { .. } | What::TrackedChanges { .. } | What::PdfAnnotations { .. }
        )
    };
    let help = say!(
        "接受或拒绝全部修订，删去批注，另存后替换",
        "accept or reject all changes, delete the comments, and replace the file"
    );
    out.extend(of.told(Code::CommentsLeft, is_one, help));
}
