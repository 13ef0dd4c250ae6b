//! `verify URL`: how a server is asked.

use std::fs;
use std::io::{self, IsTerminal as _};
use std::panic::resume_unwind;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use anyhow::Context as _;
use clap::Args;

use super::Session;
use super::verify::{Fault, Looked, refusal};
use crate::diagnostic::Lang;
use crate::publish::verify::Asked;
use crate::publish::verify::http::{self, How, Manners, NotAsked, Step};
use crate::say;

/// Options of `verify` for addresses.
#[derive(Debug, Args)]
pub struct HttpArgs {
    /// Of an address: how many requests are under way at once
    #[arg(long, value_name = "COUNT", default_value = "4", value_parser = clap::value_parser!(u8).range(1..=32))]
    jobs: u8,
    /// Of an address: how long to pause after each request, in thousandths of a second
    #[arg(long, value_name = "MS", default_value = "20")]
    pause: u32,
    /// Of an address: how long to wait for the server, in seconds
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = clap::value_parser!(u32).range(1..))]
    timeout: u32,
    /// Of an address: certificates to trust beside those of the system, as PEM
    #[arg(long, value_name = "FILE")]
    ca: Option<PathBuf>,
    /// Of an address: do not ask for names that web shells go by, where a firewall takes offence
    #[arg(long)]
    no_probe: bool,
}

/// Asks a server.
pub(super) fn look(
    args: &HttpArgs,
    place: &str,
    asked: &Asked,
    lang: Lang,
    session: &mut Session,
) -> anyhow::Result<Looked> {
    let Some(base) = http::base(place) else {
        return Ok(Err(Fault {
            message: say!("“{place}”不是完整网址", "`{place}` is no full address"),
            help: say!(
                "例如 https://www.example.gov.cn/ljsbp/",
                "as https://www.example.gov.cn/ljsbp/"
            ),
        }));
    };
    let authorities = match &args.ca {
        Some(file) => {
            Some(fs::read(file).with_context(|| format!("cannot read {}", file.display()))?)
        }
        None => None,
    };
    let how = How {
        manners: Manners {
            jobs: usize::from(args.jobs),
            pause: Duration::from_millis(args.pause.into()),
            timeout: Duration::from_secs(args.timeout.into()),
            authorities,
        },
        names: !args.no_probe,
    };
    let shows = io::stderr().is_terminal() && !session.global.quiet;
    let came = match shows {
        true => watched(|progress| http::address(&base, asked, &how, progress), lang, session),
        false => http::address(&base, asked, &how, &|_, _, _| {}),
    };
    Ok(came?.map_err(|fault| match fault {
        NotAsked::Refused(refused) => refusal(refused, place),
        NotAsked::NoCertificate => {
            let file = args.ca.as_ref().map(|file| file.display().to_string()).unwrap_or_default();
            Fault {
                message: say!("“{file}”里没有证书", "there is no certificate in `{file}`"),
                help: say!("写PEM格式的根证书文件", "name a file of a root certificate in PEM"),
            }
        }
    }))
}

/// Shows how far something has come. It is done beside this thread, which alone may write to the
/// terminal.
fn watched<T: Send>(
    doing: impl FnOnce(http::Progress) -> T + Send,
    lang: Lang,
    session: &mut Session,
) -> T {
    let at = Mutex::new(None);
    let progress = |step: Step, done: usize, all: usize| {
        *at.lock().unwrap_or_else(PoisonError::into_inner) = Some((step, done, all));
    };
    thread::scope(|scope| {
        let doing = scope.spawn(|| doing(&progress));
        while !doing.is_finished() {
            thread::sleep(Duration::from_millis(100));
            if let Some((step, done, all)) = *at.lock().unwrap_or_else(PoisonError::into_inner) {
                let told = match step {
                    Step::Files => say!("核对文件 {done}/{all}", "files {done}/{all}"),
                    Step::Strangers => {
                        say!("查找多出来的 {done}/{all}", "what is in no list {done}/{all}")
                    }
                };
                // A terminal that is gone is told nothing; the report tells everything.
                let _ = write!(session.err, "\r\x1b[K{}", told.in_lang(lang));
                let _ = session.err.flush();
            }
        }
        let _ = write!(session.err, "\r\x1b[K");
        doing.join().unwrap_or_else(|panic| resume_unwind(panic))
    })
}
