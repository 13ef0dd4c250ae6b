//! Returns owed and filed, by plan and office, up to a day.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::life::Life;
use super::{Evaluated, Facts, Returns};
use crate::model::calendar::Roll;
use crate::model::{Calendar, Day, Deadline, Id, Moment, Office, Period, Plan, Return, Task};

/// How many returns were owed, and what became of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ReturnCounts {
    pub expected: u32,
    pub on_time: u32,
    pub late: u32,
    pub missing: u32,
    /// Of those on time or late, the ones discharged by a 示例 in a plan that is none itself.
    pub samples: u32,
    /// Cut-offs past the last published calendar: uncounted.
    pub unknown: u32,
}

impl ReturnCounts {
    /// Adds the counts of another office or plan.
    pub fn add(&mut self, other: ReturnCounts) {
        self.expected += other.expected;
        self.on_time += other.on_time;
        self.late += other.late;
        self.missing += other.missing;
        self.samples += other.samples;
        self.unknown += other.unknown;
    }
}

/// The cut-offs of a plan from its first task's start to a day.
pub fn cutoffs(plan: &Plan, calendar: &Calendar, start: Day, day: Day) -> Vec<(Period, Cutoff)> {
    let mut found = Vec::new();
    if let Some(weekly) = &plan.weekly {
        each(Period::week_of(start), day, |period| {
            found.push((
                period,
                cutoff(weekly.on(period, calendar, plan.on_holiday), |d| weekly.moment(d)),
            ));
        });
    }
    if let Some(monthly) = &plan.monthly {
        each(Period::month_of(start), day, |period| {
            found.push((
                period,
                cutoff(monthly.on(period, calendar, plan.on_holiday), |d| monthly.moment(d)),
            ));
        });
    }
    // Before the cut-off nothing is owed.
    found.retain(|(_, cutoff)| match cutoff {
        Cutoff::At(moment) => moment.day >= start && moment.day <= day,
        Cutoff::Unknown => true,
    });
    found
}

/// When a period's return is due under a plan; none where it asks for none, or nobody can tell yet.
pub fn due(plan: &Plan, calendar: &Calendar, period: Period) -> Option<Moment> {
    let all = cutoffs(plan, calendar, period.first(), period.last().plus(31));
    let (_, cutoff) = all.into_iter().find(|(known, _)| *known == period)?;
    match cutoff {
        Cutoff::At(moment) => Some(moment),
        Cutoff::Unknown => None,
    }
}

/// When a period's return is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cutoff {
    At(Moment),
    /// 日历未公布.
    Unknown,
}

fn each(first: Period, day: Day, mut take: impl FnMut(Period)) {
    let mut period = Some(first);
    while let Some(current) = period.filter(|period| period.first() <= day) {
        take(current);
        period = current.next();
    }
}

fn cutoff(roll: Roll, moment: impl Fn(Day) -> Moment) -> Cutoff {
    match roll {
        Roll::On(day) => Cutoff::At(moment(day)),
        Roll::Unknown => Cutoff::Unknown,
        // Owed by nobody: a moment no plan reaches.
        Roll::NothingOwed => Cutoff::At(Moment { day: Day::EARLIEST, time: None }),
    }
}

/// A plan's tasks, as they bear on returns: when each begins, and its life.
pub struct Reporting<'a> {
    pub start: Day,
    pub life: &'a Life,
}

/// Counts the returns of every plan that asks for them.
pub(super) fn count_all(facts: &Facts, tasks: &[(Id<Task>, Arc<Evaluated>)]) -> Returns {
    let calendar = &facts.settings().calendar;
    let plans: Vec<_> =
        facts.plans().filter(|(_, plan)| plan.weekly.is_some() || plan.monthly.is_some()).collect();
    let mut of_plan: BTreeMap<Id<Plan>, Vec<Reporting>> = BTreeMap::new();
    for (id, of_task) in tasks {
        let Evaluated { facts: task, life } = &**of_task;
        if facts.counts((*id).into())
            && let Some(plan) = facts.public.task(*id).plan
        {
            let reporting = Reporting { start: task.start, life };
            of_plan.entry(plan).or_default().push(reporting);
        }
    }
    plans
        .into_iter()
        .map(|(id, plan)| {
            let tasks = of_plan.get(&id).map_or(&[][..], Vec::as_slice);
            let returns = facts.returns_filed().map(|(_, found)| found);
            (id, count(id, plan, calendar, (None, facts.day), tasks, returns))
        })
        .collect()
}

/// What became of a return that is owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    OnTime,
    Late,
    Missing,
    /// 日历未公布.
    Unknown,
}

/// What became of a plan's returns, by office and period; nothing stands where none was owed.
pub type Outcomes = BTreeMap<Id<Office>, BTreeMap<Period, Outcome>>;

/// Counts a plan's returns by office, of the cut-offs from a day, or from the plan's first, to a
/// day.
pub fn count<'a>(
    id: Id<Plan>,
    plan: &Plan,
    calendar: &Calendar,
    span: (Option<Day>, Day),
    tasks: &[Reporting<'a>],
    returns: impl Iterator<Item = &'a Return>,
) -> BTreeMap<Id<Office>, ReturnCounts> {
    let mut counts: BTreeMap<Id<Office>, ReturnCounts> = BTreeMap::new();
    each_owed((id, plan), calendar, span, tasks, returns, |office, _, outcome, sample| {
        let counts = counts.entry(office).or_default();
        if outcome == Outcome::Unknown {
            counts.unknown += 1;
            return;
        }
        counts.expected += 1;
        counts.samples += u32::from(sample);
        match outcome {
            Outcome::Late => counts.late += 1,
            Outcome::OnTime => counts.on_time += 1,
            Outcome::Missing | Outcome::Unknown => counts.missing += 1,
        }
    });
    counts
}

/// Tells each return that is owed, what became of it, and whether a 示例 discharged it.
fn each_owed<'a>(
    (id, plan): (Id<Plan>, &Plan),
    calendar: &Calendar,
    (from, day): (Option<Day>, Day),
    tasks: &[Reporting<'a>],
    returns: impl Iterator<Item = &'a Return>,
    mut take: impl FnMut(Id<Office>, Period, Outcome, bool),
) {
    let mut filed: BTreeMap<(Id<Office>, Period), (Moment, bool)> = BTreeMap::new();
    for found in returns.filter(|found| found.plan == Some(id)) {
        let Some(office) = found.office else { continue };
        let own = (found.filed, found.base.sample && !plan.base.sample);
        for period in &found.periods {
            // Of several, the first to be filed discharges it.
            filed
                .entry((office, *period))
                .and_modify(|first| {
                    if first.0.is_after(&found.filed) {
                        *first = own;
                    }
                })
                .or_insert(own);
        }
    }
    let Some(start) = tasks.iter().map(|task| task.start).min() else { return };
    for (period, cutoff) in cutoffs(plan, calendar, start, day) {
        let due = match cutoff {
            Cutoff::At(moment) => moment,
            Cutoff::Unknown => Moment { day: period.last(), time: None },
        };
        if from.is_some_and(|from| due.day < from) {
            continue;
        }
        for office in owing(tasks, due) {
            let found = filed.get(&(office, period));
            let outcome = match found {
                _ if cutoff == Cutoff::Unknown => Outcome::Unknown,
                Some((filed, _)) if filed.is_after(&due) => Outcome::Late,
                Some(_) => Outcome::OnTime,
                None => Outcome::Missing,
            };
            take(office, period, outcome, found.is_some_and(|(_, sample)| *sample));
        }
    }
}

/// Every office that leads a task open at a cut-off and not standing, each once.
fn owing(tasks: &[Reporting], due: Moment) -> BTreeSet<Id<Office>> {
    let minutes = due.minutes().unwrap_or(24 * 60);
    tasks
        .iter()
        .filter(|task| task.start <= due.day)
        .filter(|task| !matches!(task.life.in_force(due.day), Some(Deadline::Standing { .. })))
        .filter_map(|task| task.life.spell_at(due.day, minutes))
        .filter(|spell| spell.open)
        .flat_map(|spell| spell.lead.iter().copied())
        .collect()
}

impl Facts {
    /// A plan's returns, all offices together.
    pub fn returns_of_plan(&self, id: Id<Plan>) -> ReturnCounts {
        let mut sum = ReturnCounts::default();
        for counts in self.returns.get(&id).into_iter().flat_map(BTreeMap::values) {
            sum.add(*counts);
        }
        sum
    }

    /// A plan's returns by office; for the internal edition's pages.
    pub fn returns_by_office(
        &self,
        id: Id<Plan>,
    ) -> impl Iterator<Item = (Id<Office>, ReturnCounts)> {
        self.returns.get(&id).into_iter().flatten().map(|(office, counts)| (*office, *counts))
    }

    /// The same of the cut-offs from a day on.
    pub fn returns_by_office_from(
        &self,
        id: Id<Plan>,
        from: Day,
    ) -> BTreeMap<Id<Office>, ReturnCounts> {
        let returns = self.returns_filed().map(|(_, found)| found);
        let (tasks, calendar) = (self.reporting(id), &self.settings().calendar);
        count(id, self.public.plan(id), calendar, (Some(from), self.day), &tasks, returns)
    }

    /// What became of a plan's returns, by office and period; for the internal edition's pages.
    pub fn outcomes_of_returns(&self, id: Id<Plan>) -> Outcomes {
        let returns = self.returns_filed().map(|(_, found)| found);
        let (tasks, calendar) = (self.reporting(id), &self.settings().calendar);
        let plan = (id, self.public.plan(id));
        let mut outcomes = Outcomes::new();
        each_owed(plan, calendar, (None, self.day), &tasks, returns, |office, period, of, _| {
            outcomes.entry(office).or_default().insert(period, of);
        });
        outcomes
    }

    /// A plan's tasks as they bear on returns.
    fn reporting(&self, id: Id<Plan>) -> Vec<Reporting<'_>> {
        let evaluated = self.tasks_of_plan(id).iter();
        let evaluated = evaluated.filter_map(|id| self.tasks.get(id.index())?.as_ref());
        evaluated
            .map(|of_task| Reporting { start: of_task.facts.start, life: &of_task.life })
            .collect()
    }

    /// The returns of an office and its descendants over all plans.
    pub fn returns_of_office(&self, id: Id<Office>) -> ReturnCounts {
        self.sum_returns(id, |_| true)
    }

    /// The returns of an office and its descendants under a plan.
    pub fn returns_of_office_in(&self, id: Id<Office>, plan: Id<Plan>) -> ReturnCounts {
        self.sum_returns(id, |of| of == plan)
    }

    fn sum_returns(&self, id: Id<Office>, of_plan: impl Fn(Id<Plan>) -> bool) -> ReturnCounts {
        let below: BTreeSet<Id<Office>> = self.office_and_below(id).into_iter().collect();
        let mut sum = ReturnCounts::default();
        for (_, by_office) in self.returns.iter().filter(|(plan, _)| of_plan(**plan)) {
            for (office, counts) in by_office {
                if below.contains(office) {
                    sum.add(*counts);
                }
            }
        }
        sum
    }
}
