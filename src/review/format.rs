//! The forms a review comes in.

use std::borrow::Cow;
use std::io::Write;

use anyhow::Result;

use super::{Review, html, json, markdown, text, told};
use crate::diagnostic::Lang;
use crate::model::settings::Language;
use crate::words::Words;

/// A form a review comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For a terminal.
    Text,
    /// For a comment of a merge request.
    Markdown,
    /// One file that can be sent on and printed.
    Html,
    Json,
}

/// Writes a review in a form and a language; JSON has both.
pub fn write(review: &Review, format: Format, lang: Lang, out: &mut dyn Write) -> Result<()> {
    let language = match lang {
        Lang::Zh => Language::Chinese,
        Lang::En => Language::English,
    };
    // The site's own words for its states, where they are in the language asked for.
    let words: Cow<Words> = match review.words.language() == language {
        true => Cow::Borrowed(&review.words),
        false => Cow::Owned(Words::builtin(language)),
    };
    match format {
        Format::Json => json::write(review, out),
        Format::Text => text::write(&told::tell(review, &words), &words, out),
        Format::Markdown => markdown::write(&told::tell(review, &words), &words, out),
        Format::Html => html::write(&told::tell(review, &words), &words, out),
    }
}
