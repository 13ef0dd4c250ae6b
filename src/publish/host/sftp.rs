//! Releases on a machine that gives out nothing but SFTP.
//!
//! SFTP tells no digests, so what lies there is proved by reading it back: a publication reads the
//! release that is served once, and what it sent once more. Where the server gives out a shell,
//! `ssh://` has it hash its files itself.

mod session;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::sync::Mutex;

use anyhow::{Context as _, Result, bail};
use sha2::{Digest as _, Sha256};

use self::session::{Answer, Attributes, CHUNK, LINK, REPLACE, Request, Session};
use super::openssh::{Client, Fault};
use super::remote::{self, Kind};
use super::{Delivery, Host, Notes};
use crate::publish::folder::{Difference, Listing, Odd};
use crate::write::{FileDigest, hex};

/// A folder of a machine that speaks SFTP.
#[derive(Debug)]
pub struct Sftp {
    // Before the client, whose connection carries them.
    free: Mutex<Vec<Session>>,
    client: Client,
    root: String,
}

/// How many files are open at once.
const OPEN: usize = 32;
/// How often a folder is filled before what is wrong with it is a failure.
const ROUNDS: usize = 3;

impl Sftp {
    /// A folder, by its absolute path, whether it is there yet or not.
    pub fn new(client: Client, root: &str) -> Self {
        Self { free: Mutex::new(Vec::new()), client, root: root.to_owned() }
    }

    fn at(&self, path: &str) -> String {
        format!("{}/{path}", self.root)
    }

    fn shown(&self, path: &str) -> String {
        format!("{}:{}/{path}", self.client.host(), self.root)
    }

    /// Does something in a conversation of its own, so that the lock beats while files travel; again
    /// where the network failed. It is told how often it was tried before.
    fn with<T>(&self, mut does: impl FnMut(&mut Session, usize) -> Result<T>) -> Result<T> {
        self.client.patiently(|tried| {
            let free = || self.free.lock().unwrap_or_else(|broken| broken.into_inner());
            let session = free().pop();
            let mut session = match session {
                Some(session) => session,
                None => Session::open(&self.client)?,
            };
            let done = does(&mut session, tried)?;
            // One in which something failed may have answers left that nobody waits for.
            free().push(session);
            Ok(done)
        })
    }
}

impl Notes for Sftp {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>> {
        self.with(|session, _| read(session, &self.at(path)))
            .with_context(|| format!("cannot read {}", self.shown(path)))
    }

    fn write(&self, path: &str, bytes: &[u8]) -> Result<()> {
        let target = self.at(path);
        self.with(|session, _| {
            make_folders(session, &self.root, [target.as_str()])?;
            let beside = self.client.beside(&target);
            write_new(session, &beside, bytes)?;
            replace(session, &beside, &target)
        })
        .with_context(|| format!("cannot write {}", self.shown(path)))
    }

    fn create(&self, path: &str, bytes: &[u8]) -> Result<bool> {
        let target = self.at(path);
        self.with(|session, tried| {
            make_folders(session, &self.root, [target.as_str()])?;
            // A try before may have made it and never heard of that.
            let is_ours = |session: &mut Session| {
                Ok(tried > 0 && read(session, &target)?.as_deref() == Some(bytes))
            };
            if exists(session, &target)? {
                return is_ours(session);
            }
            if !session.has(LINK) {
                return match session.ask(Request::open_new(&target))? {
                    Answer::Handle(handle) => {
                        write_to(session, &handle, bytes)?;
                        Ok(true)
                    }
                    _ if exists(session, &target)? => is_ours(session),
                    answer => Err(refused(answer)),
                };
            }
            // A second name is made only where there is none.
            let beside = self.client.beside(&target);
            write_new(session, &beside, bytes)?;
            let linked = session.ask(Request::link(&beside, &target))?;
            session.ask(Request::remove(beside.as_bytes()))?;
            match linked {
                Answer::Done => Ok(true),
                _ if exists(session, &target)? => is_ours(session),
                answer => Err(refused(answer)),
            }
        })
        .with_context(|| format!("cannot write {}", self.shown(path)))
    }

    fn remove(&self, path: &str) -> Result<()> {
        self.with(|session, _| remove(session, &self.at(path)))
            .with_context(|| format!("cannot remove {}", self.shown(path)))
    }
}

impl Host for Sftp {
    fn names(&self, folder: &str) -> Result<Vec<String>> {
        let below = self.with(|session, _| names(session, self.at(folder).as_bytes()));
        let below = below.with_context(|| format!("cannot read {}", self.shown(folder)))?;
        let name = |(name, _): (Vec<u8>, _)| String::from_utf8_lossy(&name).into_owned();
        let mut names: Vec<String> = below.unwrap_or_default().into_iter().map(name).collect();
        names.sort();
        Ok(names)
    }

    fn leads_to(&self, link: &str) -> Result<Option<String>> {
        self.with(|session, _| {
            let path = self.at(link);
            match session.ask(Request::lstat(&path))? {
                Answer::Absent => return Ok(None),
                Answer::Attributes(found) if kind(&found) != Kind::Link => return Ok(None),
                Answer::Attributes(_) => {}
                answer => return Err(refused(answer)),
            }
            match session.ask(Request::read_link(&path))? {
                Answer::Names(names) => Ok(names
                    .into_iter()
                    .next()
                    .map(|(name, _)| String::from_utf8_lossy(&name).into_owned())),
                answer => Err(refused(answer)),
            }
        })
        .with_context(|| format!("cannot read {}", self.shown(link)))
    }

    fn lead(&self, link: &str, to: &str) -> Result<()> {
        let target = self.at(link);
        self.with(|session, _| {
            let beside = self.client.beside(&target);
            done(session.ask(Request::make_link(to, &beside))?)?;
            replace(session, &beside, &target)
        })
        .with_context(|| format!("cannot link {}", self.shown(link)))
    }

    fn rename(&self, from: &str, to: &str) -> Result<()> {
        let (old, new) = (self.at(from), self.at(to));
        self.with(|session, tried| {
            make_folders(session, &self.root, [new.as_str()])?;
            if exists(session, &new)? {
                // A try before may have done it and never heard of that.
                let is_done = tried > 0 && !exists(session, &old)?;
                return if is_done { Ok(()) } else { Err(Fault::Taken.into()) };
            }
            done(session.ask(Request::rename(&old, &new))?)
        })
        .with_context(|| format!("cannot write {}", self.shown(to)))
    }

    fn exchange(&self, one: &str, other: &str) -> Result<()> {
        let third = format!("{one}.away");
        self.rename(one, &third)?;
        self.rename(other, one)?;
        self.rename(&third, other)
    }

    fn compare(&self, folder: &str, files: &[FileDigest]) -> Result<BTreeMap<String, Difference>> {
        let files: Vec<&FileDigest> = files.iter().collect();
        self.with(|session, _| compare(session, &self.at(folder), &files, &BTreeSet::new()))
            .with_context(|| format!("cannot read {}", self.shown(folder)))
    }

    fn fill(&self, folder: &str, delivery: &Delivery, arrived: &dyn Fn(&str)) -> Result<()> {
        let files: Vec<&FileDigest> = delivery.same.iter().chain(&delivery.sent).copied().collect();
        let part = self.at(folder);
        let mut left: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
        let mut came = |path: &str| {
            if left.remove(path) {
                arrived(path);
            }
        };
        // What was linked from a release that this publication has read is not read again.
        let mut linked = BTreeSet::new();
        let filled = (0..=ROUNDS).try_fold(false, |is_full, round| {
            if is_full {
                return Ok(true);
            }
            self.with(|session, _| {
                let found = compare(session, &part, &files, &linked)?;
                let is_there = |file: &&&FileDigest| !found.contains_key(&file.path);
                files.iter().filter(is_there).for_each(|file| came(&file.path));
                if found.is_empty() {
                    return Ok(true);
                }
                if round == ROUNDS {
                    let names: Vec<&str> = found.keys().map(String::as_str).take(3).collect();
                    bail!(Fault::Said(format!("{} is not there as it was sent", names.join(", "))));
                }
                clear(session, &part, &found)?;
                linked.retain(|path| !found.contains_key(path));
                let missing = |file: &&&FileDigest| found.contains_key(&file.path);
                make_folders(
                    session,
                    &self.root,
                    files.iter().filter(missing).map(|file| format!("{part}/{}", file.path)),
                )?;
                if let Some(base) = &delivery.base
                    && session.has(LINK)
                {
                    let same = delivery.same.iter().filter(missing).copied();
                    link(session, &self.at(base), &part, same, &mut linked)?;
                }
                linked.iter().for_each(|path| came(path));
                let rest = files.iter().filter(missing).copied();
                let rest: Vec<&FileDigest> =
                    rest.filter(|file| !linked.contains(&file.path)).collect();
                for some in rest.chunks(OPEN) {
                    send(session, delivery.build, &part, some)?;
                    some.iter().for_each(|file| came(&file.path));
                }
                Ok(false)
            })
        });
        filled.map(|_| ()).with_context(|| format!("cannot write {}", self.shown(folder)))
    }
}

/// An answer that only says that it was done.
fn done(answer: Answer) -> Result<()> {
    match answer {
        Answer::Done => Ok(()),
        answer => Err(refused(answer)),
    }
}

/// Why something was not done.
fn refused(answer: Answer) -> anyhow::Error {
    match answer {
        Answer::Refused(fault) => fault.into(),
        Answer::Absent => Fault::Said("No such file".to_owned()).into(),
        _ => Fault::Said("the server answers something else than it was asked".to_owned()).into(),
    }
}

fn handle(answer: Answer) -> Result<Vec<u8>> {
    match answer {
        Answer::Handle(handle) => Ok(handle),
        answer => Err(refused(answer)),
    }
}

/// What lies under a name, by the bits of its mode.
fn kind(found: &Attributes) -> Kind {
    match found.mode.map(|mode| mode & 0o170_000) {
        Some(0o040_000) => Kind::Folder,
        Some(0o120_000) => Kind::Link,
        Some(0o100_000) => Kind::File { bytes: found.bytes.unwrap_or_default() },
        _ => Kind::Device,
    }
}

fn exists(session: &mut Session, path: &str) -> Result<bool> {
    match session.ask(Request::lstat(path))? {
        Answer::Attributes(_) => Ok(true),
        Answer::Absent => Ok(false),
        answer => Err(refused(answer)),
    }
}

/// A small file; none where there is none.
fn read(session: &mut Session, path: &str) -> Result<Option<Vec<u8>>> {
    let opened = session.ask(Request::open(path))?;
    if opened == Answer::Absent {
        return Ok(None);
    }
    let handle = handle(opened)?;
    let mut bytes = Vec::new();
    loop {
        match session.ask(Request::read(&handle, bytes.len() as u64, CHUNK as u32))? {
            Answer::Data(data) if !data.is_empty() => bytes.extend(data),
            Answer::End => break,
            answer => return Err(refused(answer)),
        }
    }
    done(session.ask(Request::close(&handle))?)?;
    Ok(Some(bytes))
}

fn write_new(session: &mut Session, path: &str, bytes: &[u8]) -> Result<()> {
    let handle = handle(session.ask(Request::open_new(path))?)?;
    write_to(session, &handle, bytes)
}

fn write_to(session: &mut Session, handle: &[u8], bytes: &[u8]) -> Result<()> {
    let chunks = bytes.chunks(CHUNK).enumerate();
    let requests = chunks.map(|(i, chunk)| ((), Request::write(handle, (i * CHUNK) as u64, chunk)));
    session.ask_all(requests, |(), answer| done(answer).map(|()| None))?;
    done(session.ask(Request::close(handle))?)
}

/// Puts a file or a link in another's place, in one step.
fn replace(session: &mut Session, from: &str, to: &str) -> Result<()> {
    if !session.has(REPLACE) {
        session.ask(Request::remove(from.as_bytes()))?;
        bail!(Fault::Lacks("what replaces a file in one step (posix-rename@openssh.com)"));
    }
    let replaced = session.ask(Request::replace(from, to))?;
    if replaced != Answer::Done {
        session.ask(Request::remove(from.as_bytes()))?;
    }
    done(replaced)
}

/// Makes the folders that files need, those above first; the root's own too.
fn make_folders(
    session: &mut Session,
    root: &str,
    files: impl IntoIterator<Item = impl AsRef<str>>,
) -> Result<()> {
    let mut levels: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
    for file in files {
        let mut path = file.as_ref();
        while let Some((folder, _)) = path.rsplit_once('/').filter(|(above, _)| !above.is_empty()) {
            let depth = folder.matches('/').count();
            if !levels.entry(depth).or_default().insert(folder.to_owned()) {
                break;
            }
            path = folder;
        }
    }
    // Most are there, and a folder that is there has all that are above it.
    let root_depth = root.matches('/').count();
    if exists(session, root)? {
        levels.retain(|depth, _| *depth > root_depth);
    }
    for folders in levels.into_values() {
        let mut failed = Vec::new();
        let requests = folders.iter().map(|folder| (folder, Request::make_folder(folder)));
        session.ask_all(requests, |folder, answer| {
            if let Err(error) = done(answer) {
                failed.push((folder, error));
            }
            Ok(None)
        })?;
        for (folder, error) in failed {
            // It was there, or it could not be made.
            if !exists(session, folder)? {
                return Err(error);
            }
        }
    }
    Ok(())
}

/// What lies in a folder; none where there is no folder.
fn names(session: &mut Session, folder: &[u8]) -> Result<Option<Vec<(Vec<u8>, Attributes)>>> {
    let opened = session.ask(Request::open_folder(folder))?;
    if opened == Answer::Absent {
        return Ok(None);
    }
    let handle = handle(opened)?;
    let mut all = Vec::new();
    loop {
        match session.ask(Request::read_folder(&handle))? {
            Answer::Names(names) => all.extend(names),
            Answer::End => break,
            answer => return Err(refused(answer)),
        }
    }
    done(session.ask(Request::close(&handle))?)?;
    all.retain(|(name, _)| name != b"." && name != b"..");
    Ok(Some(all))
}

/// Everything below a folder with what it is, a folder before what is in it.
fn walk(session: &mut Session, root: &str) -> Result<Vec<(Vec<u8>, Kind)>> {
    let mut found: Vec<(Vec<u8>, Kind)> = Vec::new();
    let mut level = vec![Vec::new()];
    while !level.is_empty() {
        let mut below = Vec::new();
        for some in level.chunks(OPEN) {
            for (folder, name, attributes) in names_of_all(session, root, some)? {
                let path = [folder.as_slice(), &name].concat();
                let kind = kind(&attributes);
                if kind == Kind::Folder {
                    below.push([path.as_slice(), b"/"].concat());
                }
                found.push((path, kind));
            }
        }
        level = below;
    }
    Ok(found)
}

type Named = (Vec<u8>, Vec<u8>, Attributes);

/// What lies in some folders, by the folder.
fn names_of_all(session: &mut Session, root: &str, folders: &[Vec<u8>]) -> Result<Vec<Named>> {
    let path = |folder: &[u8]| {
        let path = [root.as_bytes(), b"/", folder].concat();
        path.strip_suffix(b"/").map(<[u8]>::to_vec).unwrap_or(path)
    };
    let mut open = Vec::new();
    let requests = folders.iter().map(|folder| (folder, Request::open_folder(&path(folder))));
    session.ask_all(requests, |folder, answer| {
        // One that is gone by now holds nothing.
        if answer != Answer::Absent {
            open.push((folder, handle(answer)?));
        }
        Ok(None)
    })?;
    let mut all = Vec::new();
    let requests = open.iter().map(|of| (of, Request::read_folder(&of.1)));
    session.ask_all(requests, |of, answer| match answer {
        Answer::Names(names) => {
            let names = names.into_iter().filter(|(name, _)| name != b"." && name != b"..");
            all.extend(names.map(|(name, found)| (of.0.clone(), name, found)));
            Ok(Some((of, Request::read_folder(&of.1))))
        }
        Answer::End => Ok(None),
        answer => Err(refused(answer)),
    })?;
    let requests = open.iter().map(|(_, handle)| ((), Request::close(handle)));
    session.ask_all(requests, |(), answer| done(answer).map(|()| None))?;
    Ok(all)
}

/// Every difference of a folder from a list; `known` are files that need not be read.
fn compare(
    session: &mut Session,
    folder: &str,
    files: &[&FileDigest],
    known: &BTreeSet<String>,
) -> Result<BTreeMap<String, Difference>> {
    let mut listing = Listing::default();
    for (path, kind) in walk(session, folder)? {
        remote::add(&mut listing, &path, kind);
    }
    let mut changed = BTreeSet::new();
    let mut unread = Vec::new();
    for file in files {
        match listing.files.get(&file.path) {
            Some(bytes) if *bytes != file.digest.bytes => {
                changed.insert(file.path.clone());
            }
            Some(_) if !known.contains(&file.path) => unread.push(*file),
            _ => {}
        }
    }
    for some in unread.chunks(OPEN) {
        changed.extend(read_back(session, folder, some)?);
    }
    Ok(remote::differences(listing, files, &changed))
}

/// Which of these files hold something else, by reading them.
fn read_back(session: &mut Session, folder: &str, files: &[&FileDigest]) -> Result<Vec<String>> {
    struct Reading<'f> {
        file: &'f FileDigest,
        handle: Vec<u8>,
        digest: Sha256,
        at: u64,
        /// What came before its turn.
        early: BTreeMap<u64, Vec<u8>>,
    }
    let mut reading: Vec<Reading> = Vec::new();
    let paths = files.iter().map(|file| (*file, Request::open(&format!("{folder}/{}", file.path))));
    session.ask_all(paths, |file, answer| {
        let handle = handle(answer)?;
        let (digest, early) = (Sha256::new(), BTreeMap::new());
        reading.push(Reading { file, handle, digest, at: 0, early });
        Ok(None)
    })?;
    let chunks: Vec<(usize, u64)> = reading
        .iter()
        .enumerate()
        .flat_map(|(i, of)| (0..of.file.digest.bytes).step_by(CHUNK).map(move |at| (i, at)))
        .collect();
    let handles: Vec<Vec<u8>> = reading.iter().map(|of| of.handle.clone()).collect();
    let ask = |i: usize, at: u64, length: u64| {
        ((i, at, length), Request::read(&handles[i], at, length as u32))
    };
    let requests = chunks.into_iter().map(|(i, at)| ask(i, at, CHUNK as u64));
    session.ask_all(requests, |(i, at, length), answer| {
        let of = &mut reading[i];
        let data = match answer {
            Answer::Data(data) if data.len() as u64 <= length => data,
            // It was cut while it was read.
            Answer::End => return Ok(None),
            answer => return Err(refused(answer)),
        };
        let end = at + data.len() as u64;
        of.early.insert(at, data);
        while let Some(data) = of.early.remove(&of.at) {
            of.digest.update(&data);
            of.at += data.len() as u64;
        }
        // A server may answer with less than it was asked for.
        let whole = (at + length).min(of.file.digest.bytes);
        Ok((end < whole).then(|| ask(i, end, whole - end)))
    })?;
    let requests = handles.iter().map(|handle| ((), Request::close(handle)));
    session.ask_all(requests, |(), answer| done(answer).map(|()| None))?;
    let changed = reading.into_iter().filter_map(|of| {
        let is_whole = of.at == of.file.digest.bytes;
        let is_same = is_whole && hex(&of.digest.finalize()) == of.file.digest.sha256;
        (!is_same).then(|| of.file.path.clone())
    });
    Ok(changed.collect())
}

/// Gives files of a release a second name in the next; those that got one are added to `linked`.
fn link<'f>(
    session: &mut Session,
    base: &str,
    part: &str,
    files: impl Iterator<Item = &'f FileDigest>,
    linked: &mut BTreeSet<String>,
) -> Result<()> {
    let requests = files.map(|file| {
        let path = &file.path;
        (path, Request::link(&format!("{base}/{path}"), &format!("{part}/{path}")))
    });
    session.ask_all(requests, |path, answer| {
        // A disk without second names, or with too many: it is sent.
        if answer == Answer::Done {
            linked.insert(path.clone());
        }
        Ok(None)
    })
}

/// Sends some files, which are not there yet.
fn send(session: &mut Session, build: &Path, part: &str, files: &[&FileDigest]) -> Result<()> {
    let mut open = Vec::new();
    let requests =
        files.iter().map(|file| (*file, Request::open_new(&format!("{part}/{}", file.path))));
    session.ask_all(requests, |file, answer| {
        open.push((file, handle(answer)?));
        Ok(None)
    })?;
    for (file, handle) in &open {
        let from = build.join(&file.path);
        let shown = || format!("cannot read {}", from.display());
        let mut local = File::open(&from).with_context(shown)?;
        let mut digest = Sha256::new();
        let mut at = 0;
        let mut failed = None;
        let requests = std::iter::from_fn(|| {
            let mut chunk = Vec::with_capacity(CHUNK);
            match (&mut local).take(CHUNK as u64).read_to_end(&mut chunk) {
                Ok(0) => None,
                Ok(read) => {
                    digest.update(&chunk);
                    let request = Request::write(handle, at, &chunk);
                    at += read as u64;
                    Some(((), request))
                }
                Err(error) => {
                    failed = Some(error);
                    None
                }
            }
        });
        session.ask_all(requests, |(), answer| done(answer).map(|()| None))?;
        if let Some(error) = failed {
            return Err(error).with_context(shown);
        }
        if hex(&digest.finalize()) != file.digest.sha256 {
            bail!("{} changed while it was being published; build again", from.display());
        }
    }
    let requests = open.iter().map(|(_, handle)| ((), Request::close(handle)));
    session.ask_all(requests, |(), answer| done(answer).map(|()| None))
}

/// Removes what has no place in a folder, and folders of nothing: one may stand where a file must be.
fn clear(session: &mut Session, part: &str, found: &BTreeMap<String, Difference>) -> Result<()> {
    // What cannot be named can be removed with everything.
    if found.values().any(|difference| *difference == Difference::Odd(Odd::Name)) {
        return remove(session, part);
    }
    let wrong = found.iter().filter(|(_, difference)| **difference != Difference::Missing);
    let requests =
        wrong.map(|(path, _)| ((), Request::remove(format!("{part}/{path}").as_bytes())));
    session.ask_all(requests, |(), answer| match answer {
        Answer::Absent => Ok(None),
        answer => done(answer).map(|()| None),
    })?;
    let below = walk(session, part)?;
    remove_folders(session, part, &below)
}

/// Removes the folders of a listing that hold nothing, those below first; the others stay.
fn remove_folders(session: &mut Session, root: &str, below: &[(Vec<u8>, Kind)]) -> Result<()> {
    let mut levels: BTreeMap<usize, Vec<Vec<u8>>> = BTreeMap::new();
    for (path, _) in below.iter().filter(|(_, kind)| *kind == Kind::Folder) {
        let depth = path.iter().filter(|byte| **byte == b'/').count();
        levels.entry(depth).or_default().push([root.as_bytes(), b"/", path].concat());
    }
    for folders in levels.into_values().rev() {
        let requests = folders.iter().map(|folder| ((), Request::remove_folder(folder)));
        session.ask_all(requests, |(), _| Ok(None))?;
    }
    Ok(())
}

/// Removes a file, or a folder with all that is in it, if it is there.
fn remove(session: &mut Session, path: &str) -> Result<()> {
    let gone = |answer: Answer| match answer {
        Answer::Absent => Ok(()),
        answer => done(answer),
    };
    match session.ask(Request::lstat(path))? {
        Answer::Absent => return Ok(()),
        Answer::Attributes(found) if kind(&found) != Kind::Folder => {
            return gone(session.ask(Request::remove(path.as_bytes()))?);
        }
        Answer::Attributes(_) => {}
        answer => return Err(refused(answer)),
    }
    let below = walk(session, path)?;
    let full = |name: &[u8]| [path.as_bytes(), b"/", name].concat();
    let files = below.iter().filter(|(_, kind)| *kind != Kind::Folder);
    let requests = files.map(|(name, _)| ((), Request::remove(&full(name))));
    session.ask_all(requests, |(), answer| gone(answer).map(|()| None))?;
    remove_folders(session, path, &below)?;
    gone(session.ask(Request::remove_folder(path.as_bytes()))?)
}
