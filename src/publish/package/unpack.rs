//! A package → a folder: the whole site, or the earlier one made the later one.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use super::Kind;
use super::names::Endings;
use super::prove::{Fault, Proof, Proven};
use crate::publish::folder::{self, Difference, Digests};
use crate::site::{MANIFEST, SIGNATURE};
use crate::write::{self, Changes, ContentDigest, FileDigest, Manifest, Moves, Stage, Target};

/// Why nothing is unpacked.
#[derive(Debug)]
pub enum Refused {
    Package(Fault),
    Target(write::Refusal),
    /// A difference is unpacked over the build it is from; this folder holds another, or none.
    NotTheBase {
        base: String,
        found: Option<String>,
    },
    /// The folder is not as its own list has it, or as the package's has it where one was cut off.
    Differs(BTreeMap<String, Difference>),
}

/// A package that was proved, and a folder it can be unpacked into.
pub struct Unpacking {
    proven: Proven,
    target: Target,
    root: PathBuf,
    /// The entries whose bytes are not there yet.
    missing: Vec<usize>,
    gone: Vec<String>,
    /// The manifest and its signature, where they change.
    lists: Vec<&'static str>,
    /// The day of the build that lies there.
    day: Option<String>,
}

impl Unpacking {
    /// Proves the package and looks at the folder; nothing is written.
    pub fn open(package: &Path, root: &Path, endings: &Endings) -> Result<Result<Self, Refused>> {
        let proven = match Proven::open(package, endings)? {
            Ok(proven) => proven,
            Err(fault) => return Ok(Err(Refused::Package(fault))),
        };
        let target = match Target::open(root)? {
            Ok(target) => target,
            Err(refusal) => return Ok(Err(Refused::Target(refusal))),
        };
        let proof = &proven.proof;
        if proof.package.kind == Kind::Difference
            && let Some(refused) = refused_as_base(root, &target, proof)?
        {
            return Ok(Err(refused));
        }
        let there = folder::list(root)?.unwrap_or_default().files;
        let mut missing = Vec::new();
        for (index, FileDigest { path, digest }) in proof.package.entries.iter().enumerate() {
            let is_there = there.contains_key(path)
                && folder::holds(&root.join(path), digest, Digests::Sha256)?;
            if !is_there {
                missing.push(index);
            }
        }
        let listed: BTreeSet<&str> = proof.manifest.files.iter().map(|f| &*f.path).collect();
        // Where a run was cut off, the folder of a file that is gone may still be there.
        let is_there = |path: &String| there.contains_key(path) || target.is_mixed();
        let old = target.old().iter().chain(&proof.package.deletions);
        let gone: BTreeSet<&String> = old
            .filter(|path| !listed.contains(&***path) && is_there(path))
            .filter(|path| ![MANIFEST, SIGNATURE].contains(&&***path))
            .collect();
        let mut gone: Vec<String> = gone.into_iter().cloned().collect();
        let mut lists = Vec::new();
        let is =
            |name: &str, bytes: &[u8]| fs::read(root.join(name)).is_ok_and(|found| found == bytes);
        match &proof.signature {
            Some(signature) if !is(SIGNATURE, signature) => lists.push(SIGNATURE),
            None if there.contains_key(SIGNATURE) => gone.push(SIGNATURE.to_owned()),
            _ => {}
        }
        if !is(MANIFEST, &proof.manifest_bytes) {
            lists.push(MANIFEST);
        }
        let own = fs::read(root.join(MANIFEST)).ok();
        let own = own.and_then(|bytes| serde_json::from_slice::<Manifest>(&bytes).ok());
        let (root, day) = (root.to_owned(), own.map(|manifest| manifest.as_of));
        Ok(Ok(Self { proven, target, root, missing, gone, lists, day }))
    }

    /// The day of the build that lies there, if that is later than the package's.
    pub fn later_day(&self) -> Option<&str> {
        self.day.as_deref().filter(|day| *day > self.proof().package.as_of.as_str())
    }

    /// What the package is.
    pub fn proof(&self) -> &Proof {
        &self.proven.proof
    }

    /// How many files will be put in place and removed.
    pub fn changes(&self) -> Changes {
        Changes { written: self.missing.len(), removed: self.gone.len() }
    }

    /// Whether the folder is to change at all.
    pub fn is_needed(&self) -> bool {
        let moves = !self.missing.is_empty() || !self.gone.is_empty() || !self.lists.is_empty();
        moves || !self.target.is_finished()
    }

    /// Unpacks beside, proves once more what came out, and moves it in place.
    pub fn run(mut self) -> Result<Result<(), Fault>> {
        let stage = Stage::open(&self.root)?;
        match self.fill(&stage) {
            Ok(Ok(())) => {}
            Ok(Err(fault)) => {
                stage.abandon();
                return Ok(Err(fault));
            }
            Err(error) => {
                // The failure is what matters; a stage left behind is swept by the next run.
                stage.abandon();
                return Err(error);
            }
        }
        let entries = &self.proof().package.entries;
        let staged = self.missing.iter().map(|index| entries[*index].path.clone()).collect();
        let gone: Vec<&str> = self.gone.iter().map(String::as_str).collect();
        // Nothing ever lies beside a signature that is not what was signed.
        let changes = gone.contains(&SIGNATURE) || self.lists.contains(&SIGNATURE);
        let stale: &[&str] = if changes { &[SIGNATURE] } else { &[] };
        let moves = Moves { stale, staged: &staged, gone: &gone, last: &self.lists };
        self.target.replace(&stage, &moves)?;
        Ok(Ok(()))
    }

    fn fill(&mut self, stage: &Stage) -> Result<Result<(), Fault>> {
        let Self { proven, target, root, missing, lists, .. } = self;
        for index in missing {
            let path = proven.proof.package.entries[*index].path.clone();
            let shown = || format!("cannot write {}", root.join(&path).display());
            let mut file = stage.create(&path).with_context(shown)?;
            if let Err(fault) =
                proven.unpack(*index, Digests::Sha256, &mut file).with_context(shown)?
            {
                return Ok(Err(fault));
            }
        }
        for name in lists {
            let bytes = match (*name, &proven.proof.signature) {
                (SIGNATURE, Some(signature)) => signature,
                (MANIFEST, _) => &proven.proof.manifest_bytes,
                _ => bail!("{name} is no list of a package"),
            };
            stage.write(name, bytes)?;
        }
        stage.refuse_obstacles(target.old())?;
        Ok(Ok(()))
    }
}

/// Why a difference cannot be unpacked over what lies in a folder.
///
/// It can where exactly the base lies there. Where a run was cut off, or all is done already, what
/// the package does not bring must be as its manifest has it: then the outcome is the same.
fn refused_as_base(root: &Path, target: &Target, proof: &Proof) -> Result<Option<Refused>> {
    let package = &proof.package;
    let bytes = fs::read(root.join(MANIFEST)).ok();
    let found = bytes.as_deref().map(|bytes| ContentDigest::of(bytes).sha256);
    let is_own = |path: &str| path == MANIFEST || path == SIGNATURE || Target::is_left(path);
    if target.is_mixed() || found.as_ref() == Some(&package.manifest.sha256) {
        let brought: BTreeSet<&str> = package.entries.iter().map(|entry| &*entry.path).collect();
        let gone: BTreeSet<&str> = package.deletions.iter().map(String::as_str).collect();
        let kept = proof.manifest.files.iter().filter(|file| !brought.contains(&*file.path));
        let kept: Vec<FileDigest> = kept.cloned().collect();
        let known = |path: &str| is_own(path) || brought.contains(path) || gone.contains(path);
        let differences = folder::compare(root, &kept, Digests::Both, known)?;
        return Ok((!differences.is_empty()).then_some(Refused::Differs(differences)));
    }
    let base = package.base.clone().unwrap_or_default();
    let manifest = bytes.and_then(|bytes| serde_json::from_slice::<Manifest>(&bytes).ok());
    let (Some(manifest), true) = (manifest, found.as_ref() == Some(&base)) else {
        return Ok(Some(Refused::NotTheBase { base, found }));
    };
    let differences = folder::compare(root, &manifest.files, Digests::Both, is_own)?;
    Ok((!differences.is_empty()).then_some(Refused::Differs(differences)))
}
