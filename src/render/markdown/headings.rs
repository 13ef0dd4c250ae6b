//! Levels that never skip, and ids that never repeat.

use std::collections::BTreeMap;

/// Ids are cut here: a paragraph mistaken for a heading should not become an address.
const LONGEST: usize = 80;

/// Mends the order of levels: a heading stands at most one below the one above it.
pub(super) struct Outline {
    base: u8,
    above: Vec<u8>,
}

impl Outline {
    /// Starts an outline whose top headings have level `base`.
    pub(super) fn new(base: u8) -> Self {
        Outline { base: base.clamp(1, 6), above: Vec::new() }
    }

    /// Gives the level on the page of a heading written with `written` marks.
    pub(super) fn level(&mut self, written: u8) -> u8 {
        while self.above.last().is_some_and(|above| *above >= written) {
            self.above.pop();
        }
        let level = (usize::from(self.base) + self.above.len()).min(6);
        self.above.push(written);
        level as u8
    }
}

/// Makes ids from headings.
#[derive(Default)]
pub(super) struct Ids {
    used: BTreeMap<String, usize>,
}

impl Ids {
    /// Gives the id of the next heading with these words.
    pub(super) fn of(&mut self, prefix: &str, words: &str) -> String {
        let slug = slug(words);
        let mut id = slug.clone();
        let mut count = self.used.get(&slug).copied().unwrap_or(0);
        while self.used.contains_key(&id) {
            count += 1;
            id = format!("{slug}-{}", count + 1);
        }
        self.used.insert(slug, count);
        self.used.entry(id.clone()).or_insert(0);
        format!("{prefix}{id}")
    }
}

/// Letters and digits of any script; blanks become `-`, everything else goes.
fn slug(words: &str) -> String {
    let mut slug = String::new();
    for c in words.chars().take(LONGEST) {
        if c.is_alphanumeric() {
            slug.extend(c.to_lowercase());
        } else if (c.is_whitespace() || matches!(c, '-' | '_')) && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_matches('-');
    if slug.is_empty() { "section".to_owned() } else { slug.to_owned() }
}
