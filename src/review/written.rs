//! What was written otherwise in a file: its front matter by fields, as people name them.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::FieldEdit;
use crate::content;
use crate::diagnostic::{Source, Text};
use crate::model::Kind;
use crate::model::entry;
use crate::model::key::{self, Key};
use crate::model::record;

/// Fields no page shows.
const NOT_SHOWN: [&Key; 5] = [&key::REVIEW, &key::WAIVE, &key::EXTRA, &key::ORDER, &key::DRAFT];

/// The fields of two files' front matter that differ, with what was written.
pub fn edits(kind: Kind, from: (&Arc<Source>, usize), to: (&Arc<Source>, usize)) -> Vec<FieldEdit> {
    let (old, new) = (fields(kind, from), fields(kind, to));
    let mut keys: Vec<&String> = new.keys().chain(old.keys()).collect();
    keys.sort();
    keys.dedup();
    let said = |values: Option<&(Text, Vec<String>)>| values.map(|(_, texts)| texts.join("；"));
    keys.into_iter()
        .filter(|key| old.get(*key).map(|f| &f.1) != new.get(*key).map(|f| &f.1))
        .filter_map(|key| {
            let (field, _) = new.get(key).or(old.get(key))?;
            let shown = !NOT_SHOWN.iter().any(|not| not.en == key);
            let (from, to) = (said(old.get(key)), said(new.get(key)));
            let keep = |text: Option<String>| text.filter(|_| shown);
            Some(FieldEdit { field: field.clone(), shown, from: keep(from), to: keep(to) })
        })
        .collect()
}

/// The texts below each field, by its English name, with what it is called.
fn fields(
    kind: Kind,
    (source, body): (&Arc<Source>, usize),
) -> BTreeMap<String, (Text, Vec<String>)> {
    let mut found: BTreeMap<String, (Text, Vec<String>)> = BTreeMap::new();
    content::values(source, body, |keys, node| {
        let (Some(key), Some(text)) = (keys.first(), node.text(source)) else { return };
        let (name, called) = named(kind, key);
        found.entry(name).or_insert((called, Vec::new())).1.push(text.to_owned());
    });
    found
}

fn named(kind: Kind, word: &str) -> (String, Text) {
    let own = kind.fields().iter().chain(kind.entry_fields());
    let events = kind.events();
    let of_events = events.iter().flat_map(|event| event.fields);
    let known = own.chain(of_events).chain(entry::FIELDS).chain(record::FIELDS).map(|f| f.key);
    let mut known = known.chain(NOT_SHOWN);
    match known.find(|key| key.is(word)) {
        Some(key) => {
            let zh = key.zh.first().copied().unwrap_or(key.en);
            (key.en.to_owned(), Text { zh: zh.to_owned(), en: key.en.replace('_', " ") })
        }
        None => (word.to_owned(), Text { zh: word.to_owned(), en: word.to_owned() }),
    }
}
