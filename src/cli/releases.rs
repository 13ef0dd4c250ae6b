//! `releases` and `rollback`: what was published, and going back.

mod list;

use clap::Args;

use self::list::{List, Proofs};
use super::publish::target::{self, Chosen};
use super::publish::{lock, no_lock};
use super::unfit::differences;
use super::{Outcome, Session, clock, load};
use crate::diagnostic::{Lang, Text};
use crate::publish::{Action, ByHand, Ground, Kept, Record, Server, Standing};
use crate::say;
use crate::write::TOOL;

/// Options of `releases`.
#[derive(Debug, Args)]
pub struct ReleasesArgs {
    /// The target, as in [targets] of site.toml
    target: String,
    /// How they are listed
    #[arg(long, value_enum, default_value = "text")]
    format: ListFormat,
    /// Read every file of the releases that are kept, and tell which are whole
    #[arg(long)]
    verify: bool,
}

/// How a list is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum ListFormat {
    /// For people
    Text,
    /// The log as JSON
    Json,
}

/// Options of `rollback`.
#[derive(Debug, Args)]
pub struct RollbackArgs {
    /// The target, as in [targets] of site.toml
    target: String,
    /// The release to go back to (the one before, unless given)
    release: Option<String>,
    /// Why, for the log
    #[arg(long, value_name = "REASON")]
    reason: Option<String>,
}

/// Runs `releases`.
pub fn run(args: &ReleasesArgs, session: &mut Session) -> anyhow::Result<Outcome> {
    let (chosen, lang) = match chosen(&args.target, session)? {
        Ok(chosen) => chosen,
        Err(outcome) => return Ok(outcome),
    };
    let standing = chosen.server.standing()?;
    let proofs = match args.verify {
        true => Some(proofs(&*chosen.server, &standing)?),
        false => None,
    };
    let listed = List { target: &args.target, standing: &standing, proofs: proofs.as_ref() };
    match args.format {
        ListFormat::Json => listed.json(session.out)?,
        ListFormat::Text => listed.text(lang, session.out)?,
    }
    let any_damaged = proofs.is_some_and(|proofs| proofs.values().any(|found| !found.is_empty()));
    Ok(if any_damaged { Outcome::Content } else { Outcome::Done })
}

/// The target a command names, once it is known to be a folder, or to be none yet.
fn chosen(name: &str, session: &mut Session) -> anyhow::Result<Result<(Chosen, Lang), Outcome>> {
    let Some(loaded) = load::read(session)? else { return Ok(Err(Outcome::Call)) };
    let lang = session.lang_of(loaded.settings.language);
    if let Some((message, help)) = target::idle(session.global) {
        return Ok(Err(session.refuse(lang, &message, Some(&help))?));
    }
    let chosen = match target::choose(name, &loaded.settings, session, lang)? {
        Ok(chosen) => chosen,
        Err(outcome) => return Ok(Err(outcome)),
    };
    // Who may only read may look.
    let ground = chosen.server.ground()?;
    let ground = if matches!(ground, Ground::Denied(_)) { Ground::Ready } else { ground };
    if let Some((message, help)) = target::no_ground(ground, &chosen.target) {
        return Ok(Err(session.fail(lang, &message, &help)?));
    }
    Ok(Ok((chosen, lang)))
}

/// What is wrong with each release that is kept.
fn proofs(server: &dyn Server, standing: &Standing) -> anyhow::Result<Proofs> {
    let proof =
        |kept: &Kept| Ok((kept.release.clone(), server.damage(kept, standing.served.as_ref())?));
    standing.kept.iter().map(proof).collect()
}

/// Runs `rollback`.
pub fn roll_back(args: &RollbackArgs, session: &mut Session) -> anyhow::Result<Outcome> {
    let (chosen, lang) = match chosen(&args.target, session)? {
        Ok(chosen) => chosen,
        Err(outcome) => return Ok(outcome),
    };
    if let Some((message, help)) = target::no_ground(chosen.server.ground()?, &chosen.target) {
        return session.fail(lang, &message, &help);
    }
    let lock = match lock(&chosen, lang)? {
        Ok(lock) => lock,
        Err(none) => return no_lock(&none, session, lang),
    };
    let standing = chosen.server.standing()?;
    if let (Some(by_hand), None) = (&standing.by_hand, &args.release) {
        let (message, help) = which_before(by_hand, &standing, &args.target);
        return session.fail(lang, &message, &help);
    }
    let Some(to) = wanted(args.release.as_deref(), &standing) else {
        return none(args.release.as_deref(), &standing, session, lang);
    };
    let served = standing.served.as_ref().map(|served| served.release.clone());
    let record = Record {
        action: Action::Rollback,
        before: served,
        at: clock::now().iso(),
        who: chosen.who.clone(),
        machine: target::machine(),
        tool: TOOL.to_owned(),
        sent: 0,
        removed: 0,
        forced: args.reason.clone(),
        ..to.clone()
    };
    let damaged = chosen.server.roll_back(&record, &lock)?;
    if !damaged.is_empty() {
        let (release, count) = (&record.release, damaged.len());
        let Text { zh, en } = differences(damaged.iter());
        return session.fail(
            lang,
            &say!(
                "{release} 有{count}个文件不是发布时的样子，没有退回：{zh}",
                "{count} files of {release} are not as they were published; nothing was changed:{en}"
            ),
            &made_again(record.revision.as_deref(), &args.target),
        );
    }
    let (name, release, as_of) = (&args.target, &record.release, &record.as_of);
    let message = say!(
        "“{name}”已退回到 {release}（截至 {as_of}）",
        "`{name}` is back at {release}, as of {as_of}"
    );
    writeln!(session.out, "{}", message.in_lang(lang))?;
    Ok(Outcome::Done)
}

/// The publication of the release that is asked for, or of the one served before.
fn wanted<'s>(release: Option<&str>, standing: &'s Standing) -> Option<&'s Record> {
    let served = standing.served.as_ref().map(|served| served.release.as_str());
    // What is served is no whole release while another one has not arrived to the end, and none that
    // the log knows of where another hand put it there: to go back to it is to write that down.
    let is_open = standing.interrupted.is_some() || standing.by_hand.is_some();
    let of = |kept: &'s Kept| {
        Some(&kept.record).filter(|_| is_open || Some(kept.release.as_str()) != served)
    };
    match release {
        Some(release) => standing.kept.iter().find(|kept| kept.release == release).and_then(of),
        None => {
            let served = served?;
            standing.kept.iter().rev().skip_while(|kept| kept.release != served).find_map(of)
        }
    }
}

/// Another hand changed what is served, so nobody knows which one is the one before.
fn which_before(by_hand: &ByHand, standing: &Standing, target: &str) -> (Text, Text) {
    let Text { zh, en } = by_hand.told(standing.log.last());
    let Text { zh: kept_zh, en: kept_en } = kept(standing);
    (
        say!("“{target}”：{zh}", "`{target}`: {en}"),
        say!(
            "写明退回到哪一版，如 liangshai rollback {target} 版本号；{kept_zh}",
            "name the release, as `liangshai rollback {target} RELEASE`; {kept_en}"
        ),
    )
}

/// How a damaged release is had again.
pub fn made_again(revision: Option<&str>, target: &str) -> Text {
    match revision {
        Some(revision) => say!(
            "退回别的一版；要这一版，用 liangshai build --rev {revision} 重新生成，再 liangshai publish {target} --force \"理由\"",
            "go back to another one; for this one, `liangshai build --rev {revision}` and `liangshai publish {target} --force \"REASON\"`"
        ),
        None => say!(
            "退回别的一版；要这一版，重新生成后发布",
            "go back to another one; for this one, build it again and publish it"
        ),
    }
}

fn kept(standing: &Standing) -> Text {
    let kept: Vec<&str> = standing.kept.iter().map(|kept| kept.release.as_str()).collect();
    if kept.is_empty() {
        return say!("先发布一次", "publish once first");
    }
    let (zh, en) = (kept.join("、"), kept.join(", "));
    say!("保留着：{zh}", "kept: {en}")
}

fn none(
    release: Option<&str>,
    standing: &Standing,
    session: &mut Session,
    lang: Lang,
) -> anyhow::Result<Outcome> {
    let served = standing.served.as_ref().map(|served| &served.release);
    let message = match release {
        Some(release) if served.is_some_and(|served| served == release) => {
            say!("{release} 就是当前的一版", "{release} is the one that is served")
        }
        Some(release) => say!("没有保留“{release}”", "`{release}` is not kept there"),
        None if standing.kept.len() > 1 => {
            say!("没有比当前更早的一版", "no release is kept from before the one that is served")
        }
        None => say!("没有可以退回的一版", "there is no release to go back to"),
    };
    session.fail(lang, &message, &kept(standing))
}
