//! A changed deadline: when it takes effect, and what it cannot undo.

use liangshai::model::State;

use crate::life::{day, due, planned, task};

#[test]
fn a_changed_deadline_moves_the_state_and_keeps_the_original() {
    let task = due().moved("2023-06-01", "2023-07-31");
    assert_eq!(task.state("2023-05-31"), (State::InProgress, None));
    assert_eq!(task.on("2023-05-31").commitment.deadline, task.on("2023-05-31").original_deadline);
    let after = task.on("2023-07-05");
    assert_eq!(after.state, State::InProgress);
    assert_eq!(after.original_deadline.and_then(|d| d.day()), Some(day("2023-06-30")));
    assert_eq!(after.commitment.deadline.and_then(|d| d.day()), Some(day("2023-07-31")));
    assert_eq!(after.on_original, Some((State::Overdue, Some(5))));
    assert_eq!(task.state("2023-08-01"), (State::Overdue, Some(1)));
}

#[test]
fn an_unchanged_deadline_has_no_state_on_the_original() {
    assert_eq!(due().on("2023-07-05").on_original, None);
    let other = due().step_with("2023-06-01", "调整", "目标: 新的目标");
    assert_eq!(other.on("2023-07-05").on_original, None);
    assert_eq!(other.json("2023-07-05")["changed"], 0, "only changes of the deadline count");
}

#[test]
fn each_change_of_the_deadline_is_counted() {
    let task = due().moved("2023-06-01", "2023-07-31").moved("2023-07-01", "2023-08-31");
    for (at, changed, deadline) in [
        ("2023-05-31", 0, "2023-06-30"),
        ("2023-06-01", 1, "2023-07-31"),
        ("2023-07-01", 2, "2023-08-31"),
    ] {
        let line = task.json(at);
        assert_eq!((&line["changed"], &line["deadline"]), (&changed.into(), &deadline.into()));
        assert_eq!(line["original_deadline"], "2023-06-30");
    }
}

#[test]
fn the_deadline_is_shown_in_the_words_it_was_given_in() {
    let task = task("完成时限: 6月底前").moved("2023-06-01", "9月底前");
    let line = task.json("2023-06-01");
    assert_eq!(
        (&line["deadline"], &line["deadline_text"]),
        (&"2023-09-30".into(), &"9月底前".into())
    );
    assert_eq!(line["original_deadline"], "2023-06-30");
}

#[test]
fn an_extension_in_time_is_no_extension_when_overdue() {
    let on_the_day = due().moved("2023-06-30", "2023-07-31").on("2023-07-01");
    assert!(!on_the_day.changes[0].after_deadline);
    assert_eq!(on_the_day.changes[0].days(), Some(31));
}

#[test]
fn an_extension_after_the_deadline_says_so() {
    let task = due().moved("2023-07-01", "2023-07-31");
    assert_eq!(task.state("2023-07-01"), (State::InProgress, None));
    assert!(task.on("2023-07-01").changes[0].after_deadline);
    let filed_late =
        due().step_with("2023-06-29", "调整", "完成时限: 2023-07-31\n报送时间: 2023-07-01 09:00");
    assert!(filed_late.on("2023-07-01").changes[0].after_deadline, "it took effect too late");
}

#[test]
fn each_extension_is_held_against_the_deadline_before_it() {
    let task = due().moved("2023-06-20", "2023-07-31").moved("2023-07-15", "2023-08-31");
    let changes = task.on("2023-07-15").changes;
    assert_eq!(changes.iter().map(|c| c.after_deadline).collect::<Vec<_>>(), [false, false]);
}

#[test]
fn only_an_extension_can_come_after_the_deadline() {
    let shortened = due().moved("2023-07-05", "2023-06-15").on("2023-07-05");
    assert!(!shortened.changes[0].after_deadline, "no extension");
    assert_eq!(shortened.days, Some(20));
    let standing = due().moved("2023-07-05", "长期坚持").on("2023-07-05");
    assert!(standing.changes[0].after_deadline);
    assert_eq!(standing.state, State::Standing);
}

#[test]
fn a_task_done_in_time_was_never_extended_when_overdue() {
    let in_time = due().step("2023-06-20", "完成").moved("2023-07-05", "2023-07-31");
    assert!(!in_time.on("2023-07-05").changes[0].after_deadline);
    let late = due().step("2023-07-02", "完成").moved("2023-07-05", "2023-07-31");
    assert!(late.on("2023-07-05").changes[0].after_deadline);
}

#[test]
fn an_extension_after_the_completion_does_not_make_it_timely() {
    let task = due().step("2023-07-02", "完成").moved("2023-07-05", "2023-12-31");
    assert_eq!(task.state("2023-07-04"), (State::DoneLate, Some(2)));
    assert_eq!(task.state("2023-07-05"), (State::DoneLate, Some(2)));
    assert!(task.why("2023-07-05").contains("2023年6月30日"), "{}", task.why("2023-07-05"));
}

#[test]
fn an_extension_dated_before_the_completion_but_filed_after_it_does_not_make_it_timely() {
    let task = due().step("2023-07-02", "完成").step_with(
        "2023-06-20",
        "调整",
        "完成时限: 2023-12-31\n报送时间: 2023-07-03 09:00",
    );
    for at in ["2023-07-02", "2023-07-03", "2024-01-01"] {
        assert_eq!(task.state(at), (State::DoneLate, Some(2)), "{at}");
    }
}

#[test]
fn an_extension_later_on_the_day_of_the_completion_does_not_make_it_timely() {
    let task = due().step_with("2023-07-02", "完成", "时间: 09:00").step_with(
        "2023-07-02",
        "调整",
        "时间: 15:00\n完成时限: 2023-12-31",
    );
    assert_eq!(task.state("2023-07-02"), (State::DoneLate, Some(2)));
    let judged_by = task.on("2023-07-02").judged_by.and_then(|deadline| deadline.day());
    assert_eq!(judged_by, Some(day("2023-06-30")));
}

#[test]
fn an_extension_before_the_completion_makes_it_timely_even_on_its_own_day() {
    let task = due().moved("2023-06-29", "2023-07-31").step("2023-07-02", "完成");
    assert_eq!(task.state("2023-07-02"), (State::Done, None));
    assert_eq!(task.on("2023-07-02").on_original, Some((State::DoneLate, Some(2))));
    let same_day = due().moved("2023-07-02", "2023-07-31").step("2023-07-02", "完成");
    assert_eq!(same_day.state("2023-07-02"), (State::Done, None));
    assert!(same_day.on("2023-07-02").changes[0].after_deadline, "but it says how");
}

#[test]
fn an_extension_is_before_a_completion_of_its_day_unless_times_say_otherwise() {
    let change = "完成时限: 2023-07-31";
    let timed = due().step_with("2023-07-02", "调整", &format!("{change}\n时间: 09:00"));
    assert_eq!(timed.clone().step("2023-07-02", "完成").state("2023-07-02").0, State::Done);
    let both = timed.step_with("2023-07-02", "完成", "时间: 10:00");
    assert_eq!(both.state("2023-07-02").0, State::Done);
}

#[test]
fn an_extension_known_only_later_makes_a_back_filed_completion_timely_if_it_was_in_force_on_its_day()
 {
    let task = due().moved("2023-06-29", "2023-07-31").step_with(
        "2023-07-02",
        "完成",
        "报送时间: 2023-08-10",
    );
    assert_eq!(task.state("2023-08-09"), (State::Overdue, Some(9)));
    assert_eq!(task.state("2023-08-10"), (State::Done, None));
}

#[test]
fn an_extension_between_a_completion_and_its_filing_does_not_help_it() {
    let task = due()
        .step_with("2023-07-02", "完成", "报送时间: 2023-07-10")
        .moved("2023-07-05", "2023-07-31");
    assert_eq!(task.state("2023-07-09"), (State::InProgress, None));
    assert_eq!(task.state("2023-07-10"), (State::DoneLate, Some(2)));
}

#[test]
fn a_deadline_brought_forward_after_the_completion_does_not_make_it_late() {
    let task = due().step("2023-06-20", "完成").moved("2023-06-25", "2023-06-10");
    assert_eq!(task.state("2023-06-25"), (State::Done, None));
}

#[test]
fn a_deadline_brought_forward_before_the_completion_makes_it_late() {
    let task = due().moved("2023-06-01", "2023-06-10").step("2023-06-20", "完成");
    assert_eq!(task.state("2023-06-20"), (State::DoneLate, Some(10)));
    assert_eq!(task.on("2023-06-20").on_original, Some((State::Done, None)));
}

#[test]
fn a_new_deadline_takes_effect_on_the_later_of_its_date_and_its_filing() {
    let task = due().step_with("2023-06-01", "调整", "完成时限: 2023-07-31\n报送时间: 2023-07-05");
    assert_eq!(task.state("2023-07-04"), (State::Overdue, Some(4)));
    assert_eq!(task.json("2023-07-04")["changed"], 0);
    assert_eq!(task.state("2023-07-05"), (State::InProgress, None));
    assert_eq!(task.on("2023-07-05").changes[0].effective, day("2023-07-05"));
}

#[test]
fn resuming_may_set_a_new_deadline() {
    let task =
        due().step("2023-06-01", "中止").step_with("2023-07-01", "恢复", "完成时限: 2023-08-31");
    assert_eq!(task.state("2023-06-30"), (State::Suspended, None));
    assert_eq!(task.state("2023-07-01"), (State::InProgress, None));
    assert_eq!(task.json("2023-07-01")["changed"], 1);
}

#[test]
fn resuming_without_a_new_deadline_leaves_the_old_one() {
    let task = due().step("2023-06-01", "中止").step("2023-07-01", "恢复");
    assert_eq!(task.state("2023-07-01"), (State::Overdue, Some(1)));
    assert_eq!(task.json("2023-07-01")["changed"], 0);
}

#[test]
fn a_deadline_may_become_standing_and_come_back() {
    let task = due().moved("2023-05-01", "长期坚持").moved("2023-07-01", "2023-07-31");
    assert_eq!(task.state("2023-06-30").0, State::Standing);
    assert_eq!(task.state("2023-08-01"), (State::Overdue, Some(1)));
    assert_eq!(task.on("2023-08-01").changes.len(), 2);
}

#[test]
fn a_task_without_a_deadline_may_be_given_one() {
    let task = task("").moved("2023-05-01", "2023-06-30");
    assert_eq!(task.state("2023-04-30").0, State::NoDeadline);
    assert_eq!(task.state("2023-07-01"), (State::Overdue, Some(1)));
    assert_eq!(task.on("2023-07-01").on_original, Some((State::NoDeadline, None)));
    assert!(task.json("2023-07-01")["original_deadline"].is_null());
}

#[test]
fn a_deadline_without_a_year_takes_the_plans() {
    let of_next_year = planned("年度: 2024", "完成时限: 3月底前");
    assert_eq!(of_next_year.json("2023-05-01")["deadline"], "2024-03-31");
    let of_start = task("开始: 2024-01-01\n完成时限: 3月底前");
    assert_eq!(of_start.json("2023-05-01")["deadline"], "2024-03-31");
    assert_eq!(task("完成时限: 3月底前").json("2023-05-01")["deadline"], "2023-03-31");
}

#[test]
fn any_field_of_the_commitment_may_change_and_the_others_stay() {
    let task = planned("", "完成时限: 2023-06-30\n目标: 甲").step_with(
        "2023-05-01",
        "调整",
        "责任单位: 乙股\n开始: 2023-04-01",
    );
    let (before, after) = (task.json("2023-04-30"), task.json("2023-05-01"));
    assert_eq!((&before["lead"][0], &after["lead"][0]), (&"a".into(), &"b".into()));
    assert_eq!((&before["start"], &after["start"]), (&"2023-03-03".into(), &"2023-04-01".into()));
    assert_eq!((&after["deadline"], &after["goal"]), (&"2023-06-30".into(), &"甲".into()));
}

#[test]
fn a_deadline_that_passed_while_suspended_was_not_missed() {
    let task =
        due().step("2023-06-01", "中止").step_with("2023-08-01", "恢复", "完成时限: 2023-09-30");
    assert!(!task.on("2023-08-02").changes[0].after_deadline);
    let missed =
        due().step("2023-07-10", "中止").step_with("2023-08-01", "恢复", "完成时限: 2023-09-30");
    assert!(missed.on("2023-08-02").changes[0].after_deadline);
}
