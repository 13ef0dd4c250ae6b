//! Evaluations as of a day: what each office scored, and what the score was computed from.
//!
//! Rates are those of the last day of the evaluation's period, so that nothing done or filed
//! later changes them. The public edition names neither an office's returns nor the offices of
//! the lowest grade; what it may not say is not here.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rust_decimal::{Decimal, RoundingStrategy};

use super::{Facts, Pace, Ratio, evaluate_at};
use crate::disclose::Edition;
use crate::model::evaluation::{Criterion, Grade, TakenFrom};
use crate::model::{Day, Evaluation, Id, Office, Plan};

/// What can be told of an evaluation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvaluationFacts {
    /// The day whose facts the rates are taken from.
    pub day: Day,
    /// From the first place down, those without a place last; equals in the order of offices.
    pub results: Vec<OfficeResult>,
    pub withheld: Withheld,
}

/// What the edition does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Withheld {
    Nothing,
    /// The offices of the lowest grade, of which only the number is told.
    LowestGrade(u32),
    /// Totals, grades and places: they rest on returns by office.
    Totals,
}

/// What an office scored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficeResult {
    pub office: Id<Office>,
    /// In the order of the criteria.
    pub scores: Vec<Score>,
    /// None where any score is missing.
    pub total: Option<Decimal>,
    /// As an index into the evaluation's grades.
    pub grade: Option<usize>,
    /// Equal totals share a place and the next is skipped: 1, 1, 3.
    pub place: Option<u32>,
}

/// A score by one criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Score {
    Manual(Option<Decimal>),
    /// Computed from its input; nothing of nothing gives no score.
    Computed {
        input: Ratio,
        /// Of what it was made of, the 示例 of plans that are none themselves.
        samples: u32,
        score: Option<Decimal>,
    },
    /// Not for this edition, and neither is its input.
    Withheld,
}

impl Score {
    /// The number.
    pub fn value(self) -> Option<Decimal> {
        match self {
            Score::Manual(score) | Score::Computed { score, .. } => score,
            Score::Withheld => None,
        }
    }

    /// How much of what it was computed from is sample.
    pub fn samples(self) -> u32 {
        match self {
            Score::Computed { samples, .. } => samples,
            Score::Manual(_) | Score::Withheld => 0,
        }
    }

    /// What it was computed from.
    pub fn input(self) -> Option<Ratio> {
        match self {
            Score::Computed { input, .. } => Some(input),
            Score::Manual(_) | Score::Withheld => None,
        }
    }
}

/// The evaluations of a site.
pub type Judged = BTreeMap<Id<Evaluation>, EvaluationFacts>;

/// A rate's share of a weight, to two decimals, half away from zero.
fn weighed(input: Ratio, weight: Option<Decimal>) -> Option<Decimal> {
    let whole = Decimal::from(input.whole);
    let share = weight?.checked_mul(Decimal::from(input.part))?.checked_div(whole)?;
    let mut score = share.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    score.rescale(2);
    Some(score)
}

/// The sum of all scores; none where one is missing, as part of a hundred is no total.
fn total(scores: &[Score]) -> Option<Decimal> {
    let mut sum: Option<Decimal> = None;
    for score in scores {
        let value = score.value()?;
        sum = Some(sum.map_or(Some(value), |sum| sum.checked_add(value))?);
    }
    let mut sum = sum?;
    // Adding 0.00 would leave its decimals out.
    let scale = scores.iter().filter_map(|score| score.value()).map(|value| value.scale()).max();
    sum.rescale(scale.unwrap_or(0));
    Some(sum)
}

/// The first grade a total reaches; they are listed from the best down.
fn grade(grades: &[Grade], total: Decimal) -> Option<usize> {
    grades.iter().position(|grade| grade.at_least.is_none_or(|least| total >= least))
}

/// Gives places by total, 1, 1, 3, to results sorted from the best down.
fn give_places(results: &mut [OfficeResult]) {
    let mut last: Option<(Decimal, u32)> = None;
    for (result, nth) in results.iter_mut().zip(1..) {
        let Some(total) = result.total else { break };
        let place = match last {
            Some((before, place)) if before == total => place,
            _ => nth,
        };
        result.place = Some(place);
        last = Some((total, place));
    }
}

/// Judges every evaluation. Runs on the thread that asks, as it may ask while it renders a page
/// among others.
pub(super) fn judge_all(facts: &Facts) -> Judged {
    let mut past: BTreeMap<Day, Facts> = BTreeMap::new();
    let mut judged = Judged::new();
    for (id, evaluation) in facts.evaluations() {
        let day = evaluation.period.last().min(facts.day);
        let computes = |criterion: &Criterion| criterion.from != TakenFrom::Manual;
        let then = if day == facts.day || !evaluation.criteria.iter().any(computes) {
            facts
        } else {
            past.entry(day)
                .or_insert_with(|| evaluate_at(facts.public.clone(), day, None, Pace::InTurn))
        };
        judged.insert(id, judge(facts, then, day, evaluation));
    }
    judged
}

fn judge(facts: &Facts, then: &Facts, day: Day, evaluation: &Evaluation) -> EvaluationFacts {
    let public = facts.audience().edition == Edition::Public;
    let hides_returns = public && evaluation.rests_on_returns();
    let mut results: Vec<OfficeResult> = judged_offices(facts, evaluation)
        .into_iter()
        .map(|(office, by_hand)| {
            let scores: Vec<Score> = evaluation
                .criteria
                .iter()
                .enumerate()
                .map(|(i, criterion)| match criterion.from {
                    TakenFrom::Manual => Score::Manual(by_hand.get(i).copied().flatten()),
                    TakenFrom::ReturnsRate if public => Score::Withheld,
                    from => {
                        let plan = evaluation.plan;
                        let input = plan.map(|plan| input(then, office, plan, from));
                        let (input, samples) = input.unwrap_or((Ratio { part: 0, whole: 0 }, 0));
                        Score::Computed { input, samples, score: weighed(input, criterion.weight) }
                    }
                })
                .collect();
            let total = total(&scores);
            let grade = total.and_then(|total| grade(&evaluation.grades, total));
            OfficeResult { office, scores, total, grade, place: None }
        })
        .collect();
    results.sort_by_key(|result| (result.total.is_none(), Reverse(result.total)));
    give_places(&mut results);
    let withheld = match public {
        true if hides_returns => Withheld::Totals,
        true => withhold_lowest(evaluation, &mut results),
        false => Withheld::Nothing,
    };
    EvaluationFacts { day, results, withheld }
}

/// The offices judged, in their own order: those of the table, or where nothing is scored by hand
/// and no table is needed, those that take part in the plan.
fn judged_offices<'e>(
    facts: &Facts,
    evaluation: &'e Evaluation,
) -> Vec<(Id<Office>, &'e [Option<Decimal>])> {
    let by_hand = |criterion: &Criterion| criterion.from == TakenFrom::Manual;
    let needs_table = evaluation.criteria.iter().any(by_hand);
    let mut offices: Vec<(Id<Office>, &[Option<Decimal>])> =
        if evaluation.scores.is_empty() && !needs_table {
            let plan = evaluation.plan.map(|plan| facts.public.plan(plan));
            let offices = plan.into_iter().flat_map(|plan| &plan.offices);
            offices.map(|office| (*office, &[][..])).collect()
        } else {
            let rows = evaluation.scores.iter();
            rows.map(|row| (row.office, row.by_hand.as_slice())).collect()
        };
    offices.retain(|(office, _)| facts.counts((*office).into()));
    // A table may be sorted by what it does not say here.
    offices.sort_by_key(|(office, _)| facts.office_order(*office));
    offices.dedup_by_key(|(office, _)| *office);
    offices
}

/// What a rate is made of, and how much of that is sample: of an office and its descendants, under
/// a plan.
fn input(facts: &Facts, office: Id<Office>, plan: Id<Plan>, from: TakenFrom) -> (Ratio, u32) {
    match from {
        TakenFrom::DoneRate => {
            let counts = facts.count(&facts.tasks_of_office_in(office, plan));
            (counts.done_rate(), counts.samples)
        }
        TakenFrom::ReturnsRate => {
            let returns = facts.returns_of_office_in(office, plan);
            (Ratio { part: returns.on_time, whole: returns.expected }, returns.samples)
        }
        TakenFrom::ClosedRate => {
            let counts = facts.count_problems(&facts.problems_of_office_in(office, plan));
            (counts.closed_rate(), counts.samples)
        }
        TakenFrom::Manual => (Ratio { part: 0, whole: 0 }, 0),
    }
}

/// Leaves out the offices of the lowest grade, and those that reach none.
fn withhold_lowest(evaluation: &Evaluation, results: &mut Vec<OfficeResult>) -> Withheld {
    let all = results.len();
    results.retain(|result| result.total.is_none() || !is_lowest(&evaluation.grades, result.grade));
    match u32::try_from(all - results.len()).unwrap_or(u32::MAX) {
        0 => Withheld::Nothing,
        count => Withheld::LowestGrade(count),
    }
}

/// Whether a grade is the lowest there is. Below all grades lies the lowest of all; of a single
/// grade, that is what is not of it.
fn is_lowest(grades: &[Grade], grade: Option<usize>) -> bool {
    match grade {
        Some(grade) => grades.len() > 1 && grade + 1 == grades.len(),
        None => !grades.is_empty(),
    }
}

impl Evaluation {
    /// Whether any of its scores is made of the returns of each office.
    fn rests_on_returns(&self) -> bool {
        self.criteria.iter().any(|criterion| criterion.from == TakenFrom::ReturnsRate)
    }
}

impl Facts {
    /// The evaluations that take part.
    pub fn evaluations(&self) -> impl Iterator<Item = (Id<Evaluation>, &Evaluation)> {
        self.public.evaluations().filter(|(id, _)| self.counts((*id).into()))
    }

    /// What can be told of an evaluation that takes part.
    pub fn evaluation(&self, id: Id<Evaluation>) -> Option<&EvaluationFacts> {
        self.judged.get_or_init(|| judge_all(self)).get(&id)
    }

    /// A plan's evaluations, or those of none that takes part; the latest period first.
    pub fn evaluations_of_plan(&self, plan: Option<Id<Plan>>) -> Vec<Id<Evaluation>> {
        let takes_part = |plan: &Id<Plan>| self.counts((*plan).into());
        let of_plan =
            self.evaluations().filter(|(_, evaluation)| evaluation.plan.filter(takes_part) == plan);
        let mut found: Vec<_> =
            of_plan.map(|(id, evaluation)| (Reverse(evaluation.period.last()), id)).collect();
        found.sort_unstable();
        found.into_iter().map(|(_, id)| id).collect()
    }

    /// What an office scored in an evaluation, as far as the edition says.
    pub fn result(&self, id: Id<Evaluation>, office: Id<Office>) -> Option<&OfficeResult> {
        self.evaluation(id)?.results.iter().find(|result| result.office == office)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Decimal {
        text.parse().expect("a number")
    }

    #[test]
    fn a_computed_score_is_the_rate_times_the_weight_to_two_decimals() {
        let of = |part, whole, weight: &str| {
            weighed(Ratio { part, whole }, Some(number(weight))).map(|score| score.to_string())
        };
        assert_eq!(of(5, 6, "40").as_deref(), Some("33.33"));
        assert_eq!(of(1, 8, "0.2").as_deref(), Some("0.03"), "0.025 rounds up");
        assert_eq!(of(3, 3, "40").as_deref(), Some("40.00"));
        assert_eq!(of(0, 0, "40"), None);
        assert_eq!(weighed(Ratio { part: 1, whole: 2 }, None), None);
    }

    #[test]
    fn a_total_without_all_its_parts_is_none() {
        let manual = |score: Option<&str>| Score::Manual(score.map(number));
        assert_eq!(total(&[manual(Some("18.5")), manual(Some("20"))]), Some(number("38.5")));
        assert_eq!(total(&[manual(Some("18.5")), manual(None)]), None);
        let printed = total(&[manual(Some("64")), manual(Some("0.00"))]).map(|t| t.to_string());
        assert_eq!(printed.as_deref(), Some("64.00"));
        assert_eq!(total(&[]), None);
    }
}
