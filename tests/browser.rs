//! The shipped site in a real browser, opened from its folder: `browser/look.mjs` and
//! `browser/access.mjs` say what they look at; and its files as the Nu HTML checker reads them. They
//! need node, chromium and Java, and say how to get them rather than pass unseen.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use serde_json::Value;

const SET_UP: &str = "set it up with\n  \
    apt-get install -y nodejs npm chromium default-jre-headless fonts-noto-cjk && \
    npm ci --ignore-scripts --prefix tests/browser\n\
    (a browser elsewhere is named in CHROMIUM)";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The shipped site, built once to be opened from its folder.
fn site() -> &'static Path {
    static SITE: OnceLock<PathBuf> = OnceLock::new();
    SITE.get_or_init(|| {
        let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("browser");
        let build = Command::new(env!("CARGO_BIN_EXE_liangshai"))
            .args(["build", "--quiet", "--offline", "--site"])
            .arg(root())
            .arg("--out")
            .arg(&out)
            .output()
            .expect("the program starts");
        assert!(build.status.success(), "{}", String::from_utf8_lossy(&build.stderr));
        out
    })
}

/// What a package of the browser tests has brought.
fn package(path: &str) -> PathBuf {
    let file = root().join("tests/browser/node_modules").join(path);
    assert!(file.exists(), "the browser test lacks {path}; {SET_UP}");
    file
}

fn run(program: &str, arguments: &[&Path], options: &[&str]) -> Output {
    match Command::new(program).args(options).args(arguments).output() {
        Ok(output) => output,
        Err(fault) => panic!("the browser test needs {program} ({fault}); {SET_UP}"),
    }
}

/// Opens the site by a script, which says what is wrong.
fn look(script: &str) {
    package("playwright-core");
    package("axe-core");
    let script = root().join("tests/browser").join(script);
    let look = run("node", &[&script, site()], &[]);
    let (said, wrong) =
        (String::from_utf8_lossy(&look.stdout), String::from_utf8_lossy(&look.stderr));
    assert!(look.status.code() != Some(2), "{wrong}\n{SET_UP}");
    assert!(look.status.success(), "{said}\n{wrong}");
}

#[test]
fn the_site_opens_from_a_folder_and_is_fit_to_be_seen() {
    look("look.mjs");
}

#[test]
fn every_kind_of_page_can_be_used_by_everyone() {
    look("access.mjs");
}

/// What the checker says of a page that is as it should be.
fn is_no_fault(message: &Value) -> bool {
    let text = message["message"].as_str().unwrap_or_default();
    // It reads a page from a folder, which to it is a host of another name.
    text.starts_with("Resource violates Content Security Policy (meta tag): external")
        // Properties of SVG 2, which its list of properties lacks.
        || text.contains("“vector-effect”: Property")
        || text.contains("“paint-order”: Property")
}

#[test]
fn the_html_checker_finds_no_error_and_no_warning() {
    let checker = package("vnu-jar/build/dist/vnu.jar");
    let options = ["--also-check-css", "--also-check-svg", "--skip-non-html", "--format", "json"];
    let options: Vec<&str> =
        ["-jar", checker.to_str().expect("a path in UTF-8")].into_iter().chain(options).collect();
    let check = run("java", &[site()], &options);
    let told: Value = serde_json::from_slice(&check.stderr)
        .unwrap_or_else(|_| panic!("{}\n{SET_UP}", String::from_utf8_lossy(&check.stderr)));
    let messages = told["messages"].as_array().expect("the checker lists what it finds");
    // Those beside a fault's first place are plain, without a kind of their own.
    let is_told = |message: &&Value| message["type"] == "error" || message["subType"] == "warning";
    let found: Vec<String> = messages
        .iter()
        .filter(is_told)
        .filter(|message| !is_no_fault(message))
        .map(|message| format!("{}: {}", message["url"], message["message"]))
        .collect();
    let shown: Vec<_> = found.iter().take(40).map(String::as_str).collect();
    assert!(found.is_empty(), "{} faults, among them\n{}", found.len(), shown.join("\n"));
}
