//! Through the commits of a revision, and what each did to the files of the content.

use std::collections::{BTreeMap, HashMap};

use anyhow::Result;
use gix::ObjectId;
use gix::diff::tree::State;
use rayon::prelude::*;

use super::cache::Kept;
use super::edit::old_addresses;
use super::line::{self, Commit};
use super::{At, Change, Edit, How};
use crate::tree::SitePath;
use crate::tree::git::{FileChange, Repository, differences};

/// A change as the trees tell it.
struct Raw {
    path: String,
    at: At,
    how: How,
    before: Option<ObjectId>,
    after: Option<ObjectId>,
}

/// What is kept of the history of a commit.
pub enum Known {
    /// All of it.
    Whole(Kept),
    /// That of an earlier commit of its main line, if any.
    Before(Kept),
}

/// What of a history belongs to a commit. What is on no main line in common was taken back, as by a
/// forced push, or came otherwise.
pub fn cut(repository: &Repository, tip: ObjectId, mut kept: Kept) -> Result<Known> {
    let Some(last) = kept.last() else { return Ok(Known::Before(Kept::default())) };
    let count = kept.commits.iter().position(|name| name == tip.as_slice()).map(|at| at + 1);
    let (from, to) = if count.is_some() { (last, tip) } else { (tip, last) };
    if !repository.with(|git| line::holds(git, from, to))? {
        return Ok(Known::Before(Kept::default()));
    }
    let Some(count) = count else { return Ok(Known::Before(kept)) };
    if count < kept.commits.len() {
        kept.commits.truncate(count);
        let is_known = |change: &Change| usize::try_from(change.at.order).is_ok_and(|n| n < count);
        kept.files.retain(|_, changes| {
            changes.retain(is_known);
            !changes.is_empty()
        });
    }
    Ok(Known::Whole(kept))
}

/// The changes of every file up to a commit, going on from what is kept of one of its main line.
pub fn walk(repository: &Repository, tip: ObjectId, mut kept: Kept) -> Result<Kept> {
    let raw = repository.with(|git| {
        let commits = line::commits(git, tip, &kept.names())?;
        let folder = format!("{}content", repository.prefix());
        let mut differ = Differ { git, folder, contents: HashMap::new(), state: State::default() };
        let mut raw = Vec::new();
        for commit in commits.iter().rev() {
            differ.commit(commit, &mut raw)?;
        }
        kept.commits.extend(commits.iter().map(|commit| commit.id.as_slice().to_vec()));
        Ok::<_, anyhow::Error>(raw)
    })?;
    let edits: Vec<Option<Edit>> =
        raw.par_iter().map(|one| edit(repository, one)).collect::<Result<_>>()?;
    let mut new: BTreeMap<String, Vec<Change>> = BTreeMap::new();
    for (one, edit) in raw.into_iter().zip(edits) {
        let Raw { path, at, how, .. } = one;
        new.entry(path).or_default().push(Change { at, how, edit });
    }
    for (path, mut changes) in new {
        let older = kept.files.entry(path).or_default();
        changes.append(older);
        *older = changes;
    }
    Ok(kept)
}

/// What a change makes of a Markdown file.
fn edit(repository: &Repository, one: &Raw) -> Result<Option<Edit>> {
    let path = SitePath::new(&one.path).filter(|path| path.name().ends_with(".md"));
    let Some(path) = path else { return Ok(None) };
    repository.with(|git| {
        let bytes = |oid: Option<ObjectId>| -> Result<Option<Vec<u8>>> {
            Ok(oid.map(|oid| git.find_object(oid)).transpose()?.map(|found| found.detach().data))
        };
        Ok(Some(Edit::between(&path, bytes(one.before)?, bytes(one.after)?)))
    })
}

/// Compares the content of commits.
struct Differ<'a> {
    git: &'a gix::Repository,
    /// Of the content, in the repository.
    folder: String,
    /// The tree of the content in each commit; none where there is no content.
    contents: HashMap<ObjectId, Option<ObjectId>>,
    state: State,
}

impl Differ<'_> {
    /// What a commit did to the content. A merge did what is otherwise than in each of its parents.
    fn commit(&mut self, commit: &Commit, out: &mut Vec<Raw>) -> Result<()> {
        let own = self.content(commit.id)?;
        let mut of_parents = Vec::with_capacity(commit.parents.len());
        for parent in &commit.parents {
            of_parents.push(self.content(*parent)?);
        }
        // What one parent has already came with that parent.
        if of_parents.contains(&own) {
            return Ok(());
        }
        let mut parents = of_parents.into_iter();
        let mut between = |before| differences(self.git, (before, own), &mut self.state);
        let mut changes = moved(self.git, between(parents.next().flatten())?, commit.at)?;
        for parent in parents {
            let other: HashMap<String, Option<ObjectId>> =
                between(parent)?.into_iter().map(in_site).map(|one| (one.0, one.2)).collect();
            changes.retain(|change| other.get(&change.path) == Some(&change.after));
        }
        out.append(&mut changes);
        Ok(())
    }

    /// The tree of the content in a commit.
    fn content(&mut self, commit: ObjectId) -> Result<Option<ObjectId>> {
        if let Some(known) = self.contents.get(&commit) {
            return Ok(*known);
        }
        let found = content_of(self.git, commit, &self.folder)?;
        self.contents.insert(commit, found);
        Ok(found)
    }
}

/// The tree of the content in a commit, where there is content; `folder` is its place in the
/// repository.
fn content_of(git: &gix::Repository, commit: ObjectId, folder: &str) -> Result<Option<ObjectId>> {
    let tree = git.find_commit(commit)?.tree()?;
    let entry = tree.lookup_entry(folder.split('/'))?;
    Ok(entry.filter(|entry| entry.mode().is_tree()).map(|entry| entry.object_id()))
}

fn in_site((path, before, after): FileChange) -> FileChange {
    (format!("content/{path}"), before, after)
}

/// Tells what was moved from what came and what went.
fn moved(git: &gix::Repository, changes: Vec<FileChange>, at: At) -> Result<Vec<Raw>> {
    let mut out = Vec::with_capacity(changes.len());
    let mut changes: Vec<FileChange> = changes.into_iter().map(in_site).collect();
    changes.sort();
    let mut gone: HashMap<ObjectId, String> = HashMap::new();
    let mut records: BTreeMap<String, ObjectId> = BTreeMap::new();
    for (path, before, after) in &changes {
        if let (Some(before), None) = (before, after) {
            gone.entry(*before).or_insert_with(|| path.clone());
            if path.ends_with(".md") {
                records.insert(path.clone(), *before);
            }
        }
    }
    for (path, before, after) in changes {
        let (how, before) = match (before, after) {
            (None, Some(now)) => match gone.remove(&now) {
                Some(from) => (How::Moved { from }, Some(now)),
                None => match same_record(git, &path, now, &records)? {
                    Some((from, before)) => (How::Moved { from }, Some(before)),
                    None => (How::Added, None),
                },
            },
            (before, None) => (How::Removed, before),
            (before, Some(_)) => (How::Edited, before),
        };
        out.push(Raw { path, at, how, before, after });
    }
    Ok(out)
}

/// The file among those gone that was the same record as a new one: as a file or the index of a
/// folder, or at an address that the new one gives as an old one of its own.
fn same_record(
    git: &gix::Repository,
    path: &str,
    now: ObjectId,
    gone: &BTreeMap<String, ObjectId>,
) -> Result<Option<(String, ObjectId)>> {
    let Some(stem) = path.strip_suffix(".md").filter(|_| !gone.is_empty()) else { return Ok(None) };
    let twin = match stem.strip_suffix("/index") {
        Some(folder) => format!("{folder}.md"),
        None => format!("{stem}/index.md"),
    };
    if let Some(before) = gone.get(&twin) {
        return Ok(Some((twin, *before)));
    }
    let Some(path) = SitePath::new(path) else { return Ok(None) };
    let old = old_addresses(&path, git.find_object(now)?.detach().data).unwrap_or_default();
    let is_named = |path: &str| {
        let id = path.trim_start_matches("content").trim_end_matches(".md");
        let id = id.trim_end_matches("/index");
        let ends = |rest: &str| !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-');
        old.match_indices(id).any(|(at, _)| ends(&old[at + id.len()..]))
    };
    let mut known = gone.iter();
    Ok(known.find(|(path, _)| is_named(path)).map(|(path, before)| (path.clone(), *before)))
}
