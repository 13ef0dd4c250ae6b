//! Pages over HTTP as they are being written: rendered when asked for, nothing on disk.
//!
//! `live` holds the site and `watch` tells when to read it again; `http` answers, with the `bar`
//! in every page. The preview speaks to this machine only unless an address is asked for, and
//! refuses hosts it does not know, since what it shows is not yet public. It does not know the
//! clock, the terminal or the command line: those are given.

mod bar;
mod chosen;
mod faults;
mod guard;
mod html;
mod http;
mod live;
mod range;
mod watch;

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result};
use tokio::runtime::Builder;
use tokio::sync::watch as changing;

use crate::diagnostic::{Lang, Severity};
use crate::model::Day;
use crate::model::settings::Language;
use guard::Hosts;
use http::Shared;
pub use live::{Answer, Found, Live, Preview, View};
pub use watch::{Changes, Watch};

/// How often reading is tried before its failure is told: a file can go between being listed and
/// being read, as editors save.
const TRIES: u32 = 3;
/// How long an editor gets to put a file back.
const BETWEEN_TRIES: Duration = Duration::from_millis(20);

/// What the command line decides about a preview.
pub struct Options {
    /// The day shown where the reader chose none, given the one site.toml names.
    pub day: Box<dyn Fn(Option<Day>) -> Day + Send + Sync>,
    /// The language of the preview's own words, given the site's once that is known.
    pub lang: Box<dyn Fn(Option<Language>) -> Lang + Send + Sync>,
    /// Shows exactly what will be published, and offers nothing else.
    pub as_published: bool,
}

/// What there is to tell while the preview runs.
#[derive(Debug)]
pub enum Told {
    /// It answers at this address.
    Ready { url: String },
    /// What is on disk has errors; the last good site is shown.
    Faulty { errors: usize, warnings: usize },
    /// What is on disk has no errors any more.
    Mended,
    /// The site could not be read.
    Failed(anyhow::Error),
}

/// Answers at `listener` until the process is asked to end.
pub fn run(
    listener: TcpListener,
    live: Live,
    watch: Watch,
    options: Options,
    tell: &mut dyn FnMut(Told) -> Result<()>,
) -> Result<()> {
    let address = listener.local_addr().context("the listener has an address")?;
    let live = Arc::new(live);
    let (changed, changes) = changing::channel(());
    let url = format!("http://{}{}", reached_at(address), live.base());
    let shared = Shared::new(live.clone(), options, Hosts::new(address), changes);
    // Two can wait on the network; the work itself is done on threads of its own.
    let runtime = Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .context("cannot start the threads of the preview")?;
    let stop = watch.stopper();
    {
        let _in_runtime = runtime.enter();
        let ends = ends().context("cannot listen for Ctrl-C")?;
        runtime.spawn(async move {
            ends.await;
            stop.stop();
        });
        listener.set_nonblocking(true).context("cannot use the listener")?;
        let listener = tokio::net::TcpListener::from_std(listener)?;
        runtime.spawn(http::answer(listener, shared));
    }
    tell(Told::Ready { url })?;
    let mut was_faulty = tell_faults(&live, false, tell)?;
    for changes in watch {
        if let Err(fault) = read_again(&live, &changes) {
            tell(Told::Failed(fault))?;
        }
        // Nobody listens while no page is open.
        let _ = changed.send(());
        was_faulty = tell_faults(&live, was_faulty, tell)?;
    }
    // Open pages hold connections that never end by themselves.
    runtime.shutdown_background();
    Ok(())
}

/// Reads what changed on disk.
fn read_again(live: &Live, changes: &Changes) -> Result<()> {
    let mut tried = 1;
    loop {
        match live.refresh(changes) {
            Ok(()) => return Ok(()),
            Err(fault) if tried == TRIES => return Err(fault),
            Err(_) => std::thread::sleep(BETWEEN_TRIES),
        }
        tried += 1;
    }
}

fn tell_faults(
    live: &Live,
    was_faulty: bool,
    tell: &mut dyn FnMut(Told) -> Result<()>,
) -> Result<bool> {
    let faults = live.faults();
    let count = |severity| faults.iter().filter(|fault| fault.severity() == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    match (errors > 0, was_faulty) {
        (true, _) => tell(Told::Faulty { errors, warnings })?,
        (false, true) => tell(Told::Mended)?,
        (false, false) => {}
    }
    Ok(errors > 0)
}

/// An address as a browser on this machine reaches it.
fn reached_at(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}

/// Resolves when the process is asked to end: by Ctrl-C, or as a service is.
#[cfg(unix)]
fn ends() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    // Both are caught from now on, not from when the future is first asked.
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        let (interrupt, terminate) = (interrupt.recv(), terminate.recv());
        futures_util::future::select(std::pin::pin!(interrupt), std::pin::pin!(terminate)).await;
    })
}

#[cfg(not(unix))]
fn ends() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        // Without Ctrl-C the window can still be closed.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
