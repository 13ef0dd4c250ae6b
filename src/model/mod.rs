//! Content → Model: typed records with their dates, numbers and references.
//!
//! This stage knows what every kind's fields mean. It knows neither the as-of day nor the
//! edition: it holds all that was written, and every fault in it.

mod asked;
pub mod bulletin;
pub mod calendar;
pub mod choice;
pub mod colour;
pub mod column;
pub mod date;
pub mod duty;
pub mod entry;
pub mod evaluation;
pub mod fields;
pub mod group;
pub mod highlight;
pub mod id;
pub mod indicator;
pub mod inspection;
pub mod key;
pub mod language;
pub mod news;
pub mod number;
pub mod office;
pub mod page;
pub mod pairs;
pub mod parts;
pub mod period;
pub mod plan;
pub mod policy;
pub mod post;
pub mod problem;
pub mod publicity;
pub mod quoted;
pub mod record;
pub mod reference;
mod resolve;
pub mod returns;
pub mod review;
pub mod seal;
pub mod settings;
pub mod state;
mod table;
pub mod task;
pub mod translation;
pub mod visit;
pub mod waiver;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use bulletin::Bulletin;
pub use calendar::Calendar;
pub use column::Column;
pub use date::{Day, Moment, Time};
pub use duty::Duty;
pub use entry::{EntryBase, EventForm};
pub use evaluation::Evaluation;
pub use fields::Spanned;
pub use group::Group;
pub use highlight::Highlight;
pub use id::{Id, RecordId};
pub use indicator::Indicator;
pub use inspection::Inspection;
pub use news::News;
pub use office::Office;
pub use page::Page;
pub use period::{Deadline, Period};
pub use plan::Plan;
pub use policy::Policy;
pub use post::Post;
pub use problem::{Problem, ProblemState};
pub use publicity::Publicity;
pub use record::{Base, Body, Disclosure, Party, Visibility};
pub use resolve::{Resolved, resolve};
pub use returns::Return;
pub use review::{Review, ReviewStage};
pub use settings::Settings;
pub use state::{Colour, State};
pub use task::{Entry, Task};
pub use visit::Visit;

use key::Field;

/// The kinds of record, in the order of the site's sections: type, list and folder, accessor,
/// module, Chinese name.
macro_rules! each_kind {
    ($then:ident) => {
        $then! {
            Plan plans plan plan "方案",
            Task tasks task task "任务",
            Indicator indicators indicator indicator "指标",
            Office offices office office "单位",
            Post posts post post "岗位",
            Group groups group group "小组",
            Return returns return_ returns "报送",
            Problem problems problem problem "问题",
            Inspection inspections inspection inspection "督导",
            Duty duties duty duty "责任清单",
            Evaluation evaluations evaluation evaluation "评定",
            Highlight highlights highlight highlight "亮点",
            Visit visits visit visit "走访",
            Publicity publicity publicity_sheet publicity "双公示",
            Bulletin bulletins bulletin bulletin "通报",
            News news news_item news "动态",
            Policy policies policy policy "政策",
            Page pages page page "页面",
        }
    };
}
pub(crate) use each_kind;

macro_rules! kinds {
    ($($kind:ident $list:ident $one:ident $module:ident $chinese:literal,)*) => {
        /// The kinds of record, in the order of the site's sections.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind {
            $($kind),*
        }

        impl Kind {
            /// Every kind.
            pub const ALL: [Kind; [$(Kind::$kind),*].len()] = [$(Kind::$kind),*];

            /// The folder below content/ and the section of the site.
            pub fn folder(self) -> &'static str {
                match self {
                    $(Kind::$kind => stringify!($list)),*
                }
            }

            /// The kind's name in Chinese messages.
            pub fn chinese(self) -> &'static str {
                match self {
                    $(Kind::$kind => $chinese),*
                }
            }

            /// The fields of this kind beside those of every record.
            pub fn fields(self) -> &'static [Field] {
                match self {
                    $(Kind::$kind => $module::FIELDS),*
                }
            }
        }

        $(impl id::Record for $kind {
            const KIND: Kind = Kind::$kind;
        })*

        /// Everything that was written, resolved. Each list is in the order of its ids, and shares
        /// with the model before it what did not change.
        #[derive(Debug, Clone)]
        pub struct Model {
            pub settings: Arc<Settings>,
            $(pub $list: Vec<Arc<$kind>>,)*
            pub columns: BTreeMap<Kind, Column>,
            pub home: Option<Column>,
        }

        impl Model {
            $(
                /// The record of an id.
                pub fn $one(&self, id: Id<$kind>) -> &$kind {
                    &self.$list[id.index()]
                }
            )*

            /// How many records a kind has.
            pub fn count(&self, kind: Kind) -> usize {
                match kind {
                    $(Kind::$kind => self.$list.len()),*
                }
            }

            /// Whether a record is the very one of another model, read once and kept.
            pub fn shares(&self, other: &Model, record: RecordId) -> bool {
                fn same<T>(own: &[Arc<T>], other: &[Arc<T>], index: usize) -> bool {
                    own.get(index).zip(other.get(index)).is_some_and(|(a, b)| Arc::ptr_eq(a, b))
                }
                let index = record.index as usize;
                match record.kind {
                    $(Kind::$kind => same(&self.$list, &other.$list, index)),*
                }
            }

            /// The common part of a record.
            pub fn base(&self, record: RecordId) -> &Base {
                let index = record.index as usize;
                match record.kind {
                    $(Kind::$kind => &self.$list[index].base),*
                }
            }
        }
    };
}
each_kind!(kinds);

impl Kind {
    /// The kind of a folder.
    pub fn of_folder(folder: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.folder() == folder)
    }

    /// What can happen to its records: the events of their dated entries; none without entries.
    pub fn events(self) -> Vec<EventForm> {
        match self {
            Kind::Task => task::event::forms(),
            Kind::Problem => problem::event::forms(),
            Kind::Duty => duty::forms(),
            _ => Vec::new(),
        }
    }

    /// The fields every entry of this kind may have beside those of every entry.
    pub fn entry_fields(self) -> &'static [Field] {
        match self {
            Kind::Task => task::event::FIELDS,
            _ => &[],
        }
    }

    /// Whether its records have dated entries.
    pub fn has_entries(self) -> bool {
        matches!(self, Kind::Task | Kind::Problem | Kind::Duty)
    }

    /// The tables that are read beside its records.
    pub fn tables(self) -> &'static [&'static str] {
        match self {
            Kind::Indicator => &[indicator::VALUES, indicator::RANKS],
            Kind::Evaluation => &[evaluation::SCORES],
            Kind::Visit => &[visit::VISITS, visit::ISSUES],
            Kind::Publicity => &[publicity::CASES],
            _ => &[],
        }
    }

    /// Whether its records may belong to a plan, and so be for whom the plan is.
    pub fn has_plan(self) -> bool {
        self.fields().iter().any(|field| *field.key == key::PLAN)
    }
}

impl Model {
    /// The plan a record belongs to.
    pub fn plan_of(&self, record: RecordId) -> Option<Id<Plan>> {
        match record.kind {
            Kind::Task => self.task(record.typed()).plan,
            Kind::Return => self.return_(record.typed()).plan,
            Kind::Problem => self.problem(record.typed()).plan,
            Kind::Inspection => self.inspection(record.typed()).plan,
            Kind::Duty => self.duty(record.typed()).plan,
            Kind::Evaluation => self.evaluation(record.typed()).plan,
            Kind::Highlight => self.highlight(record.typed()).plan,
            Kind::Visit => self.visit(record.typed()).plan,
            Kind::Publicity => self.publicity_sheet(record.typed()).plan,
            Kind::Bulletin => self.bulletin(record.typed()).plan,
            Kind::Group => self.group(record.typed()).plan,
            Kind::News => self.news_item(record.typed()).plan,
            Kind::Policy => self.policy(record.typed()).plan,
            Kind::Plan | Kind::Indicator | Kind::Office | Kind::Post | Kind::Page => None,
        }
    }

    /// The offices that answer for a record.
    pub fn answerable(&self, record: RecordId) -> Vec<Id<Office>> {
        let one = |office: Option<Id<Office>>| office.into_iter().collect();
        match record.kind {
            Kind::Task => self.task(record.typed()).commitment.lead.clone(),
            Kind::Problem => self.problem(record.typed()).remedy.lead.clone(),
            Kind::Indicator => one(self.indicator(record.typed()).lead),
            Kind::Group => one(self.group(record.typed()).lead),
            Kind::Duty => one(self.duty(record.typed()).office),
            Kind::Return => one(self.return_(record.typed()).office),
            Kind::Post => one(self.post(record.typed()).office),
            Kind::Highlight => one(self.highlight(record.typed()).office),
            Kind::News => one(self.news_item(record.typed()).office),
            Kind::Office => vec![record.typed()],
            Kind::Plan
            | Kind::Inspection
            | Kind::Evaluation
            | Kind::Visit
            | Kind::Publicity
            | Kind::Bulletin
            | Kind::Policy
            | Kind::Page => Vec::new(),
        }
    }

    /// The common parts of a record's entries, in their order.
    pub fn entries_of(&self, record: RecordId) -> Vec<&EntryBase> {
        match record.kind {
            Kind::Task => self.task(record.typed()).entries.iter().map(|e| &e.base).collect(),
            Kind::Problem => self.problem(record.typed()).entries.iter().map(|e| &e.base).collect(),
            Kind::Duty => self.duty(record.typed()).entries.iter().map(|e| &e.base).collect(),
            _ => Vec::new(),
        }
    }

    /// Every record of a kind.
    pub fn records(&self, kind: Kind) -> impl Iterator<Item = RecordId> + use<> {
        (0..self.count(kind)).map(move |index| RecordId::new(kind, index))
    }
}
