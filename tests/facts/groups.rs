//! Groups and names: seats that stay with their posts, and offices renamed in mid-year.

use liangshai::facts::seat::Term;
use serde_json::{Value, json};

use crate::support::{Site, all_data, data, site};

fn group() -> Site {
    site()
        .record("offices/b", "标题: 住建局")
        .record(
            "posts/j",
            "标题: 局长\n单位: 住建局\n任职: [{姓名: 甲, 止: 2023-06-30}, {姓名: 乙, 起: 2023-07-01}]",
        )
        .record(
            "groups/g",
            "标题: 领导小组\n成员: [{角色: 组长, 职务: 局长}, {角色: 成员, 职务: 老主任, 止: 2023-05-31}, {角色: 成员, 职务: 新主任, 起: 2023-06-01}]",
        )
        .record("groups/line", "标题: 专线\n上级: 领导小组\n牵头单位: 住建局\n牵头领导: 局长")
}

fn holders(site: &Site, day: &str) -> Vec<String> {
    let facts = site.on(day);
    let (post, _) = facts.public().posts().next().expect("a post");
    facts.holders(post, Term::Present).map(|holder| holder.name.clone()).collect()
}

fn roles(site: &Site, day: &str) -> (Value, Value) {
    let row = data(&site.on(day), "groups")["groups"][0].clone();
    let posts = |key: &str| -> Value {
        row[key].as_array().expect("a list").iter().map(|seat| seat["post"].clone()).collect()
    };
    (posts("members"), posts("past_members"))
}

#[test]
fn a_seat_passes_with_its_post() {
    let site = group();
    assert_eq!(holders(&site, "2023-06-30"), ["甲"]);
    assert_eq!(holders(&site, "2023-07-01"), ["乙"]);
    // The seat itself is the same before and after, and nobody wrote it anew.
    assert_eq!(roles(&site, "2023-06-30"), roles(&site, "2023-07-01"));
}

#[test]
fn a_seat_is_told_from_its_first_day_and_past_after_its_last() {
    let site = group();
    assert_eq!(roles(&site, "2023-05-31"), (json!(["j", "老主任"]), json!([])));
    assert_eq!(roles(&site, "2023-06-01"), (json!(["j", "新主任"]), json!(["老主任"])));
}

#[test]
fn an_end_to_come_leaves_no_trace() {
    let open = group().record("groups/g", "标题: 领导小组\n成员: [{角色: 组长, 职务: 局长}]");
    let ends = group().record(
        "groups/g",
        "标题: 领导小组\n成员: [{角色: 组长, 职务: 局长, 止: 2023-08-31}, {角色: 组长, 职务: 书记, 起: 2023-09-01}]",
    );
    assert_eq!(all_data(&open.on("2023-08-31")), all_data(&ends.on("2023-08-31")));
}

#[test]
fn a_seat_speaks_for_its_post_s_office() {
    let row = data(&group().on("2023-07-01"), "groups")["groups"][0].clone();
    assert_eq!(row["members"][0]["office"], "b");
}

#[test]
fn a_line_stands_under_its_group() {
    let site = group();
    let facts = site.on("2023-07-01");
    let (top, _) = facts.groups().next().expect("a group");
    let under: Vec<_> = facts.group_children(top).map(|(_, group)| &group.base.title).collect();
    assert_eq!(under, ["专线"]);
}

/// A task of an office that took a new name on 1 July.
fn renamed() -> Site {
    site()
        .record(
            "offices/s",
            "标题: 审批和监管股\n简称: 审管股\n曾用名: [{名称: 审批股, 止: 2023-06-30}]",
        )
        .record("plans/p", "标题: 方案\n发文机关: 审批股\n发布日期: 2023-03-03\n结束: 2023-12-31")
        .record("tasks/t", "标题: 任务\n方案: 方案\n责任单位: 审批股\n完成时限: 2023-12-31")
}

#[test]
fn an_office_renamed_in_mid_year_bears_the_name_of_the_day() {
    let site = renamed();
    let office = |day: &str| data(&site.on(day), "offices")["offices"][0].clone();
    let before = office("2023-06-30");
    assert_eq!(before["title"], "审批股");
    assert_eq!((&before["short"], &before["former"]), (&Value::Null, &json!([])));
    let after = office("2023-07-01");
    assert_eq!((&after["title"], &after["short"]), (&json!("审批和监管股"), &json!("审管股")));
    assert_eq!(after["former"], json!(["审批股"]));
    // Either name means the office on any day.
    for day in ["2023-06-30", "2023-07-01"] {
        assert_eq!(data(&site.on(day), "tasks")["tasks"][0]["lead"], json!(["s"]));
    }
    let new = site.clone().record("tasks/t", "标题: 任务\n方案: 方案\n责任单位: 审管股");
    assert_eq!(data(&new.on("2023-06-30"), "tasks")["tasks"][0]["lead"], json!(["s"]));
}

#[test]
fn of_several_former_names_the_one_of_the_day_is_shown() {
    let site = site().record(
        "offices/s",
        "标题: 丙股\n曾用名: [{名称: 甲股, 止: 2022-12-31}, {名称: 乙股, 止: 2023-06-30}, {名称: 老名}]",
    );
    let title = |day: &str| data(&site.on(day), "offices")["offices"][0]["title"].clone();
    assert_eq!(
        [title("2022-12-31"), title("2023-01-01"), title("2023-07-01")],
        [json!("甲股"), json!("乙股"), json!("丙股")]
    );
}

#[test]
fn a_seat_listed_in_one_part_of_the_document_keeps_that_in_data() {
    let site = group().record(
        "groups/g",
        "标题: 领导小组\n成员: [{角色: 组长, 职务: 局长, 见于: 正文}, {角色: 成员, 职务: 主任, listed_in: annex}, {角色: 成员, 职务: 股长}]",
    );
    let row = data(&site.on("2023-07-01"), "groups")["groups"][0].clone();
    let listed: Value = (0..3).map(|i| row["members"][i]["listed_in"].clone()).collect();
    assert_eq!(listed, json!(["text", "annex", null]));
}
