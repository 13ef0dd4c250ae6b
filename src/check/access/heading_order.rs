//! # skipped-heading
//!
//! A heading leaves out a level.
//!
//! 标题跳了级。
//!
//! Who hears the page takes the level for the place in its structure, and looks for the part that
//! is left out. Basis: WCAG 1.3.1.
//!
//! 听网页的人靠标题的级别了解结构，跳了级会以为漏了一段。依据：WCAG 1.3.1。
//!
//! ## Fails
//!
//! ```text
//! site.toml
//! title = "专栏"
//! [defaults]
//! disclosure = "主动公开"
//! themes/default/footer.html
//! <footer><h5>联系方式</h5></footer>
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
//! <footer><h2>联系方式</h2></footer>
//! ```

use crate::check::Rendered;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::say;

/// Warns of each heading.
pub fn check(of: &Rendered, out: &mut Diagnostics) {
    let mut last = 0;
    for heading in &of.outline.headings {
        let level = heading.level;
        if level > last + 1 && last > 0 {
            let missing = level - 1;
            out.push(
                Diagnostic::new(
                    Code::HeadingSkipped,
                    of.place(heading.span.clone()),
                    // Without the level that comes before, which differs from page to page where
                    // the heading is the theme's.
                    say!(
                        "{level}级标题上面没有{missing}级标题",
                        "a heading of level {level} has none of level {missing} above it"
                    ),
                )
                .help(say!("逐级往下用标题", "go down one level at a time")),
            );
        }
        last = level;
    }
}
