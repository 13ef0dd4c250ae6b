//! `approval status`: which records are signed at which stage, and whether the site itself is.

use std::collections::BTreeSet;

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::{Desk, desk_of_folder};
#[cfg(feature = "git")]
use crate::approval;
use crate::approval::{Approvals, Signature, Standing, State, Subject, Way};
use crate::cli::publish::newer;
use crate::cli::{Outcome, Session};
use crate::diagnostic::{Text, told as told_of};
use crate::disclose::Unpublished;
use crate::model::choice::Choice as _;
use crate::say;
#[cfg(feature = "git")]
use crate::tree::git::Repository;

#[derive(Debug, Args)]
pub struct StatusArgs {
    /// Tell of what changed since a branch, tag or commit (if left out, of all that is not signed)
    #[cfg(feature = "git")]
    base: Option<String>,
    /// Tell of what is signed at every stage too
    #[arg(long)]
    #[cfg_attr(feature = "git", arg(conflicts_with = "base"))]
    all: bool,
    /// How it is told
    #[arg(long, value_enum, default_value = "human")]
    format: StatusFormat,
}

/// How many names a line has.
const NAMES: usize = 12;

/// How the status is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum StatusFormat {
    /// For people
    Human,
    /// As JSON
    Json,
}

/// Since when it is told of, and the code of what changed.
struct Since {
    subjects: BTreeSet<Subject>,
    /// The records that changed and are of kinds that need no signature, as `tasks/a`.
    unasked: Vec<String>,
    /// What changed of the site itself, by its path: no signature of a record is over it.
    parts: Vec<String>,
    base: String,
    code: String,
}

pub fn run(args: &StatusArgs, session: &mut Session) -> anyhow::Result<Outcome> {
    let desk = match desk_of_folder(session)? {
        Ok(desk) => desk,
        Err(outcome) => return Ok(outcome),
    };
    let since = match since(args, &desk, session)? {
        Ok(since) => since,
        Err(outcome) => return Ok(outcome),
    };
    let facts = desk.loaded.facts(session, Unpublished::Hidden);
    let Some(approvals) = desk.loaded.approvals(&facts)? else { return Ok(Outcome::Done) };
    let is_told = |standing: &&Standing| match &since {
        Some(since) => since.subjects.contains(&standing.subject),
        None => args.all || !standing.is_signed(),
    };
    let told: Vec<&Standing> = approvals.standings.iter().filter(is_told).collect();
    match args.format {
        StatusFormat::Json => {
            let records = told.iter().filter_map(|standing| match standing.subject {
                Subject::Record(_) => Some(standing_json(&desk, &approvals, standing)),
                Subject::Site => None,
            });
            let records: Vec<Value> = records.collect();
            let site = told.iter().find(|standing| standing.subject == Subject::Site);
            let site = site.map(|standing| standing_json(&desk, &approvals, standing));
            let stages: Vec<&str> = approvals.stages.iter().map(|stage| stage.name()).collect();
            let change = since.map(|since| {
                let unsigned = if desk.settings.site { &[][..] } else { &since.parts[..] };
                json!({
                    "base": since.base,
                    "code": since.code,
                    "unasked": since.unasked,
                    "parts": since.parts,
                    "unsigned_parts": unsigned,
                })
            });
            let all = json!({
                "as_of": facts.day().to_string(),
                "required": approvals.required,
                "stages": stages,
                "change": change,
                "records": records,
                "site": site,
            });
            serde_json::to_writer_pretty(&mut *session.out, &all)?;
            writeln!(session.out)?;
        }
        StatusFormat::Human => {
            human(&desk, &approvals, &told, since.as_ref(), session)?;
            #[cfg(feature = "git")]
            if let Some((commit, line)) = unread(session)? {
                let line = told_of(&line);
                let line = say!(
                    "说明：提交 {commit} 的说明里有“{line}”，不算签名：签在最后一段，与上文空一行，段里每行都是“名称: 值”",
                    "note: the message of commit {commit} has `{line}`, which is no signature: sign in its last paragraph, below an empty line, each line of it `name: value`"
                );
                writeln!(session.out, "{}", line.in_lang(desk.lang))?;
            }
            if let Some(path) = newer::uncommitted(session)? {
                let line = say!(
                    "说明：{path} 等改了没有提交；登记的签名提交后才算数",
                    "note: there are edits not committed, as in {path}; signatures written down count once committed"
                );
                writeln!(session.out, "{}", line.in_lang(desk.lang))?;
            }
        }
    }
    Ok(Outcome::Done)
}

#[cfg(feature = "git")]
fn since(
    args: &StatusArgs,
    desk: &Desk,
    session: &mut Session,
) -> anyhow::Result<Result<Option<Since>, Outcome>> {
    let Some(base) = &args.base else { return Ok(Ok(None)) };
    let repository = match super::sides::repository(session)? {
        Ok(repository) => repository,
        Err(outcome) => return Ok(Err(outcome)),
    };
    Ok(super::sides::since(desk, &repository, base, None, session)?.map(|since| {
        let records = since.change.records.iter().filter_map(|change| change.record);
        let site = since.change.site.map(|_| Subject::Site);
        let subjects = records.map(Subject::Record).chain(site).collect();
        let (code, kinds) = (since.change.code.to_string(), &desk.settings.kinds);
        let unasked = since.change.records.iter().filter(|one| !kinds.contains(&one.kind));
        let unasked = unasked.map(|one| one.name.clone()).collect();
        let parts = since.change.parts.into_iter().map(|part| part.path).collect();
        Some(Since { subjects, unasked, parts, base: since.base, code })
    }))
}

#[cfg(not(feature = "git"))]
fn since(
    _: &StatusArgs,
    _: &Desk,
    _: &mut Session,
) -> anyhow::Result<Result<Option<Since>, Outcome>> {
    Ok(Ok(None))
}

/// The commit the folder is at, and a line of its message that was meant to sign and does not.
#[cfg(feature = "git")]
fn unread(session: &Session) -> anyhow::Result<Option<(String, String)>> {
    let Some(repository) = Repository::around(&session.global.site)? else { return Ok(None) };
    let Ok(head) = repository.head()? else { return Ok(None) };
    let message = repository.with(|git| -> anyhow::Result<String> {
        let commit = git.find_commit(head.commit)?;
        Ok(String::from_utf8_lossy(commit.message_raw()?).into_owned())
    })?;
    let line = approval::unread(&message).map(str::to_owned);
    Ok(line.map(|line| (head.commit.to_hex_with_len(8).to_string(), line)))
}

fn human(
    desk: &Desk,
    approvals: &Approvals,
    told: &[&Standing],
    since: Option<&Since>,
    session: &mut Session,
) -> anyhow::Result<()> {
    let (lang, out) = (desk.lang, &mut *session.out);
    if let Some(Since { base, code, .. }) = since {
        let line = say!(
            "自 {base} 以来的变化，内容码 {code}",
            "changed since {base}, content code {code}"
        );
        writeln!(out, "{}", line.in_lang(lang))?;
    }
    for standing in told {
        let (name, title) = (name(desk, standing.subject), title(desk, standing.subject));
        writeln!(out, "{}  {}  {}", name.in_lang(lang), told_of(title), standing.code)?;
        for (stage, state) in approvals.stages.iter().zip(&standing.states) {
            let Text { zh, en } = words(state);
            let (stage_zh, stage_en) = (stage.chinese(), stage.name());
            let line = say!("  {stage_zh}  {zh}", "  {stage_en}: {en}");
            writeln!(out, "{}", line.in_lang(lang))?;
        }
    }
    let is_record = |standing: &&&Standing| standing.subject != Subject::Site;
    let count = told.iter().filter(is_record).count();
    let open = told.iter().filter(is_record).filter(|standing| !standing.is_signed()).count();
    let all = approvals.standings.iter().filter(|own| own.subject != Subject::Site).count();
    // Of a site that asks for none of its records there is nothing to count.
    if !desk.settings.kinds.is_empty() {
        let line = match since {
            Some(_) => say!(
                "改动{count}条，其中{open}条没有签齐",
                "{count} changed, {open} of them not signed at every stage"
            ),
            None if open == 0 => {
                say!("公开的{all}条都已签齐", "all {all} public records are signed at every stage")
            }
            None => say!(
                "公开的{all}条中有{open}条没有签齐",
                "of {all} public records {open} are not signed at every stage"
            ),
        };
        writeln!(out, "{}", line.in_lang(lang))?;
    }
    let is_open = |standing: &&Standing| {
        !standing.is_signed() && !told.iter().any(|told| told.subject == standing.subject)
    };
    let others = approvals.standings.iter().filter(is_open).count();
    if since.is_some() && others > 0 {
        let line = say!(
            "另有{others}条这次没有改动，也没有签齐；从“空”算起的审批表（approval form 空）包括它们",
            "{others} more did not change and are not signed at every stage; the form of all of the site (`approval form empty`) has them"
        );
        writeln!(out, "{}", line.in_lang(lang))?;
    }
    if let Some(unasked) = since.map(|since| &since.unasked).filter(|all| !all.is_empty()) {
        let (count, zh, en) = (unasked.len(), few(unasked, "、"), few(unasked, ", "));
        let line = say!(
            "另有{count}条改动，属于 [approval] kinds 以外的类别，不用签：{zh}",
            "{count} more changed, of kinds that `[approval]` does not name and that need no signature: {en}"
        );
        writeln!(out, "{}", line.in_lang(lang))?;
    }
    let site = approvals.standings.iter().find(|standing| standing.subject == Subject::Site);
    if let Some(site) = site {
        let line = match site.is_signed() {
            true => say!("站点本身已签齐", "the site itself is signed at every stage"),
            false => say!("站点本身没有签齐", "the site itself is not signed at every stage"),
        };
        writeln!(out, "{}", line.in_lang(lang))?;
    }
    if let Some(parts) = since.map(|since| &since.parts).filter(|parts| !parts.is_empty()) {
        let (count, zh, en) = (parts.len(), parts.join("、"), parts.join(", "));
        let line = match site {
            Some(_) => {
                say!("站点本身改动{count}处：{zh}", "{count} changed of the site itself: {en}")
            }
            None => say!(
                "另有{count}处改动不属于哪条记录，只有审批表上的内容码管到，publish 不核对签名：{zh}",
                "{count} more changed that are of no record; only the content code of the form covers them, and `publish` asks for no signature: {en}"
            ),
        };
        writeln!(out, "{}", line.in_lang(lang))?;
    }
    Ok(())
}

/// The first of many names.
fn few(names: &[String], between: &str) -> String {
    let shown = names.iter().take(NAMES).map(String::as_str);
    let more = (names.len() > NAMES).then_some("…");
    shown.chain(more).collect::<Vec<&str>>().join(between)
}

/// What it is called on a line of its own.
fn name(desk: &Desk, subject: Subject) -> Text {
    match subject {
        Subject::Record(record) => {
            let (folder, id) = (record.kind.folder(), &desk.loaded.model.base(record).id);
            say!("{folder}/{id}", "{folder}/{id}")
        }
        Subject::Site => say!("站点本身", "the site itself"),
    }
}

fn title(desk: &Desk, subject: Subject) -> &str {
    match subject {
        Subject::Record(record) => &desk.loaded.model.base(record).title,
        Subject::Site => &desk.loaded.settings.title,
    }
}

/// What a stage comes to.
fn words(state: &State) -> Text {
    let by = |signature: &Signature| {
        let (post, date) = (told_of(&signature.post).into_owned(), signature.date);
        match &signature.way {
            Way::Line(_) => say!("{post}，{date}", "{post}, {date}"),
            Way::Commit(commit) => {
                say!("{post}，{date}，提交 {commit}", "{post}, {date}, commit {commit}")
            }
        }
    };
    match state {
        State::Signed(signature) => by(signature),
        State::Missing => say!("没有签", "not signed"),
        State::Void(signature) => {
            let Text { zh, en } = by(signature);
            say!(
                "失效（{zh}）：之后内容改过，须重新审",
                "void ({en}): changed since, to be signed anew"
            )
        }
        State::Refused(signature) => {
            let Text { zh, en } = by(signature);
            say!("不同意（{zh}）", "refused ({en})")
        }
        State::SameSigner(signature, other) => {
            let (Text { zh, en }, other_zh, other_en) =
                (by(signature), other.chinese(), other.name());
            say!(
                "不算（{zh}）：与{other_zh}是同一岗位",
                "does not count ({en}): the post signed `{other_en}` too"
            )
        }
        State::OutOfOrder(signature, other) => {
            let (Text { zh, en }, other_zh, other_en) =
                (by(signature), other.chinese(), other.name());
            say!("不算（{zh}）：早于{other_zh}", "does not count ({en}): dated before `{other_en}`")
        }
        State::NotAllowed(signature) => {
            let Text { zh, en } = by(signature);
            say!(
                "不算（{zh}）：这个岗位无权签",
                "does not count ({en}): the post may not sign this stage"
            )
        }
        State::NoSuchPost(signature, _) => {
            let Text { zh, en } = by(signature);
            say!("不算（{zh}）：没有这个岗位", "does not count ({en}): there is no such post")
        }
    }
}

fn standing_json(desk: &Desk, approvals: &Approvals, standing: &Standing) -> Value {
    let stages: Vec<Value> = approvals
        .stages
        .iter()
        .zip(&standing.states)
        .map(|(stage, state)| {
            let (name, signature) = match state {
                State::Missing => ("missing", None),
                State::Signed(signature) => ("signed", Some(signature)),
                State::Void(signature) => ("void", Some(signature)),
                State::Refused(signature) => ("refused", Some(signature)),
                State::SameSigner(signature, _) => ("same_signer", Some(signature)),
                State::OutOfOrder(signature, _) => ("out_of_order", Some(signature)),
                State::NotAllowed(signature) => ("not_allowed", Some(signature)),
                State::NoSuchPost(signature, _) => ("no_such_post", Some(signature)),
            };
            let commit = signature.and_then(|signature| match &signature.way {
                Way::Commit(commit) => Some(commit),
                Way::Line(_) => None,
            });
            json!({
                "stage": stage.name(),
                "state": name,
                "post": signature.map(|signature| told_of(&signature.post)),
                "date": signature.map(|signature| signature.date.to_string()),
                "commit": commit,
            })
        })
        .collect();
    let mut found = json!({
        "title": told_of(title(desk, standing.subject)),
        "code": standing.code.to_string(),
        "stages": stages,
    });
    if let Subject::Record(_) = standing.subject {
        found["record"] = name(desk, standing.subject).en.into();
    }
    found
}
