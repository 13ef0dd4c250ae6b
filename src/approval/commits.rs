//! Signatures in the messages of commits, and for which records they still hold.
//!
//! A commit signs its whole tree. From one signed commit back to the next only what lies between
//! their trees is looked at, so that a long history costs no more than what changed in it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Bound;
use std::sync::{Mutex, PoisonError};

use anyhow::Result;
use gix::ObjectId;
use gix::bstr::ByteSlice as _;
use gix::diff::tree::State;
use gix::revision::walk::Sorting;
use gix::traverse::commit::simple::CommitTimeOrder;
use rayon::prelude::*;

use super::code::ContentCode;
use super::content::{Digest, Files, Form, Shape, digest};
use super::trailers::{self, Trailer};
use crate::history::{content_of, day_of};
use crate::model::Day;
use crate::tree::git::{Repository, Revision, differences, digest_elsewhere};

/// A commit that signs.
#[derive(Debug)]
pub struct Signed {
    id: ObjectId,
    /// As people name it.
    pub name: String,
    pub day: Day,
    pub trailers: Vec<Trailer>,
}

/// What the commits say of a record.
#[derive(Debug, Default, Clone)]
pub struct OfRecord {
    /// The commits at which its content was what it is now.
    pub holding: Vec<u32>,
    /// The newest at which it was another, for each commit's stages.
    pub void: Vec<u32>,
}

/// The commits up to a revision that sign, the newest first, and what each record has of them;
/// `now` is the code each has, in the order of the shapes.
pub fn signatures(
    repository: &Repository,
    tip: &Revision,
    shapes: &[Shape],
    now: &[Option<ContentCode>],
) -> Result<(Vec<Signed>, Vec<OfRecord>)> {
    let signed = repository.with(|git| signed_commits(git, tip.commit))?;
    let mut found = vec![OfRecord::default(); shapes.len()];
    let mut told: Vec<BTreeSet<crate::model::ReviewStage>> = vec![BTreeSet::new(); shapes.len()];
    let mut at = AtCommit { repository, files: BTreeMap::new(), known: Mutex::default() };
    let owners = Owners::of(shapes);
    let mut codes: Vec<Option<ContentCode>> = vec![None; shapes.len()];
    let mut tree = None;
    let mut state = State::default();
    for (i, commit) in signed.iter().enumerate() {
        let (content, changes) = repository.with(|git| {
            let content = content_of(git, commit.id, &format!("{}content", repository.prefix()))?;
            Ok::<_, anyhow::Error>((content, differences(git, (tree, content), &mut state)?))
        })?;
        tree = content;
        let mut touched = BTreeSet::new();
        for (path, _, after) in changes {
            let path = format!("content/{path}");
            touched.extend(owners.of_file(&path));
            match after {
                Some(object) => at.files.insert(path, object),
                None => at.files.remove(&path),
            };
        }
        let touched: Vec<usize> = touched.into_iter().collect();
        let fresh: Vec<Option<ContentCode>> =
            touched.par_iter().map(|record| shapes[*record].code(&at)).collect::<Result<_>>()?;
        for (record, code) in touched.into_iter().zip(fresh) {
            codes[record] = code;
        }
        let number = u32::try_from(i).unwrap_or(u32::MAX);
        for (record, code) in codes.iter().enumerate().filter(|(_, code)| code.is_some()) {
            if *code == now[record] {
                found[record].holding.push(number);
            } else if commit.trailers.iter().any(|t| !told[record].contains(&t.stage)) {
                told[record].extend(commit.trailers.iter().map(|trailer| trailer.stage));
                found[record].void.push(number);
            }
        }
    }
    Ok((signed, found))
}

fn signed_commits(git: &gix::Repository, tip: ObjectId) -> Result<Vec<Signed>> {
    let walk = git.rev_walk([tip]);
    let mut found = Vec::new();
    for commit in walk.sorting(Sorting::ByCommitTime(CommitTimeOrder::NewestFirst)).all()? {
        let commit = commit?;
        let object = commit.object()?;
        let message = object.message_raw()?.to_str_lossy();
        let trailers = trailers::read(&message);
        if !trailers.is_empty() {
            let name = commit.id.to_hex_with_len(8).to_string();
            found.push(Signed { id: commit.id, name, day: day_of(commit.commit_time()), trailers });
        }
    }
    Ok(found)
}

/// Which records a file belongs to.
struct Owners {
    files: HashMap<String, Vec<usize>>,
    folders: HashMap<String, usize>,
}

impl Owners {
    fn of(shapes: &[Shape]) -> Self {
        let mut owners = Self { files: HashMap::new(), folders: HashMap::new() };
        for (i, shape) in shapes.iter().enumerate() {
            let other = shape.other_path();
            for path in [&shape.path, &other].into_iter().chain(&shape.given_out) {
                owners.files.entry(path.clone()).or_default().push(i);
            }
            for path in [&shape.path, &other] {
                // An entry or a table lies in its folder; a seal beside its file.
                let folder = path.strip_suffix("/index.md").or(path.strip_suffix(".md"));
                owners.folders.extend(folder.map(|folder| (folder.to_owned(), i)));
            }
        }
        owners
    }

    fn of_file(&self, path: &str) -> impl Iterator<Item = usize> {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let name = path.rsplit('/').next().unwrap_or(path);
        let sealed = name.split_once('.').filter(|_| name.ends_with(".json"));
        let sealed = sealed.and_then(|(stem, _)| self.folders.get(&format!("{folder}/{stem}")));
        let listed = self.files.get(path).into_iter().flatten().copied();
        listed.chain(self.folders.get(folder).copied()).chain(sealed.copied())
    }
}

/// The content of a commit.
struct AtCommit<'a> {
    repository: &'a Repository,
    files: BTreeMap<String, ObjectId>,
    /// Digests of files by their objects, which never change.
    known: Mutex<HashMap<(ObjectId, Form), Option<Digest>>>,
}

impl Files for AtCommit<'_> {
    fn names(&self, folder: &str) -> Vec<String> {
        let prefix = format!("{folder}/");
        let from = (Bound::Included(prefix.as_str()), Bound::Unbounded);
        let below = self.files.range::<str, _>(from);
        let names = below.map_while(|(path, _)| path.strip_prefix(&prefix));
        names.filter(|name| !name.contains('/')).map(str::to_owned).collect()
    }

    fn has(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    fn digest(&self, path: &str, form: Form) -> Result<Option<Digest>> {
        let Some(object) = self.files.get(path) else { return Ok(None) };
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = known().get(&(*object, form)) {
            return Ok(*known);
        }
        let bytes = self
            .repository
            .with(|git| Ok::<_, anyhow::Error>(git.find_object(*object)?.detach().data))?;
        let found = match form {
            Form::Bytes => digest_elsewhere(&bytes).or_else(|| digest(path, bytes, form)),
            _ => digest(path, bytes, form),
        };
        known().insert((*object, form), found);
        Ok(found)
    }
}
