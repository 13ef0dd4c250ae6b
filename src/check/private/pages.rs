//! The pages as built: what is private on them and in no text they are built from.

use std::collections::{BTreeMap, BTreeSet};

use super::{At, Private};
use crate::check::page::{Media, Rendered};
use crate::detect::{self, Kind, Policy};

/// What is private on a page. Tags are looked through, so its bytes are read as they are.
pub fn on_page(of: &Rendered, policy: &Policy) -> Vec<Private> {
    if of.media == Media::Other {
        return Vec::new();
    }
    let found = detect::private(of.text, policy);
    let found = found.iter().filter(|found| !is_bare(of, found.range.start));
    let told = |found| {
        let place = of.place(detect::Found::clone(found).range);
        Private::new(found, of.text, At::Pages { more: 0 }, place)
    };
    found.map(told).collect()
}

/// Whether a number is a bare number of JSON: one of a measure, for texts stand in quotes.
fn is_bare(of: &Rendered, start: usize) -> bool {
    let before = of.text.get(..start).unwrap_or("").trim_end_matches(' ');
    of.media == Media::Json && before.ends_with([':', '[', ','])
}

/// Of what is on pages only that which no text holds, each once.
pub fn untold<'a>(
    on_pages: Vec<Private>,
    known: impl IntoIterator<Item = &'a Private>,
) -> Vec<Private> {
    let mut known_keys: BTreeSet<&str> = BTreeSet::new();
    if !on_pages.is_empty() {
        known_keys.extend(known.into_iter().flat_map(|one| one.keys.iter().map(String::as_str)));
    }
    let mut found: BTreeMap<(Kind, String), (Private, BTreeSet<String>)> = BTreeMap::new();
    for one in on_pages {
        let Some(key) = one.keys.first().filter(|key| !known_keys.contains(key.as_str())) else {
            continue;
        };
        let page = one.place.source.path.to_string();
        let (_, pages) =
            found.entry((one.kind, key.clone())).or_insert_with(|| (one.clone(), BTreeSet::new()));
        pages.insert(page);
    }
    let counted = |(mut one, pages): (Private, BTreeSet<String>)| {
        one.at = At::Pages { more: pages.len() - 1 };
        one
    };
    found.into_values().map(counted).collect()
}
