//! Names and what they mean: by id, title, short name; of several, the nearer one.

use serde_json::json;

use crate::support::{Site, data, site};

/// Two bureaus in folders of their own, each with a 办公室, and a plan for each to fill in.
fn two_bureaus(of_plan: &str) -> Site {
    site()
        .record("offices/east/office", "标题: 办公室")
        .record("offices/west/office", "标题: 办公室")
        .record(
            "offices/west/permits",
            "标题: 行政审批股\n简称: 审批股\n曾用名: [{名称: 许可股, 止: 2022-12-31}]",
        )
        .record("plans/p", &format!("标题: 方案\n发文机关: 某局\n发布日期: 2023-03-03\n{of_plan}"))
}

fn task(site: Site, id: &str, lead: &str) -> Site {
    site.record(&format!("tasks/{id}"), &format!("标题: 任务\n方案: 方案\n责任单位: {lead}"))
}

fn lead(site: &Site) -> serde_json::Value {
    data(&site.on("2023-05-10"), "tasks")["tasks"][0]["lead"].clone()
}

#[test]
fn a_name_matches_by_id_title_short_or_former_name() {
    for name in ["west/permits", "行政审批股", "审批股", "许可股"] {
        assert_eq!(lead(&task(two_bureaus(""), "t", name)), json!(["west/permits"]), "{name}");
    }
}

#[test]
fn an_id_comes_before_a_title_and_a_title_before_a_short_name() {
    let site = two_bureaus("")
        .record("offices/x", "标题: y")
        .record("offices/y", "标题: 乙\n简称: 丙")
        .record("offices/z", "标题: 丙");
    assert_eq!(lead(&task(site.clone(), "t", "y")), json!(["y"]));
    assert_eq!(lead(&task(site, "t", "丙")), json!(["z"]));
}

#[test]
fn of_several_the_plans_own_offices_decide_first() {
    let site = two_bureaus("参与单位: [west/office]");
    // The task lies in the other bureau's folder: 参与单位 come before folders.
    assert_eq!(lead(&task(site, "east/t", "办公室")), json!(["west/office"]));
}

#[test]
fn of_several_the_longest_shared_folder_decides_next() {
    assert_eq!(lead(&task(two_bureaus(""), "east/t", "办公室")), json!(["east/office"]));
    assert_eq!(lead(&task(two_bureaus(""), "west/2023/t", "办公室")), json!(["west/office"]));
    let both = two_bureaus("参与单位: [west/office, east/office]");
    assert_eq!(lead(&task(both, "east/t", "办公室")), json!(["east/office"]));
}

#[test]
fn a_tie_is_an_error_that_lists_the_candidates() {
    let site = task(two_bureaus(""), "t", "办公室");
    assert_eq!(site.errors(), ["content/tasks/t.md ambiguous-reference"]);
    let (_, faults) = site.model();
    let told = faults.iter().map(|fault| fault.message.zh.clone()).collect::<String>();
    assert!(told.contains("east/office") && told.contains("west/office"), "{told}");
}

#[test]
fn a_name_that_matches_nothing_is_an_error() {
    let site = task(two_bureaus(""), "t", "审批科");
    assert_eq!(site.errors(), ["content/tasks/t.md no-such-record"]);
}

#[test]
fn a_person_is_a_post_or_plain_text() {
    let site = two_bureaus("").record("posts/head", "标题: 局长\n单位: east/office");
    let responsible = |who: &str| {
        let fields = format!("标题: 任务\n方案: 方案\n责任单位: 审批股\n责任人: {who}");
        let site = site.clone().record("tasks/t", &fields);
        data(&site.on("2023-05-10"), "tasks")["tasks"][0]["responsible"].clone()
    };
    assert_eq!(responsible("局长"), "head");
    assert_eq!(responsible("综合科科员"), "综合科科员");
}
