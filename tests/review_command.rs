//! `review` as it is called: revisions of a repository, and the folder as it lies there.

#[path = "support/repo.rs"]
mod repo;
#[path = "faults/scratch.rs"]
mod scratch;

use repo::{Repo, git_in};
use scratch::{Run, Scratch, program};

const SETTINGS: &str =
    "title = \"专栏\"\nas_of = 2023-03-01\n[defaults]\ndisclosure = \"主动公开\"\n";
const PLAN: &str = "---\n标题: 方案\n发文机关: 县政府\n发布日期: 2023-01-01\n---\n";
const OFFICE: &str = "---\n标题: 审批办\n---\n";
const TASK: &str = "content/tasks/a.md";

fn task(deadline: &str) -> String {
    format!(
        "---\n标题: 甲\n方案: plan\n责任单位: 审批办\n目标: 建成\n完成时限: {deadline}\n---\n一。\n"
    )
}

fn repo() -> Repo {
    Repo::new(
        "2023-01-05",
        &[
            ("site.toml", SETTINGS),
            ("content/plans/plan.md", PLAN),
            ("content/offices/o.md", OFFICE),
            (TASK, &task("2023-06-30")),
        ],
    )
}

fn review(repo: &Repo, args: &[&str]) -> Run {
    let run = repo.0.run(&[&["review"], args].concat());
    assert_eq!(run.code, 0, "{}", run.err);
    run
}

#[test]
fn two_revisions_and_the_folder_with_edits_that_are_not_committed_tell_the_same() {
    let repo = repo();
    repo.write(TASK, &task("2023-09-30"));
    let folder = review(&repo, &["HEAD"]).out;
    assert!(folder.contains("2023年6月30日") && folder.contains("92"), "{folder}");
    repo.commit("2023-02-01", "later");
    let committed = review(&repo, &["HEAD~1", "HEAD"]).out;
    assert_eq!(folder.replace("工作区", "HEAD"), committed.replace("HEAD~1", "HEAD"));
    let nothing = review(&repo, &["HEAD", "HEAD"]).out;
    assert!(!nothing.contains("标题") && !nothing.contains("甲"), "{nothing}");
}

#[test]
fn a_translation_that_comes_is_edited_or_goes_is_told_of_its_record() {
    let repo = repo();
    let file = "content/tasks/a.en.md";
    repo.write(file, "---\n标题: A task\n---\nOne.\n").commit("2023-02-01", "came");
    repo.write(file, "---\n标题: A task\n---\nTwo.\n").commit("2023-02-02", "edited");
    repo.write(file, "---\n标题: The task\n---\nTwo.\n").commit("2023-02-03", "retitled");
    repo.remove(file).commit("2023-02-04", "went");
    let told = |range: [&str; 2]| review(&repo, &[&range[..], &["--lang", "en"]].concat()).out;
    for (range, words) in [
        (["HEAD~4", "HEAD~3"], "Translation into English: 【＋A task】  (new)"),
        (["HEAD~3", "HEAD~2"], "Translation into English: 【One→Two】."),
        (["HEAD~2", "HEAD~1"], "Translation into English: 【A→The】 task"),
        (["HEAD~1", "HEAD"], "Translation into English: 【－The task】  (removed)"),
    ] {
        let told = told(range);
        let line = told.lines().find(|line| line.to_lowercase().contains("translation"));
        assert!(line.is_some_and(|line| line.contains(words)), "{range:?}: {told}");
        assert!(told.contains("甲"), "{range:?}: {told}");
    }
}

#[test]
fn the_same_revisions_are_the_same_bytes_in_every_form() {
    let repo = repo();
    repo.write(TASK, &task("2023-09-30")).commit("2023-02-01", "later");
    let bare = Scratch::new();
    let from = repo.0.0.to_str().expect("a path");
    git_in(&bare.0, "2023-02-02", &["clone", "--quiet", "--bare", from, "bare.git"]);
    for format in ["text", "markdown", "html", "json"] {
        let args = ["HEAD~1", "HEAD", "--format", format];
        let once = review(&repo, &args).out;
        assert_eq!(once, review(&repo, &args).out, "{format}");
        let mut command = program();
        command.arg("--site").arg(bare.path("bare.git")).arg("review").args(args);
        assert_eq!(once, Run::of(command).out, "{format} of a bare repository");
    }
    let mut command = program();
    command.arg("--site").arg(bare.path("bare.git")).args(["review", "HEAD~1"]);
    let run = Run::of(command);
    assert!(run.err.contains("review main~1 main"), "no files to compare with: {}", run.err);
    let out = repo.0.path("review.html");
    let run =
        review(&repo, &["HEAD~1", "HEAD", "--format", "html", "--out", out.to_str().unwrap()]);
    assert_eq!(run.out, "");
    assert!(std::fs::read_to_string(out).expect("a file").starts_with("<!DOCTYPE html>"));
}

#[test]
fn a_base_that_went_on_is_told_of_and_may_be_left_out() {
    let repo = repo();
    repo.git(&["checkout", "--quiet", "-b", "side"]);
    repo.write(TASK, &task("2023-09-30")).commit("2023-02-01", "side");
    repo.git(&["checkout", "--quiet", "main"]);
    repo.write("content/news/n.md", "---\n标题: 新闻\n发布日期: 2023-02-01\n---\n字。\n");
    repo.commit("2023-02-02", "main goes on");
    let both = review(&repo, &["main", "side"]);
    assert!(both.err.contains("--merge-base") && both.out.contains("新闻"), "{}", both.err);
    let own = review(&repo, &["main", "side", "--merge-base"]);
    assert_eq!(own.err, "");
    assert!(own.out.contains("甲") && !own.out.contains("新闻"), "{}", own.out);
}

#[test]
fn a_shallow_clone_that_ends_before_what_is_common_is_told_how_to_deepen() {
    let repo = repo();
    repo.git(&["checkout", "--quiet", "-b", "side"]);
    repo.write(TASK, &task("2023-09-30")).commit("2023-02-01", "side");
    repo.git(&["checkout", "--quiet", "main"]);
    repo.commit("2023-02-02", "main goes on");
    let others = Scratch::new();
    let from = format!("file://{}", repo.0.0.display());
    let clone = ["clone", "--quiet", "--depth=1", "--no-single-branch", &from, "shallow"];
    git_in(&others.0, "2023-02-03", &clone);
    let mut command = program();
    command.arg("--site").arg(others.path("shallow"));
    command.args(["review", "origin/main", "origin/side", "--merge-base"]);
    let run = Run::of(command);
    assert_eq!(run.code, 2, "{}", run.err);
    assert!(run.err.contains("git fetch --unshallow"), "{}", run.err);
}

#[test]
fn what_cannot_be_compared_is_told_as_a_call_at_fault() {
    let repo = repo();
    repo.git(&["checkout", "--quiet", "--orphan", "empty"]);
    repo.git(&["rm", "-rq", "--cached", "."]);
    repo.git_on("2023-02-01", &["commit", "--quiet", "--allow-empty", "--message", "nothing"]);
    for (args, words) in [
        (&["review", "nowhere"][..], "没有“nowhere”这个版本"),
        (&["review", "main", "empty"], "“empty”里没有 site.toml"),
        (&["review", "empty", "main", "--merge-base"], "没有共同的提交"),
    ] {
        let run = repo.0.run(args);
        assert_eq!(run.code, 2, "{args:?}: {}", run.err);
        assert!(run.err.contains(words), "{args:?}: {}", run.err);
    }
}
