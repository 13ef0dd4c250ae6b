//! # record-gone
//!
//! A record that readers have seen is not there any more, and nothing is in its place.
//!
//! 已公布的记录不见了，既没有撤回的说明，旧网址也没有去处。
//!
//! What was public is not taken off without a word: what must go keeps its page, which says when and
//! why (撤回); what moved or was merged is found under its old address (旧网址). A record whose file
//! cannot be read is told as that. Told only with `check --base`.
//!
//! 公布过的内容不能悄悄拿掉：要撤下的写“撤回”，页面保留，说明日期和原因；移动、合并的写“旧网址”，原来的网址照样
//! 打得开。文件读不出来的另有提示。用 check --base 才能比对。
//!
//! ## Fails
//!
//! ```text
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-05-04
//! ---
//! 召开会议。
//! $ git commit
//! $ git rm content/news/a.md
//! ```
//!
//! ## Passes
//!
//! ```text
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-05-04
//! ---
//! 召开会议。
//! content/news/c.md
//! ---
//! 标题: 又一动态
//! 发布日期: 2023-05-04
//! ---
//! 开展走访。
//! $ git commit
//! $ git rm content/news/a.md
//! content/news/b.md
//! ---
//! 标题: 工作动态（一）
//! 发布日期: 2023-05-04
//! 旧网址: [/news/a/]
//! ---
//! 召开会议。
//! content/news/c.md
//! ---
//! 标题: 又一动态
//! 发布日期: 2023-05-04
//! 撤回: {日期: 2023-05-20, 原因: 内容有误}
//! ---
//! ```

use std::collections::BTreeSet;

use crate::check::Subject;
use crate::check::past::{Past, called};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::model::{Kind, RecordId, pairs};
use crate::say;

/// Tells each record that is gone, where it was.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    let Some(past) = of.past() else { return };
    let old_addresses = old_addresses(past);
    for (from, to) in past.seen() {
        let (was, route) = (past.old.base(from), pairs::route(from.kind, past.old.base(from)));
        let is_there = to.is_some_and(|to| past.new.base(to).id == was.id);
        // Of a bulletin, what was issued counts, and has a rule of its own.
        let is_told = from.kind == Kind::Bulletin || of.at_fault.contains(was.path.as_str());
        // A return has no page, so that no address of it can be kept.
        let has_page = from.kind != Kind::Return || past.facts.shows_returns_by_office();
        let leads_on = old_addresses.contains(route.as_str()) || to.is_some() && !has_page;
        if !is_there && !is_told && !leads_on {
            out.push(told(past, from, to));
        }
    }
}

/// The addresses that lead to pages of records, as routes without the last `/`.
fn old_addresses<'a>(past: &'a Past) -> BTreeSet<&'a str> {
    let records = Kind::ALL.into_iter().flat_map(|kind| past.new.records(kind));
    let with_page = records.filter(|record| past.facts.has_page(*record));
    let aliases = with_page.flat_map(|record| &past.new.base(record).aliases);
    aliases.map(|alias| alias.value.trim_matches('/').trim_end_matches("/index.html")).collect()
}

fn told(past: &Past, from: RecordId, to: Option<RecordId>) -> Diagnostic {
    let (title, name) = (called(past.old, from), past.name());
    let (title_zh, title_en) = (title.zh, title.en);
    let route = pairs::route(from.kind, past.old.base(from));
    match to {
        Some(to) => {
            let base = past.new.base(to);
            Diagnostic::new(
                Code::RecordGone,
                Place::start(&base.body.source),
                say!(
                    "{title_zh}换了网址，原来的 /{route}/ 没有去处",
                    "{title_en} moved, and its old address /{route}/ leads nowhere"
                ),
            )
            .help(say!("加上 旧网址: [/{route}/]", "add `aliases: [/{route}/]`"))
        }
        None => Diagnostic::new(
            Code::RecordGone,
            Place::start(&past.old.base(from).body.source),
            say!(
                "已公布的{title_zh}不见了（{name} 里有）",
                "{title_en} is gone after readers saw it (it is in {name})"
            ),
        )
        .help(say!(
            "恢复文件，要撤下的写“撤回”的日期和原因；并入别处的，在那里写 旧网址: [/{route}/]",
            "put the file back, with `withdrawn` and its date and reason if it must go; where it became part of another, write `aliases: [/{route}/]` there"
        )),
    }
}
