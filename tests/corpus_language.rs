//! The rules of language over lines as clerks write them: what must be found, and what looks like it
//! and must not be.

#[path = "faults/scratch.rs"]
mod scratch;

use std::collections::{BTreeMap, BTreeSet};

use liangshai::check::RULES;
use scratch::{Scratch, faults};

const FOUND: &str = include_str!("corpus/language_found.txt");
const PASSES: &str = include_str!("corpus/language_passes.txt");

const SETTINGS: &str = "title = \"专栏\"
[defaults]
disclosure = \"主动公开\"
[check]
dictionaries = [\"words/wrong.csv\"]
orders = [\"words/people.csv\", \"words/offices.csv\", \"words/posts.csv\"]
";

const TABLES: [(&str, &str); 4] = [
    ("words/wrong.csv", include_str!("corpus/words/wrong.csv")),
    ("words/people.csv", include_str!("corpus/words/people.csv")),
    ("words/offices.csv", include_str!("corpus/words/offices.csv")),
    ("words/posts.csv", include_str!("corpus/words/posts.csv")),
];

/// What must be found of all, and of what is found must be right, in per cent.
const RECALL: usize = 95;
const PRECISION: usize = 97;

fn lines(corpus: &str) -> impl Iterator<Item = &str> {
    corpus.lines().filter(|line| !line.starts_with('#') && !line.is_empty())
}

/// The rules of language that find something in each line, as the body of a record of its own.
fn found<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<BTreeSet<&'static str>> {
    let site = Scratch::site(&TABLES);
    site.write("site.toml", SETTINGS);
    let mut count = 0;
    for (i, line) in lines.enumerate() {
        let body = line.replace('⏎', "\n");
        let text = format!("---\n标题: 动态\n发布日期: 2023-03-03\n---\n\n{body}\n");
        site.write(&format!("content/news/n{i:04}.md"), text);
        count = i + 1;
    }
    let run = site.run(&["check", "--format", "json", "--as-of", "2023-06-01"]);
    let names: BTreeMap<String, &str> = RULES
        .iter()
        .filter(|rule| rule.room == "language")
        .map(|rule| (rule.code.to_string(), rule.code.name()))
        .collect();
    let mut of_lines = vec![BTreeSet::new(); count];
    for fault in faults(&run.out) {
        let line = fault.path.strip_prefix("content/news/n").and_then(|rest| rest.get(..4));
        let line: Option<usize> = line.and_then(|digits| digits.parse().ok());
        if let (Some(line), Some(name)) = (line, names.get(&fault.code)) {
            of_lines[line].insert(*name);
        }
    }
    of_lines
}

#[test]
fn what_must_be_found_is_and_what_only_looks_like_it_is_not() {
    let labelled: Vec<(&str, &str)> = lines(FOUND)
        .map(|line| line.split_once(' ').expect("a rule's name, a blank and the line"))
        .collect();
    let known: BTreeSet<&str> = RULES.iter().map(|rule| rule.code.name()).collect();
    assert!(labelled.iter().all(|(label, _)| known.contains(label)));
    let of_found = found(labelled.iter().map(|(_, line)| *line));
    let of_passes = found(lines(PASSES));

    let (mut right, mut wrong) = (0, 0);
    let mut report = String::new();
    let mut of_rules: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for ((label, line), names) in labelled.iter().zip(&of_found) {
        let rule = of_rules.entry(label).or_default();
        rule.1 += 1;
        match names.contains(label) {
            true => (right, rule.0) = (right + 1, rule.0 + 1),
            false => report.push_str(&format!("missed {label}: {line}\n")),
        }
    }
    for (line, names) in lines(PASSES).zip(&of_passes) {
        wrong += names.len();
        if !names.is_empty() {
            report.push_str(&format!("cried {names:?}: {line}\n"));
        }
    }
    let (all, other) = (labelled.len(), of_passes.len());
    let (recall, precision) = (right * 100 / all, right * 100 / (right + wrong).max(1));
    for (rule, (found, all)) in of_rules {
        println!("{rule}: {found}/{all}");
    }
    println!("found {right} of {all} ({recall}%), cried {wrong} times over {other} ({precision}%)");
    println!("{report}");
    assert!(all >= 130 && other >= 120);
    assert!(recall >= RECALL && precision >= PRECISION, "{report}");
}

#[test]
fn a_table_that_is_not_there_or_lacks_a_column_is_an_error_of_the_settings() {
    let site = Scratch::site(&[("words/a.csv", "错\n布署\n")]);
    let settings =
        |name: &str| format!("title = \"甲\"\n[check]\ndictionaries = [\"words/{name}.csv\"]\n");
    for name in ["a", "b"] {
        site.write("site.toml", settings(name));
        let codes: Vec<String> = site.faults().into_iter().map(|fault| fault.code).collect();
        assert!(codes.contains(&"LS0601".to_owned()), "{name}: {codes:?}");
    }
}
