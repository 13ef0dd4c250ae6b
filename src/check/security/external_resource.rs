//! # external-resource
//!
//! A page loads something from another site, or sends something there.
//!
//! 网页从别的网站加载文件，或把内容提交过去。
//!
//! Whoever runs that site sees each visitor and can change the page; without a way out of the
//! network it stays blank. Pages as built are looked at, style sheets and drawings with them. The
//! two scripts portals ask for (zfwzgl.www.gov.cn, dcs.conac.cn) pass where the page's own policy
//! names them.
//!
//! 对方看得到每个访问者，能改网页的内容；内网里则加载不出来。样式表、图形文件也查。门户要求的找错、
//! 党政机关标识两个脚本，在页面的内容安全策略里写明的可以用。
//!
//! ## Fails
//!
//! ```text
//! themes/default/footer.html
//! <footer><img src="https://hm.example.com/hm.gif" alt=""></footer>
//! ```
//!
//! ## Passes
//!
//! ```text
//! themes/default/footer.html
//! <footer><img src="{{ page.root }}{{ asset(name="mark.png") }}" alt="标识"></footer>
//! ```

use std::ops::Range;

use crate::check::text::hosts::host;
use crate::check::Html;
use crate::check::{Letters, Media, Rendered, Tag};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::say;

/// Whether an attribute of an element makes a browser fetch.
fn is_fetched(element: &str, attribute: &str) -> bool {
    match attribute {
        "src" | "background" | "ping" | "formaction" => true,
        "poster" => element == "video",
        "data" | "codebase" => element == "object",
        "action" => element == "form",
        "manifest" => element == "html",
        "href" => matches!(element, "base" | "use" | "image" | "feimage" | "script"),
        "xlink:href" => matches!(element, "use" | "image" | "feimage" | "script"),
        _ => false,
    }
}

/// What a `link` may be to lead elsewhere without a browser's following it.
const ONLY_NAMED: [&str; 12] = [
    "alternate",
    "author",
    "bookmark",
    "canonical",
    "help",
    "license",
    "me",
    "next",
    "prev",
    "search",
    "shortlink",
    "up",
];

/// Hosts of the scripts portals ask for.
const OF_PORTALS: [&str; 2] = ["zfwzgl.www.gov.cn", "dcs.conac.cn"];

/// Tells each such address.
pub fn check(of: &Rendered, out: &mut Diagnostics) {
    let file = of.route.as_str();
    let is_drawing = of.media == Media::Other && file.ends_with(".svg");
    let is_sheet = of.media == Media::Other && file.ends_with(".css");
    let drawn = is_drawing.then(|| Html::read(of.text));
    for tag in drawn.as_ref().unwrap_or(of.html).tags() {
        for (span, address) in fetched(&tag) {
            told(of, span, address, out);
        }
    }
    if is_sheet {
        styles(of, of.text, 0, out);
    } else if of.text.contains("url(") || of.text.contains("@import") {
        let html = drawn.as_ref().unwrap_or(of.html);
        for tag in html.tags() {
            let style = tag.attributes().find(|(name, _)| *name == "style");
            if let Some((_, style)) = style {
                styles(of, style.text, style.span().start, out);
            }
        }
        for style in sheets(html) {
            styles(of, style.text, style.span().start, out);
        }
    }
}

/// The addresses a start tag makes a browser fetch.
fn fetched<'a>(tag: &Tag<'a>) -> Vec<(Range<usize>, &'a str)> {
    let name = tag.name();
    let mut found = Vec::new();
    for (attribute, value) in tag.attributes() {
        let span = || if value.span().is_empty() { tag.span() } else { value.span() };
        if attribute.ends_with("srcset") {
            let listed = value.text.split(',').filter_map(|one| one.split_whitespace().next());
            found.extend(listed.map(|address| (span(), address)));
        } else if name == "link" && attribute == "href" {
            let rel = tag.get("rel").unwrap_or("").to_ascii_lowercase();
            let mut words = rel.split_ascii_whitespace();
            // `alternate stylesheet` is fetched.
            if words.clone().next().is_none() || words.any(|word| !ONLY_NAMED.contains(&word)) {
                found.push((span(), value.text));
            }
        } else if name == "meta" && attribute == "content" {
            let refreshes = |equiv: &str| equiv.eq_ignore_ascii_case("refresh");
            if tag.get("http-equiv").is_some_and(refreshes)
                && let Some((_, address)) = value.text.split_once('=')
            {
                found.push((span(), address.trim_matches(['\'', '"', ' '])));
            }
        } else if is_fetched(name, attribute) {
            found.push((span(), value.text));
        }
    }
    found
}

/// The texts of `style` elements.
fn sheets(html: &Html) -> impl Iterator<Item = Letters<'_>> {
    use crate::check::Part;
    let mut is_sheet = false;
    html.parts().filter_map(move |part| match part {
        Part::Open(tag) => {
            is_sheet = tag.name() == "style";
            None
        }
        Part::Close(_) => {
            is_sheet = false;
            None
        }
        Part::Text(text) if is_sheet => Some(text),
        Part::Text(_) | Part::Comment(_) => None,
    })
}

/// The addresses of a style sheet; those of name spaces are no such.
fn styles(of: &Rendered, sheet: &str, start: usize, out: &mut Diagnostics) {
    let calls = sheet.match_indices("url(").map(|(at, call)| at + call.len());
    let imports = sheet.match_indices("@import").map(|(at, word)| at + word.len());
    for at in calls.chain(imports) {
        let rest = &sheet[at..];
        let address = rest.trim_start_matches(|c: char| c.is_whitespace() || "'\"".contains(c));
        let end = address.find(|c: char| c.is_whitespace() || "'\");".contains(c));
        let address = &address[..end.unwrap_or(address.len())];
        let is_name = sheet[..at].lines().next_back().is_some_and(|line| line.contains("@namespace"));
        if !is_name && !address.is_empty() {
            let from = start + at + (rest.len() - rest.trim_start_matches(['\'', '"', ' ']).len());
            told(of, from..from + address.len(), address, out);
        }
    }
}

fn told(of: &Rendered, span: Range<usize>, address: &str, out: &mut Diagnostics) {
    let Some(named) = host(address) else { return };
    let own = of.site.addressing.base_url.as_deref().and_then(host);
    let of_portal = OF_PORTALS.contains(&named.as_ref())
        && policy(of.html).is_some_and(|policy| policy.contains(named.as_ref()));
    if own.as_deref() == Some(named.as_ref()) || of_portal {
        return;
    }
    out.push(
        Diagnostic::new(
            Code::ExternalResource,
            of.place(span),
            say!("网页用到外部主机{named}上的文件", "the page calls on the outside host {named}"),
        )
        .help(say!(
            "把文件放进主题的文件夹，用相对网址；统计、客服等外部脚本去掉",
            "keep the file in the theme and name it by a relative address; leave out scripts of others"
        )),
    );
}

/// The page's content security policy.
pub fn policy(html: &Html) -> Option<&str> {
    let mut metas = html.tags().filter(|tag| tag.name() == "meta");
    let policy = metas.find(|tag| {
        tag.get("http-equiv")
            .is_some_and(|equiv| equiv.eq_ignore_ascii_case("content-security-policy"))
    });
    policy.and_then(|tag| tag.get("content"))
}
