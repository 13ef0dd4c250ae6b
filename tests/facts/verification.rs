//! What makes a task done: its office's word or a verification; what undoes it; what is left.

use liangshai::model::{Colour, State};

use crate::life::{day, due, due_and_verified};

#[test]
fn reported_but_not_verified_stays_open_and_goes_overdue() {
    let task = due_and_verified().step("2023-06-20", "完成");
    assert_eq!(task.state("2023-06-25"), (State::DueSoon, Some(5)));
    assert_eq!(task.state("2023-07-01"), (State::Overdue, Some(1)));
    let line = task.json("2023-07-01");
    assert_eq!(line["reported"], "2023-06-20");
    assert!(line["completed"].is_null() && line["verified"].is_null());
    assert!(task.why("2023-07-01").contains("尚待核验"));
}

#[test]
fn verified_is_done_on_the_day_of_the_completion() {
    let task = due_and_verified().step("2023-06-20", "完成").step("2023-07-05", "核验通过");
    assert_eq!(task.state("2023-07-04"), (State::Overdue, Some(4)));
    let facts = task.on("2023-07-05");
    assert_eq!((facts.state, facts.colour), (State::Done, Some(Colour::Blue)));
    assert_eq!(facts.completed, Some(day("2023-06-20")));
    assert_eq!(facts.verified, Some(day("2023-07-05")));
}

#[test]
fn a_late_report_stays_late_when_verified() {
    let task = due_and_verified().step("2023-07-02", "完成").step("2023-07-05", "核验通过");
    assert_eq!(task.state("2023-07-05"), (State::DoneLate, Some(2)));
}

#[test]
fn an_extension_between_report_and_verification_does_not_make_it_timely() {
    let task = due_and_verified()
        .step("2023-07-02", "完成")
        .moved("2023-07-03", "2023-12-31")
        .step("2023-07-05", "核验通过");
    assert_eq!(task.state("2023-07-05"), (State::DoneLate, Some(2)));
}

#[test]
fn returned_reopens_and_the_next_completion_counts() {
    let task = due_and_verified()
        .step("2023-06-20", "完成")
        .step("2023-06-25", "核验退回")
        .step("2023-07-03", "完成")
        .step("2023-07-10", "核验通过");
    assert_eq!(task.on("2023-06-25").reported, None);
    assert_eq!(task.state("2023-07-02"), (State::Overdue, Some(2)));
    assert_eq!(task.state("2023-07-10"), (State::DoneLate, Some(3)));
    assert_eq!(task.on("2023-07-10").completed, Some(day("2023-07-03")));
}

#[test]
fn returned_reopens_a_task_done_by_its_own_report_too() {
    let task = due().step("2023-06-20", "完成").step("2023-06-25", "核验退回");
    assert_eq!(task.state("2023-06-24"), (State::Done, None));
    assert_eq!(task.state("2023-06-25"), (State::DueSoon, Some(5)));
    let again = task.step("2023-07-02", "完成");
    assert_eq!(again.state("2023-07-02"), (State::DoneLate, Some(2)));
}

#[test]
fn a_verified_task_that_is_returned_later_is_open_again() {
    let task = due_and_verified()
        .step("2023-06-20", "完成")
        .step("2023-06-22", "核验通过")
        .step("2023-07-05", "核验退回");
    assert_eq!(task.state("2023-07-04"), (State::Done, None));
    assert_eq!(task.state("2023-07-05"), (State::Overdue, Some(5)));
    assert_eq!(task.on("2023-07-05").verified, None);
}

#[test]
fn verifying_a_task_done_by_its_own_report_changes_nothing_but_says_so() {
    let task = due().step("2023-06-20", "完成").step("2023-07-05", "核验通过");
    let facts = task.on("2023-07-05");
    assert_eq!((facts.state, facts.completed), (State::Done, Some(day("2023-06-20"))));
    assert_eq!(facts.verified, Some(day("2023-07-05")));
}

#[test]
fn a_second_verification_changes_nothing() {
    let task = due_and_verified()
        .step("2023-06-20", "完成")
        .step("2023-06-25", "核验通过")
        .step("2023-07-05", "核验通过");
    assert_eq!(task.on("2023-07-05").verified, Some(day("2023-06-25")));
    assert_eq!(task.state("2023-07-05"), (State::Done, None));
}

#[test]
fn a_repeated_completion_changes_nothing() {
    let task = due().step("2023-06-20", "完成").step("2023-07-20", "完成");
    assert_eq!(task.state("2023-07-20"), (State::Done, None));
    assert_eq!(task.on("2023-07-20").completed, Some(day("2023-06-20")));
    let verified = due_and_verified()
        .step("2023-07-02", "完成")
        .step("2023-07-20", "完成")
        .step("2023-07-25", "核验通过");
    assert_eq!(verified.state("2023-07-25"), (State::DoneLate, Some(2)));
}

#[test]
fn a_reopened_task_is_judged_by_the_deadline_in_force_at_its_next_completion() {
    let reopened = due().step("2023-06-20", "完成").step("2023-07-05", "重开");
    assert_eq!(reopened.state("2023-07-05"), (State::Overdue, Some(5)));
    let by_the_old = reopened.clone().step("2023-07-10", "完成");
    assert_eq!(by_the_old.state("2023-07-10"), (State::DoneLate, Some(10)));
    let by_the_new = reopened.moved("2023-07-06", "2023-07-31").step("2023-07-10", "完成");
    assert_eq!(by_the_new.state("2023-07-10"), (State::Done, None));
    assert_eq!(by_the_new.on("2023-07-10").completed, Some(day("2023-07-10")));
}

#[test]
fn reopening_ends_a_cancellation_and_asks_for_a_new_report() {
    let task = due_and_verified()
        .step("2023-06-01", "完成")
        .step("2023-06-05", "取消")
        .step("2023-06-10", "重开");
    assert_eq!(task.state("2023-06-05"), (State::Cancelled, None));
    assert_eq!(task.state("2023-06-10"), (State::InProgress, None));
    assert_eq!(task.on("2023-06-10").reported, None);
}

#[test]
fn a_report_outlives_a_suspension() {
    let task = due_and_verified()
        .step("2023-06-01", "完成")
        .step("2023-06-05", "中止")
        .step("2023-07-10", "恢复")
        .step("2023-07-12", "核验通过");
    assert_eq!(task.state("2023-07-12"), (State::Done, None));
    assert_eq!(task.on("2023-07-12").completed, Some(day("2023-06-01")));
}

#[test]
fn a_back_filed_completion_counts_on_its_own_date_and_is_not_known_before() {
    let task = due().step_with("2023-06-29", "完成", "报送时间: 2023-07-04 11:30");
    assert_eq!(task.state("2023-07-03"), (State::Overdue, Some(3)));
    assert_eq!(task.state("2023-07-04"), (State::Done, None));
    assert_eq!(task.on("2023-07-04").completed, Some(day("2023-06-29")));
}
