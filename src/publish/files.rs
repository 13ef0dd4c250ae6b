//! One folder that is served as it lies, changed file by file.
//!
//! ```text
//! <site>/…                          what readers reach
//! <state>/publications.jsonl        the log
//! <state>/pending.json              a publication that is under way
//! <state>/manifests/<id>.json       its MANIFEST.json, byte for byte, and .sig where it is signed
//! <state>/seen.json                 the store's mark of each file, after the last publication
//! <state>/kept/<sha256>/<name>      what kept releases hold and the site no longer does
//! ```
//!
//! Nothing switches a whole site in one step here, so the order does what can be done: what pages
//! are made of arrives before them, the pages that lead to others after these, and what is no longer
//! wanted goes last. A publication that is cut off leaves each file whole, old or new. It is noted
//! before the first file changes, so the next one, of whatever build, knows what may lie there; a
//! file that changed meanwhile is read back, and is sent no second time if it is the wanted one.
//!
//! The files of the release before are copied within the store before they are replaced; going back
//! is a publication with these as its source.

mod notes;
mod order;
mod state;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};

pub use self::notes::{Recorded, Strange};
pub use self::order::each;
use self::order::{groups, in_the_way};
use self::state::{Pending, Seen};
use super::folder::{Difference, Odd};
use super::host::{Ground, Notes};
use super::lock::Lock;
use super::objects::{Objects, Stamp};
use super::record::{Action, Record, is_release};
use super::{Audit, Kept, Plan, Publication, Served, Server, Standing, Step};
use crate::site::{MANIFEST, SIGNATURE};
use crate::write::{FileDigest, Manifest};

/// A store that holds one site.
pub struct Files {
    store: Arc<dyn Objects>,
}

/// What a file in the store is found to be.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Lying {
    /// What it holds, if it may be ours.
    sha256: Option<String>,
    stamp: Stamp,
}

/// What lies in the store, and what may.
struct Survey {
    lying: BTreeMap<String, Lying>,
    odd: BTreeMap<String, Odd>,
    ours: Ours,
}

/// What this program put there: the release of the log, and what a publication that was cut off
/// may have brought.
#[derive(Default)]
struct Ours {
    served: BTreeMap<String, String>,
    /// What the publication under way, and those cut off before it, may have put.
    begun: BTreeMap<String, BTreeSet<String>>,
    /// Files that the publication under way does not want, or found missing.
    unwanted: BTreeSet<String>,
}

impl Ours {
    /// Whether this program may have put these contents there.
    fn may_be(&self, path: &str, sha256: &str) -> bool {
        self.served.get(path).is_some_and(|served| served == sha256)
            || self.begun.get(path).is_some_and(|begun| begun.contains(sha256))
    }

    fn has(&self, path: &str) -> bool {
        self.served.contains_key(path) || self.begun.contains_key(path)
    }
}

/// What a store is to hold.
struct Goal<'a> {
    record: &'a Record,
    files: Vec<FileDigest>,
    /// Where files lie on this machine.
    build: BTreeMap<&'a str, PathBuf>,
    /// The oldest releases but for so many go.
    keep: Option<u32>,
}

impl Files {
    /// The site of a store.
    pub fn new(store: Arc<dyn Objects>) -> Self {
        Self { store }
    }

    fn ours(&self) -> Result<Ours> {
        let mut ours = Ours::default();
        let log = self.log()?;
        if let Some(record) = log.last() {
            ours.served = by_path(record.files(&self.manifest_of(&record.release)?.1));
        }
        let Some(pending) = self.pending(&log)? else { return Ok(ours) };
        let mut begun: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let wanted = pending.record.files(&self.manifest_of(&pending.record.release)?.1);
        let wanted = by_path(wanted);
        let gone = ours.served.keys().filter(|path| !wanted.contains_key(*path)).cloned();
        ours.unwanted = gone.chain(pending.missing.iter().cloned()).collect();
        for (path, sha256) in wanted.into_iter().chain(pending.earlier) {
            begun.entry(path).or_default().insert(sha256);
        }
        ours.begun = begun;
        Ok(ours)
    }

    /// Looks at everything in the store. What changed since it was last seen is read back where it
    /// may be ours, or one of the `wanted`.
    fn survey(&self, wanted: &BTreeMap<String, String>) -> Result<Survey> {
        let ours = self.ours()?;
        let listing = self.store.list()?;
        let seen = self.seen()?;
        let mut lying = BTreeMap::new();
        let mut asked = Vec::new();
        for (path, stamp) in listing.files {
            let known = match &stamp {
                Stamp::Sha256(sha256) => Some(sha256.clone()),
                Stamp::Mark(_) => {
                    let seen = seen.get(&path).filter(|seen| seen.stamp == stamp);
                    seen.map(|seen| seen.sha256.clone())
                }
            };
            if known.is_none() && (ours.has(&path) || wanted.contains_key(&path)) {
                asked.push((path, stamp));
            } else {
                lying.insert(path, Lying { sha256: known, stamp });
            }
        }
        let read = |(path, stamp): &(String, Stamp)| {
            Ok((path.clone(), Lying { sha256: self.store.digest(path)?, stamp: stamp.clone() }))
        };
        each(&asked, self.store.at_once(), read, |(path, found)| {
            lying.insert(path, found);
            Ok(())
        })?;
        Ok(Survey { lying, odd: listing.odd, ours })
    }

    /// Makes the store hold a goal. Kept files that it needs and that were damaged are named; then
    /// nothing is changed.
    fn bring(
        &self,
        goal: &Goal,
        lock: &Lock,
        told: &dyn Fn(Step),
    ) -> Result<BTreeMap<String, Difference>> {
        let wanted = by_path(goal.files.clone());
        let survey = self.survey(&wanted)?;
        let holds = |path: &str| survey.lying.get(path).and_then(|lying| lying.sha256.as_deref());
        let needed: Vec<&FileDigest> = goal
            .files
            .iter()
            .filter(|file| holds(&file.path) != Some(&file.digest.sha256))
            .collect();
        let damaged = self.damaged(&goal.build, &needed)?;
        if !damaged.is_empty() {
            return Ok(damaged);
        }
        // What nobody of ours put there stays, whatever it is.
        let gone: Vec<&str> = survey.lying.keys().map(String::as_str).collect();
        let gone: Vec<&str> = gone
            .into_iter()
            .filter(|path| survey.ours.has(path) && !wanted.contains_key(*path))
            .collect();
        told(Step::Send { files: needed.len() });
        self.begin(goal.record, &survey)?;
        let replaced = needed.iter().map(|file| file.path.as_str()).chain(gone.iter().copied());
        let replaced = replaced.filter_map(|path| Some((path, holds(path)?)));
        let mut kept = self.store.notes_below(state::KEPT)?;
        self.keep(replaced, &mut kept, lock)?;
        let (first, last) = in_the_way(&gone, &wanted);
        self.take_down(&first, lock)?;
        for group in groups(&needed) {
            let put = |file: &&FileDigest| self.put(goal, file).map(|()| file.path.clone());
            each(&group, self.store.at_once(), put, |path| {
                told(Step::Arrived(&path));
                lock.prove()
            })?;
        }
        told(Step::Switch);
        self.take_down(&last, lock)?;
        self.close(goal.record, &survey, &wanted)?;
        told(Step::Prune);
        self.prune(goal, &kept)?;
        Ok(damaged)
    }

    /// Those of the files needed that no build has and that are not kept as they were.
    fn damaged(
        &self,
        build: &BTreeMap<&str, PathBuf>,
        needed: &[&FileDigest],
    ) -> Result<BTreeMap<String, Difference>> {
        let from_kept: Vec<&&FileDigest> =
            needed.iter().filter(|file| !build.contains_key(file.path.as_str())).collect();
        let mut damaged = BTreeMap::new();
        let read = |file: &&&FileDigest| {
            let found = self.store.digest_of_note(&state::kept(&file.path, &file.digest.sha256))?;
            Ok((
                file.path.clone(),
                match found {
                    None => Some(Difference::Missing),
                    Some(sha256) if sha256 != file.digest.sha256 => Some(Difference::Changed),
                    Some(_) => None,
                },
            ))
        };
        each(&from_kept, self.store.at_once(), read, |(path, difference)| {
            damaged.extend(difference.map(|difference| (path, difference)));
            Ok(())
        })?;
        Ok(damaged)
    }

    /// Notes what is about to be done, with what publications that were cut off left there.
    fn begin(&self, record: &Record, survey: &Survey) -> Result<()> {
        let left = survey.lying.iter().filter_map(|(path, lying)| {
            let sha256 = lying.sha256.as_ref()?;
            let is_begun = survey.ours.begun.get(path).is_some_and(|known| known.contains(sha256));
            is_begun.then(|| (path.clone(), sha256.clone()))
        });
        let missing = survey.ours.served.keys().filter(|path| !survey.lying.contains_key(*path));
        let pending = Pending {
            record: record.clone(),
            earlier: left.collect(),
            missing: missing.cloned().collect(),
        };
        self.store.write(state::PENDING, &serde_json::to_vec(&pending)?)
    }

    /// Copies what kept releases hold and the site is to lose.
    fn keep<'s>(
        &self,
        replaced: impl Iterator<Item = (&'s str, &'s str)>,
        kept: &mut BTreeSet<String>,
        lock: &Lock,
    ) -> Result<()> {
        let listed = self.held_by(&self.releases()?)?;
        let mut copies: Vec<(&str, String)> = Vec::new();
        for (path, sha256) in replaced {
            let note = state::kept(path, sha256);
            if listed.contains(&note) && kept.insert(note.clone()) {
                copies.push((path, note));
            }
        }
        let copy = |(path, note): &(&str, String)| self.store.keep(path, note);
        each(&copies, self.store.at_once(), copy, |()| lock.prove())
    }

    /// Every difference of what lies there, those apart that were let be.
    fn examine(&self) -> Result<Audit> {
        let Survey { lying, odd, ours } = self.survey(&BTreeMap::new())?;
        let noted = self.let_be()?;
        let (mut strange, mut let_be) = (BTreeMap::new(), BTreeMap::new());
        for path in ours.served.keys() {
            if !lying.contains_key(path) && !ours.unwanted.contains(path) {
                strange.insert(path.clone(), Difference::Missing);
            }
        }
        for (path, lying) in lying {
            if lying.sha256.as_ref().is_some_and(|sha256| ours.may_be(&path, sha256)) {
                continue;
            }
            if noted.get(&path) == Some(&Some(lying.stamp)) {
                let_be.insert(path, Difference::Extra);
            } else {
                let known = ours.has(&path) || noted.contains_key(&path);
                strange.insert(path, if known { Difference::Changed } else { Difference::Extra });
            }
        }
        for (path, odd) in odd {
            let known = noted.get(&path) == Some(&None);
            let found = if known { &mut let_be } else { &mut strange };
            found.insert(path, Difference::Odd(odd));
        }
        Ok(Audit { strange, let_be, ..Audit::default() })
    }

    fn put(&self, goal: &Goal, file: &FileDigest) -> Result<()> {
        match goal.build.get(file.path.as_str()) {
            Some(from) => self.store.put(from, file),
            None => self.store.put_back(&state::kept(&file.path, &file.digest.sha256), &file.path),
        }
    }

    fn take_down(&self, paths: &[&str], lock: &Lock) -> Result<()> {
        let remove = |path: &&str| self.store.take_down(path);
        each(paths, self.store.at_once(), remove, |()| lock.prove())
    }

    /// Writes down how it ended.
    fn close(
        &self,
        record: &Record,
        survey: &Survey,
        wanted: &BTreeMap<String, String>,
    ) -> Result<()> {
        self.see(survey, wanted)?;
        if record.action == Action::Publish && record.forced.is_some() {
            self.let_be_now(survey, wanted)?;
        }
        self.add_to_log(record)?;
        self.store.remove(state::PENDING)?;
        self.store.sweep()
    }

    /// Notes the store's mark of each file. What another hand changed just now gets none: it is read
    /// back the next time.
    fn see(&self, survey: &Survey, wanted: &BTreeMap<String, String>) -> Result<()> {
        let is_read = |lying: &Lying| matches!(lying.stamp, Stamp::Sha256(_));
        if survey.lying.values().any(is_read) {
            return Ok(());
        }
        let mut seen = BTreeMap::new();
        for (path, stamp) in self.store.list()?.files {
            let Some(sha256) = wanted.get(&path) else { continue };
            if matches!(stamp, Stamp::Sha256(_)) {
                return Ok(());
            }
            let stayed = survey.lying.get(&path).filter(|old| old.sha256.as_ref() == Some(sha256));
            if stayed.is_none_or(|old| old.stamp == stamp) {
                seen.insert(path, Seen { sha256: sha256.clone(), stamp });
            }
        }
        self.store.write(state::SEEN, &serde_json::to_vec(&seen)?)
    }

    /// Notes what another hand put there and somebody decided, with a reason, to let be.
    fn let_be_now(&self, survey: &Survey, wanted: &BTreeMap<String, String>) -> Result<()> {
        let files = survey.lying.iter().map(|(path, lying)| (path, Some(&lying.stamp)));
        let all = files.chain(survey.odd.keys().map(|path| (path, None)));
        let foreign = all.filter(|(path, _)| !survey.ours.has(path) && !wanted.contains_key(*path));
        self.write_let_be(&foreign.map(|(path, stamp)| (path.as_str(), stamp)).collect())
    }

    /// Removes the oldest releases but for some, and but for the two that readers see or saw last.
    fn prune(&self, goal: &Goal, kept: &BTreeSet<String>) -> Result<()> {
        let mut releases = self.releases()?;
        if let Some(keep) = goal.keep {
            let serving = [Some(&goal.record.release), goal.record.before.as_ref()];
            let old: Vec<String> =
                releases.iter().filter(|id| !serving.contains(&Some(id))).cloned().collect();
            let spare = (keep as usize).saturating_sub(1);
            let old = &old[..old.len().saturating_sub(spare)];
            releases.retain(|id| !old.contains(id));
            self.forget_but(&releases)?;
        }
        let held = self.held_by(&releases)?;
        let idle: Vec<&String> = kept.iter().filter(|note| !held.contains(*note)).collect();
        each(&idle, self.store.at_once(), |note| self.store.remove(note), |()| Ok(()))
    }
}

impl Server for Files {
    fn notes(&self) -> Arc<dyn Notes> {
        Arc::new(State(self.store.clone()))
    }

    fn ground(&self) -> Result<Ground> {
        self.store.ground()
    }

    fn settle(&self) -> Result<()> {
        // What was cut off is completed, or taken back, by what is published or gone back to next.
        Ok(())
    }

    fn standing(&self) -> Result<Standing> {
        let log = self.log()?;
        let interrupted = self.pending(&log)?.map(|pending| pending.record);
        let served = match log.last() {
            Some(record) => {
                let (bytes, manifest) = self.manifest_of(&record.release)?;
                let (release, files) = (record.release.clone(), record.files(&manifest));
                let signature = self.store.read(&state::signature(&release))?;
                let record = record.clone();
                Some(Served { release, record, manifest, bytes, signature, files })
            }
            None => None,
        };
        let kept = match (&served, &interrupted) {
            (None, None) => self.unlogged()?,
            _ => self.kept_by(&log)?,
        };
        // The release that is served is the log's last: there is no link for another hand to turn.
        Ok(Standing { log, served, kept, interrupted, by_hand: None })
    }

    fn manifest(&self, release: &str) -> Result<Option<Vec<u8>>> {
        if is_release(release) { self.store.read(&state::manifest(release)) } else { Ok(None) }
    }

    fn differences(&self, _: Option<&Served>) -> Result<BTreeMap<String, Difference>> {
        Ok(self.examine()?.strange)
    }

    fn audit(&self, _: Option<&Served>) -> Result<Audit> {
        let mut audit = self.examine()?;
        audit.notes = self.strange_notes()?;
        audit.interrupted = self.pending(&self.log()?)?.is_some();
        Ok(audit)
    }

    fn publish(
        &self,
        publication: &Publication,
        _: &Plan,
        lock: &Lock,
        told: &dyn Fn(Step),
    ) -> Result<()> {
        let record = &publication.record;
        let manifest: Manifest = serde_json::from_slice(publication.manifest_bytes)
            .with_context(|| format!("{MANIFEST} is no manifest"))?;
        let path = state::manifest(&record.release);
        self.store.write(&path, publication.manifest_bytes)?;
        if let Some(signature) = publication.signature {
            self.store.write(&state::signature(&record.release), signature)?;
        }
        let own = [MANIFEST, SIGNATURE];
        let built = manifest.files.iter().map(|file| file.path.as_str()).chain(own);
        let build = built.map(|path| (path, below(publication.build, path))).collect();
        let files = record.files(&manifest);
        let goal = Goal { record, files, build, keep: Some(publication.keep) };
        let damaged = self.bring(&goal, lock, told)?;
        if let Some(path) = damaged.keys().next() {
            bail!("{path} of the release before is missing on the target, and not kept either");
        }
        Ok(())
    }

    fn damage(&self, kept: &Kept, served: Option<&Served>) -> Result<BTreeMap<String, Difference>> {
        if served.is_some_and(|served| served.release == kept.release) {
            return self.differences(served);
        }
        let files = kept.record.files(&self.manifest_of(&kept.release)?.1);
        let Survey { lying, .. } = self.survey(&by_path(files.clone()))?;
        let lies = |file: &FileDigest| {
            let lying = lying.get(&file.path).and_then(|lying| lying.sha256.as_ref());
            lying == Some(&file.digest.sha256)
        };
        let needed: Vec<&FileDigest> = files.iter().filter(|file| !lies(file)).collect();
        self.damaged(&BTreeMap::new(), &needed)
    }

    fn roll_back(&self, record: &Record, lock: &Lock) -> Result<BTreeMap<String, Difference>> {
        let files = record.files(&self.manifest_of(&record.release)?.1);
        let goal = Goal { record, files, build: BTreeMap::new(), keep: None };
        self.bring(&goal, lock, &|_| ())
    }
}

/// The state of a store, for the lock.
struct State(Arc<dyn Objects>);

impl Notes for State {
    fn shown(&self, path: &str) -> String {
        self.0.shown(path)
    }

    fn read(&self, path: &str) -> Result<Option<Vec<u8>>> {
        self.0.read(path)
    }

    fn write(&self, path: &str, bytes: &[u8]) -> Result<()> {
        self.0.write(path, bytes)
    }

    fn create(&self, path: &str, bytes: &[u8]) -> Result<bool> {
        self.0.create(path, bytes)
    }

    fn remove(&self, path: &str) -> Result<()> {
        self.0.remove(path)
    }
}

fn by_path(files: Vec<FileDigest>) -> BTreeMap<String, String> {
    files.into_iter().map(|file| (file.path, file.digest.sha256)).collect()
}

fn below(folder: &Path, path: &str) -> PathBuf {
    folder.join(path)
}
