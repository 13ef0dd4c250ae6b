//! # unseen-character
//!
//! Characters that show as nothing stand in the text.
//!
//! 文字里有看不见的字符。
//!
//! A word broken by one is not found by any search, and words are hidden from filters so. They
//! come with copies from web pages and chat programs. Joiners of emoji and of scripts that need
//! them are left.
//!
//! 夹了零宽字符的词搜索不到，也有人借此躲过过滤；多是从网页、聊天软件复制来的。表情符号和少数民族文字
//! 需要的连接符不算。
//!
//! ## Fails
//!
//! ```text
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-03-03
//! ---
//! 优化营\u{200B}商环境。
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
//! 优化营商环境。
//! ```

use crate::check::Subject;
use crate::check::text::folded::is_chinese;
use crate::check::text::glyphs::Oddity;
use crate::check::text::odd::OddCharacters;
use crate::diagnostic::{Code, Diagnostics};
use crate::say;

/// Warns of each line that has such characters.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    let rule = OddCharacters {
        code: Code::UnseenCharacter,
        // A byte order mark begins a file.
        is_one: |text, at, c, oddity| {
            oddity == Oddity::Unseen && !(at == 0 && c == '\u{FEFF}') && is_idle(text, at, c)
        },
        mended: Some(|_| None),
        told: |first, count| {
            let code = u32::from(first);
            (
                say!(
                    "有{count}个看不见的字符，如U+{code:04X}",
                    "{count} characters that show as nothing, as U+{code:04X}"
                ),
                say!("删去它们", "take them out"),
            )
        },
    };
    rule.tell(of, out);
}

/// Whether it joins or parts nothing that needs it: its neighbours are Chinese or ASCII.
fn is_idle(text: &str, at: usize, c: char) -> bool {
    let is_unseen = |c: &char| matches!(c, '\u{200B}'..='\u{200F}' | '\u{FEFF}');
    let before = text[..at].chars().rev().find(|c| !is_unseen(c));
    let after = text[at + c.len_utf8()..].chars().find(|c| !is_unseen(c));
    let is_plain = |c: Option<char>| {
        c.is_none_or(|c| {
            c.is_ascii() || is_chinese(c) || matches!(c, '\u{3000}'..='\u{303F}' | '\u{FF00}'..='\u{FFEF}' | '‘'..='”')
        })
    };
    match c {
        '\u{200C}' | '\u{200D}' => is_plain(before) && is_plain(after),
        _ => is_plain(before) || is_plain(after),
    }
}
