//! A record's entries on both sides: those that came, went or were edited, and those of later days.

use std::sync::Arc;

use super::side::Side;
use super::{EntryFate, EntryReview, FieldEdit, Piece, diff, written};
use crate::diagnostic::Source;
use crate::model::choice::Choice;
use crate::model::entry::{Filing, Words};
use crate::model::{EntryBase, Kind, Model, RecordId};

/// An entry with its event's names, Chinese and English.
#[derive(Clone, Copy)]
pub struct Event<'a> {
    pub entry: &'a EntryBase,
    pub names: (&'static str, &'static str),
}

/// How much of what a new entry says is told.
const EXCERPT: usize = 100;

/// Every entry of a record, in their order.
pub fn all(model: &Model, record: RecordId) -> Vec<Event<'_>> {
    match record.kind {
        Kind::Task => {
            let entries = model.task(record.typed()).entries.iter();
            let event = |kind: crate::model::task::EventKind| (kind.chinese(), kind.name());
            entries.map(|e| Event { entry: &e.base, names: event(e.event.kind()) }).collect()
        }
        Kind::Problem => {
            let entries = model.problem(record.typed()).entries.iter();
            let event = |kind: crate::model::problem::EventKind| (kind.chinese(), kind.name());
            entries.map(|e| Event { entry: &e.base, names: event(e.event.kind()) }).collect()
        }
        Kind::Duty => {
            let entries = model.duty(record.typed()).entries.iter();
            entries.map(|e| Event { entry: &e.base, names: ("完成措施", "done") }).collect()
        }
        _ => Vec::new(),
    }
}

/// The entries that are known on the day.
pub fn known(side: &Side, record: RecordId) -> Vec<Event<'_>> {
    let known = side.facts().entries_of(record);
    let mut events = all(&side.model, record);
    events.retain(|event| known.iter().any(|entry| std::ptr::eq(*entry, event.entry)));
    events
}

/// The entries these readers will know of on a later day.
pub fn later(side: &Side, record: RecordId) -> Vec<Event<'_>> {
    let day = side.facts().day();
    let shown: Vec<&EntryBase> = side.facts().public().entries_of(record).collect();
    let mut events = all(&side.model, record);
    events.retain(|event| {
        event.entry.exists_from() > day
            && shown.iter().any(|entry| std::ptr::eq(*entry, event.entry))
    });
    events
}

/// What an entry is known by within its record: its file's name, or its return and row.
pub fn name(event: &Event) -> String {
    match &event.entry.filing {
        Filing::File { path, .. } => path.name().to_owned(),
        Filing::Return { name, row, .. } => format!("{name}#{row}"),
    }
}

/// All that was written of an entry.
pub fn text<'a>(event: &Event<'a>) -> &'a str {
    match (&event.entry.filing, &event.entry.text) {
        (Filing::File { place, .. }, _) => &place.source.text,
        (_, Words::Plain(text)) => text,
        (_, Words::Body(body)) => body.text(),
    }
}

/// The entries that differ between two records.
pub fn differences(kind: Kind, old: &[Event], new: &[Event]) -> Vec<EntryReview> {
    let mut found = Vec::new();
    let pairs = pair_up(old, new);
    for event in new {
        let before = pairs.iter().find(|(_, to)| std::ptr::eq(to.entry, event.entry));
        match before {
            None => found.push(alone(event, EntryFate::Added)),
            Some((from, to)) => found.extend(edited(kind, from, to)),
        }
    }
    let is_paired =
        |event: &&Event| pairs.iter().any(|(from, _)| std::ptr::eq(from.entry, event.entry));
    let gone = old.iter().filter(|event| !is_paired(event));
    found.extend(gone.map(|event| alone(event, EntryFate::Removed)));
    found
}

/// Pairs entries of one name, then those that are the same under another.
fn pair_up<'o, 'n>(old: &[Event<'o>], new: &[Event<'n>]) -> Vec<(Event<'o>, Event<'n>)> {
    let mut pairs: Vec<(Event<'o>, Event<'n>)> = Vec::new();
    let rules: [fn(&Event, &Event) -> bool; 2] = [same_name, same_text];
    for is_one in rules {
        for from in old {
            if pairs.iter().any(|(known, _)| std::ptr::eq(known.entry, from.entry)) {
                continue;
            }
            let free =
                |to: &&Event| !pairs.iter().any(|(_, known)| std::ptr::eq(known.entry, to.entry));
            if let Some(to) = new.iter().filter(free).find(|to| is_one(from, to)) {
                pairs.push((*from, *to));
            }
        }
    }
    pairs
}

fn same_name(from: &Event, to: &Event) -> bool {
    name(from) == name(to)
}

fn same_text(from: &Event, to: &Event) -> bool {
    (from.entry.day, from.names, text(from)) == (to.entry.day, to.names, text(to))
}

fn alone(event: &Event, fate: EntryFate) -> EntryReview {
    let said = excerpt(said(event));
    let piece = match fate {
        EntryFate::Removed => Piece::Removed(said),
        EntryFate::Added | EntryFate::Changed => Piece::Added(said),
    };
    let is_empty = matches!(&piece, Piece::Removed(text) | Piece::Added(text) if text.is_empty());
    let text = if is_empty { Vec::new() } else { vec![vec![piece]] };
    review(event, fate, text, Vec::new())
}

fn edited(kind: Kind, from: &Event, to: &Event) -> Option<EntryReview> {
    if from.names == to.names && from.entry.day == to.entry.day && text(from) == text(to) {
        return None;
    }
    let mut words = diff::paragraphs(said(from), said(to));
    let mut fields = match (front(from), front(to)) {
        (Some(from), Some(to)) => written::edits(kind, from, to),
        _ => Vec::new(),
    };
    fields.retain(|field: &FieldEdit| field.shown);
    // An entry of its own writes its event among its fields.
    let event_was = (from.names != to.names && front(to).is_none()).then_some(from.names);
    let is_same_day = from.entry.day == to.entry.day;
    if words.is_empty() && fields.is_empty() && event_was.is_none() && is_same_day {
        return None;
    }
    words.retain(|paragraph| !paragraph.is_empty());
    let review = review(to, EntryFate::Changed, words, fields);
    Some(EntryReview { event_was, ..review })
}

fn review(
    event: &Event,
    fate: EntryFate,
    text: Vec<Vec<Piece>>,
    fields: Vec<FieldEdit>,
) -> EntryReview {
    let entry = event.entry;
    EntryReview {
        fate,
        date: entry.day,
        event: event.names,
        event_was: None,
        title: entry.title.clone(),
        of_return: match &entry.filing {
            Filing::Return { name, .. } => Some(name.clone()),
            Filing::File { .. } => None,
        },
        filed_late: entry.filed.filter(|filed| filed.day > entry.day),
        text,
        fields,
    }
}

/// What an entry says, without its front matter.
fn said<'a>(event: &Event<'a>) -> &'a str {
    match &event.entry.text {
        Words::Body(body) => body.text().trim(),
        Words::Plain(text) => text.trim(),
    }
}

/// The front matter of an entry that has a file of its own.
pub fn front<'a>(event: &Event<'a>) -> Option<(&'a Arc<Source>, usize)> {
    match &event.entry.text {
        Words::Body(body) => Some((&body.source, body.span.start)),
        Words::Plain(_) => None,
    }
}

/// The beginning of a text on one line.
pub fn excerpt(text: &str) -> String {
    let line: Vec<&str> = text.split_whitespace().collect();
    let line = line.join(" ");
    match line.char_indices().nth(EXCERPT) {
        Some((end, _)) => format!("{}……", &line[..end]),
        None => line,
    }
}
