//! What a bulletin states of a plan's week or month: its days, and its figures.
//!
//! The figures are those of one day, the edition's 截至, whatever the day they are asked for on.
//! They name records by their ids and hold titles as they were, so that they can be sealed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::task::DeadlineChange;
use super::{Counts, Facts, TaskFacts};
use crate::model::calendar::Roll;
use crate::model::choice::Choice;
use crate::model::indicator::Measure;
use crate::model::task::Event;
use crate::model::{
    Base, Calendar, Day, Deadline, Id, Indicator, Kind, Period, Plan, RecordId, State, Task,
};

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
    /// Internal edition only.
    pub returns: Option<Vec<Returns>>,
    pub values: Vec<ValueLine>,
    pub ranks: Vec<RankLine>,
}

/// A task as it was called.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskName {
    pub id: String,
    pub number: Option<String>,
    pub title: String,
    /// The first lead office's short name.
    pub lead: Option<String>,
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

/// The figures of a plan's edition; the facts must be those of the edition's 截至.
pub fn figures(facts: &Facts, plan: Id<Plan>, span: &Span, last: Option<&Figures>) -> Figures {
    let tasks = facts.tasks_of_plan(plan);
    let of = |id: &Id<Task>| facts.task(*id).map(|of_task| (*id, of_task));
    let known: Vec<(Id<Task>, &TaskFacts)> = tasks.iter().filter_map(of).collect();
    let states: BTreeMap<String, String> = known
        .iter()
        .map(|(id, of_task)| (id_of(facts, *id).to_owned(), of_task.state.name().to_owned()))
        .collect();
    let completed = known.iter().filter_map(|(id, of_task)| {
        let completed = of_task.completed.filter(|_| became_known(facts, *id, of_task, span))?;
        let days_late = of_task.days.filter(|_| of_task.state == State::DoneLate);
        Some(Completed { task: name(facts, *id), completed, days_late })
    });
    let overdue = known.iter().filter(|(_, of_task)| of_task.state == State::Overdue);
    let overdue = overdue.map(|(id, of_task)| Overdue {
        task: name(facts, *id),
        deadline: limit(of_task),
        days: of_task.days.unwrap_or_default(),
    });
    let next = span.period.next().map(|next| {
        let calendar = &facts.settings().calendar;
        Span::new(facts.public().plan(plan), next, None, None, calendar).until
    });
    let due_next = known.iter().filter_map(|(id, of_task)| {
        let limit = limit(of_task)?;
        let is_next = next.is_some_and(|next| span.until <= limit && limit <= next);
        let soon = match of_task.state {
            State::DueSoon => true,
            State::InProgress | State::NotStarted => is_next && !span.closes,
            _ => false,
        };
        let days = limit.since(span.until);
        soon.then(|| DueNext { task: name(facts, *id), deadline: limit, days })
    });
    let mut due_next: Vec<DueNext> = due_next.collect();
    due_next.sort_by_key(|line| line.deadline);
    Figures {
        from: span.from,
        until: span.until,
        closes: span.closes,
        counts: TaskFigures::from(facts.count(tasks)),
        changes: Changes {
            against: last.map(|last| against(facts, &known, last)),
            completed: completed.collect(),
            deadlines: deadlines(facts, &known, span),
        },
        tables: Tables {
            overdue: overdue.collect(),
            due_next,
            offices: by_office(facts, &known),
            indicators: by_indicator(facts, tasks),
            returns: facts.shows_returns_by_office().then(|| returns(facts, plan)),
            values: values(facts, &indicators(facts, plan), span),
            ranks: ranks(facts, &indicators(facts, plan), span),
        },
        states,
    }
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
        }
    }
}

impl TaskFigures {
    /// How many stand in a state.
    pub fn of(&self, state: State) -> u32 {
        self.by_state.get(state.name()).copied().unwrap_or(0)
    }
}

fn id_of(facts: &Facts, record: impl Into<RecordId>) -> &str {
    &facts.public().base(record.into()).id
}

fn name(facts: &Facts, id: Id<Task>) -> TaskName {
    let task = facts.public().task(id);
    let lead = facts.task(id).and_then(|of_task| of_task.commitment.lead.first());
    TaskName {
        id: task.base.id.clone(),
        number: task.number.clone(),
        title: task.base.title.clone(),
        lead: lead.map(|office| short(facts, *office)),
    }
}

fn short(facts: &Facts, office: Id<crate::model::Office>) -> String {
    let office = facts.public().office(office);
    office.short.as_ref().unwrap_or(&office.base.title).clone()
}

fn limit(of_task: &TaskFacts) -> Option<Day> {
    of_task.commitment.deadline.as_ref().and_then(Deadline::day)
}

/// Whether a task's completion became known within the edition's days. One that is confirmed by a
/// verification is known with it.
fn became_known(facts: &Facts, id: Id<Task>, of_task: &TaskFacts, span: &Span) -> bool {
    let task = facts.public().task(id);
    let mut known = of_task.rests_on.map(|entry| task.entries[entry].base.exists_from());
    let verified = of_task.entries.iter().map(|entry| &task.entries[*entry]).rev();
    let mut verified =
        verified.filter(|entry| matches!(entry.event, Event::Verified { passed: true, .. }));
    if of_task.verified.is_some()
        && facts.public().plan_of(id.into()).is_some_and(|plan| {
            facts.public().plan(plan).done_by == crate::model::plan::DoneBy::Verification
        })
    {
        known = verified.next().map(|entry| entry.base.exists_from());
    }
    known.is_some_and(|day| span.takes_in(day))
}

fn against(facts: &Facts, known: &[(Id<Task>, &TaskFacts)], last: &Figures) -> Against {
    let then = |id: &Id<Task>| last.states.get(id_of(facts, *id)).map(String::as_str);
    let was_overdue = |id: &Id<Task>| then(id) == Some(State::Overdue.name());
    let ids = |which: &dyn Fn(&Id<Task>, &TaskFacts) -> bool| -> Vec<String> {
        let found = known.iter().filter(|(id, of_task)| which(id, of_task));
        found.map(|(id, _)| id_of(facts, *id).to_owned()).collect()
    };
    Against {
        until: last.until,
        done: last.counts.done,
        due: last.counts.due,
        newly_overdue: ids(&|id, of_task| of_task.state == State::Overdue && !was_overdue(id)),
        overdue_then: last.counts.of(State::Overdue),
        completed_since: ids(&|id, of_task| was_overdue(id) && of_task.state.is_done()),
        still_overdue: ids(&|id, of_task| was_overdue(id) && of_task.state == State::Overdue),
    }
}

fn deadlines(facts: &Facts, known: &[(Id<Task>, &TaskFacts)], span: &Span) -> Vec<DeadlineMoved> {
    let mut moved = Vec::new();
    for (id, of_task) in known {
        for (nth, change) in (1..).zip(&of_task.changes) {
            if span.takes_in(change.effective) {
                moved.push(deadline_moved(facts, *id, of_task, nth, change));
            }
        }
    }
    moved.sort_by_key(|line| line.date);
    moved
}

fn deadline_moved(
    facts: &Facts,
    id: Id<Task>,
    of_task: &TaskFacts,
    nth: u32,
    change: &DeadlineChange,
) -> DeadlineMoved {
    let day = |deadline: &Option<Deadline>| deadline.as_ref().and_then(Deadline::day);
    let entry = &facts.public().task(id).entries[change.entry];
    let (reason, approved_by) = match &entry.event {
        Event::Changed { reason, approved_by, .. } => (Some(reason), Some(approved_by)),
        Event::Resumed { reason, approved_by, .. } => (reason.as_ref(), approved_by.as_ref()),
        _ => (None, None),
    };
    DeadlineMoved {
        task: name(facts, id),
        date: entry.base.day,
        from: day(&change.from),
        to: day(&change.to),
        days: change.days(),
        nth,
        after_deadline: change.after_deadline,
        reason: reason.cloned(),
        approved_by: approved_by.map(|party| party.text.clone()),
        on_original: of_task.on_original.map(|(state, days)| (state.name().to_owned(), days)),
    }
}

fn by_office(facts: &Facts, known: &[(Id<Task>, &TaskFacts)]) -> Vec<Group> {
    let mut offices: BTreeMap<_, Counts> = BTreeMap::new();
    for (_, of_task) in known {
        if let Some(lead) = of_task.commitment.lead.first() {
            offices.entry(*lead).or_default().add(of_task.state);
        }
    }
    let line = |(office, counts): (Id<crate::model::Office>, Counts)| Group {
        id: id_of(facts, office).to_owned(),
        title: short(facts, office),
        counts: counts.into(),
    };
    offices.into_iter().map(line).collect()
}

fn by_indicator(facts: &Facts, tasks: &[Id<Task>]) -> Vec<Group> {
    let mut indicators: BTreeMap<Id<Indicator>, Vec<Id<Task>>> = BTreeMap::new();
    for task in tasks {
        if let Some(indicator) = facts.public().task(*task).indicator {
            indicators.entry(indicator).or_default().push(*task);
        }
    }
    let line = |(indicator, tasks): (Id<Indicator>, Vec<Id<Task>>)| {
        let base = &facts.public().indicator(indicator).base;
        let counts = facts.count(&tasks).into();
        Group { id: base.id.clone(), title: base.title.clone(), counts }
    };
    indicators.into_iter().map(line).collect()
}

fn returns(facts: &Facts, plan: Id<Plan>) -> Vec<Returns> {
    facts
        .returns_by_office(plan)
        .map(|(office, counts)| Returns {
            office: id_of(facts, office).to_owned(),
            title: short(facts, office),
            expected: counts.expected,
            on_time: counts.on_time,
            late: counts.late,
            missing: counts.missing,
        })
        .collect()
}

/// The indicators a plan's tasks serve, with those above them.
fn indicators(facts: &Facts, plan: Id<Plan>) -> Vec<Id<Indicator>> {
    let public = facts.public();
    let mut found: Vec<Id<Indicator>> = Vec::new();
    let tasks = facts.tasks_of_plan(plan).iter();
    for indicator in tasks.filter_map(|task| public.task(*task).indicator) {
        let mut at = Some(indicator);
        while let Some(indicator) = at.filter(|indicator| !found.contains(indicator)) {
            found.push(indicator);
            at = public.indicator(indicator).parent;
        }
    }
    found.retain(|indicator| facts.counts((*indicator).into()));
    found.sort();
    found
}

fn values(facts: &Facts, indicators: &[Id<Indicator>], span: &Span) -> Vec<ValueLine> {
    let mut lines = Vec::new();
    for id in indicators {
        let indicator = facts.public().indicator(*id);
        for measure in &indicator.measures {
            lines.extend(value(measure, &indicator.base, span));
        }
    }
    lines
}

/// The latest value of a measure, if it is of the edition's days.
fn value(measure: &Measure, indicator: &Base, span: &Span) -> Option<ValueLine> {
    let of_measure = super::MeasureFacts::new(measure, span.until);
    let latest = of_measure.latest(measure).filter(|value| span.takes_in(value.date))?;
    let absolute = |change: &super::indicator::Change| change.absolute.to_string();
    Some(ValueLine {
        indicator: indicator.id.clone(),
        title: indicator.title.clone(),
        measure: measure.name.clone(),
        unit: measure.unit.clone(),
        words: latest.words.clone(),
        date: latest.date,
        value: latest.value.to_string(),
        change: of_measure.change.as_ref().map(absolute),
        change_percent: of_measure.change.and_then(|c| c.percent).map(|p| p.to_string()),
        baseline_date: measure.baseline_date,
        baseline_change: of_measure.baseline_change.as_ref().map(absolute),
        target: measure.target.map(|target| target.to_string()),
        distance: of_measure.distance.map(|distance| distance.to_string()),
    })
}

fn ranks(facts: &Facts, indicators: &[Id<Indicator>], span: &Span) -> Vec<RankLine> {
    let mut lines = Vec::new();
    for id in indicators {
        let indicator = facts.public().indicator(*id);
        for (i, rank) in indicator.ranks.iter().enumerate() {
            if !span.takes_in(rank.date) {
                continue;
            }
            let same = |other: &&crate::model::indicator::Rank| {
                other.scope == rank.scope && other.measure == rank.measure && other.date < rank.date
            };
            let before = indicator.ranks[..i].iter().rev().find(same);
            let measure = indicator.measures.iter().find(|m| Some(&m.id) == rank.measure.as_ref());
            lines.push(RankLine {
                indicator: indicator.base.id.clone(),
                title: indicator.base.title.clone(),
                measure: measure.map(|measure| measure.name.clone()),
                words: rank.words.clone(),
                date: rank.date,
                scope: rank.scope.clone(),
                place: rank.place,
                of: rank.of,
                by: rank.by.as_ref().map(|by| by.text.clone()),
                before: before.map(|before| before.place),
            });
        }
    }
    lines
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
        let titles = titles.chain(tables.returns.iter_mut().flatten().map(|line| &mut line.title));
        let titles = titles.chain(tables.values.iter_mut().map(|line| &mut line.title));
        titles.chain(tables.ranks.iter_mut().map(|line| &mut line.title)).for_each(String::clear);
        figures
    }
}

/// A state by the name it has in figures.
pub fn state_named(name: &str) -> Option<State> {
    State::WORDS.iter().map(|(state, ..)| *state).find(|state| state.name() == name)
}

/// The bulletins of a plan, in the order of their periods; weeks and months are chains apart.
pub fn of_plan(facts: &Facts, plan: Id<Plan>) -> Vec<Id<crate::model::Bulletin>> {
    let of_plan = facts.ids(Kind::Bulletin).map(RecordId::typed);
    let mut found: Vec<Id<crate::model::Bulletin>> =
        of_plan.filter(|id| facts.public().bulletin(*id).plan == Some(plan)).collect();
    found.sort_by_key(|id| facts.public().bulletin(*id).period.last());
    found
}
