//! Highlights: rounds, and figures before and after.

use liangshai::facts::highlight::change;
use liangshai::model::Id;

use crate::support::{Site, all_data, data, ids, site};

fn plan() -> Site {
    site()
        .record("offices/a", "标题: 甲股\n上级: 乙股")
        .record("offices/b", "标题: 乙股")
        .record("indicators/x", "标题: 一级")
        .record("indicators/y", "标题: 二级\n上级: 一级")
        .record("plans/p", "标题: 方案\n发文机关: 某局\n发布日期: 2023-03-03")
        .record("plans/q", "标题: 又一方案\n发文机关: 某局\n发布日期: 2023-03-03")
}

fn shown(site: Site, name: &str, fields: &str) -> Site {
    site.record(&format!("highlights/{name}"), &format!("标题: 亮点{name}\n{fields}"))
}

#[test]
fn rounds_come_newest_first_and_each_is_of_one_plan() {
    let site = shown(plan(), "1", "方案: p\n日期: 2023-05-26\n观摩轮次: 5月观摩");
    let site = shown(site, "2", "方案: q\n日期: 2023-05-20\n观摩轮次: 5月观摩");
    let site = shown(site, "3", "方案: p\n日期: 2023-09-20\n观摩轮次: 9月观摩");
    let site = shown(site, "4", "方案: p\n日期: 2023-05-27\n观摩轮次: 5月观摩");
    let site = shown(site, "5", "日期: 2023-09-28");
    let facts = site.on("2023-09-30");
    let rounds: Vec<_> = facts
        .rounds()
        .iter()
        .map(|round| (round.name, ids(&facts, round.highlights.clone()).join(" ")))
        .collect();
    assert_eq!(
        rounds,
        [
            (Some("9月观摩"), "3".to_owned()),
            (Some("5月观摩"), "4 1".to_owned()),
            (Some("5月观摩"), "2".to_owned()),
            (None, "5".to_owned()),
        ]
    );
}

#[test]
fn a_change_is_told_in_figures_and_per_cent_and_on_nought_in_figures_alone() {
    let figures =
        "[{名称: 事项, 之前: 76, 之后: 39}, {名称: 投诉, 之前: 0, 之后: 3}, {名称: 未知, 之后: 5}]";
    let site = shown(plan(), "1", &format!("日期: 2023-05-26\n前后对比: {figures}"));
    let facts = site.on("2023-05-26");
    let (_, highlight) = facts.highlights().next().expect("a highlight");
    let told: Vec<_> = highlight
        .before_after
        .iter()
        .map(|figure| {
            change(figure).map(|c| (c.absolute.to_string(), c.percent.map(|p| p.to_string())))
        })
        .collect();
    let of = |absolute: &str, percent: Option<&str>| {
        Some((absolute.to_owned(), percent.map(str::to_owned)))
    };
    assert_eq!(told, [of("-37", Some("-48.7")), of("3", None), None]);
    let row = &data(&facts, "highlights")["highlights"][0]["before_after"];
    assert_eq!(row[0]["change_percent"].to_string(), "-48.7");
    assert!(row[1]["change_percent"].is_null() && row[2]["change"].is_null());
}

#[test]
fn an_office_and_an_indicator_take_in_what_is_below_them() {
    let site = shown(plan(), "1", "日期: 2023-05-26\n单位: 甲股\n指标: 二级");
    let site = shown(site, "2", "日期: 2023-05-27\n单位: 乙股\n指标: 一级");
    let facts = site.on("2023-05-30");
    let office = |name| crate::support::office(&facts, name);
    let indicator = |title: &str| -> Id<_> {
        facts.indicators().find(|(_, found)| found.base.title == title).expect("one").0
    };
    assert_eq!(ids(&facts, facts.highlights_of_office(office("b"))), ["2", "1"]);
    assert_eq!(ids(&facts, facts.highlights_of_office(office("a"))), ["1"]);
    assert_eq!(ids(&facts, facts.highlights_of_indicator(indicator("一级"))), ["2", "1"]);
    assert_eq!(ids(&facts, facts.highlights_of_indicator(indicator("二级"))), ["1"]);
}

#[test]
fn what_is_to_be_promoted_tomorrow_is_not_told_today() {
    let fields = "日期: 2023-05-26\n推广: {日期: 2023-06-10, 范围: 全旗}";
    let promoted = |day: &str| {
        let facts = shown(plan(), "1", fields).on(day);
        data(&facts, "highlights")["highlights"][0]["promoted"]["scope"].clone()
    };
    assert!(promoted("2023-06-09").is_null());
    assert_eq!(promoted("2023-06-10"), "全旗");
    let bare = shown(plan(), "1", "日期: 2023-05-26");
    let facts = shown(plan(), "1", fields).on("2023-06-09");
    assert_eq!(all_data(&facts), all_data(&bare.on("2023-06-09")));
}
