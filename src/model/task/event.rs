//! What can happen to a task.

use super::{Task, Written};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::model::choice::Choice;
use crate::model::entry::{EventForm, grounds, party};
use crate::model::fields::Fields;
use crate::model::id::Id;
use crate::model::key::{self, Field, optional, required};
use crate::model::plan::Plan;
use crate::model::reference::Lookup;
use crate::model::{Deadline, Kind, Party};
use crate::say;

/// What kind of event, with what belongs to it alone.
#[derive(Debug, Clone)]
pub enum Event {
    Changed { written: Box<Written>, reason: String, approved_by: Party },
    Progress,
    Suspended { reason: String, approved_by: Party },
    Resumed { deadline: Option<Deadline>, reason: Option<String>, approved_by: Option<Party> },
    Completed,
    Verified { by: Party, passed: bool },
    Cancelled { reason: String, approved_by: Party, merged_into: Option<Id<Task>> },
    Reopened { reason: String, approved_by: Party },
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

/// The events of a task.
pub fn forms() -> Vec<EventForm> {
    EventForm::of(EventKind::Progress, EventKind::fields)
}

/// The fields any entry of a task may have beside those of every entry.
pub const FIELDS: &[Field] = &[optional(&key::PERCENT, "60"), optional(&key::QUANTITY_DONE, "7")];
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

/// Reads what belongs to an event of a kind alone.
pub(super) fn decode(
    kind: EventKind,
    fields: &mut Fields,
    lookup: &Lookup,
    plan: Option<&Plan>,
    out: &mut Diagnostics,
) -> Option<Event> {
    let before = out.count(Severity::Error);
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
            if written.is_empty() && out.count(Severity::Error) == before {
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
