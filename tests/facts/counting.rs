//! A task counts once, and is listed where others have part in it.

use liangshai::facts::{Facts, Role};

use crate::support::{self, Site, data, ids, site};

/// A bureau with two sections, a section of one of them, and a plan of both sections.
fn bureau() -> Site {
    site()
        .record("offices/ju", "标题: 某局")
        .record("offices/a", "标题: 甲股\n上级: 某局")
        .record("offices/b", "标题: 乙股\n上级: 某局")
        .record("offices/a1", "标题: 甲一组\n上级: 甲股")
        .record(
            "plans/p",
            "标题: 方案\n发文机关: 某局\n发布日期: 2023-03-03\n参与单位: [甲股, 乙股]",
        )
}

fn with_task(site: Site, id: &str, fields: &str) -> Site {
    site.record(&format!("tasks/{id}"), &format!("标题: 任务{id}\n方案: 方案\n{fields}"))
}

fn counted(facts: &Facts, office: &str) -> Vec<String> {
    ids(facts, facts.tasks_of_office(support::office(facts, office)))
}

fn listed(facts: &Facts, office: &str) -> Vec<(String, Role)> {
    let listed = facts.tasks_listed_at(support::office(facts, office));
    let id = |task: liangshai::model::Id<_>| facts.public().base(task.into()).id.clone();
    listed.iter().map(|(task, role)| (id(*task), *role)).collect()
}

const TODAY: &str = "2023-05-10";

#[test]
fn a_task_counts_once_under_its_first_lead() {
    let facts = with_task(bureau(), "t", "责任单位: [乙股, 甲股]").on(TODAY);
    assert_eq!(counted(&facts, "b"), ["t"]);
    assert_eq!(counted(&facts, "a"), [""; 0]);
    assert_eq!(listed(&facts, "a"), [("t".to_owned(), Role::Joint)]);
}

#[test]
fn a_task_is_listed_uncounted_under_coordinator_and_support() {
    let fields = "责任单位: 甲股\n统筹单位: 某局\n配合单位: [乙股, 甲一组]";
    let facts = with_task(bureau(), "t", fields).on(TODAY);
    assert_eq!(listed(&facts, "ju"), [("t".to_owned(), Role::Coordinator)]);
    assert_eq!(listed(&facts, "b"), [("t".to_owned(), Role::Support)]);
    assert_eq!(listed(&facts, "a1"), [("t".to_owned(), Role::Support)]);
    assert_eq!(listed(&facts, "a"), []);
    assert_eq!(counted(&facts, "b"), [""; 0]);
    assert_eq!(counted(&facts, "a1"), [""; 0]);
}

#[test]
fn an_office_in_two_roles_is_listed_once() {
    let fields = "责任单位: [甲股, 乙股]\n统筹单位: 甲股\n配合单位: 乙股";
    let facts = with_task(bureau(), "t", fields).on(TODAY);
    assert_eq!(listed(&facts, "a"), [], "the lead counts it already");
    assert_eq!(listed(&facts, "b"), [("t".to_owned(), Role::Joint)]);
}

#[test]
fn a_parent_office_takes_in_its_descendants_each_task_once() {
    let site = with_task(bureau(), "t", "责任单位: [甲一组, 甲股, 某局]");
    let facts = with_task(with_task(site, "u", "责任单位: 甲股"), "v", "责任单位: 某局").on(TODAY);
    assert_eq!(counted(&facts, "a1"), ["t"]);
    assert_eq!(counted(&facts, "a"), ["t", "u"]);
    assert_eq!(counted(&facts, "ju"), ["t", "u", "v"]);
    assert_eq!(counted(&facts, "b"), [""; 0]);
    let rows = data(&facts, "offices")["offices"].clone();
    let total = |id: &str| {
        let row = rows.as_array().and_then(|rows| rows.iter().find(|row| row["id"] == id));
        row.expect("an office")["tasks"]["total"].as_u64()
    };
    assert_eq!((total("ju"), total("a"), total("b")), (Some(3), Some(2), Some(0)));
}

#[test]
fn all_offices_stands_for_the_plans_own() {
    let facts = with_task(bureau(), "t", "责任单位: 各股室").on(TODAY);
    let lead = data(&facts, "tasks")["tasks"][0]["lead"].clone();
    assert_eq!(lead, serde_json::json!(["a", "b"]));
    assert_eq!(counted(&facts, "a"), ["t"]);
    assert_eq!(listed(&facts, "b"), [("t".to_owned(), Role::Joint)]);
}

#[test]
fn a_new_lead_takes_the_task_over_from_the_day_of_the_change() {
    let site = bureau()
        .record("tasks/t/index", "标题: 任务\n方案: 方案\n责任单位: 甲股")
        .record("tasks/t/2023-05-01", "事项: 调整\n理由: 一\n批准: 二\n责任单位: 乙股");
    assert_eq!(counted(&site.on("2023-04-30"), "a"), ["t"]);
    assert_eq!(counted(&site.on("2023-05-01"), "a"), [""; 0]);
    assert_eq!(counted(&site.on("2023-05-01"), "b"), ["t"]);
}

/// 1 has 1.1 and 1.2; 2 has nothing below it.
fn indicators() -> Site {
    bureau()
        .record("indicators/i1", "标题: 一级")
        .record("indicators/i11", "标题: 二级甲\n上级: 一级")
        .record("indicators/i12", "标题: 二级乙\n上级: 一级")
        .record("indicators/i2", "标题: 另一级")
}

#[test]
fn a_first_level_indicator_takes_in_its_descendants_each_task_once() {
    let site = with_task(indicators(), "t", "责任单位: 甲股\n指标: 二级甲");
    let site = with_task(site, "u", "责任单位: [甲股, 乙股]\n指标: 二级乙");
    let facts = with_task(site, "v", "责任单位: 乙股\n指标: 一级").on(TODAY);
    let rows = data(&facts, "indicators")["indicators"].clone();
    let total = |id: &str| {
        let row = rows.as_array().and_then(|rows| rows.iter().find(|row| row["id"] == id));
        row.expect("an indicator")["tasks"]["total"].as_u64()
    };
    assert_eq!(total("i1"), Some(3));
    assert_eq!((total("i11"), total("i12"), total("i2")), (Some(1), Some(1), Some(0)));
}

#[test]
fn a_plan_counts_each_of_its_tasks_once_however_many_lead_it() {
    let site = with_task(bureau(), "t", "责任单位: 各股室");
    let facts = with_task(site, "u", "责任单位: [甲股, 乙股]").on(TODAY);
    let plan = support::plan(&facts, "p");
    assert_eq!(facts.count(facts.tasks_of_plan(plan)).total(), 2);
    let sum: usize = ["a", "b", "a1"].iter().map(|office| counted(&facts, office).len()).sum();
    assert_eq!(sum, 4 - 2, "the sections' counts add up to the plan's");
}

#[test]
fn a_joint_task_of_seventeen_offices_counts_once_and_is_listed_under_sixteen() {
    let names: Vec<String> = (1..=17).map(|n| format!("第{n}股")).collect();
    let mut site = site()
        .record("plans/p", "标题: 方案\n发文机关: 某局\n发布日期: 2023-03-06\n周报: 周五 12:00")
        .record("tasks/t", &format!("标题: 联合\n方案: 方案\n责任单位: [{}]", names.join(", ")));
    for (n, name) in (1..).zip(&names) {
        site = site.record(&format!("offices/o{n:02}"), &format!("标题: {name}"));
    }
    let facts = site.internal("2023-03-10");
    let offices = (1..=17).map(|n| support::office(&facts, &format!("o{n:02}")));
    let offices: Vec<_> = offices.collect();
    let counted: Vec<usize> = offices.iter().map(|o| facts.tasks_of_office(*o).len()).collect();
    assert_eq!((counted[0], counted.iter().sum::<usize>()), (1, 1));
    let listed = offices.iter().filter(|office| facts.tasks_listed_at(**office).len() == 1);
    assert_eq!(listed.count(), 16);
    let owed: u32 = offices.iter().map(|office| facts.returns_of_office(*office).expected).sum();
    assert_eq!(owed, 17, "each of them owes its return");
}

/// A real or a sample plan with a task, a problem, a list of duties and an inspection of its own,
/// and a sample of each.
fn half_samples(plan_is_sample: bool) -> Site {
    let of_plan = if plan_is_sample { "\n示例: 是" } else { "" };
    let mut site =
        site().record("offices/a", "标题: 甲股").record("offices/b", "标题: 乙股").record(
            "plans/p",
            &format!("标题: 方案\n发文机关: 某局\n发布日期: 2023-03-03\n周报: 周五 12:00{of_plan}"),
        );
    for (name, fields) in [("real", ""), ("sample", "\n示例: 是")] {
        let of = format!("标题: {name}\n方案: 方案{fields}");
        let period = if name == "real" { "2023-W10" } else { "2023-W11" };
        site = site
            .record(
                &format!("tasks/{name}/index"),
                &format!("{of}\n责任单位: 甲股\n完成时限: 2023-06-30"),
            )
            .record(
                &format!("problems/{name}/index"),
                &format!("{of}\n发现日期: 2023-03-06\n问题来源: 座谈会\n责任单位: 甲股\n整改时限: 4月底前"),
            )
            .record(
                &format!("duties/{name}/index"),
                &format!("{of}\n单位: 甲股\n职务: 股长\n上报日期: 2023-03-06\n措施: [一, 二]"),
            )
            .record(
                &format!("inspections/{name}"),
                &format!("{of}\n日期: 2023-03-06\n对象: [甲股]\n问题: [{name}]"),
            )
            .record(
                &format!("returns/{name}"),
                &format!("{of}\n单位: 甲股\n周期: {period}\n报送时间: 2023-03-10 09:00\n任务: []"),
            );
    }
    site
}

#[test]
fn wherever_samples_of_a_real_plan_are_counted_the_data_own_up_to_them() {
    for (plan_is_sample, samples) in [(false, 1), (true, 0)] {
        let facts = half_samples(plan_is_sample).on("2023-03-17");
        let told = |file: &str, path: &str| {
            let all = support::data(&facts, file);
            all.pointer(path).unwrap_or_else(|| panic!("{path} in {all}")).clone()
        };
        for (file, path) in [
            ("plans", "/plans/0/tasks/samples"),
            ("plans", "/plans/0/duties/samples"),
            ("offices", "/offices/0/tasks/samples"),
            ("offices", "/offices/0/problems/samples"),
            ("offices", "/offices/0/duties/samples"),
            ("office-summary", "/office-summary/0/tasks/samples"),
            ("office-summary", "/office-summary/0/problems/samples"),
            ("problems", "/totals/samples"),
            ("inspections", "/totals/samples"),
            ("inspections", "/totals/problem_samples"),
            ("returns", "/returns/samples"),
            ("returns", "/plans/0/samples"),
        ] {
            assert_eq!(told(file, path), samples, "{file} {path}");
        }
        assert_eq!(told("plans", "/plans/0/tasks/total"), 2, "they are counted all the same");
        assert_eq!(told("problems", "/totals/found"), 2);
    }
}
