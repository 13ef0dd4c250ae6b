//! Compressed copies follow what they are copies of.

use std::collections::BTreeMap;
use std::io::Read as _;

use super::edits::{self, change};
use super::scratch::{Scratch, files};
use super::{build_well, hold_to_a_clean_build, settle, stamps, written};

fn with_copies(site: &Scratch, which: &str) {
    change(site, "site.toml", |text| {
        text.replacen(
            "[defaults]\n",
            &format!("[output]\nprecompressed = {which}\n[defaults]\n"),
            1,
        )
    });
}

fn site() -> Scratch {
    let site = edits::site();
    with_copies(&site, "[\"gzip\", \"br\"]");
    site
}

/// What a copy is of, and that unpacked.
fn unpacked<'a>(path: &'a str, bytes: &[u8]) -> Option<(&'a str, Vec<u8>)> {
    let mut text = Vec::new();
    if let Some(of) = path.strip_suffix(".gz") {
        flate2::read::GzDecoder::new(bytes).read_to_end(&mut text).expect("gzip");
        return Some((of, text));
    }
    let of = path.strip_suffix(".br")?;
    brotli::BrotliDecompress(&mut &bytes[..], &mut text).expect("brotli");
    Some((of, text))
}

#[test]
fn every_text_that_is_worth_it_has_copies_and_the_manifest_lists_them() {
    let site = site();
    build_well(&site, &[]);
    let tree = files(&site.path("public"));
    let manifest: serde_json::Value =
        serde_json::from_slice(&tree["MANIFEST.json"]).expect("a manifest is JSON");
    let listed = manifest["files"].as_array().expect("files").iter().map(|file| &file["path"]);
    assert!(listed.eq(tree.keys().filter(|path| *path != "MANIFEST.json")));
    let mut copies: BTreeMap<&str, usize> = BTreeMap::new();
    for (path, bytes) in &tree {
        if let Some((of, text)) = unpacked(path, bytes) {
            assert!(text == tree[of] && bytes.len() < text.len(), "{path}");
            *copies.entry(of).or_default() += 1;
        }
    }
    for (path, bytes) in &tree {
        let is_text = [".html", ".css", ".js", ".json", ".jsonld", ".csv", ".xml", ".svg", ".txt"]
            .iter()
            .any(|ending| path.ends_with(ending));
        let expected = is_text && bytes.len() > 1024 && path != "MANIFEST.json";
        assert_eq!(copies.get(&**path), expected.then_some(&2), "{path}");
    }
    for path in ["index.html", "data/tasks.csv", "data/tasks.json"] {
        assert!(copies.contains_key(path), "{path}: {copies:?}");
    }
}

#[test]
fn a_copy_is_made_again_only_with_its_page_and_goes_with_it() {
    let site = site();
    settle();
    build_well(&site, &[]);
    let build = || {
        let before = stamps(&site.path("public"));
        build_well(&site, &[]);
        written(&before, &stamps(&site.path("public")))
    };
    assert_eq!(build(), [""; 0]);
    change(&site, "content/tasks/shi/02.md", |text| format!("{text}又一句。\n"));
    let page = "tasks/shi/02/index.html";
    let made = ["tasks/shi/02/index.html", "tasks/shi/02/simple/index.html"]
        .map(|page| [page.to_owned(), format!("{page}.br"), format!("{page}.gz")])
        .concat();
    assert_eq!(build(), [vec!["MANIFEST.json".to_owned()], made].concat());
    // One that somebody took away, or wrote to, comes back; its page is left alone.
    site.remove(&format!("public/{page}.gz"));
    site.write("public/index.html.br", "x");
    assert_eq!(build(), ["index.html.br", &format!("{page}.gz")]);
    change(&site, "content/tasks/shi/02.md", |text| text.replacen("---\n", "---\n草稿: 是\n", 1));
    assert!(hold_to_a_clean_build(&site, &[], "a draft"));
    assert!(!site.path("public/tasks/shi/02").exists(), "its copies stay");
}

#[test]
fn copies_come_and_go_with_the_setting_and_pages_are_left_alone() {
    let site = edits::site();
    settle();
    build_well(&site, &[]);
    let without = stamps(&site.path("public"));
    with_copies(&site, "[\"gzip\"]");
    assert!(hold_to_a_clean_build(&site, &[], "with copies"));
    let made = written(&without, &stamps(&site.path("public")));
    let others: Vec<_> = made.iter().filter(|path| !path.ends_with(".gz")).collect();
    assert!(others == ["MANIFEST.json"] && made.len() > 20, "{made:?}");
    change(&site, "site.toml", |text| text.replacen("[\"gzip\"]", "[]", 1));
    assert!(hold_to_a_clean_build(&site, &[], "without copies again"));
    let now = files(&site.path("public"));
    assert!(!now.keys().any(|path| path.ends_with(".gz")), "{:?}", now.keys());
}

#[test]
fn a_file_of_a_record_that_has_a_copys_name_stays_what_it_is() {
    let site = site();
    let table = "甲,乙\n".repeat(400);
    site.write("content/news/jieguo/大.csv", &table);
    site.write("content/news/jieguo/大.csv.gz", "不是那一份");
    change(&site, "content/news/jieguo/index.md", |text| {
        text.replacen("附件: [表.txt]", "附件: [表.txt, 大.csv, 大.csv.gz]", 1)
    });
    assert!(hold_to_a_clean_build(&site, &[], "a file that looks like a copy"));
    let tree = files(&site.path("public/news/jieguo"));
    assert_eq!(tree["大.csv.gz"], "不是那一份".as_bytes());
    let (of, text) = unpacked("大.csv.br", &tree["大.csv.br"]).expect("a copy");
    assert!(of == "大.csv" && text == table.as_bytes());
}

#[test]
fn a_compression_nobody_knows_is_a_fault_that_names_the_nearest() {
    let site = edits::site();
    with_copies(&site, "[\"gzip\", \"brotly\"]");
    let run = site.run(&["build", "--lang", "en"]);
    assert!(
        run.err.contains("LS0601") && run.err.contains("did you mean `brotli`?"),
        "{}",
        run.err
    );
    assert_eq!(run.code, 1);
}
