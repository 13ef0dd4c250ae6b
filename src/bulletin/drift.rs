//! What the records say otherwise than an edition that stands, and what a 更正 accounts for.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{chain, facts, figures_of, last_before, own_words, sealed_figures};
use crate::diagnostic::Diagnostics;
use crate::disclose::Public;
use crate::facts::bulletin::{
    Completed, DeadlineMoved, Figures, Span, TaskName, figures, state_named,
};
use crate::model::bulletin::Correction;
use crate::model::seal::Seal;
use crate::model::{Bulletin, Day, State};
use crate::words::Words;

/// Something an edition says otherwise than its records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub what: String,
    /// Empty where both would be long, and `what` says all.
    pub issued: String,
    pub now: String,
}

/// Where an edition and its records differ; empty where they tell the same.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Drift {
    /// What the corrections account for.
    pub covered: Vec<Difference>,
    /// What nobody has accounted for.
    pub open: Vec<Difference>,
    /// The tasks of the latter, as a correction names them (by number, else id); none where it is
    /// not of tasks alone.
    pub tasks: Vec<String>,
}

/// What some corrections account for.
enum Cover {
    Nothing,
    /// These tasks, by id, and what follows from them.
    Tasks(BTreeSet<String>),
    /// One that names no task accounts for all there is.
    All,
}

/// Holds the edition that stands against the records as they are; the corrections are those of it
/// that are known.
pub fn drift(
    public: &Public,
    bulletin: &Bulletin,
    corrections: &[&Correction],
    words: &Words,
) -> Drift {
    let Some((seal, plan)) = bulletin.issued().zip(bulletin.plan) else { return Drift::default() };
    let Some(matter) = seal.matter() else { return Drift::default() };
    let Some(issued) = sealed_figures(matter) else { return Drift::default() };
    let span = Span {
        period: seal.period,
        from: issued.from,
        until: seal.as_of,
        due: seal.as_of,
        closes: issued.closes,
    };
    let last = last_before(&chain(public, plan, seal.period), seal.period, seal.scope);
    let before = issued.changes.against.as_ref();
    let before = before.map(|against| figures_of(public, plan, seal.scope, against.until, last));
    let facts = Arc::new(facts(public, seal.scope, seal.as_of));
    let now = figures(&facts, plan, &span, before.as_ref()).in_the_form_of(&issued);
    let own = own_words(&facts, plan, &bulletin.base.body, &mut Diagnostics::new());
    // Issued before headings were numbered, or after.
    let is_same = own.is_some_and(|own| {
        own == matter.text.words
            || words.number_own(&own, matter.text.sections.len()) == matter.text.words
    });
    let told = Told { public, words };
    let own = (!is_same).then(|| Difference {
        what: words.get("b_drift_words").to_owned(),
        issued: String::new(),
        now: String::new(),
    });
    let (covered, open) = match cover(public, bulletin, seal, corrections, &issued) {
        Cover::All => (told.all(&issued, &now, own), Found::default()),
        Cover::Nothing => (Found::default(), told.all(&issued, &now, own)),
        Cover::Tasks(tasks) => {
            let between = with_tasks_of(&issued, &now, &tasks);
            let covered = told.tasks(&issued, &between);
            let mut open = told.tasks(&between, &now);
            let rest = told.rest(&issued, &now, covered.tasks.is_empty() && open.tasks.is_empty());
            open.add(rest.into_iter().chain(own));
            (covered, open)
        }
    };
    let tasks = open.tasks.iter().filter(|_| !open.has_others);
    Drift {
        tasks: tasks.map(|id| told.reference(id)).collect(),
        covered: covered.lines,
        open: open.lines,
    }
}

fn cover(
    public: &Public,
    bulletin: &Bulletin,
    seal: &Seal,
    corrections: &[&Correction],
    issued: &Figures,
) -> Cover {
    let of_seal = |correction: &&&Correction| {
        bulletin.edition_corrected(correction).is_some_and(|of| of.revision == seal.revision)
    };
    let corrections: Vec<&Correction> = corrections.iter().filter(of_seal).copied().collect();
    if corrections.is_empty() {
        return Cover::Nothing;
    }
    if corrections.iter().any(|correction| correction.about.is_empty()) {
        return Cover::All;
    }
    let mut tasks = BTreeSet::new();
    for about in corrections.iter().flat_map(|correction| &correction.about) {
        let of_plan = public.tasks().filter(|(_, task)| task.plan == bulletin.plan);
        let meant = of_plan.filter(|(id, task)| about.means(*id, task));
        tasks.extend(meant.map(|(_, task)| task.base.id.clone()));
        // A task that is gone is named as the seal names it.
        tasks.extend(issued.states.get_key_value(&about.word).map(|(id, _)| id.clone()));
    }
    Cover::Tasks(tasks)
}

/// The figures of an edition with some of its tasks as they are now.
fn with_tasks_of(issued: &Figures, now: &Figures, tasks: &BTreeSet<String>) -> Figures {
    let mut between = issued.clone();
    for task in tasks {
        let counts = &mut between.counts.by_state;
        if let Some(before) = between.states.remove(task).and_then(|state| counts.get_mut(&state)) {
            *before = before.saturating_sub(1);
        }
        if let Some(after) = now.states.get(task) {
            between.states.insert(task.clone(), after.clone());
            *counts.entry(after.clone()).or_default() += 1;
        }
    }
    fn swap<T: Clone>(
        lines: &mut Vec<T>,
        now: &[T],
        name: impl Fn(&T) -> &TaskName,
        tasks: &BTreeSet<String>,
    ) {
        lines.retain(|line| !tasks.contains(&name(line).id));
        lines.extend(now.iter().filter(|line| tasks.contains(&name(line).id)).cloned());
    }
    let (changes, now_changes) = (&mut between.changes, &now.changes);
    swap(&mut changes.completed, &now_changes.completed, |line| &line.task, tasks);
    swap(&mut changes.deadlines, &now_changes.deadlines, |line| &line.task, tasks);
    let (tables, now_tables) = (&mut between.tables, &now.tables);
    swap(&mut tables.overdue, &now_tables.overdue, |line| &line.task, tasks);
    swap(&mut tables.due_next, &now_tables.due_next, |line| &line.task, tasks);
    between
}

/// Differences, and the ids of the tasks among them.
#[derive(Default)]
struct Found {
    lines: Vec<Difference>,
    tasks: Vec<String>,
    /// Whether there are others.
    has_others: bool,
}

impl Found {
    /// Adds differences that are no task's.
    fn add(&mut self, others: impl Iterator<Item = Difference>) {
        let before = self.lines.len();
        self.lines.extend(others);
        self.has_others |= self.lines.len() > before;
    }
}

/// What an edition says of one task beside its state.
#[derive(Default)]
struct OfTask<'a> {
    completed: Option<&'a Completed>,
    deadline: Option<Day>,
    moved: Vec<&'a DeadlineMoved>,
}

fn by_task(figures: &Figures) -> BTreeMap<&str, OfTask<'_>> {
    let mut by_task: BTreeMap<&str, OfTask> = BTreeMap::new();
    for line in &figures.changes.completed {
        by_task.entry(&line.task.id).or_default().completed = Some(line);
    }
    for line in &figures.tables.overdue {
        by_task.entry(&line.task.id).or_default().deadline = line.deadline;
    }
    for line in &figures.tables.due_next {
        by_task.entry(&line.task.id).or_default().deadline = Some(line.deadline);
    }
    for line in &figures.changes.deadlines {
        by_task.entry(&line.task.id).or_default().moved.push(line);
    }
    by_task
}

/// Says differences in words.
struct Told<'a> {
    public: &'a Public,
    words: &'a Words,
}

impl Told<'_> {
    fn all(&self, issued: &Figures, now: &Figures, own: Option<Difference>) -> Found {
        let mut found = self.tasks(issued, now);
        let rest = self.rest(issued, now, found.tasks.is_empty());
        found.add(rest.into_iter().chain(own));
        found
    }

    /// The counts by state, and task by task.
    fn tasks(&self, issued: &Figures, now: &Figures) -> Found {
        let mut found = Found::default();
        let states = issued.counts.by_state.keys().chain(now.counts.by_state.keys());
        for name in states.collect::<BTreeSet<_>>() {
            let of = |figures: &Figures| figures.counts.by_state.get(name).copied().unwrap_or(0);
            let (before, after) = (of(issued), of(now));
            if before != after {
                let what = self.state(name);
                found.lines.push(line(what, before.to_string(), after.to_string()));
            }
        }
        let (of_issued, of_now) = (by_task(issued), by_task(now));
        let none = OfTask::default();
        let tasks = issued.states.keys().chain(now.states.keys());
        for task in tasks.collect::<BTreeSet<_>>() {
            let (before, after) = (issued.states.get(task), now.states.get(task));
            let lines = match before == after {
                true => {
                    let of = |by_task: &BTreeMap<&str, OfTask>| {
                        by_task.get(task.as_str()).map(|of_task| self.details(of_task))
                    };
                    let nothing = || self.details(&none);
                    let before = of(&of_issued).unwrap_or_else(nothing);
                    let after = of(&of_now).unwrap_or_else(nothing);
                    self.of_task(task, before, after)
                }
                false => {
                    let word = |state: Option<&String>| match state {
                        Some(name) => self.state(name),
                        None => self.words.get("b_drift_gone").to_owned(),
                    };
                    vec![line(self.title(task), word(before), word(after))]
                }
            };
            if !lines.is_empty() {
                found.lines.extend(lines);
                found.tasks.push(task.clone());
            }
        }
        found
    }

    /// What an edition says of a task that kept its state, each under its name.
    fn details(&self, of_task: &OfTask) -> [(&'static str, String); 3] {
        let words = self.words;
        let unlisted = || words.get("b_drift_unlisted").to_owned();
        let day = |day: Day| words.day(day);
        let completed = of_task.completed.map_or_else(unlisted, |line| day(line.completed));
        let deadline = of_task.deadline.map_or_else(unlisted, day);
        let moved = of_task.moved.iter().map(|line| {
            let end = |limit: Option<Day>| {
                limit.map_or_else(|| words.get("no_deadline_text").to_owned(), day)
            };
            let why = line.approved_by.iter().chain(&line.reason).cloned();
            let whole: Vec<String> = [
                day(line.date),
                words.fill("b_drift_from_to", &[("from", &end(line.from)), ("to", &end(line.to))]),
            ]
            .into_iter()
            .chain(why)
            .collect();
            words.join(&whole)
        });
        let moved: Vec<String> = moved.collect();
        let moved = match moved.is_empty() {
            true => unlisted(),
            false => words.join(&moved),
        };
        [("b_drift_completed", completed), ("b_drift_deadline", deadline), ("b_drift_moved", moved)]
    }

    fn of_task(
        &self,
        task: &str,
        before: [(&'static str, String); 3],
        after: [(&'static str, String); 3],
    ) -> Vec<Difference> {
        let pairs = before.into_iter().zip(after).filter(|(before, after)| before != after);
        let told = pairs.map(|((name, before), (_, after))| {
            line(self.words.fill(name, &[("task", &self.title(task))]), before, after)
        });
        told.collect()
    }

    /// What is no task's: problems, indicators, highlights, returns. Where the tasks agree and
    /// something else does not, that is told too.
    fn rest(&self, issued: &Figures, now: &Figures, tasks_agree: bool) -> Vec<Difference> {
        let (issued, now) = (issued.without_names(), now.without_names());
        let (a, b) = (&issued.tables, &now.tables);
        let parts = [
            ("b_returns", a.returns == b.returns),
            ("b_problems", a.problems == b.problems),
            ("b_indicators", a.values == b.values && a.ranks == b.ranks),
            ("b_highlights", a.highlights == b.highlights),
        ];
        let parts = parts.into_iter().filter(|(_, is_same)| !is_same);
        let mut found: Vec<Difference> = parts
            .map(|(name, _)| {
                let part = self.words.get(name);
                line(self.words.fill("b_drift_part", &[("part", &part)]), "".into(), "".into())
            })
            .collect();
        if tasks_agree && found.is_empty() && issued != now {
            found.push(line(self.words.get("b_drift_other").to_owned(), "".into(), "".into()));
        }
        found
    }

    fn state(&self, name: &str) -> String {
        state_named(name).map_or(name, |state: State| self.words.state(state)).to_owned()
    }

    fn title(&self, task: &str) -> String {
        let found = self.public.tasks().find(|(_, found)| found.base.id == task);
        found.map_or(task, |(_, found)| &found.base.title).to_owned()
    }

    /// A task as a correction names it.
    fn reference(&self, task: &str) -> String {
        let found = self.public.tasks().find(|(_, found)| found.base.id == task);
        found.and_then(|(_, found)| found.number.clone()).unwrap_or_else(|| task.to_owned())
    }
}

fn line(what: String, issued: String, now: String) -> Difference {
    Difference { what, issued, now }
}
