//! How much the detectors find, and how much of it is right: labelled lines in tests/corpus/.
//!
//! A corpus is two files: lines in which `⟦kind|text⟧` marks what must be found, and lines in
//! which nothing must be. In both `\n`, `\t` and `\u{200B}` stand for what they name, and a line
//! that begins with `#` is a heading.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;

use liangshai::check::{secrecy_marks, spam};
use liangshai::detect::{Policy, private};

/// What a detector finds in a line: kinds and the bytes they take.
type Finder = fn(&str) -> Vec<(String, Range<usize>)>;

/// Lines that hold something and lines that hold nothing, and who looks.
struct Corpus {
    name: &'static str,
    marked: &'static str,
    clean: &'static str,
    find: Finder,
    /// The kinds of which all must be found and none wrongly.
    exact: &'static [&'static str],
}

const PRIVATE: Corpus = Corpus {
    name: "private",
    marked: include_str!("corpus/private.txt"),
    clean: include_str!("corpus/public.txt"),
    find: found_private,
    exact: &["身份证号", "手机号码"],
};

fn found_private(text: &str) -> Vec<(String, Range<usize>)> {
    let found = private(text, &Policy::default());
    found.into_iter().map(|found| (found.kind.word().to_owned(), found.range)).collect()
}

const SPAM: Corpus = Corpus {
    name: "spam and secrecy",
    marked: include_str!("corpus/spam_found.txt"),
    clean: include_str!("corpus/spam_passes.txt"),
    find: found_spam,
    exact: &["密级"],
};

fn found_spam(text: &str) -> Vec<(String, Range<usize>)> {
    let words = spam(text, "").into_iter().map(|found| (found.family.to_owned(), found.range));
    let marks = secrecy_marks(text).into_iter();
    words.chain(marks.map(|mark| ("密级".to_owned(), mark.range))).collect()
}

#[test]
fn what_is_private_is_found_and_its_look_alikes_are_left() {
    PRIVATE.holds(170, 200);
}

#[test]
fn hijacked_and_secret_words_are_found_and_lawful_ones_left() {
    SPAM.holds(110, 110);
}

/// How often one kind was found rightly, wrongly, and not at all.
#[derive(Default, Clone, Copy)]
struct Score {
    right: u32,
    wrong: u32,
    missed: u32,
}

impl Score {
    fn row(self, name: &str) -> String {
        let rate = |part: u32, other: u32| match part + other {
            0 => "—".to_owned(),
            whole => format!("{:.1}%", f64::from(part) * 100.0 / f64::from(whole)),
        };
        let Self { right, wrong, missed } = self;
        format!(
            "{name}: {right} right, {wrong} wrong, {missed} missed; recall {}, precision {}\n",
            rate(right, missed),
            rate(right, wrong)
        )
    }
}

impl Corpus {
    /// Prints the scores and every mistake, and fails where they are too many.
    fn holds(&self, least_marked: usize, least_clean: usize) {
        let (mut scores, mut mistakes) = (BTreeMap::<String, Score>::new(), String::new());
        let counts = [self.marked, self.clean].map(|file| {
            let lines = lines(file).map(|line| self.score(line, &mut scores, &mut mistakes));
            lines.count()
        });
        let mut all = Score::default();
        let mut report = format!("{}: {} and {} lines\n", self.name, counts[0], counts[1]);
        for (kind, score) in &scores {
            report.push_str(&score.row(kind));
            all.right += score.right;
            all.wrong += score.wrong;
            all.missed += score.missed;
        }
        report.push_str(&all.row("all"));
        println!("{report}{mistakes}");
        assert!(counts[0] >= least_marked && counts[1] >= least_clean, "{report}");
        for kind in self.exact {
            let score = scores.get(*kind).copied().unwrap_or_default();
            assert_eq!((score.wrong, score.missed), (0, 0), "{kind}\n{mistakes}");
        }
        assert!(all.right * 100 >= (all.right + all.wrong) * 99, "{report}{mistakes}");
        assert!(all.right * 100 >= (all.right + all.missed) * 97, "{report}{mistakes}");
    }

    fn score(&self, line: &str, scores: &mut BTreeMap<String, Score>, mistakes: &mut String) {
        let (text, mut expected) = unmarked(&unescaped(line));
        for (kind, range) in (self.find)(&text) {
            let score = scores.entry(kind.clone()).or_default();
            let known = expected.iter().position(|one| *one == (kind.clone(), range.clone()));
            match known {
                Some(at) => {
                    expected.remove(at);
                    score.right += 1;
                }
                None => {
                    score.wrong += 1;
                    let _ = writeln!(mistakes, "wrong {kind} at {range:?}: {line}");
                }
            }
        }
        for (kind, _) in expected {
            scores.entry(kind.clone()).or_default().missed += 1;
            let _ = writeln!(mistakes, "missed {kind}: {line}");
        }
    }
}

fn lines(file: &str) -> impl Iterator<Item = &str> {
    file.lines().filter(|line| !line.is_empty() && !line.starts_with("# "))
}

fn unescaped(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let code = rest.strip_prefix("u{").and_then(|rest| rest.split_once('}'));
        match code {
            Some((code, after)) => {
                let code = u32::from_str_radix(code, 16).expect("a code in hex");
                out.push(char::from_u32(code).expect("a character"));
                rest = after;
            }
            None if rest.starts_with(['n', 't']) => {
                out.push(if rest.starts_with('n') { '\n' } else { '\t' });
                rest = &rest[1..];
            }
            None => out.push('\\'),
        }
    }
    out + rest
}

/// The text without its marks, and what they mark.
fn unmarked(line: &str) -> (String, Vec<(String, Range<usize>)>) {
    let (mut text, mut expected) = (String::new(), Vec::new());
    let mut rest = line;
    while let Some((before, marked)) = rest.split_once('⟦') {
        let (marked, after) = marked.split_once('⟧').expect("a mark that ends");
        let (kind, matched) = marked.split_once('|').expect("a kind");
        text.push_str(before);
        expected.push((kind.to_owned(), text.len()..text.len() + matched.len()));
        text.push_str(matched);
        rest = after;
    }
    (text + rest, expected)
}

/// Run with `cargo test --test corpus -- --ignored --nocapture`: the texts of a folder given in
/// SITE, or of this repository's own content.
#[test]
#[ignore = "measures, and asserts nothing"]
#[allow(clippy::disallowed_methods, reason = "it measures")]
fn megabytes_a_second() {
    let site = std::env::var("SITE").unwrap_or_else(|_| "content".into());
    let files = walkdir::WalkDir::new(site).into_iter().flatten();
    let texts: Vec<String> =
        files.filter_map(|file| std::fs::read_to_string(file.path()).ok()).collect();
    let begun = std::time::Instant::now();
    let found: Vec<_> = texts.iter().flat_map(|text| private(text, &Policy::default())).collect();
    let took = begun.elapsed().as_secs_f64();
    let megabytes = texts.iter().map(String::len).sum::<usize>() as f64 / 1e6;
    println!("{megabytes:.1} MB, {} found, {:.1} MB/s", found.len(), megabytes / took);
    for found in &found {
        println!("{} {}", found.kind.word(), found.masked);
    }
}
