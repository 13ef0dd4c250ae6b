//! The gate on a bureau's site that has one fault of each sort, as it is answered at the terminal.
//!
//! `every_fault/` is that site; `own_theme/` has what cannot stand beside it: a base.html of its own
//! that lost what the built-in one shows, no address, and no pinned day; `rewritten/` is what readers
//! saw and what was made of it; `unsigned/` asks for signatures, `unsigned_site/` for those of the site
//! itself. `*.zh.txt` and `*.en.txt` are what `check` answers on each; a change is taken over by
//! `SNAPSHOTS=overwrite cargo test --test gate`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use liangshai::check::RULES;
use serde_json::Value;
use snapbox::{Data, assert_data_eq, file};

use crate::repo::git_in;
use crate::scratch::{Fault, Run, Scratch, copy, faults, program, repository};

/// A letter with comments, marked changes, hidden words, names, a photograph and a telephone number.
const LETTER: (&str, &str) = ("tests/attachments/letter.docx", "content/news/ziliao/任务通知.docx");

const EVERY_FAULT: &[&str] = &["check", "--published", "published.json"];
const OF_THE_DAY: &[&str] = &["check", "--as-of", "2023-06-01"];
const REWRITTEN: &[&str] = &["check", "--as-of", "2023-06-01", "--base", "HEAD"];

fn every_fault() -> Scratch {
    let site = Scratch::copy_of("tests/gate/every_fault");
    let (letter, path) = LETTER;
    site.write(path, fs::read(repository().join(letter)).expect("the letter"));
    site
}

fn own_theme() -> Scratch {
    Scratch::copy_of("tests/gate/own_theme")
}

/// A site whose readers saw `before/`, with its bulletin of March, and that is now `after/`.
fn rewritten() -> Scratch {
    let site = Scratch::copy_of("tests/gate/rewritten/before");
    git_in(&site.0, "2023-05-31", &["init", "--quiet"]);
    let issue = ["bulletin", "issue", "2023", "2023-03", "--as-of", "2023-03-30"];
    for args in [&issue[..], &["codeowners", "--write"]] {
        let run = site.run(args);
        assert_eq!(run.code, 0, "{}", run.err);
    }
    git_in(&site.0, "2023-05-31", &["add", "--all"]);
    git_in(&site.0, "2023-05-31", &["commit", "--quiet", "--message", "public"]);
    site.remove("content");
    copy(&repository().join("tests/gate/rewritten/after"), &site.0);
    site
}

fn unsigned() -> Scratch {
    Scratch::copy_of("tests/gate/unsigned")
}

/// Runs a command in the folder of the site, where a clerk would.
fn run(site: &Scratch, command: &[&str], more: &[&str]) -> Run {
    let mut program = program();
    program.current_dir(&site.0).args(command).args(more);
    Run::of(program)
}

/// What a command is answered on a site.
fn transcript(site: &Scratch, command: &[&str], more: &[&str]) -> String {
    let typed = [command, more].concat().join(" ");
    let Run { code, out, err } = run(site, command, more);
    format!("$ liangshai {typed}\n? {code}\n{out}{err}")
}

/// What all sites have, as data.
fn found() -> Vec<Fault> {
    let sites = [
        (every_fault(), EVERY_FAULT),
        (own_theme(), OF_THE_DAY),
        (rewritten(), REWRITTEN),
        (unsigned(), OF_THE_DAY),
    ];
    let of = |(site, command): (Scratch, &[&str])| {
        faults(&run(&site, command, &["--format", "json"]).out)
    };
    sites.into_iter().flat_map(of).collect()
}

fn is_answered(site: &Scratch, command: &[&str], zh: Data, en: Data) {
    assert_data_eq!(transcript(site, command, &[]), zh.raw());
    assert_data_eq!(transcript(site, command, &["--lang", "en"]), en.raw());
}

#[test]
fn a_site_with_one_of_each_fault_is_answered_as_its_transcript_says() {
    let (zh, en) = (file!["every_fault.zh.txt"], file!["every_fault.en.txt"]);
    is_answered(&every_fault(), EVERY_FAULT, zh, en);
}

#[test]
fn a_theme_that_lost_what_pages_must_show_is_answered_as_its_transcript_says() {
    let (zh, en) = (file!["own_theme.zh.txt"], file!["own_theme.en.txt"]);
    is_answered(&own_theme(), OF_THE_DAY, zh, en);
}

#[test]
fn a_site_with_one_of_each_fault_of_approval_is_answered_as_its_transcript_says() {
    is_answered(&unsigned(), OF_THE_DAY, file!["unsigned.zh.txt"], file!["unsigned.en.txt"]);
}

#[test]
fn a_site_that_is_to_be_signed_itself_is_answered_as_its_transcript_says() {
    let site = Scratch::copy_of("tests/gate/unsigned_site");
    let (zh, en) = (file!["unsigned_site.zh.txt"], file!["unsigned_site.en.txt"]);
    is_answered(&site, OF_THE_DAY, zh, en);
}

#[test]
fn a_site_that_was_rewritten_is_answered_as_its_transcript_says() {
    let (zh, en) = (file!["rewritten.zh.txt"], file!["rewritten.en.txt"]);
    is_answered(&rewritten(), REWRITTEN, zh, en);
}

#[test]
fn every_rule_finds_its_fault_once_and_nothing_else_is_found() {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for fault in found() {
        *counts.entry(fault.code).or_default() += 1;
    }
    let once = RULES.iter().map(|rule| (rule.code.to_string(), 1)).collect();
    assert_eq!(counts, once);
}

#[test]
fn the_transcripts_name_every_rule() {
    let folder = repository().join("tests/gate");
    for lang in ["zh", "en"] {
        let read = |site| fs::read_to_string(folder.join(format!("{site}.{lang}.txt")));
        let text = ["every_fault", "own_theme", "rewritten", "unsigned"]
            .map(|site| read(site).expect("a transcript"));
        for rule in RULES {
            let told = format!("[{}]:", rule.code);
            assert!(text.iter().any(|text| text.contains(&told)), "{told} in {lang}");
        }
    }
}

#[test]
fn sarif_github_and_gitlab_tell_each_finding_of_every_room() {
    let mut rooms = BTreeSet::new();
    for (site, command) in
        [(every_fault(), EVERY_FAULT), (rewritten(), REWRITTEN), (unsigned(), OF_THE_DAY)]
    {
        let codes = told_alike(&site, command);
        let told = RULES.iter().filter(|rule| codes.contains(&rule.code.to_string()));
        rooms.extend(told.map(|rule| rule.room));
    }
    assert_eq!(rooms, RULES.iter().map(|rule| rule.room).collect(), "of every room");
}

/// The codes of what is found in a site, which every platform is told.
fn told_alike(site: &Scratch, command: &[&str]) -> Vec<String> {
    let codes: Vec<String> = faults(&run(site, command, &["--format", "json"]).out)
        .into_iter()
        .map(|fault| fault.code)
        .collect();
    let report = super::valid_sarif(&run(site, command, &["--format", "sarif"]).out);
    let ids = |list: &Value, name: &str| -> Vec<String> {
        let list = list.as_array().expect("a list");
        list.iter().map(|one| one[name].as_str().expect("a name").to_owned()).collect()
    };
    let of_run = &report["runs"][0];
    assert_eq!(ids(&of_run["results"], "ruleId"), codes);
    let described = ids(&of_run["tool"]["driver"]["rules"], "id");
    assert!(codes.iter().all(|code| described.contains(code)));

    let github = run(site, command, &["--format", "github"]).out;
    assert_eq!(github.lines().count(), codes.len());
    for (line, code) in github.lines().zip(&codes) {
        assert!(line.contains(&format!(",title={code} ")), "{line}");
    }
    let gitlab = run(site, command, &["--format", "gitlab"]).out;
    let issues: Value = serde_json::from_str(&gitlab).expect("JSON");
    assert_eq!(ids(&issues, "check_name").len(), codes.len());
    let prints: BTreeSet<_> = ids(&issues, "fingerprint").into_iter().collect();
    assert_eq!(prints.len(), codes.len(), "each finding has a fingerprint of its own");
    codes
}
