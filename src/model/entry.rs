//! Entries: what happened to a task on a day, read from its file.

use super::Party;
use super::choice::Choice;
use super::date::{Day, parse_moment};
use super::fields::Fields;
use super::id::Id;
use super::key::{self, Field, Key, optional, required};
use super::plan::Plan;
use super::record;
use super::reference::Lookup;
use super::returns::Return;
use super::task::{Task, Written};
use super::{Kind, Time};
use crate::content::Document;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::say;
use crate::tree::SitePath;

/// What kind of event, with what belongs to it alone.
#[derive(Debug, Clone)]
pub enum Event {
    Changed {
        written: Box<Written>,
        reason: String,
        approved_by: Party,
    },
    Progress,
    Suspended {
        reason: String,
        approved_by: Party,
    },
    Resumed {
        deadline: Option<super::Deadline>,
        reason: Option<String>,
        approved_by: Option<Party>,
    },
    Completed,
    Verified {
        by: Party,
        passed: bool,
    },
    Cancelled {
        reason: String,
        approved_by: Party,
        merged_into: Option<Id<Task>>,
    },
    Reopened {
        reason: String,
        approved_by: Party,
    },
}

/// The names of events, in their logical order within a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EventKind {
    Changed,
    Progress,
    Suspended,
    Resumed,
    Completed,
    Verified,
    Cancelled,
    Reopened,
}

impl Choice for EventKind {
    const WORDS: &'static [(Self, &'static str, &'static [&'static str])] = &[
        (EventKind::Progress, "progress", &["进展"]),
        (EventKind::Completed, "completed", &["完成"]),
        (EventKind::Verified, "verified", &["核验"]),
        (EventKind::Changed, "changed", &["调整"]),
        (EventKind::Suspended, "suspended", &["中止"]),
        (EventKind::Resumed, "resumed", &["恢复"]),
        (EventKind::Cancelled, "cancelled", &["取消"]),
        (EventKind::Reopened, "reopened", &["重开"]),
    ];
}

impl EventKind {
    /// The English word, as in data and addresses.
    pub fn name(self) -> &'static str {
        Self::WORDS.iter().find(|(kind, ..)| *kind == self).map_or("", |(_, en, _)| en)
    }

    /// The Chinese word, as in file names and messages.
    pub fn chinese(self) -> &'static str {
        Self::WORDS.iter().find(|(kind, ..)| *kind == self).map_or("", |(_, _, zh)| zh[0])
    }

    /// The fields of an entry of this kind beside those of every entry.
    pub fn fields(self) -> &'static [Field] {
        match self {
            EventKind::Progress | EventKind::Completed => &[],
            EventKind::Verified => VERIFIED,
            EventKind::Changed => CHANGED,
            EventKind::Suspended | EventKind::Reopened => APPROVED,
            EventKind::Resumed => RESUMED,
            EventKind::Cancelled => CANCELLED,
        }
    }
}

impl Event {
    /// Which kind it is.
    pub fn kind(&self) -> EventKind {
        match self {
            Event::Changed { .. } => EventKind::Changed,
            Event::Progress => EventKind::Progress,
            Event::Suspended { .. } => EventKind::Suspended,
            Event::Resumed { .. } => EventKind::Resumed,
            Event::Completed => EventKind::Completed,
            Event::Verified { .. } => EventKind::Verified,
            Event::Cancelled { .. } => EventKind::Cancelled,
            Event::Reopened { .. } => EventKind::Reopened,
        }
    }
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
    optional(&key::PERCENT, "60"),
    optional(&key::QUANTITY_DONE, "7"),
    optional(&key::SAMPLE, "是"),
    optional(&key::ATTACHMENTS, "[{文件: 照片.jpg, 名称: 现场照片}]"),
    optional(&key::EVIDENCE, "[{名称: 现场照片, 份数: 2, 存放处: 办公室}]"),
];
const VERIFIED: &[Field] = &[required(&key::VERIFIED_BY, "办公室"), required(&key::RESULT, "通过")];
const CHANGED: &[Field] = &[
    required(&key::REASON, "调整的理由"),
    required(&key::APPROVED_BY, "批准的机关或会议"),
    optional(&key::DEADLINE, "10月底前"),
    optional(&key::GOAL, "新的目标"),
    optional(&key::STEPS, "[新的措施]"),
    optional(&key::LEAD, "审批办"),
    optional(&key::COORDINATOR, "办公室"),
    optional(&key::SUPPORT, "[房产股]"),
    optional(&key::RESPONSIBLE, "审批办主任"),
    optional(&key::START, "2023-03-03"),
    optional(&key::STAGE, "集中推进"),
    optional(&key::QUANTITY, "{目标: 12, 计量单位: 个}"),
    optional(&key::REMARK, "备注"),
];
const APPROVED: &[Field] =
    &[required(&key::REASON, "理由"), required(&key::APPROVED_BY, "批准的机关或会议")];
const RESUMED: &[Field] = &[
    optional(&key::DEADLINE, "10月底前"),
    optional(&key::REASON, "理由"),
    optional(&key::APPROVED_BY, "批准的机关或会议"),
];
const CANCELLED: &[Field] = &[
    required(&key::REASON, "理由"),
    required(&key::APPROVED_BY, "批准的机关或会议"),
    optional(&key::MERGED_INTO, "另一任务的id"),
];

#[derive(Clone, Copy, PartialEq)]
enum Verdict {
    Passed,
    Returned,
}

impl Choice for Verdict {
    const WORDS: &'static [(Self, &'static str, &'static [&'static str])] =
        &[(Verdict::Passed, "passed", &["通过"]), (Verdict::Returned, "returned", &["退回"])];
}

/// An entry as read, before its attachments and links are looked up.
pub(super) struct Read {
    pub entry: super::task::Entry,
    pub attachments: Vec<(super::Spanned<String>, Option<String>)>,
    pub draft: bool,
}

/// The day a file name begins with, as `2023-03-10` or `2023-03-10-调整`.
pub(super) fn day_of_name(name: &str) -> Option<Day> {
    let stem = name.strip_suffix(".md")?;
    let (date, rest) = (stem.get(..10)?, stem.get(10..)?);
    (rest.is_empty() || rest.starts_with('-')).then(|| date.parse().ok()).flatten()
}

/// Reads one entry's file.
pub(super) fn decode(
    path: &SitePath,
    day: Day,
    document: &Document,
    lookup: &Lookup,
    plan: Option<&Plan>,
    out: &mut Diagnostics,
) -> Option<Read> {
    let mut fields = Fields::of_file(&document.source, &document.front);
    let named = fields.has(&key::EVENT);
    let kind = match fields.choice::<EventKind>(&key::EVENT, out) {
        Some(kind) => Some(kind),
        None if named => None,
        None => Some(EventKind::Progress),
    };
    let place = fields.place(fields.value_span(&key::EVENT));
    let title = fields.text(&key::TITLE, out);
    let time = decode_time(&mut fields, day, out);
    let year = plan.map(Plan::year_of_words);
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
    let office = lookup.one(&mut fields, &key::OFFICE, Kind::Office, out);
    let percent = fields.number(&key::PERCENT, out);
    let quantity_done = fields.number(&key::QUANTITY_DONE, out);
    let sample = fields.flag(&key::SAMPLE, out);
    let draft = fields.flag(&key::DRAFT, out);
    let attachments = record::decode_attachment_list(&mut fields, out);
    let evidence = record::decode_evidence(&mut fields, out);
    record::decode_reviews(&mut fields, out);
    let event = kind.and_then(|kind| decode_event(kind, &mut fields, lookup, plan, out));
    if kind.is_some() {
        fields.finish(out);
    }
    let body = record::Body {
        source: document.source.clone(),
        span: document.body.clone(),
        links: Default::default(),
    };
    let entry = super::task::Entry {
        day,
        time,
        filed,
        event: event?,
        title,
        office,
        percent,
        quantity_done,
        sample,
        attachments: Vec::new(),
        evidence,
        text: super::task::Words::Body(body),
        filing: Filing::File { path: path.clone(), place },
    };
    Some(Read { entry, attachments, draft })
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

fn decode_event(
    kind: EventKind,
    fields: &mut Fields,
    lookup: &Lookup,
    plan: Option<&Plan>,
    out: &mut Diagnostics,
) -> Option<Event> {
    let before = out.count(crate::diagnostic::Severity::Error);
    let event = match kind {
        EventKind::Progress => Event::Progress,
        EventKind::Completed => Event::Completed,
        EventKind::Verified => {
            let by = party(fields, lookup, &key::VERIFIED_BY, "办公室", out);
            let verdict = fields.choice::<Verdict>(&key::RESULT, out);
            if !fields.has(&key::RESULT) {
                fields.missing(&key::RESULT, "通过", out);
            }
            Event::Verified { by: by?, passed: verdict? == Verdict::Passed }
        }
        EventKind::Changed => {
            let written = Written::decode(fields, lookup, plan, out);
            if written.is_empty() && out.count(crate::diagnostic::Severity::Error) == before {
                out.push(
                    Diagnostic::new(
                        Code::MissingKey,
                        fields.place(0..0),
                        say!(
                            "这次调整没有写明改了什么",
                            "this change does not say what it changes"
                        ),
                    )
                    .help(say!(
                        "写上新的内容，例如 完成时限: 10月底前",
                        "give the new value, as deadline: 2023-10-31"
                    )),
                );
            }
            let (reason, approved_by) = grounds(fields, lookup, out);
            Event::Changed {
                written: Box::new(written),
                reason: reason?,
                approved_by: approved_by?,
            }
        }
        EventKind::Suspended => {
            let (reason, approved_by) = grounds(fields, lookup, out);
            Event::Suspended { reason: reason?, approved_by: approved_by? }
        }
        EventKind::Reopened => {
            let (reason, approved_by) = grounds(fields, lookup, out);
            Event::Reopened { reason: reason?, approved_by: approved_by? }
        }
        EventKind::Resumed => {
            let year = plan.map(Plan::year_of_words);
            let deadline = fields.deadline(&key::DEADLINE, year, out);
            let reason = fields.text(&key::REASON, out);
            let approved_by = lookup.party(fields, &key::APPROVED_BY, out);
            if deadline.is_some() && (reason.is_none() || approved_by.is_none()) {
                out.push(
                    Diagnostic::new(
                        Code::UnexplainedDeadline,
                        fields.place(fields.value_span(&key::DEADLINE)),
                        say!(
                            "恢复时改了时限，没有写明理由和批准",
                            "the deadline moves on resuming, with no reason or approval"
                        ),
                    )
                    .help(say!(
                        "加上“理由”和“批准”，公众会看到是谁同意的",
                        "add `reason` and `approved_by`: the public sees whose leave it was"
                    )),
                );
            }
            Event::Resumed { deadline, reason, approved_by }
        }
        EventKind::Cancelled => {
            let (reason, approved_by) = grounds(fields, lookup, out);
            let merged_into = lookup.one(fields, &key::MERGED_INTO, Kind::Task, out);
            Event::Cancelled { reason: reason?, approved_by: approved_by?, merged_into }
        }
    };
    Some(event)
}

/// Why, and by whose leave: what every step off the promised way must state.
fn grounds(
    fields: &mut Fields,
    lookup: &Lookup,
    out: &mut Diagnostics,
) -> (Option<String>, Option<Party>) {
    let reason = fields.required_text(&key::REASON, "……", out);
    (reason, party(fields, lookup, &key::APPROVED_BY, "局党组会议", out))
}

fn party(
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
