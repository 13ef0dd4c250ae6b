//! 汇总: the offices of a plan side by side.

use liangshai::model::{Id, Office};

use crate::support::{self, Site, data, site};

/// A plan under which 甲股 has a task, a problem, a list of duties and an evaluation, and 乙股,
/// below it, has a task.
fn plan() -> Site {
    site()
        .record("plans/p", "标题: 方案\n发文机关: 某局\n发布日期: 2023-03-03\n周报: 周五 12:00\n参与单位: [甲股, 乙股, 丙股]")
        .record("offices/a", "标题: 甲股\n排序: 2")
        .record("offices/b", "标题: 乙股\n上级: 甲股\n排序: 3")
        .record("offices/c", "标题: 丙股\n排序: 1")
        .record("tasks/1/index", "标题: 任务一\n方案: 方案\n责任单位: 甲股\n完成时限: 2023-05-31")
        .record("tasks/2/index", "标题: 任务二\n方案: 方案\n责任单位: 乙股\n完成时限: 2023-05-31")
        .record("tasks/2/2023-05-10", "事项: 完成")
        .record("problems/1", "标题: 问题\n方案: 方案\n发现日期: 2023-04-03\n问题来源: 自查\n责任单位: 甲股\n整改时限: 2023-05-31")
        .record("duties/a/index", "标题: 清单\n方案: 方案\n单位: 甲股\n措施: [一, 二]")
        .record("duties/a/2023-05-31", "完成措施: [2]")
        .record("evaluations/q2/index", "标题: 评定\n方案: 方案\n周期: 2023-Q2\n指标项: [{代号: x, 名称: 日常, 权重: 100}]\n等次: [{名称: 好, 不低于: 90}, {名称: 差}]")
        .file("content/evaluations/q2/scores.csv", "单位,x\n甲股,95\n丙股,50\n")
}

#[test]
fn the_summarys_figures_are_those_of_the_offices_pages() {
    let facts = plan().internal("2023-06-30");
    let summary = facts.summary(support::plan(&facts, "p"));
    let offices: Vec<Id<Office>> = summary.rows.iter().map(|row| row.office).collect();
    assert_eq!(support::ids(&facts, offices), ["c", "a", "b"], "in the order of offices");
    for row in &summary.rows {
        assert_eq!(row.tasks, facts.count(&facts.tasks_of_office(row.office)));
        assert_eq!(row.problems, facts.count_problems(&facts.problems_of_office(row.office)));
        assert_eq!(row.duties, facts.count_duties(&facts.duties_of_office(row.office)));
        assert_eq!(row.returns, Some(facts.returns_of_office(row.office)));
    }
    let a = &summary.rows[1];
    assert_eq!(
        (a.tasks.total(), a.tasks.done(), a.problems.found),
        (2, 1, 1),
        "乙股 is below 甲股"
    );
    assert_eq!((a.duties.done, a.duties.measures), (1, 2));
    assert_eq!(a.result.and_then(|result| result.place), Some(1));
}

#[test]
fn the_public_summary_has_no_returns_and_does_not_name_the_lowest_grade() {
    let facts = plan().on("2023-06-30");
    let summary = facts.summary(support::plan(&facts, "p"));
    assert!(summary.rows.iter().all(|row| row.returns.is_none()));
    assert!(summary.rows[0].result.is_none(), "丙股 has the lowest grade");
    let rows = data(&facts, "office-summary");
    let lowest = rows["office-summary"][0].as_object().expect("an object");
    for part in ["returns", "evaluation"] {
        let figures = lowest[part].as_object().expect("an object");
        assert!(figures.values().all(serde_json::Value::is_null), "{part}: {figures:?}");
    }
    let internal = plan().internal("2023-06-30");
    let rows = data(&internal, "office-summary");
    assert_eq!(rows["office-summary"][0]["evaluation"]["grade"], "差");
}

#[test]
fn an_office_under_two_plans_has_its_own_figures_under_each() {
    let site = plan()
        .record("plans/q", "标题: 又一方案\n发文机关: 某局\n发布日期: 2023-03-03")
        .record("tasks/3", "标题: 任务三\n方案: 又一方案\n责任单位: 甲股");
    let facts = site.on("2023-06-30");
    let of = |plan: &str| {
        let summary = facts.summary(support::plan(&facts, plan));
        summary.rows.iter().map(|row| row.tasks.total()).collect::<Vec<_>>()
    };
    assert_eq!(of("q"), [1]);
    assert_eq!(of("p"), [0, 2, 1]);
    let all = facts.count(&facts.tasks_of_office(support::office(&facts, "a")));
    assert_eq!(all.total(), 3);
}
