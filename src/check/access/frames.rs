//! # unnamed-frame
//!
//! A frame does not say what is in it.
//!
//! 内嵌网页（iframe）没有说明。
//!
//! Who hears the page is told of a frame, and must go into it to learn what it is. Basis: WCAG
//! 4.1.2.
//!
//! 听网页的人只知道有一块内嵌网页，要进去才知道是什么。依据：WCAG 4.1.2。
//!
//! ## Fails
//!
//! ```text
//! site.toml
//! title = "专栏"
//! [defaults]
//! disclosure = "主动公开"
//! themes/default/footer.html
//! <footer><iframe src="{{ page.root }}sitemap/"></iframe></footer>
//! ```
//!
//! ## Passes
//!
//! ```text
//! site.toml
//! title = "专栏"
//! [defaults]
//! disclosure = "主动公开"
//! themes/default/footer.html
//! <footer><iframe src="{{ page.root }}sitemap/" title="站点地图"></iframe></footer>
//! ```

use crate::check::Rendered;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::say;

/// Warns of each frame.
pub fn check(of: &Rendered, out: &mut Diagnostics) {
    for frame in &of.outline.frames {
        let named = ["title", "aria-label"].iter().filter_map(|name| frame.get(name));
        if named.into_iter().any(|name| !name.trim().is_empty()) {
            continue;
        }
        out.push(
            Diagnostic::new(
                Code::UnnamedFrame,
                of.place(frame.span()),
                say!("内嵌网页没有 title", "the frame has no title"),
            )
            .help(say!("写 title 说明里面是什么", "write a title that says what is in it")),
        );
    }
}
