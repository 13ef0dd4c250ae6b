//! A git repository, and a site as it is at one of its revisions. Nothing is checked out.

mod changes;
mod lfs;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context as _, Result, anyhow, bail};
use gix::ObjectId;
use gix::bstr::{BStr, ByteSlice as _};
use gix::diff::tree::{State, recorder};
use gix::objs::tree::EntryKind;
use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use changes::{changes, is_no_folder, is_submodule, named};
use lfs::Pointer;

use super::{Entry, SitePath, Stamp, Tree, Unusable};

pub use changes::{FileChange, differences};
pub use lfs::digest_elsewhere;

/// The repository a site lies in.
#[derive(Debug)]
pub struct Repository {
    shared: gix::ThreadSafeRepository,
    /// One a thread; each keeps what it has unpacked.
    idle: Mutex<Vec<gix::Repository>>,
    /// The site's folder in the repository, empty or ending in `/`.
    prefix: String,
}

/// A revision, as it was resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// The name it was asked for by.
    pub name: String,
    pub commit: ObjectId,
    tree: ObjectId,
}

/// Why there is no such revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoRevision {
    /// The site lies in no repository.
    NoRepository,
    /// The repository is bare: there are no files beside it that could stand for one.
    NoFolder,
    /// Nothing was committed yet.
    NoCommits,
    /// No branch, tag or commit is called so.
    Unknown(String),
    /// The clone ends before it, or before what it has in common with another.
    Shallow(String),
}

impl Repository {
    /// The repository a folder lies in, or is; `None` where there is none.
    pub fn around(site: &Path) -> Result<Option<Self>> {
        let site = match site.canonicalize() {
            Ok(site) => site,
            Err(_) => return Ok(None),
        };
        // What cannot be opened as a repository above a site is none of its.
        let Ok(shared) = gix::ThreadSafeRepository::discover(&site) else { return Ok(None) };
        let repository = shared.to_thread_local();
        let top = repository.workdir().map(Path::canonicalize).transpose();
        let top = top.context("cannot find the folder of the repository")?;
        let inside = top.as_deref().and_then(|top| site.strip_prefix(top).ok());
        let prefix = match inside.map(Path::to_str) {
            // A bare repository holds the site at its top.
            None => String::new(),
            Some(Some("")) => String::new(),
            Some(Some(inside)) => format!("{}/", inside.replace(std::path::MAIN_SEPARATOR, "/")),
            Some(None) => bail!("the name of the folder {} is not UTF-8", site.display()),
        };
        Ok(Some(Self { shared, idle: Mutex::new(vec![repository]), prefix }))
    }

    /// Whether no files are checked out of it.
    pub fn is_bare(&self) -> bool {
        self.with(|repository| repository.workdir().is_none())
    }

    /// The site's folder in the repository, empty or ending in `/`.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// Where git keeps what belongs to the repository and is no part of it.
    pub fn own_folder(&self) -> PathBuf {
        self.with(|repository| repository.common_dir().to_owned())
    }

    /// Where git writes down what is committed from this folder.
    pub fn log_folder(&self) -> PathBuf {
        self.with(|repository| repository.git_dir().join("logs"))
    }

    /// The name of whoever works here, as git's settings have it.
    pub fn user(&self) -> Option<String> {
        self.with(|repository| {
            let name = repository.config_snapshot().string("user.name")?;
            Some(name.to_string())
        })
    }

    /// Whether a revision is another, or came before it.
    pub fn leads_to(&self, earlier: &Revision, later: &Revision) -> Result<bool> {
        Ok(self.common(earlier, later)?.is_some_and(|common| common.commit == earlier.commit))
    }

    /// Whether the clone ends before the first commit.
    pub fn is_shallow(&self) -> Result<bool> {
        self.with(|repository| Ok(repository.is_shallow()?))
    }

    /// The commit that is checked out.
    pub fn head(&self) -> Result<Result<Revision, NoRevision>> {
        match self.with(|repository| repository.head().map(|head| head.is_unborn())) {
            Ok(true) => Ok(Err(NoRevision::NoCommits)),
            _ => self.resolve("HEAD"),
        }
    }

    /// What a name stands for: a branch, a tag, a commit, `HEAD~3`, `main@{2023-08-01}`.
    pub fn resolve(&self, name: &str) -> Result<Result<Revision, NoRevision>> {
        self.with(|repository| {
            let found = repository
                .rev_parse_single(name)
                .ok()
                .and_then(|id| id.object().ok()?.peel_to_commit().ok());
            let Some(commit) = found else {
                let name = name.to_owned();
                return Ok(Err(match repository.is_shallow()? {
                    true => NoRevision::Shallow(name),
                    false => NoRevision::Unknown(name),
                }));
            };
            let tree = commit.tree_id()?.detach();
            Ok(Ok(Revision { name: name.to_owned(), commit: commit.id, tree }))
        })
    }

    /// When a revision was committed, in seconds since 1970.
    pub fn committed(&self, revision: &Revision) -> Result<i64> {
        self.with(|repository| Ok(repository.find_commit(revision.commit)?.time()?.seconds))
    }

    /// The commit two revisions have in common; what came to the second since is what it changes.
    pub fn common(&self, one: &Revision, other: &Revision) -> Result<Option<Revision>> {
        self.with(|repository| {
            let Some(id) = repository.merge_base(one.commit, other.commit)? else {
                return Ok(None);
            };
            let commit = id.object()?.peel_to_commit()?;
            let tree = commit.tree_id()?.detach();
            Ok(Some(Revision { name: one.name.clone(), commit: commit.id, tree }))
        })
    }

    /// The files of the site that are not the same in two revisions; `content` itself, where something
    /// there cannot be named by a path or is no file.
    pub fn changed(&self, one: &Revision, other: &Revision) -> Result<BTreeSet<SitePath>> {
        self.with(|repository| {
            let top = |revision: &Revision| -> Result<Option<ObjectId>> {
                let tree = repository.find_tree(revision.tree)?;
                let folder = self.prefix.trim_end_matches('/');
                if folder.is_empty() {
                    return Ok(Some(tree.id));
                }
                let entry = tree.lookup_entry(folder.split('/'))?;
                Ok(entry.filter(|entry| entry.mode().is_tree()).map(|entry| entry.object_id()))
            };
            let both = (top(one)?, top(other)?);
            let changes = changes(repository, both, &mut State::default())?;
            let path = |change: &recorder::Change| match named(change) {
                Some(path) if !is_submodule(change) => SitePath::new(path),
                _ => SitePath::new("content"),
            };
            let found = changes.iter().filter(|change| is_no_folder(change));
            Ok(found.filter_map(path).collect())
        })
    }

    /// Does something with a handle of the repository that no other thread has.
    pub fn with<T>(&self, then: impl FnOnce(&gix::Repository) -> T) -> T {
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let known = idle().pop();
        let repository = known.unwrap_or_else(|| {
            let mut repository = self.shared.to_thread_local();
            repository.object_cache_size_if_unset(OBJECT_CACHE);
            repository
        });
        let result = then(&repository);
        idle().push(repository);
        result
    }
}

/// Bytes of unpacked objects a thread keeps.
const OBJECT_CACHE: usize = 16 << 20;

/// A site as it is at a revision.
#[derive(Debug)]
pub struct GitTree {
    repository: Arc<Repository>,
    revision: Revision,
    /// What was listed, to be read without looking it up again.
    files: Mutex<BTreeMap<SitePath, ObjectId>>,
}

impl GitTree {
    /// The site at a revision.
    pub fn new(repository: Arc<Repository>, revision: Revision) -> Self {
        Self { repository, revision, files: Mutex::default() }
    }

    /// The object of a file, where there is one.
    pub fn object(&self, path: &SitePath) -> Result<Option<ObjectId>> {
        let files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = files.get(path) {
            return Ok(Some(*known));
        }
        drop(files);
        let full = format!("{}{path}", self.repository.prefix);
        self.repository.with(|repository| {
            let tree = repository.find_tree(self.revision.tree)?;
            let entry = tree.lookup_entry(full.split('/'))?;
            Ok(entry.filter(|entry| entry.mode().is_blob()).map(|entry| entry.object_id()))
        })
    }

    /// Names and objects below a folder, or of the one file of that name.
    fn listing(&self, folder: &str) -> Result<Vec<(Vec<u8>, EntryKind, ObjectId)>> {
        let full = format!("{}{folder}", self.repository.prefix);
        let full = full.trim_end_matches('/');
        self.repository.with(|repository| {
            let mut tree = repository.find_tree(self.revision.tree)?;
            if !full.is_empty() {
                let Some(entry) = tree.lookup_entry(full.split('/'))? else {
                    return Ok(Vec::new());
                };
                if !entry.mode().is_tree() {
                    let name = folder.as_bytes().to_vec();
                    return Ok(vec![(name, entry.mode().kind(), entry.object_id())]);
                }
                tree = repository.find_tree(entry.object_id())?;
            }
            let files = tree.traverse().breadthfirst.files()?;
            let above = if folder.is_empty() { String::new() } else { format!("{folder}/") };
            let named = |name: &BStr| [above.as_bytes(), name.as_bytes()].concat();
            let files = files.into_iter().filter(|file| !file.mode.is_tree());
            Ok(files
                .map(|file| (named(file.filepath.as_ref()), file.mode.kind(), file.oid))
                .collect())
        })
    }

    /// What an item is called in the site, and what it is.
    fn entry(
        &self,
        name: &[u8],
        kind: EntryKind,
        oid: ObjectId,
    ) -> Result<(Option<SitePath>, Entry)> {
        let path = SitePath::new(&name.to_str_lossy().replace('\\', "＼"));
        let entry = match kind {
            _ if name.to_str().is_err() => Entry::Unusable(Unusable::NameIsNoText),
            _ if name.contains(&b'\\') => Entry::Unusable(Unusable::Backslash),
            EntryKind::Link => Entry::Link,
            EntryKind::Commit => Entry::Unusable(Unusable::Submodule),
            _ => Entry::File(Stamp::of_object(self.length(name, oid)?, oid.as_slice())),
        };
        Ok((path, entry))
    }

    /// The length of a file; of one that git LFS keeps, that of the file itself.
    fn length(&self, name: &[u8], oid: ObjectId) -> Result<u64> {
        let length = self
            .repository
            .with(|repository| Ok::<_, anyhow::Error>(repository.find_header(oid)?.size()))?;
        let is_text = [b".md".as_slice(), b".toml", b".csv", b".json"];
        let may_point =
            (100..=1024).contains(&length) && !is_text.iter().any(|end| name.ends_with(end));
        match may_point {
            true => Ok(Pointer::read(&self.bytes(oid)?).map_or(length, |pointer| pointer.bytes)),
            false => Ok(length),
        }
    }

    fn bytes(&self, oid: ObjectId) -> Result<Vec<u8>> {
        self.repository.with(|repository| Ok(repository.find_object(oid)?.detach().data))
    }
}

impl Tree for GitTree {
    fn list(&self, folder: &str) -> Result<BTreeMap<SitePath, Entry>> {
        let listing = self.listing(folder).with_context(|| self.shown(folder))?;
        let entries: Vec<_> = listing
            .par_iter()
            .map(|(name, kind, oid)| Ok((self.entry(name, *kind, *oid)?, *oid)))
            .collect::<Result<_>>()?;
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        let mut found = BTreeMap::new();
        for ((path, entry), oid) in entries {
            let Some(path) = path else { continue };
            if entry.stamp().is_some() {
                files.insert(path.clone(), oid);
            }
            found.insert(path, entry);
        }
        Ok(found)
    }

    fn read(&self, path: &SitePath) -> Result<Vec<u8>> {
        let object = self.object(path).with_context(|| self.shown(path.as_str()))?;
        let oid = object.ok_or_else(|| anyhow!("{}: no such file", self.shown(path.as_str())))?;
        let bytes = self.bytes(oid).with_context(|| self.shown(path.as_str()))?;
        let Some(pointer) = Pointer::read(&bytes) else { return Ok(bytes) };
        let kept = self.repository.own_folder().join(pointer.path());
        match std::fs::read(&kept) {
            Err(fault) if fault.kind() == std::io::ErrorKind::NotFound => {
                Err(anyhow!("kept by git LFS and not here; `git lfs fetch --all` brings it"))
            }
            read => read.map_err(anyhow::Error::from),
        }
        .with_context(|| self.shown(path.as_str()))
    }

    fn digest(&self, path: &SitePath) -> Result<[u8; 32]> {
        let object = self.object(path).with_context(|| self.shown(path.as_str()))?;
        let oid = object.ok_or_else(|| anyhow!("{}: no such file", self.shown(path.as_str())))?;
        let bytes = self.bytes(oid).with_context(|| self.shown(path.as_str()))?;
        Ok(digest_elsewhere(&bytes).unwrap_or_else(|| Sha256::digest(&bytes).into()))
    }
}

impl GitTree {
    fn shown(&self, path: &str) -> String {
        format!("cannot read {}:{path}", self.revision.name)
    }
}
