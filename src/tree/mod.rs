//! Where a site's files come from: a folder on disk or a git revision.
//!
//! Nothing else opens a file of the site. A tree lists names and gives bytes; it does not know
//! what a record is.

mod disk;
#[cfg(feature = "git")]
pub mod git;
mod listed;
#[cfg(feature = "git")]
mod patched;

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::fmt;
use std::fs::Metadata;
use std::sync::Arc;

use anyhow::Result;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

pub use disk::Disk;
pub use listed::Listed;
#[cfg(feature = "git")]
pub use patched::Patched;

/// A path inside a site, its parts joined by `/`, never absolute and never climbing out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct SitePath(Arc<str>);

impl SitePath {
    /// Takes a path as it is listed by a tree or spelled in a setting; `None` if it is empty,
    /// absolute, or holds `.`, `..` or empty parts.
    pub fn new(path: &str) -> Option<Self> {
        let sound =
            !path.contains('\\') && path.split('/').all(|part| !matches!(part, "" | "." | ".."));
        sound.then(|| Self(path.into()))
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last part.
    pub fn name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// The folder it lies in, empty at the top.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The path one gets by following `relative` from this file, `None` if that leaves the site.
    pub fn join(&self, relative: &str) -> Option<Self> {
        let mut parts: Vec<&str> = self.folder().split('/').filter(|p| !p.is_empty()).collect();
        for part in relative.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop()?;
                }
                part => parts.push(part),
            }
        }
        Self::new(&parts.join("/"))
    }
}

impl fmt::Display for SitePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Borrow<str> for SitePath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl From<&SitePath> for Arc<str> {
    fn from(path: &SitePath) -> Self {
        path.0.clone()
    }
}

/// What lies at a path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Entry {
    /// A regular file.
    File(Stamp),
    /// A symbolic link; it is not followed.
    Link,
    /// What cannot be read.
    Unusable(Unusable),
}

/// How a file begins that git LFS leaves in the place of another.
const LFS_POINTER: &[u8] = b"version https://git-lfs.github.com/spec/v1\n";

/// Why something in a tree cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Unusable {
    /// Its name is not UTF-8.
    NameIsNoText,
    /// There is a backslash in its name: legal on Linux, a path on Windows.
    Backslash,
    /// A device, a socket or the like.
    NoFile,
    /// A submodule, whose files are another repository's.
    Submodule,
    /// What git LFS leaves in the place of a file that was not fetched.
    Pointer,
    /// What the system says.
    Failed(String),
}

impl Entry {
    /// The stamp of a regular file.
    pub fn stamp(&self) -> Option<Stamp> {
        match self {
            Entry::File(stamp) => Some(*stamp),
            Entry::Link | Entry::Unusable(_) => None,
        }
    }

    /// The length of a regular file.
    pub fn bytes(&self) -> Option<u64> {
        self.stamp().map(|stamp| stamp.bytes)
    }
}

/// What tells that a file is still the one that was read. Times are in nanoseconds since 1970, and
/// zero where a tree has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// Length.
    pub bytes: u64,
    modified: i64,
    /// Of the inode: what set the other times back still shows here.
    changed: i64,
    inode: u64,
}

impl Stamp {
    /// Of a tree without times.
    pub fn of_bytes(bytes: u64) -> Self {
        Self { bytes, modified: 0, changed: 0, inode: 0 }
    }

    /// Of an object whose name is the digest of its bytes.
    #[cfg(feature = "git")]
    fn of_object(bytes: u64, name: &[u8]) -> Self {
        let half = |at: usize| name.get(at..at + 8).and_then(|half| half.try_into().ok());
        let modified = half(8).map_or(0, i64::from_be_bytes);
        Self { bytes, modified, changed: 0, inode: half(0).map_or(0, u64::from_be_bytes) }
    }

    /// Of a file on disk.
    pub fn of_file(metadata: &Metadata) -> Self {
        let (modified, changed, inode) = times(metadata);
        Self { bytes: metadata.len(), modified, changed, inode }
    }

    /// The same without what a rename changes.
    pub fn but_for_renames(self) -> Self {
        Self { changed: 0, ..self }
    }

    /// Of two stamps the one that was given last, as the file system's own clock has it.
    pub fn later(self, other: Self) -> Self {
        if other.changed > self.changed { other } else { self }
    }

    /// Whether it was given before another, as the file system's own clock has it: then whatever
    /// touched the file since shows.
    pub fn is_earlier(&self, other: Self) -> bool {
        self.changed < other.changed
    }

    /// Whether the file was last touched before a moment of the same file system. One touched later
    /// may have been touched again within a tick of the clock, which no stamp would show.
    pub fn is_before(&self, moment: Stamp) -> bool {
        self.modified.max(self.changed) < moment.modified
    }
}

#[cfg(unix)]
fn times(metadata: &Metadata) -> (i64, i64, u64) {
    use std::os::unix::fs::MetadataExt;
    let nanos =
        |seconds: i64, nanos: i64| seconds.saturating_mul(1_000_000_000).saturating_add(nanos);
    (
        nanos(metadata.mtime(), metadata.mtime_nsec()),
        nanos(metadata.ctime(), metadata.ctime_nsec()),
        metadata.ino(),
    )
}

#[cfg(not(unix))]
fn times(metadata: &Metadata) -> (i64, i64, u64) {
    let since =
        metadata.modified().ok().and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
    let modified = since.and_then(|since| i64::try_from(since.as_nanos()).ok());
    (modified.unwrap_or(0), 0, 0)
}

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Unusable::NameIsNoText => "the name is not UTF-8",
            Unusable::Backslash => "a backslash in the name",
            Unusable::NoFile => "not a regular file",
            Unusable::Submodule => "a submodule",
            Unusable::Pointer => "kept by git LFS and not fetched",
            Unusable::Failed(reason) => reason,
        })
    }
}

/// A site's files. Listing and reading never follow links out of it.
pub trait Tree: Sync {
    /// Everything below a folder (`content`, `themes/mine`), or the one file of that name; empty if
    /// there is none.
    fn list(&self, folder: &str) -> Result<BTreeMap<SitePath, Entry>>;

    /// The bytes of a file.
    fn read(&self, path: &SitePath) -> Result<Vec<u8>>;

    /// The SHA-256 of a file's bytes, which may be known where they lie elsewhere.
    fn digest(&self, path: &SitePath) -> Result<[u8; 32]> {
        Ok(Sha256::digest(self.read(path)?).into())
    }
}

impl<T: Tree + ?Sized> Tree for Box<T> {
    fn list(&self, folder: &str) -> Result<BTreeMap<SitePath, Entry>> {
        (**self).list(folder)
    }

    fn read(&self, path: &SitePath) -> Result<Vec<u8>> {
        (**self).read(path)
    }

    fn digest(&self, path: &SitePath) -> Result<[u8; 32]> {
        (**self).digest(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> SitePath {
        SitePath::new(text).expect("a sound path")
    }

    #[test]
    fn a_path_cannot_climb_out() {
        assert_eq!(SitePath::new("../secret"), None);
        assert_eq!(SitePath::new("/etc/passwd"), None);
        assert_eq!(path("content/news/a.md").join("../../../x"), None);
        assert_eq!(
            path("content/news/a.md").join("../plans/b.md"),
            Some(path("content/plans/b.md"))
        );
    }
}
