//! # padded-date
//!
//! A month or day has a zero before it, as in 2023年03月05日.
//!
//! 月、日编了虚位，如“2023年03月05日”。
//!
//! Official papers write 3月5日 (GB/T 9704: no padding of months and days). Tables, whose columns
//! line up, and dates in digits alone, as 2023-03-05, are not meant.
//!
//! 公文的月、日不编虚位（参照 GB/T 9704），写“3月5日”。表格里为了对齐的、2023-03-05这样纯数字的不算。
//!
//! ## Fails
//!
//! ```text
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-03-03
//! ---
//! 2023年03月01日，召开会议。
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
//! 2023年3月1日，召开会议；台账编号2023-03-01。
//! ```

use crate::check::Subject;
use crate::check::text::prose::{Form, Found, before, each};
use crate::diagnostic::{Code, Diagnostics};
use crate::say;

/// Warns of each such date.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    each(of, out, |prose, out| {
        for block in prose.blocks.iter().filter(|block| block.form != Form::Cell) {
            let words = prose.words(block);
            // A date that is a field's whole value is printed by the program.
            if block.form == Form::Value && is_date(words) {
                continue;
            }
            for mut found in find(words) {
                let written = words[found.span.clone()].to_owned();
                let fix = found.fix.clone().unwrap_or_default();
                found.span = block.span.start + found.span.start..block.span.start + found.span.end;
                out.push(found.told(
                    prose,
                    Code::PaddedDate,
                    say!("日期写作“{written}”，编了虚位", "the date `{written}` is padded with zeros"),
                    say!("改为“{fix}”", "write `{fix}`"),
                ));
            }
        }
    });
}

fn is_date(words: &str) -> bool {
    words.chars().all(|c| c.is_ascii_digit() || " 年月日:-/.上下午".contains(c))
}

/// The padded months and days of a line.
fn find(line: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut after = 0;
    for (at, month) in line.match_indices('月') {
        let start = at - line[..at].bytes().rev().take_while(u8::is_ascii_digit).count();
        if start < after || !matches!(at - start, 1 | 2) {
            continue;
        }
        let behind = &line[at + month.len()..];
        let length = behind.bytes().take_while(u8::is_ascii_digit).count();
        let has_day = matches!(length, 1 | 2) && behind[length..].starts_with('日');
        let lead = before(line, start);
        // 1-03月 and 03月 by itself can be anything.
        if lead.is_some_and(|c| "-/.—～~".contains(c)) || !(has_day || lead == Some('年')) {
            continue;
        }
        let day = if has_day { &behind[..length] } else { "" };
        let (month, bare_day) = (&line[start..at], bare(day));
        let is_padded = |digits: &str| digits.len() == 2 && digits.starts_with('0');
        if !(is_padded(month) || is_padded(day)) || bare(month).is_empty() {
            continue;
        }
        if has_day && bare_day.is_empty() {
            continue;
        }
        let mut fix = format!("{}月", bare(month));
        let mut end = at + "月".len();
        if has_day {
            fix.push_str(bare_day);
            fix.push('日');
            end += length + "日".len();
        }
        after = end;
        found.push(Found::mended(start..end, fix));
    }
    found
}

fn bare(digits: &str) -> &str {
    digits.trim_start_matches('0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_and_days_lose_their_zeros() {
        for (line, fix) in [
            ("2023年03月05日", "3月5日"),
            ("2023年3月05日", "3月5日"),
            ("2023年03月底前", "3月"),
            ("至10月08日止", "10月8日"),
        ] {
            let found = find(line);
            assert_eq!(found.len(), 1, "{line}");
            assert_eq!(found[0].fix.as_deref(), Some(fix), "{line}");
        }
        for line in ["2023年3月5日", "2023-03-05", "2023年10月20日", "03月", "00月00日"] {
            assert_eq!(find(line), [], "{line}");
        }
    }
}
