//! The texts the rules read: every record and entry as it was written down, whatever else is
//! written for the public, and the ways to look at them.

pub mod folded;
pub mod glyphs;
pub mod hosts;
pub mod inside;
pub mod lexicon;
pub mod odd;
pub mod prose;
pub mod rows;
pub mod written;

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Place, Source};
use crate::model::entry::{EntryBase, Words};
use crate::model::key::Key;
use crate::model::record::Body;
use crate::model::{Base, Day, Kind, Model, RecordId};

/// One Markdown file.
pub struct Text<'a> {
    pub record: RecordId,
    pub source: &'a Arc<Source>,
    /// Where the Markdown lies, below the front matter.
    pub body: Range<usize>,
}

impl Text<'_> {
    /// The whole file.
    pub fn whole(&self) -> &str {
        &self.source.text
    }

    /// Some bytes of the file as a place.
    pub fn place(&self, span: Range<usize>) -> Place {
        Place::new(self.source, span)
    }

    /// The lines of the body, each with the byte it begins at.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        let mut at = self.body.start;
        let body = self.source.text.get(self.body.clone()).unwrap_or("");
        body.split_inclusive('\n').map(move |line| {
            let start = at;
            at += line.len();
            (start, line)
        })
    }
}

/// The files of all records, of their translations and of their entries.
pub fn texts(model: &Model) -> impl Iterator<Item = Text<'_>> {
    of_records(model).map(|(record, body)| Text {
        record,
        source: &body.source,
        body: body.span.clone(),
    })
}

/// All Markdown, each with whose it is: that of records, translations and entries, then that of the columns and
/// the home page, which are nobody's.
pub fn bodies(model: &Model) -> impl Iterator<Item = (Option<RecordId>, &Body)> {
    let columns = model.columns.values().chain(&model.home);
    of_records(model)
        .map(|(record, body)| (Some(record), body))
        .chain(columns.map(|column| (None, &column.body)))
}

fn of_records(model: &Model) -> impl Iterator<Item = (RecordId, &Body)> {
    let records = Kind::ALL.into_iter().flat_map(|kind| model.records(kind));
    records.flat_map(|record| {
        let entries =
            model.entries_of(record).into_iter().filter_map(move |entry| match &entry.text {
                Words::Body(body) => Some((record, body)),
                Words::Plain(_) => None,
            });
        let base = model.base(record);
        let translated = base.translations.iter().map(move |found| (record, &found.body));
        std::iter::once((record, &base.body)).chain(translated).chain(entries)
    })
}

/// A record's own file.
pub fn of_record(model: &Model, record: RecordId) -> Text<'_> {
    let body = &model.base(record).body;
    Text { record, source: &body.source, body: body.span.clone() }
}

/// Words by which a clerk writes that the document does not say something.
const UNSTATED: [&str; 13] = [
    "未写明",
    "未给出",
    "未公布",
    "未说明",
    "未载明",
    "未注明",
    "未提供",
    "没有",
    "不详",
    "not stated",
    "not given",
    "not published",
    "unknown",
];

/// Whether some words say of a thing, by any of its names, that the document does not state it.
pub fn is_unstated(words: &str, names: &[&str]) -> bool {
    let has = |any: &[&str]| any.iter().any(|word| words.contains(word));
    has(names) && has(&UNSTATED)
}

/// The bureau a record is of: the first folder of its id, where it lies in one.
pub fn bureau(base: &Base) -> &str {
    base.id.split_once('/').map_or("", |(folder, _)| folder)
}

/// A name without the ending of a file, if it has one.
pub fn stem(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((stem, ending)) if ending.bytes().all(|byte| byte.is_ascii_alphanumeric()) => stem,
        _ => name,
    }
}

/// The line of the front matter that gives a field; the file's start where none is found.
pub fn field(base: &Base, key: &Key) -> Place {
    line_of(&base.body.source, base.body.span.start, key)
}

/// The line by which an entry gives a field; the place of its event where none is found.
pub fn entry_field(entry: &EntryBase, key: &Key) -> Place {
    match &entry.text {
        Words::Body(body) => line_of(&body.source, body.span.start, key),
        Words::Plain(_) => entry.filing.place().clone(),
    }
}

fn line_of(source: &Arc<Source>, body: usize, key: &Key) -> Place {
    let front = source.text.get(..body).unwrap_or("");
    let mut at = 0;
    for line in front.split_inclusive('\n') {
        let named = key.names().any(|name| {
            let rest = line.strip_prefix(name).map(str::trim_start);
            rest.is_some_and(|rest| rest.starts_with([':', '：']))
        });
        if named {
            return Place::new(source, at..at + line.trim_end().len());
        }
        at += line.len();
    }
    Place::start(source)
}

/// The plans and policies that say when they were written: the day they came out and that day.
pub fn documents(model: &Model) -> impl Iterator<Item = (&Base, Day, Day)> {
    let plans = model.plans.iter().map(|plan| (&plan.base, plan.published, &plan.document));
    let policies =
        model.policies.iter().map(|policy| (&policy.base, policy.published, &policy.document));
    plans
        .chain(policies)
        .filter_map(|(base, published, document)| Some((base, published, document.written?)))
}
