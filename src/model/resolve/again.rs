//! Resolving again: which records cannot be as they were.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use super::decode::Raw;
use super::outward::Outward;
use super::slots::Role;
use super::{Collector, Raws, Resolved};
use crate::content::{Content, Difference};
use crate::diagnostic::Diagnostic;
use crate::model::id::RecordId;
use crate::model::{Kind, Settings};
use crate::tree::SitePath;

/// The records to decode again, and those of them that have another title.
#[derive(Default)]
struct Redo {
    records: BTreeSet<RecordId>,
    retitled: BTreeSet<RecordId>,
}

impl Resolved {
    /// Reads again what changed in the content; the settings are the last ones if they are equal.
    pub fn again(
        self,
        content: &Content,
        difference: &Difference,
        settings: Arc<Settings>,
        any_error: bool,
    ) -> Self {
        let same_settings = Arc::ptr_eq(&settings, &self.model.settings);
        match self.redo(content, difference).filter(|_| same_settings && self.is_complete) {
            Some(redo) => self.only(&redo, content, difference, any_error),
            None => Self::of(content, settings, any_error),
        }
    }

    /// What is to be decoded again; `None` if others may mean something else by a name now.
    fn redo(&self, content: &Content, difference: &Difference) -> Option<Redo> {
        if difference.names || content.documents.is_empty() {
            return None;
        }
        let mut redo = Redo::default();
        for (path, before) in &difference.documents {
            let is_of_it = |fault: &Diagnostic| *fault.place.source.path == *path.as_str();
            if self.naming.iter().any(is_of_it) {
                return None;
            }
            match (
                self.slots.role(path.as_str()),
                Outward::compare(before, &content.documents[path]),
            ) {
                // Names are looked for in records alone, and in their own language.
                (Some(Role::Entry(record, _) | Role::Translation(record)), _) => {
                    redo.records.insert(record);
                }
                (Some(Role::Column(_) | Role::Home), _) | (None, Outward::Same) => {}
                (Some(Role::Record(record)), Outward::Same) => {
                    redo.records.insert(record);
                }
                // By a plan's title its tasks are told who may see them.
                (Some(Role::Record(record)), Outward::OtherTitle) if record.kind != Kind::Plan => {
                    redo.records.insert(record);
                    redo.retitled.insert(record);
                }
                (Some(Role::Record(_)) | None, _) => return None,
            }
        }
        for table in &difference.tables {
            match self.slots.role(&format!("{}/index.md", table.folder())) {
                Some(Role::Record(record)) => redo.records.insert(record),
                _ => return None,
            };
        }
        self.spread(&mut redo, &difference.lengths);
        Some(redo)
    }

    /// Adds the records that asked for what is another now: a title, a file's length, their plan.
    fn spread(&self, redo: &mut Redo, lengths: &BTreeSet<SitePath>) {
        let kinds: BTreeSet<Kind> = redo.retitled.iter().map(|record| record.kind).collect();
        if !kinds.is_empty() || !lengths.is_empty() {
            for (kind, notes) in &self.notes {
                let asking = notes.iter().enumerate().filter(|(_, notes)| {
                    kinds.iter().any(|kind| notes.asked.has_kind(*kind))
                        || notes.asked.has_file(|path| lengths.contains(path))
                });
                redo.records.extend(asking.map(|(i, _)| RecordId::new(*kind, i)));
            }
        }
        let plans: BTreeSet<RecordId> =
            redo.records.iter().filter(|record| record.kind == Kind::Plan).copied().collect();
        if !plans.is_empty() {
            for (kind, notes) in &self.notes {
                let of_them = notes.iter().enumerate().filter(|(_, notes)| {
                    notes.asked.plan().is_some_and(|plan| plans.contains(&plan))
                });
                redo.records.extend(of_them.map(|(i, _)| RecordId::new(*kind, i)));
            }
        }
    }

    /// Decodes some records again; the others stay.
    fn only(
        self,
        redo: &Redo,
        content: &Content,
        difference: &Difference,
        any_error: bool,
    ) -> Self {
        let Self { model, mut slots, mut index, naming, notes, .. } = self;
        for path in difference.documents.keys() {
            if let Some(role) = slots.role(path.as_str()) {
                slots.replace(role, path, content.documents[path].clone());
            }
        }
        let records: Vec<RecordId> = redo.records.iter().copied().collect();
        let read: Vec<Raw> =
            records.into_par_iter().map(|record| Raw::read(record, slots.record(record))).collect();
        let mut raws = Raws::new();
        for mut raw in read {
            if redo.retitled.contains(&raw.id) {
                index.retitle(raw.id, &raw.common.title);
            }
            raw.common.disclosure = Some(index.disclosure(raw.id));
            raws.entry(raw.id.kind).or_default().push(raw);
        }
        let collector = Collector::new(raws, Some((&model, notes)));
        let settings = model.settings.clone();
        let made = collector.make(content, &slots, &index, settings.clone());
        if !made.is_complete {
            // A record is missing now, so the places of those after it are others.
            return Self::of(content, settings, any_error);
        }
        made.with(slots, index, naming)
    }
}
