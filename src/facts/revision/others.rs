//! What was changed in the files beside a record's own: its entries, its tables, what it gives out.

use std::collections::{BTreeMap, BTreeSet};

use super::own::{Own, file_of, folder_of};
use super::{Changed, Told, changed};
use crate::facts::Facts;
use crate::history::{Change, History, How};
use crate::model::entry::{Filing, day_of_name};
use crate::model::{Base, Day, RecordId};

/// The other files of a record that is a folder, or was one.
pub struct Others<'a> {
    history: &'a History,
    record: RecordId,
    base: &'a Base,
    today: Day,
    /// The entries that are there by their files; each with its day, if it is known yet.
    entries: BTreeMap<&'a str, Option<Day>>,
    /// The folders the record's own file lay in: what moves from there comes along with it.
    homes: BTreeSet<String>,
    /// The folder it is, ending in `/`.
    folder: Option<String>,
    /// Those it was before, each with the commit by which it left it.
    left: BTreeMap<String, u32>,
}

impl<'a> Others<'a> {
    /// Those of a record, whose own file changed so.
    pub fn of(facts: &'a Facts, history: &'a History, record: RecordId, own: &[Own]) -> Self {
        let base = facts.public.base(record);
        let known: Vec<*const _> =
            facts.entries_of(record).into_iter().map(std::ptr::from_ref).collect();
        let entries = facts.public.entries_of(record).filter_map(|entry| match &entry.filing {
            Filing::File { path, .. } => {
                let is_known = known.contains(&std::ptr::from_ref(entry));
                Some((path.as_str(), is_known.then_some(entry.day)))
            }
            Filing::Return { .. } => None,
        });
        let folder = base.folder.as_ref().map(|folder| format!("{folder}/"));
        let mut left = BTreeMap::new();
        for (newer, older) in own.iter().zip(own.iter().skip(1)) {
            let Some(was) = older.path.strip_suffix("index.md") else { continue };
            if newer.path != older.path && folder.as_deref() != Some(was) {
                left.entry(was.to_owned()).or_insert(newer.change.at.order);
            }
        }
        Self {
            history,
            record,
            base,
            today: facts.day,
            entries: entries.collect(),
            homes: own.iter().map(|own| folder_of(&own.path).to_owned()).collect(),
            folder,
            left,
        }
    }

    /// Adds what was changed in them to what is told of a record.
    pub fn changes(&self, told: &mut Vec<Told>) {
        for translation in &self.base.translations {
            let changes = self.history.of_file(translation.path.as_str());
            for change in changes.filter(|change| change.day() <= self.today) {
                let changed = Changed::Translation(translation.language.clone());
                told.push(Told { order: change.at.order, day: change.day(), changed });
            }
        }
        let renamed = self.renamed();
        let own = self.folder.iter().map(|folder| (folder, u32::MAX));
        let left = self.left.iter().map(|(folder, until)| (folder, *until));
        for (folder, until) in own.chain(left) {
            for path in self.history.below(folder).filter(|path| !self.is_own(path, folder)) {
                let was_here = |change: &&Change| change.at.order <= until;
                for change in self.history.of_file(path).filter(was_here) {
                    let day = change.day();
                    let is_told = day <= self.today && !renamed.contains(&(path, change.at.order));
                    if is_told && let Some(changed) = self.told(path, &path[folder.len()..], change)
                    {
                        told.push(Told { order: change.at.order, day, changed });
                    }
                    // What was another record's before is none of this one's history.
                    if matches!(change.how, How::Moved { .. }) && self.came_from(change).is_none() {
                        break;
                    }
                }
            }
        }
    }

    fn is_own(&self, path: &str, folder: &str) -> bool {
        path == self.base.path.as_str() || path.strip_prefix(folder) == Some("index.md")
    }

    /// The files that are gone because they are called otherwise since, with the commit of it.
    fn renamed(&self) -> BTreeSet<(&str, u32)> {
        let files = self.folder.iter().flat_map(|folder| self.history.below(folder));
        let changes = files.flat_map(|path| self.history.of_file(path));
        changes.filter_map(|change| Some((self.came_from(change)?, change.at.order))).collect()
    }

    /// What a file was called, where it moved with its record or within it.
    fn came_from<'c>(&self, change: &'c Change) -> Option<&'c str> {
        match &change.how {
            How::Moved { from } => self.homes.contains(folder_of(from)).then_some(from),
            _ => None,
        }
    }

    /// What is told of a change of a file, by its name below the record's folder.
    fn told(&self, path: &str, name: &str, change: &Change) -> Option<Changed> {
        let came_from = self.came_from(change);
        if let Some(named) = day_of_name(name) {
            let day = match self.entries.get(path) {
                // One that is not known yet is not told of.
                Some(known) => (*known)?,
                None => Some(named).filter(|day| *day <= self.today)?,
            };
            let edit = change.edit.as_ref()?;
            if let Some(before) = came_from {
                let same_day = day_of_name(file_of(before)) == Some(named);
                return (!same_day && !edit.is_hidden).then_some(Changed::EntryEdited(day));
            }
            // A draft is nothing to its readers: neither that it came nor that it went.
            let was_seen = change.how == How::Removed || change.how == How::Edited;
            return match (was_seen && !edit.was_hidden, !edit.is_hidden) {
                (false, false) => None,
                (false, true) => Some(Changed::EntryAdded(day)),
                (true, false) => Some(Changed::EntryRemoved(day)),
                (true, true) => (!changed(edit).is_empty()).then_some(Changed::EntryEdited(day)),
            };
        }
        if came_from.is_some() {
            return None;
        }
        if self.record.kind.tables().iter().any(|table| is_table(name, table)) {
            return Some(Changed::Figures);
        }
        let is_given_out = self.base.attachments.iter().any(|file| file.file.as_str() == path);
        (is_given_out && change.how == How::Edited).then_some(Changed::File)
    }
}

/// Whether a file is a table of a kind, as CSV or as a workbook.
fn is_table(name: &str, table: &str) -> bool {
    let stem = |name: &str| name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned();
    (name.ends_with(".csv") || name.ends_with(".xlsx")) && stem(name) == stem(table)
}
