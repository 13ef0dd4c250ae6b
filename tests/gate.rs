//! What becomes of a finding: levels and waivers, and what the reports say of them.

#[path = "faults/scratch.rs"]
mod scratch;

use scratch::{Fault, Scratch};

const SETTINGS: &str = "title = \"专栏\"\nbase_url = \"https://www.example.gov.cn/\"
[defaults]\ndisclosure = \"主动公开\"\n[check.rules]\nmissing-identity = \"off\"\n";
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

fn pair(code: &str, severity: &str) -> (String, String) {
    (code.to_owned(), severity.to_owned())
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
fn a_waiver_without_a_reason_or_leave_is_none() {
    let site = site("豁免: {规则: LS0509, 理由: 原文如此}\n");
    assert_eq!(told(&site), [pair("LS0208", "error"), pair("LS0509", "warning")]);
}
