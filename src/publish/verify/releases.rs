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
use super::place::{Held, Refused, read, verify as verify_folder};
use crate::publish::folder::{Listing, list};
use crate::site::MANIFEST;

/// Where the releases lie.
const RELEASES: &str = "releases";
/// What leads to the one that is served.
const CURRENT: &str = "current";
/// Where the manifest of each is kept, out of the server's reach.
const MANIFESTS: &str = "manifests";
/// What else lies in a root.
const BESIDE: [&str; 1] = ["publications.jsonl"];

/// Whether a folder is a target's root.
pub fn is_root(root: &Path) -> bool {
    root.join(MANIFESTS).is_dir() && root.join(CURRENT).symlink_metadata().is_ok()
}

/// Holds the release served against its record, and the root against what belongs there.
pub fn verify(root: &Path, asked: &Asked) -> Result<Result<Verification, Refused>> {
    let Some(served) = served(root)? else {
        return Ok(Ok(nothing_served()));
    };
    let record = format!("{MANIFESTS}/{served}.json");
    let recorded = read(&root.join(&record))?;
    let signature = match read(&root.join(format!("{MANIFESTS}/{served}.sig")))? {
        Some(signature) => Some(signature),
        None => read(&root.join(format!("{RELEASES}/{served}/{SIGNATURE}")))?,
    };
    let (bytes, signature, source) = match (&asked.manifest, &recorded) {
        (Some(given), _) => {
            let signature = given.signature.clone().or(signature);
            (given.bytes.clone(), signature, Source::File(given.name.clone()))
        }
        (None, Some(bytes)) => (bytes.clone(), signature, Source::Records(record.clone())),
        (None, None) => return Ok(Err(Refused::NoManifest)),
    };
    let before = format!("{RELEASES}/{served}/");
    let release = root.join(RELEASES).join(&served);
    let same_record = recorded.as_ref().is_none_or(|recorded| *recorded == bytes);
    let held = Held { root: &release, before: &before, bytes, signature, source };
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
    let others = others(&around, &served);
    for (id, files) in &others {
        all.findings.extend(beside(root, id, files)?);
    }
    if !others.is_empty() {
        all.remarks.push(Remark::OtherReleases(others.len()));
    }
    all.findings.extend(strangers(&around, &served));
    Ok(Ok(all.sorted()))
}

/// The id of the release that is served: what `current` leads to, if that is a release.
fn served(root: &Path) -> Result<Option<String>> {
    let current = root.join(CURRENT);
    if !current.is_symlink() {
        return Ok(None);
    }
    let shown = || format!("cannot read {}", current.display());
    let to = fs::read_link(&current).with_context(shown)?;
    let below = to.strip_prefix(root).unwrap_or(&to);
    let mut parts = below.components().filter_map(|part| part.as_os_str().to_str());
    let is_release = parts.next() == Some(RELEASES);
    let id = parts.next().filter(|id| *id != "..").map(str::to_owned);
    let is_whole = parts.next().is_none() && below.components().count() == 2;
    let folder = |id: &String| root.join(RELEASES).join(id).symlink_metadata();
    let is_there = |id: &String| folder(id).is_ok_and(|metadata| metadata.is_dir());
    Ok(id.filter(|id| is_release && is_whole && is_there(id)))
}

/// A root whose `current` leads to no release: whatever is served was never published.
fn nothing_served() -> Verification {
    Verification {
        digest: None,
        source: Source::Records(MANIFESTS.to_owned()),
        signature: super::Signature::None,
        manifest: None,
        findings: vec![Finding::new(Fault::Link, CURRENT)],
        remarks: Vec::new(),
        requests: 0,
    }
}

/// The files of the releases that are not served, by release.
fn others<'a>(around: &'a Listing, served: &str) -> BTreeMap<&'a str, BTreeMap<&'a str, u64>> {
    let mut others: BTreeMap<&str, BTreeMap<&str, u64>> = BTreeMap::new();
    for (path, bytes) in &around.files {
        let release = path.strip_prefix(RELEASES).and_then(|rest| rest.strip_prefix('/'));
        if let Some((id, path)) = release.and_then(|rest| rest.split_once('/'))
            && id != served
        {
            others.entry(id).or_default().insert(path, *bytes);
        }
    }
    others
}

/// A release that is not served, by names and sizes.
fn beside(root: &Path, id: &str, files: &BTreeMap<&str, u64>) -> Result<Vec<Finding>> {
    let told = |path: &str| format!("{RELEASES}/{id}/{path}");
    let record = read(&root.join(format!("{MANIFESTS}/{id}.json")))?;
    let Some(Ok(expected)) = record.map(Expected::read) else {
        return Ok(vec![Finding::new(Fault::Extra, told(""))]);
    };
    let listed: BTreeMap<&str, u64> =
        expected.manifest.files.iter().map(|f| (f.path.as_str(), f.digest.bytes)).collect();
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

/// What lies in the root and is neither a release nor a record.
fn strangers(around: &Listing, served: &str) -> Vec<Finding> {
    let belongs = |path: &str| {
        let record = path.strip_prefix(MANIFESTS).and_then(|rest| rest.strip_prefix('/'));
        let is_record = record.is_some_and(|name| {
            !name.contains('/') && (name.ends_with(".json") || name.ends_with(".sig"))
        });
        let release = path.strip_prefix(RELEASES).and_then(|rest| rest.strip_prefix('/'));
        is_record || release.is_some_and(|rest| rest.contains('/')) || BESIDE.contains(&path)
    };
    let strange = around.files.keys().filter(|path| !belongs(path));
    let mut found: Vec<Finding> =
        strange.map(|path| Finding::new(Fault::Extra, path.as_str())).collect();
    // Those of the release served are told with it.
    let told = format!("{RELEASES}/{served}/");
    let odd = around.odd.iter();
    let odd = odd.filter(|(path, _)| *path != CURRENT && !path.starts_with(&told));
    found.extend(odd.map(|(path, odd)| Finding::new((*odd).into(), path.as_str())));
    found
}
