//! C code that is loaded into the program before the C library.

use std::path::PathBuf;
use std::process::Command;

use super::scratch::repository;

/// Compiles a source of the tests; the program takes it by the variable `LD_PRELOAD`.
pub fn compiled(source: &str) -> PathBuf {
    let name = source.replace(['/', '.'], "-");
    let library = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.so"));
    let mut cc = Command::new("cc");
    cc.args(["-O1", "-Wall", "-Werror", "-shared", "-fPIC", "-o"]).arg(&library);
    cc.arg(repository().join("tests").join(source)).arg("-ldl");
    let missing = "a C compiler is needed, as by Rust itself: apt-get install gcc libc6-dev";
    assert!(cc.status().expect(missing).success(), "{source} does not compile; {missing}");
    library
}
