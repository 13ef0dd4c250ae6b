//! Who has which tasks, counted and merely listed, and who has what else.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::board::{self, By};
use super::{Evaluated, Facts, named, related};
use crate::disclose::Public;
use crate::model::{
    Duty, Highlight, Id, Indicator, Kind, Office, Party, Plan, Post, RecordId, Task,
};
/// Who has which tasks, counted and merely listed; and who has what else.
#[derive(Debug, Default)]
pub(super) struct Lists {
    pub(super) plans: BTreeMap<Id<Plan>, Vec<Id<Task>>>,
    /// By state and by month, of the plans that take part; each by its deadline.
    pub(super) by: BTreeMap<By, Vec<Id<Task>>>,
    /// Under the first lead alone, each task once.
    pub(super) offices: BTreeMap<Id<Office>, Vec<Id<Task>>>,
    pub(super) listed: BTreeMap<Id<Office>, Vec<(Id<Task>, Role)>>,
    pub(super) indicators: BTreeMap<Id<Indicator>, Vec<Id<Task>>>,
    pub(super) posts: BTreeMap<Id<Post>, Vec<Id<Task>>>,
    pub(super) office_children: BTreeMap<Option<Id<Office>>, Vec<Id<Office>>>,
    pub(super) indicator_children: BTreeMap<Option<Id<Indicator>>, Vec<Id<Indicator>>>,
    pub(super) duties: BTreeMap<Id<Office>, Vec<Id<Duty>>>,
    pub(super) shown_by_office: BTreeMap<Id<Office>, Vec<Id<Highlight>>>,
    pub(super) shown_for_indicator: BTreeMap<Id<Indicator>, Vec<Id<Highlight>>>,
    pub(super) chiefs: BTreeMap<Id<Post>, Vec<Id<Indicator>>>,
    pub(super) families: BTreeMap<Id<Plan>, related::Family>,
    pub(super) led_to: related::LedTo,
    pub(super) named_by: named::NamedBy,
}

/// How an office has part in a task it does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    Joint,
    Coordinator,
    Support,
}

/// The post a party is, if it is one.
pub fn post_of(party: &Party) -> Option<Id<Post>> {
    party.record.filter(|record| record.kind == Kind::Post).map(RecordId::typed)
}

/// Whether lists and returns come out as before: every task did, and so is whatever else they are
/// made of.
pub(super) fn stand(facts: &Facts, last: &Facts, evaluated: &[(Id<Task>, Arc<Evaluated>)]) -> bool {
    let (public, before) = (&facts.public, &last.public);
    let others = Kind::ALL.into_iter().filter(|kind| *kind != Kind::Task);
    let mut all_shared = others.map(|kind| public.shares_all(before, kind));
    let known = last.tasks.iter().flatten().count();
    all_shared.all(|shared| shared)
        && facts.exists == last.exists
        && evaluated.len() == known
        && evaluated.iter().all(|(id, of_task)| {
            let known = last.tasks.get(id.index()).and_then(Option::as_ref);
            let place = |public: &Public| {
                let task = public.task(*id);
                (task.plan, task.indicator, public.counts((*id).into()))
            };
            known.is_some_and(|known| Arc::ptr_eq(known, of_task))
                && (public.shares(before, (*id).into())
                    || place(public) == place(before)
                        && facts.counts((*id).into()) == last.counts((*id).into())
                        && named::cited(facts, (*id).into()) == named::cited(last, (*id).into()))
        })
}

/// Lists what takes part.
pub(super) fn list(facts: &Facts, tasks: &[(Id<Task>, Arc<Evaluated>)]) -> Lists {
    let mut lists = Lists {
        families: related::families(facts),
        led_to: related::led_to(facts),
        named_by: named::named_by(facts),
        by: board::part(facts, tasks),
        ..Lists::default()
    };
    for (id, office) in facts.offices() {
        let parent = office.parent.filter(|parent| facts.counts((*parent).into()));
        lists.office_children.entry(parent).or_default().push(id);
    }
    for (id, indicator) in facts.indicators() {
        let parent = indicator.parent.filter(|parent| facts.counts((*parent).into()));
        lists.indicator_children.entry(parent).or_default().push(id);
        if let Some(post) = indicator.chief.as_ref().and_then(post_of) {
            lists.chiefs.entry(post).or_default().push(id);
        }
    }
    for (id, duty) in facts.duties() {
        if let Some(office) = duty.office {
            lists.duties.entry(office).or_default().push(id);
        }
    }
    for (id, highlight) in facts.highlights() {
        if let Some(office) = highlight.office {
            lists.shown_by_office.entry(office).or_default().push(id);
        }
        if let Some(indicator) = highlight.indicator {
            lists.shown_for_indicator.entry(indicator).or_default().push(id);
        }
    }
    for (id, of_task) in tasks {
        if !facts.counts((*id).into()) {
            continue;
        }
        let task = facts.public.task(*id);
        let commitment = &of_task.facts.commitment;
        if let Some(plan) = task.plan {
            lists.plans.entry(plan).or_default().push(*id);
        }
        if let Some(indicator) = task.indicator {
            lists.indicators.entry(indicator).or_default().push(*id);
        }
        let (first, joint) = match commitment.lead.as_slice() {
            [first, joint @ ..] => (Some(*first), joint),
            [] => (None, &[][..]),
        };
        if let Some(first) = first {
            lists.offices.entry(first).or_default().push(*id);
        }
        let mut named: BTreeSet<Id<Office>> = first.into_iter().collect();
        let roles = joint
            .iter()
            .map(|office| (*office, Role::Joint))
            .chain(commitment.coordinator.map(|office| (office, Role::Coordinator)))
            .chain(commitment.support.iter().map(|office| (*office, Role::Support)));
        for (office, role) in roles {
            if named.insert(office) {
                lists.listed.entry(office).or_default().push((*id, role));
            }
        }
        if let Some(post) = commitment.responsible.as_ref().and_then(post_of) {
            lists.posts.entry(post).or_default().push(*id);
        }
    }
    lists
}

impl Facts {
    /// A plan's tasks.
    pub fn tasks_of_plan(&self, id: Id<Plan>) -> &[Id<Task>] {
        self.lists.plans.get(&id).map_or(&[], Vec::as_slice)
    }

    /// The tasks of an office and its descendants, each once, in the order of their ids.
    pub fn tasks_of_office(&self, id: Id<Office>) -> Vec<Id<Task>> {
        let offices = self.office_and_below(id);
        each_once(offices.iter().filter_map(|own| self.lists.offices.get(own)))
    }

    /// The tasks an office has part in without counting them.
    pub fn tasks_listed_at(&self, id: Id<Office>) -> &[(Id<Task>, Role)] {
        self.lists.listed.get(&id).map_or(&[], Vec::as_slice)
    }

    /// The tasks of an indicator and those below it, each once.
    pub fn tasks_of_indicator(&self, id: Id<Indicator>) -> Vec<Id<Task>> {
        let indicators = self.indicator_and_below(id);
        each_once(indicators.iter().filter_map(|own| self.lists.indicators.get(own)))
    }

    /// The tasks a post answers for.
    pub fn tasks_of_post(&self, id: Id<Post>) -> &[Id<Task>] {
        self.lists.posts.get(&id).map_or(&[], Vec::as_slice)
    }

    /// The offices below one, or those at the top.
    pub fn office_children(&self, parent: Option<Id<Office>>) -> &[Id<Office>] {
        self.lists.office_children.get(&parent).map_or(&[], Vec::as_slice)
    }

    /// The indicators below one, or those of the first level.
    pub fn indicator_children(&self, parent: Option<Id<Indicator>>) -> &[Id<Indicator>] {
        self.lists.indicator_children.get(&parent).map_or(&[], Vec::as_slice)
    }

    pub(super) fn office_and_below(&self, id: Id<Office>) -> Vec<Id<Office>> {
        let mut found = vec![id];
        let mut at = 0;
        while let Some(office) = found.get(at).copied() {
            found.extend(self.office_children(Some(office)));
            at += 1;
        }
        found
    }

    pub(super) fn indicator_and_below(&self, id: Id<Indicator>) -> Vec<Id<Indicator>> {
        let mut found = vec![id];
        let mut at = 0;
        while let Some(indicator) = found.get(at).copied() {
            found.extend(self.indicator_children(Some(indicator)));
            at += 1;
        }
        found
    }
}

/// Tasks of several lists in the order of their ids.
fn each_once<'a>(lists: impl Iterator<Item = &'a Vec<Id<Task>>>) -> Vec<Id<Task>> {
    let mut found: Vec<Id<Task>> = lists.flatten().copied().collect();
    found.sort_unstable();
    found.dedup();
    found
}
