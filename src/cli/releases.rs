//! `releases` and `rollback`: what was published, and going back.

use clap::Args;

use super::publish::target;
use super::publish::{busy, lock};
use super::unfit::differences;
use super::{Outcome, Session, clock, load};
use crate::diagnostic::{Lang, Text};
use crate::publish::{Action, Kept, Record, Standing};
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
    let Some(loaded) = load::read(session)? else { return Ok(Outcome::Call) };
    let lang = session.lang_of(loaded.settings.language);
    let chosen = match target::choose(&args.target, &loaded.settings, session, lang)? {
        Ok(chosen) => chosen,
        Err(outcome) => return Ok(outcome),
    };
    let standing = chosen.server.standing()?;
    if args.format == ListFormat::Json {
        let served = standing.served.as_ref().map(|served| &served.release);
        let kept: Vec<&String> = standing.kept.iter().map(|kept| &kept.release).collect();
        let listed = serde_json::json!({
            "schema_version": 1, "target": args.target, "served": served, "kept": kept,
            "log": standing.log,
        });
        writeln!(session.out, "{}", serde_json::to_string_pretty(&listed)?)?;
        return Ok(Outcome::Done);
    }
    if standing.log.is_empty() {
        let message = say!("还没有发布过", "nothing was published there yet");
        writeln!(session.out, "{}", message.in_lang(lang))?;
        return Ok(Outcome::Done);
    }
    for (i, record) in standing.log.iter().enumerate().rev() {
        let is_last = i + 1 == standing.log.len();
        writeln!(session.out, "{}", line(record, is_last, &standing, lang))?;
    }
    Ok(Outcome::Done)
}

/// A line of the list: what, when, who, from which commit, and whether it can be gone back to.
fn line(record: &Record, is_last: bool, standing: &Standing, lang: Lang) -> String {
    let Record { release, files, sent, as_of, .. } = record;
    let at = record.at.get(..16).unwrap_or(&record.at).replace('T', " ");
    let who = record.who.as_deref().unwrap_or(&record.machine);
    let revision = record.revision.as_deref().and_then(|revision| revision.get(..10));
    let done = match record.action {
        Action::Publish => {
            say!("发布 共{files}个文件，传送{sent}个", "published, {files} files, {sent} sent")
        }
        Action::Rollback => say!("退回", "gone back to"),
    };
    let of = match revision {
        Some(revision) => say!("提交 {revision}", "commit {revision}"),
        None => say!("未提交的内容", "not committed"),
    };
    let is_kept = standing.kept.iter().any(|kept| kept.release == *release);
    let state = match (is_last, is_kept) {
        (true, _) => say!("  ← 当前", "  <- served"),
        (false, true) => say!("", ""),
        (false, false) => say!("  （已清理）", "  (no longer kept)"),
    };
    let forced = record.forced.as_deref().map(|why| match lang {
        Lang::Zh => format!("；理由：{why}"),
        Lang::En => format!("; reason: {why}"),
    });
    let day = say!("截至 {as_of}", "as of {as_of}");
    let words = [done.in_lang(lang), day.in_lang(lang), of.in_lang(lang), who];
    let joined = words.join(if lang == Lang::Zh { "，" } else { ", " });
    format!("{at}  {release}  {joined}{}{}", forced.unwrap_or_default(), state.in_lang(lang))
}

/// Runs `rollback`.
pub fn roll_back(args: &RollbackArgs, session: &mut Session) -> anyhow::Result<Outcome> {
    let Some(loaded) = load::read(session)? else { return Ok(Outcome::Call) };
    let lang = session.lang_of(loaded.settings.language);
    let chosen = match target::choose(&args.target, &loaded.settings, session, lang)? {
        Ok(chosen) => chosen,
        Err(outcome) => return Ok(outcome),
    };
    let lock = match lock(&chosen, lang)? {
        Ok(lock) => lock,
        Err(holder) => return busy(&holder, session, lang),
    };
    let standing = chosen.server.standing()?;
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
            &say!(
                "退回别的一版，或从那个提交重新生成后发布",
                "go back to another one, or build that commit again and publish it"
            ),
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
    let served = &standing.served.as_ref()?.release;
    // What is served is no whole release while another one has not arrived to the end.
    let is_mixed = standing.interrupted.is_some();
    let of = |kept: &'s Kept| kept.record.as_ref().filter(|_| is_mixed || kept.release != *served);
    match release {
        Some(release) => standing.kept.iter().find(|kept| kept.release == release).and_then(of),
        None => standing.kept.iter().rev().skip_while(|kept| kept.release != *served).find_map(of),
    }
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
        None => say!("没有可以退回的一版", "there is no release to go back to"),
    };
    let kept: Vec<&str> = standing.kept.iter().map(|kept| kept.release.as_str()).collect();
    let help = if kept.is_empty() {
        say!("先发布一次", "publish once first")
    } else {
        let (zh, en) = (kept.join("、"), kept.join(", "));
        say!("保留着：{zh}", "kept: {en}")
    };
    session.fail(lang, &message, &help)
}
