//! `approval status`: which records are signed at which stage.

use std::collections::BTreeSet;

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::{Desk, desk_of_folder};
use crate::approval::{Approvals, Signature, Standing, State, Way};
use crate::cli::{Outcome, Session};
use crate::diagnostic::{Text, told};
use crate::disclose::Unpublished;
use crate::model::RecordId;
use crate::model::choice::Choice as _;
use crate::say;

#[derive(Debug, Args)]
pub struct StatusArgs {
    /// Tell of the records changed since a branch, tag or commit (if left out, of all that are not signed)
    #[cfg(feature = "git")]
    base: Option<String>,
    /// How it is told
    #[arg(long, value_enum, default_value = "human")]
    format: StatusFormat,
}

/// How the status is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum StatusFormat {
    /// For people
    Human,
    /// As JSON
    Json,
}

/// Since when records are told of, and the code of what changed.
struct Since {
    records: BTreeSet<RecordId>,
    /// What else readers see that changed, by its path: no signature of a record is over it.
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
        Some(since) => since.records.contains(&standing.record),
        None => !standing.is_signed(),
    };
    let told: Vec<&Standing> = approvals.records.iter().filter(is_told).collect();
    match args.format {
        StatusFormat::Json => {
            let records: Vec<Value> =
                told.iter().map(|standing| record_json(&desk, &approvals, standing)).collect();
            let stages: Vec<&str> = approvals.stages.iter().map(|stage| stage.name()).collect();
            let change = since.map(|since| {
                json!({"base": since.base, "code": since.code, "unsigned_parts": since.parts})
            });
            let all = json!({
                "as_of": facts.day().to_string(),
                "required": approvals.required,
                "stages": stages,
                "change": change,
                "records": records,
            });
            serde_json::to_writer_pretty(&mut *session.out, &all)?;
            writeln!(session.out)?;
        }
        StatusFormat::Human => human(&desk, &approvals, &told, since.as_ref(), session)?,
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
        let records = since.change.records.iter().filter_map(|change| change.record).collect();
        let parts = since.change.parts.into_iter().map(|part| part.path).collect();
        Some(Since { records, parts, base: since.base, code: since.change.code.to_string() })
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
        let base = desk.loaded.model.base(standing.record);
        let (name, code) = (name(desk, standing), standing.code);
        writeln!(out, "{name}  {}  {code}", crate::diagnostic::told(&base.title))?;
        for (stage, state) in approvals.stages.iter().zip(&standing.states) {
            let Text { zh, en } = words(state);
            let (stage_zh, stage_en) = (stage.chinese(), stage.name());
            let line = say!("  {stage_zh}  {zh}", "  {stage_en}: {en}");
            writeln!(out, "{}", line.in_lang(lang))?;
        }
    }
    let open = told.iter().filter(|standing| !standing.is_signed()).count();
    let (count, all) = (told.len(), approvals.records.len());
    let line = match since {
        Some(_) => say!(
            "改动{count}条，其中{open}条没有签齐",
            "{count} changed, {open} of them not signed at every stage"
        ),
        None => say!(
            "公开的{all}条中有{open}条没有签齐",
            "of {all} public records {open} are not signed at every stage"
        ),
    };
    writeln!(out, "{}", line.in_lang(lang))?;
    if let Some(parts) = since.map(|since| &since.parts).filter(|parts| !parts.is_empty()) {
        let (count, zh, en) = (parts.len(), parts.join("、"), parts.join(", "));
        let line = say!(
            "另有{count}处改动不属于哪条记录，只有审批表上的内容码管到，publish 不核对签名：{zh}",
            "{count} more changed that are of no record; only the content code of the form covers them, and `publish` asks for no signature: {en}"
        );
        writeln!(out, "{}", line.in_lang(lang))?;
    }
    Ok(())
}

fn name(desk: &Desk, standing: &Standing) -> String {
    let base = desk.loaded.model.base(standing.record);
    format!("{}/{}", standing.record.kind.folder(), base.id)
}

/// What a stage comes to.
fn words(state: &State) -> Text {
    let by = |signature: &Signature| {
        let (post, date) = (told(&signature.post).into_owned(), signature.date);
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

fn record_json(desk: &Desk, approvals: &Approvals, standing: &Standing) -> Value {
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
                "post": signature.map(|signature| told(&signature.post)),
                "date": signature.map(|signature| signature.date.to_string()),
                "commit": commit,
            })
        })
        .collect();
    let title = &desk.loaded.model.base(standing.record).title;
    json!({
        "record": name(desk, standing),
        "title": told(title),
        "code": standing.code.to_string(),
        "stages": stages,
    })
}
