//! What the files hold that entries give out: a paper put in the place of another is another.

use std::collections::BTreeMap;

use anyhow::Result;
use rayon::prelude::*;

use crate::facts::Facts;
use crate::model::entry::Words;
use crate::model::record::Attachment;
use crate::model::{EntryBase, Kind};
use crate::tree::{SitePath, Tree};

/// SHA-256 of files by their paths.
pub type Digests = BTreeMap<SitePath, [u8; 32]>;

/// The files an entry gives out: those it lists and those its words link to.
pub fn files_of(entry: &EntryBase) -> impl Iterator<Item = &Attachment> {
    let linked = match &entry.text {
        Words::Body(body) => Some(body.links.files()),
        Words::Plain(_) => None,
    };
    entry.attachments.iter().chain(linked.into_iter().flatten())
}

/// What the files hold that the entries of a site give out on its day.
pub fn given_out_by_entries(facts: &Facts, tree: &dyn Tree) -> Result<Digests> {
    let kinds = Kind::ALL.into_iter().filter(|kind| kind.has_entries());
    let records = kinds.flat_map(|kind| facts.ids(kind));
    let entries = records.flat_map(|record| facts.entries_of(record));
    let files: Vec<&SitePath> = entries.flat_map(files_of).map(|given| &given.file).collect();
    let digest = |path: &SitePath| Ok((path.clone(), tree.digest(path)?));
    files.into_par_iter().map(digest).collect()
}
