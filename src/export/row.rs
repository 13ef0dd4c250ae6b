//! What the rows of all kinds share: references as ids, counts by state, and the row itself.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::Pages;
use crate::facts::{Counts, Facts};
use crate::model::choice::Choice;
use crate::model::id::Record;
use crate::model::{Base, Id, Party, RecordId, State};

/// A record as data. Its fields come in the contract's order; a nested object is never null, so
/// that every row has the columns of the default one.
pub trait Row: Serialize + Default {
    /// Keys that a CSV leaves to a file of their own.
    const JSON_ONLY: &'static [&'static str] = &[];
}

/// What rows are made from.
pub struct Context<'a> {
    pub facts: &'a Facts,
    pub pages: &'a dyn Pages,
}

impl<'a> Context<'a> {
    /// A record's common part.
    pub fn base(&self, record: impl Into<RecordId>) -> &'a Base {
        self.facts.public().base(record.into())
    }

    /// A reference, if what it names exists by the day; a withdrawn record does, as a tombstone.
    pub fn id<T: Record>(&self, id: Option<Id<T>>) -> Option<&'a str> {
        self.id_of(id?.into())
    }

    /// The id of a record of any kind that exists by the day.
    pub fn id_of(&self, record: RecordId) -> Option<&'a str> {
        self.facts.has_page(record).then(|| self.base(record).id.as_str())
    }

    /// References, in their order.
    pub fn ids<T: Record>(&self, ids: &[Id<T>]) -> Vec<&'a str> {
        ids.iter().filter_map(|id| self.id(Some(*id))).collect()
    }

    /// The id of the record a party is, else the words.
    pub fn party(&self, party: Option<&'a Party>) -> Option<&'a str> {
        let party = party?;
        Some(party.record.and_then(|record| self.id_of(record)).unwrap_or(&party.text))
    }

    /// A record's address.
    pub fn url(&self, record: impl Into<RecordId>) -> Option<String> {
        self.pages.url(record.into())
    }
}

/// The languages a record's page is translated into.
pub fn translations(base: &Base) -> Vec<&str> {
    base.translations.iter().map(|translation| translation.language.as_str()).collect()
}

/// The English word of a choice.
pub fn word<T: Choice + PartialEq>(choice: T) -> Option<&'static str> {
    Some(choice.name())
}

/// Tasks by state.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct TaskCounts {
    pub total: u32,
    pub by_state: ByState,
    /// Of all, the 示例 of plans that are none themselves; so wherever totals are.
    pub samples: u32,
}

impl From<Counts> for TaskCounts {
    fn from(counts: Counts) -> Self {
        Self { total: counts.total(), by_state: ByState(counts), samples: counts.samples }
    }
}

/// Every state with its count, 0 included.
#[derive(Debug, Clone, Copy, Default)]
pub struct ByState(pub Counts);

impl Serialize for ByState {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(State::ALL.len()))?;
        for state in State::ALL {
            map.serialize_entry(state.name(), &self.0.of(state))?;
        }
        map.end()
    }
}
