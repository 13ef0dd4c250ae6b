//! `status`: the board in the terminal, and what is coming.

use std::io::Write;

use clap::Args;
use unicode_width::UnicodeWidthStr;

use super::origin::RevisionArgs;
use super::report::{self, Format, Manner, Warnings};
use super::{Outcome, Session, load};
use crate::diagnostic::{Lang, Text};
use crate::disclose::Unpublished;
use crate::facts::{Counts, Facts};
use crate::model::{Deadline, Id, Office, State, Task};
use crate::say;
use crate::words::Words;

/// Options of `status`.
#[derive(Debug, Args)]
pub struct StatusArgs {
    /// How many days ahead to look
    #[arg(long, value_name = "DAYS", default_value_t = 14)]
    ahead: u32,
    #[command(flatten)]
    revision: RevisionArgs,
}

/// Runs it.
pub fn run(args: &StatusArgs, session: &mut Session) -> anyhow::Result<Outcome> {
    let Some(mut loaded) = load::read_at(&args.revision, session)? else {
        return Ok(Outcome::Call);
    };
    let lang = session.lang_of(loaded.settings.language);
    let found = std::mem::take(&mut loaded.found);
    if found.any_error() {
        let colour = session.colour();
        let warnings = Warnings::None;
        report::show(session.err, found, Manner { format: Format::Human, lang, colour, warnings })?;
        return Ok(Outcome::Content);
    }
    let facts = loaded.facts(session, Unpublished::Hidden);
    let words = &loaded.theme.words;
    let out = &mut *session.out;
    let day = words.day(facts.day());
    let title = say!("截至{day}", "As of {day}");
    writeln!(out, "{}", title.in_lang(lang))?;
    for (id, plan) in facts.plans() {
        let tasks = facts.tasks_of_plan(id);
        if tasks.is_empty() {
            continue;
        }
        writeln!(out, "\n{}", plan.base.title)?;
        let counts = facts.count(tasks);
        writeln!(out, "  {}", line(&counts, words, lang))?;
        by_office(out, &facts, tasks, words, lang)?;
        by_indicator(out, &facts, tasks, words, lang)?;
    }
    coming(out, &facts, words, lang, args.ahead)?;
    Ok(Outcome::Done)
}

/// 共27项：逾期未完成1项、…；完成率 30.8%（8/26）.
fn line(counts: &Counts, words: &Words, lang: Lang) -> String {
    let states: Vec<String> = counts
        .shares()
        .into_iter()
        .map(|(state, count, _)| format!("{} {count}", words.state(state)))
        .collect();
    let (total, states) = (counts.total(), words.join(&states));
    let (rate, done, due) = (counts.done_rate(), counts.done(), counts.due());
    let text = say!(
        "共{total}项：{states}；完成率 {rate}（{done}/{due}）",
        "{total} in all: {states}; done {rate} ({done}/{due})"
    );
    text.in_lang(lang).to_owned()
}

fn by_office(
    out: &mut dyn Write,
    facts: &Facts,
    tasks: &[Id<Task>],
    words: &Words,
    lang: Lang,
) -> anyhow::Result<()> {
    let mut groups: std::collections::BTreeMap<_, Vec<Id<Task>>> = Default::default();
    for id in tasks {
        if let Some(lead) = facts.task(*id).and_then(|task| task.commitment.lead.first()) {
            groups.entry(*lead).or_default().push(*id);
        }
    }
    let rows = groups
        .into_iter()
        .map(|(office, tasks)| (name(facts, office).to_owned(), facts.count(&tasks)));
    table(out, &say!("按责任单位", "by office"), rows.collect(), words, lang)
}

/// What an office is called in daily use.
fn name(facts: &Facts, office: Id<Office>) -> &str {
    let short = facts.public().office(office).short_name_on(facts.day());
    short.unwrap_or_else(|| facts.title(office.into()))
}

fn by_indicator(
    out: &mut dyn Write,
    facts: &Facts,
    tasks: &[Id<Task>],
    words: &Words,
    lang: Lang,
) -> anyhow::Result<()> {
    let mut groups: std::collections::BTreeMap<_, Vec<Id<Task>>> = Default::default();
    for id in tasks {
        if let Some(indicator) = facts.public().task(*id).indicator {
            groups.entry(indicator).or_default().push(*id);
        }
    }
    let rows = groups.into_iter().map(|(indicator, tasks)| {
        (facts.public().indicator(indicator).base.title.clone(), facts.count(&tasks))
    });
    table(out, &say!("按指标", "by indicator"), rows.collect(), words, lang)
}

/// Rows of names and counts, the names set to one width as terminals count it.
fn table(
    out: &mut dyn Write,
    heading: &Text,
    rows: Vec<(String, Counts)>,
    words: &Words,
    lang: Lang,
) -> anyhow::Result<()> {
    if !rows.is_empty() {
        writeln!(out, "  {}", heading.in_lang(lang))?;
    }
    let widest = rows.iter().map(|(name, _)| name.width()).max().unwrap_or(0);
    for (name, counts) in rows {
        let blanks = " ".repeat(widest - name.width());
        writeln!(out, "    {name}{blanks}  {}", line(&counts, words, lang))?;
    }
    Ok(())
}

/// What turns yellow or red in the next days, in the order of the days.
fn coming(
    out: &mut dyn Write,
    facts: &Facts,
    words: &Words,
    lang: Lang,
    ahead: u32,
) -> anyhow::Result<()> {
    let until = facts.day().plus(i64::from(ahead));
    let mut turns = Vec::new();
    for (id, plan) in facts.plans() {
        for task in facts.tasks_of_plan(id) {
            let Some(of_task) = facts.task(*task) else { continue };
            let limit = of_task.commitment.deadline.as_ref().and_then(Deadline::day);
            let Some(limit) = limit else { continue };
            let yellow = limit.plus(-i64::from(plan.warning_days));
            if of_task.state == State::InProgress && yellow <= until {
                turns.push((yellow, State::DueSoon, *task));
            }
            if matches!(of_task.state, State::InProgress | State::DueSoon) && limit < until {
                turns.push((limit.plus(1), State::Overdue, *task));
            }
        }
    }
    turns.sort();
    let head =
        say!("今后{ahead}天将要变色的任务", "Tasks that change colour in the next {ahead} days");
    writeln!(out, "\n{}", head.in_lang(lang))?;
    if turns.is_empty() {
        writeln!(out, "  {}", say!("无", "none").in_lang(lang))?;
    }
    for (day, state, task) in turns {
        let lead = facts.task(task).and_then(|task| task.commitment.lead.first());
        let lead = lead.map_or("", |lead| name(facts, *lead));
        let title = &facts.public().task(task).base.title;
        writeln!(out, "  {day}  {}  {lead}  {title}", words.state(state))?;
    }
    Ok(())
}
