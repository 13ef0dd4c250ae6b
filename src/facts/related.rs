//! What belongs to a plan beside its tasks, and which texts lead to a record.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::Facts;
use super::exists::first_day;
use crate::model::record::{Body, Target};
use crate::model::{Id, Kind, Plan, RecordId};

/// The records that belong to a plan, by kind in the site's order, each kind's newest first.
pub type Family = BTreeMap<Kind, Vec<RecordId>>;

/// The news and pages that lead to a record, the newest first.
pub(super) type LedTo = BTreeMap<RecordId, Vec<RecordId>>;

/// Everything that names its plan, but tasks: they have lists of their own.
pub(super) fn families(facts: &Facts) -> BTreeMap<Id<Plan>, Family> {
    let mut families: BTreeMap<Id<Plan>, Family> = BTreeMap::new();
    for kind in Kind::ALL.into_iter().filter(|kind| *kind != Kind::Task) {
        for record in facts.ids(kind) {
            if let Some(plan) = facts.public().plan_of(record) {
                families.entry(plan).or_default().entry(kind).or_default().push(record);
            }
        }
    }
    for of_kind in families.values_mut().flat_map(BTreeMap::values_mut) {
        newest_first(facts, of_kind);
    }
    families
}

/// Every link from a piece of news or a page to a task, indicator, problem or plan, and the
/// indicators that news are of; each link is looked at once.
pub(super) fn led_to(facts: &Facts) -> LedTo {
    let mut led_to = LedTo::new();
    for from in [Kind::News, Kind::Page].into_iter().flat_map(|kind| facts.ids(kind)) {
        for to in named_in(&facts.public().base(from).body).chain(indicator_of(facts, from)) {
            let texts = led_to.entry(to).or_default();
            // A text that names a record twice, at two anchors, is one text.
            if texts.last() != Some(&from) {
                texts.push(from);
            }
        }
    }
    led_to.values_mut().for_each(|texts| newest_first(facts, texts));
    led_to
}

/// The indicator a piece of news is of.
fn indicator_of(facts: &Facts, from: RecordId) -> Option<RecordId> {
    let is_news = from.kind == Kind::News;
    is_news.then(|| facts.public().news_item(from.typed()).indicator)?.map(RecordId::from)
}

fn named_in(body: &Body) -> impl Iterator<Item = RecordId> {
    body.links.iter().filter_map(|(_, target)| match target {
        Target::Record { record, .. } => Some(*record).filter(|record| {
            matches!(record.kind, Kind::Plan | Kind::Task | Kind::Indicator | Kind::Problem)
        }),
        Target::Column { .. } | Target::Home | Target::File(_) | Target::Withheld => None,
    })
}

/// Those without a day, as pages, come last.
pub(super) fn newest_first(facts: &Facts, records: &mut [RecordId]) {
    records.sort_by_key(|record| (Reverse(first_day(facts.public(), *record)), *record));
}

impl Facts {
    /// What belongs to a plan beside its tasks; kinds of which nothing takes part are left out.
    pub fn family(&self, plan: Id<Plan>) -> impl Iterator<Item = (Kind, &[RecordId])> {
        let of_plan = self.lists.families.get(&plan).into_iter().flatten();
        of_plan.map(|(kind, records)| (*kind, records.as_slice()))
    }

    /// The news and pages whose text leads to a task, indicator, problem or plan, and the news of
    /// an indicator, the newest first.
    pub fn texts_leading_to(&self, record: RecordId) -> &[RecordId] {
        self.lists.led_to.get(&record).map_or(&[], Vec::as_slice)
    }
}
