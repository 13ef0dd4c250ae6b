//! A build goes to a folder that a web server serves: proved, switched in one step, gone back to.

#![cfg(all(feature = "git", unix))]

#[path = "publish/another_hand.rs"]
mod another_hand;
#[path = "publish/places.rs"]
mod places;
#[path = "incremental/preload.rs"]
mod preload;
#[path = "support/repo.rs"]
mod repo;
#[path = "faults/scratch.rs"]
mod scratch;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use repo::Repo;
use scratch::{Run, Scratch, files, program};

const DAY: &str = "2023-03-10";

type Tree = BTreeMap<String, Vec<u8>>;

/// A site in a repository, and the folder its target names.
struct Site {
    repo: Repo,
    root: Scratch,
}

impl Site {
    /// Committed and built; `more` is added to its target's settings.
    fn new(more: &str) -> Self {
        let root = Scratch::new();
        let settings = format!(
            "title = \"专栏\"\nbase_url = \"https://www.example.gov.cn/ljsbp/\"\nas_of = {DAY}
[defaults]\ndisclosure = \"主动公开\"\n[check.rules]\npinned-as-of = \"off\"
[targets.production]\nto = \"{}\"\n{more}\n",
            root.0.display()
        );
        let files = [
            ("site.toml", settings.as_str()),
            (".gitignore", "public/\n.liangshai/\n"),
            ("content/pages/one.md", "---\n标题: 一\n---\n一的话。\n"),
            ("content/pages/two.md", "---\n标题: 二\n---\n二的话。\n"),
        ];
        let site = Self { repo: Repo::new("2023-01-05", &files), root };
        site.repo.git(&["config", "user.name", "张三"]);
        site.build();
        site
    }

    fn run(&self, args: &[&str]) -> Run {
        self.repo.0.run(args)
    }

    fn build(&self) {
        let run = self.run(&["build"]);
        assert_eq!(run.code, 0, "{}", run.err);
    }

    /// Rewrites a page, commits and builds.
    fn edit(&self, words: &str) {
        self.repo.write("content/pages/one.md", &page(words));
        self.repo.commit("2023-02-01", words);
        self.build();
    }

    fn publish(&self) -> Run {
        self.run(&["publish", "production"])
    }

    fn published(&self) {
        let run = self.publish();
        assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    }

    /// What readers are served.
    fn served(&self) -> Tree {
        files(&self.root.path("current"))
    }

    /// The log, and what is kept, as `releases` tells it.
    fn releases(&self) -> serde_json::Value {
        let run = self.run(&["releases", "production", "--format", "json"]);
        assert_eq!(run.code, 0, "{}", run.err);
        serde_json::from_str(&run.out).expect("JSON")
    }

    fn built(&self) -> Tree {
        files(&self.repo.0.path("public"))
    }
}

fn page(words: &str) -> String {
    format!("---\n标题: 一\n---\n{words}\n")
}

fn refused(run: &Run, words: &str) {
    assert_eq!(run.code, 1, "{}{}", run.out, run.err);
    assert!(run.err.contains(words), "{}", run.err);
}

#[test]
fn a_build_is_served_byte_for_byte_and_the_log_says_who_when_and_from_what() {
    let site = Site::new("");
    site.published();
    assert_eq!(site.served(), site.built());
    let log = &site.releases()["log"][0];
    let head = site.repo.git(&["rev-parse", "HEAD"]);
    assert_eq!(log["revision"], head.trim());
    assert_eq!(log["who"], "张三");
    assert_eq!(log["as_of"], DAY);
    assert_eq!(log["action"], "publish");
    assert!(log["at"].as_str().is_some_and(|at| at.ends_with("+08:00")), "{log}");
    let run = site.run(&["releases", "production"]);
    assert!(run.out.contains("张三") && run.out.contains("当前"), "{}", run.out);
    // Once more, there is nothing to do.
    let again = site.publish();
    assert!(again.code == 0 && again.out.contains("没有要传送的"), "{}{}", again.out, again.err);
    assert_eq!(site.releases()["log"].as_array().map(Vec::len), Some(1));
}

#[test]
fn only_what_changed_travels() {
    let site = Site::new("");
    site.published();
    let old = site.built();
    site.edit("改过的话。");
    let new = site.built();
    let changed = new.iter().filter(|(path, bytes)| old.get(*path) != Some(bytes)).count();
    let listed = site.run(&["publish", "production", "--dry-run"]);
    assert_eq!(listed.out.lines().filter(|line| line.starts_with("~ ")).count(), changed);
    assert_eq!(site.releases()["log"].as_array().map(Vec::len), Some(1), "a dry run");
    site.published();
    assert_eq!(site.releases()["log"][1]["sent"], changed);
    assert!(changed > 0 && changed < new.len());
}

#[test]
fn what_was_not_committed_is_not_published_unless_that_is_asked_for() {
    let site = Site::new("");
    site.repo.write("content/pages/one.md", &page("没有提交的话。"));
    site.build();
    refused(&site.publish(), "不符");
    assert!(!site.root.path("current").exists());
    let run = site.run(&["publish", "production", "--allow-dirty"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(site.releases()["log"][0]["revision"], serde_json::Value::Null);
    assert_eq!(site.served(), site.built());
    // What the folder does not make either is nobody's.
    site.repo.write("content/pages/one.md", &page("又改了。"));
    refused(&site.run(&["publish", "production", "--allow-dirty"]), "现在的内容不符");
}

#[test]
fn a_build_of_a_named_commit_is_proved_by_that_commit() {
    let site = Site::new("");
    let first = site.repo.git(&["rev-parse", "HEAD"]);
    site.edit("后来的话。");
    let run = site.run(&["build", "--rev", first.trim()]);
    assert_eq!(run.code, 0, "{}", run.err);
    site.published();
    assert_eq!(site.releases()["log"][0]["revision"], first.trim());
    // What came after it is newer, whatever was built last.
    site.build();
    site.published();
    let run = site.run(&["build", "--rev", first.trim()]);
    assert_eq!(run.code, 0, "{}", run.err);
    refused(&site.publish(), "不在这里的历史中");
}

#[test]
fn what_is_not_whole_holds_drafts_or_is_for_others_is_not_published() {
    let site = Site::new("");
    let public = site.repo.0.path("public");
    fs::write(public.join("index.html"), "被改").expect("a file");
    refused(&site.publish(), "index.html　内容不同");
    fs::remove_file(public.join("index.html")).expect("a file");
    refused(&site.publish(), "index.html　缺少");
    site.build();
    fs::write(public.join("shell.php"), "").expect("a file");
    refused(&site.publish(), "shell.php　多出来的");
    fs::remove_file(public.join("shell.php")).expect("a file");
    fs::write(public.join(".liangshai-unfinished"), "").expect("a file");
    refused(&site.publish(), "没有生成完");
    for (args, words) in [
        (&["build", "--drafts"][..], "草稿"),
        (&["build", "--edition", "internal"][..], "这里生成的是系统内版"),
        (&["build", "--offline"][..], "只适合在文件夹里打开"),
    ] {
        assert_eq!(site.run(args).code, 0);
        refused(&site.publish(), words);
    }
    fs::remove_dir_all(&public).expect("a build");
    let run = site.publish();
    assert_eq!(run.code, 2);
    assert!(run.err.contains("没有生成好的网站"), "{}", run.err);
    assert!(!site.root.path("current").exists());
}

#[test]
fn a_build_for_another_address_is_not_published_there() {
    let site = Site::new("url = \"https://portal.example.gov.cn/zl/\"");
    refused(&site.publish(), "build --base-url https://portal.example.gov.cn/zl/");
    let run = site.run(&["build", "--base-url", "https://portal.example.gov.cn/zl/"]);
    assert_eq!(run.code, 0, "{}", run.err);
    site.published();
    assert_eq!(site.served(), site.built());
}

#[test]
fn a_site_that_names_keys_is_published_signed_by_one_of_them() {
    let keys = Scratch::new();
    let key = keys.path("key.pem");
    let key = key.to_str().expect("UTF-8");
    let made = Run::of({
        let mut command = program();
        command.args(["publish", "keygen", key]);
        command
    });
    assert_eq!(made.code, 0, "{}", made.err);
    let line = made.out.lines().find(|line| line.contains("public_keys")).expect("a line");
    let site = Site::new(&format!("[signing]\n{line}"));
    refused(&site.publish(), "没有签名");
    let run = site.run(&["build", "--sign", key]);
    assert_eq!(run.code, 0, "{}", run.err);
    site.published();
    assert!(site.served().contains_key("MANIFEST.sig"));
    assert_eq!(site.served(), site.built());
    fs::write(site.repo.0.path("public/MANIFEST.sig"), "AAAA\n").expect("a file");
    refused(&site.publish(), "不是 site.toml 里任何一把公钥的");
}

#[test]
fn what_is_only_in_the_folder_decides_nothing() {
    let site = Site::new("");
    let run = site.run(&["build", "--base-url", "https://elsewhere.example.com/"]);
    assert_eq!(run.code, 0, "{}", run.err);
    refused(&site.publish(), "https://elsewhere.example.com/");
    let settings = fs::read_to_string(site.repo.0.path("site.toml")).expect("settings");
    site.repo.write("site.toml", &settings.replace("gov.cn/ljsbp/", "gov.cn/oops/"));
    site.build();
    refused(&site.publish(), "提交过的 site.toml 里没有");
    assert!(!site.root.path("current").exists());
}

#[test]
fn what_check_finds_wrong_is_not_published() {
    let site = Site::new("");
    site.edit("联系人身份证号11010519491231002X。");
    let run = site.publish();
    refused(&run, "没有发布");
    assert!(run.err.contains("错误[LS08"), "{}", run.err);
    assert!(!run.err.contains("11010519491231002X"), "{}", run.err);
    assert!(!site.root.path("current").exists());
}

#[test]
fn an_address_that_vanishes_from_what_is_served_keeps_the_rest_from_going_out() {
    let site = Site::new("");
    site.published();
    site.repo.remove("content/pages/two.md").commit("2023-02-01", "删");
    site.build();
    let run = site.publish();
    refused(&run, "没有发布");
    assert!(run.err.contains("two"), "{}", run.err);
}

#[test]
fn what_nobody_signed_is_not_published_where_the_site_asks_for_signatures() {
    let site = Site::new(
        "[approval]\nrequired = true\nposts = [\"审批办主任\"]\n[[approval.stages]]\nstage = \"初审\"\nposts = [\"审批办主任\"]\n",
    );
    refused(&site.publish(), "还没有审：初审");
    // What is mended or signed in the folder counts once committed, and is easily forgotten there.
    let settings = fs::read_to_string(site.repo.0.path("site.toml")).expect("settings");
    site.repo.write("site.toml", &format!("{settings}# 改\n"));
    let run = site.publish();
    refused(&run, "还没有审：初审");
    assert!(run.out.contains("site.toml 等内容改了没有提交"), "{}{}", run.out, run.err);
    site.repo.write("site.toml", &settings);
    site.repo.git_on(
        "2023-02-01",
        &["commit", "--quiet", "--allow-empty", "--message", "审\n\n初审: 审批办主任"],
    );
    site.build();
    site.published();
}

#[test]
fn a_site_that_nobody_signed_is_not_published_where_it_asks_for_that() {
    // Told as an error of the check; where that is off, all the same refused.
    for (rules, told) in [
        ("", "站点本身：还没有审：初审"),
        ("unsigned = \"off\"\nvoid-signature = \"off\"\n", "站点本身（site.toml）"),
    ] {
        let approval = "[approval]\nrequired = true\nkinds = [\"站点\"]\nposts = [\"审批办主任\"]\n[[approval.stages]]\nstage = \"初审\"\nposts = [\"审批办主任\"]\n";
        let site = Site::new(approval);
        let settings = fs::read_to_string(site.repo.0.path("site.toml")).expect("settings");
        let off = settings.replace("[check.rules]\n", &format!("[check.rules]\n{rules}"));
        site.repo.write("site.toml", &off).commit("2023-01-06", "rules");
        site.build();
        refused(&site.publish(), told);
        site.repo.commit("2023-02-01", "审\n\n初审: 审批办主任");
        site.build();
        site.published();
        // A record is not asked of; the theme is.
        site.edit("新的话。");
        site.published();
        site.repo.write("themes/default/static/own.css", "body { color: red }\n");
        site.repo.commit("2023-02-02", "theme");
        site.build();
        let void = if rules.is_empty() {
            "站点本身：初审（审批办主任，2023-02-01，提交 "
        } else {
            told
        };
        refused(&site.publish(), void);
    }
}

#[test]
fn another_hands_change_is_named_and_not_written_over_without_a_reason() {
    let site = Site::new("");
    site.published();
    let tampered = site.root.path("current/index.html");
    fs::remove_file(&tampered).expect("it is served");
    fs::write(&tampered, "<a href='https://evil.example/'>…</a>").expect("a file");
    fs::write(site.root.path("current/shell.php"), "<?php").expect("a file");
    fs::remove_file(site.root.path("current/one/index.html")).expect("it is served");
    site.edit("新的话。");
    let run = site.publish();
    refused(&run, "可能被篡改");
    for named in ["index.html　内容不同", "shell.php　多出来的", "one/index.html　缺少"]
    {
        assert!(run.err.contains(named), "{}", run.err);
    }
    assert_eq!(site.run(&["publish", "production", "--force", " "]).code, 2);
    let run = site.run(&["publish", "production", "--force", "已查清并处置"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(site.served(), site.built());
    assert_eq!(site.releases()["log"][1]["forced"], "已查清并处置");
}

#[test]
fn an_older_day_does_not_replace_a_later_one() {
    let site = Site::new("");
    site.published();
    let run = site.run(&["build", "--as-of", "2023-03-01"]);
    assert_eq!(run.code, 0, "{}", run.err);
    refused(&site.publish(), "比这里的 2023-03-01 新");
    assert_eq!(site.run(&["publish", "production", "--force", "退回旧日"]).code, 0);
}

#[test]
fn a_day_still_to_come_is_not_published_without_a_reason() {
    let site = Site::new("");
    let run = site.run(&["build", "--as-of", "2199-01-01"]);
    assert_eq!(run.code, 0, "{}", run.err);
    refused(&site.run(&["publish", "production", "--dry-run"]), "那一天还没有到");
    refused(&site.publish(), "那一天还没有到");
    assert!(!site.root.path("current").exists());
}

#[test]
fn readers_can_be_given_an_earlier_release_again_unless_it_was_damaged() {
    for layout in ["releases", "swap"] {
        let site = Site::new(&format!("layout = \"{layout}\""));
        refused(&site.run(&["rollback", "production"]), "没有可以退回的一版");
        site.published();
        let first = site.built();
        site.edit("第二版。");
        site.published();
        let second = site.built();
        let run = site.run(&["rollback", "production", "--reason", "第二版有误"]);
        assert_eq!(run.code, 0, "{}", run.err);
        let theme = |path: &String, _: &mut Vec<u8>| !path.starts_with("assets/");
        let but_for_the_theme = |mut tree: Tree| {
            tree.retain(|path, bytes| theme(path, bytes));
            tree
        };
        assert_eq!(but_for_the_theme(site.served()), but_for_the_theme(first), "{layout}");
        let log = site.releases();
        assert_eq!(log["log"][2]["action"], "rollback");
        assert_eq!(log["log"][2]["forced"], "第二版有误");
        let newest = log["log"][1]["release"].as_str().expect("a name").to_owned();
        assert_eq!(site.run(&["rollback", "production", &newest]).code, 0, "{layout}");
        assert_eq!(but_for_the_theme(site.served()), but_for_the_theme(second), "{layout}");
        // The first one is damaged meanwhile.
        let oldest = log["log"][0]["release"].as_str().expect("a name").to_owned();
        fs::write(site.root.path(&format!("releases/{oldest}/shell.php")), "").expect("a file");
        refused(&site.run(&["rollback", "production"]), "没有退回");
        assert_eq!(site.releases()["served"], newest.as_str(), "{layout}");
    }
}

#[test]
fn as_many_releases_are_kept_as_the_target_says() {
    let site = Site::new("keep = 2");
    for words in ["一。", "二。", "三。", "四。", "五。"] {
        site.edit(words);
        site.published();
    }
    let releases = site.releases();
    assert_eq!(releases["log"].as_array().map(Vec::len), Some(5));
    // The one that is served and two before it.
    let kept = releases["kept"].as_array().expect("a list").clone();
    let last: Vec<_> = (2..5).map(|i| releases["log"][i]["release"].clone()).collect();
    assert_eq!(kept, last);
    let manifests = files(&site.root.path("manifests"));
    assert_eq!(manifests.len(), 3);
    let run = site.run(&["rollback", "production", "20200101-000000-00000000"]);
    refused(&run, "没有保留");
}

#[test]
fn a_portal_can_be_given_the_site_without_its_manifest() {
    let site = Site::new("manifest = false");
    site.published();
    let mut built = site.built();
    assert!(built.remove("MANIFEST.json").is_some());
    assert_eq!(site.served(), built);
    site.edit("改。");
    site.published();
    assert!(!site.served().contains_key("MANIFEST.json"));
}

#[test]
fn a_target_nobody_wrote_down_is_told_with_the_nearest() {
    let site = Site::new("");
    let run = site.run(&["publish", "prodution"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("是不是“production”"), "{}", run.err);
}

#[test]
fn two_do_not_publish_at_once() {
    let site = Site::new("");
    let beating = AtomicBool::new(true);
    let lock = site.root.path("lock.json");
    let beat = |count: u32| {
        let held = format!(
            "{{\"holder\":{{\"who\":\"李四\",\"machine\":\"elsewhere\",\"process\":1,\"since\":\"2023-03-10T09:00:00+08:00\"}},\"beat\":{count}}}"
        );
        fs::write(&lock, held).expect("a file");
    };
    beat(0);
    thread::scope(|scope| {
        scope.spawn(|| {
            for count in 1.. {
                if !beating.load(Ordering::Relaxed) {
                    break;
                }
                beat(count);
                thread::sleep(Duration::from_millis(100));
            }
        });
        let run = site.publish();
        beating.store(false, Ordering::Relaxed);
        refused(&run, "李四");
    });
    assert!(!site.root.path("current").exists());
    // One that this machine's own publisher left when it was killed stands in nobody's way.
    let machine = rustix::system::uname().nodename().to_string_lossy().into_owned();
    let mut ended = Command::new("true").spawn().expect("a process");
    let process = ended.id();
    ended.wait().expect("it ends");
    let held = format!(
        "{{\"holder\":{{\"who\":null,\"machine\":\"{machine}\",\"process\":{process},\"since\":\"\"}},\"beat\":3}}"
    );
    fs::write(&lock, held).expect("a file");
    site.published();
    assert!(!lock.exists());
}

/// The shim that strikes at a counted call, compiled once.
fn shim() -> &'static Path {
    static SHIM: OnceLock<PathBuf> = OnceLock::new();
    SHIM.get_or_init(|| preload::compiled("killed/shim.c"))
}

/// Copies a target with its links.
fn copy_target(from: &Path, to: &Path) {
    let _ = fs::remove_dir_all(to);
    let status = Command::new("cp").arg("-a").arg(from).arg(to).status().expect("cp runs");
    assert!(status.success());
}

/// Kills a publication at every `stride`th call of a kind: readers see the old release or the new
/// one, and the next publication finishes. Gives how many were killed.
fn kill_at_each(layout: &str, counts: &str, stride: usize) -> usize {
    let site = Site::new(&format!("layout = \"{layout}\""));
    site.published();
    let old = site.served();
    site.edit("新的话。");
    let new = site.built();
    let kept = Scratch::new();
    copy_target(&site.root.0, &kept.0.join("kept"));
    let mut killed = 0;
    for at in (1..).step_by(stride) {
        copy_target(&kept.0.join("kept"), &site.root.0);
        let mut command = site.repo.0.command(&["publish", "production"]);
        command.env("RAYON_NUM_THREADS", "1").env("LD_PRELOAD", shim());
        command.env("SHIM_BELOW", &site.root.0).env("SHIM_COUNTS", counts);
        command.env("SHIM_AT", at.to_string()).env("SHIM_THEN", "kill");
        let output = command.output().expect("the program runs");
        let what = format!("{layout}: killed at call {at} of the {counts}");
        let left = site.served();
        let is_new = new.iter().all(|(path, bytes)| left.get(path) == Some(bytes));
        assert!(left == old || is_new, "{what}: mixed");
        if output.status.success() {
            assert!(is_new, "{what}");
            break;
        }
        killed += 1;
        site.published();
        let left = site.served();
        assert!(new.iter().all(|(path, bytes)| left.get(path) == Some(bytes)), "{what}");
        let log = site.releases();
        let log = log["log"].as_array().expect("a list");
        assert_eq!(log.len(), 2, "{what}: {log:?}");
        let whole = site.publish();
        assert!(whole.out.contains("没有要传送的"), "{what}: {}{}", whole.out, whole.err);
        let left: Vec<String> = ["", "releases", "manifests"]
            .into_iter()
            .flat_map(|folder| fs::read_dir(site.root.path(folder)).expect("a folder"))
            .map(|item| item.expect("an item").file_name().to_string_lossy().into_owned())
            .filter(|name| name.starts_with('.') || name == "pending.json" || name == "lock.json")
            .collect();
        assert!(left.is_empty(), "{what}: {left:?}");
    }
    killed
}

#[test]
fn a_publication_killed_while_it_moves_files_leaves_the_old_site_or_the_new_one() {
    for layout in ["releases", "swap"] {
        let killed = kill_at_each(layout, "moves", 1);
        assert!(killed > 5, "only {killed} were killed");
    }
}

#[test]
fn a_publication_killed_while_it_writes_is_finished_by_the_next() {
    for layout in ["releases", "swap"] {
        let killed = kill_at_each(layout, "writes", 7);
        assert!(killed > 5, "only {killed} were killed");
    }
}

#[test]
fn a_reader_during_fifty_publications_finds_every_page_and_all_of_one_release() {
    let site = Site::new("keep = 2");
    site.edit("第0版");
    site.published();
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut asked = 0;
            while !done.load(Ordering::Relaxed) {
                // As a web server does it: the path is resolved anew for each request.
                let text = |path: &str| {
                    let file = site.root.path("current").join(path);
                    fs::read_to_string(&file).unwrap_or_else(|error| panic!("{path}: {error}"))
                };
                let home = text("index.html");
                text("one/index.html");
                text("two/index.html");
                for link in home.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next())
                {
                    if link.starts_with("assets/") {
                        text(link);
                    }
                }
                asked += 1;
            }
            asked
        });
        for count in 1..=50 {
            site.edit(&format!("第{count}版"));
            site.published();
        }
        done.store(true, Ordering::Relaxed);
        assert!(reader.join().expect("it found everything") > 50);
    });
}

#[test]
fn a_lone_program_finds_the_target_of_a_site_elsewhere() {
    let site = Site::new("");
    let mut command = program();
    command.arg("publish").arg("production").arg("--site").arg(&site.repo.0.0);
    assert_eq!(Run::of(command).code, 0);
    assert_eq!(site.served(), site.built());
}

#[test]
fn what_changed_since_a_release_can_be_packed_for_a_network_with_no_way_in() {
    let site = Site::new("");
    site.published();
    let first = site.releases()["served"].as_str().expect("a name").to_owned();
    site.edit("第二版。");
    site.published();
    site.edit("第三版。");
    let inside = Scratch::new();
    let pack = |since: &str| {
        let out = inside.path("out.zip");
        let run = site.run(&["pack", "--since", since, "--out", out.to_str().expect("text")]);
        assert_eq!(run.code, 0, "{}{}", run.out, run.err);
        run.out
    };
    let since_served = pack("production");
    let since_first = pack(&format!("production/{first}"));
    assert_ne!(since_served, since_first);
    let run = site.run(&["pack", "--since", "production/20200101-000000-00000000"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("liangshai releases production"), "{}", run.err);
}

#[test]
fn a_name_that_was_mistyped_is_answered_by_the_nearest_one() {
    let site = Site::new("");
    site.published();
    let served = site.releases()["served"].as_str().expect("a name").to_owned();
    for (since, near) in [
        ("produktion".to_owned(), "“production”".to_owned()),
        (format!("production/{}", served.replacen('-', "_", 1)), format!("“production/{served}”")),
    ] {
        let run = site.run(&["pack", "--since", &since]);
        assert!(run.code == 2 && run.err.contains(&near), "{since}: {}", run.err);
        assert!(!run.err.contains("os error"), "{}", run.err);
    }
    let run = site.run(&["verify", "produktion"]);
    assert!(run.code == 2 && run.err.contains("“production”"), "{}", run.err);
}

#[test]
fn an_edit_that_nobody_built_is_told_where_nothing_travels() {
    let site = Site::new("");
    site.published();
    let again = || {
        let run = site.publish();
        assert!(run.code == 0 && run.out.contains("没有要传送的"), "{}{}", run.out, run.err);
        run.out
    };
    assert!(!again().contains("说明："));
    site.repo.write("content/pages/one.md", &page("还没有生成的话。"));
    assert!(again().contains("content/pages/one.md 等内容改了没有提交"));
    // What is no content is nobody's concern.
    site.repo.write("content/pages/one.md", &page("一的话。"));
    site.repo.write("notes.txt", "x");
    site.repo.write("content/pages/.one.md.swp", "x");
    assert!(!again().contains("说明："));
}
