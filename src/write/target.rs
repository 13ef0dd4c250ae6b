//! A folder a site is written to: looked at first, and then changed file by file.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use rayon::prelude::*;

use super::cache::Written;
use super::manifest::Manifest;
use super::stage::{self, Stage};
use crate::site::{MANIFEST, SIGNATURE};
use crate::tree::Stamp;

/// Present while files are being replaced; it lists the files that are put in place.
pub const UNFINISHED: &str = ".liangshai-unfinished";

/// A folder a site may be written to: empty, absent, or an earlier build.
#[derive(Debug)]
pub struct Target {
    pub(super) root: PathBuf,
    /// The files earlier builds wrote, or had begun to.
    old: BTreeSet<String>,
    unfinished: bool,
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

/// How many files were put in place and removed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Changes {
    pub written: usize,
    pub removed: usize,
}

impl Target {
    /// Looks at a folder before anything is done.
    pub fn open(root: &Path) -> Result<Result<Self, Refusal>> {
        let empty = || Self { root: root.to_owned(), old: BTreeSet::new(), unfinished: false };
        let listing = match fs::read_dir(root) {
            Ok(listing) => listing,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Ok(empty())),
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
        let has = |name: &str| names.iter().any(|found| found == name);
        let unfinished = has(UNFINISHED);
        let manifest = fs::read(root.join(MANIFEST)).ok();
        let manifest = manifest
            .and_then(|bytes| serde_json::from_slice::<Manifest>(&bytes).ok())
            .filter(|manifest| manifest.tool.starts_with("liangshai "));
        let known = manifest.is_some() || unfinished || has(stage::FOLDER);
        if let (false, Some(example)) = (known, names.first()) {
            return Ok(Err(Refusal::NotABuild { example: example.clone() }));
        }
        let mut old: BTreeSet<String> =
            manifest.into_iter().flat_map(|m| m.files).map(|file| file.path).collect();
        if unfinished {
            // Files the killed build put in place are in no manifest yet.
            let begun = fs::read_to_string(root.join(UNFINISHED)).unwrap_or_default();
            old.extend(begun.lines().filter(|line| is_sound(line)).map(str::to_owned));
        }
        Ok(Ok(Self { root: root.to_owned(), old, unfinished }))
    }

    /// The manifest's stamp, if every file is as an earlier build left it.
    pub fn untouched(&self, pages: &BTreeMap<String, Written>) -> Option<Stamp> {
        let same = |(path, written): (&String, &Written)| {
            stamp(&self.root.join(path)) == Some(written.stamp)
        };
        (self.is_finished() && pages.par_iter().all(same))
            .then(|| stamp(&self.root.join(MANIFEST)))?
    }

    /// Whether no build was cut off in it.
    pub fn is_finished(&self) -> bool {
        !self.unfinished && !self.root.join(stage::FOLDER).exists()
    }

    /// Whether files were being replaced when a build was cut off.
    pub(crate) fn is_mixed(&self) -> bool {
        self.unfinished
    }

    /// The files earlier builds wrote, or had begun to.
    pub(crate) fn old(&self) -> &BTreeSet<String> {
        &self.old
    }

    /// Whether a path is that of a mark or of a stage, which a build that was cut off leaves.
    pub(crate) fn is_left(path: &str) -> bool {
        let below = path.strip_prefix(stage::FOLDER);
        path == UNFINISHED || below.is_some_and(|rest| rest.starts_with('/'))
    }

    /// The manifest's stamp as it is now.
    pub fn manifest(&self) -> Option<Stamp> {
        stamp(&self.root.join(MANIFEST))
    }

    /// The same of its signature.
    pub fn signature(&self) -> Option<Stamp> {
        stamp(&self.root.join(SIGNATURE))
    }
}

/// What tells that a file of the target is as it was written.
pub(super) fn stamp(file: &Path) -> Option<Stamp> {
    let metadata = file.symlink_metadata().ok().filter(fs::Metadata::is_file)?;
    Some(Stamp::of_file(&metadata).but_for_renames())
}

/// What is to move in a target.
pub(crate) struct Moves<'a> {
    /// What vouches for the files as they were, and goes before the first of them moves.
    pub stale: &'a [&'a str],
    /// The files on the stage, but for the last.
    pub staged: &'a BTreeSet<String>,
    /// The files that no longer belong.
    pub gone: &'a [&'a str],
    /// What lies on the stage too and tells that all is there: the manifest.
    pub last: &'a [&'a str],
}

impl Moves<'_> {
    /// The files to remove at once, for they stand where a folder must be or the other way round,
    /// or are another file by its case alone, which some disks take for the same; and those that can
    /// wait until nothing links to them.
    fn gone(&self) -> (Vec<&str>, Vec<&str>) {
        let above = |path: &str| -> Vec<String> {
            path.match_indices('/').map(|(slash, _)| path[..slash].to_lowercase()).collect()
        };
        let files: BTreeSet<String> = self.staged.iter().map(|path| path.to_lowercase()).collect();
        let folders: BTreeSet<String> = self.staged.iter().flat_map(|path| above(path)).collect();
        let is_in_the_way = |path: &&str| {
            let own = path.to_lowercase();
            folders.contains(&own)
                || files.contains(&own)
                || above(path).iter().any(|folder| files.contains(folder))
        };
        self.gone.iter().copied().partition(is_in_the_way)
    }
}

impl Target {
    /// Puts what is on the stage in place, each file in one step, and removes what is gone; marked
    /// as unfinished meanwhile. Nothing happens where nothing changes.
    pub(crate) fn replace(&self, stage: &Stage, moves: &Moves) -> Result<()> {
        let Moves { stale, staged, gone, last } = *moves;
        let nothing_moves = [stale, gone, last].iter().all(|paths| paths.is_empty());
        let nothing_moves = nothing_moves && staged.is_empty();
        if nothing_moves && !self.unfinished {
            return stage.close();
        }
        let root = &self.root;
        let unfinished = root.join(UNFINISHED);
        let mut begun: Vec<&str> = self.old.iter().chain(staged).map(String::as_str).collect();
        begun.dedup();
        // Written beside and moved, so that a killed build leaves the whole list or none.
        let list = begun.join("\n");
        let marked = stage.write(UNFINISHED, list.as_bytes()).and_then(|_| stage.put(UNFINISHED));
        if let Err(error) = marked {
            // The disk may be full by now; nothing has moved yet.
            stage.abandon();
            return Err(error);
        }
        let (at_once, later) = moves.gone();
        for path in stale.iter().copied().chain(at_once) {
            remove(root, path)?;
        }
        stage.put_all(last)?;
        for path in last {
            stage.put(path)?;
        }
        for path in later {
            remove(root, path)?;
        }
        stage.close()?;
        fs::remove_file(&unfinished)
            .with_context(|| format!("cannot remove {}", unfinished.display()))
    }
}

/// Whether a path read from a file anyone could have edited stays in the target.
pub(crate) fn is_sound(path: &str) -> bool {
    !path.contains('\\') && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

/// Removes a file of the earlier build and the folders it leaves empty.
fn remove(root: &Path, path: &str) -> Result<()> {
    if !is_sound(path) {
        bail!("{MANIFEST} names a path outside the site: {path}");
    }
    let file = root.join(path);
    // A killed build may have put a folder in the file's place, or a file in its folder's: then
    // what it lists is gone already.
    let is_folder = file.symlink_metadata().is_ok_and(|metadata| metadata.is_dir());
    match if is_folder { Ok(()) } else { fs::remove_file(&file) } {
        Ok(()) => {}
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {}
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
