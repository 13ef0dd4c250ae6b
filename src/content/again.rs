//! Reading again: which files to look at, and what came of it.
//!
//! A file is read again if it is known to have changed, or if its stamp does not say for certain
//! that it has not. Whatever is read again is first taken out with its faults, so what is left is
//! as if it had been read from nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::sync::Arc;

use super::{Content, Difference, Document, Outcome, names};
use crate::diagnostic::Diagnostic;
use crate::tree::{Entry, SitePath, Stamp, Tree};

/// What now lies at each path that may have changed; `None` if all must be listed to tell, as when
/// a folder is among them.
pub(super) fn known(
    tree: &dyn Tree,
    changed: &BTreeSet<SitePath>,
) -> anyhow::Result<Option<BTreeMap<SitePath, Option<Entry>>>> {
    let mut known = BTreeMap::new();
    for path in changed {
        if path.as_str() == "content" {
            return Ok(None);
        }
        if !path.as_str().starts_with("content/") {
            continue;
        }
        let mut listing = tree.list(path.as_str())?;
        let entry = listing.remove(path);
        let is_plain = matches!(entry, None | Some(Entry::File(_)));
        if !is_plain || !listing.is_empty() {
            return Ok(None);
        }
        if !names::is_ignored(path) {
            known.insert(path.clone(), entry);
        }
    }
    Ok(Some(known))
}

/// A path to be read again, as others knew it before.
pub(super) struct Stale {
    pub path: SitePath,
    /// Whether nothing was there, or nothing is there now.
    came_or_went: bool,
    /// The length of the file that was there.
    bytes: Option<u64>,
    is_document: bool,
    is_table: bool,
}

impl Stale {
    fn new(path: SitePath, before: Option<&Entry>, now: Option<&Entry>) -> Self {
        let came_or_went = before.is_some() != now.is_some();
        let bytes = before.and_then(Entry::bytes);
        Self { path, came_or_went, bytes, is_document: false, is_table: false }
    }
}

impl Content {
    /// Notes what now lies at some paths, and gives those to be read again.
    pub(super) fn take_in(&mut self, known: BTreeMap<SitePath, Option<Entry>>) -> Vec<Stale> {
        let mut stale = Vec::new();
        for (path, entry) in known {
            let before = match &entry {
                Some(entry) => self.listing.insert(path.clone(), entry.clone()),
                None => self.listing.remove(&path),
            };
            if before.is_some() || entry.is_some() {
                stale.push(Stale::new(path, before.as_ref(), entry.as_ref()));
            }
        }
        self.with_rivals(stale)
    }

    /// Lists everything, and gives the paths to be read again.
    pub(super) fn list_anew(&mut self, tree: &dyn Tree) -> anyhow::Result<Vec<Stale>> {
        let mut listing = tree.list("content")?;
        listing.retain(|path, _| !names::is_ignored(path));
        let last = std::mem::replace(&mut self.listing, listing);
        let mut stale = Vec::new();
        for (path, entry) in &self.listing {
            let before = last.get(path);
            if !before.is_some_and(|before| self.is_surely(before, entry)) {
                stale.push(Stale::new(path.clone(), before, Some(entry)));
            }
        }
        let gone = last.iter().filter(|(path, _)| !self.listing.contains_key(*path));
        stale.extend(gone.map(|(path, before)| Stale::new(path.clone(), Some(before), None)));
        let stamps = self.listing.values().filter_map(Entry::stamp);
        self.newest = stamps.reduce(Stamp::later);
        Ok(self.with_rivals(stale))
    }

    /// Whether two entries are of one file that nobody touched in between.
    fn is_surely(&self, before: &Entry, now: &Entry) -> bool {
        let is_earlier = |stamp: Stamp| self.newest.is_some_and(|newest| stamp.is_earlier(newest));
        before == now && before.stamp().is_some_and(is_earlier)
    }

    /// What is stale in the order of paths, with every other file that stands for the same table.
    fn with_rivals(&mut self, mut stale: Vec<Stale>) -> Vec<Stale> {
        if stale.iter().any(|stale| stale.came_or_went) {
            let folders = self.listing.keys().filter_map(names::in_document_folder);
            self.document_folders = folders.collect();
        }
        let mut rivals = Vec::new();
        for table in stale.iter().filter_map(|stale| names::table_of(&stale.path)) {
            let stem = table.as_str().trim_end_matches("csv");
            let from = (Bound::Included(stem), Bound::Unbounded);
            let same = self.listing.range::<str, _>(from);
            let same = same.take_while(|(path, _)| path.as_str().starts_with(stem));
            let same = same.filter(|(path, _)| names::table_of(path).as_ref() == Some(&table));
            rivals.extend(same.map(|(path, now)| Stale::new(path.clone(), Some(now), Some(now))));
        }
        stale.append(&mut rivals);
        // Of one path the first is kept, which is not the rival.
        stale.sort_by(|a, b| a.path.cmp(&b.path));
        stale.dedup_by(|later, first| later.path == first.path);
        stale
    }

    /// Takes out what was read of some paths.
    pub(super) fn take_out(&mut self, stale: &mut [Stale]) -> Difference {
        let mut difference = Difference::default();
        if self.documents.is_empty() && self.tables.is_empty() && self.faults.is_empty() {
            difference.names = true;
            return difference;
        }
        for Stale { path, is_document, is_table, .. } in stale {
            self.faults.remove(path);
            if let Some(document) = self.documents.remove(path) {
                *is_document = true;
                difference.documents.insert(path.clone(), document);
            }
            // Seals change so seldom that everything may be resolved again.
            difference.names |= self.seals.remove(path).is_some();
            if let Some(table) = names::table_of(path) {
                *is_table = self.tables.contains_key(&table) || difference.tables.contains(&table);
                if self.tables.remove(&table).is_some() {
                    difference.tables.insert(table);
                }
            }
        }
        difference
    }

    /// Puts in what became of some paths.
    pub(super) fn put_in(&mut self, stale: &[Stale], outcomes: Vec<(Outcome, Vec<Diagnostic>)>) {
        let mut documents: Vec<(SitePath, Arc<Document>)> = Vec::new();
        for (Stale { path, .. }, (outcome, faults)) in stale.iter().zip(outcomes) {
            if !faults.is_empty() {
                self.faults.insert(path.clone(), faults);
            }
            match outcome {
                Outcome::Nothing => {}
                Outcome::Document(document) => documents.push((path.clone(), document)),
                Outcome::Table(path, table) => {
                    self.tables.insert(path, table);
                }
                Outcome::Seal(source) => {
                    self.seals.insert(path.clone(), source);
                }
            }
        }
        if self.documents.is_empty() {
            // Made at one go of what is in order already.
            self.documents = documents.into_iter().collect();
        } else {
            self.documents.extend(documents);
        }
    }
}

impl Difference {
    /// Notes how a path stands that was read again; a document's length is nobody's affair.
    pub(super) fn note(&mut self, before: Stale, content: &Content) {
        let Stale { path, bytes, is_document, is_table, .. } = before;
        let now = content.bytes(path.as_str());
        let table = names::table_of(&path);
        self.names |= is_document != content.documents.contains_key(&path)
            || is_table != table.is_some_and(|table| content.tables.contains_key(&table))
            || bytes.is_some() != now.is_some()
            // Had it been one before, everything would be resolved again already.
            || content.seals.contains_key(&path);
        if !is_document && bytes != now {
            self.lengths.insert(path);
        }
    }
}
