//! A tree with some of its files as they are in another.

use std::collections::BTreeMap;

use anyhow::Result;

use super::{Entry, SitePath, Tree};

/// A tree of which some files and folders were put from elsewhere.
pub struct Patched<T> {
    tree: T,
    /// The trees put from, each with the paths it stands for: a file, or a folder with all below it.
    patches: Vec<(T, Vec<String>)>,
}

impl<T: Tree> Patched<T> {
    /// A tree with the paths of each patch as they are there, or not there.
    pub fn new(tree: T, patches: Vec<(T, Vec<String>)>) -> Self {
        Self { tree, patches }
    }

    /// The tree that a path is taken from.
    fn of(&self, path: &str) -> &T {
        let own = |(_, paths): &&(T, Vec<String>)| paths.iter().any(|above| is_at(path, above));
        self.patches.iter().find(own).map_or(&self.tree, |(tree, _)| tree)
    }
}

/// Whether a path is another, or lies below it.
fn is_at(path: &str, above: &str) -> bool {
    path.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

impl<T: Tree + Send> Tree for Patched<T> {
    fn list(&self, folder: &str) -> Result<BTreeMap<SitePath, Entry>> {
        let mut found = self.tree.list(folder)?;
        found.retain(|path, _| std::ptr::eq(self.of(path.as_str()), &self.tree));
        for (tree, paths) in &self.patches {
            for path in paths.iter().filter(|path| is_at(path, folder)) {
                found.extend(tree.list(path)?);
            }
        }
        Ok(found)
    }

    fn read(&self, path: &SitePath) -> Result<Vec<u8>> {
        self.of(path.as_str()).read(path)
    }

    fn digest(&self, path: &SitePath) -> Result<[u8; 32]> {
        self.of(path.as_str()).digest(path)
    }
}
