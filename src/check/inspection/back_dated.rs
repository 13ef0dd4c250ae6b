//! # back-dated
//!
//! A record bears a day of publication on which the published site did not have it.
//!
//! 发布日期早于上次发布，上次发布却没有这一页。
//!
//! A date of publication put back makes a late text look timely; inspectors count forged dates
//! among the grave faults. Told only with `check --published`, which knows what was published last.
//! Basis: 国办秘函〔2019〕19号, as a copy of its table has it.
//!
//! 把发布日期往前写，是把迟发的内容做成及时发布，检查把伪造发稿日期列为严重问题。用 check --publi
//! shed 给出上次发布的清单才能比对。依据：国办秘函〔2019〕19号（据所见副本）。
//!
//! ## Fails
//!
//! ```text
//! site.toml
//! title = "专栏"
//! [defaults]
//! disclosure = "主动公开"
//! $ liangshai build --as-of 2023-05-15
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-05-04
//! ---
//! 召开会议。
//! ```
//!
//! ## Passes
//!
//! ```text
//! site.toml
//! title = "专栏"
//! [defaults]
//! disclosure = "主动公开"
//! $ liangshai build --as-of 2023-05-15
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-05-30
//! ---
//! 召开会议。
//! ```

use crate::check::Subject;
use crate::check::text::field;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{Day, key};
use crate::say;
use crate::site::Page;

/// Warns of each record, where the last publication is known.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    let Some(published) = of.published else { return };
    let Ok(last) = published.manifest.as_of.parse::<Day>() else { return };
    let files = published.paths();
    for (route, page) in of.site.pages.iter() {
        let Page::Record(record) = page else { continue };
        let base = of.model.base(*record);
        let Some(day) = base.published.map(|moment| moment.day).filter(|day| *day < last) else {
            continue;
        };
        // A record that moved was published under its old address.
        let mut old = base.aliases.iter().map(|alias| alias.value.trim_matches('/'));
        let was_there = files.contains(route.file().as_str())
            || old.any(|old| files.contains(format!("{old}/index.html").as_str()));
        if !was_there {
            out.push(
                Diagnostic::new(
                    Code::BackDated,
                    field(base, &key::PUBLISHED),
                    say!(
                        "发布日期是{day}，而{last}发布时还没有这一页",
                        "published {day}, but the site published on {last} did not have it"
                    ),
                )
                .help(say!(
                    "写实际发布的日期；原来在别处发布的，在“来源”写明",
                    "give the day it really came out; if that was elsewhere, say so in `source`"
                )),
            );
        }
    }
}
