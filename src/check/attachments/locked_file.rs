//! # locked-file
//!
//! A file given out opens with a password only, or forbids taking its text out.
//!
//! 附件加了密码，或禁止复制文字。
//!
//! Nobody can read it, no program for the blind either, and nobody can look for what must not be in it.
//!
//! 读者打不开，读屏软件读不出，也查不了里面有没有不该公开的内容。
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
//! 1 0 obj
//! <</Type/Catalog/Pages 2 0 R>>
//! endobj
//! 2 0 obj
//! <</Type/Pages/Count 0/Kids[]>>
//! endobj
//! 3 0 obj
//! <</Filter/Standard/V 1/R 2/O(x)/U(x)/P -4>>
//! endobj
//! trailer
//! <</Root 1 0 R/Encrypt 3 0 R>>
//! %%EOF
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
        matches!(what, What::Encrypted)
    };
    let help = say!(
        "去掉密码和限制，另存后替换",
        "take the password and the limits off, and replace the file"
    );
    out.extend(of.told(Code::LockedFile, is_one, help));
}
