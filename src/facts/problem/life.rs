//! A problem's life: its entries folded in order into where it stands.
//!
//! The fold knows the steps a problem may take (CONTRACT §3 and §4) and nothing of the as-of day:
//! it is given the entries that exist by then.

use crate::facts::life::{Term, term_in_force};
use crate::model::problem::{Entry, Event, Problem, Remedy};
use crate::model::{Day, Deadline, Id, Kind, Model, Office, Party, RecordId};

/// Where a problem stands after its entries. Entries are named as indices into its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Life {
    pub status: Status,
    /// The remedy with every change in its place; which deadline is in force, the terms say.
    pub remedy: Remedy,
    /// Every deadline it ever had, first the original.
    pub terms: Vec<Term>,
    /// The term that the present round began with: the original, or one set by a failed 回头看 or
    /// by 重新整改.
    pub round: usize,
    /// The first 申请销号 of the present round, or since the last 退回.
    pub reported: Option<usize>,
    /// The 核验 通过 of that 申请销号.
    pub verified: Option<usize>,
    pub notice: Option<Notice>,
    pub closed: Option<usize>,
    /// The last 回头看, whatever came of it.
    pub rechecked: Option<usize>,
    pub transfer: Option<Transfer>,
    /// How often 重新整改 was decided.
    pub reopened: u32,
    /// How often a 回头看 was not passed.
    pub failed_rechecks: u32,
    pub ever_closed: bool,
    /// Whether it came back into rectification after a 销号.
    pub fell_back: bool,
    /// The entry the present status rests on.
    pub rests_on: Option<usize>,
}

/// A problem's status before deadlines, notices and the taking over are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Open,
    /// Failed at 回头看, or reopened.
    Rework,
    Reported,
    Verified,
    Closed,
}

/// A public notice before 销号.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Notice {
    pub entry: usize,
    /// Its last day; none where nobody said.
    pub until: Option<Day>,
}

impl Notice {
    /// Whether it still runs on a day; its last day is one of it.
    pub fn runs_on(self, day: Day) -> bool {
        self.until.is_some_and(|until| day <= until)
    }
}

/// A problem handed to another office.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Transfer {
    pub entry: usize,
    pub day: Day,
    /// The day the other office took it over.
    pub accepted: Option<Day>,
}

impl Transfer {
    /// Whether the other office had taken it over by a day.
    pub fn is_accepted_by(self, day: Day) -> bool {
        self.accepted.is_some_and(|accepted| accepted <= day)
    }
}

/// A step that cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImpossibleStep {
    /// The entry, as an index into the problem's entries.
    pub entry: usize,
    pub why: Why,
}

/// Why a step cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Taken over by another office on a day.
    HandedOver(Day),
    /// 核验 without 申请销号.
    NotReported,
    /// 核验 by the office that leads.
    OwnVerification,
    /// 核验 退回 of what is closed.
    AlreadyClosed,
    /// 公示 or 销号 without 核验 通过.
    NotVerified,
    /// 销号 before the end of the notice.
    NoticeRuns(Day),
    /// 回头看 or 重新整改 of what is not closed.
    NotClosed,
}

impl Life {
    fn new(problem: &Problem) -> Self {
        let deadline = problem.remedy.deadline.clone();
        Self {
            status: Status::Open,
            remedy: problem.remedy.clone(),
            terms: vec![Term {
                deadline,
                effective: None,
                entry: None,
                time: None,
                judged_until: None,
            }],
            round: 0,
            reported: None,
            verified: None,
            notice: None,
            closed: None,
            rechecked: None,
            transfer: None,
            reopened: 0,
            failed_rechecks: 0,
            ever_closed: false,
            fell_back: false,
            rests_on: None,
        }
    }

    /// The deadline in force on a day.
    pub fn in_force(&self, day: Day) -> Option<&Deadline> {
        term_in_force(&self.terms, day, |_| true)?.deadline.as_ref()
    }

    /// The deadline a 销号 is judged by: the one in force on its day; one written after it comes
    /// too late.
    pub fn at_closing(&self, problem: &Problem) -> Option<&Deadline> {
        let closed = self.closed?;
        let day = problem.entries[closed].base.day;
        let in_time = |term: &Term| term.entry.is_none_or(|entry| entry < closed);
        term_in_force(&self.terms, day, in_time)?.deadline.as_ref()
    }

    /// The day it was taken over, for a step of a day. What happened on that very day may have
    /// come first, unless it was handed over that day too.
    fn handed_over(&self, day: Day) -> Option<Day> {
        let transfer = self.transfer?;
        let accepted = transfer.accepted?.max(transfer.day);
        (accepted < day || transfer.day == day && accepted == day).then_some(accepted)
    }

    fn stand(&mut self, status: Status, entry: usize) {
        self.status = status;
        self.rests_on = Some(entry);
    }

    /// Back to rectification: what was reported and verified no longer counts.
    fn go_back(&mut self, status: Status, entry: usize) {
        self.reported = None;
        self.verified = None;
        self.notice = None;
        self.closed = None;
        self.stand(status, entry);
    }

    /// A round of rectification that begins anew, perhaps with a deadline of its own.
    fn begin_again(
        &mut self,
        problem: &Problem,
        deadline: Option<&Deadline>,
        index: usize,
        entry: &Entry,
    ) {
        if let Some(deadline) = deadline {
            self.set_deadline(problem, deadline, index, entry);
            self.round = self.terms.len() - 1;
        }
        self.fell_back |= self.ever_closed;
        self.go_back(Status::Rework, index);
    }

    fn set_deadline(
        &mut self,
        problem: &Problem,
        deadline: &Deadline,
        index: usize,
        entry: &Entry,
    ) {
        self.terms.push(Term {
            deadline: Some(deadline.clone()),
            effective: Some(entry.base.exists_from()),
            entry: Some(index),
            time: entry.base.time,
            judged_until: self.closed.map(|closed| problem.entries[closed].base.day),
        });
    }
}

/// Folds a problem's entries; `office_of` tells of whom a party is part. Steps that cannot be are
/// reported and change nothing.
pub fn fold<'a>(
    problem: &Problem,
    entries: impl Iterator<Item = (usize, &'a Entry)>,
    office_of: impl Fn(&Party) -> Option<Id<Office>>,
    mut impossible: impl FnMut(ImpossibleStep),
) -> Life {
    let mut life = Life::new(problem);
    for (i, entry) in entries {
        let mut fault = |why| impossible(ImpossibleStep { entry: i, why });
        let day = entry.base.day;
        match (&entry.event, life.status) {
            (Event::Progress | Event::FiledWith { .. }, _) => {}
            (Event::Changed { written, .. }, _) => {
                life.remedy = life.remedy.with(written);
                if let Some(deadline) = &written.deadline {
                    life.set_deadline(problem, deadline, i, entry);
                }
            }
            (Event::Reopened { deadline, .. }, status) => {
                // A failed 回头看 asks for 重新整改, which may still have to be decided.
                let failed = status == Status::Rework
                    && life.rests_on.is_some()
                    && life.rests_on == life.rechecked;
                if status == Status::Closed || failed || life.transfer.is_some() {
                    life.transfer = None;
                    life.reopened += 1;
                    life.begin_again(problem, deadline.as_ref(), i, entry);
                } else {
                    fault(Why::NotClosed);
                }
            }
            (event, status) => match life.handed_over(day) {
                Some(accepted) => fault(Why::HandedOver(accepted)),
                None => {
                    if let Err(why) = life.step(problem, i, entry, event, status, &office_of) {
                        fault(why);
                    }
                }
            },
        }
    }
    life
}

impl Life {
    /// A step on the way to 销号 and after, of a problem nobody else has taken over.
    fn step(
        &mut self,
        problem: &Problem,
        i: usize,
        entry: &Entry,
        event: &Event,
        status: Status,
        office_of: &impl Fn(&Party) -> Option<Id<Office>>,
    ) -> Result<(), Why> {
        let day = entry.base.day;
        match (event, status) {
            (Event::Transferred { accepted, .. }, _) => {
                self.transfer = Some(Transfer { entry: i, day, accepted: *accepted });
            }
            (Event::Reported, Status::Open | Status::Rework) => {
                self.reported = Some(i);
                self.stand(Status::Reported, i);
            }
            (Event::Verified { .. }, Status::Open | Status::Rework) => {
                return Err(Why::NotReported);
            }
            (Event::Verified { by, .. }, _)
                if office_of(by).is_some_and(|by| self.remedy.lead.contains(&by)) =>
            {
                return Err(Why::OwnVerification);
            }
            (Event::Verified { passed: true, .. }, Status::Reported) => {
                self.verified = Some(i);
                self.stand(Status::Verified, i);
            }
            (Event::Verified { passed: false, .. }, Status::Reported | Status::Verified) => {
                self.go_back(Status::Open, i);
            }
            (Event::Verified { passed: false, .. }, Status::Closed) => {
                return Err(Why::AlreadyClosed);
            }
            (Event::Publicised { until, .. }, Status::Verified) => {
                let before = self.notice.and_then(|notice| notice.until);
                self.notice = Some(Notice { entry: i, until: until.or(before) });
                self.rests_on = Some(i);
            }
            (Event::Closed { .. }, Status::Verified) => {
                if let Some(Notice { until: Some(until), .. }) = self.notice
                    && day <= until
                {
                    return Err(Why::NoticeRuns(until));
                }
                self.closed = Some(i);
                self.ever_closed = true;
                self.stand(Status::Closed, i);
            }
            (Event::Publicised { .. }, _)
            | (Event::Closed { .. }, Status::Open | Status::Rework | Status::Reported) => {
                return Err(Why::NotVerified);
            }
            (Event::Rechecked { passed, deadline }, Status::Closed) => {
                self.rechecked = Some(i);
                if !*passed {
                    self.failed_rechecks += 1;
                    self.begin_again(problem, deadline.as_ref(), i, entry);
                }
            }
            (Event::Rechecked { .. }, _) => return Err(Why::NotClosed),
            // What is said again changes nothing.
            (Event::Reported | Event::Verified { passed: true, .. } | Event::Closed { .. }, _)
            | (
                Event::Progress
                | Event::FiledWith { .. }
                | Event::Changed { .. }
                | Event::Reopened { .. },
                _,
            ) => {}
        }
        Ok(())
    }
}

/// The office a party is, or is a post of.
pub fn office_of(model: &Model, party: &Party) -> Option<Id<Office>> {
    office_by(party, |post| model.posts.get(post.index as usize)?.office)
}

/// The office a party is, or is a post of, as `post_office` tells of posts.
pub fn office_by(
    party: &Party,
    post_office: impl Fn(RecordId) -> Option<Id<Office>>,
) -> Option<Id<Office>> {
    let record = party.record?;
    match record.kind {
        Kind::Office => Some(record.typed()),
        Kind::Post => post_office(record),
        _ => None,
    }
}
