//! What is said of a task: its days, its deadline, and why it is in its state.

use super::Words;
use crate::facts::Facts;
use crate::model::task::Event;
use crate::model::task::Task;
use crate::model::{Deadline, Id, Party, State};

impl Words {
    /// The days beside a state's word, if it has any.
    pub fn days(&self, state: State, days: Option<i64>) -> Option<String> {
        let days = days?;
        Some(match state {
            State::DueSoon if days == 0 => self.get("due_today").to_owned(),
            State::DueSoon => self.fill("days_left", &[("days", &days)]),
            State::Overdue => self.fill("days_overdue", &[("days", &days)]),
            State::DoneLate => self.fill("days_late", &[("days", &days)]),
            State::Suspended => self.fill("days_late_when_suspended", &[("days", &days)]),
            _ => return None,
        })
    }

    /// A state with its days, as in 逾期未完成（已逾期12天）.
    pub fn state_with_days(&self, state: State, days: Option<i64>) -> String {
        match self.days(state, days) {
            Some(days) => {
                self.fill("state_with_days", &[("state", &self.state(state)), ("days", &days)])
            }
            None => self.state(state).to_owned(),
        }
    }

    /// A deadline's day, or its words where it is none.
    pub fn deadline(&self, deadline: Option<&Deadline>) -> String {
        match deadline {
            Some(Deadline::On { day, .. }) => self.day(*day),
            Some(Deadline::Standing { .. }) => self.state(State::Standing).to_owned(),
            None => self.get("no_deadline_text").to_owned(),
        }
    }

    /// The document's own words of a deadline, where they are not simply its day.
    pub fn deadline_words(&self, deadline: Option<&Deadline>) -> Option<String> {
        let deadline = deadline?;
        let words = deadline.words().trim();
        let plain = deadline.day().is_some_and(|day| {
            words == day.to_string() || words == day.chinese() || words == self.day(day)
        }) || words == self.state(State::Standing);
        (!plain && !words.is_empty()).then(|| self.fill("deadline_words", &[("words", &words)]))
    }

    /// Why a task is in its state, one sentence.
    pub fn why(&self, facts: &Facts, id: Id<Task>) -> String {
        let Some(of_task) = facts.task(id) else { return String::new() };
        let task = facts.public().task(id);
        let days = of_task.days.unwrap_or(0);
        let day = self.day(facts.day());
        let deadline = self.deadline(of_task.commitment.deadline.as_ref());
        let rests_on = of_task.rests_on.map(|i| &task.entries[i]);
        let warning = task.plan.map_or(0, |plan| facts.public().plan(plan).warning_days);
        let by_since = || {
            let by = rests_on.and_then(|entry| approved_by(&entry.event));
            let since = rests_on.map_or(String::new(), |entry| self.day(entry.base.day));
            (by.map_or("", |by| by.text.as_str()).to_owned(), since)
        };
        let completed = of_task.completed.map_or(String::new(), |day| self.day(day));
        let mut why = match of_task.state {
            State::Overdue => {
                self.fill("why_overdue", &[("deadline", &deadline), ("day", &day), ("days", &days)])
            }
            State::DueSoon if days == 0 => self.fill("why_due_today", &[("deadline", &deadline)]),
            State::DueSoon => self.fill(
                "why_due_soon",
                &[("deadline", &deadline), ("day", &day), ("days", &days), ("warning", &warning)],
            ),
            State::InProgress => {
                let limit = of_task.commitment.deadline.as_ref().and_then(Deadline::day);
                let left = limit.map_or(0, |limit| limit.since(facts.day()));
                let why = self.fill(
                    "why_in_progress",
                    &[
                        ("deadline", &deadline),
                        ("day", &day),
                        ("days", &left),
                        ("warning", &warning),
                    ],
                );
                let report = match of_task.last_report {
                    Some(date) => self.fill("why_last_report", &[("date", &self.day(date))]),
                    None => self.get("why_no_report").to_owned(),
                };
                self.two(why, report)
            }
            State::NoDeadline => self.get("why_no_deadline").to_owned(),
            State::NotStarted => {
                self.fill("why_not_started", &[("start", &self.day(of_task.start)), ("day", &day)])
            }
            State::Suspended => {
                let (by, since) = by_since();
                if of_task.days.is_some() {
                    self.fill(
                        "why_suspended_overdue",
                        &[("by", &by), ("since", &since), ("days", &days)],
                    )
                } else {
                    self.fill("why_suspended", &[("by", &by), ("since", &since)])
                }
            }
            State::Standing => self.get("why_standing").to_owned(),
            State::DoneLate => self.fill(
                "why_done_late",
                &[
                    ("completed", &completed),
                    ("deadline", &self.deadline(of_task.judged_by.as_ref())),
                    ("days", &days),
                ],
            ),
            State::Done => match of_task.judged_by.as_ref() {
                Some(Deadline::Standing { .. }) => {
                    self.fill("why_done_standing", &[("completed", &completed)])
                }
                None => self.fill("why_done_no_deadline", &[("completed", &completed)]),
                deadline => self.fill(
                    "why_done",
                    &[("completed", &completed), ("deadline", &self.deadline(deadline))],
                ),
            },
            State::Cancelled => {
                let (by, since) = by_since();
                self.fill("why_cancelled", &[("by", &by), ("since", &since)])
            }
        };
        if let Some(reported) = of_task.reported
            && of_task.completed.is_none()
            && of_task.state.is_open()
        {
            let pending = self.fill("why_reported", &[("reported", &self.day(reported))]);
            why = self.two(why, pending);
        }
        why
    }

    /// An event's word: 进展, 核验通过, 完成时限调整; a plan may have completions verified.
    pub fn event(&self, event: &Event, verified: bool) -> &str {
        self.get(match event {
            Event::Progress => "event_progress",
            Event::Completed if verified => "event_completed_unverified",
            Event::Completed => "event_completed",
            Event::Verified { passed: true, .. } => "event_verified_passed",
            Event::Verified { passed: false, .. } => "event_verified_returned",
            Event::Changed { written, .. } if written.deadline.is_some() => {
                "event_changed_deadline"
            }
            Event::Changed { .. } => "event_changed",
            Event::Suspended { .. } => "event_suspended",
            Event::Resumed { .. } => "event_resumed",
            Event::Cancelled { .. } => "event_cancelled",
            Event::Reopened { .. } => "event_reopened",
        })
    }

    pub(super) fn two(&self, first: String, second: String) -> String {
        format!("{first}{}{second}", self.get("sentence_separator"))
    }
}

/// By whose leave a step was taken.
pub fn approved_by(event: &Event) -> Option<&Party> {
    match event {
        Event::Changed { approved_by, .. }
        | Event::Suspended { approved_by, .. }
        | Event::Cancelled { approved_by, .. }
        | Event::Reopened { approved_by, .. } => Some(approved_by),
        Event::Resumed { approved_by, .. } => approved_by.as_ref(),
        Event::Progress | Event::Completed | Event::Verified { .. } => None,
    }
}
