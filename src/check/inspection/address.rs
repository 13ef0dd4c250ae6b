//! # no-base-url
//!
//! The site does not know its own address.
//!
//! 站点没有写明自己的网址。
//!
//! Without it there is no feed, no sitemap.xml and no address to quote a page by.
//!
//! 不写就没有订阅源和 sitemap.xml，网页也没有可以引用的地址。
//!
//! ## Fails
//!
//! ```text
//! site.toml
//! title = "专栏"
//! ```
//!
//! ## Passes
//!
//! ```text
//! site.toml
//! title = "专栏"
//! base_url = "https://www.example.gov.cn/zl/"
//! ```

use crate::check::Subject;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::say;

/// Warns once a site. One that was written but cannot be read was told already.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    let settings = &of.model.settings;
    if settings.base_url.is_some() || settings.base_url_is_bad {
        return;
    }
    out.push(
        Diagnostic::new(
            Code::NoBaseUrl,
            Place::start(&settings.source),
            say!(
                "没有写 base_url，不生成订阅源和站点地图文件",
                "no base_url, so no feed and no sitemap.xml"
            ),
        )
        .help(say!("加一行 base_url = \"https://…/\"", "add base_url = \"https://…/\"")),
    );
}
