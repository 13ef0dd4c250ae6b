//! A folder of one test's own, and the program run in it.

#![allow(dead_code, reason = "each test program uses a part of it")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, Ordering};

/// Settings of a site that is inspected for nothing but what a test is about; more rules may follow.
pub const SETTINGS: &str = "title = \"专栏\"\nbase_url = \"https://www.example.gov.cn/\"
[defaults]\ndisclosure = \"主动公开\"\n[check.rules]\nmissing-identity = \"off\"\nstale-column = \"off\"\nstale-home = \"off\"\n";

/// A code and a severity, as tests compare them.
pub fn pair(code: &str, severity: &str) -> (String, String) {
    (code.to_owned(), severity.to_owned())
}

static COUNT: AtomicU32 = AtomicU32::new(0);

/// A folder that is removed when the test ends.
pub struct Scratch(pub PathBuf);

impl Scratch {
    pub fn new() -> Self {
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("liangshai-test-{}-{count}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        // A run that was killed may have had this process's number.
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder");
        Self(folder)
    }

    /// A site of a few files: their paths and texts.
    pub fn site(files: &[(&str, &str)]) -> Self {
        let site = Self::new();
        for (path, text) in files {
            site.write(path, text);
        }
        site
    }

    /// A copy of a folder of the repository.
    pub fn copy_of(folder: &str) -> Self {
        let site = Self::new();
        copy(&repository().join(folder), &site.0);
        site
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.0.join(path)
    }

    pub fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let file = self.path(path);
        fs::create_dir_all(file.parent().expect("a path below the folder")).expect("a folder");
        fs::write(file, bytes).expect("a file");
    }

    pub fn remove(&self, path: &str) {
        let path = self.path(path);
        if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }
            .expect("it was there");
    }

    /// Runs the program on this site.
    pub fn run(&self, args: &[&str]) -> Run {
        Run::of(self.command(args))
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = program();
        command.arg("--site").arg(&self.0).args(args);
        command
    }

    /// Builds the site into its public/, which must succeed, and reads what was built.
    pub fn built(&self, args: &[&str]) -> BTreeMap<String, Vec<u8>> {
        let mut all = vec!["build"];
        all.extend(args);
        let run = self.run(&all);
        assert_eq!(run.code, 0, "{}", run.err);
        files(&self.path("public"))
    }

    /// The faults `check` finds, in their order.
    pub fn faults(&self) -> Vec<Fault> {
        let run = self.run(&["check", "--format", "json"]);
        assert!(run.code <= 1, "{}", run.err);
        faults(&run.out)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// How a run of the program ended.
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Run {
    /// Runs it; a panic is never an answer.
    pub fn of(mut command: Command) -> Self {
        let Output { status, stdout, stderr } = command.output().expect("the program runs");
        let run = Self {
            code: status.code().unwrap_or(-1),
            out: String::from_utf8_lossy(&stdout).into_owned(),
            err: String::from_utf8_lossy(&stderr).into_owned(),
        };
        assert!(!run.err.contains("panicked"), "{}", run.err);
        assert!((0..=3).contains(&run.code), "ended with {status}: {}", run.err);
        run
    }
}

/// One line of `check --format json`.
#[derive(Debug, Clone)]
pub struct Fault {
    pub code: String,
    pub severity: String,
    pub message: String,
    pub help: Option<String>,
    pub path: String,
    pub line: u64,
    pub column: u64,
    pub end_line: u64,
    pub end_column: u64,
}

pub fn faults(json: &str) -> Vec<Fault> {
    let text = |value: &serde_json::Value, name: &str| {
        value[name].as_str().unwrap_or_else(|| panic!("{name} in {value}")).to_owned()
    };
    let number = |value: &serde_json::Value, name: &str| {
        value[name].as_u64().unwrap_or_else(|| panic!("{name} in {value}"))
    };
    json.lines()
        .map(|line| {
            let value: serde_json::Value = serde_json::from_str(line).expect("a line is JSON");
            Fault {
                code: text(&value, "code"),
                severity: text(&value, "severity"),
                message: text(&value, "message"),
                help: value["help"].as_str().map(str::to_owned),
                path: text(&value, "path"),
                line: number(&value, "line"),
                column: number(&value, "column"),
                end_line: number(&value, "end_line"),
                end_column: number(&value, "end_column"),
            }
        })
        .collect()
}

pub fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_liangshai"));
    command.env_remove("NO_COLOR").env_remove("RAYON_NUM_THREADS");
    command
}

pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Copies a folder and all below it; links are left out.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    let mut items: Vec<_> =
        fs::read_dir(from).expect("a folder").map(|item| item.expect("an item")).collect();
    items.sort_by_key(|item| item.file_name());
    for item in items {
        let kind = item.file_type().expect("a kind");
        let target = to.join(item.file_name());
        if kind.is_dir() {
            copy(&item.path(), &target);
        } else if kind.is_file() {
            fs::copy(item.path(), target).expect("a copy");
        }
    }
}

/// Every file below a folder with its bytes; empty if there is no folder.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    collect(folder, "", &mut found);
    found
}

fn collect(folder: &Path, prefix: &str, found: &mut BTreeMap<String, Vec<u8>>) {
    let Ok(listing) = fs::read_dir(folder) else { return };
    for item in listing {
        let item = item.expect("an item");
        let name = format!("{prefix}{}", item.file_name().to_string_lossy());
        if item.file_type().expect("a kind").is_dir() {
            collect(&item.path(), &format!("{name}/"), found);
        } else {
            found.insert(name, fs::read(item.path()).expect("a file"));
        }
    }
}

/// Holds two trees equal; says which files differ, not what is in them.
pub fn assert_same(a: &BTreeMap<String, Vec<u8>>, b: &BTreeMap<String, Vec<u8>>, what: &str) {
    let differing: Vec<&String> =
        a.keys().chain(b.keys()).filter(|path| a.get(*path) != b.get(*path)).collect();
    assert!(differing.is_empty(), "{what}: {differing:?} differ");
    assert!(!a.is_empty(), "{what}: nothing was built");
}

/// The files of a tree that hold a text.
pub fn holding<'a>(tree: &'a BTreeMap<String, Vec<u8>>, text: &str) -> Vec<&'a str> {
    let needle = text.as_bytes();
    tree.iter()
        .filter(|(path, bytes)| {
            path.contains(text) || bytes.windows(needle.len()).any(|window| window == needle)
        })
        .map(|(path, _)| path.as_str())
        .collect()
}
