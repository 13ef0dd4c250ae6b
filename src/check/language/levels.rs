//! # level-skips
//!
//! The numbers of sections or points skip one, or come twice.
//!
//! 层次序号跳号或重号。
//!
//! After 一、 comes 二、; after （一） comes （二）. A section was lost or moved, or two of them bear one
//! number, so that nobody can say which is meant. Numbers begin anew under each heading above them.
//! What a page makes of a numbered list of Markdown counts on from its first number, so a skip in
//! the file is another number on the page.
//!
//! “一、”后面是“二、”，“（一）”后面是“（二）”。跳号可能是漏了一段；重号则说不清指哪一段。到了上一级的新序号，
//! 下一级重新数起。Markdown 的编号列表在网页上从第一个数起连续编号，文件里跳号，网页上的号就变了。
//!
//! ## Fails
//!
//! ```text
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-03-03
//! ---
//! 一、总体要求
//!
//! 三、保障措施
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
//! 一、总体要求
//!
//! （一）目标
//!
//! 二、保障措施
//!
//! （一）组织
//! ```

use std::ops::Range;

use crate::check::Subject;
use crate::check::text::prose::{Block, Form, Point, Prose, each};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::say;

/// Warns of each such number.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    each(of, out, |prose, out| {
        of_blocks(prose, out);
        of_points(prose, out);
    });
}

/// The levels of an official paper (一、（一）1.（1）), and how deep each lies.
const LEVELS: usize = 4;

/// A number as it opens a paragraph.
struct Numbered {
    level: usize,
    number: u32,
    length: usize,
}

fn of_blocks(prose: &Prose, out: &mut Vec<Diagnostic>) {
    let mut last: [Option<u32>; LEVELS] = [None; LEVELS];
    let is_text = |block: &&Block| matches!(block.form, Form::Paragraph | Form::Heading);
    let mut end = prose.text.body.start;
    for block in prose.blocks.iter().filter(is_text) {
        // A line across begins another paper.
        if is_parted(prose.text.whole().get(end..block.span.start).unwrap_or("")) {
            last = [None; LEVELS];
        }
        end = block.span.end;
        let words = prose.words(block).trim_start_matches('\u{1}');
        let Some(Numbered { level, number, length }) = numbered(words) else {
            let begins_anew = block.form == Form::Heading
                || ["附件", "附表", "附：", "第"].iter().any(|word| words.starts_with(word));
            if begins_anew {
                last = [None; LEVELS];
            }
            continue;
        };
        let start = block.span.start + prose.words(block).len() - words.len();
        if let Some(before) = last[level].filter(|before| number != before + 1 && number != 1) {
            tell(prose, start..start + length, before, number, out);
        }
        last[level] = Some(number);
        last[level + 1..].fill(None);
    }
}

/// Whether a line across the page lies between two blocks.
fn is_parted(between: &str) -> bool {
    between.lines().any(|line| {
        let line = line.trim();
        line.len() >= 3 && ["-", "*", "_"].iter().any(|mark| line.replace(mark, "").trim().is_empty())
    })
}

/// The points of each list of Markdown.
fn of_points(prose: &Prose, out: &mut Vec<Diagnostic>) {
    let mut lists: Vec<&Point> = prose.points.iter().collect();
    lists.sort_by_key(|point| point.list);
    for list in lists.chunk_by(|a, b| a.list == b.list) {
        let repeats = |two: &[&Point]| two[0].number == two[1].number;
        // All alike is a way of writing lists.
        if list.windows(2).all(repeats) {
            continue;
        }
        for two in list.windows(2).filter(|two| two[1].number != two[0].number + 1) {
            tell(prose, two[1].at.clone(), two[0].number, two[1].number, out);
        }
    }
}

fn tell(prose: &Prose, at: Range<usize>, before: u32, number: u32, out: &mut Vec<Diagnostic>) {
    let written = prose.text.whole()[at.clone()].to_owned();
    let message = match number > before {
        true => say!(
            "序号“{written}”跳号：前一个是{before}",
            "the number `{written}` skips: the one before is {before}"
        ),
        false => say!(
            "序号“{written}”重号或倒号：前一个是{before}",
            "the number `{written}` came before: the last one is {before}"
        ),
    };
    let help = say!(
        "核对原文，看是否漏了内容；原文如此就不必改",
        "look whether something was lost; leave it if the document says so"
    );
    out.push(Diagnostic::new(Code::LevelSkips, prose.text.place(at), message).help(help));
}

/// The longest number of a paragraph, in characters: 九十九.
const LONGEST: usize = 3;

/// The number a paragraph opens with.
fn numbered(words: &str) -> Option<Numbered> {
    let (level, inside, close) = match words.strip_prefix(['（', '(']) {
        Some(inside) => (1, inside, &['）', ')'][..]),
        None => (0, words, &['、', '．', '.'][..]),
    };
    let mut chars = inside.char_indices().take(LONGEST + 1);
    let end = chars.find(|(_, c)| close.contains(c))?.0;
    let token = &inside[..end];
    let mark = inside[end..].chars().next()?;
    let length = words.len() - inside.len() + end + mark.len_utf8();
    let is_digits = !token.is_empty() && token.len() <= 2 && token.bytes().all(|b| b.is_ascii_digit());
    if is_digits {
        let behind = inside[end + mark.len_utf8()..].chars().next();
        // 1.5 is a number of another kind.
        let is_part = level == 0 && behind.is_some_and(|c| c.is_ascii_digit());
        let number = token.parse().ok().filter(|_| !is_part)?;
        return Some(Numbered { level: level + 2, number, length });
    }
    // 二、三季度 are two quarters.
    let goes_on = inside[end + mark.len_utf8()..].starts_with(is_numeral);
    let number = numeral(token).filter(|_| level == 1 || mark == '、' && !goes_on)?;
    Some(Numbered { level, number, length })
}

fn is_numeral(c: char) -> bool {
    "一二三四五六七八九十".contains(c)
}

/// A Chinese number up to ninety-nine.
fn numeral(token: &str) -> Option<u32> {
    let of = |word: &str| {
        let place = "一二三四五六七八九".chars().position(|c| word.chars().eq([c]))?;
        u32::try_from(place + 1).ok()
    };
    match token.split_once('十') {
        None => of(token),
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { 1 } else { of(tens)? };
            let ones = if ones.is_empty() { 0 } else { of(ones)? };
            Some(tens * 10 + ones)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_by_level() {
        for (words, expected) in [
            ("一、总则", Some((0, 1))),
            ("（十二）甲", Some((1, 12))),
            ("3．甲", Some((2, 3))),
            ("（4）甲", Some((3, 4))),
            ("二十一、甲", Some((0, 21))),
            ("1.5倍", None),
            ("一是甲", None),
            ("二、三季度各一次", None),
            ("2023年", None),
        ] {
            let found = numbered(words).map(|found| (found.level, found.number));
            assert_eq!(found, expected, "{words}");
        }
    }
}
