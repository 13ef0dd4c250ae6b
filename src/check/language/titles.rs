//! # mark-between-titles
//!
//! A 、 stands between two titles in 《》.
//!
//! 并列的书名号之间用了顿号。
//!
//! The marks part the titles already, so usually there is no 、 between them (after GB/T 15834).
//! Where something in brackets follows a title, or the list has parts without marks, it stays.
//!
//! 书名号已经把各个标题分开，之间通常不用顿号（参照 GB/T 15834）。标题后面带有括注的，并列成分里有不带
//! 书名号的，不算。
//!
//! ## Fails
//!
//! ```text
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-03-03
//! ---
//! 印发《工作方案》、《任务清单》。
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
//! 印发《工作方案》《任务清单》；修订《规则》（试行）、《办法》。
//! ```

use crate::check::Subject;
use crate::check::text::prose::{Found, each};
use crate::diagnostic::{Code, Diagnostics};
use crate::say;

/// Warns of each such mark.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    each(of, out, |prose, out| {
        out.extend(prose.find_in(prose.with(&['《']), find).map(|found| {
            found.told(
                prose,
                Code::MarkBetweenTitles,
                say!("并列的书名号之间用了顿号", "a 、 stands between two titles in 《》"),
                say!("删去顿号", "take the 、 out"),
            )
        }));
    });
}

const BETWEEN: &str = "》、《";

/// The marks between the titles of a line's lists.
fn find(line: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut start = 0;
    // A list goes no further than its clause; what stands in 《》 is no clause of its own.
    let mut depth = 0_u32;
    for (at, c) in line.char_indices() {
        match c {
            '《' => depth += 1,
            '》' => depth = depth.saturating_sub(1),
            '。' | '；' | '，' | '：' | '\n' if depth == 0 => {
                clause(line, start..at, &mut found);
                start = at;
            }
            _ => {}
        }
    }
    clause(line, start..line.len(), &mut found);
    found
}

fn clause(line: &str, span: std::ops::Range<usize>, found: &mut Vec<Found>) {
    let words = &line[span.clone()];
    let between = words.matches(BETWEEN).count();
    let mut depth = 0_u32;
    let outside = words.chars().filter(|c| {
        match c {
            '《' => depth += 1,
            '》' => depth = depth.saturating_sub(1),
            _ => {}
        }
        *c == '、' && depth == 0
    });
    // Any other 、 is of a part without marks, or behind a bracket.
    if between == 0 || outside.count() != between {
        return;
    }
    for (at, _) in words.match_indices(BETWEEN) {
        let at = span.start + at + '》'.len_utf8();
        found.push(Found::mended(at..at + '、'.len_utf8(), ""));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_titles_needs_no_marks() {
        assert_eq!(find("印发《甲》、《乙》、《丙》。").len(), 2);
        assert_eq!(find("印发《甲》、《乙、丙》。").len(), 1);
        for line in ["《甲》《乙》", "《甲》、《乙》（试行）、《丙》", "《甲》、《乙》、台账", "《甲》和《乙》"] {
            assert_eq!(find(line), [], "{line}");
        }
    }
}
