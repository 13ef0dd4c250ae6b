//! A build → a server: what lies there is proved, put there, and put back.
//!
//! This stage knows files, digests and servers. It does not know what a task is: whether a build
//! may be published is decided by who calls it.

mod built;
pub mod config;
pub mod folder;
pub mod host;
pub mod lock;
pub mod media;
pub mod package;
mod plan;
pub mod record;
mod releases;
pub mod verify;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use anyhow::Result;

pub use built::{Built, Unfit};
pub use plan::{Plan, carried};
pub use record::{Action, Record};

use crate::model::settings::targets::{Carrier, Layout, Location, Target};
use crate::write::{FileDigest, Manifest};
use folder::Difference;
use host::openssh::{Client, PAUSES};
use host::{Directory, Host, Notes, Sftp, Shell};
use lock::Lock;
use releases::{Releases, Switch};

/// A target, however it lies there.
pub trait Server {
    /// Its small files, for the lock.
    fn notes(&self) -> Arc<dyn Notes>;

    /// Finishes, or takes back, what a killed publication had begun; only for who has the lock.
    fn settle(&self) -> Result<()>;

    /// What is served there, what was before, and what is kept. Nothing is changed.
    fn standing(&self) -> Result<Standing>;

    /// The MANIFEST.json of a release that is kept, as it was built.
    fn manifest(&self, release: &str) -> Result<Option<Vec<u8>>>;

    /// Every difference of what is served from what was published: another hand's.
    fn differences(&self, served: &Served) -> Result<BTreeMap<String, Difference>>;

    /// Brings a build there and lets readers see it.
    fn publish(
        &self,
        publication: &Publication,
        plan: &Plan,
        lock: &Lock,
        told: &dyn Fn(Step),
    ) -> Result<()>;

    /// Lets readers see a kept release again, unless it was damaged: then how.
    fn roll_back(&self, record: &Record, lock: &Lock) -> Result<BTreeMap<String, Difference>>;
}

/// What a target holds.
#[derive(Debug)]
pub struct Standing {
    /// Oldest first.
    pub log: Vec<Record>,
    pub served: Option<Served>,
    /// Oldest first, with the one that is served.
    pub kept: Vec<Kept>,
}

/// The release that readers see.
#[derive(Debug)]
pub struct Served {
    pub release: String,
    /// The latest of it in the log.
    pub record: Option<Record>,
    pub manifest: Manifest,
    /// The manifest as it was built.
    pub bytes: Vec<u8>,
    /// The manifest's signature, where it is signed.
    pub signature: Option<Vec<u8>>,
    /// Everything that should lie there.
    pub files: Vec<FileDigest>,
}

/// A release that can be gone back to.
#[derive(Debug)]
pub struct Kept {
    pub release: String,
    /// Its publication.
    pub record: Option<Record>,
}

/// What is brought to a target.
#[derive(Debug)]
pub struct Publication<'a> {
    pub build: &'a Path,
    pub manifest_bytes: &'a [u8],
    pub signature: Option<&'a [u8]>,
    pub record: Record,
    /// How many releases stay beside it.
    pub keep: u32,
}

/// Where a publication is.
#[derive(Debug, Clone, Copy)]
pub enum Step<'a> {
    Send { files: usize },
    Arrived(&'a str),
    Switch,
    Prune,
}

/// A target that this program, as it was built, cannot reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreachable {
    /// It was built without this feature.
    Without(&'static str),
}

/// Opens a target; relative folders are below the site's.
pub fn open(target: &Target, site: &Path) -> Result<Result<Box<dyn Server>, Unreachable>> {
    let switch = match target.layout {
        Layout::Swap => Switch::Exchange,
        Layout::Releases | Layout::Files => Switch::Link,
    };
    Ok(match &target.to {
        Location::Folder(folder) => {
            let host = Arc::new(Directory::new(&site.join(folder)));
            Ok(Box::new(Releases::new(host, switch)))
        }
        Location::Ssh(ssh) => {
            let config = target.ssh_config.as_ref().map(|config| site.join(config));
            let client = Client::new(ssh, config, &PAUSES)?;
            let host: Arc<dyn Host> = match ssh.by {
                Carrier::Rsync => Arc::new(Shell::new(client, &ssh.path)),
                Carrier::Sftp => Arc::new(Sftp::new(client, &ssh.path)),
            };
            Ok(Box::new(Releases::new(host, switch)))
        }
        Location::Store { .. } => Err(Unreachable::Without("remote")),
    })
}
