//! What is due and done in all by the day; what became of each return.

use liangshai::facts::burn_up::at;
use liangshai::facts::returns::Outcome;
use liangshai::model::Period;

use crate::life::day;
use crate::support::{self, Site, site};

/// A plan of a year with tasks due in March, June and never.
fn year() -> Site {
    site()
        .record("offices/a", "标题: 甲股")
        .record(
            "plans/p",
            "标题: 方案\n发文机关: 某局\n发布日期: 2023-01-01\n开始: 2023-01-01\n结束: 2023-12-31",
        )
        .record("tasks/1/index", "标题: 一\n方案: 方案\n责任单位: 甲股\n完成时限: 3月底前")
        .record("tasks/2/index", "标题: 二\n方案: 方案\n责任单位: 甲股\n完成时限: 6月底前")
        .record("tasks/3/index", "标题: 三\n方案: 方案\n责任单位: 甲股")
        .record("tasks/4/index", "标题: 四\n方案: 方案\n责任单位: 甲股\n完成时限: 长期坚持")
        .record("tasks/2/2023-05-26-完成", "事项: 完成")
        .record("tasks/1/2023-07-03-完成", "事项: 完成")
}

#[test]
fn due_goes_by_deadlines_and_done_by_the_day_it_was_done() {
    let facts = year().on("2023-08-31");
    let of = facts.burn_up(support::plan(&facts, "p")).expect("tasks are due");
    assert_eq!(of.whole, 3, "the standing task is not to be done");
    assert_eq!(of.due, [(day("2023-03-31"), 1), (day("2023-06-30"), 2)]);
    assert_eq!(of.done, [(day("2023-05-26"), 1), (day("2023-07-03"), 2)]);
    assert_eq!(at(&of.done, day("2023-06-30")), 1);
}

#[test]
fn the_end_of_the_lines_is_what_the_counts_say() {
    let facts = year().on("2023-06-30");
    let plan = support::plan(&facts, "p");
    let of = facts.burn_up(plan).expect("tasks are due");
    let counts = facts.count(facts.tasks_of_plan(plan));
    assert_eq!((at(&of.done, facts.day()), of.whole), (counts.done(), counts.due()));
    assert_eq!(of.done, [(day("2023-05-26"), 1)], "what is done later is not known yet");
}

#[test]
fn half_of_the_time_has_passed_on_the_day_the_halves_are_judged_by() {
    let before = year().on("2023-07-01");
    let half = before.burn_up(support::plan(&before, "p")).and_then(|of| of.half);
    assert_eq!(half, Some(day("2023-07-02")));
    let passed = |on: &str| {
        let facts = year().on(on);
        facts.halfway(support::plan(&facts, "p")).map(|halfway| halfway.time.is_half())
    };
    assert_eq!((passed("2023-07-01"), passed("2023-07-02")), (Some(false), Some(true)));
}

#[test]
fn a_sample_in_a_real_plan_is_on_neither_line() {
    let fields = "标题: 例\n方案: 方案\n责任单位: 甲股\n完成时限: 3月底前\n示例: 是";
    let facts = year().record("tasks/5/index", fields).on("2023-08-31");
    let of = facts.burn_up(support::plan(&facts, "p")).expect("tasks are due");
    assert_eq!((of.whole, of.samples), (3, 1));
    assert_eq!(at(&of.due, facts.day()), 2);
}

#[test]
fn every_return_owed_has_an_outcome_and_they_add_up_to_the_counts() {
    let filed = |site: Site, week: &str, at: &str| {
        let name = format!("returns/{}", at.replace([' ', ':'], "-"));
        let fields =
            format!("标题: 周报\n单位: 甲股\n方案: 方案\n周期: {week}\n报送时间: {at}\n任务: []");
        site.record(&name, &fields)
    };
    let site = site()
        .record("offices/a", "标题: 甲股")
        .record("plans/p", "标题: 方案\n发文机关: 某局\n发布日期: 2023-03-06\n周报: 周五 12:00")
        .record("tasks/t/index", "标题: 任务\n方案: 方案\n责任单位: 甲股");
    let site = filed(site, "2023-W10", "2023-03-10 11:00");
    let site = filed(site, "2023-W11", "2023-03-18 11:00");
    let facts = site.internal("2023-03-24");
    let outcomes = facts.outcomes_of_returns(support::plan(&facts, "p"));
    let of: Vec<_> = outcomes[&support::office(&facts, "a")].clone().into_iter().collect();
    let week = |n| Period::Week(2023, n);
    assert_eq!(
        of,
        [(week(10), Outcome::OnTime), (week(11), Outcome::Late), (week(12), Outcome::Missing)]
    );
    let counts = facts.returns_of_plan(support::plan(&facts, "p"));
    assert_eq!((counts.expected, counts.on_time, counts.late, counts.missing), (3, 1, 1, 1));
}
