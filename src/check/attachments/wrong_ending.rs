//! # wrong-ending
//!
//! A file given out is something else than the ending of its name says.
//!
//! 附件的内容与扩展名不符。
//!
//! Who opens it finds nothing, or something else than was meant. A web page called .xls, as many systems
//! export it, opens after a question, and is a warning.
//!
//! 打不开，或打开的不是所说的东西。不少系统导出的“.xls”其实是网页，要再点一次才打得开，这种是提醒。
//!
//! ## Fails
//!
//! ```text
//! content/news/a/index.md
//! ---
//! 标题: 公示
//! 发布日期: 2023-03-03
//! 附件: [名单.pdf]
//! ---
//! content/news/a/名单.pdf
//! 这不是 PDF。
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

use crate::attachment::{Kind, What};
use crate::check::GivenOut;
use crate::diagnostic::{Code, Diagnostics, Severity};
use crate::say;

/// Tells each file once.
pub fn check(of: &GivenOut, out: &mut Diagnostics) {
    let is_one = |what: &What| matches!(what, What::WrongEnding { .. });
    let help = say!(
        "另存为扩展名所说的格式，或改正扩展名",
        "save it in the form its name promises, or mend the name"
    );
    let told = of.told(Code::WrongEnding, is_one, help).map(|mut told| {
        let is_exported = of.contents.kind == Kind::Html && of.path.as_str().ends_with(".xls");
        if is_exported {
            told.severity = Severity::Warning;
        }
        told
    });
    out.extend(told);
}
