//! The years of plans, and which plan took the place of one whose time is over.

use std::collections::BTreeMap;

use super::Facts;
use crate::model::{Day, Id, Kind, Party, Plan, RecordId};

impl Facts {
    /// The plans of each year, in the order of their ids; a standing mechanism that names no year is
    /// of none.
    pub fn plans_by_year(&self) -> BTreeMap<i32, Vec<Id<Plan>>> {
        let mut years: BTreeMap<i32, Vec<Id<Plan>>> = BTreeMap::new();
        for (id, plan) in self.plans() {
            if let Some(year) = year_of(plan) {
                years.entry(year).or_default().push(id);
            }
        }
        years
    }

    /// The year of a plan, if it has one.
    pub fn year_of(&self, id: Id<Plan>) -> Option<i32> {
        year_of(self.public.plan(id))
    }

    /// The plan a record is, or tells the work of, with its last day where that is past. Documents
    /// and news are of their own day, whatever plan they name.
    pub fn plan_that_is_over(&self, record: RecordId) -> Option<(Id<Plan>, Day)> {
        let plan = match record.kind {
            Kind::Plan => record.typed(),
            Kind::Group | Kind::News | Kind::Policy => return None,
            _ => self.public.plan_of(record)?,
        };
        let end = self.public.plan(plan).end.filter(|end| *end < self.day)?;
        Some((plan, end))
    }

    /// The newest plan of the same issuer that came after one and is not over.
    pub fn plan_that_follows(&self, id: Id<Plan>) -> Option<Id<Plan>> {
        let plan = self.public.plan(id);
        let issuer = plan.issuer.as_ref()?;
        let follows = |(other, of): &(Id<Plan>, &Plan)| {
            *other != id
                && of.published >= plan.published
                && of.end.is_none_or(|end| end >= self.day)
                && of.issuer.as_ref().is_some_and(|by| is_same(by, issuer))
        };
        self.plans()
            .filter(follows)
            .max_by_key(|(other, of)| (of.published, *other))
            .map(|(id, _)| id)
    }
}

fn year_of(plan: &Plan) -> Option<i32> {
    plan.year.or(plan.start.map(Day::year))
}

/// One and the same, by record where both are known by one.
fn is_same(a: &Party, b: &Party) -> bool {
    match (a.record, b.record) {
        (Some(a), Some(b)) => a == b,
        _ => a.text == b.text,
    }
}
