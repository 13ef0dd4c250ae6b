//! A task's life: its entries folded in order into where it stands.
//!
//! The fold knows the steps a task may take (CONTRACT §4) and nothing of the as-of day: it is
//! given the entries that exist by then.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Text};
use crate::model::choice::Choice as _;
use crate::model::plan::DoneBy;
use crate::model::task::Event;
use crate::model::task::{Commitment, Task};
use crate::model::{Day, Deadline, Entry, Id, Model, Office, Time};
use crate::say;

/// Where a task stands after its entries.
#[derive(Debug, Clone, PartialEq)]
pub struct Life {
    pub status: Status,
    /// The commitment with every change in its place; which deadline is in force, the terms say.
    pub commitment: Commitment,
    /// Every deadline it ever had, first the original.
    pub terms: Vec<Term>,
    /// The first 完成 since the last 重开 or 退回: an index into the task's entries.
    pub reported: Option<usize>,
    /// When that was.
    pub reported_on: Option<(Day, Option<Time>)>,
    /// The 核验 通过 that confirmed it.
    pub verified: Option<usize>,
    /// The entry the present status rests on.
    pub rests_on: Option<usize>,
    /// Whether it was open, and who led it, from moment to moment.
    pub spells: Vec<Spell>,
}

/// A task's status before deadlines are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Open,
    Suspended { since: Day },
    Done,
    Cancelled,
}

/// A deadline and the day from which it was in force.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    pub deadline: Option<Deadline>,
    /// The later of the change's date and its filing; the original is in force from the start.
    pub effective: Option<Day>,
    /// The entry that set it, and the time of its event.
    pub entry: Option<usize>,
    pub time: Option<Time>,
    /// The day up to which the deadline before was judged, where that was not the day this one was
    /// set: the day of a completion or suspension that stood then.
    pub judged_until: Option<Day>,
}

/// From a moment on: whether the task is open, and who leads it.
#[derive(Debug, Clone, PartialEq)]
pub struct Spell {
    pub from: Option<(Day, Option<Time>)>,
    pub open: bool,
    pub lead: Vec<Id<Office>>,
}

/// A step that the status does not allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImpossibleStep {
    /// The entry, as an index into the task's entries.
    pub entry: usize,
    pub status: Status,
}

impl Life {
    /// The deadline in force on a day.
    pub fn in_force(&self, day: Day) -> Option<&Deadline> {
        self.term(day, |_| true)?.deadline.as_ref()
    }

    /// The deadline the completion is judged by: the one in force on its day. One set later within
    /// that day, as far as times are known, comes too late.
    pub fn at_completion(&self) -> Option<&Deadline> {
        let (day, time) = self.reported_on?;
        let in_time =
            |term: &Term| term.entry < self.reported || term.time.is_none() || time.is_none();
        self.term(day, in_time)?.deadline.as_ref()
    }

    /// The term in force on a day: of those effective by then, the one set last.
    pub(super) fn term(&self, day: Day, which: impl Fn(&Term) -> bool) -> Option<&Term> {
        term_in_force(&self.terms, day, which)
    }

    /// Who led the task and whether it was open at a cut-off.
    pub fn spell_at(&self, day: Day, minutes: u32) -> Option<&Spell> {
        // The one noted last counts: a verification goes back to the day of the report.
        self.spells.iter().rev().find(|spell| match spell.from {
            None => true,
            Some((from, time)) => {
                from < day || (from == day && time.is_none_or(|time| time.minutes() <= minutes))
            }
        })
    }
}

/// The term in force on a day: of those effective by then, the one set last.
pub(super) fn term_in_force(
    terms: &[Term],
    day: Day,
    which: impl Fn(&Term) -> bool,
) -> Option<&Term> {
    terms
        .iter()
        .filter(|term| term.effective.is_none_or(|from| from <= day) && which(term))
        // `max_by_key` takes the last of equals, which is the one written later.
        .max_by_key(|term| term.effective)
}

/// Folds a task's entries. Steps that cannot be are reported and change nothing.
pub fn fold<'a>(
    task: &Task,
    entries: impl Iterator<Item = (usize, &'a Entry)>,
    done_by: DoneBy,
    mut impossible: impl FnMut(ImpossibleStep),
) -> Life {
    let first = &task.commitment;
    let mut life = Life {
        status: Status::Open,
        commitment: first.clone(),
        terms: vec![Term {
            deadline: first.deadline.clone(),
            effective: None,
            entry: None,
            time: None,
            judged_until: None,
        }],
        reported: None,
        reported_on: None,
        verified: None,
        rests_on: None,
        spells: vec![Spell { from: None, open: true, lead: first.lead.clone() }],
    };
    for (i, entry) in entries {
        let status = life.status;
        let mut fault = || impossible(ImpossibleStep { entry: i, status });
        match (&entry.event, status) {
            (Event::Progress, _) => {}
            (Event::Changed { written, .. }, _) => {
                life.commitment = life.commitment.with(written);
                if let Some(deadline) = &written.deadline {
                    life.set_deadline(deadline, i, entry);
                }
            }
            (Event::Completed, Status::Open) => {
                if life.reported.is_none() {
                    life.reported = Some(i);
                    life.reported_on = Some((entry.base.day, entry.base.time));
                    if done_by == DoneBy::Report {
                        life.stand(Status::Done, i);
                    }
                }
            }
            (Event::Completed, Status::Done) => {}
            (Event::Verified { passed, .. }, Status::Open | Status::Done)
                if life.reported.is_some() =>
            {
                if *passed {
                    if life.verified.is_none() {
                        life.verified = Some(i);
                        if status == Status::Open {
                            life.stand(Status::Done, i);
                            life.backdate();
                        }
                    }
                } else {
                    life.reopen(i);
                }
            }
            (Event::Suspended { .. }, Status::Open) => {
                life.stand(Status::Suspended { since: entry.base.day }, i);
            }
            (Event::Resumed { deadline, .. }, Status::Suspended { .. }) => {
                if let Some(deadline) = deadline {
                    life.set_deadline(deadline, i, entry);
                }
                life.stand(Status::Open, i);
            }
            (Event::Cancelled { .. }, Status::Open | Status::Suspended { .. }) => {
                life.stand(Status::Cancelled, i);
            }
            (Event::Reopened { .. }, Status::Done | Status::Cancelled) => life.reopen(i),
            _ => fault(),
        }
        life.note_spell(entry);
    }
    life
}

impl Life {
    fn stand(&mut self, status: Status, entry: usize) {
        self.status = status;
        self.rests_on = Some(entry);
    }

    fn reopen(&mut self, entry: usize) {
        self.reported = None;
        self.reported_on = None;
        self.verified = None;
        self.stand(Status::Open, entry);
    }

    fn set_deadline(&mut self, deadline: &Deadline, index: usize, entry: &Entry) {
        self.terms.push(Term {
            deadline: Some(deadline.clone()),
            effective: Some(entry.base.exists_from()),
            entry: Some(index),
            time: entry.base.time,
            judged_until: match self.status {
                Status::Done => self.reported_on.map(|(day, _)| day),
                Status::Suspended { since } => Some(since),
                Status::Open | Status::Cancelled => None,
            },
        });
    }

    fn note_spell(&mut self, entry: &Entry) {
        let open = self.status == Status::Open;
        let last = self.spells.last();
        if last.is_none_or(|last| last.open != open || last.lead != self.commitment.lead) {
            let from = Some((entry.base.day, entry.base.time));
            self.spells.push(Spell { from, open, lead: self.commitment.lead.clone() });
        }
    }

    /// A verification confirms the day of the report: returns were not owed from then on.
    fn backdate(&mut self) {
        let Some(on) = self.reported_on else { return };
        let lead = self.commitment.lead.clone();
        self.spells.push(Spell { from: Some(on), open: false, lead });
    }
}

/// Reports every step of a task that the entries before it do not allow, whoever may see them.
pub fn report_impossible_steps(model: &Model, task: &Task, out: &mut Diagnostics) {
    if task.entries.iter().all(|entry| matches!(entry.event, Event::Progress)) {
        return;
    }
    let done_by = task.plan.map_or(DoneBy::Report, |plan| model.plan(plan).done_by);
    fold(task, task.entries.iter().enumerate(), done_by, |step| {
        let entry = &task.entries[step.entry];
        let (zh, en) = (entry.event.kind().chinese(), entry.event.kind().name());
        let status = words(step.status, &entry.event);
        let (status_zh, status_en) = (status.zh, status.en);
        out.push(
            Diagnostic::new(
                Code::ImpossibleStep,
                entry.base.filing.place().clone(),
                say!(
                    "这时任务{status_zh}，不能“{zh}”",
                    "the task is {status_en} then, it cannot be `{en}`"
                ),
            )
            .help(mend(step.status, &entry.event)),
        );
    });
}

fn words(status: Status, event: &Event) -> Text {
    match (status, event) {
        (Status::Open | Status::Done, Event::Verified { .. }) => {
            say!("还没有报告完成", "not yet reported completed")
        }
        (Status::Open, _) => say!("正在办理", "open"),
        (Status::Suspended { since }, _) => say!("自{since}起中止", "suspended since {since}"),
        (Status::Done, _) => say!("已经完成", "done"),
        (Status::Cancelled, _) => say!("已经取消", "cancelled"),
    }
}

fn mend(status: Status, event: &Event) -> Text {
    match (status, event) {
        (_, Event::Verified { .. }) => {
            say!("先有“完成”，再有“核验”", "record `completed` before `verified`")
        }
        (Status::Suspended { .. }, _) => {
            say!("先写一条“恢复”", "record `resumed` first")
        }
        (Status::Done | Status::Cancelled, _) => {
            say!("先写一条“重开”，或改正日期", "record `reopened` first, or mend the date")
        }
        (Status::Open, _) => {
            say!(
                "核对事项和日期，或补上前一步",
                "check the event and its date, or add the step before it"
            )
        }
    }
}
