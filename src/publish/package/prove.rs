//! Whether a package is as it was made, and whole.
//!
//! Nothing is written, and no number a package gives of itself decides how much memory is taken.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::path::Path;

use anyhow::{Context as _, Result};
use serde::Deserialize;

use super::names::{self, Endings, NameFault};
use super::zip::{Archive, Bad, Broken, TailFault};
use super::{DESCRIPTION, Kind, Package, SCHEMA, SITE};
use crate::publish::folder::Digests;
use crate::site::{MANIFEST, SIGNATURE};
use crate::write::{ContentDigest, Manifest};

/// What PACKAGE.json and MANIFEST.json may have in bytes: the lists of half a million files.
const MOST_LISTED: u64 = 256 << 20;

/// A package that is as it was made.
#[derive(Debug)]
pub struct Proof {
    /// Of the package's own file, to be compared with the paper.
    pub digest: ContentDigest,
    pub package: Package,
    pub manifest: Manifest,
    /// MANIFEST.json as it was built, over which the signature is.
    pub manifest_bytes: Vec<u8>,
    pub signature: Option<Vec<u8>>,
}

/// Why a package is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    NotAPackage,
    /// No disc or stick holds a file of its size.
    TooLarge,
    CutShort,
    /// Something is not as it was packed: an entry, or behind the entries where the path is empty.
    Touched {
        at: String,
    },
    /// PACKAGE.json is not the first entry.
    NoDescription,
    /// PACKAGE.json says what no package is.
    BadDescription,
    /// A newer version of the program made it.
    Newer {
        schema: u32,
    },
    Name {
        path: String,
        fault: NameFault,
    },
    /// Two names of which Windows can hold only one.
    Clash {
        one: String,
        other: String,
    },
    Endings {
        paths: Vec<String>,
    },
    Link {
        path: String,
    },
    Unlisted {
        path: String,
    },
    Missing {
        path: String,
    },
    Twice {
        path: String,
    },
    OutOfOrder {
        path: String,
    },
    /// An entry holds more bytes than are listed.
    TooMany {
        path: String,
    },
    BadManifest,
    /// The package and the manifest in it disagree about a file.
    NotOfTheManifest {
        path: String,
    },
    Drafts,
}

impl From<Broken> for Fault {
    fn from(broken: Broken) -> Self {
        match broken {
            Broken::NotAPackage => Self::NotAPackage,
            Broken::TooLarge => Self::TooLarge,
            Broken::CutShort => Self::CutShort,
            Broken::Touched(at) => Self::Touched { at },
        }
    }
}

/// Proves a package by the endings every site may have.
pub fn prove(path: &Path) -> Result<Result<Proof, Fault>> {
    prove_with(path, &Endings::default())
}

/// The same where a site's own settings let others through.
pub fn prove_with(path: &Path, endings: &Endings) -> Result<Result<Proof, Fault>> {
    Ok(Proven::open(path, endings)?.map(|proven| proven.proof))
}

/// A package that was proved, still open.
pub(super) struct Proven {
    pub proof: Proof,
    archive: Archive,
    /// Entries before the site's own.
    before: usize,
}

/// Goes on with what is sound; gives back the fault of what is not.
macro_rules! sound {
    ($result:expr) => {
        match $result {
            Ok(sound) => sound,
            Err(fault) => return Ok(Err(Fault::from(fault))),
        }
    };
}

impl Proven {
    pub fn open(path: &Path, endings: &Endings) -> Result<Result<Self, Fault>> {
        let shown = || format!("cannot read {}", path.display());
        let file = File::open(path).with_context(shown)?;
        let mut archive = sound!(Archive::open(file).with_context(shown)?);
        sound!(names_of_entries(&archive));
        let description = sound!(listed(&mut archive, 0).with_context(shown)?);
        let package = sound!(described(&description));
        sound!(names_of_files(&package, endings));
        sound!(same_entries(&archive, &package));
        if let Some(touched) = archive.heads.iter().find(|head| !head.is_canonical) {
            return Ok(Err(Fault::Touched { at: touched.name.clone() }));
        }
        match archive.tail_fault().with_context(shown)? {
            None => {}
            Some(TailFault::CutShort) => return Ok(Err(Fault::CutShort)),
            Some(TailFault::Touched) => return Ok(Err(Fault::Touched { at: String::new() })),
            Some(TailFault::Link(path)) => return Ok(Err(Fault::Link { path })),
        }
        let manifest_bytes = sound!(listed(&mut archive, 1).with_context(shown)?);
        let touched = |at: &str| Fault::Touched { at: at.to_owned() };
        if ContentDigest::of(&manifest_bytes) != package.manifest {
            return Ok(Err(touched(MANIFEST)));
        }
        let mut signature = None;
        if let Some(digest) = &package.signature {
            let bytes = sound!(listed(&mut archive, 2).with_context(shown)?);
            if ContentDigest::of(&bytes) != *digest {
                return Ok(Err(touched(SIGNATURE)));
            }
            signature = Some(bytes);
        }
        let manifest = sound!(of_the_manifest(&package, &manifest_bytes));
        let before = if signature.is_some() { 3 } else { 2 };
        let digest = archive.digest().with_context(shown)?;
        let proof = Proof { digest, package, manifest, manifest_bytes, signature };
        let mut proven = Self { proof, archive, before };
        for index in 0..proven.proof.package.entries.len() {
            let unpacked = proven.unpack(index, Digests::Both, &mut std::io::sink());
            sound!(unpacked.with_context(shown)?);
        }
        Ok(Ok(proven))
    }

    /// Unpacks a file of the site, and proves it by the way.
    pub fn unpack(
        &mut self,
        index: usize,
        digests: Digests,
        to: &mut dyn std::io::Write,
    ) -> std::io::Result<Result<(), Fault>> {
        let Self { proof, archive, before } = self;
        let entry = &proof.package.entries[index];
        let path = || entry.path.clone();
        let expected = &entry.digest;
        Ok(match archive.unpack(*before + index, expected.bytes, digests, to)? {
            Err(Bad::TooMany) => Err(Fault::TooMany { path: path() }),
            Err(Bad::Touched) => Err(Fault::Touched { at: path() }),
            Ok(found) => {
                let same_sm3 = digests == Digests::Sha256 || found.sm3 == expected.sm3;
                let same = found.bytes == expected.bytes && found.sha256 == expected.sha256;
                if same && same_sm3 { Ok(()) } else { Err(Fault::Touched { at: path() }) }
            }
        })
    }
}

/// Unpacks one of the lists.
fn listed(archive: &mut Archive, index: usize) -> std::io::Result<Result<Vec<u8>, Fault>> {
    let head = &archive.heads[index];
    let (path, canonical) = (head.name.clone(), head.is_canonical);
    if !canonical {
        return Ok(Err(Fault::Touched { at: path }));
    }
    let most = u64::from(head.bytes).min(MOST_LISTED);
    let mut bytes = Vec::new();
    Ok(match archive.unpack(index, most, Digests::Sha256, &mut bytes)? {
        Ok(_) => Ok(bytes),
        Err(Bad::TooMany) => Err(Fault::TooMany { path }),
        Err(Bad::Touched) => Err(Fault::Touched { at: path }),
    })
}

/// Names that could do harm whatever the lists say.
fn names_of_entries(archive: &Archive) -> Result<(), Fault> {
    let mut seen = BTreeSet::new();
    for head in &archive.heads {
        let path = head.name.strip_prefix(SITE).unwrap_or(&head.name);
        if names::fault(path) == Some(NameFault::Climbs) {
            return Err(Fault::Name { path: path.to_owned(), fault: NameFault::Climbs });
        }
        if !seen.insert(&head.name) {
            return Err(Fault::Twice { path: path.to_owned() });
        }
    }
    match archive.heads.first() {
        Some(first) if first.name == DESCRIPTION => Ok(()),
        _ => Err(Fault::NoDescription),
    }
}

/// What PACKAGE.json says, if a package can be so.
fn described(bytes: &[u8]) -> Result<Package, Fault> {
    #[derive(Deserialize)]
    struct Schema {
        schema_version: u32,
    }
    let schema = serde_json::from_slice::<Schema>(bytes).map_err(|_| Fault::BadDescription)?;
    if schema.schema_version > SCHEMA {
        return Err(Fault::Newer { schema: schema.schema_version });
    }
    let package = serde_json::from_slice::<Package>(bytes).map_err(|_| Fault::BadDescription)?;
    let entries = &package.entries;
    let total = entries.iter().try_fold(0_u64, |sum, entry| sum.checked_add(entry.digest.bytes));
    let in_order = entries.is_sorted_by(|a, b| a.path < b.path)
        && package.deletions.is_sorted_by(|a, b| a < b);
    let of_its_kind = match package.kind {
        Kind::Full => package.base.is_none() && package.deletions.is_empty(),
        Kind::Difference => package.base.is_some(),
    };
    let sound = package.to_bytes().is_ok_and(|anew| anew == bytes)
        && total == Some(package.bytes)
        && package.entry_count == entries.len() as u64
        && in_order
        && of_its_kind;
    if sound { Ok(package) } else { Err(Fault::BadDescription) }
}

fn names_of_files(package: &Package, endings: &Endings) -> Result<(), Fault> {
    let refused = |path: &String, fault| Err(Fault::Name { path: path.clone(), fault });
    for path in package.entries.iter().map(|entry| &entry.path) {
        if let Some(fault) = names::fault(path) {
            return refused(path, fault);
        }
    }
    for path in &package.deletions {
        // What could be there before may go, whatever it is called.
        if let Some(fault @ (NameFault::Climbs | NameFault::Reserved)) = names::fault(path) {
            return refused(path, fault);
        }
    }
    let paths = package.entries.iter().map(|entry| &entry.path);
    let paths: Vec<String> = paths.filter(|path| !endings.allow(path)).cloned().collect();
    if paths.is_empty() { Ok(()) } else { Err(Fault::Endings { paths }) }
}

/// Whether the entries are those of PACKAGE.json, in its order.
fn same_entries(archive: &Archive, package: &Package) -> Result<(), Fault> {
    let own = [Some(DESCRIPTION), Some(MANIFEST), package.signature.as_ref().map(|_| SIGNATURE)];
    let own = own.into_iter().flatten().map(str::to_owned);
    let files = package.entries.iter().map(|entry| format!("{SITE}{}", entry.path));
    let expected: Vec<String> = own.chain(files).collect();
    let there: Vec<&str> = archive.heads.iter().map(|head| &*head.name).collect();
    if there.iter().eq(&expected) {
        return Ok(());
    }
    let path = |name: &str| name.strip_prefix(SITE).unwrap_or(name).to_owned();
    let listed: BTreeSet<&str> = expected.iter().map(String::as_str).collect();
    if let Some(name) = there.iter().find(|name| !listed.contains(*name)) {
        return Err(Fault::Unlisted { path: path(name) });
    }
    let found: BTreeSet<&str> = there.iter().copied().collect();
    if let Some(name) = expected.iter().find(|name| !found.contains(&***name)) {
        return Err(Fault::Missing { path: path(name) });
    }
    let moved = there.iter().zip(&expected).find(|(there, expected)| *there != expected);
    Err(Fault::OutOfOrder { path: moved.map(|(name, _)| path(name)).unwrap_or_default() })
}

/// The manifest in the package, if both agree.
fn of_the_manifest(package: &Package, bytes: &[u8]) -> Result<Manifest, Fault> {
    let manifest: Manifest = serde_json::from_slice(bytes).map_err(|_| Fault::BadManifest)?;
    if manifest.drafts {
        return Err(Fault::Drafts);
    }
    // The manifest names a commit only where one was asked for; the package where it was proved.
    let same = manifest.edition == package.edition
        && manifest.as_of == package.as_of
        && (manifest.revision.is_none() || manifest.revision == package.revision);
    if !same {
        return Err(Fault::BadManifest);
    }
    let files: BTreeMap<&str, &ContentDigest> =
        manifest.files.iter().map(|file| (&*file.path, &file.digest)).collect();
    if files.len() != manifest.files.len() {
        return Err(Fault::BadManifest);
    }
    for path in files.keys() {
        if let Some(fault @ (NameFault::Climbs | NameFault::Reserved)) = names::fault(path) {
            return Err(Fault::Name { path: (*path).to_owned(), fault });
        }
    }
    if let Some((one, other)) = names::clashes(files.keys().copied()).into_iter().next() {
        return Err(Fault::Clash { one, other });
    }
    let disagrees = |path: &str| Err(Fault::NotOfTheManifest { path: path.to_owned() });
    for entry in &package.entries {
        if files.get(&*entry.path) != Some(&&entry.digest) {
            return disagrees(&entry.path);
        }
    }
    if let Some(path) = package.deletions.iter().find(|path| files.contains_key(&***path)) {
        return disagrees(path);
    }
    if package.kind == Kind::Full && files.len() != package.entries.len() {
        let brought: BTreeSet<&str> = package.entries.iter().map(|e| &*e.path).collect();
        let lacking = files.keys().find(|path| !brought.contains(**path));
        return disagrees(lacking.unwrap_or(&""));
    }
    Ok(manifest)
}
