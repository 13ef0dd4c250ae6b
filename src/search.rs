//! Records → the index of their words, which a browser asks without a server's help.
//!
//! It is made of what search finds of each record, and holds nothing else. The same records make
//! the same files.

#[cfg(feature = "search")]
mod files;

use std::collections::BTreeMap;

use anyhow::Result;

use crate::render::{Found, Key, Renderer};
use crate::site::INDEX;

/// An index to be made.
pub struct Index {
    found: Vec<Found>,
    /// BCP 47, as pages say it.
    language: String,
}

impl Index {
    /// The index of a site; none where its pages ask none.
    pub fn of(renderer: &Renderer) -> Option<Self> {
        let site = renderer.site();
        let language = site.facts.settings().tag().to_owned();
        site.has_index().then(|| Self { found: renderer.found(), language })
    }

    /// What it is made of: while it stays the same, so do the files.
    pub fn key(&self) -> Key {
        Key::of(&(&self.found, &self.language))
    }

    /// Its files by their paths in the site.
    #[cfg(feature = "search")]
    pub fn make(&self) -> Result<BTreeMap<String, Vec<u8>>> {
        let files = files::files(&self.found, &self.language)?;
        Ok(files.into_iter().map(|(name, bytes)| (format!("{INDEX}{name}"), bytes)).collect())
    }

    /// Nothing: no page of this program asks an index.
    #[cfg(not(feature = "search"))]
    pub fn make(&self) -> Result<BTreeMap<String, Vec<u8>>> {
        let _ = INDEX;
        Ok(BTreeMap::new())
    }
}
