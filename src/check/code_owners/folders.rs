//! Who owns the files of a folder, said in as few folders and files as can be.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::Office;
use crate::model::id::Id;

/// A folder with whom its files belong to; a file of nobody's in particular has no owners.
#[derive(Debug, Default)]
pub struct Folder<'a> {
    items: BTreeMap<String, Item<'a>>,
}

#[derive(Debug)]
enum Item<'a> {
    File(Owned<'a>),
    Folder(Folder<'a>),
}

/// Whose something is, and the offices it is because of.
#[derive(Debug, Clone)]
struct Owned<'a> {
    owners: Vec<&'a str>,
    offices: BTreeSet<Id<Office>>,
}

/// A file, or a folder ending in `/`, all of which has the same owners.
#[derive(Debug)]
pub struct Share<'a> {
    pub path: String,
    pub owners: Vec<&'a str>,
    pub offices: BTreeSet<Id<Office>>,
}

impl<'a> Folder<'a> {
    /// Adds a file below the folder.
    pub fn add(&mut self, path: &str, owners: Vec<&'a str>, offices: Vec<Id<Office>>) {
        let Some((folder, rest)) = path.split_once('/') else {
            let offices = offices.into_iter().collect();
            self.items.insert(path.to_owned(), Item::File(Owned { owners, offices }));
            return;
        };
        let item = self.items.entry(folder.to_owned());
        let item = item.or_insert_with(|| Item::Folder(Folder::default()));
        // One name is no file and a folder at once.
        if let Item::Folder(below) = item {
            below.add(rest, owners, offices);
        }
    }

    /// Whose what is, in the order of the paths: a folder where everything in it is the same
    /// people's, else what is in it.
    pub fn shares(&self) -> Vec<Share<'a>> {
        let mut shares = Vec::new();
        self.collect("", &mut shares);
        shares
    }

    fn collect(&self, above: &str, out: &mut Vec<Share<'a>>) {
        for (name, item) in &self.items {
            let share = |path: String, owned: Owned<'a>| Share {
                path,
                owners: owned.owners,
                offices: owned.offices,
            };
            match item {
                Item::File(owned) => out.push(share(format!("{above}{name}"), owned.clone())),
                Item::Folder(below) => match below.owned() {
                    Some(owned) => out.push(share(format!("{above}{name}/"), owned)),
                    None => below.collect(&format!("{above}{name}/"), out),
                },
            }
        }
    }

    /// Whose the whole folder is, where it is the same people's.
    fn owned(&self) -> Option<Owned<'a>> {
        let mut all: Option<Owned<'a>> = None;
        for item in self.items.values() {
            let owned = match item {
                Item::File(owned) => owned.clone(),
                Item::Folder(below) => below.owned()?,
            };
            match &mut all {
                None => all = Some(owned),
                Some(all) if all.owners == owned.owners => all.offices.extend(owned.offices),
                Some(_) => return None,
            }
        }
        all
    }
}
