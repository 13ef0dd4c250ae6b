//! When a record was changed, by the history of its files: days and names of fields, never what was
//! taken out, who did it, or what is not for these readers.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

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
        Kind::Problem => {
            &[&key::REMEDY_GOAL, &key::LEAD, &key::REMEDY_DEADLINE, &key::MILESTONES]
        }
        _ => &[],
    };
    promised.iter().any(|key| key.en == field)
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
            let of = |record: RecordId| (record, facts.revisions_of(history, record));
            // Editions of bulletins have corrections instead.
            let kinds = Kind::ALL.into_iter().filter(|kind| *kind != Kind::Bulletin);
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

    /// What was changed of a record, day by day.
    fn revisions_of(&self, history: &History, record: RecordId) -> Vec<Revision> {
        let base = self.public.base(record);
        let mut days: BTreeMap<Day, BTreeSet<Changed>> = BTreeMap::new();
        let own = own_file(history, record.kind, base);
        let Some(first) = self.own_changes(&own, &mut days) else { return Vec::new() };
        if let Some(folder) = &base.folder {
            self.changes_below(history, record, &own, &format!("{folder}/"), &mut days);
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
        own: &[Own],
        days: &mut BTreeMap<Day, BTreeSet<Changed>>,
    ) -> Option<Day> {
        let mut first = None;
        let mut was_public = false;
        // What was edited while it was kept from the public.
        let mut meanwhile = BTreeSet::new();
        for Own { change, moved, .. } in own.iter().rev() {
            let day = change.day();
            let Some(edit) = change.edit.as_ref().filter(|_| day <= self.day) else { continue };
            let is_back = !std::mem::replace(&mut was_public, !edit.is_hidden);
            // Of what came whole or went whole every field differs.
            let mut told = match change.how {
                How::Added | How::Removed => BTreeSet::new(),
                How::Edited | How::Moved { .. } => changed(edit),
            };
            if first.is_none() {
                first = (!edit.is_hidden).then_some(day);
                continue;
            }
            if edit.is_hidden {
                meanwhile.append(&mut told);
                continue;
            }
            if is_back {
                told.append(&mut meanwhile);
                told.insert(Changed::Field(key::DISCLOSURE.en));
            } else if change.how == How::Added && !moved {
                told.insert(Changed::Text);
            }
            if *moved || edit_of_address(change) {
                told.insert(Changed::Moved);
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
        own: &[Own],
        folder: &str,
        days: &mut BTreeMap<Day, BTreeSet<Changed>>,
    ) {
        let base = self.public.base(record);
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
        // Where the record's files lay before: with it they came along.
        let homes: BTreeSet<&str> = own.iter().map(|own| folder_of(&own.path)).collect();
        let files = || history.below(folder).filter(|path| *path != base.path.as_str());
        let renamed: BTreeSet<(&str, i64)> = files()
            .flat_map(|path| history.of_file(path))
            .filter_map(|change| Some((came_along(&homes, &change.how)?, change.seconds)))
            .collect();
        for path in files() {
            let name = &path[folder.len()..];
            let entry = entries.get(path);
            let told = |change: &Change| -> Option<Changed> {
                if renamed.contains(&(path, change.seconds)) {
                    return None;
                }
                let before = came_along(&homes, &change.how);
                if let Some(named) = day_of_name(name) {
                    let day = match entry {
                        Some(entry) if known.contains(&std::ptr::from_ref(*entry)) => entry.day,
                        // It is not known yet.
                        Some(_) => return None,
                        None => Some(named).filter(|day| *day <= self.day)?,
                    };
                    let edit = change.edit.as_ref()?;
                    if let Some(before) = before {
                        let same_day = day_of_name(file_of(before)) == Some(named);
                        return (!same_day).then_some(Changed::EntryEdited(day));
                    }
                    return match (&change.how, entry) {
                        (How::Added | How::Moved { .. }, _) => Some(Changed::EntryAdded(day)),
                        (How::Edited, _) if changed(edit).is_empty() => None,
                        (How::Edited, _) => Some(Changed::EntryEdited(day)),
                        (How::Removed, _) => Some(Changed::EntryRemoved(day)),
                    };
                }
                if before.is_some() {
                    return None;
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
                // What was another record's before is none of this one's history.
                if matches!(change.how, How::Moved { .. }) && came_along(&homes, &change.how).is_none() {
                    break;
                }
            }
        }
    }
}

/// The file another one was, where it moved with its record.
fn came_along<'h>(homes: &BTreeSet<&str>, how: &'h How) -> Option<&'h str> {
    match how {
        How::Moved { from } => homes.contains(folder_of(from)).then_some(from.as_str()),
        _ => None,
    }
}

/// A change of a record's own file.
struct Own<'a> {
    change: &'a Change,
    /// What the file was called after it.
    path: String,
    /// Whether the record came to another address by it.
    moved: bool,
}

/// The changes of a record's own file, the newest first, under every name it had: as a file or the
/// index of a folder, and by the addresses that lead to it since.
fn own_file<'a>(history: &'a History, kind: Kind, base: &Base) -> Vec<Own<'a>> {
    let of = |id: &str| {
        let path = format!("content/{}/{id}", kind.folder());
        [format!("{path}.md"), format!("{path}/index.md")]
    };
    let aliases = base.aliases.iter().filter_map(|alias| {
        let path = alias.value.trim_matches('/');
        path.strip_prefix(kind.folder())?.strip_prefix('/').map(|id| id.trim_end_matches(".html"))
    });
    let path = base.path.as_str();
    // Where 网址名 stands for the file's name, that may change and the address stay.
    let is_named = !of(&base.id).iter().any(|named| named == path);
    let address = |path: &'_ str| -> String {
        let id = path.strip_suffix("/index.md").unwrap_or(path.trim_end_matches(".md"));
        if is_named { folder_of(id).to_owned() } else { id.to_owned() }
    };
    let mut changes: Vec<Own> = Vec::new();
    follow(history, path, None, &address, &mut changes);
    let own = match path.strip_suffix("/index.md") {
        Some(folder) => format!("{folder}.md"),
        None => format!("{}/index.md", path.trim_end_matches(".md")),
    };
    for name in std::iter::once(own).chain(aliases.flat_map(of)) {
        let known = changes.len();
        let Some(oldest) = changes.last().map(|own| own.change.seconds) else { break };
        follow(history, &name, Some(oldest), &address, &mut changes);
        if changes.len() > known {
            let last = &mut changes[known - 1];
            last.moved |= address(&last.path) != address(&name);
        }
    }
    changes
}

/// Appends the changes of a file, the newest first; of one that is gone those before, and not that
/// it went.
fn follow<'a>(
    history: &'a History,
    name: &str,
    until: Option<i64>,
    address: &dyn Fn(&str) -> String,
    out: &mut Vec<Own<'a>>,
) {
    let mut path = name.to_owned();
    let is_meant = |change: &&Change| {
        until.is_none_or(|until| change.seconds <= until && change.how != How::Removed)
    };
    for change in history.of_file(name).filter(is_meant) {
        let from = match &change.how {
            How::Moved { from } => from.clone(),
            _ => path.clone(),
        };
        let moved = address(&from) != address(&path);
        out.push(Own { change, path, moved });
        path = from;
    }
}

/// Whether the name that stands in the address was changed.
fn edit_of_address(change: &Change) -> bool {
    let slug = |edit: &Edit| edit.fields.contains(key::SLUG.en);
    change.how == How::Edited && change.edit.as_ref().is_some_and(slug)
}

fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn file_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
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
