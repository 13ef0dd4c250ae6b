//! 任务: a commitment as first published, and the dated entries that are its life.

pub mod event;

use rust_decimal::Decimal;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::date::Day;
use crate::model::entry::{Dated, EntryBase};
use crate::model::fields::Fields;
use crate::model::id::Id;
use crate::model::indicator::Indicator;
use crate::model::key::{self, Field, optional, required};
use crate::model::office::Office;
use crate::model::period::Deadline;
use crate::model::plan::{Plan, check_span};
use crate::model::reference::Lookup;
use crate::model::{Base, Kind, Party};
use crate::say;

pub use event::{Event, EventKind};

/// A task. `commitment` is what was first published; later changes are entries.
#[derive(Debug, Clone)]
pub struct Task {
    pub base: Base,
    pub plan: Option<Id<Plan>>,
    pub number: Option<String>,
    pub indicator: Option<Id<Indicator>>,
    pub category: Option<String>,
    pub origin: Option<String>,
    pub commitment: Commitment,
    /// In the order they count: by day, time, logical order and name.
    pub entries: Vec<Entry>,
}

/// What a task promises, and who answers for it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Commitment {
    pub goal: Option<String>,
    pub steps: Vec<String>,
    /// The first counts.
    pub lead: Vec<Id<Office>>,
    pub coordinator: Option<Id<Office>>,
    pub support: Vec<Id<Office>>,
    pub responsible: Option<Party>,
    pub start: Option<Day>,
    pub deadline: Option<Deadline>,
    pub stage: Option<String>,
    pub quantity: Option<Quantity>,
    pub remark: Option<String>,
}

/// A target in figures.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    pub target: Decimal,
    pub unit: Option<String>,
}

/// One event in a task's life.
#[derive(Debug, Clone)]
pub struct Entry {
    pub base: EntryBase,
    pub event: Event,
    pub percent: Option<Decimal>,
    pub quantity_done: Option<Decimal>,
}

pub const FIELDS: &[Field] = &[
    optional(&key::PUBLISHED, "2023-03-03"),
    required(&key::PLAN, "方案的标题或id"),
    optional(&key::NUMBER, "1"),
    optional(&key::INDICATOR, "办理建筑许可"),
    optional(&key::CATEGORY, "政务服务"),
    optional(&key::ORIGIN, "左办发〔2023〕5号"),
    optional(&key::GOAL, "审批时间压缩到60天以内"),
    optional(&key::STEPS, "[梳理流程, 并联审批]"),
    required(&key::LEAD, "审批办"),
    optional(&key::COORDINATOR, "办公室"),
    optional(&key::SUPPORT, "[房产股]"),
    optional(&key::RESPONSIBLE, "审批办主任"),
    optional(&key::START, "2023-03-03"),
    optional(&key::DEADLINE, "9月底前"),
    optional(&key::STAGE, "集中推进"),
    optional(&key::QUANTITY, "{目标: 12, 计量单位: 个}"),
    optional(&key::REMARK, "备注"),
];

impl Task {
    pub(in crate::model) fn decode(
        base: Base,
        plan: Option<(Id<Plan>, &Plan)>,
        fields: &mut Fields,
        lookup: &Lookup,
        out: &mut Diagnostics,
    ) -> Self {
        let number = fields.text(&key::NUMBER, out);
        let indicator = lookup.one(fields, &key::INDICATOR, Kind::Indicator, out);
        let category = fields.text(&key::CATEGORY, out);
        let origin = fields.text(&key::ORIGIN, out);
        let written = Written::decode(fields, lookup, plan.map(|(_, plan)| plan), out);
        if !fields.has_any(&key::LEAD) {
            fields.missing(&key::LEAD, "审批办", out);
        }
        let commitment = Commitment::default().with(&written);
        check_span(fields, &key::DEADLINE, commitment.start, written.deadline_day(), out);
        if let (Some((_, plan)), Some(deadline)) = (plan, written.deadline_day()) {
            let issued = plan.published;
            if deadline < issued {
                out.push(
                    Diagnostic::new(
                        Code::DeadlineBeforeIssue,
                        fields.place(fields.value_span(&key::DEADLINE)),
                        say!(
                            "时限{deadline}早于方案发布的{issued}",
                            "the deadline {deadline} lies before the plan was issued on {issued}"
                        ),
                    )
                    .help(say!("原文如此就不必改", "leave it if the document says so")),
                );
            }
        }
        Self {
            base,
            plan: plan.map(|(id, _)| id),
            number,
            indicator,
            category,
            origin,
            commitment,
            entries: Vec::new(),
        }
    }
}

impl Entry {
    /// Reads what an entry of a task has beside its common part.
    pub(in crate::model) fn decode(
        base: EntryBase,
        mut fields: Fields,
        lookup: &Lookup,
        plan: Option<&Plan>,
        out: &mut Diagnostics,
    ) -> Option<Self> {
        let named = fields.has(&key::EVENT);
        let kind = match fields.choice::<EventKind>(&key::EVENT, out) {
            None if !named => Some(EventKind::Progress),
            kind => kind,
        };
        let percent = fields.number(&key::PERCENT, out);
        let quantity_done = fields.number(&key::QUANTITY_DONE, out);
        // Which fields there may be is told by the event.
        let kind = kind?;
        let event = event::decode(kind, &mut fields, lookup, plan, out);
        fields.finish(out);
        Some(Self { base, event: event?, percent, quantity_done })
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
        use EventKind::{Cancelled, Reopened, Verified};
        matches!(self.event.kind(), Verified | Cancelled | Reopened)
    }
}

/// The commitment fields as one file writes them: all in a task, some in a 调整.
#[derive(Debug, Clone, Default)]
pub struct Written {
    pub goal: Option<String>,
    pub steps: Option<Vec<String>>,
    pub lead: Option<Vec<Id<Office>>>,
    pub coordinator: Option<Id<Office>>,
    pub support: Option<Vec<Id<Office>>>,
    pub responsible: Option<Party>,
    pub start: Option<Day>,
    pub deadline: Option<Deadline>,
    pub stage: Option<String>,
    pub quantity: Option<Quantity>,
    pub remark: Option<String>,
}

impl Written {
    pub(in crate::model) fn decode(
        fields: &mut Fields,
        lookup: &Lookup,
        plan: Option<&Plan>,
        out: &mut Diagnostics,
    ) -> Self {
        let plan_year = plan.and_then(|plan| plan.year);
        let fallback = plan.map(Plan::year_of_words);
        let start = fields.start(&key::START, plan_year.or(fallback), out);
        let year = plan_year.or(start.map(Day::year)).or(fallback);
        Self {
            goal: fields.text(&key::GOAL, out),
            steps: Some(fields.texts(&key::STEPS, out)).filter(|steps| !steps.is_empty()),
            lead: Some(lookup.offices(fields, &key::LEAD, out)).filter(|lead| !lead.is_empty()),
            coordinator: lookup.one(fields, &key::COORDINATOR, Kind::Office, out),
            support: Some(lookup.offices(fields, &key::SUPPORT, out)).filter(|s| !s.is_empty()),
            responsible: lookup.party(fields, &key::RESPONSIBLE, out),
            start,
            deadline: fields.deadline(&key::DEADLINE, year, out),
            stage: fields.text(&key::STAGE, out),
            quantity: decode_quantity(fields, out),
            remark: fields.text(&key::REMARK, out),
        }
    }

    /// The deadline's day, if it has one.
    pub fn deadline_day(&self) -> Option<Day> {
        self.deadline.as_ref().and_then(Deadline::day)
    }

    /// Whether it says nothing at all.
    pub fn is_empty(&self) -> bool {
        self.goal.is_none()
            && self.steps.is_none()
            && self.lead.is_none()
            && self.coordinator.is_none()
            && self.support.is_none()
            && self.responsible.is_none()
            && self.start.is_none()
            && self.deadline.is_none()
            && self.stage.is_none()
            && self.quantity.is_none()
            && self.remark.is_none()
    }
}

impl Commitment {
    /// The commitment with what was written put in its place.
    pub fn with(&self, written: &Written) -> Self {
        fn or<T: Clone>(new: &Option<T>, old: &Option<T>) -> Option<T> {
            new.as_ref().or(old.as_ref()).cloned()
        }
        Self {
            goal: or(&written.goal, &self.goal),
            steps: written.steps.as_ref().unwrap_or(&self.steps).clone(),
            lead: written.lead.as_ref().unwrap_or(&self.lead).clone(),
            coordinator: or(&written.coordinator, &self.coordinator),
            support: written.support.as_ref().unwrap_or(&self.support).clone(),
            responsible: or(&written.responsible, &self.responsible),
            start: or(&written.start, &self.start),
            deadline: or(&written.deadline, &self.deadline),
            stage: or(&written.stage, &self.stage),
            quantity: or(&written.quantity, &self.quantity),
            remark: or(&written.remark, &self.remark),
        }
    }
}

fn decode_quantity(fields: &mut Fields, out: &mut Diagnostics) -> Option<Quantity> {
    let mut line = fields.map(&key::QUANTITY, out)?;
    let target = line.number(&key::TARGET, out);
    if !line.has(&key::TARGET) {
        line.missing(&key::TARGET, "12", out);
    }
    let unit = line.text(&key::UNIT, out);
    line.finish(out);
    Some(Quantity { target: target?, unit })
}
