//! # low-contrast
//!
//! Two colours that meet are too near each other.
//!
//! 颜色对比度不够。
//!
//! Text needs 4.5 to 1 against its ground, large text and signs 3 to 1, in the light scheme and in
//! the dark. The style sheet says in a comment which of its custom properties meet: contrast, the
//! least ratio, then pairs as ink/bg. A theme without such a comment is not judged. Basis: WCAG
//! 1.4.3, 1.4.11.
//!
//! 文字与底色的对比度不低于4.5，大字和图形不低于3，浅色、深色都一样。哪些颜色会叠在一起，由样式表
//! 的注释写明：contrast、最低对比度，然后是 ink/bg 这样的各对自定义属性。没有这种注释的主题不作判
//! 断。依据：WCAG 1.4.3、1.4.11。
//!
//! ## Fails
//!
//! ```text
//! site.toml
//! title = "专栏"
//! [defaults]
//! disclosure = "主动公开"
//! themes/default/style.css
//! /* contrast 4.5: ink/bg */
//! :root{--bg:#fff;--ink:#999}
//! body{background:var(--bg);color:var(--ink)}
//! ```
//!
//! ## Passes
//!
//! ```text
//! site.toml
//! title = "专栏"
//! [defaults]
//! disclosure = "主动公开"
//! themes/default/style.css
//! /* contrast 4.5: ink/bg */
//! :root{--bg:#fff;--ink:#1f2328}
//! body{background:var(--bg);color:var(--ink)}
//! ```

use std::ops::Range;

use crate::check::Rendered;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::colour::Colour;
use crate::render::schemes;
use crate::say;

/// Warns of each pair of the style sheet.
pub fn check(of: &Rendered, out: &mut Diagnostics) {
    if !of.route.as_str().ends_with(".css") {
        return;
    }
    let pairs = pairs(of.text);
    if pairs.is_empty() {
        return;
    }
    let mut schemes = schemes(of.text);
    let Some(first) = schemes.iter().position(|scheme| scheme.under.is_empty()) else { return };
    let light = schemes[first].colours.clone();
    for scheme in &mut schemes {
        let under = scheme.under;
        for pair in &pairs {
            let find = |name: &str| {
                let own = scheme.colours.get(name);
                own.or_else(|| light.get(name)).cloned().or_else(|| Colour::parse(name).map(|c| (c, 0..0)))
            };
            let (Some((text, at)), Some((ground, _))) = (find(pair.text), find(pair.ground)) else {
                continue;
            };
            let ratio = text.contrast(ground);
            if ratio >= pair.least {
                continue;
            }
            let span = if at.is_empty() { pair.span.clone() } else { at };
            let (name, on, least) = (pair.text, pair.ground, pair.least);
            let (zh, en) = match under {
                "" => (String::new(), String::new()),
                under => (format!("（{under}）"), format!(" ({under})")),
            };
            out.push(
                Diagnostic::new(
                    Code::LowContrast,
                    of.place(span),
                    say!(
                        "{name} 在 {on} 上的对比度是 {ratio:.2}，应不低于 {least}{zh}",
                        "{name} on {on} has a contrast of {ratio:.2}, which should be {least} or more{en}"
                    ),
                )
                .help(say!("把其中一种颜色调深或调浅", "make one of them darker or lighter")),
            );
        }
    }
}

/// Two colours that meet, by the names of their custom properties or as written.
struct Pair<'a> {
    text: &'a str,
    ground: &'a str,
    least: f64,
    span: Range<usize>,
}

/// The pairs a style sheet tells of in comments, as `contrast 4.5: ink/bg muted/bg`.
fn pairs(css: &str) -> Vec<Pair<'_>> {
    let mut pairs = Vec::new();
    for (at, _) in css.match_indices("/* contrast ") {
        let comment = &css[at + "/* contrast ".len()..];
        let comment = comment.split("*/").next().unwrap_or("");
        let Some((least, names)) = comment.split_once(':') else { continue };
        let Ok(least) = least.trim().parse() else { continue };
        for pair in names.split_whitespace() {
            if let Some((text, ground)) = pair.split_once('/') {
                let start = pair.as_ptr() as usize - css.as_ptr() as usize;
                pairs.push(Pair { text, ground, least, span: start..start + pair.len() });
            }
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_theme_names_its_pairs_and_keeps_them_in_every_scheme() {
        let css = include_str!("../../../themes/default/style.css");
        let schemes = schemes(css);
        assert_eq!(schemes.iter().map(|scheme| scheme.under).collect::<Vec<_>>(), [
            "",
            "@media screen and (prefers-color-scheme:dark)",
            "@media screen",
            "@media screen",
            "@media print",
        ]);
        let known = |name: &str| schemes[0].colours.contains_key(name) || Colour::parse(name).is_some();
        let pairs = pairs(css);
        assert!(pairs.len() > 10);
        assert!(pairs.iter().all(|pair| known(pair.text) && known(pair.ground)));
    }
}
