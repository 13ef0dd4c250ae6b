//! What a server is asked for small files and for folders.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, bail};

use super::super::openssh::Fault;
use super::super::remote::Kind;
use super::OPEN;
use super::session::{Answer, Attributes, CHUNK, Names, REPLACE, Request, Session};
use crate::publish::folder::{Difference, Odd};

/// An answer that only says that it was done.
pub(super) fn done(answer: Answer) -> Result<()> {
    match answer {
        Answer::Done => Ok(()),
        answer => Err(refused(answer)),
    }
}

/// Why something was not done.
pub(super) fn refused(answer: Answer) -> anyhow::Error {
    match answer {
        Answer::Refused(fault) => fault.into(),
        Answer::Absent => Fault::Said("No such file".to_owned()).into(),
        _ => Fault::Said("the server answers something else than it was asked".to_owned()).into(),
    }
}

pub(super) fn handle(answer: Answer) -> Result<Vec<u8>> {
    match answer {
        Answer::Handle(handle) => Ok(handle),
        answer => Err(refused(answer)),
    }
}

/// What lies under a name, by the bits of its mode.
pub(super) fn kind(found: &Attributes) -> Kind {
    match found.mode.map(|mode| mode & 0o170_000) {
        Some(0o040_000) => Kind::Folder,
        Some(0o120_000) => Kind::Link,
        Some(0o100_000) => Kind::File { bytes: found.bytes.unwrap_or_default() },
        _ => Kind::Device,
    }
}

pub(super) fn exists(session: &mut Session, path: &str) -> Result<bool> {
    match session.ask(Request::lstat(path))? {
        Answer::Attributes(_) => Ok(true),
        Answer::Absent => Ok(false),
        answer => Err(refused(answer)),
    }
}

/// Whether a folder lies under a name, or a link leads to one; none where nothing does.
pub(super) fn folder_at(session: &mut Session, path: &str) -> Result<Option<bool>> {
    match session.ask(Request::stat(path))? {
        Answer::Attributes(found) => Ok(Some(kind(&found) == Kind::Folder)),
        Answer::Absent => Ok(None),
        answer => Err(refused(answer)),
    }
}

/// A small file; none where there is none.
pub(super) fn read(session: &mut Session, path: &str) -> Result<Option<Vec<u8>>> {
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

pub(super) fn write_new(session: &mut Session, path: &str, bytes: &[u8]) -> Result<()> {
    let handle = handle(session.ask(Request::open_new(path))?)?;
    write_to(session, &handle, bytes)
}

pub(super) fn write_to(session: &mut Session, handle: &[u8], bytes: &[u8]) -> Result<()> {
    let chunks = bytes.chunks(CHUNK).enumerate();
    let requests = chunks.map(|(i, chunk)| ((), Request::write(handle, (i * CHUNK) as u64, chunk)));
    session.ask_all(requests, |(), answer| done(answer).map(|()| None))?;
    done(session.ask(Request::close(handle))?)
}

/// Puts a file or a link in another's place, in one step.
pub(super) fn replace(session: &mut Session, from: &str, to: &str) -> Result<()> {
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
pub(super) fn make_folders(
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
pub(super) fn names(session: &mut Session, folder: &[u8]) -> Result<Option<Names>> {
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
pub(super) fn walk(session: &mut Session, root: &str) -> Result<Vec<(Vec<u8>, Kind)>> {
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

/// Removes what has no place in a folder, and folders of nothing: one may stand where a file must be.
pub(super) fn clear(
    session: &mut Session,
    part: &str,
    found: &BTreeMap<String, Difference>,
) -> Result<()> {
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
pub(super) fn remove(session: &mut Session, path: &str) -> Result<()> {
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
