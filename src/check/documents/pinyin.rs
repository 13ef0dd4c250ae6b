//! # wedged-pinyin
//!
//! Pinyin stands between the characters, as in 烏達(dá)區(qū).
//!
//! 汉字之间夹有拼音，如“烏達(dá)區(qū)”。
//!
//! A page for learners, or a reading aid, was copied with its glosses. One gloss of a rare
//! character is no fault; two in a row are.
//!
//! 从注音网页或朗读工具里抄来的文字带着注音。给一个生僻字注音不算，连着两个就算。
//!
//! ## Fails
//!
//! ```text
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-03-03
//! ---
//! 烏達(dá)區(qū)召开会议。
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
//! 祝家甸（dian）村召开会议。
//! ```

use crate::check::Subject;
use crate::check::text::texts;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::say;

/// Warns once a file, where it begins.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    let model = of.model;
    for text in texts(model) {
        let Some((start, end)) = wedged(text.whole()) else { continue };
        out.push(
            Diagnostic::new(
                Code::WedgedPinyin,
                text.place(start..end),
                say!("汉字之间夹有拼音", "pinyin stands between the characters"),
            )
            .help(say!(
                "从没有注音的来源重新取文，并改为规范汉字",
                "take the text from a source without glosses, in standard characters"
            )),
        );
    }
}

/// The first two glosses in a row, one of them with a mark of its tone.
fn wedged(text: &str) -> Option<(usize, usize)> {
    let mut last: Option<(usize, usize, bool)> = None;
    for (at, _) in text.char_indices().filter(|(_, c)| matches!(c, '(' | '（')) {
        let Some((start, end, toned)) = gloss(text, at) else { continue };
        match last {
            Some((first, before, was_toned)) if before == start && (toned || was_toned) => {
                return Some((first, end));
            }
            _ => last = Some((start, end, toned)),
        }
    }
    None
}

/// A character with the pinyin behind it: where it begins and ends, and whether the tone is marked.
fn gloss(text: &str, open: usize) -> Option<(usize, usize, bool)> {
    let han = text[..open].chars().next_back().filter(|c| is_han(*c))?;
    let inside = &text[open + text[open..].chars().next()?.len_utf8()..];
    let close = inside.find([')', '）'])?;
    let syllable = &inside[..close];
    let is_pinyin = (1..=6).contains(&syllable.chars().count())
        && syllable.chars().all(|c| c.is_ascii_lowercase() || TONED.contains(c));
    let end = text.len() - inside.len() + close + inside[close..].chars().next()?.len_utf8();
    let toned = syllable.chars().any(|c| TONED.contains(c));
    is_pinyin.then_some((open - han.len_utf8(), end, toned))
}

const TONED: &str = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿ";

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}
