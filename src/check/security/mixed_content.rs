//! # mixed-content
//!
//! The site is served over https, and a page names its own host by http.
//!
//! 网站用https，网页却以http写自己的网址。
//!
//! Browsers refuse or warn, and the way there can be read and changed by others. A relative address
//! is always right. No norm at hand asks for it; it is good practice.
//!
//! 浏览器会拦截或警告，传输途中还可能被窃看、篡改。写相对网址最稳妥。这是通行做法，没有查到规定原文。
//!
//! ## Fails
//!
//! ```text
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-03-03
//! ---
//! 详见[门户](http://www.example.gov.cn/)。
//! ```
//!
//! ## Passes
//!
//! ```text
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-03-03
//! ---
//! 详见[门户](https://www.example.gov.cn/)。
//! ```

use crate::check::Rendered;
use crate::check::text::hosts::host;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::say;

/// Warns of each such address.
pub fn check(of: &Rendered, out: &mut Diagnostics) {
    let base_url = of.site.addressing.base_url.as_deref();
    let Some(base_url) = base_url.filter(|url| url.starts_with("https:")) else { return };
    let own = host(base_url);
    for tag in of.html.tags() {
        for (name, value) in tag.attributes() {
            let is_plain = value.text.get(..5).is_some_and(|s| s.eq_ignore_ascii_case("http:"));
            if !is_plain || !matches!(name, "href" | "src" | "action" | "poster" | "data") {
                continue;
            }
            if host(value.text) == own {
                let address = value.text;
                out.push(
                    Diagnostic::new(
                        Code::MixedContent,
                        of.place(tag.span()),
                        say!("本站的网址写成了http：{address}", "the site's own address is of http: {address}"),
                    )
                    .help(say!("改成https，或写相对网址", "write https, or a relative address")),
                );
            }
        }
    }
}
