//! Rates beside their counts: what is due, nothing of nothing, rounding, and 双过半.

use liangshai::facts::count::{shares_look_wrong, widths};
use liangshai::facts::{Counts, Halfway, Ratio, Unjudged};
use liangshai::model::State;

use crate::support::{self, Site, site};

/// Counts with this many tasks in each state named.
fn counts(of: &[(State, u32)]) -> Counts {
    let mut counts = Counts::default();
    for (state, times) in of {
        (0..*times).for_each(|_| counts.add(*state));
    }
    counts
}

fn printed(part: u32, whole: u32) -> String {
    Ratio { part, whole }.to_string()
}

#[test]
fn the_done_rate_is_of_all_but_cancelled_and_standing() {
    let one_of_each: Vec<_> = State::ALL.into_iter().map(|state| (state, 1)).collect();
    let counts = counts(&one_of_each);
    assert_eq!((counts.total(), counts.due()), (10, 8));
    assert_eq!(counts.done_rate(), Ratio { part: 2, whole: 8 });
    assert_eq!(counts.on_time_rate(), Ratio { part: 1, whole: 8 });
}

#[test]
fn suspended_and_not_started_tasks_stay_in_the_denominator() {
    let counts = counts(&[(State::Done, 1), (State::Suspended, 1), (State::NotStarted, 2)]);
    assert_eq!(counts.done_rate(), Ratio { part: 1, whole: 4 });
}

#[test]
fn nothing_of_nothing_is_a_dash_and_null() {
    let only_standing = counts(&[(State::Standing, 3), (State::Cancelled, 1)]);
    assert_eq!(only_standing.done_rate().to_string(), "—");
    assert_eq!(only_standing.done_rate().permille(), None);
    assert_eq!(only_standing.on_time_rate().permille(), None);
    let plan = with_tasks("", &["完成时限: 长期坚持"]);
    let row = crate::support::data(&plan.on("2023-05-10"), "plans")["plans"][0].clone();
    assert!(row["tasks"]["done_rate"].is_null(), "{row}");
}

#[test]
fn printed_rates_have_one_decimal_and_round_half_away_from_zero() {
    assert_eq!(printed(219, 373), "58.7%");
    assert_eq!(printed(1, 2000), "0.1%", "0.05 rounds up");
    assert_eq!(printed(9, 2000), "0.5%", "0.45 rounds up, not to the even digit");
    assert_eq!(printed(1999, 2000), "100.0%");
    assert_eq!(printed(3, 3), "100.0%");
    assert_eq!(printed(0, 3), "0.0%");
}

#[test]
fn equal_parts_print_equal() {
    for (part, whole) in [(1, 3), (2, 3), (1, 7), (5, 6)] {
        assert_eq!(printed(part, whole), printed(part * 1000, whole * 1000));
    }
}

#[test]
fn shares_that_do_not_add_up_own_up_to_it() {
    let shares = |parts: [u32; 3]| {
        let whole = parts.iter().sum();
        shares_look_wrong(&parts.map(|part| Ratio { part, whole }))
    };
    assert!(shares([1, 1, 1]), "33.3 three times");
    assert!(shares([1, 1, 4]), "16.7 + 16.7 + 66.7");
    assert!(!shares([1, 1, 2]));
}

#[test]
fn bars_fill_by_largest_remainder() {
    assert_eq!(widths(&[1, 1, 4]), [17, 17, 66]);
    assert_eq!(widths(&[104, 104, 36]).iter().sum::<u32>(), 100);
}

/// A plan of 2022 with tasks of these fields.
fn with_tasks(of_plan: &str, tasks: &[&str]) -> Site {
    let plan = format!("标题: 方案\n发文机关: 某局\n发布日期: 2022-01-01\n{of_plan}");
    let mut site = site().record("offices/a", "标题: 甲股").record("plans/p", &plan);
    for (i, fields) in tasks.iter().enumerate() {
        let path = format!("tasks/t{i}/index");
        site = site.record(&path, &format!("标题: 任务{i}\n方案: 方案\n责任单位: 甲股\n{fields}"));
    }
    site
}

/// 双过半 of the plan.
fn halfway(site: &Site, day: &str) -> Option<Halfway> {
    let facts = site.on(day);
    facts.halfway(support::plan(&facts, "p"))
}

/// Whether both halves are passed, and the halves.
fn judged(site: &Site, day: &str) -> (Option<bool>, Ratio, Ratio) {
    let halfway = halfway(site, day).expect("a span");
    (halfway.is_passed(), halfway.time, halfway.tasks.expect("a verdict"))
}

const DATED: &str = "完成时限: 2022-12-31";

#[test]
fn both_halves_are_passed_when_half_of_the_time_and_half_of_the_tasks_are() {
    let half_done = with_tasks("结束: 2022-12-31", &[DATED, "", "完成时限: 长期坚持"])
        .record("tasks/t0/2022-02-01", "事项: 完成");
    let tasks = Ratio { part: 1, whole: 2 };
    let time = |part| Ratio { part, whole: 365 };
    assert_eq!(judged(&half_done, "2022-07-01"), (Some(false), time(182), tasks));
    assert_eq!(judged(&half_done, "2022-07-02"), (Some(true), time(183), tasks));
}

#[test]
fn half_of_the_time_without_half_of_the_tasks_is_not_enough() {
    let third_done = with_tasks("结束: 2022-12-31", &[DATED, "", ""])
        .record("tasks/t0/2022-02-01", "事项: 完成");
    assert_eq!(judged(&third_done, "2022-12-31").0, Some(false));
}

#[test]
fn the_span_counts_both_its_ends_and_begins_with_the_plans_start() {
    let ten_days = with_tasks("开始: 2022-03-01\n结束: 2022-03-10", &["完成时限: 2022-03-10"])
        .record("tasks/t0/2022-03-01", "事项: 完成");
    let tasks = Ratio { part: 1, whole: 1 };
    let time = |part| Ratio { part, whole: 10 };
    assert_eq!(judged(&ten_days, "2022-03-04"), (Some(false), time(4), tasks));
    assert_eq!(judged(&ten_days, "2022-03-05"), (Some(true), time(5), tasks));
    assert_eq!(judged(&ten_days, "2022-06-01"), (Some(true), time(10), tasks), "all of it");
}

#[test]
fn a_plan_without_an_end_has_no_half() {
    assert_eq!(halfway(&with_tasks("", &[DATED]), "2022-07-02"), None);
}

/// What keeps the plan from being judged.
fn unjudged(site: &Site) -> Option<Unjudged> {
    let halfway = halfway(site, "2022-12-31").expect("a span");
    assert_eq!(halfway.is_passed().is_none(), halfway.tasks.is_err());
    let data = support::data(&site.on("2022-12-31"), "plans");
    let in_data = &data["plans"][0]["halfway"];
    assert_eq!(in_data["passed"].is_null(), halfway.tasks.is_err(), "{in_data}");
    assert_eq!(in_data["tasks_rate"].is_null(), halfway.tasks.is_err(), "{in_data}");
    assert_eq!(in_data["time_rate"], 100.0);
    halfway.tasks.err()
}

#[test]
fn tasks_without_any_deadline_tell_nothing_of_half_of_a_plan() {
    for undated in ["", "完成时限: 长期坚持"] {
        let site = with_tasks("结束: 2022-12-31", &[undated, undated]);
        assert_eq!(unjudged(&site), Some(Unjudged::NoDeadlines { listed: 2 }));
    }
    assert_eq!(unjudged(&with_tasks("结束: 2022-12-31", &["", DATED])), None);
}

#[test]
fn a_part_of_the_tasks_a_plan_states_is_no_half_of_it() {
    let stating = |stated| format!("结束: 2022-12-31\n任务数: {stated}");
    let few = with_tasks(&stating(3), &[DATED, DATED]);
    assert_eq!(unjudged(&few), Some(Unjudged::Listed { listed: 2, stated: 3 }));
    assert_eq!(unjudged(&with_tasks(&stating(2), &[DATED, DATED])), None);
}

#[test]
fn a_sample_is_no_task_of_a_real_plan_and_takes_no_part_in_its_half() {
    let sample = "完成时限: 2022-12-31\n示例: 是";
    let stating = |stated| format!("结束: 2022-12-31\n任务数: {stated}");
    let two_and_one = with_tasks(&stating(3), &[DATED, DATED, sample]);
    assert_eq!(unjudged(&two_and_one), Some(Unjudged::Listed { listed: 2, stated: 3 }));
    let done = with_tasks(&stating(1), &[DATED, sample, sample])
        .record("tasks/t0/2022-02-01", "事项: 完成");
    assert_eq!(judged(&done, "2022-12-31").2, Ratio { part: 1, whole: 1 });
    let all_samples = with_tasks(&format!("{}\n示例: 是", stating(2)), &[sample, sample]);
    assert_eq!(unjudged(&all_samples), None, "they are the tasks of a sample plan");
}
