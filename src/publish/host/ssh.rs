//! Releases on a machine that is reached by `ssh` and `rsync`: commands of its POSIX shell.
//!
//! What stays is copied on the server from the release before; the rest is sent by rsync, of what
//! changed the parts that did. Nothing is believed of it: what it made is hashed where it lies, and only a
//! folder that holds every file of the list and nothing else is called filled.

mod rsync;
mod script;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use anyhow::{Context as _, Result, bail};

use super::openssh::{Asks, Client, Fault, Ran};
use super::remote::{self, Kind};
use super::{Delivery, Ground, Host, Notes, WRITTEN};
use crate::publish::folder::{self, Difference, Digests, Listing, Odd};
use crate::write::FileDigest;

/// A folder of a machine that gives out a shell.
#[derive(Debug)]
pub struct Shell {
    client: Client,
    root: String,
    greeted: OnceLock<()>,
}

/// How often a folder is filled before what is wrong with it is a failure.
const ROUNDS: usize = 3;

impl Shell {
    /// A folder, by its absolute path, whether it is there yet or not.
    pub fn new(client: Client, root: &str) -> Self {
        Self { client, root: root.to_owned(), greeted: OnceLock::new() }
    }

    fn at(&self, path: &str) -> String {
        format!("{}/{path}", self.root)
    }

    /// Makes sure, once, that there is a shell and that it says nothing of its own.
    fn greet(&self) -> Result<()> {
        if self.greeted.get().is_some() {
            return Ok(());
        }
        let host = || self.client.host().to_owned();
        let ran = self.client.patiently(|_| self.call("echo liangshai", &[], &[]))?;
        if ran.out != b"liangshai\n" {
            let fault = match ran.out.ends_with(b"liangshai\n") {
                true => Fault::Noisy { host: host() },
                false => Fault::NoShell { host: host() },
            };
            return Err(fault.into());
        }
        let _ = self.greeted.set(());
        Ok(())
    }

    /// Runs a script with arguments, once, however it ends.
    fn call(&self, script: &str, arguments: &[&str], input: &[u8]) -> Result<Ran> {
        let mut command = self.client.call(Asks::Command);
        command.arg(script::line(script, arguments));
        self.client.run(&mut command, "ssh", input)
    }

    /// Runs a script; again where the network failed. `known` are the ends that mean something.
    fn run(&self, script: &str, arguments: &[&str], input: &[u8], known: &[i32]) -> Result<Ran> {
        self.greet()?;
        self.client.patiently(|_| {
            let ran = self.call(script, arguments, input)?;
            match ran.code {
                0 => Ok(ran),
                code if known.contains(&code) => Ok(ran),
                _ => Err(Fault::of_command(&ran.err).into()),
            }
        })
    }

    /// Everything below a folder; none where there is no such folder.
    fn list(&self, folder: &str) -> Result<Option<Listing>> {
        let ran = self.run(script::LIST, &[&self.at(folder)], &[], &[script::ABSENT])?;
        if ran.code == script::ABSENT {
            return Ok(None);
        }
        let kinds = [Kind::File { bytes: 0 }, Kind::Link, Kind::Folder, Kind::Device];
        let mut listing = Listing::default();
        let mut kind = 0;
        for path in ran.out.split(|byte| *byte == 0) {
            match path.strip_prefix(b"./") {
                Some(path) => remote::add(&mut listing, path, kinds[kind.min(3)]),
                None if path == b"/" => kind += 1,
                None => {}
            }
        }
        if kind != kinds.len() {
            bail!(Fault::Said("the server's `find` did not list the folder".to_owned()));
        }
        Ok(Some(listing))
    }

    /// Which of these files, which all lie in the folder, hold something else.
    fn changed(&self, folder: &str, files: &[&FileDigest]) -> Result<BTreeSet<String>> {
        if files.is_empty() {
            return Ok(BTreeSet::new());
        }
        let paths = files.iter().map(|file| file.path.as_str());
        let known = [script::LACKS];
        let ran = self.run(script::SUMS, &[&self.at(folder)], &script::list(paths), &known)?;
        if ran.code == script::LACKS {
            bail!(Fault::Lacks("sha256sum, shasum and openssl"));
        }
        let sums: Vec<&[u8]> =
            ran.out.split(|byte| *byte == b'\n').filter_map(script::sum).collect();
        if sums.len() != files.len() {
            bail!(Fault::Said(format!("{} digests came for {} files", sums.len(), files.len())));
        }
        let pairs = files.iter().zip(sums);
        let changed = pairs.filter(|(file, sum)| file.digest.sha256.as_bytes() != *sum);
        Ok(changed.map(|(file, _)| file.path.clone()).collect())
    }

    /// Copies the files that stay and are missing from one folder of the server to another; which
    /// those are. Whether they are as they should be is told by the next look.
    fn copy<'f>(
        &self,
        from: &str,
        to: &str,
        same: &[&'f FileDigest],
        found: &BTreeMap<String, Difference>,
    ) -> Result<BTreeSet<&'f str>> {
        let paths = same.iter().map(|file| file.path.as_str());
        let paths: BTreeSet<&str> = paths.filter(|path| found.contains_key(*path)).collect();
        if !paths.is_empty() {
            let list = script::list(paths.iter().copied());
            let ran = self.run(script::COPY, &[from, to], &list, &[script::LACKS])?;
            if ran.code == script::LACKS {
                bail!(Fault::Lacks("rsync"));
            }
        }
        Ok(paths)
    }

    /// Removes what has no place in a folder.
    fn clear(&self, folder: &str, found: &BTreeMap<String, Difference>) -> Result<()> {
        // What cannot be named can be removed with everything.
        if found.values().any(|difference| *difference == Difference::Odd(Odd::Name)) {
            return self.remove(folder);
        }
        let wrong = found.iter().filter(|(_, difference)| **difference != Difference::Missing);
        let wrong: Vec<&str> = wrong.map(|(path, _)| path.as_str()).collect();
        self.run(script::CLEAR, &[&self.at(folder)], &script::list(wrong.into_iter()), &[])?;
        Ok(())
    }
}

impl Notes for Shell {
    fn shown(&self, path: &str) -> String {
        format!("{}:{}/{path}", self.client.host(), self.root)
    }

    fn read(&self, path: &str) -> Result<Option<Vec<u8>>> {
        let ran = self.run(script::READ, &[&self.at(path)], &[], &[script::ABSENT]);
        let ran = ran.with_context(|| format!("cannot read {}", self.shown(path)))?;
        Ok((ran.code == 0).then_some(ran.out))
    }

    fn write(&self, path: &str, bytes: &[u8]) -> Result<()> {
        let target = self.at(path);
        let arguments = [target.as_str(), &self.client.beside(&target), &bytes.len().to_string()];
        self.run(script::WRITE, &arguments, bytes, &[])
            .with_context(|| format!("cannot write {}", self.shown(path)))?;
        Ok(())
    }

    fn create(&self, path: &str, bytes: &[u8]) -> Result<bool> {
        self.greet()?;
        let target = self.at(path);
        let arguments = [target.as_str(), &self.client.beside(&target), &bytes.len().to_string()];
        let created = self.client.patiently(|tried| {
            let ran = self.call(script::CREATE, &arguments, bytes)?;
            match ran.code {
                0 => Ok(true),
                // A try before may have made it and never heard of that.
                script::TAKEN if tried > 0 => Ok(self.read(path)?.as_deref() == Some(bytes)),
                script::TAKEN => Ok(false),
                _ => Err(Fault::of_command(&ran.err).into()),
            }
        });
        created.with_context(|| format!("cannot write {}", self.shown(path)))
    }

    fn remove(&self, path: &str) -> Result<()> {
        self.run(script::REMOVE, &[&self.at(path)], &[], &[])
            .with_context(|| format!("cannot remove {}", self.shown(path)))?;
        Ok(())
    }
}

impl Host for Shell {
    fn ground(&self) -> Result<Ground> {
        let written: Vec<String> = WRITTEN.iter().map(|folder| self.at(folder)).collect();
        let arguments: Vec<&str> = written.iter().map(String::as_str).collect();
        let known = [script::NO_FOLDER, script::NO_PARENT, script::DENIED];
        let ran = self.run(script::GROUND, &arguments, &[], &known)?;
        let path = String::from_utf8_lossy(&ran.out).trim_end_matches('\n').to_owned();
        let shown = format!("{}:{path}", self.client.host());
        Ok(match ran.code {
            script::NO_FOLDER => Ground::NotAFolder(shown),
            script::NO_PARENT => Ground::NoParent(shown),
            script::DENIED => Ground::Denied(shown),
            _ => Ground::Ready,
        })
    }

    fn since(&self, link: &str) -> Result<Option<u64>> {
        let ran = self.run(script::SINCE, &[&self.at(link)], &[], &[script::ABSENT])?;
        Ok(String::from_utf8_lossy(&ran.out).trim().parse().ok())
    }

    fn names(&self, folder: &str) -> Result<Vec<String>> {
        let ran = self.run(script::NAMES, &[&self.at(folder)], &[], &[script::ABSENT]);
        let ran = ran.with_context(|| format!("cannot read {}", self.shown(folder)))?;
        let names = String::from_utf8_lossy(&ran.out);
        let mut names: Vec<String> = names.lines().map(str::to_owned).collect();
        names.sort();
        Ok(names)
    }

    fn leads_to(&self, link: &str) -> Result<Option<String>> {
        let ran = self.run(script::LEADS_TO, &[&self.at(link)], &[], &[script::ABSENT]);
        let ran = ran.with_context(|| format!("cannot read {}", self.shown(link)))?;
        let to = String::from_utf8_lossy(&ran.out);
        Ok((ran.code == 0).then(|| to.trim_end_matches('\n').to_owned()))
    }

    fn lead(&self, link: &str, to: &str) -> Result<()> {
        let shown = || format!("cannot link {}", self.shown(link));
        let target = self.at(link);
        let arguments = [target.as_str(), &self.client.beside(&target), to];
        let ran = self.run(script::LEAD, &arguments, &[], &[script::LACKS]).with_context(shown)?;
        if ran.code == script::LACKS {
            return Err(Fault::Lacks("a `mv` that replaces a link in one step (-T or -h)"))
                .with_context(shown);
        }
        Ok(())
    }

    fn rename(&self, from: &str, to: &str) -> Result<()> {
        self.greet()?;
        let renamed = self.client.patiently(|tried| {
            let ran = self.call(script::RENAME, &[&self.at(from), &self.at(to)], &[])?;
            match ran.code {
                0 => Ok(()),
                script::DONE if tried > 0 => Ok(()),
                script::DONE | script::TAKEN => Err(Fault::Taken.into()),
                _ => Err(Fault::of_command(&ran.err).into()),
            }
        });
        renamed.with_context(|| format!("cannot write {}", self.shown(to)))
    }

    fn exchange(&self, one: &str, other: &str) -> Result<()> {
        let third = format!("{one}.away");
        self.rename(one, &third)?;
        self.rename(other, one)?;
        self.rename(&third, other)
    }

    fn compare(&self, folder: &str, files: &[FileDigest]) -> Result<BTreeMap<String, Difference>> {
        let files: Vec<&FileDigest> = files.iter().collect();
        self.compare_with(folder, &files)
            .with_context(|| format!("cannot read {}", self.shown(folder)))
    }

    fn fill(&self, folder: &str, delivery: &Delivery, arrived: &dyn Fn(&str)) -> Result<()> {
        let files: Vec<&FileDigest> = delivery.same.iter().chain(&delivery.sent).copied().collect();
        let shown = || format!("cannot write {}", self.shown(folder));
        let mut left: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
        let mut came = |path: &str| {
            if left.remove(path) {
                arrived(path);
            }
        };
        for round in 0..=ROUNDS {
            let found = self.compare_with(folder, &files).with_context(shown)?;
            let (wanted, there): (Vec<&str>, Vec<&str>) = files
                .iter()
                .map(|file| file.path.as_str())
                .partition(|path| found.contains_key(*path));
            there.into_iter().for_each(&mut came);
            let Some((path, _)) = found.first_key_value() else { return Ok(()) };
            if round == ROUNDS {
                unsettled(path, &files, delivery)?;
                return Err(Fault::Said(format!("{path} is not there as it was sent")))
                    .with_context(shown);
            }
            // What is not right although it was taken from the release before is taken from here.
            let base = delivery.base.as_ref().filter(|_| round == 0).map(|base| self.at(base));
            let trip = rsync::Trip {
                build: delivery.build,
                folder: &self.at(folder),
                base: base.as_deref(),
            };
            self.client
                .patiently(|_| {
                    self.clear(folder, &found)?;
                    let copied = match trip.base {
                        Some(base) => self.copy(base, trip.folder, &delivery.same, &found)?,
                        None => BTreeSet::new(),
                    };
                    let sent = wanted.iter().copied().filter(|path| !copied.contains(path));
                    rsync::send(&self.client, &trip, &sent.collect::<Vec<_>>(), &mut came)
                })
                .with_context(shown)?;
        }
        Ok(())
    }
}

impl Shell {
    fn compare_with(
        &self,
        folder: &str,
        files: &[&FileDigest],
    ) -> Result<BTreeMap<String, Difference>> {
        let listing = self.list(folder)?.unwrap_or_default();
        let there: Vec<&FileDigest> =
            files.iter().copied().filter(|file| listing.files.contains_key(&file.path)).collect();
        let changed = self.changed(folder, &there)?;
        Ok(remote::differences(listing, files, &changed))
    }
}

/// Fails if the build is not what was listed any more.
fn unsettled(path: &str, files: &[&FileDigest], delivery: &Delivery) -> Result<()> {
    let Some(file) = files.iter().find(|file| file.path == path) else { return Ok(()) };
    let from = delivery.build.join(path);
    if !folder::holds(&from, &file.digest, Digests::Sha256)? {
        bail!("{} changed while it was being published; build again", from.display());
    }
    Ok(())
}
