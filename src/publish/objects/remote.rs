//! Object stores and WebDAV servers.
//!
//! Each call waits for its answer; how many are made at a time is decided by who calls.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::{Mutex, MutexGuard};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, anyhow, bail};
use opendal::layers::{RetryLayer, TimeoutLayer};
use opendal::options::{DeleteOptions, ListOptions, WriteOptions};
use opendal::{Entry, ErrorKind, HttpTransporter, Metadata, Operator, services};
use opendal_http_transport_reqwest::ReqwestTransport;
use sha2::{Digest, Sha256};
use tokio::runtime::{Builder, Runtime};

use super::keys::Keys;
use super::{Listing, Objects, STATE, Stamp, below, cache_control};
use crate::model::settings::targets::{StoreKind, Target};
use crate::publish::files::each;
use crate::publish::host::Notes;
use crate::publish::trouble::{Cut, Trouble};
use crate::publish::{Unreachable, media};
use crate::write::{FileDigest, hex};

/// A site's place in a store, and its state's.
pub struct Remote {
    operator: Operator,
    runtime: Runtime,
    /// From the store's root, ending in `/`; nothing for the root itself.
    site: String,
    state: String,
    /// The store as it is named in messages.
    name: String,
    /// Folders that are known to be there, where a file needs one.
    folders: Option<Mutex<BTreeSet<String>>>,
    /// Held while a file is sent that is too large for several to lie in memory.
    large: Mutex<()>,
}

/// From this many bytes on a file travels in parts, where the store takes parts.
const LARGE: u64 = 8 << 20;

/// How long one call may take that carries no file, and one that does.
const SHORT: Duration = Duration::from_secs(30);
const LONG: Duration = Duration::from_secs(300);

/// How long a server may take to say that it is there.
const CONNECT: Duration = Duration::from_secs(10);

/// How long a lock lies before it is looked at again, on a store that cannot be asked to write a
/// file only where there is none.
const PAUSE: Duration = Duration::from_secs(2);

impl Remote {
    /// Opens a store; nothing travels yet.
    pub fn open(
        kind: StoreKind,
        address: &str,
        target: &Target,
        site: &Path,
    ) -> Result<std::result::Result<Self, Unreachable>> {
        let keys = match Keys::find(target, kind, site)? {
            Ok(keys) => keys,
            Err(unreachable) => return Ok(Err(unreachable)),
        };
        // Another part of the program may have chosen the same one already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let (first, rest) = address.split_once('/').unwrap_or((address, ""));
        let endpoint = target.store.endpoint.as_deref();
        let operator = operator(kind, first, endpoint, target.store.region.as_deref(), &keys)
            .map_err(|error| anyhow!("cannot open {address}: {}", error.message()))?;
        let retry = RetryLayer::new().with_max_times(4).with_jitter();
        let retry = retry.with_min_delay(Duration::from_millis(500));
        let timeout = TimeoutLayer::new().with_timeout(SHORT).with_io_timeout(LONG);
        let client = reqwest::Client::builder().connect_timeout(CONNECT).build();
        let client = client.context("cannot prepare connections")?;
        let transport = HttpTransporter::new(ReqwestTransport::new(client));
        let context = operator.base_context().with_http_transport(transport);
        // A failed try is given up in time, then made again.
        let operator = operator.with_context(context).layer(timeout).layer(retry);
        let place = if rest.is_empty() { String::new() } else { format!("{rest}/") };
        let state = match &target.store.state {
            Some(state) => format!("{}/", state.trim_end_matches('/')),
            None => format!("{place}{STATE}/"),
        };
        let needs_folders = matches!(kind, StoreKind::WebDav { .. });
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .context("cannot start the network's threads")?;
        Ok(Ok(Self {
            operator,
            runtime,
            site: place,
            state,
            name: match (kind, endpoint) {
                (StoreKind::WebDav { .. }, _) => first.to_owned(),
                (_, Some(endpoint)) => format!("{}/{first}", endpoint.trim_end_matches('/')),
                (_, None) => first.to_owned(),
            },
            folders: needs_folders.then(|| Mutex::new(BTreeSet::new())),
            large: Mutex::new(()),
        }))
    }

    fn read_at(&self, at: &str) -> Result<Option<Vec<u8>>> {
        match self.runtime.block_on(self.operator.read(at)) {
            Ok(bytes) => Ok(Some(bytes.to_vec())),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(self.failed("read", at, &error)),
        }
    }

    fn write_at(&self, at: &str, bytes: Vec<u8>, options: WriteOptions) -> Result<bool> {
        self.make_folder_of(at)?;
        match self.runtime.block_on(self.operator.write_options(at, bytes, options)) {
            Ok(_) => Ok(true),
            Err(error) if error.kind() == ErrorKind::ConditionNotMatch => Ok(false),
            Err(error) => Err(self.failed("write", at, &error)),
        }
    }

    fn digest_at(&self, at: &str) -> Result<Option<String>> {
        let read = async {
            let reader = self.operator.reader(at).await?;
            let size = self.operator.stat(at).await?.content_length();
            let mut digest = Sha256::new();
            let mut from = 0;
            while from < size {
                let to = size.min(from + LARGE);
                for part in reader.read(from..to).await? {
                    digest.update(&part);
                }
                from = to;
            }
            Ok::<_, opendal::Error>(hex(&digest.finalize()))
        };
        match self.runtime.block_on(read) {
            Ok(digest) => Ok(Some(digest)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(self.failed("read", at, &error)),
        }
    }

    fn copy(&self, from: &str, to: &str) -> Result<()> {
        self.make_folder_of(to)?;
        let copied = self.runtime.block_on(self.operator.copy(from, to));
        copied.map(|_| ()).map_err(|error| self.failed("write", to, &error))
    }

    fn remove_at(&self, at: &str) -> Result<()> {
        let removed = self.operator.delete_options(at, DeleteOptions::default());
        match self.runtime.block_on(removed) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            removed => removed.map_err(|error| self.failed("remove", at, &error)),
        }
    }

    /// The files below a place, by their paths from it.
    fn list_at(&self, place: &str) -> Result<BTreeMap<String, Stamp>> {
        let all = match &self.folders {
            None => self.page(place, true)?,
            Some(_) => self.walk(place)?,
        };
        let files = all.into_iter().filter(|entry| entry.metadata().is_file());
        let files = files.filter_map(|entry| {
            let path = entry.path().strip_prefix(place)?.to_owned();
            Some((path, Stamp::Mark(mark(entry.metadata()))))
        });
        Ok(files.collect())
    }

    fn page(&self, place: &str, recursive: bool) -> Result<Vec<Entry>> {
        let options = ListOptions { recursive, ..ListOptions::default() };
        let at = if place.is_empty() { "/" } else { place };
        match self.runtime.block_on(self.operator.list_options(at, options)) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
            listed => listed.map_err(|error| self.failed("list", at, &error)),
        }
    }

    /// A WebDAV server lists one folder at a time; several are asked for at once.
    fn walk(&self, place: &str) -> Result<Vec<Entry>> {
        let mut files = Vec::new();
        let mut folders = vec![place.to_owned()];
        while !folders.is_empty() {
            let mut below = Vec::new();
            let list = |folder: &String| Ok((folder.clone(), self.page(folder, false)?));
            each(&folders, self.at_once(), list, |(folder, entries)| {
                // A folder is listed among what is in it; one that is not there lists nothing.
                if let (false, Some(mut known)) = (entries.is_empty(), self.known_folders()) {
                    known.insert(folder.clone());
                }
                for entry in entries {
                    if entry.metadata().is_file() {
                        files.push(entry);
                    } else if entry.path() != folder {
                        below.push(entry.path().to_owned());
                    }
                }
                Ok(())
            })?;
            folders = below;
        }
        Ok(files)
    }

    fn known_folders(&self) -> Option<MutexGuard<'_, BTreeSet<String>>> {
        let folders = self.folders.as_ref()?;
        Some(folders.lock().unwrap_or_else(|broken| broken.into_inner()))
    }

    fn make_folder_of(&self, at: &str) -> Result<()> {
        let Some((folder, _)) = at.rsplit_once('/') else { return Ok(()) };
        let folder = format!("{folder}/");
        if self.known_folders().is_none_or(|known| known.contains(&folder)) {
            return Ok(());
        }
        let made = self.runtime.block_on(self.operator.create_dir(&folder));
        made.map_err(|error| self.failed("write", &folder, &error))?;
        if let Some(mut known) = self.known_folders() {
            known.insert(folder);
        }
        Ok(())
    }

    /// A file's type and for how long it may be kept, where the store can be told: a WebDAV server
    /// goes by its own settings.
    fn manner(&self, path: &str) -> WriteOptions {
        let can = self.operator.info().capability();
        WriteOptions {
            content_type: can.write_with_content_type.then(|| media::of(path).to_owned()),
            cache_control: can.write_with_cache_control.then(|| cache_control(path).to_owned()),
            ..WriteOptions::default()
        }
    }

    /// Sends a file in parts; the store shows it when the last one is there.
    fn send_in_parts(&self, from: &Path, file: &FileDigest, at: &str) -> Result<()> {
        let mut open = File::open(from).with_context(|| unreadable(from))?;
        let options = WriteOptions { chunk: Some(LARGE as usize), ..self.manner(&file.path) };
        let failed = |error| self.failed("write", at, &error);
        let writer = self.runtime.block_on(self.operator.writer_options(at, options));
        let mut writer = writer.map_err(failed)?;
        let mut digest = Sha256::new();
        loop {
            let mut part = Vec::new();
            let read = (&mut open).take(LARGE).read_to_end(&mut part);
            if read.with_context(|| unreadable(from))? == 0 {
                break;
            }
            digest.update(&part);
            self.runtime.block_on(writer.write(part)).map_err(failed)?;
        }
        if hex(&digest.finalize()) != file.digest.sha256 {
            self.runtime.block_on(writer.abort()).map_err(failed)?;
            bail!(changed(from));
        }
        self.runtime.block_on(writer.close()).map(|_| ()).map_err(failed)
    }

    /// What went wrong, without what the request held.
    fn failed(&self, doing: &str, at: &str, error: &opendal::Error) -> anyhow::Error {
        let what = format!("cannot {doing} {}/{at}", self.name);
        let status = status(error);
        let why = match (status, error.kind()) {
            (Some(status @ (401 | 403)), _) => {
                anyhow!("the server does not accept these keys (HTTP {status})")
            }
            (_, ErrorKind::PermissionDenied) => anyhow!("the server does not accept these keys"),
            (Some(status), _) => anyhow!("the server answered HTTP {status}"),
            (None, _) => {
                let other = || Trouble::Connection(Cut::Other(error.message().to_owned()));
                let trouble = Trouble::of(error).unwrap_or_else(other);
                anyhow::Error::new(trouble).context("the server does not answer")
            }
        };
        why.context(what)
    }
}

impl Notes for Remote {
    fn shown(&self, path: &str) -> String {
        format!("{}/{}{path}", self.name, self.state)
    }

    fn read(&self, path: &str) -> Result<Option<Vec<u8>>> {
        self.read_at(&format!("{}{path}", self.state))
    }

    fn write(&self, path: &str, bytes: &[u8]) -> Result<()> {
        let at = format!("{}{path}", self.state);
        self.write_at(&at, bytes.to_vec(), WriteOptions::default()).map(|_| ())
    }

    /// Where a store can be asked to write only what is not there, it is asked, and asked a second
    /// time: one that knows the condition refuses the second. One that does not, and WebDAV, whose
    /// only such call makes folders and is out of reach here, is written to and read again after a
    /// pause: of several who wrote, all find the same one there. Whoever was so slow that another
    /// may have looked already withdraws; and who was overwritten all the same is told by the
    /// lock's next beat, before anything is closed.
    #[allow(clippy::disallowed_methods, reason = "how long a server took reaches no page")]
    fn create(&self, path: &str, bytes: &[u8]) -> Result<bool> {
        let at = format!("{}{path}", self.state);
        let begun = Instant::now();
        if self.read_at(&at)?.is_some() {
            return Ok(false);
        }
        if self.operator.info().capability().write_with_if_not_exists {
            let only = || WriteOptions { if_not_exists: true, ..WriteOptions::default() };
            if !self.write_at(&at, bytes.to_vec(), only())? {
                // It is this one's own where the answer to the first try was lost.
                return Ok(self.read_at(&at)?.as_deref() == Some(bytes));
            }
            if !self.write_at(&at, bytes.to_vec(), only())? {
                return Ok(true);
            }
        } else {
            self.write_at(&at, bytes.to_vec(), WriteOptions::default())?;
        }
        let is_late = begun.elapsed() > PAUSE;
        sleep(PAUSE);
        let is_mine = self.read_at(&at)?.as_deref() == Some(bytes);
        if is_mine && is_late {
            self.remove_at(&at)?;
            bail!("the server answers too slowly to be sure that nobody else publishes; try again");
        }
        Ok(is_mine)
    }

    fn remove(&self, path: &str) -> Result<()> {
        self.remove_at(&format!("{}{path}", self.state))
    }
}

impl Objects for Remote {
    fn list(&self) -> Result<Listing> {
        let mut files = self.list_at(&self.site)?;
        if let Some(state) = self.state.strip_prefix(&self.site) {
            files.retain(|path, _| !path.starts_with(state));
        }
        Ok(Listing { files, odd: BTreeMap::new() })
    }

    fn notes_below(&self, folder: &str) -> Result<BTreeSet<String>> {
        let files = self.list_at(&format!("{}{}", self.state, below(folder, "")))?;
        Ok(files.into_keys().map(|path| below(folder, &path)).collect())
    }

    fn digest(&self, path: &str) -> Result<Option<String>> {
        self.digest_at(&format!("{}{path}", self.site))
    }

    fn digest_of_note(&self, note: &str) -> Result<Option<String>> {
        self.digest_at(&format!("{}{note}", self.state))
    }

    fn put(&self, from: &Path, file: &FileDigest) -> Result<()> {
        let at = format!("{}{}", self.site, file.path);
        let is_large = file.digest.bytes >= LARGE;
        let _alone =
            is_large.then(|| self.large.lock().unwrap_or_else(|broken| broken.into_inner()));
        if is_large && self.operator.info().capability().write_can_multi {
            return self.send_in_parts(from, file, &at);
        }
        let bytes = std::fs::read(from).with_context(|| unreadable(from))?;
        if hex(&Sha256::digest(&bytes)) != file.digest.sha256 {
            bail!(changed(from));
        }
        self.write_at(&at, bytes, self.manner(&file.path)).map(|_| ())
    }

    fn keep(&self, path: &str, note: &str) -> Result<()> {
        self.copy(&format!("{}{path}", self.site), &format!("{}{note}", self.state))
    }

    fn put_back(&self, note: &str, path: &str) -> Result<()> {
        self.copy(&format!("{}{note}", self.state), &format!("{}{path}", self.site))
    }

    fn take_down(&self, path: &str) -> Result<()> {
        self.remove_at(&format!("{}{path}", self.site))
    }

    fn at_once(&self) -> usize {
        16
    }
}

/// The store of an address's first word. Nothing is looked up on this machine: no other program's
/// settings, and no keys that the machine would lend.
fn operator(
    kind: StoreKind,
    first: &str,
    endpoint: Option<&str>,
    region: Option<&str>,
    keys: &Keys,
) -> opendal::Result<Operator> {
    let (id, secret) = (keys.id.as_str(), keys.secret.as_str());
    let token = keys.session_token.as_deref().unwrap_or_default();
    let server = endpoint.unwrap_or_default();
    match kind {
        StoreKind::S3 => Operator::new(
            services::S3::default()
                .bucket(first)
                .endpoint(server)
                .region(region.unwrap_or("us-east-1"))
                .access_key_id(id)
                .secret_access_key(secret)
                .session_token(token)
                .disable_config_load()
                .disable_ec2_metadata(),
        ),
        StoreKind::Oss => Operator::new(
            services::Oss::default()
                .bucket(first)
                .endpoint(server)
                .access_key_id(id)
                .access_key_secret(secret)
                .security_token(token),
        ),
        StoreKind::Obs => Operator::new(
            services::Obs::default()
                .bucket(first)
                .endpoint(server)
                .access_key_id(id)
                .secret_access_key(secret),
        ),
        StoreKind::Cos => Operator::new(
            services::Cos::default()
                .bucket(first)
                .endpoint(server)
                .secret_id(id)
                .secret_key(secret)
                .security_token(token)
                .disable_config_load(),
        ),
        StoreKind::WebDav { secure } => {
            let scheme = if secure { "https" } else { "http" };
            Operator::new(
                services::Webdav::default()
                    .endpoint(&format!("{scheme}://{first}"))
                    .username(id)
                    .password(secret)
                    .disable_create_dir(true),
            )
        }
    }
}

/// What tells one version of a file from another.
fn mark(metadata: &Metadata) -> String {
    match metadata.etag() {
        Some(etag) => etag.to_owned(),
        None => {
            let time = metadata.last_modified().map(|time| time.to_string()).unwrap_or_default();
            format!("{} {time}", metadata.content_length())
        }
    }
}

/// The HTTP status of an answer that was no success; it is told in the error's text only.
fn status(error: &opendal::Error) -> Option<u16> {
    let told = error.to_string();
    let (_, after) = told.split_once("status: ")?;
    after.get(..3)?.parse().ok()
}

fn unreadable(file: &Path) -> String {
    format!("cannot read {}", file.display())
}

fn changed(file: &Path) -> String {
    format!("{} changed while it was being published; build again", file.display())
}
