//! # half-width-mark
//!
//! A half-width mark stands among Chinese characters: , ; : ? ! ( ).
//!
//! 汉字之间用了半角标点。
//!
//! Chinese texts use full-width marks (GB/T 15834). Times and numbers (12:30, 1,000), Latin words,
//! addresses, file names and the marks of Markdown are not meant.
//!
//! 汉语文稿用全角标点（参照 GB/T 15834）。时刻、数字（12:30、1,000）、外文、网址、文件名和 Markdown
//! 的记号不算。
//!
//! ## Fails
//!
//! ```text
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-03-03
//! ---
//! 会议强调,要抓好落实(含整改).
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
//! 会议12:30开始，共1,000人，网址 https://example.gov.cn/?a=1,2 ，`甲,乙`是代码。
//! ```

use crate::check::Subject;
use crate::check::text::prose::{BLOT, Block, Found, Prose, before, each, is_han};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::say;

/// Warns once a paragraph: whoever types half-width marks types nothing else.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    each(of, out, |prose, out| {
        out.extend(prose.with(&HALF).filter_map(|block| of_block(prose, block)));
    });
}

fn of_block(prose: &Prose, block: &Block) -> Option<Diagnostic> {
    let words = prose.words(block);
    // A text in another language, with Chinese words in it.
    if is_foreign(words) {
        return None;
    }
    let found = find(words);
    let raw = &prose.text.whole()[block.span.clone()];
    let (first, last) = (found.first()?, found.last()?);
    let span = first.span.start..last.span.end;
    let mut fix = raw[span.clone()].to_owned();
    for one in found.iter().rev() {
        let within = one.span.start - span.start..one.span.end - span.start;
        fix.replace_range(within, one.fix.as_deref().unwrap_or_default());
    }
    let written = raw[first.span.clone()].trim();
    let mended = first.fix.clone().unwrap_or_default();
    let (message, help) = match found.len() {
        1 => (
            say!("汉字之间用了半角的“{written}”", "`{written}` is half-width among Chinese"),
            say!("改为“{mended}”", "write `{mended}`"),
        ),
        n => (
            say!(
                "汉字之间用了{n}处半角标点，第一处是“{written}”",
                "{n} marks are half-width among Chinese, the first of them `{written}`"
            ),
            say!("都改为全角，如“{mended}”", "write all of them in full width, as `{mended}`"),
        ),
    };
    let span = block.span.start + span.start..block.span.start + span.end;
    Some(Found::mended(span, fix).told(prose, Code::HalfWidthMark, message, help))
}

const HALF: [char; 7] = [',', ';', ':', '?', '!', '(', ')'];
const FULL: [(char, char); 5] = [(',', '，'), (';', '；'), (':', '：'), ('?', '？'), ('!', '！')];

/// Longest text in brackets that is looked at, in characters.
const LONGEST: usize = 80;

/// The half-width marks of a line.
fn find(line: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut after = 0;
    for (at, mark) in line.match_indices(['(', '（', ',', ';', ':', '?', '!']) {
        if at < after {
            continue;
        }
        let one = match mark {
            "(" | "（" => brackets(line, at, mark),
            _ => stop(line, at, mark),
        };
        if let Some(one) = one {
            after = one.span.end;
            found.push(one);
        }
    }
    found
}

/// Whether a text has more letters than Chinese characters.
fn is_foreign(words: &str) -> bool {
    let letters = words.bytes().filter(u8::is_ascii_alphabetic).count();
    letters > 0 && letters > words.chars().filter(|c| is_han(*c)).count()
}

/// A mark between Chinese characters, or behind them at the end of a line.
fn stop(line: &str, at: usize, mark: &str) -> Option<Found> {
    let last = before(line, at)?;
    let rest = &line[at + 1..];
    let words = rest.trim_start_matches(' ');
    let next = words.chars().next();
    let is_chinese = |c: char| is_han(c) || "《“（‘【〔".contains(c);
    let fits = match next {
        None | Some('\n') => true,
        Some(c) if is_chinese(c) => !(mark == ":" && is_numeral(last) && is_numeral(c)),
        Some(c) => c.is_ascii_digit() && is_han(last) && !is_numeral(last) && ",;:".contains(mark),
    };
    if !fits || !(is_han(last) || "》”）】〕".contains(last)) {
        return None;
    }
    // “示例: 是” names a line of a file.
    let is_line = mark == ":" && rest.starts_with(' ') && {
        let quotes = |mark| line[..at].rfind(mark);
        quotes('“') > quotes('”')
    };
    if is_line {
        return None;
    }
    let blanks = if next.is_some_and(|c| c != '\n') { rest.len() - words.len() } else { 0 };
    let full = FULL.iter().find(|(half, _)| mark.starts_with(*half))?.1;
    Some(Found::mended(at..at + 1 + blanks, full))
}

/// A pair of brackets around Chinese of which either is half-width.
fn brackets(line: &str, at: usize, open: &str) -> Option<Found> {
    let inside = &line[at + open.len()..];
    let stops = |c: char| matches!(c, ')' | '）' | '(' | '（' | '\n' | BLOT | '/' | '_' | '=');
    let length = inside.find(stops)?;
    let words = &inside[..length];
    let close = inside[length..].chars().next().filter(|c| matches!(c, ')' | '）'))?;
    if (open, close) == ("（", '）') || words.chars().count() > LONGEST {
        return None;
    }
    let mut behind = inside[length + close.len_utf8()..].chars();
    // 方案(定稿).docx is the name of a file.
    let is_file = behind.next() == Some('.') && behind.next().is_some_and(|c| c.is_ascii_alphanumeric());
    // Brackets in a text of another language stand behind a blank.
    let lead = before(line, at);
    let is_led = lead.is_none_or(|c| is_han(c) || !c.is_ascii() || c == '\n' || c.is_ascii_digit());
    if is_file || !is_led || !words.contains(is_han) || is_foreign(words) {
        return None;
    }
    let mut fixed = words.to_owned();
    for one in find(words).into_iter().rev() {
        fixed.replace_range(one.span, &one.fix.unwrap_or_default());
    }
    let end = at + open.len() + length + close.len_utf8();
    Some(Found::mended(at..end, format!("（{fixed}）")))
}

fn is_numeral(c: char) -> bool {
    "〇零一二三四五六七八九十百千万亿两".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_among_chinese_become_full_width() {
        for (line, fixes) in [
            ("会议强调,要抓好落实", &["，"][..]),
            ("会议强调, 要抓好落实", &["，"]),
            ("要求如下:", &["："]),
            ("《方案》(试行)印发", &["（试行）"]),
            ("一是强化组织;二是抓好落实!", &["；", "！"]),
            ("(含整改,不含验收)", &["（含整改，不含验收）"]),
            ("时间:2023年3月", &["："]),
            ("方案（试行)", &["（试行）"]),
        ] {
            let found: Vec<_> = find(line).into_iter().filter_map(|one| one.fix).collect();
            assert_eq!(found, fixes, "{line}");
        }
    }

    #[test]
    fn other_marks_are_left_alone() {
        for line in [
            "12:30开会", "共1,000人", "比例为三:二", "方案(定稿).docx", "GB/T 9704, GB/T 15834",
            "f(x)", "系统(OA)", "1)甲", "a,b", "速度(米/秒)",
            "删去“示例: 是”一行",
        ] {
            assert_eq!(find(line), [], "{line}");
        }
    }
}
