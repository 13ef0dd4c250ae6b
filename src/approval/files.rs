//! The files of a site at some moment, and the digest of each.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::sync::Arc;
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
use rayon::prelude::*;

use super::content::digest;
use super::rows::{self, Rows, Said};
use super::subject::Shape;
use crate::tree::{Entry, SitePath, Tree};

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

    /// What the returns among them say of tasks.
    fn rows(&self) -> &Rows;
}

/// The files of a tree.
pub struct OfTree<'a> {
    tree: &'a dyn Tree,
    listing: BTreeMap<SitePath, Entry>,
    rows: Rows,
    /// What was read of it, by git's name for the bytes: a commit that holds the same need not be
    /// read.
    #[cfg(feature = "git")]
    known: Mutex<Known>,
}

/// What was read of files, by their objects, which never change.
#[cfg(feature = "git")]
#[derive(Debug, Default)]
pub struct Known {
    pub digests: HashMap<(ObjectId, Form), Option<Digest>>,
    pub returns: HashMap<ObjectId, Arc<Said>>,
}

impl<'a> OfTree<'a> {
    /// Those of a tree that some shapes are looked for among.
    pub fn new(tree: &'a dyn Tree, shapes: &[Shape]) -> Result<Self> {
        let roots: BTreeSet<&str> = shapes.iter().flat_map(Shape::roots).collect();
        let mut listing = BTreeMap::new();
        for root in roots {
            listing.extend(tree.list(root)?);
        }
        let mut files = Self {
            tree,
            listing,
            rows: Rows::default(),
            #[cfg(feature = "git")]
            known: Mutex::default(),
        };
        if shapes.iter().any(Shape::has_rows) {
            files.read_returns()?;
        }
        Ok(files)
    }

    fn read_returns(&mut self) -> Result<()> {
        let is_file = |(path, entry): (&SitePath, &Entry)| {
            (entry.stamp().is_some() && rows::is_return(path.as_str())).then(|| path.clone())
        };
        let paths: Vec<SitePath> = self.listing.iter().filter_map(is_file).collect();
        let read = |path: SitePath| -> Result<(SitePath, Arc<Said>)> {
            let bytes = self.tree.read(&path)?;
            #[cfg(feature = "git")]
            let object = compute_hash(Sha1, Blob, &bytes).ok();
            let said = Arc::new(rows::read(path.as_str(), bytes));
            #[cfg(feature = "git")]
            if let Some(object) = object {
                let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
                known.returns.insert(object, said.clone());
            }
            Ok((path, said))
        };
        let all: Vec<_> = paths.into_par_iter().map(read).collect::<Result<_>>()?;
        for (path, said) in all {
            self.rows.put(path.as_str(), Some(said));
        }
        Ok(())
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
            known.digests.insert((object, form), found);
        }
        Ok(found)
    }

    fn rows(&self) -> &Rows {
        &self.rows
    }
}
