//! What becomes of a finding: levels and waivers, and what the reports say of them.

#[path = "gate/every_fault.rs"]
mod every_fault;
#[path = "support/repo.rs"]
mod repo;
#[path = "faults/scratch.rs"]
mod scratch;

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use scratch::{Fault, SETTINGS, Scratch, pair};
use serde_json::Value;

const NEWS: &str = "content/news/a.md";

fn news(waive: &str, body: &str) -> String {
    format!("---\n标题: 甲\n发布日期: 2023-03-03\n{waive}---\n{body}\n")
}

/// A site of one piece of news that says 二是 and no 一是.
fn site(waive: &str) -> Scratch {
    Scratch::site(&[("site.toml", SETTINGS), (NEWS, &news(waive, "会议要求，二是抓好落实。"))])
}

fn told(site: &Scratch) -> Vec<(String, String)> {
    let told = |fault: Fault| (fault.code, fault.severity);
    site.faults().into_iter().map(told).collect()
}

#[test]
fn a_rule_is_as_strict_as_the_site_asks() {
    let site = site("");
    assert_eq!(told(&site), [pair("LS0509", "warning")]);
    site.write("site.toml", format!("{SETTINGS}second-without-first = \"error\"\n"));
    assert_eq!(told(&site), [pair("LS0509", "error")]);
    assert_eq!(site.run(&["check"]).code, 1);
    assert_eq!(site.run(&["build"]).code, 0, "the gate stands before publication, not before work");
    site.write("site.toml", format!("{SETTINGS}LS0509 = \"off\"\n"));
    assert_eq!(told(&site), []);
}

#[test]
fn what_is_no_rule_can_be_neither_set_nor_waived() {
    let site = site("豁免: {规则: LS0206, 理由: 甲, 批准: 乙}\n");
    site.write("site.toml", format!("{SETTINGS}unknown-key = \"off\"\n"));
    let mut codes: Vec<String> = site.faults().into_iter().map(|fault| fault.code).collect();
    codes.sort();
    assert_eq!(codes, ["LS0509", "LS1403", "LS1403"]);
    site.write("site.toml", format!("{SETTINGS}no-such-thing = \"off\"\n"));
    assert!(told(&site).contains(&pair("LS0601", "error")));
}

/// The line of help a waiver asks to be written.
fn print_asked_for(site: &Scratch) -> String {
    let faults = site.faults();
    let help =
        faults.iter().filter_map(|fault| fault.help.as_ref()).find(|help| help.contains("指纹"));
    let help = help.expect("a fingerprint is told");
    help.split("指纹: ").nth(1).expect("after its name").chars().take(8).collect()
}

#[test]
fn a_waiver_covers_one_finding_until_its_text_changes() {
    let waiver = "豁免:\n  - 规则: LS0509\n    理由: 原文如此\n    批准: 局长办公会\n";
    let site = site(waiver);
    assert_eq!(told(&site), [pair("LS1401", "warning"), pair("LS0509", "waived")]);
    let print = print_asked_for(&site);
    let bound = format!("{waiver}    指纹: {print}\n");
    site.write(NEWS, news(&bound, "会议要求，二是抓好落实。"));
    assert_eq!(told(&site), [pair("LS0509", "waived")]);
    assert_eq!(site.run(&["check", "--deny", "warnings"]).code, 0);
    // Another finding of the same rule is not covered, and a change ends it.
    site.write(NEWS, news(&bound, "会议要求，二是抓好落实。\n\n# 又\n\n又要求，二是督促。"));
    assert_eq!(told(&site), [pair("LS0509", "warning"), pair("LS0509", "waived")]);
    site.write(NEWS, news(&bound, "会议强调，二是抓好落实。"));
    assert_eq!(told(&site), [pair("LS1402", "warning"), pair("LS0509", "warning")]);
    assert!(site.faults()[0].message.contains("已经改动"));
    // What is not found any more needs no waiver.
    site.write(NEWS, news(&bound, "会议要求抓好落实。"));
    assert_eq!(told(&site), [pair("LS1402", "warning")]);
}

#[test]
fn a_waiver_that_fits_several_findings_lets_none_pass() {
    let waiver = "豁免:\n  - {规则: LS0509, 理由: 原文如此, 批准: 局长办公会}\n";
    let body = "会议要求，二是抓好落实。\n\n# 又\n\n又要求，二是督促。";
    let site = site(waiver);
    site.write(NEWS, news(waiver, body));
    let (loose, open) = (pair("LS1401", "warning"), pair("LS0509", "warning"));
    assert_eq!(told(&site), [loose, open.clone(), open.clone()]);
    let fault = site.faults().remove(0);
    assert!(fault.message.contains("有2处，一处也没有豁免"), "{}", fault.message);
    let help = fault.help.expect("the fingerprints");
    let prints: Vec<&str> = help.split(['：', '、']).skip(1).map(|one| &one[..8]).collect();
    assert!(help.contains("（content/news/a.md:7）") && help.contains("a.md:11）"), "{help}");
    // Which of them is meant only the clerk can say.
    site.run(&["check", "--fix"]);
    assert_eq!(fs::read_to_string(site.path(NEWS)).expect("a file"), news(waiver, body));
    let bound = waiver.replace('}', &format!(", 指纹: {}}}", prints[1]));
    site.write(NEWS, news(&bound, body));
    assert_eq!(told(&site), [open, pair("LS0509", "waived")]);
    // Beside a waiver that is bound, one finding is left for the other.
    site.write(NEWS, news(&format!("{bound}{}", &waiver["豁免:\n".len()..]), body));
    let waived = told(&site).into_iter().filter(|(_, severity)| severity == "waived").count();
    assert_eq!(waived, 2);
}

#[test]
fn a_revision_is_mended_nowhere() {
    let run = site("").run(&["check", "--fix", "--rev", "HEAD"]);
    assert_eq!(run.code, 2, "{}", run.err);
    assert!(run.err.contains("不能同时用") && run.err.contains("留下其中一个"), "{}", run.err);
}

#[test]
fn a_check_says_that_errors_keep_it_from_the_pages() {
    let site = site("");
    let line = "内容有错误，网页还没有检查；改正后再检查一次";
    assert!(!site.run(&["check"]).out.contains(line));
    site.write("content/news/b.md", "---\n标题: 乙\n没有的字段: 1\n---\n");
    assert!(site.run(&["check"]).out.trim_end().ends_with(line));
    assert!(site.run(&["check", "--lang", "en"]).out.contains("so no page was looked at"));
    assert!(!site.run(&["check", "--format", "json"]).out.contains(line));
}

#[test]
fn a_finding_on_a_page_names_the_file_the_page_is_made_of() {
    let site = site("");
    site.write(NEWS, news("", "[见此](#mei-you)"));
    let faults = site.faults();
    let on_page = faults.iter().find(|fault| fault.path.starts_with("public/"));
    let help = on_page.and_then(|fault| fault.help.as_deref()).unwrap_or_default();
    assert!(help.ends_with("网页由 content/news/a.md 生成"), "{help}");
}

#[test]
fn a_report_names_what_is_waived_by_whose_leave_and_why() {
    let site = site("豁免: {规则: second-without-first, 理由: 原文如此, 批准: 局长办公会}\n");
    let run = site.run(&["check"]);
    assert!(run.out.contains("豁免[LS0509]: content/news/a.md:6:6"), "{}", run.out);
    assert!(run.out.contains("理由：原文如此；批准：局长办公会"), "{}", run.out);
    let run = site.run(&["check", "--format", "json"]);
    assert!(run.out.contains("\"severity\":\"waived\""), "{}", run.out);
    assert!(run.out.contains("\"approved_by\":\"局长办公会\""), "{}", run.out);
}

#[test]
fn a_site_waives_a_rule_for_a_folder() {
    let site = site("");
    let waiver = "[[check.waive]]\nrule = \"LS0509\"\nreason = \"演示\"\napproved_by = \"组\"\n";
    site.write("site.toml", format!("{SETTINGS}{waiver}path = \"content/news/\"\n"));
    assert_eq!(told(&site), [pair("LS0509", "waived")]);
    site.write("site.toml", format!("{SETTINGS}{waiver}path = \"content/plans/\"\n"));
    assert_eq!(told(&site), [pair("LS0509", "warning"), pair("LS1402", "warning")]);
}

#[test]
fn a_record_waives_what_its_entries_say_and_no_build_tells_it() {
    let site = site("");
    site.write("content/offices/ju.md", "---\n标题: 局\n---\n");
    site.write("content/plans/p.md", "---\n标题: 方案\n发文机关: 局\n发布日期: 2023-03-03\n---\n");
    let task = "---\n标题: 任务\n方案: 方案\n责任单位: 局\n完成时限: 3月2日前\n豁免: [{规则: LS0509, 理由: 甲, 批准: 乙}, {规则: LS0403, 理由: 甲, 批准: 乙}]\n---\n";
    site.write("content/tasks/t/index.md", task);
    site.write("content/tasks/t/2023-03-10.md", "---\n事项: 进展\n---\n要求二是，二是督促。\n");
    let waived = told(&site).into_iter().filter(|(_, severity)| severity == "waived").count();
    assert_eq!(waived, 2);
    let built = site.run(&["build"]);
    assert!(built.out.contains("0 处提醒"), "{} {}", built.out, built.err);
}

#[test]
fn a_waiver_without_a_reason_or_leave_is_none() {
    let site = site("豁免: {规则: LS0509, 理由: 原文如此}\n");
    assert_eq!(told(&site), [pair("LS0208", "error"), pair("LS0509", "warning")]);
}

/// A site with an error, a warning with a fix, something waived and a path in Chinese.
fn reported() -> Scratch {
    let site = site("豁免: {规则: second-without-first, 理由: 原文如此, 批准: 局长办公会}\n");
    site.write(
        "content/news/b/index.md",
        "---\n标题: 乙\n网址名: b\n栏目: 甲\n---\n[缺](没有.md)\n",
    );
    site.write("content/news/c.md", news("", "烏達(dá)區(qū)100%，\n甲:乙。"));
    site
}

/// A report, which must be as the schema of SARIF has it.
fn valid_sarif(report: &str) -> Value {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut node = Command::new("node");
    node.arg(root.join("tests/browser/schema.mjs"));
    node.arg(root.join("tests/gate/sarif-schema-2.1.0.json"));
    let mut child = node.stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("node runs");
    child.stdin.take().expect("a pipe").write_all(report.as_bytes()).expect("it reads");
    let told = child.wait_with_output().expect("it ends");
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    serde_json::from_str(report).expect("JSON")
}

#[test]
fn a_sarif_report_is_valid_by_its_schema() {
    let site = reported();
    let run = site.run(&["check", "--format", "sarif"]);
    assert_eq!(run.code, 1);
    let report = valid_sarif(&run.out);
    let results = report["runs"][0]["results"].as_array().expect("results");
    let waived = results.iter().filter(|result| result["suppressions"].is_array()).count();
    assert_eq!(waived, 1);
    let prints: BTreeSet<&str> = results
        .iter()
        .map(|result| result["partialFingerprints"]["liangshai/v1"].as_str().expect("a print"))
        .collect();
    assert_eq!(prints.len(), results.len(), "each finding has a fingerprint of its own");
}

#[test]
fn github_is_told_a_line_each_and_gitlab_one_document() {
    let site = reported();
    let github = site.run(&["check", "--format", "github"]).out;
    let pinyin = github.lines().find(|line| line.contains("LS0510")).expect("the pinyin");
    assert!(
        pinyin.starts_with("::warning file=content/news/c.md,line=5,endLine=5,col=2,endColumn=11,title=LS0510 wedged-pinyin::"),
        "{pinyin}"
    );
    assert!(
        github.lines().all(|line| line.starts_with("::error ") || line.starts_with("::warning "))
    );
    assert!(!github.contains("LS0509"), "what is waived is no annotation");
    let gitlab = site.run(&["check", "--format", "gitlab"]).out;
    let issues: Value = serde_json::from_str(&gitlab).expect("JSON");
    let issues = issues.as_array().expect("a list");
    assert_eq!(issues.len(), github.lines().count());
    for issue in issues {
        assert!(issue["fingerprint"].is_string() && issue["location"]["lines"]["begin"].is_u64());
    }
}

#[test]
fn a_long_list_is_summed_up_by_rule_and_by_office() {
    let site = site("");
    site.write("content/offices/gu.md", "---\n标题: 审批股\n---\n");
    for i in 0..13 {
        let text = news("单位: 审批股\n", "会议要求，二是抓好落实。");
        site.write(&format!("content/news/n{i}.md"), text);
    }
    let out = site.run(&["check"]).out;
    assert!(out.contains("按规则：\n    14  LS0509 second-without-first"), "{out}");
    assert!(out.contains("按责任单位：\n    13  审批股"), "{out}");
}

#[test]
fn what_is_mended_keeps_comments_order_and_line_ends() {
    let waiver = "豁免:  # 会上定的\n  - {规则: LS0509, 理由: 原文如此, 批准: 局长办公会}\n";
    let site = site(waiver);
    let before = fs::read_to_string(site.path(NEWS)).expect("a file").replace('\n', "\r\n");
    site.write(NEWS, format!("\u{feff}{before}"));
    let dry = site.run(&["check", "--fix", "--dry-run"]);
    let print = print_asked_for(&site);
    assert!(
        dry.err.contains(&format!(
            "\n+  - {{规则: LS0509, 理由: 原文如此, 批准: 局长办公会, 指纹: {print}}}"
        )),
        "{}",
        dry.err
    );
    assert!(dry.err.contains("可以改正：content/news/a.md，1处"), "{}", dry.err);
    assert_eq!(fs::read_to_string(site.path(NEWS)).expect("a file"), format!("\u{feff}{before}"));
    let fixed = site.run(&["check", "--fix"]);
    assert!(fixed.err.contains("已改正：content/news/a.md，1处"), "{}", fixed.err);
    let after = before.replace("局长办公会}", &format!("局长办公会, 指纹: {print}}}"));
    assert_eq!(fs::read_to_string(site.path(NEWS)).expect("a file"), format!("\u{feff}{after}"));
    assert_eq!(told(&site), [pair("LS0509", "waived")]);
    // In a list of lines the fingerprint gets a line of its own.
    site.write(
        NEWS,
        news(
            "豁免:\n  - 规则: LS0509\n    理由: 原文如此\n    批准: 局长办公会\n",
            "会议要求，二是抓好落实。",
        ),
    );
    site.run(&["check", "--fix"]);
    let text = fs::read_to_string(site.path(NEWS)).expect("a file");
    assert!(text.contains(&format!("    批准: 局长办公会\n    指纹: {print}\n---")), "{text}");
}
