//! A Markdown file taken apart: front matter as a tree of nodes with their places, and the body.
//!
//! Every scalar stays the text that was typed; what it means is for those who know the field.

use std::ops::Range;
use std::sync::Arc;

use super::markdown::Links;
use crate::diagnostic::{Place, Source};

/// One Markdown file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    pub source: Arc<Source>,
    pub front: Map,
    pub body: Range<usize>,
    /// Where the body leads; places are bytes of the body.
    pub links: Links,
}

impl Document {
    /// A document in which nothing is written.
    pub fn empty(source: Arc<Source>) -> Self {
        Self { source, front: Map::default(), body: 0..0, links: Links::default() }
    }

    /// The Markdown below the front matter.
    pub fn body(&self) -> &str {
        self.source.text.get(self.body.clone()).unwrap_or("")
    }

    /// Some bytes of the file as a place.
    pub fn place(&self, span: Range<usize>) -> Place {
        Place::new(&self.source, span)
    }
}

/// Keys and values in the order they were written; a key stands in it once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Map {
    pub span: Range<usize>,
    pub entries: Vec<Pair>,
}

/// One key with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    pub key: Scalar,
    pub key_span: Range<usize>,
    pub value: Node,
}

impl Pair {
    /// The key, in a map of this source.
    pub fn key<'a>(&'a self, source: &'a Source) -> &'a str {
        self.key.text(source, &self.key_span)
    }
}

/// A value and the bytes it was written in; an empty one has an empty span after its colon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    pub span: Range<usize>,
    pub value: Value,
}

impl Node {
    /// The text of a scalar, in a map of this source.
    pub fn text<'a>(&'a self, source: &'a Source) -> Option<&'a str> {
        match &self.value {
            Value::Text(scalar) => Some(scalar.text(source, &self.span)),
            _ => None,
        }
    }
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing, or `~`.
    Null,
    /// Any scalar as typed (`3.10`, `010`, `no`); quotes taken off, block scalars put together.
    Text(Scalar),
    List(Vec<Node>),
    Map(Box<Map>),
    /// A value that has been reported already; whoever meets it says nothing more.
    Unreadable,
}

/// The text of a scalar. Most stand in the file letter by letter, so they are not copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scalar {
    /// The bytes of its span.
    Verbatim,
    /// Another text than its span holds, as that has quotes, escapes or line breaks.
    Decoded(Box<str>),
}

impl Scalar {
    /// The scalar of a text that is written at a span of a source.
    pub fn new(text: &str, source: &Source, span: &Range<usize>) -> Self {
        match source.text.get(span.clone()) == Some(text) {
            true => Self::Verbatim,
            false => Self::Decoded(text.into()),
        }
    }

    fn text<'a>(&'a self, source: &'a Source, span: &Range<usize>) -> &'a str {
        match self {
            Self::Verbatim => source.text.get(span.clone()).unwrap_or(""),
            Self::Decoded(text) => text,
        }
    }
}
