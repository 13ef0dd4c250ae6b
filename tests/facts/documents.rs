//! What documents have wrong themselves: each a warning with a place and a way to mend it.

use liangshai::check;
use liangshai::diagnostic::{Diagnostics, Severity};

use crate::support::{self, Site, site};

/// The names of the faults of the documents, each with its line and the words it is at.
fn told(site: &Site) -> Vec<String> {
    let (model, _) = site.model();
    let mut found = Diagnostics::new();
    check::documents(&model, &mut found);
    let faults = found.sorted();
    assert!(faults.iter().all(|f| f.severity() == Severity::Warning && f.help.is_some()));
    let line = |fault: &liangshai::diagnostic::Diagnostic| {
        let (start, _) = fault.place.positions();
        format!("{} {} {}", fault.code.name(), start.line, fault.place.text())
    };
    faults.iter().map(line).collect()
}

const NONE: [&str; 0] = [];

/// A plan with fields of its own and a text.
fn plan(fields: &str, body: &str) -> Site {
    site().file(
        "content/plans/ju/p.md",
        &format!("---\n标题: 方案\n发文机关: 某局\n发布日期: 2023-03-03\n{fields}---\n{body}"),
    )
}

fn with_tasks(site: Site, fields: &[&str]) -> Site {
    let record = |site: Site, (i, fields): (usize, &&str)| {
        site.record(
            &format!("tasks/ju/{i}"),
            &format!("标题: 任务{i}\n方案: 方案\n责任单位: 某局\n{fields}"),
        )
    };
    let site = site.record("offices/ju", "标题: 某局");
    fields.iter().enumerate().fold(site, record)
}

#[test]
fn an_annex_that_is_named_and_not_given_out_is_told_once() {
    let site = plan("", "见附件1和附件 2。再见附件1。\n");
    assert_eq!(told(&site), ["missing-annex 6 附件", "missing-annex 6 附件"]);
}

#[test]
fn an_annex_that_is_given_out_or_said_not_to_be_is_no_fault() {
    let given = plan("附件: [{文件: a.csv, 名称: 附件1 任务清单}]\n", "见附件1。\n")
        .file("content/plans/ju/a.csv", "一,二\n");
    assert_eq!(told(&given), NONE);
    let in_order = plan("附件: [a.csv]\n", "见附件1。\n").file("content/plans/ju/a.csv", "一\n");
    assert_eq!(told(&in_order), NONE);
    for sentence in
        ["附件3以区里发布为准。", "附件三未附。", "见附件3。附件3没有随文公开。", "见附件。"]
    {
        assert_eq!(told(&plan("", sentence)), NONE, "{sentence}");
    }
}

#[test]
fn a_plan_without_a_single_deadline_is_told() {
    let blank = with_tasks(plan("", ""), &["序号: 1", "序号: 2"]);
    assert_eq!(told(&blank), ["no-deadline-at-all 2 标题: 方案"]);
    let some = with_tasks(plan("", ""), &["序号: 1", "完成时限: 长期坚持"]);
    assert_eq!(told(&some), NONE);
}

#[test]
fn one_thing_under_three_names_is_told_of_the_rarer_two() {
    let site = plan("", "亮晒比评，亮晒比评，亮晒比拼。\n")
        .record("news/ju/n", "标题: 晾晒比评动态\n发布日期: 2023-04-01")
        .record("news/qi/n", "标题: 别局的亮晒比拼\n发布日期: 2023-04-01");
    assert_eq!(told(&site), ["name-drifts 2 晾晒比评", "name-drifts 6 亮晒比拼"]);
}

#[test]
fn a_site_names_the_sets_it_wants_held_together() {
    let settings = "title = \"甲\"\n[defaults]\ndisclosure = \"主动公开\"\n[check]\n\
        same_names = [[\"审批办\", \"行政审批办\", \"营商办\"]]\n";
    let site = plan("", "行政审批办、行政审批办、营商办，亮晒比评、亮晒比拼。\n")
        .file("site.toml", settings);
    // What lies inside a longer name is no other name, and the program's own sets are put aside.
    assert_eq!(told(&site), ["name-drifts 6 营商办"]);
    let wrong = site.file("site.toml", &settings.replace("[[", "[").replace("]]", "]"));
    assert_eq!(wrong.errors()[0], "site.toml bad-settings");
}

#[test]
fn tasks_that_do_not_make_up_their_total_are_told_once() {
    let tasks = with_tasks(plan("任务数: 3\n", ""), &["完成时限: 2023-06-30", "序号: 2\n示例: 是"]);
    assert_eq!(told(&tasks), ["parts-off-total 5 任务数: 3"]);
    let all = with_tasks(plan("任务数: 1\n", ""), &["完成时限: 2023-06-30", "序号: 2\n示例: 是"]);
    assert_eq!(told(&all), NONE);
}

#[test]
fn a_second_point_without_a_first_is_told() {
    let body = "## 一\n重点如下。二是这样，三是那样。\n\n一是甲；\n\n**二是**乙。\n\n## 二\n二是丙。十二是数。\n";
    let told = told(&plan("", body));
    assert_eq!(told, ["second-without-first 7 二是", "second-without-first 14 二是"]);
    assert_eq!(self::told(&plan("", "有“二是”“三是”，没有“一是”。\n")), NONE, "it is spoken of");
}

#[test]
fn pinyin_between_the_characters_is_told_and_a_gloss_is_not() {
    let garbled = plan("", "烏達(dá)區(qū)優(yōu)化。\n");
    assert_eq!(told(&garbled), ["wedged-pinyin 6 達(dá)區(qū)"]);
    for text in ["垚（yáo）山镇", "甲(a)乙(b)", "审批(sp)股", "第一(1)第二(2)"] {
        assert_eq!(told(&plan("", text)), NONE, "{text}");
    }
}

#[test]
fn a_name_the_site_calls_foreign_is_told_wherever_it_stands() {
    let text = "bet36市的做法，bet36市。\n";
    assert_eq!(told(&plan("", text)), NONE, "none is built in");
    let settings = "title = \"甲\"\n[defaults]\ndisclosure = \"主动公开\"\n[check]\nforeign_names = [\"bet36\"]\n";
    assert_eq!(told(&plan("", text).file("site.toml", settings)), ["foreign-name 6 bet36"]);
}

#[test]
fn a_quoted_total_keeps_its_sense_and_has_its_rate_in_the_data() {
    let quoted = "引用数: [{名称: 任务（项）, 数值: 219, 分母: 373}, {名称: 走访（家）, 数值: 40, 约数: 余}, \
        {名称: 采购（个）, 数值: 100, 约数: 多, 分母: 300}, {名称: 成员（名）, 数值: 7, 约数: 是}]";
    let plan = format!("标题: 方案\n发文机关: 某局\n发布日期: 2023-03-03\n{quoted}");
    let facts = site().record("plans/p", &plan).on("2023-03-03");
    let quoted = &support::data(&facts, "plans")["plans"][0]["quoted"];
    let told = |of: usize| {
        ["rate", "approximate", "approximate_as"].map(|key| quoted[of][key].to_string())
    };
    assert_eq!(told(0), ["58.7", "false", "null"]);
    assert_eq!(told(1), ["null", "true", "\"at_least\""]);
    assert_eq!(told(2), ["null", "true", "\"at_least\""]);
    assert_eq!(told(3), ["null", "true", "\"about\""]);
}
