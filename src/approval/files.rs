//! The files of a site at some moment, and the digest of each.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
#[cfg(feature = "git")]
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use anyhow::Result;
#[cfg(feature = "git")]
use gix::{
    ObjectId,
    hash::Kind::Sha1,
    objs::{Kind::Blob, compute_hash},
};

use super::content::digest;
use super::subject::Shape;
use crate::tree::{SitePath, Tree};

/// The digest of one file.
pub type Digest = [u8; 32];

/// How a file is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// A record's own Markdown.
    Record,
    /// An entry's, which may be a draft.
    Entry,
    /// A table, a seal, or a text of the theme.
    Text,
    /// site.toml, without its own signatures.
    Settings,
    /// What is given out as it is.
    Bytes,
}

/// The files of a site at some moment.
pub trait Files: Sync {
    /// The names of the files below a folder, from there.
    fn below(&self, folder: &str) -> Vec<String>;

    /// The names of those that lie in it itself.
    fn names(&self, folder: &str) -> Vec<String> {
        self.below(folder).into_iter().filter(|name| !name.contains('/')).collect()
    }

    fn has(&self, path: &str) -> bool;

    /// The digest of a file; none of a draft.
    fn digest(&self, path: &str, form: Form) -> Result<Option<Digest>>;
}

/// The files of a tree.
pub struct OfTree<'a> {
    tree: &'a dyn Tree,
    listing: BTreeMap<SitePath, crate::tree::Entry>,
    /// What was read of it, by git's name for the bytes: a commit that holds the same need not be
    /// read.
    #[cfg(feature = "git")]
    known: Mutex<Known>,
}

/// Digests of files by their objects, which never change.
#[cfg(feature = "git")]
pub type Known = HashMap<(ObjectId, Form), Option<Digest>>;

impl<'a> OfTree<'a> {
    /// Those of a tree that some shapes are looked for among.
    pub fn new(tree: &'a dyn Tree, shapes: &[Shape]) -> Result<Self> {
        let roots: BTreeSet<&str> = shapes.iter().flat_map(Shape::roots).collect();
        let mut listing = BTreeMap::new();
        for root in roots {
            listing.extend(tree.list(root)?);
        }
        Ok(Self {
            tree,
            listing,
            #[cfg(feature = "git")]
            known: Mutex::default(),
        })
    }

    /// What was read of it.
    #[cfg(feature = "git")]
    pub fn known(self) -> Known {
        self.known.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Files for OfTree<'_> {
    fn below(&self, folder: &str) -> Vec<String> {
        let prefix = format!("{folder}/");
        let from = (Bound::Included(prefix.as_str()), Bound::Unbounded);
        let below = self.listing.range::<str, _>(from);
        let files = below.filter(|(_, entry)| entry.stamp().is_some());
        files
            .map_while(|(path, _)| path.as_str().strip_prefix(&prefix))
            .map(str::to_owned)
            .collect()
    }

    fn has(&self, path: &str) -> bool {
        self.listing.get(path).is_some_and(|entry| entry.stamp().is_some())
    }

    fn digest(&self, path: &str, form: Form) -> Result<Option<Digest>> {
        let Some(site_path) = SitePath::new(path) else { return Ok(None) };
        let bytes = self.tree.read(&site_path)?;
        #[cfg(feature = "git")]
        let object = compute_hash(Sha1, Blob, &bytes).ok();
        let found = digest(path, bytes, form);
        #[cfg(feature = "git")]
        if let Some(object) = object {
            let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            known.insert((object, form), found);
        }
        Ok(found)
    }
}
