//! What a site is inspected for, and whether everybody can read it: the rules that look at days, at
//! the last publication and at built pages, beyond the examples of their own manual pages.

#[path = "faults/scratch.rs"]
mod scratch;

use scratch::{Fault, Run, Scratch};

const SETTINGS: &str = "title = \"专栏\"\nbase_url = \"https://www.example.gov.cn/zl/\"
raw_html = \"sanitise\"\n[defaults]\ndisclosure = \"主动公开\"\n";

fn site(files: &[(&str, &str)]) -> Scratch {
    let site = Scratch::site(&[("site.toml", SETTINGS)]);
    for (path, text) in files {
        site.write(path, text);
    }
    site
}

fn news(published: &str, more: &str, body: &str) -> String {
    format!("---\n标题: 工作动态\n发布日期: {published}\n{more}---\n{body}\n")
}

/// The findings of one rule.
fn told(site: &Scratch, code: &str, args: &[&str]) -> Vec<Fault> {
    let mut all = vec!["check", "--format", "json"];
    all.extend(args);
    let run = site.run(&all);
    assert!(run.code <= 1, "{}", run.err);
    scratch::faults(&run.out).into_iter().filter(|fault| fault.code == code).collect()
}

fn on(day: &str) -> [&str; 2] {
    ["--as-of", day]
}

#[test]
fn a_home_page_is_told_of_from_the_tenth_day_and_a_portals_fails_from_the_fourteenth() {
    let site = site(&[("content/news/a.md", &news("2023-05-01", "", "甲"))]);
    let severities = |day| -> Vec<String> {
        told(&site, "LS1003", &on(day)).into_iter().map(|fault| fault.severity).collect()
    };
    assert_eq!(severities("2023-05-10"), [""; 0]);
    assert_eq!(severities("2023-05-11"), ["warning"]);
    assert_eq!(severities("2023-05-15"), ["warning"], "nobody inspects a site without a code");
    let identity =
        "[identity]\nsite_id_code = \"1234560001\"\nsite_domain = \"www.example.gov.cn\"\n";
    site.write("site.toml", format!("{SETTINGS}{identity}"));
    assert_eq!(severities("2023-05-15"), ["warning"], "a column is no portal");
    let portal = SETTINGS.replace("gov.cn/zl/", "gov.cn/");
    site.write("site.toml", format!("as_of = 2023-05-15\n{portal}{identity}"));
    assert_eq!(severities("2023-05-15"), ["warning"], "a pinned day is nobody's today");
    site.write("site.toml", format!("{portal}{identity}"));
    assert_eq!(severities("2023-05-14"), ["warning"]);
    assert_eq!(severities("2023-05-15"), ["error"]);
    site.write("content/news/b.md", news("2023-05-14", "示例: 是\n", "乙"));
    assert_eq!(severities("2023-05-15"), ["error"], "a sample is no news");
    site.write("content/news/b.md", news("2023-05-14", "", "乙"));
    assert_eq!(severities("2023-05-15"), [""; 0]);
}

#[test]
fn a_column_goes_stale_on_the_day_the_report_told() {
    let site = site(&[("content/news/a.md", &news("2023-05-01", "", "甲"))]);
    let run = site.run(&["check", "--as-of", "2023-05-15"]);
    assert!(run.out.contains("栏目“动态” 2023-05-15 到期"), "{}", run.out);
    assert_eq!(told(&site, "LS1002", &on("2023-05-15")).len(), 0);
    let late = told(&site, "LS1002", &on("2023-05-16"));
    assert!(late[0].message.contains("自2023-05-16起"), "{}", late[0].message);
    let json = site.run(&["check", "--format", "json", "--as-of", "2023-05-15"]);
    assert!(!json.out.contains("到期"), "{}", json.out);
    let column = |cycle: &str| format!("---\n标题: 工作动态\n更新周期: {cycle}\n---\n");
    site.write("content/news/index.md", column("每月"));
    assert_eq!(told(&site, "LS1002", &on("2023-06-05")).len(), 0);
    assert_eq!(told(&site, "LS1002", &on("2023-06-06")).len(), 1);
    site.write("content/news/index.md", column("不定期"));
    assert_eq!(told(&site, "LS1002", &on("2024-06-06")).len(), 0);
    site.remove("content/news/index.md");
    site.write("content/news/a.md", news("2023-05-01", "归档: 是\n", "甲"));
    assert_eq!(told(&site, "LS1002", &on("2024-06-06")).len(), 0, "what is archived is done");
}

#[test]
fn twenty_working_days_are_in_time_and_the_next_is_not() {
    let policy = |published: &str| {
        format!("---\n标题: 制度\n成文日期: 2026-01-05\n发布日期: {published}\n---\n")
    };
    let site = site(&[("content/policies/a.md", &policy("2026-02-02"))]);
    assert_eq!(told(&site, "LS1006", &on("2026-03-01")).len(), 0);
    site.write("content/policies/a.md", policy("2026-02-03"));
    let late = told(&site, "LS1006", &on("2026-03-01"));
    assert!(late[0].message.contains("21个工作日，应在2026-02-02以前"), "{}", late[0].message);
}

#[test]
fn a_fault_of_the_theme_is_told_once_for_all_its_pages() {
    let site = site(&[
        ("content/news/a.md", &news("2023-05-30", "", "甲")),
        ("themes/default/footer.html", "<footer><input></footer>\n"),
    ]);
    let found = told(&site, "LS1308", &on("2023-06-01"));
    assert_eq!(found.len(), 1);
    assert!(found[0].message.contains("个网页）"), "{}", found[0].message);
}

#[test]
fn a_fault_of_one_page_is_told_there() {
    let table = "<table><tr><td>完成</td></tr></table>";
    let site = site(&[("content/news/a.md", &news("2023-05-30", "", table))]);
    let found = told(&site, "LS1307", &on("2023-06-01"));
    let paths: Vec<&str> = found.iter().map(|fault| fault.path.as_str()).collect();
    assert_eq!(paths, ["public/news/a/index.html"]);
}

#[test]
fn links_of_pages_are_followed_wherever_they_lead_within_the_site() {
    let link = |href: &str| news("2023-05-30", "", &format!("<a href=\"{href}\">甲</a>"));
    let site = site(&[]);
    let codes = |href: &str| -> Vec<String> {
        site.write("content/news/a.md", link(href));
        let run = site.run(&["check", "--format", "json", "--as-of", "2023-06-01"]);
        let codes = scratch::faults(&run.out).into_iter().map(|fault| fault.code);
        let of_links = ["LS0307", "LS0918", "LS1015", "LS1016"];
        codes.filter(|code| of_links.contains(&code.as_str())).collect()
    };
    for sound in [
        "https://www.example.gov.cn/zl/news/",
        "https://www.example.gov.cn/zl/news/a/#main",
        "https://www.example.gov.cn/zl/news/index.html",
        "https://www.example.gov.cn/zl/feed.xml",
        "https://www.example.gov.cn/zl/MANIFEST.json",
        "https://www.example.gov.cn/",
        "http://other.gov.cn/zl/none/",
        "mailto:a@example.gov.cn",
        "#main",
    ] {
        assert_eq!(codes(sound), [""; 0], "{sound}");
    }
    assert_eq!(codes("https://www.example.gov.cn/zl/none/"), ["LS1015"]);
    // One slip is told once, as what it is.
    assert_eq!(codes("http://www.example.gov.cn/zl/news/"), ["LS0918"]);
    for dead in ["https://www.example.gov.cn/zl/news/#none", "#none"] {
        assert_eq!(codes(dead), ["LS1016"], "{dead}");
    }
}

#[test]
fn a_page_of_html_given_out_as_a_file_is_as_it_is() {
    let old = "<title></title><a href=\"none.html\"></a><img src=\"none.png\"><h4>甲</h4>";
    let site = site(&[
        ("content/news/a/index.md", &news("2023-05-30", "附件: [旧页面.html]\n", "甲")),
        ("content/news/a/旧页面.html", old),
    ]);
    let run = site.run(&["check", "--format", "json", "--as-of", "2023-06-01"]);
    let of_file = |fault: &Fault| fault.path.contains("旧页面");
    let found: Vec<Fault> = scratch::faults(&run.out).into_iter().filter(of_file).collect();
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn an_address_may_go_only_with_a_word_where_it_went() {
    let site = site(&[("content/news/a.md", &news("2023-05-30", "", "甲"))]);
    site.built(&["--as-of", "2023-06-01"]);
    let list = site.path("public/MANIFEST.json");
    let list = list.to_str().expect("a plain path");
    let args = ["--as-of", "2023-06-01", "--published", list];
    assert_eq!(told(&site, "LS1017", &args).len(), 0);
    site.remove("content/news/a.md");
    site.write("content/news/2023/a.md", news("2023-05-30", "", "甲"));
    let gone = told(&site, "LS1017", &args);
    assert_eq!(gone.len(), 1);
    assert!(gone[0].message.contains("/news/a/"), "{}", gone[0].message);
    let help = gone[0].help.as_deref().unwrap_or("");
    assert!(help.contains("content/news/2023/a.md") && help.contains("[/news/a/]"), "{help}");
    site.write("content/news/2023/a.md", news("2023-05-30", "旧网址: [/news/a/]\n", "甲"));
    assert_eq!(told(&site, "LS1017", &args).len(), 0);
    assert_eq!(told(&site, "LS1007", &args).len(), 0, "it was there under its old address");
    site.remove("content/news/2023/a.md");
    let withdrawn = "撤回: {日期: 2023-06-01, 原因: 内容有误}\n";
    site.write("content/news/a.md", news("2023-05-30", withdrawn, "甲"));
    let gone = told(&site, "LS1017", &args);
    assert!(gone.iter().all(|fault| !fault.message.contains("/news/a/")), "{gone:?}");
}

#[test]
fn a_list_of_another_edition_or_of_nothing_is_refused() {
    let site = site(&[("content/news/a.md", &news("2023-05-30", "", "甲"))]);
    site.built(&["--as-of", "2023-06-01", "--edition", "internal"]);
    let list = site.path("public/MANIFEST.json");
    let list = list.to_str().expect("a plain path");
    assert_eq!(site.run(&["check", "--published", list]).code, 2);
    assert_eq!(site.run(&["check", "--published", list, "--edition", "internal"]).code, 0);
    let settings = site.path("site.toml");
    let settings = settings.to_str().expect("a plain path");
    assert_eq!(site.run(&["check", "--published", settings]).code, 2);
}

#[test]
fn what_is_wrong_with_the_portals_identity_is_told_where_it_stands() {
    let site = site(&[]);
    let identity = "[identity]\nsite_id_code = \"bm1234567\"\nsite_domain = \"https://a.gov.cn/\"
police_record = \"京公网安备11010202008132号\"\n";
    site.write("site.toml", format!("{SETTINGS}{identity}"));
    let lines: Vec<u64> = told(&site, "LS1011", &[]).iter().map(|fault| fault.line).collect();
    assert_eq!(lines, [7, 8]);
    let identity = "[identity]\nsite_id_code = \"bm12345678\"\nsite_domain = \"www.a.com\"\n";
    site.write("site.toml", format!("{SETTINGS}{identity}"));
    let lines: Vec<u64> = told(&site, "LS1011", &[]).iter().map(|fault| fault.line).collect();
    assert_eq!(lines, [8]);
}

#[test]
fn the_shipped_site_waives_only_what_being_a_demonstration_causes() {
    let mut command = scratch::program();
    command.arg("--site").arg(scratch::repository()).args(["check", "--format", "json"]);
    let run = Run::of(command);
    let found = scratch::faults(&run.out);
    let waived: std::collections::BTreeSet<&str> = found
        .iter()
        .filter(|fault| fault.severity == "waived" && fault.code.starts_with("LS10"))
        .map(|fault| fault.code.as_str())
        .collect();
    let known = ["LS1003", "LS1012", "LS1013", "LS1014"];
    assert_eq!(waived.into_iter().collect::<Vec<_>>(), known);
    assert!(found.iter().all(|fault| fault.severity == "waived"), "the rest is waived by records");
}

#[test]
fn signs_that_are_escaped_in_pages_are_the_same_words() {
    let record =
        "---\n标题: '甲 & \"乙\" <丙>'\n发布日期: 2023-05-30 09:30\n来源: '丁 & \"戊\"'\n---\n己\n";
    let site = site(&[("content/news/a.md", record)]);
    let odd = "示例县 & '专班' <一>";
    let identity = format!("[identity]\norganizer = \"{odd}\"\ncontact = \"{odd}\"\n");
    site.write("site.toml", format!("{SETTINGS}{identity}"));
    for code in ["LS1008", "LS1009", "LS1010"] {
        let found = told(&site, code, &on("2023-06-01"));
        assert!(found.is_empty(), "{found:?}");
    }
}
