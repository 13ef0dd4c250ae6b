//! Builds each template's view from the site's facts.
//!
//! Views hold finished text. What they say is computed in `facts`; here it is only put in words.

mod banner;
mod board;
mod bulletin;
mod chart;
mod common;
mod data;
mod duty;
mod evaluation;
mod event;
mod found;
mod group;
mod head;
mod highlight;
mod indicator;
mod inspection;
mod list;
mod meta;
mod office;
mod order;
mod parts;
mod plan;
mod policy;
mod problem;
mod publicity;
mod reading;
mod related;
mod returns;
mod revision;
mod search;
mod summary;
mod task;
mod tasks;
mod title;
mod translation;
mod visit;
mod ways;
mod xml;
mod year;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

pub use found::{Found, FoundState};

use super::Key;
use super::view::{Link, Made, Shared, TaskItem};
use crate::facts::Facts;
use crate::model::language::Tag;
use crate::model::{Id, Kind, Plan, Problem, RecordId, Task};
use crate::site::{Page, Site};
use crate::words::Words;

/// The views of one site, with the listing items its pages share.
#[derive(Clone)]
pub struct Views {
    site: Arc<Site>,
    facts: Arc<Facts>,
    words: Arc<Words>,
    /// By the task's place in its list; each is made when a page first asks for it.
    items: Arc<[OnceLock<Shared<TaskItem>>]>,
    /// What plans are called where there is little room.
    plan_labels: Arc<BTreeMap<Id<Plan>, String>>,
    /// To what most items name, by its full and its short title.
    links: Arc<Mutex<Links>>,
    /// Which record follows which; made when a page first asks for it.
    places: Arc<order::Places>,
    bodies: Bodies,
    /// Whether they are for simpler readings or translations, which lie below their pages.
    is_below: bool,
    /// What each language calls itself.
    language_names: Arc<BTreeMap<String, String>>,
    /// The language of translations; none of the site's own.
    language: Option<Tag>,
    /// The record whose page is translated.
    translated: Option<RecordId>,
}

type Links = BTreeMap<(RecordId, Title), Shared<Link>>;

/// How a record is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Title {
    Full,
    Short,
}

/// Whether views hold what is made of Markdown, or only what it would be made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bodies {
    Rendered,
    Keys,
}

impl Views {
    /// Builds what the pages share.
    pub fn new(
        site: Arc<Site>,
        words: Arc<Words>,
        language_names: Arc<BTreeMap<String, String>>,
        language: Option<Tag>,
    ) -> Self {
        let facts = site.facts.clone();
        let items = facts.public().ids(Kind::Task).map(|task| task.index as usize + 1).max();
        let items = std::iter::repeat_with(OnceLock::new).take(items.unwrap_or(0)).collect();
        let (plan_labels, links, places) = (Arc::default(), Arc::default(), Arc::default());
        let mut views = Self {
            site,
            facts,
            words,
            items,
            plan_labels,
            links,
            places,
            bodies: Bodies::Rendered,
            is_below: false,
            language_names,
            language,
            translated: None,
        };
        views.plan_labels = Arc::new(views.short_plan_labels());
        views
    }

    /// Takes over the listing items of an earlier site that would come out the same, and gives
    /// them.
    pub fn take_over(&self, last: &Self) -> Vec<Shared<TaskItem>> {
        let (public, before) = (self.facts.public(), last.facts.public());
        let named = [Kind::Plan, Kind::Indicator, Kind::Office, Kind::Post];
        let stands = Arc::ptr_eq(&self.words, &last.words)
            && self.site.lies_as(&last.site)
            && named.into_iter().all(|kind| public.shares_all(before, kind));
        if !stands {
            return Vec::new();
        }
        let mut same = Vec::new();
        for (index, (item, known)) in self.items.iter().zip(last.items.iter()).enumerate() {
            if let Some(known) = known.get()
                && self.facts.shares_task(&last.facts, RecordId::new(Kind::Task, index).typed())
            {
                // It is set by nobody else yet; if it were, it would be to the same.
                let _ = item.set(known.clone());
                same.push(known.clone());
            }
        }
        same
    }

    /// The same views for keys alone, with no body rendered.
    pub fn for_keys(&self) -> Self {
        Self { bodies: Bodies::Keys, ..self.clone() }
    }

    /// The same views for the simpler readings.
    pub fn for_simple(&self) -> Self {
        Self { is_below: true, ..self.clone() }
    }

    fn is_simple(&self) -> bool {
        self.is_below && self.language.is_none()
    }

    /// The same views for the translation of a record's page.
    pub fn for_translation(&self, of: &Page) -> Self {
        let translated = match of {
            Page::Record(record) => Some(*record),
            _ => None,
        };
        Self { is_below: true, translated, ..self.clone() }
    }

    /// The way to the site's top from where a text stands; `root` is that of the text's own page.
    fn way_up(&self, root: &str) -> String {
        if self.is_below { format!("../{root}") } else { root.to_owned() }
    }

    /// A text made of a body, or only its key where that is all that is wanted.
    fn made(&self, of: Key, make: impl FnOnce() -> String) -> Made {
        let text = if self.bodies == Bodies::Keys { String::new() } else { make() };
        Made::new(text, of)
    }

    /// A task's listing item; only tasks with facts are ever listed.
    fn item(&self, id: Id<Task>) -> Shared<TaskItem> {
        self.items[id.index()].get_or_init(|| Shared::new(self.task_item(id))).clone()
    }

    /// A link that many items hold.
    fn shared_link(&self, record: RecordId, title: Title) -> Shared<Link> {
        // A link is put in whole, so what another thread left is sound.
        let mut links = self.links.lock().unwrap_or_else(PoisonError::into_inner);
        let link = links.entry((record, title)).or_insert_with(|| {
            Shared::new(match (record.kind, title) {
                (Kind::Plan, Title::Short) => self.plan_short(record.typed()),
                (Kind::Office, Title::Short) => self.office_link(record.typed()),
                _ => self.link(record),
            })
        });
        link.clone()
    }

    fn items(&self, ids: &[Id<Task>]) -> Vec<Shared<TaskItem>> {
        ids.iter().map(|id| self.item(*id)).collect()
    }

    /// Why a task is in its state.
    pub fn why(&self, id: Id<Task>) -> String {
        self.item(id).why.clone()
    }

    /// Why a problem is in its state.
    pub fn why_problem(&self, id: Id<Problem>) -> String {
        self.words.why_problem(&self.facts, id)
    }

    /// A word of the interface.
    fn w(&self, name: &str) -> String {
        self.words.get(name).to_owned()
    }
}
