//! What is written down beside a site: the log, manifests, kept files, and what is under way.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result, bail};
use serde::{Deserialize, Serialize};

use super::Files;
use crate::publish::Kept;
use crate::publish::objects::Stamp;
use crate::publish::record::{self, Action, LOG, Record, is_release};
use crate::write::Manifest;

pub const PENDING: &str = "pending.json";
pub const SEEN: &str = "seen.json";
pub const LET_BE: &str = "foreign.json";
pub const KEPT: &str = "kept";
pub const MANIFESTS: &str = "manifests";

/// A publication that is under way, or was cut off.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Pending {
    pub record: Record,
    /// Paths and SHA-256 of what those cut off before it had put there.
    pub earlier: Vec<(String, String)>,
    /// Files of the release in the log that were not there when it began.
    pub missing: Vec<String>,
}

/// A file as it was last seen.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Seen {
    pub sha256: String,
    pub stamp: Stamp,
}

/// Where a file is kept. Its name is part of it: what it is served as goes by that.
pub fn kept(path: &str, sha256: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    format!("{KEPT}/{sha256}/{name}")
}

pub fn manifest(release: &str) -> String {
    format!("{MANIFESTS}/{release}.json")
}

pub fn signature(release: &str) -> String {
    format!("{MANIFESTS}/{release}.sig")
}

impl Files {
    pub(super) fn log(&self) -> Result<Vec<Record>> {
        Ok(record::read(&self.store.read(LOG)?.unwrap_or_default()))
    }

    pub(super) fn add_to_log(&self, record: &Record) -> Result<()> {
        let mut log = self.store.read(LOG)?.unwrap_or_default();
        if !log.is_empty() && !log.ends_with(b"\n") {
            log.push(b'\n');
        }
        log.extend(record.line()?.into_bytes());
        self.store.write(LOG, &log)
    }

    pub(super) fn manifest_of(&self, release: &str) -> Result<(Vec<u8>, Manifest)> {
        let path = manifest(release);
        let Some(bytes) = self.store.read(&path)? else {
            bail!("{path} is missing on the target");
        };
        let manifest =
            serde_json::from_slice(&bytes).with_context(|| format!("{path} is no manifest"))?;
        Ok((bytes, manifest))
    }

    /// The publication that was cut off, if there is one. One that is in the log was done but for
    /// the note about it.
    pub(super) fn pending(&self, log: &[Record]) -> Result<Option<Pending>> {
        let Some(bytes) = self.store.read(PENDING)? else { return Ok(None) };
        let pending: Pending = serde_json::from_slice(&bytes)
            .with_context(|| format!("cannot read {PENDING} of the target"))?;
        Ok(Some(pending).filter(|pending| log.last() != Some(&pending.record)))
    }

    /// How the store marked each file after the last publication. Without it, or with a broken one,
    /// files are read back.
    pub(super) fn seen(&self) -> Result<BTreeMap<String, Seen>> {
        let bytes = self.store.read(SEEN)?;
        Ok(bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default())
    }

    /// What another hand put there and a publication was forced to let be, as it was then; none for
    /// what is no file.
    pub(super) fn let_be(&self) -> Result<BTreeMap<String, Option<Stamp>>> {
        let bytes = self.store.read(LET_BE)?;
        Ok(bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default())
    }

    pub(super) fn write_let_be(&self, foreign: &BTreeMap<&str, Option<&Stamp>>) -> Result<()> {
        self.store.write(LET_BE, &serde_json::to_vec(foreign)?)
    }

    /// The releases that were published whole and are kept, oldest first.
    pub(super) fn releases(&self) -> Result<Vec<String>> {
        let log = self.log()?;
        let is_done = |id: &str| log.iter().any(|record| record.release == id);
        let notes = self.store.notes_below(MANIFESTS)?;
        let ids = notes.iter().filter_map(|note| {
            let name = note.strip_prefix(MANIFESTS)?.strip_prefix('/')?;
            name.strip_suffix(".json").filter(|id| is_release(id) && is_done(id))
        });
        Ok(ids.map(str::to_owned).collect())
    }

    /// The releases that are kept, as the log has them.
    pub(super) fn kept_by(&self, log: &[Record]) -> Result<Vec<Kept>> {
        let of = |release: String| {
            let is_it = |r: &&Record| r.release == release && r.action == Action::Publish;
            let record = log.iter().rev().find(is_it)?.clone();
            Some(Kept { record, release, is_logged: true })
        };
        Ok(self.releases()?.into_iter().filter_map(of).collect())
    }

    /// Where there is no log: the releases that manifests are kept of, oldest first by their names.
    /// Which of them is served, and which was never published to the end, nothing tells any more.
    pub(super) fn unlogged(&self) -> Result<Vec<Kept>> {
        let notes = self.store.notes_below(MANIFESTS)?;
        let ids = notes.iter().filter_map(|note| note.rsplit('/').next()?.strip_suffix(".json"));
        ids.filter(|id| is_release(id))
            .map(|release| {
                let (bytes, manifest) = self.manifest_of(release)?;
                let record = Record::rebuilt(release, &manifest, &bytes, Vec::new());
                Ok(Kept { record, release: release.to_owned(), is_logged: false })
            })
            .collect()
    }

    /// The notes that the files of some releases are kept as.
    pub(super) fn held_by(&self, releases: &[String]) -> Result<BTreeSet<String>> {
        let log = self.log()?;
        let mut held = BTreeSet::new();
        for release in releases {
            let manifest = self.manifest_of(release)?.1;
            // A rollback's record lists the same files as its publication's.
            if let Some(record) = log.iter().find(|record| record.release == *release) {
                let files = record.files(&manifest);
                held.extend(files.iter().map(|file| kept(&file.path, &file.digest.sha256)));
            }
        }
        Ok(held)
    }

    /// Removes the manifests of all releases but for some.
    pub(super) fn forget_but(&self, releases: &[String]) -> Result<()> {
        let is_kept = |note: &String| {
            releases.iter().any(|id| *note == manifest(id) || *note == signature(id))
        };
        let notes = self.store.notes_below(MANIFESTS)?;
        notes.iter().filter(|note| !is_kept(note)).try_for_each(|note| self.store.remove(note))
    }
}
