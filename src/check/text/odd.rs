//! The rules of characters that are not what they seem: each tells a line once.

use super::glyphs::{Oddity, oddity, stretches};
use super::written::{Written, in_each_text};
use crate::check::Subject;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Text};

/// Such a rule.
pub struct OddCharacters {
    pub code: Code,
    /// Whether a character at a byte of a text is one the rule is about.
    pub is_one: fn(&str, usize, char, Oddity) -> bool,
    /// What is to stand in its place, if anything; no function where only somebody can say.
    pub mended: Option<fn(char) -> Option<char>>,
    /// What is said, and how to mend it, of a line by the first of them and their number.
    pub told: fn(char, usize) -> (Text, Text),
}

impl OddCharacters {
    /// Tells each line that has them.
    pub fn tell(&self, of: &Subject, out: &mut Diagnostics) {
        in_each_text(of, out, |text| self.of_text(text));
    }

    fn of_text(&self, text: &Written) -> Vec<Diagnostic> {
        let words = text.words();
        let is_one = |at, c, oddity| (self.is_one)(words, at, c, oddity);
        let found = stretches(words, text.odd(), is_one).into_iter().map(|found| {
            let (message, help) = (self.told)(found.first, found.count);
            let start = found.span.start;
            let fixed = self.mended.map(|mended| -> String {
                let written = words[found.span.clone()].char_indices();
                let mended = written.filter_map(|(at, c)| match oddity(c) {
                    Some(oddity) if is_one(start + at, c, oddity) => mended(c),
                    _ => Some(c),
                });
                mended.collect()
            });
            let told = Diagnostic::new(self.code, text.place(found.span), message).help(help);
            Diagnostic { fix: fixed, ..told }
        });
        found.collect()
    }
}
