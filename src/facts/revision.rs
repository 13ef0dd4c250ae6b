//! When a record was changed, by the history of its files: days and names of fields, never what was
//! taken out, who did it, or what is not for these readers.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Facts;
use crate::history::{Change, Edit, History, How};
use crate::model::entry::{Filing, day_of_name};
use crate::model::key::{self, Key};
use crate::model::{Base, Day, EntryBase, Kind, RecordId};

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
}

/// Fields that no page shows.
const NOT_SHOWN: [&Key; 7] = [
    &key::REVIEW,
    &key::WAIVE,
    &key::DRAFT,
    &key::DISCLOSURE,
    &key::SLUG,
    &key::ORDER,
    &key::EXTRA,
];

impl Facts {
    /// The same facts, with what git knows of the records.
    pub fn with_history(self, history: Option<Arc<History>>) -> Self {
        Self { history, ..self }
    }

    /// Whether git was asked for the records' history.
    pub fn has_history(&self) -> bool {
        self.history.is_some()
    }

    /// The days by this one on which a record was changed, the newest first; of those before it
    /// became public nothing is told. Editions of bulletins have corrections instead.
    pub fn revisions(&self, record: RecordId) -> Vec<Revision> {
        let Some(history) = self.history.as_deref() else { return Vec::new() };
        if record.kind == Kind::Bulletin || !self.public.counts(record) {
            return Vec::new();
        }
        let base = self.public.base(record);
        let mut days: BTreeMap<Day, BTreeSet<Changed>> = BTreeMap::new();
        let Some(first) = self.own_changes(history, record, base, &mut days) else {
            return Vec::new();
        };
        if let Some(folder) = &base.folder {
            self.changes_below(history, record, base, &format!("{folder}/"), &mut days);
        }
        // What came with the record is the record.
        days.retain(|day, _| *day > first);
        days.insert(first, BTreeSet::from([Changed::First]));
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

    /// What was changed in a record's own file; returns the day it became public.
    fn own_changes(
        &self,
        history: &History,
        record: RecordId,
        base: &Base,
        days: &mut BTreeMap<Day, BTreeSet<Changed>>,
    ) -> Option<Day> {
        let mut first = None;
        let mut before: Option<&Change> = None;
        for change in own_file(history, record.kind, base).into_iter().rev() {
            let day = change.day();
            let Some(edit) = change.edit.as_ref().filter(|_| day <= self.day) else { continue };
            let was_public = before.is_some_and(is_public);
            before = Some(change);
            if edit.is_hidden {
                continue;
            }
            if first.is_none() {
                first = Some(day);
                continue;
            }
            let mut told = changed(edit);
            if !was_public {
                told.insert(Changed::Field(key::DISCLOSURE.en));
            }
            if !told.is_empty() {
                days.entry(day).or_default().extend(told);
            }
        }
        first
    }

    /// What was changed in the other files of a record that is a folder.
    fn changes_below(
        &self,
        history: &History,
        record: RecordId,
        base: &Base,
        folder: &str,
        days: &mut BTreeMap<Day, BTreeSet<Changed>>,
    ) {
        let entries: BTreeMap<&str, &EntryBase> = self
            .public
            .entries_of(record)
            .filter_map(|entry| match &entry.filing {
                Filing::File { path, .. } => Some((path.as_str(), entry)),
                Filing::Return { .. } => None,
            })
            .collect();
        let known: BTreeSet<*const EntryBase> =
            self.entries_of(record).into_iter().map(std::ptr::from_ref).collect();
        for path in history.below(folder).filter(|path| *path != base.path.as_str()) {
            let name = &path[folder.len()..];
            let entry = entries.get(path);
            let told = |change: &Change| -> Option<Changed> {
                if let Some(named) = day_of_name(name) {
                    let day = match entry {
                        Some(entry) if known.contains(&std::ptr::from_ref(*entry)) => entry.day,
                        // It is not known yet.
                        Some(_) => return None,
                        None => Some(named).filter(|day| *day <= self.day)?,
                    };
                    let edit = change.edit.as_ref()?;
                    return match (&change.how, entry) {
                        (How::Added | How::Moved { .. }, _) => Some(Changed::EntryAdded(day)),
                        (How::Edited, _) if changed(edit).is_empty() => None,
                        (How::Edited, _) => Some(Changed::EntryEdited(day)),
                        (How::Removed, _) => Some(Changed::EntryRemoved(day)),
                    };
                }
                if record.kind.tables().iter().any(|table| is_table(name, table)) {
                    return Some(Changed::Figures);
                }
                let is_given_out = base.attachments.iter().any(|file| file.file.as_str() == path);
                (is_given_out && change.how == How::Edited).then_some(Changed::File)
            };
            for change in history.of_file(path).filter(|change| change.day() <= self.day) {
                if let Some(told) = told(change) {
                    days.entry(change.day()).or_default().insert(told);
                }
            }
        }
    }
}

/// The changes of a record's own file, the newest first, under every name it had: as a file or the
/// index of a folder, and by the addresses that lead to it since.
fn own_file<'a>(history: &'a History, kind: Kind, base: &Base) -> Vec<&'a Change> {
    let of = |id: &str| {
        let path = format!("content/{}/{id}", kind.folder());
        [format!("{path}.md"), format!("{path}/index.md")]
    };
    let aliases = base.aliases.iter().filter_map(|alias| {
        let path = alias.value.trim_matches('/');
        path.strip_prefix(kind.folder())?.strip_prefix('/').map(|id| id.trim_end_matches(".html"))
    });
    let mut changes: Vec<&Change> = history.of_file(base.path.as_str()).collect();
    let other = base.path.as_str();
    let own = match other.strip_suffix("/index.md") {
        Some(folder) => format!("{folder}.md"),
        None => format!("{}/index.md", other.trim_end_matches(".md")),
    };
    for name in std::iter::once(own).chain(aliases.flat_map(of)) {
        let Some(oldest) = changes.last().map(|change| change.seconds) else { break };
        let earlier = history.of_file(&name).filter(|change| change.seconds <= oldest);
        changes.extend(earlier.filter(|change| change.how != How::Removed));
    }
    changes
}

fn is_public(change: &Change) -> bool {
    change.edit.as_ref().is_some_and(|edit| !edit.is_hidden)
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

/// Whether a file is a table of a kind, as CSV or as a workbook.
fn is_table(name: &str, table: &str) -> bool {
    let stem = |name: &str| name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned();
    (name.ends_with(".csv") || name.ends_with(".xlsx")) && stem(name) == stem(table)
}
