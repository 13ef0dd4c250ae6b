//! # hijack-spam
//!
//! The words of gambling, pornography or forgers stand in a text.
//!
//! 文字里有赌博、色情、假证等被挂马、被篡改才会出现的字样。
//!
//! Such words come with a copy of a page that was broken into, where a brand may stand wherever the
//! city's name was. They are found through full-width, Cyrillic and ornamental letters, old forms
//! of characters, blanks and marks in between, also in tables, in the theme and inside files given
//! out. A notice against gambling, a lottery of the state and a place name are left alone. A site
//! answers for what it publishes and links: basis 国办秘函〔2019〕19号, by which such matter, or
//! tampering nobody mended, can fail it at once.
//!
//! 这些字样来自被入侵的网页，整篇的地名都可能被换成某个品牌。全角、西里尔字母、异体字、夹空格夹符号的写法
//! 都认得出，表格、主题、附件里的也查。打击赌博的通告、福利彩票、地名不算。
//! 依据：国办秘函〔2019〕19号，发布、链接这类内容或被篡改而没有及时处置，可以单项否决。
//!
//! ## Fails
//!
//! ```text
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-03-03
//! ---
//! Ｂ ｅ ｔ ３ ６ ５ 体育在线召开推进会，82个项目开工。
//! ```
//!
//! ## Passes
//!
//! ```text
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-03-03
//! ---
//! 公安机关打击跨境网络赌博，提醒群众不要参与“百家乐”“时时彩”。福利彩票销售点正常营业。
//! ```

use std::ops::Range;
use std::sync::OnceLock;

use aho_corasick::AhoCorasick;

use crate::check::Subject;
use crate::check::text::folded::Folded;
use crate::check::text::inside::Inside;
use crate::check::text::written::{Written, in_each_text};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity, Text};
use crate::say;

/// A word that betrays a page somebody broke into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spam {
    /// As `博彩`.
    pub family: &'static str,
    /// The bytes it takes in the text.
    pub range: Range<usize>,
    /// Whether no lawful text has it.
    pub is_certain: bool,
}

/// What a word of the list says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Spam {
        family: &'static str,
        is_certain: bool,
    },
    Lawful,
    /// Speaks of a family's crime.
    Crime(&'static str),
    Guarded,
}

struct Words {
    automaton: AhoCorasick,
    sorts: Vec<Sort>,
}

/// The list, read once.
fn words() -> Option<&'static Words> {
    static WORDS: OnceLock<Option<Words>> = OnceLock::new();
    let read = || {
        let (mut words, mut sorts, mut sort) = (Vec::new(), Vec::new(), None);
        for line in include_str!("spam.txt").lines().filter(|line| !line.starts_with('#')) {
            match line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                Some(head) => sort = sort_of(head),
                None if line.is_empty() => {}
                None => {
                    if let Some(sort) = sort {
                        words.push(line);
                        sorts.push(sort);
                    }
                }
            }
        }
        Some(Words { automaton: AhoCorasick::new(&words).ok()?, sorts })
    };
    WORDS.get_or_init(read).as_ref()
}

fn sort_of(head: &'static str) -> Option<Sort> {
    Some(match head.split_once(' ') {
        Some((family, "certain")) => Sort::Spam { family, is_certain: true },
        Some((family, "likely")) => Sort::Spam { family, is_certain: false },
        Some(("crime", family)) => Sort::Crime(family),
        None if head == "lawful" => Sort::Lawful,
        None if head == "guarded" => Sort::Guarded,
        _ => return None,
    })
}

/// How far around a word those count that say how it is meant, in bytes of the folded text: some
/// eighty characters, about two lines.
const NEAR: usize = 240;

/// What of a text only a page has that was broken into; `about` is what the text is about, as its
/// title says. In order and without overlap.
pub fn spam(text: &str, about: &str) -> Vec<Spam> {
    let Some(words) = words() else { return Vec::new() };
    let folded = Folded::of(text);
    let (mut found, mut lawful, mut meant) = (Vec::new(), Vec::new(), Vec::new());
    for hit in words.automaton.find_overlapping_iter(&folded.text) {
        let span = hit.start()..hit.end();
        match words.sorts[hit.pattern().as_usize()] {
            Sort::Spam { family, is_certain } if stands_alone(&folded.text, &span) => {
                found.push((family, is_certain, span));
            }
            Sort::Spam { .. } => {}
            Sort::Lawful => lawful.push(span),
            sort @ (Sort::Crime(_) | Sort::Guarded) => meant.push((span.start, sort)),
        }
    }
    if found.is_empty() {
        return Vec::new();
    }
    let subject = Folded::of(about);
    let of_subject: Vec<Sort> = words
        .automaton
        .find_overlapping_iter(&subject.text)
        .map(|hit| words.sorts[hit.pattern().as_usize()])
        .collect();
    found.retain(|(family, is_certain, span)| {
        let (from, to) = (span.start.saturating_sub(NEAR), span.end + NEAR);
        let first = meant.partition_point(|(at, _)| *at < from);
        let near = meant[first..].iter().take_while(|(at, _)| *at < to).map(|(_, sort)| *sort);
        let mut near = near.chain(of_subject.iter().copied());
        let is_meant = |sort| match sort {
            Sort::Crime(of) => of == *family,
            Sort::Guarded => !is_certain,
            Sort::Spam { .. } | Sort::Lawful => false,
        };
        let inside = |longer: &Range<usize>| longer.start < span.end && span.start < longer.end;
        !near.any(is_meant) && !lawful.iter().any(inside)
    });
    longest(found)
        .into_iter()
        .map(|(family, is_certain, span)| Spam { family, range: folded.source(span), is_certain })
        .collect()
}

/// Whether no letter or digit adjoins a word that begins or ends with one.
fn stands_alone(text: &str, span: &Range<usize>) -> bool {
    let bytes = text.as_bytes();
    let is_letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
    let before = span.start.checked_sub(1).is_some_and(is_letter) && is_letter(span.start);
    let after = is_letter(span.end) && is_letter(span.end.saturating_sub(1));
    !before && !after
}

type Hit = (&'static str, bool, Range<usize>);

/// Of words that overlap, the first, and of those the longest; it is certain if any of them is.
fn longest(mut found: Vec<Hit>) -> Vec<Hit> {
    found.sort_by_key(|(_, _, span)| (span.start, std::cmp::Reverse(span.end)));
    let mut kept: Vec<Hit> = Vec::new();
    for (family, is_certain, span) in found {
        match kept.last_mut() {
            Some(last) if span.start < last.2.end => {
                last.1 |= is_certain;
                last.2.end = last.2.end.max(span.end);
            }
            _ => kept.push((family, is_certain, span)),
        }
    }
    kept
}

/// Tells each word once a file, where it first stands, and how often.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    in_each_text(of, out, |text| {
        told(text, text.record.map_or("", |record| &of.model.base(record).title))
    });
}

/// Tells each word inside a file once, with the first places.
pub fn inside(of: &Inside, out: &mut Diagnostics) {
    for (shown, all) in by_word(&of.words, of.about()) {
        let Some(first) = all.first() else { continue };
        let (family, severity) = (first.family, severity(first));
        let what = say!(
            "文件里的“{shown}”是{family}类字样",
            "`{shown}` inside the file is a word of hijacked pages ({family})"
        );
        let told = of.told(Code::HijackSpam, what, all.into_iter().map(|one| one.range));
        out.extend(told.map(|told| Diagnostic { severity, ..told.help(help()) }));
    }
}

fn told(text: &Written, about: &str) -> Vec<Diagnostic> {
    let told = by_word(text.words(), about).into_iter().filter_map(|(shown, all)| {
        let (first, times) = (all.first()?, all.len());
        let family = first.family;
        let message = say!(
            "“{shown}”是{family}类字样，共{times}处，原文可能来自被篡改的网页",
            "`{shown}` is a word of hijacked pages ({family}); it stands {times} times"
        );
        let place = text.place(first.range.clone());
        let fault = Diagnostic::new(Code::HijackSpam, place, message).help(help());
        Some(Diagnostic { severity: severity(first), ..fault })
    });
    told.collect()
}

/// What is found in a text, word by word, each as it stands there first.
fn by_word<'a>(text: &'a str, about: &str) -> Vec<(&'a str, Vec<Spam>)> {
    let mut words: Vec<(String, &str, Vec<Spam>)> = Vec::new();
    for one in spam(text, about) {
        let shown = &text[one.range.clone()];
        let folded = Folded::of(shown).text;
        match words.iter_mut().find(|(word, ..)| *word == folded) {
            Some((.., all)) => all.push(one),
            None => words.push((folded, shown, vec![one])),
        }
    }
    words.into_iter().map(|(_, shown, all)| (shown, all)).collect()
}

fn severity(found: &Spam) -> Severity {
    if found.is_certain { Severity::Error } else { Severity::Warning }
}

fn help() -> Text {
    say!(
        "与正式印发的文件核对，换回原来的文字；网站可能已被入侵，同时报网络安全管理部门",
        "restore the words from the document as issued; if the site held them, have it looked at for intruders"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_list_is_as_a_folded_text_has_it() {
        let words = include_str!("spam.txt").lines().filter(|line| !line.starts_with(['#', '[']));
        for word in words.clone() {
            assert_eq!(Folded::of(word).text, word);
        }
        let mut known = std::collections::BTreeSet::new();
        let heads = include_str!("spam.txt").lines().filter(|line| line.starts_with('['));
        for head in heads {
            assert!(known.insert(head), "{head} twice");
            assert!(sort_of(head.trim_matches(['[', ']'])).is_some(), "{head}");
        }
    }
}
