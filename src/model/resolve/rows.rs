//! The rows of returns, handed out to their tasks as entries.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::order;
use crate::model::entry::{EntryBase, Filing, Words};
use crate::model::id::Id;
use crate::model::returns::{Return, Row};
use crate::model::task::{Entry, Event, EventKind, Task};

/// Makes each row of a return an entry of its task, for the tasks that are `touched`.
pub fn hand_out(returns: &[Arc<Return>], tasks: &mut [Arc<Task>], touched: impl Fn(usize) -> bool) {
    let mut given: BTreeSet<usize> = BTreeSet::new();
    for (i, found) in returns.iter().enumerate() {
        for (row_number, row) in found.rows.iter().enumerate() {
            let task = row.task.index();
            if touched(task) {
                given.insert(task);
                Arc::make_mut(&mut tasks[task]).entries.push(entry(i, found, row_number, row));
            }
        }
    }
    for task in given {
        order::sort(&mut Arc::make_mut(&mut tasks[task]).entries);
    }
}

/// Takes the rows of returns out of a task again, which leaves its own entries in their order.
pub fn take_back(task: &mut Arc<Task>) {
    if task.entries.iter().any(|entry| entry.base.from_return().is_some()) {
        Arc::make_mut(task).entries.retain(|entry| entry.base.from_return().is_none());
    }
}

fn entry(index: usize, found: &Return, row_number: usize, row: &Row) -> Entry {
    let base = EntryBase {
        day: row.day,
        time: None,
        filed: Some(found.filed),
        title: None,
        office: found.office,
        sample: found.base.sample,
        attachments: Vec::new(),
        evidence: Vec::new(),
        text: Words::Plain(row.text.clone()),
        filing: Filing::Return {
            record: Id::new(index),
            name: found.base.id.clone(),
            row: u32::try_from(row_number).unwrap_or(u32::MAX),
            place: row.place.clone(),
        },
    };
    let event = match row.event {
        EventKind::Completed => Event::Completed,
        _ => Event::Progress,
    };
    Entry { base, event, percent: row.percent, quantity_done: row.quantity_done }
}
