//! In a forge: CODEOWNERS from the offices, the recipes of the forges, the hook before a commit.

#[path = "forge/annotations.rs"]
mod annotations;
#[path = "forge/hook.rs"]
mod hook;
#[path = "forge/owners.rs"]
mod owners;
#[path = "forge/recipes.rs"]
mod recipes;
#[path = "faults/scratch.rs"]
mod scratch;
#[path = "forge/yaml.rs"]
mod yaml;

use std::path::Path;
use std::process::Command;

use scratch::{Run, Scratch, program};

const PROGRAM: &str = env!("CARGO_BIN_EXE_liangshai");

/// A shell in a folder, with the program among its commands and an identity to commit by.
fn shell(folder: &Path, script: &str) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", script]).current_dir(folder);
    let mut path = Path::new(PROGRAM).parent().expect("a folder").as_os_str().to_owned();
    path.push(":");
    path.push(std::env::var_os("PATH").expect("a path"));
    command.env("PATH", path).env("LC_ALL", "C.UTF-8");
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    for who in ["AUTHOR", "COMMITTER"] {
        command
            .env(format!("GIT_{who}_NAME"), "n")
            .env(format!("GIT_{who}_EMAIL"), "n@example.com");
    }
    command
}

/// What a script prints; it must succeed.
fn sh(folder: &Path, script: &str) -> String {
    let output = shell(folder, script).output().expect("a shell");
    let (out, err) =
        (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{script}\n{out}{err}");
    out.into_owned()
}

/// The program in a folder.
fn run_in(folder: &Path, args: &[&str]) -> Run {
    let mut command = program();
    command.current_dir(folder).args(args);
    Run::of(command)
}

const SETTINGS: &str = "title = \"甲\"\n[defaults]\ndisclosure = \"主动公开\"\n[owners]\n\
    default = \"@county/editors\"\n\"审批股\" = \"@county/permits\"\njg = [\"@county/oversight\", \"@li\"]\n";

/// A site of three offices, one of which is nobody in the forge.
fn site() -> Scratch {
    let task = |lead: &str| format!("---\n标题: 任务\n方案: 方案\n责任单位: {lead}\n---\n");
    let site = Scratch::site(&[
        ("site.toml", SETTINGS),
        ("content/offices/ju.md", "---\n标题: 局\n---\n"),
        ("content/offices/sp.md", "---\n标题: 行政审批股\n简称: 审批股\n---\n"),
        ("content/offices/jg.md", "---\n标题: 监管股\n---\n"),
        ("content/posts/sp.md", "---\n标题: 股长\n单位: sp\n---\n"),
        ("content/plans/2023.md", "---\n标题: 方案\n发文机关: 局\n发布日期: 2023-03-03\n---\n"),
        ("content/tasks/index.md", "---\n标题: 任务\n---\n"),
    ]);
    for (path, lead) in [
        ("2023/sp/01/index.md", "审批股"),
        ("2023/sp/02.md", "审批股"),
        ("2023/both.md", "[监管股, 审批股]"),
        ("2023/jg 3.md", "监管股"),
        ("2023/ju.md", "局"),
    ] {
        let path = format!("content/tasks/{path}");
        let text = task(lead);
        let text = if path.contains(' ') {
            text.replacen("---\n", "---\n网址名: a03\n", 1)
        } else {
            text
        };
        site.write(&path, text);
    }
    site.write("content/tasks/2023/sp/01/2023-04-01.md", "---\n事项: 进展\n---\n");
    site.write("content/tasks/2023/sp/01/note.txt", "a file of the record");
    site
}
