//! What figures and dates cannot be, or mostly are not: told where it is written.

use crate::documents::found_by;
use crate::support::{Site, site};

/// The names of the faults of the data, each with the words it is at.
fn told(site: &Site) -> Vec<String> {
    let faults = found_by(site, "data");
    assert!(faults.iter().all(|fault| fault.help.is_some()));
    faults.iter().map(|fault| format!("{} {}", fault.code.name(), fault.place.text())).collect()
}

const NONE: [&str; 0] = [];

/// A measure of some unit with its values.
fn measure(name: &str, unit: &str, values: &str) -> Site {
    let line = format!("监测项: [{{代号: m, 名称: {name}, 计量单位: \"{unit}\"}}]");
    site()
        .record("indicators/jian/index", &format!("标题: 办理建筑许可\n{line}\n"))
        .file("content/indicators/jian/values.csv", values)
}

/// A plan with a task and its entries: their names and texts.
fn task(plan: &str, fields: &str, entries: &[(&str, &str)]) -> Site {
    let site = site()
        .record("offices/ju", "标题: 某局")
        .record("plans/ju/p", &format!("标题: 方案\n发文机关: 某局\n发布日期: 2023-03-03\n{plan}"))
        .file(
            "content/tasks/ju/1/index.md",
            &format!("---\n标题: 任务\n方案: 方案\n责任单位: 某局\n{fields}---\n"),
        );
    entries
        .iter()
        .fold(site, |site, (name, text)| site.file(&format!("content/tasks/ju/1/{name}.md"), text))
}

const DONE: &str = "---\n事项: 完成\n---\n已公布。\n";
const PROGRESS: &str = "---\n事项: 进展\n---\n已梳理。\n";

#[test]
fn a_value_that_jumps_is_told_unless_its_source_or_a_note_explains_it() {
    let values = "日期,m,来源,备注\n2023-01,58,甲,\n2023-02,580,甲,\n2023-03,5,乙,\n2023-04,60,乙,并入全市\n";
    assert_eq!(told(&measure("投资", "万元", values)), ["value-jumps 580"]);
    let few = "日期,m\n2023-01,1\n2023-02,12\n2023-03,0\n2023-04,9\n";
    assert_eq!(told(&measure("户数", "户", few)), NONE);
}

#[test]
fn a_share_is_no_more_than_the_whole_and_a_change_may_be() {
    let values = "日期,m,备注\n2023-01,98,\n2023-02,101,\n2023-03,105,超额完成\n";
    assert_eq!(told(&measure("办结率", "%", values)), ["share-over-hundred 101"]);
    assert_eq!(told(&measure("投资增长率", "%", values)), NONE);
}

#[test]
fn a_quoted_rate_rests_on_something() {
    let record = |quoted: &str| {
        site().record(
            "news/a",
            &format!(
                "标题: 动态\n发布日期: 2023-03-03\n引用数: [{{名称: 网办率（%）, {quoted}}}]\n"
            ),
        )
    };
    assert_eq!(told(&record("数值: 98.5")), ["bare-rate 98.5"]);
    assert_eq!(told(&record("数值: 98.5, 分母: 200")), NONE);
    assert_eq!(told(&record("数值: 98.5, 来源: 通报")), NONE);
    // A full hundred is told by a rule of its own.
    assert_eq!(told(&record("数值: 100")), NONE);
}

#[test]
fn a_task_is_completed_once_until_it_is_reopened() {
    let twice = [("2023-04-01", DONE), ("2023-05-01", DONE)];
    assert_eq!(told(&task("", "", &twice)), ["completed-twice 完成"]);
    let reopened = "---\n事项: 重开\n理由: 有遗漏\n批准: 某局\n---\n";
    let entries = [twice[0], ("2023-04-15", reopened), twice[1]];
    assert_eq!(told(&task("", "", &entries)), NONE);
}

#[test]
fn a_completion_shows_something_or_says_something() {
    let bare = "---\n事项: 完成\n---\n";
    assert_eq!(told(&task("", "", &[("2023-04-01", bare)])), ["bare-completion 完成"]);
    let evidence = "---\n事项: 完成\n佐证材料: [现场照片]\n---\n";
    assert_eq!(told(&task("", "", &[("2023-04-01", evidence)])), NONE);
    assert_eq!(told(&task("", "佐证材料: [台账]\n", &[("2023-04-01", bare)])), NONE);
}

#[test]
fn silence_counts_from_the_first_cut_off_of_a_plan_that_asks() {
    let monthly = "月报: 29日 12:00\n";
    let silent = |plan, fields, entries| told(&task(plan, fields, entries)).len();
    assert_eq!(silent(monthly, "", &[]), 1);
    assert_eq!(silent("", "", &[]), 0);
    assert_eq!(silent(monthly, "", &[("2023-03-20", PROGRESS)]), 0);
    // What begins later owes nothing yet, and what lasts for ever nothing at all.
    assert_eq!(silent(monthly, "开始: 2023-05-30\n", &[]), 0);
    assert_eq!(silent(monthly, "完成时限: 长期坚持\n", &[]), 0);
    // Known from the day it is filed.
    let late = "---\n事项: 进展\n报送时间: 2023-06-20 10:00\n---\n已梳理。\n";
    assert_eq!(silent(monthly, "", &[("2023-03-20", late)]), 1);
}

#[test]
fn an_entry_of_another_year_is_told_unless_the_day_is_pinned() {
    let site = || task("", "", &[("2032-03-20", PROGRESS)]);
    assert_eq!(told(&site()), ["far-ahead 进展"]);
    let settings = "title = \"甲\"\nas_of = 2023-06-01\n[defaults]\ndisclosure = \"主动公开\"\n";
    assert_eq!(told(&site().file("site.toml", settings)), NONE);
}

#[test]
fn holders_of_a_post_follow_one_another() {
    let post = |holders: &str| {
        site()
            .record("offices/ju", "标题: 某局")
            .record("posts/ju", &format!("标题: 局长\n单位: 某局\n任职: [{holders}]\n"))
    };
    let first = "{姓名: 甲某某, 起: 2021-01-01, 止: 2023-03-01}";
    assert_eq!(told(&post(&format!("{first}, {{姓名: 乙某某, 起: 2023-03-01}}"))), NONE);
    assert_eq!(told(&post(&format!("{first}, {{姓名: 乙某某, 起: 2023-02-01}}"))).len(), 1);
    // Undated, they may as well have been one after the other.
    assert_eq!(told(&post("{姓名: 甲某某}, {姓名: 乙某某}")), NONE);
}
