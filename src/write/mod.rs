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

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use rayon::prelude::*;

pub use manifest::{ContentDigest, FileDigest, Manifest, TOOL, hex};

use crate::export::dataset::Sum;
use crate::publish::key::{SigningKey, Verdict, verify};
use crate::render::{Failure, Key, Renderer};
use crate::site::{MANIFEST, Page, Route, SIGNATURE, Site};
use crate::tree::{Entry, SitePath, Stamp, Tree};
use cache::Written;
use copies::Copies;
pub(crate) use stage::Stage;

/// Present while files are being replaced; it lists the files that are put in place.
pub const UNFINISHED: &str = ".liangshai-unfinished";

/// A folder a site may be written to: empty, absent, or an earlier build.
#[derive(Debug)]
pub struct Target {
    root: PathBuf,
    /// The files earlier builds wrote, or had begun to.
    old: BTreeSet<String>,
    unfinished: bool,
}

/// Why a folder is not written to.
#[derive(Debug)]
pub enum Refusal {
    /// It holds files no build put there.
    NotABuild {
        example: String,
    },
    NotAFolder,
    /// It is the site itself, or read as its content or theme.
    OfTheSite,
}

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
    Stale,
}

/// How many files were put in place and removed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Changes {
    pub written: usize,
    pub removed: usize,
}

impl Target {
    /// Looks at a folder before anything is done.
    pub fn open(root: &Path) -> Result<Result<Self, Refusal>> {
        let empty = || Self { root: root.to_owned(), old: BTreeSet::new(), unfinished: false };
        let listing = match fs::read_dir(root) {
            Ok(listing) => listing,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Ok(empty())),
            Err(error) if error.kind() == ErrorKind::NotADirectory => {
                return Ok(Err(Refusal::NotAFolder));
            }
            Err(error) => {
                return Err(error).with_context(|| format!("cannot open {}", root.display()));
            }
        };
        let mut names = Vec::new();
        for item in listing {
            let item = item.with_context(|| format!("cannot list {}", root.display()))?;
            names.push(item.file_name().to_string_lossy().into_owned());
        }
        names.sort();
        let has = |name: &str| names.iter().any(|found| found == name);
        let unfinished = has(UNFINISHED);
        let manifest = fs::read(root.join(MANIFEST)).ok();
        let manifest = manifest
            .and_then(|bytes| serde_json::from_slice::<Manifest>(&bytes).ok())
            .filter(|manifest| manifest.tool.starts_with("liangshai "));
        let known = manifest.is_some() || unfinished || has(stage::FOLDER);
        if let (false, Some(example)) = (known, names.first()) {
            return Ok(Err(Refusal::NotABuild { example: example.clone() }));
        }
        let mut old: BTreeSet<String> =
            manifest.into_iter().flat_map(|m| m.files).map(|file| file.path).collect();
        if unfinished {
            // Files the killed build put in place are in no manifest yet.
            let begun = fs::read_to_string(root.join(UNFINISHED)).unwrap_or_default();
            old.extend(begun.lines().filter(|line| is_sound(line)).map(str::to_owned));
        }
        Ok(Ok(Self { root: root.to_owned(), old, unfinished }))
    }

    /// The manifest's stamp, if every file is as an earlier build left it.
    pub fn untouched(&self, pages: &BTreeMap<String, Written>) -> Option<Stamp> {
        let same = |(path, written): (&String, &Written)| {
            stamp(&self.root.join(path)) == Some(written.stamp)
        };
        (self.is_finished() && pages.par_iter().all(same))
            .then(|| stamp(&self.root.join(MANIFEST)))?
    }

    /// Whether no build was cut off in it.
    pub fn is_finished(&self) -> bool {
        !self.unfinished && !self.root.join(stage::FOLDER).exists()
    }

    /// Whether files were being replaced when a build was cut off.
    pub(crate) fn is_mixed(&self) -> bool {
        self.unfinished
    }

    /// The files earlier builds wrote, or had begun to.
    pub(crate) fn old(&self) -> &BTreeSet<String> {
        &self.old
    }

    /// Whether a path is that of a mark or of a stage, which a build that was cut off leaves.
    pub(crate) fn is_left(path: &str) -> bool {
        let below = path.strip_prefix(stage::FOLDER);
        path == UNFINISHED || below.is_some_and(|rest| rest.starts_with('/'))
    }

    /// The manifest's stamp as it is now.
    pub fn manifest(&self) -> Option<Stamp> {
        stamp(&self.root.join(MANIFEST))
    }

    /// The same of its signature.
    pub fn signature(&self) -> Option<Stamp> {
        stamp(&self.root.join(SIGNATURE))
    }
}

/// What tells that a file of the target is as it was written.
fn stamp(file: &Path) -> Option<Stamp> {
    let metadata = file.symlink_metadata().ok().filter(fs::Metadata::is_file)?;
    Some(Stamp::of_file(&metadata).but_for_renames())
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
            let (path, digest) = (route.file(), ContentDigest::of(buffer));
            remember(renderer, page, &digest);
            let mut made = Vec::new();
            for copy in copies.of(&path, digest.bytes) {
                if let Some(bytes) = copy.make(buffer)? {
                    made.push(FileDigest { path: copy.path, digest: ContentDigest::of(&bytes) });
                }
            }
            made.push(FileDigest { path, digest });
            Ok(made)
        });
    let mut digests: Vec<FileDigest> = digests?.into_iter().flatten().collect();
    digests.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(digests)
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
    for Done { path, written, is_staged } in done?.into_iter().flatten() {
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
    let manifest_changed = fs::read(target.root.join(MANIFEST)).ok().as_deref() != Some(&bytes);
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
            match verify(&bytes, Some(old), keys) {
                Verdict::Signed { .. } => Signature::Stands,
                Verdict::Unsigned | Verdict::Forged => Signature::Stale,
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
        let gone: Vec<&str> =
            target.old.iter().filter(|old| !pages.contains_key(*old)).map(String::as_str).collect();
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

/// What is to move in a target.
pub(crate) struct Moves<'a> {
    /// What vouches for the files as they were, and goes before the first of them moves.
    pub stale: &'a [&'a str],
    /// The files on the stage, but for the last.
    pub staged: &'a BTreeSet<String>,
    /// The files that no longer belong.
    pub gone: &'a [&'a str],
    /// What lies on the stage too and tells that all is there: the manifest.
    pub last: &'a [&'a str],
}

impl Moves<'_> {
    /// The files to remove at once, for they stand where a folder must be or the other way round,
    /// or are another file by its case alone, which some disks take for the same; and those that can
    /// wait until nothing links to them.
    fn gone(&self) -> (Vec<&str>, Vec<&str>) {
        let above = |path: &str| -> Vec<String> {
            path.match_indices('/').map(|(slash, _)| path[..slash].to_lowercase()).collect()
        };
        let files: BTreeSet<String> = self.staged.iter().map(|path| path.to_lowercase()).collect();
        let folders: BTreeSet<String> = self.staged.iter().flat_map(|path| above(path)).collect();
        let is_in_the_way = |path: &&str| {
            let own = path.to_lowercase();
            folders.contains(&own)
                || files.contains(&own)
                || above(path).iter().any(|folder| files.contains(folder))
        };
        self.gone.iter().copied().partition(is_in_the_way)
    }
}

impl Target {
    /// Puts what is on the stage in place, each file in one step, and removes what is gone; marked
    /// as unfinished meanwhile. Nothing happens where nothing changes.
    pub(crate) fn replace(&self, stage: &Stage, moves: &Moves) -> Result<()> {
        let Moves { stale, staged, gone, last } = *moves;
        let nothing_moves = [stale, gone, last].iter().all(|paths| paths.is_empty());
        let nothing_moves = nothing_moves && staged.is_empty();
        if nothing_moves && !self.unfinished {
            return stage.close();
        }
        let root = &self.root;
        let unfinished = root.join(UNFINISHED);
        let mut begun: Vec<&str> = self.old.iter().chain(staged).map(String::as_str).collect();
        begun.dedup();
        // Written beside and moved, so that a killed build leaves the whole list or none.
        let list = begun.join("\n");
        let marked = stage.write(UNFINISHED, list.as_bytes()).and_then(|_| stage.put(UNFINISHED));
        if let Err(error) = marked {
            // The disk may be full by now; nothing has moved yet.
            stage.abandon();
            return Err(error);
        }
        let (at_once, later) = moves.gone();
        for path in stale.iter().copied().chain(at_once) {
            remove(root, path)?;
        }
        stage.put_all(last)?;
        for path in last {
            stage.put(path)?;
        }
        for path in later {
            remove(root, path)?;
        }
        stage.close()?;
        fs::remove_file(&unfinished)
            .with_context(|| format!("cannot remove {}", unfinished.display()))
    }
}

/// Whether a path read from a file anyone could have edited stays in the target.
pub(crate) fn is_sound(path: &str) -> bool {
    !path.contains('\\') && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

/// Removes a file of the earlier build and the folders it leaves empty.
fn remove(root: &Path, path: &str) -> Result<()> {
    if !is_sound(path) {
        bail!("{MANIFEST} names a path outside the site: {path}");
    }
    let file = root.join(path);
    // A killed build may have put a folder in the file's place, or a file in its folder's: then
    // what it lists is gone already.
    let is_folder = file.symlink_metadata().is_ok_and(|metadata| metadata.is_dir());
    match if is_folder { Ok(()) } else { fs::remove_file(&file) } {
        Ok(()) => {}
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {}
        Err(error) => {
            return Err(error).with_context(|| format!("cannot remove {}", file.display()));
        }
    }
    let mut folder = file.parent();
    while let Some(empty) = folder.filter(|folder| *folder != root) {
        if fs::remove_dir(empty).is_err() {
            break;
        }
        folder = empty.parent();
    }
    Ok(())
}
