//! A build → a server: what lies there is proved, put there, and put back.
//!
//! This stage knows files, digests and servers. It does not know what a task is: whether a build
//! may be published is decided by who calls it.

mod built;
pub mod config;
mod files;
pub mod folder;
pub mod host;
pub mod lock;
pub mod media;
pub mod objects;
pub mod package;
mod plan;
pub mod record;
mod releases;
pub mod time;
pub mod trouble;
pub mod verify;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Result;

pub use built::{Built, Unfit, edition_title};
use plan::is_of_theme;
pub use plan::{Plan, carried};
pub use record::{Action, Record};

use crate::diagnostic::Text;
use crate::model::settings::targets::{Carrier, Layout, Location, StoreKind, Target};
use crate::say;
use crate::write::{FileDigest, Manifest};
use files::Files;
use folder::Difference;
pub use host::Ground;
use host::openssh::{Client, PAUSES};
use host::{Directory, Host, Notes, Sftp, Shell};
use lock::Lock;
use objects::Folder;
use releases::{Releases, Switch};
use time::Moment;

/// A target, however it lies there.
pub trait Server {
    /// Its small files, for the lock.
    fn notes(&self) -> Arc<dyn Notes>;

    /// Whether it can be published to, as far as that is told without writing.
    fn ground(&self) -> Result<Ground>;

    /// Finishes, or takes back, what a killed publication had begun; only for who has the lock.
    fn settle(&self) -> Result<()>;

    /// What is served there, what was before, and what is kept. Nothing is changed.
    fn standing(&self) -> Result<Standing>;

    /// The MANIFEST.json of a release that is kept, as it was built.
    fn manifest(&self, release: &str) -> Result<Option<Vec<u8>>>;

    /// Every difference of what is served from what was published: another hand's. Where nothing
    /// was published yet, that is whatever lies in the way.
    fn differences(&self, served: Option<&Served>) -> Result<BTreeMap<String, Difference>>;

    /// All of that, and what `differences` has no word of: what a forced publication let be, and
    /// what hides among the notes.
    fn audit(&self, served: Option<&Served>) -> Result<Audit> {
        Ok(Audit { strange: self.differences(served)?, ..Audit::default() })
    }

    /// Brings a build there and lets readers see it.
    fn publish(
        &self,
        publication: &Publication,
        plan: &Plan,
        lock: &Lock,
        told: &dyn Fn(Step),
    ) -> Result<()>;

    /// How a kept release differs from what was published: every file of it is read.
    fn damage(&self, kept: &Kept, served: Option<&Served>) -> Result<BTreeMap<String, Difference>>;

    /// Lets readers see a kept release again, unless it was damaged: then how.
    fn roll_back(&self, record: &Record, lock: &Lock) -> Result<BTreeMap<String, Difference>>;
}

/// Everything at a target that nobody published.
#[derive(Debug, Default)]
pub struct Audit {
    pub strange: BTreeMap<String, Difference>,
    /// What a forced publication let be.
    pub let_be: BTreeMap<String, Difference>,
    /// What lies among its notes and is none.
    pub notes: files::Strange,
    /// Whether a publication was cut off, or is under way.
    pub interrupted: bool,
}

/// What a target holds.
#[derive(Debug)]
pub struct Standing {
    /// Oldest first.
    pub log: Vec<Record>,
    pub served: Option<Served>,
    /// Oldest first, with the one that is served.
    pub kept: Vec<Kept>,
    /// A publication that was cut off: some of its files may lie among those of `served`.
    pub interrupted: Option<Record>,
    pub by_hand: Option<ByHand>,
}

impl Standing {
    /// Whether readers see what the log has last, and all of it.
    pub fn is_in_order(&self) -> bool {
        self.interrupted.is_none() && self.by_hand.is_none() && !self.log_is_lost()
    }

    /// Whether releases are there and no log of them.
    pub fn log_is_lost(&self) -> bool {
        self.log.is_empty() && (self.served.is_some() || !self.kept.is_empty())
    }
}

/// Readers are shown something else than what the log has last. This program writes both, so
/// somebody else did that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ByHand {
    pub seen: Seen,
    /// Since when, in seconds since 1970 by the target's own clock, where it tells.
    pub since: Option<u64>,
}

impl ByHand {
    /// What is wrong, with what the log has last.
    pub fn told(&self, last: Option<&Record>) -> Text {
        let (since_zh, since_en) = match self.since.map(|since| Moment::at(since).spoken()) {
            Some(at) => (format!("，北京时间 {at} 起"), format!(" since {at} in Beijing")),
            None => (String::new(), String::new()),
        };
        let Text { zh, en } = match &self.seen {
            Seen::Release(release) => {
                say!("对外的是 {release}{since_zh}", "{release} is served{since_en}")
            }
            Seen::Elsewhere(to) => {
                say!("current 指向 {to}{since_zh}", "`current` leads to {to}{since_en}")
            }
            Seen::Nothing => {
                say!("current 不是指向某一版的链接", "`current` is no link to a release")
            }
        };
        match last.map(|record| &record.release) {
            Some(last) => say!(
                "{zh}；日志最后一条是 {last}：有人在服务器上改过",
                "{en}, and the log's last is {last}: somebody changed it on the server"
            ),
            None => say!(
                "{zh}；日志里没有它：有人在服务器上改过",
                "{en}, and the log knows nothing of it: somebody changed it on the server"
            ),
        }
    }
}

/// What readers are shown by another hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    /// Another release.
    Release(String),
    /// A folder that was never published.
    Elsewhere(String),
    /// The link is gone.
    Nothing,
}

/// The release that readers see.
#[derive(Debug)]
pub struct Served {
    pub release: String,
    /// The latest of it in the log; where that has none, what the release tells by itself.
    pub record: Record,
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
    /// Its publication, by the log or by the release itself.
    pub record: Record,
    /// Whether the log has it.
    pub is_logged: bool,
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

/// A target that cannot be reached as things are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreachable {
    /// The program was built without this feature.
    Without(&'static str),
    /// There are no keys for it: neither in these variables nor in a file.
    NoKeys { variables: [String; 2] },
    /// Others can read the file with its keys.
    OpenKeys { file: PathBuf },
    /// The file with its keys is not there, or does not hold what it should.
    BadKeys { file: PathBuf, wanted: [&'static str; 2] },
}

/// Opens a target; relative folders are below the site's.
pub fn open(target: &Target, site: &Path) -> Result<Result<Box<dyn Server>, Unreachable>> {
    Ok(match &target.to {
        Location::Folder(folder) => {
            let root = site.join(folder);
            let releases =
                |switch| Box::new(Releases::new(Arc::new(Directory::new(&root)), switch));
            Ok(match target.layout {
                Layout::Releases => releases(Switch::Link),
                Layout::Swap => releases(Switch::Exchange),
                Layout::Files => {
                    let state = target.store.state.as_ref().map(|state| site.join(state));
                    Box::new(Files::new(Arc::new(Folder::new(&root, state.as_deref()))))
                }
            })
        }
        Location::Ssh(ssh) => {
            let config = target.ssh_config.as_ref().map(|config| site.join(config));
            let client = Client::new(ssh, config, &PAUSES)?;
            let host: Arc<dyn Host> = match ssh.by {
                Carrier::Rsync => Arc::new(Shell::new(client, &ssh.path)),
                Carrier::Sftp => Arc::new(Sftp::new(client, &ssh.path)),
            };
            Ok(Box::new(Releases::new(host, Switch::Link)))
        }
        Location::Store { kind, address } => store(*kind, address, target, site)?,
    })
}

#[cfg(feature = "remote")]
fn store(
    kind: StoreKind,
    address: &str,
    target: &Target,
    site: &Path,
) -> Result<Result<Box<dyn Server>, Unreachable>> {
    let remote = objects::Remote::open(kind, address, target, site)?;
    Ok(remote.map(|remote| Box::new(Files::new(Arc::new(remote))) as Box<dyn Server>))
}

#[cfg(not(feature = "remote"))]
fn store(
    _: StoreKind,
    _: &str,
    _: &Target,
    _: &Path,
) -> Result<Result<Box<dyn Server>, Unreachable>> {
    Ok(Err(Unreachable::Without("remote")))
}
