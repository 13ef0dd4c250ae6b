//! # foreign-name
//!
//! A name that has no business in the texts stands in one.
//!
//! 文字里出现了不该出现的名称。
//!
//! A copy taken from a tampered page may have a brand's name wherever the city's was. The names to
//! look for are the site's own, under `[check] foreign_names`; the program brings none.
//!
//! 从被篡改的网页抄来的文字，地名处可能成了某个品牌。要查哪些名称，写在 site.toml 的 `[check] foreign_names` 
//! 里；程序自己不带。
//!
//! ## Fails
//!
//! ```text
//! site.toml
//! title = "专栏"
//! [defaults]
//! disclosure = "主动公开"
//! [check]
//! foreign_names = ["某博彩"]
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-03-03
//! ---
//! 某博彩市召开推进会。
//! ```
//!
//! ## Passes
//!
//! ```text
//! site.toml
//! title = "专栏"
//! [defaults]
//! disclosure = "主动公开"
//! [check]
//! foreign_names = ["某博彩"]
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-03-03
//! ---
//! 我市召开推进会。
//! ```

use crate::check::Subject;
use crate::check::text::texts;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::say;

/// Warns of each name once a file, where it first stands.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    let model = of.model;
    let names = &model.settings.check.foreign_names;
    for text in texts(model).filter(|_| !names.is_empty()) {
        for name in names {
            let mut found = text.whole().match_indices(name.as_str());
            let Some((at, _)) = found.next() else { continue };
            let times = 1 + found.count();
            out.push(
                Diagnostic::new(
                    Code::ForeignName,
                    text.place(at..at + name.len()),
                    say!(
                        "“{name}”不该出现在这里，共{times}处",
                        "`{name}` does not belong here; it stands {times} times"
                    ),
                )
                .help(say!(
                    "核对来源，换回原来的名称",
                    "check the source and put the right name back"
                )),
            );
        }
    }
}
