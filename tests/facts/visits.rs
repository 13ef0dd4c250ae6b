//! 走访统计: what each post was to do, what it did, and the counts too small to be told.

use serde_json::{Value, json};

use crate::support::{Site, all_data, data, site};

const QUOTA: &str = "走访要求: [{对象: 班子成员, 每季次数: 1, 方式: 走访}, {对象: 联络员, 每季次数: 2, 方式: 走访或电话}]";

/// A plan of 19 June to the end of September, and a period's visits, a row a line.
fn visited(period: &str, rows: &str) -> Site {
    site()
        .record("offices/b", "标题: 住建局")
        .record("posts/j", "标题: 局长\n单位: 住建局")
        .record(
            "plans/p",
            &format!(
                "标题: 方案\n发文机关: 住建局\n发布日期: 2023-06-19\n结束: 2023-12-31\n{QUOTA}"
            ),
        )
        .record("visits/v/index", &format!("标题: 走访\n周期: {period}\n方案: 方案"))
        .file("content/visits/v/visits.csv", &format!("岗位,对象,应访,走访,电话\n{rows}"))
}

fn visit(site: &Site, day: &str) -> Value {
    data(&site.on(day), "visits")["visits"][0].clone()
}

/// Due, made and standing of each row.
fn attained(site: &Site, day: &str) -> Vec<(Value, Value, Value)> {
    let visit = visit(site, day);
    let posts = visit["posts"].as_array().expect("posts");
    posts.iter().map(|p| (p["due"].clone(), p["made"].clone(), p["standing"].clone())).collect()
}

fn row(due: u32, made: u32, standing: &str) -> (Value, Value, Value) {
    (json!(due), json!(made), json!(standing))
}

#[test]
fn a_call_counts_only_where_the_plan_takes_calls() {
    let site = visited("2023-Q3", "局长,班子成员,,0,3\n甲股联络员,联络员,,1,1\n");
    assert_eq!(attained(&site, "2023-10-01"), [row(1, 0, "short"), row(2, 2, "met")]);
}

#[test]
fn what_a_row_states_is_due_whatever_the_plan_asks() {
    let site = visited("2023-Q3", "局长,班子成员,3,2,0\n局长,别的对象,1,1,0\n局长,没有要求,,1,0\n");
    let none = (Value::Null, json!(1), Value::Null);
    assert_eq!(attained(&site, "2023-10-01"), [row(3, 2, "short"), row(1, 1, "met"), none]);
}

#[test]
fn a_post_is_a_record_where_there_is_one_and_words_otherwise() {
    let site = visited("2023-Q3", "局长,班子成员,,1,0\n甲股联络员,联络员,,2,0\n");
    let visit = visit(&site, "2023-10-01");
    assert_eq!(
        (&visit["posts"][0]["post"], &visit["posts"][1]["post"]),
        (&json!("j"), &json!("甲股联络员"))
    );
}

#[test]
fn a_first_quarter_cut_short_is_said_to_be() {
    let site = visited("2023-Q2", "甲股联络员,联络员,,1,0\n");
    let visit = visit(&site, "2023-07-01");
    assert_eq!(visit["first_quarter_short"], true);
    assert_eq!(visit["posts"][0]["due"], 2, "the whole quota is shown all the same");
    let next = visited("2023-Q3", "甲股联络员,联络员,,1,0\n");
    assert_eq!(self::visit(&next, "2023-10-01")["first_quarter_short"], false);
}

#[test]
fn a_longer_period_asks_for_each_quarter_the_plan_is_in() {
    let site = visited("2023年下半年", "局长,班子成员,,1,0\n");
    assert_eq!(attained(&site, "2024-01-01"), [row(2, 1, "short")]);
    let site = visited("2023年", "局长,班子成员,,3,0\n");
    let visit = visit(&site, "2024-01-01");
    assert_eq!((&visit["quarters"], &visit["posts"][0]["due"]), (&json!(3), &json!(3)));
    assert_eq!(visit["first_quarter_short"], true);
}

#[test]
fn a_month_is_judged_only_by_what_its_rows_state() {
    let site = visited("2023-08", "局长,班子成员,,0,0\n局长,联络员,1,1,0\n");
    let none = (Value::Null, json!(0), Value::Null);
    assert_eq!(attained(&site, "2023-09-01"), [none, row(1, 1, "met")]);
}

#[test]
fn nobody_is_short_before_the_period_is_over() {
    let site = visited("2023-Q3", "局长,班子成员,,1,0\n甲股联络员,联络员,,0,0\n")
        .record("visits/v/index", "标题: 走访\n周期: 2023-Q3\n方案: 方案\n发布日期: 2023-08-01");
    assert_eq!(attained(&site, "2023-08-02"), [row(1, 1, "met"), row(2, 0, "running")]);
    assert_eq!(attained(&site, "2023-09-30"), [row(1, 1, "met"), row(2, 0, "short")]);
}

#[test]
fn posts_are_counted_and_not_their_visits_added() {
    let site = visited("2023-Q3", "局长,班子成员,,9,0\n副局长,班子成员,,0,0\n甲,联络员,,2,0\n");
    let visit = visit(&site, "2023-10-01");
    assert_eq!((&visit["posts_met"], &visit["posts_asked"]), (&json!(2), &json!(3)));
    assert_eq!(visit["met_rate"].to_string(), "66.7");
    let leaders = &visit["by_who"][0];
    assert_eq!(
        (&leaders["who"], leaders["met_rate"].to_string()),
        (&json!("班子成员"), "50.0".into())
    );
    assert_eq!(visit["visits"], 11);
}

#[test]
fn a_cell_under_three_is_withheld_with_a_second_one() {
    let site = visited("2023-Q3", "局长,班子成员,,1,0\n").file(
        "content/visits/v/issues.csv",
        "类别,收集,已解决,正在办理,已解释说明,已转交\n融资,12,7,2,3,0\n用工,9,6,3,0,0\n",
    );
    let visit = visit(&site, "2023-10-01");
    let row = &visit["issues"][0];
    assert_eq!(row["category"], "融资");
    assert_eq!(row["open"], Value::Null);
    let withheld = |row: &Value| row["withheld"].as_array().expect("a list").len();
    assert!(withheld(row) >= 2, "{row}");
    assert!(row["withheld"].as_array().expect("a list").contains(&json!("open")));
    let column: usize = [row, &visit["issues"][1], &visit["issues_total"]]
        .iter()
        .filter(|row| row["withheld"].as_array().expect("a list").contains(&json!("open")))
        .count();
    assert!(column >= 2, "the column's total would tell it: {visit}");
}

#[test]
fn the_period_s_end_brings_visits_about() {
    let site = visited("2023-Q3", "局长,班子成员,,1,0\n");
    assert!(!all_data(&site.on("2023-09-29")).contains("2023-Q3"));
    assert!(all_data(&site.on("2023-09-30")).contains("2023-Q3"));
}

#[test]
fn issues_that_do_not_add_up_are_a_warning() {
    let site = visited("2023-Q3", "局长,班子成员,,1,0\n局长,班子成员,,1,0\n").file(
        "content/visits/v/issues.csv",
        "类别,收集,已解决,正在办理,已解释说明,已转交\n融资,12,7,4,3,0\n用工,9,6,3,0,0\n土地,5,,,,\n",
    );
    let (_, found) = site.model();
    let told: Vec<_> = found.iter().map(|fault| fault.code.name()).collect();
    assert_eq!(told, ["repeated-row", "issues-off-total"]);
}

#[test]
fn visits_the_plan_does_not_ask_for_are_a_warning() {
    let site = visited("2023-Q3", "局长,班子成员,,1,0\n甲,联络人员,,1,0\n乙,企业,2,1,0\n");
    let (_, found) = site.model();
    let told: Vec<_> = found.iter().map(|f| (f.code.name(), f.place.text())).collect();
    assert_eq!(told, [("not-in-quota", "联络人员")]);
}

#[test]
fn a_quota_may_name_the_post_itself() {
    let site = visited("2023-Q3", "局长,企业,,1,0\n").record(
        "plans/p",
        "标题: 方案\n发文机关: 住建局\n发布日期: 2023-06-19\n走访要求: [{对象: 局长, 每季次数: 2}]",
    );
    assert_eq!(attained(&site, "2023-10-01"), [row(2, 1, "short")]);
}

#[test]
fn the_table_of_issues_is_never_given_out() {
    let site = visited("2023-Q3", "局长,班子成员,,1,0\n")
        .file("content/visits/v/issues.csv", "类别,收集\n融资,1\n")
        .file(
            "content/visits/v/index.md",
            "---\n标题: 走访\n周期: 2023-Q3\n方案: 方案\n附件: [issues.csv]\n---\n见[表](issues.csv)。\n",
        );
    let (model, found) = site.model();
    assert!(model.visits[0].base.attachments.is_empty());
    let told: Vec<_> = found.iter().map(|fault| fault.code.name()).collect();
    assert_eq!(told, ["table-given-out", "table-given-out"]);
}
