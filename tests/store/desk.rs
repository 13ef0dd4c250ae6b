//! A publisher's desk: builds made by hand, one place they are published to, and what became of it.

#![allow(dead_code, reason = "each test program uses a part of it")]

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use liangshai::diagnostic::Place as At;
use liangshai::model::seal::Scope;
use liangshai::model::settings::targets::{Layout, Location, ManifestIs, Store, Target};
use liangshai::publish::folder::{Difference, Digests};
use liangshai::publish::lock::{Asked, Holder, Lock, Patience};
use liangshai::publish::{
    Action, Built, Plan, Publication, Record, Server, Standing, Step, carried, open,
};
use liangshai::write::{ContentDigest, FileDigest, Manifest};

use crate::scratch::Scratch;

/// Files by path.
pub type Tree = BTreeMap<String, Vec<u8>>;

/// Where a site lies, as somebody sees it who needs no program of ours.
pub trait Shop {
    /// Everything in it, by path from the store's root.
    fn all(&self) -> Tree;
    fn write(&self, path: &str, bytes: &[u8]);
    fn remove(&self, path: &str);
    /// The target, with its site at `site/`, and its state as the shop has it.
    fn to(&self) -> (Location, Store);
}

/// What is not for readers, in shops that have it elsewhere than in the site.
pub const STATE: &str = "state";

pub struct Desk<'s> {
    pub shop: &'s dyn Shop,
    /// Builds, and the file with the keys.
    pub scratch: Scratch,
    pub keep: u32,
    count: AtomicU32,
}

/// How a publication ended.
#[derive(Debug)]
pub enum Ended {
    Done { arrived: Vec<String> },
    Strange(BTreeMap<String, Difference>),
    Busy,
    Failed { error: anyhow::Error },
}

impl Ended {
    /// What travelled; it must have ended well.
    pub fn arrived(self) -> Vec<String> {
        match self {
            Self::Done { mut arrived } => {
                arrived.sort();
                arrived
            }
            other => panic!("not published: {other:?}"),
        }
    }

    pub fn strange(self) -> Vec<(String, Difference)> {
        match self {
            Self::Strange(strange) => strange.into_iter().collect(),
            other => panic!("nothing was strange: {other:?}"),
        }
    }

    pub fn is_done(&self) -> bool {
        matches!(self, Self::Done { .. })
    }
}

impl<'s> Desk<'s> {
    pub fn new(shop: &'s dyn Shop) -> Self {
        Self { shop, scratch: Scratch::new(), keep: 3, count: AtomicU32::new(0) }
    }

    /// A build of some files, with its manifest.
    pub fn build(&self, files: &[(&str, &str)]) -> PathBuf {
        let name = format!("build-{}", self.count.fetch_add(1, Ordering::Relaxed));
        let mut listed: Vec<FileDigest> = Vec::new();
        for (path, text) in files {
            self.scratch.write(&format!("{name}/{path}"), text);
            let digest = ContentDigest::of(text.as_bytes());
            listed.push(FileDigest { path: (*path).to_owned(), digest });
        }
        listed.sort_by(|a, b| a.path.cmp(&b.path));
        let manifest = Manifest {
            base_url: None,
            offline: false,
            redirects: BTreeMap::new(),
            schema_version: 1,
            tool: "liangshai test".to_owned(),
            edition: "public".to_owned(),
            as_of: "2023-08-31".to_owned(),
            revision: None,
            drafts: false,
            files: listed,
        };
        let bytes = serde_json::to_vec_pretty(&manifest).expect("JSON");
        self.scratch.write(&format!("{name}/MANIFEST.json"), bytes);
        self.scratch.path(&name)
    }

    pub fn target(&self) -> Target {
        let (to, store) = self.shop.to();
        Target {
            name: "production".to_owned(),
            to,
            scope: Scope::Public,
            url: None,
            layout: Layout::Files,
            keep: self.keep,
            manifest: ManifestIs::Public,
            ssh_config: None,
            store,
            place: At::file("site.toml"),
        }
    }

    pub fn server(&self) -> Box<dyn Server> {
        let opened = open(&self.target(), &self.scratch.0).expect("it can be opened");
        opened.unwrap_or_else(|why| panic!("it cannot be reached: {why:?}"))
    }

    pub fn lock(&self, server: &dyn Server) -> anyhow::Result<Option<Lock>> {
        Ok(match Lock::take(server.notes(), self.holder(), QUICK, &|_| {})? {
            Asked::Taken(lock) => Some(lock),
            Asked::Busy(_) | Asked::Closed { .. } => None,
        })
    }

    fn holder(&self) -> Holder {
        let since = self.scratch.0.display().to_string();
        Holder { who: None, machine: "test".to_owned(), process: std::process::id(), since }
    }

    pub fn publish(&self, build: &Path) -> Ended {
        self.publish_by(build, None)
    }

    /// Publishes as the command does.
    pub fn publish_by(&self, build: &Path, force: Option<&str>) -> Ended {
        self.try_publish(build, force).unwrap_or_else(|error| Ended::Failed { error })
    }

    fn try_publish(&self, build: &Path, force: Option<&str>) -> anyhow::Result<Ended> {
        let built = Built::open(build, Digests::Sha256)?.expect("a sound build");
        let server = self.server();
        let Some(lock) = self.lock(&*server)? else { return Ok(Ended::Busy) };
        let standing = server.standing()?;
        let served = standing.served.as_ref();
        let strange = server.differences(served)?;
        if !strange.is_empty() && force.is_none() {
            return Ok(Ended::Strange(strange));
        }
        let mut beside = built.own();
        beside.extend(carried(served, &built.manifest.files));
        let files: Vec<FileDigest> = built.manifest.files.iter().chain(&beside).cloned().collect();
        let plan = Plan::new(&files, served, &strange);
        let record = Record {
            schema_version: Record::SCHEMA,
            action: Action::Publish,
            release: format!("r{:03}", standing.log.len()),
            before: served.map(|served| served.release.clone()),
            at: format!("2026-11-22T22:{:02}:00+08:00", standing.log.len()),
            who: None,
            machine: "test".to_owned(),
            tool: "liangshai test".to_owned(),
            revision: None,
            edition: built.manifest.edition.clone(),
            as_of: built.manifest.as_of.clone(),
            manifest: built.digest(),
            files: built.manifest.files.len(),
            sent: plan.sent.len(),
            removed: plan.removed.len(),
            beside,
            forced: force.map(str::to_owned),
        };
        let publication = Publication {
            build: &built.root,
            manifest_bytes: &built.bytes,
            signature: None,
            record,
            keep: self.keep,
        };
        let arrived = RefCell::new(Vec::new());
        let told = |step: Step| {
            if let Step::Arrived(path) = step {
                arrived.borrow_mut().push(path.to_owned());
            }
        };
        server.publish(&publication, &plan, &lock, &told)?;
        Ok(Ended::Done { arrived: arrived.into_inner() })
    }

    pub fn standing(&self) -> Standing {
        self.server().standing().expect("it can be read")
    }

    /// Goes back to a release; what of it is damaged.
    pub fn go_back(&self, to: &str) -> anyhow::Result<BTreeMap<String, Difference>> {
        let server = self.server();
        let lock = self.lock(&*server)?.expect("nobody else publishes");
        let standing = server.standing()?;
        let kept = standing.kept.iter().find(|kept| kept.release == to);
        let kept = kept.map(|kept| kept.record.clone());
        let record = Record {
            action: Action::Rollback,
            before: standing.served.map(|served| served.release),
            at: format!("2026-11-22T23:{:02}:00+08:00", standing.log.len()),
            forced: None,
            ..kept.unwrap_or_else(|| panic!("{to} is kept"))
        };
        server.roll_back(&record, &lock)
    }

    /// What readers reach.
    pub fn site(&self) -> Tree {
        let all = self.shop.all().into_iter();
        let files = all.filter_map(|(path, bytes)| {
            let path = path.strip_prefix("site/")?;
            (!path.starts_with(".liangshai/")).then(|| (path.to_owned(), bytes))
        });
        files.collect()
    }
}

/// The files of a build.
pub fn tree(build: &Path) -> Tree {
    crate::scratch::files(build)
}

/// Asserts that readers reach a build, and the theme's files of the one before.
pub fn assert_serves(desk: &Desk, build: &Path, what: &str) {
    let (mut site, build) = (desk.site(), tree(build));
    site.retain(|path, _| build.contains_key(path) || !path.starts_with("assets/"));
    let paths = |tree: &Tree| tree.keys().cloned().collect::<Vec<_>>();
    assert_eq!(paths(&site), paths(&build), "{what}");
    for (path, bytes) in &build {
        assert!(site.get(path) == Some(bytes), "{what}: {path} is another");
    }
}

/// A file with keys that only its owner can read.
pub fn keys(file: &Path, lines: &[(&str, &str)]) {
    let text: String = lines.iter().map(|(key, value)| format!("{key} = {value:?}\n")).collect();
    fs::write(file, text).expect("a file");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(file, fs::Permissions::from_mode(0o600)).expect("a file of ours");
    }
}

const QUICK: Patience =
    Patience { beat: Duration::from_millis(200), still: Duration::from_millis(1500) };
