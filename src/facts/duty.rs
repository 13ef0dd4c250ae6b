//! Lists of duties as of a day: which measures were done and when, by office and by plan.

use std::collections::{BTreeMap, BTreeSet};

use super::{Facts, Ratio};
use crate::model::{Day, Duty, Id, Office, Period, Plan};

/// What can be told of a list of duties on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyFacts {
    /// For each measure in its order, the day it was first reported done.
    pub done: Vec<Option<Day>>,
    /// The entries that exist by the day, as indices into the list's entries.
    pub entries: Vec<usize>,
}

impl DutyFacts {
    /// Evaluates a list on a day. A measure counts once, at its first 完成措施.
    pub fn new(duty: &Duty, day: Day) -> Self {
        let known = |i: &usize| duty.entries[*i].base.exists_from() <= day;
        let entries: Vec<usize> = (0..duty.entries.len()).filter(known).collect();
        let mut done = vec![None; duty.measures.len()];
        for entry in entries.iter().map(|i| &duty.entries[*i]) {
            for place in &entry.done {
                if let Some(first @ None) = done.get_mut(*place) {
                    // Entries come in the order of their days.
                    *first = Some(entry.base.day);
                }
            }
        }
        Self { done, entries }
    }

    /// How many measures are done of all.
    pub fn fulfilled(&self) -> Ratio {
        let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        Ratio { part: count(self.done.iter().flatten().count()), whole: count(self.done.len()) }
    }
}

/// Measures of one or more lists.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DutyCounts {
    pub lists: u32,
    /// Of the lists, the 示例 of plans that are none themselves.
    pub samples: u32,
    pub measures: u32,
    pub done: u32,
}

impl DutyCounts {
    fn add(&mut self, facts: &DutyFacts) {
        let Ratio { part, whole } = facts.fulfilled();
        self.lists += 1;
        self.measures += whole;
        self.done += part;
    }

    /// Measures done of all.
    pub fn fulfilled(&self) -> Ratio {
        Ratio { part: self.done, whole: self.measures }
    }
}

/// A plan's lists together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlanDuties {
    /// Offices that filed a list, each once.
    pub filed: u32,
    /// How many offices owe one, if the plan says.
    pub due: Option<u32>,
    pub counts: DutyCounts,
    /// How many measures were first done in each month; months without any are not here.
    pub by_month: BTreeMap<Period, u32>,
}

impl PlanDuties {
    /// 上报率: offices that filed of those that owe a list. Without the denominator there is none.
    pub fn filed_rate(&self) -> Option<Ratio> {
        self.due.map(|whole| Ratio { part: self.filed, whole })
    }
}

impl Facts {
    /// The lists of duties that take part.
    pub fn duties(&self) -> impl Iterator<Item = (Id<Duty>, &Duty)> {
        self.public.duties().filter(|(id, _)| self.counts((*id).into()))
    }

    /// What can be told of a list of duties.
    pub fn duty(&self, id: Id<Duty>) -> DutyFacts {
        DutyFacts::new(self.public.duty(id), self.day)
    }

    /// The lists of a plan, or those of none.
    pub fn duties_of_plan(
        &self,
        plan: Option<Id<Plan>>,
    ) -> impl Iterator<Item = (Id<Duty>, &Duty)> {
        let takes_part = |plan: &Id<Plan>| self.counts((*plan).into());
        self.duties().filter(move |(_, duty)| duty.plan.filter(takes_part) == plan)
    }

    /// A plan's lists together, or those of none.
    pub fn duties_in(&self, plan: Option<Id<Plan>>) -> PlanDuties {
        let due = plan.and_then(|plan| self.public.plan(plan).duties_due);
        let mut sum = PlanDuties { due, ..PlanDuties::default() };
        let mut offices = BTreeSet::new();
        for (id, duty) in self.duties_of_plan(plan) {
            let facts = DutyFacts::new(duty, self.day);
            sum.counts.add(&facts);
            sum.counts.samples += u32::from(self.is_lone_sample(id.into()));
            if duty.filed.is_none_or(|filed| filed <= self.day) {
                offices.extend(duty.office);
            }
            for day in facts.done.into_iter().flatten() {
                *sum.by_month.entry(Period::month_of(day)).or_default() += 1;
            }
        }
        sum.filed = u32::try_from(offices.len()).unwrap_or(u32::MAX);
        sum
    }

    /// The lists of an office and its descendants, in the order of their ids.
    pub fn duties_of_office(&self, id: Id<Office>) -> Vec<Id<Duty>> {
        let mut found = BTreeSet::new();
        for office in self.office_and_below(id) {
            found.extend(self.lists.duties.get(&office).into_iter().flatten().copied());
        }
        found.into_iter().collect()
    }

    /// Some lists together.
    pub fn count_duties(&self, lists: &[Id<Duty>]) -> DutyCounts {
        let mut counts = DutyCounts::default();
        for id in lists {
            counts.add(&self.duty(*id));
            counts.samples += u32::from(self.is_lone_sample((*id).into()));
        }
        counts
    }
}
