//! What others know of a record: two versions alike in it mean the same to everybody else.

use crate::content::{Document, Node, Value};
use crate::diagnostic::Source;
use crate::model::key::{self, Key};

/// What of a record its id, its names and its readers are told by: nothing else of it decides what
/// others mean when they name it.
const OUTWARD: [&Key; 7] =
    [&key::TITLE, &key::SLUG, &key::SHORT, &key::FORMER, &key::DRAFT, &key::DISCLOSURE, &key::PLAN];

/// Whether two versions of a document are the same to others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outward {
    Same,
    /// But for the title.
    OtherTitle,
    Other,
}

impl Outward {
    /// Compares what was written, wherever it stands.
    pub fn compare(before: &Document, now: &Document) -> Self {
        let differs = |key: &&&Key| {
            let (a, b) = (values(before, key), values(now, key));
            let same = |(a, b): (&&Node, &&Node)| says_the_same(a, &before.source, b, &now.source);
            a.len() != b.len() || !a.iter().zip(&b).all(same)
        };
        let mut different = OUTWARD.iter().filter(differs).peekable();
        match different.next() {
            None => Self::Same,
            Some(key) if **key == key::TITLE && different.next().is_none() => Self::OtherTitle,
            Some(_) => Self::Other,
        }
    }
}

/// What is written under the names of a key.
fn values<'a>(document: &'a Document, key: &Key) -> Vec<&'a Node> {
    let pairs = document.front.entries.iter().filter(|pair| key.is(pair.key(&document.source)));
    pairs.map(|pair| &pair.value).collect()
}

fn says_the_same(a: &Node, of_a: &Source, b: &Node, of_b: &Source) -> bool {
    let same = |a: &Node, b: &Node| says_the_same(a, of_a, b, of_b);
    match (&a.value, &b.value) {
        (Value::Text(_), Value::Text(_)) => a.text(of_a) == b.text(of_b),
        (Value::List(a), Value::List(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Map(a), Value::Map(b)) => {
            let mut pairs = a.entries.iter().zip(&b.entries);
            a.entries.len() == b.entries.len()
                && pairs.all(|(a, b)| a.key(of_a) == b.key(of_b) && same(&a.value, &b.value))
        }
        (Value::Null, Value::Null) | (Value::Unreadable, Value::Unreadable) => true,
        _ => false,
    }
}
