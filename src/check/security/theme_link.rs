//! # theme-link
//!
//! A page links to an outside host that no text of the site names.
//!
//! 网页上有指向外部主机的链接，内容里却没有写过它。
//!
//! It stands in a file of the theme: put there by somebody who should have listed the host under
//! `[check] link_hosts`, or by an intruder.
//!
//! 它写在主题文件里：要么是自己加的，应写进 site.toml 的 `[check] link_hosts`；要么是别人塞进来的。
//!
//! ## Fails
//!
//! ```text
//! themes/default/footer.html
//! <footer><a href="https://www.example.com/">友情链接</a></footer>
//! ```
//!
//! ## Passes
//!
//! ```text
//! themes/default/footer.html
//! <footer><a href="https://www.gov.cn/">中国政府网</a></footer>
//! ```

use std::collections::BTreeSet;

use crate::check::Rendered;
use crate::check::text::hosts::{host, is_known};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::say;

/// Warns once a host and page.
pub fn check(of: &Rendered, out: &mut Diagnostics) {
    let settings = of.site.facts.settings();
    let mut told = BTreeSet::new();
    for tag in of.html.tags().filter(|tag| matches!(tag.name(), "a" | "area")) {
        let Some(named) = tag.get("href").and_then(host) else { continue };
        if is_known(settings, &named)
            || told.contains(named.as_ref())
            || of.linked.contains(named.as_ref())
        {
            continue;
        }
        out.push(
            Diagnostic::new(
                Code::ThemeLink,
                of.place(tag.span()),
                say!(
                    "网页链接到外部主机{named}，内容里没有写过它",
                    "the page links to the outside host {named}, which no text names"
                ),
            )
            .help(say!(
                "核对主题文件；确是自己加的，写进 [check] link_hosts",
                "look at the theme's files; a host that belongs there goes to link_hosts under [check]"
            )),
        );
        told.insert(named.into_owned());
    }
}
