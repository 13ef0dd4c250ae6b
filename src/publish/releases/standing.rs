//! What a machine with releases holds, as it is found: nothing is changed.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result, bail};

use super::{
    CURRENT, MANIFESTS, PENDING, RELEASES, Releases, Switch, folder, manifest_path, signature_path,
};
use crate::publish::record::{Action, Record, is_release};
use crate::publish::{ByHand, Kept, Seen, Served, Standing, is_of_theme};
use crate::site::{MANIFEST, SIGNATURE};
use crate::write::{ContentDigest, FileDigest, Manifest};

/// Where the link of a target leads.
#[derive(Debug, PartialEq, Eq)]
enum Led {
    /// To what is named as a release is, whether or not there is one.
    Release(String),
    Elsewhere(String),
    /// There is no link.
    Nowhere,
}

/// A switch that a killed publication had begun.
pub(super) struct Pending {
    pub record: Record,
    /// Whether readers see it.
    pub is_switched: bool,
}

impl Releases {
    /// The switch that a killed publication had begun, if there is one.
    pub(super) fn pending(&self) -> Result<Option<Pending>> {
        let Some(bytes) = self.host.read(PENDING)? else { return Ok(None) };
        let record: Record = serde_json::from_slice(&bytes)
            .with_context(|| format!("cannot read {PENDING} of the target"))?;
        let is_switched = match self.switch {
            Switch::Link => self.led()? == Led::Release(record.release.clone()),
            Switch::Exchange => match self.manifest_of(&record.release)? {
                Some((_, manifest)) => {
                    let files = record.files(&manifest);
                    self.host.compare(CURRENT, &files)?.is_empty()
                }
                None => false,
            },
        };
        Ok(Some(Pending { record, is_switched }))
    }

    fn led(&self) -> Result<Led> {
        let Some(to) = self.host.leads_to(CURRENT)? else { return Ok(Led::Nowhere) };
        let path = to.replace('\\', "/");
        let release = path.trim_end_matches('/').strip_prefix("releases/");
        Ok(match release.filter(|release| is_release(release)) {
            Some(release) => Led::Release(release.to_owned()),
            None => Led::Elsewhere(to),
        })
    }

    pub(super) fn manifest_of(&self, release: &str) -> Result<Option<(Vec<u8>, Manifest)>> {
        let path = manifest_path(release);
        let Some(bytes) = self.host.read(&path)? else { return Ok(None) };
        let manifest =
            serde_json::from_slice(&bytes).with_context(|| format!("{path} is no manifest"))?;
        Ok(Some((bytes, manifest)))
    }

    /// The releases that have a manifest.
    fn listed(&self) -> Result<BTreeSet<String>> {
        let names = self.host.names(MANIFESTS)?.into_iter();
        let names = names.filter_map(|name| name.strip_suffix(".json").map(str::to_owned));
        Ok(names.filter(|name| is_release(name)).collect())
    }

    /// The releases that lie on the target, oldest first by the log, but for one served as a folder.
    /// A folder without a manifest is none: nothing says what it should hold.
    pub(super) fn kept(&self, log: &[Record]) -> Result<Vec<String>> {
        let listed = self.listed()?;
        let names = self.host.names(RELEASES)?;
        let mut kept: Vec<String> =
            names.into_iter().filter(|name| listed.contains(name)).collect();
        // Two of one second are not told apart by their names.
        kept.sort_by_key(|name| log.iter().position(|record| record.release == *name));
        Ok(kept)
    }

    /// What is there, with who publishes meanwhile taken into account: between two of the looks the
    /// switch may come, and then the log.
    pub(super) fn stands(&self) -> Result<Standing> {
        let found = self.look()?;
        let may_be_under_way = found.by_hand.is_some()
            && (self.log()? != found.log || self.host.read(PENDING)?.is_some());
        if may_be_under_way { self.look() } else { Ok(found) }
    }

    fn look(&self) -> Result<Standing> {
        let mut log = self.log()?;
        let mut never_seen = None;
        match self.pending()? {
            Some(Pending { record, is_switched: true }) if log.last() != Some(&record) => {
                log.push(record);
            }
            Some(Pending { record, is_switched: false }) => never_seen = Some(record.release),
            _ => {}
        }
        let mut kept = self.kept(&log)?;
        kept.retain(|release| never_seen.as_ref() != Some(release) || logged(&log, release));
        let (release, by_hand) = match self.switch {
            Switch::Link => self.led_by_hand(&log)?,
            Switch::Exchange => (self.exchanged(&log, &kept)?, None),
        };
        let served = release.map(|release| self.served(release, &log)).transpose()?;
        if let Some(served) = served.as_ref().filter(|served| !kept.contains(&served.release)) {
            let at = |release: &String| log.iter().position(|record| record.release == *release);
            let later = kept.iter().position(|release| at(release) > at(&served.release));
            kept.insert(later.unwrap_or(kept.len()), served.release.clone());
        }
        let kept: Result<Vec<Kept>> =
            kept.into_iter().map(|release| self.one_kept(release, &log, served.as_ref())).collect();
        Ok(Standing { kept: kept?, log, served, interrupted: None, by_hand })
    }

    /// The release that the link leads to, and whether another hand made it lead there.
    fn led_by_hand(&self, log: &[Record]) -> Result<(Option<String>, Option<ByHand>)> {
        let last = log.last().map(|record| &record.release);
        let (release, seen) = match self.led()? {
            Led::Release(release) if self.host.read(&manifest_path(&release))?.is_none() => {
                (None, Seen::Elsewhere(folder(&release)))
            }
            Led::Release(release) if last.is_none_or(|last| *last == release) => {
                return Ok((Some(release), None));
            }
            Led::Release(release) => (Some(release.clone()), Seen::Release(release)),
            Led::Elsewhere(to) => (None, Seen::Elsewhere(to)),
            Led::Nowhere if last.is_none() => return Ok((None, None)),
            Led::Nowhere => (None, Seen::Nothing),
        };
        Ok((release, Some(ByHand { seen, since: self.host.since(CURRENT)? })))
    }

    /// The release that lies where readers look, by the log; where that is lost, the one of which
    /// there is a manifest and no folder.
    fn exchanged(&self, log: &[Record], kept: &[String]) -> Result<Option<String>> {
        if let Some(record) = log.last() {
            return Ok(Some(record.release.clone()));
        }
        if !self.host.names("")?.iter().any(|name| name == CURRENT) {
            return Ok(None);
        }
        let own = self.host.read(&format!("{CURRENT}/{MANIFEST}"))?;
        let mut found = None;
        for release in self.listed()?.into_iter().filter(|release| !kept.contains(release)) {
            let is_it = own.is_some() && self.host.read(&manifest_path(&release))? == own;
            found = Some(release);
            if is_it {
                break;
            }
        }
        Ok(found)
    }

    fn served(&self, release: String, log: &[Record]) -> Result<Served> {
        let Some((bytes, manifest)) = self.manifest_of(&release)? else {
            bail!("{} is missing on the target", manifest_path(&release));
        };
        let record = match log.iter().rev().find(|record| record.release == release) {
            Some(record) => record.clone(),
            None => self.rebuilt(&release, &self.folder_of_current(&release))?,
        };
        let files = record.files(&manifest);
        let signature = self.host.read(&signature_path(&release))?;
        Ok(Served { release, record, manifest, bytes, signature, files })
    }

    fn one_kept(&self, release: String, log: &[Record], served: Option<&Served>) -> Result<Kept> {
        let is_it = |r: &&Record| r.release == release && r.action == Action::Publish;
        if let Some(record) = log.iter().rev().find(is_it) {
            return Ok(Kept { record: record.clone(), release, is_logged: true });
        }
        let record = match served.filter(|served| served.release == release) {
            Some(served) => served.record.clone(),
            None => self.rebuilt(&release, &folder(&release))?,
        };
        Ok(Kept { record, release, is_logged: false })
    }

    /// The record of a release that the log has lost, by its manifest and by what lies in its folder
    /// of what no manifest lists: itself, its signature, and the theme's files of another release.
    fn rebuilt(&self, release: &str, at: &str) -> Result<Record> {
        let Some((bytes, manifest)) = self.manifest_of(release)? else {
            bail!("{} is missing on the target", manifest_path(release));
        };
        let of = |path: &str, bytes: &[u8]| FileDigest {
            path: path.to_owned(),
            digest: ContentDigest::of(bytes),
        };
        let mut known = vec![of(MANIFEST, &bytes)];
        known.extend(self.host.read(&signature_path(release))?.map(|bytes| of(SIGNATURE, &bytes)));
        for other in self.listed()?.into_iter().filter(|other| other != release) {
            let theme = self.manifest_of(&other)?.into_iter().flat_map(|(_, other)| other.files);
            known.extend(theme.filter(|file| is_of_theme(&file.path)));
        }
        let listed: BTreeSet<&str> = manifest.files.iter().map(|file| file.path.as_str()).collect();
        let mut names: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut beside: BTreeMap<String, FileDigest> = BTreeMap::new();
        for file in known.into_iter().filter(|file| !listed.contains(file.path.as_str())) {
            let path = format!("{at}/{}", file.path);
            let (above, name) = path.rsplit_once('/').unwrap_or(("", &path));
            if !names.contains_key(above) {
                names.insert(above.to_owned(), self.host.names(above)?);
            }
            if names.get(above).is_some_and(|names| names.iter().any(|other| other == name)) {
                beside.entry(file.path.clone()).or_insert(file);
            }
        }
        Ok(Record::rebuilt(release, &manifest, &bytes, beside.into_values().collect()))
    }
}

fn logged(log: &[Record], release: &str) -> bool {
    log.iter().any(|record| record.release == release)
}
