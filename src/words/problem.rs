//! What is said of a problem: its days, its flag, and why it is in its state.

use super::Words;
use crate::facts::problem::Standing;
use crate::facts::{Facts, ProblemFacts};
use crate::model::problem::{Event, Problem};
use crate::model::{Day, Deadline, Id, Party, ProblemState};

impl Words {
    /// A problem's state in a word.
    pub fn problem_state(&self, state: ProblemState) -> &str {
        self.get(match state {
            ProblemState::Overdue => "problem_overdue",
            ProblemState::Rework => "problem_rework",
            // The same word as a task's, so that a site that replaces it does so for both.
            ProblemState::DueSoon => "state_due_soon",
            ProblemState::Open => "problem_open",
            ProblemState::Reported => "problem_reported",
            ProblemState::Publicised => "problem_publicised",
            ProblemState::Verified => "problem_verified",
            ProblemState::Transferred => "problem_transferred",
            ProblemState::Closed => "problem_closed",
        })
    }

    /// An event's word: 整改, 申请销号, 回头看未通过.
    pub fn problem_event(&self, event: &Event) -> &str {
        self.get(match event {
            Event::Progress => "problem_event_progress",
            Event::Reported => "problem_event_reported",
            Event::Verified { passed: true, .. } => "problem_event_verified_passed",
            Event::Verified { passed: false, .. } => "problem_event_verified_returned",
            Event::Publicised { .. } => "problem_event_publicised",
            Event::Closed { .. } => "problem_event_closed",
            Event::Rechecked { passed: true, .. } => "problem_event_rechecked_passed",
            Event::Rechecked { passed: false, .. } => "problem_event_rechecked_failed",
            Event::Transferred { .. } => "problem_event_transferred",
            Event::FiledWith { .. } => "problem_event_filed_with",
            Event::Changed { written, .. } if written.deadline.is_some() => {
                "problem_event_changed_deadline"
            }
            Event::Changed { .. } => "problem_event_changed",
            Event::Reopened { .. } => "problem_event_reopened",
        })
    }

    /// What stands beside the state's word: the days, or that it was closed late.
    pub fn problem_days(&self, standing: Standing) -> Option<String> {
        let days = standing.days?;
        Some(match standing.state {
            ProblemState::DueSoon if days == 0 => self.get("due_today").to_owned(),
            ProblemState::DueSoon => self.fill("days_left", &[("days", &days)]),
            ProblemState::Overdue => self.fill("days_overdue", &[("days", &days)]),
            ProblemState::Closed => self.fill("problem_closed_late", &[("days", &days)]),
            _ => return None,
        })
    }

    /// A state with its days, as in 逾期未完成整改（已逾期12天）.
    pub fn problem_state_with_days(&self, standing: Standing) -> String {
        let state = self.problem_state(standing.state);
        let beside = match standing.state {
            ProblemState::Overdue => self.problem_days(standing),
            // An unclosed state past its deadline has its days in the flag.
            _ if standing.overdue => {
                standing.days.map(|days| self.fill("days_overdue", &[("days", &days)]))
            }
            _ => self.problem_days(standing),
        };
        match beside {
            Some(days) => self.fill("state_with_days", &[("state", &state), ("days", &days)]),
            None => state.to_owned(),
        }
    }

    /// Why a problem is in its state.
    pub fn why_problem(&self, facts: &Facts, id: Id<Problem>) -> String {
        let Some(of_problem) = facts.problem(id) else { return String::new() };
        let problem = facts.public().problem(id);
        let teller = Teller { words: self, day: facts.day(), problem, facts: of_problem };
        let warning = problem.plan.map_or(0, |plan| facts.public().plan(plan).warning_days);
        let mut why = teller.state(warning);
        let besides = [teller.overdue(), teller.unaccepted(), teller.rechecked()];
        for more in besides.into_iter().flatten() {
            why = self.two(why, more);
        }
        why
    }
}

/// Tells of one problem on a day.
struct Teller<'a> {
    words: &'a Words,
    day: Day,
    problem: &'a Problem,
    facts: &'a ProblemFacts,
}

impl Teller<'_> {
    fn on(&self, day: Option<Day>) -> String {
        day.map_or(String::new(), |day| self.words.day(day))
    }

    /// The event the state rests on, and its day.
    fn step(&self) -> Option<(&Event, String)> {
        let entry = self.problem.entries.get(self.facts.rests_on?)?;
        Some((&entry.event, self.words.day(entry.base.day)))
    }

    fn state(&self, warning: u32) -> String {
        let (words, facts) = (self.words, self.facts);
        let deadline = words.deadline(facts.remedy.deadline.as_ref());
        let day = words.day(self.day);
        let days = facts.standing.days.unwrap_or(0);
        let by = |by: Option<&Party>| by.map_or(String::new(), |by| by.text.clone());
        match facts.standing.state {
            ProblemState::Overdue => {
                let why = words.fill(
                    "why_problem_overdue",
                    &[("deadline", &deadline), ("day", &day), ("days", &days)],
                );
                self.after_return(why)
            }
            ProblemState::DueSoon if days == 0 => {
                let why = words.fill("why_problem_due_today", &[("deadline", &deadline)]);
                self.after_return(why)
            }
            ProblemState::DueSoon => {
                let why = words.fill(
                    "why_problem_due_soon",
                    &[
                        ("deadline", &deadline),
                        ("day", &day),
                        ("days", &days),
                        ("warning", &warning),
                    ],
                );
                self.after_return(why)
            }
            ProblemState::Open => {
                let limit = facts.remedy.deadline.as_ref().and_then(Deadline::day);
                let why = match limit.map(|limit| limit.since(self.day)) {
                    Some(left) => words.fill(
                        "why_problem_open",
                        &[
                            ("deadline", &deadline),
                            ("day", &day),
                            ("days", &left),
                            ("warning", &warning),
                        ],
                    ),
                    None => words.fill("why_problem_no_day", &[("deadline", &deadline)]),
                };
                self.after_return(why)
            }
            ProblemState::Reported => {
                words.fill("why_problem_reported", &[("reported", &self.on(facts.reported))])
            }
            ProblemState::Verified => {
                words.fill("why_problem_verified", &[("verified", &self.on(facts.verified))])
            }
            ProblemState::Publicised => words.fill(
                "why_problem_publicised",
                &[
                    ("verified", &self.on(facts.verified)),
                    ("until", &self.on(facts.publicised_until)),
                ],
            ),
            ProblemState::Closed => {
                let approved_by = match self.step() {
                    Some((Event::Closed { approved_by }, _)) => Some(approved_by),
                    _ => None,
                };
                let late = facts.standing.closed_late;
                words.fill(
                    if late { "why_problem_closed_late" } else { "why_problem_closed" },
                    &[
                        ("by", &by(approved_by)),
                        ("closed", &self.on(facts.closed)),
                        ("deadline", &words.deadline(facts.judged_by.as_ref())),
                        ("days", &days),
                    ],
                )
            }
            ProblemState::Rework => match self.step() {
                Some((Event::Reopened { approved_by, .. }, since)) => words
                    .fill("why_problem_reopened", &[("by", &approved_by.text), ("since", &since)]),
                Some((_, since)) => words.fill("why_problem_failed", &[("date", &since)]),
                None => String::new(),
            },
            ProblemState::Transferred => {
                words.fill("why_problem_transferred", &[("accepted", &self.on(facts.accepted))])
            }
        }
    }

    /// An open problem whose verification was returned says so.
    fn after_return(&self, why: String) -> String {
        match self.step() {
            Some((Event::Verified { passed: false, .. }, date)) => {
                self.words.two(why, self.words.fill("why_problem_returned", &[("date", &date)]))
            }
            _ => why,
        }
    }

    /// The flag beside another state than 逾期未完成整改.
    fn overdue(&self) -> Option<String> {
        let standing = self.facts.standing;
        (standing.overdue && standing.state != ProblemState::Overdue).then(|| {
            let deadline = self.words.deadline(self.facts.remedy.deadline.as_ref());
            self.words.fill(
                "why_problem_past",
                &[
                    ("deadline", &deadline),
                    ("day", &self.words.day(self.day)),
                    ("days", &standing.days.unwrap_or(0)),
                ],
            )
        })
    }

    fn unaccepted(&self) -> Option<String> {
        self.facts.awaits_acceptance().then(|| {
            let date = self.on(self.facts.transferred);
            self.words.fill("why_problem_unaccepted", &[("date", &date)])
        })
    }

    /// A closed problem that passed when looked at again says so.
    fn rechecked(&self) -> Option<String> {
        let rechecked = self.facts.rechecked.filter(|recheck| recheck.passed)?;
        (self.facts.standing.state == ProblemState::Closed
            && Some(rechecked.day) >= self.facts.closed)
            .then(|| {
                let date = self.words.day(rechecked.day);
                self.words.fill("why_problem_passed", &[("date", &date)])
            })
    }
}

/// By whose leave a step was taken.
pub fn leave_for(event: &Event) -> Option<&Party> {
    match event {
        Event::Changed { approved_by, .. }
        | Event::Closed { approved_by }
        | Event::Reopened { approved_by, .. } => Some(approved_by),
        _ => None,
    }
}
