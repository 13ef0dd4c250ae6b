//! The system's OpenSSH, as both kinds of server are reached by it.
//!
//! It is called with arguments, never through a shell of this machine. What it asks a person it asks
//! not: a host key that is not known, or a password, is a failure. One connection carries all calls.

pub mod fault;

use std::ffi::OsString;
use std::fs::{self, DirBuilder, File};
use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, OnceLock};
use std::thread::sleep;
use std::time::Duration;

use anyhow::{Context as _, Result};

pub use fault::Fault;

use super::ON_THE_WAY;
use crate::model::settings::targets::{Carrier, Ssh};

/// How long a call that failed for the network waits before it is made again, each time.
pub const PAUSES: [Duration; 4] = [
    Duration::from_secs(1),
    Duration::from_secs(2),
    Duration::from_secs(4),
    Duration::from_secs(8),
];

/// OpenSSH's client, for one machine.
#[derive(Debug)]
pub struct Client {
    ssh: Ssh,
    config: Option<PathBuf>,
    pauses: &'static [Duration],
    line: Option<Line>,
    /// Whether the machine was reached before.
    reached: OnceLock<()>,
    /// A number that no other client has.
    own: u64,
}

/// How a command ended.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub out: Vec<u8>,
    pub err: String,
}

impl Client {
    /// A machine; `config` is a configuration of the client. Nothing is called yet.
    pub fn new(ssh: &Ssh, config: Option<PathBuf>, pauses: &'static [Duration]) -> Result<Self> {
        if let Some(config) = &config {
            File::open(config).with_context(|| format!("cannot read {}", config.display()))?;
        }
        // The client of Windows cannot share a connection.
        let line = if cfg!(unix) { Some(Line::new()?) } else { None };
        let own = RandomState::new().build_hasher().finish();
        Ok(Self { ssh: ssh.clone(), config, pauses, line, reached: OnceLock::new(), own })
    }

    /// The machine's name, as messages have it.
    pub fn host(&self) -> &str {
        &self.ssh.host
    }

    /// A name of its own beside a file, for what takes its place in one step.
    pub fn beside(&self, path: &str) -> String {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        format!("{folder}/{ON_THE_WAY}{}-{:016x}-{count}", std::process::id(), self.own)
    }

    /// `ssh` up to the machine's name; what it is asked comes behind.
    pub fn call(&self, asks: Asks) -> Command {
        let mut command = Command::new("ssh");
        command.env("LC_ALL", "C").args(self.options(asks)).arg("--").arg(&self.ssh.host);
        command
    }

    /// The options of every call.
    pub fn options(&self, asks: Asks) -> Vec<OsString> {
        let mut options: Vec<OsString> = Vec::new();
        if let Some(config) = &self.config {
            options.extend(["-F".into(), config.into()]);
        }
        for set in [
            "BatchMode=yes",
            "StrictHostKeyChecking=yes",
            "ConnectTimeout=15",
            "ServerAliveInterval=15",
            "ServerAliveCountMax=4",
            "ClearAllForwardings=yes",
            "ForwardAgent=no",
            "RemoteCommand=none",
            "LogLevel=ERROR",
        ] {
            options.extend(["-o".into(), set.into()]);
        }
        if let Some(line) = &self.line {
            let leads = if asks == Asks::Line { "yes" } else { "no" };
            options.extend(["-o".into(), format!("ControlMaster={leads}").into()]);
            options.extend(["-o".into(), "ControlPersist=no".into()]);
            // A percent sign would begin a name to be filled in.
            let path = line.socket().to_string_lossy().replace('%', "%%");
            options.extend(["-S".into(), path.into()]);
        }
        options.push("-T".into());
        if let Some(port) = self.ssh.port {
            options.extend(["-p".into(), port.to_string().into()]);
        }
        if let Some(user) = &self.ssh.user {
            options.extend(["-l".into(), user.into()]);
        }
        if asks == Asks::Subsystem || (asks == Asks::Line && self.ssh.by == Carrier::Sftp) {
            options.push("-s".into());
        }
        options
    }

    /// Opens the connection that the calls share, unless it is open.
    pub fn connect(&self) -> Result<()> {
        let Some(line) = &self.line else { return Ok(()) };
        let mut open = line.open.lock().unwrap_or_else(|broken| broken.into_inner());
        if let Some(child) = open.as_mut()
            && child.try_wait().context("cannot wait for ssh")?.is_none()
            && line.socket().exists()
        {
            return Ok(());
        }
        if let Some(old) = open.take() {
            end(old);
        }
        let _ = fs::remove_file(line.socket());
        let said = line.folder.join("said");
        let err =
            File::create(&said).with_context(|| format!("cannot write {}", said.display()))?;
        let mut command = self.call(Asks::Line);
        // It ends when its input does, so it never outlives this program.
        command.arg(match self.ssh.by {
            Carrier::Rsync => "exec cat >/dev/null",
            Carrier::Sftp => "sftp",
        });
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(err);
        let mut child = spawn(&mut command, "ssh")?;
        loop {
            if line.socket().exists() {
                *open = Some(child);
                let _ = self.reached.set(());
                return Ok(());
            }
            if child.try_wait().context("cannot wait for ssh")?.is_some() {
                let said = fs::read(&said).unwrap_or_default();
                let said = String::from_utf8_lossy(&said);
                return Err(Fault::of_connection(&self.ssh.host, &said).into());
            }
            sleep(Duration::from_millis(10));
        }
    }

    /// Runs a command to its end; an end that `ssh` itself made is a failure.
    pub fn run(&self, command: &mut Command, name: &'static str, input: &[u8]) -> Result<Ran> {
        self.connect()?;
        let ran = run(command, name, input)?;
        if ran.code == 255 {
            return Err(Fault::of_connection(&self.ssh.host, &ran.err).into());
        }
        Ok(ran)
    }

    /// Whether a failure may pass by itself. A port that never took a connection is the wrong one;
    /// one that did belongs to a server that starts again.
    fn passes(&self, fault: &Fault) -> bool {
        let is_known = self.reached.get().is_some();
        fault.passes() && (is_known || !matches!(fault, Fault::Refused { .. }))
    }

    /// Does something again, after a pause, where it failed for the network. It is told how often it
    /// was tried before.
    pub fn patiently<T>(&self, mut attempt: impl FnMut(usize) -> Result<T>) -> Result<T> {
        let mut tried = 0;
        loop {
            let error = match attempt(tried) {
                Ok(done) => return Ok(done),
                Err(error) => error,
            };
            let passes = error.downcast_ref::<Fault>().is_some_and(|fault| self.passes(fault));
            let Some(pause) = self.pauses.get(tried).filter(|_| passes) else { return Err(error) };
            sleep(*pause);
            tried += 1;
        }
    }
}

/// What a call of `ssh` is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asks {
    /// A command of the server's shell.
    Command,
    /// The server's sftp.
    Subsystem,
    /// The connection that the others share.
    Line,
}

/// The shared connection: a socket in a folder that nobody else can enter, and who keeps it open.
#[derive(Debug)]
struct Line {
    folder: PathBuf,
    open: Mutex<Option<Child>>,
}

impl Line {
    fn new() -> Result<Self> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let mut above = std::env::temp_dir();
        // The path of a socket has some hundred bytes at most.
        if above.as_os_str().len() > 50 {
            above = PathBuf::from("/tmp");
        }
        loop {
            let count = COUNT.fetch_add(1, Ordering::Relaxed);
            let folder = above.join(format!("liangshai-{}-{count}", std::process::id()));
            match private_folder(&folder) {
                Ok(()) => return Ok(Self { folder, open: Mutex::new(None) }),
                // What is there may be another's.
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => {
                    let shown = format!("cannot make the folder {}", folder.display());
                    return Err(error).context(shown);
                }
            }
        }
    }

    fn socket(&self) -> PathBuf {
        self.folder.join("s")
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        let open = self.open.get_mut().unwrap_or_else(|broken| broken.into_inner());
        if let Some(child) = open.take() {
            end(child);
        }
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn private_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Lets a connection end, and ends it where it does not.
pub fn end(mut child: Child) {
    drop(child.stdin.take());
    for _ in 0..100 {
        if !matches!(child.try_wait(), Ok(None)) {
            return;
        }
        sleep(Duration::from_millis(10));
    }
    let _ = child.kill();
    let _ = child.wait();
}

/// Starts a program of this machine.
pub fn spawn(command: &mut Command, name: &'static str) -> Result<Child> {
    command.spawn().map_err(|error| match error.kind() {
        ErrorKind::NotFound => Fault::NoProgram(name).into(),
        _ => anyhow::Error::from(error).context(format!("cannot run {name}")),
    })
}

/// Runs a program to its end.
fn run(command: &mut Command, name: &'static str, input: &[u8]) -> Result<Ran> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = spawn(command, name)?;
    let stdin = child.stdin.take();
    let output = std::thread::scope(|scope| {
        scope.spawn(|| {
            // One that ends before it has read everything says why.
            stdin.map(|mut stdin| stdin.write_all(input))
        });
        child.wait_with_output()
    });
    let output = output.with_context(|| format!("cannot run {name}"))?;
    Ok(Ran {
        // One that a signal ended was cut off.
        code: output.status.code().unwrap_or(255),
        out: output.stdout,
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    })
}
