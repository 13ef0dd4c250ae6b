//! 责任清单: what the head of an office undertook to do, and which of it was done month by month.

use super::date::Day;
use super::entry::{Dated, EntryBase, EventForm};
use super::fields::Fields;
use super::id::Id;
use super::key::{self, Field, optional, required};
use super::office::Office;
use super::plan::Plan;
use super::reference::Lookup;
use super::{Base, Kind, Party};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::say;

/// A list of duties.
#[derive(Debug, Clone)]
pub struct Duty {
    pub base: Base,
    pub plan: Option<Id<Plan>>,
    pub office: Option<Id<Office>>,
    pub post: Option<Party>,
    pub filed: Option<Day>,
    /// Numbered from 1 in their order.
    pub measures: Vec<String>,
    /// In the order they count.
    pub entries: Vec<Entry>,
}

/// What was done by a day.
#[derive(Debug, Clone)]
pub struct Entry {
    pub base: EntryBase,
    /// Places in the list of measures, from 0.
    pub done: Vec<usize>,
}

pub const FIELDS: &[Field] = &[
    optional(&key::PUBLISHED, "2023-03-31"),
    optional(&key::PLAN, "方案的标题或id"),
    required(&key::OFFICE, "审批办"),
    optional(&key::POST, "审批办主任"),
    optional(&key::DUTY_FILED, "2023-03-20"),
    optional(&key::DUTY_MEASURES, "[每月调度一次, 走访企业]"),
];

const DONE: &[Field] = &[required(&key::MEASURES_DONE, "[1, 3]")];

/// The one event of a list of duties.
pub fn forms() -> Vec<EventForm> {
    vec![EventForm { en: "done", zh: "完成措施", fields: DONE, is_default: true }]
}

impl Duty {
    pub(super) fn decode(
        base: Base,
        plan: Option<(Id<Plan>, &Plan)>,
        fields: &mut Fields,
        lookup: &Lookup,
        out: &mut Diagnostics,
    ) -> Self {
        let year = plan.map(|(_, plan)| plan.year_of_words());
        Self {
            base,
            plan: plan.map(|(id, _)| id),
            office: lookup.required(fields, &key::OFFICE, Kind::Office, "审批办", out),
            post: lookup.party(fields, &key::POST, out),
            filed: fields.day(&key::DUTY_FILED, year, out),
            measures: fields.texts(&key::DUTY_MEASURES, out),
            entries: Vec::new(),
        }
    }
}

impl Entry {
    /// Reads what an entry has beside its common part; `measures` is how many there are.
    pub(super) fn decode(
        base: EntryBase,
        mut fields: Fields,
        measures: usize,
        out: &mut Diagnostics,
    ) -> Option<Self> {
        // There is one event only, so its name says nothing.
        let _ = fields.text(&key::EVENT, out);
        if !fields.has_any(&key::MEASURES_DONE) {
            fields.missing(&key::MEASURES_DONE, "[1, 3]", out);
        }
        let mut done = Vec::new();
        for word in fields.list(&key::MEASURES_DONE, out) {
            let number = word.value.parse::<usize>().ok();
            match number.filter(|number| (1..=measures).contains(number)) {
                Some(number) if !done.contains(&(number - 1)) => done.push(number - 1),
                Some(_) => {}
                None => {
                    let given = &word.value;
                    out.push(
                        Diagnostic::new(
                            Code::NoSuchMeasure,
                            fields.place(word.span.clone()),
                            say!(
                                "责任清单共{measures}条措施，没有第“{given}”条",
                                "the list has {measures} measures and no number `{given}`"
                            ),
                        )
                        .help(say!(
                            "写措施的序号，从1数起",
                            "write a measure's number, counted from 1"
                        )),
                    );
                }
            }
        }
        fields.finish(out);
        Some(Self { base, done })
    }
}

impl Dated for Entry {
    fn base(&self) -> &EntryBase {
        &self.base
    }

    fn rank(&self) -> u8 {
        0
    }

    fn closes_the_day(&self) -> bool {
        false
    }
}
