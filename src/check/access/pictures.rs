//! # no-alternative-text
//!
//! A picture has no description.
//!
//! 图片没有说明文字。
//!
//! Who cannot see it hears the name of its file. Basis: WCAG 1.1.1.
//!
//! 看不见图片的人只听到文件名。依据：WCAG 1.1.1。
//!
//! ## Fails
//!
//! ```text
//! site.toml
//! title = "专栏"
//! raw_html = "sanitise"
//! [defaults]
//! disclosure = "主动公开"
//! themes/default/footer.html
//! <footer><img src="{{ page.root }}{{ site.icon }}"></footer>
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
//! themes/default/footer.html
//! <footer><img src="{{ page.root }}{{ site.icon }}" alt="示例标志"></footer>
//! ```

use crate::check::Rendered;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::say;

/// Warns of each picture.
pub fn check(of: &Rendered, out: &mut Diagnostics) {
    // An empty description is one: it says that there is nothing to see.
    for image in of.outline.images.iter().filter(|image| image.get("alt").is_none()) {
        let is_hidden = image.get("aria-hidden") == Some("true")
            || matches!(image.get("role"), Some("presentation" | "none"))
            || image.get("aria-label").is_some_and(|label| !label.trim().is_empty());
        if is_hidden {
            continue;
        }
        // The file's name: its address differs with the depth of the page.
        let source = image.get("src").unwrap_or("");
        let file = source.rsplit('/').next().unwrap_or(source);
        out.push(
            Diagnostic::new(
                Code::NoAlternative,
                of.place(image.span()),
                say!("图片“{file}”没有说明", "the picture `{file}` has no description"),
            )
            .help(say!("写 alt，只作装饰的写 alt=\"\"", "write alt; of mere ornament alt=\"\"")),
        );
    }
}
