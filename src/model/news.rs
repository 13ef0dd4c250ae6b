//! 动态: a dated text.

use super::date::Day;
use super::fields::Fields;
use super::id::Id;
use super::indicator::Indicator;
use super::key::{self, Field, optional, required};
use super::office::Office;
use super::plan::Plan;
use super::reference::Lookup;
use super::{Base, Kind};
use crate::diagnostic::Diagnostics;

/// A piece of news.
#[derive(Debug, Clone)]
pub struct News {
    pub base: Base,
    pub published: Day,
    /// The plan it tells of.
    pub plan: Option<Id<Plan>>,
    pub office: Option<Id<Office>>,
    pub indicator: Option<Id<Indicator>>,
    pub category: Option<String>,
}

pub const FIELDS: &[Field] = &[
    required(&key::PUBLISHED, "2023-04-01 09:30"),
    optional(&key::PLAN, "方案的标题或id"),
    optional(&key::OFFICE, "审批办"),
    optional(&key::INDICATOR, "办理建筑许可"),
    optional(&key::CATEGORY, "工作动态"),
];

impl News {
    pub(super) fn decode(
        base: Base,
        plan: Option<(Id<Plan>, &Plan)>,
        fields: &mut Fields,
        lookup: &Lookup,
        out: &mut Diagnostics,
    ) -> Self {
        if !fields.has(&key::PUBLISHED) {
            fields.missing(&key::PUBLISHED, "2023-04-01", out);
        }
        Self {
            published: base.published.map_or(Day::EARLIEST, |moment| moment.day),
            plan: plan.map(|(id, _)| id),
            office: lookup.one(fields, &key::OFFICE, Kind::Office, out),
            indicator: lookup.one(fields, &key::INDICATOR, Kind::Indicator, out),
            category: fields.text(&key::CATEGORY, out),
            base,
        }
    }
}
