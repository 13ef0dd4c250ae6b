//! Releases side by side on one machine; one of them is served.
//!
//! ```text
//! <root>/current              what the web server serves: a link, or the folder itself
//! <root>/releases/<id>/       the files of a release, whole
//! <root>/releases/.part/      one that is being brought
//! <root>/manifests/<id>.json  its MANIFEST.json, byte for byte, and .sig where it is signed
//! <root>/publications.jsonl   the log
//! <root>/pending.json         the record of a switch that is under way
//! ```
//!
//! What readers see changes in one step, the switch. A publication that is killed before it leaves
//! the old release served; after it, the new one, and the next one writes into the log what the
//! killed one could not.
//!
//! Every release has files of its own, so that what damages the one that is served leaves whole what
//! there is to go back to.

mod standing;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use anyhow::{Result, bail};

use super::folder::Difference;
use super::host::{Delivery, Ground, Host, Notes, ON_THE_WAY};
use super::lock::Lock;
use super::record::{self, LOG, Record, is_release};
use super::{Kept, Plan, Publication, Served, Server, Standing, Step};
use standing::Pending;

pub(super) const CURRENT: &str = "current";
pub(super) const RELEASES: &str = "releases";
pub(super) const MANIFESTS: &str = "manifests";
pub(super) const PENDING: &str = "pending.json";
/// A release that is being brought; it is none yet.
const PART: &str = "releases/.part";
/// One that is being removed.
const GONE: &str = "releases/.gone";

/// How the release that is served is put in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Switch {
    /// A link leads to it.
    Link,
    /// The folder that is served changes places with it.
    Exchange,
}

/// A machine with releases.
pub struct Releases {
    host: Arc<dyn Host>,
    switch: Switch,
}

impl Releases {
    /// The releases of a machine.
    pub fn new(host: Arc<dyn Host>, switch: Switch) -> Self {
        Self { host, switch }
    }

    fn folder_of_current(&self, release: &str) -> String {
        match self.switch {
            Switch::Link => folder(release),
            Switch::Exchange => CURRENT.to_owned(),
        }
    }

    fn log(&self) -> Result<Vec<Record>> {
        Ok(record::read(&self.host.read(LOG)?.unwrap_or_default()))
    }

    fn add_to_log(&self, record: &Record) -> Result<()> {
        let mut log = self.host.read(LOG)?.unwrap_or_default();
        if !log.is_empty() && !log.ends_with(b"\n") {
            log.push(b'\n');
        }
        log.extend(record.line()?.into_bytes());
        self.host.write(LOG, &log)
    }

    /// Says what is about to be served, so that whoever comes next can tell.
    fn announce(&self, record: &Record) -> Result<()> {
        self.host.write(PENDING, &serde_json::to_vec(record)?)
    }

    /// Lets readers see a release that was announced and lies whole beside the one they see.
    fn switch(&self, record: &Record, lock: &Lock) -> Result<()> {
        lock.prove()?;
        let release = folder(&record.release);
        match (self.switch, &record.before) {
            (Switch::Link, _) => self.host.lead(CURRENT, &release)?,
            (Switch::Exchange, None) => self.host.rename(&release, CURRENT)?,
            (Switch::Exchange, Some(_)) => self.host.exchange(CURRENT, &release)?,
        }
        self.close(record)
    }

    /// What is left to do once readers see a release.
    fn close(&self, record: &Record) -> Result<()> {
        if let (Switch::Exchange, Some(before)) = (self.switch, &record.before)
            && before != &record.release
            && self.host.names(RELEASES)?.contains(&record.release)
        {
            self.host.rename(&folder(&record.release), &folder(before))?;
        }
        if self.log()?.last() != Some(record) {
            self.add_to_log(record)?;
        }
        self.host.remove(PENDING)
    }

    /// Removes the oldest releases but for some, and but for the two that readers see or saw last.
    fn prune(&self, record: &Record, keep: u32) -> Result<()> {
        let served = [Some(&record.release), record.before.as_ref()];
        let (served, old): (Vec<String>, Vec<String>) = self
            .kept(&self.log()?)?
            .into_iter()
            .partition(|release| served.contains(&Some(release)));
        let spare = (keep as usize).saturating_sub(1);
        let (gone, spared) = old.split_at(old.len().saturating_sub(spare));
        for release in gone {
            // First out of the list, then file by file, so that no half is taken for a release.
            self.host.rename(&folder(release), GONE)?;
            self.host.remove(GONE)?;
        }
        let stay: BTreeSet<&String> =
            served.iter().chain(spared).chain([&record.release]).collect();
        for name in self.host.names(MANIFESTS)? {
            let release = name.split('.').next().unwrap_or_default().to_owned();
            if !stay.contains(&release) {
                self.host.remove(&format!("{MANIFESTS}/{name}"))?;
            }
        }
        Ok(())
    }
}

impl Server for Releases {
    fn notes(&self) -> Arc<dyn Notes> {
        self.host.clone()
    }

    fn ground(&self) -> Result<Ground> {
        self.host.ground()
    }

    fn settle(&self) -> Result<()> {
        self.host.remove(GONE)?;
        let own = format!("{ON_THE_WAY}{}-", std::process::id());
        for (folder, begins) in [("", ""), (MANIFESTS, "manifests/")] {
            for name in self.host.names(folder)? {
                if name.starts_with(ON_THE_WAY) && !name.starts_with(&own) {
                    self.host.remove(&format!("{begins}{name}"))?;
                }
            }
        }
        match self.pending()? {
            Some(Pending { record, is_switched: true }) => self.close(&record),
            Some(Pending { record, is_switched: false }) => {
                let release = &record.release;
                let was_served = self.log()?.iter().any(|known| known.release == *release);
                if !was_served {
                    self.withdraw(release)?;
                }
                self.host.remove(PENDING)
            }
            None => Ok(()),
        }
    }

    fn standing(&self) -> Result<Standing> {
        self.stands()
    }

    fn manifest(&self, release: &str) -> Result<Option<Vec<u8>>> {
        if is_release(release) { self.host.read(&manifest_path(release)) } else { Ok(None) }
    }

    fn differences(&self, served: Option<&Served>) -> Result<BTreeMap<String, Difference>> {
        let Some(served) = served else { return Ok(BTreeMap::new()) };
        self.host.compare(&self.folder_of_current(&served.release), &served.files)
    }

    fn publish(
        &self,
        publication: &Publication,
        plan: &Plan,
        lock: &Lock,
        told: &dyn Fn(Step),
    ) -> Result<()> {
        let record = &publication.record;
        let base = record.before.as_deref().map(|before| self.folder_of_current(before));
        let delivery = Delivery {
            build: publication.build,
            base,
            sent: plan.sent.clone(),
            same: plan.same.clone(),
        };
        told(Step::Send { files: delivery.sent.len() + delivery.same.len() });
        self.host.fill(PART, &delivery, &|path| told(Step::Arrived(path)))?;
        lock.prove()?;
        let release = &record.release;
        self.host.write(&manifest_path(release), publication.manifest_bytes)?;
        if let Some(signature) = publication.signature {
            self.host.write(&signature_path(release), signature)?;
        }
        self.announce(record)?;
        self.host.rename(PART, &folder(release))?;
        told(Step::Switch);
        self.switch(record, lock)?;
        told(Step::Prune);
        self.prune(record, publication.keep)
    }

    fn damage(&self, kept: &Kept, served: Option<&Served>) -> Result<BTreeMap<String, Difference>> {
        let is_served = served.is_some_and(|served| served.release == kept.release);
        let at = match is_served {
            true => self.folder_of_current(&kept.release),
            false => folder(&kept.release),
        };
        self.damage_at(&at, &kept.record)
    }

    fn roll_back(&self, record: &Record, lock: &Lock) -> Result<BTreeMap<String, Difference>> {
        let damaged = self.damage_at(&folder(&record.release), record)?;
        if damaged.is_empty() {
            self.announce(record)?;
            self.switch(record, lock)?;
        }
        Ok(damaged)
    }
}

impl Releases {
    /// How what lies in a folder differs from a release.
    fn damage_at(&self, at: &str, record: &Record) -> Result<BTreeMap<String, Difference>> {
        let Some((_, manifest)) = self.manifest_of(&record.release)? else {
            bail!("{} is missing on the target", manifest_path(&record.release));
        };
        self.host.compare(at, &record.files(&manifest))
    }

    /// Takes back a release that readers never saw; its files are there for the next.
    fn withdraw(&self, release: &str) -> Result<()> {
        if self.host.names(RELEASES)?.iter().any(|name| name == release) {
            self.host.remove(PART)?;
            self.host.rename(&folder(release), PART)?;
        }
        Ok(())
    }
}

fn folder(release: &str) -> String {
    format!("{RELEASES}/{release}")
}

fn manifest_path(release: &str) -> String {
    format!("{MANIFESTS}/{release}.json")
}

fn signature_path(release: &str) -> String {
    format!("{MANIFESTS}/{release}.sig")
}
