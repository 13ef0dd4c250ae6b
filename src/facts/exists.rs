//! Which records there are on a day.

use std::collections::BTreeMap;

use crate::disclose::{Edition, Public};
use crate::model::seal::{Scope, Seal};
use crate::model::{Day, Id, Kind, Plan, RecordId, Return};

/// Which records exist by a day: from 发布日期 if given, else by their kind's own date.
pub fn exists(public: &Public, day: Day) -> BTreeMap<Kind, Vec<bool>> {
    let mut exists: BTreeMap<Kind, Vec<bool>> = BTreeMap::new();
    let plan_exists =
        |plan: Option<Id<Plan>>| plan.is_none_or(|plan| public.plan(plan).published <= day);
    for kind in Kind::ALL {
        // A group, a piece of news or a document may be older than the plan it is for.
        let by_itself = matches!(kind, Kind::Group | Kind::News | Kind::Policy);
        let mut of_kind = Vec::new();
        for record in public.ids(kind) {
            // What else belongs to a plan is not known before it.
            let of_plan = by_itself || plan_exists(public.plan_of(record));
            let index = record.index as usize;
            of_kind.resize(of_kind.len().max(index + 1), false);
            of_kind[index] = of_plan && first_day(public, record).is_none_or(|from| from <= day);
        }
        exists.insert(kind, of_kind);
    }
    exists
}

/// Whether an edition of a bulletin was issued for these readers.
pub fn sees(public: &Public, seal: &Seal) -> bool {
    public.audience().edition == Edition::Internal || seal.scope == Scope::Public
}

/// The day a record is known from, by itself; none where it is as old as the site.
pub fn first_day(public: &Public, record: RecordId) -> Option<Day> {
    let published = public.base(record).published.map(|moment| moment.day);
    let own = match record.kind {
        Kind::Plan => Some(public.plan(record.typed()).published),
        Kind::Task => public.task(record.typed()).plan.map(|p| public.plan(p).published),
        Kind::Return => Some(return_known_from(public, record.typed())),
        Kind::Problem => Some(public.problem(record.typed()).found),
        Kind::Inspection => Some(public.inspection(record.typed()).date),
        Kind::Duty => public.duty(record.typed()).filed,
        Kind::Evaluation => Some(public.evaluation(record.typed()).period.last()),
        Kind::Highlight => Some(public.highlight(record.typed()).date),
        Kind::Visit => Some(public.visit(record.typed()).period.last()),
        Kind::Publicity => Some(public.publicity_sheet(record.typed()).period.last()),
        Kind::Bulletin => {
            let bulletin = public.bulletin(record.typed());
            let first = bulletin.seals.iter().find(|seal| sees(public, seal));
            let issued = first.map(|seal| seal.issued_on);
            Some(issued.unwrap_or(bulletin.period.first()))
        }
        Kind::News => Some(public.news_item(record.typed()).published),
        Kind::Policy => Some(public.policy(record.typed()).published),
        Kind::Indicator | Kind::Office | Kind::Post | Kind::Group | Kind::Page => None,
    };
    published.or(own)
}

/// A return is known from its filing; to the public, where someone must answer for it first, from
/// the day of that audit.
fn return_known_from(public: &Public, id: Id<Return>) -> Day {
    let found = public.return_(id);
    let overseen = found.office.is_some_and(|office| public.office(office).overseer.is_some());
    let audited = found.audit.as_ref().and_then(|audit| audit.time).map(|time| time.day);
    match (public.audience().edition, overseen, audited) {
        (Edition::Public, true, Some(audited)) => found.filed.day.max(audited),
        _ => found.filed.day,
    }
}
