//! A text as somebody reads it who does not look closely: full-width and ornamental letters as
//! plain ones, Cyrillic and Greek letters as the Latin ones they resemble, old forms of characters
//! as new ones, and nothing of what does not show or only pulls a word apart.

mod pairs;

use std::ops::Range;

use crate::detect::is_unseen;
use pairs::{LETTERS, VARIANTS};

/// A text folded, and where each of its characters comes from.
#[derive(Debug, Default)]
pub struct Folded {
    pub text: String,
    glyphs: Vec<Glyph>,
}

/// A character that was kept.
#[derive(Debug, Clone, Copy)]
struct Glyph {
    /// Where it begins in the folded text.
    at: usize,
    /// Its bytes in the text.
    from: usize,
    to: usize,
}

impl Folded {
    /// Folds a text.
    pub fn of(text: &str) -> Self {
        let mut folded = Folded {
            text: String::with_capacity(text.len()),
            glyphs: Vec::with_capacity(text.len() / 2),
        };
        let mut at = 0;
        // Separators that wait for what follows, and what came before them.
        let mut waiting: Vec<(char, Range<usize>)> = Vec::new();
        let mut before = Before::default();
        while let Some(c) = text[at..].chars().next() {
            // Nearly all of a text.
            if waiting.is_empty() && matches!(c, '\u{4e00}'..='\u{9fff}' | '0'..='9' | 'a'..='z') {
                let end = at + c.len_utf8();
                let glyph = plain(c);
                folded.push(glyph, at..end);
                before = Before { glyph: Some(glyph), is_apart: false };
                at = end;
                continue;
            }
            if c == '<'
                && let Some(length) = tag(&text[at..])
            {
                at += length;
                continue;
            }
            let (c, end) = match c {
                '&' => referred(text, at).unwrap_or((c, at + 1)),
                c => (c, at + c.len_utf8()),
            };
            let span = at..end;
            at = end;
            if is_unseen(c) {
                continue;
            }
            if is_separator(c) && before.glyph.is_some() && waiting.len() < FARTHEST {
                waiting.push((c, span));
                continue;
            }
            let glyph = plain(c);
            let alone = is_glyph(glyph) && is_separator_at(text, end);
            let falls = !waiting.is_empty() && is_glyph(glyph) && before.joins(glyph, alone);
            before.is_apart = !waiting.is_empty();
            if falls {
                waiting.clear();
            }
            for (c, span) in waiting.drain(..) {
                folded.push(c, span);
            }
            folded.push(glyph, span);
            before.glyph = is_glyph(glyph).then_some(glyph);
        }
        for (c, span) in waiting {
            folded.push(c, span);
        }
        folded
    }

    fn push(&mut self, c: char, span: Range<usize>) {
        self.glyphs.push(Glyph { at: self.text.len(), from: span.start, to: span.end });
        self.text.push(c);
    }

    /// The bytes of the text that became some bytes of the folded one.
    pub fn source(&self, span: Range<usize>) -> Range<usize> {
        let glyph = |at: usize| {
            let after = self.glyphs.partition_point(|glyph| glyph.at <= at);
            after.checked_sub(1).and_then(|last| self.glyphs.get(last))
        };
        let start = glyph(span.start).map_or(0, |glyph| glyph.from);
        let end = glyph(span.end.saturating_sub(1)).map_or(start, |glyph| glyph.to);
        start..end
    }
}

/// The most separators that pull two characters of a word apart.
const FARTHEST: usize = 3;

/// What stood before the separators.
#[derive(Default)]
struct Before {
    glyph: Option<char>,
    /// Whether separators stood before it, too, so that it stands alone.
    is_apart: bool,
}

impl Before {
    /// Whether the separators between it and a glyph only pull a word apart: `b e t 3 6 5`,
    /// `六-合-彩`, `bet-365`.
    fn joins(&self, glyph: char, alone: bool) -> bool {
        let Some(before) = self.glyph else { return false };
        let is_numbered = before.is_ascii_alphabetic() && glyph.is_ascii_digit();
        is_numbered || self.is_apart || alone
    }
}

/// Whether a word can be made of it.
fn is_glyph(c: char) -> bool {
    c.is_ascii_alphanumeric() || is_chinese(c)
}

/// Whether it is a Chinese character.
pub fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}' | '〇')
}

/// What is put between the characters of a word to hide it; punctuation of sentences is not.
fn is_separator(c: char) -> bool {
    matches!(
        c,
        ' ' | '\t'
            | '\u{a0}'
            | '\u{3000}'
            | '.'
            | '-'
            | '_'
            | '*'
            | '|'
            | '/'
            | '\\'
            | '~'
            | '^'
            | '+'
            | '·'
            | '•'
            | '∙'
            | '・'
            | '．'
            | '－'
            | '＿'
            | '＊'
            | '｜'
            | '～'
            | '＋'
            | '丨'
            | '★'
            | '☆'
            | '◆'
            | '◇'
            | '●'
            | '○'
            | '■'
            | '□'
            | '♥'
            | '♦'
            | '♠'
            | '♣'
            | '→'
    )
}

fn is_separator_at(text: &str, at: usize) -> bool {
    text[at..].chars().find(|c| !is_unseen(*c)).is_some_and(is_separator)
}

/// The length of a tag of HTML that breaks no line.
fn tag(rest: &str) -> Option<usize> {
    const LONGEST: usize = 200;
    const INLINE: [&str; 12] =
        ["b", "strong", "i", "em", "u", "span", "font", "wbr", "s", "small", "big", "mark"];
    let head = &rest.as_bytes()[..rest.len().min(LONGEST)];
    let end = head.iter().position(|byte| *byte == b'>')?;
    let inside = rest.get(1..end)?;
    let inside = inside.strip_prefix('/').unwrap_or(inside);
    let name = inside.split([' ', '/', '\n', '\t']).next()?;
    INLINE.iter().any(|known| known.eq_ignore_ascii_case(name)).then_some(end + 1)
}

/// The character a numeric reference of HTML stands for, and where it ends.
fn referred(text: &str, at: usize) -> Option<(char, usize)> {
    let rest = text[at..].strip_prefix("&#")?;
    let end = rest.bytes().take(9).position(|byte| byte == b';')?;
    let code = &rest[..end];
    let code = match code.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => code.parse(),
    };
    Some((char::from_u32(code.ok()?)?, at + 2 + end + 1))
}

/// A character in its plainest form.
pub fn plain(c: char) -> char {
    match c {
        'A'..='Z' => c.to_ascii_lowercase(),
        // Most of a text.
        '\0'..='\u{7f}' => c,
        _ if is_chinese(c) => variant(c),
        _ => ornamental(c).or_else(|| paired(c, LETTERS)).unwrap_or(c),
    }
}

/// A character in its common form.
fn variant(c: char) -> char {
    let place = (c as usize).wrapping_sub(FIRST);
    let may_be = VARIES.get(place / 64).is_some_and(|bits| bits >> (place % 64) & 1 == 1);
    if may_be { paired(c, VARIANTS).unwrap_or(c) } else { c }
}

/// The first of the common characters.
const FIRST: usize = 0x4E00;

/// A bit for each of them, set where it is an odd form.
const VARIES: [u64; 0x5200 / 64] = {
    let mut bits = [0; 0x5200 / 64];
    let mut at = 0;
    while at < VARIANTS.len() {
        let place = VARIANTS[at].0 as usize - FIRST;
        bits[place / 64] |= 1 << (place % 64);
        at += 1;
    }
    bits
};

/// What a letter or digit in another dress is.
fn ornamental(c: char) -> Option<char> {
    let letter = |index: u32| char::from_u32(u32::from('a') + index % 26);
    let digit = |index: u32| char::from_u32(u32::from('0') + index % 10);
    let code = u32::from(c);
    match code {
        0xFF01..=0xFF5E => char::from_u32(code - 0xFEE0).map(|c| c.to_ascii_lowercase()),
        0x1D400..=0x1D6A3 => letter(code - 0x1D400),
        0x1D7CE..=0x1D7FF => digit(code - 0x1D7CE),
        0x249C..=0x24B5 => letter(code - 0x249C),
        0x24B6..=0x24E9 => letter(code - 0x24B6),
        0x1F110..=0x1F129 => letter(code - 0x1F110),
        0x1F130..=0x1F149 => letter(code - 0x1F130),
        0x1F150..=0x1F169 => letter(code - 0x1F150),
        0x1F170..=0x1F189 => letter(code - 0x1F170),
        0x1F1E6..=0x1F1FF => letter(code - 0x1F1E6),
        0x2460..=0x2468 => digit(code - 0x2460 + 1),
        0x2474..=0x247C => digit(code - 0x2474 + 1),
        0x2776..=0x277E => digit(code - 0x2776 + 1),
        0x2780..=0x2788 => digit(code - 0x2780 + 1),
        0x278A..=0x2792 => digit(code - 0x278A + 1),
        0x24EA | 0x2070 | 0x2080 => Some('0'),
        0xB9 => Some('1'),
        0xB2 | 0xB3 => digit(code - 0xB2 + 2),
        0x2074..=0x2079 => digit(code - 0x2074 + 4),
        0x2081..=0x2089 => digit(code - 0x2081 + 1),
        _ => None,
    }
}

/// The partner of a character in a list of pairs.
fn paired(c: char, pairs: &[(char, char)]) -> Option<char> {
    let at = pairs.binary_search_by_key(&c, |(odd, _)| *odd).ok()?;
    Some(pairs[at].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_stand_in_order() {
        for pairs in [VARIANTS, LETTERS] {
            assert!(pairs.windows(2).all(|two| two[0].0 < two[1].0));
        }
    }

    #[test]
    fn a_word_pulled_apart_is_one_word_and_knows_its_bytes() {
        for text in
            ["Ｂｅｔ３６５", "b e t 3 6 5", "BЕT-365", "𝐛𝐞𝐭𝟑𝟔𝟓", "b<b>e</b>t\u{200b}36&#53;"]
        {
            let folded = Folded::of(text);
            assert_eq!(folded.text, "bet365", "{text}");
            assert_eq!(folded.source(0..6), 0..text.len(), "{text}");
        }
        assert_eq!(Folded::of("六-合-彩").text, "六合彩");
        assert_eq!(Folded::of("博览会 彩车").text, "博览会 彩车");
        assert_eq!(Folded::of("甲方.乙方").text, "甲方.乙方");
    }
}
