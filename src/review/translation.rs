//! Texts that come, go or are edited as a whole: a body, or a record's words in another language.

use std::collections::{BTreeMap, BTreeSet};

use super::{Change, EntryFate, Piece, diff};
use crate::model::Base;
use crate::model::language::Tag;

/// How many paragraphs are told of what comes, and of what goes.
pub const MOST_NEW: usize = 20;
pub const MOST_GONE: usize = 5;

/// The files of a record's translations, by their languages.
pub fn translated(base: &Base) -> impl Iterator<Item = (&Tag, &str)> {
    base.translations.iter().map(|found| (&found.language, &*found.body.source.text))
}

/// The translations that come, go or are not as they were; of a new record, all it has.
pub fn translations(old: Option<&Base>, new: &Base) -> Vec<Change> {
    let of = |base: Option<&'_ Base>| -> BTreeMap<Tag, String> {
        let all = base.into_iter().flat_map(|base| &base.translations);
        all.map(|found| (found.language.clone(), found.words())).collect()
    };
    let (old_words, new_words) = (of(old), of(Some(new)));
    let languages: BTreeSet<&Tag> = old_words.keys().chain(new_words.keys()).collect();
    let file =
        |base: &Base, tag: &Tag| base.translation(tag).map(|found| found.body.source.text.clone());
    let change = |tag: &&Tag| {
        let (fate, (paragraphs, more)) = match (old_words.get(*tag), new_words.get(*tag)) {
            (Some(_), Some(_)) if old.and_then(|old| file(old, tag)) == file(new, tag) => {
                return None;
            }
            (Some(from), Some(to)) => (EntryFate::Changed, (diff::paragraphs(from, to), 0)),
            (None, Some(words)) => (EntryFate::Added, whole(words, Piece::Added, MOST_NEW)),
            (Some(words), None) => (EntryFate::Removed, whole(words, Piece::Removed, MOST_GONE)),
            (None, None) => return None,
        };
        Some(Change::Translation { language: tag.to_string(), fate, paragraphs, more })
    };
    languages.iter().filter_map(change).collect()
}

/// A text that comes or goes whole: its first paragraphs, and how many more there are.
pub fn whole(text: &str, piece: fn(String) -> Piece, most: usize) -> (Vec<Vec<Piece>>, usize) {
    let all = diff::split(text);
    let more = all.len().saturating_sub(most);
    let told = all.into_iter().take(most);
    (told.map(|text| vec![piece(text.to_owned())]).collect(), more)
}
