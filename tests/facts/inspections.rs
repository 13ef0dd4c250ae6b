//! Inspections, what they found, and how much of it is closed.

use liangshai::facts::{Facts, InspectionCounts};
use liangshai::model::Inspection;

use crate::ledger::{Ledger, due};
use crate::support::{data, ids};

/// An inspection of a day beside the problems of a ledger.
fn inspection(ledger: Ledger, id: &str, fields: &str) -> Ledger {
    Ledger(ledger.0.record(&format!("inspections/{id}"), &format!("标题: 督导\n{fields}")))
}

fn counts(facts: &Facts) -> InspectionCounts {
    facts.count_inspections(&facts.inspections())
}

/// A problem closed in time, and an open one.
fn ledger() -> Ledger {
    due()
        .step("2020-03-10", "申请销号")
        .step("2020-03-11", "核验通过")
        .step("2020-03-12", "销号")
        .and_another()
}

#[test]
fn problems_are_those_named_else_the_number_given() {
    let site = inspection(ledger(), "1", "日期: 2020-02-10\n形式: 实地督导\n问题: [p, q]");
    let site = inspection(site, "2", "日期: 2020-02-11\n形式: 书面督办\n问题数: 3");
    let counts = counts(&site.0.on("2020-03-15"));
    assert_eq!((counts.inspections, counts.problems, counts.itemised, counts.closed), (2, 5, 2, 1));
    assert_eq!(counts.closed_rate().to_string(), "50.0%", "of the ledger's alone");
}

/// The warnings of the inspections of a site.
fn told(site: &Ledger) -> Vec<(String, &'static str)> {
    let faults = site.0.model().1.sorted();
    let of_inspections = faults.into_iter().filter(|f| f.place.source.path.contains("inspections"));
    of_inspections.map(|fault| (fault.message.zh, fault.code.name())).collect()
}

#[test]
fn a_stated_number_is_the_whole_of_which_the_problems_listed_are_a_part() {
    let site = inspection(ledger(), "1", "日期: 2020-02-05\n问题: [p, q]\n问题数: 9");
    let site = inspection(site, "2", "日期: 2020-02-05\n问题: [p]\n问题数: 4");
    let facts = site.0.on("2020-03-15");
    let all = facts.inspections();
    let of = |i: usize| {
        let counts = facts.count_inspections(&[all[i]]);
        (counts.problems, counts.itemised, counts.closed)
    };
    assert_eq!((of(0), of(1)), ((9, 2, 1), (4, 1, 1)));
    let counts = counts(&facts);
    assert_eq!((counts.problems, counts.itemised), (12, 2), "what both list counts once");
    let data = data(&facts, "inspections");
    assert_eq!(data["inspections"][0]["count"], 9);
    assert_eq!(data["inspections"][0]["problems"].as_array().map(Vec::len), Some(2));
    assert_eq!(data["totals"]["problems"], 12);
    let told = told(&site);
    assert_eq!(told.len(), 2, "{told:?}");
    assert_eq!(told[0], ("问题数写的是9，“问题”列了2个".to_owned(), "count-off-listed"));
}

#[test]
fn a_number_that_is_that_of_the_problems_listed_is_no_fault() {
    let site = inspection(ledger(), "1", "日期: 2020-02-05\n问题: [p, q, p]\n问题数: 2");
    assert_eq!(told(&site), []);
    assert_eq!(counts(&site.0.on("2020-03-15")).problems, 2);
    let fewer = inspection(ledger(), "1", "日期: 2020-02-05\n问题: [p, q]\n问题数: 1");
    assert_eq!(told(&fewer)[0].1, "count-off-listed");
    assert_eq!(counts(&fewer.0.on("2020-03-15")).problems, 2, "those listed are there");
}

#[test]
fn a_problem_found_before_the_inspection_or_elsewhere_is_a_warning() {
    let earlier = inspection(ledger(), "1", "日期: 2020-02-20\n问题: [p]");
    let told_of = told(&earlier);
    assert_eq!(told_of.len(), 1, "{told_of:?}");
    assert_eq!(told_of[0].1, "problem-off-inspection");
    assert!(told_of[0].0.contains("早于这次督导"), "{told_of:?}");
    let site = Ledger(ledger().0.record("offices/elsewhere", "标题: 远方股"));
    let elsewhere = inspection(site, "1", "日期: 2020-02-05\n对象: [远方股]\n问题: [p]");
    let told_of = told(&elsewhere);
    assert_eq!(told_of.len(), 1, "{told_of:?}");
    assert!(told_of[0].0.contains("不在这次督导的对象里"), "{told_of:?}");
}

#[test]
fn a_problem_two_inspections_found_counts_once() {
    let site = inspection(ledger(), "1", "日期: 2020-02-10\n方面: [窗口服务, 平台使用]\n问题: [p]");
    let site = inspection(site, "2", "日期: 2020-02-11\n方面: [窗口服务]\n问题: [p]");
    let facts = site.0.on("2020-03-15");
    assert_eq!(counts(&facts).problems, 1);
    let by = facts.inspections_by(Inspection::aspects);
    let told: Vec<_> = by.iter().map(|(word, ids)| (*word, ids.len())).collect();
    assert_eq!(told, [("平台使用", 1), ("窗口服务", 2)]);
}

#[test]
fn an_inspection_of_tomorrow_leaves_no_trace_today() {
    let site = ledger();
    let with = inspection(site.clone(), "1", "日期: 2020-03-16\n问题数: 3");
    let (with, without) = (with.0.on("2020-03-15"), site.0.on("2020-03-15"));
    assert!(with.inspections().is_empty());
    assert_eq!(data(&with, "problems"), data(&without, "problems"));
}

#[test]
fn a_problem_not_yet_found_is_not_in_its_inspection() {
    let site = inspection(due(), "1", "日期: 2020-02-05\n问题: [p]");
    let facts = site.0.on("2020-02-05");
    let inspection = facts.inspections()[0];
    assert_eq!(ids(&facts, facts.problems_of_inspection(inspection)), [""; 0]);
    assert_eq!(counts(&facts).problems, 0);
    assert_eq!(counts(&site.0.on("2020-02-06")).problems, 1);
}

mod quoted {
    use crate::ledger::Ledger;
    use crate::support::site;

    fn quoting(figures: &str) -> Ledger {
        let plan = "标题: 方案\n发文机关: 某局\n发布日期: 2020-02-03\n引用数:\n";
        Ledger(site().record("plans/p", &format!("{plan}{figures}")))
    }

    fn warnings(ledger: &Ledger) -> Vec<(String, &'static str)> {
        let faults = ledger.0.model().1.sorted();
        let told = faults.into_iter().map(|fault| (fault.message.zh, fault.code.name()));
        told.filter(|(_, code)| code.starts_with("parts") || *code == "no-such-total").collect()
    }

    #[test]
    fn parts_that_do_not_add_up_are_a_warning_that_names_both_sums() {
        let told = warnings(&quoting(
            "  - {名称: 督查（次）, 数值: 9}\n  - {名称: 实地, 数值: 4, 属于: 督查（次）}\n  - {名称: 书面, 数值: 3, 属于: 督查（次）}",
        ));
        let [(message, "parts-do-not-add-up")] = told.as_slice() else { panic!("{told:?}") };
        assert!(message.contains('9') && message.contains('7'), "{message}");
    }

    #[test]
    fn parts_that_add_up_and_estimates_are_no_fault() {
        let exact = quoting(
            "  - {名称: 督查, 数值: 7}\n  - {名称: 实地, 数值: 4, 属于: 督查}\n  - {名称: 书面, 数值: 3, 属于: 督查}",
        );
        assert_eq!(warnings(&exact), []);
        let about =
            quoting("  - {名称: 走访, 数值: 40, 约数: 是}\n  - {名称: 企业, 数值: 12, 属于: 走访}");
        assert_eq!(warnings(&about), [], "an estimate is never summed as exact");
    }

    #[test]
    fn a_part_of_no_total_is_told() {
        let told = warnings(&quoting("  - {名称: 实地, 数值: 4, 属于: 督查}"));
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].1, "no-such-total");
    }
}
