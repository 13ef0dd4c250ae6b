//! Until when each column, and the home page, may stand as they are.

use super::{Facts, change};
use crate::diagnostic::{Place, Text};
use crate::model::{Day, Id, Indicator, Kind, RecordId, Settings};

/// A column that is to be added to.
#[derive(Debug)]
pub struct Freshness {
    /// Its own name, as its pages have it, else that of its kind.
    pub name: Text,
    /// The newest thing in it.
    pub newest: Day,
    /// For how many days that is enough.
    pub days: u32,
    /// The last of them.
    pub last_day: Day,
    /// Its words, else its newest record.
    pub place: Place,
}

/// For how many days a column is fresh that does not say so itself: 动态 and 政策文件 by 国办秘函
/// 〔2019〕19号 as a copy has it, the others as is usual.
fn usual(kind: Kind) -> Option<u32> {
    match kind {
        Kind::News => Some(14),
        Kind::Policy => Some(183),
        Kind::Plan => Some(366),
        Kind::Bulletin => Some(35),
        _ => None,
    }
}

/// The columns that are to be added to, in the order of the sections.
pub fn columns(facts: &Facts) -> Vec<Freshness> {
    Kind::ALL.into_iter().filter_map(|kind| column(facts, kind)).collect()
}

/// Until when the column of a kind may stand, where it is to be added to.
pub fn column(facts: &Facts, kind: Kind) -> Option<Freshness> {
    let column = facts.public().column(kind);
    let days = match column.and_then(|column| column.update_cycle.as_ref()) {
        Some(cycle) => cycle.days?,
        None if kind == Kind::Bulletin && !any_plan_runs(facts) => return None,
        None => usual(kind)?,
    };
    // Samples alone are no column anybody is promised.
    if facts.ids(kind).all(|record| facts.public().base(record).sample) {
        return None;
    }
    let records = facts.ids(kind).filter(|record| !facts.public().base(*record).archived);
    let dated = records.filter_map(|record| Some((last_added(facts, record)?, record)));
    let (newest, record) = dated.max_by_key(|(day, _)| *day)?;
    let source = match column {
        Some(column) => &column.body.source,
        None => &facts.public().base(record).body.source,
    };
    let own = column.and_then(|column| column.name.clone().or(column.title.clone()));
    Some(Freshness {
        name: Text {
            zh: own.clone().unwrap_or_else(|| kind.chinese().to_owned()),
            en: own.unwrap_or_else(|| kind.folder().to_owned()),
        },
        newest,
        days,
        last_day: newest.plus(days.into()),
        place: Place::start(source),
    })
}

fn any_plan_runs(facts: &Facts) -> bool {
    facts.plans().any(|(_, plan)| plan.end.is_none_or(|end| end >= facts.day()))
}

/// When something was last added to a record, as far as it says.
fn last_added(facts: &Facts, record: RecordId) -> Option<Day> {
    let day = facts.day();
    let entries = facts.entries_of(record).into_iter().map(|entry| entry.exists_from());
    let value = (record.kind == Kind::Indicator).then(|| last_value(facts, record.typed()));
    let added = entries.chain(value.flatten()).filter(|added| *added <= day).max();
    facts.first_day(record).max(added)
}

/// Until when a record may stand that is itself added to at the pace of its column: an indicator,
/// whose values are expected as often as the column says.
pub fn of_indicator(facts: &Facts, id: Id<Indicator>) -> Option<(Day, Day)> {
    let column = facts.public().column(Kind::Indicator)?;
    let days = column.update_cycle.as_ref()?.days?;
    let newest = last_value(facts, id)?;
    Some((newest, newest.plus(days.into())))
}

/// The newest value of an indicator that is known by the day.
fn last_value(facts: &Facts, id: Id<Indicator>) -> Option<Day> {
    let measures = facts.public().indicator(id).measures.iter();
    let dates = measures.flat_map(|measure| &measure.values).map(|value| value.date);
    dates.filter(|date| *date <= facts.day()).max()
}

/// The newest thing a home page can show: a change, or a piece of news. Samples are no news.
pub fn home(facts: &Facts) -> Option<Day> {
    let news = facts.ids(Kind::News).filter(|record| !facts.public().base(*record).sample);
    let news = news.filter_map(|record| facts.first_day(record)).max();
    let since = facts.day().since(Day::EARLIEST);
    let changes = change::recent(facts, since).into_iter();
    let change = changes.filter(|change| !change.is_sample(facts)).map(|change| change.day).next();
    news.max(change)
}

/// Whether a site bears the code of a real portal, and so is inspected.
pub fn is_inspected(settings: &Settings) -> bool {
    let code = settings.identity.site_id_code.as_deref().unwrap_or("");
    code.chars().any(|c| c.is_ascii_digit() && c != '0')
}
