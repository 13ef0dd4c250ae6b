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

use std::ops::Range;

use crate::check::{Part, Rendered, Tag};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::say;

/// Warns of each link of a page.
pub fn check(of: &Rendered, out: &mut Diagnostics) {
    let mut open: Option<(Range<usize>, &str)> = None;
    let mut is_named = false;
    for part in of.html.parts() {
        match part {
            Part::Open(tag) if tag.name() == "a" => {
                open = tag.get("href").map(|href| (tag.span(), href));
                is_named = has_name(&tag, "aria-label");
            }
            Part::Open(tag) => {
                is_named |= has_name(&tag, "alt") || has_name(&tag, "aria-label");
            }
            Part::Text(letters) => is_named |= !letters.text.trim().is_empty(),
            Part::Close("a") => {
                if let Some((span, href)) = open.take().filter(|_| !is_named) {
                    out.push(
                        Diagnostic::new(
                            Code::EmptyLink,
                            of.place(span),
                            say!("指向“{href}”的链接没有文字", "the link to `{href}` has no words"),
                        )
                        .help(say!("写上链接的文字", "give it words")),
                    );
                }
            }
            Part::Close(_) | Part::Comment(_) => {}
        }
    }
}

fn has_name(tag: &Tag, attribute: &str) -> bool {
    tag.get(attribute).is_some_and(|value| !value.trim().is_empty())
}
