//! What can happen to a problem, up to its 销号 and after.

use super::Written;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::model::choice::Choice;
use crate::model::entry::{EventForm, grounds, party};
use crate::model::fields::Fields;
use crate::model::key::{self, Field, optional, required};
use crate::model::reference::Lookup;
use crate::model::{Day, Deadline, Party};
use crate::say;

/// What kind of event, with what belongs to it alone.
#[derive(Debug, Clone)]
pub enum Event {
    Changed {
        written: Box<Written>,
        reason: String,
        approved_by: Party,
    },
    Progress,
    /// 转交: handed to another office; taken over once `accepted`.
    Transferred {
        to: Option<Party>,
        accepted: Option<Day>,
    },
    /// 申请销号.
    Reported,
    Verified {
        by: Party,
        passed: bool,
    },
    Publicised {
        /// The last day of the public notice.
        until: Option<Day>,
        objections: Option<String>,
        phone: Option<String>,
    },
    /// 销号.
    Closed {
        approved_by: Party,
    },
    FiledWith {
        to: Option<Party>,
    },
    /// 回头看; one that is not passed may set a new deadline.
    Rechecked {
        passed: bool,
        deadline: Option<Deadline>,
    },
    Reopened {
        reason: String,
        approved_by: Party,
        deadline: Option<Deadline>,
    },
}

/// The names of events, in their logical order within a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EventKind {
    Changed,
    Progress,
    Transferred,
    Reported,
    Verified,
    Publicised,
    Closed,
    FiledWith,
    Rechecked,
    Reopened,
}

impl Choice for EventKind {
    const WORDS: &'static [(Self, &'static str, &'static [&'static str])] = &[
        (EventKind::Progress, "progress", &["整改", "进展"]),
        (EventKind::Reported, "reported", &["申请销号"]),
        (EventKind::Verified, "verified", &["核验"]),
        (EventKind::Publicised, "publicised", &["公示"]),
        (EventKind::Closed, "closed", &["销号"]),
        (EventKind::Rechecked, "rechecked", &["回头看"]),
        (EventKind::Transferred, "transferred", &["转交"]),
        (EventKind::FiledWith, "filed_with", &["备案"]),
        (EventKind::Changed, "changed", &["调整"]),
        (EventKind::Reopened, "reopened", &["重新整改"]),
    ];
}

impl EventKind {
    /// The fields of an entry of this kind beside those of every entry.
    pub fn fields(self) -> &'static [Field] {
        match self {
            EventKind::Progress => PROGRESS,
            EventKind::Reported => &[],
            EventKind::Verified => VERIFIED,
            EventKind::Publicised => PUBLICISED,
            EventKind::Closed => CLOSED,
            EventKind::Rechecked => RECHECKED,
            EventKind::Transferred => TRANSFERRED,
            EventKind::FiledWith => FILED_WITH,
            EventKind::Changed => CHANGED,
            EventKind::Reopened => REOPENED,
        }
    }
}

impl Event {
    /// Which kind it is.
    pub fn kind(&self) -> EventKind {
        match self {
            Event::Changed { .. } => EventKind::Changed,
            Event::Progress => EventKind::Progress,
            Event::Transferred { .. } => EventKind::Transferred,
            Event::Reported => EventKind::Reported,
            Event::Verified { .. } => EventKind::Verified,
            Event::Publicised { .. } => EventKind::Publicised,
            Event::Closed { .. } => EventKind::Closed,
            Event::FiledWith { .. } => EventKind::FiledWith,
            Event::Rechecked { .. } => EventKind::Rechecked,
            Event::Reopened { .. } => EventKind::Reopened,
        }
    }
}

/// The events of a problem.
pub fn forms() -> Vec<EventForm> {
    EventForm::of(EventKind::Progress, EventKind::fields)
}

const PROGRESS: &[Field] = &[optional(&key::PERCENT, "60")];
const VERIFIED: &[Field] = &[required(&key::VERIFIED_BY, "办公室"), required(&key::RESULT, "通过")];
const PUBLICISED: &[Field] = &[
    optional(&key::PUBLICISED_UNTIL, "2020-03-20"),
    optional(&key::OBJECTIONS, "无"),
    optional(&key::HOTLINE, "办公电话"),
];
const CLOSED: &[Field] = &[required(&key::APPROVED_BY, "批准销号的机关或会议")];
const RECHECKED: &[Field] =
    &[required(&key::RESULT, "通过"), optional(&key::REMEDY_DEADLINE, "4月底前")];
const TRANSFERRED: &[Field] =
    &[optional(&key::RECEIVER, "接收的单位"), optional(&key::ACCEPTED, "2020-02-20")];
const FILED_WITH: &[Field] = &[optional(&key::FILED_WITH, "备案的单位")];
const CHANGED: &[Field] = &[
    required(&key::REASON, "调整的理由"),
    required(&key::APPROVED_BY, "批准的机关或会议"),
    optional(&key::REMEDY_DEADLINE, "3月底前"),
    optional(&key::REMEDY_GOAL, "新的目标"),
    optional(&key::MILESTONES, "[{目标: 完成梳理, 时限: 2月下旬}]"),
    optional(&key::REMEDY_STEPS, "[新的措施]"),
    optional(&key::LEAD, "审批办"),
    optional(&key::RESPONSIBLE, "审批办主任"),
    optional(&key::CAUSE, "问题的原因"),
    optional(&key::REMEDY, "分阶段整改"),
];
const REOPENED: &[Field] = &[
    required(&key::REASON, "重新整改的理由"),
    required(&key::APPROVED_BY, "批准的机关或会议"),
    optional(&key::REMEDY_DEADLINE, "4月底前"),
];

/// What a look at the work comes to.
#[derive(Clone, Copy, PartialEq)]
struct Verdict(bool);

impl Choice for Verdict {
    const WORDS: &'static [(Self, &'static str, &'static [&'static str])] = &[
        (Verdict(true), "passed", &["通过"]),
        (Verdict(false), "returned", &["退回", "未通过", "failed"]),
    ];
}

/// Reads what belongs to an event of a kind alone.
pub(super) fn decode(
    kind: EventKind,
    fields: &mut Fields,
    lookup: &Lookup,
    year: Option<i32>,
    out: &mut Diagnostics,
) -> Option<Event> {
    let event = match kind {
        EventKind::Progress => Event::Progress,
        EventKind::Reported => Event::Reported,
        EventKind::Verified => {
            let by = party(fields, lookup, &key::VERIFIED_BY, "办公室", out);
            let passed = verdict(fields, out);
            Event::Verified { by: by?, passed: passed? }
        }
        EventKind::Publicised => {
            if !fields.has(&key::PUBLICISED_UNTIL) {
                warn_of_no_end(fields, out);
            }
            Event::Publicised {
                until: fields.end(&key::PUBLICISED_UNTIL, year, out),
                objections: fields.text(&key::OBJECTIONS, out),
                phone: fields.text(&key::HOTLINE, out),
            }
        }
        EventKind::Closed => Event::Closed {
            approved_by: party(fields, lookup, &key::APPROVED_BY, "局长办公会", out)?,
        },
        EventKind::Rechecked => {
            let passed = verdict(fields, out);
            let deadline = fields.deadline(&key::REMEDY_DEADLINE, year, out);
            Event::Rechecked { passed: passed?, deadline }
        }
        EventKind::Transferred => Event::Transferred {
            to: lookup.party(fields, &key::RECEIVER, out),
            accepted: fields.day(&key::ACCEPTED, year, out),
        },
        EventKind::FiledWith => {
            Event::FiledWith { to: lookup.party(fields, &key::FILED_WITH, out) }
        }
        EventKind::Changed => {
            let before = out.count(Severity::Error);
            let written = Written::decode(fields, lookup, year, out);
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
                        "写上新的内容，例如 整改时限: 3月底前",
                        "give the new value, as deadline: 2020-03-31"
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
        EventKind::Reopened => {
            let (reason, approved_by) = grounds(fields, lookup, out);
            let deadline = fields.deadline(&key::REMEDY_DEADLINE, year, out);
            Event::Reopened { reason: reason?, approved_by: approved_by?, deadline }
        }
    };
    Some(event)
}

/// A notice without its last day cannot be told to have ended.
fn warn_of_no_end(fields: &Fields, out: &mut Diagnostics) {
    out.push(
        Diagnostic::new(
            Code::NoticeWithoutEnd,
            fields.place(0..0),
            say!("公示没有写明截止日期", "this notice does not say when it ends"),
        )
        .help(say!("写上 公示截止: 2020-03-20", "give its last day, as until: 2020-03-20")),
    );
}

fn verdict(fields: &mut Fields, out: &mut Diagnostics) -> Option<bool> {
    let verdict = fields.choice::<Verdict>(&key::RESULT, out);
    if !fields.has(&key::RESULT) {
        fields.missing(&key::RESULT, "通过", out);
    }
    verdict.map(|Verdict(passed)| passed)
}
