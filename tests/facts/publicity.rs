//! 双公示: seven working days, and what is told of them.

use serde_json::{Value, json};

use crate::support::{Site, all_data, data, site};

/// A month's cases, a row a line.
fn cases(period: &str, rows: &str) -> Site {
    site()
        .record("publicity/m/index", &format!("标题: 双公示\n周期: {period}\n发布日期: 2023-01-01"))
        .file("content/publicity/m/cases.csv", &format!("编号,类别,作出日期,报送日期,有误\n{rows}"))
}

fn sheet(site: &Site, day: &str) -> Value {
    data(&site.on(day), "publicity")["publicity"][0].clone()
}

/// Not due, on time, late, omitted, wrong.
fn counts(site: &Site, day: &str) -> [u64; 5] {
    let sheet = sheet(site, day);
    ["not_due", "on_time", "late", "omitted", "wrong"].map(|key| sheet[key].as_u64().expect(key))
}

#[test]
fn a_case_is_due_on_the_seventh_working_day_with_the_start_day_excluded() {
    // 25 September 2023 is a Monday; 29 September to 6 October are off, 7 and 8 October worked.
    let site = cases("2023-09", "一号,行政许可,2023-09-25,,\n");
    assert_eq!(counts(&site, "2023-10-10"), [1, 0, 0, 0, 0]);
    assert_eq!(counts(&site, "2023-10-11"), [0, 0, 0, 1, 0]);
    // Decided on a day off, it counts from the next working day.
    let site = cases("2023-10", "一号,行政许可,2023-10-01,,\n");
    assert_eq!(counts(&site, "2023-10-13"), [1, 0, 0, 0, 0]);
    assert_eq!(counts(&site, "2023-10-14"), [0, 0, 0, 1, 0]);
}

#[test]
fn a_case_filed_on_its_last_day_is_in_time() {
    let site = cases("2023-07", "一号,,2023-07-03,2023-07-12,\n二号,,2023-07-03,2023-07-13,\n");
    assert_eq!(counts(&site, "2023-08-01"), [0, 1, 1, 0, 0]);
}

#[test]
fn an_unfiled_case_past_its_day_is_omitted() {
    let site = cases("2023-07", "一号,,2023-07-03,,\n");
    assert_eq!(counts(&site, "2023-07-12"), [1, 0, 0, 0, 0], "the last day itself is in time");
    assert_eq!(counts(&site, "2023-07-13"), [0, 0, 0, 1, 0]);
}

#[test]
fn a_filing_still_to_come_has_not_happened() {
    let site = cases("2023-07", "一号,,2023-07-03,2023-07-20,是\n");
    assert_eq!(counts(&site, "2023-07-13"), [0, 0, 0, 1, 0]);
    assert_eq!(counts(&site, "2023-07-20"), [0, 0, 1, 0, 1]);
}

#[test]
fn a_decision_still_to_come_leaves_no_trace() {
    let early = cases("2023-07", "一号,行政许可,2023-07-03,2023-07-04,\n");
    let more = cases(
        "2023-07",
        "一号,行政许可,2023-07-03,2023-07-04,\n二号,行政处罚,2023-07-11,2023-07-11,\n",
    );
    assert_eq!(all_data(&early.on("2023-07-10")), all_data(&more.on("2023-07-10")));
    assert_eq!(sheet(&more, "2023-07-11")["listed"], 2);
}

#[test]
fn rates_are_of_what_is_due_or_filed() {
    let rows = "一,行政许可,2023-07-03,2023-07-04,是\n二,行政许可,2023-07-03,,\n\
        三,行政处罚,2023-07-04,2023-07-20,\n四,行政处罚,2023-07-19,2023-07-20,\n五,行政处罚,2023-07-19,,\n";
    let sheet = sheet(&cases("2023-07", rows), "2023-07-20");
    assert_eq!(
        (&sheet["listed"], &sheet["judged"], &sheet["not_due"]),
        (&json!(5), &json!(4), &json!(1))
    );
    let rates = ["on_time", "late", "omitted", "wrong"].map(|key| format!("{key}_rate"));
    for (key, rate) in rates.iter().zip(["50.0", "25.0", "25.0", "25.0"]) {
        assert_eq!(sheet[key].to_string(), rate, "{key}");
    }
    let of: Vec<_> = sheet["categories"].as_array().expect("a list").iter().collect();
    assert_eq!((&of[0]["category"], &of[0]["omitted"]), (&json!("行政许可"), &json!(1)));
    assert_eq!((&of[1]["category"], &of[1]["late"]), (&json!("行政处罚"), &json!(1)));
}

#[test]
fn nothing_due_has_no_rate() {
    let sheet = sheet(&cases("2023-07", "一,,2023-07-03,,\n"), "2023-07-05");
    assert_eq!((&sheet["judged"], &sheet["late_rate"]), (&json!(0), &Value::Null));
}

#[test]
fn past_the_last_calendar_a_case_is_uncounted() {
    let site = cases("2026-12", "一,,2026-12-25,2026-12-26,\n二,,2026-12-01,2026-12-02,\n");
    let sheet = sheet(&site, "2027-02-01");
    assert_eq!(
        (&sheet["uncounted"], &sheet["on_time"], &sheet["listed"]),
        (&json!(1), &json!(1), &json!(2))
    );
}

#[test]
fn no_case_number_reaches_the_data() {
    let site = cases("2023-07", "源建许〔2023〕77号,行政许可,2023-07-03,2023-07-04,\n");
    for facts in [site.on("2023-08-01"), site.internal("2023-08-01")] {
        let all = all_data(&facts);
        for told in ["77号", "2023-07-03", "2023-07-04"] {
            assert!(!all.contains(told), "{told}");
        }
    }
}

#[test]
fn cases_and_the_number_due_are_compared() {
    let site = cases("2023-07", "一,,2023-07-03,2023-07-01,\n一,,2023-06-30,,\n")
        .record("publicity/m/index", "标题: 双公示\n周期: 2023-07\n应报数: 3");
    let (_, found) = site.model();
    let mut told: Vec<_> = found.iter().map(|fault| fault.code.name()).collect();
    told.sort_unstable();
    assert_eq!(
        told,
        ["case-outside-period", "cases-off-total", "filed-before-happened", "repeated-row"]
    );
    assert_eq!(sheet(&site, "2023-08-01")["due"], 3);
}
