//! # unlabelled-control
//!
//! A field does not say what is to be written in it.
//!
//! 输入项没有标签。
//!
//! Who hears the page is only told that there is a field, and cannot use it. A placeholder is no
//! label: it is gone at the first letter. Basis: WCAG 1.3.1, 4.1.2.
//!
//! 听网页的人只知道有个输入框，没法使用。占位文字一输入就消失，不能代替标签。依据：WCAG 1.3.1、4.1.2。
//!
//! ## Fails
//!
//! ```text
//! site.toml
//! title = "专栏"
//! [defaults]
//! disclosure = "主动公开"
//! themes/default/footer.html
//! <footer><input type="search" placeholder="查找"></footer>
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
//! <footer><label>查找 <input type="search"></label></footer>
//! ```

use crate::check::Rendered;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::say;

/// Reports each field.
pub fn check(of: &Rendered, out: &mut Diagnostics) {
    let labelled = &of.outline.labelled;
    for control in of.outline.controls.iter().filter(|control| !control.is_named) {
        if control.id.is_some_and(|id| labelled.contains(&id)) {
            continue;
        }
        let name = control.tag.name();
        out.push(
            Diagnostic::new(
                Code::UnlabelledControl,
                of.place(control.tag.span()),
                say!("输入项（{name}）没有标签", "the field (`{name}`) has no label"),
            )
            .help(say!(
                "加 <label for=\"…\">，或 aria-label",
                "add <label for=\"…\">, or aria-label"
            )),
        );
    }
}
