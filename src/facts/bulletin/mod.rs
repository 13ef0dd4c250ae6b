//! What a bulletin states of a plan's week or month: its days, and its figures.
//!
//! The figures are those of one day, the edition's 截至, whatever the day they are asked for on.
//! They name records by their ids and hold titles as they were, so that they can be sealed.

mod compute;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use compute::figures;

use super::{Counts, Facts};
use crate::model::calendar::Roll;
use crate::model::choice::Choice;
use crate::model::{Bulletin, Calendar, Day, Id, Kind, Period, Plan, RecordId, State};

/// The days of an edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub period: Period,
    /// The day after the last edition's; none in a first edition.
    pub from: Option<Day>,
    /// Its 截至: the day its figures are of.
    pub until: Day,
    /// The 通报日, before which it is not issued.
    pub due: Day,
    /// Whether it is the plan's last.
    pub closes: bool,
}

impl Span {
    /// The days of a plan's edition; `stated` is a 截至 of its own, `last` that of the edition
    /// before it. The plan's last edition takes in all up to the plan's end.
    pub fn new(
        plan: &Plan,
        period: Period,
        stated: Option<Day>,
        last: Option<Day>,
        calendar: &Calendar,
    ) -> Self {
        let closes = plan.end.is_some_and(|end| period.contains(end));
        let regular = match (period, plan.bulletin_day) {
            (Period::Month(year, month), Some(day)) => {
                let day = Day::nearest(year, month, day);
                match calendar.roll(day, period, plan.on_holiday) {
                    Roll::On(day) => day,
                    Roll::NothingOwed | Roll::Unknown => day,
                }
            }
            _ => period.last(),
        };
        let until = match (stated, plan.end.filter(|_| closes)) {
            (Some(stated), _) => stated,
            (None, Some(end)) => regular.max(end),
            (None, None) => regular,
        };
        let due = match plan.closing_bulletin.filter(|_| closes) {
            Some(day) => day.max(until),
            None => until,
        };
        Self { period, from: last.map(|last| last.plus(1)), until, due, closes }
    }

    /// Whether a day falls to this edition.
    pub fn takes_in(&self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && day <= self.until
    }
}

/// The figures of an edition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    pub from: Option<Day>,
    pub until: Day,
    pub closes: bool,
    pub counts: TaskFigures,
    pub changes: Changes,
    pub tables: Tables,
    /// Every task's state, to compare the next edition with.
    pub states: BTreeMap<String, String>,
}

/// Counts of tasks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskFigures {
    pub total: u32,
    pub by_state: BTreeMap<String, u32>,
    pub done: u32,
    pub on_time: u32,
    /// 应完成.
    pub due: u32,
    /// Of all, the 示例 of a plan that is none itself; seals made before do not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub samples: Option<u32>,
}

/// What happened since the last edition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Changes {
    pub against: Option<Against>,
    pub completed: Vec<Completed>,
    pub deadlines: Vec<DeadlineMoved>,
}

/// The comparison with the last edition as it was issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Against {
    pub until: Day,
    pub done: u32,
    pub due: u32,
    /// Overdue now and not then.
    pub newly_overdue: Vec<String>,
    /// Overdue then: finished since, and still open.
    pub overdue_then: u32,
    pub completed_since: Vec<String>,
    pub still_overdue: Vec<String>,
}

/// The tables of an edition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tables {
    pub overdue: Vec<Overdue>,
    pub due_next: Vec<DueNext>,
    pub offices: Vec<Group>,
    pub indicators: Vec<Group>,
    /// Of the edition's days; internal edition only. In seals that do not hold the sums since the
    /// start, these are here.
    pub returns: Option<Vec<Returns>>,
    /// From the plan's first cut-off on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returns_since_start: Option<Vec<Returns>>,
    /// None where the plan has no problems on record.
    pub problems: Option<ProblemFigures>,
    pub values: Vec<ValueLine>,
    pub ranks: Vec<RankLine>,
    pub highlights: Vec<HighlightLine>,
}

/// A task as it was called.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskName {
    pub id: String,
    pub number: Option<String>,
    pub title: String,
    /// The first lead office's short name.
    pub lead: Option<String>,
    /// Whether it is a 示例 of a plan that is none itself.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sample: bool,
}

/// A task finished.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Completed {
    #[serde(flatten)]
    pub task: TaskName,
    pub completed: Day,
    /// Days past its deadline; none in time.
    pub days_late: Option<i64>,
}

/// A task past its deadline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overdue {
    #[serde(flatten)]
    pub task: TaskName,
    pub deadline: Option<Day>,
    pub days: i64,
}

/// A task due soon, or before the next edition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueNext {
    #[serde(flatten)]
    pub task: TaskName,
    pub deadline: Day,
    pub days: i64,
}

/// A deadline moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeadlineMoved {
    #[serde(flatten)]
    pub task: TaskName,
    pub date: Day,
    pub from: Option<Day>,
    pub to: Option<Day>,
    pub days: Option<i64>,
    /// Which change it was.
    pub nth: u32,
    pub after_deadline: bool,
    pub reason: Option<String>,
    pub approved_by: Option<String>,
    /// The state by the original deadline.
    pub on_original: Option<(String, Option<i64>)>,
}

/// The tasks of an office or indicator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    pub id: String,
    pub title: String,
    #[serde(flatten)]
    pub counts: TaskFigures,
}

/// The returns of an office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Returns {
    pub office: String,
    pub title: String,
    pub expected: u32,
    pub on_time: u32,
    pub late: u32,
    pub missing: u32,
}

/// The problems of the plan, all of them, on the day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProblemFigures {
    pub found: u32,
    /// 申请销号, 核验通过 and 销号 stand side by side.
    pub reported: u32,
    pub verified: u32,
    pub closed: u32,
    pub closed_late: u32,
    pub transferred: u32,
    /// 重新整改: not counted as closed.
    pub rework: u32,
    pub overdue: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub samples: Option<u32>,
}

/// A highlight of the edition's days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HighlightLine {
    pub id: String,
    pub title: String,
    pub office: Option<String>,
}

/// A value that became known; numbers as they were written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValueLine {
    pub indicator: String,
    pub title: String,
    pub measure: String,
    pub unit: Option<String>,
    /// As the table has it: 2023年3月.
    pub words: String,
    pub date: Day,
    pub value: String,
    pub change: Option<String>,
    pub change_percent: Option<String>,
    pub baseline_date: Option<Day>,
    pub baseline_change: Option<String>,
    pub target: Option<String>,
    pub distance: Option<String>,
}

/// A place that became known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RankLine {
    pub indicator: String,
    pub title: String,
    pub measure: Option<String>,
    pub words: String,
    pub date: Day,
    pub scope: String,
    pub place: u32,
    pub of: Option<u32>,
    pub by: Option<String>,
    /// The place before it in the same scope.
    pub before: Option<u32>,
}

impl From<Counts> for TaskFigures {
    fn from(counts: Counts) -> Self {
        let states = State::ALL.into_iter();
        Self {
            total: counts.total(),
            by_state: states.map(|state| (state.name().to_owned(), counts.of(state))).collect(),
            done: counts.done(),
            on_time: counts.of(State::Done),
            due: counts.due(),
            samples: Some(counts.samples),
        }
    }
}

impl TaskFigures {
    /// How many stand in a state.
    pub fn of(&self, state: State) -> u32 {
        self.by_state.get(state.name()).copied().unwrap_or(0)
    }
}

impl Figures {
    /// The figures without what records are called, which may change and tells nothing new.
    pub fn without_names(&self) -> Self {
        let mut figures = self.clone();
        let tables = &mut figures.tables;
        let tasks = figures.changes.completed.iter_mut().map(|line| &mut line.task);
        let tasks = tasks.chain(figures.changes.deadlines.iter_mut().map(|line| &mut line.task));
        let tasks = tasks.chain(tables.overdue.iter_mut().map(|line| &mut line.task));
        for task in tasks.chain(tables.due_next.iter_mut().map(|line| &mut line.task)) {
            *task = TaskName { id: std::mem::take(&mut task.id), ..TaskName::default() };
        }
        let titles = tables.offices.iter_mut().map(|line| &mut line.title);
        let titles = titles.chain(tables.indicators.iter_mut().map(|line| &mut line.title));
        let returns = [&mut tables.returns, &mut tables.returns_since_start];
        let returns = returns.into_iter().flatten().flatten();
        let titles = titles.chain(returns.map(|line| &mut line.title));
        let titles = titles.chain(tables.values.iter_mut().map(|line| &mut line.title));
        let titles = titles.chain(tables.ranks.iter_mut().map(|line| &mut line.title));
        titles
            .chain(tables.highlights.iter_mut().map(|line| &mut line.title))
            .for_each(String::clear);
        tables.highlights.iter_mut().for_each(|line| line.office = None);
        figures
    }
}

impl Figures {
    /// The figures in the form of those issued before, which may not hold all that is told since.
    pub fn in_the_form_of(mut self, issued: &Self) -> Self {
        let (own, theirs) = (&mut self.tables, &issued.tables);
        if theirs.returns.is_some() && theirs.returns_since_start.is_none() {
            own.returns = own.returns_since_start.take();
        }
        if issued.counts.samples.is_none() {
            let groups = own.offices.iter_mut().chain(&mut own.indicators);
            groups.for_each(|group| group.counts.samples = None);
            self.counts.samples = None;
        }
        if let (Some(own), Some(theirs)) = (&mut own.problems, &theirs.problems)
            && theirs.samples.is_none()
        {
            own.samples = None;
        }
        self
    }
}

/// A state by the name it has in figures.
pub fn state_named(name: &str) -> Option<State> {
    State::WORDS.iter().map(|(state, ..)| *state).find(|state| state.name() == name)
}

/// The bulletins of a plan, in the order of their periods; weeks and months are chains apart.
pub fn of_plan(facts: &Facts, plan: Id<Plan>) -> Vec<Id<Bulletin>> {
    let of_plan = facts.ids(Kind::Bulletin).map(RecordId::typed);
    let mut found: Vec<Id<Bulletin>> =
        of_plan.filter(|id| facts.public().bulletin(*id).plan == Some(plan)).collect();
    found.sort_by_key(|id| facts.public().bulletin(*id).period.last());
    found
}
