//! What git knows of each file of the content: when it was committed, and what was changed in it.
//!
//! This stage knows commits and front matter. It does not know what a task is, and never tells who
//! committed or what was taken out.

#[cfg(feature = "git")]
mod cache;
mod edit;
#[cfg(feature = "git")]
mod line;
#[cfg(not(feature = "git"))]
#[path = "none.rs"]
mod past;
#[cfg(feature = "git")]
mod past;
#[cfg(feature = "git")]
mod walk;

use std::collections::BTreeMap;
use std::ops::Bound;

use serde::{Deserialize, Serialize};

use crate::model::Day;
#[cfg(feature = "git")]
use crate::tree::git::{Repository, Revision};

pub use edit::Edit;
pub use past::Past;

/// Every change of every file below `content/`, up to a revision.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct History {
    /// The names of the commits by their numbers, the one it goes up to last.
    commits: Vec<Vec<u8>>,
    /// By the path in the site; each file's changes with the newest first.
    files: BTreeMap<String, Vec<Change>>,
}

/// A change of a file in a commit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub at: At,
    pub how: How,
    /// What became of a Markdown file.
    pub edit: Option<Edit>,
}

/// Where a commit stands in the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct At {
    /// Its number, which is higher than those of the commits it rests on, whatever their clocks said.
    pub order: u32,
    /// When it was made, in seconds since 1970.
    pub committed: i64,
    /// When it came into the main line: by itself, or with the merge of a branch.
    pub arrived: i64,
}

/// What a commit did to a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum How {
    Added,
    Edited,
    /// It lay elsewhere before: the same bytes, or a record of which its address is another name.
    Moved {
        from: String,
    },
    Removed,
}

impl Change {
    /// The day it came into the main line, in Beijing.
    pub fn day(&self) -> Day {
        day_of(self.at.arrived)
    }
}

/// The day of a moment in seconds since 1970, in Beijing.
pub(crate) fn day_of(seconds: i64) -> Day {
    const AHEAD: i64 = 8 * 3600;
    const DAY: i64 = 24 * 3600;
    let epoch = Day::new(1970, 1, 1).unwrap_or(Day::EARLIEST);
    epoch.plus(seconds.saturating_add(AHEAD).div_euclid(DAY))
}

impl History {
    /// The history of a site up to a revision. What was known of an earlier one is kept in git's own
    /// folder and gone on from.
    #[cfg(feature = "git")]
    pub fn of(repository: &Repository, revision: &Revision) -> anyhow::Result<Self> {
        let known = match cache::take(repository) {
            Some(kept) => walk::cut(repository, revision.commit, kept)?,
            None => walk::Known::Before(cache::Kept::default()),
        };
        let cache::Kept { commits, files } = match known {
            walk::Known::Whole(kept) => kept,
            walk::Known::Before(kept) => {
                let kept = walk::walk(repository, revision.commit, kept)?;
                cache::put(repository, &kept);
                kept
            }
        };
        Ok(Self { commits, files })
    }

    /// The commit of a number, in hexadecimal.
    #[cfg(feature = "git")]
    pub fn commit(&self, number: u32) -> Option<String> {
        let name = self.commits.get(usize::try_from(number).ok()?)?;
        gix::ObjectId::try_from(name.as_slice()).ok().map(|id| id.to_string())
    }

    /// Whether it goes up to a commit.
    #[cfg(feature = "git")]
    fn is_of(&self, tip: gix::ObjectId) -> bool {
        self.commits.last().is_some_and(|last| last == tip.as_slice())
    }

    /// The changes of a file, the newest first, with those of the file it was moved from.
    pub fn of_file<'a>(&'a self, path: &str) -> impl Iterator<Item = &'a Change> {
        let mut at = self.files.get(path).map(Vec::as_slice).unwrap_or_default();
        // A file moved to and fro comes by the same name again.
        let mut moves = 0;
        std::iter::from_fn(move || {
            let (change, rest) = at.split_first()?;
            at = rest;
            if let How::Moved { from } = &change.how
                && moves < MOVES
            {
                moves += 1;
                let before = self.files.get(from).map(Vec::as_slice).unwrap_or_default();
                // There its own last change is that it went away.
                let earlier =
                    |other: &Change| other.at.order <= change.at.order && other.how != How::Removed;
                let since = before.iter().position(earlier);
                at = since.map_or(&[], |since| &before[since..]);
            }
            Some(change)
        })
    }

    /// The files that lie, or once lay, below a folder that ends in `/`.
    pub fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a str> {
        let from = (Bound::Included(folder), Bound::Unbounded);
        let files = self.files.range::<str, _>(from).map(|(path, _)| path.as_str());
        files.take_while(move |path| path.starts_with(folder))
    }

    /// The day a file was first committed, under whatever name.
    pub fn first_day(&self, path: &str) -> Option<Day> {
        self.of_file(path).last().map(|first| day_of(first.at.committed))
    }
}

/// How often a file is followed to another name.
const MOVES: usize = 100;
