//! Edits that change no page on the day: of days to come, and of fields nobody is shown.

use std::collections::BTreeMap;

use super::record::{Comparer, title};
use super::side::Side;
use super::{Later, LaterFate, LaterThing, Unseen, Why, entries};
use crate::model::entry::Words as Said;
use crate::model::pairs::Pair;
use crate::model::{Day, Kind, RecordId};

impl Comparer<'_> {
    /// What of an edit takes effect later or is on no page.
    pub(super) fn unseen(&self, pair: Pair, tells_fields: bool) -> Option<Unseen> {
        let shown = |side: &Side, record: Option<RecordId>| {
            record.filter(|record| side.facts().public().shows(*record))
        };
        let (from, to) = (shown(self.base, pair.base), shown(self.head, pair.head));
        let (side, record) = match (from, to) {
            (_, Some(record)) => (self.head, record),
            (Some(record), None) => (self.base, record),
            (None, None) => return None,
        };
        let (mut old, new) = (later(self.base, from), later(self.head, to));
        let mut items: Vec<Later> = Vec::new();
        for ((date, what, name), text) in new {
            let fate = match old.remove(&(date, what.clone(), name)) {
                Some(before) if before == text => continue,
                Some(_) => LaterFate::Changed,
                None => LaterFate::Added,
            };
            items.push(Later { date, what, fate });
        }
        let removed = |(date, what, _)| Later { date, what, fate: LaterFate::Removed };
        items.extend(old.into_keys().map(removed));
        items.sort();
        let why = match items.is_empty() {
            false => Why::NotYet { items },
            true if tells_fields => {
                let fields = from.zip(to).map(|(from, to)| self.fields(from, to));
                let mut fields: Vec<_> =
                    fields.unwrap_or_default().into_iter().map(|edit| edit.field).collect();
                fields.dedup();
                Why::NotShown { fields }
            }
            true => return None,
        };
        let base = side.model.base(record);
        let title = title(self.new_rows, base, side, record);
        Some(Unseen { kind: self.kind, id: base.id.clone(), title, why })
    }
}

/// What of a record is dated after the day, by date, sort and name, with all that was written of it.
fn later(side: &Side, record: Option<RecordId>) -> BTreeMap<(Day, LaterThing, String), String> {
    let mut found = BTreeMap::new();
    let Some(record) = record else { return found };
    let (facts, day) = (side.facts(), side.facts().day());
    let base = side.model.base(record);
    if let Some(first) = facts.first_day(record).filter(|first| *first > day) {
        let text = base.body.source.text.to_string();
        found.insert((first, LaterThing::Record, String::new()), text);
    }
    if let Some(withdrawn) = base.withdrawn.as_ref().filter(|withdrawn| withdrawn.date > day) {
        let key = (withdrawn.date, LaterThing::Withdrawal, String::new());
        found.insert(key, withdrawn.reason.clone());
    }
    for event in entries::later(side, record) {
        let said = match &event.entry.text {
            Said::Plain(text) => text.clone(),
            Said::Body(_) => entries::text(&event).to_owned(),
        };
        let key =
            (event.entry.exists_from(), LaterThing::Entry(event.names), entries::name(&event));
        found.insert(key, said);
    }
    if record.kind == Kind::Indicator {
        let indicator = side.model.indicator(record.typed());
        for measure in &indicator.measures {
            for value in measure.values.iter().filter(|value| value.date > day) {
                let text = format!("{} {:?} {:?}", value.value, value.source, value.note);
                found.insert((value.date, LaterThing::Figure, measure.name.clone()), text);
            }
        }
        for rank in indicator.ranks.iter().filter(|rank| rank.date > day) {
            let name = format!("{} {:?}", rank.scope, rank.measure);
            found.insert(
                (rank.date, LaterThing::Figure, name),
                format!("{} {:?}", rank.place, rank.of),
            );
        }
    }
    found
}
