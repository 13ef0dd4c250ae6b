//! Evaluations as data: every score, and what the computed ones were made of.

use rust_decimal::Decimal;
use serde::Serialize;

use super::json::Number;
use super::row::{Context, Row, translations, word};
use crate::facts::evaluation::{OfficeResult, Score, Withheld};
use crate::facts::{EvaluationFacts, Facts, Ratio};
use crate::model::evaluation::Criterion;
use crate::model::{Day, Evaluation, Id, Kind, Period};

#[derive(Debug, Default, Serialize)]
pub struct EvaluationRow<'a> {
    id: &'a str,
    title: &'a str,
    plan: Option<&'a str>,
    period: Option<Period>,
    /// The day whose facts the rates are taken from.
    counted_on: Option<Day>,
    criteria: Vec<CriterionRow<'a>>,
    grades: Vec<GradeRow<'a>>,
    outcomes: Option<&'a str>,
    /// Totals, grades and places are for the internal edition, as they rest on returns by office.
    totals_withheld: bool,
    /// Offices of the lowest grade that the public edition does not name; null where grades are
    /// withheld altogether.
    unnamed: Option<u32>,
    offices: Vec<ResultRow<'a>>,
    url: Option<String>,
    summary: Option<&'a str>,
    sample: bool,
    translations: Vec<&'a str>,
}

impl Row for EvaluationRow<'_> {
    const JSON_ONLY: &'static [&'static str] = &["offices"];
}

#[derive(Debug, Clone, Copy, Serialize)]
struct CriterionRow<'a> {
    id: &'a str,
    name: &'a str,
    weight: Option<Number>,
    from: Option<&'static str>,
}

#[derive(Debug, Serialize)]
struct GradeRow<'a> {
    name: &'a str,
    at_least: Option<Number>,
}

#[derive(Debug, Serialize)]
struct ResultRow<'a> {
    office: Option<&'a str>,
    place: Option<u32>,
    total: Option<Number>,
    grade: Option<&'a str>,
    scores: Vec<ScoreRow<'a>>,
}

/// A score; part and whole are what a computed one is made of.
#[derive(Debug, Clone, Copy, Serialize)]
struct ScoreRow<'a> {
    criterion: &'a str,
    score: Option<Number>,
    part: Option<u32>,
    whole: Option<u32>,
    rate: Option<Number>,
    samples: Option<u32>,
}

/// A line of evaluation-scores.csv: an office and a criterion.
#[derive(Debug, Default, Serialize)]
pub struct ScoreLine<'a> {
    evaluation: &'a str,
    office: Option<&'a str>,
    place: Option<u32>,
    total: Option<Number>,
    grade: Option<&'a str>,
    criterion: &'a str,
    weight: Option<Number>,
    from: Option<&'static str>,
    score: Option<Number>,
    part: Option<u32>,
    whole: Option<u32>,
    rate: Option<Number>,
    samples: Option<u32>,
}

impl Row for ScoreLine<'_> {}

/// A row an evaluation, in the order of their ids.
pub fn rows<'a>(cx: &Context<'a>) -> Vec<EvaluationRow<'a>> {
    let ids = cx.facts.ids(Kind::Evaluation).map(|record| record.typed());
    ids.filter_map(|id| Some(row(cx, id, cx.facts.evaluation(id)?))).collect()
}

/// The scores of all evaluations, from their rows.
pub fn scores<'a>(rows: &[EvaluationRow<'a>]) -> Vec<ScoreLine<'a>> {
    let mut lines = Vec::new();
    for row in rows {
        for office in &row.offices {
            lines.extend(row.criteria.iter().zip(&office.scores).map(|(criterion, score)| {
                ScoreLine {
                    evaluation: row.id,
                    office: office.office,
                    place: office.place,
                    total: office.total,
                    grade: office.grade,
                    criterion: criterion.id,
                    weight: criterion.weight,
                    from: criterion.from,
                    score: score.score,
                    part: score.part,
                    whole: score.whole,
                    rate: score.rate,
                    samples: score.samples,
                }
            }));
        }
    }
    lines
}

/// How many scores the evaluations have, missing ones among them.
pub fn count_scores(facts: &Facts) -> usize {
    let scores = |(id, evaluation): (Id<Evaluation>, &Evaluation)| {
        let offices = facts.evaluation(id).map_or(0, |judged| judged.results.len());
        offices * evaluation.criteria.len()
    };
    facts.evaluations().map(scores).sum()
}

fn row<'a>(cx: &Context<'a>, id: Id<Evaluation>, judged: &'a EvaluationFacts) -> EvaluationRow<'a> {
    let found = cx.facts.public().evaluation(id);
    EvaluationRow {
        id: &found.base.id,
        title: &found.base.title,
        plan: cx.id(found.plan),
        period: Some(found.period),
        counted_on: Some(judged.day),
        criteria: found.criteria.iter().map(criterion).collect(),
        grades: found
            .grades
            .iter()
            .map(|grade| GradeRow { name: &grade.name, at_least: grade.at_least.map(Number) })
            .collect(),
        outcomes: found.outcomes.as_deref(),
        totals_withheld: judged.withheld == Withheld::Totals,
        unnamed: match judged.withheld {
            Withheld::Nothing => Some(0),
            Withheld::LowestGrade(count) => Some(count),
            Withheld::Totals => None,
        },
        offices: judged.results.iter().map(|result| office(cx, found, result)).collect(),
        url: cx.url(id),
        summary: found.base.summary.as_deref(),
        sample: found.base.sample,
        translations: translations(&found.base),
    }
}

fn criterion(criterion: &Criterion) -> CriterionRow<'_> {
    CriterionRow {
        id: &criterion.id,
        name: &criterion.name,
        weight: criterion.weight.map(Number),
        from: word(criterion.from),
    }
}

fn office<'a>(cx: &Context<'a>, of: &'a Evaluation, result: &'a OfficeResult) -> ResultRow<'a> {
    let scores = of.criteria.iter().zip(&result.scores);
    ResultRow {
        office: cx.id(Some(result.office)),
        place: result.place,
        total: result.total.map(Number),
        grade: grade(of, result),
        scores: scores.map(|(criterion, score)| score_row(&criterion.id, *score)).collect(),
    }
}

/// The name of an office's grade.
pub fn grade<'a>(of: &'a Evaluation, result: &OfficeResult) -> Option<&'a str> {
    of.grades.get(result.grade?).map(|grade| grade.name.as_str())
}

fn score_row(criterion: &str, score: Score) -> ScoreRow<'_> {
    let input: Option<Ratio> = score.input();
    ScoreRow {
        criterion,
        score: score.value().map(|value: Decimal| Number(value)),
        part: input.map(|input| input.part),
        whole: input.map(|input| input.whole),
        rate: input.and_then(Number::rate),
        samples: input.map(|_| score.samples()),
    }
}
