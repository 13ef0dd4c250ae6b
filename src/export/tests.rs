//! The stage as a whole, from the files of a small site to the bytes of its data.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::*;
use crate::content;
use crate::diagnostic::{Diagnostics, Source};
use crate::disclose::{Audience, Edition, Unpublished, disclose};
use crate::facts::Revision;
use crate::facts::evaluate;
use crate::model::{resolve, settings};
use crate::tree::{Entry, SitePath, Stamp, Tree};

struct Memory(BTreeMap<SitePath, Vec<u8>>);

impl Tree for Memory {
    fn list(&self, folder: &str) -> anyhow::Result<BTreeMap<SitePath, Entry>> {
        let below = self.0.iter().filter(|(path, _)| path.as_str().starts_with(folder));
        Ok(below.map(|(p, b)| (p.clone(), Entry::File(Stamp::of_bytes(b.len() as u64)))).collect())
    }

    fn read(&self, path: &SitePath) -> anyhow::Result<Vec<u8>> {
        Ok(self.0[path].clone())
    }
}

struct Addresses<'a>(&'a Facts);

impl Pages for Addresses<'_> {
    fn url(&self, record: RecordId) -> Option<String> {
        let id = &self.0.public().base(record).id;
        Some(format!("/{}/{id}/", record.kind.folder()))
    }

    fn why(&self, task: Id<Task>) -> String {
        let state = self.0.task(task).map(|facts| facts.state);
        format!("因为{state:?}")
    }

    fn why_problem(&self, problem: Id<Problem>) -> String {
        let state = self.0.problem(problem).map(|facts| facts.state());
        format!("因为{state:?}")
    }

    fn changes(&self, _: RecordId, revision: &Revision) -> Vec<String> {
        revision.changes.iter().map(|changed| format!("{changed:?}")).collect()
    }
}

const SITE: &str = "title = \"亮晒专栏\"
base_url = \"https://www.example.gov.cn/\"
[identity]
organizer = \"示例县住建局\"
region_code = \"150521\"
[defaults]
disclosure = \"主动公开\"
";

const PLAN: &str = "---
标题: 亮晒方案
发文机关: 审批办
发布日期: 2023-03-03
开始: 2023-03-03
结束: 2023-12-31
参与单位: [审批办, 办公室]
任务数: 23
时效: 现行有效
周报: 周五 12:00
阶段: [{名称: 宣传发动, 开始: 2023-03-03, 结束: 2023-03-10}, {名称: 集中推进}]
引用数: [{名称: 工作任务, 数值: 23, 来源: 方案正文}]
---
";

const SMALL: &[(&str, &str)] = &[
    ("content/plans/2023.md", PLAN),
    ("content/offices/spb.md", "---\n标题: 行政审批办\n简称: 审批办\n分管领导: 副局长\n---\n"),
    ("content/offices/bgs.md", "---\n标题: 办公室\n上级: 审批办\n---\n"),
    (
        "content/posts/fjz.md",
        "---\n标题: 副局长\n单位: 审批办\n分工: 分管审批\n任职: [{姓名: 张三, 起: 2020-01-01}]\n---\n",
    ),
    (
        "content/tasks/1/index.md",
        "---\n标题: 压缩时间\n方案: 亮晒方案\n序号: '1'\n责任单位: 审批办\n配合单位: [办公室]\n\
         责任人: 副局长\n完成时限: 6月底前\n目标: =1+1\n推进措施: [先梳理, 后压减]\n备注: 按月看\n指标: 办理建筑许可\n\
         量化目标: {目标: 12.50, 计量单位: 个}\n佐证材料: [{名称: 秘密照片, 存放处: 柜子}]\n\
         其他: {内线: 私密}\n---\n",
    ),
    ("content/tasks/1/2023-05-26.md", "---\n完成比例: 60\n累计完成量: 7.0\n---\n已梳理。\n"),
    (
        "content/tasks/1/2023-06-01-调整.md",
        "---\n事项: 调整\n理由: 系统升级\n批准: 副局长\n完成时限: 7月底前\n---\n",
    ),
    (
        "content/tasks/2.md",
        "---\n标题: 长期的事\n方案: 亮晒方案\n责任单位: [办公室, 审批办]\n责任人: 综合科科员\n\
         完成时限: 长期坚持\n---\n",
    ),
    (
        "content/tasks/3.md",
        "---\n标题: 内部的事\n方案: 亮晒方案\n责任单位: 审批办\n公开属性: 系统内\n---\n",
    ),
    (
        "content/tasks/4.md",
        "---\n标题: 草稿的事\n方案: 亮晒方案\n责任单位: 审批办\n草稿: 是\n---\n",
    ),
    (
        "content/indicators/xk/index.md",
        "---\n标题: 办理建筑许可\n编号: '1.1'\n牵头单位: 审批办\n监测项: [{代号: days, 名称: 审批时间, 计量单位: 天, 方向: 越低越好, 基期: 2021-01-01, 基期值: 80.20, 目标值: 60, 目标日期: 2023-12-31}, {代号: n, 名称: 件数}]\n---\n",
    ),
    (
        "content/indicators/xk/values.csv",
        "日期,days,样本数,来源,备注\n2022年,66.00,12,审批系统,\n2023-06-30,60.10,,,-初步\n2024-01-01,1,,,\n",
    ),
    (
        "content/indicators/xk/ranks.csv",
        "日期,监测项,范围,名次,总数,发布单位\n2022年,审批时间,全市,3,8,市政府\n2024-01-01,days,全市,1,8,\n",
    ),
    (
        "content/groups/ldxz.md",
        "---\n标题: 领导小组\n成员: [{角色: 组长, 职务: 副局长}, {角色: 成员, 职务: 原主任, 姓名: 李四, 止: 2023-04-30}, {角色: 成员, 单位: 办公室, 姓名: 王五}]\n办公室设在: [办公室]\n牵头领导: 副局长\n---\n",
    ),
    (
        "content/returns/a.md",
        "---\n标题: 第10周\n单位: 审批办\n方案: 亮晒方案\n周期: 2023-W10\n报送时间: 2023-03-10 11:30\n审核: {职务: 副局长, 意见: 同意}\n任务: [{任务: '1', 进展: 已启动}]\n---\n",
    ),
    ("content/news/1.md", "---\n标题: 动态\n发布日期: 2023-04-01 09:30\n单位: 审批办\n---\n"),
    ("content/news/2.md", "---\n标题: 明天的事\n发布日期: 2023-08-13\n单位: 审批办\n---\n"),
    ("content/pages/about.md", "---\n标题: 关于\n摘要: 说明\n---\n"),
];

fn facts(edition: Edition) -> Facts {
    facts_of(SMALL, edition, "2023-08-12")
}

fn facts_of(files: &[(&str, &str)], edition: Edition, day: &str) -> Facts {
    let path = |name: &str| SitePath::new(name).expect("a sound path");
    let files = files.iter().map(|(name, text)| (path(name), text.as_bytes().to_vec()));
    let tree = Memory(files.collect());
    let mut found = Diagnostics::new();
    let source = Source::new(&path("site.toml"), SITE.to_owned());
    let map = content::toml_map(&source, &mut found);
    let settings = settings::decode(&source, &map, &tree, &mut found).expect("a tree");
    let is_table =
        |path: &SitePath| Kind::ALL.iter().any(|kind| kind.tables().contains(&path.name()));
    let content = content::read(&tree, &is_table, &mut found).expect("a tree");
    let model = resolve(&content, Arc::new(settings), &mut found);
    let told: Vec<_> = found.iter().map(|fault| (fault.code.name(), &fault.message.zh)).collect();
    assert!(!found.any_error(), "{told:?}");
    let audience = Audience { edition, unpublished: Unpublished::Hidden };
    evaluate(Arc::new(disclose(Arc::new(model), audience)), day.parse().expect("a day"))
}

fn written(facts: &Facts, file: &str, format: Format) -> String {
    let mut bytes = Vec::new();
    write(facts, &Addresses(facts), file, format, &mut bytes);
    String::from_utf8(bytes).expect("UTF-8")
}

/// A CSV without its byte-order mark and carriage returns; those bytes have a test of their own.
fn plain(csv: &str) -> String {
    csv.trim_start_matches('\u{feff}').replace('\r', "")
}

fn public(file: &str, format: Format) -> String {
    written(&facts(Edition::Public), file, format)
}

fn every_file(facts: &Facts) -> Vec<(DataFile, Format, String)> {
    let mut all = Vec::new();
    for file in files(facts) {
        // A workbook is no text; what is in one is held by tests/data.rs.
        let texts = file.formats.iter().filter(|f| [Format::Json, Format::Csv].contains(f));
        all.extend(texts.map(|f| (file, *f, written(facts, file.name, *f))));
    }
    all
}

/// The records of a CSV, the head first.
fn records(csv: &str) -> Vec<Vec<String>> {
    let text = csv.strip_prefix('\u{feff}').expect("a byte-order mark");
    let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader
        .records()
        .map(|record| record.expect("rows of one length").iter().map(str::to_owned).collect())
        .collect()
}

#[test]
fn tasks_have_the_contract_s_keys_in_its_order() {
    insta::assert_snapshot!(public("tasks", Format::Json), @r#"
{"schema_version":1,"site":{"title":"亮晒专栏","organizer":"示例县住建局","region_code":"150521"},"as_of":"2023-08-12","edition":"public","tasks":[
{"id":"1","number":"1","title":"压缩时间","plan":"2023","indicator":"xk","lead":["spb"],"coordinator":null,"support":["bgs"],"responsible":"fjz","start":"2023-03-03","deadline":"2023-07-31","deadline_text":"7月底前","original_deadline":"2023-06-30","changed":1,"state":"overdue","colour":"red","days":12,"completed":null,"reported":null,"verified":null,"percent":60,"last_report":"2023-05-26","why":"因为Some(Overdue)","url":"/tasks/1/","original_deadline_text":"6月底前","on_original":{"state":"overdue","days":43},"changes":[{"effective":"2023-06-01","from":"2023-06-30","to":"2023-07-31","days":31,"after_deadline":false}],"goal":"=1+1","category":null,"origin":null,"stage":null,"quantity":{"target":12.50,"unit":"个","done":7.0},"sample":false,"steps":["先梳理","后压减"],"remark":"按月看","translations":[]},
{"id":"2","number":null,"title":"长期的事","plan":"2023","indicator":null,"lead":["bgs","spb"],"coordinator":null,"support":[],"responsible":"综合科科员","start":"2023-03-03","deadline":null,"deadline_text":"长期坚持","original_deadline":null,"changed":0,"state":"standing","colour":null,"days":null,"completed":null,"reported":null,"verified":null,"percent":null,"last_report":null,"why":"因为Some(Standing)","url":"/tasks/2/","original_deadline_text":"长期坚持","on_original":{"state":null,"days":null},"changes":[],"goal":null,"category":null,"origin":null,"stage":null,"quantity":{"target":null,"unit":null,"done":null},"sample":false,"steps":[],"remark":null,"translations":[]}
]}
"#);
}

#[test]
fn indicators_have_their_series_and_ranks_up_to_the_day() {
    insta::assert_snapshot!(public("indicators", Format::Json), @r#"
{"schema_version":1,"site":{"title":"亮晒专栏","organizer":"示例县住建局","region_code":"150521"},"as_of":"2023-08-12","edition":"public","indicators":[
{"id":"xk","code":"1.1","title":"办理建筑许可","parent":null,"chief":null,"lead":"spb","support":[],"measures":[{"id":"days","name":"审批时间","unit":"天","direction":"lower","baseline":80.20,"target":60,"latest":{"date":"2023-06-30","value":60.10},"change":-5.90,"change_percent":-8.9,"on_track":true,"series":[{"date":"2022-12-31","value":66.00,"date_text":"2022年","n":12,"source":"审批系统","note":null},{"date":"2023-06-30","value":60.10,"date_text":"2023-06-30","n":null,"source":null,"note":"-初步"}],"baseline_date":"2021-01-01","target_date":"2023-12-31","baseline_change":-20.10,"baseline_change_percent":-25.1,"distance":-0.10,"decimals":null},{"id":"n","name":"件数","unit":null,"direction":null,"baseline":null,"target":null,"latest":{"date":null,"value":null},"change":null,"change_percent":null,"on_track":null,"series":[],"baseline_date":null,"target_date":null,"baseline_change":null,"baseline_change_percent":null,"distance":null,"decimals":null}],"ranks":[{"date":"2022-12-31","measure":"days","scope":"全市","place":3,"of":8,"by":"市政府","note":null,"date_text":"2022年"}],"tasks":{"total":1,"by_state":{"overdue":1,"due_soon":0,"in_progress":0,"no_deadline":0,"not_started":0,"suspended":0,"standing":0,"done_late":0,"done":0,"cancelled":0},"samples":0},"url":"/indicators/xk/","definition":null,"data_source":null,"support_count":null,"letter_signed":null,"sample":false,"translations":[]}
]}
"#);
    insta::assert_snapshot!(plain(&public("indicator-values", Format::Csv)), @r#"
indicator,measure,date,date_text,value,n,source,note
xk,days,2022-12-31,2022年,66.00,12,审批系统,
xk,days,2023-06-30,2023-06-30,60.10,,,'-初步
"#);
    insta::assert_snapshot!(plain(&public("indicator-ranks", Format::Csv)), @r#"
indicator,measure,date,date_text,scope,place,of,by,note
xk,days,2022-12-31,2022年,全市,3,8,市政府,
"#);
}

#[test]
fn an_office_counts_every_state_and_keeps_its_returns_to_the_internal_edition() {
    insta::assert_snapshot!(public("offices", Format::Json), @r#"
{"schema_version":1,"site":{"title":"亮晒专栏","organizer":"示例县住建局","region_code":"150521"},"as_of":"2023-08-12","edition":"public","offices":[
{"id":"bgs","title":"办公室","parent":"spb","tasks":{"total":1,"by_state":{"overdue":0,"due_soon":0,"in_progress":0,"no_deadline":0,"not_started":0,"suspended":0,"standing":1,"done_late":0,"done":0,"cancelled":0},"samples":0},"returns":{"expected":null,"on_time":null,"late":null,"missing":null,"samples":null},"problems":{"found":0,"reported":0,"verified":0,"closed":0,"samples":0},"url":"/offices/bgs/","short":null,"former":[],"category":null,"overseer":null,"head":null,"phone":null,"duties":{"lists":0,"measures":0,"done":0,"samples":0},"sample":false,"translations":[]},
{"id":"spb","title":"行政审批办","parent":null,"tasks":{"total":2,"by_state":{"overdue":1,"due_soon":0,"in_progress":0,"no_deadline":0,"not_started":0,"suspended":0,"standing":1,"done_late":0,"done":0,"cancelled":0},"samples":0},"returns":{"expected":null,"on_time":null,"late":null,"missing":null,"samples":null},"problems":{"found":0,"reported":0,"verified":0,"closed":0,"samples":0},"url":"/offices/spb/","short":"审批办","former":[],"category":null,"overseer":"fjz","head":null,"phone":null,"duties":{"lists":0,"measures":0,"done":0,"samples":0},"sample":false,"translations":[]}
]}
"#);
    let internal = written(&facts(Edition::Internal), "offices", Format::Json);
    let figures = r#""returns":{"expected":24,"on_time":1,"late":0,"missing":23,"samples":0}"#;
    assert!(internal.contains(figures), "{internal}");
}

#[test]
fn returns_are_totals_for_everybody_and_items_for_the_internal_edition() {
    insta::assert_snapshot!(public("returns", Format::Json), @r#"
{"schema_version":1,"site":{"title":"亮晒专栏","organizer":"示例县住建局","region_code":"150521"},"as_of":"2023-08-12","edition":"public","returns":{"expected":24,"on_time":1,"late":0,"missing":23,"samples":0},"plans":[
{"plan":"2023","expected":24,"on_time":1,"late":0,"missing":23,"uncounted":0,"samples":0}
]}
"#);
    let internal = facts(Edition::Internal);
    insta::assert_snapshot!(written(&internal, "returns", Format::Json), @r#"
{"schema_version":1,"site":{"title":"亮晒专栏","organizer":"示例县住建局","region_code":"150521"},"as_of":"2023-08-12","edition":"internal","returns":{"expected":24,"on_time":1,"late":0,"missing":23,"samples":0},"plans":[
{"plan":"2023","expected":24,"on_time":1,"late":0,"missing":23,"uncounted":0,"samples":0}
],"offices":[
{"plan":"2023","office":"spb","expected":24,"on_time":1,"late":0,"missing":23,"uncounted":0,"samples":0}
],"items":[
{"id":"a","office":"spb","plan":"2023","periods":["2023-W10"],"filed":"2023-03-10 11:30","audited":true,"tasks":["1"],"url":"/returns/a/","sample":false,"translations":[]}
]}
"#);
    insta::assert_snapshot!(plain(&written(&internal, "returns", Format::Csv)), @r#"
plan,office,expected,on_time,late,missing,uncounted,samples
2023,spb,24,1,0,23,0,0
"#);
}

#[test]
fn a_plan_has_its_counts_rates_stages_and_quoted_totals() {
    insta::assert_snapshot!(plain(&public("plans", Format::Csv)), @r#"
id,title,issuer,issuer_id,doc_number,index_number,written,published,year,start,end,validity,stated_tasks,tasks_total,overdue,due_soon,in_progress,no_deadline,not_started,suspended,standing,done_late,done,cancelled,tasks_done,tasks_due,tasks_done_rate,tasks_on_time_rate,tasks_samples,stages,quoted,url,topic,replaced_by,offices,halfway_passed,halfway_time_rate,halfway_tasks_rate,summary,duties_due,duties_filed,duties_filed_rate,duties_measures,duties_done,duties_done_rate,duties_samples,sample,translations
2023,亮晒方案,审批办,spb,,,,2023-03-03,,2023-03-03,2023-12-31,in_force,23,2,1,0,0,0,0,0,1,0,0,0,0,1,0.0,0.0,0,宣传发动；集中推进,工作任务,/plans/2023/,,,spb；bgs,,53.6,,,,0,,0,0,,0,false,
"#);
}

#[test]
fn json_and_csv_have_one_source() {
    for edition in [Edition::Public, Edition::Internal] {
        let facts = facts(edition);
        for file in files(&facts) {
            let csv = records(&written(&facts, file.name, Format::Csv));
            assert_eq!(csv.len() - 1, rows(&facts, file.name), "{}", file.name);
            if file.kind == Some(Kind::Return) || !file.formats.contains(&Format::Json) {
                continue;
            }
            let json: serde_json::Value =
                serde_json::from_str(&written(&facts, file.name, Format::Json)).expect("JSON");
            let items = json[file.name].as_array().expect("a list");
            assert_eq!(items.len(), csv.len() - 1);
            for (item, cells) in items.iter().zip(&csv[1..]) {
                for (key, value) in item.as_object().expect("an object") {
                    let cell = csv[0].iter().position(|head| head == key).map(|at| &cells[at]);
                    match (value, cell) {
                        (serde_json::Value::String(text), Some(cell)) => {
                            assert_eq!(cell.trim_start_matches('\''), text, "{key}");
                        }
                        (serde_json::Value::Null, Some(cell)) => assert_eq!(cell, "", "{key}"),
                        _ => {}
                    }
                }
            }
        }
    }
}

#[test]
fn a_task_s_steps_are_a_list_in_json_and_one_cell_in_csv() {
    let csv = records(&public("tasks", Format::Csv));
    let at = |head| csv[0].iter().position(|known| known == head).expect("the column");
    assert_eq!(csv[1][at("steps")], "先梳理；后压减");
    assert_eq!(csv[1][at("remark")], "按月看");
    assert_eq!((&*csv[2][at("steps")], &*csv[2][at("remark")]), ("", ""));
}

#[test]
fn words_that_look_like_a_formula_stay_whole_in_json_and_quoted_in_csv() {
    assert!(public("tasks", Format::Json).contains(r#""goal":"=1+1""#));
    assert!(public("tasks", Format::Csv).contains(",'=1+1,"));
}

#[test]
fn a_csv_opens_with_a_byte_order_mark_and_ends_its_lines_as_rfc_4180_says() {
    let csv = public("pages", Format::Csv);
    assert_eq!(
        csv,
        "\u{feff}id,title,published,source,summary,url,sample,translations\r\n\
         about,关于,,,说明,/pages/about/,false,\r\n"
    );
}

#[test]
fn what_is_hidden_or_still_to_come_changes_no_byte() {
    let kept: Vec<_> = SMALL
        .iter()
        .filter(|(path, _)| {
            !["tasks/3.md", "tasks/4.md", "news/2.md"].iter().any(|p| path.ends_with(p))
        })
        .map(|(path, text)| {
            let lines = text.split_inclusive('\n').filter(|line| !line.starts_with("2024-"));
            (*path, lines.collect::<String>())
        })
        .collect();
    let kept: Vec<_> = kept.iter().map(|(path, text)| (*path, text.as_str())).collect();
    assert!(kept.len() + 3 == SMALL.len());
    let without = facts_of(&kept, Edition::Public, "2023-08-12");
    assert_eq!(every_file(&facts(Edition::Public)), every_file(&without));
}

#[test]
fn people_s_names_registers_and_extras_are_no_data() {
    for edition in [Edition::Public, Edition::Internal] {
        for (file, _, text) in every_file(&facts(edition)) {
            for word in ["张三", "李四", "王五", "秘密照片", "柜子", "私密", "同意"]
            {
                assert!(!text.contains(word), "{word} in {}", file.name);
            }
        }
    }
}

#[test]
fn a_kind_without_records_has_no_file_and_returns_are_there_once_asked_for() {
    let plan_alone = &[("content/plans/2023.md", PLAN.replace("[审批办, 办公室]", "[]"))];
    let plan_alone: Vec<_> = plan_alone.iter().map(|(path, text)| (*path, text.as_str())).collect();
    for edition in [Edition::Public, Edition::Internal] {
        let facts = facts_of(&plan_alone, edition, "2023-08-12");
        let names: Vec<_> = files(&facts).iter().map(|file| file.name).collect();
        assert_eq!(names, ["plans", "returns"]);
    }
    let facts = facts_of(&plan_alone, Edition::Internal, "2023-08-12");
    assert_eq!(
        written(&facts, "returns", Format::Csv),
        "\u{feff}plan,office,expected,on_time,late,missing,uncounted,samples\r\n",
        "a file without rows keeps its head"
    );
    assert!(written(&facts, "news", Format::Json).ends_with("\"news\":[]}\n"));
}

#[test]
fn what_is_said_of_the_fields_is_what_the_tables_have() {
    for edition in [Edition::Public, Edition::Internal] {
        let facts = facts(edition);
        for name in dictionary::names() {
            let file = dictionary::file(name, facts.shows_returns_by_office()).expect("a file");
            let said: Vec<String> = file.columns().into_iter().map(|column| column.name).collect();
            assert_eq!(said, records(&written(&facts, name, Format::Csv))[0], "{name}");
            for key in &file.key {
                assert!(said.contains(key), "{name} has no {key}");
            }
        }
        for file in files(&facts) {
            assert!(dictionary::file(file.name, false).is_some(), "{}", file.name);
        }
    }
}
