//! Where a site's files come from: a folder on disk, later also a git revision.
//!
//! Nothing else opens a file of the site. A tree lists names and gives bytes; it does not know
//! what a record is.

mod disk;

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use anyhow::Result;

pub use disk::Disk;

/// A path inside a site, its parts joined by `/`, never absolute and never climbing out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// A regular file and its length in bytes.
    File { bytes: u64 },
    /// A symbolic link; it is not followed.
    Link,
    /// A name that is not text, a device, or a folder that cannot be opened, with the reason.
    Unusable { reason: String },
}

/// A site's files. Listing and reading never follow links out of it.
pub trait Tree: Sync {
    /// Everything below a folder (`content`, `themes/mine`), or the one file of that name; empty if
    /// there is none.
    fn list(&self, folder: &str) -> Result<BTreeMap<SitePath, Entry>>;

    /// The bytes of a file.
    fn read(&self, path: &SitePath) -> Result<Vec<u8>>;
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
