//! CODEOWNERS, generated from the offices.

use std::fs;

use serde_json::Value;

use super::scratch::{self, Scratch};
use super::{SETTINGS, run_in, sh, site};

/// Whom the forge asks for a file: the last pattern that fits.
fn owner<'t>(text: &'t str, path: &str) -> Option<&'t str> {
    let mut lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let fits = |line: &&str| {
        let (pattern, _) = split(line);
        let pattern = pattern.replace('\\', "");
        let below = pattern.strip_prefix('/');
        below.is_none()
            || below.is_some_and(|own| own == path || own.ends_with('/') && path.starts_with(own))
    };
    lines.rfind(fits).map(|line| split(line).1)
}

/// A pattern and the owners behind it; a blank that is escaped belongs to the pattern.
fn split(line: &str) -> (&str, &str) {
    let ends = line.match_indices(' ').map(|(at, _)| at);
    let end = ends.into_iter().find(|at| !line[..*at].ends_with('\\')).expect("an owner");
    (&line[..end], &line[end + 1..])
}

#[test]
fn an_office_is_asked_for_its_own_records_and_the_default_for_the_rest() {
    let site = site();
    site.remove("content/tasks/2023/jg 3.md");
    let run = site.run(&["codeowners"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let (head, lines) = run.out.split_once("\n\n").expect("a head");
    assert!(head.starts_with("# liangshai codeowners\n# 按各单位的任务"), "{head}");
    assert_eq!(
        lines,
        "# 其他\n* @county/editors\n\n\
         # 监管股、行政审批股\n/content/tasks/2023/both.md @county/oversight @li @county/permits\n\n\
         # 行政审批股\n/content/tasks/2023/sp/ @county/permits\n"
    );
    assert_eq!(run.err, "提醒: [owners] 里没有 局，它们的文件归 default\n");
    assert_eq!(site.run(&["codeowners"]).out, run.out, "the same each time");
    for (path, owners) in [
        ("content/tasks/2023/sp/01/2023-04-01.md", "@county/permits"),
        ("content/tasks/2023/sp/01/note.txt", "@county/permits"),
        ("content/tasks/2023/ju.md", "@county/editors"),
        ("content/tasks/index.md", "@county/editors"),
        ("site.toml", "@county/editors"),
    ] {
        assert_eq!(owner(&run.out, path), Some(owners), "{path}");
    }
}

#[test]
fn every_file_of_the_example_site_goes_to_the_offices_that_answer_for_its_record() {
    let site = Scratch::copy_of("content");
    sh(&site.0, "mkdir .all && mv * .all/ && mv .all content");
    let offices = fs::read_dir(site.path("content/offices")).expect("offices").count();
    assert!(offices > 0);
    let mut settings =
        fs::read_to_string(scratch::repository().join("site.toml")).expect("settings");
    settings += "\n[owners]\ndefault = \"@d\"\n\"kezuozhongqi/shenpiban\" = \"@shenpiban\"\n";
    site.write("site.toml", &settings);
    let run = site.run(&["codeowners"]);
    assert_eq!(run.code, 0, "{}", run.err);
    // The data of the tasks says who leads; the record's own file is found by its address.
    let tree = site.built(&["--edition", "internal"]);
    let data: Value = serde_json::from_slice(&tree["data/tasks.json"]).expect("JSON");
    let mut own = 0;
    for task in data["tasks"].as_array().expect("tasks") {
        let id = task["id"].as_str().expect("an id");
        let leads = task["lead"].as_array().expect("a list");
        let is_own = leads.iter().any(|lead| lead == "kezuozhongqi/shenpiban");
        let file = [format!("content/tasks/{id}.md"), format!("content/tasks/{id}/index.md")];
        let Some(file) = file.iter().find(|file| site.path(file).is_file()) else { continue };
        assert_eq!(owner(&run.out, file), Some(if is_own { "@shenpiban" } else { "@d" }), "{file}");
        own += usize::from(is_own);
    }
    assert!(own > 0, "the office has tasks");
}

#[test]
fn gitea_is_told_by_expressions_that_do_not_overlap() {
    let site = site();
    let run = site.run(&["codeowners", "--for", "gitea", "--lang", "en"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let lines: Vec<&str> =
        run.out.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).collect();
    assert_eq!(
        lines,
        [
            "[^/]* @county/editors",
            "(themes|calendar|words)/.* @county/editors",
            "content/offices/.* @county/editors",
            "content/plans/.* @county/editors",
            "content/posts/.* @county/editors",
            "content/tasks/2023/ju[.]md @county/editors",
            "content/tasks/index[.]md @county/editors",
            r"content/tasks/2023/jg\ 3[.]md @county/oversight @li",
            "content/tasks/2023/both[.]md @county/oversight @li @county/permits",
            "content/tasks/2023/sp/.* @county/permits",
        ]
    );
    assert!(run.err.starts_with("warning: not in [owners]: 局"), "{}", run.err);
    assert_eq!(site.run(&["codeowners", "--for", "gitea", "--write", "-q"]).code, 0);
    assert!(site.path(".gitea/CODEOWNERS").is_file() && !site.path("CODEOWNERS").exists());
}

#[test]
fn a_site_in_a_folder_of_its_repository_is_owned_by_paths_of_the_repository() {
    let top = Scratch::new();
    sh(&top.0, "git init -q . && mkdir web");
    let site = site();
    sh(&site.0, &format!("cp -r . '{}'", top.path("web").display()));
    let run = run_in(&top.path("web"), &["codeowners", "--write"]);
    assert_eq!((run.code, run.out.as_str()), (0, "已写入 CODEOWNERS（4行）\n"), "{}", run.err);
    let text = fs::read_to_string(top.path("CODEOWNERS")).expect("written at the top");
    assert_eq!(owner(&text, "web/content/tasks/2023/sp/02.md"), Some("@county/permits"));
    assert_eq!(owner(&text, "web/content/tasks/2023/jg 3.md"), Some("@county/oversight @li"));
    let faults = run_in(&top.0, &["--site", "web", "check", "--format", "json"]);
    assert!(!faults.out.contains("LS1590"), "{}", faults.out);
}

#[test]
fn a_file_of_ours_that_is_out_of_date_is_told_and_another_is_left_alone() {
    let site = site();
    assert_eq!(site.run(&["codeowners", "--write"]).out, "已写入 CODEOWNERS（4行）\n");
    assert_eq!(site.run(&["codeowners", "--write"]).out, "CODEOWNERS 已是最新（4行）\n");
    let stale = |site: &Scratch| {
        let faults = site.faults().into_iter().filter(|fault| fault.code == "LS1590");
        faults.map(|f| (f.path, f.line, f.severity)).collect::<Vec<_>>()
    };
    assert_eq!(stale(&site), []);
    // Git for Windows may give the lines other ends.
    let text = fs::read_to_string(site.path("CODEOWNERS")).expect("written");
    site.write("CODEOWNERS", text.replace('\n', "\r\n"));
    assert_eq!(stale(&site), []);
    site.write("content/tasks/2023/ju.md", "---\n标题: 任务\n方案: 方案\n责任单位: 监管股\n---\n");
    let line = text.lines().position(|line| line.contains("3.md")).expect("a line") as u64;
    assert_eq!(stale(&site), [("CODEOWNERS".to_owned(), line + 2, "warning".to_owned())]);
    site.write("CODEOWNERS", "* @somebody\n");
    assert_eq!(stale(&site), []);
    let run = site.run(&["codeowners", "--write"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("CODEOWNERS 不是由 liangshai codeowners 生成的"), "{}", run.err);
    assert_eq!(fs::read_to_string(site.path("CODEOWNERS")).expect("theirs"), "* @somebody\n");
}

#[test]
fn owners_that_are_nobody_are_told_with_their_place() {
    let site = site();
    site.write("site.toml", SETTINGS.replace("审批股", "审批服").replace("@li", "li 四"));
    let faults: Vec<_> = site.faults().into_iter().filter(|f| f.path == "site.toml").collect();
    let told: Vec<_> = faults.iter().map(|f| (f.line, f.severity.as_str(), &*f.message)).collect();
    assert!(told.contains(&(6, "error", "[owners] 里的“审批服”不是站点的单位")), "{told:?}");
    assert!(told.contains(&(7, "error", "[owners] 的“jg”不是平台上的账号或小组")), "{told:?}");
    assert_eq!(site.run(&["codeowners", "--write"]).code, 1);
    assert!(!site.path("CODEOWNERS").exists());
    site.write("site.toml", SETTINGS.split("[owners]").next().expect("the rest"));
    let run = site.run(&["codeowners"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("site.toml 没有写各单位在代码托管平台上是谁"), "{}", run.err);
}
