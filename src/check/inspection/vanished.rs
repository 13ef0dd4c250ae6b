//! # vanished-url
//!
//! An address that was published is gone, and leads nowhere.
//!
//! 已经发布的网址没有了，也没有转到别处。
//!
//! People, search engines and other sites keep addresses; a page that moved needs its old address
//! as 旧网址, one that must not stand needs 撤回, which leaves a page that says so. Told only with
//! `check --published`, which knows what was published last. Dead links and addresses are among
//! what inspections count.
//!
//! 群众、搜索引擎和其他网站会保存网址。移走的页面要写“旧网址”，不能再公开的写“撤回”，原处留下
//! 说明。用 check --published 给出上次发布的清单才能比对。错链、断链在各地检查中都要计数。
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
//! 发布日期: 2023-05-30
//! ---
//! 召开会议。
//! $ liangshai build --as-of 2023-06-01
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-05-30
//! 草稿: 是
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
//! $ liangshai build --as-of 2023-06-01
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-05-30
//! 草稿: 是
//! ---
//! 召开会议。
//! content/news/2023/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-05-30
//! 旧网址: [/news/a/]
//! ---
//! 召开会议。
//! ```

use std::collections::BTreeMap;

use crate::check::Subject;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::say;
use crate::site::{Page, Route};

/// Reports each page of the last publication, where that is known.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    let Some(published) = of.published else { return };
    let built: std::collections::BTreeSet<String> =
        of.site.pages.keys().map(Route::file).collect();
    let mut by_name: Option<BTreeMap<&str, &str>> = None;
    for path in published.paths().into_iter().filter(|path| path.ends_with(".html")) {
        if built.contains(path) || goes_with_its_rows(path) || is_simpler_reading(path) {
            continue;
        }
        let address = format!("/{}", path.strip_suffix("index.html").unwrap_or(path));
        let by_name = by_name.get_or_insert_with(|| by_name_of(of));
        let moved = by_name.get(name(&address)).copied();
        let help = match moved {
            Some(file) => say!(
                "如果移到了 {file}，在那里写 旧网址: [{address}]",
                "if it moved to {file}, write `aliases: [{address}]` there"
            ),
            None => say!(
                "在接替它的记录里写 旧网址: [{address}]，或恢复原记录并写“撤回”",
                "write `aliases: [{address}]` in the record that took its place, or restore it as `withdrawn`"
            ),
        };
        let source = &published.source;
        let at = source.text.find(&format!("\"{path}\""));
        let place = match at {
            Some(at) => Place::new(source, at + 1..at + 1 + path.len()),
            None => Place::start(source),
        };
        out.push(
            Diagnostic::new(
                Code::VanishedUrl,
                place,
                say!(
                    "已经发布的网址 {address} 没有了，也没有转到别处",
                    "{address} was published and is gone, leading nowhere"
                ),
            )
            .help(help),
        );
    }
}

/// Whether a page is a list that is there as long as it has rows: a further part of a long one, or
/// the tasks or problems due in a month, or the problems from a source.
fn goes_with_its_rows(path: &str) -> bool {
    let folder = path.strip_suffix("/index.html").unwrap_or(path);
    let part = folder.rsplit_once("/page/").map(|(_, number)| number);
    let lists = ["tasks/by/month/", "problems/by/month/", "problems/by/channel/"];
    lists.iter().any(|list| folder.starts_with(list)) || part.is_some_and(|n| n.parse::<usize>().is_ok())
}

/// Whether a page is the simpler reading of another, which goes and comes with that.
fn is_simpler_reading(path: &str) -> bool {
    let above = path.strip_suffix("index.html").map(Route::new);
    above.is_some_and(|route| route.above() != route)
}

/// The last part of an address, as records keep it when they move.
fn name(address: &str) -> &str {
    address.trim_matches('/').rsplit('/').next().unwrap_or("")
}

/// The file of the record at each last part of an address.
fn by_name_of<'a>(of: &'a Subject) -> BTreeMap<&'a str, &'a str> {
    let records = of.site.pages.iter().filter_map(|(route, page)| match page {
        Page::Record(record) => Some((name(route.as_str()), of.model.base(*record).path.as_str())),
        _ => None,
    });
    records.collect()
}
