//! # not-one-main-heading
//!
//! A page has no main heading, or more than one.
//!
//! 网页没有一级标题，或者不止一个。
//!
//! Who goes from heading to heading by ear looks for one that says what the page is. Basis: WCAG
//! 1.3.1, 2.4.6; one is this project's rule.
//!
//! 靠读屏软件逐个标题浏览的人，要找一个说明本页是什么的标题。依据：WCAG 1.3.1、2.4.6；只用一个是
//! 本项目的要求。
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
//! {% block title %}<p>{{ page.title }}</p>{% endblock title %}
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
    let mut headings = of.outline.headings.iter().filter(|heading| heading.level == 1);
    let (first, second) = (headings.next(), headings.next());
    let (span, message, help) = match (first, second) {
        (None, _) if of.is_page() => (
            0..0,
            say!("网页没有一级标题", "the page has no main heading"),
            say!("把网页的标题写成 h1", "make the title of the page an h1"),
        ),
        (_, Some(second)) => (
            second.span.clone(),
            say!("网页有不止一个一级标题", "the page has several main headings"),
            say!("只留一个 h1，其余从 h2 起", "keep one h1; the others begin at h2"),
        ),
        _ => return,
    };
    out.push(Diagnostic::new(Code::NotOneHeading, of.place(span), message).help(help));
}
