//! # outside-host
//!
//! A text links to a host that is neither a government's nor on the site's list.
//!
//! 文字里的链接指向政府网站以外、名单上也没有的主机。
//!
//! A host that lapses can be bought by anybody, and a site answers for where it leads. Hosts
//! somebody has looked at go to `link_hosts` under `[check]`; `.example.com` lists all below it.
//! Basis: 国办秘函〔2019〕19号 (linking counts as publishing).
//!
//! 域名到期谁都可以注册，链接出去也算发布。核实过的主机写进 site.toml 的 `[check] link_hosts`；
//! `.example.com`表示它下面的全部主机。依据：国办秘函〔2019〕19号。
//!
//! ## Fails
//!
//! ```text
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-03-03
//! ---
//! 详见[办事指南](https://www.example.com/)。
//! ```
//!
//! ## Passes
//!
//! ```text
//! site.toml
//! title = "专栏"
//! base_url = "https://www.example.gov.cn/zl/"
//! [defaults]
//! disclosure = "主动公开"
//! [check]
//! link_hosts = ["www.example.com"]
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-03-03
//! ---
//! 详见[办事指南](https://www.example.com/)和[中国政府网](https://www.gov.cn/)。
//! ```

use std::collections::BTreeSet;

use crate::check::Subject;
use crate::check::text::hosts::{is_known, is_number, outgoing};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::say;

use super::deceptive_host::deceives;

/// Warns once a host and record, or column.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    let mut told = BTreeSet::new();
    for link in outgoing(of.model) {
        let host = &link.host;
        let is_other_rules = is_number(host) || deceives(host).is_some();
        if is_other_rules
            || is_known(&of.model.settings, host)
            || !told.insert((link.record.ok_or(link.source.path.clone()), host.clone()))
        {
            continue;
        }
        out.push(
            Diagnostic::new(
                Code::OutsideHost,
                link.place(),
                say!("链接指向外部主机{host}", "a link leads to the outside host {host}"),
            )
            .help(say!(
                "核实后在 site.toml 写 [check] link_hosts = [\"{host}\"]，或删去链接",
                "look at it and add `{host}` to link_hosts under [check], or take the link out"
            )),
        );
    }
}
