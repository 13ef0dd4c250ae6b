//! A problem as of a day: its state by the first rule that holds, and what the state rests on.

pub mod by;
pub mod count;
pub mod life;
mod list;
mod steps;

use rust_decimal::Decimal;

pub use count::{HalfDays, ProblemCounts};
pub use list::Problems;
pub use steps::report_impossible_steps;

use super::life::term_in_force;
use super::task::{DeadlineChange, changes};
use crate::model::problem::{Event, EventKind, Problem, Remedy};
use crate::model::{Colour, Day, Deadline, Id, Office, Party, Plan, ProblemState};
use life::{Life, Status};

/// What can be told of a problem on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct ProblemFacts {
    pub standing: Standing,
    pub colour: Option<Colour>,
    /// The remedy in force.
    pub remedy: Remedy,
    pub original_deadline: Option<Deadline>,
    /// Every change of the deadline, in the order they took effect.
    pub changes: Vec<DeadlineChange>,
    /// Where it would stand by the deadline its present round of rectification began with, if
    /// that changed.
    pub on_original: Option<Standing>,
    /// The day its office applied for the 销号 that is open or done.
    pub reported: Option<Day>,
    pub verified: Option<Day>,
    /// The last day of its public notice.
    pub publicised_until: Option<Day>,
    pub closed: Option<Day>,
    /// The deadline its 销号 was judged by.
    pub judged_by: Option<Deadline>,
    /// The day of the last 回头看, and whether it was passed.
    pub rechecked: Option<Recheck>,
    /// The day it was handed to another office.
    pub transferred: Option<Day>,
    /// The day the other office took it over.
    pub accepted: Option<Day>,
    /// How often 重新整改 was decided.
    pub reopened: u32,
    /// How often a 回头看 was not passed.
    pub failed_rechecks: u32,
    /// Whether it was closed at least once.
    pub ever_closed: bool,
    /// Whether it came back into rectification after a 销号.
    pub fell_back: bool,
    /// From the day it was found to its 销号.
    pub days_to_close: Option<i64>,
    /// As last stated.
    pub percent: Option<Decimal>,
    /// The day of the last entry on the rectification itself.
    pub last_report: Option<Day>,
    /// The entry the state rests on, as an index into the problem's entries.
    pub rests_on: Option<usize>,
    /// The entries that exist by the day, as indices into the problem's entries.
    pub entries: Vec<usize>,
}

/// A state with what is told beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    pub state: ProblemState,
    /// Whether the deadline has passed with the problem neither closed nor taken over.
    pub overdue: bool,
    /// Whether it was closed after the deadline then in force.
    pub closed_late: bool,
    /// Days to the deadline when due soon, past it when overdue or closed late.
    pub days: Option<i64>,
}

/// A 回头看.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recheck {
    pub day: Day,
    pub passed: bool,
}

impl ProblemFacts {
    /// The state.
    pub fn state(&self) -> ProblemState {
        self.standing.state
    }

    /// Handed to another office that has not taken it over, and not closed since.
    pub fn awaits_acceptance(&self) -> bool {
        self.transferred.is_some() && self.accepted.is_none() && self.closed.is_none()
    }
}

/// Evaluates a problem on a day; `office_of` tells of whom a party is part.
pub fn evaluate(
    problem: &Problem,
    plan: Option<&Plan>,
    office_of: impl Fn(&Party) -> Option<Id<Office>>,
    day: Day,
) -> ProblemFacts {
    let existing: Vec<_> = problem
        .entries
        .iter()
        .enumerate()
        .filter(|(_, entry)| entry.base.exists_from() <= day)
        .collect();
    let mut life = life::fold(problem, existing.iter().copied(), office_of, |_| {});
    let mut remedy = std::mem::take(&mut life.remedy);
    remedy.deadline = life.in_force(day).cloned();
    let at = |index: Option<usize>| index.map(|i| problem.entries[i].base.day);
    let closed = at(life.closed);
    let judged_by = life.at_closing(problem).cloned();
    let warning_days = plan.map_or(0, |plan| plan.warning_days);
    let judge = Judge { life: &life, closed, day, warning_days };
    let standing = judge.standing(remedy.deadline.as_ref(), judged_by.as_ref());
    let changes = changes(&life.terms);
    let original = life.terms.first().and_then(|term| term.deadline.clone());
    let on_original = on_original(&life, &changes, &judge);
    let colour = colour(plan, standing);
    let rechecked = life.rechecked.map(|i| Recheck {
        day: problem.entries[i].base.day,
        passed: matches!(problem.entries[i].event, Event::Rechecked { passed: true, .. }),
    });
    let reports = existing.iter().filter(|(_, entry)| {
        matches!(entry.event.kind(), EventKind::Progress | EventKind::Reported)
    });
    let last_report = reports.map(|(_, entry)| entry.base.day).max();
    ProblemFacts {
        standing,
        colour,
        original_deadline: original,
        on_original,
        reported: at(life.reported),
        verified: at(life.verified),
        publicised_until: life.notice.and_then(|notice| notice.until),
        closed,
        judged_by,
        rechecked,
        transferred: life.transfer.map(|transfer| transfer.day),
        // A day that is still to come is no taking over yet.
        accepted: life
            .transfer
            .filter(|transfer| transfer.is_accepted_by(day))
            .and_then(|transfer| transfer.accepted),
        reopened: life.reopened,
        failed_rechecks: life.failed_rechecks,
        ever_closed: life.ever_closed,
        fell_back: life.fell_back,
        days_to_close: closed.map(|closed| closed.since(problem.found)),
        percent: existing.iter().rev().find_map(|(_, entry)| entry.percent),
        last_report,
        rests_on: rests_on(&life, standing.state, day),
        entries: existing.iter().map(|(i, _)| *i).collect(),
        changes,
        remedy,
    }
}

/// The colour of a plan's board for the state, else the default one.
fn colour(plan: Option<&Plan>, standing: Standing) -> Option<Colour> {
    let of_board = standing.state.of_board(standing.closed_late)?;
    match plan.and_then(|plan| plan.colours.get(&of_board)) {
        Some(colour) => *colour,
        None => standing.state.default_colour(standing.closed_late),
    }
}

/// Where it stands by the first deadline of the present round, where a change of it is in force.
fn on_original(life: &Life, changes: &[DeadlineChange], judge: &Judge) -> Option<Standing> {
    let first = life.terms.get(life.round)?;
    let changed = changes.iter().any(|change| Some(change.entry) > first.entry);
    let deadline = first.deadline.as_ref();
    changed.then(|| judge.standing(deadline, deadline))
}

/// The entry that explains a state: its own step, else the one that set the deadline in force.
fn rests_on(life: &Life, state: ProblemState, day: Day) -> Option<usize> {
    match state {
        ProblemState::Transferred => life.transfer.map(|transfer| transfer.entry),
        ProblemState::Overdue | ProblemState::DueSoon | ProblemState::Open => {
            let term = term_in_force(&life.terms, day, |_| true);
            // An open problem after 退回 rests on that step.
            term.and_then(|term| term.entry).or(life.rests_on)
        }
        ProblemState::Rework
        | ProblemState::Reported
        | ProblemState::Publicised
        | ProblemState::Verified
        | ProblemState::Closed => life.rests_on,
    }
}

struct Judge<'a> {
    life: &'a Life,
    closed: Option<Day>,
    day: Day,
    warning_days: u32,
}

impl Judge<'_> {
    /// The first rule that holds; `deadline` is the one in force on the day, `judged_by` the one
    /// for a 销号.
    fn standing(&self, deadline: Option<&Deadline>, judged_by: Option<&Deadline>) -> Standing {
        let past = |on: Day, deadline: Option<&Deadline>| {
            deadline.and_then(Deadline::day).map(|limit| on.since(limit)).filter(|days| *days > 0)
        };
        let plain = |state| Standing { state, overdue: false, closed_late: false, days: None };
        let life = self.life;
        if life.transfer.is_some_and(|transfer| transfer.is_accepted_by(self.day)) {
            return plain(ProblemState::Transferred);
        }
        if let Some(closed) = self.closed {
            let days = past(closed, judged_by);
            let closed_late = days.is_some();
            return Standing { closed_late, days, ..plain(ProblemState::Closed) };
        }
        let days = past(self.day, deadline);
        let left = deadline.and_then(Deadline::day).map(|limit| limit.since(self.day));
        let soon = left.filter(|left| (0..=i64::from(self.warning_days)).contains(left));
        let state = match life.status {
            Status::Rework => ProblemState::Rework,
            Status::Verified if life.notice.is_some_and(|notice| notice.runs_on(self.day)) => {
                ProblemState::Publicised
            }
            Status::Verified => ProblemState::Verified,
            Status::Reported => ProblemState::Reported,
            Status::Open | Status::Closed if days.is_some() => ProblemState::Overdue,
            Status::Open | Status::Closed if soon.is_some() => {
                return Standing { days: soon, ..plain(ProblemState::DueSoon) };
            }
            Status::Open | Status::Closed => ProblemState::Open,
        };
        Standing { overdue: days.is_some(), days, ..plain(state) }
    }
}
