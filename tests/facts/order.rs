//! The order of entries within a day.

use liangshai::model::State;

use crate::life::{day, due, due_and_verified};

#[test]
fn within_a_day_a_deadline_changes_before_the_task_is_done() {
    // By name 完成 comes before 调整.
    let task = due().step("2023-07-02", "完成").moved("2023-07-02", "2023-07-31");
    assert_eq!(task.state("2023-07-02"), (State::Done, None));
}

#[test]
fn within_a_day_a_task_is_reported_before_it_is_verified() {
    let task = due_and_verified()
        .named("2023-06-20-b", "事项: 完成")
        .named("2023-06-20-a", "事项: 核验\n核验单位: 乙股\n结果: 通过");
    assert_eq!(task.impossible(), [""; 0]);
    assert_eq!(task.state("2023-06-20"), (State::Done, None));
}

#[test]
fn within_a_day_progress_comes_before_completion() {
    let task = due()
        .named("2023-06-20-a", "事项: 完成\n完成比例: 100")
        .named("2023-06-20-b", "完成比例: 80");
    assert_eq!(task.json("2023-06-20")["percent"], 100);
}

#[test]
fn within_a_day_a_stated_time_decides_before_the_logical_order() {
    let returned = "事项: 核验\n核验单位: 乙股\n结果: 退回";
    let task = due_and_verified()
        .step("2023-06-19", "完成")
        .named("2023-06-20-a", &format!("{returned}\n时间: 09:00"))
        .named("2023-06-20-b", "事项: 完成\n时间: 15:00");
    assert_eq!(task.impossible(), [""; 0]);
    assert_eq!(task.on("2023-06-20").reported, Some(day("2023-06-20")));
}

#[test]
fn a_verification_without_a_time_confirms_a_completion_that_has_one() {
    let task = due_and_verified()
        .named("2023-06-20-a", "事项: 核验\n核验单位: 乙股\n结果: 通过")
        .named("2023-06-20-b", "事项: 完成\n时间: 10:00");
    assert_eq!(task.impossible(), [""; 0]);
    assert_eq!(task.state("2023-06-20"), (State::Done, None));
}

#[test]
fn the_morning_comes_before_the_afternoon() {
    let task = due()
        .named("2023-05-10-a", "时间: 15:00\n完成比例: 30")
        .named("2023-05-10-b", "时间: 上午\n完成比例: 20");
    assert_eq!(task.json("2023-05-10")["percent"], 30);
}

/// The percentage of the entry that comes last, of entries named so within a day.
fn last_of(names: &[&str]) -> String {
    let mut task = due();
    for (i, name) in names.iter().enumerate() {
        task = task.named(&format!("2023-05-10{name}"), &format!("完成比例: {}", i + 1));
    }
    let last = task.json("2023-05-10")["percent"].as_u64().expect("a percentage");
    names[last as usize - 1].to_owned()
}

#[test]
fn a_bare_date_comes_first() {
    assert_eq!(last_of(&["-a", ""]), "-a");
    assert_eq!(last_of(&["", "-1"]), "-1");
}

#[test]
fn runs_of_digits_are_numbers() {
    assert_eq!(last_of(&["-10", "-9"]), "-10");
    assert_eq!(last_of(&["-b2", "-b10", "-b1"]), "-b10");
}

#[test]
fn the_nth_time_is_a_number_in_figures_and_in_words() {
    assert_eq!(last_of(&["-第十次", "-第9次"]), "-第十次");
    assert_eq!(last_of(&["-第二次", "-第一次"]), "-第二次");
    assert_eq!(last_of(&["-第十一次", "-第二次", "-第十次"]), "-第十一次");
    assert_eq!(last_of(&["-第二十次调度", "-第十九次调度"]), "-第二十次调度");
}

#[test]
fn days_come_before_all_else() {
    let task = due()
        .named("2023-05-10-z", "时间: 18:00\n完成比例: 90")
        .named("2023-05-11", "时间: 08:00\n完成比例: 10");
    assert_eq!(task.json("2023-05-11")["percent"], 10);
}

#[test]
fn an_entry_filed_late_keeps_its_place_by_its_date() {
    let task = due()
        .step_with("2023-05-01", "进展", "完成比例: 20\n报送时间: 2023-05-20")
        .step_with("2023-05-10", "进展", "完成比例: 50");
    assert_eq!(task.json("2023-05-20")["percent"], 50);
    assert_eq!(task.json("2023-05-20")["last_report"], "2023-05-10");
}
