//! # named-person
//!
//! The properties of a file given out name who wrote it.
//!
//! 附件的文件属性里写有作者、修改者或单位。
//!
//! The page names posts; the file names persons, and often another office it was copied from.
//!
//! 网页只写职务，文件属性却写了人名，还常常是抄来的另一个单位。
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
            What::Person { .. } | What::Company(_) | What::CustomProperty { .. }
        )
    };
    let help = say!(
        "用“检查文档”或“文档加密—清除属性”去掉，另存后替换",
        "have the office program remove the properties, and replace the file"
    );
    out.extend(of.told(Code::NamedPerson, is_one, help));
}
