//! The shipped site in a real browser, opened from its folder: `browser/look.mjs` says what it
//! looks at. It needs node and chromium, and says how to get them rather than pass unseen.

use std::path::{Path, PathBuf};
use std::process::Command;

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

/// Runs a script that looks at built sites and tells what is wrong.
fn look(script: &str, sites: &[&Path]) {
    let browser = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    assert!(
        browser.join("node_modules/playwright-core").is_dir(),
        "the browser test lacks playwright-core; {SET_UP}"
    );
    let look = match Command::new("node").arg(browser.join(script)).args(sites).output() {
        Ok(look) => look,
        Err(fault) => panic!("the browser test needs node ({fault}); {SET_UP}"),
    };
    let (said, wrong) =
        (String::from_utf8_lossy(&look.stdout), String::from_utf8_lossy(&look.stderr));
    assert!(look.status.code() != Some(2), "{wrong}\n{SET_UP}");
    assert!(look.status.success(), "{said}\n{wrong}");
}

#[test]
fn the_board_is_narrowed_and_sorted_in_place_and_hangs_on_the_wall() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let made = Path::new(env!("CARGO_TARGET_TMPDIR")).join("board-made");
    if made.exists() {
        std::fs::remove_dir_all(&made).expect("the last run's folder can be removed");
    }
    let words = ["500".to_owned(), made.display().to_string()];
    corpus::write(&corpus::Order::of(words.into_iter()).expect("a sound order"))
        .expect("the site is written");
    let shipped = built(root, "board", &["--offline"]);
    let large = built(&made, "board-large", &[]);
    look("board.mjs", &[&shipped, &large]);
}

#[test]
fn the_site_opens_from_a_folder_and_is_fit_to_be_seen() {
    let out = built(Path::new(env!("CARGO_MANIFEST_DIR")), "browser", &["--offline"]);
    look("look.mjs", &[&out]);
}
