//! Evaluations: their index, and the page of one.

use std::cmp::Reverse;

use super::Views;
use crate::facts::EvaluationFacts;
use crate::facts::evaluation::{OfficeResult, Score, Withheld};
use crate::model::evaluation::{Criterion, Grade, TakenFrom};
use crate::model::{Evaluation, Id, Kind, Office, Plan, RecordId};
use crate::render::view::{
    CriterionView, EvaluationRow, EvaluationView, EvaluationsPlan, EvaluationsView, Fact,
    OfficeEvaluation, ResultView, ScoreView,
};

/// What stands where there is no figure.
const NONE: &str = "—";

impl Views {
    /// The evaluations by plan, the latest period first.
    pub fn evaluations(&self) -> EvaluationsView {
        let column = self.facts.public().column(Kind::Evaluation);
        EvaluationsView {
            intro_html: self.intro(column.map(|column| &column.body), "../"),
            plans: self
                .plan_ids()
                .into_iter()
                .map(Some)
                .chain([None])
                .map(|plan| self.evaluations_plan(plan))
                .filter(|plan| !plan.rows.is_empty())
                .collect(),
        }
    }

    fn evaluations_plan(&self, plan: Option<Id<Plan>>) -> EvaluationsPlan {
        let evaluations = self.facts.evaluations_of_plan(plan).into_iter();
        EvaluationsPlan {
            plan: plan.map(|plan| self.plan_link(plan)),
            rows: evaluations
                .filter_map(|id| Some(self.evaluation_row(id, self.facts.evaluation(id)?)))
                .collect(),
        }
    }

    fn evaluation_row(&self, id: Id<Evaluation>, judged: &EvaluationFacts) -> EvaluationRow {
        let found = self.facts.public().evaluation(id);
        let named = u32::try_from(judged.results.len()).unwrap_or(u32::MAX);
        let unnamed = match judged.withheld {
            Withheld::LowestGrade(count) => count,
            Withheld::Nothing | Withheld::Totals => 0,
        };
        EvaluationRow {
            link: self.link(id.into()),
            sample: found.base.sample,
            period: self.words.period(found.period),
            offices: named + unnamed,
            grades: self.grades_told(&found.grades, judged, unnamed),
        }
    }

    /// 好2个、较好1个、不列名1个.
    fn grades_told(&self, grades: &[Grade], judged: &EvaluationFacts, unnamed: u32) -> String {
        let count = |grade: Option<usize>| {
            let scored = judged.results.iter().filter(|result| result.total.is_some());
            scored.filter(|result| result.grade == grade).count()
        };
        let told = |name: &str, count: usize| {
            (count > 0)
                .then(|| self.words.fill("grade_count", &[("grade", &name), ("count", &count)]))
        };
        let of_grades =
            grades.iter().enumerate().map(|(i, grade)| told(&grade.name, count(Some(i))));
        let below =
            (!grades.is_empty()).then(|| told(self.words.get("grade_none"), count(None))).flatten();
        let hidden = told(self.words.get("grade_unnamed"), unnamed as usize);
        let parts: Vec<String> = of_grades.chain([below, hidden]).flatten().collect();
        self.words.join(&parts)
    }

    /// An evaluation's page.
    pub fn evaluation(&self, id: Id<Evaluation>) -> EvaluationView {
        let found = self.facts.public().evaluation(id);
        let record: RecordId = id.into();
        // A draft has a page and is judged by nobody.
        let judged = self.facts.evaluation(id);
        let plan = found.plan.map(|plan| self.plan_link(plan));
        EvaluationView {
            facts: [
                self.fact("label_plan", plan.into_iter().collect()),
                self.fact_text("label_evaluated_period", Some(self.words.period(found.period))),
                self.fact_text("label_outcomes", found.outcomes.as_ref()),
            ]
            .into_iter()
            .flatten()
            .collect(),
            body_html: self.body(record, &found.base.body),
            criteria: found.criteria.iter().map(|criterion| self.criterion(criterion)).collect(),
            grades: found.grades.iter().map(|grade| self.grade_rule(grade)).collect(),
            totals: judged.is_some_and(|judged| judged.withheld != Withheld::Totals),
            results: judged.map_or_else(Vec::new, |judged| {
                judged.results.iter().map(|result| self.result(found, result)).collect()
            }),
            notes: judged.map_or_else(Vec::new, |judged| self.evaluation_notes(found, judged)),
            computes: computes(found),
            quoted: self.quoted(&found.base.quoted),
            attachments: self.attachments(record, &found.base.attachments),
            evidence: Self::evidence(&found.base.evidence),
        }
    }

    fn criterion(&self, criterion: &Criterion) -> CriterionView {
        CriterionView {
            name: self.said(&criterion.name).to_owned(),
            weight: criterion.weight.map_or_else(|| NONE.into(), |weight| weight.to_string()),
            from: self.w(match criterion.from {
                TakenFrom::Manual => "from_manual",
                TakenFrom::DoneRate => "from_done_rate",
                TakenFrom::ReturnsRate => "from_returns_rate",
                TakenFrom::ClosedRate => "from_closed_rate",
            }),
        }
    }

    fn grade_rule(&self, grade: &Grade) -> Fact {
        let rule = match grade.at_least {
            Some(least) => self.words.fill("grade_at_least", &[("least", &least)]),
            None => self.w("grade_rest"),
        };
        Fact { label: grade.name.clone(), values: vec![Self::text(rule)], note: None }
    }

    fn result(&self, found: &Evaluation, result: &OfficeResult) -> ResultView {
        ResultView {
            office: self.office_link(result.office),
            place: self.place_of(result).unwrap_or_else(|| NONE.into()),
            scores: found
                .criteria
                .iter()
                .zip(&result.scores)
                .map(|(criterion, score)| self.score(criterion, *score))
                .collect(),
            total: total(result),
            grade: grade(found, result).unwrap_or_else(|| NONE.into()),
        }
    }

    fn score(&self, criterion: &Criterion, score: Score) -> ScoreView {
        let samples = self.words.samples(samples_of(criterion), score.samples());
        ScoreView {
            label: self.said(&criterion.name).to_owned(),
            score: match score {
                Score::Withheld => self.w("score_internal"),
                _ => score.value().map_or_else(|| NONE.into(), |score| score.to_string()),
            },
            input: score.input().map(|input| {
                let (part, whole) = (input.part, input.whole);
                let told = self
                    .words
                    .fill("score_input", &[("part", &part), ("whole", &whole), ("rate", &input)]);
                [Some(told), samples]
                    .into_iter()
                    .flatten()
                    .collect::<Vec<_>>()
                    .join(self.words.get("b_comma"))
            }),
        }
    }

    /// Of which day the figures are, and what this edition does not say.
    fn evaluation_notes(&self, found: &Evaluation, judged: &EvaluationFacts) -> Vec<String> {
        let mut notes = Vec::new();
        if judged.results.is_empty() && !matches!(judged.withheld, Withheld::LowestGrade(_)) {
            notes.push(self.w("evaluation_no_scores"));
        }
        if computes(found) {
            let day = self.words.day(judged.day);
            notes.push(self.words.fill("evaluation_counted_on", &[("day", &day)]));
        }
        match judged.withheld {
            Withheld::Nothing => {}
            Withheld::LowestGrade(count) => {
                notes.push(self.words.fill("evaluation_unnamed", &[("count", &count)]));
            }
            Withheld::Totals => notes.push(self.w("evaluation_totals_withheld")),
        }
        notes
    }

    /// 第1名.
    pub(super) fn place_of(&self, result: &OfficeResult) -> Option<String> {
        let place = result.place?;
        Some(self.words.fill("evaluation_place", &[("place", &place)]))
    }

    /// What an office was judged, the latest period first.
    pub(super) fn evaluations_of(&self, office: Id<Office>) -> Vec<OfficeEvaluation> {
        let mut evaluations: Vec<_> = self.facts.evaluations().collect();
        evaluations.sort_by_key(|(id, found)| (Reverse(found.period.last()), *id));
        evaluations
            .into_iter()
            .filter_map(|(id, found)| {
                let result = self.facts.result(id, office)?;
                result.total?;
                Some(OfficeEvaluation {
                    link: self.link(id.into()),
                    sample: found.base.sample,
                    period: self.words.period(found.period),
                    total: total(result),
                    place: self.place_of(result)?,
                    grade: grade(found, result).unwrap_or_else(|| NONE.into()),
                })
            })
            .collect()
    }
}

fn computes(found: &Evaluation) -> bool {
    found.criteria.iter().any(|criterion| criterion.from != TakenFrom::Manual)
}

fn total(result: &OfficeResult) -> String {
    result.total.map_or_else(|| NONE.into(), |total| total.to_string())
}

/// What the samples in a score's input are.
fn samples_of(criterion: &Criterion) -> &'static str {
    match criterion.from {
        TakenFrom::ClosedRate => "samples_problems",
        TakenFrom::ReturnsRate => "samples_returns",
        TakenFrom::DoneRate | TakenFrom::Manual => "samples_tasks",
    }
}

/// The name of an office's grade.
pub(super) fn grade(found: &Evaluation, result: &OfficeResult) -> Option<String> {
    found.grades.get(result.grade?).map(|grade| grade.name.clone())
}
