//! Whose a finding is: the record its file belongs to, and the offices that answer for that.

use std::collections::BTreeMap;

use crate::model::{Base, Kind, Model, RecordId};
use crate::site::{Page, Site};
use crate::tree::SitePath;

/// Whose a file is.
pub struct Owners<'a> {
    model: &'a Model,
    files: BTreeMap<String, RecordId>,
    /// Folders of records.
    folders: BTreeMap<&'a str, RecordId>,
}

impl<'a> Owners<'a> {
    /// Of the files of every record.
    pub fn of_content(model: &'a Model) -> Self {
        let mut owners = Owners { model, files: BTreeMap::new(), folders: BTreeMap::new() };
        for record in Kind::ALL.into_iter().flat_map(|kind| model.records(kind)) {
            let base = model.base(record);
            owners.files.insert(base.path.as_str().to_owned(), record);
            for translation in &base.translations {
                owners.files.insert(translation.path.as_str().to_owned(), record);
            }
            if let Some(folder) = &base.folder {
                owners.folders.insert(folder, record);
            }
        }
        owners
    }

    /// Of those, and of the pages they are built into.
    pub fn of(model: &'a Model, site: &Site) -> Self {
        let mut owners = Self::of_content(model);
        for (route, page) in site.pages.iter() {
            if let Page::Record(record) | Page::Tombstone(record) = page.subject() {
                owners.files.insert(format!("public/{}", route.file()), *record);
            }
        }
        owners
    }

    /// The record a file belongs to.
    pub fn owner(&self, path: &str) -> Option<RecordId> {
        let of_folder = || {
            let mut ends = path.rmatch_indices('/').map(|(at, _)| at);
            ends.find_map(|end| self.folders.get(&path[..end]).copied())
        };
        self.files.get(path).copied().or_else(of_folder)
    }

    /// The titles of the offices that answer for a file; none where it is nobody's in particular.
    pub fn offices(&self, path: &str) -> Vec<&'a str> {
        let record = self.owner(path);
        let offices = record.map(|record| self.model.answerable(record)).unwrap_or_default();
        offices.into_iter().map(|office| self.model.office(office).base.title.as_str()).collect()
    }
}

/// Which record gives a file out.
pub struct Givers<'a> {
    owners: Owners<'a>,
    /// By the files they list; others are linked, and lie in their record's folder.
    listed: BTreeMap<&'a SitePath, RecordId>,
}

impl<'a> Givers<'a> {
    pub fn of(model: &'a Model) -> Self {
        let records = Kind::ALL.into_iter().flat_map(|kind| model.records(kind));
        let listed = records.flat_map(|record| {
            model.base(record).attachments.iter().map(move |attachment| (&attachment.file, record))
        });
        Self { listed: listed.collect(), owners: Owners::of_content(model) }
    }

    /// The record a file comes from.
    pub fn giver(&self, file: &SitePath) -> Option<&'a Base> {
        let record = self.listed.get(file).copied().or_else(|| self.owners.owner(file.as_str()));
        record.map(|record| self.owners.model.base(record))
    }
}
