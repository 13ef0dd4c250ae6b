//! `parts-off-total`: the parts a record lists do not make up the total it states.
//!
//! A plan states 23 tasks and 16 are listed. The rest is somewhere: list it, or say on the page why
//! it is not there. (Quoted totals and their parts are compared where they are read.)

use super::text;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{Model, key};
use crate::say;

/// Warns once a plan.
pub fn check(model: &Model, out: &mut Diagnostics) {
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
