//! Many words looked for in one pass.

use std::collections::BTreeMap;

/// Words by their first character, each with what it stands for.
pub struct Lexicon<'a, T> {
    /// Of each character of the basic plane whether a word begins with it, a bit each.
    firsts: Vec<u64>,
    words: BTreeMap<char, Vec<(&'a str, T)>>,
}

/// Characters of the basic plane.
const PLANE: usize = 0x1_0000;

impl<'a, T: Copy> Lexicon<'a, T> {
    /// A lexicon of some words; an empty one is none.
    pub fn new(words: impl IntoIterator<Item = (&'a str, T)>) -> Self {
        let mut lexicon = Self { firsts: vec![0; PLANE / 64], words: BTreeMap::new() };
        for (word, of) in words {
            let Some(first) = word.chars().next() else { continue };
            let at = first as usize % PLANE;
            lexicon.firsts[at / 64] |= 1 << (at % 64);
            lexicon.words.entry(first).or_default().push((word, of));
        }
        lexicon
    }

    /// Where its words stand in a text, in order, and what they stand for.
    pub fn places(&self, text: &str) -> Vec<(usize, &'a str, T)> {
        let mut found = Vec::new();
        for (at, c) in text.char_indices() {
            let place = c as usize % PLANE;
            if self.firsts[place / 64] & (1 << (place % 64)) == 0 {
                continue;
            }
            let words = self.words.get(&c).into_iter().flatten();
            let here = words.filter(|(word, _)| text[at..].starts_with(word));
            found.extend(here.map(|(word, of)| (at, *word, *of)));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_found_where_it_stands() {
        let lexicon = Lexicon::new([("帐户", 1), ("帐", 2), ("布署", 3), ("", 4)]);
        let found = lexicon.places("帐户布署𠀀");
        assert_eq!(found, [(0, "帐户", 1), (0, "帐", 2), (6, "布署", 3)]);
    }
}
