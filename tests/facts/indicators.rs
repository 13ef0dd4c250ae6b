//! Indicators as of a day: latest value, changes, distance, the target line, ranks.

use serde_json::{Value, json};

use crate::support::{data, site};

/// The indicator's line on a day, given fields of its measure and its values.
fn indicator(measure: &str, values: &str, day: &str) -> Value {
    let site = site()
        .record(
            "indicators/i/index",
            &format!("标题: 指标\n监测项: [{{代号: days, 名称: 审批时间, {measure}}}]"),
        )
        .file("content/indicators/i/values.csv", &format!("日期,days\n{values}"));
    data(&site.on(day), "indicators")["indicators"][0].clone()
}

fn measure(measure: &str, values: &str, day: &str) -> Value {
    indicator(measure, values, day)["measures"][0].clone()
}

const FALLING: &str =
    "方向: 越低越好, 基期: 2021-01-01, 基期值: 89, 目标值: 60, 目标日期: 2021-12-31";

#[test]
fn the_latest_value_is_the_latest_by_the_day() {
    let values = "2021-03-31,80\n2021-06-30,75\n2021-09-30,70\n";
    let latest = |day| measure(FALLING, values, day)["latest"].clone();
    assert_eq!(latest("2021-06-29"), json!({"date": "2021-03-31", "value": 80}));
    assert_eq!(latest("2021-06-30"), json!({"date": "2021-06-30", "value": 75}));
    assert_eq!(latest("2021-03-30"), json!({"date": null, "value": null}));
}

#[test]
fn a_value_of_a_period_is_known_from_its_last_day() {
    let values = "2021年上半年,75\n";
    let series = |day| measure(FALLING, values, day)["series"].as_array().map(Vec::len);
    assert_eq!((series("2021-06-29"), series("2021-06-30")), (Some(0), Some(1)));
}

#[test]
fn values_are_in_the_order_of_their_days_whatever_the_file_says() {
    let found = measure(FALLING, "2021-06-30,75\n2021-03-31,80\n", "2021-12-31");
    assert_eq!(found["latest"]["value"], 75);
    assert_eq!(found["change"], -5);
}

#[test]
fn change_is_on_the_previous_value_absolute_and_in_per_cent() {
    let found = measure(FALLING, "2021-03-31,80\n2021-06-30,75\n", "2021-12-31");
    assert_eq!((&found["change"], &found["change_percent"]), (&json!(-5), &json!(-6.3)));
}

#[test]
fn change_is_on_the_baseline_too() {
    let found = measure(FALLING, "2021-03-31,80\n2021-06-30,75\n", "2021-12-31");
    assert_eq!(found["baseline_change"], -14);
    assert_eq!(found["baseline_change_percent"], json!(-15.7));
}

#[test]
fn change_on_a_baseline_of_nothing_has_no_per_cent() {
    let from_zero = "方向: 越高越好, 基期: 2021-01-01, 基期值: 0";
    let found = measure(from_zero, "2021-06-30,7\n", "2021-12-31");
    assert_eq!(found["baseline_change"], 7);
    assert!(found["baseline_change_percent"].is_null());
    let zero_before = measure("方向: 越高越好", "2021-03-31,0\n2021-06-30,7\n", "2021-12-31");
    assert_eq!(zero_before["change"], 7);
    assert!(zero_before["change_percent"].is_null());
}

#[test]
fn a_single_value_without_a_baseline_has_no_change() {
    let found = measure("方向: 越低越好", "2021-06-30,75\n", "2021-12-31");
    assert!(found["change"].is_null() && found["baseline_change"].is_null());
}

#[test]
fn the_first_value_changes_from_the_baseline_before_it() {
    assert_eq!(measure(FALLING, "2021-06-30,75\n", "2021-12-31")["change"], -14);
    let later_baseline = "方向: 越低越好, 基期: 2021-12-31, 基期值: 89";
    assert!(measure(later_baseline, "2021-06-30,75\n", "2021-12-31")["change"].is_null());
}

#[test]
fn distance_is_what_is_left_to_the_target() {
    assert_eq!(measure(FALLING, "2021-06-30,75\n", "2021-12-31")["distance"], -15);
    let rising = "方向: 越高越好, 目标值: 90";
    assert_eq!(measure(rising, "2021-06-30,75.5\n", "2021-12-31")["distance"], json!(14.5));
    assert!(measure("方向: 越高越好", "2021-06-30,75\n", "2021-12-31")["distance"].is_null());
}

#[test]
fn on_track_is_at_or_below_the_straight_line_where_lower_is_better() {
    // Half of the 364 days have passed: the line stands at 74.5.
    let at = |value: &str| measure(FALLING, &format!("2021-07-02,{value}\n"), "2021-12-31");
    assert_eq!(at("74.4")["on_track"], true);
    assert_eq!(at("74.5")["on_track"], true);
    assert_eq!(at("74.6")["on_track"], false);
}

#[test]
fn on_track_is_at_or_above_the_straight_line_where_higher_is_better() {
    let rising = "方向: 越高越好, 基期: 2021-01-01, 基期值: 60, 目标值: 89, 目标日期: 2021-12-31";
    let at = |value: &str| measure(rising, &format!("2021-07-02,{value}\n"), "2021-12-31");
    assert_eq!(at("74.6")["on_track"], true);
    assert_eq!(at("74.5")["on_track"], true);
    assert_eq!(at("74.4")["on_track"], false);
}

#[test]
fn the_line_is_read_on_the_values_date_not_on_the_as_of_day() {
    let early = measure(FALLING, "2021-01-02,88.9\n", "2021-12-31");
    assert_eq!(early["on_track"], true, "a year later it would be far behind");
}

#[test]
fn after_the_target_date_the_target_itself_counts() {
    let at = |value: &str| measure(FALLING, &format!("2022-06-30,{value}\n"), "2022-12-31");
    assert_eq!((&at("60")["on_track"], &at("60.1")["on_track"]), (&json!(true), &json!(false)));
}

#[test]
fn without_a_direction_a_target_or_their_dates_nothing_is_on_track() {
    for incomplete in [
        "基期: 2021-01-01, 基期值: 89, 目标值: 60, 目标日期: 2021-12-31",
        "方向: 越低越好, 基期值: 89, 目标值: 60, 目标日期: 2021-12-31",
        "方向: 越低越好, 基期: 2021-01-01, 基期值: 89, 目标日期: 2021-12-31",
    ] {
        let found = measure(incomplete, "2021-07-02,1\n", "2021-12-31");
        assert!(found["on_track"].is_null(), "{incomplete}");
    }
}

#[test]
fn numbers_are_printed_as_written() {
    let fields = "基期值: 80.20, 目标值: 60.0";
    let site = site()
        .record(
            "indicators/i/index",
            &format!("标题: 指标\n编号: 3.10\n监测项: [{{代号: days, 名称: 审批时间, {fields}}}]"),
        )
        .file("content/indicators/i/values.csv", "日期,days\n2021-06-30,60.10\n");
    let text = crate::support::all_data(&site.on("2021-12-31"));
    for written in [r#""baseline":80.20"#, r#""target":60.0"#, r#""value":60.10"#, r#""3.10""#] {
        assert!(text.contains(written), "{written}");
    }
}

#[test]
fn ranks_are_known_up_to_the_day() {
    let site = site().record("indicators/i/index", "标题: 指标").file(
        "content/indicators/i/ranks.csv",
        "日期,监测项,范围,名次,总数,发布单位\n2022年,,全省,2,14,省政府\n2021年,,全省,5,14,省政府\n",
    );
    let ranks = |day| data(&site.on(day), "indicators")["indicators"][0]["ranks"].clone();
    assert_eq!(ranks("2021-12-30"), json!([]));
    let places = |day| -> Vec<Value> {
        let ranks = ranks(day);
        ranks.as_array().expect("ranks").iter().map(|rank| rank["place"].clone()).collect()
    };
    assert_eq!(places("2021-12-31"), [json!(5)]);
    assert_eq!(places("2022-12-31"), [json!(5), json!(2)]);
    assert_eq!(ranks("2022-12-31")[1]["of"], 14);
}

#[test]
fn a_future_value_changes_nothing_today() {
    let before = indicator(FALLING, "2021-06-30,75\n", "2021-07-01");
    let after = indicator(FALLING, "2021-06-30,75\n2021-07-02,1\n", "2021-07-01");
    assert_eq!(before, after);
}
