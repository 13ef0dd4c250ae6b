//! What the last build left for the next, so that only what changed is done again.
//!
//! It lies in the site's `.liangshai/` and may be deleted at any time. One that is damaged, of
//! another program, or of another form is no cache.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;
use serde::{Deserialize, Serialize};

use super::manifest::ContentDigest;
use crate::diagnostic::{Diagnostics, Lang};
use crate::render::Key;
use crate::tree::{Entry, SitePath, Stamp, Tree};

/// Where caches lie in a site.
const FOLDER: &str = ".liangshai";

/// A place to keep a cache: one for each target, so that two builds do not spoil each other's.
#[derive(Debug)]
pub struct Shelf {
    folder: PathBuf,
    file: PathBuf,
    tool: Option<Key>,
}

/// What a build did.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Cache {
    pub build: Option<Build>,
    /// By the file's path below the target.
    pub pages: BTreeMap<String, Written>,
}

/// What a whole build rests on, and what it said.
#[derive(Debug, Serialize, Deserialize)]
pub struct Build {
    /// Of its options.
    pub call: Key,
    /// What it listed and may have read, and the key of all that was in there.
    pub folders: Vec<String>,
    pub inputs: Key,
    /// The manifest, which lists the others.
    pub manifest: Stamp,
    pub report: Report,
}

/// What a build told its caller.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Report {
    pub lang: Lang,
    pub pages: usize,
    pub files: usize,
    pub as_of: String,
    /// Of the manifest's own bytes.
    pub manifest_sha256: String,
    pub found: Diagnostics,
}

/// A file in the target.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Written {
    /// What it was made of, where that can be told without making it.
    pub key: Option<Key>,
    pub stamp: Stamp,
    pub digest: ContentDigest,
}

/// The key of all files in some folders; none where one is so new that it could change again
/// without a new stamp. `now` is the stamp of a file made before they were listed.
pub fn inputs(tree: &dyn Tree, folders: &[String], now: Stamp) -> Result<Option<Key>> {
    let mut entries: Vec<(SitePath, Entry)> = Vec::new();
    for folder in folders {
        entries.extend(tree.list(folder)?);
    }
    let settled = entries.iter().all(|(_, entry)| match entry {
        Entry::File(stamp) => stamp.is_before(now),
        Entry::Link | Entry::Unusable(_) => true,
    });
    Ok(settled.then(|| Key::of(&entries)))
}

impl Shelf {
    /// The place for the builds of a site into a target.
    pub fn of(site: &Path, target: &Path) -> Self {
        let folder = site.join(FOLDER);
        let target = std::path::absolute(target).unwrap_or_else(|_| target.to_owned());
        let name = Key::of_bytes(target.as_os_str().as_encoded_bytes()).hex();
        // The program's own file tells one version from another, also while it is being written.
        let tool = std::env::current_exe().and_then(fs::metadata).ok();
        let tool = tool.map(|metadata| Key::of(&(super::TOOL, Stamp::of_file(&metadata))));
        Self { file: folder.join(format!("build-{name}")), folder, tool }
    }

    /// The stamp of a file made now: the clock of the file system the inputs lie on.
    pub fn now(&self) -> Option<Stamp> {
        let probe = self.folder.join("now");
        fs::create_dir_all(&self.folder).ok()?;
        // Git need not see it.
        let ignore = self.folder.join(".gitignore");
        if !ignore.exists() {
            fs::write(ignore, "*\n").ok()?;
        }
        fs::write(&probe, "").ok()?;
        Some(Stamp::of_file(&fs::metadata(&probe).ok()?))
    }

    /// What the last build left, if it is sound and this program's.
    pub fn take(&self) -> Cache {
        self.read().unwrap_or_default()
    }

    fn read(&self) -> Option<Cache> {
        let bytes = fs::read(&self.file).ok()?;
        let (tool, rest): (Key, _) = postcard::take_from_bytes(&bytes).ok()?;
        let (sum, cache): (Key, _) = postcard::take_from_bytes(rest).ok()?;
        if Some(tool) != self.tool || Key::of_bytes(cache) != sum {
            return None;
        }
        postcard::from_bytes(cache).ok()
    }

    /// Keeps what a build did. A site that cannot be written to has no cache.
    pub fn put(&self, cache: &Cache) {
        let kept = self.tool.and_then(|tool| {
            let cache = postcard::to_stdvec(cache).ok()?;
            let mut bytes = postcard::to_stdvec(&(tool, Key::of_bytes(&cache))).ok()?;
            bytes.extend(cache);
            let waiting = self.file.with_extension("new");
            fs::write(&waiting, bytes).and_then(|()| fs::rename(&waiting, &self.file)).ok()
        });
        if kept.is_none() {
            // What an older build left would still be told by its stamps, but helps nobody.
            let _ = fs::remove_file(&self.file);
        }
    }
}
