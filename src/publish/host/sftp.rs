//! Releases on a machine that gives out nothing but SFTP.
//!
//! SFTP tells no digests, so what lies there is proved by reading it back: a publication reads the
//! release that is served once, and what it sent once more; what stays is copied within the server
//! where that can (OpenSSH since 9.0), and sent again where not. Where the server gives out a shell,
//! `ssh://` has it hash and copy its files itself.

mod session;
mod steps;
mod transfer;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use anyhow::{Context as _, Result, bail};

use self::session::{Answer, COPY, LINK, Request, Session};
use self::steps::{
    clear, done, exists, folder_at, kind, make_folders, names, read, refused, remove, replace,
    write_new, write_to,
};
use self::transfer::{compare, copy, send};
use super::openssh::{Client, Fault};
use super::remote::Kind;
use super::{Delivery, Ground, Host, Notes};
use crate::publish::folder::Difference;
use crate::write::FileDigest;

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
    fn shown(&self, path: &str) -> String {
        format!("{}:{}/{path}", self.client.host(), self.root)
    }

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
    fn ground(&self) -> Result<Ground> {
        let shown = |path: &str| format!("{}:{path}", self.client.host());
        let above = self.root.rsplit_once('/').map_or("", |(above, _)| above);
        self.with(|session, _| {
            // What this user may do there is not told by SFTP; who tries is told.
            Ok(match folder_at(session, &self.root)? {
                Some(true) => Ground::Ready,
                Some(false) => Ground::NotAFolder(shown(&self.root)),
                None if above.is_empty() => Ground::Ready,
                None => match folder_at(session, above)? {
                    Some(true) => Ground::Ready,
                    Some(false) => Ground::NotAFolder(shown(above)),
                    None => Ground::NoParent(shown(above)),
                },
            })
        })
    }

    fn since(&self, link: &str) -> Result<Option<u64>> {
        self.with(|session, _| match session.ask(Request::lstat(&self.at(link)))? {
            Answer::Attributes(found) => Ok(found.modified.map(u64::from)),
            _ => Ok(None),
        })
    }

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
        let mut filling = Filling {
            files: delivery.same.iter().chain(&delivery.sent).copied().collect(),
            part: self.at(folder),
            copied: BTreeSet::new(),
            told: BTreeSet::new(),
        };
        for round in 0..=ROUNDS {
            let is_full = self.with(|session, _| {
                let found = filling.missing(session, arrived)?;
                if let (Some((path, _)), ROUNDS) = (found.first_key_value(), round) {
                    bail!(Fault::Said(format!("{path} is not there as it was sent")));
                }
                if !found.is_empty() {
                    self.bring(session, delivery, &mut filling, &found, arrived)?;
                }
                Ok(found.is_empty())
            });
            if is_full.with_context(|| format!("cannot write {}", self.shown(folder)))? {
                break;
            }
        }
        Ok(())
    }
}

/// A folder that is being filled.
struct Filling<'a> {
    files: Vec<&'a FileDigest>,
    part: String,
    /// Files that the server copied from a release that this publication has read: but for their
    /// size they need not be read again.
    copied: BTreeSet<String>,
    /// Files that were said to be in place.
    told: BTreeSet<String>,
}

impl Filling<'_> {
    /// What is not as it should be yet.
    fn missing(
        &mut self,
        session: &mut Session,
        arrived: &dyn Fn(&str),
    ) -> Result<BTreeMap<String, Difference>> {
        let found = compare(session, &self.part, &self.files, &self.copied)?;
        let there: Vec<&FileDigest> =
            self.files.iter().copied().filter(|file| !found.contains_key(&file.path)).collect();
        self.tell(there.iter().map(|file| &file.path), arrived);
        Ok(found)
    }

    fn tell<'p>(&mut self, paths: impl Iterator<Item = &'p String>, arrived: &dyn Fn(&str)) {
        for path in paths {
            if self.told.insert(path.clone()) {
                arrived(path);
            }
        }
    }
}

impl Sftp {
    /// Brings what is missing, and removes what has no place there.
    fn bring(
        &self,
        session: &mut Session,
        delivery: &Delivery,
        filling: &mut Filling,
        found: &BTreeMap<String, Difference>,
        arrived: &dyn Fn(&str),
    ) -> Result<()> {
        let part = filling.part.clone();
        clear(session, &part, found)?;
        filling.copied.retain(|path| !found.contains_key(path));
        let missing = |file: &&&FileDigest| found.contains_key(&file.path);
        let files = filling.files.iter().filter(missing);
        make_folders(session, &self.root, files.map(|file| format!("{part}/{}", file.path)))?;
        if let Some(base) = &delivery.base
            && session.has(COPY)
        {
            let same: Vec<&FileDigest> = delivery.same.iter().filter(missing).copied().collect();
            // Two handles each.
            for some in same.chunks(OPEN / 2) {
                let copied = copy(session, &self.at(base), &part, some)?;
                filling.tell(copied.iter(), arrived);
                filling.copied.extend(copied);
            }
        }
        let rest = filling.files.iter().filter(missing).copied();
        let rest: Vec<&FileDigest> =
            rest.filter(|file| !filling.copied.contains(&file.path)).collect();
        for some in rest.chunks(OPEN) {
            send(session, delivery.build, &part, some)?;
            filling.tell(some.iter().map(|file| &file.path), arrived);
        }
        Ok(())
    }
}
