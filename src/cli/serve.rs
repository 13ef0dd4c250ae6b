//! `serve`: the site in a browser, as it is being written.

use std::io::ErrorKind;
use std::net::{IpAddr, SocketAddr, TcpListener};

use anyhow::Context as _;
use clap::Args;

use super::origin::{Origin, RevisionArgs};
use super::{Outcome, Session, clock, load, report};
use crate::diagnostic::{Lang, Text};
use crate::history::Past;
use crate::model::settings::Language;
use crate::say;
use crate::serve::{self, Live, Options, Told, Watch};

/// Options of `serve`.
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// The port; 0 lets the system choose one
    #[arg(long, value_name = "N", default_value_t = 1420)]
    port: u16,
    /// Where to listen; beyond this machine, whoever reaches it can see drafts
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1")]
    address: IpAddr,
    /// Show only what will be published: no drafts, no internal records
    #[arg(long)]
    as_published: bool,
    #[command(flatten)]
    revision: RevisionArgs,
}

/// Runs it until it is stopped.
pub fn run(args: &ServeArgs, session: &mut Session) -> anyhow::Result<Outcome> {
    let site = &session.global.site;
    // Every command says in the same words that there is no site.
    let is_folder = args.revision.name().is_none();
    let has_settings =
        is_folder && site.join("site.toml").symlink_metadata().is_ok_and(|file| file.is_file());
    if !has_settings && load::read_at(&args.revision, session)?.is_none() {
        return Ok(Outcome::Call);
    }
    let asked = SocketAddr::new(args.address, args.port);
    let listener = match TcpListener::bind(asked) {
        Ok(listener) => listener,
        Err(fault) => return refuse(asked, fault, session),
    };
    // Watched before it is read, so that no edit falls between the two.
    let mut watch = Watch::start(&session.global.site)?;
    let origin = match Origin::of(&args.revision, session)? {
        Ok(origin) => origin,
        Err(outcome) => return Ok(outcome),
    };
    if let Some(log) = origin.past.as_ref().and_then(Past::log) {
        watch.follow_log(&log);
    }
    let live = Live::open(origin.tree, origin.past, session.edition())?;
    // A site that was never without errors still has a language, if its settings can be read.
    let before = match live.language() {
        Some(_) => session.lang(),
        None => load::lang(session)?,
    };
    let asked_for = session.global.lang.map(|_| session.lang());
    let lang = move |language: Option<Language>| match (asked_for, language) {
        (Some(lang), _) => lang,
        (None, Some(Language::Chinese)) => Lang::Zh,
        (None, Some(Language::English)) => Lang::En,
        (None, None) => before,
    };
    let speak = lang(live.language());
    if !args.address.is_loopback() {
        let address = args.address;
        let message = say!(
            "提醒：能连到 {address} 的人都看得到草稿和系统内的记录",
            "warning: whoever can reach {address} can see drafts and internal records"
        );
        writeln!(session.err, "{}", message.in_lang(speak))?;
    }
    let as_of = session.global.as_of;
    let options = Options {
        day: Box::new(move |own| as_of.or(own).unwrap_or_else(clock::today)),
        lang: Box::new(lang),
        as_published: args.as_published,
    };
    let quiet = session.global.quiet;
    serve::run(listener, live, watch, options, &mut |told| tell(told, quiet, speak, session))?;
    Ok(Outcome::Done)
}

fn tell(told: Told, quiet: bool, lang: Lang, session: &mut Session) -> anyhow::Result<()> {
    let message = match told {
        // Whoever asked for silence still has to know where to look.
        Told::Ready { url } if quiet => say!("{url}", "{url}"),
        Told::Ready { url } => {
            say!("预览：{url} （按 Ctrl-C 结束）", "preview: {url} (Ctrl-C ends it)")
        }
        Told::Failed(fault) => {
            let message = say!("失败：{fault:#}", "failed: {fault:#}");
            return Ok(writeln!(session.err, "{}", message.in_lang(lang))?);
        }
        Told::Faulty { .. } | Told::Mended if quiet => return Ok(()),
        Told::Faulty { errors, warnings } => {
            let Text { zh, en } = report::counted(errors, warnings);
            say!("{zh}，见页面", "{en}: see the page")
        }
        Told::Mended => say!("错误已改正", "mended"),
    };
    writeln!(session.out, "{}", message.in_lang(lang))?;
    Ok(session.out.flush()?)
}

/// Says why the preview cannot listen where it was asked to.
fn refuse(
    asked: SocketAddr,
    fault: std::io::Error,
    session: &mut Session,
) -> anyhow::Result<Outcome> {
    let lang = load::lang(session)?;
    let (address, port) = (asked.ip(), asked.port());
    let (message, help) = match fault.kind() {
        ErrorKind::AddrInUse => (
            say!("端口 {port} 已被占用", "port {port} is taken"),
            say!(
                "用 --port 换一个，或用 --port 0 让系统挑一个",
                "choose another by --port, or let the system choose one by --port 0"
            ),
        ),
        ErrorKind::PermissionDenied => (
            say!("没有权限使用端口 {port}", "port {port} may not be used"),
            say!(
                "用1024以上的端口，或用 --port 0 让系统挑一个",
                "choose one above 1024, or let the system choose one by --port 0"
            ),
        ),
        ErrorKind::AddrNotAvailable => (
            say!("{address} 不是本机的地址", "{address} is no address of this machine"),
            say!(
                "不写 --address，就只在本机打开",
                "without --address it listens on this machine only"
            ),
        ),
        _ => return Err(fault).with_context(|| format!("cannot listen on {asked}")),
    };
    session.refuse(lang, &message, Some(&help))
}
