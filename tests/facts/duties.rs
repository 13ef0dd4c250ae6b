//! Lists of duties: what was filed of how much, and what was done of it.

use liangshai::facts::{DutyCounts, Ratio};
use liangshai::model::{Kind, Period};

use crate::support::{self, Site, all_data, site};

/// A plan, and a list of three measures of 甲股.
fn listed(of_plan: &str) -> Site {
    site()
        .record("offices/a", "标题: 甲股")
        .record("offices/b", "标题: 乙股")
        .record("plans/p", &format!("标题: 方案\n发文机关: 某局\n发布日期: 2023-03-03\n{of_plan}"))
        .record(
            "duties/a/index",
            "标题: 甲股清单\n方案: 方案\n单位: 甲股\n上报日期: 2023-03-20\n措施: [一, 二, 三]",
        )
}

/// Measures done of all, in the plan as a whole.
fn done(site: &Site, day: &str) -> (u32, u32) {
    let facts = site.on(day);
    let DutyCounts { measures, done, .. } =
        facts.duties_in(Some(support::plan(&facts, "p"))).counts;
    (done, measures)
}

#[test]
fn there_is_no_rate_without_the_denominator() {
    let of = |of_plan: &str| {
        let facts = listed(of_plan).on("2023-03-31");
        let duties = facts.duties_in(Some(support::plan(&facts, "p")));
        (duties.filed, duties.due, duties.filed_rate())
    };
    assert_eq!(of(""), (1, None, None));
    assert_eq!(of("责任清单应报数: 13"), (1, Some(13), Some(Ratio { part: 1, whole: 13 })));
    let none_owed = of("责任清单应报数: 0").2.map(|rate| rate.to_string());
    assert_eq!(none_owed.as_deref(), Some("—"), "nothing of nothing is no rate either");
}

#[test]
fn a_measure_done_twice_counts_once_at_its_first_day() {
    let site = listed("")
        .record("duties/a/2023-04-28", "完成措施: [1, 2]")
        .record("duties/a/2023-05-31", "完成措施: [2, 3]");
    assert_eq!(done(&site, "2023-04-27"), (0, 3));
    assert_eq!(done(&site, "2023-04-28"), (2, 3));
    assert_eq!(done(&site, "2023-05-31"), (3, 3));
    let facts = site.on("2023-06-30");
    let by_month = facts.duties_in(Some(support::plan(&facts, "p"))).by_month;
    let by_month: Vec<_> = by_month.into_iter().collect();
    assert_eq!(by_month, [(Period::Month(2023, 4), 2), (Period::Month(2023, 5), 1)]);
}

#[test]
fn a_measure_reported_later_counts_in_the_month_it_was_done() {
    let site = listed("")
        .record("duties/a/2023-05-31", "完成措施: [1]")
        .record("duties/a/2023-04-28", "完成措施: [1]\n报送时间: 2023-06-02");
    let month = |day: &str| {
        let facts = site.on(day);
        facts
            .duties_in(Some(support::plan(&facts, "p")))
            .by_month
            .keys()
            .copied()
            .collect::<Vec<_>>()
    };
    assert_eq!(month("2023-06-01"), vec![Period::Month(2023, 5)]);
    assert_eq!(month("2023-06-02"), vec![Period::Month(2023, 4)]);
}

#[test]
fn an_office_that_filed_two_lists_filed_once() {
    let second = "标题: 甲股又一清单\n方案: 方案\n单位: 甲股\n措施: [四]";
    let site = listed("责任清单应报数: 2").record("duties/a2", second);
    let facts = site.on("2023-03-31");
    let duties = facts.duties_in(Some(support::plan(&facts, "p")));
    assert_eq!((duties.filed, duties.counts.lists, duties.counts.measures), (1, 2, 4));
}

#[test]
fn a_parent_office_takes_in_its_descendants_lists() {
    let site = listed("").record("offices/a", "标题: 甲股\n上级: 乙股");
    let facts = site.on("2023-03-31");
    let of = |office: &str| facts.duties_of_office(support::office(&facts, office));
    assert_eq!(support::ids(&facts, of("b")), ["a"]);
    assert_eq!(facts.count_duties(&of("b")), facts.count_duties(&of("a")));
}

#[test]
fn a_list_of_tomorrow_a_draft_and_an_internal_one_leave_no_trace() {
    let fields = "标题: 乙股清单\n方案: 方案\n单位: 乙股\n措施: [四]";
    for hidden in ["上报日期: 2023-04-01", "草稿: 是", "公开属性: 系统内"] {
        let site = listed("").record("duties/b", &format!("{fields}\n{hidden}"));
        let facts = site.on("2023-03-31");
        assert_eq!(facts.ids(Kind::Duty).count(), 1, "{hidden}");
        assert_eq!(all_data(&facts), all_data(&listed("").on("2023-03-31")), "{hidden}");
    }
}
