//! # stale-home
//!
//! Nothing new came to the home page for ten days.
//!
//! 首页10天没有更新。
//!
//! A portal whose home page has nothing new in two weeks fails as a whole. Told from the tenth day;
//! an error from the fourteenth only where this home page is the portal's own, at the top of
//! `site_domain`, with a real 网站标识码, and the day is today's: of a column within a portal another
//! page is inspected. Sample records are no news. Basis: 国办秘函〔2019〕19号, as a copy of its table
//! has it.
//!
//! 门户首页两周没有更新，整个网站不合格。从第10天起提醒；只有本站首页就是门户首页（网址是 site_domain
//! 的根，有真实的网站标识码）且没有固定截至日，满14天才是错误：门户里的专栏，检查的是另一个首页。
//! 示例数据不算更新。依据：国办秘函〔2019〕19号（据所见副本）。
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

use crate::check::Subject;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Severity};
use crate::facts::freshness;
use crate::model::Settings;
use crate::say;

/// Days without anything new from which the home page is told to be near the end of its time.
const NEAR: i64 = 10;
/// Days from which an inspection fails the whole site (国办秘函〔2019〕19号).
const FAILED: i64 = 14;

/// Warns once a site; strictly where this very page fails an inspection.
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
            "首页最近一条更新是{newest}，已{days}天没有更新；门户首页满14天（{end}）即不合格",
            "the newest thing on the home page is of {newest}, {days} days ago; a portal's fails an inspection from {end}"
        ),
    )
    .help(say!("发布动态，或登记新的进展", "publish news, or file what was done"));
    if days >= FAILED && is_of_portal(settings) && settings.as_of.is_none() {
        found.severity = Severity::Error;
    }
    out.push(found);
}

/// Whether the home page is that of the portal an inspection looks at: a bureau's pages mostly are a
/// column of it (国办发〔2017〕47号).
fn is_of_portal(settings: &Settings) -> bool {
    let address = settings.base_url.as_deref().unwrap_or("");
    let rest = address.split_once("://").map_or("", |(_, rest)| rest);
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let domain = settings.identity.site_domain.as_deref();
    let is_top = path.is_empty() && domain.is_some_and(|own| own.eq_ignore_ascii_case(host));
    is_top && freshness::is_inspected(settings)
}
