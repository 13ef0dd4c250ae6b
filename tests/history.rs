//! What git knows of a site: any revision of it, and when each record was changed.

#[path = "support/repo.rs"]
mod repo;
#[path = "faults/scratch.rs"]
mod scratch;

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use liangshai::diagnostic::Diagnostics;
use liangshai::disclose::{Audience, Edition, Unpublished, disclose};
use liangshai::facts::{Changed, Facts, evaluate};
use liangshai::history::History;
use liangshai::model::{Kind, RecordId};
use liangshai::tree::Disk;
use liangshai::tree::git::Repository;
use repo::{Repo, git_in};
use scratch::{Run, Scratch, program};

const SETTINGS: &str = "title = \"专栏\"\n[defaults]\ndisclosure = \"主动公开\"\n";
const PLAN: &str = "---\n标题: 方案\n发文机关: 县政府\n发布日期: 2023-01-01\n---\n";
const OFFICE: &str = "---\n标题: 审批办\n---\n";
const TASK: &str = "content/tasks/a/index.md";

fn task(deadline: &str, body: &str) -> String {
    format!(
        "---\n标题: 甲\n方案: plan\n责任单位: 审批办\n目标: 建成\n完成时限: {deadline}\n---\n{body}\n"
    )
}

fn repo() -> Repo {
    Repo::new(
        "2023-01-05",
        &[
            ("site.toml", SETTINGS),
            ("content/plans/plan.md", PLAN),
            ("content/offices/o.md", OFFICE),
            (TASK, &task("2023-06-30", "一。")),
        ],
    )
}

/// The facts of a day, with the history up to the last commit.
fn facts(repo: &Repo, day: &str) -> Facts {
    let tree = Disk::new(&repo.0.0);
    let mut found = Diagnostics::new();
    let model = liangshai::load(&tree, &mut found).expect("the disk works").expect("a site");
    let audience = Audience { edition: Edition::Public, unpublished: Unpublished::Hidden };
    let public = disclose(Arc::new(model), audience);
    let facts = evaluate(Arc::new(public), day.parse().expect("a day"));
    facts.with_history(Some(Arc::new(history(&repo.0.0))))
}

fn history(site: &Path) -> History {
    let repository = Repository::around(site).expect("it opens").expect("a repository");
    let head = repository.head().expect("it reads").expect("a commit");
    History::of(&repository, &head).expect("a history")
}

fn only(kind: Kind, facts: &Facts) -> RecordId {
    facts.ids(kind).next().expect("a record")
}

/// A record's revisions by a day, the newest first, as `2023-02-01 Text`.
fn revisions(repo: &Repo, kind: Kind, day: &str) -> Vec<String> {
    let facts = facts(repo, day);
    let told = |changed: &Changed| format!("{changed:?}").replace("Day(", "").replace(')', "");
    let revisions = facts.revisions(only(kind, &facts));
    let line = |revision: &liangshai::facts::Revision| {
        let changes: Vec<String> = revision.changes.iter().map(told).collect();
        format!("{} {}", revision.day, changes.join(" "))
    };
    revisions.iter().map(line).collect()
}

#[test]
fn a_site_is_built_as_it_was_at_a_revision_whatever_lies_in_the_folder() {
    let repo = repo();
    repo.write(TASK, &task("2023-09-30", "二。")).commit("2023-02-01", "second");
    repo.remove("content/offices/o.md");
    let build = |rev: &str| repo.0.built(&["--rev", rev, "--as-of", "2023-03-01"]);
    let now = build("HEAD");
    let page = |tree: &std::collections::BTreeMap<String, Vec<u8>>| {
        String::from_utf8(tree["tasks/a/index.html"].clone()).expect("text")
    };
    assert!(page(&now).contains("二。"));
    let before = build("HEAD~1");
    assert!(page(&before).contains("一。"));
    let id = repo.git(&["rev-parse", "HEAD~1"]);
    let manifest = String::from_utf8(before["MANIFEST.json"].clone()).expect("text");
    assert!(manifest.contains(&format!("\"revision\": \"{}\"", id.trim())), "{manifest}");
}

#[test]
fn the_same_revision_is_the_same_bytes_from_a_clone_a_bare_one_and_a_work_tree() {
    let repo = repo();
    repo.write(TASK, &task("2023-09-30", "二。")).commit("2023-02-01", "second");
    let build = |site: &Path| {
        let out = Scratch::new();
        let mut command = program();
        command.arg("--site").arg(site).args(["build", "--rev", "HEAD", "--as-of", "2023-03-01"]);
        command.arg("--out").arg(out.path("public"));
        let run = Run::of(command);
        assert_eq!(run.code, 0, "{}", run.err);
        scratch::files(&out.path("public"))
    };
    let own = build(&repo.0.0);
    let others = Scratch::new();
    let from = repo.0.0.to_str().expect("a path");
    git_in(&others.0, "2023-02-02", &["clone", "--quiet", "--bare", from, "bare.git"]);
    scratch::assert_same(&own, &build(&others.path("bare.git")), "a bare repository");
    let tree = others.path("tree");
    repo.git(&["worktree", "add", "--quiet", "--detach", tree.to_str().expect("a path")]);
    scratch::assert_same(&own, &build(&tree), "a work tree with a detached head");
}

#[test]
fn a_site_may_lie_in_a_folder_of_the_repository() {
    let inner = format!("site/{TASK}");
    let repo = Repo::new(
        "2023-01-05",
        &[
            ("site/site.toml", SETTINGS),
            ("site/content/plans/plan.md", PLAN),
            ("site/content/offices/o.md", OFFICE),
            (&inner, &task("2023-06-30", "一。")),
            ("README.md", "另一件事"),
        ],
    );
    let mut command = program();
    command.arg("--site").arg(repo.0.path("site"));
    command.args(["build", "--rev", "main", "--as-of", "2023-03-01"]);
    let run = Run::of(command);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(history(&repo.0.path("site")).first_day(TASK).is_some());
}

#[test]
fn a_revision_that_is_not_there_is_told_with_the_way_to_find_one() {
    let repo = repo();
    let run = repo.0.run(&["build", "--rev", "mian"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("没有“mian”这个版本") && run.err.contains("git log"), "{}", run.err);
    let run = repo.0.run(&["--lang", "en", "build", "--rev", "mian"]);
    assert!(run.err.contains("no revision `mian`"), "{}", run.err);
    let none = Scratch::site(&[("site.toml", SETTINGS)]);
    let run = none.run(&["build", "--rev", "HEAD"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("不在 git 仓库里"), "{}", run.err);
    let empty = Scratch::site(&[("site.toml", SETTINGS)]);
    git_in(&empty.0, "2023-01-01", &["init", "--quiet"]);
    assert_eq!(empty.run(&["build", "--rev", "HEAD"]).code, 2);
    // Without --rev nothing is asked of git.
    empty.built(&["--as-of", "2023-03-01"]);
}

#[test]
fn a_shallow_clone_is_an_error_that_names_the_command_that_deepens_it() {
    let repo = repo();
    repo.commit("2023-02-01", "second");
    let others = Scratch::new();
    let from = format!("file://{}", repo.0.0.display());
    git_in(&others.0, "2023-02-02", &["clone", "--quiet", "--depth=1", &from, "shallow"]);
    let build = || {
        let mut command = program();
        command.arg("--site").arg(others.path("shallow")).args(["build", "--as-of", "2023-03-01"]);
        Run::of(command)
    };
    let run = build();
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(run.err.contains("LS0111") && run.err.contains("git fetch --unshallow"), "{}", run.err);
    // A site without revisions needs no earlier commits.
    others.write("shallow/site.toml", format!("{SETTINGS}[history]\nrevisions = false\n"));
    assert_eq!(build().code, 0);
}

#[test]
fn a_record_tells_on_which_days_what_of_it_was_changed() {
    let repo = repo();
    repo.write(TASK, &task("2023-09-30", "一。")).commit("2023-02-01", "later");
    repo.write(TASK, &task("2023-09-30", "二。")).commit("2023-02-03", "words");
    repo.write("content/tasks/a/2023-02-10.md", "---\n事项: 进展\n---\n三。\n");
    repo.commit("2023-02-10", "entry");
    repo.write("content/tasks/a/2023-02-10.md", "---\n事项: 进展\n---\n四。\n");
    repo.commit("2023-02-12", "entry again");
    repo.write("site.toml", &format!("{SETTINGS}\n# 与记录无关\n")).commit("2023-02-13", "other");
    assert_eq!(
        revisions(&repo, Kind::Task, "2023-03-01"),
        [
            "2023-02-12 EntryEdited(2023-02-10",
            "2023-02-10 EntryAdded(2023-02-10",
            "2023-02-03 Text",
            "2023-02-01 Field(\"deadline\"",
            "2023-01-05 First",
        ]
    );
}

#[test]
fn what_was_committed_after_the_day_leaves_no_trace() {
    let repo = repo();
    repo.write(TASK, &task("2023-09-30", "一。")).commit("2023-02-01", "later");
    assert_eq!(revisions(&repo, Kind::Task, "2023-01-31"), ["2023-01-05 First"]);
    // Nor does what was committed early of a day to come.
    repo.write("content/tasks/a/2023-05-10.md", "---\n事项: 进展\n---\n三。\n");
    repo.commit("2023-02-02", "of a day to come");
    let told = revisions(&repo, Kind::Task, "2023-03-01");
    assert_eq!(told, ["2023-02-01 Field(\"deadline\"", "2023-01-05 First"]);
}

#[test]
fn a_record_begins_when_it_became_public_and_fields_nobody_sees_are_no_change() {
    let repo = repo();
    let draft = task("2023-06-30", "一。").replace("标题", "草稿: 是\n标题");
    repo.write("content/tasks/a/index.md", &draft).commit("2023-01-06", "draft");
    let kept = Repo::new(
        "2023-01-05",
        &[
            ("site.toml", SETTINGS),
            ("content/plans/plan.md", PLAN),
            ("content/offices/o.md", OFFICE),
            (TASK, &draft),
        ],
    );
    kept.write(TASK, &draft.replace("一。", "二。")).commit("2023-01-10", "still a draft");
    kept.write(TASK, &task("2023-06-30", "二。")).commit("2023-01-20", "public");
    let reviewed = task("2023-06-30", "二。").replace("标题", "排序: 3\n标题");
    kept.write(TASK, &reviewed).commit("2023-01-25", "order");
    assert_eq!(revisions(&kept, Kind::Task, "2023-03-01"), ["2023-01-20 First"]);
}

#[test]
fn a_draft_of_an_entry_leaves_no_trace_until_it_is_none() {
    let repo = repo();
    let entry = "content/tasks/a/2023-02-10.md";
    repo.write(entry, "---\n事项: 进展\n草稿: 是\n---\n三。\n").commit("2023-02-10", "draft");
    repo.write(entry, "---\n事项: 进展\n草稿: 是\n---\n四。\n").commit("2023-02-11", "still");
    let other = "content/tasks/a/2023-02-09.md";
    repo.write(other, "---\n事项: 进展\n草稿: 是\n---\n五。\n").commit("2023-02-12", "another");
    repo.remove(other).commit("2023-02-13", "given up");
    assert_eq!(revisions(&repo, Kind::Task, "2023-03-01"), ["2023-01-05 First"]);
    repo.write(entry, "---\n事项: 进展\n---\n四。\n").commit("2023-02-14", "public");
    repo.remove(entry).commit("2023-02-15", "taken out");
    assert_eq!(
        revisions(&repo, Kind::Task, "2023-03-01"),
        [
            "2023-02-15 EntryRemoved(2023-02-10",
            "2023-02-14 EntryAdded(2023-02-10",
            "2023-01-05 First"
        ]
    );
}

#[test]
fn a_record_keeps_its_history_when_its_file_is_moved() {
    let repo = repo();
    repo.write(TASK, &task("2023-09-30", "一。")).commit("2023-02-01", "later");
    // From a folder to a file, which is the same address.
    repo.git(&["mv", TASK, "content/tasks/a.md"]);
    repo.commit("2023-02-02", "moved");
    let before = ["2023-02-01 Field(\"deadline\"", "2023-01-05 First"];
    assert_eq!(revisions(&repo, Kind::Task, "2023-03-01"), before);
    // Back, and edited in the same commit.
    repo.remove("content/tasks/a.md").write(TASK, &task("2023-09-30", "二。"));
    repo.commit("2023-02-03", "moved and edited");
    let all = revisions(&repo, Kind::Task, "2023-03-01");
    assert_eq!(all.last().map(String::as_str), Some("2023-01-05 First"), "{all:?}");
    // To another address, which the old one leads to.
    repo.remove(TASK).write(
        "content/tasks/b.md",
        &task("2023-09-30", "三。").replace("标题", "旧网址: /tasks/a/\n标题"),
    );
    repo.commit("2023-02-04", "another address");
    let all = revisions(&repo, Kind::Task, "2023-03-01");
    assert_eq!(all.last().map(String::as_str), Some("2023-01-05 First"), "{all:?}");
}

#[test]
fn a_merge_changes_only_what_is_otherwise_than_in_all_it_joins() {
    let repo = repo();
    repo.git(&["checkout", "--quiet", "-b", "side"]);
    repo.write(TASK, &task("2023-06-30", "支线。")).commit("2023-02-01", "side");
    repo.git(&["checkout", "--quiet", "main"]);
    repo.write("content/plans/plan.md", &format!("{PLAN}正文。\n")).commit("2023-02-02", "main");
    repo.git_on("2023-02-05", &["merge", "--quiet", "--no-ff", "--message", "merge", "side"]);
    // Readers saw it once it was merged.
    assert_eq!(revisions(&repo, Kind::Task, "2023-03-01"), ["2023-02-05 Text", "2023-01-05 First"]);
    assert_eq!(revisions(&repo, Kind::Plan, "2023-03-01"), ["2023-02-02 Text", "2023-01-05 First"]);
    assert_eq!(revisions(&repo, Kind::Task, "2023-02-04"), ["2023-01-05 First"]);
}

#[test]
fn an_edit_that_meets_a_move_in_a_merge_is_told_once() {
    for edit_on_side in [true, false] {
        let repo = repo();
        let edit = || {
            repo.write(TASK, &task("2023-09-30", "一。")).commit("2023-02-01", "edit");
        };
        let turn = || {
            repo.git(&["mv", TASK, "content/tasks/a.md"]);
            repo.commit("2023-02-02", "moved");
        };
        repo.git(&["checkout", "--quiet", "-b", "side"]);
        if edit_on_side {
            edit()
        } else {
            turn()
        }
        repo.git(&["checkout", "--quiet", "main"]);
        if edit_on_side {
            turn()
        } else {
            edit()
        }
        repo.git_on("2023-02-05", &["merge", "--quiet", "--no-ff", "--message", "merge", "side"]);
        let day = if edit_on_side { "2023-02-05" } else { "2023-02-01" };
        assert_eq!(
            revisions(&repo, Kind::Task, "2023-03-01"),
            [format!("{day} Field(\"deadline\""), "2023-01-05 First".to_owned()]
        );
    }
}

#[test]
fn what_others_had_pushed_keeps_its_day_when_it_is_pulled() {
    let repo = repo();
    repo.git(&["checkout", "--quiet", "-b", "theirs"]);
    repo.write(TASK, &task("2023-06-30", "他人。")).commit("2023-02-01", "theirs");
    repo.git(&["checkout", "--quiet", "main"]);
    repo.write("content/plans/plan.md", &format!("{PLAN}正文。\n")).commit("2023-02-02", "own");
    let message = "Merge branch 'main' of https://git.example.gov.cn/a/b";
    repo.git_on("2023-02-05", &["merge", "--quiet", "--no-ff", "--message", message, "theirs"]);
    assert_eq!(revisions(&repo, Kind::Task, "2023-03-01"), ["2023-02-01 Text", "2023-01-05 First"]);
    assert_eq!(revisions(&repo, Kind::Plan, "2023-03-01"), ["2023-02-05 Text", "2023-01-05 First"]);
}

#[test]
fn a_change_of_a_machine_whose_clock_is_behind_is_told_on_the_day_of_the_one_before() {
    let repo = repo();
    repo.write(TASK, &task("2023-09-30", "一。")).commit("2000-01-01", "no battery");
    repo.write("content/tasks/a/2023-01-20.md", "---\n事项: 进展\n---\n三。\n");
    repo.commit("2023-02-01", "entry");
    repo.write(TASK, &task("2023-09-30", "二。")).commit("2023-01-31", "a day behind");
    assert_eq!(
        revisions(&repo, Kind::Task, "2023-03-01"),
        ["2023-02-01 Text EntryAdded(2023-01-20", "2023-01-05 First Field(\"deadline\""]
    );
    // One ahead hides nothing that comes after it.
    repo.write(TASK, &task("2023-09-30", "四。")).commit("2099-01-01", "ahead");
    repo.write(TASK, &task("2023-09-30", "五。")).commit("2023-02-03", "right again");
    let told = revisions(&repo, Kind::Task, "2023-03-01");
    assert_eq!(told.first().map(String::as_str), Some("2023-02-03 Text"), "{told:?}");
}

#[test]
fn an_entry_committed_long_after_its_day_was_entered_late_but_not_what_came_with_its_record() {
    let repo = repo();
    repo.write("content/tasks/a/2023-02-01.md", "---\n事项: 进展\n---\n一。\n");
    repo.commit("2023-02-03", "in time");
    repo.write("content/tasks/a/2023-02-02.md", "---\n事项: 进展\n---\n二。\n");
    repo.commit("2023-03-20", "late");
    let facts = facts(&repo, "2023-04-01");
    let record = only(Kind::Task, &facts);
    let late: Vec<Option<String>> = facts
        .entries_of(record)
        .into_iter()
        .map(|entry| facts.entered_late(record, entry).map(|day| day.to_string()))
        .collect();
    assert_eq!(late, [None, Some("2023-03-20".to_owned())]);
}

#[test]
fn a_history_is_gone_on_from_and_begun_anew_after_a_forced_push() {
    let repo = repo();
    let anew = |repo: &Repo| {
        let _ = std::fs::remove_dir_all(repo.0.path(".git/liangshai"));
        history(&repo.0.0)
    };
    history(&repo.0.0);
    repo.write(TASK, &task("2023-09-30", "一。")).commit("2023-02-01", "later");
    let gone_on = history(&repo.0.0);
    assert_eq!(gone_on, anew(&repo));
    // The commit is taken back and another one takes its place.
    repo.git(&["reset", "--quiet", "--hard", "HEAD~1"]);
    repo.write(TASK, &task("2023-06-30", "二。")).commit("2023-02-02", "instead");
    let after = history(&repo.0.0);
    assert_eq!(after, anew(&repo));
    assert_ne!(after, gone_on);
    // What comes with a merge stands behind what was there.
    repo.git(&["checkout", "--quiet", "-b", "side", "HEAD~1"]);
    repo.write("content/plans/plan.md", &format!("{PLAN}正文。\n")).commit("2023-01-20", "side");
    repo.git(&["checkout", "--quiet", "main"]);
    repo.git_on("2023-02-05", &["merge", "--quiet", "--no-ff", "--message", "merge", "side"]);
    let after = history(&repo.0.0);
    assert_eq!(after, anew(&repo));
    // Of an earlier commit a part of it is enough, whether or not that is on the main line.
    let tip = repo.git(&["rev-parse", "HEAD"]);
    for earlier in ["HEAD~1", "side", "HEAD~1~1"] {
        repo.git(&["checkout", "--quiet", "--detach", earlier]);
        let part = history(&repo.0.0);
        assert_eq!(part, anew(&repo), "{earlier}");
        repo.git(&["checkout", "--quiet", tip.trim()]);
        assert_eq!(history(&repo.0.0), after, "{earlier}");
    }
    // What is kept may be spoilt.
    let kept = std::fs::read_dir(repo.0.path(".git/liangshai")).expect("a folder").next();
    let kept = kept.expect("a file").expect("a file").path();
    std::fs::write(&kept, b"spoilt").expect("written");
    assert_eq!(history(&repo.0.0), after);
}

#[test]
fn names_that_are_no_text_submodules_and_links_are_told_as_on_disk() {
    let repo = repo();
    let other = Repo::new("2023-01-01", &[("a.txt", "a")]);
    let from = other.0.0.to_str().expect("a path");
    repo.git(&["submodule", "--quiet", "add", from, "content/news/sub"]);
    let blob = repo.git(&["hash-object", "-w", "site.toml"]);
    let entry = format!("100644 {}\tcontent/news/", blob.trim());
    let mut line = entry.into_bytes();
    line.extend([0xff, 0xfe]);
    line.extend(b".md\n");
    let mut index = Command::new("git");
    index.current_dir(&repo.0.0).args(["update-index", "--index-info"]);
    index.stdin(std::process::Stdio::piped());
    let mut child = index.spawn().expect("git runs");
    std::io::Write::write_all(child.stdin.as_mut().expect("a pipe"), &line).expect("written");
    assert!(child.wait().expect("it ends").success());
    repo.git_on("2023-02-01", &["commit", "--quiet", "--message", "odd names"]);
    let run = repo.0.run(&["build", "--rev", "HEAD", "--as-of", "2023-03-01"]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(run.err.contains("是子模块") && run.err.contains("UTF-8"), "{}", run.err);
    // In the folder its files are not read either.
    let told = repo.0.run(&["check", "--as-of", "2023-03-01"]).out;
    assert!(told.contains("错误[LS0102]: content/news/sub 是子模块"), "{told}");
    assert!(!told.contains("sub/a.txt"), "{told}");
    // A review of two revisions tells them as new.
    let review = repo.0.run(&["review", "HEAD~1", "HEAD", "--as-of", "2023-03-01"]);
    assert!(review.out.contains("是子模块") && review.out.contains("UTF-8"), "{}", review.out);
}

#[test]
fn a_clone_without_all_objects_or_without_files_is_told_what_brings_them() {
    let repo = repo();
    repo.write(TASK, &task("2023-09-30", "一。")).commit("2023-02-01", "later");
    repo.git(&["config", "uploadpack.allowFilter", "true"]);
    let scratch = Scratch::new();
    let from = format!("file://{}", repo.0.0.display());
    let clone = |name: &str, options: &[&str]| {
        let args = [&["clone", "--quiet"], options, &[&from, name]].concat();
        git_in(&scratch.0, "2023-03-01", &args);
        Scratch(scratch.path(name))
    };
    let partial = clone("partial", &["--filter=blob:none"]);
    let bare = clone("bare", &["--bare", "--filter=blob:none"]);
    let run =
        |site: &Scratch, args: &[&str]| site.run(&[&["--as-of", "2023-03-01"], args].concat());
    let review = ["review", "HEAD~1", "HEAD"];
    for (site, args) in
        [(&partial, &review[..]), (&bare, &review), (&bare, &["check", "--rev", "main"])]
    {
        let told = run(site, args);
        assert_eq!(told.code, 3, "{}", told.err);
        assert!(told.err.contains("git fetch --refetch --no-filter"), "{}", told.err);
    }
    let told = run(&bare, &["build", "--out", "public"]);
    assert!(told.code == 2 && told.err.contains("--rev main"), "{}", told.err);
}

#[test]
fn a_file_git_lfs_keeps_is_given_out_whole_or_its_absence_is_told() {
    let repo = repo();
    let digest = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";
    let pointer =
        format!("version https://git-lfs.github.com/spec/v1\noid sha256:{digest}\nsize 3\n");
    repo.write("content/tasks/a/图.txt", &pointer);
    repo.write(TASK, &task("2023-06-30", "一。").replace("标题", "附件: [图.txt]\n标题"));
    repo.commit("2023-02-01", "lfs");
    let run = repo.0.run(&["build", "--rev", "HEAD", "--as-of", "2023-03-01"]);
    assert_eq!(run.code, 3, "{}", run.err);
    let told = "不能读取 HEAD:content/tasks/a/图.txt：由 git LFS 存放，这里没有；用 git lfs fetch --all 取回\n";
    assert!(run.err.ends_with(told), "{}", run.err);
    // In the folder a pointer is no file to be given out.
    let run = repo.0.run(&["check", "--as-of", "2023-03-01"]);
    let told = run.out + &run.err;
    assert!(told.contains("由 git LFS 存放，这里只有一个指针"), "{told}");
    assert_eq!(repo.0.run(&["build", "--as-of", "2023-03-01"]).code, 1);
    repo.0.write(&format!(".git/lfs/objects/2c/26/{digest}"), "foo");
    let built = repo.0.built(&["--rev", "HEAD", "--as-of", "2023-03-01"]);
    assert_eq!(built["tasks/a/图.txt"], b"foo");
}
