//! A folder, against the list of what was reviewed.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{ErrorKind, Read as _};
use std::path::Path;

use anyhow::{Context as _, Result};
use sha2::{Digest as _, Sha256};

use super::expected::{Expected, SIGNATURE, Source, trust};
use super::found::{Fault, Finding, Remark, Verification, Via};
use super::links::{self, Links, Medium};
use super::{Asked, releases, site};
use crate::publish::folder::{Difference, compare};
use crate::publish::media;
use crate::site::MANIFEST;
use crate::write::{FileDigest, UNFINISHED, hex, stage};

/// Why a place cannot be held against anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    NoFolder,
    /// It has no manifest, and none was given.
    NoManifest,
    /// The manifest given is none.
    NotAManifest(String),
}

/// A list with the place it is of.
pub(super) struct Held<'a> {
    /// The folder its paths begin at.
    pub root: &'a Path,
    /// What stands before each path where it is told.
    pub before: &'a str,
    pub bytes: Vec<u8>,
    pub signature: Option<Vec<u8>>,
    pub source: Source,
    /// Files that belong there too.
    pub carried: &'a [FileDigest],
    /// Paths that somebody else looks at.
    pub apart: &'a dyn Fn(&str) -> bool,
}

/// Holds a folder against its manifest: a build, or a target with its releases.
pub fn folder(root: &Path, asked: &Asked) -> Result<Result<Verification, Refused>> {
    if !is_folder(root)? {
        return Ok(Err(Refused::NoFolder));
    }
    if releases::is_root(root) {
        return releases::verify(root, asked);
    }
    if site::is_one(root) {
        return site::verify(root, None, asked);
    }
    plain(root, asked)
}

/// A folder without records: a build, or what was copied from one.
pub(super) fn plain(root: &Path, asked: &Asked) -> Result<Result<Verification, Refused>> {
    let own = read(&root.join(MANIFEST))?;
    let beside = read(&root.join(SIGNATURE))?;
    let held = match (&asked.manifest, &own) {
        (Some(given), _) => Held {
            root,
            before: "",
            bytes: given.bytes.clone(),
            signature: given.signature.clone().or(beside),
            source: Source::File(given.name.clone()),
            carried: &[],
            apart: &|_| false,
        },
        (None, Some(bytes)) => Held {
            root,
            before: "",
            bytes: bytes.clone(),
            signature: beside,
            source: Source::Place,
            carried: &[],
            apart: &|_| false,
        },
        (None, None) => return Ok(Err(Refused::NoManifest)),
    };
    Ok(verify(held, asked)?.map(Verification::sorted))
}

/// Holds a folder against a list of it.
pub(super) fn verify(held: Held, asked: &Asked) -> Result<Result<Verification, Refused>> {
    let Held { root, before, bytes, signature, source, carried, apart } = held;
    let trust = trust(&bytes, signature.as_deref(), &source, asked);
    let mut all = Verification {
        digest: Some(trust.digest),
        signature: trust.signature,
        remarks: trust.remarks,
        ..Verification::without_list(source, trust.findings)
    };
    let Ok(expected) = Expected::read(bytes) else {
        if let Source::File(name) = all.source {
            return Ok(Err(Refused::NotAManifest(name)));
        }
        all.findings.push(Finding::new(Fault::Manifest, format!("{before}{MANIFEST}")));
        return Ok(Ok(all));
    };
    match read(&root.join(MANIFEST))? {
        Some(own) if own != expected.bytes => {
            let finding = Finding::new(Fault::Changed, format!("{before}{MANIFEST}"));
            let digest = |bytes: &[u8]| hex(&Sha256::digest(bytes));
            all.findings.push(finding.against(digest(&expected.bytes), Some(digest(&own))));
        }
        Some(_) => {}
        None => all.remarks.push(Remark::NoOwnManifest),
    }
    let files: Vec<FileDigest> = expected.manifest.files.iter().chain(carried).cloned().collect();
    all.findings.extend(differences(root, &files, before, apart, asked)?);
    all.manifest = Some(expected.manifest);
    Ok(Ok(all))
}

/// What differs of the files.
fn differences(
    root: &Path,
    files: &[FileDigest],
    before: &str,
    apart: &dyn Fn(&str) -> bool,
    asked: &Asked,
) -> Result<Vec<Finding>> {
    let is_beside = |path: &str| {
        let staged = path.strip_prefix(stage::FOLDER).is_some_and(|rest| rest.starts_with('/'));
        matches!(path, MANIFEST | SIGNATURE | UNFINISHED) || staged
    };
    let mut differing = compare(root, files, asked.digests, is_beside)?;
    differing.retain(|path, _| !apart(path));
    let mut found = Vec::new();
    for mark in [UNFINISHED, stage::FOLDER] {
        if root.join(mark).symlink_metadata().is_ok() {
            found.push(Finding::new(Fault::Unfinished, format!("{before}{mark}")));
        }
    }
    let mut hosts = None;
    for (path, difference) in &differing {
        let told = format!("{before}{path}");
        let mut finding = match difference {
            Difference::Missing => Finding::new(Fault::Missing, told),
            Difference::Extra => match added(path, told, digest(&root.join(path))?, asked) {
                Some(finding) => finding,
                None => continue,
            },
            Difference::Odd(odd) => Finding::new((*odd).into(), told),
            Difference::Changed => {
                let expected = files.iter().find(|file| file.path == *path);
                let expected = expected.map(|file| file.digest.sha256.clone()).unwrap_or_default();
                Finding::new(Fault::Changed, told)
                    .against(expected, Some(digest(&root.join(path))?))
            }
        };
        if matches!(difference, Difference::Changed | Difference::Extra) {
            let links = links_of(root, path)?;
            if !links.hosts.is_empty() {
                let known = match &hosts {
                    Some(known) => known,
                    None => hosts
                        .insert(reviewed_hosts(root, files, |path| differing.contains_key(path))?),
                };
                finding.leads = links.hosts.difference(known).cloned().collect();
            }
        }
        found.push(finding);
    }
    Ok(found)
}

/// A file in no list: one that was published once, or one nobody ever reviewed. One of the theme
/// that pages which are still open ask for is none of these.
fn added(path: &str, told: String, sha256: String, asked: &Asked) -> Option<Finding> {
    let old = asked.earlier.iter().find_map(|old| {
        let file = old.manifest.files.iter().find(|file| file.path == path)?;
        Some((&old.name, &file.digest.sha256))
    });
    match old {
        Some((_, known)) if is_carried(path) && *known == sha256 => None,
        Some((name, _)) => Some(Finding {
            from: Some(Via::Earlier(name.clone())),
            ..Finding::new(Fault::Withdrawn, told)
        }),
        None => Some(Finding::new(Fault::Extra, told)),
    }
}

/// Whether a file of an earlier release may stay beside a newer one: one of the theme, whose name
/// changes with what is in it, and that no server runs.
pub(super) fn is_carried(path: &str) -> bool {
    let is_shown = !matches!(media::of(path), media::HTML | media::UNKNOWN);
    path.starts_with("assets/") && is_shown
}

/// Where a page leads; of what is no page, or too large for one, nothing is known.
fn links_of(root: &Path, path: &str) -> Result<Links> {
    let Some(medium) = Medium::of(path) else { return Ok(Links::default()) };
    let file = root.join(path);
    let shown = || format!("cannot read {}", file.display());
    let mut bytes = Vec::new();
    let open = File::open(&file).with_context(shown)?;
    open.take(links::LIMIT).read_to_end(&mut bytes).with_context(shown)?;
    Ok(links::of(&links::somewhere(path), &links::nowhere(), medium, &bytes))
}

/// The hosts that pages as reviewed lead to. Only read where one was changed or added.
fn reviewed_hosts(
    root: &Path,
    files: &[FileDigest],
    differs: impl Fn(&str) -> bool,
) -> Result<BTreeSet<String>> {
    let mut hosts = BTreeSet::new();
    for file in files.iter().filter(|file| !differs(&file.path)) {
        hosts.extend(links_of(root, &file.path)?.hosts);
    }
    Ok(hosts)
}

pub(super) fn digest(file: &Path) -> Result<String> {
    let shown = || format!("cannot read {}", file.display());
    let mut open = File::open(file).with_context(shown)?;
    let mut sha256 = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match open.read(&mut buffer).with_context(shown)? {
            0 => return Ok(hex(&sha256.finalize())),
            read => sha256.update(&buffer[..read]),
        }
    }
}

fn is_folder(root: &Path) -> Result<bool> {
    match fs::metadata(root) {
        Ok(metadata) => Ok(metadata.is_dir()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", root.display())),
    }
}

/// A file's bytes; none where there is none, or something else of its name.
pub(super) fn read(file: &Path) -> Result<Option<Vec<u8>>> {
    match fs::symlink_metadata(file) {
        Ok(metadata) if metadata.is_file() => {}
        Ok(_) => return Ok(None),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", file.display())),
    }
    fs::read(file).map(Some).with_context(|| format!("cannot read {}", file.display()))
}
