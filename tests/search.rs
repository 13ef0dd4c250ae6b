//! The index of words: what is in it, when it is made again, and a reader who asks it in a browser
//! (`browser/search.mjs` says what is looked at).

#[path = "faults/scratch.rs"]
mod scratch;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::path::Path;
use std::process::Command;
use std::thread::sleep;
use std::time::Duration;

use scratch::{Scratch, assert_same, files, repository};

type Tree = BTreeMap<String, Vec<u8>>;

const INDEX: &str = "search/pagefind/";
const SETTINGS: &str =
    "title = \"专栏\"\nas_of = 2023-06-15\n[defaults]\ndisclosure = \"主动公开\"\n";
const SET_UP: &str = "set it up with\n  \
    apt-get install -y nodejs npm chromium fonts-noto-cjk && npm ci --prefix tests/browser\n\
    (a browser elsewhere is named in CHROMIUM)";

/// The files of the index, unpacked.
fn index(tree: &Tree) -> Tree {
    let of_index = tree.iter().filter(|(path, _)| path.starts_with(INDEX));
    let is_program = |path: &str| path.ends_with(".js") || path.ends_with("unknown.pagefind");
    of_index
        .filter(|(path, _)| !is_program(path))
        .map(|(path, bytes)| {
            let mut plain = Vec::new();
            match bytes.starts_with(&[0x1f, 0x8b]) {
                true => {
                    flate2::read::GzDecoder::new(&**bytes).read_to_end(&mut plain).expect("gzip");
                }
                false => plain.extend(bytes),
            }
            (path.clone(), plain)
        })
        .collect()
}

/// The records of an index, as results are shown from them.
fn records(tree: &Tree) -> Vec<serde_json::Value> {
    let fragments = index(tree).into_iter().filter(|(path, _)| path.ends_with(".pf_fragment"));
    fragments
        .flat_map(|(path, bytes)| {
            let json = bytes.strip_prefix(b"pagefind_dcd").expect("a mark before it");
            let value: serde_json::Value = serde_json::from_slice(json).expect("JSON");
            match &value["url"] {
                serde_json::Value::String(_) => vec![value],
                // Several in a file.
                _ => value
                    .as_object()
                    .unwrap_or_else(|| panic!("{path}"))
                    .values()
                    .cloned()
                    .collect(),
            }
        })
        .collect()
}

fn holds(tree: &Tree, words: &str) -> bool {
    let spelled = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace('\u{200b}', "");
    index(tree).values().any(|bytes| spelled(bytes).contains(words))
}

/// A site with what nobody may find beside what everybody may.
fn site() -> Scratch {
    let site = Scratch::site(&[("site.toml", SETTINGS)]);
    site.write("content/offices/ju.md", "---\n标题: 住房局\n---\n");
    site.write("content/offices/gu.md", "---\n标题: 审批股\n上级: 住房局\n---\n");
    site.write(
        "content/plans/p.md",
        "---\n标题: 方案\n发文机关: 住房局\n发布日期: 2023-02-01\n年度: 2022\n---\n方案的话。\n",
    );
    site.write(
        "content/tasks/t/index.md",
        "---\n标题: 公积金提取\n方案: 方案\n责任单位: 审批股\n完成时限: 2023-06-10\n---\n窗口电话138****1234，___PAGEFIND_WEIGHT___9 <script>甲</script>\n",
    );
    site.write("content/tasks/t/2023-05-10.md", "---\n事项: 进展\n---\n已经受理丁卯件。\n");
    site
}

/// Puts in what the public edition must not tell: internal, drafts, withdrawn and to come.
fn hide(site: &Scratch) {
    let news = |more: &str| format!("---\n标题: 讯\n发布日期: 2023-05-05\n{more}---\n密语。\n");
    site.write("content/news/internal.md", news("公开属性: 系统内\n"));
    site.write("content/news/draft.md", news("草稿: 是\n"));
    site.write("content/news/future.md", "---\n标题: 讯\n发布日期: 2023-07-01\n---\n密语。\n");
    site.write("content/tasks/t/2023-07-02.md", "---\n事项: 进展\n---\n密语。\n");
}

#[test]
fn the_index_says_nothing_its_pages_do_not() {
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("search-words");
    build(&out);
    let tree = files(&out);
    let bare = |text: &str| -> String { text.chars().filter(|c| !c.is_whitespace()).collect() };
    let mut wrong = Vec::new();
    let records = records(&tree);
    assert!(records.len() > 200, "{}", records.len());
    for record in &records {
        let url = record["url"].as_str().expect("an address");
        let page = &tree[&format!("{url}index.html")];
        let html = String::from_utf8_lossy(page);
        // Behind a link to a file stands what it is, in the middle of the author's sentence.
        let plain: Vec<&str> = html
            .split("<span class=\"note\"")
            .map(|part| part.split_once("</span>").map_or(part, |(_, rest)| rest))
            .collect();
        let page = bare(&words(&format!("{html}{}", plain.concat())));
        let content = record["content"].as_str().expect("words").replace('\u{200b}', "");
        wrong.extend(
            content
                // A page sets marks of notes and files between the words.
                .split(|c: char| !c.is_alphanumeric())
                .filter(|part| !page.contains(part))
                .map(|part| format!("{url}: {part}")),
        );
    }
    let shown: Vec<&String> = wrong.iter().take(20).collect();
    assert!(wrong.is_empty(), "{} parts, among them {shown:#?}", wrong.len());
}

/// The words of a page: its text, and behind it its tags with what they say of it.
fn words(html: &str) -> String {
    let (mut text, mut in_tag) = (String::new(), false);
    let tags = html.split('<').filter_map(|tag| tag.split_once('>')).map(|(tag, _)| tag);
    let tags: Vec<&str> = tags.collect();
    for c in html.chars() {
        match c {
            '<' => in_tag = true,
            '>' if in_tag => in_tag = false,
            c if !in_tag => text.push(c),
            _ => {}
        }
    }
    text.push_str(&tags.join("\n"));
    let named = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#x27;", "'")];
    let text = named.iter().fold(text, |text, (name, mark)| text.replace(name, mark));
    text.replace("&#x2F;", "/").replace("&amp;", "&")
}

#[test]
fn what_the_public_may_not_see_is_in_no_file_of_the_index() {
    let plain = site().built(&[]);
    let site = site();
    hide(&site);
    let with = site.built(&[]);
    assert!(!holds(&with, "密语"), "a hidden word is in the index");
    let of_index = |tree: &Tree| -> Tree {
        tree.iter()
            .filter(|(path, _)| path.starts_with(INDEX))
            .map(|(p, b)| (p.clone(), b.clone()))
            .collect()
    };
    assert_same(&of_index(&plain), &of_index(&with), "the index tells that there is more");
    let internal = site.built(&["--edition", "internal"]);
    assert!(holds(&internal, "密语"), "the internal edition does not find its own");
    // What is taken back is gone from it.
    assert!(holds(&with, "丁卯"));
    let task = std::fs::read_to_string(site.path("content/tasks/t/index.md")).expect("a task");
    let withdrawn = task.replacen("---\n", "---\n撤回: {日期: 2023-06-01, 原因: 有误}\n", 1);
    site.write("content/tasks/t/index.md", withdrawn);
    let tree = site.built(&[]);
    assert!(!holds(&tree, "丁卯") && !holds(&tree, "公积金"), "a withdrawn record is found");
}

#[test]
fn a_record_is_found_by_kind_state_offices_year_and_words_and_no_more_is_told_than_is_written() {
    let tree = site().built(&[]);
    let records = records(&tree);
    let task = records.iter().find(|record| record["url"] == "tasks/t/").expect("the task");
    assert_eq!(task["meta"]["title"], "公积金提取");
    assert_eq!(
        task["filters"],
        serde_json::json!({
            "kind": ["tasks"],
            "state": ["tasks-overdue"],
            // Who answers for it, then the bureau above.
            "office": ["gu", "ju"],
            // That of its plan.
            "year": ["2022"],
        })
    );
    let words = task["content"].as_str().expect("words").replace('\u{200b}', "");
    assert!(words.contains("138****1234"), "{words}");
    assert!(words.contains("已经受理丁卯件"), "{words}");
    // What the index takes for its own is a word like any other.
    assert!(words.contains("PAGEFIND_WEIGHT___9") && !words.contains("script"), "{words}");
    assert_eq!(task["anchors"], serde_json::json!([]));
}

#[test]
fn an_edit_makes_the_index_of_a_clean_build_and_what_did_not_change_is_not_touched() {
    let site = site();
    let settings = format!("{SETTINGS}[output]\nprecompressed = [\"gzip\"]\n");
    site.write("site.toml", &settings);
    let first = site.built(&[]);
    assert!(first.contains_key(&format!("{INDEX}pagefind.js.gz")), "no copy of what is text");
    let stamps = || -> BTreeMap<String, std::time::SystemTime> {
        let written = |path: &String| {
            let file = std::fs::metadata(site.path("public").join(path)).expect("a file");
            (path.clone(), file.modified().expect("a time"))
        };
        files(&site.path("public")).keys().map(written).collect()
    };
    let hold = |what: &str| {
        let tree = files(&site.path("public"));
        let clean = Scratch::new();
        for (path, bytes) in files(&site.0) {
            if path == "site.toml" || path.starts_with("content/") {
                clean.write(&path, bytes);
            }
        }
        let mut command = clean.command(&["build", "-q"]);
        command.env("RAYON_NUM_THREADS", "1");
        assert_eq!(scratch::Run::of(command).code, 0);
        assert_same(&files(&clean.path("public")), &tree, what);
        let manifest: serde_json::Value =
            serde_json::from_slice(&tree["MANIFEST.json"]).expect("a manifest");
        let listed: BTreeSet<&str> = manifest["files"]
            .as_array()
            .expect("files")
            .iter()
            .filter_map(|file| file["path"].as_str())
            .collect();
        let there: BTreeSet<&str> =
            tree.keys().map(String::as_str).filter(|path| *path != "MANIFEST.json").collect();
        assert_eq!(listed, there, "{what}");
        tree
    };
    let settle = || sleep(Duration::from_millis(20));

    settle();
    let before = stamps();
    site.built(&[]);
    assert!(stamps() == before, "nothing changed, and something was touched");

    settle();
    site.write("content/tasks/t/2023-06-01.md", "---\n事项: 进展\n---\n又办结戊辰件。\n");
    site.built(&[]);
    let edited = hold("after an edit");
    assert!(holds(&edited, "戊辰") && !holds(&first, "戊辰"));
    let gone = first.keys().filter(|path| path.ends_with(".pf_meta"));
    assert!(gone.clone().count() == 1 && gone.clone().all(|path| !edited.contains_key(path)));

    // What nobody finds by words: the index stands.
    settle();
    let before = stamps();
    site.write("site.toml", format!("{settings}[identity]\ncontact = \"0000-0000000\"\n"));
    site.built(&[]);
    hold("after another footer");
    let after = stamps();
    let index = before.iter().filter(|(path, _)| path.starts_with(INDEX));
    assert!(index.clone().count() > 5 && index.clone().all(|(path, time)| after[path] == *time));
    assert!(after["index.html"] != before["index.html"]);

    // What was done to it by hand is undone.
    for damage in ["pagefind-entry.json", "pagefind.js", "pagefind.js.gz"] {
        settle();
        site.write(&format!("public/{INDEX}{damage}"), "x");
        site.built(&[]);
        hold(damage);
        std::fs::remove_file(site.path(&format!("public/{INDEX}{damage}"))).expect("it is there");
        site.built(&[]);
        hold(damage);
    }
    settle();
    site.built(&["--offline"]);
    let offline = files(&site.path("public"));
    assert!(!offline.keys().any(|path| path.starts_with(INDEX)), "an index in a folder");
}

#[test]
fn a_folder_has_no_index_and_its_page_no_form_but_every_way_to_browse() {
    let tree = site().built(&["--offline"]);
    assert!(!tree.keys().any(|path| path.starts_with(INDEX)));
    let page = String::from_utf8_lossy(&tree["search/index.html"]);
    assert!(!page.contains("<form") && !page.contains("assets/search-"), "{page}");
    for way in ["kinds", "offices", "years"] {
        assert!(page.contains(&format!("<h2 id=\"{way}\"")), "{way}");
    }
    let page = &site().built(&[])["search/index.html"];
    let page = String::from_utf8_lossy(page);
    assert!(page.contains("script-src 'self' 'wasm-unsafe-eval';"), "{page}");
}

#[test]
fn no_other_page_may_run_what_the_index_needs_or_asks_for_it() {
    for (path, bytes) in site().built(&[]) {
        let page = String::from_utf8_lossy(&bytes);
        if path.ends_with(".html") && path != "search/index.html" {
            assert!(!page.contains("wasm") && !page.contains("assets/search-"), "{path}");
        }
    }
}

#[test]
fn a_package_carries_the_index() {
    let site = site();
    site.built(&[]);
    let run = site.run(&[
        "pack",
        "--allow-dirty",
        "--out",
        &site.path("site.lspack").display().to_string(),
    ]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
}

#[test]
fn a_reader_finds_words_in_a_browser() {
    let script = repository().join("tests/browser/search.mjs");
    assert!(
        repository().join("tests/browser/node_modules/playwright-core").is_dir(),
        "the browser test lacks playwright-core; {SET_UP}"
    );
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("search");
    build(&out);
    let look = match Command::new("node").arg(&script).arg(&out).output() {
        Ok(look) => look,
        Err(fault) => panic!("the browser test needs node ({fault}); {SET_UP}"),
    };
    let (said, wrong) =
        (String::from_utf8_lossy(&look.stdout), String::from_utf8_lossy(&look.stderr));
    assert!(look.status.code() != Some(2), "{wrong}\n{SET_UP}");
    assert!(look.status.success(), "{said}\n{wrong}");
}

/// Builds the shipped site.
fn build(out: &Path) {
    let build = Command::new(env!("CARGO_BIN_EXE_liangshai"))
        .args(["build", "--quiet", "--site"])
        .arg(repository())
        .arg("--out")
        .arg(out)
        .output()
        .expect("the program starts");
    assert!(build.status.success(), "{}", String::from_utf8_lossy(&build.stderr));
}
