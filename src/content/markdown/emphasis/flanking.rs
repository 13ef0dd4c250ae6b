//! Whether a delimiter run may open or close, by its neighbours: the rule of pulldown-cmark and the
//! CJK-friendly one.

use std::collections::BTreeMap;

use pulldown_cmark::{Event, Parser, Tag};

/// What stands on either side of a run.
pub(super) struct Sides {
    space_before: bool,
    space_after: bool,
    punctuation_before: bool,
    punctuation_after: bool,
    /// As the amendment sees it: through a variation selector, ideographic ones included.
    cjk_before: bool,
    cjk_after: bool,
    /// As the amendment sees it: through a variation selector.
    seen_punctuation_before: bool,
    tilde_before: bool,
}

impl Sides {
    /// Looks at what precedes and follows a run; nothing counts as a line's end.
    pub(super) fn of(before: &str, after: &str, punctuation: &mut Punctuation) -> Self {
        let mut back = before.chars().rev();
        let (before, earlier) = (back.next().unwrap_or('\n'), back.next().unwrap_or('\n'));
        let after = after.chars().next().unwrap_or('\n');
        let punctuation_before = punctuation.contains(before);
        let (cjk_before, seen_punctuation_before) = match before {
            '\u{fe00}'..='\u{fe0e}' => {
                // U+FE01 after a curly quote asks for its full-width, that is Chinese, form.
                let wide_quote = before == '\u{fe01}' && matches!(earlier, '‘' | '’' | '“' | '”');
                (is_cjk(earlier) || wide_quote, punctuation.contains(earlier))
            }
            '\u{e0100}'..='\u{e01ef}' => (true, punctuation_before),
            _ => (is_cjk(before), punctuation_before),
        };
        Sides {
            space_before: before.is_whitespace(),
            space_after: after.is_whitespace(),
            punctuation_before,
            punctuation_after: punctuation.contains(after),
            cjk_before,
            cjk_after: is_cjk(after),
            seen_punctuation_before,
            tilde_before: before == '~',
        }
    }

    /// Whether a run opens and closes by the CJK-friendly amendment.
    pub(super) fn friendly(&self, delimiter: u8) -> (bool, bool) {
        let cjk = self.cjk_before || self.cjk_after;
        let left = !self.space_after
            && (!self.punctuation_after
                || cjk
                || self.space_before
                || self.seen_punctuation_before);
        let right = !self.space_before
            && (!self.seen_punctuation_before || cjk || self.space_after || self.punctuation_after);
        if delimiter == b'_' {
            (
                left && (!right || self.seen_punctuation_before),
                right && (!left || self.punctuation_after),
            )
        } else {
            (left, right)
        }
    }

    /// Whether a run opens and closes by the rules of pulldown-cmark 0.13.
    pub(super) fn upstream(&self, delimiter: u8, length: usize) -> (bool, bool) {
        let within_words = delimiter == b'*' || (delimiter == b'~' && length == 2);
        let opens = !self.space_after
            && ((within_words && (delimiter == b'~' || !self.punctuation_after))
                || self.space_before
                || self.punctuation_before);
        let closes = !self.space_before
            && ((within_words && !self.punctuation_before)
                || (delimiter == b'~' && self.tilde_before)
                || self.space_after
                || self.punctuation_after);
        if delimiter == b'~' && length > 2 { (false, false) } else { (opens, closes) }
    }
}

/// What pulldown-cmark takes for punctuation, remembered.
///
/// Its table is private and a second one would drift from it, so the parser is asked: a `*` before
/// punctuation does not open after a letter.
#[derive(Default)]
pub(super) struct Punctuation {
    known: BTreeMap<char, bool>,
}

impl Punctuation {
    fn contains(&mut self, c: char) -> bool {
        if c.is_ascii() {
            return c.is_ascii_punctuation();
        }
        if c.is_whitespace() || matches!(c, '一'..='\u{9fff}') {
            return false;
        }
        *self.known.entry(c).or_insert_with(|| {
            let probe = format!("a*{c}b*");
            !Parser::new(&probe).any(|event| event == Event::Start(Tag::Emphasis))
        })
    }
}

/// Tells whether the amendment counts a character as CJK (its `ranges.md`, Unicode 18).
fn is_cjk(c: char) -> bool {
    matches!(u32::from(c),
    0x1100..=0x11ff | 0x20a9 | 0x2329..=0x232a | 0x2630..=0x2637 | 0x268a..=0x268f | 0x2e80..=0x2e99 | 0x2e9b..=0x2ef3 | 0x2f00..=0x2fd5 | 0x2ff0..=0x303e | 0x3041..=0x3096 | 0x3099..=0x30ff | 0x3105..=0x312f | 0x3131..=0x318e | 0x3190..=0x31e5 | 0x31ef..=0x321e | 0x3220..=0x3247 | 0x3250..=0xa48c | 0xa490..=0xa4c6 | 0xa960..=0xa97c | 0xac00..=0xd7a3 | 0xd7b0..=0xd7c6 | 0xd7cb..=0xd7fb | 0xf900..=0xfaff | 0xfe10..=0xfe19 | 0xfe30..=0xfe52 | 0xfe54..=0xfe66 | 0xfe68..=0xfe6b | 0xff01..=0xffbe | 0xffc2..=0xffc7 | 0xffca..=0xffcf | 0xffd2..=0xffd7 | 0xffda..=0xffdc | 0xffe0..=0xffe6 | 0xffe8..=0xffee | 0x16fe0..=0x16fe4 | 0x16ff0..=0x16ff6 | 0x17000..=0x18cda | 0x18cff..=0x18d20 | 0x18d80..=0x18df2 | 0x18e00..=0x19191 | 0x191a0..=0x191d2 | 0x1aff0..=0x1aff3 | 0x1aff5..=0x1affb | 0x1affd..=0x1affe | 0x1b000..=0x1b128 | 0x1b132 | 0x1b150..=0x1b152 | 0x1b155 | 0x1b164..=0x1b168 | 0x1b170..=0x1b2fb | 0x1d300..=0x1d356 | 0x1d360..=0x1d376 | 0x1f1ae | 0x1f200 | 0x1f202 | 0x1f210..=0x1f219 | 0x1f21b..=0x1f22e | 0x1f230..=0x1f231 | 0x1f237 | 0x1f23b | 0x1f240..=0x1f248 | 0x1f260..=0x1f265 | 0x1f7da | 0x20000..=0x3fffd
        )
}
