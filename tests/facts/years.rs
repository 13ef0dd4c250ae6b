//! The years of plans, and which plan took the place of one whose time is over.

use liangshai::model::Kind;

use crate::support::{ids, plan, site};

fn two_years() -> crate::support::Site {
    site()
        .record("plans/a2022", "标题: 甲2022\n发文机关: 甲局\n发布日期: 2022-03-01\n年度: 2022\n结束: 2022-12-31")
        .record("plans/a2023", "标题: 甲2023\n发文机关: 甲局\n发布日期: 2023-03-01\n开始: 2023-03-01\n结束: 2023-12-31")
        .record("plans/b2023", "标题: 乙2023\n发文机关: 乙局\n发布日期: 2023-04-01\n年度: 2023")
        .record("plans/standing", "标题: 长效机制\n发文机关: 甲局\n发布日期: 2021-01-01")
        .record("news/n", "标题: 动态\n方案: 甲2022\n发布日期: 2022-05-01")
        .record("tasks/t", "标题: 甲事\n方案: 甲2022\n责任单位: 股\n完成时限: 2022-06-30")
        .record("offices/gu", "标题: 股")
}

#[test]
fn a_plan_is_of_the_year_it_names_or_begins_in_and_a_standing_one_of_none() {
    let facts = two_years().on("2023-06-01");
    let years = facts.plans_by_year();
    let named: Vec<(i32, Vec<String>)> =
        years.into_iter().map(|(year, plans)| (year, ids(&facts, plans))).collect();
    let of = |plans: &[&str]| plans.iter().map(|plan| (*plan).to_owned()).collect::<Vec<_>>();
    assert_eq!(named, [(2022, of(&["a2022"])), (2023, of(&["a2023", "b2023"]))]);
}

#[test]
fn a_plan_is_over_the_day_after_its_last_and_followed_by_the_same_issuer_s_next() {
    let site = two_years();
    let old = |day: &str| {
        let facts = site.on(day);
        let id = plan(&facts, "a2022");
        let over = facts.plan_that_is_over(id.into()).map(|(_, end)| end.to_string());
        (over, facts.plan_that_follows(id).map(|id| ids(&facts, [id]).remove(0)))
    };
    assert_eq!(old("2022-12-31"), (None, None));
    let ended = Some("2022-12-31".to_owned());
    assert_eq!(old("2023-01-01"), (ended.clone(), None));
    assert_eq!(old("2023-03-01"), (ended.clone(), Some("a2023".to_owned())));
    // It is over itself by then.
    assert_eq!(old("2024-01-01"), (ended, None));
}

#[test]
fn what_tells_a_plan_s_work_is_over_with_it_and_news_are_not() {
    let facts = two_years().on("2023-06-01");
    let over = |kind| facts.ids(kind).filter(|id| facts.plan_that_is_over(*id).is_some()).count();
    assert_eq!((over(Kind::Task), over(Kind::News), over(Kind::Office)), (1, 0, 0));
}
