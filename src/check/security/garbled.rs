//! # garbled-copy
//!
//! The text has what a bad copy leaves behind: a masked e-mail address or characters read in the
//! wrong encoding.
//!
//! 文字里有复制不当留下的痕迹：被遮住的邮箱，或编码读错的乱码。
//!
//! A page that hides addresses from robots gives `[email protected]` to whoever copies it by
//! program; UTF-8 read as GBK gives 锟斤拷 and 锛屽. What was meant stands in the source.
//!
//! 防采集的网页复制下来是“[email protected]”；UTF-8当作GBK读就是“锟斤拷”“锛屽”。原文要从来源处重新取。
//!
//! ## Fails
//!
//! ```text
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-03-03
//! ---
//! 联系邮箱：[email protected]
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
//! 联系邮箱：zwgk@example.gov.cn，e-mail protection is on.
//! ```

use std::ops::Range;
use std::sync::OnceLock;

use aho_corasick::AhoCorasick;

use crate::check::Subject;
use crate::check::text::written::in_each_text;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::say;

/// What is left of masked addresses, and of bytes no program could read.
const LEFT: [&str; 11] = [
    "[email protected]",
    "[email\u{a0}protected]",
    "[email&#160;protected]",
    "/cdn-cgi/l/email-protection",
    "data-cfemail",
    "锟斤拷",
    "斤拷锟",
    "烫烫烫",
    "屯屯屯",
    "ï»¿",
    "&amp;nbsp;",
];

/// Characters UTF-8 gives when read as GBK, rare in any text: of the most frequent characters and
/// marks, the first two bytes.
const AS_GBK: &str = "鍦鍚鍙鍏鍒鏄鏈銆锛鐨鏃鏉鎴鍗鏂缁璁鐜闂鏀鎺鏍绗姟綅嶅鎵囨璇鈥鑰杩";

/// Both, to be found in one pass: first what is left, then the characters.
fn signs() -> Option<&'static AhoCorasick> {
    static SIGNS: OnceLock<Option<AhoCorasick>> = OnceLock::new();
    let read = || {
        let characters = AS_GBK.split_inclusive(|_: char| true);
        AhoCorasick::new(LEFT.into_iter().chain(characters)).ok()
    };
    SIGNS.get_or_init(read).as_ref()
}

/// How many of them one line must have, of at least two sorts.
const MANY: usize = 3;

/// Warns once a file, of the first of each sort.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    in_each_text(of, out, |text| {
        let whole = text.words();
        let mut left: [Option<usize>; LEFT.len()] = [None; LEFT.len()];
        let mut characters = Vec::new();
        for hit in signs().into_iter().flat_map(|signs| signs.find_iter(whole)) {
            match left.get_mut(hit.pattern().as_usize()) {
                Some(first) => *first = first.or(Some(hit.start())),
                None => characters.push(hit.range()),
            }
        }
        let left = LEFT.iter().zip(left).filter_map(|(word, at)| Some((*word, at?)));
        let mut found: Vec<Diagnostic> =
            left.map(|(word, at)| told(word, text.place(at..at + word.len()))).collect();
        if let Some(span) = as_gbk(whole, &characters).or_else(|| first_as_latin(whole)) {
            let shown: String = whole[span.clone()].chars().take(8).collect();
            found.push(told(&shown, text.place(span)));
        }
        found
    });
}

fn told(shown: &str, place: crate::diagnostic::Place) -> Diagnostic {
    Diagnostic::new(
        Code::GarbledCopy,
        place,
        say!("“{shown}”是复制留下的乱码", "`{shown}` is what a bad copy leaves behind"),
    )
    .help(say!("从原件重新取文", "take the text from its source again"))
}

/// The first line's stretch that was UTF-8 and was read as GBK, from where the characters of that
/// stand.
fn as_gbk(text: &str, characters: &[Range<usize>]) -> Option<Range<usize>> {
    let lines = characters.chunk_by(|one, next| !text[one.end..next.start].contains('\n'));
    let mut found = lines.filter(|line| {
        let differ = line.iter().any(|one| text[one.clone()] != text[line[0].clone()]);
        line.len() >= MANY && differ
    });
    found.next().and_then(|line| Some(line.first()?.start..line.last()?.end))
}

fn first_as_latin(text: &str) -> Option<Range<usize>> {
    if !text.as_bytes().contains(&0xC3) {
        return None;
    }
    let mut at = 0;
    text.split_inclusive('\n').find_map(|line| {
        let start = at;
        at += line.len();
        as_latin(line).map(|span| start + span.start..start + span.end)
    })
}

/// The first stretch of a line that was UTF-8 and was read as Latin-1 or Windows-1252: a letter of
/// a first byte with signs of bytes that follow one, twice.
fn as_latin(line: &str) -> Option<Range<usize>> {
    let is_first = |c: char| matches!(c, 'Â' | 'Ã' | 'ã' | 'ä' | 'å' | 'æ' | 'ç' | 'è' | 'é' | 'ï' | 'â');
    let follows = |c: char| {
        matches!(c, '\u{80}'..='\u{BF}' | '€' | '‚' | 'ƒ' | '„' | '…' | '†' | '‡' | 'ˆ' | '‰' | 'Š'
            | '‹' | 'Œ' | 'Ž' | '‘' | '’' | '“' | '”' | '•' | '–' | '—' | '˜' | '™' | 'š' | '›' | 'œ'
            | 'ž' | 'Ÿ')
    };
    let mut at_first = None;
    let mut run: Option<(usize, usize)> = None;
    for (at, c) in line.char_indices() {
        if is_first(c) {
            at_first = Some(at);
        } else if follows(c) && at_first.is_some() {
            let start = at_first?;
            if start + 2 == at {
                let count = run.map_or(1, |(_, count)| count + 1);
                let from = run.map_or(start, |(from, _)| from);
                if count >= 2 {
                    return Some(from..at + c.len_utf8());
                }
                run = Some((from, count));
            }
        } else {
            (at_first, run) = (None, None);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_encodings_are_told_from_rare_words() {
        let as_gbk = |text: &str| {
            let hits = signs().into_iter().flat_map(|signs| signs.find_iter(text));
            as_gbk(text, &hits.map(|hit| hit.range()).collect::<Vec<_>>())
        };
        assert!(as_gbk("浼樺寲钀ュ晢鐜锛屽缓绔嬫満鍒").is_some());
        assert!(as_gbk("锛子是木工的工具，涓涓细流").is_none());
        assert!(as_latin("ä¼˜åŒ–").is_some());
        assert!(as_latin("Ã¤Ã¶").is_some());
        assert!(as_latin("café “très” naïve").is_none());
    }
}
