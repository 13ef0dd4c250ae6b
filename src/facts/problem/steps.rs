//! The faults of a problem's steps: what cannot have happened as it was written down.

use super::life::{self, Life, Status, Why};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Text};
use crate::model::choice::Choice as _;
use crate::model::problem::{Entry, Event, Problem};
use crate::model::{Day, Model};
use crate::say;

/// Reports every step of a problem that the entries before it do not allow, whoever may see them.
pub fn report_impossible_steps(model: &Model, problem: &Problem, out: &mut Diagnostics) {
    let entries = problem.entries.iter().enumerate();
    let life = life::fold(
        problem,
        entries,
        |party| life::office_of(model, party),
        |step| {
            let entry = &problem.entries[step.entry];
            let (message, help) = words(step.why, entry);
            let place = entry.base.filing.place().clone();
            out.push(Diagnostic::new(Code::ImpossibleStep, place, message).help(help));
        },
    );
    report_missing_deadline(problem, &life, out);
}

/// A failed 回头看 asks for a new deadline; without one the old one is still in force.
fn report_missing_deadline(problem: &Problem, life: &Life, out: &mut Diagnostics) {
    let Some(failed) = life.rechecked.filter(|_| life.status == Status::Rework) else { return };
    let is_since = |entry: Option<usize>| entry.is_some_and(|entry| entry >= failed);
    if life.rests_on != Some(failed) || life.terms.iter().any(|term| is_since(term.entry)) {
        return;
    }
    let place = problem.entries[failed].base.filing.place().clone();
    let message = say!(
        "回头看未通过，没有写新的整改时限，仍按原来的时限判断",
        "it failed when looked at again and has no new deadline, so the old one still counts"
    );
    let help = say!("写上 整改时限: 4月底前", "give the new one, as deadline: 2020-04-30");
    out.push(Diagnostic::new(Code::ReworkWithoutDeadline, place, message).help(help));
}

/// What is wrong with a step, and how to mend it.
fn words(why: Why, entry: &Entry) -> (Text, Text) {
    let (zh, en) = (entry.event.kind().chinese(), entry.event.kind().name());
    let day = entry.base.day;
    let on = &chinese(day);
    match why {
        Why::HandedOver(accepted) => (
            Text {
                zh: format!("问题已于{}由接收单位认领，不能再“{zh}”", chinese(accepted)),
                en: format!("the problem was taken over on {accepted}, it cannot be `{en}` here"),
            },
            say!(
                "删去这条，或先写一条“重新整改”",
                "take this entry out, or record `reopened` first"
            ),
        ),
        Why::NotReported => (
            say!(
                "问题于{on}核验，此前没有申请销号",
                "this problem was verified on {day} without being `reported` before it"
            ),
            say!(
                "补上“申请销号”，或删去这条核验",
                "record `reported`, or take the verification out"
            ),
        ),
        Why::OwnVerification => (
            say!(
                "核验单位就是责任单位，不能核验自己的整改",
                "the verification is by the office that leads, which cannot verify its own work"
            ),
            say!("写明责任单位以外的核验单位", "name an office other than the lead's in `by`"),
        ),
        Why::AlreadyClosed => (
            say!(
                "问题已经销号，不能再退回",
                "the problem is closed then, its verification cannot be returned"
            ),
            say!(
                "写成“回头看”，结果未通过；或写“重新整改”",
                "record `rechecked` with result failed, or `reopened`"
            ),
        ),
        Why::NotVerified => not_verified(&entry.event, day, on),
        Why::NoticeRuns(until) => (
            Text {
                zh: format!("问题于{on}销号，公示到{}才期满", chinese(until)),
                en: format!(
                    "this problem was closed on {day}, before its notice ended with {until}"
                ),
            },
            say!(
                "公示期满后的第一天起才能销号，核对两个日期",
                "it can be closed from the day after the notice; check both dates"
            ),
        ),
        Why::NotClosed => (
            say!(
                "问题还没有销号，不能“{zh}”",
                "the problem is not closed then, it cannot be `{en}`"
            ),
            say!(
                "核对事项和日期，或补上“销号”",
                "check the event and its date, or record `closed`"
            ),
        ),
    }
}

/// A day of the year, as 3月11日.
fn chinese(day: Day) -> String {
    format!("{}月{}日", day.month(), day.day())
}

fn not_verified(event: &Event, day: Day, on: &str) -> (Text, Text) {
    match event {
        Event::Closed { .. } => (
            say!(
                "问题于{on}销号，此前没有责任单位以外的单位核验通过",
                "this problem was closed on {day} without being verified before it, by an office other than the lead's"
            ),
            say!(
                "补上这次核验，或删去这条销号",
                "record the verification, or take the closing out"
            ),
        ),
        _ => (
            say!(
                "问题于{on}公示，此前没有核验通过",
                "this problem was put up for notice on {day} without being verified before it"
            ),
            say!("补上“核验”，或删去这条公示", "record `verified`, or take the notice out"),
        ),
    }
}
