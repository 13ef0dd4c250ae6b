//! The shipped site in a real browser, opened from its folder: `browser/look.mjs` says what it
//! looks at. It needs node and chromium, and says how to get them rather than pass unseen.

#[path = "browser/paper.rs"]
mod paper;
#[path = "faults/scratch.rs"]
mod scratch;

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use scratch::Scratch;

const SET_UP: &str = "set it up with\n  \
    apt-get install -y nodejs npm chromium fonts-noto-cjk && npm ci --prefix tests/browser\n\
    (a browser elsewhere is named in CHROMIUM)";

#[path = "../examples/corpus.rs"]
#[allow(dead_code, reason = "the program around it is not asked for here")]
mod corpus;

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

/// The shipped site, built to be opened from a folder of a test's own.
fn shipped(name: &str) -> PathBuf {
    built(Path::new(env!("CARGO_MANIFEST_DIR")), name, &["--offline"])
}

/// Runs a script of `browser/` on a built site and gives what it says.
fn node(script: &str, args: &[&OsStr]) -> String {
    let browser = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    assert!(
        browser.join("node_modules/playwright-core").is_dir(),
        "the browser test lacks playwright-core; {SET_UP}"
    );
    let run = match Command::new("node").arg(browser.join(script)).args(args).output() {
        Ok(run) => run,
        Err(fault) => panic!("the browser test needs node ({fault}); {SET_UP}"),
    };
    let said = String::from_utf8(run.stdout).expect("UTF-8");
    let wrong = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.code() != Some(2), "{wrong}\n{SET_UP}");
    assert!(!wrong.contains("ERR_MODULE_NOT_FOUND"), "{wrong}\n{SET_UP}");
    assert!(run.status.success(), "{said}\n{wrong}");
    said
}

#[test]
fn the_board_is_narrowed_and_sorted_in_place_and_hangs_on_the_wall() {
    let made = Path::new(env!("CARGO_TARGET_TMPDIR")).join("board-made");
    if made.exists() {
        std::fs::remove_dir_all(&made).expect("the last run's folder can be removed");
    }
    let words = ["500".to_owned(), made.display().to_string()];
    corpus::write(&corpus::Order::of(words.into_iter()).expect("a sound order"))
        .expect("the site is written");
    let (shipped, large) = (shipped("board"), built(&made, "board-large", &[]));
    node("board.mjs", &[shipped.as_os_str(), large.as_os_str()]);
}

#[test]
fn the_site_opens_from_a_folder_and_is_fit_to_be_seen() {
    node("look.mjs", &[shipped("browser").as_os_str()]);
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
