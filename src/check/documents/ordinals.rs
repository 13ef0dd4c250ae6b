//! # second-without-first
//!
//! A “二是” follows no “一是”.
//!
//! 有“二是”，前面没有“一是”。
//!
//! A first point was cut out, or lost on the way from the paper. Look at the source before it is
//! published.
//!
//! “一是”可能被删掉了，或在录入时漏了。发布前核对原文。
//!
//! ## Fails
//!
//! ```text
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-03-03
//! ---
//! 会议要求，二是抓好落实。
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
//! 会议要求，一是统一认识，二是抓好落实。
//! ```

use crate::check::Subject;
use crate::check::text::{Text, texts};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::say;

/// Warns of each such point.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    let model = of.model;
    for text in texts(model).filter(|text| text.whole().contains(SECOND)) {
        of_text(&text, out);
    }
}

const FIRST: &str = "一是";
const SECOND: &str = "二是";

fn of_text(text: &Text, out: &mut Diagnostics) {
    // Whether a first point is open: points may stand in paragraphs of their own.
    let mut open = false;
    for (start, line) in text.lines() {
        if line.starts_with('#') {
            open = false;
        }
        let firsts = points(line, FIRST);
        open |= !firsts.is_empty();
        for at in points(line, SECOND) {
            if !open {
                out.push(
                    Diagnostic::new(
                        Code::SecondWithoutFirst,
                        text.place(start + at..start + at + SECOND.len()),
                        say!(
                            "有“二是”，前面没有“一是”",
                            "a second point (二是) without a first (一是)"
                        ),
                    )
                    .help(say!(
                        "核对原文，看是否漏了“一是”；原文如此就不必改",
                        "look whether the first was lost; leave it if the document says so"
                    )),
                );
            }
            // It answers to one first point; the next needs one of its own.
            open = false;
        }
    }
}

/// Where a line counts a point: 二是 of 十二是 does not.
fn points(line: &str, word: &str) -> Vec<usize> {
    let begins =
        |at: usize| line[..at].chars().next_back().is_none_or(|before| !before.is_alphanumeric());
    line.match_indices(word).map(|(at, _)| at).filter(|at| begins(*at)).collect()
}
