//! What documents have wrong themselves: each a warning with a place and a way to mend it.

use std::sync::Arc;

use liangshai::check::{self, Subject};
use liangshai::diagnostic::{Diagnostics, Severity};
use liangshai::disclose::{Audience, Edition, Unpublished};
use liangshai::site::{Addressing, lay_out};
use liangshai::words::Words;

use crate::support::{self, Site, site};

/// The names of the faults of the documents, each with its line and the words it is at.
fn told(site: &Site) -> Vec<String> {
    let (model, _) = site.model();
    let mut found = Diagnostics::new();
    let audience = Audience { edition: Edition::Internal, unpublished: Unpublished::All };
    let facts = Arc::new(site.despite_errors(audience, "2023-06-01"));
    let laid = lay_out(facts, Addressing::default(), [], &mut Diagnostics::new());
    let words = Words::builtin(model.settings.language);
    check::content(
        &Subject { model: &model, site: &laid, words: &words, published: None },
        &mut found,
    );
    let of_documents = |code| check::rule(code).is_some_and(|rule| rule.room == "documents");
    let found: Diagnostics = found.into_iter().filter(|fault| of_documents(fault.code)).collect();
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
fn the_annexes_a_document_lists_at_its_end_are_each_named() {
    // As Word leaves it, as Markdown has it, with a bullet, with the title on the line below.
    for list in [
        "附件：1. 某某名册；\n2. 某某清单。\n",
        "附件:1.某某名册\n2.某某清单\n附件1\n某某名册\n",
        "- 附件：1. 某某名册\n2. 某某清单\n3. 某某计划表（以后发布为准）\n",
        "**附件：**\n\n1. 某某名册\n2. 某某清单\n",
        "附件：1．某某名册，名称长得\n一行写不下；2、某某清单\n\n2023年3月3日\n",
        "　　附件：1. 某某名册\n　　　　　2. 某某清单\n",
    ] {
        let told = told(&plan("", list));
        let lines = if list.contains("\n\n1.") { ["8", "9"] } else { ["6", "7"] };
        let expected = lines.iter().zip(["1", "2"]);
        let expected: Vec<_> =
            expected.map(|(line, n)| format!("missing-annex {line} {n}")).collect();
        assert_eq!(told, expected, "{list}");
    }
}

#[test]
fn a_list_of_annexes_ends_where_its_numbers_do() {
    let given = plan(
        "附件: [{文件: a.csv, 名称: 附件1 名册}]\n",
        "附件：1. 名册\n\n一段话。\n\n1. 头一件事\n2. 另一件事\n",
    )
    .file("content/plans/ju/a.csv", "一,二\n");
    assert_eq!(told(&given), NONE);
    // The annexes follow with numbers of their own, or the signature and then other matter.
    for rest in ["附件1\n名册\n1. 甲组\n2. 乙组\n", "某某局\n3月3日\n1. 甲组\n2. 乙组\n"]
    {
        let fields = "附件: [{文件: a.csv, 名称: 附件1 名册}]\n";
        let site = plan(fields, &format!("附件：1. 名册\n{rest}"))
            .file("content/plans/ju/a.csv", "一,二\n");
        assert_eq!(told(&site), NONE, "{rest}");
    }
    for body in
        ["附件：名册\n1. 不是附件\n2. 也不是\n", "附件：1.5倍\n", "1. 一件事\n2. 又一件事\n"]
    {
        assert_eq!(told(&plan("", body)), NONE, "{body}");
    }
}

#[test]
fn an_annex_of_a_list_may_be_given_out_or_excused() {
    let list = "附件：1. 名册（未附）\n2. 清单\n3. 计划表，以区里\n发布为准\n";
    assert_eq!(told(&plan("", list)), ["missing-annex 7 2"]);
    let given = plan("附件: [a.csv, b.csv]\n", "附件：1. 名册\n2. 清单\n")
        .file("content/plans/ju/a.csv", "一\n")
        .file("content/plans/ju/b.csv", "一\n");
    assert_eq!(told(&given), NONE);
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

/// A group with seats and words of its own.
fn group(seats: &[&str], words: &str) -> Site {
    let seats: String = seats.iter().map(|seat| format!("  - {{{seat}}}\n")).collect();
    site().file("content/groups/ju/g.md", &format!("---\n标题: 专班\n成员:\n{seats}---\n{words}"))
}

const BOTH: &str = "角色: 成员, 职务: 办公室主任";

#[test]
fn a_seat_in_one_roster_alone_is_told_where_it_says_so() {
    let annex = group(&[BOTH, "角色: 成员, 职务: 股长, 见于: 附件"], "");
    assert_eq!(told(&annex), ["roster-differs 5 附件"]);
    let text = group(&[BOTH, "角色: 成员, 职务: 股长, listed_in: text"], "");
    assert_eq!(told(&text), ["roster-differs 5 text"]);
    assert_eq!(told(&group(&[BOTH], "")), NONE);
}

#[test]
fn two_leaders_are_one_finding() {
    let director = "角色: 组长, 职务: 局长, 见于: 正文";
    let deputy = "角色: 主任兼联络员, 职务: 副局长, 见于: 附件";
    assert_eq!(told(&group(&[director, deputy, BOTH], "")), ["roster-differs 5 附件"]);
    let office = "角色: 办公室主任, 职务: 股长, 见于: 附件";
    assert_eq!(
        told(&group(&[director, office, BOTH], "")),
        ["roster-differs 4 正文", "roster-differs 5 附件"],
        "who heads the office does not lead the group"
    );
}

#[test]
fn a_roster_cannot_differ_where_there_is_one_or_the_record_says_which_stands() {
    let alone = "角色: 成员, 职务: 股长, 见于: 附件";
    assert_eq!(told(&group(&[alone, alone], "")), NONE, "the text lists nobody");
    assert_eq!(told(&group(&[BOTH, alone], "名单以附件为准。")), NONE);
    assert_eq!(told(&group(&[BOTH, alone], "时限以区里发布为准。")).len(), 1);
    let wrong = group(&["角色: 成员, 见于: 封底"], "");
    assert_eq!(wrong.errors(), ["content/groups/ju/g.md bad-value"]);
}

/// An indicator with a measure in per cent, and the tables beside it.
fn indicator(table: &str, lines: &str) -> Site {
    site()
        .record(
            "indicators/i/index",
            "标题: 政务服务\n监测项: [{代号: manyi, 名称: 满意度, 计量单位: \"%\"}, {代号: jian, 名称: 办件, 计量单位: 件}]",
        )
        .file(&format!("content/indicators/i/{table}.csv"), lines)
}

#[test]
fn a_rank_of_nobody_knows_how_many_is_told() {
    let ranks = |head: &str, row: &str| told(&indicator("ranks", &format!("{head}\n{row}\n")));
    let head = "日期,范围,名次,总数,备注";
    assert_eq!(ranks(head, "2022-Q2,全省,2,11,"), NONE);
    assert_eq!(ranks(head, "2022-Q2,全省,2,,"), ["bare-rank 2 2"]);
    assert_eq!(ranks("日期,范围,名次", "2022-Q2,全省,2"), ["bare-rank 2 2"]);
    assert_eq!(ranks(head, "2022-Q2,,2,11,"), ["bare-rank 2 2"]);
    assert_eq!(ranks(head, "2022-Q2,,2,,"), ["bare-rank 2 2", "bare-rank 2 2"]);
    assert_eq!(ranks(head, "2022-Q2,全省,2,,来源未写明参评总数"), NONE, "the page says so");
    assert_eq!(ranks(head, "2022-Q2,全省,2,,来源未写明发布单位"), ["bare-rank 2 2"]);
}

#[test]
fn a_hundred_per_cent_of_nobody_knows_how_many_is_told() {
    let values = |head: &str, row: &str| told(&indicator("values", &format!("{head}\n{row}\n")));
    assert_eq!(values("日期,manyi", "2022-06-30,100"), ["full-marks 2 100"]);
    assert_eq!(values("日期,manyi", "2022-06-30,100.0%"), ["full-marks 2 100.0%"]);
    assert_eq!(values("日期,manyi", "2022-06-30,99.9"), NONE);
    assert_eq!(values("日期,jian", "2022-06-30,100"), NONE, "a hundred of what can be counted");
    assert_eq!(values("日期,manyi,样本数", "2022-06-30,100,40"), NONE);
    assert_eq!(values("日期,manyi,样本数", "2022-06-30,100,"), ["full-marks 2 100"]);
    assert_eq!(values("日期,manyi,备注", "2022-06-30,100,来源未给出样本数"), NONE);
}

#[test]
fn a_quoted_hundred_per_cent_states_what_it_is_of() {
    let quoted = |fields: &str| told(&plan(&format!("引用数: [{{{fields}}}]\n"), ""));
    assert_eq!(quoted("名称: 好评率（%）, 数值: 100"), ["full-marks 5 100"]);
    assert_eq!(quoted("名称: 群众满意度, 数值: 100"), ["full-marks 5 100"]);
    assert_eq!(quoted("名称: 群众满意度, 数值: 100, 分母: 100"), NONE);
    assert_eq!(quoted("名称: 群众满意度, 数值: 100, 来源: 报道，未给出样本数"), NONE);
    assert_eq!(quoted("名称: 群众满意度, 数值: 100, 约数: 是"), NONE);
    assert_eq!(quoted("名称: 采购项目（个）, 数值: 100"), NONE);
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
