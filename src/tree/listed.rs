//! A tree whose folders are listed once.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::{Mutex, MutexGuard, PoisonError};

use anyhow::Result;

use super::{Entry, SitePath, Tree};

/// Lists each folder of a tree once, so that all who ask see the same moment, and tells what it was
/// asked for.
#[derive(Debug)]
pub struct Listed<T> {
    tree: T,
    folders: Mutex<Folders>,
}

type Folders = BTreeMap<String, BTreeMap<SitePath, Entry>>;

impl<T: Tree> Listed<T> {
    /// A tree of which nothing is listed yet.
    pub fn new(tree: T) -> Self {
        Self { tree, folders: Mutex::default() }
    }

    /// The folders that were listed.
    pub fn asked(&self) -> Vec<String> {
        self.folders().keys().cloned().collect()
    }

    fn folders(&self) -> MutexGuard<'_, Folders> {
        // A listing is put in whole, so what another thread left is sound.
        self.folders.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T: Tree + Send> Tree for Listed<T> {
    fn list(&self, folder: &str) -> Result<BTreeMap<SitePath, Entry>> {
        let mut folders = self.folders();
        if let Some(known) = folders.get(folder) {
            return Ok(known.clone());
        }
        let above = folder.match_indices('/').find_map(|(i, _)| folders.get(&folder[..i]));
        if let Some(above) = above {
            let below = |path: &SitePath| {
                path.as_str()
                    .strip_prefix(folder)
                    .is_some_and(|r| r.is_empty() || r.starts_with('/'))
            };
            let found = above
                .range::<str, _>((Bound::Included(folder), Bound::Unbounded))
                .take_while(|(path, _)| path.as_str().starts_with(folder));
            return Ok(found
                .filter(|(p, _)| below(p))
                .map(|(p, e)| (p.clone(), e.clone()))
                .collect());
        }
        let listing = self.tree.list(folder)?;
        folders.insert(folder.to_owned(), listing.clone());
        Ok(listing)
    }

    fn read(&self, path: &SitePath) -> Result<Vec<u8>> {
        self.tree.read(path)
    }

    fn digest(&self, path: &SitePath) -> Result<[u8; 32]> {
        self.tree.digest(path)
    }
}
