//! A finished build → a package.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{BufWriter, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Error, Result};

use super::names::{self, Endings, NameFault};
use super::prove::{Fault, Proof, prove_with};
use super::zip::{Unwritten, Writer};
use super::{DESCRIPTION, Kind, Package, SCHEMA, SITE};
use crate::publish::folder::Difference;
use crate::publish::{Built, Unfit};
use crate::site::{MANIFEST, SIGNATURE};
use crate::write::{ContentDigest, FileDigest, Manifest};

/// The list of an earlier build, whose difference is packed.
#[derive(Debug)]
pub struct Since {
    pub manifest: Manifest,
    /// The manifest's own.
    pub bytes: Vec<u8>,
    sha256: String,
}

impl Since {
    /// From the bytes of its MANIFEST.json; none if they are of another kind.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let manifest = serde_json::from_slice(bytes).ok()?;
        let bytes = bytes.to_vec();
        Some(Self { manifest, sha256: ContentDigest::of(&bytes).sha256, bytes })
    }
}

/// Why a build is not packed.
#[derive(Debug)]
pub enum Refusal {
    /// It changed while it was packed.
    Unfit(Unfit),
    Names(Vec<(String, NameFault)>),
    /// Of each pair of names Windows can hold one.
    Clashes(Vec<(String, String)>),
    Endings(Vec<String>),
    /// The earlier build is of this edition.
    OtherEdition(String),
    /// It is the earlier build.
    Same,
    TooLarge,
    /// What was written does not pass the proof.
    Unsound(Fault),
}

/// A package that can be written.
#[derive(Debug)]
pub struct Plan {
    from: PathBuf,
    endings: Endings,
    pub package: Package,
    manifest: Vec<u8>,
    signature: Option<Vec<u8>>,
}

/// What is known of a build beside what is in it.
#[derive(Debug, Default)]
pub struct Provenance {
    /// The commit that it was proved to be of.
    pub revision: Option<String>,
    /// Why a refusal was overridden.
    pub forced: Option<String>,
}

/// Whether a build can be carried at all, and as a difference from an earlier one; nothing is
/// written.
pub fn can_be_packed(
    built: &Built,
    since: Option<&Since>,
    endings: &Endings,
) -> Result<(), Refusal> {
    can_be_carried(&built.manifest, endings)?;
    let Some(since) = since else { return Ok(()) };
    if since.manifest.edition != built.manifest.edition {
        return Err(Refusal::OtherEdition(since.manifest.edition.clone()));
    }
    if since.sha256 == built.digest() {
        return Err(Refusal::Same);
    }
    Ok(())
}

/// The package of a build that can be packed.
pub fn plan(built: &Built, from: Provenance, since: Option<&Since>, endings: Endings) -> Plan {
    let Built { root, manifest, bytes, signature } = built;
    let described = describe(manifest, bytes, signature.as_deref(), since);
    let revision = from.revision.or_else(|| described.revision.clone());
    let package = Package { revision, forced: from.forced, ..described };
    let (manifest, signature) = (bytes.clone(), signature.clone());
    Plan { from: root.clone(), endings, package, manifest, signature }
}

/// A name for a package that tells what it is, in characters every system knows.
pub fn name(built: &Built, since: Option<&Since>) -> String {
    let Manifest { edition, as_of, .. } = &built.manifest;
    let day: String = as_of.chars().filter(char::is_ascii_digit).collect();
    let first = |sha256: &str| sha256.chars().take(8).collect::<String>();
    let since = since.map(|since| format!("-since-{}", first(&since.sha256)));
    format!("ljsbp-{edition}-{day}-{}{}.zip", first(&built.digest()), since.unwrap_or_default())
}

fn can_be_carried(manifest: &Manifest, endings: &Endings) -> Result<(), Refusal> {
    let paths = || manifest.files.iter().map(|file| &*file.path);
    let faults = paths().filter_map(|path| Some((path.to_owned(), names::fault(path)?)));
    let faults: Vec<_> = faults.collect();
    if !faults.is_empty() {
        return Err(Refusal::Names(faults));
    }
    let clashes = names::clashes(paths());
    if !clashes.is_empty() {
        return Err(Refusal::Clashes(clashes));
    }
    let refused: Vec<_> = paths().filter(|path| !endings.allow(path)).map(str::to_owned).collect();
    if refused.is_empty() { Ok(()) } else { Err(Refusal::Endings(refused)) }
}

fn describe(
    manifest: &Manifest,
    bytes: &[u8],
    signature: Option<&[u8]>,
    since: Option<&Since>,
) -> Package {
    let mut entries = manifest.files.clone();
    entries.sort_by(|a, b| a.path.cmp(&b.path));
    let mut deletions = Vec::new();
    if let Some(since) = since {
        let paths: BTreeSet<&str> = entries.iter().map(|file| &*file.path).collect();
        let old = &since.manifest.files;
        let gone = old.iter().filter(|file| !paths.contains(&*file.path));
        deletions.extend(gone.map(|file| file.path.clone()));
        deletions.sort();
        let old: BTreeMap<&str, &ContentDigest> =
            old.iter().map(|file| (&*file.path, &file.digest)).collect();
        entries.retain(|file| old.get(&*file.path) != Some(&&file.digest));
    }
    Package {
        schema_version: SCHEMA,
        kind: if since.is_some() { Kind::Difference } else { Kind::Full },
        base: since.map(|since| since.sha256.clone()),
        manifest: ContentDigest::of(bytes),
        signature: signature.map(ContentDigest::of),
        edition: manifest.edition.clone(),
        as_of: manifest.as_of.clone(),
        revision: manifest.revision.clone(),
        forced: None,
        bytes: entries.iter().map(|file| file.digest.bytes).sum(),
        entry_count: entries.len() as u64,
        entries,
        deletions,
    }
}

impl Plan {
    /// Writes it, proves it, and only then gives it its name.
    pub fn write(&self, out: &Path) -> Result<Result<Proof, Refusal>> {
        let mut beside = out.as_os_str().to_owned();
        beside.push(".part");
        let beside = Unfinished(PathBuf::from(beside));
        let part = &beside.0;
        match self.fill(part) {
            Ok(()) => {}
            Err(Failure::Refusal(refusal)) => return Ok(Err(refusal)),
            Err(Failure::Machine(error)) => return Err(error),
        }
        let proof = match prove_with(part, &self.endings)? {
            Ok(proof) => proof,
            Err(fault) => return Ok(Err(Refusal::Unsound(fault))),
        };
        fs::rename(part, out).with_context(|| format!("cannot write {}", out.display()))?;
        Ok(Ok(proof))
    }

    fn fill(&self, part: &Path) -> Result<(), Failure> {
        let shown = || format!("cannot write {}", part.display());
        let cannot = |error| Failure::Machine(Error::new(error).context(shown()));
        let file = File::create(part).map_err(cannot)?;
        let mut zip = Writer::new(BufWriter::with_capacity(1 << 16, file));
        let failed = |unwritten, input: &Path| match unwritten {
            Unwritten::TooLarge => Failure::Refusal(Refusal::TooLarge),
            Unwritten::Output(error) => cannot(error),
            Unwritten::Input(error) => Failure::Machine(
                Error::new(error).context(format!("cannot read {}", input.display())),
            ),
        };
        let mut add = |name: &str, mut from: &mut dyn Read, input: &Path| {
            zip.add(name, &mut from).map_err(|unwritten| failed(unwritten, input))
        };
        let description = self.package.to_bytes().context("a description is JSON");
        let description = description.map_err(Failure::Machine)?;
        add(DESCRIPTION, &mut &*description, part)?;
        add(MANIFEST, &mut &*self.manifest, part)?;
        if let Some(signature) = &self.signature {
            add(SIGNATURE, &mut &**signature, part)?;
        }
        for FileDigest { path, digest } in &self.package.entries {
            let input = self.from.join(path);
            let opened =
                File::open(&input).with_context(|| format!("cannot read {}", input.display()));
            let mut opened = opened.map_err(Failure::Machine)?;
            // It may have changed since it was compared.
            if add(&format!("{SITE}{path}"), &mut opened, &input)? != *digest {
                let changed = BTreeMap::from([(path.clone(), Difference::Changed)]);
                return Err(Failure::Refusal(Refusal::Unfit(Unfit::Changed(changed))));
            }
        }
        let written = zip.finish().map_err(|unwritten| failed(unwritten, part))?;
        written.into_inner().map_err(|error| cannot(error.into_error()))?;
        Ok(())
    }
}

enum Failure {
    Refusal(Refusal),
    Machine(Error),
}

/// A file that goes again unless it is given another name.
struct Unfinished(PathBuf);

impl Drop for Unfinished {
    fn drop(&mut self) {
        // On the way out of a failure, or gone already.
        let _ = fs::remove_file(&self.0);
    }
}
