//! `parts-off-total`: the parts a record lists do not make up the total it states.
//!
//! A plan states 23 tasks and 16 are listed; 9 supervisions are quoted, of which (其中) 4 and 3. The
//! rest is somewhere: list it, or say on the page why it is not there.

use rust_decimal::Decimal;

use super::text;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::record::Quoted;
use crate::model::{Base, Kind, Model, key};
use crate::say;

/// Warns once a plan and once a quoted total.
pub fn check(model: &Model, out: &mut Diagnostics) {
    tasks(model, out);
    for record in Kind::ALL.into_iter().flat_map(|kind| model.records(kind)) {
        quoted(model.base(record), out);
    }
}

fn tasks(model: &Model, out: &mut Diagnostics) {
    let mut listed = vec![0u32; model.plans.len()];
    for task in model.tasks.iter().filter(|task| !task.base.draft) {
        let Some(plan) = task.plan else { continue };
        // A sample is no task of a real plan.
        if !task.base.sample || model.plan(plan).base.sample {
            listed[plan.index()] += 1;
        }
    }
    for (plan, listed) in model.plans.iter().zip(listed) {
        let Some(stated) = plan.stated_tasks.filter(|stated| *stated > listed) else { continue };
        out.push(
            Diagnostic::new(
                Code::PartsOffTotal,
                text::field(&plan.base, &key::STATED_TASKS),
                say!(
                    "方案写明{stated}项任务，只录入了{listed}项",
                    "the plan states {stated} tasks, only {listed} are listed"
                ),
            )
            .help(say!(
                "补录其余任务（示例不算），或在页面上说明原因",
                "list the others, samples not counted, or say on the page why they are not there"
            )),
        );
    }
}

/// What a quoted total is divided into: the items right after it that begin with 其中.
fn quoted(base: &Base, out: &mut Diagnostics) {
    let is_part = |quoted: &Quoted| quoted.name.trim_start().starts_with("其中");
    for (i, total) in base.quoted.iter().enumerate().filter(|(_, quoted)| !is_part(quoted)) {
        let parts: Vec<&Quoted> = base.quoted[i + 1..].iter().take_while(|q| is_part(q)).collect();
        // A single part does not claim to be the whole, and 40余 adds up to nothing.
        if parts.len() < 2 || total.approximate || parts.iter().any(|part| part.approximate) {
            continue;
        }
        let sum = parts.iter().try_fold(Decimal::ZERO, |sum, part| sum.checked_add(part.value));
        let Some(sum) = sum.filter(|sum| *sum != total.value) else { continue };
        let (name, whole, count) = (&total.name, total.value, parts.len());
        out.push(
            Diagnostic::new(
                Code::PartsOffTotal,
                text::field(base, &key::QUOTED),
                say!(
                    "“{name}”为{whole}，其中{count}项合计{sum}",
                    "`{name}` is {whole}, its {count} parts (其中) add up to {sum}"
                ),
            )
            .help(say!(
                "核对原文；原文没有列全就不必改",
                "check the source; leave it if the document does not list all"
            )),
        );
    }
}
