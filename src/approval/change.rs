//! Two states of a site → what changed between them, and the code of that change.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use super::code::{ContentCode, Hasher};
use super::files::OfTree;
use super::site::SiteShape;
use super::subject::{Shape, Subject};
use crate::disclose::Public;
use crate::model::settings::Approval;
use crate::model::{Kind, Model, RecordId};
use crate::tree::Tree;

/// A site as one reads it.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    pub tree: &'a dyn Tree,
    pub model: &'a Model,
    /// What its readers may see.
    pub public: &'a Public,
}

/// What a change does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeSet {
    /// In the order of the kinds and ids.
    pub records: Vec<RecordChange>,
    /// What else readers see of the site, by its path.
    pub parts: Vec<PartChange>,
    /// The code of the site itself as it is now, where any of the parts changed.
    pub site: Option<ContentCode>,
    pub code: ContentCode,
}

/// What becomes of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordChange {
    pub kind: Kind,
    /// As `tasks/a`.
    pub name: String,
    pub title: String,
    pub how: How,
    /// The record as it is now, where it is there.
    pub record: Option<RecordId>,
    pub code: Option<ContentCode>,
}

/// Settings, what they name, words of a column, or files of the theme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartChange {
    pub path: String,
    pub how: How,
}

/// What happens to something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    Added,
    Edited,
    /// Taken back, with a page that says so.
    Withdrawn,
    /// No more there for these readers.
    Removed,
}

/// What lies between a site and what it was; without a `before`, all of it is new.
pub fn between(before: Option<Side>, after: Side) -> Result<ChangeSet> {
    // By the same rules, which may be what changes.
    let rules = after.model.settings.approval.as_ref();
    let old = before.map(|side| records(side, rules)).transpose()?.unwrap_or_default();
    let new = records(after, rules)?;
    let mut changes = Vec::new();
    let names: BTreeSet<&(Kind, String)> = old.keys().chain(new.keys()).collect();
    for key in names {
        let (was, is) = (old.get(key), new.get(key));
        let how = match (was, is) {
            (None, None) => continue,
            (Some(was), Some(is)) if was.code == is.code => continue,
            (None, Some(_)) => How::Added,
            (Some(_), None) => How::Removed,
            (Some(was), Some(is)) if is.withdrawn && !was.withdrawn => How::Withdrawn,
            (Some(_), Some(_)) => How::Edited,
        };
        let (kind, id) = key;
        let title = is.or(was).map(|one| one.title.clone()).unwrap_or_default();
        changes.push(RecordChange {
            kind: *kind,
            name: format!("{}/{id}", kind.folder()),
            title,
            how,
            record: is.map(|is| is.record),
            code: is.map(|is| is.code),
        });
    }
    let old = before.map(parts).transpose()?.unwrap_or_default();
    let new = parts(after)?;
    let paths: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let mut others = Vec::new();
    for path in paths {
        let how = match (old.get(path), new.get(path)) {
            (was, is) if was == is => continue,
            (None, _) => How::Added,
            (_, None) => How::Removed,
            _ => How::Edited,
        };
        others.push((PartChange { path: path.clone(), how }, new.get(path)));
    }
    let mut hasher = Hasher::new("liangshai change 1");
    for change in &changes {
        hasher.put(change.name.as_bytes());
        hasher.put(change.code.as_ref().map_or(b"removed".as_slice(), |code| code.as_ref()));
    }
    hasher.put(b"site");
    for (part, digest) in &others {
        hasher.put(part.path.as_bytes());
        hasher.put(digest.map_or(b"removed".as_slice(), |digest| digest));
    }
    let parts: Vec<PartChange> = others.into_iter().map(|(part, _)| part).collect();
    let site = match parts.is_empty() {
        true => None,
        false => {
            super::codes((after.tree, after.model), [Subject::Site], rules)?.remove(&Subject::Site)
        }
    };
    Ok(ChangeSet { records: changes, parts, site, code: hasher.code() })
}

impl ChangeSet {
    pub fn is_empty(&self) -> bool {
        self.records.is_empty() && self.parts.is_empty()
    }
}

struct Known {
    record: RecordId,
    title: String,
    withdrawn: bool,
    code: ContentCode,
}

/// The records that readers see.
fn records(side: Side, rules: Option<&Approval>) -> Result<BTreeMap<(Kind, String), Known>> {
    let public = side.public;
    let seen = Kind::ALL.into_iter().flat_map(|kind| public.ids(kind));
    let seen = seen.filter(|record| public.counts(*record));
    let codes = super::codes((side.tree, side.model), seen.map(Subject::Record), rules)?;
    let known = |(subject, code): (Subject, ContentCode)| {
        let Subject::Record(record) = subject else { return None };
        let base = public.base(record);
        let (title, withdrawn) = (base.title.clone(), base.withdrawn.is_some());
        Some(((record.kind, base.id.clone()), Known { record, title, withdrawn, code }))
    };
    Ok(codes.into_iter().filter_map(known).collect())
}

/// The digests of what else readers see, without who signed it: written down, a signature is no
/// change.
fn parts(side: Side) -> Result<BTreeMap<String, [u8; 32]>> {
    let shape = SiteShape::of(side.model);
    let files = OfTree::new(side.tree, &[Shape::Site(shape.clone())])?;
    shape.parts(&files)
}
