//! Public, a day → Facts: everything that is computed, as of that day.
//!
//! Pure: the same content, settings, day and audience give the same facts. What does not exist on
//! the day is not here, so that no later stage can show it.

pub mod board;
pub mod bulletin;
pub mod burn_up;
pub mod change;
pub mod chief;
mod correction;
pub mod count;
pub mod duty;
pub mod evaluation;
mod exists;
pub mod freshness;
pub mod highlight;
pub mod indicator;
pub mod inspection;
pub mod life;
mod lists;
pub mod name;
mod named;
pub mod policy;
pub mod problem;
pub mod publicity;
pub mod related;
pub mod returns;
pub mod revision;
pub mod seat;
pub mod since;
pub mod summary;
pub mod task;
pub mod visit;
pub mod withhold;
pub mod years;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

pub use count::{Counts, Halfway, Ratio, Unjudged};
pub use duty::{DutyCounts, DutyFacts, PlanDuties};
pub use evaluation::{EvaluationFacts, OfficeResult};
pub use indicator::MeasureFacts;
pub use inspection::InspectionCounts;
pub use life::{ImpossibleStep, Life};
pub use lists::{Role, post_of};
pub use problem::{ProblemCounts, ProblemFacts};
pub use returns::ReturnCounts;
pub use revision::{Changed, Revision};
#[cfg(feature = "git")]
pub use revision::{Taken, taken};
pub use task::TaskFacts;

use evaluation::Judged;
use lists::Lists;
use problem::Problems;
use since::Since;

use crate::disclose::{Audience, Edition, Public};
use crate::history::History;
use crate::model::seal::Seal;
use crate::model::{
    Base, Bulletin, Day, EntryBase, Id, Indicator, Kind, Office, Plan, RecordId, Return, Settings,
    Task,
};

/// A site's facts on a day.
#[derive(Debug)]
pub struct Facts {
    public: Arc<Public>,
    day: Day,
    exists: BTreeMap<Kind, Vec<bool>>,
    tasks: Vec<Option<Arc<Evaluated>>>,
    /// Made of all tasks, so shared with the facts before where none of them changed.
    lists: Arc<Lists>,
    returns: Arc<Returns>,
    problems: Problems,
    /// What git knows of the files, where it is asked.
    history: Option<Arc<History>>,
    /// And of the records that take part, as far as it knows them.
    revisions: BTreeMap<RecordId, Vec<Revision>>,
    /// Made when first asked for: it takes the facts of other days.
    judged: OnceLock<Judged>,
    /// The same.
    since: OnceLock<BTreeMap<Id<Plan>, Since>>,
}

type Returns = BTreeMap<Id<Plan>, BTreeMap<Id<Office>, ReturnCounts>>;

/// A task's facts, and the life that returns are counted by.
#[derive(Debug, PartialEq)]
struct Evaluated {
    facts: TaskFacts,
    life: Life,
}

/// Evaluates everything on a day.
pub fn evaluate(public: Arc<Public>, day: Day) -> Facts {
    evaluate_after(public, day, None)
}

/// Evaluates everything on a day, taking over from the facts before what rests on records that
/// are still the same. The result is that of [`evaluate`].
pub fn evaluate_after(public: Arc<Public>, day: Day, last: Option<&Facts>) -> Facts {
    evaluate_at(public, day, last, Pace::Parallel)
}

/// How tasks are evaluated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pace {
    Parallel,
    /// On the thread that asks. Where others may wait for what it makes, it must not take up
    /// their work in the meantime.
    InTurn,
}

fn evaluate_at(public: Arc<Public>, day: Day, last: Option<&Facts>, pace: Pace) -> Facts {
    let last = last.filter(|last| last.day == day && last.audience() == public.audience());
    let mut facts = Facts {
        exists: exists::exists(&public, day),
        public,
        day,
        tasks: Vec::new(),
        lists: Arc::default(),
        returns: Arc::default(),
        problems: Problems::default(),
        history: None,
        revisions: BTreeMap::new(),
        judged: OnceLock::new(),
        since: OnceLock::new(),
    };
    let tasks: Vec<(Id<Task>, &Task)> =
        facts.public.tasks().filter(|(id, _)| facts.has_page((*id).into())).collect();
    let evaluate_one = |(id, task): &(Id<Task>, &Task)| evaluate_task(&facts, last, *id, task);
    let evaluated: Vec<(Id<Task>, Arc<Evaluated>)> = match pace {
        Pace::Parallel => tasks.par_iter().filter_map(evaluate_one).collect(),
        Pace::InTurn => tasks.iter().filter_map(evaluate_one).collect(),
    };
    match last.filter(|last| lists::stand(&facts, last, &evaluated)) {
        Some(last) => {
            facts.lists = last.lists.clone();
            facts.returns = last.returns.clone();
        }
        None => {
            facts.returns = Arc::new(returns::count_all(&facts, &evaluated));
            facts.lists = Arc::new(lists::list(&facts, &evaluated));
        }
    }
    let mut by_index: Vec<Option<Arc<Evaluated>>> = Vec::new();
    for (id, of_task) in evaluated {
        by_index.resize(by_index.len().max(id.index() + 1), None);
        by_index[id.index()] = Some(of_task);
    }
    facts.tasks = by_index;
    // Problems are few, so they are evaluated each time.
    facts.problems = Problems::of(&facts);
    facts
}

/// Evaluates a task, or takes it over where it would come out the same.
fn evaluate_task(
    facts: &Facts,
    last: Option<&Facts>,
    id: Id<Task>,
    task: &Task,
) -> Option<(Id<Task>, Arc<Evaluated>)> {
    let known = last.and_then(|last| last.tasks.get(id.index())?.as_ref());
    if let (Some(known), Some(last)) = (known, last)
        && is_same(facts, last, id, task)
    {
        return Some((id, known.clone()));
    }
    let (of_task, life) = evaluate_on(facts, task, facts.day)?;
    let evaluated = Evaluated { facts: of_task, life };
    // Where it came out the same, what is made of it is the same too.
    let known = known.filter(|known| ***known == evaluated);
    Some((id, known.cloned().unwrap_or_else(|| Arc::new(evaluated))))
}

/// Evaluates a task on a day, with the entries its audience may know of.
fn evaluate_on(facts: &Facts, task: &Task, day: Day) -> Option<(TaskFacts, Life)> {
    let plan = facts.public.plan(task.plan?);
    let entries = facts.public.entries(task).filter(|(_, entry)| {
        // A row goes with its return: neither before its audit nor once withdrawn.
        entry.base.from_return().is_none_or(|found| facts.counts(found.into()))
    });
    Some(task::evaluate(task, plan, entries, day))
}

/// Whether a task's facts rest on the same records as before.
fn is_same(facts: &Facts, last: &Facts, id: Id<Task>, task: &Task) -> bool {
    let shares = |record: RecordId| facts.public.shares(&last.public, record);
    shares(id.into())
        && task.plan.is_some_and(|plan| shares(plan.into()))
        // What a return says also goes by the return's own dates.
        && task.entries.iter().all(|entry| entry.base.from_return().is_none())
}

impl Facts {
    /// The day everything is computed for.
    pub fn day(&self) -> Day {
        self.day
    }

    /// For whom.
    pub fn audience(&self) -> Audience {
        self.public.audience()
    }

    /// Whether by-office figures of returns may be shown.
    pub fn shows_returns_by_office(&self) -> bool {
        self.audience().edition == Edition::Internal
    }

    /// The site's settings.
    pub fn settings(&self) -> &Settings {
        self.public.settings()
    }

    /// What may be seen, whatever the day; for looking up records that facts name.
    pub fn public(&self) -> &Public {
        &self.public
    }

    /// Whether a record exists on the day and has a page (perhaps a tombstone).
    pub fn has_page(&self, record: RecordId) -> bool {
        self.exists[&record.kind].get(record.index as usize).copied().unwrap_or(false)
    }

    /// Whether a record takes part in counts, lists and data on the day.
    pub fn counts(&self, record: RecordId) -> bool {
        self.has_page(record)
            && self.public.counts(record)
            && !self.is_withdrawn(self.public.base(record))
    }

    /// The common parts of the entries of a record that are known by the day, in their order.
    pub fn entries_of(&self, record: RecordId) -> Vec<&EntryBase> {
        let known = |entry: &&EntryBase| {
            // A row goes with its return: neither before its audit nor once withdrawn.
            let filed = entry.from_return().is_none_or(|found| self.counts(found.into()));
            filed && entry.exists_from() <= self.day
        };
        self.public.entries_of(record).filter(known).collect()
    }

    /// The edition of a bulletin that stood on the day; none where nothing was issued by then.
    pub fn edition(&self, id: Id<Bulletin>) -> Option<&Seal> {
        self.editions(id).next_back()
    }

    /// The editions of a bulletin issued by the day to these readers, in their order.
    pub fn editions(&self, id: Id<Bulletin>) -> impl DoubleEndedIterator<Item = &Seal> {
        let sees = |seal: &&Seal| exists::sees(&self.public, seal);
        let seals = self.public.bulletin(id).seals.iter();
        seals.filter(sees).filter(|seal| seal.issued_on <= self.day)
    }

    /// Whether a record was taken back by the day.
    pub fn is_withdrawn(&self, base: &Base) -> bool {
        base.withdrawn.as_ref().is_some_and(|withdrawn| withdrawn.date <= self.day)
    }

    /// The records of a kind that take part, in the order of their ids.
    pub fn ids(&self, kind: Kind) -> impl Iterator<Item = RecordId> {
        self.public.ids(kind).filter(|record| self.counts(*record))
    }

    /// The day a record is known from; none where it is as old as the site.
    pub fn first_day(&self, record: RecordId) -> Option<Day> {
        exists::first_day(&self.public, record)
    }

    /// The plans that take part.
    pub fn plans(&self) -> impl Iterator<Item = (Id<Plan>, &Plan)> {
        self.public.plans().filter(|(id, _)| self.counts((*id).into()))
    }

    /// The offices that take part.
    pub fn offices(&self) -> impl Iterator<Item = (Id<Office>, &Office)> {
        self.public.offices().filter(|(id, _)| self.counts((*id).into()))
    }

    /// The indicators that take part.
    pub fn indicators(&self) -> impl Iterator<Item = (Id<Indicator>, &Indicator)> {
        self.public.indicators().filter(|(id, _)| self.counts((*id).into()))
    }

    /// The returns that take part.
    pub fn returns_filed(&self) -> impl Iterator<Item = (Id<Return>, &Return)> {
        self.public.returns().filter(|(id, _)| self.counts((*id).into()))
    }

    /// A task's facts; every task that has a page has them.
    pub fn task(&self, id: Id<Task>) -> Option<&TaskFacts> {
        Some(&self.tasks.get(id.index())?.as_ref()?.facts)
    }

    /// Whether a task has the very facts it had before, made of the same record.
    pub fn shares_task(&self, other: &Facts, id: Id<Task>) -> bool {
        let of = |facts: &Facts| facts.tasks.get(id.index()).cloned().flatten();
        of(self).zip(of(other)).is_some_and(|(own, other)| Arc::ptr_eq(&own, &other))
            && self.public.shares(&other.public, id.into())
    }

    /// Counts tasks by state.
    pub fn count(&self, tasks: &[Id<Task>]) -> Counts {
        let mut counts = Counts::default();
        for id in tasks {
            let Some(facts) = self.task(*id) else { continue };
            counts.add(facts.state);
            counts.samples += u32::from(self.is_lone_sample((*id).into()));
        }
        counts
    }

    /// Whether a record is a 示例 in a plan that is none itself: in figures of that plan it is to
    /// be owned up to. In a sample plan everything is one, and its page says so.
    pub fn is_lone_sample(&self, record: RecordId) -> bool {
        self.public.base(record).sample
            && !self.public.plan_of(record).is_some_and(|plan| self.public.plan(plan).base.sample)
    }

    /// 双过半 of a plan; a plan without an end has none. Samples are no tasks of a real plan.
    pub fn halfway(&self, id: Id<Plan>) -> Option<Halfway> {
        let plan = self.public.plan(id);
        let real = self.tasks_of_plan(id).iter().filter(|id| !self.is_lone_sample((**id).into()));
        let real: Vec<Id<Task>> = real.copied().collect();
        let listed = u32::try_from(real.len()).unwrap_or(u32::MAX);
        let deadline = |id: &Id<Task>| self.task(*id)?.commitment.deadline.as_ref()?.day();
        let tasks = match plan.stated_tasks.filter(|stated| *stated > listed) {
            Some(stated) => Err(Unjudged::Listed { listed, stated }),
            None if real.iter().any(|id| deadline(id).is_some()) => {
                Ok(self.count(&real).done_rate())
            }
            None => Err(Unjudged::NoDeadlines { listed }),
        };
        Halfway::new(plan.default_start(), plan.end?, self.day, tasks)
    }
}
