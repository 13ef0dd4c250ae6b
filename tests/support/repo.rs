//! A git repository of one test's own, with commits on days the test chooses.

#![allow(dead_code, reason = "each test program uses a part of it")]

use std::path::Path;
use std::process::Command;

use super::scratch::Scratch;

/// A site in a repository; the branch is `main`.
pub struct Repo(pub Scratch);

impl Repo {
    /// A repository with one commit of some files, made at noon of a day.
    pub fn new(day: &str, files: &[(&str, &str)]) -> Self {
        let repo = Self(Scratch::site(files));
        repo.git(&["init", "--quiet", "--initial-branch=main"]);
        repo.commit(day, "first");
        repo
    }

    /// Runs git on it, which must succeed, and returns what it says.
    pub fn git(&self, args: &[&str]) -> String {
        self.git_on("2023-01-01", args)
    }

    /// The same, at noon of a day in Beijing.
    pub fn git_on(&self, day: &str, args: &[&str]) -> String {
        git_in(&self.0.0, day, args)
    }

    pub fn write(&self, path: &str, text: &str) -> &Self {
        self.0.write(path, text);
        self
    }

    pub fn remove(&self, path: &str) -> &Self {
        self.0.remove(path);
        self
    }

    /// Commits all that changed.
    pub fn commit(&self, day: &str, message: &str) -> &Self {
        self.git(&["add", "--all"]);
        self.git_on(day, &["commit", "--quiet", "--allow-empty", "--message", message]);
        self
    }
}

/// Runs git in a folder at noon of a day, whatever the machine's own settings are.
pub fn git_in(folder: &Path, day: &str, args: &[&str]) -> String {
    let noon = format!("{day}T12:00:00+08:00");
    let output = Command::new("git")
        .current_dir(folder)
        .args(["-c", "user.name=张三", "-c", "user.email=zhangsan@example.com"])
        .args(["-c", "protocol.file.allow=always", "-c", "commit.gpgsign=false"])
        .args(args)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_AUTHOR_DATE", &noon)
        .env("GIT_COMMITTER_DATE", &noon)
        .output()
        .expect("git runs");
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "git {args:?}: {err}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}
