//! A number as a reader sees it: full-width digits as digits, and what stands between the digits
//! without showing, or only to group them, looked through. Every glyph knows its bytes.

use std::ops::Range;

/// What may begin something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trigger {
    /// A digit, of any width.
    Digit(usize),
    /// 一, with which a mobile number in Chinese numerals begins.
    One(usize),
    /// 住, as in 家住 and 现住址.
    Lives(usize),
}

/// By its first byte, what a character may be: 1 an ASCII digit, 2 full width, 3 一 or 住.
const CLASS: [u8; 256] = {
    let mut class = [0; 256];
    let mut digit = b'0';
    while digit <= b'9' {
        class[digit as usize] = 1;
        digit += 1;
    }
    class[0xEF] = 2;
    class[0xE4] = 3;
    class
};

/// The next place where something may begin.
pub fn next(text: &str, mut at: usize) -> Option<Trigger> {
    let bytes = text.as_bytes();
    loop {
        at += bytes.get(at..)?.iter().position(|byte| CLASS[usize::from(*byte)] != 0)?;
        match &bytes[at..] {
            [b'0'..=b'9', ..] => return Some(Trigger::Digit(at)),
            [0xEF, 0xBC, 0x90..=0x99, ..] => return Some(Trigger::Digit(at)),
            [0xE4, 0xB8, 0x80, ..] => return Some(Trigger::One(at)),
            [0xE4, 0xBD, 0x8F, ..] => return Some(Trigger::Lives(at)),
            _ => at += 1,
        }
    }
}

/// What a character shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    Digit(u8),
    /// In upper case.
    Letter(u8),
    /// A sign that hides a digit, or a star of emphasis.
    Star,
}

/// The most that stands between a glyph and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// Nothing, or nothing one sees.
    None,
    /// A tag, or stars of emphasis: glyphs beside it may belong together or not.
    Tag,
    Blank,
    Dash,
    Dot,
}

/// One character of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glyph {
    pub mark: Mark,
    pub start: usize,
    pub end: usize,
    pub gap: Gap,
}

impl Glyph {
    /// The digit it is; X is ten.
    pub fn digit(self) -> Option<u8> {
        match self.mark {
            Mark::Digit(digit) => Some(digit),
            Mark::Letter(b'X') => Some(10),
            _ => None,
        }
    }

    /// Whether it is a digit, and no letter.
    pub fn is_digit(self) -> bool {
        matches!(self.mark, Mark::Digit(_))
    }
}

/// The glyphs of one number, or of several that stand beside each other.
#[derive(Debug, Default)]
pub struct Run {
    pub glyphs: Vec<Glyph>,
    digits: usize,
}

/// A run longer than this is cut: no number is, and nothing is looked for across its cut.
const LONGEST: usize = 4096;

impl Run {
    /// Reads the run that a digit begins, nothing of it before `floor`; answers where it ends.
    pub fn read(&mut self, text: &str, digit: usize, floor: usize) -> usize {
        self.glyphs.clear();
        self.digits = 0;
        let mut at = digit;
        if let Some(start) = reference_before(text, digit, floor) {
            match glyph(text, start) {
                Some((Mark::Digit(_), _)) => at = start,
                // 0x200B and the like: the digits belong to its name.
                _ => return character(text, start).map_or(digit + 1, |(_, end)| end),
            }
        }
        self.stars_before(text, at, floor);
        let mut gap = Gap::None;
        while let Some((mark, end)) = glyph(text, at) {
            self.digits += usize::from(matches!(mark, Mark::Digit(_)));
            self.glyphs.push(Glyph { mark, start: at, end, gap });
            let (found, next) = gap_after(text, end);
            let (joined, follows) = match glyph(text, next) {
                Some((Mark::Digit(_) | Mark::Star, _)) => (found, true),
                Some((Mark::Letter(b'X'), after)) if found >= Gap::Tag => {
                    let alone = !matches!(glyph(text, after), Some((Mark::Letter(_), _)));
                    (found, alone && self.digits >= 17)
                }
                Some((Mark::Letter(_), _)) => (found, found == Gap::None),
                None => (found, false),
            };
            if !follows {
                return end;
            }
            if self.glyphs.len() >= LONGEST {
                return after_letters(text, end);
            }
            (gap, at) = (joined, next);
        }
        at.max(digit + 1)
    }

    /// Stars that stand right before the first digit hide what comes before it.
    fn stars_before(&mut self, text: &str, at: usize, floor: usize) {
        let before = text.get(floor..at).unwrap_or("");
        let stars = before.char_indices().rev().take(20).take_while(|(_, c)| is_star(*c));
        self.glyphs.extend(stars.map(|(start, c)| {
            let start = floor + start;
            Glyph { mark: Mark::Star, start, end: start + c.len_utf8(), gap: Gap::None }
        }));
        self.glyphs.reverse();
    }

    /// Whether it has digits enough to be looked at.
    pub fn is_long(&self) -> bool {
        self.digits >= 7
    }

    /// Whether it may be the number of a house.
    pub fn is_short(&self) -> bool {
        self.digits <= 9
    }
}

/// Where letters and digits that touch end.
fn after_letters(text: &str, mut at: usize) -> usize {
    while let Some((Mark::Digit(_) | Mark::Letter(_), end)) = glyph(text, at) {
        at = end;
    }
    at
}

/// Where a character reference begins of which a digit is part.
fn reference_before(text: &str, digit: usize, floor: usize) -> Option<usize> {
    const LONGEST: usize = 9;
    let from = digit.saturating_sub(LONGEST).max(floor);
    let before = text.as_bytes().get(from..digit)?;
    let start = from + before.iter().rposition(|byte| matches!(byte, b'&' | b'\\'))?;
    let is_one = matches!(text.as_bytes().get(start + 1), Some(b'#' | b'u'));
    (is_one && character(text, start)?.1 > digit).then_some(start)
}

/// The character at a place, a reference of HTML or JSON read as what it stands for, and where
/// it ends.
fn character(text: &str, at: usize) -> Option<(char, usize)> {
    let rest = text.get(at..)?;
    let first = rest.chars().next()?;
    match first {
        '&' => {
            let end = rest.bytes().take(12).position(|byte| byte == b';')?;
            Some((referred(&rest[1..end])?, at + end + 1))
        }
        '\\' => {
            let code = rest.strip_prefix("\\u")?.get(..4)?;
            Some((char::from_u32(u32::from_str_radix(code, 16).ok()?)?, at + 6))
        }
        _ => Some((first, at + first.len_utf8())),
    }
}

/// What a reference of HTML stands for, of those that matter between digits.
fn referred(name: &str) -> Option<char> {
    let Some(code) = name.strip_prefix('#') else {
        return Some(match name {
            "nbsp" | "ensp" | "emsp" | "thinsp" => ' ',
            "shy" | "zwnj" | "zwj" => '\u{200B}',
            "ndash" | "mdash" | "hyphen" | "minus" => '-',
            "middot" => '·',
            "times" => '×',
            "ast" | "bull" => '*',
            _ => return None,
        });
    };
    let hex = code.strip_prefix(['x', 'X']).map(|hex| u32::from_str_radix(hex, 16));
    char::from_u32(hex.unwrap_or_else(|| code.parse()).ok()?)
}

/// Signs with which clerks hide digits.
fn is_star(c: char) -> bool {
    matches!(c, '*' | '＊' | '×' | '✱' | '●' | '○' | '•' | '█' | '■' | '□')
}

/// The glyph at a place and where it ends.
pub fn glyph(text: &str, at: usize) -> Option<(Mark, usize)> {
    // The most frequent first, for speed.
    match text.as_bytes().get(at)? {
        byte @ b'0'..=b'9' => return Some((Mark::Digit(byte - b'0'), at + 1)),
        byte @ (b'A'..=b'Z' | b'a'..=b'z') => {
            return Some((Mark::Letter(byte.to_ascii_uppercase()), at + 1));
        }
        b'*' | b'&' | b'\\' | 0x80.. => {}
        _ => return None,
    }
    let (c, end) = character(text, at)?;
    let folded = folded(c);
    let mark = match folded {
        '0'..='9' => Mark::Digit(folded as u8 - b'0'),
        'A'..='Z' | 'a'..='z' => Mark::Letter((folded as u8).to_ascii_uppercase()),
        c if is_star(c) => Mark::Star,
        _ => return None,
    };
    Some((mark, end))
}

/// A full-width character as its usual form.
pub fn folded(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        c => c,
    }
}

/// Whether a character shows as nothing.
pub fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}')
}

/// What may group digits; `None` for everything else.
fn grouping(c: char) -> Option<Gap> {
    match c {
        '\t' | ' ' | '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => {
            Some(Gap::Blank)
        }
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '－' | '﹣' => Some(Gap::Dash),
        '.' | '．' | '·' | '・' | '‧' | '∙' | '⋅' => Some(Gap::Dot),
        _ => None,
    }
}

/// What stands between one glyph and what may be the next, and where that is.
fn gap_after(text: &str, mut at: usize) -> (Gap, usize) {
    const FARTHEST: usize = 400;
    let bytes = text.as_bytes();
    let (mut gap, mut blanks, limit) = (Gap::None, 0, at + FARTHEST);
    while at < limit {
        match bytes.get(at) {
            Some(b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'*') | None => break,
            Some(b'\\') if bytes.get(at + 1).is_some_and(u8::is_ascii_punctuation) => {
                at += 1;
                continue;
            }
            Some(b'<') => match inline_tag(text, at) {
                Some(tag) => {
                    (gap, at) = (gap.max(Gap::Tag), tag.end);
                    continue;
                }
                None => break,
            },
            _ => {}
        }
        let Some((c, end)) = character(text, at) else { break };
        match grouping(c) {
            Some(Gap::Blank) if blanks < 4 => (gap, blanks) = (gap.max(Gap::Blank), blanks + 1),
            Some(sign @ (Gap::Dash | Gap::Dot)) if gap < Gap::Dash => gap = sign,
            None if is_unseen(c) => {}
            _ => break,
        }
        at = end;
    }
    (gap, at)
}

/// A tag or comment that does not break a line or a cell.
fn inline_tag(text: &str, at: usize) -> Option<Range<usize>> {
    const LONGEST: usize = 200;
    const INLINE: [&str; 20] = [
        "b", "strong", "i", "em", "u", "span", "font", "wbr", "mark", "s", "del", "ins", "small",
        "big", "code", "tt", "bdi", "bdo", "nobr", "o:p",
    ];
    let rest = text.as_bytes().get(at..)?;
    let rest = &rest[..rest.len().min(LONGEST)];
    if rest.starts_with(b"<!--") {
        let end = rest.windows(3).position(|three| three == b"-->")?;
        return Some(at..at + end + 3);
    }
    let end = rest.iter().position(|byte| *byte == b'>')?;
    let inside = rest[1..end].strip_prefix(b"/").unwrap_or(&rest[1..end]);
    let name = inside.split(|byte| byte.is_ascii_whitespace() || *byte == b'/').next()?;
    let known = INLINE.iter().any(|known| name.eq_ignore_ascii_case(known.as_bytes()));
    known.then_some(at..at + end + 1)
}

/// The gap before a glyph as it may stand in a mask: without what one does not see.
pub fn shown_gap(text: &str, before: usize, glyph: Glyph) -> impl Iterator<Item = char> {
    let gap = text.get(before..glyph.start).unwrap_or("");
    let mut in_tag = false;
    gap.chars().filter(move |c| {
        in_tag = (in_tag || *c == '<') && *c != '>';
        in_tag || *c == '>' || !(is_unseen(*c) || is_star(*c) || *c == '\\')
    })
}
