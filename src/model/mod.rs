//! Content → Model: typed records with their dates, numbers and references.
//!
//! This stage knows what every kind's fields mean. It knows neither the as-of day nor the
//! edition: it holds all that was written, and every fault in it.

pub mod calendar;
pub mod choice;
pub mod column;
pub mod date;
pub mod entry;
pub mod fields;
pub mod group;
pub mod id;
pub mod indicator;
pub mod key;
pub mod news;
pub mod number;
pub mod office;
pub mod page;
pub mod period;
pub mod plan;
pub mod post;
pub mod record;
pub mod reference;
mod resolve;
pub mod returns;
pub mod settings;
pub mod state;
mod table;
pub mod task;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use calendar::Calendar;
pub use column::Column;
pub use date::{Day, Moment, Time};
pub use fields::Spanned;
pub use group::Group;
pub use id::{Id, RecordId};
pub use indicator::Indicator;
pub use news::News;
pub use office::Office;
pub use page::Page;
pub use period::{Deadline, Period};
pub use plan::Plan;
pub use post::Post;
pub use record::{Base, Body, Disclosure, Party, Visibility};
pub use resolve::{Resolved, resolve};
pub use returns::Return;
pub use settings::Settings;
pub use state::{Colour, State};
pub use task::{Entry, Task};

use key::Field;

/// The kinds of record, in the order of the site's sections.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Plan,
    Task,
    Indicator,
    Office,
    Post,
    Group,
    Return,
    News,
    Page,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 9] = [
        Kind::Plan,
        Kind::Task,
        Kind::Indicator,
        Kind::Office,
        Kind::Post,
        Kind::Group,
        Kind::Return,
        Kind::News,
        Kind::Page,
    ];

    /// The folder below content/ and the section of the site.
    pub fn folder(self) -> &'static str {
        match self {
            Kind::Plan => "plans",
            Kind::Task => "tasks",
            Kind::Indicator => "indicators",
            Kind::Office => "offices",
            Kind::Post => "posts",
            Kind::Group => "groups",
            Kind::Return => "returns",
            Kind::News => "news",
            Kind::Page => "pages",
        }
    }

    /// The kind of a folder.
    pub fn of_folder(folder: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.folder() == folder)
    }

    /// The kind's name in Chinese messages.
    pub fn chinese(self) -> &'static str {
        match self {
            Kind::Plan => "方案",
            Kind::Task => "任务",
            Kind::Indicator => "指标",
            Kind::Office => "单位",
            Kind::Post => "岗位",
            Kind::Group => "小组",
            Kind::Return => "报送",
            Kind::News => "动态",
            Kind::Page => "页面",
        }
    }

    /// The fields of this kind beside those of every record.
    pub fn fields(self) -> &'static [Field] {
        match self {
            Kind::Plan => plan::FIELDS,
            Kind::Task => task::FIELDS,
            Kind::Indicator => indicator::FIELDS,
            Kind::Office => office::FIELDS,
            Kind::Post => post::FIELDS,
            Kind::Group => group::FIELDS,
            Kind::Return => returns::FIELDS,
            Kind::News => news::FIELDS,
            Kind::Page => page::FIELDS,
        }
    }

    /// Whether its records have dated entries.
    pub fn has_entries(self) -> bool {
        matches!(self, Kind::Task)
    }

    /// The tables that are read beside its records.
    pub fn tables(self) -> &'static [&'static str] {
        match self {
            Kind::Indicator => &[indicator::VALUES, indicator::RANKS],
            _ => &[],
        }
    }
}

/// Everything that was written, resolved. Each list is in the order of its ids, and shares with the
/// model before it what did not change.
#[derive(Debug, Clone)]
pub struct Model {
    pub settings: Arc<Settings>,
    pub plans: Vec<Arc<Plan>>,
    pub tasks: Vec<Arc<Task>>,
    pub indicators: Vec<Arc<Indicator>>,
    pub offices: Vec<Arc<Office>>,
    pub posts: Vec<Arc<Post>>,
    pub groups: Vec<Arc<Group>>,
    pub returns: Vec<Arc<Return>>,
    pub news: Vec<Arc<News>>,
    pub pages: Vec<Arc<Page>>,
    pub columns: BTreeMap<Kind, Column>,
    pub home: Option<Column>,
}

macro_rules! record_types {
    ($($type:ident)*) => {
        $(impl id::Record for $type {
            const KIND: Kind = Kind::$type;
        })*
    };
}

record_types! { Plan Task Indicator Office Post Group Return News Page }

impl Model {
    /// The plan of an id.
    pub fn plan(&self, id: Id<Plan>) -> &Plan {
        &self.plans[id.index()]
    }

    /// The task of an id.
    pub fn task(&self, id: Id<Task>) -> &Task {
        &self.tasks[id.index()]
    }

    /// The indicator of an id.
    pub fn indicator(&self, id: Id<Indicator>) -> &Indicator {
        &self.indicators[id.index()]
    }

    /// The office of an id.
    pub fn office(&self, id: Id<Office>) -> &Office {
        &self.offices[id.index()]
    }

    /// The post of an id.
    pub fn post(&self, id: Id<Post>) -> &Post {
        &self.posts[id.index()]
    }

    /// The group of an id.
    pub fn group(&self, id: Id<Group>) -> &Group {
        &self.groups[id.index()]
    }

    /// The return of an id.
    pub fn return_(&self, id: Id<Return>) -> &Return {
        &self.returns[id.index()]
    }

    /// How many records a kind has.
    pub fn count(&self, kind: Kind) -> usize {
        match kind {
            Kind::Plan => self.plans.len(),
            Kind::Task => self.tasks.len(),
            Kind::Indicator => self.indicators.len(),
            Kind::Office => self.offices.len(),
            Kind::Post => self.posts.len(),
            Kind::Group => self.groups.len(),
            Kind::Return => self.returns.len(),
            Kind::News => self.news.len(),
            Kind::Page => self.pages.len(),
        }
    }

    /// Whether a record is the very one of another model, read once and kept.
    pub fn shares(&self, other: &Model, record: RecordId) -> bool {
        fn same<T>(own: &[Arc<T>], other: &[Arc<T>], index: usize) -> bool {
            own.get(index).zip(other.get(index)).is_some_and(|(a, b)| Arc::ptr_eq(a, b))
        }
        let index = record.index as usize;
        match record.kind {
            Kind::Plan => same(&self.plans, &other.plans, index),
            Kind::Task => same(&self.tasks, &other.tasks, index),
            Kind::Indicator => same(&self.indicators, &other.indicators, index),
            Kind::Office => same(&self.offices, &other.offices, index),
            Kind::Post => same(&self.posts, &other.posts, index),
            Kind::Group => same(&self.groups, &other.groups, index),
            Kind::Return => same(&self.returns, &other.returns, index),
            Kind::News => same(&self.news, &other.news, index),
            Kind::Page => same(&self.pages, &other.pages, index),
        }
    }

    /// The common part of a record.
    pub fn base(&self, record: RecordId) -> &Base {
        let index = record.index as usize;
        match record.kind {
            Kind::Plan => &self.plans[index].base,
            Kind::Task => &self.tasks[index].base,
            Kind::Indicator => &self.indicators[index].base,
            Kind::Office => &self.offices[index].base,
            Kind::Post => &self.posts[index].base,
            Kind::Group => &self.groups[index].base,
            Kind::Return => &self.returns[index].base,
            Kind::News => &self.news[index].base,
            Kind::Page => &self.pages[index].base,
        }
    }

    /// Every record of a kind.
    pub fn records(&self, kind: Kind) -> impl Iterator<Item = RecordId> + use<> {
        (0..self.count(kind)).map(move |index| RecordId::new(kind, index))
    }
}
