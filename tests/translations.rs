//! Records in other languages: their pages, what leads to them, and what they cannot say.

#[allow(dead_code, reason = "these tests use a part of it")]
#[path = "pages/html.rs"]
mod html;
#[path = "faults/scratch.rs"]
mod scratch;

use std::collections::BTreeMap;

use html::Document;
use scratch::{SETTINGS, Scratch, assert_same, files, holding};

type Tree = BTreeMap<String, Vec<u8>>;

const TASK: &str = "content/tasks/a/01/index.md";
const TRANSLATED: &str = "content/tasks/a/01/index.en.md";
const PAGE: &str = "tasks/a/01/en/index.html";
const ORIGINAL: &str = "tasks/a/01/index.html";

/// A plan with two tasks; the plan and the first task are in English too.
fn site() -> Scratch {
    let site = Scratch::site(&[
        ("content/offices/ban.md", "---\n标题: 审批办\n---\n"),
        (
            "content/plans/a.md",
            "---\n标题: 甲方案\n发文机关: 审批办\n发布日期: 2023-03-01\n---\n正文。\n",
        ),
        ("content/plans/a.en.md", "---\n标题: Plan A\n---\nThe text.\n"),
        (
            TASK,
            "---\n标题: 梳理事项\n方案: a\n责任单位: 审批办\n完成时限: 9月底前\n目标: 全部梳理\n\
             推进措施: [摸底, 公布]\n备注: 按月报送\n---\n见[方案](../../../plans/a.md)。\n",
        ),
        (
            TRANSLATED,
            "---\n标题: Review items\n目标: All are reviewed\n推进措施: [Survey, Publish]\n---\n\
             See the [plan](../../../plans/a.md).\n",
        ),
        ("content/tasks/a/01/2023-04-01.md", "---\n事项: 进展\n---\n已摸底。\n"),
        ("content/tasks/a/02.md", "---\n标题: 公布清单\n方案: a\n责任单位: 审批办\n---\n"),
        ("site.toml", &format!("as_of = 2023-06-01\n{SETTINGS}")),
    ]);
    for path in ["content/plans/a.en.md", TRANSLATED] {
        mark_as_current(&site, path);
    }
    site
}

/// Writes into a translation the code that `check` gives for it.
fn mark_as_current(site: &Scratch, path: &str) {
    let told = site.faults().into_iter().find(|fault| fault.code == "LS0319" && fault.path == path);
    let help = told.and_then(|fault| fault.help).expect("what to write");
    let code = help.rsplit("译自: ").next().map(|rest| &rest[..8]).expect("a code");
    edit(site, path, "---\n标题", &format!("---\n译自: \"{code}\"\n标题"));
}

fn edit(site: &Scratch, path: &str, from: &str, to: &str) {
    let text = std::fs::read_to_string(site.path(path)).expect("a file");
    assert!(text.contains(from), "{text}");
    site.write(path, text.replacen(from, to, 1));
}

fn page<'a>(tree: &'a Tree, path: &str) -> &'a str {
    let bytes = tree.get(path).unwrap_or_else(|| panic!("no {path}"));
    std::str::from_utf8(bytes).expect("text")
}

/// The addresses of a page in other languages, by their tags.
fn alternates(text: &str) -> Vec<(String, String)> {
    let page = Document::read(text);
    let links = page.all("link").filter(|link| link.get("hreflang").is_some());
    let pair = |name| move |link: &html::Element| link.get(name).unwrap_or("").to_owned();
    links.map(|link| (pair("hreflang")(link), pair("href")(link))).collect()
}

/// The faults of the content.
fn told(site: &Scratch) -> Vec<String> {
    let faults = site.faults().into_iter().filter(|fault| fault.path != "site.toml");
    faults.map(|fault| format!("{} {}:{}", fault.code, fault.path, fault.line)).collect()
}

#[test]
fn a_translation_is_its_record_s_page_in_its_language_with_the_facts_of_the_original() {
    let tree = site().built(&[]);
    let text = page(&tree, PAGE);
    let read = Document::read(text);
    assert_eq!(read.faults, [""; 0]);
    assert!(
        text.contains("<html lang=\"en\">") && text.contains("<h1>Review items</h1>"),
        "{text}"
    );
    for words in ["All are reviewed", "Survey", "30 September 2023", "The Chinese text prevails"] {
        assert!(read.words.contains(words), "{words} in {}", read.words);
    }
    // What has no translation is the original's, and says in which language it is.
    for marked in ["<dd lang=\"zh-CN\">按月报送</dd>", "<p lang=\"zh-CN\">已摸底。</p>"] {
        assert!(text.contains(marked), "{marked} in {text}");
    }
    let original = page(&tree, ORIGINAL);
    assert!(original.contains("<h1>梳理事项</h1>") && !original.contains("Review items"));
}

#[test]
fn each_language_leads_to_the_others_and_translations_to_translations() {
    let tree = site().built(&[]);
    let at = |path: &str| format!("https://www.example.gov.cn/{path}");
    let wanted = [("zh-CN", "tasks/a/01/"), ("x-default", "tasks/a/01/"), ("en", "tasks/a/01/en/")]
        .map(|(tag, path)| (tag.to_owned(), at(path)));
    for path in [PAGE, ORIGINAL] {
        assert_eq!(alternates(page(&tree, path)), wanted, "{path}");
    }
    assert_eq!(alternates(page(&tree, "tasks/a/02/index.html")), []);
    let leads = |from: &str, to: &str| {
        let page = Document::read(page(&tree, from));
        page.all("a").any(|a| a.get("href") == Some(to))
    };
    assert!(leads(ORIGINAL, "../../../tasks/a/01/en/"));
    assert!(leads(PAGE, "../../../../tasks/a/01/"));
    // Its text's link and the fact, to what is translated; the next task is not.
    assert!(leads(PAGE, "../../../../plans/a/en/") && leads(PAGE, "../../../../tasks/a/02/"));
    assert!(leads("plans/a/en/index.html", "../../../tasks/a/01/en/"));
    assert!(!leads("plans/a/index.html", "../../tasks/a/01/en/"));
    let map = page(&tree, "sitemap.xml");
    assert!(map.contains("<loc>https://www.example.gov.cn/tasks/a/01/en/</loc>"));
    let alternate = "<xhtml:link rel=\"alternate\" hreflang=\"en\" \
                     href=\"https://www.example.gov.cn/tasks/a/01/en/\"/>";
    assert_eq!(map.matches(alternate).count(), 2, "{map}");
}

#[test]
fn the_data_say_which_languages_a_record_is_in() {
    let tree = site().built(&[]);
    let data: serde_json::Value = serde_json::from_slice(&tree["data/tasks.json"]).expect("JSON");
    let languages = |i: usize| data["tasks"][i]["translations"].clone();
    assert_eq!([languages(0), languages(1)], [serde_json::json!(["en"]), serde_json::json!([])]);
    assert!(page(&tree, "data/tasks.csv").lines().nth(1).is_some_and(|row| row.ends_with(",en")));
}

#[test]
fn an_original_edited_since_is_told_to_the_clerk_and_to_readers_until_it_was_gone_through() {
    let site = site();
    let stale = "The original was changed after this translation was made.";
    assert_eq!(told(&site), [""; 0]);
    assert!(!page(&site.built(&[]), PAGE).contains(stale));
    // A deadline is no text, and moves with the original.
    edit(&site, TASK, "9月底前", "8月底前");
    assert_eq!(told(&site), [""; 0]);
    assert!(page(&site.built(&[]), PAGE).contains("31 August 2023"));
    edit(&site, TASK, "全部梳理", "全部梳理并公布");
    assert_eq!(told(&site), [format!("LS0319 {TRANSLATED}:2")]);
    let tree = site.built(&[]);
    assert!(page(&tree, PAGE).contains(stale) && !page(&tree, ORIGINAL).contains("译文"));
    let text = std::fs::read_to_string(site.path(TRANSLATED)).expect("a file");
    site.write(
        TRANSLATED,
        text.lines()
            .filter(|line| !line.starts_with("译自"))
            .fold(String::new(), |text, line| text + line + "\n"),
    );
    mark_as_current(&site, TRANSLATED);
    assert_eq!(told(&site), [""; 0]);
}

#[test]
fn words_an_entry_put_in_place_of_the_original_s_are_not_taken_for_translated() {
    let site = site();
    site.write(
        "content/tasks/a/01/2023-05-01.md",
        "---\n事项: 调整\n目标: 梳理并公布\n理由: 上级要求\n批准: 局长办公会\n---\n",
    );
    let tree = site.built(&[]);
    let text = page(&tree, PAGE);
    assert!(text.contains("<dd lang=\"zh-CN\">梳理并公布</dd>"), "{text}");
    assert!(!text.contains("All are reviewed"), "{text}");
}

#[test]
fn what_is_not_words_or_has_no_original_is_refused_where_it_stands() {
    let site = site();
    edit(&site, TRANSLATED, "目标:", "完成时限: 12月底前\n公开属性: 主动公开\n无此项: 甲\n目标:");
    edit(&site, TRANSLATED, "[Survey, Publish]", "[Survey]");
    site.write("content/tasks/a/03.en.md", "---\n标题: Nothing\n---\n");
    site.write("content/tasks/a/02.fr.md", "---\n标题: Publier\n---\n");
    site.write("content/tasks/a/02.zh-CN.md", "---\n标题: 公布\n---\n");
    site.write("content/tasks/a/01/2023-04-01.en.md", "---\n标题: Surveyed\n---\n");
    site.write("content/tasks/index.en.md", "---\n标题: Tasks\n---\n");
    assert_eq!(
        told(&site),
        [
            "LS0108 content/tasks/a/01/2023-04-01.en.md:1".to_owned(),
            format!("LS0318 {TRANSLATED}:4"),
            format!("LS0318 {TRANSLATED}:5"),
            format!("LS0206 {TRANSLATED}:6"),
            format!("LS0209 {TRANSLATED}:8"),
            "LS0317 content/tasks/a/02.fr.md:1".to_owned(),
            "LS0317 content/tasks/a/02.zh-CN.md:1".to_owned(),
            "LS0316 content/tasks/a/03.en.md:1".to_owned(),
            "LS0108 content/tasks/index.en.md:1".to_owned(),
        ]
    );
}

#[test]
fn a_translation_goes_where_its_original_goes() {
    let site = site();
    edit(&site, TASK, "标题:", "公开属性: 系统内\n标题:");
    let tree = site.built(&[]);
    assert_eq!(holding(&tree, "Review items"), [""; 0]);
    assert!(!tree.contains_key(PAGE));
    assert!(site.built(&["--edition", "internal"]).contains_key(PAGE));
    edit(&site, TASK, "公开属性: 系统内", "撤回: {日期: 2023-05-01, 原因: 内容有误}");
    let tree = site.built(&[]);
    assert_eq!(holding(&tree, "Review items"), [""; 0]);
    assert!(tree.contains_key(ORIGINAL) && !tree.contains_key(PAGE));
    site.remove("content/tasks/a/01");
    site.write(
        "content/tasks/a/03.md",
        "---\n标题: 丙\n方案: a\n责任单位: 审批办\n草稿: 是\n---\n",
    );
    let mut without = site.built(&[]);
    site.write("content/tasks/a/03.en.md", "---\n标题: Hidden\n---\n");
    let mut with = site.built(&[]);
    assert_eq!(holding(&with, "Hidden"), [""; 0]);
    for tree in [&mut with, &mut without] {
        tree.remove("MANIFEST.json");
    }
    assert_same(&without, &with, "a draft's translation");
}

#[test]
fn a_language_of_the_site_s_own_is_written_its_way_and_words_it_lacks_are_marked() {
    let site = site();
    site.write(
        "themes/default/words/mn-Mong.toml",
        "language_name = \"ᠮᠣᠩᠭᠣᠯ\"\nlanguage_writing = \"vertical-lr\"\ngoal = \"ᠵᠣᠷᠢᠯᠭ᠎ᠠ\"\n",
    );
    site.write("content/tasks/a/01/index.mn-Mong.md", "---\n标题: ᠠᠵᠢᠯ\n---\n");
    assert!(told(&site).contains(&"LS0705 themes/default/words/mn-Mong.toml:1".to_owned()));
    let tree = site.built(&[]);
    let text = page(&tree, "tasks/a/01/mn-mong/index.html");
    assert!(text.contains("<html lang=\"mn-Mong\" data-writing=\"vertical-lr\">"), "{text}");
    assert!(text.contains("<dt>ᠵᠣᠷᠢᠯᠭ᠎ᠠ</dt><dd lang=\"zh-CN\">全部梳理</dd>"), "{text}");
    assert!(
        text.contains("<h2 lang=\"zh-CN\">进展记录</h2>") || text.contains("<h2 lang=\"zh-CN\">")
    );
    let tags: Vec<String> =
        alternates(page(&tree, ORIGINAL)).into_iter().map(|(tag, _)| tag).collect();
    assert_eq!(tags, ["zh-CN", "x-default", "en", "mn-Mong"]);
}

#[test]
fn a_build_after_an_edit_of_a_translation_or_its_original_is_a_clean_one() {
    let site = site();
    let edits: [(&str, &str, &str); 4] = [
        (TRANSLATED, "Survey", "Look around"),
        ("content/plans/a.en.md", "Plan A", "Plan Alpha"),
        (TASK, "全部梳理", "全部梳理并公布"),
        (TASK, "梳理事项", "梳理全部事项"),
    ];
    site.built(&[]);
    for (path, from, to) in edits {
        edit(&site, path, from, to);
        let after = site.built(&[]);
        let clean = Scratch::new();
        scratch::copy(&site.path("content"), &clean.path("content"));
        clean.write("site.toml", std::fs::read(site.path("site.toml")).expect("settings"));
        assert_same(&clean.built(&[]), &after, to);
    }
    site.remove(TRANSLATED);
    assert!(!site.built(&[]).contains_key(PAGE));
    assert!(!files(&site.path("public")).contains_key(PAGE));
}
