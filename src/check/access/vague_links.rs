//! # vague-link
//!
//! The words of a link do not say where it leads.
//!
//! 链接的文字没有说明指向什么。
//!
//! Who goes from link to link by ear hears "here" many times over. Basis: WCAG 2.4.4.
//!
//! 靠读屏软件逐个链接浏览的人，听到的只是一连串“点击这里”。依据：WCAG 2.4.4。
//!
//! ## Fails
//!
//! ```text
//! site.toml
//! title = "专栏"
//! raw_html = "sanitise"
//! [defaults]
//! disclosure = "主动公开"
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-05-30
//! ---
//! 通知见<a href="https://www.gov.cn/">点击这里</a>。
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
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-05-30
//! ---
//! 通知见<a href="https://www.gov.cn/">中国政府网</a>。
//! ```

use crate::check::Rendered;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::say;

/// Words that tell nothing without what stands around them.
const VAGUE: [&str; 16] = [
    "点击这里", "点击此处", "点此", "这里", "此处", "点击", "请点击", "点击查看", "查看", "查看更多",
    "更多", "详情", "click here", "here", "more", "read more",
];

/// Warns of each link whose words are no more than that.
pub fn check(of: &Rendered, out: &mut Diagnostics) {
    for link in &of.outline.links {
        let Some(words) = link.words else { continue };
        let bare = words.trim_matches(|c: char| !c.is_alphanumeric());
        if VAGUE.iter().any(|vague| vague.eq_ignore_ascii_case(bare)) {
            out.push(
                Diagnostic::new(
                    Code::VagueLink,
                    of.place(link.tag.span()),
                    say!(
                        "链接的文字只有“{words}”",
                        "the link says no more than `{words}`"
                    ),
                )
                .help(say!("写明链接到什么", "say what it leads to")),
            );
        }
    }
}
