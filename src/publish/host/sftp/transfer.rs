//! Files there and back: what lies on a server is proved by reading it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use sha2::{Digest as _, Sha256};

use super::super::remote;
use super::OPEN;
use super::session::{Answer, Attributes, CHUNK, Request, Session};
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

/// Copies some files of a release into the next, within the server, each with the time it came
/// first; which of them were copied. What was not is removed again, and can be sent.
pub(super) fn copy(
    session: &mut Session,
    base: &str,
    part: &str,
    files: &[&FileDigest],
) -> Result<Vec<String>> {
    /// A copy that is being made.
    struct Copying<'f> {
        path: &'f str,
        from: Vec<u8>,
        to: Vec<u8>,
        is_whole: bool,
    }
    let mut sources = Vec::new();
    let requests =
        files.iter().map(|file| (*file, Request::open(&format!("{base}/{}", file.path))));
    session.ask_all(requests, |file, answer| {
        // One that is gone by now is sent.
        if let Answer::Handle(from) = answer {
            sources.push((file.path.as_str(), from));
        }
        Ok(None)
    })?;
    let mut copies = Vec::new();
    let requests = sources.into_iter().map(|(path, from)| {
        let request = Request::open_new(&format!("{part}/{path}"));
        ((path, from), request)
    });
    session.ask_all(requests, |(path, from), answer| {
        copies.push(Copying { path, from, to: handle(answer)?, is_whole: false });
        Ok(None)
    })?;
    let mut times = Vec::new();
    let requests = copies.iter().enumerate().map(|(i, of)| (i, Request::stat_of(&of.from)));
    session.ask_all(requests, |i, answer| {
        if let Answer::Attributes(Attributes { modified: Some(modified), .. }) = answer {
            times.push((i, modified));
        }
        Ok(None)
    })?;
    let requests: Vec<(usize, Request)> =
        copies.iter().enumerate().map(|(i, of)| (i, Request::copy(&of.from, &of.to))).collect();
    session.ask_all(requests, |i, answer| {
        copies[i].is_whole = answer == Answer::Done;
        Ok(None)
    })?;
    // After the copying, which would set the time anew.
    let requests = times.iter().map(|(i, time)| ((), Request::set_time(&copies[*i].to, *time)));
    session.ask_all(requests, |(), _| Ok(None))?;
    let handles = copies.iter().flat_map(|of| [&of.from, &of.to]);
    let requests = handles.map(|handle| ((), Request::close(handle)));
    session.ask_all(requests, |(), answer| done(answer).map(|()| None))?;
    let (copied, failed): (Vec<_>, Vec<_>) = copies.into_iter().partition(|of| of.is_whole);
    let path = |of: &Copying| format!("{part}/{}", of.path);
    let requests = failed.iter().map(|of| ((), Request::remove(path(of).as_bytes())));
    session.ask_all(requests, |(), answer| done(answer).map(|()| None))?;
    Ok(copied.into_iter().map(|of| of.path.to_owned()).collect())
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
