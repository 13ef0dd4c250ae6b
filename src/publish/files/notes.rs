//! Which of the notes beside a site this program wrote. Readers may reach them, so what hides among
//! them is told as what hides among the pages is.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::state::{self, KEPT, LET_BE, MANIFESTS, PENDING, Pending, SEEN, Seen};
use super::{Files, each};
use crate::publish::folder::Difference;
use crate::publish::lock::{Holder, LOCK};
use crate::publish::objects::{ON_THE_WAY, PART, Stamp};
use crate::publish::record::{LOG, Record, is_release};
use crate::publish::{host, media};
use crate::signing;
use crate::write::{ContentDigest, Manifest};

/// What lies among the notes and is none, or none any more.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Strange {
    pub found: BTreeMap<String, Difference>,
    /// On its way to its place when a publication was cut off, or on it now.
    pub unfinished: BTreeSet<String>,
}

/// What the notes say of the site, as far as they can be read: whoever verifies goes on where one is
/// damaged.
#[derive(Debug)]
pub struct Recorded {
    /// The last in the log.
    pub record: Record,
    /// The manifest of that release, where it is the one that the record names.
    pub manifest: Option<Vec<u8>>,
    pub signature: Option<Vec<u8>>,
    /// What a forced publication let be, and that publication.
    pub let_be: BTreeSet<String>,
    pub forced: Option<Record>,
    /// Paths and SHA-256 of what a publication that was cut off may have put there.
    pub begun: Option<BTreeMap<String, BTreeSet<String>>>,
}

/// What a note is found to be.
enum Is {
    Ours,
    Unfinished,
    Strange(Difference),
}

/// What the notes are held against.
struct Known {
    log: Vec<Record>,
    /// The notes that files of kept releases lie as.
    held: BTreeSet<String>,
}

impl Files {
    /// What the notes say; none where nothing was published.
    pub fn recorded(&self) -> Result<Option<Recorded>> {
        let mut log = self.log()?;
        let forced = log.iter().rev().find(|record| record.forced.is_some()).cloned();
        let Some(record) = log.pop() else { return Ok(None) };
        let manifest = self.store.read(&state::manifest(&record.release))?;
        let pending = self.begun_anew()?.filter(|pending| pending.record != record);
        Ok(Some(Recorded {
            manifest: manifest.filter(|bytes| is_of(&record, bytes)),
            signature: self.store.read(&state::signature(&record.release))?,
            let_be: self.let_be()?.into_keys().collect(),
            forced,
            begun: pending.map(|pending| self.begun(pending)).transpose()?,
            record,
        }))
    }

    /// The note of a publication under way, if it is one.
    fn begun_anew(&self) -> Result<Option<Pending>> {
        let bytes = self.store.read(PENDING)?;
        Ok(bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()))
    }

    fn begun(&self, pending: Pending) -> Result<BTreeMap<String, BTreeSet<String>>> {
        let bytes = self.store.read(&state::manifest(&pending.record.release))?;
        let manifest = bytes.and_then(|bytes| serde_json::from_slice::<Manifest>(&bytes).ok());
        let wanted = manifest.map(|manifest| pending.record.files(&manifest)).unwrap_or_default();
        let wanted = wanted.into_iter().map(|file| (file.path, file.digest.sha256));
        let mut begun: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (path, sha256) in wanted.chain(pending.earlier) {
            begun.entry(path).or_default().insert(sha256);
        }
        Ok(begun)
    }

    /// Looks at every note. A name alone makes none ours: it holds what a note of that name does.
    pub fn strange_notes(&self) -> Result<Strange> {
        let mut log = self.log()?;
        let held = self.held_by(&self.readable(&log)?)?;
        log.extend(self.begun_anew()?.map(|pending| pending.record));
        let known = Known { log, held };
        let notes: Vec<String> = self.store.notes_below("")?.into_iter().collect();
        let mut strange = Strange::default();
        let is = |note: &String| Ok((note.clone(), self.is(note, &known)?));
        each(&notes, self.store.at_once(), is, |(note, is)| {
            match is {
                Is::Ours => {}
                Is::Unfinished => drop(strange.unfinished.insert(note)),
                Is::Strange(difference) => drop(strange.found.insert(note, difference)),
            }
            Ok(())
        })?;
        let odd = self.store.odd_notes()?.into_iter();
        strange.found.extend(odd.map(|(note, odd)| (note, Difference::Odd(odd))));
        Ok(strange)
    }

    /// The releases in the log whose manifests are there as they were written.
    fn readable(&self, log: &[Record]) -> Result<Vec<String>> {
        let mut releases: Vec<String> = Vec::new();
        for record in log {
            let bytes = self.store.read(&state::manifest(&record.release))?;
            let is_whole = bytes.is_some_and(|bytes| is_of(record, &bytes));
            if is_whole && !releases.contains(&record.release) {
                releases.push(record.release.clone());
            }
        }
        Ok(releases)
    }

    fn is(&self, note: &str, known: &Known) -> Result<Is> {
        let Some((folder, name)) = note.split_once('/') else { return self.is_single(note) };
        match folder {
            MANIFESTS => self.is_of_a_release(note, name, known),
            KEPT => self.is_kept(note, known),
            ON_THE_WAY | PART => Ok(Is::Unfinished),
            _ => Ok(Is::Strange(Difference::Extra)),
        }
    }

    fn is_single(&self, note: &str) -> Result<Is> {
        if note.starts_with(host::ON_THE_WAY) {
            return Ok(Is::Unfinished);
        }
        if ![LOG, PENDING, SEEN, LET_BE, LOCK].contains(&note) {
            return Ok(Is::Strange(Difference::Extra));
        }
        let Some(bytes) = self.store.read(note)? else { return Ok(Is::Ours) };
        let is_ours = match note {
            LOG => bytes.split(|byte| *byte == b'\n').all(|line| {
                line.trim_ascii().is_empty() || serde_json::from_slice::<Record>(line).is_ok()
            }),
            PENDING => is_a::<Pending>(&bytes),
            SEEN => is_a::<BTreeMap<String, Seen>>(&bytes),
            LET_BE => is_a::<BTreeMap<String, Option<Stamp>>>(&bytes),
            _ => is_a::<Held>(&bytes),
        };
        Ok(if is_ours { Is::Ours } else { Is::Strange(Difference::Changed) })
    }

    /// A manifest or its signature.
    fn is_of_a_release(&self, note: &str, name: &str, known: &Known) -> Result<Is> {
        let Some((id, ending)) = name.rsplit_once('.').filter(|(id, _)| is_release(id)) else {
            return Ok(Is::Strange(Difference::Extra));
        };
        let record = known.log.iter().find(|record| record.release == id);
        let Some(bytes) = self.store.read(note)? else { return Ok(Is::Ours) };
        let is_list = is_a::<Manifest>(&bytes);
        Ok(match (ending, record) {
            ("json", Some(record)) if is_of(record, &bytes) => Is::Ours,
            ("sig", Some(_)) if signing::is_signature(&bytes) => Is::Ours,
            ("json" | "sig", Some(_)) => Is::Strange(Difference::Changed),
            // Written before the publication that it is of is noted as begun.
            ("json", None) if is_list => Is::Unfinished,
            ("sig", None) if signing::is_signature(&bytes) => Is::Unfinished,
            _ => Is::Strange(Difference::Extra),
        })
    }

    /// A file of a kept release; its folder is named by what it holds. Who can write here can write
    /// a log that has it, so none is ours that a server might run.
    fn is_kept(&self, note: &str, known: &Known) -> Result<Is> {
        if !known.held.contains(note) || !media::is_sent(note) {
            return Ok(Is::Strange(Difference::Extra));
        }
        let found = self.store.digest_of_note(note)?;
        let is_whole = found.is_none_or(|sha256| note.split('/').nth(1) == Some(&sha256));
        Ok(if is_whole { Is::Ours } else { Is::Strange(Difference::Changed) })
    }
}

/// The lock as it lies there.
#[derive(Deserialize)]
#[expect(dead_code, reason = "only its form is asked for")]
struct Held {
    holder: Holder,
    beat: u64,
}

fn is_a<T: DeserializeOwned>(bytes: &[u8]) -> bool {
    serde_json::from_slice::<T>(bytes).is_ok()
}

/// Whether bytes are the manifest of a record.
fn is_of(record: &Record, bytes: &[u8]) -> bool {
    ContentDigest::of(bytes).sha256 == record.manifest && is_a::<Manifest>(bytes)
}
