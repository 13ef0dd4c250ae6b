//! What readers saw beside what they would see: which record and entry is which, and what both say.

mod entries;
mod given_out;
mod said;
mod wording;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::Base;
use crate::diagnostic::Text;
use crate::facts::Facts;
use crate::model::pairs::{self, Pair};
use crate::model::{Id, Kind, Model, RecordId, id::Record};

pub use entries::{Changed, Edited, Known};
pub use given_out::{Digests, given_out_by_entries};
pub use said::{Said, Side, commitment, raw};
pub use wording::{alike, excerpt};

/// A revision that readers have seen, and what it is compared with.
pub struct Past<'a> {
    pub base: &'a Base,
    /// What was written then, and now.
    pub old: &'a Model,
    pub new: &'a Model,
    /// Now, on the same day and for the same readers.
    pub facts: &'a Facts,
    pairs: BTreeMap<Kind, Vec<Pair>>,
    /// The record that each of then is now, by kind and index.
    now: BTreeMap<Kind, Vec<Option<RecordId>>>,
    edited: OnceLock<Vec<Edited<'a>>>,
}

impl<'a> Past<'a> {
    /// Finds out which record is which.
    pub fn new(base: &'a Base, new: &'a Model, facts: &'a Facts) -> Self {
        let old = &*base.model;
        let (mut all, mut now) = (BTreeMap::new(), BTreeMap::new());
        for kind in Kind::ALL {
            let pairs = pairs::of(old, new, kind);
            let mut of_kind = vec![None; old.count(kind)];
            for pair in &pairs {
                if let Some(slot) = pair.base.and_then(|from| of_kind.get_mut(from.index as usize))
                {
                    *slot = pair.head;
                }
            }
            all.insert(kind, pairs);
            now.insert(kind, of_kind);
        }
        Self { base, old, new, facts, pairs: all, now, edited: OnceLock::new() }
    }

    /// What a record of then is now.
    pub fn now(&self, record: RecordId) -> Option<RecordId> {
        self.now[&record.kind].get(record.index as usize).copied().flatten()
    }

    /// The same, of a kind that is known.
    pub fn now_of<T: Record>(&self, id: Id<T>) -> Option<Id<T>>
    where
        RecordId: From<Id<T>>,
    {
        self.now(id.into()).map(RecordId::typed)
    }

    /// What each record of now was.
    pub fn then(&self) -> BTreeMap<RecordId, RecordId> {
        let pairs = self.pairs.values().flatten();
        pairs.filter_map(|pair| Some((pair.head?, pair.base?))).collect()
    }

    /// Whether readers saw a record and what it says; of one with an error that is not known.
    pub fn was_public(&self, record: RecordId) -> bool {
        let path = self.old.base(record).path.as_str();
        self.base.facts.counts(record) && !self.base.at_fault.contains(path)
    }

    /// The records that readers saw, each with what it is now.
    pub fn seen(&self) -> impl Iterator<Item = (RecordId, Option<RecordId>)> {
        let kinds = Kind::ALL.into_iter();
        kinds.flat_map(|kind| self.seen_of(kind))
    }

    /// The same, of a kind.
    pub fn seen_of(&self, kind: Kind) -> impl Iterator<Item = (RecordId, Option<RecordId>)> {
        let pairs = self.pairs[&kind].iter();
        let then = pairs.filter_map(|pair| pair.base.map(|from| (from, pair.head)));
        then.filter(|(from, _)| self.was_public(*from))
    }

    /// The records of a kind that readers saw and would see, then and now.
    pub fn kept(&self, kind: Kind) -> impl Iterator<Item = (RecordId, RecordId)> {
        let both = self.seen_of(kind).filter_map(|(from, to)| to.map(|to| (from, to)));
        both.filter(|(_, to)| self.facts.counts(*to))
    }

    /// The records whose entries are not all as readers saw them.
    pub fn edited(&self) -> &[Edited<'a>] {
        self.edited.get_or_init(|| {
            let kinds = Kind::ALL.into_iter().filter(|kind| kind.has_entries());
            let kept = kinds.flat_map(|kind| self.kept(kind));
            kept.filter_map(|(from, to)| entries::edited(self, from, to)).collect()
        })
    }

    /// What a sentence calls the revision that readers have seen.
    pub fn name(&self) -> &str {
        &self.base.name
    }

    /// What it calls the one where they last saw a record.
    pub fn name_at(&self, record: RecordId) -> &str {
        let path = self.old.base(record).path.as_str();
        let place = path.strip_suffix("/index.md").unwrap_or(path);
        self.base.earlier.get(place).map_or(&self.base.name, String::as_str)
    }
}

/// A record as a sentence names it.
pub fn called(model: &Model, record: RecordId) -> Text {
    let title = &model.base(record).title;
    Text { zh: format!("“{title}”"), en: format!("`{title}`") }
}
