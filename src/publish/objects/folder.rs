//! A folder of this machine, or of a mount, that some other program serves.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Context as _, Result};
use rayon::prelude::*;

use super::{Listing, Objects, STATE, Stamp, below};
use crate::publish::folder::{self, Odd};
use crate::publish::host::{Directory, Ground, Notes, copy, ground, make_folder_of, move_to};
use crate::write::FileDigest;

/// A site's folder, and the folder of its state.
#[derive(Debug)]
pub struct Folder {
    site: PathBuf,
    state_root: PathBuf,
    state: Directory,
}

/// Where files lie that are on their way to their place: on the disk of the site, in a folder that
/// no reader is shown.
pub const ON_THE_WAY: &str = "new";
/// The same for notes, which may lie on another disk.
pub const PART: &str = "part";

impl Folder {
    /// The folder, whether it is there yet or not.
    pub fn new(site: &Path, state: Option<&Path>) -> Self {
        let state_root = state.map_or_else(|| site.join(STATE), Path::to_owned);
        Self { site: site.to_owned(), state: Directory::new(&state_root), state_root }
    }

    /// Makes a file beside and moves it to its place in one step.
    fn bring(&self, to: &Path, make: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let way = self.site.join(STATE).join(ON_THE_WAY);
        let new = way.join(format!("{}-{count}", std::process::id()));
        make_folder_of(&new)?;
        make_folder_of(to)?;
        make(&new)?;
        move_to(&new, to)
    }
}

impl Notes for Folder {
    fn shown(&self, path: &str) -> String {
        self.state.shown(path)
    }

    fn read(&self, path: &str) -> Result<Option<Vec<u8>>> {
        self.state.read(path)
    }

    fn write(&self, path: &str, bytes: &[u8]) -> Result<()> {
        self.state.write(path, bytes)
    }

    fn create(&self, path: &str, bytes: &[u8]) -> Result<bool> {
        self.state.create(path, bytes)
    }

    fn remove(&self, path: &str) -> Result<()> {
        self.state.remove(path)
    }
}

impl Objects for Folder {
    fn ground(&self) -> Result<Ground> {
        ground(&self.site, [self.site.clone(), self.state_root.clone()].into_iter())
    }

    fn list(&self) -> Result<Listing> {
        let all = folder::list(&self.site)?.unwrap_or_default();
        let is_state = |path: &str| path.strip_prefix(STATE).is_some_and(|p| p.starts_with('/'));
        let paths: Vec<String> = all.files.into_keys().filter(|path| !is_state(path)).collect();
        let files = paths.into_par_iter().filter_map(|path| {
            // One that is gone by now is not there.
            let digest = folder::sha256_of(&self.site.join(&path)).transpose()?;
            Some(digest.map(|digest| (path, Stamp::Sha256(digest))))
        });
        let odd = all.odd.into_iter().filter(|(path, _)| !is_state(path)).collect();
        Ok(Listing { files: files.collect::<Result<_>>()?, odd })
    }

    fn notes_below(&self, folder: &str) -> Result<BTreeSet<String>> {
        let listing = folder::list(&self.state_root.join(folder))?.unwrap_or_default();
        Ok(listing.files.into_keys().map(|path| below(folder, &path)).collect())
    }

    fn odd_notes(&self) -> Result<BTreeMap<String, Odd>> {
        Ok(folder::list(&self.state_root)?.unwrap_or_default().odd)
    }

    fn digest(&self, path: &str) -> Result<Option<String>> {
        folder::sha256_of(&self.site.join(path))
    }

    fn digest_of_note(&self, note: &str) -> Result<Option<String>> {
        folder::sha256_of(&self.state_root.join(note))
    }

    fn put(&self, from: &Path, file: &FileDigest) -> Result<()> {
        self.bring(&self.site.join(&file.path), |new| copy(from, new, file))
    }

    fn keep(&self, path: &str, note: &str) -> Result<()> {
        let (from, to) = (self.site.join(path), self.state_root.join(note));
        let part = self.state_root.join(PART).join(note.replace('/', "-"));
        make_folder_of(&part)?;
        make_folder_of(&to)?;
        copy_plain(&from, &part)?;
        move_to(&part, &to)
    }

    fn put_back(&self, note: &str, path: &str) -> Result<()> {
        let from = self.state_root.join(note);
        self.bring(&self.site.join(path), |new| copy_plain(&from, new))
    }

    fn take_down(&self, path: &str) -> Result<()> {
        let file = self.site.join(path);
        folder::remove(&file)?;
        // A folder that holds something stays.
        let above = file.ancestors().skip(1).take_while(|folder| *folder != self.site);
        for folder in above {
            if fs::remove_dir(folder).is_err() {
                break;
            }
        }
        Ok(())
    }

    fn sweep(&self) -> Result<()> {
        let own = self.site.join(STATE);
        folder::remove(&own.join(ON_THE_WAY))?;
        self.state.remove(PART)?;
        // Where the state lies elsewhere nothing is left in it.
        let _ = fs::remove_dir(own);
        Ok(())
    }

    fn at_once(&self) -> usize {
        4
    }
}

fn copy_plain(from: &Path, to: &Path) -> Result<()> {
    let failed = || format!("cannot write {} from {}", to.display(), from.display());
    fs::copy(from, to).map(|_| ()).with_context(failed)
}
