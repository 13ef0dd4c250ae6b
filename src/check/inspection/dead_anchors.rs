//! # dead-anchor
//!
//! A built page links to a place on a page that is not there.
//!
//! 链接指向的网页里没有那一处。
//!
//! The page opens, but at its top, and the reader looks for what was promised in vain. All pages
//! are built first, so that the places on each are known.
//!
//! 网页打得开，却停在顶端，读者找不到要看的那一段。先生成全部网页，再逐个核对。
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
//! 发布日期: 2023-05-30
//! ---
//! <a href="#jieguo">结果</a>
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
//! 发布日期: 2023-05-30
//! ---
//! <a href="#main">正文</a>
//! ```

use crate::check::{Anchors, Rendered, Target};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::say;

/// Reports each link of a page to a place that is not there.
pub fn check(of: &Rendered, anchors: &Anchors, out: &mut Diagnostics) {
    for address in of.outline.addresses.iter().filter(|address| address.text.contains('#')) {
        let Target::Inside { route, fragment } = of.target(address.text) else { continue };
        if matches!(fragment, "" | "top") || anchors.has(route, fragment) {
            continue;
        }
        out.push(
            Diagnostic::new(
                Code::DeadAnchor,
                of.place(address.span()),
                say!(
                    "链接指向 /{route} 的“{fragment}”处，那里没有",
                    "the link leads to `{fragment}` on /{route}, where there is no such place"
                ),
            )
            .help(say!("改正 # 后面的名称", "mend the name after the #")),
        );
    }
}
