//! # entry-rewritten
//!
//! An entry that readers have seen says something else now, or is gone.
//!
//! 已公布的条目被改动，或不见了。
//!
//! Entries are what happened, in the order it happened; states, days late and bulletins rest on them.
//! What was wrong is put right by a further entry, which says so. Compared are the event, its date,
//! time and filing, numbers, deadlines, reasons and approvals, the files it gives out by name and
//! content, and the words but for punctuation; the entry's own file renamed is no change. Rows of returns are entries too. Told only with `check --base`.
//!
//! 条目记的是发生过的事，状态、逾期天数和通报都以它为据。写错了，另建一条说明更正。对照的有：事项、日期、时间、
//! 报送时间、数字、时限、理由、批准、随附的文件（名称和内容），以及标点以外的文字；只改条目文件名的不算。报送里的每一行也是条目。用 check
//! --base 才能比对。
//!
//! ## Fails
//!
//! ```text
//! content/plans/2023.md
//! ---
//! 标题: 工作方案
//! 发文机关: 局
//! 发布日期: 2023-03-03
//! ---
//! content/tasks/01/index.md
//! ---
//! 标题: 梳理清单
//! 方案: 工作方案
//! 责任单位: 审批办
//! 完成时限: 6月底前
//! ---
//! content/tasks/01/2023-05-10.md
//! ---
//! 完成比例: 40
//! ---
//! 已梳理12项。
//! $ git commit
//! content/tasks/01/2023-05-10.md
//! ---
//! 完成比例: 60
//! ---
//! 已梳理12项。
//! ```
//!
//! ## Passes
//!
//! ```text
//! content/plans/2023.md
//! ---
//! 标题: 工作方案
//! 发文机关: 局
//! 发布日期: 2023-03-03
//! ---
//! content/tasks/01/index.md
//! ---
//! 标题: 梳理清单
//! 方案: 工作方案
//! 责任单位: 审批办
//! 完成时限: 6月底前
//! ---
//! content/tasks/01/2023-05-10.md
//! ---
//! 完成比例: 40
//! ---
//! 已梳理12项。
//! $ git commit
//! $ git rm content/tasks/01/2023-05-10.md
//! content/tasks/01/2023-05-10-进展.md
//! ---
//! 完成比例: '40'
//! ---
//! 已梳理 12 项
//! content/tasks/01/2023-05-31.md
//! ---
//! 完成比例: 60
//! ---
//! 更正5月10日的进展：当时已梳理18项。
//! ```

use crate::check::Subject;
use crate::check::past::{Changed, Known, Past, Said};
use crate::check::text::entry_field;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::model::entry::{EntryBase, Filing, Words};
use crate::model::key;
use crate::say;

/// Fields told one by one in a message.
const TOLD: usize = 3;

/// Tells each entry that readers saw and that is not as they saw it.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    let Some(past) = of.past() else { return };
    for edited in past.edited() {
        let seen = past.base.facts.entries_of(edited.from);
        let was_seen =
            |known: &Known| seen.iter().any(|entry| std::ptr::eq(*entry, known.base()));
        for entry in edited.changed.iter().filter(|entry| was_seen(&entry.from)) {
            if !is_excused(of, past, entry.from) {
                out.extend(changed(entry));
            }
        }
        for known in edited.gone.iter().filter(|known| was_seen(known)) {
            if !is_excused(of, past, *known) {
                out.push(gone(*known, past.name_at(edited.from)));
            }
        }
    }
}

/// Whether something else is told instead: the file cannot be read, or its return is gone or taken
/// back.
fn is_excused(of: &Subject, past: &Past, known: Known) -> bool {
    match &known.base().filing {
        Filing::File { path, .. } => of.at_fault.contains(path.as_str()),
        Filing::Return { record, place, .. } => {
            let now = past.now_of(*record);
            of.at_fault.contains(&place.source.path)
                || now.is_none_or(|now| !past.facts.counts(now.into()))
        }
    }
}

fn changed(entry: &Changed) -> Option<Diagnostic> {
    let Changed { from, to, fields } = entry;
    let (day, event) = (from.base().day, from.event());
    let (event_zh, event_en) = (event.zh, event.en);
    let (mut zh, mut en) = (Vec::new(), Vec::new());
    for (was, is) in fields.iter().take(TOLD) {
        let (name_zh, name_en) = (was.key.zh[0], was.key.en);
        if *was.key == key::TEXT {
            zh.push("文字".to_owned());
            en.push("its words".to_owned());
            continue;
        }
        match (was.told().as_str(), is.told().as_str()) {
            (was, is) if was == is && *name_en == *key::ATTACHMENTS.en => {
                zh.push(format!("附件“{is}”换了内容"));
                en.push(format!("what the attachment `{is}` holds"));
            }
            ("", is) => {
                zh.push(format!("{name_zh}补写为“{is}”"));
                en.push(format!("{name_en} set to `{is}`"));
            }
            (was, "") => {
                zh.push(format!("{name_zh}“{was}”删去"));
                en.push(format!("{name_en} `{was}` taken out"));
            }
            (was, is) => {
                zh.push(format!("{name_zh}由“{was}”改为“{is}”"));
                en.push(format!("{name_en} from `{was}` to `{is}`"));
            }
        }
    }
    let (zh, en) = (zh.join("，"), en.join(", "));
    let found = Diagnostic::new(
        Code::EntryRewritten,
        place(to.base(), &fields.first()?.0),
        say!(
            "{day}的“{event_zh}”公布后被改动：{zh}",
            "the `{event_en}` of {day} was changed after readers saw it: {en}"
        ),
    );
    Some(found.help(say!(
        "恢复原文；原来写错的，另建一条说明更正",
        "put it back; where it was wrong, say so in a further entry"
    )))
}

/// Where an entry says what it said otherwise.
fn place(entry: &EntryBase, field: &Said) -> Place {
    match &entry.text {
        Words::Body(body) if *field.key == key::TEXT => {
            let text = body.text();
            let start = text.len() - text.trim_start().len();
            let line = text.trim_start().lines().next().map_or(0, str::len);
            let from = body.span.start + start;
            Place::new(&body.source, from..from + line)
        }
        Words::Body(_) => entry_field(entry, field.key),
        Words::Plain(_) => entry.filing.place().clone(),
    }
}

fn gone(known: Known, name: &str) -> Diagnostic {
    let (day, event) = (known.base().day, known.event());
    let (event_zh, event_en) = (event.zh, event.en);
    Diagnostic::new(
        Code::EntryRewritten,
        known.base().filing.place().clone(),
        say!(
            "{day}的“{event_zh}”公布后不见了（{name} 里有）",
            "the `{event_en}` of {day} is gone after readers saw it (it is in {name})"
        ),
    )
    .help(say!(
        "恢复这一条；原来写错的，另建一条说明更正",
        "put it back; where it was wrong, say so in a further entry"
    ))
}
