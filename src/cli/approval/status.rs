//! `approval status`: which records are signed at which stage, and whether the site itself is.

mod human;
mod json;
#[cfg(feature = "git")]
mod notes;

use std::collections::BTreeSet;

use clap::{Args, ValueEnum};

use super::{Desk, desk_of_folder};
use crate::approval::{Approvals, Standing, Subject};
use crate::cli::{Outcome, Session};
use crate::diagnostic::Text;
use crate::disclose::Unpublished;
use crate::model::Day;
use crate::say;

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

/// What is told.
struct Told<'a> {
    desk: &'a Desk,
    day: Day,
    approvals: &'a Approvals,
    /// Those that were asked for.
    standings: Vec<&'a Standing>,
    since: Option<&'a Since>,
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
    let standings = approvals.standings.iter().filter(is_told).collect();
    let (day, since) = (facts.day(), since.as_ref());
    let told = Told { desk: &desk, day, approvals: &approvals, standings, since };
    match args.format {
        StatusFormat::Json => {
            serde_json::to_writer_pretty(&mut *session.out, &json::json(&told))?;
            writeln!(session.out)?;
        }
        StatusFormat::Human => {
            let lines = human::lines(&told).into_iter();
            #[cfg(feature = "git")]
            let lines = lines.chain(notes::notes(&desk, session)?);
            for line in lines {
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
