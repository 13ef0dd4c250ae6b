//! # inline-code
//!
//! A page holds scripts or styles of its own, which its content security policy forbids.
//!
//! 网页里直接写了脚本或样式，违反页面自己的内容安全策略。
//!
//! Whoever can slip words into a page could slip in a script; a policy that allows none in the page
//! itself is what keeps that harmless. Scripts, `on…` attributes and `javascript:` links are errors;
//! styles are errors where the policy forbids them and a warning where it does not.
//!
//! 能往网页里塞文字的人就能塞脚本，策略不许网页内写脚本才防得住。脚本、on开头的属性、javascript:链接是
//! 错误；样式在策略禁止时是错误，没有禁止时是提醒。
//!
//! ## Fails
//!
//! ```text
//! themes/default/footer.html
//! <footer><a href="javascript:history.back()">返回</a></footer>
//! ```
//!
//! ## Passes
//!
//! ```text
//! themes/default/footer.html
//! <footer><script src="{{ page.root }}{{ asset(name="menu.js") }}"></script><a href="./">返回</a></footer>
//! ```

use crate::check::{Rendered, Tag};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity, Text};
use crate::say;

use super::external_resource::policy;

/// Tells each piece of code.
pub fn check(of: &Rendered, out: &mut Diagnostics) {
    let forbids_style = policy(of.html).is_some_and(forbids_style);
    for tag in of.html.tags() {
        if tag.name() == "script" && tag.get("src").is_none() && is_run(&tag) {
            let message = say!("网页里直接写了脚本", "a script stands in the page itself");
            out.push(told(of, &tag, message, Severity::Error));
        }
        if tag.name() == "style" {
            let message = say!("网页里直接写了样式", "styles stand in the page itself");
            out.push(told(of, &tag, message, of_style(forbids_style)));
        }
        for (name, value) in tag.attributes() {
            let is_handler = name.strip_prefix("on").is_some_and(|event| {
                !event.is_empty() && event.bytes().all(|byte| byte.is_ascii_alphabetic())
            });
            if is_handler || name == "srcdoc" {
                let message =
                    say!("属性{name}里写了代码", "the attribute `{name}` holds code");
                out.push(told(of, &tag, message, Severity::Error));
            } else if name == "style" && !value.text.trim().is_empty() {
                let message = say!("属性style里写了样式", "the attribute `style` holds styles");
                out.push(told(of, &tag, message, of_style(forbids_style)));
            } else if is_address(name) && is_script(value.text) {
                let message =
                    say!("属性{name}是javascript:网址", "the address in `{name}` is a script");
                out.push(told(of, &tag, message, Severity::Error));
            }
        }
    }
}

fn of_style(is_forbidden: bool) -> Severity {
    if is_forbidden { Severity::Error } else { Severity::Warning }
}

fn told(of: &Rendered, tag: &Tag, message: Text, severity: Severity) -> Diagnostic {
    let help = say!(
        "移到主题的.js或.css文件里",
        "move it to a .js or .css file of the theme"
    );
    let fault = Diagnostic::new(Code::InlineCode, of.place(tag.span()), message).help(help);
    Diagnostic { severity, ..fault }
}

/// Whether a browser would run it: data that are only kept in a script element are not.
fn is_run(tag: &Tag) -> bool {
    let kind = tag.get("type").unwrap_or("").trim().to_ascii_lowercase();
    kind.is_empty() || kind.contains("script") || matches!(kind.as_str(), "module" | "importmap")
}

fn is_address(attribute: &str) -> bool {
    matches!(attribute, "href" | "src" | "action" | "formaction" | "data" | "xlink:href" | "poster")
}

/// Whether an address is of a scheme that runs, as a browser reads it.
fn is_script(address: &str) -> bool {
    let begins = |scheme: &str| {
        let seen = address.chars().filter(|c| !c.is_control() && !c.is_whitespace());
        let same = seen.zip(scheme.chars()).filter(|(one, own)| one.eq_ignore_ascii_case(own));
        same.count() == scheme.len()
    };
    address.contains(':') && (begins("javascript:") || begins("vbscript:"))
}

/// Whether a policy forbids styles in the page itself.
fn forbids_style(policy: &str) -> bool {
    let directive = |name: &str| {
        let mut directives = policy.split(';').map(str::trim);
        directives.find_map(|one| one.strip_prefix(name).filter(|rest| rest.starts_with(' ')))
    };
    let rule = directive("style-src").or_else(|| directive("default-src"));
    rule.is_some_and(|rule| !rule.contains("'unsafe-inline'"))
}
