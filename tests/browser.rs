//! The shipped site in a real browser, opened from its folder: `browser/look.mjs` says what it
//! looks at. It needs node and chromium, and says how to get them rather than pass unseen.

use std::path::Path;
use std::process::Command;

const SET_UP: &str = "set it up with\n  \
    apt-get install -y nodejs npm chromium fonts-noto-cjk && npm ci --prefix tests/browser\n\
    (a browser elsewhere is named in CHROMIUM)";

#[test]
fn the_site_opens_from_a_folder_and_is_fit_to_be_seen() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let script = root.join("tests/browser/look.mjs");
    assert!(
        root.join("tests/browser/node_modules/playwright-core").is_dir(),
        "the browser test lacks playwright-core; {SET_UP}"
    );
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("browser");
    let build = Command::new(env!("CARGO_BIN_EXE_liangshai"))
        .args(["build", "--quiet", "--offline", "--site"])
        .arg(root)
        .arg("--out")
        .arg(&out)
        .output()
        .expect("the program starts");
    assert!(build.status.success(), "{}", String::from_utf8_lossy(&build.stderr));
    let look = match Command::new("node").arg(&script).arg(&out).output() {
        Ok(look) => look,
        Err(fault) => panic!("the browser test needs node ({fault}); {SET_UP}"),
    };
    let (said, wrong) =
        (String::from_utf8_lossy(&look.stdout), String::from_utf8_lossy(&look.stderr));
    assert!(look.status.code() != Some(2), "{wrong}\n{SET_UP}");
    assert!(look.status.success(), "{said}\n{wrong}");
}
