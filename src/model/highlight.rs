//! 亮点: what was done well, before and after.

use rust_decimal::Decimal;

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

/// A highlight.
#[derive(Debug, Clone)]
pub struct Highlight {
    pub base: Base,
    pub plan: Option<Id<Plan>>,
    pub date: Day,
    pub office: Option<Id<Office>>,
    pub indicator: Option<Id<Indicator>>,
    /// The round of visits it was shown in, as 5月观摩.
    pub round: Option<String>,
    pub before_after: Vec<Comparison>,
    pub promoted: Option<Promoted>,
}

/// A figure before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    pub name: String,
    pub before: Option<Decimal>,
    pub after: Option<Decimal>,
    pub unit: Option<String>,
}

/// Since when, and where, others are to do the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promoted {
    pub date: Option<Day>,
    pub scope: Option<String>,
}

pub const FIELDS: &[Field] = &[
    optional(&key::PUBLISHED, "2023-05-31"),
    optional(&key::PLAN, "方案的标题或id"),
    required(&key::DATE, "2023-05-26"),
    optional(&key::OFFICE, "审批办"),
    optional(&key::INDICATOR, "办理建筑许可"),
    optional(&key::ROUND, "5月观摩"),
    optional(&key::BEFORE_AFTER, "[{名称: 申报材料, 之前: 76, 之后: 39, 计量单位: 项}]"),
    optional(&key::PROMOTED, "{日期: 2023-06-10, 范围: 全旗}"),
];

impl Highlight {
    pub(super) fn decode(
        base: Base,
        plan: Option<(Id<Plan>, &Plan)>,
        fields: &mut Fields,
        lookup: &Lookup,
        out: &mut Diagnostics,
    ) -> Option<Self> {
        let year = plan.map(|(_, plan)| plan.year_of_words());
        let date = fields.day(&key::DATE, year, out);
        if !fields.has(&key::DATE) {
            fields.missing(&key::DATE, "2023-05-26", out);
        }
        let office = lookup.one(fields, &key::OFFICE, Kind::Office, out);
        let indicator = lookup.one(fields, &key::INDICATOR, Kind::Indicator, out);
        let round = fields.text(&key::ROUND, out);
        let mut before_after = Vec::new();
        for mut line in fields.maps(&key::BEFORE_AFTER, out) {
            let name = line.required_text(&key::NAME, "申报材料", out);
            let before = line.number(&key::BEFORE, out);
            let after = line.number(&key::AFTER, out);
            let unit = line.text(&key::UNIT, out);
            before_after.extend(name.map(|name| Comparison { name, before, after, unit }));
            line.finish(out);
        }
        let promoted = fields.map(&key::PROMOTED, out).map(|mut line| {
            let promoted = Promoted {
                date: line.day(&key::DATE, date.map(Day::year).or(year), out),
                scope: line.text(&key::SCOPE, out),
            };
            line.finish(out);
            promoted
        });
        let plan = plan.map(|(id, _)| id);
        let date = date?;
        Some(Self { base, plan, date, office, indicator, round, before_after, promoted })
    }
}
