//! # repeated-id
//!
//! An id is given twice on a page.
//!
//! 同一个 id 在一页里出现两次。
//!
//! Links and labels that name it reach the first alone. Basis: WCAG 1.3.1, 4.1.2.
//!
//! 指向它的链接和标签只能到达第一处。依据：WCAG 1.3.1、4.1.2。
//!
//! ## Fails
//!
//! ```text
//! site.toml
//! title = "专栏"
//! [defaults]
//! disclosure = "主动公开"
//! themes/default/footer.html
//! <footer id="main"><p>{{ site.title }}</p></footer>
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
//! <footer id="foot"><p>{{ site.title }}</p></footer>
//! ```

use std::collections::HashSet;

use crate::check::Rendered;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::say;

/// Warns of each id given before.
pub fn check(of: &Rendered, out: &mut Diagnostics) {
    let mut known = HashSet::with_capacity(of.outline.ids.len());
    for id in of.outline.ids.iter().filter(|id| !known.insert(id.text)) {
        let name = id.text;
        out.push(
            Diagnostic::new(
                Code::RepeatedId,
                of.place(id.span()),
                say!("id“{name}”在这一页出现了不止一次", "the id `{name}` is given twice on this page"),
            )
            .help(say!("改成不同的名称", "give it another name")),
        );
    }
}
