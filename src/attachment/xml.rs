//! XML read as a stream of tags and texts, with bounds on its depth and no entities of its own.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::limits::Limits;
use crate::content;

/// What comes next in an XML file.
pub(super) enum Node<'a> {
    Open(Tag<'a>),
    /// The end of an element, by its local name.
    Close(&'a str),
    Text(&'a str),
    /// A processing instruction's target and content.
    Instruction(&'a str),
}

/// The start of an element.
pub(super) struct Tag<'a>(&'a BytesStart<'a>);

impl Tag<'_> {
    /// The name without its prefix.
    pub fn name(&self) -> &str {
        local(self.0.name().into_inner())
    }

    /// The value of the first attribute with this local name.
    pub fn attr(&self, name: &str) -> Option<String> {
        let mut attributes = self.0.attributes();
        attributes.with_checks(false);
        let mut attributes = attributes.filter_map(Result::ok);
        let found = attributes.find(|attribute| local(attribute.key.into_inner()) == name)?;
        Some(unescape(&found.value).into_owned())
    }

    /// All attributes, with the names as written.
    pub fn attrs(&self) -> impl Iterator<Item = (String, String)> {
        let mut attributes = self.0.attributes();
        attributes.with_checks(false);
        attributes.filter_map(Result::ok).map(|attribute| {
            let key = attribute.key.into_inner().to_owned();
            (key, unescape(&attribute.value).into_owned())
        })
    }
}

/// A name without its prefix.
pub(super) fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// Why an XML file was not read to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    Damaged,
    Deep,
    /// It declares entities, which are never expanded.
    Entities,
}

/// Walks through an XML file. Entities other than the five of XML itself and characters by
/// number are left as they are written, so nothing can grow.
pub(super) fn walk(
    bytes: &[u8],
    limits: &Limits,
    on: &mut dyn FnMut(Node<'_>),
) -> Result<(), Fault> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text.trim_start_matches('\u{FEFF}')),
        Err(_) => {
            let decoded = content::decode(bytes.to_vec()).map_err(|_| Fault::Damaged)?;
            Cow::Owned(decoded.text)
        }
    };
    let mut reader = Reader::from_str(&text);
    reader.config_mut().allow_dangling_amp = true;
    let (mut depth, mut entities) = (0usize, false);
    loop {
        match reader.read_event().map_err(|_| Fault::Damaged)? {
            Event::Start(start) => {
                depth += 1;
                if depth > limits.depth {
                    return Err(Fault::Deep);
                }
                on(Node::Open(Tag(&start)));
            }
            Event::Empty(start) => {
                on(Node::Open(Tag(&start)));
                on(Node::Close(local(start.name().into_inner())));
            }
            Event::End(end) => {
                depth = depth.saturating_sub(1);
                on(Node::Close(local(end.name().into_inner())));
            }
            Event::Text(text) => on(Node::Text(&text.into_inner())),
            Event::CData(text) => on(Node::Text(&text.into_inner())),
            Event::GeneralRef(reference) => {
                let written = format!("&{};", reference.into_inner());
                on(Node::Text(&unescape(&written)));
            }
            Event::PI(instruction) => on(Node::Instruction(&instruction.into_inner())),
            Event::DocType(doctype) => entities |= doctype.into_inner().contains("<!ENTITY"),
            Event::Eof if depth > 0 => return Err(Fault::Damaged),
            Event::Eof if entities => return Err(Fault::Entities),
            Event::Eof => return Ok(()),
            Event::Comment(_) | Event::Decl(_) => {}
        }
    }
}

/// A text with the five entities of XML and characters by number put in; others stay as written.
fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        // The longest is &#x0010FFFF;.
        let end = rest.bytes().take(12).position(|b| b == b';');
        match end.and_then(|end| Some((end, character(&rest[1..end])?))) {
            Some((end, c)) => {
                out.push(c);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn character(entity: &str) -> Option<char> {
    if let Some(number) = entity.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code);
    }
    match entity {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{A0}'),
        _ => None,
    }
}
