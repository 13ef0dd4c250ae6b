//! 评定: how offices are judged for a period, by which criteria and with what weight.

use rust_decimal::Decimal;

use super::choice::Choice;
use super::fields::Fields;
use super::id::Id;
use super::key::{self, Field, optional, required};
use super::office::Office;
use super::period::Period;
use super::plan::Plan;
use super::reference::Lookup;
use super::table::{Columns, Line};
use super::{Base, Kind};
use crate::content::Table;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::say;

/// The table of scores beside an evaluation.
pub const SCORES: &str = "scores.csv";

/// An evaluation.
#[derive(Debug, Clone)]
pub struct Evaluation {
    pub base: Base,
    pub period: Period,
    pub plan: Option<Id<Plan>>,
    pub criteria: Vec<Criterion>,
    /// From the best down.
    pub grades: Vec<Grade>,
    /// What the result is used for.
    pub outcomes: Option<String>,
    /// In the table's order; each office once.
    pub scores: Vec<Scores>,
}

/// What offices are judged by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Criterion {
    pub id: String,
    pub name: String,
    pub weight: Option<Decimal>,
    pub from: TakenFrom,
}

/// Where a criterion's score comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TakenFrom {
    /// The table of scores.
    Manual,
    DoneRate,
    ReturnsRate,
    ClosedRate,
}

impl Choice for TakenFrom {
    const WORDS: &'static [(Self, &'static str, &'static [&'static str])] = &[
        (TakenFrom::Manual, "manual", &["手工"]),
        (TakenFrom::DoneRate, "done_rate", &["任务完成率"]),
        (TakenFrom::ReturnsRate, "returns_rate", &["按时报送率"]),
        (TakenFrom::ClosedRate, "closed_rate", &["销号率"]),
    ];
}

/// A grade and the least score it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grade {
    pub name: String,
    pub at_least: Option<Decimal>,
}

/// An office's scores by hand, in the order of the criteria.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scores {
    pub office: Id<Office>,
    pub by_hand: Vec<Option<Decimal>>,
}

pub const FIELDS: &[Field] = &[
    optional(&key::PUBLISHED, "2023-07-10"),
    required(&key::PERIOD, "2023-Q2"),
    required(&key::PLAN, "方案的标题或id"),
    optional(
        &key::CRITERIA,
        "[{代号: done, 名称: 任务完成, 权重: 40, 取数: 任务完成率}, {代号: daily, 名称: 日常调度, 权重: 60, 取数: 手工}]",
    ),
    optional(&key::GRADES, "[{名称: 好, 不低于: 90}, {名称: 较好, 不低于: 80}]"),
    optional(&key::OUTCOMES, "评定结果怎样运用"),
];

impl Evaluation {
    pub(super) fn decode(
        base: Base,
        plan: Option<(Id<Plan>, &Plan)>,
        fields: &mut Fields,
        lookup: &Lookup,
        table: Option<&Table>,
        out: &mut Diagnostics,
    ) -> Option<Self> {
        let year = plan.map(|(_, plan)| plan.year_of_words());
        let period = fields.period(&key::PERIOD, "2023-Q2", year, out);
        let criteria = decode_criteria(fields, out);
        let grades = decode_grades(fields, out);
        let outcomes = fields.text(&key::OUTCOMES, out);
        let scores =
            table.map_or_else(Vec::new, |table| read_scores(table, &criteria, lookup, out));
        let plan = plan.map(|(id, _)| id);
        Some(Self { base, period: period?, plan, criteria, grades, outcomes, scores })
    }
}

fn decode_criteria(fields: &mut Fields, out: &mut Diagnostics) -> Vec<Criterion> {
    let mut criteria: Vec<Criterion> = Vec::new();
    for mut line in fields.maps(&key::CRITERIA, out) {
        let id = line.required_text(&key::MEASURE_ID, "done", out);
        let place = line.place(line.value_span(&key::MEASURE_ID));
        let name = line.required_text(&key::NAME, "任务完成", out);
        let weight = line.number(&key::WEIGHT, out);
        let from = line.choice(&key::TAKEN_FROM, out).unwrap_or(TakenFrom::Manual);
        line.finish(out);
        let (Some(id), Some(name)) = (id, name) else { continue };
        if criteria.iter().any(|criterion| criterion.id == id) {
            out.push(
                Diagnostic::new(
                    Code::BadValue,
                    place,
                    say!("代号“{id}”已经用过", "the id `{id}` is taken"),
                )
                .help(say!("每个指标项用自己的代号", "give each criterion an id of its own")),
            );
            continue;
        }
        criteria.push(Criterion { id, name, weight, from });
    }
    if !criteria.is_empty() {
        check_weights(&criteria, fields, out);
    }
    criteria
}

/// A total is out of 100: where the weights are not, scores of two evaluations cannot be compared.
fn check_weights(criteria: &[Criterion], fields: &Fields, out: &mut Diagnostics) {
    let mut sum = Some(Decimal::ZERO);
    for weight in criteria.iter().filter_map(|criterion| criterion.weight) {
        sum = sum.and_then(|sum| sum.checked_add(weight));
    }
    let each_has_one = criteria.iter().all(|criterion| criterion.weight.is_some());
    if each_has_one && sum == Some(Decimal::ONE_HUNDRED) {
        return;
    }
    let sum = sum.unwrap_or(Decimal::MAX).normalize();
    let message = match each_has_one {
        true => say!("各指标项的权重合计{sum}，应为100", "the weights add up to {sum}, not to 100"),
        false => say!(
            "有指标项没有写权重，其余合计{sum}",
            "a criterion has no weight; those given add up to {sum}"
        ),
    };
    let place = fields.place(fields.value_span(&key::CRITERIA));
    out.push(
        Diagnostic::new(Code::WeightsNotHundred, place, message)
            .help(say!("给每个指标项写权重，合计100", "give each criterion a weight, 100 in all")),
    );
}

fn decode_grades(fields: &mut Fields, out: &mut Diagnostics) -> Vec<Grade> {
    let mut grades = Vec::new();
    for mut line in fields.maps(&key::GRADES, out) {
        let name = line.required_text(&key::NAME, "好", out);
        let at_least = line.number(&key::AT_LEAST, out);
        grades.extend(name.map(|name| Grade { name, at_least }));
        line.finish(out);
    }
    grades.sort_by_key(|grade: &Grade| std::cmp::Reverse(grade.at_least));
    grades
}

/// Reads one office's score by one criterion.
fn read_score(
    line: &Line,
    criterion: &Criterion,
    column: Option<usize>,
    out: &mut Diagnostics,
) -> Option<Decimal> {
    let score = line.number(column, &key::VALUE, out)?;
    let name = &criterion.name;
    if criterion.from != TakenFrom::Manual {
        out.push(
            Diagnostic::new(
                Code::ScoreOfComputed,
                line.place_of(column),
                say!(
                    "“{name}”由程序计算，这里写的{score}不采用",
                    "`{name}` is computed, the {score} written here is not used"
                ),
            )
            .help(say!(
                "把这一格留空，或把取数改为手工",
                "leave the cell empty, or take it by hand"
            )),
        );
        return None;
    }
    if let Some(weight) = criterion.weight.filter(|weight| score > *weight) {
        out.push(
            Diagnostic::new(
                Code::ScoreAboveWeight,
                line.place_of(column),
                say!(
                    "“{name}”得{score}分，超过权重{weight}",
                    "`{name}` scores {score}, above its weight of {weight}"
                ),
            )
            .help(say!("核对得分，或改权重", "check the score, or mend the weight")),
        );
    }
    Some(score)
}

fn read_scores(
    table: &Table,
    criteria: &[Criterion],
    lookup: &Lookup,
    out: &mut Diagnostics,
) -> Vec<Scores> {
    let mut columns = Columns::new(table);
    let office = columns.required(&key::OFFICE, out);
    // A criterion's column bears its id, or its name as clerks would head it.
    let of_criteria: Vec<_> = criteria
        .iter()
        .map(|criterion| columns.named(&criterion.id).or_else(|| columns.named(&criterion.name)))
        .collect();
    let known: Vec<String> = criteria.iter().map(|criterion| criterion.id.clone()).collect();
    columns.finish(&known, out);
    let mut scores: Vec<Scores> = Vec::new();
    for row in &table.rows {
        let line = Line::new(table, row);
        let Some(word) = line.required(office, &key::OFFICE, out) else { continue };
        let columns = criteria.iter().zip(&of_criteria);
        let by_hand = columns.map(|(of, column)| read_score(&line, of, *column, out)).collect();
        let Some(office) = lookup.cell(&line, &word, &key::OFFICE, Kind::Office, out) else {
            continue;
        };
        if scores.iter().any(|scores| scores.office == office) {
            let given = &word.value;
            out.push(
                Diagnostic::new(
                    Code::BadTable,
                    table.place(word.span.clone()),
                    say!("“{given}”已有一行", "`{given}` has a row already"),
                )
                .help(say!("一个单位只留一行", "keep one row an office")),
            );
            continue;
        }
        scores.push(Scores { office, by_hand });
    }
    scores
}
