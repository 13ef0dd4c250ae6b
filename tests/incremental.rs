//! A build does again only what changed, and nobody can tell: whatever was done to the site, to
//! what was built or to the cache, the next build is a clean one byte for byte.

#![cfg(unix)]

#[path = "incremental/copies.rs"]
mod copies;
#[path = "incremental/edits.rs"]
mod edits;
#[cfg(target_os = "linux")]
#[path = "incremental/preload.rs"]
mod preload;
#[path = "faults/scratch.rs"]
mod scratch;
#[path = "incremental/trees.rs"]
mod trees;

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::Path;
use std::process::Command;
use std::thread::sleep;
use std::time::Duration;

use proptest::prelude::*;
use proptest::sample::select;
use sha2::{Digest as _, Sha256};

use edits::seals::{LATE_NEWS, MAY};
use edits::without;
use edits::{EDITS, between_builds, change, damage, inputs, undo};
use scratch::{Run, Scratch, assert_same, copy, files};
use trees::{Stamps, stamps, tree, written};

/// The same inputs in a folder where nothing was ever built.
fn afresh(site: &Scratch) -> Scratch {
    let clean = Scratch::new();
    for (path, bytes) in inputs(site) {
        clean.write(&path, bytes);
    }
    clean
}

fn build(site: &Scratch, options: &[&str]) -> Run {
    site.run(&[&["build"], options].concat())
}

fn build_well(site: &Scratch, options: &[&str]) -> Run {
    let run = build(site, options);
    assert_eq!(run.code, 0, "{}", run.err);
    run
}

/// Lets the file system's clock go on: what was written before is then plainly older than what is
/// written after, and can be relied on.
fn settle() {
    sleep(Duration::from_millis(20));
}

/// Builds a site that was built before and holds it to a clean build; says whether it was built.
fn hold_to_a_clean_build(site: &Scratch, options: &[&str], what: &str) -> bool {
    let public = site.path("public");
    let before = tree(&public);
    let run = build(site, options);
    let clean = afresh(site);
    // On one thread, which is no other result and sooner in tests that run side by side.
    let mut command = clean.command(&[&["build"], options].concat());
    command.env("RAYON_NUM_THREADS", "1");
    let expected = Run::of(command);
    assert_eq!(run.code, expected.code, "{what}: {}\nclean: {}", run.err, expected.err);
    assert_eq!(run.err, expected.err, "{what}: what is said");
    if run.code == 0 {
        assert_same(&tree(&clean.path("public")), &tree(&public), what);
    } else {
        let after = tree(&public);
        assert!(before == after, "{what}: refused, and something was touched");
    }
    run.code == 0
}

/// Things done between two builds, and what the next is called with.
fn step(site: &Scratch, edits: Range<usize>, n: usize, options: &[&str]) -> bool {
    let before = inputs(site);
    let mut what = format!("{n}, {options:?}");
    for (name, edit) in &EDITS[edits] {
        edit(site, n);
        what = format!("{name} ({what})");
    }
    let built = hold_to_a_clean_build(site, options, &what);
    if !built {
        undo(site, &before);
    }
    built
}

const OPTIONS: [&[&str]; 8] = [
    &[],
    &[],
    &[],
    &["--edition", "internal"],
    &["--drafts"],
    &["--offline"],
    &["--base-url", "https://b.example/"],
    &["--as-of", "2023-06-05"],
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, max_shrink_iters: 24, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_done_between_builds_the_next_is_a_clean_one(
        steps in prop::collection::vec((0..EDITS.len(), 0usize..60, select(&OPTIONS)), 3..=5)
    ) {
        let site = edits::site();
        build_well(&site, &[]);
        for (edit, n, options) in steps {
            step(&site, edit..edit + 1, n, options);
        }
    }
}

#[test]
fn after_each_thing_that_can_be_done_the_next_build_is_a_clean_one() {
    let site = edits::site();
    build_well(&site, &[]);
    let all = between_builds();
    let built = all.iter().filter(|edits| step(&site, (*edits).clone(), edits.start, &[])).count();
    // Were most of them faults, nothing would have been shown.
    assert!(built * 10 > all.len() * 8, "{built} of {} are no faults", all.len());
}

#[test]
fn each_option_may_follow_each_other() {
    let site = edits::site();
    build_well(&site, &[]);
    for options in OPTIONS {
        assert!(hold_to_a_clean_build(&site, options, &format!("{options:?}")));
    }
}

#[test]
fn build_after_build_touches_no_file() {
    let site = edits::site();
    // A title no reader can see is only a warning.
    site.write("content/pages/warned.md", "---\n标题: 甲\n---\n# 甲\n\n[乙](#nowhere)\n");
    settle();
    let first = build_well(&site, &[]);
    assert!(first.err.contains("提醒"), "a site with warnings: {}", first.err);
    let before = stamps(&site.path("public"));
    for _ in 0..2 {
        let run = build_well(&site, &[]);
        assert_eq!(run.err, first.err, "the same warnings are told again");
        assert!(run.out.starts_with("没有变化"), "{}", run.out);
        assert_eq!(before, stamps(&site.path("public")));
    }
    // What is asked for otherwise is told otherwise.
    let quiet = build_well(&site, &["--quiet"]);
    assert_eq!((quiet.out.as_str(), quiet.err.contains("提醒")), ("", false));
    let english = build_well(&site, &["--lang", "en"]);
    assert!(english.out.contains("nothing changed"), "{}", english.out);
    assert_eq!(written(&before, &stamps(&site.path("public"))), [""; 0]);
}

#[test]
fn with_more_warnings_than_are_kept_no_file_is_touched_either() {
    let site = edits::site();
    let links: String = (0..300).map(|n| format!("[{n}](#nowhere-{n})\n")).collect();
    site.write("content/pages/warned.md", format!("---\n标题: 甲\n---\n{links}"));
    settle();
    let first = build_well(&site, &[]);
    let before = stamps(&site.path("public"));
    let run = build_well(&site, &[]);
    assert_eq!(run.err, first.err);
    assert_eq!(written(&before, &stamps(&site.path("public"))), [""; 0]);
}

/// The files that a build writes after something is done to a site.
fn written_after(site: &Scratch, edit: impl FnOnce(&Scratch)) -> Vec<String> {
    settle();
    build_well(site, &[]);
    let before = stamps(&site.path("public"));
    edit(site);
    build_well(site, &[]);
    written(&before, &stamps(&site.path("public")))
}

/// Where a file of the theme is served.
fn asset(name: &str, text: &str) -> String {
    let digest = Sha256::digest(text);
    let digits: String = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    let (stem, ending) = name.rsplit_once('.').expect("a name with an ending");
    format!("assets/{stem}-{digits}.{ending}")
}

#[test]
fn pages_and_style_sheets_follow_a_file_of_the_theme_to_its_new_address() {
    let site = edits::site();
    site.write("themes/mine/img/back.svg", "<svg/>");
    site.write("themes/mine/style.css", "body { background: url('img/back.svg') }\n");
    let footer = "<footer>{{ asset(name=\"img/back.svg\") }}</footer>\n";
    site.write("themes/mine/footer.html", footer);
    let built = || {
        assert!(hold_to_a_clean_build(&site, &[], "a picture of the theme"));
        let tree = files(&site.path("public"));
        let text = |path: &str| String::from_utf8(tree[path].clone()).expect("text");
        let sheets: Vec<&String> =
            tree.keys().filter(|path| path.starts_with("assets/style-")).collect();
        let [sheet] = &sheets[..] else { panic!("one style sheet, not {sheets:?}") };
        let page = text("about/index.html");
        assert!(page.contains(&format!("href=\"../{sheet}\"")), "{page}");
        (text(sheet), page)
    };
    for picture in ["<svg/>", "<svg></svg>"] {
        site.write("themes/mine/img/back.svg", picture);
        let (sheet, page) = built();
        let address = asset("img/back.svg", picture);
        let named = address.strip_prefix("assets/").expect("a folder");
        assert_eq!(sheet, format!("body {{ background: url('{named}') }}\n"));
        assert!(page.contains(&format!("<footer>{address}</footer>")), "{page}");
    }
}

#[test]
fn a_file_the_theme_does_not_have_is_a_fault_where_it_is_named() {
    for (file, text, at) in [
        ("footer.html", "<footer>\n{{ asset(name=\"gone.svg\") }}</footer>\n", (2, 4)),
        ("style.css", "body {\n  background: url(\"gone.svg\")\n}\n", (2, 20)),
    ] {
        let site = edits::site();
        site.write(&format!("themes/mine/{file}"), text);
        let run = build(&site, &["--lang", "en"]);
        let place = format!("themes/mine/{file}:{}:{}", at.0, at.1);
        assert!(run.err.contains("LS0701") && run.err.contains(&place), "{}", run.err);
        assert!(run.err.contains("the theme has no file `gone.svg`"), "{}", run.err);
        assert_eq!(run.code, 1);
    }
}

#[test]
fn a_change_to_one_body_writes_that_page_alone() {
    let site = edits::site();
    let found = written_after(&site, |site| {
        change(site, "content/tasks/shi/02.md", |text| format!("{text}又一句。\n"));
    });
    let both = ["tasks/shi/02/index.html", "tasks/shi/02/simple/index.html"];
    assert_eq!(found, ["MANIFEST.json", both[0], both[1]], "the page and its simpler reading");
    let found = written_after(&site, |site| {
        site.write("content/tasks/shi/01/表.txt", "9999\n");
    });
    assert_eq!(found, ["MANIFEST.json", "tasks/shi/01/表.txt"]);
    let found = written_after(&site, |site| site.write("themes/mine/note.txt", "乙\n"));
    assert_eq!(found, ["MANIFEST.json", &asset("note.txt", "乙\n")]);
    assert!(!site.path("public").join(asset("note.txt", "甲\n")).exists(), "the old one stays");
    // A comment, and a file nobody lists.
    let found = written_after(&site, |site| {
        change(site, "content/tasks/shi/02.md", |text| text.replacen("---\n", "---\n# 说明\n", 1));
        site.write("content/tasks/shi/01/未列出.txt", "甲");
    });
    assert_eq!(found, [""; 0]);
}

#[test]
fn news_of_a_month_already_issued_is_told_while_it_is_there() {
    let site = edits::site();
    let page = "public/bulletins/shi/2023/2023-05/index.html";
    let known = || {
        assert!(hold_to_a_clean_build(&site, &[], "what was issued"));
        let html = fs::read_to_string(site.path(page)).expect("a page");
        let record = fs::read_to_string(site.path(MAY)).expect("a record");
        // Of what is corrected the page tells, and of the rest `check`.
        site.write(MAY, without(&record, "更正"));
        let found = site.faults().iter().any(|fault| fault.code == "LS0433");
        site.write(MAY, record);
        (html.contains("签发时"), found)
    };
    build_well(&site, &[]);
    assert_eq!(known(), (false, false));
    site.write(LATE_NEWS, "---\n事项: 完成\n---\n");
    assert_eq!(known(), (true, true));
    change(&site, "site.toml", |text| text.replacen("title = \"", "title = \"新", 1));
    assert_eq!(known(), (true, true));
    site.remove(LATE_NEWS);
    assert_eq!(known(), (false, false));
}

/// Edits files twice and builds after either, over and over; what is built must be the last edit.
fn edit_in_one_instant(variables: &[(&str, &Path)]) {
    let settings = "title = \"甲\"\nas_of = 2023-06-15\n[defaults]\ndisclosure = \"主动公开\"\n";
    let site = Scratch::site(&[("site.toml", settings)]);
    let news = "---\n标题: 乙\n发布日期: 2023-03-01\n附件: [表.txt]\n---\n";
    site.write("content/news/n/index.md", news);
    let inputs = ["content/pages/about.md", "content/news/n/表.txt", "themes/default/note.txt"];
    let built = ["about/index.html", "news/n/表.txt"];
    // One length and one inode: only the times could tell.
    for mark in (10..30).flat_map(|n| [format!("mark-{n}-a"), format!("mark-{n}-b")]) {
        site.write(inputs[0], format!("---\n标题: 说明\n---\n{mark}\n"));
        inputs[1..].iter().for_each(|path| site.write(path, &mark));
        let mut command = site.command(&["build"]);
        command.envs(variables.iter().copied());
        let run = Run::of(command);
        assert_eq!(run.code, 0, "{}", run.err);
        let asset = asset("note.txt", &mark);
        for path in built.into_iter().chain([&*asset]) {
            let bytes = fs::read(site.path("public").join(path)).expect("a built file");
            assert!(String::from_utf8_lossy(&bytes).contains(&mark), "{path} is not of {mark}");
        }
    }
}

#[test]
fn an_input_edited_in_the_same_instant_is_seen() {
    edit_in_one_instant(&[]);
}

#[cfg(target_os = "linux")]
#[test]
fn an_input_edited_in_the_same_second_is_seen_where_files_have_no_finer_times() {
    let coarse = preload::compiled("incremental/coarse.c");
    edit_in_one_instant(&[("LD_PRELOAD", &coarse)]);
}

#[test]
fn a_damaged_cache_is_no_cache() {
    let site = edits::site();
    settle();
    let whole = tree_after(&site, &[]);
    for n in 0..9 {
        let before = stamps(&site.path("public"));
        damage(&site, n);
        assert_same(&whole, &tree_after(&site, &[]), &format!("damaged in way {n}"));
        let changed = written(&before, &stamps(&site.path("public")));
        // The manifest is compared with what lies there.
        assert_eq!(changed.len() + 1, files(&site.path("public")).len(), "way {n} was believed");
    }
    for file in ["", "\n", "{}", "没有"] {
        let name = cache_of(&site);
        fs::write(name, file).expect("a file");
        assert_same(&whole, &tree_after(&site, &[]), file);
    }
    let name = cache_of(&site);
    fs::remove_file(&name).expect("a cache");
    fs::create_dir(&name).expect("a folder in its place");
    assert_same(&whole, &tree_after(&site, &[]), "a folder where the cache should be");
}

fn tree_after(site: &Scratch, options: &[&str]) -> BTreeMap<String, Vec<u8>> {
    build_well(site, options);
    tree(&site.path("public"))
}

/// The one cache of a site with one target.
fn cache_of(site: &Scratch) -> std::path::PathBuf {
    let names = files(&site.path(".liangshai")).into_keys();
    let found: Vec<String> = names.filter(|name| name.starts_with("build-")).collect();
    let [name] = &found[..] else { panic!("one cache, not {found:?}") };
    site.path(".liangshai").join(name)
}

#[test]
fn a_cache_of_another_program_is_ignored() {
    let site = edits::site();
    settle();
    build_well(&site, &[]);
    let elsewhere = Scratch::new();
    let other = elsewhere.path("liangshai");
    fs::copy(env!("CARGO_BIN_EXE_liangshai"), &other).expect("a copy of the program");
    let build = |program: &Path| -> Vec<String> {
        let before = stamps(&site.path("public"));
        let mut command = Command::new(program);
        command.arg("--site").arg(&site.0).arg("build");
        let run = Run::of(command);
        assert_eq!(run.code, 0, "{}", run.err);
        written(&before, &stamps(&site.path("public")))
    };
    let all = files(&site.path("public")).len() - 1;
    assert_eq!(build(&other).len(), all, "by another program all is made again");
    assert_eq!(build(&other), [""; 0]);
    // The next version lies at the same place.
    settle();
    fs::File::options()
        .append(true)
        .open(&other)
        .and_then(|mut file| std::io::Write::write_all(&mut file, b"\0"))
        .expect("a program that is longer");
    assert_eq!(build(&other).len(), all, "by another version all is made again");
}

#[test]
fn a_cache_of_an_older_build_misleads_nobody() {
    let site = edits::site();
    settle();
    build_well(&site, &[]);
    let (cache, kept) = (cache_of(&site), Scratch::new());
    let old = fs::read(&cache).expect("a cache");
    copy(&site.path("public"), &kept.path("public"));
    let edit =
        |site: &Scratch| change(site, "content/pages/about.md", |text| format!("{text}新。\n"));
    edit(&site);
    build_well(&site, &[]);
    fs::write(&cache, &old).expect("a file");
    assert!(hold_to_a_clean_build(&site, &[], "the older cache"));
    // Both are put back, and only the inputs are new.
    fs::remove_dir_all(site.path("public")).expect("a build");
    copy(&kept.path("public"), &site.path("public"));
    assert!(hold_to_a_clean_build(&site, &[], "the older site, a newer cache"));
    fs::remove_dir_all(site.path("public")).expect("a build");
    copy(&kept.path("public"), &site.path("public"));
    fs::write(&cache, old).expect("a file");
    assert!(hold_to_a_clean_build(&site, &[], "the older site and cache"));
}

#[test]
fn a_site_that_cannot_be_written_to_still_builds() {
    let site = edits::site();
    site.write(".liangshai", "");
    let clean = afresh(&site);
    clean.remove(".liangshai");
    let expected = tree_after(&clean, &[]);
    for _ in 0..2 {
        assert_same(&expected, &tree_after(&site, &[]), "without a cache");
    }
    assert_eq!(fs::read(site.path(".liangshai")).expect("a file"), b"");
    change(&site, "content/pages/about.md", |text| format!("{text}新。\n"));
    change(&clean, "content/pages/about.md", |text| format!("{text}新。\n"));
    assert_same(&tree_after(&clean, &[]), &tree_after(&site, &[]), "edited, without a cache");
}

#[test]
fn a_file_no_longer_given_out_is_removed() {
    let site = edits::site();
    site.built(&[]);
    let given = ["public/tasks/shi/01/表.txt", "public/lianxi.html", "public/contact/index.html"];
    let there = |site: &Scratch| given.map(|path| site.path(path).exists());
    assert_eq!(there(&site), [true; 3]);
    change(&site, "content/tasks/shi/01/index.md", |text| {
        text.replace("附件: [{文件: 表.txt, 名称: 表}]\n", "")
    });
    build_well(&site, &[]);
    assert_eq!(there(&site), [false, true, true]);
    change(&site, "content/pages/contact.md", |text| text.replace("旧网址: [/lianxi.html]\n", ""));
    build_well(&site, &[]);
    assert_eq!(there(&site), [false, false, true]);
    site.remove("content/pages/contact.md");
    build_well(&site, &[]);
    assert_eq!(there(&site), [false; 3]);
    assert!(!site.path("public/contact").exists(), "an empty folder stays");
    assert!(hold_to_a_clean_build(&site, &[], "after all that"));
}

#[test]
fn what_stands_in_the_way_is_told_before_a_file_moves() {
    // Folders of which a build removes all it knows of, and something else stays.
    for (foreign, alias) in [("contact", ""), ("b.html/a/c.txt", "/b.html"), ("c.html/", "/c.html")]
    {
        let site = edits::site();
        site.remove("content/pages/contact.md");
        change(&site, "content/pages/about.md", |text| {
            text.replacen("---\n", "---\n旧网址: [/b.html/a/old.html]\n", 1)
        });
        build_well(&site, &[]);
        match foreign.strip_suffix('/') {
            Some(folder) => fs::create_dir(site.path("public").join(folder)).expect("a folder"),
            None => site.write(&format!("public/{foreign}"), "别人的"),
        }
        let before = tree(&site.path("public"));
        change(&site, "content/pages/about.md", |text| {
            text.replace("[/b.html/a/old.html]", &format!("[{alias}]"))
                .replace("说明的话", "新的话")
        });
        site.write("content/pages/contact.md", "---\n标题: 联系\n---\n");
        let run = build(&site, &[]);
        assert_eq!(run.code, 3, "{foreign}: {}", run.err);
        let name = foreign.split('/').next().expect("a name");
        assert!(run.err.contains(&format!("public/{name}")), "{}", run.err);
        assert_same(&before, &tree(&site.path("public")), foreign);
        site.remove(&format!("public/{name}"));
        assert!(hold_to_a_clean_build(&site, &[], foreign));
    }
}

#[test]
fn builds_into_two_folders_do_not_spoil_each_other() {
    let site = edits::site();
    settle();
    build_well(&site, &[]);
    let other = Scratch::new();
    let out = other.path("internal");
    let internal = ["--edition", "internal", "--out", out.to_str().expect("UTF-8")];
    build_well(&site, &internal);
    let before: [Stamps; 2] = [stamps(&site.path("public")), stamps(&out)];
    build_well(&site, &[]);
    build_well(&site, &internal);
    assert_eq!(before, [stamps(&site.path("public")), stamps(&out)]);
}
