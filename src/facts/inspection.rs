//! Inspections: how many, and what they found.

use std::collections::{BTreeMap, BTreeSet};

use super::Facts;
use super::count::Ratio;
use crate::model::{Id, Inspection, Kind, Problem, ProblemState};

/// What can be counted of some inspections.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct InspectionCounts {
    pub inspections: u32,
    /// Of the inspections, the 示例 of plans that are none themselves.
    pub samples: u32,
    /// Of the problems, those that are such samples, or of an inspection that is.
    pub problem_samples: u32,
    /// Problems found: those of the ledger, each once, and those an inspection counts beside
    /// the ones it lists.
    pub problems: u32,
    /// Of those, the ones of the ledger.
    pub itemised: u32,
    /// Of the ledger's, taken over by another office.
    pub transferred: u32,
    /// Of the ledger's, closed.
    pub closed: u32,
}

impl InspectionCounts {
    /// Closed of those that are in the ledger and not taken over: of the others nobody can tell.
    pub fn closed_rate(&self) -> Ratio {
        Ratio { part: self.closed, whole: self.itemised - self.transferred }
    }
}

impl Facts {
    /// The inspections that take part, the newest first.
    pub fn inspections(&self) -> Vec<Id<Inspection>> {
        let mut ids: Vec<Id<Inspection>> =
            self.ids(Kind::Inspection).map(|record| record.typed()).collect();
        ids.sort_by_key(|id| (std::cmp::Reverse(self.public().inspection(*id).date), *id));
        ids
    }

    /// The problems an inspection found, as far as they are in the ledger by the day.
    pub fn problems_of_inspection(&self, id: Id<Inspection>) -> Vec<Id<Problem>> {
        let problems = self.public().inspection(id).problems.iter().copied();
        let known: BTreeSet<Id<Problem>> =
            problems.filter(|problem| self.counts((*problem).into())).collect();
        known.into_iter().collect()
    }

    /// Counts inspections and what they found.
    pub fn count_inspections(&self, ids: &[Id<Inspection>]) -> InspectionCounts {
        let mut counts = InspectionCounts::default();
        let mut itemised: BTreeSet<Id<Problem>> = BTreeSet::new();
        for id in ids {
            let inspection = self.public().inspection(*id);
            counts.inspections += 1;
            let is_sample = self.is_lone_sample((*id).into());
            counts.samples += u32::from(is_sample);
            let listed = u32::try_from(inspection.problems.len()).unwrap_or(u32::MAX);
            // The number stated is the whole, of which those listed are a part.
            let others = inspection.count.unwrap_or(0).saturating_sub(listed);
            counts.problems += others;
            counts.problem_samples += if is_sample { others } else { 0 };
            itemised.extend(self.problems_of_inspection(*id));
        }
        for id in itemised {
            let Some(facts) = self.problem(id) else { continue };
            counts.problem_samples += u32::from(self.is_lone_sample(id.into()));
            counts.problems += 1;
            counts.itemised += 1;
            counts.transferred += u32::from(facts.state() == ProblemState::Transferred);
            counts.closed += u32::from(facts.state() == ProblemState::Closed);
        }
        counts
    }

    /// Inspections by what a few words of each say, as its form or its aspects; under the empty
    /// word those that say nothing.
    pub fn inspections_by<'a>(
        &'a self,
        words: impl Fn(&'a Inspection) -> &'a [String],
    ) -> BTreeMap<&'a str, Vec<Id<Inspection>>> {
        let mut by: BTreeMap<&str, Vec<Id<Inspection>>> = BTreeMap::new();
        for id in self.inspections() {
            let words = words(self.public().inspection(id));
            // Told twice, it is still one inspection.
            let named: BTreeSet<&str> = words.iter().map(String::as_str).collect();
            for word in named.iter().copied().chain(named.is_empty().then_some("")) {
                by.entry(word).or_default().push(id);
            }
        }
        by
    }
}
