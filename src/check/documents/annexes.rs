//! # missing-annex
//!
//! The text of a plan or document names an annex that the record does not give out, as 附件2 in a
//! sentence or as a line of the list 附件：1.… 2.… at its end.
//!
//! 正文提到的附件，页面上没有。
//!
//! A reader who is told of 附件2 looks for it. Give the file out under 附件, or say in the sentence
//! that names it that it is not published (未附, 未公开, 以……为准 …).
//!
//! 读者看到“附件2”就会去找。把文件列入“附件”，或在提到它的句子里写明未附、未公开、以……为准。
//!
//! ## Fails
//!
//! ```text
//! content/plans/2023.md
//! ---
//! 标题: 工作方案
//! 发文机关: 局
//! 发布日期: 2023-03-03
//! ---
//! 任务清单见附件2。
//! ```
//!
//! ## Passes
//!
//! ```text
//! content/plans/2023.md
//! ---
//! 标题: 工作方案
//! 发文机关: 局
//! 发布日期: 2023-03-03
//! ---
//! 任务清单见附件2（未公开）。
//! ```

use std::collections::BTreeSet;
use std::ops::Range;

use crate::check::Subject;
use crate::check::text::{self, Text};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::record::Attachment;
use crate::model::{Kind};
use crate::say;

/// Words by which a text says that an annex is not there.
const EXCUSES: [&str; 12] = [
    "为准",
    "未附",
    "未公开",
    "不公开",
    "没有公开",
    "未随文",
    "没有随文",
    "不予公开",
    "未收录",
    "没有收录",
    "缺失",
    "另行",
];

const NUMERALS: [char; 10] = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];

/// Warns of each annex once, where it is first named.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    let model = of.model;
    for kind in [Kind::Plan, Kind::Policy] {
        for record in model.records(kind) {
            of_text(&text::of_record(model, record), &model.base(record).attachments, out);
        }
    }
}

/// An annex as a text names it: under which number, where, and whether it is said not to be there.
struct Named {
    n: u32,
    span: Range<usize>,
    excused: bool,
}

fn of_text(text: &Text, attachments: &[Attachment], out: &mut Diagnostics) {
    let in_sentences = text
        .lines()
        .flat_map(|(start, line)| sentences(line).map(move |(at, sentence)| (start + at, sentence)))
        .flat_map(|(start, sentence)| {
            let excused = is_excused(sentence);
            numbers(sentence).into_iter().map(move |(at, n)| {
                let span = start + at..start + at + "附件".len();
                Named { n, span, excused }
            })
        });
    let mut named: Vec<Named> = in_sentences.chain(listed(text)).collect();
    named.sort_by_key(|named| named.span.start);
    let excused: BTreeSet<u32> =
        named.iter().filter(|named| named.excused).map(|named| named.n).collect();
    let mut told = BTreeSet::new();
    for Named { n, span, .. } in &named {
        if excused.contains(n) || is_given(attachments, *n) || !told.insert(*n) {
            continue;
        }
        out.push(
            Diagnostic::new(
                Code::MissingAnnex,
                text.place(span.clone()),
                say!("正文提到附件{n}，附件里没有", "the text names annex {n}, which is not given out"),
            )
            .help(say!(
                "列入“附件”，或在提到它的句子里写明未附",
                "list it under `attachments`, or say in that sentence that it is not published (未附)"
            )),
        );
    }
}

fn is_excused(words: &str) -> bool {
    EXCUSES.iter().any(|excuse| words.contains(excuse))
}

/// The annexes of the list a document closes with: 附件：1.…, and 2.…, 3.… on the lines below or
/// on the same one (党政机关公文格式 7.3.4).
fn listed(text: &Text) -> Vec<Named> {
    let mut found: Vec<Named> = Vec::new();
    // The number that comes next; none outside a list.
    let mut next: Option<u32> = None;
    // Whether an item may begin on this line alone: it follows a blank one, or one without item.
    let mut only_item = false;
    for (start, line) in text.lines() {
        let words = line.trim_start_matches([' ', '\t', '\u{3000}', '-', '*', '>', '+']);
        let list = match head(words) {
            Some(rest) => {
                // A single annex has no number, and there is no list.
                next = Some(1).filter(|_| rest.trim().is_empty() || item(rest) == Some(1));
                rest
            }
            None if words.trim().is_empty() => {
                only_item = true;
                continue;
            }
            // The annexes themselves follow, or other matter.
            None if words.starts_with("附件") || only_item && item(words) != next => {
                next = None;
                continue;
            }
            None => words,
        };
        only_item = item(list) != next;
        let begins = start + line.len() - list.len();
        for (at, sentence) in sentences(list) {
            let Some(n) = next else { break };
            let words = sentence.trim_start();
            if item(words) == next {
                let at = begins + at + sentence.len() - words.len();
                let span = at..at + n.to_string().len();
                found.push(Named { n, span, excused: is_excused(words) });
                next = Some(n + 1);
            } else if let Some(last) = found.last_mut().filter(|last| last.n + 1 == n) {
                // It runs on over the end of the line.
                last.excused |= is_excused(words);
            }
        }
    }
    found
}

/// What follows 附件： at a line's head.
fn head(words: &str) -> Option<&str> {
    let rest = words.strip_prefix("附件")?.trim_start_matches([' ', '*']);
    Some(rest.strip_prefix(['：', ':'])?.trim_start_matches([' ', '*', '\u{3000}']))
}

/// The number an item of a list begins with: 2. or 2．or 2、, and not the 2 of 2.5.
fn item(words: &str) -> Option<u32> {
    let end = words.find(|c: char| !c.is_ascii_digit())?;
    let after = words[end..].strip_prefix(['.', '．', '、'])?;
    if after.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    words[..end].parse().ok()
}

/// A line's sentences, each with the byte it begins at.
fn sentences(line: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    line.split_inclusive(['。', '；']).map(move |sentence| {
        let start = at;
        at += sentence.len();
        (start, sentence)
    })
}

/// The annexes a sentence names by number: 附件1, 附件 2, 附件三.
fn numbers(sentence: &str) -> Vec<(usize, u32)> {
    let named = sentence.match_indices("附件").filter_map(|(at, word)| {
        let rest = sentence[at + word.len()..].trim_start_matches([' ', '（', '(']);
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        let numeral = || {
            let first = rest.chars().next()?;
            let place = NUMERALS.iter().position(|numeral| *numeral == first)?;
            u32::try_from(place + 1).ok()
        };
        let number = digits.parse().ok().or_else(numeral)?;
        Some((at, number))
    });
    named.collect()
}

/// Whether a record gives an annex out: under its number, or in order where none has a number.
fn is_given(attachments: &[Attachment], n: u32) -> bool {
    let of = |attachment: &Attachment| {
        let named = [attachment.name.as_str(), attachment.file.name()];
        named.iter().flat_map(|name| numbers(name)).map(|(_, n)| n).collect::<Vec<_>>()
    };
    let numbered: Vec<Vec<u32>> = attachments.iter().map(of).collect();
    match numbered.iter().all(Vec::is_empty) {
        true => attachments.len() as u64 >= u64::from(n),
        false => numbered.iter().any(|numbers| numbers.contains(&n)),
    }
}
