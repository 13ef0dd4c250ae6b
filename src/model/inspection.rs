//! 督导检查: who looked at whom, how, and what was found.

use super::date::Day;
use super::fields::Fields;
use super::id::Id;
use super::key::{self, Field, optional, required};
use super::office::Office;
use super::plan::Plan;
use super::problem::Problem;
use super::reference::Lookup;
use super::{Base, Kind, Party};
use crate::diagnostic::Diagnostics;

/// An inspection.
#[derive(Debug, Clone)]
pub struct Inspection {
    pub base: Base,
    pub plan: Option<Id<Plan>>,
    pub date: Day,
    /// 实地督导, 书面督导, 暗访 …
    pub form: Option<String>,
    pub by: Option<Party>,
    pub targets: Vec<Id<Office>>,
    pub aspects: Vec<String>,
    pub problems: Vec<Id<Problem>>,
    /// How many problems it found, where they are not recorded one by one.
    pub count: Option<u32>,
}

pub const FIELDS: &[Field] = &[
    optional(&key::PUBLISHED, "2023-04-20"),
    optional(&key::PLAN, "方案的标题或id"),
    required(&key::DATE, "2023-04-18"),
    optional(&key::FORM, "实地督导"),
    optional(&key::CARRIED_OUT_BY, "督导组"),
    optional(&key::TARGETS, "[审批办, 办公室]"),
    optional(&key::ASPECTS, "[政务服务]"),
    optional(&key::PROBLEMS, "[问题的id]"),
    optional(&key::COUNT, "3"),
];

impl Inspection {
    /// Its form, as a list of one or none.
    pub fn forms(&self) -> &[String] {
        self.form.as_slice()
    }

    /// What was looked at.
    pub fn aspects(&self) -> &[String] {
        &self.aspects
    }

    pub(super) fn decode(
        base: Base,
        plan: Option<(Id<Plan>, &Plan)>,
        fields: &mut Fields,
        lookup: &Lookup,
        out: &mut Diagnostics,
    ) -> Option<Self> {
        let date = fields.day(&key::DATE, plan.map(|(_, plan)| plan.year_of_words()), out);
        if !fields.has(&key::DATE) {
            fields.missing(&key::DATE, "2023-04-18", out);
        }
        let form = fields.text(&key::FORM, out);
        let by = lookup.party(fields, &key::CARRIED_OUT_BY, out);
        let targets = lookup.offices(fields, &key::TARGETS, out);
        let aspects = fields.texts(&key::ASPECTS, out);
        let problems = lookup.many(fields, &key::PROBLEMS, Kind::Problem, out);
        let count = fields.count(&key::COUNT, out);
        let plan = plan.map(|(id, _)| id);
        Some(Self { base, plan, date: date?, form, by, targets, aspects, problems, count })
    }
}
