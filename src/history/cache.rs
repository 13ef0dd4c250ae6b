//! The history of an earlier revision, kept in git's own folder, so that only what was committed
//! since is looked through. One that is damaged or of another form is none.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use gix::ObjectId;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::Change;
use crate::tree::git::Repository;

/// Rises with every change of what is kept, or of how it is found.
const FORM: u32 = 6;

/// What was found up to a commit.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Kept {
    /// The names of the commits, the one it goes up to last.
    pub commits: Vec<Vec<u8>>,
    pub files: BTreeMap<String, Vec<Change>>,
}

impl Kept {
    /// The commits; none where the name of one is none.
    pub fn names(&self) -> Vec<ObjectId> {
        let names = self.commits.iter().map(|name| ObjectId::try_from(name.as_slice()));
        names.collect::<Result<_, _>>().unwrap_or_default()
    }

    /// The commit it goes up to.
    pub fn last(&self) -> Option<ObjectId> {
        ObjectId::try_from(self.commits.last()?.as_slice()).ok()
    }
}

/// What is kept of the site of a repository.
pub fn take(repository: &Repository) -> Option<Kept> {
    let bytes = fs::read(file(repository)).ok()?;
    let (sum, bytes) = bytes.split_at_checked(32)?;
    if Sha256::digest(bytes).as_slice() != sum {
        return None;
    }
    let (form, prefix, kept): (u32, String, Kept) = postcard::from_bytes(bytes).ok()?;
    (form == FORM && prefix == repository.prefix()).then_some(kept)
}

/// Keeps what was found up to a commit. Where it cannot be written it is found again.
pub fn put(repository: &Repository, kept: &Kept) {
    // The site's folder in the repository is part of what is kept.
    let kept = (FORM, repository.prefix(), kept);
    let Ok(bytes) = postcard::to_stdvec(&kept) else { return };
    let file = file(repository);
    let part = file.with_extension(format!("{}.part", std::process::id()));
    let written = file.parent().map(fs::create_dir_all).transpose().and_then(|_| {
        fs::write(&part, [Sha256::digest(&bytes).as_slice(), &bytes].concat())?;
        fs::rename(&part, &file)
    });
    if written.is_err() {
        // Left behind it would be in nobody's way, but be there for ever.
        let _ = fs::remove_file(&part);
    }
}

fn file(repository: &Repository) -> PathBuf {
    // A repository may hold several sites.
    let site = Sha256::digest(repository.prefix().as_bytes());
    let name: String = site.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    repository.own_folder().join("liangshai").join(format!("history-{name}"))
}
