//! # hidden-on-page
//!
//! A page as built has links that are not to be seen.
//!
//! 生成的网页里有看不见的链接。
//!
//! The program's own pages have none: a file of the theme was changed. Hidden links to other hosts
//! (暗链), links with nothing but a mark to see and frames of no size are errors.
//!
//! 程序自带的网页没有这样的链接：是主题文件被改动了。藏起来的外部链接（暗链）、只有标点的外部链接、
//! 没有大小的框架都是错误。
//!
//! ## Fails
//!
//! ```text
//! themes/default/footer.html
//! <footer><p style="position:absolute;left:-9999px"><a href="https://www.example.com/">某网站</a></p></footer>
//! ```
//!
//! ## Passes
//!
//! ```text
//! themes/default/footer.html
//! <footer><p><a href="https://www.gov.cn/">中国政府网</a></p></footer>
//! ```

use crate::check::Rendered;
use crate::check::page::hidden::hidden;
use crate::diagnostic::{Code, Diagnostics, Severity};

use super::hidden_markup::told;

/// Tells each hidden part that has links.
pub fn check(of: &Rendered, out: &mut Diagnostics) {
    for found in hidden(of.html) {
        let fault = told(Code::HiddenOnPage, &found, of.place(found.span.clone()));
        // Words that wait for somebody to ask are hidden in honest pages too.
        out.extend(fault.filter(|fault| fault.severity == Severity::Error));
    }
}
