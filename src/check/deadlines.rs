//! `no-deadline-at-all`: not one task of a plan has a deadline.
//!
//! No task of it can ever be overdue, so the board says nothing of it. Usually the column 完成期限
//! was left blank in the annex: ask the bureau for the dates, or write 长期坚持 where it is so.

use std::collections::BTreeMap;

use super::text;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{Id, Model, Plan, key};
use crate::say;

/// Warns at the plan's title.
pub fn check(model: &Model, out: &mut Diagnostics) {
    let mut plans: BTreeMap<Id<Plan>, (usize, bool)> = BTreeMap::new();
    for task in model.tasks.iter().filter(|task| !task.base.draft) {
        let Some(plan) = task.plan else { continue };
        let (count, any) = plans.entry(plan).or_default();
        *count += 1;
        *any |= task.commitment.deadline.is_some();
    }
    for (plan, (count, any)) in plans {
        // Of a single task its own page says enough.
        if any || count < 2 {
            continue;
        }
        out.push(
            Diagnostic::new(
                Code::NoDeadlineAtAll,
                text::field(&model.plan(plan).base, &key::TITLE),
                say!(
                    "这份方案的{count}项任务都没有完成时限，全部不作逾期判断",
                    "none of the {count} tasks of this plan has a deadline, so none can be overdue"
                ),
            )
            .help(say!(
                "向发文机关问明时限；持续性工作写“长期坚持”",
                "ask the issuer for the dates; write `standing` for what is to be kept up"
            )),
        );
    }
}
