//! # no-language
//!
//! A page does not say what language it is in.
//!
//! 网页没有写明语言。
//!
//! A screen reader takes its voice from it; Chinese read by an English voice cannot be understood.
//! Basis: WCAG 3.1.1.
//!
//! 读屏软件按它选择发音，用英文发音读中文，谁也听不懂。依据：WCAG 3.1.1。
//!
//! ## Fails
//!
//! ```text
//! site.toml
//! title = "专栏"
//! [defaults]
//! disclosure = "主动公开"
//! themes/default/base.html
//! <!DOCTYPE html>
//! <html><head><title>{{ page.head_title }}</title>{{ frame.head }}
//! {% block head_end %}{% endblock head_end %}</head>
//! <body class="{% block body_class %}{% endblock body_class %}"><main id="main">
//! {% block breadcrumbs %}{% endblock breadcrumbs %}
//! {% block title %}<h1>{{ page.title }}</h1>{% endblock title %}
//! {% block main %}{% endblock main %}
//! </main>{{ frame.footer }}</body></html>
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
    let language = of.outline.root.as_ref().and_then(|root| root.get("lang"));
    if !of.is_page() || language.is_some_and(|language| !language.trim().is_empty()) {
        return;
    }
    let span = of.outline.root.as_ref().map_or(0..0, |root| root.span());
    out.push(
        Diagnostic::new(
            Code::NoLanguage,
            of.place(span),
            say!("网页没有写明语言", "the page does not say its language"),
        )
        .help(say!("写 <html lang=\"zh-CN\">", "write <html lang=\"zh-CN\">")),
    );
}
