//! Many words looked for in one pass.

use aho_corasick::{AhoCorasick, MatchKind};

/// Words, each with what it stands for.
pub struct Lexicon<'a, T> {
    words: Vec<(&'a str, T)>,
    /// None where there are no words, or more of them than can be looked for.
    automaton: Option<AhoCorasick>,
}

impl<'a, T: Copy> Lexicon<'a, T> {
    /// A lexicon of some words; an empty one is none.
    pub fn new(words: impl IntoIterator<Item = (&'a str, T)>) -> Self {
        let words: Vec<(&str, T)> =
            words.into_iter().filter(|(word, _)| !word.is_empty()).collect();
        let mut builder = AhoCorasick::builder();
        let spellings = words.iter().map(|(word, _)| word);
        let automaton = builder.match_kind(MatchKind::Standard).build(spellings).ok();
        Self { automaton: automaton.filter(|_| !words.is_empty()), words }
    }

    /// Where its words stand in a text, in order, and what they stand for; words may overlap.
    pub fn places(&self, text: &str) -> Vec<(usize, &'a str, T)> {
        let found = self.automaton.iter().flat_map(|words| words.find_overlapping_iter(text));
        let mut found: Vec<(usize, usize)> =
            found.map(|found| (found.start(), found.pattern().as_usize())).collect();
        found.sort_unstable();
        found
            .into_iter()
            .filter_map(|(at, word)| self.words.get(word).map(|(word, of)| (at, *word, *of)))
            .collect()
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
        assert_eq!(Lexicon::<u8>::new([]).places("帐户"), []);
    }
}
