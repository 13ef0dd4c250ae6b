//! Builds each template's view from the site's facts.
//!
//! Views hold finished text. What they say is computed in `facts`; here it is only put in words.

mod board;
mod common;
mod head;
mod indicator;
mod list;
mod office;
mod plan;
mod returns;
mod task;
mod xml;

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::view::TaskItem;
use crate::facts::Facts;
use crate::model::{Id, Kind, Plan, Task};
use crate::site::Site;
use crate::words::Words;

/// The views of one site, with the listing items its pages share.
pub struct Views<'a> {
    site: &'a Site,
    facts: &'a Facts,
    words: &'a Words,
    /// By the task's place in its list; `None` where the task has no page.
    items: Vec<Option<Arc<TaskItem>>>,
    /// What plans are called where there is little room.
    plan_labels: BTreeMap<Id<Plan>, String>,
}

impl<'a> Views<'a> {
    /// Builds what the pages share.
    pub fn new(site: &'a Site, words: &'a Words) -> Self {
        let facts = &*site.facts;
        let mut views =
            Self { site, facts, words, items: Vec::new(), plan_labels: BTreeMap::new() };
        views.plan_labels = views.short_plan_labels();
        let tasks: Vec<Id<Task>> = facts
            .public()
            .ids(Kind::Task)
            .map(crate::model::RecordId::typed)
            .filter(|id| facts.task(*id).is_some())
            .collect();
        let items: Vec<(Id<Task>, TaskItem)> =
            tasks.into_par_iter().map(|id| (id, views.task_item(id))).collect();
        for (id, item) in items {
            views.items.resize(views.items.len().max(id.index() + 1), None);
            views.items[id.index()] = Some(Arc::new(item));
        }
        views
    }

    /// A task's listing item.
    fn item(&self, id: Id<Task>) -> Arc<TaskItem> {
        // Only tasks with facts are ever listed.
        self.items[id.index()].clone().expect("a listed task has its item")
    }

    fn items(&self, ids: &[Id<Task>]) -> Vec<Arc<TaskItem>> {
        ids.iter().map(|id| self.item(*id)).collect()
    }

    /// Why a task is in its state.
    pub fn why(&self, id: Id<Task>) -> String {
        self.words.why(self.facts, id)
    }

    /// A word of the interface.
    fn w(&self, name: &str) -> String {
        self.words.get(name).to_owned()
    }
}
