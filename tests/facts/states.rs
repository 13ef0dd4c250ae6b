//! The table of states: each at its boundary, and the first match wins.

use liangshai::model::{Colour, State};

use crate::life::{day, due, planned, task};
use crate::support::{self, data};

#[test]
fn eight_days_before_the_deadline_a_task_is_in_progress() {
    assert_eq!(due().state("2023-06-22"), (State::InProgress, None));
    assert_eq!(due().on("2023-06-22").colour, None);
}

#[test]
fn seven_days_before_the_deadline_a_task_is_due_soon_and_yellow() {
    assert_eq!(due().state("2023-06-23"), (State::DueSoon, Some(7)));
    assert_eq!(due().on("2023-06-23").colour, Some(Colour::Yellow));
}

#[test]
fn the_day_of_the_deadline_is_still_yellow_and_due_today() {
    assert_eq!(due().state("2023-06-30"), (State::DueSoon, Some(0)));
    assert!(due().why("2023-06-30").contains("今日到期"));
}

#[test]
fn the_day_after_the_deadline_a_task_is_overdue_and_red() {
    assert_eq!(due().state("2023-07-01"), (State::Overdue, Some(1)));
    assert_eq!(due().on("2023-07-01").colour, Some(Colour::Red));
    assert_eq!(due().state("2024-06-30"), (State::Overdue, Some(366)));
}

#[test]
fn warning_days_are_the_plans() {
    let warned = |days: &str| planned(&format!("预警天数: {days}"), "完成时限: 2023-06-30");
    assert_eq!(warned("15").state("2023-06-14"), (State::InProgress, None));
    assert_eq!(warned("15").state("2023-06-15"), (State::DueSoon, Some(15)));
    assert_eq!(warned("0").state("2023-06-29"), (State::InProgress, None));
    assert_eq!(warned("0").state("2023-06-30"), (State::DueSoon, Some(0)));
}

#[test]
fn warning_days_are_calendar_days_and_the_deadline_does_not_move_for_a_holiday() {
    // 2023-10-01 is a holiday, and so is the week after it.
    let task = task("完成时限: 2023-10-01");
    assert_eq!(task.state("2023-09-24"), (State::DueSoon, Some(7)));
    assert_eq!(task.state("2023-10-02"), (State::Overdue, Some(1)));
}

#[test]
fn done_on_the_deadline_is_done_in_time_and_blue() {
    let task = due().step("2023-06-30", "完成");
    assert_eq!(task.state("2023-06-30"), (State::Done, None));
    let later = task.on("2024-01-01");
    assert_eq!((later.state, later.colour), (State::Done, Some(Colour::Blue)));
    assert_eq!(later.completed, Some(day("2023-06-30")));
}

#[test]
fn done_a_day_late_is_done_late_for_ever_and_never_blue() {
    let task = due().step("2023-07-01", "完成");
    for at in ["2023-07-01", "2023-12-31", "2033-01-01"] {
        assert_eq!(task.state(at), (State::DoneLate, Some(1)), "{at}");
        assert_eq!(task.on(at).colour, None, "{at}");
    }
    assert!(task.why("2023-07-01").contains("逾期1天"));
}

#[test]
fn before_it_is_done_the_completion_of_tomorrow_is_unknown() {
    let task = due().step("2023-06-30", "完成");
    assert_eq!(task.state("2023-06-29"), (State::DueSoon, Some(1)));
    assert_eq!(task.on("2023-06-29").completed, None);
}

#[test]
fn a_task_whose_start_lies_ahead_is_not_started() {
    let task = task("开始: 2023-05-01\n完成时限: 2023-06-30");
    assert_eq!(task.state("2023-04-30"), (State::NotStarted, None));
    assert_eq!(task.state("2023-05-01"), (State::InProgress, None));
}

#[test]
fn a_task_begins_with_its_plan_else_with_its_publication() {
    let with_plan = planned("开始: 2023-04-01", "完成时限: 2023-06-30");
    assert_eq!(with_plan.state("2023-03-31"), (State::NotStarted, None));
    assert_eq!(with_plan.on("2023-04-01").start, day("2023-04-01"));
    assert_eq!(due().on("2023-03-03").start, day("2023-03-03"));
    assert_eq!(due().state("2023-03-03"), (State::InProgress, None));
}

#[test]
fn a_standing_task_is_never_overdue() {
    let task = task("完成时限: 长期坚持");
    assert_eq!(task.state("2099-01-01"), (State::Standing, None));
    assert_eq!(task.on("2099-01-01").colour, None);
}

#[test]
fn a_task_without_a_deadline_says_so_and_has_no_colour() {
    let task = task("");
    assert_eq!(task.state("2099-01-01"), (State::NoDeadline, None));
    assert_eq!(task.on("2099-01-01").colour, None);
}

#[test]
fn done_without_a_deadline_is_done() {
    assert_eq!(task("").step("2023-09-01", "完成").state("2023-09-01"), (State::Done, None));
    let standing = task("完成时限: 长期坚持").step("2023-09-01", "完成");
    assert_eq!(standing.state("2023-09-01"), (State::Done, None));
}

#[test]
fn suspended_in_time_has_no_days_and_stays_so_past_the_deadline() {
    let task = due().step("2023-06-30", "中止");
    assert_eq!(task.state("2023-06-30"), (State::Suspended, None));
    assert_eq!(task.state("2023-12-31"), (State::Suspended, None));
    assert_eq!(task.on("2023-12-31").colour, None);
}

#[test]
fn suspended_after_the_deadline_says_how_late_it_was_then() {
    let task = due().step("2023-07-05", "中止");
    assert_eq!(task.state("2023-12-31"), (State::Suspended, Some(5)));
    assert!(task.why("2023-12-31").contains("暂缓时已逾期5天"));
    // A deadline changed afterwards does not undo it.
    let moved = task.moved("2023-08-01", "2023-12-31");
    assert_eq!(moved.state("2023-08-01"), (State::Suspended, Some(5)));
}

#[test]
fn cancelled_has_neither_days_nor_colour() {
    let task = due().step("2023-07-05", "取消");
    assert_eq!(task.state("2023-12-31"), (State::Cancelled, None));
    assert_eq!(task.on("2023-12-31").colour, None);
}

#[test]
fn cancelled_comes_before_suspended() {
    let task = due().step("2023-05-01", "中止").step("2023-05-02", "取消");
    assert_eq!(task.state("2023-05-01").0, State::Suspended);
    assert_eq!(task.state("2023-05-02").0, State::Cancelled);
}

#[test]
fn suspended_comes_before_what_a_report_awaiting_verification_would_make_it() {
    let task = planned("完成认定: 核验", "完成时限: 2023-06-30")
        .step("2023-05-01", "完成")
        .step("2023-05-02", "中止");
    assert_eq!(task.state("2023-07-02"), (State::Suspended, None));
}

#[test]
fn done_comes_before_not_started() {
    let early = task("开始: 2023-06-01\n完成时限: 2023-06-30").step("2023-05-01", "完成");
    assert_eq!(early.state("2023-05-01"), (State::Done, None));
}

#[test]
fn done_late_comes_before_not_started() {
    let task = due().step("2023-07-01", "完成").step_with("2023-07-02", "调整", "开始: 2023-09-01");
    assert_eq!(task.state("2023-07-02"), (State::DoneLate, Some(1)));
}

#[test]
fn cancelled_and_suspended_come_before_not_started() {
    let late_start = || task("开始: 2023-06-01\n完成时限: 2023-06-30");
    assert_eq!(late_start().step("2023-05-01", "中止").state("2023-05-01").0, State::Suspended);
    assert_eq!(late_start().step("2023-05-01", "取消").state("2023-05-01").0, State::Cancelled);
}

#[test]
fn not_started_comes_before_standing_and_no_deadline() {
    let standing = task("开始: 2023-06-01\n完成时限: 长期坚持");
    assert_eq!(standing.state("2023-05-31").0, State::NotStarted);
    assert_eq!(standing.state("2023-06-01").0, State::Standing);
    let open_ended = task("开始: 2023-06-01");
    assert_eq!(open_ended.state("2023-05-31").0, State::NotStarted);
    assert_eq!(open_ended.state("2023-06-01").0, State::NoDeadline);
}

#[test]
fn not_started_comes_before_overdue_and_due_soon() {
    // Such a span is a warning; what is computed must still be the first match.
    let backwards = task("开始: 2023-08-01\n完成时限: 2023-06-30");
    assert_eq!(backwards.state("2023-06-30").0, State::NotStarted);
    assert_eq!(backwards.state("2023-07-31").0, State::NotStarted);
    assert_eq!(backwards.state("2023-08-01"), (State::Overdue, Some(32)));
}

#[test]
fn suspended_comes_before_standing_and_no_deadline() {
    let standing = task("完成时限: 长期坚持").step("2023-05-01", "中止");
    assert_eq!(standing.state("2023-05-01"), (State::Suspended, None));
    assert_eq!(task("").step("2023-05-01", "中止").state("2023-05-01"), (State::Suspended, None));
}

#[test]
fn without_any_report_an_open_task_says_so() {
    assert!(due().why("2023-05-01").contains("暂无进展报送"));
    let reported = due().step("2023-04-20", "进展");
    assert!(reported.why("2023-04-19").contains("暂无进展报送"));
    assert!(!reported.why("2023-04-20").contains("暂无进展报送"));
}

#[test]
fn colours_are_the_plans_data() {
    let own = "颜色: {按时完成: 绿, 逾期未完成: 橙, 临近时限: 无, 正在推进: 蓝}";
    let task = planned(own, "完成时限: 2023-06-30");
    assert_eq!(task.on("2023-05-01").colour, Some(Colour::Blue));
    assert_eq!(task.on("2023-06-30").colour, None);
    assert_eq!(task.on("2023-07-01").colour, Some(Colour::Orange));
    assert_eq!(task.step("2023-06-01", "完成").on("2023-06-01").colour, Some(Colour::Green));
}

#[test]
fn no_plan_may_give_a_late_completion_the_colour_of_a_timely_one() {
    for own in ["{逾期完成: 蓝}", "{按时完成: 绿, 逾期完成: 绿}", "{逾期完成: 绿, 按时完成: 绿}"]
    {
        let task = planned(&format!("颜色: {own}"), "");
        assert_eq!(task.0.errors(), ["content/plans/p.md late-shown-as-timely"], "{own}");
    }
}

#[test]
fn a_reason_names_rule_deadline_and_day() {
    let overdue = due().why("2023-07-12");
    for part in ["2023年6月30日", "2023年7月12日", "12天"] {
        assert!(overdue.contains(part), "{part} in {overdue}");
    }
    let cancelled = due().step("2023-05-06", "取消").why("2023-07-12");
    for part in ["局党组会议", "2023年5月6日"] {
        assert!(cancelled.contains(part), "{part} in {cancelled}");
    }
}

#[test]
fn a_state_rests_on_the_entry_that_made_it() {
    let rests_on = |life: &crate::life::Life, at: &str| {
        let facts = life.0.on(at);
        let id = support::task(&facts, "t");
        let entry = facts.task(id)?.rests_on?;
        Some(facts.public().task(id).entries[entry].base.day)
    };
    let task = due()
        .step("2023-04-01", "进展")
        .moved("2023-05-01", "2023-07-31")
        .step("2023-08-02", "完成")
        .step("2023-08-03", "重开")
        .step("2023-08-04", "取消");
    assert_eq!(rests_on(&task, "2023-04-01"), None, "the commitment itself");
    assert_eq!(rests_on(&task, "2023-08-01"), Some(day("2023-05-01")), "its last deadline");
    assert_eq!(rests_on(&task, "2023-08-02"), Some(day("2023-08-02")));
    assert_eq!(rests_on(&task, "2023-08-04"), Some(day("2023-08-04")));
    // Of two changes the one filed last is in force, though the other comes after it.
    let crossed = due()
        .named("2023-05-01-a", &format!("{CHANGE}2023-07-31\n报送时间: 2023-05-20"))
        .named("2023-05-10-b", &format!("{CHANGE}2023-08-31"));
    assert_eq!(rests_on(&crossed, "2023-05-19"), Some(day("2023-05-10")));
    assert_eq!(rests_on(&crossed, "2023-05-20"), Some(day("2023-05-01")));
}

const CHANGE: &str = "事项: 调整\n理由: 系统升级\n批准: 局党组会议\n完成时限: ";

#[test]
fn tasks_json_tells_a_state_by_the_contracts_keys() {
    let line = due().step_with("2023-05-26", "进展", "完成比例: 60").json("2023-07-12");
    assert_eq!(line["state"], "overdue");
    assert_eq!(line["colour"], "red");
    assert_eq!(line["days"], 12);
    assert_eq!(line["completed"], serde_json::Value::Null);
    assert_eq!(line["percent"], 60);
    assert_eq!(line["last_report"], "2023-05-26");
    assert_eq!(line["original_deadline"], "2023-06-30");
    assert_eq!(line["changed"], 0);
    assert_eq!(line["url"], "/tasks/t/");
    let late = due().step("2023-07-03", "完成").json("2023-07-12");
    assert_eq!((&late["state"], &late["days"]), (&"done_late".into(), &3.into()));
    assert!(late["colour"].is_null() && late["completed"] == "2023-07-03");
}

#[test]
fn percent_is_the_last_stated_and_not_set_by_a_completion() {
    let task = due().step_with("2023-05-01", "进展", "完成比例: 60").step("2023-06-01", "完成");
    assert_eq!(task.json("2023-06-01")["percent"], 60);
    assert!(task.json("2023-04-30")["percent"].is_null());
}

#[test]
fn every_state_is_present_in_counts_and_each_task_is_in_one() {
    let offices = data(&due().0.on("2023-07-01"), "offices");
    let of_a = &offices["offices"][0]["tasks"];
    assert_eq!(of_a["total"], 1);
    let by_state = of_a["by_state"].as_object().expect("counts");
    assert_eq!(by_state.len(), State::ALL.len());
    for state in State::ALL {
        assert_eq!(by_state[state.name()], u32::from(state == State::Overdue));
    }
}
