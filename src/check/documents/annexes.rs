//! # missing-annex
//!
//! The text names an annex that the record does not give out.
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

fn of_text(text: &Text, attachments: &[Attachment], out: &mut Diagnostics) {
    let named: Vec<(usize, u32, bool)> = text
        .lines()
        .flat_map(|(start, line)| sentences(line).map(move |(at, sentence)| (start + at, sentence)))
        .flat_map(|(start, sentence)| {
            let excused = EXCUSES.iter().any(|excuse| sentence.contains(excuse));
            numbers(sentence).into_iter().map(move |(at, n)| (start + at, n, excused))
        })
        .collect();
    let excused: BTreeSet<u32> =
        named.iter().filter(|(.., excused)| *excused).map(|(_, n, _)| *n).collect();
    let mut told = BTreeSet::new();
    for (at, n, _) in &named {
        if excused.contains(n) || is_given(attachments, *n) || !told.insert(*n) {
            continue;
        }
        let end = at + "附件".len();
        out.push(
            Diagnostic::new(
                Code::MissingAnnex,
                text.place(*at..end),
                say!("正文提到附件{n}，附件里没有", "the text names annex {n}, which is not given out"),
            )
            .help(say!(
                "列入“附件”，或在提到它的句子里写明未附",
                "list it under `attachments`, or say in that sentence that it is not published (未附)"
            )),
        );
    }
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
