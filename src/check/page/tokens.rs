//! Puts what the tokenizer reads straight into the one buffer of a page. The tokenizer's own
//! emitters copy each part once more, and check every character for faults nobody asks for.

use std::convert::Infallible;
use std::ops::Range;

use html5gum::{Emitter, Error, State};

use super::html::{Attribute, Piece, What};

/// A page as it is being taken apart.
#[derive(Debug)]
pub(super) struct Tokens<'a> {
    letters: &'a mut Vec<u8>,
    pieces: &'a mut Vec<Piece>,
    attributes: &'a mut Vec<Attribute>,
    /// In the page.
    position: usize,
    /// Where the tag or comment that is being read begins.
    begun: usize,
    tag: Option<What>,
    /// The name of the tag, until it is known to be one.
    name: Vec<u8>,
    /// Where the text that is being read begins in the letters, and its bytes in the page.
    text: Option<usize>,
    text_start: usize,
    text_end: usize,
    comment: usize,
    value_start: usize,
}

impl<'a> Tokens<'a> {
    /// Of a page of which nothing is read yet.
    pub fn new(
        letters: &'a mut Vec<u8>,
        pieces: &'a mut Vec<Piece>,
        attributes: &'a mut Vec<Attribute>,
    ) -> Self {
        Self {
            letters,
            pieces,
            attributes,
            position: 0,
            begun: 0,
            tag: None,
            name: Vec::new(),
            text: None,
            text_start: 0,
            text_end: 0,
            comment: 0,
            value_start: 0,
        }
    }

    fn piece(&mut self, what: What, letters: usize, span: Range<usize>) {
        let attributes = self.attributes.len()..self.attributes.len();
        let letters = letters..self.letters.len();
        self.pieces.push(Piece { what, letters, attributes, span });
    }

    fn end_text(&mut self) {
        if let Some(letters) = self.text.take() {
            self.piece(What::Text, letters, self.text_start..self.text_end);
        }
    }

    /// Writes down the tag that is being read, once its name is whole.
    fn end_name(&mut self) {
        self.end_text();
        if let Some(what) = self.tag.filter(|_| !self.name.is_empty()) {
            let letters = self.letters.len();
            self.letters.append(&mut self.name);
            self.piece(what, letters, self.begun..self.position.saturating_sub(1));
        }
    }
}

impl Emitter for Tokens<'_> {
    type Token = Infallible;

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn emit_error(&mut self, _: Error) {}

    fn pop_token(&mut self) -> Option<Infallible> {
        None
    }

    fn move_position(&mut self, offset: isize) {
        self.position = self.position.saturating_add_signed(offset);
    }

    fn emit_eof(&mut self) {
        self.end_text();
    }

    fn init_string(&mut self) {
        if self.text.is_none() {
            self.text_start = self.position;
        }
    }

    fn emit_string(&mut self, text: &[u8]) {
        self.text_end = self.position;
        if !text.is_empty() {
            self.text.get_or_insert(self.letters.len());
            self.letters.extend_from_slice(text);
        }
    }

    fn start_open_tag(&mut self) {
        self.begun = self.position.saturating_sub(1);
    }

    fn init_start_tag(&mut self) {
        self.name.clear();
        self.tag = Some(What::Open);
    }

    fn init_end_tag(&mut self) {
        self.name.clear();
        self.tag = Some(What::Close);
    }

    fn push_tag_name(&mut self, name: &[u8]) {
        self.name.extend_from_slice(name);
    }

    fn init_attribute(&mut self) {
        self.end_text();
        // Those of an end tag are of nothing.
        if self.tag == Some(What::Open) {
            self.end_name();
            if let Some(piece) = self.pieces.last_mut() {
                piece.attributes.end += 1;
            }
        }
        let at = self.letters.len();
        let start = self.position.saturating_sub(1);
        self.attributes.push(Attribute { name: at..at, value: at..at, span: start..start });
    }

    fn push_attribute_name(&mut self, name: &[u8]) {
        self.letters.extend_from_slice(name);
        if let Some(attribute) = self.attributes.last_mut() {
            let end = self.letters.len();
            (attribute.name.end, attribute.value) = (end, end..end);
            attribute.span.end = self.position;
        }
    }

    fn init_attribute_value(&mut self) {
        self.value_start = self.position;
    }

    fn push_attribute_value(&mut self, value: &[u8]) {
        self.letters.extend_from_slice(value);
        if let Some(attribute) = self.attributes.last_mut() {
            attribute.value.end = self.letters.len();
            attribute.span = self.value_start..self.position;
        }
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        self.end_name();
        if let Some(piece) = self.pieces.last_mut() {
            piece.span.end = self.position;
        }
        None
    }

    fn init_comment(&mut self) {
        self.end_text();
        self.comment = self.letters.len();
    }

    fn push_comment(&mut self, comment: &[u8]) {
        self.letters.extend_from_slice(comment);
    }

    fn emit_current_comment(&mut self) {
        self.piece(What::Comment, self.comment, self.begun..self.position);
    }

    fn init_doctype(&mut self) {
        self.end_text();
    }

    fn set_last_start_tag(&mut self, _: Option<&[u8]>) {}
    fn set_self_closing(&mut self) {}
    fn set_force_quirks(&mut self) {}
    fn emit_current_doctype(&mut self) {}
    fn push_doctype_name(&mut self, _: &[u8]) {}
    fn set_doctype_public_identifier(&mut self, _: &[u8]) {}
    fn set_doctype_system_identifier(&mut self, _: &[u8]) {}
    fn push_doctype_public_identifier(&mut self, _: &[u8]) {}
    fn push_doctype_system_identifier(&mut self, _: &[u8]) {}

    /// Asked for in scripts and the like only, whose insides are read as any other.
    fn current_is_appropriate_end_tag_token(&mut self) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
    use html5gum::{Span, Tokenizer};

    use crate::check::page::{Html, Part};

    /// As the tokenizer's own emitter tells a page, faults left out.
    fn expected(page: &str) -> Vec<String> {
        let mut told: Vec<String> = Vec::new();
        let words = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, span: Span<usize>| {
            match event {
                CallbackEvent::OpenStartTag { name } => told.push(format!("<{}", words(name))),
                CallbackEvent::AttributeName { name } => told.push(format!(" {}", words(name))),
                CallbackEvent::AttributeValue { value } => {
                    told.push(format!("={}@{}..{}", words(value), span.start, span.end));
                }
                CallbackEvent::EndTag { name } => told.push(format!("/{}", words(name))),
                CallbackEvent::String { value } => {
                    told.push(format!("{}@{}..{}", words(value), span.start, span.end));
                }
                CallbackEvent::Comment { value } => told.push(format!("!{}", words(value))),
                CallbackEvent::CloseStartTag { .. } => told.push(format!(">{}", span.end)),
                CallbackEvent::Doctype { .. } | CallbackEvent::Error(_) => {}
            }
            None::<std::convert::Infallible>
        });
        let Ok(()) = Tokenizer::new_with_emitter(page, emitter).finish();
        told
    }

    fn told(page: &str) -> Vec<String> {
        let mut told = Vec::new();
        for part in Html::read(page).parts() {
            match part {
                Part::Open(tag) => {
                    told.push(format!("<{}", tag.name()));
                    for (name, value) in tag.attributes() {
                        told.push(format!(" {name}"));
                        if !value.text.is_empty() {
                            let span = value.span();
                            told.push(format!("={}@{}..{}", value.text, span.start, span.end));
                        }
                    }
                    told.push(format!(">{}", tag.span().end));
                }
                Part::Close(name) => told.push(format!("/{name}")),
                Part::Text(text) => {
                    let span = text.span();
                    told.push(format!("{}@{}..{}", text.text, span.start, span.end));
                }
                Part::Comment(text) => told.push(format!("!{}", text.text)),
            }
        }
        told
    }

    #[test]
    fn parts_are_those_of_the_tokenizers_own_emitter() {
        for page in [
            "<!DOCTYPE html><html lang=zh-CN><title>甲 &amp; 乙</title><p class=\"a b\" id='c'>丙",
            "甲&lt;b&gt;乙&#x4E19;&nosuch;丁 & 戊<b>己</b >庚",
            "<a href=\"x?a=1&amp;b=2\" title=''>甲</a><br/><img alt src=a/b>乙",
            "1 < 2 <3 <é> </> </3> <?php 甲 ?> <!甲> <!-- 乙 -- 丙 --> <!---->",
            "<P\r\nTITLE=\"甲\r\n乙\">\r\n丙\0丁</P>",
            "<script>if (a < b) { x = '</p>' }</script><style>a{b:c}</style>",
            "<p a=1 a=2 =x \"y\">甲<![CDATA[乙]]>丙",
            "<p title=\"未完",
            "<!-- 未完",
            "甲 <",
            "",
        ] {
            // What the end of the file cuts off is not told by either in full.
            let ends = page.ends_with("未完") && page.starts_with("<p");
            let (told, expected) = (told(page), expected(page));
            let to = if ends { 1 } else { told.len().max(expected.len()) };
            assert_eq!(told.get(..to), expected.get(..to), "{page}");
        }
    }

    #[test]
    fn attributes_of_an_end_tag_are_of_nothing() {
        assert_eq!(told("<p>甲</p title=乙>丙"), ["<p", ">3", "甲@3..6", "/p", "丙@20..23"]);
    }
}
