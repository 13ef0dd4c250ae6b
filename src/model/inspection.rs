//! 督导检查: who looked at whom, how, and what was found.

use std::sync::Arc;

use super::date::Day;
use super::fields::Fields;
use super::id::Id;
use super::key::{self, Field, optional, required};
use super::office::Office;
use super::plan::Plan;
use super::problem::Problem;
use super::reference::Lookup;
use super::{Base, Kind, Party};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::say;

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
    /// How many problems it found by its own word, those listed among them.
    pub count: Option<u32>,
    /// Where the problems are listed.
    pub problems_at: Place,
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
        let mut problems = lookup.many(fields, &key::PROBLEMS, Kind::Problem, out);
        problems.sort_unstable();
        problems.dedup();
        let problems_at = fields.place(fields.value_span(&key::PROBLEMS));
        let count = fields.count(&key::COUNT, out);
        check_count(fields, count, problems.len(), out);
        let plan = plan.map(|(id, _)| id);
        Some(Self {
            base,
            plan,
            date: date?,
            form,
            by,
            targets,
            aspects,
            problems,
            count,
            problems_at,
        })
    }
}

/// Warns of a stated number that is not that of the problems listed: some may not be in the ledger,
/// and the reader is told so, but a slip looks the same.
fn check_count(fields: &Fields, count: Option<u32>, listed: usize, out: &mut Diagnostics) {
    let Some(count) = count.filter(|count| listed > 0 && *count as usize != listed) else { return };
    let place = fields.place(fields.value_span(&key::COUNT));
    let message = say!(
        "问题数写的是{count}，“问题”列了{listed}个",
        "`count` says {count}, `problems` lists {listed}"
    );
    out.push(Diagnostic::new(Code::CountOffListed, place, message).help(match count as usize > listed {
        true => say!(
            "把其余的也登记到问题台账并列出；不登记的，页面写明其中{listed}个已登记",
            "record the others in the ledger and list them; else the page says that {listed} of them are"
        ),
        false => say!("改问题数，或删去不是这次发现的", "mend the number, or take out what it did not find"),
    }));
}

/// Warns of problems an inspection lists that were found before it, or at an office it did not look
/// at: parents and children of its targets are looked at with them.
pub(super) fn report_foreign_problems(
    inspections: &[Arc<Inspection>],
    problems: &[Arc<Problem>],
    offices: &[Arc<Office>],
    out: &mut Diagnostics,
) {
    let above = |office: Id<Office>| {
        let mut seen = Vec::new();
        let mut next = Some(office);
        while let Some(office) = next.filter(|office| !seen.contains(office)) {
            seen.push(office);
            next = offices[office.index()].parent;
        }
        seen
    };
    for inspection in inspections {
        let (date, targets) = (inspection.date, &inspection.targets);
        for problem in inspection.problems.iter().map(|id| &problems[id.index()]) {
            let (title, found) = (&problem.base.title, problem.found);
            let place = inspection.problems_at.clone();
            if found < date {
                let message = say!(
                    "“{title}”在{found}就已发现，早于这次督导的{date}",
                    "“{title}” was found on {found}, before this inspection of {date}"
                );
                out.push(
                    Diagnostic::new(Code::ProblemOffInspection, place.clone(), message).help(say!(
                        "核对日期，或从“问题”里删去",
                        "check the dates, or take it out"
                    )),
                );
            }
            let is_looked_at = |lead: &Id<Office>| {
                let of_lead = above(*lead);
                targets
                    .iter()
                    .any(|target| of_lead.contains(target) || above(*target).contains(lead))
            };
            let lead = &problem.remedy.lead;
            if !targets.is_empty() && !lead.is_empty() && !lead.iter().any(is_looked_at) {
                let message = say!(
                    "“{title}”的责任单位不在这次督导的对象里",
                    "the offices that answer for “{title}” are not among those looked at"
                );
                out.push(
                    Diagnostic::new(Code::ProblemOffInspection, place, message)
                        .help(say!("核对“对象”和“问题”", "check `targets` and `problems`")),
                );
            }
        }
    }
}
