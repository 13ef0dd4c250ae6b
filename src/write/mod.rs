//! Pages → a directory, and the MANIFEST that says what was written.
//!
//! Everything that changed is rendered into a folder inside the target before the first file of
//! the old site moves; then file by file is replaced in one step. What fails before that leaves
//! the old site as it was. A build that is killed while files move leaves a mark, and every file
//! whole; the next one completes it.

pub mod cache;
mod copies;
mod manifest;
pub(crate) mod stage;
mod target;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use anyhow::{Context as _, Result};
use rayon::prelude::*;

pub use manifest::{ContentDigest, FileDigest, Manifest, TOOL, hex};

use crate::export::dataset::Sum;
use crate::render::{Failure, Key, Renderer};
use crate::search::Index;
use crate::signing::{SigningKey, Verdict, verify};
use crate::site::{INDEX, MANIFEST, Page, Route, SIGNATURE, Site};
use crate::tree::{Entry, SitePath, Stamp, Tree};
use cache::Written;
use copies::Copies;
pub(crate) use stage::Stage;
use target::stamp;
pub use target::{Changes, Refusal, Target, UNFINISHED};
pub(crate) use target::{Moves, is_sound};

/// What was done to a target.
#[derive(Debug)]
pub struct Outcome {
    pub manifest: Manifest,
    /// Of the manifest's own bytes.
    pub manifest_sha256: String,
    /// Every file but the manifest, for the next build.
    pub pages: BTreeMap<String, Written>,
    pub changes: Changes,
    pub signature: Signature,
}

/// What became of the manifest's signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signature {
    /// There is none, or it holds as it was.
    Stands,
    New,
    /// It did not hold any more, and was removed.
    Gone(Gone),
}

/// Why a signature does not hold any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gone {
    /// What was signed is not what was built.
    Content,
    /// It is by none of the keys that the site names now, or was damaged.
    Keys,
    /// The site names no keys, so nobody knows whose it is.
    NoKeys,
}

/// Renders every page that changed into the target.
///
/// `last` is what the last build wrote; a file that is still so, and whose page has the same key,
/// is left alone. `now` is older than anything that was read. The manifest is signed with `key`;
/// without one, a signature that does not hold any more is removed.
pub fn write(
    target: &Target,
    renderer: &Renderer,
    files: Files,
    last: &BTreeMap<String, Written>,
    key: Option<&SigningKey>,
) -> Result<Outcome, Failure> {
    let stage = Stage::open(&target.root)?;
    match fill(&stage, target, renderer, files, last, key) {
        Ok(prepared) => Ok(prepared.put_in_place(target, &stage)?),
        Err(failure) => {
            // The failure is what matters; a stage left behind is swept by the next build.
            stage.abandon();
            Err(failure)
        }
    }
}

/// Where files given out by records come from.
#[derive(Clone, Copy)]
pub struct Files<'a> {
    pub tree: &'a dyn Tree,
    /// The stamp of a file made before the tree was listed, if one could be made.
    pub now: Option<Stamp>,
    /// The commit they are of; none for a folder.
    pub revision: Option<&'a str>,
}

impl Files<'_> {
    /// The key of a file, if its stamp can be relied on.
    fn key(&self, path: &SitePath, renderer: &Renderer) -> Result<Option<Key>> {
        let listed = self.tree.list(path.as_str())?;
        let keeps = renderer.site().facts.public().settings().keep_metadata;
        Ok(match (listed.get(path), self.now) {
            (Some(Entry::File(stamp)), Some(now)) if stamp.is_before(now) => {
                Some(Key::of(&(stamp, keeps)))
            }
            _ => None,
        })
    }
}

/// The digests that a build of a site would have, without writing it.
pub fn digests(renderer: &Renderer, files: Files) -> Result<Vec<FileDigest>, Failure> {
    let encodings = &renderer.site().facts.public().settings().output.precompressed;
    let copies = Copies::new(encodings, renderer.site().pages.keys().map(Route::file));
    let digests: Result<Vec<Vec<FileDigest>>, Failure> =
        each_page(renderer.site(), |buffer, route, page| {
            make(route, page, renderer, files, buffer)?;
            remember(renderer, page, &ContentDigest::of(buffer));
            Ok(digests_of(route.file(), buffer, &copies)?)
        });
    let mut digests: Vec<FileDigest> = digests?.into_iter().flatten().collect();
    if let Some(index) = Index::of(renderer) {
        for (path, bytes) in index.make()? {
            digests.extend(digests_of(path, &bytes, &copies)?);
        }
    }
    digests.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(digests)
}

/// The digests of a file and of its compressed copies.
fn digests_of(path: String, bytes: &[u8], copies: &Copies) -> Result<Vec<FileDigest>> {
    let digest = ContentDigest::of(bytes);
    let mut made = Vec::new();
    for copy in copies.of(&path, digest.bytes) {
        if let Some(bytes) = copy.make(bytes)? {
            made.push(FileDigest { path: copy.path, digest: ContentDigest::of(&bytes) });
        }
    }
    made.push(FileDigest { path, digest });
    Ok(made)
}

/// Does something with each page, in parallel, with an empty buffer to make it in; last with those
/// that tell of the data files, which are known by then.
fn each_page<T: Send>(
    site: &Site,
    act: impl Fn(&mut Vec<u8>, &Route, &Page) -> Result<T, Failure> + Sync,
) -> Result<Vec<T>, Failure> {
    let mut done = Vec::with_capacity(site.pages.len());
    for pages in site.passes() {
        let batch: Result<Vec<T>, Failure> = pages
            .par_iter()
            // A listing takes as long as a hundred records, so a thread takes few pages at a time.
            .with_max_len(8)
            .map_init(Vec::new, |buffer: &mut Vec<u8>, (route, page)| {
                buffer.clear();
                act(buffer, route, page)
            })
            .collect();
        done.extend(batch?);
    }
    Ok(done)
}

/// Tells what a data file turned out to be.
fn remember(renderer: &Renderer, page: &Page, digest: &ContentDigest) {
    if let Page::Dataset { file, format } = page {
        let sum = Sum { bytes: digest.bytes, sha256: digest.sha256.clone() };
        renderer.remember(file, *format, sum);
    }
}

/// A build whose changes wait in the stage.
struct Prepared {
    manifest: Manifest,
    manifest_sha256: String,
    pages: BTreeMap<String, Written>,
    /// The files that wait.
    staged: BTreeSet<String>,
    manifest_changed: bool,
    signature: Signature,
}

/// Renders what changed into the stage, in parallel.
fn fill(
    stage: &Stage,
    target: &Target,
    renderer: &Renderer,
    files: Files,
    last: &BTreeMap<String, Written>,
    key: Option<&SigningKey>,
) -> Result<Prepared, Failure> {
    let encodings = &renderer.site().facts.public().settings().output.precompressed;
    let copies = Copies::new(encodings, renderer.site().pages.keys().map(Route::file));
    let fill = Fill { stage, target, renderer, files, last, copies };
    let done: Result<Vec<Vec<Done>>, Failure> =
        each_page(renderer.site(), |buffer, route, page| {
            let mut done = vec![fill.page(route, page, buffer)?];
            remember(renderer, page, &done[0].written.digest);
            fill.copies(buffer, &mut done)?;
            Ok(done)
        });
    let mut pages = BTreeMap::new();
    let mut staged = BTreeSet::new();
    let mut digests = Vec::new();
    let index = fill.index()?;
    for Done { path, written, is_staged } in done?.into_iter().chain(index).flatten() {
        digests.push(FileDigest { path: path.clone(), digest: written.digest.clone() });
        if is_staged {
            staged.insert(path.clone());
        }
        pages.insert(path, written);
    }
    digests.sort_by(|a, b| a.path.cmp(&b.path));
    let manifest = Manifest::new(renderer.site(), files.revision, digests);
    let mut bytes = serde_json::to_vec_pretty(&manifest).context("a manifest is JSON")?;
    bytes.push(b'\n');
    let before = fs::read(target.root.join(MANIFEST)).unwrap_or_default();
    let manifest_changed = before != bytes;
    if manifest_changed {
        stage.write(MANIFEST, &bytes)?;
    }
    let old = target.signature().and_then(|_| fs::read(target.root.join(SIGNATURE)).ok());
    let signature = match (key, &old) {
        (Some(key), old) => {
            let signature = key.sign(&bytes).into_bytes();
            if old.as_ref() == Some(&signature) {
                Signature::Stands
            } else {
                stage.write(SIGNATURE, &signature)?;
                Signature::New
            }
        }
        (None, None) => Signature::Stands,
        (None, Some(old)) => {
            let keys = &renderer.site().facts.public().settings().signing.public_keys;
            let holds =
                |bytes: &[u8]| matches!(verify(bytes, Some(old), keys), Verdict::Signed { .. });
            match keys.is_empty() {
                false if holds(&bytes) => Signature::Stands,
                false if holds(&before) => Signature::Gone(Gone::Content),
                false => Signature::Gone(Gone::Keys),
                true => Signature::Gone(Gone::NoKeys),
            }
        }
    };
    stage.refuse_obstacles(target.old())?;
    let manifest_sha256 = ContentDigest::of(&bytes).sha256;
    Ok(Prepared { manifest, manifest_sha256, pages, staged, manifest_changed, signature })
}

/// What filling the stage needs to know.
struct Fill<'a> {
    stage: &'a Stage,
    target: &'a Target,
    renderer: &'a Renderer,
    files: Files<'a>,
    last: &'a BTreeMap<String, Written>,
    copies: Copies<'a>,
}

/// A file that lies in the target as it must, or waits on the stage.
struct Done {
    path: String,
    written: Written,
    is_staged: bool,
}

impl Fill<'_> {
    /// A page's file; `buffer` is left empty where it need not be made.
    fn page(&self, route: &Route, page: &Page, buffer: &mut Vec<u8>) -> Result<Done, Failure> {
        let path = route.file();
        let old = self.standing(&path);
        if let Some(old) = old
            && old.key.is_some()
            && old.key == key(route, page, self.renderer, self.files)?
        {
            return Ok(Done { path, written: old.clone(), is_staged: false });
        }
        let key = make(route, page, self.renderer, self.files, buffer)?;
        Ok(self.put(path, key, buffer, old)?)
    }

    /// The index of words, which is made of all records at once: as a whole, or not at all where it
    /// stands as it would come out.
    fn index(&self) -> Result<Vec<Vec<Done>>> {
        let Some(index) = Index::of(self.renderer) else { return Ok(Vec::new()) };
        let key = Some(index.key());
        let below = self.last.range(INDEX.to_owned()..);
        // The copies have keys of their own.
        let last: Vec<&String> = below
            .take_while(|(path, _)| path.starts_with(INDEX))
            .filter(|(_, written)| written.key == key)
            .map(|(path, _)| path)
            .collect();
        let standing: Option<Vec<Done>> = last
            .par_iter()
            .map(|path| {
                let written = self.standing(path)?.clone();
                Some(Done { path: (*path).clone(), written, is_staged: false })
            })
            .collect();
        let with_copies = |done: Done, buffer: &mut Vec<u8>| {
            let mut done = vec![done];
            self.copies(buffer, &mut done)?;
            Ok(done)
        };
        match standing.filter(|files| !files.is_empty()) {
            Some(files) => {
                files.into_par_iter().map(|done| with_copies(done, &mut Vec::new())).collect()
            }
            None => index
                .make()?
                .into_par_iter()
                .map(|(path, mut bytes)| {
                    let old = self.standing(&path);
                    with_copies(self.put(path, key, &bytes, old)?, &mut bytes)
                })
                .collect(),
        }
    }

    /// The compressed copies of the file in `done`, which holds what is in `buffer` if that was
    /// made.
    fn copies(&self, buffer: &mut Vec<u8>, done: &mut Vec<Done>) -> Result<()> {
        let Some(Done { path, written: Written { digest, .. }, .. }) = done.first() else {
            return Ok(());
        };
        let mut made = Vec::new();
        for copy in self.copies.of(path, digest.bytes) {
            let key = Some(copy.key(digest));
            let old = self.standing(&copy.path);
            if let Some(old) = old.filter(|old| old.key == key) {
                made.push(Done { path: copy.path, written: old.clone(), is_staged: false });
                continue;
            }
            if buffer.is_empty() {
                let file = self.target.root.join(path);
                *buffer =
                    fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
            }
            if let Some(bytes) = copy.make(buffer)? {
                made.push(self.put(copy.path, key, &bytes, old)?);
            }
        }
        done.extend(made);
        Ok(())
    }

    /// A file of the target that is as the last build left it.
    fn standing(&self, path: &str) -> Option<&Written> {
        let is_so = |old: &&Written| stamp(&self.target.root.join(path)) == Some(old.stamp);
        self.last.get(path).filter(is_so)
    }

    /// Puts bytes on the stage, unless what stands in their place are the same.
    fn put(
        &self,
        path: String,
        key: Option<Key>,
        bytes: &[u8],
        old: Option<&Written>,
    ) -> Result<Done> {
        let digest = ContentDigest::of(bytes);
        if let Some(old) = old.filter(|old| old.digest == digest) {
            let written = Written { key, ..old.clone() };
            return Ok(Done { path, written, is_staged: false });
        }
        let stamp = self.stage.write(&path, bytes)?;
        Ok(Done { path, written: Written { key, stamp, digest }, is_staged: true })
    }
}

/// The key of a file, without making it.
fn key(
    route: &Route,
    page: &Page,
    renderer: &Renderer,
    files: Files,
) -> Result<Option<Key>, Failure> {
    match page {
        Page::File(path) => Ok(files.key(path, renderer)?),
        page => renderer.key(route, page),
    }
}

/// Makes a file's bytes, and its key where it has one.
fn make(
    route: &Route,
    page: &Page,
    renderer: &Renderer,
    files: Files,
    buffer: &mut Vec<u8>,
) -> Result<Option<Key>, Failure> {
    match page {
        Page::File(path) => {
            // The key first: a file that changes while it is read must not keep its old bytes.
            let key = files.key(path, renderer)?;
            // Taken over as it is: a film need not lie in memory twice.
            *buffer = renderer.file(files.tree, path)?;
            Ok(key)
        }
        page => renderer.render_with_key(route, page, buffer),
    }
}

impl Prepared {
    /// Moves the staged files into place and removes what no longer belongs.
    fn put_in_place(self, target: &Target, stage: &Stage) -> Result<Outcome> {
        let Self { manifest, manifest_sha256, pages, staged, manifest_changed, signature } = self;
        let gone: Vec<&str> = target
            .old()
            .iter()
            .filter(|old| !pages.contains_key(*old))
            .map(String::as_str)
            .collect();
        let changes = Changes { written: staged.len(), removed: gone.len() };
        let mut last = Vec::new();
        if manifest_changed {
            last.push(MANIFEST);
        }
        if signature == Signature::New {
            last.push(SIGNATURE);
        }
        // Nothing ever lies beside a signature that is not what was signed.
        let stale: &[&str] = if signature == Signature::Stands { &[] } else { &[SIGNATURE] };
        target.replace(stage, &Moves { stale, staged: &staged, gone: &gone, last: &last })?;
        Ok(Outcome { manifest, manifest_sha256, pages, changes, signature })
    }
}
