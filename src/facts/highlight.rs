//! Highlights as of a day: by round, office and indicator, with what changed.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::Facts;
use super::indicator::Change;
use crate::model::highlight::{Comparison, Promoted};
use crate::model::{Day, Highlight, Id, Indicator, Office, Plan};

/// A round of visits with what was shown in it, the newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round<'a> {
    pub plan: Option<Id<Plan>>,
    /// In the words of the records; none for what was shown in no round.
    pub name: Option<&'a str>,
    /// The day of the latest of its highlights.
    pub latest: Day,
    pub highlights: Vec<Id<Highlight>>,
}

/// From before to after; none where either is not known.
pub fn change(figure: &Comparison) -> Option<Change> {
    Change::new(figure.before?, figure.after?)
}

impl Facts {
    /// The highlights that take part.
    pub fn highlights(&self) -> impl Iterator<Item = (Id<Highlight>, &Highlight)> {
        self.public.highlights().filter(|(id, _)| self.counts((*id).into()))
    }

    /// The rounds, each of one plan, the newest first; what belongs to none comes last.
    pub fn rounds(&self) -> Vec<Round<'_>> {
        let mut rounds: BTreeMap<_, Round> = BTreeMap::new();
        for (id, highlight) in self.highlights() {
            let plan = highlight.plan.filter(|plan| self.counts((*plan).into()));
            // Without a round there is nothing that would tell the plans apart.
            let name = highlight.round.as_deref();
            let plan = plan.filter(|_| name.is_some());
            let empty = Round { plan, name, latest: highlight.date, highlights: Vec::new() };
            let round = rounds.entry((plan, name)).or_insert(empty);
            round.latest = round.latest.max(highlight.date);
            round.highlights.push(id);
        }
        let mut rounds: Vec<Round> = rounds.into_values().collect();
        for round in &mut rounds {
            self.newest_first(&mut round.highlights);
        }
        rounds.sort_by_key(|round| (round.name.is_none(), Reverse(round.latest)));
        rounds
    }

    /// The highlights of an office and its descendants, the newest first.
    pub fn highlights_of_office(&self, id: Id<Office>) -> Vec<Id<Highlight>> {
        let offices = self.office_and_below(id);
        let of = offices.iter().filter_map(|office| self.lists.shown_by_office.get(office));
        let mut found: Vec<Id<Highlight>> = of.flatten().copied().collect();
        self.newest_first(&mut found);
        found
    }

    /// The highlights of an indicator and those below it, the newest first.
    pub fn highlights_of_indicator(&self, id: Id<Indicator>) -> Vec<Id<Highlight>> {
        let indicators = self.indicator_and_below(id);
        let of = indicators.iter().filter_map(|id| self.lists.shown_for_indicator.get(id));
        let mut found: Vec<Id<Highlight>> = of.flatten().copied().collect();
        self.newest_first(&mut found);
        found
    }

    /// Where others are to do the same, once that was decided.
    pub fn promoted<'h>(&self, highlight: &'h Highlight) -> Option<&'h Promoted> {
        let decided = |promoted: &&Promoted| promoted.date.is_none_or(|date| date <= self.day);
        highlight.promoted.as_ref().filter(decided)
    }

    fn newest_first(&self, highlights: &mut [Id<Highlight>]) {
        highlights.sort_by_key(|id| (Reverse(self.public.highlight(*id).date), *id));
    }
}
