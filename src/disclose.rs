//! Model, audience → Public: the one gate.
//!
//! It decides what an audience may see, by edition, draft and audit. Nothing below sees more, and
//! no later stage can ask for more: the model is reachable only through what is shown.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::record::Visibility;
use crate::model::seal::Scope;
use crate::model::{
    self, Base, Column, Entry, EntryBase, Id, Kind, Model, Plan, RecordId, Settings, Task,
    each_kind,
};

/// For whom a site is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Audience {
    pub edition: Edition,
    pub unpublished: Unpublished,
}

/// What is shown beside the edition, under a banner and outside every count; a tree that shows
/// any of it must not be published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unpublished {
    Hidden,
    Drafts,
    /// Drafts, and what is not for this edition: what the preview shows its author.
    All,
}

/// Everybody, or a bureau's own network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Edition {
    Public,
    Internal,
}

impl Edition {
    /// As in `--edition` and in data files.
    pub fn name(self) -> &'static str {
        match self {
            Edition::Public => "public",
            Edition::Internal => "internal",
        }
    }
}

/// What an audience may see of a model.
#[derive(Debug)]
pub struct Public {
    model: Arc<Model>,
    audience: Audience,
    shown: BTreeMap<Kind, Vec<Shown>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    /// Takes part in pages, counts and data.
    Full,
    /// Has a page under a banner and takes part in nothing else.
    Banner,
    Hidden,
}

/// Decides who sees what.
pub fn disclose(model: Arc<Model>, audience: Audience) -> Public {
    let shown = Kind::ALL
        .into_iter()
        .map(|kind| {
            (kind, model.records(kind).map(|record| shown(&model, record, audience)).collect())
        })
        .collect();
    Public { model, audience, shown }
}

fn shown(model: &Model, record: RecordId, audience: Audience) -> Shown {
    if record.kind == Kind::Bulletin && model.bulletin(record.typed()).seals.is_empty() {
        // 数据汇总（未签发）: nothing unsigned is built.
        return match audience.unpublished {
            Unpublished::All => Shown::Banner,
            Unpublished::Hidden | Unpublished::Drafts => Shown::Hidden,
        };
    }
    let internal_edition = audience.edition == Edition::Internal;
    match (visibility(model, record), audience.unpublished) {
        (Visibility::Public, _) => Shown::Full,
        (Visibility::Internal, _) if internal_edition => Shown::Full,
        (Visibility::Internal | Visibility::Draft, Unpublished::All) => Shown::Banner,
        (Visibility::Draft, Unpublished::Drafts) => {
            // A draft of an internal record is no draft of the public edition.
            let internal = model.base(record).disclosure == crate::model::Disclosure::Internal;
            if internal && !internal_edition { Shown::Hidden } else { Shown::Banner }
        }
        (Visibility::Internal | Visibility::Draft, _) => Shown::Hidden,
    }
}

fn visibility(model: &Model, record: RecordId) -> Visibility {
    let own = model.base(record).visibility();
    if own != Visibility::Public {
        return own;
    }
    let is_kept_back = match record.kind {
        Kind::Return => {
            // What nobody answered for yet is not the bureau's word to the public.
            let found = model.return_(record.typed());
            let overseen = |office| model.office(office).overseer.is_some();
            found.office.is_some_and(overseen) && found.audit.is_none()
        }
        // What it says is for whom it was issued, whatever is written beside the seal since.
        Kind::Bulletin => {
            let bulletin = model.bulletin(record.typed());
            bulletin.seals.last().map_or(bulletin.scope, |seal| seal.scope) == Scope::Internal
        }
        _ => false,
    };
    if is_kept_back { Visibility::Internal } else { own }
}

macro_rules! lists {
    ($($kind:ident $list:ident $one:ident $module:ident $chinese:literal,)*) => {
        impl Public {
            $(
                /// The records shown.
                pub fn $list(&self) -> impl Iterator<Item = (Id<model::$kind>, &model::$kind)> {
                    self.ids(Kind::$kind).map(|record| {
                        let id: Id<model::$kind> = record.typed();
                        (id, self.model.$one(id))
                    })
                }

                /// The record of an id; ids come only from what is shown.
                pub fn $one(&self, id: Id<model::$kind>) -> &model::$kind {
                    self.model.$one(id)
                }
            )*
        }
    };
}
each_kind!(lists);

impl Public {
    /// For whom this is.
    pub fn audience(&self) -> Audience {
        self.audience
    }

    /// What the readers of an edition may see of what is seen here, and no draft.
    pub fn for_edition(&self, edition: Edition) -> Self {
        let edition = match self.audience.edition {
            Edition::Public => Edition::Public,
            Edition::Internal => edition,
        };
        disclose(self.model.clone(), Audience { edition, unpublished: Unpublished::Hidden })
    }

    /// The site's settings.
    pub fn settings(&self) -> &Settings {
        &self.model.settings
    }

    /// A column's words.
    pub fn column(&self, kind: Kind) -> Option<&Column> {
        self.model.columns.get(&kind)
    }

    /// The home page's words.
    pub fn home(&self) -> Option<&Column> {
        self.model.home.as_ref()
    }

    /// The records of a kind that are shown.
    pub fn ids(&self, kind: Kind) -> impl Iterator<Item = RecordId> {
        self.model.records(kind).filter(move |record| self.shows(*record))
    }

    /// Whether a record has a page.
    pub fn shows(&self, record: RecordId) -> bool {
        self.shown(record) != Shown::Hidden
    }

    /// Whether a record takes part in counts, data, reasons and lists.
    pub fn counts(&self, record: RecordId) -> bool {
        self.shown(record) == Shown::Full
    }

    fn shown(&self, record: RecordId) -> Shown {
        self.shown[&record.kind][record.index as usize]
    }

    /// Whether a record is the very one of another model, and shown alike.
    pub fn shares(&self, other: &Public, record: RecordId) -> bool {
        self.model.shares(&other.model, record)
            && self.shown[&record.kind].get(record.index as usize)
                == other.shown[&record.kind].get(record.index as usize)
    }

    /// Whether all records of a kind are those of another model.
    pub fn shares_all(&self, other: &Public, kind: Kind) -> bool {
        self.shown[&kind].len() == other.shown[&kind].len()
            && self.model.records(kind).all(|record| self.shares(other, record))
    }

    /// The common part of a record.
    pub fn base(&self, record: RecordId) -> &Base {
        self.model.base(record)
    }

    /// The plan a record belongs to.
    pub fn plan_of(&self, record: RecordId) -> Option<Id<Plan>> {
        self.model.plan_of(record)
    }

    /// The common parts of a record's entries that this audience may know of, in their order.
    pub fn entries_of(&self, record: RecordId) -> impl Iterator<Item = &EntryBase> {
        let entries = self.model.entries_of(record).into_iter();
        entries.filter(|entry| entry.from_return().is_none_or(|found| self.counts(found.into())))
    }

    /// The entries of a task that this audience may know of, with their places in its list.
    pub fn entries<'a>(&'a self, task: &'a Task) -> impl Iterator<Item = (usize, &'a Entry)> {
        task.entries.iter().enumerate().filter(|(_, entry)| {
            entry.base.from_return().is_none_or(|found| self.counts(found.into()))
        })
    }
}
