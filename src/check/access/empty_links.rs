//! # empty-link
//!
//! A link has no words, so that a screen reader says nothing of it.
//!
//! 链接没有文字，读屏软件读不出来。
//!
//! Whoever cannot see the page hears only that there is a link. Words, a picture with a description
//! or an `aria-label` would do. Basis: WCAG 2.4.4, 4.1.2.
//!
//! 看不见网页的人只听到“链接”。给它文字、带说明的图片或 aria-label。依据：WCAG 2.4.4、4.1.2。
//!
//! ## Fails
//!
//! ```text
//! site.toml
//! title = "专栏"
//! raw_html = "sanitise"
//! [defaults]
//! disclosure = "主动公开"
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-03-03
//! ---
//! <a href="https://www.gov.cn/"></a>
//! ```
//!
//! ## Passes
//!
//! ```text
//! site.toml
//! title = "专栏"
//! raw_html = "sanitise"
//! [defaults]
//! disclosure = "主动公开"
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-03-03
//! ---
//! <a href="https://www.gov.cn/">中国政府网</a>
//! ```

use crate::check::Rendered;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::say;

/// Warns of each link of a page.
pub fn check(of: &Rendered, out: &mut Diagnostics) {
    for link in of.outline.links.iter().filter(|link| !link.is_named) {
        let href = link.tag.get("href").unwrap_or("");
        out.push(
            Diagnostic::new(
                Code::EmptyLink,
                of.place(link.tag.span()),
                say!("指向“{href}”的链接没有文字", "the link to `{href}` has no words"),
            )
            .help(say!("写上链接的文字", "give it words")),
        );
    }
}
