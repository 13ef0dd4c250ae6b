//! Whatever lies in the folder, the program answers with a fault and its place; whatever lies at
//! the target, nothing that is not its own is touched; whatever fails, the old site stands.

#[path = "faults/scratch.rs"]
mod scratch;

use std::collections::BTreeMap;
use std::fs;

use sha2::{Digest, Sha256};

use scratch::{Run, Scratch, assert_same, files, holding};

const SETTINGS: &str =
    "title = \"甲\"\nas_of = 2023-06-15\n[defaults]\ndisclosure = \"主动公开\"\n";
const RECORD: &str = "---\n标题: 甲\n---\n正文。\n";

fn small() -> Scratch {
    Scratch::site(&[("site.toml", SETTINGS), ("content/pages/a.md", RECORD)])
}

/// The codes of a site's errors.
fn errors(site: &Scratch) -> Vec<String> {
    let found = site.faults();
    found.into_iter().filter(|fault| fault.severity == "error").map(|fault| fault.code).collect()
}

/// Runs every command that reads the site; none may panic.
fn try_all(site: &Scratch) -> [i32; 3] {
    ["check", "build", "status"].map(|command| site.run(&[command]).code)
}

#[test]
fn a_site_of_nothing_but_settings_is_a_site() {
    for folders in [&[][..], &["content"], &["content/tasks/a", "themes"]] {
        let site = Scratch::site(&[("site.toml", SETTINGS)]);
        for folder in folders {
            fs::create_dir_all(site.path(folder)).expect("a folder");
        }
        assert_eq!(try_all(&site), [0, 0, 0]);
        assert!(site.path("public/index.html").is_file());
    }
}

#[test]
fn a_folder_without_settings_is_no_site() {
    let empty = Scratch::new();
    assert_eq!(try_all(&empty), [2, 2, 2]);
    let site = Scratch::site(&[("content/pages/a.md", RECORD)]);
    assert_eq!(try_all(&site), [2, 2, 2]);
    assert!(!site.path("public").exists());
    let run = empty.run(&["check", "--site", "/nowhere/at/all"]);
    assert_eq!(run.code, 2, "{}", run.err);
}

#[test]
fn settings_that_are_no_settings_are_a_fault() {
    for settings in [
        &b""[..],
        b"title",
        b"title = \"\xE7\x94\"\n",
        b"\0\0\0",
        b"title = 1\ntitle = 2\n",
        b"title = {a = 1}\n",
        b"[title]\n",
        b"[[title]]\n",
        b"title = \"a\"\n[defaults]\nwarning_days = 99999999999999999999\n",
        b"title = \"a\"\nas_of = 25:99\n",
        b"title = \"a\"\nas_of = 9999-12-31T00:00:00Z\n",
        b"title = \"a\"\ntheme = \"../..\"\n",
        b"title = \"a\"\ntheme = \"/etc\"\n",
        b"title = \"a\"\n[calendar]\nfiles = [\"../site.toml\"]\n",
        b"title = \"a\"\n[calendar]\nfiles = [\"site.toml\"]\n",
        b"title = \"a\"\n[calendar]\nfiles = [\"content\"]\n",
        b"title = \"a\"\nsecret = \"b\"\n",
    ] {
        let site = Scratch::site(&[("content/pages/a.md", RECORD)]);
        site.write("site.toml", settings);
        let shown = String::from_utf8_lossy(settings);
        assert!(!errors(&site).is_empty(), "{shown}");
        assert_eq!(try_all(&site), [1, 1, 1], "{shown}");
        assert!(!site.path("public").exists(), "{shown}");
    }
}

#[test]
fn files_of_nothing_and_of_too_much_are_told_or_read() {
    let body = |text: &str| format!("---\n标题: 甲\n---\n{text}");
    let many = 10 << 20;
    let cases: Vec<(&str, Vec<u8>, Option<&str>)> = vec![
        ("content/pages/a.md", Vec::new(), Some("LS0201")),
        ("content/pages/a.md", b"---\n---\n".into(), Some("LS0208")),
        ("content/pages/a.md", b"\n\n\n".into(), Some("LS0201")),
        ("content/pages/a.md", vec![0; 4096], Some("LS0103")),
        (
            "content/pages/a.md",
            [body("正文是完整的").as_bytes(), b"\xE6\n"].concat(),
            Some("LS0103"),
        ),
        ("content/pages/a.md", "*".repeat(many).into(), Some("LS0201")),
        ("content/pages/a.md", body(&"*".repeat(many)).into(), None),
        ("content/pages/a.md", body(&"文".repeat(many / 3)).into(), None),
        (
            "content/pages/a.md",
            format!("---\n标题: {}\n---\n", "甲".repeat(many / 3)).into(),
            Some("LS0202"),
        ),
        (
            "content/pages/a.md",
            format!("---\n标题: {}\n---\n", "[".repeat(200_000)).into(),
            Some("LS0202"),
        ),
        ("content/pages/a.md", body(&">".repeat(20_000)).into(), None),
        ("content/pages/a.md", body(&"[".repeat(50_000)).into(), None),
        ("content/pages/a.md", body(&"- ".repeat(20_000)).into(), None),
    ];
    for (path, bytes, code) in cases {
        let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(40)]).into_owned();
        let site = small();
        site.write(path, bytes);
        let found = errors(&site);
        assert_eq!(found.first().map(String::as_str), code, "{shown}: {found:?}");
        assert_eq!(site.run(&["build"]).code, i32::from(code.is_some()), "{shown}");
    }
}

#[test]
fn a_deep_nest_of_folders_or_of_brackets_is_told_or_read() {
    let site = small();
    let deep = "a/".repeat(120);
    site.write(&format!("content/pages/{deep}b.md"), RECORD);
    assert_eq!(try_all(&site), [0, 0, 0]);
    for value in ["[".repeat(300) + &"]".repeat(300), "{a: ".repeat(300) + &"}".repeat(300)] {
        let site = small();
        site.write("content/pages/b.md", format!("---\n标题: 乙\n其他: {value}\n---\n"));
        assert!(!errors(&site).is_empty());
    }
    let blocks: String = (0..400).map(|i| format!("{}a:\n", "  ".repeat(i))).collect();
    let site = small();
    site.write("content/pages/b.md", format!("---\n标题: 乙\n其他:\n  b: c\n{blocks}---\n"));
    assert!(!errors(&site).is_empty());
}

#[test]
fn folders_where_files_belong_are_told() {
    let site = small();
    site.write("content/tasks/x/index.md/a.txt", "秘");
    site.write("content/news/n.md/b.md", RECORD);
    site.write("content/indicators/i/values.csv/c.txt", "");
    assert_eq!(errors(&site)[..2], ["LS0106", "LS0106"]);
    assert_eq!(try_all(&site), [1, 1, 1]);
    let site = small();
    fs::create_dir_all(site.path("site.toml.d")).expect("a folder");
    site.remove("site.toml");
    fs::create_dir(site.path("site.toml")).expect("a folder");
    assert_eq!(try_all(&site), [2, 2, 2]);
    site.write("site.toml/a", "");
    assert_eq!(try_all(&site), [2, 2, 2]);
}

#[cfg(unix)]
#[test]
fn links_are_refused_whatever_they_lead_to() {
    use std::os::unix::fs::symlink;
    let secret = Scratch::site(&[("secret.md", "---\n标题: 秘密标记\n---\n")]);
    for (at, to) in [
        ("content/pages/b.md", "secret.md"),
        ("content/pages/folder", ""),
        ("content/pages/附件.txt", "secret.md"),
        ("content/index.md", "nowhere"),
        ("content/tasks", ""),
    ] {
        let site = small();
        symlink(secret.path(to), site.path(at)).expect("a link");
        assert_eq!(errors(&site), ["LS0101"], "{at}");
        assert_eq!(site.run(&["build"]).code, 1, "{at}");
    }
    let site = small();
    symlink("..", site.path("content/pages/loop")).expect("a link");
    symlink("b.md", site.path("content/pages/b.md")).expect("a link");
    assert_eq!(errors(&site), ["LS0101", "LS0101"]);
    // The whole of content/ elsewhere would be outside the site too.
    let site = Scratch::site(&[("site.toml", SETTINGS)]);
    symlink(&secret.0, site.path("content")).expect("a link");
    assert_eq!(errors(&site), ["LS0101"]);
}

#[cfg(unix)]
#[test]
fn a_pipe_is_not_waited_for_and_an_unreadable_file_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let site = small();
    let pipe = site.path("content/pages/b.md");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo");
    assert!(made.success());
    assert_eq!(errors(&site), ["LS0102"]);
    fs::remove_file(&pipe).expect("it was there");
    site.write("content/pages/b.md", RECORD);
    fs::set_permissions(&pipe, fs::Permissions::from_mode(0o000)).expect("permissions");
    // Root reads what nobody else may.
    let expected: &[&str] = if fs::read(&pipe).is_ok() { &[] } else { &["LS0102"] };
    assert_eq!(errors(&site), expected);
}

#[cfg(unix)]
#[test]
fn names_no_address_can_have_are_told() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let names: [(&[u8], &str); 9] = [
        (b"\xFF\xFE.md", "LS0106"),
        (b"a\\b.md", "LS0106"),
        (b"a\nb.md", "LS0304"),
        (b"a\"b'.md", "LS0304"),
        (b"a b.md", "LS0304"),
        (b"A.md", "LS0304"),
        (b"a.MD", "LS0106"),
        (b"<script>.md", "LS0304"),
        (b"%2e%2e.md", "LS0304"),
    ];
    for (name, code) in names {
        let site = small();
        fs::write(site.path("content/pages").join(OsStr::from_bytes(name)), RECORD)
            .expect("a file");
        let shown = String::from_utf8_lossy(name);
        assert_eq!(errors(&site), [code], "{shown}");
        assert_eq!(try_all(&site), [1, 1, 1], "{shown}");
    }
    // With a slug, the name is no part of the address.
    let site = small();
    let name = "通知\n“甲”<b>&#?.md";
    fs::write(site.path("content/pages").join(name), "---\n标题: 乙\n网址名: b\n---\n")
        .expect("a file");
    let tree = site.built(&[]);
    assert!(tree.contains_key("b/index.html"));
}

#[test]
fn an_attachment_of_any_name_is_copied_and_linked_so_that_the_link_holds() {
    let names = ["附件 1（终稿）.pdf", "a#b.pdf", "a?b.pdf", "a%20b.pdf", "a&b'c\".pdf"];
    let site = small();
    let list: Vec<String> =
        names.iter().map(|name| format!("  - '{}'\n", name.replace('\'', "''"))).collect();
    site.write(
        "content/news/n/index.md",
        format!("---\n标题: 乙\n发布日期: 2023-03-01\n附件:\n{}---\n", list.concat()),
    );
    for name in names {
        site.write(&format!("content/news/n/{name}"), name);
    }
    let tree = site.built(&[]);
    let page = String::from_utf8(tree["news/n/index.html"].clone()).expect("UTF-8");
    // As a browser reads a link: what follows `?` or `#` is no part of the file's name.
    let linked: Vec<String> = page
        .split("href=\"")
        .filter_map(|rest| rest.split('"').next()?.split(['?', '#']).next())
        .map(|link| percent_encoding::percent_decode_str(link).decode_utf8_lossy().into_owned())
        .collect();
    for name in names {
        assert_eq!(tree[&format!("news/n/{name}")], name.as_bytes());
        assert!(linked.iter().any(|link| link.ends_with(name)), "no link to {name}: {linked:?}");
    }
}

#[test]
fn what_would_be_written_twice_or_into_a_file_is_a_fault() {
    for (what, alias) in [
        ("a page's own file", "/b/index.html"),
        ("a file of the theme", "/assets/site.css"),
        ("the manifest", "/MANIFEST.json"),
        ("a file where a folder is", "/b"),
        ("a folder where a file is", "/robots.txt/a.html"),
    ] {
        let site = small();
        site.write("content/pages/b.md", format!("---\n标题: 乙\n旧网址: {alias}\n---\n"));
        let run = site.run(&["build"]);
        // An old address may well be a page's own, spelled out; what it may not is break a build.
        assert!(run.code <= 1, "{what}: {}", run.err);
        if run.code == 0 {
            let page = fs::read_to_string(site.path("public/b/index.html")).expect("the page");
            assert!(page.contains("乙") && !page.contains("http-equiv=\"refresh\""), "{what}");
            assert_truthful(&files(&site.path("public")));
            assert_eq!(site.run(&["build"]).code, 0, "{what}: a second build");
        }
    }
    let site = small();
    site.write(
        "content/news/n/index.md",
        "---\n标题: 乙\n发布日期: 2023-03-01\n附件: index.html\n---\n",
    );
    site.write("content/news/n/index.html", "附件的内容");
    assert_eq!(errors(&site), ["LS0501"], "an attachment in the place of its own page");
}

/// Holds a build's manifest to its files: all of them but itself, with their lengths and digests.
fn assert_truthful(tree: &BTreeMap<String, Vec<u8>>) {
    let manifest: serde_json::Value =
        serde_json::from_slice(&tree["MANIFEST.json"]).expect("a manifest is JSON");
    let listed: Vec<(&str, u64, &str)> = manifest["files"]
        .as_array()
        .expect("a list of files")
        .iter()
        .map(|file| {
            let (path, bytes) = (file["path"].as_str(), file["bytes"].as_u64());
            let sha256 = file["sha256"].as_str().expect("a digest");
            (path.expect("a path"), bytes.expect("a length"), sha256)
        })
        .collect();
    let digests: BTreeMap<&str, String> = tree
        .iter()
        .map(|(path, bytes)| {
            let digest = Sha256::digest(bytes);
            (path.as_str(), digest.iter().map(|byte| format!("{byte:02x}")).collect())
        })
        .collect();
    let found: Vec<(&str, u64, &str)> = tree
        .iter()
        .filter(|(path, _)| *path != "MANIFEST.json")
        .map(|(path, bytes)| (path.as_str(), bytes.len() as u64, digests[path.as_str()].as_str()))
        .collect();
    assert_eq!(listed, found);
}

#[test]
fn the_manifest_tells_of_every_file_but_itself() {
    let site = Scratch::copy_of("tests/faults/twins/zh");
    assert_truthful(&site.built(&[]));
    assert_truthful(&site.built(&["--edition", "internal", "--drafts", "--offline"]));
}

#[test]
fn a_theme_that_cannot_be_read_is_a_fault_of_its_file() {
    for (file, bytes) in [
        ("themes/default/home.html", &b"\xFF\xFE\xFD"[..]),
        ("themes/default/home.html", b"{% block"),
        ("themes/default/words/zh-CN.toml", b"a = ["),
    ] {
        let site = small();
        site.write(file, bytes);
        assert_eq!(try_all(&site)[..2], [1, 1], "{file}");
        assert!(!site.path("public").exists(), "{file}");
    }
}

#[test]
fn an_address_that_is_none_is_refused_on_the_command_line_too() {
    let site = small();
    for url in ["", "example", "javascript:alert(1)", "https://a b/"] {
        let run = site.run(&["build", "--base-url", url]);
        assert_eq!(run.code, 2, "{url}: {}", run.err);
    }
    assert!(!site.path("public").exists());
}

// The target

#[test]
fn a_folder_with_other_files_is_no_target() {
    let site = small();
    let other = Scratch::site(&[("论文.docx", "甲"), ("b/c.txt", "乙")]);
    let before = files(&other.0);
    let out = other.0.to_str().expect("UTF-8");
    let run = site.run(&["build", "--out", out]);
    assert_eq!(run.code, 2, "{}", run.err);
    assert_same(&before, &files(&other.0), "a folder that is not ours");
    let file = other.path("论文.docx");
    let run = site.run(&["build", "--out", file.to_str().expect("UTF-8")]);
    assert_eq!(run.code, 2, "{}", run.err);
    let below = file.join("public");
    let run = site.run(&["build", "--out", below.to_str().expect("UTF-8")]);
    assert_eq!(run.code, 2, "{}", run.err);
    assert_same(&before, &files(&other.0), "a file");
}

#[test]
fn the_site_itself_is_no_target() {
    let site = small();
    fs::create_dir_all(site.path("themes")).expect("a folder");
    let before = files(&site.0);
    for out in ["", "content", "content/pages", "content/new", "themes", "themes/mine", "themes/.."]
    {
        let out = site.path(out);
        let run = site.run(&["build", "--out", out.to_str().expect("UTF-8")]);
        assert_eq!(run.code, 2, "{}: {}", out.display(), run.err);
        assert_same(&before, &files(&site.0), "the site");
    }
    // Nor where there is no content yet.
    let bare = Scratch::site(&[("site.toml", SETTINGS)]);
    let run = bare.run(&["build", "--out", bare.path("content").to_str().expect("UTF-8")]);
    assert_eq!(run.code, 2, "{}", run.err);
}

#[test]
fn a_build_takes_the_place_of_an_earlier_one_and_leaves_foreign_files() {
    let site = small();
    site.write("content/pages/b.md", RECORD);
    site.write("content/news/n/index.md", "---\n标题: 乙\n发布日期: 2023-03-01\n---\n");
    site.built(&[]);
    assert!(site.path("public/b/index.html").is_file());
    site.write("public/.well-known/a.txt", "甲");
    site.write("public/b/foreign.txt", "乙");
    site.remove("content/pages/b.md");
    site.remove("content/news");
    let tree = site.built(&[]);
    for gone in ["b/index.html", "news/index.html", "news/n/index.html"] {
        assert!(!tree.contains_key(gone), "{gone}");
    }
    assert!(!site.path("public/news").exists(), "an empty folder stays");
    assert_eq!(tree["b/foreign.txt"], "乙".as_bytes());
    assert_eq!(tree[".well-known/a.txt"], "甲".as_bytes());
    let fresh = Scratch::new();
    let out = fresh.path("new/folder");
    assert_eq!(site.run(&["build", "--out", out.to_str().expect("UTF-8")]).code, 0);
    let mut ours = tree;
    ours.remove("b/foreign.txt");
    ours.remove(".well-known/a.txt");
    assert_same(&ours, &files(&out), "a fresh build");
}

#[test]
fn a_page_may_become_a_folder_of_pages_and_back() {
    let site = small();
    site.write("content/pages/b.md", "---\n标题: 乙\n旧网址: [/c.html]\n---\n");
    site.built(&[]);
    site.write("content/pages/b.md", "---\n标题: 乙\n旧网址: [/c.html/d.html]\n---\n");
    let tree = site.built(&[]);
    assert!(tree.contains_key("c.html/d.html") && !tree.contains_key("c.html"));
    site.write("content/pages/b.md", "---\n标题: 乙\n旧网址: [/c.html]\n---\n");
    let tree = site.built(&[]);
    assert!(tree.contains_key("c.html") && !tree.contains_key("c.html/d.html"));
}

#[test]
fn no_page_lies_where_the_index_of_words_does() {
    let site = small();
    for (alias, code) in [
        ("/search/pagefind/pagefind.js", 1),
        ("/search/pagefind", 1),
        ("/search/pagefind/a/b/", 1),
        ("/search/pagefinder.html", 0),
    ] {
        site.write("content/pages/b.md", format!("---\n标题: 乙\n旧网址: [{alias}]\n---\n"));
        assert_eq!(site.run(&["build"]).code, code, "{alias}");
    }
}

#[test]
fn a_build_with_faults_leaves_the_old_site_byte_for_byte() {
    let site = small();
    let before = site.built(&[]);
    site.write("content/pages/a.md", "---\n标题: 甲\n公开: 是\n---\n新的话\n");
    assert_eq!(site.run(&["build"]).code, 1);
    assert_same(&before, &files(&site.path("public")), "after a fault");
    // A template that fails does so before the first file moves, too.
    let site = small();
    let before = site.built(&[]);
    site.write("themes/default/article.html", "{{ nothing.of.the.kind }}");
    site.write("content/pages/a.md", "---\n标题: 甲\n---\n新的话\n");
    let run = site.run(&["build"]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert_same(&before, &files(&site.path("public")), "after a template failed");
}

#[test]
fn a_manifest_that_names_other_files_has_nothing_removed() {
    let site = small();
    site.built(&[]);
    site.write("keep.txt", "甲");
    let manifest = fs::read_to_string(site.path("public/MANIFEST.json")).expect("a manifest");
    for path in ["../keep.txt", "/etc/hostname", "a/../../keep.txt"] {
        let forged = manifest.replace("\"404.html\"", &format!("\"{path}\""));
        assert_ne!(forged, manifest);
        site.write("public/MANIFEST.json", forged);
        site.run(&["build"]);
        assert!(site.path("keep.txt").is_file(), "{path}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_in_the_target_is_not_written_through() {
    use std::os::unix::fs::symlink;
    let site = small();
    site.built(&[]);
    let other = Scratch::site(&[("kept.txt", "甲")]);
    site.remove("public/a");
    symlink(&other.0, site.path("public/a")).expect("a link");
    site.run(&["build"]);
    assert_eq!(files(&other.0).into_keys().collect::<Vec<_>>(), ["kept.txt"]);
}

#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_old_site_and_is_no_fault_of_the_content() {
    let site = small();
    let before = site.built(&[]);
    site.write(
        "content/pages/a.md",
        format!("---\n标题: 甲\n---\n{}\n", "新的话。\n".repeat(9000)),
    );
    // A limit on a file's size fails a write as a full disk does.
    let mut command = std::process::Command::new("sh");
    let program = env!("CARGO_BIN_EXE_liangshai");
    command.args(["-c", "trap '' XFSZ; ulimit -f 60; exec \"$0\" \"$@\"", program]);
    command.arg("--site").arg(&site.0).arg("build");
    let run = Run::of(command);
    assert_eq!(run.code, 3, "{}", run.err);
    assert!(run.err.contains("public"), "which path it was is said: {}", run.err);
    assert_same(&before, &files(&site.path("public")), "after a full disk");
    assert_eq!(site.run(&["build"]).code, 0);
}

#[test]
fn a_build_that_was_cut_off_is_taken_up_by_the_next() {
    let site = small();
    site.write("public/.liangshai-stage/half.html", "半");
    site.write("public/.liangshai-unfinished", "");
    let tree = site.built(&[]);
    assert!(tree.keys().all(|path| !path.starts_with(".liangshai")), "{:?}", tree.keys());
}

// What must not get out

#[test]
fn nothing_unlisted_reaches_the_output() {
    let site = Scratch::copy_of("tests/faults/twins/zh");
    for path in [
        "content/plans/ju/secret.txt",
        "content/tasks/ju/01/密件标记.docx",
        "content/tasks/ju/01/.hidden",
        "content/news/qidong.md~",
        "content/密件标记.txt",
        "content/pages/密件标记.html",
        "content/indicators/xuke/~$密件标记.xlsx",
        "密件标记.txt",
        ".git/密件标记",
    ] {
        site.write(path, "密件标记");
    }
    let at = "content/tasks/ju/01/index.md";
    let text = fs::read_to_string(site.path(at)).expect("a task");
    site.write(at, text.replacen("---\n", "---\n# 密件标记\n审查: [{环节: 终审, 职务: 密件标记, 结论: 密件标记}]\n其他: {批示: 密件标记}\n", 1));
    for edition in ["public", "internal"] {
        let tree = site.built(&["--edition", edition]);
        assert_eq!(holding(&tree, "密件标记"), [""; 0], "{edition}");
        let listed: Vec<&String> = tree.keys().filter(|path| path.contains("secret")).collect();
        assert!(listed.is_empty(), "{listed:?}");
        assert_eq!(tree["plans/ju/2023/a.txt"], "附表\n".as_bytes());
    }
}

#[test]
fn a_withdrawn_record_leaves_its_tombstone_and_a_line_among_the_corrections() {
    let site = small();
    site.write("content/news/n/index.md", "---\n标题: 乙\n发布日期: 2023-03-01\n摘要: 旧话标记\n附件: a.txt\n撤回: {日期: 2023-06-01, 原因: 数字有误}\n---\n旧话标记\n");
    site.write("content/news/n/a.txt", "旧话标记");
    let tree = site.built(&["--as-of", "2023-05-31"]);
    assert!(holding(&tree, "旧话标记").contains(&"news/n/a.txt"));
    let tree = site.built(&["--as-of", "2023-06-01"]);
    assert_eq!(holding(&tree, "旧话标记"), [""; 0]);
    let told = ["corrections/index.html", "news/n/index.html", "news/n/simple/index.html"];
    assert_eq!(holding(&tree, "数字有误"), told);
}

#[test]
fn what_is_no_html_of_the_program_is_shown_as_text() {
    let evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>";
    let site = small();
    site.write(
        "site.toml",
        format!("{SETTINGS}[identity]\nsite_name = '''{evil}'''\norganizer = '''{evil}'''\n"),
    );
    let quoted = evil.replace('\'', "''");
    site.write(
        "content/news/n.md",
        format!("---\n标题: '{quoted}'\n发布日期: 2023-03-01\n摘要: '{quoted}'\n来源: '{quoted}'\n关键词: ['{quoted}']\n---\n{evil}\n\n[甲](javascript:alert(1))\n"),
    );
    let tree = site.built(&[]);
    for (path, bytes) in tree.iter().filter(|(path, _)| path.ends_with(".html")) {
        let text = String::from_utf8_lossy(bytes);
        for mark in ["<script>alert", "<img src=x", "href=\"javascript:"] {
            assert!(!text.contains(mark), "{path}: {mark}");
        }
    }
}
