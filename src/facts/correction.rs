//! What was corrected or taken back by the day.

use std::cmp::Reverse;

use super::Facts;
use crate::model::bulletin::Correction;
use crate::model::seal::Seal;
use crate::model::{Bulletin, Day, Id, Kind, RecordId};

impl Facts {
    /// The bulletins of which more than one edition is known by the day, or one that was corrected
    /// or taken down, the last issued first.
    pub fn corrected_bulletins(&self) -> Vec<Id<Bulletin>> {
        let is_corrected = |id: &Id<Bulletin>| {
            let Some(seal) = self.edition(*id) else { return false };
            let mut known = self.corrections_of(*id, seal);
            seal.withdrawal().is_some() || known.next().is_some() || self.editions(*id).count() > 1
        };
        let mut found: Vec<Id<Bulletin>> =
            self.ids(Kind::Bulletin).map(RecordId::typed).filter(is_corrected).collect();
        found.sort_by_key(|id| {
            let issued = self.edition(*id).map(|seal| seal.issued_on);
            Reverse((issued, &self.public.bulletin(*id).base.id))
        });
        found
    }

    /// The corrections of an edition that are known by the day.
    pub fn corrections_of<'a>(
        &'a self,
        id: Id<Bulletin>,
        seal: &'a Seal,
    ) -> impl Iterator<Item = &'a Correction> {
        let of_seal = self.public.bulletin(id).corrections_of(seal);
        of_seal.filter(|correction| correction.date <= self.day)
    }

    /// The records taken back by the day that had a page in this edition, the last first.
    pub fn taken_back(&self) -> Vec<RecordId> {
        let has_page = |kind: &Kind| *kind != Kind::Return || self.shows_returns_by_office();
        let records = Kind::ALL.into_iter().filter(has_page).flat_map(|kind| self.public.ids(kind));
        let mut found: Vec<(Day, RecordId)> = records
            .filter(|record| self.has_page(*record))
            .filter_map(|record| {
                let base = self.public.base(record);
                let withdrawn = base.withdrawn.as_ref().filter(|_| self.is_withdrawn(base))?;
                Some((withdrawn.date, record))
            })
            .collect();
        found.sort_by_key(|(day, _)| Reverse(*day));
        found.into_iter().map(|(_, record)| record).collect()
    }
}
