//! Entries: what happened to a record on a day. Here is what entries of every kind have in common;
//! what an event means is told beside its kind.

use super::choice::Choice;
use super::date::{Day, Moment, Time, parse_moment};
use super::fields::{Fields, Spanned};
use super::id::Id;
use super::key::{self, Field, Key, optional};
use super::office::Office;
use super::record::{self, Attachment, Body, Evidence};
use super::reference::Lookup;
use super::returns::Return;
use super::review;
use super::{Kind, Party};
use crate::content::Document;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::say;
use crate::tree::SitePath;

/// The common part of an entry.
#[derive(Debug, Clone)]
pub struct EntryBase {
    /// The day it happened, which decides lateness.
    pub day: Day,
    pub time: Option<Time>,
    /// When it was filed, if that was stated; it is known from the later of both.
    pub filed: Option<Moment>,
    pub title: Option<String>,
    pub office: Option<Id<Office>>,
    pub sample: bool,
    pub attachments: Vec<Attachment>,
    pub evidence: Vec<Evidence>,
    pub text: Words,
    /// Where it was written: an entry of its own, or a row of a return.
    pub filing: Filing,
}

impl EntryBase {
    /// The day from which it is known.
    pub fn exists_from(&self) -> Day {
        self.filed.map_or(self.day, |filed| filed.day.max(self.day))
    }

    /// The return it was a row of.
    pub fn from_return(&self) -> Option<Id<Return>> {
        match self.filing {
            Filing::Return { record, .. } => Some(record),
            Filing::File { .. } => None,
        }
    }
}

/// An entry of some kind of record.
pub trait Dated {
    /// The common part.
    fn base(&self) -> &EntryBase;

    /// Its place in the logical order of a day.
    fn rank(&self) -> u8;

    /// Whether, where no time is given, it is taken to come after all that has one: what closes a
    /// day's work, as a 核验 confirms a 完成 of 10:00.
    fn closes_the_day(&self) -> bool;
}

/// An event of some kind of record: its names, and the fields of its entries.
#[derive(Debug, Clone, Copy)]
pub struct EventForm {
    pub en: &'static str,
    pub zh: &'static str,
    /// Beside those of every entry.
    pub fields: &'static [Field],
    /// Whether it is taken to be meant where an entry does not name one.
    pub is_default: bool,
}

impl EventForm {
    /// The events of a kind of record, one of which is meant where none is named.
    pub(super) fn of<E: Choice + PartialEq>(
        default: E,
        fields: fn(E) -> &'static [Field],
    ) -> Vec<Self> {
        let form = |(event, en, zh): &(E, &'static str, &'static [&'static str])| Self {
            en,
            zh: zh[0],
            fields: fields(*event),
            is_default: *event == default,
        };
        E::WORDS.iter().map(form).collect()
    }

    /// Its names.
    pub fn names(&self) -> impl Iterator<Item = &'static str> + use<> {
        [self.en, self.zh].into_iter()
    }
}

/// What an entry says: Markdown of its own, or the plain text of a return's row.
#[derive(Debug, Clone)]
pub enum Words {
    Body(Body),
    Plain(String),
}

/// Where an entry was written down.
#[derive(Debug, Clone)]
pub enum Filing {
    File {
        path: SitePath,
        /// The place to show for a fault of the event itself.
        place: Place,
    },
    Return {
        record: Id<Return>,
        /// The return's id, to sort by.
        name: String,
        row: u32,
        place: Place,
    },
}

impl Filing {
    /// The place to show for a fault of the event itself.
    pub fn place(&self) -> &Place {
        match self {
            Filing::File { place, .. } | Filing::Return { place, .. } => place,
        }
    }
}

/// The fields every entry may have.
pub const FIELDS: &[Field] = &[
    optional(&key::EVENT, "进展"),
    optional(&key::TITLE, "标题"),
    optional(&key::TIME, "11:30"),
    optional(&key::FILED, "2023-03-20 11:30"),
    optional(&key::OFFICE, "审批办"),
    optional(&key::SAMPLE, "是"),
    optional(&key::ATTACHMENTS, "[{文件: 照片.jpg, 名称: 现场照片}]"),
    optional(&key::EVIDENCE, "[{名称: 现场照片, 份数: 2, 存放处: 办公室}]"),
];

/// The day a file name begins with, as `2023-03-10` or `2023-03-10-调整`.
pub fn day_of_name(name: &str) -> Option<Day> {
    let stem = name.strip_suffix(".md")?;
    let (date, rest) = (stem.get(..10)?, stem.get(10..)?);
    (rest.is_empty() || rest.starts_with('-')).then(|| date.parse().ok()).flatten()
}

/// An entry's common part as read, before its attachments and links are looked up.
pub(super) struct Read {
    pub base: EntryBase,
    pub attachments: Vec<(Spanned<String>, Option<String>)>,
    pub draft: bool,
}

/// Reads the common part of one entry's file; `year` completes dates written without one.
pub(super) fn decode(
    path: &SitePath,
    day: Day,
    document: &Document,
    fields: &mut Fields,
    lookup: &Lookup,
    year: Option<i32>,
    out: &mut Diagnostics,
) -> Read {
    let place = fields.place(fields.value_span(&key::EVENT));
    let title = fields.text(&key::TITLE, out);
    let time = decode_time(fields, day, out);
    let filed = fields.moment_in(&key::FILED, year, out);
    if let Some(filed) = filed
        && filed.day < day
    {
        let filed = filed.day;
        out.push(
            Diagnostic::new(
                Code::FiledBeforeHappened,
                fields.place(fields.value_span(&key::FILED)),
                say!(
                    "报送于{filed}，早于事情发生的{day}",
                    "filed on {filed}, before it happened on {day}"
                ),
            )
            .help(say!(
                "核对文件名里的日期和报送时间",
                "check the date in the file's name and the time of filing"
            )),
        );
    }
    let office = lookup.one(fields, &key::OFFICE, Kind::Office, out);
    let sample = fields.flag(&key::SAMPLE, out);
    let draft = fields.flag(&key::DRAFT, out);
    let attachments = record::decode_attachment_list(fields, out);
    let evidence = record::decode_evidence(fields, out);
    // Of an entry it is a note; what is signed is its record, with all its entries.
    let _ = review::decode(fields, out);
    let body = Body {
        source: document.source.clone(),
        span: document.body.clone(),
        links: Default::default(),
    };
    let base = EntryBase {
        day,
        time,
        filed,
        title,
        office,
        sample,
        attachments: Vec::new(),
        evidence,
        text: Words::Body(body),
        filing: Filing::File { path: path.clone(), place },
    };
    Read { base, attachments, draft }
}

fn decode_time(fields: &mut Fields, day: Day, out: &mut Diagnostics) -> Option<Time> {
    let text = fields.spanned(&key::TIME, out)?;
    // A time is read as part of a moment of the entry's own day.
    match parse_moment(&format!("{day} {}", text.value)) {
        Ok(moment) => moment.time,
        Err(fault) => {
            fields.date_fault(&key::TIME, text.span, &fault, out);
            None
        }
    }
}

/// Why, and by whose leave: what every step off the promised way must state.
pub(super) fn grounds(
    fields: &mut Fields,
    lookup: &Lookup,
    out: &mut Diagnostics,
) -> (Option<String>, Option<Party>) {
    let reason = fields.required_text(&key::REASON, "……", out);
    (reason, party(fields, lookup, &key::APPROVED_BY, "局党组会议", out))
}

pub(super) fn party(
    fields: &mut Fields,
    lookup: &Lookup,
    key: &'static Key,
    example: &str,
    out: &mut Diagnostics,
) -> Option<Party> {
    let party = lookup.party(fields, key, out);
    if !fields.has(key) {
        fields.missing(key, example, out);
    }
    party
}
