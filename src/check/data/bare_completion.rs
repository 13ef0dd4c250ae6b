//! # bare-completion
//!
//! A completion shows nothing and says nothing.
//!
//! 报了完成，没有佐证材料，也没有一个字。
//!
//! That it is done is the one thing a reader would like to see for himself. List the papers under
//! 佐证材料, give out a file, or say in a sentence what was done.
//!
//! 完成了什么，正是公众想看的。在“佐证材料”里登记、附上文件，或写一句话说明做了什么。
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
//! content/tasks/01/2023-05-20.md
//! ---
//! 事项: 完成
//! ---
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
//! content/tasks/01/2023-05-20.md
//! ---
//! 事项: 完成
//! ---
//! 清单已在窗口公布。
//! ```

use crate::check::Subject;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::entry::{EntryBase, Words};
use crate::model::task::EventKind;
use crate::say;

/// Warns of each such entry.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    let tasks = of.model.tasks.iter().filter(|task| {
        // What a task shows as a whole stands for its entries.
        task.base.evidence.is_empty() && task.base.attachments.is_empty()
    });
    for entry in tasks.flat_map(|task| &task.entries) {
        if entry.event.kind() == EventKind::Completed && is_bare(&entry.base) {
            out.push(
                Diagnostic::new(
                    Code::BareCompletion,
                    entry.base.filing.place().clone(),
                    say!(
                        "报了完成，没有佐证材料和说明",
                        "a completion without evidence and without a word"
                    ),
                )
                .help(say!(
                    "登记“佐证材料”，或写一句话说明做了什么",
                    "list `evidence`, or say in a sentence what was done"
                )),
            );
        }
    }
}

fn is_bare(entry: &EntryBase) -> bool {
    let words = match &entry.text {
        Words::Body(body) => body.text(),
        Words::Plain(words) => words,
    };
    entry.evidence.is_empty() && entry.attachments.is_empty() && words.trim().is_empty()
}
