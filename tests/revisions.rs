//! What the public reads of a site's history: on each record's page, on one page of all changes, as
//! data and as a feed; and what it never reads.

#![cfg(feature = "git")]

#[path = "support/repo.rs"]
mod repo;
#[path = "faults/scratch.rs"]
mod scratch;
#[cfg(unix)]
#[path = "incremental/trees.rs"]
mod trees;

use std::collections::BTreeMap;

use repo::Repo;
use scratch::{Scratch, assert_same, holding};

type Tree = BTreeMap<String, Vec<u8>>;

const SETTINGS: &str = "title = \"专栏\"\nbase_url = \"https://www.example.gov.cn/ljsbp/\"
[defaults]\ndisclosure = \"主动公开\"\n";
const PLAN: &str = "---\n标题: 方案\n发文机关: 县政府\n发布日期: 2023-01-01\n---\n";
const TASK: &str = "content/tasks/a/index.md";
const ENTRY: &str = "content/tasks/a/2023-02-10.md";
const PAGE: &str = "tasks/a/index.html";
const DAY: &str = "2023-03-10";

fn task(deadline: &str, body: &str) -> String {
    format!(
        "---\n标题: 甲事\n方案: plan\n责任单位: 审批办\n目标: 建成\n完成时限: {deadline}\n---\n{body}\n"
    )
}

fn entry(text: &str) -> String {
    format!("---\n事项: 进展\n---\n{text}\n")
}

/// A site with a plan, an office, a task, a piece of news and an indicator, committed on one day.
fn repo() -> Repo {
    Repo::new(
        "2023-01-05",
        &[
            ("site.toml", SETTINGS),
            ("content/plans/plan.md", PLAN),
            ("content/offices/o.md", "---\n标题: 审批办\n---\n"),
            (TASK, &task("2023-06-30", "原先的话。")),
            ("content/news/n.md", "---\n标题: 动态\n发布日期: 2023-01-03\n---\n话。\n"),
            (
                "content/indicators/i/index.md",
                "---\n标题: 时限\n监测项: [{代号: days, 名称: 天数, 计量单位: 天}]\n---\n",
            ),
            ("content/indicators/i/values.csv", "日期,days\n2023-01-01,9\n"),
        ],
    )
}

/// The same, with six revisions of the task and one each of news and indicator.
fn revised() -> Repo {
    let repo = repo();
    repo.write(TASK, &task("2023-09-30", "原先的话。")).commit("2023-02-01", "时限");
    repo.write(TASK, &task("2023-09-30", "后来的话。")).commit("2023-02-03", "正文");
    repo.write(ENTRY, &entry("一。")).commit("2023-02-10", "进展");
    repo.write(ENTRY, &entry("二。")).commit("2023-02-12", "进展");
    let remarked = task("2023-09-30", "后来的话。").replace("目标: 建成", "目标: 建好\n备注: 丙");
    repo.write(TASK, &remarked).commit("2023-02-20", "目标");
    repo.write("content/indicators/i/values.csv", "日期,days\n2023-01-01,8\n");
    repo.commit("2023-02-21", "数据");
    repo.write("content/news/n.md", "---\n标题: 动态\n发布日期: 2023-01-03\n---\n新的话。\n");
    repo.commit("2023-03-01", "动态");
    repo
}

fn built(repo: &Repo) -> Tree {
    repo.0.built(&["--as-of", DAY])
}

fn text(tree: &Tree, path: &str) -> String {
    let bytes = tree.get(path).unwrap_or_else(|| panic!("{path} was built"));
    String::from_utf8(bytes.clone()).expect("UTF-8")
}

/// What lies between the first of one thing and the next of another.
fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let (_, rest) = text.split_once(from).unwrap_or_else(|| panic!("no {from} in {text}"));
    rest.split_once(to).unwrap_or_else(|| panic!("no {to} after {from}")).0
}

/// What is said of a change, with ！ for the mark of one that no entry tells of.
fn without_mark(text: &str) -> String {
    match text.split_once(" <b class=\"tag unrecorded\">") {
        Some((said, mark)) => {
            assert!(["未登记</b>", "Not recorded</b>"].contains(&mark), "{mark}");
            format!("{said}！")
        }
        None => text.to_owned(),
    }
}

/// A page's revisions, each as `2023-02-01 改写正文`.
fn revisions(page: &str) -> Vec<String> {
    let list = between(page, "<details class=\"legend revisions\"", "</details>");
    let items = list.split("<li><time datetime=\"").skip(1);
    let line = |item: &str| {
        let (day, rest) = item.split_once('"').expect("a day");
        let text = between(rest, "</time> ", "</li>");
        format!("{day} {}", without_mark(text))
    };
    items.map(line).collect()
}

#[test]
fn a_translation_that_came_or_was_edited_is_a_revision_of_its_record() {
    let repo = repo();
    let file = "content/tasks/a/index.en.md";
    repo.write(file, "---\n标题: A thing\n---\nOne.\n").commit("2023-02-01", "译文");
    repo.write(file, "---\n标题: A thing\n---\nTwo.\n").commit("2023-02-03", "译文");
    let tree = built(&repo);
    let told = revisions(&text(&tree, PAGE));
    assert_eq!(told[..2], ["2023-02-03 改动了英文译文", "2023-02-01 改动了英文译文"]);
    let told = revisions(&text(&tree, "tasks/a/en/index.html"));
    assert_eq!(told[0], "2023-02-03 the translation into English was changed");
}

/// The page's line of dates, without markup.
fn dates(page: &str) -> String {
    let line = between(page, "</h1>", "</p>");
    let mut plain = String::new();
    for piece in line.split('<') {
        plain.push_str(piece.split_once('>').map_or(piece, |(_, text)| text));
    }
    plain.trim().to_owned()
}

#[test]
fn a_page_lists_when_its_record_was_changed_and_what_of_it() {
    let page = text(&built(&revised()), PAGE);
    assert_eq!(
        revisions(&page),
        [
            "2023-02-20 直接改动了目标；改动：备注！",
            "2023-02-12 改动2023年2月10日的记录！",
            "2023-02-10 新增2023年2月10日的进展",
            "2023-02-03 改写正文",
            "2023-02-01 直接改动了完成时限！",
            "2023-01-05 首次公开",
        ]
    );
    assert!(page.contains("<summary>修订记录 <small>6次</small></summary>"));
    assert!(page.contains("<details class=\"legend revisions\">"), "more than three are folded");
    assert!(dates(&page).contains("最后更新 2023年2月20日"), "{}", dates(&page));
}

#[test]
fn a_page_is_cited_by_its_own_last_revision_and_not_by_that_of_the_site() {
    let repo = revised();
    let tree = built(&repo);
    let cited = |path: &str| between(&text(&tree, path), "class=\"whole\">", "</span>").to_owned();
    assert!(cited(PAGE).contains("专栏，第6版（2023年2月20日），数据截至"), "{}", cited(PAGE));
    assert!(cited("offices/o/index.html").contains("2023年1月5日首次公开"));
    // What is committed elsewhere is another page's.
    repo.write("content/news/n.md", "---\n标题: 动态\n发布日期: 2023-01-03\n---\n又一句。\n");
    repo.commit("2023-03-05", "动态");
    assert_eq!(text(&built(&repo), PAGE), text(&tree, PAGE));
}

#[test]
fn few_revisions_are_not_folded_and_every_kind_of_change_has_its_words() {
    let tree = built(&revised());
    let page = text(&tree, "indicators/i/index.html");
    assert_eq!(revisions(&page), ["2023-02-21 更新数据", "2023-01-05 首次公开"]);
    assert!(page.contains("<details class=\"legend revisions\" open>"));
    let repo = repo();
    let given = task("2023-06-30", "原先的话。").replace("标题", "附件: [表.txt]\n标题");
    repo.write(TASK, &given).write("content/tasks/a/表.txt", "一").commit("2023-02-01", "附件");
    repo.write("content/tasks/a/表.txt", "二").write(ENTRY, &entry("一。"));
    repo.commit("2023-02-10", "附件");
    repo.remove(ENTRY).commit("2023-02-11", "撤下");
    repo.git(&["mv", "content/tasks/a", "content/tasks/b"]);
    repo.commit("2023-02-13", "网址");
    assert_eq!(
        revisions(&text(&built(&repo), "tasks/b/index.html")),
        [
            "2023-02-13 网址变更",
            "2023-02-11 撤下2023年2月10日的记录！",
            "2023-02-10 新增2023年2月10日的记录；替换附件",
            "2023-02-01 改动：附件",
            "2023-01-05 首次公开",
        ]
    );
}

#[test]
fn a_record_that_comes_to_another_address_tells_what_was_edited_with_it() {
    let repo = repo();
    repo.write(ENTRY, &entry("一。")).commit("2023-02-10", "进展");
    repo.git(&["mv", "content/tasks/a", "content/tasks/b"]);
    let moved = task("2023-09-30", "原先的话。").replace("标题", "旧网址: [/tasks/a/]\n标题");
    repo.write("content/tasks/b/index.md", &moved).commit("2023-02-13", "网址");
    let others = ["2023-02-10 新增2023年2月10日的进展", "2023-01-05 首次公开"];
    let of = |repo: &Repo| revisions(&text(&built(repo), "tasks/b/index.html"));
    assert_eq!(of(&repo), [&["2023-02-13 直接改动了完成时限；网址变更！"], &others[..]].concat());
    // As a file alone it lies at the same address.
    repo.remove("content/tasks/b");
    repo.write("content/tasks/b.md", &moved.replace("原先", "后来"))
        .commit("2023-02-14", "单个文件");
    assert_eq!(of(&repo)[0], "2023-02-14 改写正文；撤下2023年2月10日的记录！");
}

#[test]
fn a_file_that_is_only_called_otherwise_is_no_change() {
    let repo = repo();
    repo.write(ENTRY, &entry("一。")).commit("2023-02-10", "进展");
    let before = revisions(&text(&built(&repo), PAGE));
    repo.git(&["mv", ENTRY, "content/tasks/a/2023-02-10-进展.md"]);
    repo.commit("2023-02-11", "改名");
    assert_eq!(revisions(&text(&built(&repo), PAGE)), before);
    // Nor is 网址名 that stands for a name in Chinese.
    let slug = task("2023-06-30", "原先的话。").replace("标题", "网址名: c\n标题");
    repo.write("content/tasks/丙.md", &slug).commit("2023-02-12", "丙");
    repo.git(&["mv", "content/tasks/丙.md", "content/tasks/丁.md"]);
    repo.commit("2023-02-13", "改名");
    let page = text(&built(&repo), "tasks/c/index.html");
    assert_eq!(revisions(&page), ["2023-02-12 首次公开"]);
}

#[test]
fn what_was_hidden_for_a_while_tells_on_its_return_what_was_edited_meanwhile() {
    let repo = repo();
    let hidden = task("2023-06-30", "原先的话。").replace("标题", "草稿: 是\n标题");
    repo.write(TASK, &hidden).commit("2023-02-01", "收回");
    repo.write(TASK, &hidden.replace("06-30", "09-30")).commit("2023-02-02", "时限");
    repo.write(TASK, &task("2023-09-30", "原先的话。")).commit("2023-02-05", "再公开");
    assert_eq!(
        revisions(&text(&built(&repo), PAGE)),
        ["2023-02-05 直接改动了完成时限；重新公开！", "2023-01-05 首次公开"]
    );
}

#[test]
fn what_its_plan_alone_kept_internal_begins_on_the_day_the_plan_is_public() {
    let plan = "content/plans/plan.md";
    let internal = PLAN.replace("标题", "公开属性: 系统内\n标题");
    let repo = Repo::new(
        "2023-01-05",
        &[
            ("site.toml", SETTINGS),
            (plan, &internal),
            ("content/offices/o.md", "---\n标题: 审批办\n---\n"),
            (TASK, &task("2023-06-30", "原先的话。")),
            (
                "content/tasks/b.md",
                &task("2023-06-30", "乙。").replace("标题", "公开属性: 主动公开\n标题"),
            ),
        ],
    );
    repo.write(TASK, &task("2023-09-30", "原先的话。")).commit("2023-02-01", "时限");
    repo.write(ENTRY, &entry("一。")).commit("2023-02-10", "进展");
    repo.write(plan, PLAN).commit("2023-02-20", "公开");
    let of = |repo: &Repo| revisions(&text(&built(repo), PAGE));
    assert_eq!(of(&repo), ["2023-02-20 首次公开"]);
    repo.write(TASK, &task("2023-09-30", "后来的话。")).commit("2023-02-21", "正文");
    assert_eq!(of(&repo), ["2023-02-21 改写正文", "2023-02-20 首次公开"]);
    // Kept back for a while, it tells on its return what was edited meanwhile.
    repo.write(plan, &internal).commit("2023-02-22", "收回");
    repo.write(TASK, &task("2023-10-31", "后来的话。")).commit("2023-02-23", "时限");
    repo.write(plan, PLAN).commit("2023-02-24", "再公开");
    assert_eq!(
        of(&repo)[..2],
        ["2023-02-24 直接改动了完成时限；重新公开！", "2023-02-21 改写正文"]
    );
    // What says by itself for whom it is was at fault then, or public: its own word counts.
    let own = revisions(&text(&built(&repo), "tasks/b/index.html"));
    assert_eq!(own, ["2023-01-05 首次公开"]);
    // In a bureau's own network all of it was there from the first.
    let inside = repo.0.built(&["--as-of", DAY, "--edition", "internal"]);
    assert_eq!(revisions(&text(&inside, PAGE)).last().expect("one"), "2023-01-05 首次公开");
}

#[test]
fn nobody_who_committed_and_nothing_that_was_taken_out_is_told() {
    let tree = built(&revised());
    for word in ["张三", "zhangsan", "原先的话"] {
        assert_eq!(holding(&tree, word), [""; 0], "{word}");
    }
    // The words of the commits are nobody's either: no page says 正文 but in its own words.
    assert!(!text(&tree, "changes/index.html").contains("second"));
}

#[test]
fn a_record_without_a_date_of_its_own_says_since_when_it_is_in_the_site() {
    let tree = built(&revised());
    let office = text(&tree, "offices/o/index.html");
    let told = dates(&office);
    assert!(told.contains("本站收录 2023年1月5日"), "{told}");
    assert!(!told.contains("发布日期") && !told.contains("最后更新"), "{told}");
    assert!(!office.contains("name=\"PubDate\""), "it is no date of publication");
    let news = text(&tree, "news/n/index.html");
    let told = dates(&news);
    assert!(told.contains("发布日期 2023年1月3日"), "{told}");
    assert!(told.contains("最后更新 2023年3月1日") && !told.contains("本站收录"), "{told}");
    assert!(news.contains("<meta name=\"PubDate\" content=\"2023-01-03\">"));
    assert!(news.contains("<meta name=\"dcterms.modified\" content=\"2023-03-01\">"));
    let map = text(&tree, "sitemap.xml");
    let of = |page: &str| between(&map, &format!("ljsbp/{page}</loc>"), "</url>").to_owned();
    assert_eq!(of("news/n/"), "<lastmod>2023-03-01</lastmod>");
    assert_eq!(of("offices/o/"), "<lastmod>2023-01-05</lastmod>");
}

#[test]
fn an_entry_committed_long_after_its_day_says_when_it_was_entered() {
    let repo = repo();
    repo.write("content/tasks/a/2023-02-01.md", &entry("一。")).commit("2023-02-08", "按时");
    let filed = "---\n事项: 进展\n报送时间: 2023-02-04 11:30\n---\n三。\n";
    repo.write("content/tasks/a/2023-02-03.md", filed);
    repo.write("content/tasks/a/2023-02-02.md", &entry("二。")).commit("2023-03-05", "补报");
    let tree = built(&repo);
    // The list of all changes says so too.
    let all: Vec<String> =
        listed(&tree).into_iter().map(|[day, .., text]| day + " " + &text).collect();
    let late = "2023-03-05 补报2023年2月2日的进展；补报2023年2月3日的进展";
    assert_eq!(all[..2], [late, "2023-02-08 新增2023年2月1日的进展"], "{all:?}");
    let page = text(&tree, PAGE);
    let event = |day: &str| between(&page, &format!("id=\"d{day}\""), "</li>").to_owned();
    assert!(!event("2023-02-01").contains("补报"));
    assert!(event("2023-02-02").contains("补报（2023年3月5日录入）"), "{}", event("2023-02-02"));
    let both = "补报于2023年2月4日 11:30（2023年3月5日录入）";
    assert!(event("2023-02-03").contains(both), "{}", event("2023-02-03"));
}

/// The rows of the page of all changes: day, kind, title, address and what was changed.
fn listed(tree: &Tree) -> Vec<[String; 5]> {
    let page = text(tree, "changes/index.html");
    let mut rows = Vec::new();
    for day in page.split("<h2><time datetime=\"").skip(1) {
        let (date, rest) = day.split_once('"').expect("a day");
        for item in rest.split("<li>").skip(1).filter(|item| item.contains("class=\"tag\"")) {
            let link = between(item, "<a href=\"../", "</a>");
            let (href, title) = link.split_once("\">").expect("a link");
            let kind = between(item, "class=\"tag\">", "</span>");
            let text = without_mark(between(item, "</p>\n<p>", "</p>"));
            rows.push([date, kind, title, href, &text].map(str::to_owned));
        }
    }
    rows
}

#[test]
fn all_changes_are_the_same_on_the_page_in_json_and_in_csv() {
    let tree = built(&revised());
    let page = listed(&tree);
    assert_eq!(page.len(), 12);
    assert_eq!(page[0], ["2023-03-01", "动态", "动态", "news/n/", "改写正文"]);
    assert_eq!(page[2].join(" "), "2023-02-20 任务 甲事 tasks/a/ 直接改动了目标；改动：备注！");
    let note = "标有“未登记”的，是没有登记调整就改动了承诺事项";
    assert!(text(&tree, "changes/index.html").contains(note), "the mark is explained");
    assert!(page.is_sorted_by(|a, b| a[0] >= b[0]), "the newest first");

    let json: serde_json::Value =
        serde_json::from_str(&text(&tree, "data/changes.json")).expect("JSON");
    assert_eq!(json["as_of"], DAY);
    let rows = json["changes"].as_array().expect("rows");
    let csv = text(&tree, "data/changes.csv");
    let mut lines = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    assert_eq!(
        lines.headers().expect("a head").iter().collect::<Vec<_>>(),
        ["kind", "id", "title", "date", "changes", "url"]
    );
    let lines: Vec<csv::StringRecord> = lines.records().map(|row| row.expect("a row")).collect();
    assert_eq!((rows.len(), lines.len()), (page.len(), page.len()));
    for ((shown, row), line) in page.iter().zip(rows).zip(&lines) {
        let word = |name: &str| row[name].as_str().expect("text").to_owned();
        let phrases = row["changes"].as_array().expect("phrases").iter();
        let phrases: Vec<&str> = phrases.filter_map(|phrase| phrase.as_str()).collect();
        let [day, _, title, href, changes] = shown;
        let changes = changes.trim_end_matches('！');
        assert_eq!(
            [&word("date"), &word("title"), &word("url")],
            [day, title, &format!("/{href}")]
        );
        assert_eq!(phrases.join("；"), changes);
        assert_eq!(href, &format!("{}/{}/", word("kind"), word("id")));
        let of_line = [word("kind"), word("id"), word("title"), word("date")];
        assert_eq!(line.iter().take(4).collect::<Vec<_>>(), of_line);
        assert_eq!((&line[4], &line[5]), (changes, word("url").as_str()));
    }
    let data = text(&tree, "data/index.html");
    assert!(data.contains("changes.json") && data.contains("近期修订"), "the list of data has it");
}

#[test]
fn all_changes_are_found_from_every_page_and_have_a_feed_of_their_own() {
    let repo = revised();
    let tree = built(&repo);
    let page = text(&tree, "changes/index.html");
    assert!(page.contains("以下为2022年12月11日至2023年3月10日各条记录的修订，共12条"));
    let link = "<link rel=\"alternate\" type=\"application/atom+xml\" title=\"近期修订 - 专栏\" href=\"../changes/feed.xml\">";
    assert!(page.contains(link));
    assert!(text(&tree, PAGE).contains("<a href=\"../../changes/\">近期修订</a>"));
    assert!(text(&tree, "sitemap/index.html").contains("<a href=\"../changes/\">近期修订</a>"));
    assert!(text(&tree, "sitemap.xml").contains("/ljsbp/changes/</loc>"));
    let feed = text(&tree, "changes/feed.xml");
    assert!(feed.contains("<title>近期修订 - 专栏</title>"));
    assert!(feed.contains("<updated>2023-03-01T00:00:00+08:00</updated>"));
    assert_eq!(feed.matches("<entry>").count(), 12);
    let ids: std::collections::BTreeSet<&str> = feed.split("<id>").skip(2).collect();
    assert_eq!(ids.len(), 12, "each entry is another");
    let first = between(&feed, "<entry>", "</entry>");
    assert!(
        first.contains("<summary>改写正文</summary>") && first.contains("动态 动态"),
        "{first}"
    );
    // Without an address there is nothing to subscribe to.
    repo.write("site.toml", &SETTINGS.replace("base_url", "# base_url"));
    let tree = built(&repo);
    assert!(!tree.contains_key("changes/feed.xml"));
    assert!(!text(&tree, "changes/index.html").contains("feed.xml"));
}

#[test]
fn without_a_history_there_is_no_page_of_changes() {
    let repo = revised();
    let has = |tree: &Tree| {
        let found = tree.keys().filter(|path| path.contains("changes"));
        let found: Vec<&String> = found.collect();
        !found.is_empty() || holding(tree, "近期修订") != [""; 0]
    };
    // Before the first commit nothing is known.
    assert!(!has(&repo.0.built(&["--as-of", "2023-01-04"])));
    assert!(has(&repo.0.built(&["--as-of", "2023-01-05"])));
    // A long time without any is told.
    let quiet = repo.0.built(&["--as-of", "2023-12-31"]);
    assert!(text(&quiet, "changes/index.html").contains("2023年10月3日至2023年12月31日没有修订。"));
    repo.write("site.toml", &format!("{SETTINGS}[history]\nrevisions = false\n"));
    let tree = built(&repo);
    assert!(!has(&tree) && holding(&tree, "修订记录") == [""; 0]);
    let bare = Scratch::site(&[("site.toml", SETTINGS), ("content/plans/plan.md", PLAN)]);
    assert!(!has(&bare.built(&["--as-of", DAY])));
}

#[test]
fn of_very_many_changes_the_latest_are_listed_and_the_page_says_so() {
    let repo = repo();
    for n in 0..498 {
        let news = format!("---\n标题: 动态{n}\n发布日期: 2023-01-03\n---\n");
        repo.write(&format!("content/news/n{n:03}.md"), &news);
    }
    repo.commit("2023-02-01", "many");
    let tree = built(&repo);
    assert_eq!(listed(&tree).len(), 500);
    assert!(text(&tree, "changes/index.html").contains("共503条，只列最近的500条"));
    assert_eq!(text(&tree, "data/changes.csv").lines().count(), 501);
}

/// Records no reader of the public edition may know of.
const HIDDEN: [(&str, &str); 4] = [
    ("content/news/draft.md", "---\n标题: 草稿标记\n草稿: 是\n发布日期: 2023-01-03\n---\n"),
    ("content/news/future.md", "---\n标题: 将来标记\n发布日期: 2023-06-01\n---\n"),
    (
        "content/tasks/inner/index.md",
        "---\n标题: 内部标记\n公开属性: 系统内\n方案: plan\n责任单位: 审批办\n完成时限: 2023-06-30\n---\n",
    ),
    ("content/tasks/inner/2023-02-16.md", "---\n事项: 进展\n---\n内部标记\n"),
];

#[test]
fn hidden_records_leave_no_trace_in_the_history_either() {
    let plain = revised();
    let hiding = revised();
    for (day, (path, words)) in
        ["2023-03-02", "2023-03-03", "2023-03-04", "2023-03-06"].iter().zip(HIDDEN)
    {
        hiding.write(path, words).commit(day, "标记");
    }
    let draft = HIDDEN[0].1.replace("草稿标记", "草稿标记又一");
    hiding.write(HIDDEN[0].0, &draft).commit("2023-03-07", "标记");
    let without_manifest = |mut tree: Tree| {
        tree.remove("MANIFEST.json").expect("a manifest");
        tree
    };
    let expected = without_manifest(built(&plain));
    let found = without_manifest(built(&hiding));
    assert_same(&expected, &found, "hidden records");
    for day in ["2023-03-02", "2023-03-04", "2023-03-06", "2023-03-07", "2023年3月7日"] {
        assert_eq!(holding(&found, day), [""; 0], "{day}");
    }
    for (path, _) in HIDDEN {
        hiding.remove(path);
    }
    hiding.commit("2023-03-08", "删去");
    assert_same(&expected, &without_manifest(built(&hiding)), "deleted");
    // A withdrawn record has its tombstone and nothing else.
    let news = "---\n标题: 撤回标记\n发布日期: 2023-01-03\n---\n";
    plain.write("content/news/back.md", news).commit("2023-03-02", "标记");
    assert_ne!(holding(&built(&plain), "撤回标记"), [""; 0]);
    let withdrawn = "撤回: {日期: 2023-03-05, 原因: 内容有误}\n---\n";
    plain.write("content/news/back.md", &news.replacen("\n---\n", &format!("\n{withdrawn}"), 1));
    plain.commit("2023-03-05", "标记");
    let tree = built(&plain);
    for file in ["changes/index.html", "changes/feed.xml", "data/changes.json", "data/changes.csv"]
    {
        assert_eq!(text(&tree, file), text(&found, file), "{file}");
    }
    assert!(!text(&tree, "news/back/index.html").contains("修订记录"));
}

#[test]
fn the_internal_edition_tells_of_its_own_records_and_of_returns_too() {
    let repo = repo();
    for (path, words) in HIDDEN {
        repo.write(path, words);
    }
    let filed = "---\n标题: 报送标记\n单位: 审批办\n方案: plan\n周期: 2023-W06\n报送时间: 2023-02-10 11:00\n任务:\n  - {任务: a, 进展: 一。}\n---\n";
    repo.write("content/returns/w06.md", filed).commit("2023-02-16", "标记");
    let tree = repo.0.built(&["--as-of", DAY, "--edition", "internal"]);
    let changes = listed(&tree);
    for title in ["内部标记", "报送标记"] {
        assert!(changes.iter().any(|row| row[2] == title), "{title}: {changes:?}");
    }
    let public = built(&repo);
    assert_eq!(holding(&public, "报送标记"), [""; 0]);
    assert!(!text(&public, "changes/index.html").contains("2023年2月16日"));
}

#[test]
fn the_english_interface_names_fields_in_english() {
    let repo = revised();
    repo.write("site.toml", &format!("language = \"en\"\n{SETTINGS}"));
    let page = text(&built(&repo), PAGE);
    let found = revisions(&page);
    assert_eq!(found[0], "2023-02-20 edited in place: goal; edited: remark！");
    assert_eq!(found[2], "2023-02-10 Progress of 10 February 2023 added");
    assert!(page.contains("Last updated <time datetime=\"2023-02-20\">20 February 2023</time>"));
}

#[cfg(unix)]
#[test]
fn a_commit_writes_the_pages_of_what_it_changed_and_no_others() {
    use trees::{stamps, written};

    let repo = revised();
    let other = "content/news/o.md";
    let words = "---\n标题: 另一条\n发布日期: 2023-01-03\n---\n话。\n";
    repo.write(other, words).commit("2023-03-02", "another");
    built(&repo);
    let public = repo.0.path("public");
    let before = stamps(&public);
    repo.write(other, &words.replace("话。", "又一句。")).commit("2023-03-03", "another");
    built(&repo);
    let found = written(&before, &stamps(&public));
    for path in ["news/o/index.html", "changes/index.html", "changes/feed.xml", "data/changes.json"]
    {
        assert!(found.contains(&path.to_owned()), "{path} is not among {found:?}");
    }
    for path in
        [PAGE, "news/n/index.html", "tasks/index.html", "index.html", "offices/o/index.html"]
    {
        assert!(!found.contains(&path.to_owned()), "{path} was written");
    }
    // One that touches no record touches no page.
    let before = stamps(&public);
    repo.write("README.md", "另一件事").commit("2023-03-04", "aside");
    built(&repo);
    assert_eq!(written(&before, &stamps(&public)), [""; 0]);
}
