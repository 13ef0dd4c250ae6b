//! The shipped site in a real browser, opened from its folder: `browser/look.mjs` and
//! `browser/access.mjs` say what they look at; and its files as the Nu HTML checker reads them. They
//! need node, chromium and Java, and say how to get them rather than pass unseen.

#[path = "../examples/corpus.rs"]
#[allow(dead_code, reason = "the program around it is not asked for here")]
mod corpus;
#[path = "browser/paper.rs"]
mod paper;
#[path = "faults/scratch.rs"]
mod scratch;

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use serde_json::Value;

use scratch::Scratch;

const SET_UP: &str = "set it up with\n  \
    apt-get install -y nodejs npm chromium default-jre-headless fonts-noto-cjk && \
    npm ci --ignore-scripts --prefix tests/browser\n\
    (a browser elsewhere is named in CHROMIUM)";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Builds a site into a folder of its own.
fn built(site: &Path, name: &str, options: &[&str]) -> PathBuf {
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let build = Command::new(env!("CARGO_BIN_EXE_liangshai"))
        .args(["build", "--quiet", "--site"])
        .arg(site)
        .args(options)
        .arg("--out")
        .arg(&out)
        .output()
        .expect("the program starts");
    assert!(build.status.success(), "{}", String::from_utf8_lossy(&build.stderr));
    out
}

/// The shipped site, built once to be opened from its folder.
fn shipped() -> &'static Path {
    static SITE: OnceLock<PathBuf> = OnceLock::new();
    SITE.get_or_init(|| built(root(), "browser", &["--offline"]))
}

/// What a package of the browser tests has brought.
fn package(path: &str) -> PathBuf {
    let file = root().join("tests/browser/node_modules").join(path);
    assert!(file.exists(), "the browser test lacks {path}; {SET_UP}");
    file
}

fn run(program: &str, arguments: &[&OsStr]) -> Output {
    match Command::new(program).args(arguments).output() {
        Ok(output) => output,
        Err(fault) => panic!("the browser test needs {program} ({fault}); {SET_UP}"),
    }
}

/// Runs a script of `browser/` on built sites and gives what it says.
fn node(script: &str, args: &[&OsStr]) -> String {
    for name in ["playwright-core", "axe-core", "jsqr", "unpdf"] {
        package(name);
    }
    let script = root().join("tests/browser").join(script);
    let run = run("node", &[&[script.as_os_str()], args].concat());
    let said = String::from_utf8(run.stdout).expect("UTF-8");
    let wrong = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.code() != Some(2), "{wrong}\n{SET_UP}");
    assert!(run.status.success(), "{said}\n{wrong}");
    said
}

#[test]
fn long_lists_are_narrowed_and_sorted_in_place_and_the_board_hangs_on_the_wall() {
    let made = Path::new(env!("CARGO_TARGET_TMPDIR")).join("board-made");
    if made.exists() {
        std::fs::remove_dir_all(&made).expect("the last run's folder can be removed");
    }
    let words = ["500".to_owned(), made.display().to_string()];
    corpus::write(&corpus::Order::of(words.into_iter()).expect("a sound order"))
        .expect("the site is written");
    let large = built(&made, "board-large", &[]);
    node("board.mjs", &[shipped().as_os_str(), large.as_os_str()]);
}

#[test]
fn the_site_opens_from_a_folder_and_is_fit_to_be_seen() {
    node("look.mjs", &[shipped().as_os_str()]);
}

const SETTINGS: &str = "title = \"专栏\"\nbase_url = \"https://www.example.gov.cn/ljsbp/\"
as_of = 2023-04-10\n[defaults]\ndisclosure = \"主动公开\"\n[leaving]\nhosts = [\"gov.cn\"]\n";
const PLAN: &str =
    "---\n标题: 工作方案\n发文机关: 局\n发布日期: 2023-03-03\n结束: 2023-09-30\n通报日: 30\n---\n";
const TASK: &str = "---\n标题: 梳理清单\n方案: 工作方案\n责任单位: 股\n完成时限: 9月底前\n---\n";
const NEWS: &str = "---\n标题: 动态\n发布日期: 2023-03-08\n---\n见[别的网站](https://example.com/a)、[门户](https://portal.gov.cn/)和[方案](../plans/2023.md)。\n";
const BULLETIN: &str = "content/bulletins/2023/2023-03.md";

/// A site with a bulletin that was issued, its own words being those given, and a link elsewhere.
fn issued(words: &str) -> Scratch {
    let site = Scratch::site(&[
        ("site.toml", SETTINGS),
        ("content/offices/gu.md", "---\n标题: 审批股\n简称: 股\n---\n"),
        ("content/offices/ju.md", "---\n标题: 局\n---\n"),
        ("content/plans/2023.md", PLAN),
        ("content/tasks/01.md", TASK),
        ("content/news/a.md", NEWS),
        (BULLETIN, &format!("---\n期号: 第1期\n---\n{words}\n")),
    ]);
    let run = site.run(&["bulletin", "issue", "2023", "2023-03", "--as-of", "2023-03-30"]);
    assert_eq!(run.code, 0, "{}", run.err);
    site.built(&["--offline"]);
    site
}

#[test]
fn a_page_is_shared_cited_and_left_as_it_says() {
    let site = issued("抓好落实。");
    let public = site.path("public");
    let pages =
        ["news/a", "tasks/01", "bulletins/2023/2023-03"].map(|page| format!("{page}/index.html"));
    let mut args = vec![public.as_os_str()];
    args.extend(pages.iter().map(OsStr::new));
    node("reading.mjs", &args);
}

#[test]
fn every_kind_of_page_can_be_used_by_everyone() {
    node("access.mjs", &[shipped().as_os_str()]);
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
    let options = options.map(OsStr::new);
    let jar = [OsStr::new("-jar"), checker.as_os_str()];
    let check = run("java", &[&jar, &options[..], &[shipped().as_os_str()]].concat());
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
