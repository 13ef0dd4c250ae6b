//! 摆渡: what is packed on one machine is unpacked on another that has nothing but the program, or
//! refused there; and a run that is cut off leaves every file whole, and is completed by the next.
//!
//! Packages made wrong by hand are in `src/publish/package/tests.rs`; `killed/shim.c` ends the
//! program at a call that is counted.

#![cfg(target_os = "linux")]

#[path = "incremental/preload.rs"]
mod preload;
#[cfg(feature = "git")]
#[path = "support/repo.rs"]
mod repo;
#[path = "faults/scratch.rs"]
mod scratch;
#[path = "incremental/trees.rs"]
mod trees;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use liangshai::publish::package::{Endings, Unpacking, prove};
use liangshai::write::ContentDigest;
#[cfg(feature = "git")]
use repo::Repo;
use scratch::{Run, Scratch, assert_same, files, program};
use trees::tree;

/// Pages go without a word here, which a site that is published may not.
const SETTINGS: &str = "title = \"甲\"\nas_of = 2023-06-15\n[defaults]\ndisclosure = \"主动公开\"
[check.rules]\nvanished-url = \"off\"\n";

fn page(title: &str, more: &str) -> String {
    format!("---\n标题: {title}\n{more}---\n{title}的话。\n")
}

/// A site, built into its public/.
fn old_site() -> Scratch {
    let site = Scratch::site(&[("site.toml", SETTINGS)]);
    site.write("content/pages/kept.md", page("留", ""));
    site.write("content/pages/changed.md", page("改", ""));
    site.write("content/pages/removed.md", page("删", "旧网址: [/old/removed.html]\n"));
    // What is a file in one build is a folder in the next, both ways.
    site.write("content/pages/file.md", page("文件", "旧网址: [/file.html]\n"));
    site.write("content/pages/folder.md", page("文件夹", "旧网址: [/folder.html/a.html]\n"));
    let news = page("讯", "发布日期: 2023-03-01\n附件: [通报.txt, b.txt]\n");
    site.write("content/news/n/index.md", news);
    site.write("content/news/n/通报.txt", "甲");
    site.write("content/news/n/b.txt", "乙");
    site.built(&[]);
    site
}

/// Adds, changes and removes, and builds again.
fn edit(site: &Scratch) {
    site.write("content/pages/changed.md", page("改过", ""));
    site.remove("content/pages/removed.md");
    site.write("content/pages/file.md", page("文件", "旧网址: [/file.html/a.html]\n"));
    site.write("content/pages/folder.md", page("文件夹", "旧网址: [/folder.html]\n"));
    site.write("content/news/n/index.md", page("讯", "发布日期: 2023-03-01\n附件: [通报.txt]\n"));
    site.write("content/news/n/通报.txt", "丙");
    site.write("content/pages/added.md", page("加", "旧网址: [/old/added.html]\n"));
    site.built(&[]);
}

/// A machine with nothing but the program: no site, no settings.
struct Machine(Scratch);

impl Machine {
    fn new() -> Self {
        Self(Scratch::new())
    }

    fn run(&self, args: &[&str]) -> Run {
        let mut command = program();
        command.current_dir(&self.0.0).args(args);
        Run::of(command)
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path(path)
    }

    fn unpack(&self, package: &Path) -> Run {
        self.run(&["unpack", text(package), "site", "--lang", "en"])
    }

    fn site(&self) -> BTreeMap<String, Vec<u8>> {
        tree(&self.path("site"))
    }
}

fn text(path: &Path) -> &str {
    path.to_str().expect("Unicode")
}

/// Packs a site's public/ into a file of the site's folder.
fn pack(site: &Scratch, name: &str, more: &[&str]) -> PathBuf {
    let out = site.path(name);
    let mut args = vec!["pack", "--allow-dirty", "--lang", "en", "--out", text(&out)];
    args.extend(more);
    let run = site.run(&args);
    assert_eq!(run.code, 0, "{}", run.err);
    out
}

/// A site in two builds, and the packages of both and of their difference.
struct Pair {
    site: Scratch,
    old: BTreeMap<String, Vec<u8>>,
    new: BTreeMap<String, Vec<u8>>,
    full_old: PathBuf,
    full: PathBuf,
    difference: PathBuf,
}

impl Pair {
    fn new() -> Self {
        let site = old_site();
        let old = tree(&site.path("public"));
        let full_old = pack(&site, "old.zip", &[]);
        site.write("OLD.json", &old["MANIFEST.json"]);
        edit(&site);
        let new = tree(&site.path("public"));
        let full = pack(&site, "full.zip", &[]);
        let since = site.path("OLD.json");
        let difference = pack(&site, "difference.zip", &["--since", text(&since)]);
        Self { site, old, new, full_old, full, difference }
    }

    /// A machine that has the old one.
    fn machine(&self) -> Machine {
        let machine = Machine::new();
        let run = machine.unpack(&self.full_old);
        assert_eq!(run.code, 0, "{}", run.err);
        machine
    }
}

#[test]
fn a_package_unpacks_to_what_was_built_with_nothing_but_the_program() {
    let pair = Pair::new();
    let machine = Machine::new();
    let run = machine.unpack(&pair.full);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_same(&pair.new, &machine.site(), "a full package");
    let again = machine.unpack(&pair.full);
    assert!(again.out.contains("nothing changed"), "{}", again.out);
    // Over an earlier one, too.
    let other = pair.machine();
    assert_same(&pair.old, &other.site(), "the earlier one");
    assert_eq!(other.unpack(&pair.full).code, 0);
    assert_same(&pair.new, &other.site(), "a full package over an earlier one");
}

#[test]
fn a_difference_makes_the_earlier_one_the_later_one() {
    let pair = Pair::new();
    let machine = pair.machine();
    let dry = machine.run(&["unpack", text(&pair.difference), "site", "--dry-run"]);
    assert_eq!(dry.code, 0, "{}", dry.err);
    assert_same(&pair.old, &machine.site(), "nothing is written by --dry-run");
    let before = trees::stamps(&machine.path("site"));
    let run = machine.unpack(&pair.difference);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_same(&pair.new, &machine.site(), "a difference");
    let written = trees::written(&before, &trees::stamps(&machine.path("site")));
    assert!(written.contains(&"changed/index.html".to_owned()), "{written:?}");
    assert!(!written.contains(&"kept/index.html".to_owned()), "{written:?}");
    let size = |path: &Path| fs::metadata(path).expect("a file").len();
    assert!(size(&pair.difference) < size(&pair.full));
    let again = machine.unpack(&pair.difference);
    assert!(again.out.contains("nothing changed"), "{}{}", again.out, again.err);
}

#[test]
fn the_same_build_is_packed_into_the_same_bytes() {
    let pair = Pair::new();
    let bytes = fs::read(&pair.full).expect("a package");
    // Built anew elsewhere: other times, another order on the disk.
    let other = Scratch::new();
    scratch::copy(&pair.site.path("content"), &other.path("content"));
    other.write("site.toml", SETTINGS);
    other.built(&[]);
    assert_eq!(fs::read(pack(&other, "full.zip", &[])).expect("a package"), bytes);
    let since = pair.site.path("OLD.json");
    let difference = pack(&other, "difference.zip", &["--since", text(&since)]);
    assert_eq!(fs::read(difference).ok(), fs::read(&pair.difference).ok());
}

#[test]
fn a_package_is_named_by_what_it_holds() {
    let pair = Pair::new();
    for (args, since) in [
        (&["pack", "--allow-dirty"][..], false),
        (&["pack", "--allow-dirty", "--since", "OLD.json"], true),
    ] {
        let mut command = program();
        command.current_dir(&pair.site.0).args(args);
        assert_eq!(Run::of(command).code, 0);
        let first = |bytes: &[u8]| ContentDigest::of(bytes).sha256[..8].to_owned();
        let [new, old] = [&pair.new, &pair.old].map(|tree| first(&tree["MANIFEST.json"]));
        let since = if since { format!("-since-{old}") } else { String::new() };
        let name = format!("ljsbp-public-20230615-{new}{since}.zip");
        assert!(pair.site.path(&name).is_file(), "{name}");
        assert!(!pair.site.path(&format!("{name}.part")).exists());
    }
}

#[test]
fn a_difference_is_unpacked_over_its_base_alone() {
    let pair = Pair::new();
    let refused = |machine: &Machine, words: &[&str]| {
        let before = machine.site();
        let run = machine.unpack(&pair.difference);
        assert_eq!(run.code, 1, "{}{}", run.out, run.err);
        for word in words {
            assert!(run.err.contains(word), "{word}: {}", run.err);
        }
        assert_eq!(before, machine.site(), "nothing is written");
    };
    refused(&Machine::new(), &["difference", "which is not in"]);
    let touched = pair.machine();
    touched.0.write("site/kept/index.html", "坏");
    touched.0.write("site/shell.html", "坏");
    touched.0.remove("site/old/removed.html");
    let differences =
        ["kept/index.html: changed", "shell.html: in no list", "old/removed.html: missing"];
    refused(&touched, &differences);
    // A full one mends what is listed.
    assert_eq!(touched.unpack(&pair.full).code, 0);
    let mended = touched.site();
    assert_eq!(mended["kept/index.html"], pair.new["kept/index.html"]);
    let linked = pair.machine();
    std::os::unix::fs::symlink("/etc", linked.path("site/etc")).expect("a link");
    let run = linked.unpack(&pair.difference);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("etc: a link"), "{}", run.err);
    // A third build, of neither.
    let other = pair.machine();
    pair.site.write("content/pages/kept.md", page("又改", ""));
    pair.site.built(&[]);
    let third = pack(&pair.site, "third.zip", &[]);
    assert_eq!(other.unpack(&third).code, 0);
    refused(&other, &["holds another"]);
}

#[test]
fn only_a_folder_of_a_build_is_unpacked_into() {
    let pair = Pair::new();
    let machine = Machine::new();
    machine.0.write("site/letters.docx", "信");
    let run = machine.unpack(&pair.full);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("letters.docx"), "{}", run.err);
    assert_eq!(files(&machine.path("site")).len(), 1);
    assert_eq!(machine.run(&["unpack", "none.zip", "site"]).code, 2);
}

#[test]
fn what_is_not_a_finished_build_as_it_was_written_is_not_packed() {
    let site = old_site();
    let out = site.path("p.zip");
    let refused = |code: i32, more: &[&str], words: &str| {
        let mut args = vec!["pack", "--allow-dirty", "--lang", "en", "--out", text(&out)];
        args.extend(more);
        let run = site.run(&args);
        assert_eq!(run.code, code, "{words}: {}", run.err);
        assert!(run.err.contains(words), "{words}: {}", run.err);
        assert!(run.err.contains("help: "), "{}", run.err);
        assert!(!out.exists() && !site.path("p.zip.part").exists(), "{words}");
    };
    refused(2, &["--from", "none"], "there is no build");
    refused(2, &["--since", "none.json"], "there is no such file");
    refused(2, &["--edition", "internal"], "this is the public edition");
    let inside = site.path("public/p.zip");
    refused(2, &["--receipt", text(&inside)], "is inside");
    site.write("public/shell.html", "");
    site.write("public/kept/index.html", "");
    site.remove("public/changed/index.html");
    refused(1, &[], "kept/index.html: changed");
    refused(1, &[], "shell.html: in no list");
    refused(1, &[], "changed/index.html: missing");
    site.remove("public");
    site.built(&[]);
    site.write("public/.liangshai-unfinished", "");
    refused(1, &[], "cut off");
    site.built(&["--drafts"]);
    refused(1, &[], "drafts");
    site.built(&["--edition", "internal"]);
    refused(2, &[], "not for the public");
    site.built(&[]);
    let manifest = fs::read_to_string(site.path("public/MANIFEST.json")).expect("a manifest");
    site.write("INTERNAL.json", manifest.replace("\"public\"", "\"internal\""));
    let internal = site.path("INTERNAL.json");
    refused(2, &["--since", text(&internal)], "another edition");
}

/// A site in a repository, committed on a day and built, with more at the end of its settings.
#[cfg(feature = "git")]
fn committed(more: &str) -> Repo {
    let settings =
        "title = \"甲\"\nbase_url = \"https://www.example.gov.cn/zl/\"\nas_of = 2023-06-15
[defaults]\ndisclosure = \"主动公开\"\n[check.rules]\npinned-as-of = \"off\"\n";
    let settings = format!("{settings}{more}");
    let files = [
        ("site.toml", settings.as_str()),
        (".gitignore", "public/\n*.zip\n*.html\n"),
        ("content/pages/a.md", "---\n标题: 甲\n---\n甲的话。\n"),
    ];
    let repo = Repo::new("2023-01-05", &files);
    repo.0.built(&[]);
    repo
}

#[cfg(feature = "git")]
#[test]
fn what_would_not_be_published_is_not_packed_either() {
    let repo = committed("");
    let out = repo.0.path("p.zip");
    let pack = |more: &[&str]| repo.0.run(&[&["pack", "--out", text(&out)], more].concat());
    let refused = |more: &[&str], words: &str| {
        let run = pack(more);
        assert_eq!(run.code, 1, "{words}: {}{}", run.out, run.err);
        assert!(run.err.contains(words), "{words}: {}", run.err);
        assert!(!out.exists(), "{words}");
    };
    for (args, words) in [
        (&["--offline"][..], "只适合在文件夹里打开"),
        (&["--base-url", "https://elsewhere.example.com/"], "https://elsewhere.example.com/"),
        (&["--as-of", "2199-01-01"], "那一天还没有到"),
    ] {
        repo.0.built(args);
        refused(&[], words);
    }
    repo.write("content/pages/a.md", "---\n标题: 甲\n---\n没有提交的话。\n");
    repo.0.built(&[]);
    refused(&[], "不符");
    // It goes out where that is asked for, and the paper says of what it is.
    let dirty = pack(&["--allow-dirty"]);
    assert!(dirty.code == 0 && dirty.out.contains("提交：无"), "{}{}", dirty.out, dirty.err);
    fs::remove_file(&out).expect("a package");
    repo.write("content/pages/a.md", "---\n标题: 甲\n---\n身份证号11010519491231002X。\n");
    repo.commit("2023-02-01", "with a number that is nobody else's business");
    repo.0.built(&[]);
    refused(&[], "处错误；没有打包");
}

#[cfg(feature = "git")]
#[test]
fn a_package_names_the_commit_that_its_build_was_proved_to_be_of() {
    let repo = committed("");
    let head = repo.git(&["rev-parse", "HEAD"]);
    let run = repo.0.run(&["pack", "--out", text(&repo.0.path("p.zip"))]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains(&format!("提交：{}", head.trim())), "{}", run.out);
    let proof = prove(&repo.0.path("p.zip")).expect("readable").expect("sound");
    assert_eq!(proof.package.revision.as_deref(), Some(head.trim()));
    // An edit that nobody built is not in it, and that is said.
    repo.write("content/pages/a.md", "---\n标题: 甲\n---\n另一句话。\n");
    let run = repo.0.run(&["pack", "--out", text(&repo.0.path("p.zip"))]);
    assert!(
        run.code == 0 && run.out.contains("content/pages/a.md 等内容改了没有提交"),
        "{}",
        run.out
    );
}

#[cfg(feature = "git")]
#[test]
fn an_unsigned_build_of_a_site_that_names_keys_is_not_packed() {
    let keys = Scratch::new();
    let key = keys.path("key.pem");
    let made = keys.run(&["publish", "keygen", "-q", text(&key)]);
    let repo = committed(&made.out);
    let out = repo.0.path("p.zip");
    let unsigned = repo.0.run(&["pack", "--out", text(&out)]);
    assert!(unsigned.code == 1 && unsigned.err.contains("没有签名"), "{}", unsigned.err);
    repo.0.built(&["--sign", text(&key)]);
    let signed = repo.0.run(&["pack", "--out", text(&out)]);
    assert_eq!(signed.code, 0, "{}", signed.err);
    let public: toml::Table = made.out.parse().expect("lines for site.toml");
    let public = public["signing"]["public_keys"][0].as_str().expect("a key").to_owned();
    let other = keys.run(&["publish", "keygen", "-q", text(&keys.path("other.pem"))]);
    let other: toml::Table = other.out.parse().expect("lines for site.toml");
    let other = other["signing"]["public_keys"][0].as_str().expect("a key").to_owned();
    let machine = Machine::new();
    let unpack = |package: &Path, key: &str| {
        machine.run(&["unpack", text(package), "site", "--public-key", key, "--lang", "en"])
    };
    let forged = unpack(&out, &other);
    assert!(forged.code == 1 && forged.err.contains("by none of the keys"), "{}", forged.err);
    assert!(!machine.path("site").exists());
    let right = unpack(&out, &public);
    assert!(right.code == 0 && right.out.contains("its signature holds"), "{}", right.err);
    let site = old_site();
    let bare = pack(&site, "bare.zip", &[]);
    let run = unpack(&bare, &public);
    assert!(run.code == 1 && run.err.contains("is not signed"), "{}", run.err);
}

#[test]
fn an_older_day_takes_the_place_of_a_newer_one_only_for_a_reason() {
    let site = old_site();
    let old = pack(&site, "old.zip", &[]);
    site.write("OLD.json", fs::read(site.path("public/MANIFEST.json")).expect("a manifest"));
    site.built(&["--as-of", "2023-07-01"]);
    let new = pack(&site, "new.zip", &[]);
    site.write("NEW.json", fs::read(site.path("public/MANIFEST.json")).expect("a manifest"));
    let machine = Machine::new();
    assert_eq!(machine.unpack(&new).code, 0);
    let before = machine.site();
    let run = machine.unpack(&old);
    assert_eq!(run.code, 1, "{}", run.out);
    assert!(run.err.contains("as of 2023-07-01, later than"), "{}", run.err);
    assert_eq!(before, machine.site(), "nothing is written");
    assert_eq!(machine.run(&["unpack", text(&old), "site", "--force", " "]).code, 2);
    let forced = machine.run(&["unpack", text(&old), "site", "--force", "数字有误"]);
    assert!(
        forced.code == 0 && forced.out.contains("理由：数字有误"),
        "{}{}",
        forced.out,
        forced.err
    );
    assert_ne!(before, machine.site());
    // As a difference it is not even packed.
    site.built(&[]);
    let out = site.path("back.zip");
    let since = site.path("NEW.json");
    let args = ["pack", "--allow-dirty", "--since", text(&since), "--out", text(&out)];
    let run = site.run(&args);
    assert!(run.code == 1 && run.err.contains("2023-07-01"), "{}", run.err);
    let run = site.run(&[&args[..], &["--force", "数字有误"]].concat());
    assert!(
        run.code == 0 && run.out.contains("强制打包的理由：数字有误"),
        "{}{}",
        run.out,
        run.err
    );
    let proof = prove(&out).expect("readable").expect("sound");
    assert_eq!(proof.package.forced.as_deref(), Some("数字有误"));
}

#[test]
fn a_build_that_did_not_change_is_not_packed_again() {
    let site = old_site();
    let manifest = site.path("public/MANIFEST.json");
    let run = site.run(&["pack", "--allow-dirty", "--since", text(&manifest), "--lang", "en"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("nothing changed"), "{}", run.out);
    let packages = files(&site.0).into_keys().filter(|name| name.ends_with(".zip")).count();
    assert_eq!(packages, 0);
}

/// A file name of a site, by what it is given out as.
fn with_attachment(name: &str) -> Scratch {
    let site = Scratch::site(&[("site.toml", SETTINGS)]);
    let news = format!("发布日期: 2023-03-01\n附件: [{name}]\n");
    site.write("content/news/n/index.md", page("讯", &news));
    let film = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom".as_slice();
    let bytes = if name.ends_with(".mp4") { film } else { "甲".as_bytes() };
    site.write(&format!("content/news/n/{}", name.trim_matches('"')), bytes);
    site.built(&[]);
    site
}

#[test]
fn a_type_that_is_not_carried_needs_the_leave_of_both_sides() {
    let site = with_attachment("film.mp4");
    let refused = site.run(&["pack", "--allow-dirty", "--lang", "en"]);
    assert_eq!(refused.code, 1);
    assert!(refused.err.contains("film.mp4"), "{}", refused.err);
    assert!(refused.err.contains("[pack]"), "{}", refused.err);
    let allowed = format!("{SETTINGS}[pack]\nextensions = [\".MP4\"]\n");
    site.write("site.toml", &allowed);
    let package = pack(&site, "p.zip", &[]);
    let machine = Machine::new();
    let run = machine.unpack(&package);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("film.mp4"), "{}", run.err);
    assert!(!machine.path("site").exists());
    machine.0.write("site.toml", "title = \"乙\"\n[pack]\nextensions = [\"mp4\"]\n");
    assert_eq!(machine.unpack(&package).code, 0);
    let faulty = Scratch::site(&[("site.toml", "title = \"甲\"\n[pack]\nextensions = [\"*\"]\n")]);
    let run = faulty.run(&["pack", "--allow-dirty", "--lang", "en"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("no ending of file names"), "{}", run.err);
}

#[test]
fn names_windows_cannot_hold_are_not_packed() {
    let long = format!("{}.txt", "a".repeat(100));
    for (name, words) in [("aux.txt", "Windows"), ("\"a?.txt\"", "Windows"), (&long, "too long")] {
        let site = with_attachment(name);
        let run = site.run(&["pack", "--allow-dirty", "--lang", "en"]);
        assert_eq!(run.code, 1, "{name}: {}", run.out);
        assert!(run.err.contains(words), "{name}: {}", run.err);
    }
    let site = Scratch::site(&[("site.toml", SETTINGS)]);
    site.write(
        "content/news/n/index.md",
        page("讯", "发布日期: 2023-03-01\n附件: [a.txt, A.txt]\n"),
    );
    site.write("content/news/n/a.txt", "甲");
    site.write("content/news/n/A.txt", "乙");
    site.built(&[]);
    let run = site.run(&["pack", "--allow-dirty", "--lang", "en"]);
    assert_eq!(run.code, 1, "{}", run.out);
    assert!(run.err.contains("one name on Windows"), "{}", run.err);
}

#[test]
fn the_receipt_has_the_digests_in_groups_and_lines_to_sign() {
    let pair = Pair::new();
    let digest = ContentDigest::of(&fs::read(&pair.full).expect("a package"));
    let in_groups = |hex: &str| {
        let groups: Vec<&str> = (0..hex.len()).step_by(8).map(|at| &hex[at..at + 8]).collect();
        groups.join(" ")
    };
    for (lang, words) in [
        ("zh", ["制作人", "审核人", "接收人", "时间", "介质编号", "全量", "公开版"]),
        ("en", ["Made by", "Checked by", "Received by", "time", "medium", "full", "public"]),
    ] {
        let receipt = pair.site.path("receipt.html");
        let out = pair.site.path("full.zip");
        let args = [
            "pack",
            "--allow-dirty",
            "--lang",
            lang,
            "--out",
            text(&out),
            "--receipt",
            text(&receipt),
        ];
        let run = pair.site.run(&args);
        assert_eq!(run.code, 0, "{}", run.err);
        let html = fs::read_to_string(&receipt).expect("a receipt");
        for hex in [&digest.sha256, &digest.sm3] {
            assert!(run.out.contains(&in_groups(hex)), "{}", run.out);
            for at in (0..64).step_by(8) {
                assert!(html.contains(&format!("<span>{}</span>", &hex[at..at + 8])));
            }
        }
        assert!(run.out.contains(&digest.bytes.to_string()));
        for word in words {
            assert!(html.contains(word), "{word}");
        }
        assert!(html.contains("size: A4") && !html.contains("<script"));
        // The other side prints the same.
        let there = Machine::new().run(&["unpack", text(&out), "site", "--lang", lang]);
        let rows = run.out.lines().skip(1);
        assert_eq!(rows.collect::<Vec<_>>(), there.out.lines().take(12).collect::<Vec<_>>());
    }
    let quiet = pair.site.run(&["pack", "--allow-dirty", "--quiet"]);
    assert_eq!(quiet.out, "");
}

#[test]
fn an_internal_package_is_not_unpacked_by_mistake() {
    let site = old_site();
    site.built(&["--edition", "internal"]);
    let package = pack(&site, "internal.zip", &["--edition", "internal"]);
    let machine = Machine::new();
    let run = machine.unpack(&package);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("not for the public"), "{}", run.err);
    assert!(!machine.path("site").exists());
    let meant = machine.run(&["unpack", text(&package), "site", "--edition", "internal"]);
    assert_eq!(meant.code, 0, "{}", meant.err);
}

/// Numbers that look random and are the same each time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % most
    }
}

#[test]
fn whatever_happens_to_its_bytes_a_package_is_refused_or_unpacks_the_same() {
    let pair = Pair::new();
    let bytes = fs::read(&pair.full).expect("a package");
    let machine = Machine::new();
    let (package, root) = (machine.path("p.zip"), machine.path("site"));
    let (mut numbers, mut refused) = (Numbers(7), 0);
    for round in 0..600 {
        let mut touched = bytes.clone();
        let at = numbers.below(bytes.len());
        match round % 6 {
            0 => touched[at] ^= 1 << numbers.below(8),
            1 => touched[at] = touched[at].wrapping_add(1),
            2 => touched.truncate(at),
            3 => drop(touched.drain(at..(at + 1 + numbers.below(64)).min(bytes.len()))),
            4 => touched.insert(at, 0),
            _ => {
                let from = numbers.below(bytes.len() - 64);
                let piece = bytes[from..from + 64].to_vec();
                let end = (at + 64).min(bytes.len());
                touched.splice(at..end, piece);
            }
        }
        if touched == bytes {
            continue;
        }
        fs::write(&package, &touched).expect("a file");
        let opened = Unpacking::open(&package, &root, &Endings::default()).expect("readable");
        match opened {
            Err(_) => refused += 1,
            Ok(unpacking) => {
                unpacking.run().expect("room").expect("it was proved");
                assert_same(&pair.new, &machine.site(), &format!("round {round}, byte {at}"));
                machine.0.remove("site");
            }
        }
        assert!(!root.exists(), "nothing is written");
    }
    assert!(refused > 590, "only {refused} were refused");
    let run = machine.unpack(&package);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("nothing was written"), "{}", run.err);
}

#[test]
fn a_signature_goes_with_its_manifest() {
    let pair = Pair::new();
    pair.site.write("public/MANIFEST.sig", "signed");
    let signed = pack(&pair.site, "signed.zip", &[]);
    let proof = prove(&signed).expect("readable").expect("sound");
    assert_eq!(proof.signature.as_deref(), Some(&b"signed"[..]));
    let machine = pair.machine();
    assert_eq!(machine.unpack(&signed).code, 0);
    assert_eq!(machine.site()["MANIFEST.sig"], b"signed");
    // That of another manifest would be a false one.
    assert_eq!(machine.unpack(&pair.full_old).code, 0);
    assert_same(&pair.old, &machine.site(), "without a signature");
}

fn shim() -> &'static Path {
    static SHIM: OnceLock<PathBuf> = OnceLock::new();
    SHIM.get_or_init(|| preload::compiled("killed/shim.c"))
}

/// Unpacks, and is struck at a call; whether it was killed.
fn strike(machine: &Machine, package: &Path, counts: &str, then: &str, at: usize) -> Struck {
    let mut command = program();
    // Absolute, as the shim compares it.
    let site = machine.path("site");
    command.current_dir(&machine.0.0).args(["unpack", text(package), text(&site), "-q"]);
    command.env("RAYON_NUM_THREADS", "1").env("LD_PRELOAD", shim());
    command.env("SHIM_BELOW", &site).env("SHIM_COUNTS", counts);
    command.env("SHIM_AT", at.to_string()).env("SHIM_THEN", then);
    let output = command.output().expect("the program runs");
    Struck {
        killed: output.status.signal() == Some(9),
        code: output.status.code(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

struct Struck {
    killed: bool,
    code: Option<i32>,
    err: String,
}

const STAGE: &str = ".liangshai-stage";
const UNFINISHED: &str = ".liangshai-unfinished";

/// Each file is the old one or the new one, and the folder tells if they are mixed.
fn assert_whole(pair: &Pair, left: &BTreeMap<String, Vec<u8>>, what: &str) {
    let is_file =
        |path: &str| !path.ends_with('/') && !path.starts_with(STAGE) && path != UNFINISHED;
    let files: BTreeMap<&String, &Vec<u8>> =
        left.iter().filter(|(path, _)| is_file(path)).collect();
    for (path, bytes) in &files {
        let known = [&pair.old, &pair.new].map(|tree| tree.get(*path) == Some(*bytes));
        assert!(known.contains(&true), "{what}: {path} is neither old nor new");
    }
    for path in pair.old.keys().filter(|path| is_file(path) && pair.new.contains_key(*path)) {
        assert!(left.contains_key(path), "{what}: {path} is gone");
    }
    let all = |tree: &BTreeMap<String, Vec<u8>>| {
        let own: BTreeSet<String> = tree.keys().filter(|path| is_file(path)).cloned().collect();
        files.iter().all(|(path, bytes)| tree.get(*path) == Some(*bytes))
            && own.len() == files.len()
    };
    let told = left.contains_key(UNFINISHED);
    assert!(told || all(&pair.old) || all(&pair.new), "{what}: mixed, and nothing tells");
}

/// Kills runs at every `stride`th call of a kind; the next run must complete each.
fn kill_at_each(pair: &Pair, package: &Path, counts: &str, stride: usize) -> usize {
    let mut killed = 0;
    for at in (1..).step_by(stride) {
        let machine = pair.machine();
        let what = format!("killed at call {at} of the {counts}");
        let struck = strike(&machine, package, counts, "kill", at);
        assert_whole(pair, &machine.site(), &what);
        if struck.killed {
            killed += 1;
            let run = machine.unpack(package);
            assert_eq!(run.code, 0, "{what}: {}", run.err);
        }
        assert_same(&pair.new, &machine.site(), &what);
        if !struck.killed {
            assert_eq!(struck.code, Some(0), "{}", struck.err);
            return killed;
        }
    }
    unreachable!("unpacking makes an end of its calls")
}

#[test]
fn a_difference_that_is_cut_off_while_files_move_is_completed_by_the_next_run() {
    let pair = Pair::new();
    let killed = kill_at_each(&pair, &pair.difference, "moves", 1);
    assert!(killed > 20, "only {killed} runs were killed");
}

#[test]
fn a_full_package_that_is_cut_off_is_completed_by_the_next_run() {
    let pair = Pair::new();
    let killed = kill_at_each(&pair, &pair.full, "moves", 5);
    assert!(killed > 4, "only {killed} runs were killed");
}

#[test]
fn a_run_that_is_cut_off_while_it_writes_leaves_the_old_site() {
    let pair = Pair::new();
    let killed = kill_at_each(&pair, &pair.difference, "writes", 9);
    assert!(killed > 4, "only {killed} runs were killed");
}

#[test]
fn a_run_that_is_cut_off_again_and_again_is_completed_at_last() {
    let pair = Pair::new();
    for kills in [[20, 10, 4], [16, 16, 9], [5, 12, 18]] {
        let machine = pair.machine();
        for at in kills {
            let struck = strike(&machine, &pair.difference, "moves", "kill", at);
            assert!(struck.killed, "{kills:?}: {}", struck.err);
            assert_whole(&pair, &machine.site(), &format!("{kills:?} at {at}"));
        }
        let run = machine.unpack(&pair.difference);
        assert_eq!(run.code, 0, "{kills:?}: {}", run.err);
        assert_same(&pair.new, &machine.site(), &format!("{kills:?}"));
    }
}

/// What was changed meanwhile is not taken for the program's own doing.
#[test]
fn a_run_that_was_cut_off_is_not_completed_over_what_somebody_changed() {
    let pair = Pair::new();
    let machine = pair.machine();
    assert!(strike(&machine, &pair.difference, "moves", "kill", 12).killed);
    machine.0.write("site/kept/index.html", "坏");
    machine.0.write("site/shell.html", "坏");
    let run = machine.unpack(&pair.difference);
    assert_eq!(run.code, 1, "{}", run.out);
    assert!(run.err.contains("kept/index.html: changed"), "{}", run.err);
    assert!(run.err.contains("shell.html: in no list"), "{}", run.err);
}

#[test]
fn a_full_disk_leaves_the_old_site() {
    let pair = Pair::new();
    let mut full = 0;
    for at in (1..).step_by(3) {
        let machine = pair.machine();
        let struck = strike(&machine, &pair.difference, "writes", "full", at);
        if struck.code == Some(0) {
            break;
        }
        full += 1;
        assert_eq!(struck.code, Some(3), "{}", struck.err);
        assert_same(&pair.old, &machine.site(), &format!("full at write {at}: {}", struck.err));
    }
    assert!(full > 5, "the disk was full only {full} times");
}
