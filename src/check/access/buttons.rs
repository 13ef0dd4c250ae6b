//! # unnamed-button
//!
//! A button does not say what it does.
//!
//! 按钮没有名称。
//!
//! Who hears the page is only told that there is a button, and cannot know what it does. Basis:
//! WCAG 4.1.2.
//!
//! 听网页的人只知道有个按钮，不知道按了会怎样。依据：WCAG 4.1.2。
//!
//! ## Fails
//!
//! ```text
//! site.toml
//! title = "专栏"
//! [defaults]
//! disclosure = "主动公开"
//! themes/default/footer.html
//! <footer><button><svg></svg></button></footer>
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
//! <footer><button aria-label="放大字号"><svg></svg></button></footer>
//! ```

use crate::check::Rendered;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::say;

/// Reports each button.
pub fn check(of: &Rendered, out: &mut Diagnostics) {
    for button in of.outline.buttons.iter().filter(|button| !button.is_named) {
        out.push(
            Diagnostic::new(
                Code::UnnamedButton,
                of.place(button.tag.span()),
                say!("按钮没有名称", "the button has no name"),
            )
            .help(say!("写上文字，或 aria-label", "give it words, or aria-label")),
        );
    }
}
