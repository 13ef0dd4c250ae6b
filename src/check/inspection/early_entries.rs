//! # entry-before-record
//!
//! An entry is dated before what it is an entry of came about.
//!
//! 条目的日期早于它所属的任务或问题。
//!
//! A step cannot be taken in a task before its plan was written, issued or begun, nor in a problem
//! before it was found: mostly the year in the file name is wrong. It would show as work that was
//! never due.
//!
//! 方案还没有成文、印发、开始，任务不会有进展；问题还没有发现，也不会有整改。多半是文件名里的年份
//! 写错。
//!
//! ## Fails
//!
//! ```text
//! site.toml
//! title = "专栏"
//! [defaults]
//! disclosure = "主动公开"
//! content/plans/2023.md
//! ---
//! 标题: 方案
//! 发文机关: 局
//! 发布日期: 2023-03-03
//! ---
//! content/tasks/01/index.md
//! ---
//! 标题: 压缩时限
//! 方案: 方案
//! 责任单位: 审批办
//! 完成时限: 2023-06-30
//! ---
//! content/tasks/01/2022-04-10.md
//! ---
//! ---
//! 完成流程梳理。
//! ```
//!
//! ## Passes
//!
//! ```text
//! site.toml
//! title = "专栏"
//! [defaults]
//! disclosure = "主动公开"
//! content/plans/2023.md
//! ---
//! 标题: 方案
//! 发文机关: 局
//! 发布日期: 2023-03-03
//! ---
//! content/tasks/01/index.md
//! ---
//! 标题: 压缩时限
//! 方案: 方案
//! 责任单位: 审批办
//! 完成时限: 2023-06-30
//! ---
//! content/tasks/01/2023-04-10.md
//! ---
//! ---
//! 完成流程梳理。
//! ```

use crate::check::Subject;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::model::entry::Filing;
use crate::model::{Day, EntryBase, Kind, RecordId};
use crate::say;

/// Warns of each entry.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    for kind in [Kind::Task, Kind::Problem] {
        for record in of.model.records(kind) {
            let Some(first) = first_day(of, record) else { continue };
            for entry in of.model.entries_of(record).into_iter().filter(|e| e.day < first) {
                out.push(early(kind, entry, first));
            }
        }
    }
}

/// The day a record came about: a problem when it was found, a task when its plan was written.
fn first_day(of: &Subject, record: RecordId) -> Option<Day> {
    if record.kind == Kind::Problem {
        return Some(of.model.problem(record.typed()).found);
    }
    let task = of.model.task(record.typed());
    let plan = of.model.plan(task.plan?);
    // A deadline before its plan is told as that, and is no reason to doubt what met it.
    let deadline = task.commitment.deadline.as_ref().and_then(|deadline| deadline.day());
    let days = [plan.document.written, plan.start, task.commitment.start, deadline];
    days.into_iter().flatten().chain([plan.published]).min()
}

fn early(kind: Kind, entry: &EntryBase, first: Day) -> Diagnostic {
    let place: &Place = match &entry.filing {
        Filing::File { place, .. } | Filing::Return { place, .. } => place,
    };
    let day = entry.day;
    let message = if kind == Kind::Problem {
        say!(
            "{day}的事项早于发现问题的{first}",
            "this happened on {day}, before the problem was found on {first}"
        )
    } else {
        say!(
            "{day}的事项早于方案的{first}",
            "this happened on {day}, before the plan's first day, {first}"
        )
    };
    Diagnostic::new(Code::EntryBeforeRecord, place.clone(), message)
        .help(say!("核对文件名里的日期", "check the date in the file's name"))
}
