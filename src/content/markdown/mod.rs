//! Markdown as this site reads it: the one place that chooses the extensions and walks a body.
//!
//! Bodies stay source until `render`. Before that two things are asked of them: where they link,
//! and what they say in a few plain words. This room knows no routes, no files and no HTML; it
//! opens no link and judges none.

mod emphasis;
mod words;

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};

use self::emphasis::Friendly;
pub(crate) use self::words::{Words, has_chinese, joins};

/// A link or an image of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The destination with escapes and entities resolved; of an e-mail address, with `mailto:`.
    pub target: String,
    /// The bytes of the destination in the body, or of the whole link where it cannot be told.
    ///
    /// A reference link points at its definition: that is where a wrong destination is mended.
    pub span: Range<usize>,
}

/// Walks a body: every event with the bytes it comes from.
///
/// Tables, footnotes and strikethrough are read; heading attributes are not, ids being made from
/// headings. Adjoining text comes in one piece.
pub fn events(body: &str) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    Friendly::new(body, parser(body).into_offset_iter())
}

/// Where a body leads, and where it fails to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Links {
    /// The links and images in reading order.
    pub found: Vec<Link>,
    /// Where plain words hold `[…](…)`: a link whose target has a blank in it, mostly.
    pub unread: Vec<Range<usize>>,
}

/// Lists the links and images of a body in reading order.
///
/// What only describes an image (a link within `![…]`) is no link of the page and is left out; so
/// are links in raw HTML. Emphasis is as the parser pairs it, since no link depends on it.
pub fn links(body: &str) -> Links {
    let mut links = Links::default();
    if !holds(body, *b"[<") {
        return links;
    }
    for part in linking_parts(body) {
        let shifted = |span: Range<usize>| part.start + span.start..part.start + span.end;
        let Links { found, unread } = links_of(&body[part.clone()]);
        let found = found.into_iter();
        links.found.extend(found.map(|link| Link { span: shifted(link.span), ..link }));
        links.unread.extend(unread.into_iter().map(shifted));
    }
    links.found.shrink_to_fit();
    links
}

/// The parts of a body where links may be, each of which means by itself what it means there.
///
/// A part begins at the margin below an empty line: such a line goes on with nothing above it but
/// code between fences and HTML. With these, or with definitions, which are for the whole body,
/// the whole is the only part.
fn linking_parts(body: &str) -> Vec<Range<usize>> {
    let whole = || std::iter::once(0..body.len()).collect();
    let is_fenced = holds(body, *b"`~") && (body.contains("```") || body.contains("~~~"));
    if is_fenced || holds(body, *b"<") {
        return whole();
    }
    let mut parts: Vec<Range<usize>> = Vec::new();
    let (mut start, mut at) = (0, 0);
    let mut below_empty = false;
    let mut end_part = |part: Range<usize>| {
        if holds(&body[part.clone()], *b"[]") {
            parts.push(part);
        }
    };
    for line in body.split_inclusive('\n') {
        let is_empty = matches!(line, "\n" | "\r\n");
        if below_empty && !is_empty && !line.starts_with([' ', '\t']) {
            end_part(start..at);
            start = at;
        }
        below_empty = is_empty;
        at += line.len();
    }
    end_part(start..at);
    let defines = |part: &Range<usize>| body[part.clone()].contains("]:");
    if parts.iter().any(defines) { whole() } else { parts }
}

/// Whether a text holds one of these ASCII characters.
fn holds<const N: usize>(text: &str, marks: [u8; N]) -> bool {
    // Numbers joined without a way out of the loop are compared many at once.
    let of_byte = |found: u8, byte: u8| {
        marks.iter().fold(found, |found, mark| found | u8::from(byte == *mark))
    };
    text.bytes().fold(0, of_byte) != 0
}

/// Lists the links and images of a text that stands alone.
fn links_of(body: &str) -> Links {
    let mut found: Vec<Open<'_>> = Vec::new();
    let mut unread = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut image_depth = 0_usize;
    let mut in_code = false;
    // Plain words as far as they have come in one piece.
    let mut words = 0..0;
    for (event, range) in parser(body).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Text(_) if in_code => {}
            Event::Text(_) if words.end == range.start => words.end = range.end,
            Event::Text(_) => {
                unread.extend(unread_link(body, &words));
                words = range.clone();
            }
            _ => {}
        }
        match event {
            Event::Start(Tag::Image { .. }) if image_depth > 0 => image_depth += 1,
            Event::End(TagEnd::Image) if image_depth > 1 => {
                image_depth -= 1;
                widen(&mut found, &open, &range);
            }
            Event::Start(Tag::Link { .. }) | Event::End(TagEnd::Link) if image_depth > 0 => {
                widen(&mut found, &open, &range);
            }
            Event::Start(Tag::Link { link_type, dest_url, id, .. }) => {
                open.push(found.len());
                found.push(Open::new(link_type, dest_url, id, range, false));
            }
            Event::Start(Tag::Image { link_type, dest_url, id, .. }) => {
                image_depth = 1;
                open.push(found.len());
                found.push(Open::new(link_type, dest_url, id, range, true));
            }
            Event::End(TagEnd::Link | TagEnd::Image) => {
                image_depth = 0;
                open.pop();
                widen(&mut found, &open, &range);
            }
            _ => widen(&mut found, &open, &range),
        }
    }
    unread.extend(unread_link(body, &words));
    // Reading the definitions takes another pass, which few bodies need.
    let parser = found.iter().any(Open::is_by_definition).then(|| parser(body));
    let definitions = parser.as_ref().map(Parser::reference_definitions);
    let found = found
        .into_iter()
        .map(|link| {
            let definition = definitions.and_then(|known| known.get(&link.label));
            let definition = definition.map(|found| found.span.clone());
            link.close(body, definition)
        })
        .collect();
    Links { found, unread }
}

/// Where a piece of plain words holds `[…](…)`.
fn unread_link(body: &str, range: &Range<usize>) -> Option<Range<usize>> {
    let words = &body[range.clone()];
    // To tell that there is none is much cheaper than to find it.
    if !words.contains("](") {
        return None;
    }
    let middle = words.find("](")?;
    let start = words[..middle].rfind('[').map_or(middle, |i| i);
    let end = words[middle..].find(')').map_or(words.len(), |i| middle + i + 1);
    Some(range.start + start..range.start + end)
}

/// Gives the first words of a body as plain text of at most `limit` characters, `…` included.
///
/// Headings, tables, code and footnotes are passed over, unless the body has nothing else.
pub fn plain_text(body: &str, limit: usize) -> String {
    let prose = gather(body, limit, false);
    let text = if prose.is_empty() { gather(body, limit, true) } else { prose };
    cut(&text, limit)
}

/// Gives all words of a body as plain text, a paragraph, heading or cell a line; footnotes are
/// passed over.
pub fn whole_text(body: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut words = Words::default();
    let (mut skipped, mut html) = (0_usize, false);
    for (event, _) in events(body) {
        match event {
            Event::Start(Tag::HtmlBlock) => html = true,
            Event::End(TagEnd::HtmlBlock) => html = false,
            Event::Start(tag) if is_skipped(tag.to_end(), true) => skipped += 1,
            Event::End(tag) if is_skipped(tag, true) => skipped -= 1,
            _ if html || skipped > 0 => {}
            Event::Text(text) | Event::Code(text) => words.push(&text),
            Event::SoftBreak | Event::HardBreak => words.line_break(),
            Event::Start(tag) if is_inline(tag.to_end()) => {}
            Event::End(tag) if is_inline(tag) => {}
            Event::Start(_) | Event::End(_) => lines.push(std::mem::take(&mut words).finish()),
            _ => {}
        }
    }
    lines.push(words.finish());
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}

/// Whether a tag stands within a line of words.
fn is_inline(tag: TagEnd) -> bool {
    matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link)
}

/// Lists where a body contains raw HTML, comments aside, for a warning that it will not be shown.
pub fn raw_html(body: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (event, range) in events(body) {
        if let Event::Start(Tag::HtmlBlock) | Event::InlineHtml(_) = event
            && !body[range.clone()].trim_start().starts_with("<!--")
        {
            found.push(range);
        }
    }
    found
}

fn parser(body: &str) -> Parser<'_> {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    Parser::new_ext(body, options)
}

/// A link whose words are being read.
struct Open<'a> {
    link_type: LinkType,
    target: CowStr<'a>,
    label: CowStr<'a>,
    whole: Range<usize>,
    words_end: usize,
}

impl<'a> Open<'a> {
    fn new(
        link_type: LinkType,
        target: CowStr<'a>,
        label: CowStr<'a>,
        whole: Range<usize>,
        image: bool,
    ) -> Self {
        let words_end = whole.start + 1 + usize::from(image);
        Open { link_type, target, label, words_end, whole }
    }

    /// Whether its destination stands elsewhere in the body.
    fn is_by_definition(&self) -> bool {
        !matches!(self.link_type, LinkType::Inline | LinkType::Autolink | LinkType::Email)
    }

    fn close(self, body: &str, definition: Option<Range<usize>>) -> Link {
        let span = match self.link_type {
            LinkType::Inline => after(body, self.words_end..self.whole.end, "](", &self.target),
            LinkType::Autolink | LinkType::Email => {
                Some(self.whole.start + 1..self.whole.end.saturating_sub(1))
            }
            _ => definition.and_then(|span| after(body, span, "]:", &self.target)),
        };
        let target = match self.link_type {
            LinkType::Email => format!("mailto:{}", self.target),
            _ => self.target.into_string(),
        };
        Link { target, span: span.unwrap_or(self.whole) }
    }
}

fn widen(found: &mut [Open<'_>], open: &[usize], range: &Range<usize>) {
    if let Some(&link) = open.last() {
        found[link].words_end = found[link].words_end.max(range.end);
    }
}

/// Finds a destination in the source after an opening mark, if what stands there is it.
fn after(body: &str, within: Range<usize>, mark: &str, target: &str) -> Option<Range<usize>> {
    let text = body.get(within.clone())?;
    let text_start = text
        .match_indices(mark)
        .find(|(at, _)| !text[..*at].ends_with('\\'))
        .map(|(at, _)| at + mark.len())?;
    let rest = &text[text_start..];
    let blank = rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
    let rest = &rest[blank..];
    let bracketed = rest.starts_with('<');
    let rest = &rest[usize::from(bracketed)..];
    let mut nesting = 0_usize;
    let mut escaped = false;
    let length = rest
        .find(|c: char| {
            if std::mem::take(&mut escaped) {
                return false;
            }
            match c {
                '\\' => escaped = true,
                '>' if bracketed => return true,
                _ if bracketed => {}
                '(' => nesting += 1,
                ')' if nesting == 0 => return true,
                ')' => nesting -= 1,
                _ => return c.is_ascii_whitespace() || c.is_ascii_control(),
            }
            false
        })
        .unwrap_or(rest.len());
    let written = &rest[..length];
    let start = within.start + text_start + blank + usize::from(bracketed);
    // An escape or an entity is written otherwise than it reads; anything else must agree.
    (written == target || written.contains(['\\', '&'])).then(|| start..start + length)
}

fn gather(body: &str, limit: usize, everything: bool) -> String {
    let mut words = Words::default();
    let mut skipped = 0_usize;
    let mut html = false;
    for (event, _) in events(body) {
        match event {
            Event::Start(Tag::HtmlBlock) => html = true,
            Event::End(TagEnd::HtmlBlock) => html = false,
            Event::Start(tag) if is_skipped(tag.to_end(), everything) => skipped += 1,
            Event::End(tag) if is_skipped(tag, everything) => skipped -= 1,
            _ if html || skipped > 0 => {}
            Event::Text(text) | Event::Code(text) => words.push(&text),
            Event::SoftBreak
            | Event::HardBreak
            | Event::Start(Tag::Paragraph | Tag::Item | Tag::TableCell | Tag::Heading { .. }) => {
                words.line_break();
            }
            // Four bytes a character and one to tell that there is more.
            Event::End(_) if words.as_str().len() > limit.saturating_mul(4).saturating_add(4) => {
                break;
            }
            _ => {}
        }
    }
    words.finish()
}

fn is_skipped(tag: TagEnd, everything: bool) -> bool {
    match tag {
        TagEnd::FootnoteDefinition | TagEnd::Image => true,
        TagEnd::Heading(_) | TagEnd::Table | TagEnd::CodeBlock => !everything,
        _ => false,
    }
}

/// Cuts to `limit` characters without parting a character from its marks.
fn cut(text: &str, limit: usize) -> String {
    if text.chars().nth(limit).is_none() {
        return text.to_owned();
    }
    let mut kept: Vec<char> = text.chars().take(limit.saturating_sub(1)).collect();
    let mut next = text.chars().nth(kept.len());
    while next.is_some_and(leans_on_previous) {
        next = kept.pop();
    }
    let mut cut: String = kept.into_iter().collect();
    cut.truncate(cut.trim_end().len());
    if limit > 0 {
        cut.push('…');
    }
    cut
}

fn leans_on_previous(c: char) -> bool {
    matches!(
        c,
        '\u{300}'..='\u{36f}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}'
    )
}

#[cfg(test)]
mod tests;
