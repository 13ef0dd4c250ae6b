//! Characters that are not what they seem, found by their first bytes: most of a text is passed
//! over without being decoded.

use std::ops::Range;

/// Why a character is odd.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Oddity {
    /// Turns the order in which the letters after it are shown.
    Turning,
    /// Shows as nothing.
    Unseen,
    /// A radical or a compatibility form in place of a character.
    Radical,
    /// Of nobody's or somebody's own meaning: private use, U+FFFD, controls.
    Unreadable,
    /// A letter of Greek or Cyrillic.
    Foreign,
}

/// By its first byte, whether a character may be odd.
const MAY_BE: [bool; 256] = {
    let mut may = [false; 256];
    // U+0080–00BF; U+0370–04FF and on to U+052F; U+061C.
    may[0xC2] = true;
    let mut byte = 0xCD;
    while byte <= 0xD4 {
        may[byte] = true;
        byte += 1;
    }
    may[0xD8] = true;
    may[0xE1] = true;
    may[0xE2] = true;
    may[0xEE] = true;
    may[0xEF] = true;
    may[0xF0] = true;
    may[0xF3] = true;
    may[0xF4] = true;
    may[0x7F] = true;
    may
};

/// The odd characters of a text, in order.
pub fn odd(text: &str) -> impl Iterator<Item = (usize, char, Oddity)> {
    let places = text.bytes().enumerate().filter(|(_, byte)| MAY_BE[usize::from(*byte)]);
    places.filter_map(|(at, _)| {
        let c = text.get(at..)?.chars().next()?;
        Some((at, c, oddity(c)?))
    })
}

/// Why a character is odd, if it is.
pub fn oddity(c: char) -> Option<Oddity> {
    Some(match c {
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => Oddity::Turning,
        '\u{AD}'
        | '\u{61C}'
        | '\u{180E}'
        | '\u{200B}'..='\u{200F}'
        | '\u{2060}'..='\u{2064}'
        | '\u{FEFF}' => Oddity::Unseen,
        '\u{2E80}'..='\u{2FDF}' | '\u{F900}'..='\u{FAFF}' | '\u{2F800}'..='\u{2FA1F}' => {
            Oddity::Radical
        }
        '\u{7F}'..='\u{9F}'
        | '\u{E000}'..='\u{F8FF}'
        | '\u{FFF9}'..='\u{FFFD}'
        | '\u{F0000}'..='\u{10FFFF}' => Oddity::Unreadable,
        '\u{370}'..='\u{3FF}' | '\u{400}'..='\u{52F}' => Oddity::Foreign,
        _ => return None,
    })
}

/// The first and last odd characters of a line that a rule asks for, as one stretch.
pub struct Stretch {
    pub span: Range<usize>,
    pub count: usize,
    pub first: char,
}

/// One stretch for each line of a text that has such characters, out of its odd ones.
pub fn stretches(
    text: &str,
    odd: &[(usize, char, Oddity)],
    is_meant: impl Fn(usize, char, Oddity) -> bool,
) -> Vec<Stretch> {
    let mut found: Vec<Stretch> = Vec::new();
    for &(at, c, oddity) in odd {
        if !is_meant(at, c, oddity) {
            continue;
        }
        let end = at + c.len_utf8();
        match found.last_mut() {
            Some(last) if !text[last.span.end..at].contains('\n') => {
                last.span.end = end;
                last.count += 1;
            }
            _ => found.push(Stretch { span: at..end, count: 1, first: c }),
        }
    }
    found
}

/// The line around a place.
pub fn line(text: &str, at: usize) -> &str {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    &text[start..end]
}
