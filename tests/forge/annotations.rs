//! Faults as reviewing platforms show them: at the file's path in the repository.

use serde_json::Value;

use super::scratch::Scratch;
use super::{run_in, sh};

#[test]
fn a_fault_of_a_site_in_a_folder_is_told_at_its_path_in_the_repository() {
    let top = Scratch::new();
    let bad = "---\n标题: 甲\n没有的字段: 1\n---\n";
    top.write("公开 网站/site.toml", "title = \"甲\"\n[defaults]\ndisclosure = \"主动公开\"\n");
    top.write("公开 网站/content/pages/a.md", bad);
    sh(&top.0, "git init --quiet && git add --all && git commit --quiet --message one");
    let site = top.path("公开 网站");
    let check = |format: &str| run_in(&site, &["check", "--format", format]).out;
    let github = check("github");
    assert!(github.contains("file=公开 网站/content/pages/a.md,line=3,"), "{github}");
    let gitlab: Value = serde_json::from_str(&check("gitlab")).expect("JSON");
    let paths: Vec<_> =
        gitlab.as_array().expect("a list").iter().map(|one| &one["location"]["path"]).collect();
    assert!(paths.contains(&&Value::from("公开 网站/content/pages/a.md")), "{paths:?}");
    let sarif = check("sarif");
    assert!(sarif.contains("%E7%AB%99/content/pages/a.md\""), "{sarif}");
    // People are told the path from where they are.
    assert!(check("human").contains("--> content/pages/a.md:3:1"));
}
