//! `publish`: a build → a server.
//!
//! Nothing goes out that is not whole, of the target's edition, of a committed revision, without
//! errors, and signed where the site asks for it; nothing that is newer there, or another hand's, is
//! written over. All of that is settled before the first file travels.

mod config;
mod keygen;
mod lock;
pub mod newer;
mod progress;
pub mod proof;
pub mod refusals;
pub mod target;

pub use lock::{lock, no_lock};

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Subcommand};

use self::progress::Progress;
use self::proof::{Before, Purpose, Road, prove};
use self::target::Chosen;
use super::{Outcome, Session, clock, load, unfit};
use crate::diagnostic::Lang;
use crate::model::settings::targets::{ManifestIs, Target};
use crate::publish::folder::{Difference, Digests};
use crate::publish::lock::Lock;
use crate::publish::{Action, Built, Plan, Publication, Record, Served, Standing, carried};
use crate::say;
use crate::write::{FileDigest, TOOL};

/// Options of `publish`.
#[derive(Debug, Args)]
#[command(subcommand_precedence_over_arg = true, subcommand_negates_reqs = true)]
#[command(arg_required_else_help = true)]
pub struct PublishArgs {
    #[command(subcommand)]
    other: Option<PublishCommand>,
    /// The target, as in [targets] of site.toml
    #[arg(required = true)]
    target: Option<String>,
    /// The build to publish (public/ in the site unless given)
    #[arg(long, value_name = "DIR")]
    from: Option<PathBuf>,
    /// Say what would travel, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Publish what is not committed; the log says so
    #[arg(long)]
    allow_dirty: bool,
    /// Publish over what is newer there or another hand's, for a reason that the log keeps
    #[arg(long, value_name = "REASON")]
    force: Option<String>,
}

#[derive(Debug, Subcommand)]
enum PublishCommand {
    /// Print a hardened configuration of the web server, each line with its reason
    Config(config::ConfigArgs),
    /// Make a private key to sign what is built, and print its public key
    Keygen(keygen::KeygenArgs),
}

/// Runs it.
pub fn run(args: &PublishArgs, session: &mut Session) -> anyhow::Result<Outcome> {
    match (&args.other, &args.target) {
        (Some(PublishCommand::Config(args)), _) => config::run(args, session),
        (Some(PublishCommand::Keygen(args)), _) => keygen::run(args, session),
        (None, target) => publish(args, target.as_deref().unwrap_or_default(), session),
    }
}

fn publish(args: &PublishArgs, target: &str, session: &mut Session) -> anyhow::Result<Outcome> {
    let Some(loaded) = load::read(session)? else { return Ok(Outcome::Call) };
    let lang = session.lang_of(loaded.settings.language);
    if let Some((message, help)) = target::idle(session.global) {
        return session.refuse(lang, &message, Some(&help));
    }
    let chosen = match target::choose(target, &loaded.settings, session, lang)? {
        Ok(chosen) => chosen,
        Err(outcome) => return Ok(outcome),
    };
    if args.force.as_ref().is_some_and(|reason| reason.trim().is_empty()) {
        return refusals::no_reason(session, lang);
    }
    let from = args.from.clone().unwrap_or_else(|| session.global.site.join("public"));
    let built = match Built::open(&from, Digests::Sha256)? {
        Ok(built) => built,
        Err(unfit) => return unfit::refuse(&unfit, &from, session, lang),
    };
    let to_come = || match args.force {
        None => refusals::to_come(&built, clock::today()),
        Some(_) => None,
    };
    if let Some((message, help)) =
        refusals::of_another_kind(&built, &chosen.target).or_else(to_come)
    {
        return session.fail(lang, &message, &help);
    }
    if let Some((message, help)) = target::no_ground(chosen.server.ground()?, &chosen.target) {
        return session.fail(lang, &message, &help);
    }
    if args.dry_run {
        let standing = chosen.server.standing()?;
        return with_standing(args, &chosen, &built, standing, None, session, lang);
    }
    let lock = match lock(&chosen, lang)? {
        Ok(lock) => lock,
        Err(none) => return no_lock(&none, session, lang),
    };
    // Only now: who was publishing until then may have changed it.
    let standing = chosen.server.standing()?;
    with_standing(args, &chosen, &built, standing, Some(&lock), session, lang)
}

/// Publishes over what is there; without a lock it only says what it would do.
fn with_standing(
    args: &PublishArgs,
    chosen: &Chosen,
    built: &Built,
    standing: Standing,
    lock: Option<&Lock>,
    session: &mut Session,
    lang: Lang,
) -> anyhow::Result<Outcome> {
    let (served, name) = (standing.served.as_ref(), &chosen.target.name);
    if args.force.is_none()
        && let Some((message, help)) =
            refusals::turned(&standing, name).or_else(|| refusals::earlier_day(built, served, name))
    {
        return session.fail(lang, &message, &help);
    }
    let purpose = Purpose {
        by: Road::To(&chosen.target),
        before: served.map(Before::from),
        allow_dirty: args.allow_dirty,
    };
    let proved = match prove(built, &purpose, session, lang)? {
        Ok(proved) => proved,
        Err(outcome) => return Ok(outcome),
    };
    let strange = chosen.server.differences(served)?;
    if args.force.is_none() {
        let other = served.and_then(|served| refusals::other_commit(served, &proved, name));
        let strange = || (!strange.is_empty()).then(|| refusals::strange(&strange, name));
        if let Some((message, help)) = other.or_else(strange) {
            return session.fail(lang, &message, &help);
        }
    }
    let digest = built.digest();
    if standing.is_in_order()
        && served.is_some_and(|served| is_there(served, &digest, &strange, built, &chosen.target))
    {
        let message = say!(
            "“{name}”上已经是这一版（清单 sha256 {digest}），没有要传送的",
            "`{name}` has this build already (manifest sha256 {digest}); nothing travels"
        );
        writeln!(session.out, "{}", message.in_lang(lang))?;
        newer::tell(built, proved.revision.as_deref(), session, lang)?;
        return Ok(Outcome::Done);
    }
    let mut beside = own(built, &chosen.target);
    let mut kept = carried(served, &built.manifest.files);
    kept.retain(|file| !strange.contains_key(&file.path));
    beside.extend(kept);
    let files: Vec<FileDigest> = built.manifest.files.iter().chain(&beside).cloned().collect();
    let plan = Plan::new(&files, served, &strange);
    let Some(lock) = lock else { return said(&plan, served, name, session, lang) };
    let now = clock::now();
    let record = Record {
        schema_version: Record::SCHEMA,
        action: Action::Publish,
        release: release_name(&digest, &standing),
        before: served.map(|served| served.release.clone()),
        at: now.iso(),
        who: chosen.who.clone(),
        machine: target::machine(),
        tool: TOOL.to_owned(),
        revision: proved.revision,
        edition: built.manifest.edition.clone(),
        as_of: built.manifest.as_of.clone(),
        manifest: digest,
        files: built.manifest.files.len(),
        sent: plan.sent.len(),
        removed: plan.removed.len(),
        beside,
        forced: args.force.clone(),
    };
    let publication = Publication {
        build: &built.root,
        manifest_bytes: &built.bytes,
        signature: built.signature.as_deref(),
        record,
        keep: chosen.target.keep,
    };
    let progress = Progress::new(session.global.quiet);
    chosen.server.publish(&publication, &plan, lock, &|step| progress.tell(step))?;
    progress.close();
    tell(&publication.record, name, session, lang)?;
    newer::tell(built, publication.record.revision.as_deref(), session, lang)?;
    Ok(Outcome::Done)
}

/// Whether readers see exactly this already.
fn is_there(
    served: &Served,
    digest: &str,
    strange: &BTreeMap<String, Difference>,
    built: &Built,
    target: &Target,
) -> bool {
    let record = &served.record;
    let has_own = || own(built, target).iter().all(|own| record.beside.contains(own));
    record.manifest == digest && has_own() && strange.is_empty()
}

/// The files of a build that its manifest cannot list, where readers may fetch them.
fn own(built: &Built, target: &Target) -> Vec<FileDigest> {
    match target.manifest {
        ManifestIs::Public => built.own(),
        ManifestIs::Kept => Vec::new(),
    }
}

/// A name for a release: when, and what. Of two in one second the later bears the next, so that names
/// alone tell their order where the log is lost.
fn release_name(digest: &str, standing: &Standing) -> String {
    let logged = standing.log.iter().map(|record| &record.release);
    let names: Vec<&String> =
        logged.chain(standing.kept.iter().map(|kept| &kept.release)).collect();
    let mut pause = Duration::ZERO;
    loop {
        let when = clock::after(pause).compact();
        if !names.iter().any(|name| name.starts_with(&when)) {
            return format!("{when}-{}", &digest[..8]);
        }
        pause += Duration::from_secs(1);
    }
}

/// Says what would travel.
fn said(
    plan: &Plan,
    served: Option<&Served>,
    name: &str,
    session: &mut Session,
    lang: Lang,
) -> anyhow::Result<Outcome> {
    let is_known =
        |path: &str| served.is_some_and(|served| served.files.iter().any(|file| file.path == path));
    for file in &plan.sent {
        let sign = if is_known(&file.path) { '~' } else { '+' };
        writeln!(session.out, "{sign} {}", file.path)?;
    }
    for path in &plan.removed {
        writeln!(session.out, "- {path}")?;
    }
    let (sent, same, removed) = (plan.sent.len(), plan.same.len(), plan.removed.len());
    let message = say!(
        "会向“{name}”传送{sent}个文件、撤下{removed}个，{same}个不变；什么都没有改动",
        "{sent} files would travel to `{name}`, {removed} would go, {same} stay; nothing was changed"
    );
    writeln!(session.out, "{}", message.in_lang(lang))?;
    Ok(Outcome::Done)
}

fn tell(record: &Record, name: &str, session: &mut Session, lang: Lang) -> anyhow::Result<()> {
    if session.global.quiet {
        return Ok(());
    }
    let Record { release, files, sent, removed, as_of, manifest, .. } = record;
    let message = say!(
        "已发布到“{name}”：{release}，共{files}个文件，传送{sent}个，撤下{removed}个，截至 {as_of}",
        "published to `{name}`: {release}, {files} files, {sent} sent, {removed} gone, as of {as_of}"
    );
    writeln!(session.out, "{}", message.in_lang(lang))?;
    let message = match &record.revision {
        Some(revision) => say!("提交 {revision}", "commit {revision}"),
        None => say!("不是提交过的版本（--allow-dirty）", "of no commit (--allow-dirty)"),
    };
    writeln!(session.out, "{}", message.in_lang(lang))?;
    writeln!(session.out, "MANIFEST sha256 {manifest}")?;
    Ok(())
}
