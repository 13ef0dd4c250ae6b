//! 问题: what was found wrong, what is to be done about it, and the dated entries up to its 销号.

pub mod event;
pub mod state;

use super::date::Day;
use super::entry::{Dated, EntryBase};
use super::fields::Fields;
use super::group::Group;
use super::id::Id;
use super::indicator::Indicator;
use super::key::{self, Field, optional, required};
use super::office::Office;
use super::period::Deadline;
use super::plan::Plan;
use super::reference::Lookup;
use super::{Base, Kind, Party};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::choice::Choice;
use crate::say;

pub use event::{Event, EventKind};
use rust_decimal::Decimal;
pub use state::ProblemState;

/// A problem. `remedy` is what was first promised; later changes are entries.
#[derive(Debug, Clone)]
pub struct Problem {
    pub base: Base,
    pub plan: Option<Id<Plan>>,
    pub found: Day,
    /// Who told of it: 12345热线, 座谈会.
    pub channel: Option<String>,
    pub found_by: Option<String>,
    pub question: Option<Question>,
    pub domain: Option<String>,
    pub indicator: Option<Id<Indicator>>,
    pub line: Option<Id<Group>>,
    pub received_from: Option<Party>,
    pub remedy: Remedy,
    /// In the order they count: by day, time, logical order and name.
    pub entries: Vec<Entry>,
}

/// A question of the plan's checklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// As written.
    pub text: String,
    /// Its place in the plan's checklist, if it is one of it.
    pub item: Option<usize>,
}

/// What is promised about a problem, and who answers for it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Remedy {
    pub cause: Option<String>,
    pub kind: Option<RemedyKind>,
    pub goal: Option<String>,
    pub milestones: Vec<Milestone>,
    pub steps: Vec<String>,
    /// The first counts.
    pub lead: Vec<Id<Office>>,
    pub responsible: Option<Party>,
    pub deadline: Option<Deadline>,
}

/// How fast a problem can be solved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RemedyKind {
    AtOnce,
    ByDeadline,
    InStages,
}

impl Choice for RemedyKind {
    const WORDS: &'static [(Self, &'static str, &'static [&'static str])] = &[
        (RemedyKind::AtOnce, "at_once", &["立行立改"]),
        (RemedyKind::ByDeadline, "by_deadline", &["限期整改"]),
        (RemedyKind::InStages, "in_stages", &["分阶段整改"]),
    ];
}

/// A goal on the way.
#[derive(Debug, Clone, PartialEq)]
pub struct Milestone {
    pub goal: String,
    pub deadline: Option<Deadline>,
}

/// One event in a problem's life.
#[derive(Debug, Clone)]
pub struct Entry {
    pub base: EntryBase,
    pub event: Event,
    pub percent: Option<Decimal>,
}

pub const FIELDS: &[Field] = &[
    optional(&key::PUBLISHED, "2020-02-10"),
    required(&key::PLAN, "方案的标题或id"),
    required(&key::FOUND, "2020-02-06"),
    required(&key::CHANNEL, "座谈会"),
    optional(&key::FOUND_BY, "自我排查"),
    optional(&key::QUESTION, "3"),
    optional(&key::DOMAIN, "企业开办"),
    optional(&key::INDICATOR, "办理建筑许可"),
    optional(&key::LINE, "企业开办专线"),
    optional(&key::RECEIVED_FROM, "转来的单位"),
    optional(&key::CAUSE, "问题的原因"),
    optional(&key::REMEDY, "限期整改"),
    optional(&key::REMEDY_GOAL, "整改要达到的目标"),
    optional(&key::MILESTONES, "[{目标: 完成梳理, 时限: 2月下旬}]"),
    optional(&key::REMEDY_STEPS, "[梳理流程, 公布清单]"),
    required(&key::LEAD, "审批办"),
    optional(&key::RESPONSIBLE, "审批办主任"),
    required(&key::REMEDY_DEADLINE, "3月中旬"),
];

impl Problem {
    pub(super) fn decode(
        base: Base,
        plan: Option<(Id<Plan>, &Plan)>,
        fields: &mut Fields,
        lookup: &Lookup,
        out: &mut Diagnostics,
    ) -> Option<Self> {
        let (plan_id, plan) = plan.unzip();
        let year = plan.map(Plan::year_of_words);
        let found = fields.day(&key::FOUND, year, out);
        if !fields.has(&key::FOUND) {
            fields.missing(&key::FOUND, "2020-02-06", out);
        }
        let channel = fields.required_text(&key::CHANNEL, "座谈会", out);
        let found_by = fields.text(&key::FOUND_BY, out);
        let question = decode_question(fields, plan, out);
        let domain = fields.text(&key::DOMAIN, out);
        let indicator = lookup.one(fields, &key::INDICATOR, Kind::Indicator, out);
        let line = lookup.one(fields, &key::LINE, Kind::Group, out);
        let received_from = lookup.party(fields, &key::RECEIVED_FROM, out);
        let words_year = plan.and_then(|plan| plan.year).or(found.map(Day::year)).or(year);
        let written = Written::decode(fields, lookup, words_year, out);
        for (key, example) in [(&key::LEAD, "审批办"), (&key::REMEDY_DEADLINE, "3月中旬")] {
            if !fields.has_any(key) {
                fields.missing(key, example, out);
            }
        }
        let remedy = Remedy::default().with(&written);
        if let (Some(found), Some(deadline)) =
            (found, remedy.deadline.as_ref().and_then(Deadline::day))
            && deadline < found
        {
            out.push(
                Diagnostic::new(
                    Code::DeadlineBeforeIssue,
                    fields.place(fields.value_span(&key::REMEDY_DEADLINE)),
                    say!(
                        "整改时限{deadline}早于发现日期{found}",
                        "the deadline {deadline} lies before the problem was found on {found}"
                    ),
                )
                .help(say!("核对两个日期", "check both dates")),
            );
        }
        Some(Self {
            base,
            plan: plan_id,
            found: found?,
            channel,
            found_by,
            question,
            domain,
            indicator,
            line,
            received_from,
            remedy,
            entries: Vec::new(),
        })
    }
}

fn decode_question(
    fields: &mut Fields,
    plan: Option<&Plan>,
    out: &mut Diagnostics,
) -> Option<Question> {
    let word = fields.spanned(&key::QUESTION, out)?;
    let checklist = plan.map_or(&[][..], |plan| &plan.checklist);
    let item = checklist
        .iter()
        .position(|item| item.number.as_ref() == Some(&word.value) || item.name == word.value);
    if item.is_none() && !checklist.is_empty() {
        let given = &word.value;
        out.push(
            Diagnostic::new(
                Code::NotInChecklist,
                fields.place(word.span.clone()),
                say!("方案的对照清单里没有“{given}”", "the plan's checklist has no item `{given}`"),
            )
            .help(say!(
                "写清单里的编号或名称",
                "write an item's number or name as the checklist has it"
            )),
        );
    }
    Some(Question { text: word.value, item })
}

impl Entry {
    /// Reads what an entry of a problem has beside its common part.
    pub(super) fn decode(
        base: EntryBase,
        mut fields: Fields,
        lookup: &Lookup,
        year: Option<i32>,
        out: &mut Diagnostics,
    ) -> Option<Self> {
        let named = fields.has(&key::EVENT);
        let kind = match fields.choice::<EventKind>(&key::EVENT, out) {
            None if !named => Some(EventKind::Progress),
            kind => kind,
        };
        let percent = fields.number(&key::PERCENT, out);
        // Which fields there may be is told by the event.
        let kind = kind?;
        let event = event::decode(kind, &mut fields, lookup, year, out);
        fields.finish(out);
        Some(Self { base, event: event?, percent })
    }
}

impl Dated for Entry {
    fn base(&self) -> &EntryBase {
        &self.base
    }

    fn rank(&self) -> u8 {
        self.event.kind() as u8
    }

    fn closes_the_day(&self) -> bool {
        self.event.kind() >= EventKind::Verified
    }
}

/// The fields of a remedy as one file writes them: all in a problem, some in a 调整.
#[derive(Debug, Clone, Default)]
pub struct Written {
    pub cause: Option<String>,
    pub kind: Option<RemedyKind>,
    pub goal: Option<String>,
    pub milestones: Option<Vec<Milestone>>,
    pub steps: Option<Vec<String>>,
    pub lead: Option<Vec<Id<Office>>>,
    pub responsible: Option<Party>,
    pub deadline: Option<Deadline>,
}

impl Written {
    pub(super) fn decode(
        fields: &mut Fields,
        lookup: &Lookup,
        year: Option<i32>,
        out: &mut Diagnostics,
    ) -> Self {
        fn given<T>(list: Vec<T>) -> Option<Vec<T>> {
            Some(list).filter(|list| !list.is_empty())
        }
        Self {
            cause: fields.text(&key::CAUSE, out),
            kind: fields.choice(&key::REMEDY, out),
            goal: fields.text(&key::REMEDY_GOAL, out),
            milestones: given(decode_milestones(fields, year, out)),
            steps: given(fields.texts(&key::REMEDY_STEPS, out)),
            lead: given(lookup.offices(fields, &key::LEAD, out)),
            responsible: lookup.party(fields, &key::RESPONSIBLE, out),
            deadline: fields.deadline(&key::REMEDY_DEADLINE, year, out),
        }
    }

    /// Whether it says nothing at all.
    pub fn is_empty(&self) -> bool {
        self.cause.is_none()
            && self.kind.is_none()
            && self.goal.is_none()
            && self.milestones.is_none()
            && self.steps.is_none()
            && self.lead.is_none()
            && self.responsible.is_none()
            && self.deadline.is_none()
    }
}

impl Remedy {
    /// The remedy with what was written put in its place.
    pub fn with(&self, written: &Written) -> Self {
        fn or<T: Clone>(new: &Option<T>, old: &Option<T>) -> Option<T> {
            new.as_ref().or(old.as_ref()).cloned()
        }
        Self {
            cause: or(&written.cause, &self.cause),
            kind: written.kind.or(self.kind),
            goal: or(&written.goal, &self.goal),
            milestones: written.milestones.as_ref().unwrap_or(&self.milestones).clone(),
            steps: written.steps.as_ref().unwrap_or(&self.steps).clone(),
            lead: written.lead.as_ref().unwrap_or(&self.lead).clone(),
            responsible: or(&written.responsible, &self.responsible),
            deadline: or(&written.deadline, &self.deadline),
        }
    }
}

fn decode_milestones(
    fields: &mut Fields,
    year: Option<i32>,
    out: &mut Diagnostics,
) -> Vec<Milestone> {
    let mut milestones = Vec::new();
    for mut line in fields.maps(&key::MILESTONES, out) {
        let goal = line.required_text(&key::GOAL, "完成梳理", out);
        let deadline = line.deadline(&key::MILESTONE_DEADLINE, year, out);
        milestones.extend(goal.map(|goal| Milestone { goal, deadline }));
        line.finish(out);
    }
    milestones
}
