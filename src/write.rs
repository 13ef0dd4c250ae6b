//! Pages → a directory, and the MANIFEST that says what was written.
//!
//! Everything is rendered into a folder inside the target before the first file of the old site
//! moves; then file by file is replaced in one step. What fails before that leaves the old site
//! as it was.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use sm3::Sm3;

use crate::disclose::Unpublished;
use crate::render::{Failure, Renderer};
use crate::site::{MANIFEST, Page, Route};
use crate::tree::Tree;

/// Pages wait here until all are rendered.
const STAGE: &str = ".liangshai-stage";
/// Present while files are being replaced.
const UNFINISHED: &str = ".liangshai-unfinished";
const TOOL: &str = concat!("liangshai ", env!("CARGO_PKG_VERSION"));

/// What a build wrote: every file with its digests, but for the manifest itself.
#[derive(Debug, Serialize, Deserialize)]
pub struct Manifest {
    pub schema_version: u32,
    pub tool: String,
    pub edition: String,
    pub as_of: String,
    /// The git revision the content came from, if it came from one.
    pub revision: Option<String>,
    /// Whether drafts are shown; such a tree must not be published.
    pub drafts: bool,
    pub files: Vec<FileDigest>,
}

/// One file of a build.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileDigest {
    pub path: String,
    pub bytes: u64,
    pub sha256: String,
    /// GB/T 32905-2016.
    pub sm3: String,
}

/// A folder a site may be written to: empty, absent, or an earlier build.
#[derive(Debug)]
pub struct Target {
    root: PathBuf,
    /// The files the earlier build wrote.
    old: BTreeSet<String>,
}

/// Why a folder is not written to.
#[derive(Debug)]
pub enum Refusal {
    /// It holds files no build put there.
    NotABuild {
        example: String,
    },
    NotAFolder,
    /// It is the site itself, or read as its content or theme.
    OfTheSite,
}

impl Target {
    /// Looks at a folder before anything is done.
    pub fn open(root: &Path) -> Result<Result<Self, Refusal>> {
        let listing = match fs::read_dir(root) {
            Ok(listing) => listing,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return Ok(Ok(Self { root: root.to_owned(), old: BTreeSet::new() }));
            }
            Err(error) if error.kind() == ErrorKind::NotADirectory => {
                return Ok(Err(Refusal::NotAFolder));
            }
            Err(error) => {
                return Err(error).with_context(|| format!("cannot open {}", root.display()));
            }
        };
        let mut names = Vec::new();
        for item in listing {
            let item = item.with_context(|| format!("cannot list {}", root.display()))?;
            names.push(item.file_name().to_string_lossy().into_owned());
        }
        names.sort();
        let ours = names.iter().any(|name| name == UNFINISHED || name == STAGE);
        let old = match fs::read(root.join(MANIFEST)) {
            Ok(bytes) => serde_json::from_slice::<Manifest>(&bytes)
                .ok()
                .filter(|manifest| manifest.tool.starts_with("liangshai "))
                .map(|manifest| manifest.files.into_iter().map(|file| file.path).collect()),
            Err(_) => None,
        };
        Ok(match (old, names.first()) {
            (Some(old), _) => Ok(Self { root: root.to_owned(), old }),
            (None, None) => Ok(Self { root: root.to_owned(), old: BTreeSet::new() }),
            (None, Some(_)) if ours => Ok(Self { root: root.to_owned(), old: BTreeSet::new() }),
            (None, Some(example)) => Err(Refusal::NotABuild { example: example.clone() }),
        })
    }
}

/// Renders every page into the target; returns what was written.
pub fn write(target: &Target, renderer: &Renderer, tree: &dyn Tree) -> Result<Manifest, Failure> {
    let site = renderer.site();
    let stage = target.root.join(STAGE);
    let created = !target.root.exists();
    let staged = stage_all(&target.root, &stage, renderer, tree);
    let files = match staged {
        Ok(files) => files,
        Err(failure) => {
            // The failure is what matters; a stage left behind is swept by the next build.
            let _ = fs::remove_dir_all(&stage);
            if created {
                let _ = fs::remove_dir(&target.root);
            }
            return Err(failure);
        }
    };
    let manifest = Manifest {
        schema_version: 1,
        tool: TOOL.to_owned(),
        edition: site.facts.audience().edition.name().to_owned(),
        as_of: site.facts.day().to_string(),
        revision: None,
        drafts: site.facts.audience().unpublished != Unpublished::Hidden,
        files,
    };
    let waiting = stage.join(MANIFEST);
    let staged =
        serde_json::to_vec_pretty(&manifest).context("a manifest is JSON").and_then(|mut bytes| {
            bytes.push(b'\n');
            fs::write(&waiting, bytes)
                .with_context(|| format!("cannot write {}", waiting.display()))
        });
    if let Err(error) = staged {
        let _ = fs::remove_dir_all(&stage);
        return Err(error.into());
    }
    replace(target, &stage, &manifest)?;
    Ok(manifest)
}

/// Renders all pages into the stage, in parallel.
fn stage_all(
    target: &Path,
    stage: &Path,
    renderer: &Renderer,
    tree: &dyn Tree,
) -> Result<Vec<FileDigest>, Failure> {
    if stage.exists() {
        fs::remove_dir_all(stage).with_context(|| format!("cannot remove {}", stage.display()))?;
    }
    let site = renderer.site();
    let mut folders = BTreeSet::new();
    for route in site.pages.keys() {
        let file = route.file();
        folders.insert(file.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.into()));
    }
    for folder in &folders {
        refuse_links(target, folder)?;
        let folder = stage.join(folder);
        fs::create_dir_all(&folder)
            .with_context(|| format!("cannot make the folder {}", folder.display()))?;
    }
    let pages: Vec<(&Route, &Page)> = site.pages.iter().collect();
    let digests: Result<Vec<FileDigest>, Failure> = pages
        .par_iter()
        .map_init(Vec::new, |buffer: &mut Vec<u8>, (route, page)| {
            buffer.clear();
            match page {
                Page::File(path) => buffer.extend(tree.read(path)?),
                page => renderer.render(route, page, buffer)?,
            }
            let path = route.file();
            let file = stage.join(&path);
            fs::write(&file, &*buffer)
                .with_context(|| format!("cannot write {}", file.display()))?;
            Ok(digest(path, buffer))
        })
        .collect();
    let mut digests = digests?;
    digests.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(digests)
}

/// A link inside the target would lead the build's files out of it.
fn refuse_links(target: &Path, folder: &str) -> Result<()> {
    let mut at = target.to_owned();
    for part in folder.split('/') {
        at.push(part);
        if at.symlink_metadata().is_ok_and(|metadata| metadata.is_symlink()) {
            bail!("{} is a symbolic link; remove it first", at.display());
        }
    }
    Ok(())
}

fn digest(path: String, bytes: &[u8]) -> FileDigest {
    FileDigest {
        path,
        bytes: bytes.len() as u64,
        sha256: hex(&Sha256::digest(bytes)),
        sm3: hex(&Sm3::digest(bytes)),
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Moves the staged files into place, removes what no longer belongs, and writes the manifest.
fn replace(target: &Target, stage: &Path, manifest: &Manifest) -> Result<()> {
    let root = &target.root;
    let unfinished = root.join(UNFINISHED);
    fs::write(&unfinished, "").with_context(|| format!("cannot write {}", unfinished.display()))?;
    let new: BTreeMap<&str, &FileDigest> =
        manifest.files.iter().map(|file| (file.path.as_str(), file)).collect();
    // A file where a folder must now be stands in the way, and the other way round.
    for old in target.old.iter().filter(|old| !new.contains_key(old.as_str())) {
        remove(root, old)?;
    }
    for path in new.keys() {
        let to = root.join(path);
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder)
                .with_context(|| format!("cannot make the folder {}", folder.display()))?;
        }
        fs::rename(stage.join(path), &to)
            .with_context(|| format!("cannot write {}", to.display()))?;
    }
    fs::rename(stage.join(MANIFEST), root.join(MANIFEST))
        .with_context(|| format!("cannot write {}", root.join(MANIFEST).display()))?;
    fs::remove_dir_all(stage).with_context(|| format!("cannot remove {}", stage.display()))?;
    fs::remove_file(&unfinished)
        .with_context(|| format!("cannot remove {}", unfinished.display()))?;
    Ok(())
}

/// Removes a file of the earlier build and the folders it leaves empty.
fn remove(root: &Path, path: &str) -> Result<()> {
    // The list comes from a file anyone could have edited.
    if path.split('/').any(|part| matches!(part, "" | "." | "..")) || path.contains('\\') {
        bail!("{MANIFEST} names a path outside the site: {path}");
    }
    let file = root.join(path);
    match fs::remove_file(&file) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => {
            return Err(error).with_context(|| format!("cannot remove {}", file.display()));
        }
    }
    let mut folder = file.parent();
    while let Some(empty) = folder.filter(|folder| *folder != root) {
        if fs::remove_dir(empty).is_err() {
            break;
        }
        folder = empty.parent();
    }
    Ok(())
}
