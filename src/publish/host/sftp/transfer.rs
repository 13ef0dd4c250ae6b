//! Files there and back: what lies on a server is proved by reading it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use sha2::{Digest as _, Sha256};

use super::super::remote;
use super::OPEN;
use super::session::{Answer, CHUNK, Request, Session};
use super::steps::{done, handle, refused, walk};
use crate::publish::folder::{Difference, Listing};
use crate::write::{FileDigest, hex};

/// Every difference of a folder from a list; `known` are files that need not be read.
pub(super) fn compare(
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

/// Gives files of a release a second name in the next; which of them got one.
pub(super) fn link<'f>(
    session: &mut Session,
    base: &str,
    part: &str,
    files: impl Iterator<Item = &'f FileDigest>,
) -> Result<Vec<String>> {
    let mut linked = Vec::new();
    let requests = files.map(|file| {
        let path = &file.path;
        (path, Request::link(&format!("{base}/{path}"), &format!("{part}/{path}")))
    });
    session.ask_all(requests, |path, answer| {
        // A disk without second names, or with too many: it is sent.
        if answer == Answer::Done {
            linked.push(path.clone());
        }
        Ok(None)
    })?;
    Ok(linked)
}

/// Sends some files, which are not there yet.
pub(super) fn send(
    session: &mut Session,
    build: &Path,
    part: &str,
    files: &[&FileDigest],
) -> Result<()> {
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
