//! 指标长: the indicators a post is chief of, and what each lead has of them.

use std::collections::{BTreeMap, BTreeSet};

use super::{Counts, Facts};
use crate::model::{Id, Indicator, Office, Post, Task};

/// What a lead has of some indicators.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Load {
    /// None for the indicators that name no lead.
    pub lead: Option<Id<Office>>,
    pub indicators: Vec<Id<Indicator>>,
    /// Theirs and those of the indicators below them, each once and under one lead alone.
    pub tasks: Vec<Id<Task>>,
}

impl Facts {
    /// The indicators a post is chief of, in the order of their ids.
    pub fn indicators_of_chief(&self, post: Id<Post>) -> &[Id<Indicator>] {
        self.lists.chiefs.get(&post).map_or(&[], Vec::as_slice)
    }

    /// The tasks of some indicators and of those below them, each once.
    pub fn tasks_of_indicators(&self, indicators: &[Id<Indicator>]) -> Vec<Id<Task>> {
        let tasks = indicators.iter().flat_map(|indicator| self.tasks_of_indicator(*indicator));
        tasks.collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// Counts the tasks of some indicators, each once.
    pub fn count_of_indicators(&self, indicators: &[Id<Indicator>]) -> Counts {
        self.count(&self.tasks_of_indicators(indicators))
    }

    /// Some indicators by their lead, with the tasks each has of them; what names none comes
    /// last. A task is its nearest indicator's, so that the leads' tasks add up to all.
    pub fn load_by_lead(&self, indicators: &[Id<Indicator>]) -> Vec<Load> {
        let lead = |indicator: Id<Indicator>| self.public.indicator(indicator).lead;
        let own: BTreeSet<Id<Indicator>> = indicators.iter().copied().collect();
        let mut loads: BTreeMap<Option<Id<Office>>, Load> = BTreeMap::new();
        for indicator in indicators {
            let lead = lead(*indicator);
            let none = || Load { lead, indicators: Vec::new(), tasks: Vec::new() };
            loads.entry(lead).or_insert_with(none).indicators.push(*indicator);
        }
        for task in self.tasks_of_indicators(indicators) {
            let mut nearest = self.public.task(task).indicator;
            while let Some(indicator) = nearest.filter(|indicator| !own.contains(indicator)) {
                nearest = self.public.indicator(indicator).parent;
            }
            if let Some(load) = loads.get_mut(&nearest.and_then(lead)) {
                load.tasks.push(task);
            }
        }
        let mut loads: Vec<Load> = loads.into_values().collect();
        loads.sort_by_key(|load| {
            (load.lead.is_none(), load.lead.map(|office| self.office_order(office)))
        });
        loads
    }
}
