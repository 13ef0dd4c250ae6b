//! Where files wait inside the target until all of them are made.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::tree::Stamp;

/// The stage's own name in the target.
pub const FOLDER: &str = ".liangshai-stage";
/// The folder of what every page needs.
const ASSETS: &str = "assets";

/// A folder in the target, on its file system, so that a file moves out of it in one step.
pub struct Stage {
    root: PathBuf,
    folder: PathBuf,
    /// Whether the target is made for this build.
    made_root: bool,
}

impl Stage {
    /// An empty stage; what a killed build left is swept.
    pub fn open(root: &Path) -> Result<Self> {
        let folder = root.join(FOLDER);
        let made_root = !root.exists();
        if folder.exists() {
            fs::remove_dir_all(&folder)
                .with_context(|| format!("cannot remove {}", folder.display()))?;
        }
        fs::create_dir_all(&folder)
            .with_context(|| format!("cannot make the folder {}", folder.display()))?;
        Ok(Self { root: root.to_owned(), folder, made_root })
    }

    /// Puts a file on the stage; its stamp will still be true in its place.
    pub fn write(&self, path: &str, bytes: &[u8]) -> Result<Stamp> {
        let written = || -> std::io::Result<Stamp> {
            let mut open = self.create(path)?;
            open.write_all(bytes)?;
            Ok(Stamp::of_file(&open.metadata()?).but_for_renames())
        };
        written().with_context(|| format!("cannot write {}", self.folder.join(path).display()))
    }

    /// Makes a file on the stage, to be filled piece by piece.
    pub fn create(&self, path: &str) -> std::io::Result<File> {
        let file = self.folder.join(path);
        if let Some(folder) = file.parent() {
            make_folder(folder)?;
        }
        File::create(&file)
    }

    /// Refuses what would keep a file from its place when others have moved already: a link, which
    /// would lead it out of the target, and a file where a folder must be or the other way round.
    /// Files in `old` are not in the way; where another kind takes their place they are removed.
    pub fn refuse_obstacles(&self, old: &BTreeSet<String>) -> Result<()> {
        self.refuse_below(&self.folder, &self.root, old)
    }

    fn refuse_below(&self, from: &Path, to: &Path, old: &BTreeSet<String>) -> Result<()> {
        for (path, is_folder) in waiting(from)? {
            let target = to.join(path.file_name().unwrap_or(OsStr::new("")));
            let Ok(metadata) = target.symlink_metadata() else { continue };
            if is_folder && metadata.is_symlink() {
                bail!("{} is a symbolic link; remove it first", target.display());
            }
            if is_folder != metadata.is_dir() && !self.goes(&target, old)? {
                bail!("{} stands in the way; remove it first", target.display());
            }
            if is_folder && metadata.is_dir() {
                self.refuse_below(&path, &target, old)?;
            }
        }
        Ok(())
    }

    /// Whether what lies in the target is a file of an earlier build, or a folder of nothing else.
    fn goes(&self, at: &Path, old: &BTreeSet<String>) -> Result<bool> {
        let parts = at.strip_prefix(&self.root).unwrap_or(at).iter();
        let name = parts.map(OsStr::to_string_lossy).collect::<Vec<_>>().join("/");
        if !at.symlink_metadata().is_ok_and(|metadata| metadata.is_dir()) {
            return Ok(old.contains(&name));
        }
        // An empty one goes too, where a killed build had removed all that was in it.
        let below = name + "/";
        if !old.range(below.clone()..).next().is_some_and(|path| path.starts_with(&below)) {
            return Ok(false);
        }
        for (path, _) in waiting(at)? {
            if !self.goes(&path, old)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Moves one file to its place.
    pub fn put(&self, path: &str) -> Result<()> {
        move_one(&self.folder.join(path), &self.root.join(path))
    }

    /// Moves everything to its place but what comes last: first what pages need, then folder by
    /// folder, the deepest first, and in each the page last, so that it finds what it links to.
    pub fn put_all(&self, last: &[&str]) -> Result<()> {
        let mut all = waiting(&self.folder)?;
        all.retain(|(path, _)| !last.iter().any(|last| path.file_name() == Some(OsStr::new(last))));
        all.sort_by_key(|(path, _)| path.file_name() != Some(OsStr::new(ASSETS)));
        move_each(all, &self.root)
    }

    /// Removes the empty stage.
    pub fn close(&self) -> Result<()> {
        fs::remove_dir_all(&self.folder)
            .with_context(|| format!("cannot remove {}", self.folder.display()))
    }

    /// Leaves the target as it was found.
    pub fn abandon(&self) {
        let _ = fs::remove_dir_all(&self.folder);
        if self.made_root {
            let _ = fs::remove_dir(&self.root);
        }
    }
}

/// Makes a folder; most have their parent already, which saves looking for it.
fn make_folder(folder: &Path) -> std::io::Result<()> {
    match fs::create_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => fs::create_dir_all(folder),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        made => made,
    }
}

/// What waits in a folder of the stage, in the order of the names.
fn waiting(from: &Path) -> Result<Vec<(PathBuf, bool)>> {
    let list = || -> std::io::Result<Vec<(PathBuf, bool)>> {
        let mut found = Vec::new();
        for item in fs::read_dir(from)? {
            let item = item?;
            found.push((item.path(), item.file_type()?.is_dir()));
        }
        found.sort();
        Ok(found)
    };
    list().with_context(|| format!("cannot list {}", from.display()))
}

/// Moves what waits in a folder: folders first, what names other files behind them, pages last, else
/// in the order given.
fn move_each(mut all: Vec<(PathBuf, bool)>, to: &Path) -> Result<()> {
    all.sort_by_key(|(path, is_folder)| {
        let ending = path.extension().and_then(OsStr::to_str);
        let leads = match ending {
            Some("html") => 2,
            Some("json") => 1,
            _ => 0,
        };
        (!is_folder, leads)
    });
    for (path, is_folder) in all {
        let target = to.join(path.file_name().unwrap_or(OsStr::new("")));
        // A folder that is new there moves with all that is in it.
        if is_folder && target.exists() {
            move_each(waiting(&path)?, &target)?;
        } else {
            move_one(&path, &target)?;
        }
    }
    Ok(())
}

fn move_one(from: &Path, to: &Path) -> Result<()> {
    fs::rename(from, to).with_context(|| format!("cannot write {}", to.display()))
}
