//! What became of a Markdown file, by the names of its fields.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

#[cfg(feature = "git")]
use crate::{
    content::{self, Document, Value},
    model::Disclosure,
    model::choice::choose,
    model::key::{self, Key},
    tree::SitePath,
};

/// What was changed in a file, without a word of what it says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// The English names of the fields that read otherwise than before, came or went.
    pub fields: BTreeSet<String>,
    /// Whether the text below the fields does.
    pub body: bool,
    /// Whether it was kept from the public before, by its own fields, or not there.
    pub was_hidden: bool,
    /// Whether it is since.
    pub is_hidden: bool,
    /// Whether it is since kept from everybody: a draft, or not there.
    pub is_draft: bool,
    /// Whether it is since taken back, with a page that says so.
    pub is_withdrawn: bool,
    /// Whether it says since by itself who may read it; else it is as its plan says.
    pub is_stated: bool,
}

#[cfg(feature = "git")]
impl Edit {
    /// What lies between two versions of a file.
    pub fn between(path: &SitePath, before: Option<Vec<u8>>, after: Option<Vec<u8>>) -> Self {
        let read = |bytes: Option<Vec<u8>>| {
            let source = content::source(path, bytes?, &mut Vec::new())?;
            content::read_document(source, &mut Vec::new())
        };
        let (before, after) = (read(before), read(after));
        let (old, new) = (before.as_ref().map(fields), after.as_ref().map(fields));
        let (old, new) = (old.unwrap_or_default(), new.unwrap_or_default());
        let fields = old.symmetric_difference(&new).map(|(name, _)| (*name).to_owned()).collect();
        let words = |document: &Option<Document>| document.as_ref().map(body);
        Self {
            fields,
            body: words(&before) != words(&after),
            was_hidden: before.as_ref().is_none_or(is_hidden),
            is_hidden: after.as_ref().is_none_or(is_hidden),
            is_draft: after.as_ref().is_none_or(is_draft),
            is_withdrawn: after.as_ref().is_some_and(|document| has(document, &key::WITHDRAWN)),
            is_stated: after.as_ref().is_some_and(|document| has(document, &key::DISCLOSURE)),
        }
    }
}

/// The old addresses a file names, as it writes them.
#[cfg(feature = "git")]
pub fn old_addresses(path: &SitePath, bytes: Vec<u8>) -> Option<String> {
    let source = content::source(path, bytes, &mut Vec::new())?;
    let document = content::read_document(source, &mut Vec::new())?;
    let is_meant = |name: &str| key::ALIASES.is(name);
    let mut pairs = document.front.entries.iter();
    let pair = pairs.find(|pair| is_meant(pair.key(&document.source)))?;
    document.source.text.get(pair.value.span.clone()).map(str::to_owned)
}

/// The fields of a document that have a name, each with its words.
#[cfg(feature = "git")]
fn fields(document: &Document) -> BTreeSet<(&'static str, &str)> {
    let named = document.front.entries.iter().filter_map(|pair| {
        let key = key::named(pair.key(&document.source))?;
        let value = document.source.text.get(pair.value.span.clone()).unwrap_or("").trim();
        Some((key.en, value))
    });
    named.collect()
}

/// The text, whatever the line ends.
#[cfg(feature = "git")]
fn body(document: &Document) -> String {
    document.body().trim().replace('\r', "")
}

/// Whether a file says of itself that it is not for everybody.
#[cfg(feature = "git")]
fn is_hidden(document: &Document) -> bool {
    // A word that is none of those known was at fault, and nothing of it was published.
    let is_kept = value(document, &key::DISCLOSURE)
        .is_some_and(|word| choose(word) != Some(Disclosure::Public));
    is_draft(document) || is_kept
}

/// Whether it says that it is for nobody yet.
#[cfg(feature = "git")]
fn is_draft(document: &Document) -> bool {
    value(document, &key::DRAFT)
        .is_some_and(|word| !["否", "false", "no", ""].contains(&&*word.to_lowercase()))
}

/// Whether a file has something written at a field.
#[cfg(feature = "git")]
fn has(document: &Document, key: &Key) -> bool {
    let mut pairs = document.front.entries.iter().filter(|pair| key.is(pair.key(&document.source)));
    pairs.any(|pair| pair.value.value != Value::Null)
}

#[cfg(feature = "git")]
fn value<'a>(document: &'a Document, key: &Key) -> Option<&'a str> {
    let mut pairs = document.front.entries.iter();
    let pair = pairs.find(|pair| key.is(pair.key(&document.source)))?;
    pair.value.text(&document.source).map(str::trim)
}
