//! A build that is killed, or finds the disk full, at any one of its calls leaves every file whole;
//! the next build completes it.
//!
//! `killed/shim.c` is loaded before the C library and strikes at a call that is counted, so each
//! moment is met every time, not by chance.

#![cfg(target_os = "linux")]

#[path = "incremental/preload.rs"]
mod preload;
#[path = "faults/scratch.rs"]
mod scratch;
#[path = "incremental/trees.rs"]
mod trees;

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::ExitStatus;
use std::sync::OnceLock;

use scratch::{Scratch, assert_same, files};
use trees::tree;

const SETTINGS: &str =
    "title = \"甲\"\nas_of = 2023-06-15\n[defaults]\ndisclosure = \"主动公开\"\n";

/// A page's file.
fn page(title: &str, more: &str) -> String {
    format!("---\n标题: {title}\n{more}---\n{title}的话。\n")
}

/// The site as the old build was made of it.
fn old_site() -> Scratch {
    let site = Scratch::site(&[("site.toml", SETTINGS)]);
    site.write("content/pages/kept.md", page("留", ""));
    site.write("content/pages/changed.md", page("改", ""));
    site.write("content/pages/removed.md", page("删", "旧网址: [/old/removed.html]\n"));
    // What is a file in one build is a folder in the next, both ways.
    site.write("content/pages/file.md", page("文件", "旧网址: [/file.html]\n"));
    site.write("content/pages/folder.md", page("文件夹", "旧网址: [/folder.html/a.html]\n"));
    site.write(
        "content/news/n/index.md",
        page("讯", "发布日期: 2023-03-01\n附件: [a.txt, b.txt]\n"),
    );
    site.write("content/news/n/a.txt", "甲");
    site.write("content/news/n/b.txt", "乙");
    site
}

/// Adds, changes and removes.
fn edit(site: &Scratch) {
    site.write("content/pages/changed.md", page("改过", ""));
    site.remove("content/pages/removed.md");
    site.write("content/pages/file.md", page("文件", "旧网址: [/file.html/a.html]\n"));
    site.write("content/pages/folder.md", page("文件夹", "旧网址: [/folder.html]\n"));
    site.write("content/news/n/index.md", page("讯", "发布日期: 2023-03-01\n附件: [a.txt]\n"));
    site.write("content/news/n/a.txt", "丙");
    site.write("content/pages/added.md", page("加", "旧网址: [/old/added.html]\n"));
    site.write("content/offices/added.md", page("局", ""));
}

/// A site with an old build and an edit that is not built yet; any build can be undone.
struct Case {
    site: Scratch,
    /// What was there before the build that is to be struck.
    kept: Scratch,
    old: Tree,
    new: Tree,
}

type Tree = BTreeMap<String, Vec<u8>>;

const OURS: [&str; 2] = ["public", ".liangshai"];
const UNFINISHED: &str = ".liangshai-unfinished";
const STAGE: &str = ".liangshai-stage/";

impl Case {
    fn new(with_cache: bool) -> Self {
        Self::of(old_site(), with_cache, edit)
    }

    fn of(site: Scratch, with_cache: bool, edit: impl Fn(&Scratch)) -> Self {
        build(&site);
        let old = tree(&site.path("public"));
        if !with_cache {
            site.remove(".liangshai");
        }
        edit(&site);
        let new = clean(&site);
        let kept = Scratch::new();
        link(&site.0, &kept.0);
        Self { site, kept, old, new }
    }

    /// Puts back what there was before the last build.
    fn restore(&self) {
        for folder in OURS {
            let _ = fs::remove_dir_all(self.site.path(folder));
        }
        link(&self.kept.0, &self.site.0);
    }

    /// Runs a build that is struck at a call.
    fn strike(&self, counts: &str, then: &str, at: usize) -> Struck {
        let mut command = self.site.command(&["build"]);
        // One thread, so that the calls come in the same order each time.
        command.env("RAYON_NUM_THREADS", "1").env("LD_PRELOAD", shim());
        command.env("SHIM_BELOW", &self.site.0).env("SHIM_COUNTS", counts);
        command.env("SHIM_AT", at.to_string()).env("SHIM_THEN", then);
        let output = command.output().expect("the program runs");
        Struck {
            status: output.status,
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
            left: tree(&self.site.path("public")),
        }
    }

    /// Each file is the old one or the new one, and the target tells if they are mixed.
    fn assert_whole(&self, left: &Tree, what: &str) {
        let ours = |path: &str| !path.starts_with(STAGE) && path != UNFINISHED;
        let left_files: Tree = files_of(left).filter(|(path, _)| ours(path)).collect();
        for (path, bytes) in &left_files {
            let known = [&self.old, &self.new].map(|tree| tree.get(path) == Some(bytes));
            assert!(known.contains(&true), "{what}: {path} is neither old nor new");
        }
        for (path, _) in files_of(&self.old) {
            let there = left.contains_key(&path) || !self.new.contains_key(&path);
            assert!(there, "{what}: {path} is gone");
        }
        let is_all = |of: &Tree| files_of(of).collect::<Tree>() == left_files;
        let told = left.contains_key(UNFINISHED);
        assert!(told || is_all(&self.old) || is_all(&self.new), "{what}: mixed, and nothing tells");
    }
}

struct Struck {
    status: ExitStatus,
    err: String,
    left: Tree,
}

impl Struck {
    fn killed(&self) -> bool {
        assert!(self.status.signal() == Some(9) || self.status.success(), "{}", self.err);
        self.status.signal().is_some()
    }
}

/// The files among what lies in a folder.
fn files_of(tree: &Tree) -> impl Iterator<Item = (String, Vec<u8>)> {
    let files = tree.iter().filter(|(path, _)| !path.ends_with('/'));
    files.map(|(path, bytes)| (path.clone(), bytes.clone()))
}

/// Lays what a build made a second time. Files are replaced and never written into, so a second
/// name of one keeps what it held, and its stamp with it, which the cache goes by.
fn link(from: &Path, to: &Path) {
    for folder in OURS {
        for path in files(&from.join(folder)).into_keys() {
            let to = to.join(folder).join(&path);
            fs::create_dir_all(to.parent().expect("a path below a folder")).expect("a folder");
            fs::hard_link(from.join(folder).join(&path), to).expect("a second name");
        }
    }
}

fn build(site: &Scratch) {
    let run = site.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.err);
}

/// What a build of the same content makes where nothing was ever built.
fn clean(site: &Scratch) -> Tree {
    let other = Scratch::new();
    scratch::copy(&site.path("content"), &other.path("content"));
    other.write("site.toml", fs::read(site.path("site.toml")).expect("settings"));
    build(&other);
    tree(&other.path("public"))
}

/// The shim, compiled once.
fn shim() -> &'static Path {
    static SHIM: OnceLock<PathBuf> = OnceLock::new();
    SHIM.get_or_init(|| preload::compiled("killed/shim.c"))
}

/// Kills builds at every `stride`th call of a kind; the next build must complete each. Gives the
/// number of builds that were killed.
fn kill_at_each(case: &Case, counts: &str, stride: usize) -> usize {
    for at in (1..).step_by(stride) {
        case.restore();
        let struck = case.strike(counts, "kill", at);
        let what = format!("killed at call {at} of the {counts}");
        case.assert_whole(&struck.left, &what);
        let killed = struck.killed();
        if killed {
            build(&case.site);
        }
        assert_same(&case.new, &tree(&case.site.path("public")), &what);
        if !killed {
            return at / stride;
        }
    }
    unreachable!("a build makes an end of its calls")
}

#[test]
fn a_build_killed_while_files_move_is_completed_by_the_next() {
    let killed = kill_at_each(&Case::new(true), "moves", 1);
    assert!(killed > 20, "only {killed} builds were killed");
}

#[test]
fn a_build_killed_while_files_move_needs_no_cache_to_be_completed() {
    let killed = kill_at_each(&Case::new(false), "moves", 7);
    assert!(killed > 5, "only {killed} builds were killed");
}

#[test]
fn a_build_killed_among_compressed_copies_is_completed_too() {
    let with = |copies: &str| format!("{SETTINGS}[output]\nprecompressed = [{copies}]\n");
    let site = old_site();
    site.write("site.toml", with("\"gzip\""));
    let case = Case::of(site, true, |site| {
        edit(site);
        site.write("site.toml", with("\"brotli\""));
    });
    let has = |tree: &Tree, ending: &str| tree.keys().any(|path| path.ends_with(ending));
    assert!(has(&case.old, ".gz") && !has(&case.new, ".gz") && has(&case.new, ".br"));
    let killed = kill_at_each(&case, "moves", 6);
    assert!(killed > 5, "only {killed} builds were killed");
}

#[test]
fn a_build_killed_while_it_writes_leaves_the_old_site() {
    let case = Case::new(true);
    let killed = kill_at_each(&case, "writes", 11);
    assert!(killed > 5, "only {killed} builds were killed");
    for at in [1, 20, 40] {
        case.restore();
        let mut left = case.strike("writes", "kill", at).left;
        left.retain(|path, _| !path.starts_with(STAGE));
        assert_same(&case.old, &left, "killed before the first file moves");
    }
}

#[test]
fn what_a_killed_build_put_in_place_goes_when_it_no_longer_belongs() {
    let case = Case::new(true);
    let edited = Scratch::new();
    scratch::copy(&case.site.path("content"), &edited.path("content"));
    let take_back = |site: &Scratch| {
        site.remove("content/pages/added.md");
        site.remove("content/offices");
        // One is again what it was in the old build, one is neither.
        site.write("content/pages/file.md", page("文件", "旧网址: [/file.html]\n"));
        site.write("content/pages/folder.md", page("文件夹", ""));
    };
    take_back(&case.site);
    let expected = clean(&case.site);
    let mut put_in_place = 0;
    for at in (1..).step_by(3) {
        case.restore();
        case.site.remove("content");
        scratch::copy(&edited.path("content"), &case.site.path("content"));
        let struck = case.strike("moves", "kill", at);
        put_in_place += usize::from(struck.left.contains_key("added/index.html"));
        take_back(&case.site);
        build(&case.site);
        let what = format!("killed at call {at}, then edited");
        assert_same(&expected, &tree(&case.site.path("public")), &what);
        if !struck.killed() {
            break;
        }
    }
    assert!(put_in_place > 2, "only {put_in_place} of the builds had put the page in place");
}

#[test]
fn a_build_killed_again_and_again_is_completed_at_last() {
    let case = Case::new(true);
    for kills in [[20, 10], [16, 16], [12, 25], [25, 5], [8, 20]] {
        case.restore();
        for at in kills {
            let struck = case.strike("moves", "kill", at);
            assert!(struck.killed(), "{kills:?}");
            case.assert_whole(&struck.left, &format!("killed at {at} of {kills:?}"));
        }
        build(&case.site);
        assert_same(&case.new, &tree(&case.site.path("public")), &format!("{kills:?}"));
    }
}

#[test]
fn a_first_build_that_is_killed_is_completed_by_the_next() {
    let site = old_site();
    let new = clean(&site);
    let case = Case { site, kept: Scratch::new(), old: Tree::new(), new };
    assert!(kill_at_each(&case, "moves", 4) > 5);
}

#[test]
fn a_full_disk_leaves_the_old_site() {
    for with_cache in [true, false] {
        let case = Case::new(with_cache);
        let mut full = 0;
        for at in (1..).step_by(if with_cache { 1 } else { 17 }) {
            case.restore();
            let struck = case.strike("writes", "full", at);
            let what = format!("full at write {at}: {}", struck.err);
            if struck.status.success() {
                // Only the cache could not be written.
                assert_same(&case.new, &struck.left, &what);
                break;
            }
            full += 1;
            assert_eq!(struck.status.code(), Some(3), "{what}");
            assert_same(&case.old, &struck.left, &what);
            assert!(struck.err.contains("/public"), "which path it was is said: {what}");
        }
        assert!(full > 5, "the disk was full only {full} times");
        build(&case.site);
        assert_same(&case.new, &tree(&case.site.path("public")), "with room again");
    }
}

#[test]
fn a_disk_too_full_for_a_first_build_leaves_nothing() {
    let site = old_site();
    let case = Case { site, kept: Scratch::new(), old: Tree::new(), new: Tree::new() };
    for at in [1, 4, 8, 30, 60] {
        case.restore();
        let struck = case.strike("writes", "full", at);
        assert_eq!(struck.status.code(), Some(3), "{}", struck.err);
        assert!(!case.site.path("public").exists(), "full at write {at}");
    }
}
