//! A target's root: releases side by side, the one that is served, and the records of each.
//!
//! The release served is read whole; of the others names and sizes are compared, for nobody reads
//! them until the site goes back to one.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

use super::Asked;
use super::expected::{Expected, SIGNATURE, Source};
use super::found::{Fault, Finding, Remark, Verification};
use super::place::{Held, Refused, is_carried, read, verify as verify_folder};
use crate::publish::folder::{Listing, list};
use crate::publish::host::{Directory, Host as _};
use crate::publish::lock::LOCK;
use crate::publish::record::{self, LOG, Record, is_release};
use crate::publish::releases::{CURRENT, MANIFESTS, PENDING, RELEASES};
use crate::publish::{ByHand, Seen};
use crate::say;
use crate::site::MANIFEST;
use crate::write::FileDigest;

/// A release that is being brought, and one that is being removed.
const PART: &str = ".part";
const GONE: &str = ".gone";
/// What lies in a root beside releases and their records.
const BESIDE: [&str; 3] = [LOG, LOCK, PENDING];

/// Whether a folder is a target's root.
pub fn is_root(root: &Path) -> bool {
    root.join(MANIFESTS).is_dir() && root.join(CURRENT).symlink_metadata().is_ok()
}

/// Holds the release served against its record, and the root against what belongs there.
pub fn verify(root: &Path, asked: &Asked) -> Result<Result<Verification, Refused>> {
    let log = record::read(&read(&root.join(LOG))?.unwrap_or_default());
    let Some(Current { release: served, folder }) = current(root, &log)? else {
        // Whatever is served there was never published.
        let told = say!("不是发布过的版本", "it is, or leads to, no release that was published");
        let finding = Finding { told: Some(told), ..Finding::new(Fault::Extra, CURRENT) };
        let findings = vec![finding];
        let source = Source::Records(MANIFESTS.to_owned());
        return Ok(Ok(Verification::without_list(source, findings)));
    };
    let record = format!("{MANIFESTS}/{served}.json");
    let recorded = read(&root.join(&record))?;
    let signature = match read(&root.join(format!("{MANIFESTS}/{served}.sig")))? {
        Some(signature) => Some(signature),
        None => read(&root.join(&folder).join(SIGNATURE))?,
    };
    let (bytes, signature, source) = match (&asked.manifest, &recorded) {
        (Some(given), _) => {
            let signature = given.signature.clone().or(signature);
            (given.bytes.clone(), signature, Source::File(given.name.clone()))
        }
        (None, Some(bytes)) => (bytes.clone(), signature, Source::Records(record.clone())),
        (None, None) => return Ok(Err(Refused::NoManifest)),
    };
    let same_record = recorded.as_ref().is_none_or(|recorded| *recorded == bytes);
    let before = format!("{folder}/");
    let carried = carried(&log, &served);
    let at = root.join(&folder);
    let held = Held {
        root: &at,
        before: &before,
        bytes,
        signature,
        source,
        carried: &carried,
        apart: &|_| false,
    };
    let mut all = match verify_folder(held, asked)? {
        Ok(all) => all,
        Err(refused) => return Ok(Err(refused)),
    };
    // Its record is what tells what it holds, whether or not it is given out as well.
    all.remarks.retain(|remark| *remark != Remark::NoOwnManifest);
    if !same_record {
        all.findings.push(Finding::new(Fault::Changed, record));
    }
    let around = list(root)?.unwrap_or_default();
    let others = others(&around, &folder);
    for (id, files) in &others {
        all.findings.extend(beside(root, id, files, &log)?);
    }
    if !others.is_empty() {
        all.remarks.push(Remark::OtherReleases(others.len()));
    }
    all.findings.extend(strangers(&around, &folder));
    all.findings.extend(beside_the_log(root, &log, &served)?);
    Ok(Ok(all.sorted()))
}

/// What the log does not account for: that there is none, or that it has another release last than
/// the one that is served.
fn beside_the_log(root: &Path, log: &[Record], served: &str) -> Result<Option<Finding>> {
    let Some(last) = log.last() else { return Ok(Some(Finding::new(Fault::Missing, LOG))) };
    if last.release == served {
        return Ok(None);
    }
    // Who publishes meanwhile has announced the switch, or has written it into the log by now.
    let pending = read(&root.join(PENDING))?;
    let pending = pending.and_then(|bytes| serde_json::from_slice::<Record>(&bytes).ok());
    let log_now = record::read(&read(&root.join(LOG))?.unwrap_or_default());
    if pending.iter().chain(log_now.last()).any(|record| record.release == served) {
        return Ok(None);
    }
    let since = Directory::new(root).since(CURRENT)?;
    let by_hand = ByHand { seen: Seen::Release(served.to_owned()), since };
    Ok(Some(Finding::by_hand(&by_hand, Some(last))))
}

/// The release that is served, and the folder it lies in.
struct Current {
    release: String,
    folder: String,
}

/// What `current` is or leads to, if that is a release.
fn current(root: &Path, log: &[Record]) -> Result<Option<Current>> {
    let current = root.join(CURRENT);
    if !current.is_symlink() {
        // The folder itself, where releases change places with it.
        let last = log.last().filter(|_| current.is_dir());
        return Ok(last
            .filter(|last| is_release(&last.release))
            .map(|last| Current { release: last.release.clone(), folder: CURRENT.to_owned() }));
    }
    let to =
        fs::read_link(&current).with_context(|| format!("cannot read {}", current.display()))?;
    let to = to.to_string_lossy().replace('\\', "/");
    let release = to.strip_prefix(RELEASES).and_then(|rest| rest.strip_prefix('/'));
    let Some(release) = release.filter(|release| is_release(release)) else { return Ok(None) };
    let folder = format!("{RELEASES}/{release}");
    let is_there = root.join(&folder).symlink_metadata().is_ok_and(|metadata| metadata.is_dir());
    Ok(is_there.then(|| Current { release: release.to_owned(), folder }))
}

/// The theme's files of the release before that stay beside a release. What else a log names was
/// never brought by a publication.
fn carried(log: &[Record], release: &str) -> Vec<FileDigest> {
    let record = log.iter().rev().find(|record| record.release == release);
    let beside = record.into_iter().flat_map(|record| &record.beside);
    beside.filter(|file| is_carried(&file.path)).cloned().collect()
}

/// The files of the releases that are not served, by release.
fn others<'a>(around: &'a Listing, served: &str) -> BTreeMap<&'a str, BTreeMap<&'a str, u64>> {
    let mut others: BTreeMap<&str, BTreeMap<&str, u64>> = BTreeMap::new();
    for (path, bytes) in &around.files {
        let release = path.strip_prefix(RELEASES).and_then(|rest| rest.strip_prefix('/'));
        if let Some((id, path)) = release.and_then(|rest| rest.split_once('/'))
            && format!("{RELEASES}/{id}") != served
            && !matches!(id, PART | GONE)
        {
            others.entry(id).or_default().insert(path, *bytes);
        }
    }
    others
}

/// A release that is not served, by names and sizes.
fn beside(
    root: &Path,
    id: &str,
    files: &BTreeMap<&str, u64>,
    log: &[Record],
) -> Result<Vec<Finding>> {
    let told = |path: &str| format!("{RELEASES}/{id}/{path}");
    let record = read(&root.join(format!("{MANIFESTS}/{id}.json")))?;
    let Some(Ok(expected)) = record.map(Expected::read) else {
        return Ok(vec![Finding::new(Fault::Extra, told(""))]);
    };
    let carried = carried(log, id);
    let listed = expected.manifest.files.iter().chain(&carried);
    let listed: BTreeMap<&str, u64> =
        listed.map(|file| (file.path.as_str(), file.digest.bytes)).collect();
    let mut found = Vec::new();
    for (path, bytes) in &listed {
        match files.get(path) {
            None => found.push(Finding::new(Fault::Missing, told(path))),
            Some(there) if there != bytes => found.push(Finding::new(Fault::Changed, told(path))),
            Some(_) => {}
        }
    }
    let extra = files.keys().filter(|path| !listed.contains_key(*path));
    let extra = extra.filter(|path| !matches!(**path, MANIFEST | SIGNATURE));
    found.extend(extra.map(|path| Finding::new(Fault::Extra, told(path))));
    Ok(found)
}

/// What lies in the root and is neither a release nor a record; what a publication that was killed
/// left behind is swept by the next.
fn strangers(around: &Listing, served: &str) -> Vec<Finding> {
    let below = |path: &str, folder: &str| {
        path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
    };
    let is_record = |path: &str| {
        let name = path.strip_prefix(MANIFESTS).and_then(|rest| rest.strip_prefix('/'));
        name.and_then(|name| name.rsplit_once('.'))
            .is_some_and(|(id, ending)| is_release(id) && matches!(ending, "json" | "sig"))
    };
    let is_left = |path: &str| {
        let release = path.strip_prefix(RELEASES).and_then(|rest| rest.strip_prefix('/'));
        release.is_some_and(|rest| below(rest, PART) || below(rest, GONE))
    };
    let of_release = |path: &str| {
        let release = path.strip_prefix(RELEASES).and_then(|rest| rest.strip_prefix('/'));
        release.is_some_and(|rest| rest.contains('/'))
    };
    let mut found = Vec::new();
    for path in around.files.keys().map(String::as_str) {
        if is_left(path) {
            found.push(Finding::new(Fault::Unfinished, path));
        } else if !is_record(path)
            && !of_release(path)
            && !below(path, served)
            && !BESIDE.contains(&path)
        {
            found.push(Finding::new(Fault::Extra, path));
        }
    }
    // Those of the release served are told with it.
    let odd = around.odd.iter();
    let odd = odd.filter(|(path, _)| *path != CURRENT && !below(path, served));
    found.extend(odd.map(|(path, odd)| Finding::new((*odd).into(), path.as_str())));
    found
}
