//! # stale-home
//!
//! Nothing new came to the home page for ten days.
//!
//! 首页10天没有更新。
//!
//! A home page with nothing new in two weeks fails the site as a whole. Told from the tenth day, as
//! an error from the fourteenth where the site bears a real 网站标识码; sample records are no news.
//! Basis: 国办秘函〔2019〕19号, as a copy of its table has it.
//!
//! 两周没有更新的首页会使整个网站不合格。从第10天起提醒；写有真实网站标识码的站点，从第14天起作为
//! 错误。示例数据不算更新。依据：国办秘函〔2019〕19号（据所见副本）。
//!
//! ## Fails
//!
//! ```text
//! site.toml
//! title = "专栏"
//! [defaults]
//! disclosure = "主动公开"
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-05-20
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
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-05-30
//! ---
//! 召开会议。
//! ```

use crate::check::{Subject, freshness};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Severity};
use crate::say;

/// Days without anything new from which the home page is told to be near the end of its time.
const NEAR: i64 = 10;
/// Days from which an inspection fails the whole site (国办秘函〔2019〕19号).
const FAILED: i64 = 14;

/// Warns once a site; a site that is inspected is told strictly from the day it fails.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    let (settings, facts) = (&of.model.settings, &of.site.facts);
    let Some(newest) = freshness::home(facts) else { return };
    let days = facts.day().since(newest);
    if days < NEAR {
        return;
    }
    let home = of.model.home.as_ref();
    let place = home.map_or(&settings.source, |home| &home.body.source);
    let end = newest.plus(FAILED);
    let mut found = Diagnostic::new(
        Code::StaleHome,
        Place::start(place),
        say!(
            "首页最近一条更新是{newest}，已{days}天没有更新，满14天（{end}）即不合格",
            "the newest thing on the home page is of {newest}, {days} days ago; an inspection fails it from {end}"
        ),
    )
    .help(say!("发布动态，或登记新的进展", "publish news, or file what was done"));
    if days >= FAILED && freshness::is_inspected(settings) {
        found.severity = Severity::Error;
    }
    out.push(found);
}
