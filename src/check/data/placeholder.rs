//! # placeholder
//!
//! A stand-in was never replaced.
//!
//! 占位的字样没有换成真实内容。
//!
//! It stands where a field or a cell ought to say something (待定, TBD, XX), or in a date of a text
//! (XX月XX日). Where names are left out on purpose (××公司, 张某某) nothing is told.
//!
//! 字段、表格里留着“待定”“TBD”“XX”，正文里留着“XX月XX日”。有意隐去名称的（××公司、张某某）不算。
//!
//! ## Fails
//!
//! ```text
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-03-03
//! 来源: 待定
//! ---
//! 定于XX月XX日召开会议。
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
//! ××公司、张某某来电，具体时间待定。
//! ```

use crate::check::Subject;
use crate::check::text::prose::{Form, Found, before, each};
use crate::diagnostic::{Code, Diagnostics};
use crate::say;

/// What stands for a whole value.
const WHOLE: [&str; 9] =
    ["待定", "待补充", "待填", "待填写", "待核实", "TBD", "TODO", "tbd", "todo"];

/// What a number or a date is counted in.
const COUNTED: [char; 7] = ['年', '月', '日', '项', '次', '元', '%'];

/// Warns of each of them.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    each(of, out, |prose, out| {
        for block in &prose.blocks {
            let words = prose.words(block);
            let is_whole = matches!(block.form, Form::Value | Form::Cell) && is_whole(words.trim());
            let found = match is_whole {
                true => vec![Found::open(block.span.clone())],
                false => numbers(words)
                    .into_iter()
                    .map(|span| block.span.start + span.start..block.span.start + span.end)
                    .map(Found::open)
                    .collect(),
            };
            for found in found {
                let written = prose.text.whole()[found.span.clone()].trim().to_owned();
                let message =
                    say!("“{written}”没有换成真实内容", "`{written}` stands for something to be filled in");
                let help = say!("填写真实内容，没有就删去", "fill it in, or take it out");
                out.push(found.told(prose, Code::Placeholder, message, help));
            }
        }
    });
}

fn is_x(c: char) -> bool {
    matches!(c, 'X' | 'x' | 'Ｘ' | '×' | '╳')
}

fn is_whole(words: &str) -> bool {
    WHOLE.contains(&words) || words.chars().count() > 1 && words.chars().all(is_x)
}

/// Numbers and dates made of crosses: XX月, 20××年.
fn numbers(line: &str) -> Vec<std::ops::Range<usize>> {
    let mut found: Vec<std::ops::Range<usize>> = Vec::new();
    let mut run: Option<(usize, u32)> = None;
    for (at, c) in line.char_indices() {
        if is_x(c) {
            let (start, length) = run.unwrap_or((at, 0));
            run = Some((start, length + 1));
            continue;
        }
        if let Some((start, 2..=4)) = run.take()
            && COUNTED.contains(&c)
        {
            let end = at + c.len_utf8();
            match found.last_mut() {
                Some(std::ops::Range { end: last, .. }) if *last == start => *last = end,
                // Named, as “XX月”.
                _ if before(line, start) == Some('“') => {}
                _ => found.push(start..end),
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crosses_count_only_where_a_number_belongs() {
        assert_eq!(numbers("定于XX月××日").len(), 1);
        assert_eq!(numbers("20××年").len(), 1);
        for line in ["××公司", "XX局", "3×5项", "×年"] {
            assert!(numbers(line).is_empty(), "{line}");
        }
        assert!(is_whole("XXX") && is_whole("待定") && !is_whole("x") && !is_whole("待定事项"));
    }
}
