//! Which records name a record that its own page has no list of: the other side of a field.
//!
//! What a page lists in a table of its own (the tasks of an office, the family of a plan, the news
//! that lead to a task) is not told here a second time.

use std::collections::{BTreeMap, BTreeSet};

use super::related::{Family, newest_first};
use super::{Facts, post_of};
use crate::model::entry::Words;
use crate::model::record::Target;
use crate::model::seal::{Run, Section};
use crate::model::{Bulletin, Id, Kind, Office, Party, RecordId};

/// The records that name a record, by kind in the site's order, each kind's newest first.
pub(super) type NamedBy = BTreeMap<RecordId, Family>;

/// Every record that takes part, under those it names.
pub(super) fn named_by(facts: &Facts) -> NamedBy {
    let told = Told::new(facts);
    let mut named: NamedBy = BTreeMap::new();
    for from in Kind::ALL.into_iter().flat_map(|kind| facts.ids(kind)) {
        let mut names = in_fields(facts, from);
        names.extend(cited(facts, from));
        if from.kind == Kind::Bulletin {
            names.extend(told.in_bulletin(facts, from.typed()));
        }
        names.remove(&from);
        for to in names {
            named.entry(to).or_default().entry(from.kind).or_default().push(from);
        }
    }
    named.values_mut().flat_map(BTreeMap::values_mut).for_each(|of| newest_first(facts, of));
    named
}

/// Whom a record names in fields of which the other side has no list.
fn in_fields(facts: &Facts, from: RecordId) -> BTreeSet<RecordId> {
    let public = facts.public();
    let party = |party: &Option<Party>| party.as_ref().and_then(|party| party.record);
    let offices = |offices: &[Id<Office>]| -> Vec<RecordId> {
        offices.iter().map(|office| (*office).into()).collect()
    };
    let mut names: BTreeSet<RecordId> = BTreeSet::new();
    match from.kind {
        Kind::Plan => {
            let plan = public.plan(from.typed());
            names.extend(party(&plan.issuer));
            names.extend(offices(&plan.offices));
        }
        Kind::Policy => names.extend(party(&public.policy(from.typed()).issuer)),
        Kind::Indicator => names.extend(offices(&public.indicator(from.typed()).support)),
        Kind::Problem => names.extend(party(&public.problem(from.typed()).received_from)),
        Kind::Inspection => {
            let inspection = public.inspection(from.typed());
            names.extend(party(&inspection.by));
            names.extend(offices(&inspection.targets));
        }
        Kind::Visit => {
            let posts = public.visit(from.typed()).rows.iter().map(|row| &row.post);
            names.extend(posts.filter_map(post_of).map(RecordId::from));
        }
        Kind::Return => {
            let found = public.return_(from.typed());
            names.extend(found.office.map(RecordId::from));
            names.extend(found.audit.as_ref().and_then(|audit| party(&audit.post)));
        }
        Kind::Bulletin => {
            let bulletin = public.bulletin(from.typed());
            names.extend(bulletin.to.iter().filter_map(|to| to.record));
            names.extend(party(&bulletin.signed_by));
        }
        Kind::News => names.extend(public.news_item(from.typed()).office.map(RecordId::from)),
        _ => {}
    }
    names
}

/// What a record's words and those of its entries link to; plans, indicators and those who answer
/// are named all over, and have lists of what is theirs.
pub(super) fn cited(facts: &Facts, from: RecordId) -> BTreeSet<RecordId> {
    let entries = facts.entries_of(from).into_iter().filter_map(|entry| match &entry.text {
        Words::Body(body) => Some(body),
        Words::Plain(_) => None,
    });
    let bodies = [&facts.public().base(from).body].into_iter().chain(entries);
    let targets =
        bodies.flat_map(|body| body.links.iter()).filter_map(|(_, target)| match target {
            Target::Record { record, .. } => Some(*record),
            Target::Column { .. } | Target::Home | Target::File(_) | Target::Withheld => None,
        });
    let is_text = matches!(from.kind, Kind::News | Kind::Page);
    let is_told = |to: &RecordId| match to.kind {
        Kind::Plan | Kind::Indicator | Kind::Office | Kind::Post => false,
        // These have the texts that lead to them.
        Kind::Task | Kind::Problem => !is_text,
        _ => true,
    };
    targets.filter(is_told).collect()
}

/// What bulletins tell of, by the addresses in them.
struct Told<'a>(BTreeMap<(Kind, &'a str), RecordId>);

impl<'a> Told<'a> {
    fn new(facts: &'a Facts) -> Self {
        let kinds = [Kind::Task, Kind::Problem, Kind::Indicator, Kind::Highlight];
        let records = kinds.into_iter().flat_map(|kind| facts.public().ids(kind));
        Self(records.map(|id| ((id.kind, &*facts.public().base(id).id), id)).collect())
    }

    /// The records the edition that stands leads to.
    fn in_bulletin(&self, facts: &Facts, id: Id<Bulletin>) -> Vec<RecordId> {
        let matter = facts.edition(id).and_then(|seal| seal.matter());
        let sections = matter.map_or(&[][..], |matter| &matter.text.sections);
        sections.iter().flat_map(runs).filter_map(|run| self.led_to(run.href.as_deref()?)).collect()
    }

    fn led_to(&self, href: &str) -> Option<RecordId> {
        let (folder, id) = href.split_once('/')?;
        self.0.get(&(Kind::of_folder(folder)?, id.trim_end_matches('/'))).copied()
    }
}

fn runs(section: &Section) -> impl Iterator<Item = &Run> {
    let cells = section.tables.iter().flat_map(|table| &table.rows).flatten();
    section.paragraphs.iter().flatten().chain(cells)
}

impl Facts {
    /// The records that name a record and of which its page has no list, by kind.
    pub fn named_by(&self, record: RecordId) -> impl Iterator<Item = (Kind, &[RecordId])> {
        let named = self.lists.named_by.get(&record).into_iter().flatten();
        named.map(|(kind, records)| (*kind, records.as_slice()))
    }
}
