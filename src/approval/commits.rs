//! Signatures in the messages of commits, and what they still hold for.
//!
//! A commit signs its whole tree. From one signed commit back to the next only what lies between
//! their trees is looked at, so that a long history costs no more than what changed in it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Bound;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Result;
use gix::ObjectId;
use gix::bstr::ByteSlice as _;
use gix::diff::tree::State;
use gix::revision::walk::Sorting;
use gix::traverse::commit::simple::CommitTimeOrder;
use rayon::prelude::*;

use super::code::ContentCode;
use super::content::digest;
use super::files::{Digest, Files, Form, Known, OfTree};
use super::judge::{Candidate, Way, Weight};
use super::posts::{NoPost, Post, Posts};
use super::rows::{self, Rows, Said};
use super::subject::Shape;
use super::trailers::{self, Trailer};
use crate::history::{Past, day_of};
use crate::model::{Day, ReviewStage};
use crate::tree::git::{FileChange, Repository, Revision, differences, digest_elsewhere};

/// A commit that signs.
#[derive(Debug)]
struct Signed {
    id: ObjectId,
    day: Day,
    /// By its name, as people know it.
    way: Way,
    trailers: Vec<Trailer>,
}

/// What the commits say of a record; of many records they say the same.
#[derive(Debug, Default, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct OfRecord {
    /// The commits at which its content was what it is now.
    holding: Vec<Run>,
    /// The newest at which it was another, for each stage that is signed.
    void: Vec<u32>,
}

/// Signed commits one after the other, the newest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Run {
    first: u32,
    end: u32,
}

/// What the commits up to a revision sign.
#[derive(Debug, Default)]
pub struct InCommits {
    /// The newest first, with the posts their signatures name.
    signed: Vec<(Signed, Vec<Result<Post, NoPost>>)>,
    records: Vec<OfRecord>,
}

impl InCommits {
    /// Those of the history of a site, for records in the order of their shapes; `now` is the code
    /// each has, and the files that was made of.
    pub fn read(
        past: Option<&Past>,
        shapes: &[Shape],
        now: (&[Option<ContentCode>], OfTree),
        posts: &Posts,
    ) -> Result<Self> {
        let none = || Self { signed: Vec::new(), records: vec![OfRecord::default(); shapes.len()] };
        let Some(past) = past else { return Ok(none()) };
        let Some(tip) = past.revision()? else { return Ok(none()) };
        let (signed, records) = signatures(past.repository(), &tip, shapes, now)?;
        // Few posts sign many records.
        let named = |commit: Signed| {
            let posts = commit.trailers.iter().map(|trailer| posts.find(&trailer.post)).collect();
            (commit, posts)
        };
        Ok(Self { signed: signed.into_iter().map(named).collect(), records })
    }

    /// What they say of a record, by its place in the list.
    pub fn of(&self, record: usize) -> &OfRecord {
        &self.records[record]
    }

    /// The signatures that come to.
    pub fn candidates(&self, of: &OfRecord) -> Vec<Candidate<'_>> {
        let holding = of.holding.iter().flat_map(|run| run.first..run.end);
        let holding = holding.map(|commit| (commit, Weight::Approves));
        let all = holding.chain(of.void.iter().map(|commit| (*commit, Weight::Void)));
        all.flat_map(|(age, weight)| {
            let (commit, posts) = &self.signed[age as usize];
            let trailers = commit.trailers.iter().zip(posts);
            trailers.map(move |(trailer, post)| Candidate {
                stage: trailer.stage,
                post,
                written: &trailer.post,
                date: commit.day,
                way: &commit.way,
                age: Some(age),
                weight,
            })
        })
        .collect()
    }
}

/// The commits up to a revision that sign, the newest first, and what each record has of them;
/// `now` is the code each has, in the order of the shapes.
fn signatures(
    repository: &Repository,
    tip: &Revision,
    shapes: &[Shape],
    (now, files): (&[Option<ContentCode>], OfTree),
) -> Result<(Vec<Signed>, Vec<OfRecord>)> {
    let signed = repository.with(|git| signed_commits(git, tip.commit))?;
    let stages = Stages::of(&signed);
    let mut lives = vec![Life::default(); shapes.len()];
    let mut at = AtCommit::new(repository, files.known());
    let owners = Owners::of(shapes);
    let with_rows = shapes.iter().any(Shape::has_rows);
    let mut roots = Roots::of(shapes);
    for (number, commit) in (0..).zip(&signed) {
        let changes = repository.with(|git| roots.turn(git, commit.id, repository.prefix()))?;
        let mut touched = BTreeSet::new();
        for (path, _, after) in changes {
            touched.extend(owners.of_file(&path));
            if with_rows && rows::is_return(&path) {
                touched.extend(at.turn_return(&path, after)?.iter().flat_map(|n| owners.named(n)));
            }
            match after {
                Some(object) => at.files.insert(path, object),
                None => at.files.remove(&path),
            };
        }
        let touched: Vec<usize> = touched.into_iter().collect();
        let fresh: Vec<Option<ContentCode>> =
            touched.par_iter().map(|record| shapes[*record].code(&at)).collect::<Result<_>>()?;
        for (record, code) in touched.into_iter().zip(fresh) {
            let content = match code {
                None => Content::Absent,
                code if code == now[record] => Content::Same,
                Some(_) => Content::Other,
            };
            lives[record].becomes(content, number, &stages);
        }
    }
    let end = u32::try_from(signed.len()).unwrap_or(u32::MAX);
    let ended = |mut life: Life| {
        life.end_run(end, &stages);
        life.of
    };
    Ok((signed, lives.into_iter().map(ended).collect()))
}

/// The folders and files that hold what is signed, as they lie in the commit last looked at.
struct Roots<'a> {
    at: BTreeMap<&'a str, Lying>,
    state: State,
}

/// What lies at a path: a folder, a file or nothing.
#[derive(Debug, Default, Clone, Copy)]
struct Lying {
    folder: Option<ObjectId>,
    file: Option<ObjectId>,
}

impl<'a> Roots<'a> {
    fn of(shapes: &'a [Shape]) -> Self {
        let roots = shapes.iter().flat_map(Shape::roots);
        Self { at: roots.map(|root| (root, Lying::default())).collect(), state: State::default() }
    }

    /// Goes on to another commit, and tells what is otherwise there; `prefix` is where the site
    /// lies in it.
    fn turn(
        &mut self,
        git: &gix::Repository,
        commit: ObjectId,
        prefix: &str,
    ) -> Result<Vec<FileChange>> {
        let tree = git.find_commit(commit)?.tree()?;
        let mut changes = Vec::new();
        for (root, at) in &mut self.at {
            let entry = tree.lookup_entry(format!("{prefix}{root}").split('/'))?;
            let of = |wanted: bool| entry.as_ref().filter(|_| wanted).map(|own| own.object_id());
            let mode = entry.as_ref().map(|entry| entry.mode());
            let now = Lying {
                folder: of(mode.is_some_and(|mode| mode.is_tree())),
                file: of(mode.is_some_and(|mode| mode.is_blob_or_symlink())),
            };
            if at.file != now.file {
                changes.push(((*root).to_owned(), at.file, now.file));
            }
            let below = differences(git, (at.folder, now.folder), &mut self.state)?;
            let named = |(path, before, after)| (format!("{root}/{path}"), before, after);
            changes.extend(below.into_iter().map(named));
            *at = now;
        }
        Ok(changes)
    }
}

/// What the content of a record or the site was at a commit, beside what it is now.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Content {
    #[default]
    Absent,
    Same,
    Other,
}

/// A record or the site through the signed commits, back from the newest. Only commits that touched it are
/// looked at: between them nothing is otherwise.
#[derive(Debug, Default, Clone)]
struct Life {
    content: Content,
    since: u32,
    of: OfRecord,
    /// The stages of which a void signature is known.
    told: BTreeSet<ReviewStage>,
}

impl Life {
    fn becomes(&mut self, content: Content, at: u32, stages: &Stages) {
        if content != self.content {
            self.end_run(at, stages);
            (self.content, self.since) = (content, at);
        }
    }

    fn end_run(&mut self, end: u32, stages: &Stages) {
        let run = Run { first: self.since, end };
        match self.content {
            Content::Absent => {}
            Content::Same => self.of.holding.push(run),
            Content::Other => stages.newest(run, &mut self.told, &mut self.of.void),
        }
    }
}

/// The commits that sign each stage, in their order.
struct Stages(BTreeMap<ReviewStage, Vec<u32>>);

impl Stages {
    fn of(signed: &[Signed]) -> Self {
        let mut stages: BTreeMap<ReviewStage, Vec<u32>> = BTreeMap::new();
        for (number, commit) in (0..).zip(signed) {
            for trailer in &commit.trailers {
                let commits = stages.entry(trailer.stage).or_default();
                if commits.last() != Some(&number) {
                    commits.push(number);
                }
            }
        }
        Self(stages)
    }

    /// Adds the newest commits of a run that sign a stage not yet told of.
    fn newest(&self, run: Run, told: &mut BTreeSet<ReviewStage>, out: &mut Vec<u32>) {
        let mut from = run.first;
        loop {
            let open = self.0.iter().filter(|(stage, _)| !told.contains(stage));
            let next = |commits: &Vec<u32>| {
                commits.get(commits.partition_point(|commit| *commit < from)).copied()
            };
            let newest = open.filter_map(|(_, commits)| next(commits)).min();
            let Some(newest) = newest.filter(|commit| *commit < run.end) else { return };
            out.push(newest);
            let signed = |commits: &Vec<u32>| commits.binary_search(&newest).is_ok();
            let own = self.0.iter().filter(|(_, commits)| signed(commits));
            told.extend(own.map(|(stage, _)| *stage));
            from = newest + 1;
        }
    }
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
            let way = Way::Commit(commit.id.to_hex_with_len(8).to_string());
            found.push(Signed { id: commit.id, day: day_of(commit.commit_time()), way, trailers });
        }
    }
    Ok(found)
}

/// What a file belongs to.
struct Owners {
    files: HashMap<String, Vec<usize>>,
    folders: HashMap<String, usize>,
    /// By the names by which rows of returns belong to them.
    rows: HashMap<String, Vec<usize>>,
    /// The folder of the theme, with all below it.
    theme: Option<(String, usize)>,
}

impl Owners {
    fn of(shapes: &[Shape]) -> Self {
        let mut owners = Self {
            files: HashMap::new(),
            folders: HashMap::new(),
            rows: HashMap::new(),
            theme: None,
        };
        for (i, shape) in shapes.iter().enumerate() {
            let shape = match shape {
                Shape::Record(shape) => shape,
                Shape::Site(shape) => {
                    for path in shape.files() {
                        owners.files.entry(path.clone()).or_default().push(i);
                    }
                    owners.theme = Some((format!("{}/", shape.theme()), i));
                    continue;
                }
            };
            for name in &shape.row_names {
                owners.rows.entry(name.clone()).or_default().push(i);
            }
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

    /// The tasks that a row of a return belongs to, by the name it gives.
    fn named(&self, name: &str) -> &[usize] {
        self.rows.get(name).map_or(&[], Vec::as_slice)
    }

    fn of_file(&self, path: &str) -> impl Iterator<Item = usize> {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let name = path.rsplit('/').next().unwrap_or(path);
        let sealed = name.split_once('.').filter(|_| name.ends_with(".json"));
        let sealed = sealed.and_then(|(stem, _)| self.folders.get(&format!("{folder}/{stem}")));
        let listed = self.files.get(path).into_iter().flatten().copied();
        let theme = self.theme.as_ref().filter(|(theme, _)| path.starts_with(theme));
        let own = listed.chain(self.folders.get(folder).copied()).chain(sealed.copied());
        own.chain(theme.map(|(_, i)| *i))
    }
}

/// The content of a commit.
struct AtCommit<'a> {
    repository: &'a Repository,
    files: BTreeMap<String, ObjectId>,
    rows: Rows,
    known: Mutex<Known>,
}

impl<'a> AtCommit<'a> {
    fn new(repository: &'a Repository, known: Known) -> Self {
        let known = Mutex::new(known);
        Self { repository, files: BTreeMap::new(), rows: Rows::default(), known }
    }

    /// Takes in what a return is at another commit, and tells which tasks it names or named.
    fn turn_return(&mut self, path: &str, object: Option<ObjectId>) -> Result<BTreeSet<String>> {
        let Some(object) = object else { return Ok(self.rows.put(path, None)) };
        let known = self.known.get_mut().unwrap_or_else(PoisonError::into_inner);
        let said = match known.returns.get(&object) {
            Some(said) => said.clone(),
            None => {
                let said: Arc<Said> = rows::read(path, bytes_of(self.repository, object)?).into();
                known.returns.insert(object, said.clone());
                said
            }
        };
        Ok(self.rows.put(path, Some(said)))
    }
}

fn bytes_of(repository: &Repository, object: ObjectId) -> Result<Vec<u8>> {
    repository.with(|git| Ok(git.find_object(object)?.detach().data))
}

impl Files for AtCommit<'_> {
    fn below(&self, folder: &str) -> Vec<String> {
        let prefix = format!("{folder}/");
        let from = (Bound::Included(prefix.as_str()), Bound::Unbounded);
        let below = self.files.range::<str, _>(from);
        below.map_while(|(path, _)| path.strip_prefix(&prefix)).map(str::to_owned).collect()
    }

    fn has(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    fn digest(&self, path: &str, form: Form) -> Result<Option<Digest>> {
        let Some(object) = self.files.get(path) else { return Ok(None) };
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = known().digests.get(&(*object, form)) {
            return Ok(*known);
        }
        let bytes = bytes_of(self.repository, *object)?;
        let found = match form {
            Form::Bytes => digest_elsewhere(&bytes).or_else(|| digest(path, bytes, form)),
            _ => digest(path, bytes, form),
        };
        known().digests.insert((*object, form), found);
        Ok(found)
    }

    fn rows(&self) -> &Rows {
        &self.rows
    }
}
