//! Visits, 双公示, policies and groups as they are built: each figure of a page is that of the JSON
//! and of the CSV, and what must not be told is in none of them.

#[path = "pages/html.rs"]
#[allow(dead_code, reason = "each test program uses a part of it")]
mod html;
#[path = "faults/scratch.rs"]
mod scratch;

use std::collections::BTreeMap;

use html::Document;
use scratch::{Scratch, holding};
use serde_json::Value;

type Tree = BTreeMap<String, Vec<u8>>;

const SITE: &[(&str, &str)] = &[
    ("site.toml", "title = \"专栏\"\nas_of = 2023-08-31\n[defaults]\ndisclosure = \"主动公开\"\n"),
    (
        "content/offices/b.md",
        "---\n标题: 新名股\n简称: 新股\n曾用名: [{名称: 旧名股, 止: 2023-06-30}]\n---\n",
    ),
    (
        "content/posts/j.md",
        "---\n标题: 局长\n单位: 旧名股\n任职: [{姓名: 前任甲, 止: 2023-06-30}, {姓名: 后任乙, 起: 2023-07-01}, {姓名: 将任丙, 起: 2023-10-01}]\n---\n",
    ),
    (
        "content/groups/g.md",
        "---\n标题: 领导小组\n成员: [{角色: 组长, 职务: 局长}, {角色: 副组长, 职务: 早先的主任, 止: 2023-04-30}, {角色: 副组长, 职务: 将来的主任, 起: 2023-10-01}]\n---\n",
    ),
    (
        "content/groups/line.md",
        "---\n标题: 许可专线\n上级: 领导小组\n牵头单位: 新名股\n牵头领导: 局长\n---\n",
    ),
    (
        "content/plans/p.md",
        "---\n标题: 方案\n发文机关: 旧名股\n发布日期: 2023-05-19\n走访要求: [{对象: 班子成员, 每季次数: 2, 方式: 走访}, {对象: 联络员, 每季次数: 3, 方式: 走访或电话}]\n---\n",
    ),
    ("content/visits/q2/index.md", "---\n标题: 二季度走访\n周期: 2023-Q2\n方案: 方案\n---\n"),
    (
        "content/visits/q2/visits.csv",
        "岗位,对象,应访,走访,电话\n局长,班子成员,,5,4\n甲联络员,联络员,,2,1\n乙联络员,联络员,,0,2\n丙,,,6,0\n",
    ),
    (
        "content/visits/q2/issues.csv",
        "类别,收集,已解决,正在办理,已解释说明,已转交\n融资,23,17,2,4,0\n用工,29,16,13,0,0\n土地,11,,,,\n",
    ),
    ("content/publicity/m/index.md", "---\n标题: 七月双公示\n周期: 2023-07\n应报数: 8\n---\n"),
    (
        "content/publicity/m/cases.csv",
        "编号,类别,作出日期,报送日期,有误\n密号一,行政许可,2023-07-03,2023-07-04,是\n密号二,行政许可,2023-07-03,2023-07-20,\n密号三,行政许可,2023-07-04,2023-07-05,\n密号四,行政处罚,2023-07-05,,\n密号五,行政处罚,2023-07-06,2023-07-07,\n密号六,行政处罚,2023-07-06,,\n密号七,行政许可,2023-07-10,2023-07-11,\n",
    ),
    (
        "content/policies/old.md",
        "---\n标题: 试行规定\n发布日期: 2020-05-01\n动作: 立\n时效: 已废止\n被替代: 正式规定\n---\n",
    ),
    (
        "content/policies/new.md",
        "---\n标题: 正式规定\n发布日期: 2023-05-01 09:30\n发文字号: 某字〔2023〕1号\n动作: 改\n---\n",
    ),
];

fn built(args: &[&str]) -> Tree {
    Scratch::site(SITE).built(args)
}

fn page(tree: &Tree, path: &str) -> Document {
    let bytes = tree.get(path).unwrap_or_else(|| panic!("no {path}: {:?}", tree.keys()));
    Document::read(std::str::from_utf8(bytes).expect("UTF-8"))
}

/// The rows of a page's nth table, cell by cell, without its head.
fn table(page: &Document, n: usize) -> Vec<Vec<String>> {
    let table = page.all("table").nth(n).expect("a table");
    let rows = page.inside(table).filter(|e| e.name == "tr").skip(1);
    rows.map(|row| page.children(row).map(|cell| page.text(cell)).collect()).collect()
}

fn json(tree: &Tree, file: &str) -> Value {
    let value: Value = serde_json::from_slice(&tree[&format!("data/{file}.json")]).expect("JSON");
    value[file][0].clone()
}

/// The rows of a CSV, each by the names of its columns.
fn csv(tree: &Tree, file: &str) -> Vec<BTreeMap<String, String>> {
    let bytes = &tree[&format!("data/{file}.csv")];
    let mut reader = csv::Reader::from_reader(&bytes["\u{feff}".len()..]);
    reader.deserialize().map(|row| row.expect("a row of the head's length")).collect()
}

/// A value as a page shows it: nothing as a dash.
fn shown(value: &Value) -> String {
    match value {
        Value::Null => "—".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// That a CSV row has what a JSON object has, as far as both have a key.
fn assert_same(row: &BTreeMap<String, String>, object: &Value) {
    let mut compared = 0;
    for (key, value) in object.as_object().expect("an object") {
        let Some(cell) = row.get(key) else { continue };
        compared += 1;
        match value {
            Value::Null => assert_eq!(cell, "", "{key}"),
            Value::Array(items) => {
                let items: Vec<_> = items.iter().map(shown).collect();
                assert_eq!(*cell, items.join("；"), "{key}");
            }
            value => assert_eq!(*cell, shown(value), "{key}"),
        }
    }
    assert!(compared > 5, "{row:?}");
}

#[test]
fn each_figure_of_visits_is_the_same_on_the_page_in_json_and_in_csv() {
    let tree = built(&[]);
    let (page, visit) = (page(&tree, "visits/q2/index.html"), json(&tree, "visits"));
    let of = |row: &Value, keys: &[&str]| -> Vec<String> {
        keys.iter().map(|key| shown(&row[*key])).collect()
    };
    let whos = visit["by_who"].as_array().expect("a list");
    for (cells, who) in table(&page, 0).iter().zip(whos.iter().chain([&visit])) {
        assert_eq!(cells[1..4], of(who, &["posts_total", "visits", "calls"])[..]);
        assert_eq!(cells[4], of(who, &["posts_met", "posts_asked"]).join("/"));
        let rate = shown(&who["met_rate"]);
        assert_eq!(cells[5].trim_end_matches('%'), rate);
    }
    let (rows, posts) = (table(&page, 1), visit["posts"].as_array().expect("a list"));
    assert_eq!(rows.len(), 4);
    for ((cells, post), line) in rows.iter().zip(posts).zip(csv(&tree, "visit-posts")) {
        assert_eq!(cells[1..5], of(post, &["who", "due", "visits", "calls"])[..]);
        let made = match post["rate"].is_null() {
            true => "—".to_owned(),
            false => format!("{}% {}/{}", post["rate"], post["made"], post["due"]),
        };
        assert_eq!(cells[5], made);
        let word = match post["standing"].as_str() {
            Some("met") => "达标",
            Some("short") => "未达标",
            _ => "未定次数",
        };
        assert_eq!(cells[6], word);
        assert_same(&line, post);
    }
    let issues = visit["issues"].as_array().expect("a list").iter();
    let lines = csv(&tree, "visit-issues");
    for (i, (cells, row)) in
        table(&page, 2).iter().zip(issues.chain([&visit["issues_total"]])).enumerate()
    {
        let withheld: Vec<_> = row["withheld"].as_array().expect("a list").iter().collect();
        let keys = ["raised", "solved", "open", "explained", "transferred"];
        for (cell, key) in cells[1..].iter().zip(keys) {
            let wanted =
                if withheld.contains(&&key.into()) { "＊".into() } else { shown(&row[key]) };
            assert_eq!(*cell, wanted, "{key} of {row}");
        }
        if let Some(line) = lines.get(i) {
            assert_same(line, row);
        }
    }
    assert_same(&csv(&tree, "visits")[0], &visit);
    assert!(page.words.contains("首季不足一季"));
}

#[test]
fn each_figure_of_publicity_is_the_same_on_the_page_in_json_and_in_csv() {
    let tree = built(&[]);
    let sheet = json(&tree, "publicity");
    let figures = |cells: &[String], row: &Value| {
        let count = |key: &str| shown(&row[key]);
        assert_eq!(cells[..2], ["listed", "not_due"].map(count));
        for (cell, key) in cells[2..].iter().zip(["on_time", "late", "omitted", "wrong"]) {
            let rate = shown(&row[format!("{key}_rate")]);
            assert_eq!(*cell, format!("{rate}% {}/{}", row[key], row["judged"]), "{key}");
        }
    };
    let rows = table(&page(&tree, "publicity/m/index.html"), 0);
    let categories = sheet["categories"].as_array().expect("a list");
    for (cells, row) in rows.iter().zip(categories.iter().chain([&sheet])) {
        figures(&cells[1..], row);
    }
    let index = &table(&page(&tree, "publicity/index.html"), 0)[0];
    assert_eq!(index[1], shown(&sheet["due"]));
    figures(&index[2..], &sheet);
    assert_same(&csv(&tree, "publicity")[0], &sheet);
    for (line, row) in csv(&tree, "publicity-categories").iter().zip(categories) {
        assert_same(line, row);
    }
    let told: Vec<_> = ["on_time", "late", "omitted", "wrong"].map(|key| sheet[key].clone()).into();
    assert_eq!(told, [4, 1, 2, 1]);
}

#[test]
fn no_case_number_reaches_a_page_or_data() {
    for edition in ["public", "internal"] {
        let tree = built(&["--edition", edition]);
        assert_eq!(holding(&tree, "密号"), [""; 0], "{edition}");
        assert_eq!(holding(&tree, "2023-07-20"), [""; 0], "{edition}");
    }
}

#[test]
fn the_policies_stand_by_year_and_name_each_other() {
    let tree = built(&[]);
    let index = page(&tree, "policies/index.html");
    let counts = table(&index, 0);
    assert_eq!(counts[0], ["2023年", "0", "1", "0", "1"]);
    assert_eq!(counts[2], ["合计", "1", "1", "1", "2"]);
    let years: Vec<_> = index.all("h2").skip(1).map(|h| index.text(h)).collect();
    assert_eq!(years, ["2023年", "2020年"]);
    let old = page(&tree, "policies/old/index.html");
    assert!(old.words.contains("本文件已有新的版本： 正式规定"), "{}", old.words);
    let new = page(&tree, "policies/new/index.html");
    assert!(new.words.contains("替代试行规定"), "{}", new.words);
    let dated = new.all("meta").find(|meta| meta.get("name") == Some("PubDate"));
    assert_eq!(dated.and_then(|meta| meta.get("content")), Some("2023-05-01 09:30"));
    let early = built(&["--as-of", "2023-04-30"]);
    assert_eq!(holding(&early, "正式规定"), [""; 0], "it is not there yet");
}

#[test]
fn a_seat_passes_with_its_post_and_past_seats_are_folded() {
    let group = page(&built(&[]), "groups/g/index.html");
    assert_eq!(table(&group, 0), [["组长", "局长", "新股", "后任乙"]]);
    let main = group.all("main").next().expect("a page has its matter");
    let folded = group.inside(main).find(|part| part.name == "details").expect("past seats");
    assert!(group.text(folded).contains("早先的主任"));
    assert!(!group.words.contains("将来的主任"));
    assert_eq!(table(&group, 2), [["许可专线", "局长", "新股"]]);
    let early = page(&built(&["--as-of", "2023-06-30"]), "groups/g/index.html");
    assert_eq!(table(&early, 0)[0][3], "前任甲");
}

#[test]
fn pages_of_posts_and_offices_tell_their_seats() {
    let tree = built(&[]);
    let post = page(&tree, "posts/j/index.html");
    for told in ["任职后任乙", "历任前任甲", "组长：领导小组", "牵头领导：许可专线"]
    {
        assert!(post.words.contains(told), "{told}: {}", post.words);
    }
    assert!(!post.words.contains("将任丙"), "{}", post.words);
    let office = page(&tree, "offices/b/index.html");
    assert!(office.words.contains("组长：领导小组 局长"), "{}", office.words);
}

#[test]
fn an_office_renamed_in_mid_year_is_called_by_the_name_of_the_day_on_every_page() {
    let early = built(&["--as-of", "2023-06-30"]);
    for told in ["新名股", "新股"] {
        assert_eq!(holding(&early, told), [""; 0], "{told}");
    }
    let before = page(&early, "offices/b/index.html");
    assert_eq!(before.text(before.all("h1").next().expect("a title")), "旧名股");
    let late = page(&built(&[]), "offices/b/index.html");
    let title = late.all("h1").next().expect("a title");
    assert_eq!(late.text(title), "新名股");
    assert!(late.words.contains("曾用名旧名股（至2023年6月30日）"), "{}", late.words);
}
