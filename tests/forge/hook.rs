//! The hook before a commit.

use std::fs;
use std::path::Path;

use super::scratch::Scratch;
use super::{run_in, sh, shell, site};

/// Tries to commit; whether it was done, and what was said.
fn commit(folder: &Path) -> (bool, String) {
    let output = shell(folder, "git commit -qm change").output().expect("a shell");
    (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
}

const BAD: &str = "---\n标题: 任务\n方案: 方案\n责任单位: 没有的股\n---\n";

#[test]
fn the_hook_stops_a_commit_with_errors_and_says_how_to_go_past() {
    let site = site();
    assert_eq!(run_in(&site.0, &["init", ".", "--hook"]).code, 2, "no repository yet");
    sh(&site.0, "git init -q .");
    let told = run_in(&site.0, &["init", ".", "--hook"]);
    assert_eq!(told.code, 0, "{}", told.err);
    assert!(
        told.out.contains(".git/hooks/pre-commit") && told.out.contains("--no-verify"),
        "{}",
        told.out
    );
    sh(&site.0, "git add -A");
    assert!(commit(&site.0).0);
    site.write("content/tasks/2023/ju.md", BAD);
    sh(&site.0, "git add -A");
    let (done, said) = commit(&site.0);
    assert!(
        !done && said.contains("没有的股") && said.contains("git commit --no-verify"),
        "{said}"
    );
    assert!(said.contains("没有提交：上面的错误改好"), "{said}");
    // What is committed is looked at, not what lies in the folder.
    site.write("content/tasks/2023/ju.md", BAD.replace("没有的股", "监管股"));
    assert!(!commit(&site.0).0, "the bad one is still what is to be committed");
    sh(&site.0, "git add -A");
    site.write("content/tasks/2023/ju.md", BAD);
    let (done, said) = commit(&site.0);
    assert!(done, "{said}");
    sh(&site.0, "git add -A && git commit -qnm past");
    let again = run_in(&site.0, &["init", ".", "--hook"]);
    assert!(again.out.contains("内容相同"), "{}", again.out);
}

#[test]
fn what_is_to_be_signed_is_committed_first() {
    let site = site();
    let settings = fs::read_to_string(site.path("site.toml")).expect("settings");
    let approval = "\n[approval]\nrequired = true\nkinds = [\"任务\", \"站点\"]\nposts = [\"主任\"]\n\
        [[approval.stages]]\nstage = \"终审\"\nposts = [\"主任\"]\n";
    site.write("site.toml", settings + approval);
    sh(&site.0, "git init -q . && git add -A");
    sh(&site.0, "git commit -qm 'site\n\n终审: 主任'");
    assert_eq!(run_in(&site.0, &["init", ".", "--hook"]).code, 0);
    sh(
        &site.0,
        "echo '# 注' >> site.toml && echo 改。 >> content/tasks/2023/both.md && git add -A",
    );
    let (done, said) = commit(&site.0);
    assert!(done, "{said}");
    let told = run_in(&site.0, &["check"]);
    assert!(told.out.contains("LS160") || told.err.contains("LS160"), "{}{}", told.out, told.err);
}

#[test]
fn the_hook_goes_where_git_looks_and_replaces_no_other() {
    let top = Scratch::new();
    sh(
        &top.0,
        "git init -q . && git commit -q --allow-empty -m zero && git worktree add -q ../\"$(basename \"$PWD\")-w\"",
    );
    let tree = top.0.with_file_name(format!("{}-w", top.0.file_name().expect("a name").display()));
    let made = run_in(&tree, &["init", "it's web", "--hook", "--lang", "en"]);
    assert_eq!(made.code, 0, "{}", made.err);
    let hook = fs::read_to_string(top.path(".git/hooks/pre-commit")).expect("worktrees share it");
    assert!(hook.contains(r"site='it'\''s web'"), "{hook}");
    fs::write(tree.join("other.txt"), "").expect("a file");
    sh(&tree, "git add other.txt");
    assert!(commit(&tree).0, "a commit that leaves the site alone");
    sh(&tree, "git add -A");
    let (done, said) = commit(&tree);
    assert!(done, "{said}");
    fs::write(tree.join("it's web/content/plans/2026.md"), "---\ntitle: x\n---\n").expect("a file");
    sh(&tree, "git add -A");
    let (done, said) = commit(&tree);
    assert!(!done && said.contains("nothing was committed: mend the faults above"), "{said}");
    fs::remove_dir_all(&tree).expect("ours");
    // Where core.hooksPath says, from the top.
    sh(&top.0, "git config core.hooksPath .hooks && mkdir .hooks");
    assert_eq!(run_in(&top.0, &["init", "site", "--hook"]).code, 0);
    assert!(top.path(".hooks/pre-commit").is_file());
    top.write(".hooks/pre-commit", "#!/bin/sh\nexit 0\n");
    let refused = run_in(&top.0, &["init", "site", "--hook"]);
    assert_eq!(refused.code, 2);
    assert!(
        refused.err.contains("没有改动") && refused.err.contains("check --quiet"),
        "{}",
        refused.err
    );
    assert_eq!(
        fs::read_to_string(top.path(".hooks/pre-commit")).expect("theirs"),
        "#!/bin/sh\nexit 0\n"
    );
}
