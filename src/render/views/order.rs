//! Which record comes before another, and which after: every kind has one order, its records stand
//! in rows of what is read together, and all pages take their neighbours from there.

use std::collections::{BTreeMap, HashMap};
use std::mem::{Discriminant, discriminant};
use std::sync::OnceLock;

use super::Views;
use crate::model::{Day, Kind, Period, RecordId};
use crate::render::view::Link;

/// Where a record stands in its row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    previous: Option<RecordId>,
    next: Option<RecordId>,
    last: RecordId,
}

/// Where the records of each kind stand, told when a page of that kind is first made: an editor has
/// one page open of a site of many.
#[derive(Debug)]
pub(super) struct Places(BTreeMap<Kind, OnceLock<BTreeMap<RecordId, Place>>>);

impl Default for Places {
    fn default() -> Self {
        Self(Kind::ALL.map(|kind| (kind, OnceLock::new())).into())
    }
}

/// What records are read in a row for: a plan's tasks, an office's posts, the monthly editions of
/// a plan's bulletins.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Row {
    of: Option<RecordId>,
    period: Option<Discriminant<Period>>,
}

impl Views {
    /// The records before and after one, by their titles.
    pub(super) fn neighbours(&self, record: RecordId) -> (Option<Link>, Option<Link>) {
        let place = self.place_in_row(record);
        let link = |other: Option<RecordId>| other.map(|other| self.named(other));
        (link(place.and_then(|place| place.previous)), link(place.and_then(|place| place.next)))
    }

    /// The newest record of a row of periods, where it is another.
    pub(super) fn newest_of_row(&self, record: RecordId) -> Option<Link> {
        self.period(record)?;
        let last = self.place_in_row(record)?.last;
        (last != record).then(|| self.named(last))
    }

    /// A record by the title its page has.
    fn named(&self, record: RecordId) -> Link {
        match record.kind {
            Kind::Bulletin => self.bulletin_item(record.typed()).link,
            _ => self.link(record),
        }
    }

    /// Where a record stands; what takes no part, as a draft, stands nowhere.
    fn place_in_row(&self, record: RecordId) -> Option<&Place> {
        let places = self.places.0.get(&record.kind)?;
        places.get_or_init(|| self.places_of(record.kind)).get(&record)
    }

    fn places_of(&self, kind: Kind) -> BTreeMap<RecordId, Place> {
        let mut rows: HashMap<Row, Vec<RecordId>> = HashMap::new();
        for record in self.in_order(kind) {
            rows.entry(self.row(record)).or_default().push(record);
        }
        // Put in one by one, those of a large site would take longer than its pages.
        let mut places = Vec::new();
        for row in rows.into_values() {
            places.extend(row.iter().enumerate().map(|(at, record)| {
                let previous = at.checked_sub(1).and_then(|at| row.get(at)).copied();
                let last = row.last().copied().unwrap_or(*record);
                (*record, Place { previous, next: row.get(at + 1).copied(), last })
            }));
        }
        places.into_iter().collect()
    }

    /// The records of a kind in the one order it has: as their lists have them, else by their days.
    fn in_order(&self, kind: Kind) -> Vec<RecordId> {
        let mut records: Vec<RecordId> = self.facts.ids(kind).collect();
        match kind {
            // Ids rise with places in their lists.
            Kind::Task | Kind::Problem | Kind::Group => records,
            Kind::Indicator => {
                let mut ids: Vec<_> = records.into_iter().map(RecordId::typed).collect();
                self.sort_indicators(&mut ids);
                ids.into_iter().map(Into::into).collect()
            }
            Kind::Office => self.office_tree().into_iter().map(|(id, _)| id.into()).collect(),
            Kind::Post => {
                let order = |record: &RecordId| self.facts.public().base(*record).order;
                records.sort_by_key(|record| (order(record).is_none(), order(record), *record));
                records
            }
            // Pages of any other matter follow nothing.
            Kind::Page => Vec::new(),
            _ => {
                records.sort_by_cached_key(|record| (self.day_in_row(*record), *record));
                records
            }
        }
    }

    /// The day that puts a record among its like.
    fn day_in_row(&self, record: RecordId) -> Option<Day> {
        let period = self.period(record).map(Period::last);
        period.or_else(|| self.facts.first_day(record))
    }

    fn row(&self, record: RecordId) -> Row {
        let public = self.facts.public();
        let above = match record.kind {
            Kind::Indicator => public.indicator(record.typed()).parent.map(Into::into),
            Kind::Office => public.office(record.typed()).parent.map(Into::into),
            Kind::Group => public.group(record.typed()).parent.map(Into::into),
            Kind::Post => public.post(record.typed()).office.map(Into::into),
            Kind::Return => public.return_(record.typed()).office.map(Into::into),
            // These are read by the day, whatever plan they name.
            Kind::News | Kind::Policy | Kind::Highlight => None,
            _ => public.plan_of(record).map(Into::into),
        };
        // Of the first level, those that serve one plan are read together.
        let plan = || self.facts.plan_of_indicator(record.typed()).map(Into::into);
        let above: Option<RecordId> = above.filter(|above| self.facts.counts(*above));
        let of = match record.kind {
            Kind::Indicator => above.or_else(plan),
            _ => above,
        };
        Row { of, period: self.period(record).map(|period| discriminant(&period)) }
    }

    /// The period a record tells of.
    fn period(&self, record: RecordId) -> Option<Period> {
        let public = self.facts.public();
        Some(match record.kind {
            Kind::Bulletin => public.bulletin(record.typed()).period,
            Kind::Evaluation => public.evaluation(record.typed()).period,
            Kind::Visit => public.visit(record.typed()).period,
            Kind::Publicity => public.publicity_sheet(record.typed()).period,
            _ => return None,
        })
    }
}
