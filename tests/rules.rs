//! Each rule of the gate, by the examples of its own manual page.

#[path = "support/repo.rs"]
mod repo;
#[path = "faults/scratch.rs"]
mod scratch;

use liangshai::check::manual::{Example, Step};
use liangshai::check::{RULES, Rule};
use repo::git_in;
use scratch::{Scratch, faults};

const SETTINGS: &str = "title = \"专栏\"
base_url = \"https://www.example.gov.cn/zl/\"
[defaults]
disclosure = \"主动公开\"
[identity]
site_name = \"示例县人民政府\"
site_domain = \"www.example.gov.cn\"
site_id_code = \"0000000000\"
organizer = \"示例县人民政府办公室\"
contact = \"0000-0000000\"
icp = \"示ICP备00000000号\"
police_record = \"示公网安备00000000000000号\"
party_gov_mark = \"https://bszs.conac.cn/\"
error_report = \"https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=0000000000\"
";

/// What `check` says of a site with two offices after the steps of an example.
fn told(example: &Example) -> (Vec<String>, String) {
    let site = Scratch::site(&[
        ("site.toml", SETTINGS),
        ("content/offices/ju.md", "---\n标题: 示例局\n简称: 局\n---\n"),
        ("content/offices/shenpi.md", "---\n标题: 审批办\n---\n"),
    ]);
    for step in example {
        match step {
            Step::File(path, text) => site.write(path, unescaped(text)),
            Step::Copy(path, from) => {
                let fixture = scratch::repository().join("tests/attachments").join(from);
                site.write(path, std::fs::read(fixture).expect("a file of tests/attachments"));
            }
            Step::Commit => {
                git_in(&site.0, "2023-05-01", &["init", "--quiet"]);
                git_in(&site.0, "2023-05-01", &["add", "--all"]);
                git_in(&site.0, "2023-05-01", &["commit", "--quiet", "--message", "public"]);
            }
            Step::Remove(path) => site.remove(path),
            Step::Run(command) => {
                let args: Vec<&str> = command.split(' ').collect();
                let run = site.run(&args);
                assert_eq!(run.code, 0, "{command}: {}", run.err);
            }
        }
    }
    let mut args = vec!["check", "--format", "json", "--as-of", "2023-06-01"];
    // What an example builds is what it published last.
    let published = site.path("public/MANIFEST.json");
    let published = published.to_str().expect("a plain path");
    if site.path("public").is_dir() {
        args.extend(["--published", published]);
    }
    if site.path(".git").is_dir() {
        args.extend(["--base", "HEAD"]);
    }
    let run = site.run(&args);
    assert!(run.code <= 1, "{}", run.err);
    (faults(&run.out).into_iter().map(|fault| fault.code).collect(), run.out)
}

/// A text with `\u{200B}` and the like as what they stand for: a page shows them in letters.
fn unescaped(text: &str) -> String {
    let mut parts = text.split("\\u{");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (code, rest) = part.split_once('}').expect("an escape that ends");
        let code = u32::from_str_radix(code, 16).expect("a code in hex");
        out.push(char::from_u32(code).expect("a character"));
        out.push_str(rest);
    }
    out
}

fn of_rules(check: impl Fn(&Rule) -> Option<String>) {
    let wrong: Vec<String> = RULES.iter().filter_map(check).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_finds_what_its_page_says_it_finds() {
    of_rules(|rule| {
        let (codes, out) = told(&rule.manual().fails);
        let found = codes.contains(&rule.code.to_string());
        (!found).then(|| format!("{} is not among:\n{out}", rule.code.name()))
    });
}

#[test]
fn no_rule_finds_anything_in_what_its_page_says_passes() {
    of_rules(|rule| {
        let (codes, out) = told(&rule.manual().passes);
        let found = codes.contains(&rule.code.to_string());
        found.then(|| format!("{} is among:\n{out}", rule.code.name()))
    });
}
