//! The events of the YAML parser, read into nodes.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span, StrInput};

use super::words;
use crate::content::document::{Map, Node, Pair, Scalar, Value};
use crate::content::slips::{self, Cleaned};
use crate::content::text;
use crate::diagnostic::{Diagnostic, Place, Source};

/// Deepest nesting of lists and maps.
pub const DEEPEST: usize = 20;
/// Most keys and values of one front matter.
pub const MOST_NODES: usize = 10_000;

/// Why reading ended early.
pub enum Stop {
    Fault(Box<Diagnostic>),
    TooMany(Place),
}

pub struct Reader<'a> {
    source: &'a Arc<Source>,
    unreadable: &'a BTreeMap<usize, Range<usize>>,
    text: &'a str,
    /// Where the text the parser sees begins in the whole.
    start: usize,
    /// The byte of each character the parser sees, since it counts characters; empty for ASCII.
    bytes: Vec<usize>,
    parser: Parser<'a, StrInput<'a>>,
    nodes: usize,
    faults: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    pub fn new(source: &'a Arc<Source>, cleaned: &'a Cleaned, part: Range<usize>) -> Self {
        let seen = &cleaned.text[part.clone()];
        let bytes = match seen.is_ascii() {
            true => Vec::new(),
            false => seen.char_indices().map(|(i, _)| i).collect(),
        };
        Self {
            source,
            unreadable: &cleaned.unreadable,
            text: &cleaned.text[..part.end],
            start: part.start,
            bytes,
            parser: Parser::new_from_str(seen),
            nodes: 0,
            faults: Vec::new(),
        }
    }

    /// The byte a character index of the parser stands for.
    fn byte(&self, index: usize) -> usize {
        let end = self.text.len();
        if self.bytes.is_empty() {
            return (self.start + index).min(end);
        }
        self.bytes.get(index).map_or(end, |byte| self.start + byte)
    }

    fn span(&self, span: Span) -> Range<usize> {
        let start = self.byte(span.start.index());
        start..self.byte(span.end.index()).max(start)
    }

    /// A span in whole characters of the file: what was put in place of a slip may be shorter.
    fn whole(&self, span: Range<usize>) -> Range<usize> {
        let text = &self.source.text;
        text.floor_char_boundary(span.start)..text.ceil_char_boundary(span.end)
    }

    fn place(&self, span: Range<usize>) -> Place {
        Place::new(self.source, self.whole(span))
    }

    fn stop(&self, fault: Diagnostic) -> Stop {
        Stop::Fault(Box::new(fault))
    }

    /// From a byte to the end of its line, or the last line with text before it.
    fn rest_of_line(&self, byte: usize) -> Range<usize> {
        let byte = self.text.floor_char_boundary(byte);
        let end = self.text[..byte].trim_end().len();
        let start = if self.text[byte..].trim_start().is_empty() { end } else { byte };
        let line = self.text[start..].split(['\n', '\r']).next().unwrap_or("");
        start..start + line.trim_end_matches(text::is_blank).len()
    }

    fn yaml_fault(&self, error: &ScanError) -> Stop {
        let place = self.place(self.rest_of_line(self.byte(error.marker().index())));
        self.stop(words::yaml(place, error.info()))
    }

    fn next(&mut self) -> Result<(Event<'a>, Range<usize>), Stop> {
        match self.parser.next_event() {
            Some(Ok((event, span))) => {
                let span = self.span(span);
                let ends = matches!(event, Event::SequenceEnd | Event::MappingEnd);
                self.nodes += usize::from(!ends);
                if self.nodes > MOST_NODES {
                    return Err(Stop::TooMany(self.place(span.start..span.start)));
                }
                Ok((event, span))
            }
            Some(Err(error)) => Err(self.yaml_fault(&error)),
            None => Ok((Event::StreamEnd, self.text.len()..self.text.len())),
        }
    }

    /// Reads everything as one map; the faults that did not stop it go into `found`.
    pub fn read_all(mut self, found: &mut Vec<Diagnostic>) -> Result<Map, Stop> {
        let mut map = None;
        loop {
            let (event, span) = self.next()?;
            match event {
                Event::StreamEnd => break,
                Event::StreamStart
                | Event::DocumentStart(_)
                | Event::DocumentEnd
                | Event::Nothing => {}
                _ if map.is_some() => {
                    let place = self.place(self.rest_of_line(span.start));
                    return Err(self.stop(words::several_documents(place)));
                }
                event => {
                    let node = self.node(event, span, 1)?;
                    map = Some(match node.value {
                        Value::Map(map) => *map,
                        Value::Null | Value::Unreadable => Map::default(),
                        _ => {
                            let place = self.place(self.rest_of_line(node.span.start));
                            return Err(self.stop(words::no_map(place)));
                        }
                    });
                }
            }
        }
        found.append(&mut self.faults);
        Ok(map.unwrap_or_default())
    }

    /// Reads the value that begins with this event.
    fn node(&mut self, event: Event<'a>, span: Range<usize>, depth: usize) -> Result<Node, Stop> {
        let reported = self.unreadable.get(&span.start);
        let node = self.bare_node(event, span, depth)?;
        Ok(match (reported, &node.value) {
            // A map begins where its first key does, which may be the one that is marked.
            (None, _) | (_, Value::Map(_) | Value::List(_)) => node,
            (Some(span), _) => Node { span: span.clone(), value: Value::Unreadable },
        })
    }

    /// Reads a value or a key.
    fn bare_node(
        &mut self,
        event: Event<'a>,
        span: Range<usize>,
        depth: usize,
    ) -> Result<Node, Stop> {
        if depth > DEEPEST {
            let place = self.place(self.rest_of_line(span.start));
            return Err(self.stop(words::too_deep(place, DEEPEST)));
        }
        let (anchor, tag) = match &event {
            Event::Scalar(_, _, anchor, tag)
            | Event::SequenceStart(anchor, tag)
            | Event::MappingStart(anchor, tag) => (*anchor, tag.is_some()),
            Event::Alias(_) => (1, false),
            _ => (0, false),
        };
        let marked = anchor != 0 || tag;
        if marked {
            let place = self.place(self.rest_of_line(span.start));
            self.faults.push(words::anchor_or_tag(place));
        }
        let mut node = match event {
            Event::Scalar(value, style, ..) => self.scalar(&value, style, span),
            Event::SequenceStart(..) => self.list(span, depth)?,
            Event::MappingStart(..) => self.map(span, depth)?,
            _ => Node { span, value: Value::Unreadable },
        };
        if marked {
            node.value = Value::Unreadable;
        }
        Ok(node)
    }

    fn text(&self, text: &str, span: Range<usize>) -> Node {
        let span = self.whole(span);
        let value = Value::Text(Scalar::new(text, self.source, &span));
        Node { span, value }
    }

    fn scalar(&self, value: &str, style: ScalarStyle, span: Range<usize>) -> Node {
        let written = &self.text[span.clone()];
        match style {
            ScalarStyle::Plain => {
                let start =
                    span.start + (written.len() - written.trim_start_matches(text::is_blank).len());
                let shown = text::trim(written);
                // For a value left out the parser gives some byte near it.
                let end = if value.is_empty() { span.start } else { start + shown.len() };
                let span = self.whole(start.min(end)..end);
                match text::trim(value) {
                    "" | "~" => Node { span, value: Value::Null },
                    value => self.text(value, span),
                }
            }
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {
                // The parser's span takes in blanks and a comment behind the quote.
                let end = slips::quoted_end(self.text, span.start, span.end).unwrap_or(span.end);
                self.text(value, span.start..end)
            }
            ScalarStyle::Literal | ScalarStyle::Folded => {
                let end = span.start + written.trim_end().len();
                self.text(value, span.start..end)
            }
        }
    }

    fn list(&mut self, span: Range<usize>, depth: usize) -> Result<Node, Stop> {
        let mut items = Vec::new();
        let end = loop {
            let (event, at) = self.next()?;
            if event == Event::SequenceEnd {
                break at;
            }
            items.push(self.node(event, at, depth + 1)?);
        };
        items.shrink_to_fit();
        let last = items.last().map_or(span.end, |item| item.span.end);
        let span = span.start..self.end_of(&end, last);
        Ok(Node { span, value: Value::List(items) })
    }

    /// Where a collection ends: behind its bracket, or, having none, with its last value.
    fn end_of(&self, end: &Range<usize>, last: usize) -> usize {
        if self.text[end.clone()].ends_with([']', '}']) { end.end } else { last }
    }

    fn map(&mut self, span: Range<usize>, depth: usize) -> Result<Node, Stop> {
        let mut entries: Vec<Pair> = Vec::new();
        let mut keys = BTreeSet::new();
        let mut last = span.end;
        let end = loop {
            let (event, at) = self.next()?;
            if event == Event::MappingEnd {
                break at;
            }
            let reported = self.unreadable.get(&at.start);
            let key = self.bare_node(event, at, depth + 1)?;
            let (event, at) = self.next()?;
            let mut value = self.node(event, at, depth + 1)?;
            if value.value == Value::Null && value.span.is_empty() {
                // Shown behind the colon, which is one byte of the copy even if full-width.
                let rest = &self.text[key.span.end..];
                let gap = rest.len() - rest.trim_start_matches([' ', '\t']).len();
                let colon = usize::from(rest[gap..].starts_with(':'));
                let behind = key.span.end + (gap + 1) * colon;
                let at = self.source.text.ceil_char_boundary(behind);
                value.span = at..at;
            }
            if let Some(span) = reported {
                value = Node { span: span.clone(), value: Value::Unreadable };
            }
            last = value.span.end;
            let place = self.place(key.span.clone());
            let Some(word) = key.text(self.source).map(text::trim) else {
                if key.value != Value::Unreadable {
                    self.faults.push(words::no_key(place));
                }
                continue;
            };
            if word == "<<" {
                self.faults.push(words::merge_key(place));
            } else if !keys.insert(word.to_owned()) {
                self.faults.push(words::repeated(place, word));
            } else {
                let key_span = key.span.clone();
                let key = Scalar::new(word, self.source, &key_span);
                entries.push(Pair { key, key_span, value });
            }
        };
        entries.shrink_to_fit();
        let span = span.start..self.end_of(&end, last);
        Ok(Node { span: span.clone(), value: Value::Map(Box::new(Map { span, entries })) })
    }
}
