//! What a text says in plain words, with everything else blotted out byte for byte: keys, code,
//! markup, destinations, comments, addresses and what asks for facts.
//!
//! A place in the blotted text is a place in the file, so that a rule is a function of a line.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};
use rayon::prelude::*;

use super::{Text, texts};
use crate::check::Subject;
use crate::content::{self, markdown};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::Model;
use crate::model::key::{self, Key};

/// Stands for a byte that is no plain word.
pub const BLOT: char = '\u{1}';

/// A text in plain words.
pub struct Prose<'a> {
    pub text: Text<'a>,
    /// As long as the file.
    words: String,
    /// In reading order.
    pub blocks: Vec<Block>,
    /// The points of numbered lists, in reading order.
    pub points: Vec<Point>,
}

/// A stretch of words that is read as one: a paragraph, a heading, a cell, the value of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    pub span: Range<usize>,
    pub form: Form,
    marks: Marks,
}

impl Block {
    /// Whether its words may have one of some marks, which are neither letters nor Chinese
    /// characters; where they have, the answer is yes.
    pub fn may_have(&self, marks: &[char]) -> bool {
        marks.iter().any(|mark| self.marks.0 & Marks::bit(*mark) != 0)
    }
}

/// Which marks stand in a text, a bit for each: rules that look for a mark pass most texts over
/// without reading them again. Rare marks share the bits of others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Marks(u128);

impl Marks {
    fn of(text: &str) -> Self {
        let marks = text.chars().filter(|c| !c.is_ascii_alphanumeric() && !is_han(*c));
        Self(marks.fold(0, |marks, mark| marks | Self::bit(mark)))
    }

    /// So that no two of the usual marks of Chinese share one.
    fn bit(mark: char) -> u128 {
        let code = u32::from(mark);
        1 << if mark.is_ascii() { code % 64 } else { 64 + (code ^ code >> 3) % 57 }
    }
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Value,
    Paragraph,
    Heading,
    Cell,
    /// A paragraph of what somebody else wrote.
    Quotation,
}

/// A point of a numbered list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// Which list of the file.
    pub list: usize,
    /// As typed; the page numbers from the first one on.
    pub number: u32,
    pub at: Range<usize>,
}

/// A finding of a line: its bytes, and what to put there where that needs no judgement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub span: Range<usize>,
    pub fix: Option<String>,
}

impl Found {
    /// A finding that is mended by putting something in its place.
    pub fn mended(span: Range<usize>, fix: impl Into<String>) -> Self {
        Self { span, fix: Some(fix.into()) }
    }

    /// A finding that somebody has to look into.
    pub fn open(span: Range<usize>) -> Self {
        Self { span, fix: None }
    }

    /// The same finding in a longer text.
    fn behind(self, start: usize) -> Self {
        Self { span: start + self.span.start..start + self.span.end, ..self }
    }

    /// As a fault of a code, with the text as it stands and what to put there.
    pub fn told(
        self,
        prose: &Prose,
        code: Code,
        message: crate::diagnostic::Text,
        help: crate::diagnostic::Text,
    ) -> Diagnostic {
        let fault = Diagnostic::new(code, prose.text.place(self.span), message).help(help);
        match self.fix {
            Some(fix) => fault.fix(fix),
            None => fault,
        }
    }
}

impl Prose<'_> {
    /// The words of a block.
    pub fn words(&self, block: &Block) -> &str {
        self.words.get(block.span.clone()).unwrap_or("")
    }

    /// The blocks that may have one of some marks.
    pub fn with<'s>(&'s self, marks: &'s [char]) -> impl Iterator<Item = &'s Block> {
        self.blocks.iter().filter(|block| block.may_have(marks))
    }

    /// What a function of a line finds in the blocks.
    pub fn find<'s>(
        &'s self,
        line: impl Fn(&str) -> Vec<Found> + 's,
    ) -> impl Iterator<Item = Found> + 's {
        self.find_in(self.blocks.iter(), line)
    }

    /// What a function of a line finds in some of the blocks.
    pub fn find_in<'s>(
        &'s self,
        blocks: impl Iterator<Item = &'s Block> + 's,
        line: impl Fn(&str) -> Vec<Found> + 's,
    ) -> impl Iterator<Item = Found> + 's {
        blocks.flat_map(move |block| {
            let found = line(self.words(block));
            found.into_iter().map(|found| found.behind(block.span.start))
        })
    }
}

/// Looks at every text, several at a time.
pub fn each(
    of: &Subject,
    out: &mut Diagnostics,
    look: impl Fn(&Prose, &mut Vec<Diagnostic>) + Sync,
) {
    let look = |prose: &Prose| {
        let mut found = Vec::new();
        look(prose, &mut found);
        found
    };
    // Collected in the order of the texts.
    let found: Vec<Vec<Diagnostic>> = of.prose().par_iter().map(look).collect();
    out.extend(found.into_iter().flatten());
}

/// Whether a character is Chinese.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' | '〇')
}

/// The character before a byte.
pub fn before(text: &str, at: usize) -> Option<char> {
    text[..at].chars().next_back()
}

/// Takes every text of a model apart.
pub fn of_all(model: &Model) -> Vec<Prose<'_>> {
    let all: Vec<Text> = texts(model).collect();
    all.into_par_iter().map(of_text).collect()
}

fn of_text(text: Text) -> Prose {
    let mut writer = Writer {
        source: &text.source.text,
        words: vec![BLOT as u8; text.source.text.len()],
        blocks: Vec::new(),
        points: Vec::new(),
        open: None,
    };
    content::values(text.source, text.body.start, |keys, node| {
        if is_prose(keys) {
            writer.value(node.span.clone());
        }
    });
    writer.body(text.body.clone());
    let Writer { mut words, mut blocks, points, .. } = writer;
    blot_addresses(&mut words);
    // What was copied was copied whole, so this is text.
    let words = String::from_utf8(words).unwrap_or_default();
    for block in &mut blocks {
        block.marks = Marks::of(words.get(block.span.clone()).unwrap_or(""));
    }
    Prose { words, blocks, points, text }
}

/// Fields whose values are names of files, addresses or the program's own.
const NO_PROSE: [&Key; 7] = [
    &key::SLUG,
    &key::ALIASES,
    &key::FILE,
    &key::WAIVE,
    &key::EXTRA,
    &key::MEASURE_ID,
    &key::REVIEW,
];

fn is_prose(keys: &[&str]) -> bool {
    let names_files = matches!(keys, [key] if key::ATTACHMENTS.is(key));
    !names_files && !keys.iter().any(|key| NO_PROSE.iter().any(|other| other.is(key)))
}

struct Writer<'a> {
    source: &'a str,
    words: Vec<u8>,
    blocks: Vec<Block>,
    points: Vec<Point>,
    /// The block being read, as far as it has come.
    open: Option<Range<usize>>,
}

impl Writer<'_> {
    fn copy(&mut self, span: Range<usize>) {
        if let (Some(words), Some(source)) =
            (self.words.get_mut(span.clone()), self.source.get(span))
        {
            words.copy_from_slice(source.as_bytes());
        }
    }

    fn value(&mut self, span: Range<usize>) {
        let raw = self.source.get(span.clone()).unwrap_or("");
        let quoted = |mark| raw.len() > 1 && raw.starts_with(mark) && raw.ends_with(mark);
        let span = match quoted('"') || quoted('\'') {
            // What is escaped stands in the file otherwise than it reads.
            true if raw.contains('\\') => return,
            true => span.start + 1..span.end - 1,
            false => span,
        };
        self.copy(span.clone());
        self.blocks.push(Block { span, form: Form::Value, marks: Marks::default() });
    }

    fn body(&mut self, body: Range<usize>) {
        let source = self.source.get(body.clone()).unwrap_or("");
        let mut form = Form::Paragraph;
        let (mut quotes, mut hidden, mut lists) = (0_u32, 0_u32, 0);
        let mut numbered: Vec<Option<usize>> = Vec::new();
        for (event, range) in markdown::events(source) {
            let at = body.start + range.start..body.start + range.end;
            match event {
                Event::Text(text) => {
                    let verbatim = source.get(range) == Some(&*text);
                    self.extend(at.clone());
                    if verbatim && hidden == 0 {
                        self.copy(at);
                    }
                }
                Event::Code(_) | Event::InlineHtml(_) | Event::FootnoteReference(_) => {
                    self.extend(at);
                }
                Event::SoftBreak | Event::HardBreak => {
                    self.extend(at.clone());
                    if source.as_bytes().get(range.start) == Some(&b'\n') {
                        self.copy(at.start..at.start + 1);
                    }
                }
                Event::Start(
                    Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Image { .. },
                )
                | Event::End(
                    TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Image,
                ) => self.extend(at),
                Event::Start(Tag::Link { link_type, .. }) => {
                    // An address shown as itself.
                    let bare = matches!(link_type, LinkType::Autolink | LinkType::Email);
                    hidden += u32::from(bare || hidden > 0);
                    self.extend(at);
                }
                Event::End(TagEnd::Link) => hidden = hidden.saturating_sub(1),
                Event::Start(tag) => {
                    self.close(form, quotes);
                    match tag {
                        Tag::Heading { .. } => form = Form::Heading,
                        Tag::TableCell => form = Form::Cell,
                        Tag::BlockQuote(_) => quotes += 1,
                        Tag::CodeBlock(_) | Tag::HtmlBlock => hidden += 1,
                        Tag::List(first) => {
                            lists += 1;
                            numbered.push(first.map(|_| lists));
                        }
                        Tag::Item => {
                            if let Some(Some(list)) = numbered.last() {
                                self.point(*list, at);
                            }
                        }
                        _ => {}
                    }
                }
                Event::End(tag) => {
                    self.close(form, quotes);
                    form = Form::Paragraph;
                    match tag {
                        TagEnd::BlockQuote(_) => quotes = quotes.saturating_sub(1),
                        TagEnd::CodeBlock | TagEnd::HtmlBlock => hidden = hidden.saturating_sub(1),
                        TagEnd::List(_) => {
                            numbered.pop();
                        }
                        _ => {}
                    }
                }
                _ => {}
            }
        }
    }

    fn extend(&mut self, at: Range<usize>) {
        let open = self.open.get_or_insert_with(|| at.clone());
        open.end = open.end.max(at.end);
    }

    fn close(&mut self, form: Form, quotes: u32) {
        let quoted = quotes > 0 && form == Form::Paragraph;
        let form = if quoted { Form::Quotation } else { form };
        let block = |span| Block { span, form, marks: Marks::default() };
        self.blocks.extend(self.open.take().map(block));
    }

    fn point(&mut self, list: usize, at: Range<usize>) {
        let text = self.source.get(at.clone()).unwrap_or("");
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let number = text[..digits].parse();
        let at = at.start..at.start + digits;
        self.points.extend(number.ok().map(|number| Point { list, number, at }));
    }
}

/// Blots out addresses typed as they are, and what asks for facts.
fn blot_addresses(words: &mut [u8]) {
    let mut at = 0;
    while let Some(i) =
        words[at..].windows(2).position(|w| matches!(w, b":/" | b"ww" | b"{{" | b"{%"))
    {
        let i = at + i;
        let is_address = |byte: &u8| byte.is_ascii_graphic() && !b"<>\"".contains(byte);
        let span = match &words[i..] {
            [b':', b'/', b'/', ..] | [b'w', b'w', b'w', b'.', ..] => {
                let start = words[..i].iter().rposition(|byte| !byte.is_ascii_alphanumeric());
                let length = words[i..].iter().take_while(|byte| is_address(byte)).count();
                start.map_or(0, |start| start + 1)..i + length
            }
            [b'{', second, ..] => {
                let close: &[u8] = if *second == b'{' { b"}}" } else { b"%}" };
                let length = words[i..].windows(2).position(|two| two == close);
                i..i + length.map_or(2, |length| length + 2)
            }
            _ => i..i + 1,
        };
        at = span.end.max(i + 1);
        if span.len() > 1 {
            words[span].fill(BLOT as u8);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Source;
    use crate::model::{Kind, RecordId};

    fn blocks(text: &str) -> Vec<(Form, String)> {
        let source = Source::new("a.md", text);
        let body = text.find("---\n\n").map_or(0, |at| at + 4)..text.len();
        let record = RecordId::new(Kind::News, 0);
        let prose = of_text(Text { record, source: &source, body });
        let words = |block: &Block| prose.words(block).replace(BLOT, "·");
        prose.blocks.iter().map(|block| (block.form, words(block))).collect()
    }

    #[test]
    fn a_body_is_its_words_and_nothing_else() {
        let found = blocks(
            "---\n标题: 甲\n网址名: a,b\n---\n\n## 一、甲\n\n乙**丙**`丁`[戊](己.md)<!-- 庚 -->\n辛 https://a.cn/壬\n\n> 癸\n\n```\n子\n```\n\n| 丑 |\n|---|\n| 寅 |\n\n3. 卯\n",
        );
        let expected = [
            (Form::Value, "甲"),
            (Form::Heading, "一、甲"),
            (Form::Quotation, "癸"),
            (Form::Cell, "丑"),
            (Form::Cell, "寅"),
            (Form::Paragraph, "卯"),
        ];
        for (form, words) in expected {
            assert!(found.contains(&(form, words.to_owned())), "{words} in {found:?}");
        }
        let all: String = found.iter().map(|(_, words)| words.as_str()).collect();
        for shown in ["乙", "丙", "戊", "辛", "壬"] {
            assert!(all.contains(shown), "{shown} in {all}");
        }
        for hidden in ["a,b", "丁", "己", "庚", "子", "https", "a.cn"] {
            assert!(!all.contains(hidden), "{hidden} in {all}");
        }
    }

    #[test]
    fn values_lose_their_quotes_and_lists_their_commas() {
        let found = blocks("---\n关键词: [甲,乙]\n摘要: \"丙\"\n附件: [丁.pdf]\n---\n\n");
        let words: Vec<&str> = found.iter().map(|(_, words)| words.as_str()).collect();
        assert_eq!(words, ["甲", "乙", "丙"]);
    }

    #[test]
    fn a_mark_that_is_there_is_never_passed_over() {
        let marks = "，。、；：？！（）“”‘’《》〈〉〔〕【】［］﹝﹞—…·,;:?!()[]#";
        for mark in marks.chars() {
            let bits = Marks::of(&format!("甲a1{mark}"));
            assert_ne!(bits.0 & Marks::bit(mark), 0, "{mark}");
        }
        let usual = "，。、；：（）“”《》—…·％";
        for rare in "〔〕【】［］".chars() {
            assert_eq!(Marks::of(usual).0 & Marks::bit(rare), 0, "{rare}");
        }
        assert_eq!(Marks::of("甲乙丙abc123"), Marks::default());
    }

    #[test]
    fn what_asks_for_facts_is_blotted_out() {
        let found = blocks("---\n标题: 甲\n---\n\n共{{ tasks.done, x }}项,乙\n");
        assert!(found[1].1.ends_with("项,乙") && !found[1].1.contains("done"), "{found:?}");
    }
}
