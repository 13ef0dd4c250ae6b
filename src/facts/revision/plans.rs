//! When plans were kept from the public, and with them the records that do not say by themselves who
//! may read them.

use std::collections::BTreeMap;

use super::own::own_file;
use crate::disclose::Edition;
use crate::facts::Facts;
use crate::history::History;
use crate::model::{Day, Kind, RecordId};

/// From when on a plan is for the public, or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// The number of the commit that says so, and the day it came into the main line.
    pub order: u32,
    pub day: Day,
    pub is_hidden: bool,
}

/// The plans that were ever kept from these readers; the oldest word of each first.
pub struct Plans(BTreeMap<RecordId, Vec<Kept>>);

impl Plans {
    /// Those of a site.
    pub fn of(facts: &Facts, history: &History) -> Self {
        // A bureau's own network reads what is internal.
        if facts.audience().edition == Edition::Internal {
            return Self(BTreeMap::new());
        }
        let times = |plan: RecordId| {
            let own = own_file(history, Kind::Plan, facts.public().base(plan));
            let kept = own.iter().rev().filter_map(|own| {
                let edit = own.change.edit.as_ref()?;
                let (order, day) = (own.change.at.order, own.change.day());
                Some(Kept { order, day, is_hidden: edit.is_hidden })
            });
            (plan, kept.collect::<Vec<_>>())
        };
        let plans = facts.ids(Kind::Plan).map(times);
        Self(plans.filter(|(_, kept)| kept.iter().any(|kept| kept.is_hidden)).collect())
    }

    /// What the plan of a record has said.
    pub fn of_record(&self, facts: &Facts, record: RecordId) -> &[Kept] {
        let plan = facts.public().plan_of(record).map(RecordId::from);
        let plan = plan.filter(|plan| *plan != record);
        plan.and_then(|plan| self.0.get(&plan)).map_or(&[], Vec::as_slice)
    }
}
