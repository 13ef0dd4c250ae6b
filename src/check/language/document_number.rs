//! # document-number
//!
//! The number of a document stands in other brackets than 〔〕, or has in it what does not belong.
//!
//! 发文字号没有用六角括号，或者多了“第”、多了零、年份不全。
//!
//! Whoever searches for 〔2023〕37号 does not find [2023]37号. The practice of official papers (GB/T
//! 9704) is the whole year in 〔〕, then the number without 第 and without a zero before it.
//!
//! 查“〔2023〕37号”的人找不到“[2023]37号”。公文的通行写法（参照 GB/T 9704）：年份写全四位，用六角括号
//! 〔〕括起，序号不加“第”，不编虚位。
//!
//! ## Fails
//!
//! ```text
//! content/plans/2023.md
//! ---
//! 标题: 工作方案
//! 发文机关: 局
//! 发布日期: 2023-03-03
//! 发文字号: 示局字[2023]第07号
//! ---
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
//! 发文字号: 示局字〔2023〕7号
//! ---
//! ```

use crate::check::Subject;
use crate::check::text::prose::{Found, before, each, is_han};
use crate::diagnostic::{Code, Diagnostics};
use crate::say;

/// Tells each such number.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    each(of, out, |prose, out| {
        out.extend(prose.find_in(prose.with(&OPENING), find).map(|found| {
            let written = prose.text.whole()[found.span.clone()].to_owned();
            let (message, help) = match &found.fix {
                Some(fix) => (
                    say!("发文字号写作“{written}”", "the number of a document reads `{written}`"),
                    say!("改为“{fix}”", "write `{fix}`"),
                ),
                None => (
                    say!(
                        "发文字号“{written}”的年份不全",
                        "the number `{written}` of a document has half a year"
                    ),
                    say!("写全四位年份", "give all four digits of the year"),
                ),
            };
            found.told(prose, Code::DocumentNumber, message, help)
        }));
    });
}

const OPENING: [char; 8] = ['〔', '[', '［', '(', '（', '【', '﹝', '〖'];
const CLOSING: [char; 8] = ['〕', ']', '］', ')', '）', '】', '﹞', '〗'];

/// What stands before a number of something else than a document: certificates, contracts, plots.
const OTHERS: [char; 8] = ['第', '证', '合', '同', '挂', '拍', '宗', '标'];

/// What may follow a document's number in a text, so that 5号楼 and 5号地块 are none.
const FOLLOWING: [char; 12] =
    ['文', '印', '要', '规', '通', '下', '转', '的', '和', '及', '以', '中'];

/// The numbers of documents in a line that are written otherwise.
fn find(line: &str) -> Vec<Found> {
    line.match_indices(OPENING).filter_map(|(at, open)| number(line, at, open)).collect()
}

fn number(line: &str, at: usize, open: &str) -> Option<Found> {
    let name = line[..at].trim_end_matches(' ');
    let of = before(name, name.len()).filter(|c| is_han(*c) && !OTHERS.contains(c))?;
    let mut rest = &line[at + open.len()..];
    let year = digits(&mut rest);
    rest = rest.strip_prefix('年').unwrap_or(rest);
    let close = rest.chars().next().filter(|c| CLOSING.contains(c))?;
    rest = rest[close.len_utf8()..].trim_start_matches(' ');
    rest = rest.strip_prefix('第').unwrap_or(rest).trim_start_matches(' ');
    let serial = digits(&mut rest);
    rest = rest.trim_start_matches(' ').strip_prefix('号')?;
    let value = serial.trim_start_matches('0');
    if value.is_empty() || serial.len() > 5 {
        return None;
    }
    let span = at..line.len() - rest.len();
    let is_round = matches!(open, "(" | "（");
    let ends = rest.chars().next().is_none_or(|c| !c.is_alphanumeric() || FOLLOWING.contains(&c));
    if is_round && !(ends && year.len() == 4 && is_code(of)) {
        return None;
    }
    match year.len() {
        4 if year.starts_with("19") || year.starts_with("20") => {}
        2 => return Some(Found::open(span)),
        _ => return None,
    }
    let fix = format!("〔{year}〕{value}号");
    // Where 5 号 has a blank, its makers set it so.
    (line[span.clone()].replace(' ', "") != fix).then(|| Found::mended(span, fix))
}

/// Whether a character can end the code of an issuer: numerals and units cannot.
fn is_code(c: char) -> bool {
    !"一二三四五六七八九十百千万亿年月日号第个条".contains(c)
}

fn digits<'a>(rest: &mut &'a str) -> &'a str {
    let (digits, behind) = rest.split_at(rest.bytes().take_while(u8::is_ascii_digit).count());
    *rest = behind;
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_certain_is_mended() {
        for (line, fix) in [
            ("示局字[2023]37号", "〔2023〕37号"),
            ("（示局发（2023）5号）", "〔2023〕5号"),
            ("示府办【2023】第5号文", "〔2023〕5号"),
            ("示局函〔2023〕07号", "〔2023〕7号"),
            ("示局函〔2023年〕7 号", "〔2023〕7号"),
        ] {
            let found = find(line);
            assert_eq!(found.len(), 1, "{line}");
            assert_eq!(found[0].fix.as_deref(), Some(fix), "{line}");
        }
        assert_eq!(find("示局字〔23〕37号")[0].fix, None);
    }

    #[test]
    fn other_numbers_are_left_alone() {
        for line in [
            "示局字〔2023〕37号",
            "示局字〔2023〕37 号",
            "（2023）内0000民初37号",
            "示挂（2023）5号地块",
            "建设工程规划许可证（2023）5号",
            "（2023）5号楼",
            "见图[3]5号",
            "表（2）3号楼",
        ] {
            assert_eq!(find(line), [], "{line}");
        }
    }
}
