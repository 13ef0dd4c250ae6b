//! A site as a folder on disk.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use super::{Entry, LFS_POINTER, SitePath, Stamp, Tree, Unusable};

/// The files below one folder.
#[derive(Debug, Clone)]
pub struct Disk {
    root: PathBuf,
}

impl Disk {
    /// The site in `root`.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The folder of the site.
    pub fn root(&self) -> &Path {
        &self.root
    }
}

impl Tree for Disk {
    fn list(&self, folder: &str) -> Result<BTreeMap<SitePath, Entry>> {
        let mut found = BTreeMap::new();
        // A link on the way down would lead out of the site as well as one at its end.
        let mut top = self.root.clone();
        let mut way = String::new();
        for part in folder.split('/') {
            top.push(part);
            way.push_str(if way.is_empty() { "" } else { "/" });
            way.push_str(part);
            match top.symlink_metadata() {
                Err(_) => return Ok(found),
                Ok(metadata) if metadata.is_symlink() => {
                    found.extend(SitePath::new(&way).map(|path| (path, Entry::Link)));
                    return Ok(found);
                }
                Ok(_) => {}
            }
        }
        let mut items: Vec<_> =
            WalkDir::new(&top).follow_links(false).follow_root_links(false).into_iter().collect();
        if way.starts_with("content") {
            found.extend(self.take_out_submodules(&mut items));
        }
        // Most of the time goes into asking for the length and times of each file.
        let entries: Vec<_> =
            items.into_par_iter().filter_map(|item| self.entry(&top, item)).collect();
        found.extend(entries);
        Ok(found)
    }

    fn read(&self, path: &SitePath) -> Result<Vec<u8>> {
        let file = self.root.join(path.as_str());
        std::fs::read(&file).with_context(|| format!("cannot read {path}"))
    }
}

impl Disk {
    /// Takes the files of other repositories out of a walk, and names the folders these lie in.
    fn take_out_submodules(
        &self,
        items: &mut Vec<walkdir::Result<DirEntry>>,
    ) -> Vec<(SitePath, Entry)> {
        // What lies at the top of the walk is the site's own repository.
        let own = items.iter().flatten().filter(|item| item.depth() > 1);
        let own = own.filter(|item| item.file_name() == ".git");
        let folders: Vec<PathBuf> =
            own.filter_map(|item| Some(item.path().parent()?.to_owned())).collect();
        if !folders.is_empty() {
            let is_in = |file: &Path| folders.iter().any(|folder| file.starts_with(folder));
            items.retain(|item| item.as_ref().map_or(true, |item| !is_in(item.path())));
        }
        let named = |folder: PathBuf| {
            let path = SitePath::new(folder.strip_prefix(&self.root).ok()?.to_str()?)?;
            Some((path, Entry::Unusable(Unusable::Submodule)))
        };
        folders.into_iter().filter_map(named).collect()
    }

    /// What an item of a walk is called in the site, and what it is; a folder is nothing by itself.
    fn entry(&self, top: &Path, item: walkdir::Result<DirEntry>) -> Option<(SitePath, Entry)> {
        let (file, entry) = match item {
            Ok(item) => {
                let kind = item.file_type();
                let entry = if kind.is_symlink() {
                    Entry::Link
                } else if kind.is_dir() {
                    return None;
                } else if kind.is_file() {
                    match item.metadata() {
                        Ok(metadata) if is_pointer(item.path(), metadata.len()) => {
                            Entry::Unusable(Unusable::Pointer)
                        }
                        Ok(metadata) => Entry::File(Stamp::of_file(&metadata)),
                        Err(error) => Entry::Unusable(Unusable::Failed(error.to_string())),
                    }
                } else {
                    Entry::Unusable(Unusable::NoFile)
                };
                (item.into_path(), entry)
            }
            Err(error) => {
                let file = error.path().unwrap_or(top).to_path_buf();
                (file, Entry::Unusable(Unusable::Failed(error.to_string())))
            }
        };
        let relative = file.strip_prefix(&self.root).unwrap_or(&file);
        let (name, entry) = match relative.to_str() {
            Some(name) => (Cow::Borrowed(name), entry),
            None => (relative.to_string_lossy(), Entry::Unusable(Unusable::NameIsNoText)),
        };
        match SitePath::new(&name) {
            Some(path) => Some((path, entry)),
            None => SitePath::new(&name.replace('\\', "＼"))
                .map(|path| (path, Entry::Unusable(Unusable::Backslash))),
        }
    }
}

/// Whether a file stands for one that git LFS keeps. Few others are opened for it: pointers are of one
/// length, but for the digits of a size, and records, of which a site has thousands, are text.
fn is_pointer(file: &Path, bytes: u64) -> bool {
    (120..=145).contains(&bytes)
        && file.extension().is_none_or(|ending| ending != "md")
        && std::fs::read(file).is_ok_and(|bytes| bytes.starts_with(LFS_POINTER))
}
