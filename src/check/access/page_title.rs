//! # no-title
//!
//! A page has no title.
//!
//! 网页没有标题（title）。
//!
//! It is the name of the tab and of a bookmark, and the first thing a screen reader says. Basis:
//! WCAG 2.4.2.
//!
//! 它是浏览器标签和收藏夹里的名称，也是读屏软件读出的第一句。依据：WCAG 2.4.2。
//!
//! ## Fails
//!
//! ```text
//! site.toml
//! title = "专栏"
//! [defaults]
//! disclosure = "主动公开"
//! themes/default/base.html
//! {% extends "default/base.html" %}
//! {% block head %}{{ frame.head }}{% endblock head %}
//! ```
//!
//! ## Passes
//!
//! ```text
//! site.toml
//! title = "专栏"
//! [defaults]
//! disclosure = "主动公开"
//! ```

use crate::check::Rendered;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::say;

/// Warns of each page.
pub fn check(of: &Rendered, out: &mut Diagnostics) {
    if of.is_page() && of.outline.title.is_none_or(|title| title.trim().is_empty()) {
        out.push(
            Diagnostic::new(
                Code::NoTitle,
                of.place(0..0),
                say!("网页没有标题", "the page has no title"),
            )
            .help(say!(
                "写 <title>{{{{ page.head_title }}}}</title>",
                "write <title>{{{{ page.head_title }}}}</title>"
            )),
        );
    }
}
