//! Folders as they lie on the disk: what is in them, and whether a file is still the same one.

#![allow(dead_code, reason = "each test program uses a part of it")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use super::scratch;

/// Every file with its bytes and every folder, its name ending in `/`, without any.
pub fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = scratch::files(folder);
    all.extend(folders(folder).into_iter().map(|name| (name, Vec::new())));
    all
}

/// What shows that something was written, renamed into place or removed: inode and time.
pub type Stamps = BTreeMap<String, (u64, i64, i64)>;

/// The stamps of every file and folder, that of the folder itself among them.
pub fn stamps(folder: &Path) -> Stamps {
    let mut names = folders(folder);
    names.extend(scratch::files(folder).into_keys());
    names.insert(String::new());
    let stamp = |name: String| {
        let metadata = folder.join(&name).metadata().expect("it was listed");
        (name, (metadata.ino(), metadata.mtime(), metadata.mtime_nsec()))
    };
    names.into_iter().map(stamp).collect()
}

/// The files that were written between two moments; folders are left out.
pub fn written(before: &Stamps, after: &Stamps) -> Vec<String> {
    let is_file = |name: &String| !name.is_empty() && !name.ends_with('/');
    let new =
        after.iter().filter(|(name, stamp)| is_file(name) && before.get(*name) != Some(stamp));
    new.map(|(name, _)| name.clone()).collect()
}

fn folders(folder: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut left = vec![String::new()];
    while let Some(name) = left.pop() {
        let Ok(listing) = fs::read_dir(folder.join(&name)) else { continue };
        for item in listing {
            let item = item.expect("an item");
            if item.file_type().expect("a kind").is_dir() {
                let below = format!("{name}{}/", item.file_name().to_string_lossy());
                left.push(below.clone());
                found.insert(below);
            }
        }
    }
    found
}
