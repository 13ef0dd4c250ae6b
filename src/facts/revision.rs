//! When a record was changed, by the history of its files: days and names of fields, never what was
//! taken out, who did it, or what is not for these readers.

mod others;
mod own;
mod plans;
#[cfg(feature = "git")]
mod taken;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use others::Others;
use own::{Own, edit_of_address, own_file};
use plans::{Kept, Plans};
#[cfg(feature = "git")]
pub use taken::{Taken, taken};

use super::Facts;
use crate::disclose::Edition;
use crate::history::{Edit, History, How};
use crate::model::entry::Filing;
use crate::model::key::{self, Key};
use crate::model::language::Tag;
use crate::model::{Day, EntryBase, Kind, RecordId};

/// What was changed of a record on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    pub day: Day,
    pub changes: BTreeSet<Changed>,
}

/// What was changed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Changed {
    /// It became public.
    First,
    /// Its address is another.
    Moved,
    /// A field, by its English name.
    Field(&'static str),
    /// The text below the fields.
    Text,
    /// What happened on a day.
    EntryAdded(Day),
    EntryEdited(Day),
    EntryRemoved(Day),
    /// The figures of a table.
    Figures,
    /// The bytes of a file that is given out.
    File,
    /// The words in another language.
    Translation(Tag),
}

/// Something to be told of a record: the number of the commit, and the day it came into the main line.
struct Told {
    order: u32,
    day: Day,
    changed: Changed,
}

/// Fields that no page shows.
const NOT_SHOWN: [&Key; 8] = [
    &key::REVIEW,
    &key::WAIVE,
    &key::DRAFT,
    &key::DISCLOSURE,
    &key::SLUG,
    &key::ALIASES,
    &key::ORDER,
    &key::EXTRA,
];

/// How far back the page of all changes goes, in days.
pub const RECENT_DAYS: i64 = 90;
/// How many changes it lists at most.
pub const RECENT_MOST: usize = 500;

/// What was promised: it is changed by an entry, and where the file itself was edited readers are
/// told so.
pub fn is_commitment(kind: Kind, field: &str) -> bool {
    let promised: &[&Key] = match kind {
        Kind::Task => &[&key::GOAL, &key::LEAD, &key::DEADLINE, &key::QUANTITY],
        Kind::Problem => &[&key::REMEDY_GOAL, &key::LEAD, &key::REMEDY_DEADLINE, &key::MILESTONES],
        _ => &[],
    };
    promised.iter().any(|key| key.en == field)
}

impl Revision {
    /// Whether what the public had been told was changed with no entry that says so: a promise
    /// edited in the file, a published entry edited or taken out.
    pub fn is_unrecorded(&self, kind: Kind) -> bool {
        self.changes.iter().any(|changed| match changed {
            Changed::Field(name) => is_commitment(kind, name),
            Changed::EntryEdited(_) | Changed::EntryRemoved(_) => true,
            _ => false,
        })
    }
}

/// The changes of all records, the newest first.
#[derive(Debug)]
pub struct Recent<'a> {
    /// As many as are listed.
    pub listed: Vec<(RecordId, &'a Revision)>,
    /// How many there are.
    pub total: usize,
}

impl Facts {
    /// The same facts, with what git knows of the records.
    pub fn with_history(self, history: Option<Arc<History>>) -> Self {
        let mut facts = Self { history, revisions: BTreeMap::new(), ..self };
        if let Some(history) = facts.history.as_deref() {
            let plans = Plans::of(&facts, history);
            let of = |record: RecordId| (record, facts.revisions_of(history, &plans, record));
            let has_revisions = |kind: &Kind| match kind {
                // Editions have corrections instead.
                Kind::Bulletin => false,
                // By office they are nobody's business outside.
                Kind::Return => facts.shows_returns_by_office(),
                _ => true,
            };
            let kinds = Kind::ALL.into_iter().filter(has_revisions);
            let records: Vec<RecordId> = kinds.flat_map(|kind| facts.ids(kind)).collect();
            let found = records.into_par_iter().map(of);
            facts.revisions = found.filter(|(_, revisions)| !revisions.is_empty()).collect();
        }
        facts
    }

    /// Whether git was asked for the records' history.
    pub fn has_history(&self) -> bool {
        self.history.is_some()
    }

    /// Whether it tells of any record when it was changed.
    pub fn has_revisions(&self) -> bool {
        !self.revisions.is_empty()
    }

    /// The days by this one on which a record that takes part was changed, the newest first; of
    /// those before it became public nothing is told.
    pub fn revisions(&self, record: RecordId) -> &[Revision] {
        self.revisions.get(&record).map_or(&[], Vec::as_slice)
    }

    /// The changes of the last [`RECENT_DAYS`], at most [`RECENT_MOST`] of them.
    pub fn recent_revisions(&self) -> Recent<'_> {
        let since = self.day.plus(-RECENT_DAYS);
        let all = self.revisions.iter();
        let mut listed: Vec<(RecordId, &Revision)> = all
            .flat_map(|(record, revisions)| revisions.iter().map(|revision| (*record, revision)))
            .filter(|(_, revision)| revision.day > since)
            .collect();
        listed.sort_by_key(|(record, revision)| (std::cmp::Reverse(revision.day), *record));
        let total = listed.len();
        listed.truncate(RECENT_MOST);
        Recent { listed, total }
    }

    /// What was changed of a record, day by day. A commit is of no earlier day than the one before it
    /// that changed the record, whatever the clock of its machine said.
    fn revisions_of(&self, history: &History, plans: &Plans, record: RecordId) -> Vec<Revision> {
        let base = self.public.base(record);
        let mut told = Vec::new();
        let own = own_file(history, record.kind, base);
        let kept = plans.of_record(self, record);
        let Some(first) = self.own_changes(&own, kept, &mut told) else { return Vec::new() };
        Others::of(self, history, record, &own).changes(&mut told);
        // What came with the record is the record.
        told.retain(|told| told.order > first.order && told.day != first.day);
        told.sort_by_key(|told| told.order);
        let mut days = BTreeMap::from([(first.day, BTreeSet::from([first.changed]))]);
        let mut last = first.day;
        for Told { day, changed, .. } in told {
            last = last.max(day);
            days.entry(last).or_default().insert(changed);
        }
        let newest_first = days.into_iter().rev();
        newest_first.map(|(day, changes)| Revision { day, changes }).collect()
    }

    /// The day a record became public, as git knows it.
    pub fn first_seen(&self, record: RecordId) -> Option<Day> {
        self.revisions(record).last().map(|first| first.day)
    }

    /// The day an entry was committed, where that is so long after it was known that readers are to
    /// see it (补报). What came with its record is not late by itself.
    pub fn entered_late(&self, record: RecordId, entry: &EntryBase) -> Option<Day> {
        let history = self.history.as_deref()?;
        let Filing::File { path, .. } = &entry.filing else { return None };
        let entered = history.first_day(path.as_str()).filter(|day| *day <= self.day)?;
        let late =
            entry.exists_from().plus(i64::from(self.settings().history.late_after)) < entered;
        (late && self.first_seen(record)? < entered).then_some(entered)
    }

    /// What was changed in a record's own file, and `kept` when its plan kept it from the public;
    /// returns when it became public.
    fn own_changes(&self, own: &[Own], kept: &[Kept], all: &mut Vec<Told>) -> Option<Told> {
        let mut first = None;
        let mut standing = Disclosed::default();
        // What was edited while it was kept from the public.
        let mut meanwhile = BTreeSet::new();
        let mut kept = kept.iter().peekable();
        let mut tell =
            |(order, day): (u32, Day), was: bool, is_public: bool, mut told: BTreeSet<Changed>| {
                if first.is_none() {
                    first = is_public.then_some(Told { order, day, changed: Changed::First });
                    return;
                }
                if !is_public {
                    meanwhile.append(&mut told);
                    return;
                }
                if !was {
                    told.append(&mut meanwhile);
                    told.insert(Changed::Field(key::DISCLOSURE.en));
                }
                all.extend(told.into_iter().map(|changed| Told { order, day, changed }));
            };
        for Own { change, moved, .. } in own.iter().rev() {
            while let Some(plan) = kept.next_if(|plan| plan.order <= change.at.order) {
                self.plan_says(plan, &mut standing, &mut tell);
            }
            let day = change.day();
            let Some(edit) = change.edit.as_ref().filter(|_| day <= self.day) else { continue };
            let was_public = standing.is_public();
            standing.own = Some(match self.audience().edition {
                Edition::Public => !edit.is_hidden,
                Edition::Internal => !edit.is_draft,
            });
            standing.is_stated = edit.is_stated;
            let is_public = standing.is_public();
            // Of what came whole or went whole every field differs.
            let mut told = match change.how {
                How::Added | How::Removed => BTreeSet::new(),
                How::Edited | How::Moved { .. } => changed(edit),
            };
            if is_public && was_public && change.how == How::Added && !moved {
                told.insert(Changed::Text);
            }
            if is_public && (*moved || edit_of_address(change)) {
                told.insert(Changed::Moved);
            }
            tell((change.at.order, day), was_public, is_public, told);
        }
        for plan in kept {
            self.plan_says(plan, &mut standing, &mut tell);
        }
        first
    }

    /// What becomes of a record as its plan says for whom it is.
    fn plan_says(
        &self,
        plan: &Kept,
        standing: &mut Disclosed,
        tell: &mut impl FnMut((u32, Day), bool, bool, BTreeSet<Changed>),
    ) {
        if plan.day > self.day {
            return;
        }
        let was_public = standing.is_public();
        standing.is_kept_by_plan = plan.is_hidden;
        let is_public = standing.is_public();
        if was_public != is_public {
            tell((plan.order, plan.day), was_public, is_public, BTreeSet::new());
        }
    }
}

/// What a record's files have said so far of who may read it.
#[derive(Debug, Default)]
struct Disclosed {
    /// Whether its own file lets it be read, where there was one.
    own: Option<bool>,
    /// Whether that says so by itself.
    is_stated: bool,
    /// Whether its plan is not for these readers.
    is_kept_by_plan: bool,
}

impl Disclosed {
    fn is_public(&self) -> bool {
        self.own == Some(true) && (self.is_stated || !self.is_kept_by_plan)
    }
}

/// What an edit of a file shows on a page.
fn changed(edit: &Edit) -> BTreeSet<Changed> {
    let shown = |name: &&String| !NOT_SHOWN.iter().any(|key| key.en == name.as_str());
    let fields = edit.fields.iter().filter(shown).filter_map(|name| key::named(name));
    let mut changed: BTreeSet<Changed> = fields.map(|key| Changed::Field(key.en)).collect();
    if edit.body {
        changed.insert(Changed::Text);
    }
    changed
}
