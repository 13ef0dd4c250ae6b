//! Returns owed and filed: cut-offs and the holiday calendar, who owes, what discharges.

use liangshai::facts::ReturnCounts;
use liangshai::facts::bulletin::{Returns, Span, figures};
use liangshai::facts::returns::{Cutoff, cutoffs};
use liangshai::model::{Calendar, Period};

use crate::life::day;
use crate::support::{self, Site, data, site};

/// A plan that asks for returns, led by 甲股; it has one open task.
fn asking(of_plan: &str) -> Site {
    site()
        .record("offices/a", "标题: 甲股")
        .record("offices/b", "标题: 乙股")
        .record("plans/p", &format!("标题: 方案\n发文机关: 某局\n{of_plan}"))
        .record("tasks/t/index", "标题: 任务\n方案: 方案\n责任单位: 甲股")
}

/// A plan of weekly returns from Monday 2023-03-06, the first day of 2023-W10.
fn weekly() -> Site {
    asking("发布日期: 2023-03-06\n周报: 周五 12:00\n参与单位: [甲股, 乙股]")
}

/// Adds a return of 甲股.
fn filed(site: Site, periods: &str, filed: &str) -> Site {
    let name = format!("returns/{}", filed.replace([' ', ':'], "-"));
    let fields = format!("单位: 甲股\n方案: 方案\n周期: {periods}\n报送时间: {filed}\n任务: []");
    site.record(&name, &format!("标题: 周报\n{fields}"))
}

/// Expected, on time, late and missing of the plan as a whole.
fn counted(site: &Site, day: &str) -> (u32, u32, u32, u32) {
    let facts = site.internal(day);
    let plan = support::plan(&facts, "p");
    let ReturnCounts { expected, on_time, late, missing, unknown, .. } =
        facts.returns_of_plan(plan);
    assert_eq!(unknown, 0);
    (expected, on_time, late, missing)
}

/// How many returns an office owes of the plan.
fn owed(site: &Site, office: &str, day: &str) -> u32 {
    let facts = site.internal(day);
    facts.returns_of_office(support::office(&facts, office)).expected
}

/// The cut-offs of a plan that have come by a day, in the order of their periods.
fn moments(of_plan: &str, until: &str) -> Vec<String> {
    let facts = asking(of_plan).on(until);
    let plan = facts.public().plan(support::plan(&facts, "p"));
    let told = |(period, cutoff)| match cutoff {
        Cutoff::At(moment) => format!("{period} {moment}"),
        Cutoff::Unknown => format!("{period} ?"),
    };
    cutoffs(plan, &Calendar::builtin(), plan.default_start(), day(until))
        .into_iter()
        .map(told)
        .collect()
}

#[test]
fn a_weekly_return_is_owed_from_the_plans_weekday() {
    assert_eq!(counted(&weekly(), "2023-03-09"), (0, 0, 0, 0), "before the cut-off none is owed");
    assert_eq!(counted(&weekly(), "2023-03-10"), (1, 0, 0, 1));
    assert_eq!(counted(&weekly(), "2023-03-16"), (1, 0, 0, 1));
    assert_eq!(counted(&weekly(), "2023-03-24"), (3, 0, 0, 3));
}

#[test]
fn filed_by_the_hour_is_on_time_and_a_minute_later_is_late() {
    let at = |time: &str| counted(&filed(weekly(), "2023-W10", time), "2023-03-12");
    assert_eq!(at("2023-03-08 09:00"), (1, 1, 0, 0));
    assert_eq!(at("2023-03-10 12:00"), (1, 1, 0, 0));
    assert_eq!(at("2023-03-10 12:01"), (1, 0, 1, 0));
    assert_eq!(at("2023-03-12 08:00"), (1, 0, 1, 0));
}

#[test]
fn a_late_return_is_missing_until_it_is_filed() {
    let site = filed(weekly(), "2023-W10", "2023-03-14 09:00");
    assert_eq!(counted(&site, "2023-03-13"), (1, 0, 0, 1));
    assert_eq!(counted(&site, "2023-03-14"), (1, 0, 1, 0));
}

#[test]
fn of_several_returns_for_a_period_the_first_discharges_it() {
    let site = filed(weekly(), "2023-W10", "2023-03-10 11:00");
    let site = filed(site, "2023-W10", "2023-03-13 11:00");
    assert_eq!(counted(&site, "2023-03-13"), (1, 1, 0, 0));
}

#[test]
fn a_return_for_several_periods_discharges_each() {
    let site = filed(weekly(), "[2023-W10, 2023-W11]", "2023-03-14 09:00");
    assert_eq!(counted(&site, "2023-03-17"), (2, 1, 1, 0));
}

#[test]
fn a_return_discharges_its_own_period_plan_and_office_alone() {
    let other_week = filed(weekly(), "2023-W11", "2023-03-10 09:00");
    assert_eq!(counted(&other_week, "2023-03-10"), (1, 0, 0, 1));
    let other_plan = filed(weekly(), "2023-W10", "2023-03-10 09:00")
        .record("plans/q", "标题: 另一方案\n发文机关: 某局\n发布日期: 2023-03-06\n周报: 周五 12:00")
        .record("tasks/u", "标题: 另一任务\n方案: 另一方案\n责任单位: 甲股");
    let facts = other_plan.internal("2023-03-10");
    let of_q = facts.returns_of_plan(support::plan(&facts, "q"));
    assert_eq!((of_q.expected, of_q.missing), (1, 1));
    let both = facts.returns_of_office(support::office(&facts, "a"));
    assert_eq!((both.expected, both.on_time, both.missing), (2, 1, 1));
}

#[test]
fn progress_written_elsewhere_discharges_nothing() {
    let site = weekly().record("tasks/t/2023-03-09", "完成比例: 50");
    assert_eq!(counted(&site, "2023-03-10"), (1, 0, 0, 1));
}

#[test]
fn a_plan_that_asks_for_none_is_owed_none() {
    let site = asking("发布日期: 2023-03-06");
    assert_eq!(counted(&site, "2023-12-31"), (0, 0, 0, 0));
}

#[test]
fn the_sites_defaults_ask_where_the_plan_does_not() {
    let settings = "title = \"亮晒专栏\"\n[defaults]\ndisclosure = \"主动公开\"\nweekly = \"周五 12:00\"\nmonthly = \"29日 12:00\"\n";
    let site = asking("发布日期: 2023-03-06").file("site.toml", settings);
    assert_eq!(counted(&site, "2023-03-31"), (5, 0, 0, 5), "four weeks and the month");
}

#[test]
fn every_joint_lead_owes_a_return_not_the_first_alone() {
    let site = weekly().record("tasks/t/index", "标题: 任务\n方案: 方案\n责任单位: [甲股, 乙股]");
    assert_eq!((owed(&site, "a", "2023-03-10"), owed(&site, "b", "2023-03-10")), (1, 1));
    let all = weekly().record("tasks/t/index", "标题: 任务\n方案: 方案\n责任单位: 各股室");
    assert_eq!((owed(&all, "a", "2023-03-10"), owed(&all, "b", "2023-03-10")), (1, 1));
}

#[test]
fn coordinator_and_support_owe_none() {
    let fields = "标题: 任务\n方案: 方案\n责任单位: 甲股\n统筹单位: 乙股\n配合单位: 乙股";
    assert_eq!(owed(&weekly().record("tasks/t/index", fields), "b", "2023-03-10"), 0);
}

#[test]
fn an_office_with_many_tasks_owes_one_return() {
    let site = weekly().record("tasks/u", "标题: 另一任务\n方案: 方案\n责任单位: 甲股");
    assert_eq!(owed(&site, "a", "2023-03-10"), 1);
}

#[test]
fn a_parent_office_takes_in_its_descendants_returns() {
    let site = weekly().record("offices/a", "标题: 甲股\n上级: 乙股");
    assert_eq!(owed(&site, "b", "2023-03-10"), 1);
}

#[test]
fn a_task_done_by_the_cut_off_owes_none_from_then_on() {
    let done = |name: &str, time: &str| {
        weekly().record(&format!("tasks/t/{name}"), &format!("事项: 完成\n{time}"))
    };
    assert_eq!(owed(&done("2023-03-16", ""), "a", "2023-03-31"), 1);
    assert_eq!(owed(&done("2023-03-17", "时间: 11:00"), "a", "2023-03-31"), 1);
    assert_eq!(owed(&done("2023-03-17", "时间: 12:00"), "a", "2023-03-31"), 1);
    assert_eq!(owed(&done("2023-03-17", "时间: 15:00"), "a", "2023-03-31"), 2);
    assert_eq!(owed(&done("2023-03-18", ""), "a", "2023-03-31"), 2);
}

#[test]
fn a_suspended_or_cancelled_task_owes_none() {
    let grounds = "理由: 一\n批准: 二";
    for event in ["中止", "取消"] {
        let site = weekly().record("tasks/t/2023-03-13", &format!("事项: {event}\n{grounds}"));
        assert_eq!(owed(&site, "a", "2023-03-31"), 1, "{event}");
    }
}

#[test]
fn a_resumed_or_reopened_task_owes_again() {
    let grounds = "理由: 一\n批准: 二";
    let resumed = weekly()
        .record("tasks/t/2023-03-13", &format!("事项: 中止\n{grounds}"))
        .record("tasks/t/2023-03-20", "事项: 恢复");
    assert_eq!(owed(&resumed, "a", "2023-03-31"), 3, "all but 2023-W11");
    let reopened = weekly()
        .record("tasks/t/2023-03-13", "事项: 完成")
        .record("tasks/t/2023-03-20", &format!("事项: 重开\n{grounds}"));
    assert_eq!(owed(&reopened, "a", "2023-03-31"), 3);
}

#[test]
fn a_standing_task_owes_none_and_one_without_a_deadline_does() {
    let with = |deadline: &str| {
        let fields = format!("标题: 任务\n方案: 方案\n责任单位: 甲股\n{deadline}");
        weekly().record("tasks/t/index", &fields)
    };
    assert_eq!(owed(&with("完成时限: 长期坚持"), "a", "2023-03-31"), 0);
    assert_eq!(owed(&with(""), "a", "2023-03-31"), 4);
    assert_eq!(owed(&with("完成时限: 2023-03-08"), "a", "2023-03-31"), 4, "overdue is open");
}

#[test]
fn a_task_that_became_standing_owes_none_from_the_day_that_took_effect() {
    let change = "事项: 调整\n理由: 一\n批准: 二\n完成时限: 长期坚持";
    let at_once = weekly().record("tasks/t/2023-03-13", change);
    assert_eq!(owed(&at_once, "a", "2023-03-31"), 1);
    let filed_later =
        weekly().record("tasks/t/2023-03-13", &format!("{change}\n报送时间: 2023-03-20"));
    assert_eq!(owed(&filed_later, "a", "2023-03-31"), 2);
}

#[test]
fn a_task_owes_from_the_first_cut_off_on_or_after_its_start() {
    let starting = |start: &str| {
        let fields = format!("标题: 任务\n方案: 方案\n责任单位: 甲股\n开始: {start}");
        weekly().record("tasks/t/index", &fields)
    };
    assert_eq!(owed(&starting("2023-03-17"), "a", "2023-03-31"), 3);
    assert_eq!(owed(&starting("2023-03-18"), "a", "2023-03-31"), 2);
    let late_plan = asking("发布日期: 2023-03-11\n周报: 周五 12:00");
    assert_eq!(owed(&late_plan, "a", "2023-03-17"), 1, "nothing is owed for 2023-W10");
}

#[test]
fn a_task_awaiting_verification_is_open_until_it_is_verified() {
    let site = asking("发布日期: 2023-03-06\n周报: 周五 12:00\n完成认定: 核验")
        .record("tasks/t/2023-03-13-a", "事项: 完成")
        .record("tasks/t/2023-03-27-b", "事项: 核验\n核验单位: 乙股\n结果: 通过");
    assert_eq!(owed(&site, "a", "2023-03-24"), 3);
    assert_eq!(owed(&site, "a", "2023-03-27"), 1, "it was done on the day it was reported");
}

#[test]
fn what_happened_between_a_report_and_its_verification_owes_nothing() {
    let site = asking("发布日期: 2023-03-06\n周报: 周五 12:00\n完成认定: 核验")
        .record("tasks/t/2023-03-13-a", "事项: 完成")
        .record("tasks/t/2023-03-14-b", "事项: 中止\n理由: 一\n批准: 二")
        .record("tasks/t/2023-03-20-c", "事项: 恢复")
        .record("tasks/t/2023-03-27-d", "事项: 核验\n核验单位: 乙股\n结果: 通过")
        .record("tasks/t/2023-04-17-e", "事项: 重开\n理由: 一\n批准: 二");
    assert_eq!(owed(&site, "a", "2023-03-24"), 2, "suspended in 2023-W11");
    assert_eq!(owed(&site, "a", "2023-03-27"), 1, "2023-W10 alone");
    assert_eq!(owed(&site, "a", "2023-04-21"), 2, "and again once reopened");
}

#[test]
fn a_completion_filed_after_the_fact_frees_the_weeks_since_its_own_date() {
    let site = weekly().record("tasks/t/2023-03-13", "事项: 完成\n报送时间: 2023-03-27");
    assert_eq!(owed(&site, "a", "2023-03-24"), 3);
    assert_eq!(owed(&site, "a", "2023-03-27"), 1);
}

#[test]
fn a_new_lead_owes_what_falls_due_after_the_change() {
    let change = "事项: 调整\n理由: 一\n批准: 二\n责任单位: 乙股";
    let site = weekly().record("tasks/t/2023-03-13", change);
    assert_eq!((owed(&site, "a", "2023-03-31"), owed(&site, "b", "2023-03-31")), (1, 3));
}

#[test]
fn draft_internal_and_withdrawn_tasks_make_nobody_owe_in_the_public_edition() {
    for hidden in ["草稿: 是", "公开属性: 系统内", "撤回: {日期: 2023-03-06, 原因: 有误}"]
    {
        let fields = format!("标题: 任务\n方案: 方案\n责任单位: 甲股\n{hidden}");
        let facts = weekly().record("tasks/t/index", &fields).on("2023-03-31");
        assert_eq!(data(&facts, "returns")["returns"]["expected"], 0, "{hidden}");
    }
}

#[test]
fn a_month_of_holidays_and_a_week_of_them_move_to_the_same_day_before() {
    // Friday 2023-09-29 is 中秋节: the week's cut-off and the month's fall on it.
    let both = "发布日期: 2023-09-25\n周报: 周五 12:00\n月报: 29日 12:00\n遇节假日: 提前";
    let expected = ["2023-W39 2023-09-28 12:00", "2023-09 2023-09-28 12:00"];
    assert_eq!(moments(both, "2023-09-30"), expected);
    assert_eq!(owed(&asking(both), "a", "2023-09-27"), 0);
    assert_eq!(owed(&asking(both), "a", "2023-09-28"), 2);
}

#[test]
fn a_cut_off_that_would_leave_its_period_goes_the_other_way() {
    // After 2023-09-29 neither the week nor the month has a working day.
    let later = "发布日期: 2023-09-25\n周报: 周五 12:00\n月报: 29日 12:00\n遇节假日: 顺延";
    let expected = ["2023-W39 2023-09-28 12:00", "2023-09 2023-09-28 12:00"];
    assert_eq!(moments(later, "2023-09-30"), expected);
    // In 2023-W40 only the Saturday and the Sunday are worked.
    let earlier = "发布日期: 2023-10-02\n周报: 周五 12:00\n遇节假日: 提前";
    assert_eq!(moments(earlier, "2023-10-08"), ["2023-W40 2023-10-07 12:00"]);
}

#[test]
fn a_cut_off_may_be_told_not_to_move() {
    let same = "发布日期: 2023-09-25\n周报: 周五 12:00\n月报: 29日 12:00\n遇节假日: 不变";
    let expected = ["2023-W39 2023-09-29 12:00", "2023-09 2023-09-29 12:00"];
    assert_eq!(moments(same, "2023-09-30"), expected);
}

#[test]
fn a_day_the_month_lacks_is_its_last() {
    let monthly = "发布日期: 2023-02-01\n月报: 30日 12:00\n遇节假日: 不变";
    assert_eq!(
        moments(monthly, "2023-03-31"),
        ["2023-02 2023-02-28 12:00", "2023-03 2023-03-30 12:00"]
    );
    let leap = "发布日期: 2024-02-01\n月报: 29日 12:00\n遇节假日: 不变";
    assert_eq!(moments(leap, "2024-02-29"), ["2024-02 2024-02-29 12:00"]);
}

#[test]
fn a_saturday_cut_off_moves_by_the_plans_rule() {
    // 2023-04-29 is a Saturday and the first day of 劳动节; the 30th is off too.
    let april = |rule: &str| {
        moments(&format!("发布日期: 2023-04-10\n月报: 29日 12:00\n遇节假日: {rule}"), "2023-04-30")
    };
    assert_eq!(april("提前"), ["2023-04 2023-04-28 12:00"]);
    assert_eq!(april("顺延"), ["2023-04 2023-04-28 12:00"]);
    assert_eq!(april("不变"), ["2023-04 2023-04-29 12:00"]);
    // 2023-07-29 is a Saturday and the 31st a Monday.
    let july = |rule: &str| {
        moments(&format!("发布日期: 2023-07-10\n月报: 29日 12:00\n遇节假日: {rule}"), "2023-07-31")
    };
    assert_eq!(july("提前"), ["2023-07 2023-07-28 12:00"]);
    assert_eq!(july("顺延"), ["2023-07 2023-07-31 12:00"]);
    assert_eq!(july("不变"), ["2023-07 2023-07-29 12:00"]);
}

#[test]
fn a_make_up_working_day_is_a_working_day() {
    // Sunday 2023-04-23 is worked in place of 2023-05-02.
    let sunday = "发布日期: 2023-04-17\n周报: 周日 12:00\n遇节假日: 提前";
    assert_eq!(moments(sunday, "2023-04-23"), ["2023-W16 2023-04-23 12:00"]);
}

#[test]
fn a_week_without_a_working_day_owes_nothing() {
    // 2020-W05: the 春节 that was lengthened to 2 February.
    let spring = "发布日期: 2020-01-20\n周报: 周五 12:00";
    let moments = moments(spring, "2020-02-09");
    assert!(!moments.iter().any(|moment| moment.starts_with("2020-W05")), "{moments:?}");
    assert_eq!(moments.len(), 2, "{moments:?}");
    assert_eq!(owed(&asking(spring), "a", "2020-02-09"), 2);
}

#[test]
fn a_cut_off_past_the_last_calendar_is_unknown_and_uncounted() {
    // Friday of 2026-W53 is 2027-01-01, and the notice for 2027 is not loaded.
    let site = asking("发布日期: 2026-12-21\n周报: 周五 12:00\n月报: 29日 12:00");
    let facts = site.internal("2027-02-28");
    let counts = facts.returns_of_plan(support::plan(&facts, "p"));
    assert_eq!((counts.expected, counts.missing), (2, 2), "2026-W52 and December");
    assert_eq!(counts.unknown, 9 + 2, "2026-W53 to 2027-W08, January and February");
}

#[test]
fn a_calendar_of_the_sites_own_settles_what_was_unknown() {
    let settings = "title = \"亮晒专栏\"\n[defaults]\ndisclosure = \"主动公开\"\n[calendar]\nfiles = [\"calendar/2027.toml\"]\n";
    let year = "year = 2027\n[[notice]]\ntitle = \"关于2027年部分节假日安排的通知\"\n[[holiday]]\nname = \"元旦\"\noff = [\"2027-01-01..2027-01-03\"]\nwork = []\n";
    let site = asking("发布日期: 2026-12-28\n周报: 周五 12:00\n遇节假日: 提前")
        .file("site.toml", settings)
        .file("calendar/2027.toml", year);
    assert_eq!(counted(&site, "2026-12-31"), (1, 0, 0, 1), "moved to Thursday");
    assert_eq!(counted(&site, "2027-01-08"), (2, 0, 0, 2));
}

#[test]
fn the_public_edition_has_totals_and_no_figures_by_office() {
    let site = filed(weekly(), "2023-W10", "2023-03-10 11:00");
    let public = site.on("2023-03-17");
    let returns = data(&public, "returns");
    assert_eq!(
        returns["returns"],
        serde_json::json!({"expected": 2, "on_time": 1, "late": 0, "missing": 1, "samples": 0})
    );
    assert!(returns.get("offices").is_none() && returns.get("items").is_none());
    for office in data(&public, "offices")["offices"].as_array().expect("offices") {
        let figures = office["returns"].as_object().expect("an object");
        assert!(figures.len() == 5 && figures.values().all(serde_json::Value::is_null));
    }
    let internal = data(&site.internal("2023-03-17"), "offices");
    assert_eq!(
        internal["offices"][0]["returns"],
        serde_json::json!({"expected": 2, "on_time": 1, "late": 0, "missing": 1, "samples": 0})
    );
}

#[test]
fn an_unaudited_return_of_an_overseen_office_discharges_nothing_in_public() {
    let site = filed(weekly(), "2023-W10", "2023-03-10 11:00")
        .record("offices/a", "标题: 甲股\n分管领导: 副局长");
    let expected = |on_time, missing| serde_json::json!({"expected": 1, "on_time": on_time, "late": 0, "missing": missing, "samples": 0});
    assert_eq!(data(&site.internal("2023-03-10"), "returns")["returns"], expected(1, 0));
    assert_eq!(data(&site.on("2023-03-10"), "returns")["returns"], expected(0, 1));
}

/// 2023-09-29 is a Friday, a month's cut-off and a holiday, as is the 30th.
#[test]
fn the_weeks_return_the_months_and_the_bulletin_may_fall_on_one_day() {
    let of_plan = "发布日期: 2023-09-25\n结束: 2023-12-31\n周报: 周五 12:00\n月报: 29日 12:00\n通报日: 30\n遇节假日: 提前";
    let told = moments(of_plan, "2023-09-30");
    assert_eq!(told, ["2023-W39 2023-09-28 12:00", "2023-09 2023-09-28 12:00"]);
    let asked = asking(of_plan);
    let facts = asked.on("2023-09-28");
    let plan = facts.public().plan(support::plan(&facts, "p"));
    let september = "2023-09".parse().expect("a month");
    let span = Span::new(plan, september, None, None, &Calendar::builtin());
    assert_eq!((span.until, span.due), (day("2023-09-28"), day("2023-09-28")));
    assert_eq!(counted(&asked, "2023-09-28"), (2, 0, 0, 2));
    let one_for_both = filed(asked, "[2023-W39, 2023-09]", "2023-09-28 11:30");
    assert_eq!(counted(&one_for_both, "2023-09-28"), (2, 2, 0, 0));
}

/// Weekly returns of a month's bulletin: those since the start and those of its own days.
#[test]
fn an_edition_sealed_before_returns_were_told_by_its_days_is_held_to_the_sums_it_told() {
    let site = filed(weekly(), "2023-W14", "2023-04-07 09:00");
    let facts = site.internal("2023-04-30");
    let plan = support::plan(&facts, "p");
    let (from, until) = (Some(day("2023-04-01")), day("2023-04-30"));
    let span = Span { period: Period::Month(2023, 4), from, until, due: until, closes: false };
    let now = figures(&facts, plan, &span, None);
    let told = |lines: &Option<Vec<Returns>>| lines.as_ref().expect("returns")[0].expected;
    assert_eq!((told(&now.tables.returns), told(&now.tables.returns_since_start)), (4, 8));
    let mut before = now.clone();
    before.tables.returns = before.tables.returns_since_start.take();
    assert_ne!(now, before);
    assert_eq!(now.in_the_form_of(&before), before);
}
