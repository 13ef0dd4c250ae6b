//! # look-alike-letter
//!
//! A Cyrillic or Greek letter stands for the Latin one it looks like.
//!
//! 西里尔字母或希腊字母冒充了样子相同的拉丁字母。
//!
//! No search finds such a word, and filters are passed so. Words of Russian or Greek, μm, Ω, γ and
//! other signs that resemble nothing are left alone.
//!
//! 这样的词搜索不到，也有人借此躲过过滤。俄文、希腊文词语和μm、Ω、γ等符号不算。
//!
//! ## Fails
//!
//! ```text
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-03-03
//! ---
//! 项目位于开发区А座，使用ВIM技术。
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
//! 项目位于开发区A座，粒径10μm，口号为“Добро пожаловать”。
//! ```

use crate::check::Subject;
use crate::check::text::glyphs::{Oddity, line};
use crate::check::text::written::in_each_text;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::say;

/// Letters nobody can tell apart by looking, each followed by the Latin one.
const ALIKE: &str = "аaсcеeоoрpхxуyіiјjѕsһhԁdԛqԝwАAВBЕEКKМMНHОOРPСCТTХXІIЈJЅSΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXοo";

/// The Latin letter one looks like.
pub fn alike(c: char) -> Option<char> {
    let mut pairs = ALIKE.chars();
    while let (Some(odd), Some(latin)) = (pairs.next(), pairs.next()) {
        if odd == c {
            return Some(latin);
        }
    }
    None
}

/// Warns of each word that has such letters.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    in_each_text(of, out, |text| {
        let mut found_here = Vec::new();
        let whole = text.words();
        let mut end = 0;
        for &(at, _, oddity) in text.odd() {
            if oddity != Oddity::Foreign || at < end {
                continue;
            }
            let start = at - before(&whole[..at]);
            end = at + whole[at..].find(|c| !is_letter(c)).unwrap_or(whole.len() - at);
            let word = &whole[start..end];
            if !is_disguised(word, line(whole, at)) || is_in_address(&whole[..start]) {
                continue;
            }
            let fixed: String = word.chars().map(|c| alike(c).unwrap_or(c)).collect();
            let odd: String = word.chars().filter(|c| alike(*c).is_some()).collect();
            found_here.push(
                Diagnostic::new(
                    Code::LookAlikeLetter,
                    text.place(start..end),
                    say!(
                        "“{word}”里的“{odd}”不是拉丁字母",
                        "`{odd}` in `{word}` is not of the Latin alphabet"
                    ),
                )
                .help(say!("改成“{fixed}”", "write `{fixed}`"))
                .fix(fixed),
            );
        }
        found_here
    });
}

/// The bytes of letters that a text ends with.
fn before(text: &str) -> usize {
    text.len() - text.trim_end_matches(is_letter).len()
}

fn is_letter(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '\u{C0}'..='\u{24F}' | '\u{370}'..='\u{52F}')
}

fn is_foreign(c: char) -> bool {
    matches!(c, '\u{370}'..='\u{52F}')
}

/// Whether all foreign letters of a word look Latin, and nothing around says that it is foreign.
fn is_disguised(word: &str, line: &str) -> bool {
    let is_all_alike = word.chars().filter(|c| is_foreign(*c)).all(|c| alike(c).is_some());
    let others = line.chars().any(|c| is_foreign(c) && alike(c).is_none());
    let has_latin = word.chars().any(|c| c.is_ascii_alphabetic());
    is_all_alike && (has_latin || !others)
}

/// Whether a word stands in an address, where another rule looks.
fn is_in_address(before: &str) -> bool {
    let token = before.rsplit(|c: char| c.is_whitespace() || "()<>\"'".contains(c)).next();
    token.is_some_and(|token| token.contains("://"))
}
