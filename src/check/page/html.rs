//! A page as built, taken apart: its tags and texts in their order, each with its bytes.
//!
//! Everything is kept in one buffer, for a site has thousands of pages and each is read once.

use std::ops::Range;

use html5gum::Tokenizer;

use super::tokens::Tokens;

/// A page's tags and texts.
#[derive(Debug, Default)]
pub struct Html {
    /// Names, values and texts, one after another, with references such as `&amp;` resolved.
    letters: String,
    pieces: Vec<Piece>,
    attributes: Vec<Attribute>,
}

/// A part, by where its letters are.
#[derive(Debug)]
pub(super) struct Piece {
    pub what: What,
    /// The name of a tag, or the text.
    pub letters: Range<usize>,
    /// In `attributes`.
    pub attributes: Range<usize>,
    /// In the page.
    pub span: Range<usize>,
}

/// An attribute, by where its letters are.
#[derive(Debug)]
pub(super) struct Attribute {
    pub name: Range<usize>,
    pub value: Range<usize>,
    /// Of the value in the page; of the name where the value is empty.
    pub span: Range<usize>,
}

/// What a part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    Open,
    Close,
    Text,
    Comment,
}

/// A part of a page.
#[derive(Debug, Clone, Copy)]
pub enum Part<'a> {
    Open(Tag<'a>),
    /// An end tag, by its name.
    Close(&'a str),
    Text(Letters<'a>),
    Comment(Letters<'a>),
}

/// A start tag.
#[derive(Debug, Clone, Copy)]
pub struct Tag<'a> {
    html: &'a Html,
    piece: &'a Piece,
}

/// A text or the value of an attribute, and where it stands in the page.
#[derive(Debug, Clone, Copy)]
pub struct Letters<'a> {
    pub text: &'a str,
    span: &'a Range<usize>,
}

impl Letters<'_> {
    /// Its bytes in the page.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }
}

impl<'a> Tag<'a> {
    /// Its name in small letters.
    pub fn name(&self) -> &'a str {
        &self.html.letters[self.piece.letters.clone()]
    }

    /// Its bytes in the page.
    pub fn span(&self) -> Range<usize> {
        self.piece.span.clone()
    }

    /// Its attributes, each with its name in small letters.
    pub fn attributes(&self) -> impl Iterator<Item = (&'a str, Letters<'a>)> + use<'a> {
        let html = self.html;
        html.attributes[self.piece.attributes.clone()].iter().map(|attribute| {
            let value = &html.letters[attribute.value.clone()];
            (&html.letters[attribute.name.clone()], Letters { text: value, span: &attribute.span })
        })
    }

    /// The value of an attribute.
    pub fn get(&self, name: &str) -> Option<&'a str> {
        self.attributes().find(|(known, _)| *known == name).map(|(_, value)| value.text)
    }
}

impl Html {
    /// Takes a page apart. No text is so wrong that it could not be read.
    pub fn read(text: &str) -> Self {
        let mut html = Self::default();
        html.read_anew(text);
        html
    }

    /// The same in place of the page before, whose room is used again.
    pub fn read_anew(&mut self, text: &str) {
        self.clear();
        let mut letters = std::mem::take(&mut self.letters).into_bytes();
        let tokens = Tokens::new(&mut letters, &mut self.pieces, &mut self.attributes);
        let Ok(()) = Tokenizer::new_with_emitter(text, tokens).finish();
        // The tokenizer cuts only at ASCII, so this is text.
        match String::from_utf8(letters) {
            Ok(letters) => self.letters = letters,
            Err(_) => self.clear(),
        }
    }

    /// Forgets the page.
    pub fn clear(&mut self) {
        self.letters.clear();
        self.pieces.clear();
        self.attributes.clear();
    }

    /// Its parts in their order.
    pub fn parts(&self) -> impl Iterator<Item = Part<'_>> {
        self.pieces.iter().map(|piece| {
            let text = &self.letters[piece.letters.clone()];
            let letters = Letters { text, span: &piece.span };
            match piece.what {
                What::Open => Part::Open(Tag { html: self, piece }),
                What::Close => Part::Close(text),
                What::Text => Part::Text(letters),
                What::Comment => Part::Comment(letters),
            }
        })
    }

    /// Its start tags in their order.
    pub fn tags(&self) -> impl Iterator<Item = Tag<'_>> {
        self.parts().filter_map(|part| match part {
            Part::Open(tag) => Some(tag),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_texts_come_in_order_with_their_bytes() {
        let page = "<p class=a title=\"甲&amp;乙\">办<b>公</b>室</p><!-- 注 --><img alt=''>";
        let html = Html::read(page);
        let mut told = Vec::new();
        for part in html.parts() {
            told.push(match part {
                Part::Open(tag) => {
                    let attributes: Vec<String> = tag
                        .attributes()
                        .map(|(name, value)| {
                            format!("{name}={}@{}", value.text, &page[value.span()])
                        })
                        .collect();
                    format!("<{} {}", tag.name(), attributes.join(" "))
                }
                Part::Close(name) => format!("/{name}"),
                Part::Text(text) => format!("{}@{}", text.text, &page[text.span()]),
                Part::Comment(text) => format!("!{}", text.text),
            });
        }
        insta::assert_debug_snapshot!(told);
    }
}
