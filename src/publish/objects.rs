//! A store of whole files, as the layout of one folder needs it.
//!
//! A file is put whole or not at all, so readers see the old one or the new one. What readers must
//! not see lies beside, in the store's *state*: it is reached by the methods of [`Notes`].

mod folder;
#[cfg(feature = "remote")]
mod keys;
#[cfg(feature = "remote")]
mod remote;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::Result;
use serde::{Deserialize, Serialize};

pub use folder::{Folder, ON_THE_WAY, PART};
#[cfg(feature = "remote")]
pub use remote::Remote;

use super::folder::Odd;
use super::host::{Ground, Notes};
use crate::write::FileDigest;

/// The state's folder where the target names none, below the site: a name that the printed
/// configurations of web servers refuse.
pub const STATE: &str = ".liangshai";

/// What tells that a file is as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stamp {
    /// Its SHA-256: the store can be read as fast as it is listed.
    Sha256(String),
    /// The store's own mark of this version (its etag, else its size and time), which says nothing
    /// about the contents.
    Mark(String),
}

/// What readers can reach.
#[derive(Debug, Default)]
pub struct Listing {
    pub files: BTreeMap<String, Stamp>,
    /// What no build writes.
    pub odd: BTreeMap<String, Odd>,
}

/// A store. Paths have `/` between names; those of files are from the site's own place, those of
/// notes from the state's.
pub trait Objects: Notes {
    /// Whether it can be published to, as far as that is told without writing; of a store nothing is.
    fn ground(&self) -> Result<Ground> {
        Ok(Ground::Ready)
    }

    /// Every file that readers can reach.
    fn list(&self) -> Result<Listing>;

    /// Every note below a folder of the state, or in all of it where the folder has no name.
    fn notes_below(&self, folder: &str) -> Result<BTreeSet<String>>;

    /// What lies in the state and can be no note.
    fn odd_notes(&self) -> Result<BTreeMap<String, Odd>> {
        Ok(BTreeMap::new())
    }

    /// The SHA-256 of a file, read back; none where there is none.
    fn digest(&self, path: &str) -> Result<Option<String>>;

    /// The same of a note.
    fn digest_of_note(&self, note: &str) -> Result<Option<String>>;

    /// Puts a file of this machine in place, if it is still the one listed.
    fn put(&self, from: &Path, file: &FileDigest) -> Result<()>;

    /// Copies a file to a note, within the store.
    fn keep(&self, path: &str, note: &str) -> Result<()>;

    /// Copies a note to a file, within the store.
    fn put_back(&self, note: &str, path: &str) -> Result<()>;

    /// Removes a file.
    fn take_down(&self, path: &str) -> Result<()>;

    /// Removes what killed publications left half done.
    fn sweep(&self) -> Result<()> {
        Ok(())
    }

    /// How many calls it bears at a time.
    fn at_once(&self) -> usize;
}

/// A path below a folder of the state; the state itself has no name.
fn below(folder: &str, path: &str) -> String {
    if folder.is_empty() { path.to_owned() } else { format!("{folder}/{path}") }
}

/// How long readers may keep a file without asking again. The theme's have their digest in the
/// name, so another one has another name.
#[cfg(feature = "remote")]
fn cache_control(path: &str) -> &'static str {
    if is_named_by_digest(path) { "public, max-age=31536000, immutable" } else { "no-cache" }
}

/// Whether a path is `assets/NAME-<8 hexadecimal digits>.EXT`.
#[cfg(feature = "remote")]
fn is_named_by_digest(path: &str) -> bool {
    let Some(name) = path.strip_prefix("assets/").and_then(|rest| rest.rsplit('/').next()) else {
        return false;
    };
    let stem = name.rsplit_once('.').map(|(stem, _)| stem);
    let digest = stem.and_then(|stem| stem.rsplit_once('-')).map(|(_, digest)| digest);
    let is_hex = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
    digest.is_some_and(|digest| digest.len() == 8 && digest.chars().all(is_hex))
}

#[cfg(all(test, feature = "remote"))]
mod tests {
    use super::cache_control;

    #[test]
    fn only_what_bears_its_digest_in_its_name_is_kept_without_asking() {
        let forever = "public, max-age=31536000, immutable";
        assert_eq!(cache_control("assets/style-1a2b3c4d.css"), forever);
        assert_eq!(cache_control("assets/fonts/song-00ff00ff.woff2"), forever);
        for path in ["assets/style.css", "assets/a-1A2B3C4D.css", "a/b-1a2b3c4d.css", "index.html"]
        {
            assert_eq!(cache_control(path), "no-cache", "{path}");
        }
    }
}
