//! 政策文件: 立改废 by year, and what took the place of what.

use serde_json::{Value, json};

use crate::support::{Site, data, site};

fn policies() -> Site {
    site()
        .record("policies/old", "标题: 试行规定\n发布日期: 2020-05-01\n动作: 立\n被替代: 正式规定")
        .record(
            "policies/new",
            "标题: 正式规定\n发布日期: 2023-05-01\n动作: 改\n发文字号: 某字〔2023〕1号",
        )
        .record("policies/gone", "标题: 废止决定\n发布日期: 2023-06-01\n动作: 废")
        .record("policies/plain", "标题: 其他文件\n发布日期: 2023-03-01")
        .record("plans/p", "标题: 老方案\n发文机关: 某局\n发布日期: 2021-01-01\n被替代: 正式规定")
}

fn policy(site: &Site, day: &str, id: &str) -> Value {
    let all = data(&site.on(day), "policies");
    let all = all["policies"].as_array().expect("a list");
    all.iter().find(|row| row["id"] == id).cloned().unwrap_or(Value::Null)
}

#[test]
fn policies_are_counted_by_what_was_done_and_by_year() {
    let site = policies();
    let facts = site.on("2023-12-31");
    let years = facts.policies_by_year();
    let told: Vec<_> = years.iter().map(|y| (y.year, y.counts.total, y.policies.len())).collect();
    assert_eq!(told, [(2023, 3, 3), (2020, 1, 1)]);
    let all = facts.policy_actions();
    assert_eq!((all.made, all.revised, all.repealed, all.unstated), (1, 1, 1, 1));
    let first = facts.public().policy(years[0].policies[0]);
    assert_eq!(first.base.id, "gone", "the newest comes first");
}

#[test]
fn the_one_that_replaces_names_what_it_replaced() {
    let site = policies();
    assert_eq!(policy(&site, "2023-12-31", "old")["replaced_by"], "new");
    assert_eq!(policy(&site, "2023-12-31", "new")["replaces"], json!(["p", "old"]));
}

#[test]
fn nothing_is_replaced_before_what_replaces_it_exists() {
    let site = policies();
    assert_eq!(policy(&site, "2023-04-30", "old")["replaced_by"], Value::Null);
    assert_eq!(policy(&site, "2023-05-01", "old")["replaced_by"], "new");
}

#[test]
fn a_document_is_repealed_from_the_day_of_what_repeals_it() {
    let site = site()
        .record(
            "policies/old",
            "标题: 试行规定\n发布日期: 2020-05-01\n动作: 立\n时效: 已废止\n被替代: 正式规定",
        )
        .record("policies/new", "标题: 正式规定\n发布日期: 2023-05-01\n动作: 立")
        .record("policies/undated", "标题: 旧规定\n发布日期: 2019-05-01\n时效: 已废止")
        .record(
            "plans/p",
            "标题: 老方案\n发文机关: 某局\n发布日期: 2021-01-01\n时效: 已修改\n被替代: 正式规定",
        );
    assert_eq!(policy(&site, "2023-04-30", "old")["validity"], "in_force");
    assert_eq!(policy(&site, "2023-05-01", "old")["validity"], "repealed");
    assert_eq!(
        policy(&site, "2023-04-30", "undated")["validity"],
        "repealed",
        "nobody says since when"
    );
    let plan = |day| data(&site.on(day), "plans")["plans"][0]["validity"].clone();
    assert_eq!((plan("2023-04-30"), plan("2023-05-01")), (json!("in_force"), json!("amended")));
    let counts = |day| site.on(day).policy_actions();
    let told = |day| {
        let counts = counts(day);
        (counts.total, counts.made, counts.repealed, counts.unstated)
    };
    assert_eq!(told("2023-04-30"), (2, 1, 1, 0));
    assert_eq!(told("2023-05-01"), (3, 2, 2, 0));
}

#[test]
fn a_repeal_counts_once_where_the_repealing_document_is_there_too() {
    let site = site()
        .record(
            "policies/old",
            "标题: 试行规定\n发布日期: 2020-05-01\n动作: 立\n时效: 已废止\n被替代: 废止决定",
        )
        .record("policies/gone", "标题: 废止决定\n发布日期: 2023-06-01\n动作: 废");
    let counts = site.on("2023-12-31").policy_actions();
    assert_eq!((counts.made, counts.repealed, counts.unstated), (1, 1, 0));
}
