//! # disclosure-withdrawn
//!
//! A record that readers have seen is kept from them now, as a draft or an internal one.
//!
//! 已公布的记录改成了草稿或系统内，没有撤回的说明。
//!
//! Its page and its figures vanish without a word. What must go is taken back (撤回): the page then
//! says when and why, and the record leaves all counts from that day. Told once for a plan and all
//! that goes with it; only with `check --base`. Basis: 《政府信息公开条例》 art. 5, openness is the
//! rule.
//!
//! 这样页面和数字会悄悄消失。要撤下的写“撤回”，页面说明日期和原因，从那天起不计入统计。随方案一起改的只提示方案
//! 一处。用 check --base 才能比对。依据：《政府信息公开条例》第五条（以公开为常态）。
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
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-05-04
//! 公开属性: 系统内
//! ---
//! 召开会议。
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
//! $ git commit
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-05-04
//! 撤回: {日期: 2023-05-20, 原因: 内容有误}
//! ---
//! ```

use crate::check::Subject;
use crate::check::past::Past;
use crate::check::text::field;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{RecordId, key};
use crate::say;

/// Warns of each record these readers saw and would not see.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    let Some(past) = of.past() else { return };
    for (from, to) in past.seen() {
        let Some(to) = to.filter(|to| is_hidden(past, *to)) else { continue };
        let base = past.new.base(to);
        // What an edition of a bulletin lacks beside is told as its seal.
        if base.visibility() <= past.old.base(from).visibility() {
            continue;
        }
        let plan = past.new.plan_of(to).map(RecordId::from);
        let goes_with_plan = plan.is_some_and(|plan| is_hidden(past, plan));
        if goes_with_plan && !base.draft {
            continue;
        }
        let (key, zh, en) = match base.draft {
            true => (&key::DRAFT, "草稿", "a draft"),
            false => (&key::DISCLOSURE, "系统内", "internal"),
        };
        out.push(
            Diagnostic::new(
                Code::DisclosureWithdrawn,
                field(base, key),
                say!(
                    "已公布的记录改成了{zh}，页面和数字会悄悄消失",
                    "readers have seen this record; made {en}, it vanishes without a word"
                ),
            )
            .help(say!(
                "改回公开；要撤下的写 撤回: {{日期: …, 原因: …}}",
                "make it public again; where it must go, write `withdrawn: {{date: …, reason: …}}`"
            )),
        );
    }
}

fn is_hidden(past: &Past, record: RecordId) -> bool {
    !past.facts.public().shows(record)
}
