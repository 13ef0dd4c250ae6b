//! A machine that holds releases side by side.
//!
//! Paths are from the target's root, with `/` between names. Whatever is written is whole or not
//! there; a call that fails may be made again.

mod directory;
pub mod openssh;
mod remote;
mod sftp;
mod ssh;

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;

pub use directory::Directory;
pub(super) use directory::{copy, ground, make_folder_of, move_to};
pub use sftp::Sftp;
pub use ssh::Shell;

use super::folder::Difference;
use crate::write::FileDigest;

/// How the names of files begin that are on their way to their place; the number of the process that
/// brings them follows.
pub const ON_THE_WAY: &str = ".new-";

/// Small files that a target keeps for those who publish: the log, manifests, the lock.
pub trait Notes: Send + Sync {
    /// A path as messages have it, with the machine where it is another one.
    fn shown(&self, path: &str) -> String;

    /// A file; none where there is none.
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>>;

    /// Puts a file in place, in one step, with the folders it needs.
    fn write(&self, path: &str, bytes: &[u8]) -> Result<()>;

    /// The same, unless there is one: then `false`.
    fn create(&self, path: &str, bytes: &[u8]) -> Result<bool>;

    /// Removes a file, or a folder with all that is in it, if it is there.
    fn remove(&self, path: &str) -> Result<()>;
}

/// Whether a target's folder can be published into, as far as that is told without writing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ground {
    Ready,
    /// Something else lies under the folder's name.
    NotAFolder(String),
    /// The folder above it is not there: a mount that is not mounted, or a name misspelt.
    NoParent(String),
    /// A folder that this user may not write into.
    Denied(String),
}

/// The folders of a target's root that a publication writes into.
const WRITTEN: [&str; 3] = ["", super::releases::RELEASES, super::releases::MANIFESTS];

/// What a layout of releases needs of a machine.
pub trait Host: Notes {
    /// Whether the root is a folder, or can be made one, and may be written into.
    fn ground(&self) -> Result<Ground>;

    /// The names in a folder, in their order; none where there is no folder.
    fn names(&self, folder: &str) -> Result<Vec<String>>;

    /// The folder that a link leads to, as it is written in it; none where there is no link.
    fn leads_to(&self, link: &str) -> Result<Option<String>>;

    /// When a link was made, in seconds since 1970 by the machine's own clock; none where it does not
    /// tell.
    fn since(&self, link: &str) -> Result<Option<u64>>;

    /// Makes a link lead to a folder, in one step.
    fn lead(&self, link: &str, to: &str) -> Result<()>;

    /// Renames a file or a folder; nothing may be at the new name.
    fn rename(&self, from: &str, to: &str) -> Result<()>;

    /// Lets two folders change places, in one step where the machine can.
    fn exchange(&self, one: &str, other: &str) -> Result<()>;

    /// Every difference of a folder from a list, by path.
    fn compare(&self, folder: &str, files: &[FileDigest]) -> Result<BTreeMap<String, Difference>>;

    /// Makes a folder hold exactly the files of a delivery; what an earlier try brought is kept.
    /// `arrived` is told of each file that is in place.
    ///
    /// What stays is copied from the release before, on the machine, and proved; it is never a second
    /// name of the same file. Links would save the disk one site's size a release, and one edit in
    /// place would then damage every release that there is to go back to: what is kept against that
    /// must not share its fate. A disk that clones files (XFS, Btrfs) saves the room all the same.
    fn fill(&self, folder: &str, delivery: &Delivery, arrived: &dyn Fn(&str)) -> Result<()>;
}

/// The files of a release, and where each is taken from.
#[derive(Debug)]
pub struct Delivery<'a> {
    /// The build's folder, on this machine.
    pub build: &'a Path,
    /// A folder of the host that holds the files that stay as they are.
    pub base: Option<String>,
    /// Files of the build that travel.
    pub sent: Vec<&'a FileDigest>,
    /// Files that lie in `base` already.
    pub same: Vec<&'a FileDigest>,
}
