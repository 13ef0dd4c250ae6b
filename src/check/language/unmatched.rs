//! # unmatched-mark
//!
//! A bracket or quotation mark has no other half in its paragraph.
//!
//! 括号、引号或书名号在段落里不成对。
//!
//! Half of “ ”, 《 》, （ ）, 〔 〕 or 【 】 was lost, or typed the wrong way round. Numbers of lists
//! (1）), faces and a quotation that goes on in the next paragraph are not meant.
//!
//! “ ”《 》（ ）〔 〕【 】漏了一半，或者方向打反了。“1）”这样的序号、颜文字和跨段的引文不算。
//!
//! ## Fails
//!
//! ```text
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-03-03
//! ---
//! 印发《工作方案，各单位照此执行。
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
//! 印发《工作方案》：1）统一认识；2）抓好落实。
//! ```

use crate::check::Subject;
use crate::check::text::prose::{BLOT, Found, Prose, before, each, is_han};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::say;

/// Tells of each paragraph the first mark of a kind that stands alone.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    each(of, out, |prose, out| {
        of_text(prose, out);
    });
}

/// Of each kind the opening and the closing mark; brackets of either width go together.
const PAIRS: [(&[char], &[char]); 5] = [
    (&['“'], &['”']),
    (&['《'], &['》']),
    (&['（', '('], &['）', ')']),
    (&['〔'], &['〕']),
    (&['【'], &['】']),
];

/// How many blocks further a pair may close: a quotation of several paragraphs.
const REACH: usize = 4;

/// A mark alone: of which kind, in which block, whether it opens.
struct Alone {
    pair: usize,
    block: usize,
    opens: bool,
    found: Found,
}

fn of_text(prose: &Prose, out: &mut Vec<Diagnostic>) {
    let mut alone: Vec<Alone> = Vec::new();
    for (i, block) in prose.blocks.iter().enumerate() {
        let words = prose.words(block);
        // Cut short on purpose.
        if words.trim_end().ends_with('…') {
            continue;
        }
        let is_there = |pair: &usize| {
            let (opening, closing) = PAIRS[*pair];
            block.may_have(opening) || block.may_have(closing)
        };
        for pair in (0..PAIRS.len()).filter(is_there) {
            let first = first_alone(words, pair);
            alone.extend(first.map(|(at, c, opens)| {
                let at = block.span.start + at;
                let found = Found::open(at..at + c.len_utf8());
                Alone { pair, block: i, opens, found }
            }));
        }
    }
    let spans = |one: &Alone| {
        alone.iter().any(|other| {
            let (first, last) = if one.opens { (one, other) } else { (other, one) };
            let near = (1..=REACH).contains(&last.block.wrapping_sub(first.block));
            other.pair == one.pair && other.opens != one.opens && near
        })
    };
    let goes_on = |one: &Alone| {
        let next = prose.blocks.get(one.block + 1).map(|block| prose.words(block));
        one.pair == 0 && one.opens && next.is_some_and(|next| next.trim_start().starts_with('“'))
    };
    let told = alone.iter().filter(|one| !spans(one) && !goes_on(one));
    for one in told {
        let mark = &prose.text.whole()[one.found.span.clone()];
        let message = match one.opens {
            true => say!("“{mark}”没有另一半：后面没有合上", "`{mark}` is not closed"),
            false => say!("“{mark}”没有另一半：前面没有打开", "`{mark}` closes what is not open"),
        };
        let help = say!("补上另一半，或改正方向", "add the other half, or turn it round");
        out.push(one.found.clone().told(prose, Code::UnmatchedMark, message, help));
    }
}

/// The first mark of a kind that stands alone in a line.
fn first_alone(line: &str, pair: usize) -> Option<(usize, char, bool)> {
    let (opening, closing) = PAIRS[pair];
    let mut open: Vec<(usize, char)> = Vec::new();
    for (at, c) in line.char_indices() {
        let opens = opening.contains(&c);
        if !(opens || closing.contains(&c)) || is_mentioned(line, at, c) {
            continue;
        }
        if opens && pair == 0 && !open.is_empty() {
            // A second “ for the ” of the first.
            return Some((at, c, true));
        }
        if opens {
            open.push((at, c));
        } else if open.pop().is_none() && !is_label(line, at) && is_told(line, at, c) {
            return Some((at, c, false));
        }
    }
    let (at, c) = *open.first().filter(|(at, c)| is_told(line, *at, *c))?;
    Some((at, c, true))
}

/// Whether a mark is named by itself, as “《”.
fn is_mentioned(line: &str, at: usize, c: char) -> bool {
    let next = line[at + c.len_utf8()..].chars().next();
    matches!((before(line, at), next), (Some('“' | '‘'), Some('”' | '’')))
}

/// Whether a half-width bracket is one of a Chinese text; any other mark is.
fn is_told(line: &str, at: usize, c: char) -> bool {
    let next = line[at + c.len_utf8()..].chars().next();
    !c.is_ascii() || before(line, at).is_some_and(is_han) || next.is_some_and(is_han)
}

/// Whether a closing bracket is that of a number, 1） or 一）, or of a face.
fn is_label(line: &str, at: usize) -> bool {
    let lead = &line[..at];
    let is_part = |c: char| c.is_ascii_alphanumeric() || "一二三四五六七八九十".contains(c);
    let label = lead.trim_end_matches(is_part);
    let token = &lead[label.len()..];
    let is_number = (1..=2).contains(&token.chars().count());
    let of_digits = token.bytes().all(|byte| byte.is_ascii_digit());
    let begins = label.chars().next_back().is_none_or(|c| !is_han(c) && !c.is_alphanumeric());
    let is_face = lead.chars().next_back().is_some_and(|c| ":;：；^_-=".contains(c) || c == BLOT);
    is_face || is_number && (of_digits || begins)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alone(line: &str) -> Vec<char> {
        (0..PAIRS.len()).filter_map(|pair| first_alone(line, pair)).map(|(_, c, _)| c).collect()
    }

    #[test]
    fn half_of_a_pair_is_found() {
        for (line, mark) in [
            ("印发《方案，照此执行", '《'),
            ("“亮晒比评”活动”开展", '”'),
            ("“亮晒比评“活动", '“'),
            ("示局字〔2023号", '〔'),
            ("方案（试行", '（'),
            ("方案试行)印发", ')'),
        ] {
            assert_eq!(alone(line), [mark], "{line}");
        }
    }

    #[test]
    fn numbers_faces_and_whole_pairs_pass() {
        for line in [
            "1）甲；2）乙", "一）甲", "好：）", "《关于印发〈方案〉的通知》", "（“甲”）",
            "方案（试行)印发", "把“（”改为“）”", "a) b) c)", "《关于转发《方案》的通知》",
        ] {
            assert!(alone(line).is_empty(), "{line}");
        }
    }
}
