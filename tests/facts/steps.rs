//! The steps a task may take from where it stands, and no others.

use crate::life::{Life, due, due_and_verified};

const EVENTS: [&str; 9] =
    ["进展", "调整", "完成", "核验通过", "核验退回", "中止", "恢复", "取消", "重开"];

/// Tries every event on a task; exactly the named ones must be possible.
fn allows(life: &Life, possible: &[&str]) {
    assert_eq!(life.impossible(), [""; 0], "the steps before must be possible");
    for event in EVENTS {
        let more = if event == "调整" { "目标: 新的目标" } else { "" };
        let tried = life.clone().step_with("2023-05-09", event, more).impossible();
        let refused = vec![format!("2023-05-09-{event}.md")];
        let expected = if possible.contains(&event) { Vec::new() } else { refused };
        assert_eq!(tried, expected, "{event}");
    }
}

#[test]
fn an_open_task_may_be_completed_suspended_or_cancelled() {
    allows(&due(), &["进展", "调整", "完成", "中止", "取消"]);
}

#[test]
fn a_suspended_task_may_be_resumed_or_cancelled() {
    allows(&due().step("2023-05-01", "中止"), &["进展", "调整", "恢复", "取消"]);
}

#[test]
fn a_resumed_task_is_open() {
    let resumed = due().step("2023-05-01", "中止").step("2023-05-02", "恢复");
    allows(&resumed, &["进展", "调整", "完成", "中止", "取消"]);
}

#[test]
fn a_done_task_may_be_reopened_verified_or_reported_again() {
    let done = due().step("2023-05-01", "完成");
    allows(&done, &["进展", "调整", "完成", "核验通过", "核验退回", "重开"]);
}

#[test]
fn a_cancelled_task_may_be_reopened() {
    allows(&due().step("2023-05-01", "取消"), &["进展", "调整", "重开"]);
}

#[test]
fn a_reopened_task_is_open_and_must_be_completed_before_it_is_verified() {
    let reopened = due().step("2023-05-01", "完成").step("2023-05-02", "重开");
    allows(&reopened, &["进展", "调整", "完成", "中止", "取消"]);
}

#[test]
fn a_returned_task_is_open_and_must_be_completed_before_it_is_verified() {
    let returned = due_and_verified().step("2023-05-01", "完成").step("2023-05-02", "核验退回");
    allows(&returned, &["进展", "调整", "完成", "中止", "取消"]);
}

#[test]
fn a_task_awaiting_verification_is_open_and_may_be_verified() {
    let reported = due_and_verified().step("2023-05-01", "完成");
    allows(&reported, &["进展", "调整", "完成", "核验通过", "核验退回", "中止", "取消"]);
}

#[test]
fn an_impossible_step_is_reported_at_the_file_and_changes_nothing() {
    let task = due().step("2023-05-01", "恢复").step("2023-05-02", "完成");
    assert_eq!(task.impossible(), ["2023-05-01-恢复.md"]);
    let faults = task.0.model().1.sorted();
    let fault = faults.iter().find(|fault| fault.code.name() == "impossible-step").expect("one");
    assert!(fault.message.zh.contains("恢复") && fault.help.is_some(), "{}", fault.message.zh);
}

#[test]
fn every_impossible_step_is_reported_not_the_first_alone() {
    let task = due().step("2023-05-01", "恢复").step("2023-05-02", "重开");
    assert_eq!(task.impossible(), ["2023-05-01-恢复.md", "2023-05-02-重开.md"]);
}
