//! A folder that a build wrote, proved whole before anything is made of it.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use super::folder::{self, Difference, Digests};
use crate::diagnostic::Text;
use crate::say;
use crate::site::{MANIFEST, SIGNATURE};
use crate::write::{ContentDigest, FileDigest, Manifest, Target};

/// A finished build.
#[derive(Debug)]
pub struct Built {
    pub root: PathBuf,
    pub manifest: Manifest,
    /// MANIFEST.json, byte for byte.
    pub bytes: Vec<u8>,
    /// MANIFEST.sig, where the build is signed.
    pub signature: Option<Vec<u8>>,
}

/// Why a folder is nothing to publish.
#[derive(Debug)]
pub enum Unfit {
    /// There is no build in it.
    NoBuild,
    /// Its MANIFEST.json is none that a build writes.
    BadManifest,
    /// The build was cut off.
    Unfinished,
    /// It shows drafts.
    Drafts,
    /// It was changed after it was built.
    Changed(BTreeMap<String, Difference>),
}

impl Built {
    /// Opens a folder and compares every file of it with its manifest.
    pub fn open(root: &Path, digests: Digests) -> Result<Result<Self, Unfit>> {
        let Some(bytes) = read(&root.join(MANIFEST))? else { return Ok(Err(Unfit::NoBuild)) };
        let Ok(manifest) = serde_json::from_slice::<Manifest>(&bytes) else {
            return Ok(Err(Unfit::BadManifest));
        };
        match Target::open(root)? {
            Ok(target) if target.is_finished() => {}
            Ok(_) => return Ok(Err(Unfit::Unfinished)),
            Err(_) => return Ok(Err(Unfit::BadManifest)),
        }
        if manifest.drafts {
            return Ok(Err(Unfit::Drafts));
        }
        let signature = read(&root.join(SIGNATURE))?;
        let own = |path: &str| path == MANIFEST || path == SIGNATURE;
        let changed = folder::compare(root, &manifest.files, digests, own)?;
        if !changed.is_empty() {
            return Ok(Err(Unfit::Changed(changed)));
        }
        Ok(Ok(Self { root: root.to_owned(), manifest, bytes, signature }))
    }

    /// The SHA-256 of its manifest, which stands for all of it.
    pub fn digest(&self) -> String {
        ContentDigest::of(&self.bytes).sha256
    }

    /// The files that the manifest cannot list.
    pub fn own(&self) -> Vec<FileDigest> {
        let of = |path: &str, bytes: &[u8]| FileDigest {
            path: path.to_owned(),
            digest: ContentDigest::of(bytes),
        };
        let signature = self.signature.as_deref().map(|bytes| of(SIGNATURE, bytes));
        std::iter::once(of(MANIFEST, &self.bytes)).chain(signature).collect()
    }
}

/// What an edition is called wherever one is told; `name` is that of data files.
pub fn edition_title(name: &str) -> Text {
    match name {
        "public" => say!("公开版", "public edition"),
        "internal" => {
            say!("系统内版（不得对外发布）", "internal edition, not for the public")
        }
        _ => say!("{name}", "edition `{name}`"),
    }
}

fn read(file: &Path) -> Result<Option<Vec<u8>>> {
    match fs::read(file) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            Ok(None)
        }
        Err(error) => Err(error).with_context(|| format!("cannot read {}", file.display())),
    }
}
