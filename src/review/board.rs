//! The totals of the board before and after.

use std::fmt::Display;

use super::rows::find;
use super::side::Side;
use super::{Board, Counted, PlanTotals, Total};
use crate::facts::{Facts, MeasureFacts};
use crate::model::{Id, Kind, Plan, ProblemState, State};

/// The totals that differ.
pub fn compare(base: &Side, head: &Side) -> Board {
    let mut board = Board::default();
    for (id, plan) in head.facts().plans() {
        let before = find(&base.model, Kind::Plan, &plan.base.id);
        let before = before.filter(|record| base.facts().counts(*record));
        let Some(before) = before else { continue };
        let (old, new) = (of_plan(base.facts(), before.typed()), of_plan(head.facts(), id));
        let totals = differing(old, new);
        if !totals.is_empty() {
            let (id, title) = (plan.base.id.clone(), plan.base.title.clone());
            board.plans.push(PlanTotals { id, title, totals });
        }
    }
    board.totals = differing(of_all(base.facts()), of_all(head.facts()));
    board
}

fn differing(old: Vec<(Counted, String)>, new: Vec<(Counted, String)>) -> Vec<Total> {
    let pairs = old.into_iter().zip(new);
    let differing = pairs.filter(|((_, from), (_, to))| from != to);
    differing.map(|((what, from), (_, to))| Total { what, from, to }).collect()
}

fn row(what: Counted, count: impl Display) -> (Counted, String) {
    (what, count.to_string())
}

fn of_plan(facts: &Facts, plan: Id<Plan>) -> Vec<(Counted, String)> {
    let counts = facts.count(facts.tasks_of_plan(plan));
    let returns = facts.returns_of_plan(plan);
    let mut rows = vec![row(Counted::Tasks, counts.total())];
    rows.extend(State::ALL.into_iter().map(|state| row(Counted::State(state), counts.of(state))));
    rows.extend([
        row(Counted::DoneRate, counts.done_rate()),
        row(Counted::ReturnsExpected, returns.expected),
        row(Counted::ReturnsOnTime, returns.on_time),
        row(Counted::ReturnsLate, returns.late),
        row(Counted::ReturnsMissing, returns.missing),
    ]);
    rows
}

fn of_all(facts: &Facts) -> Vec<(Counted, String)> {
    let measures = facts.indicators().flat_map(|(_, indicator)| &indicator.measures);
    let on_track = measures
        .filter(|measure| MeasureFacts::new(measure, facts.day()).on_track == Some(true))
        .count();
    let problems = facts.count_problems(facts.problems());
    let mut rows =
        vec![row(Counted::IndicatorsOnTrack, on_track), row(Counted::Problems, problems.found)];
    let in_state = |state| row(Counted::ProblemState(state), problems.in_state(state));
    rows.extend(ProblemState::ALL.into_iter().map(in_state));
    rows.push(row(Counted::ProblemsClosedRate, problems.closed_rate()));
    rows
}
