//! Emphasis as Chinese is written: `**注意：**请于…` is bold.
//!
//! CommonMark decides by spaces whether a `**` opens or closes, and Chinese has none. The
//! CJK-friendly amendment (github.com/tats-u/markdown-cjk-friendly) mends the rule; pulldown-cmark
//! has merged it (#1059) but 0.13.6 lacks it. This adapter stands in: where the amendment judges a
//! delimiter run differently, it undoes the emphasis of that one stretch of inline text and pairs
//! the runs anew. Every other stretch passes as it came, so plain ASCII is exactly upstream's.
//! Once a release has the rule, what is left of this file is the masks.
//!
//! It also lets a mask stand: the stars of `138****5678` hide digits and make no emphasis, which by
//! CommonMark two of them in a line would.
//!
//! It pairs delimiters only. Code, escapes, HTML and destinations arrive decided and stay so.

mod flanking;

use std::collections::{BTreeMap, VecDeque};
use std::iter::Peekable;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, OffsetIter, Tag, TagEnd};

use self::flanking::{Punctuation, Sides};

type Spanned<'a> = (Event<'a>, Range<usize>);

/// Repeats a parser's events with CJK-friendly emphasis and with adjoining text joined.
pub(super) struct Friendly<'a> {
    source: &'a str,
    parser: Peekable<OffsetIter<'a>>,
    ready: VecDeque<Spanned<'a>>,
    verbatim: bool,
    /// Up to here there is no delimiter to judge.
    plain_until: usize,
    punctuation: Punctuation,
}

impl<'a> Friendly<'a> {
    /// Wraps the events of `source`.
    pub(super) fn new(source: &'a str, parser: OffsetIter<'a>) -> Self {
        Friendly {
            source,
            parser: parser.peekable(),
            ready: VecDeque::new(),
            verbatim: false,
            plain_until: 0,
            punctuation: Punctuation::default(),
        }
    }

    /// An event as it came, with the text that continues it.
    fn joined(&mut self, mut event: Event<'a>, mut range: Range<usize>) -> Spanned<'a> {
        if let Event::Text(text) = &mut event
            && is_verbatim(self.source, text, &range)
        {
            let continues = |(event, next): &Spanned<'a>, end: usize| {
                matches!(event, Event::Text(text)
                    if end == next.start && is_verbatim(self.source, text, next))
            };
            while let Some((_, next)) = self.parser.next_if(|next| continues(next, range.end)) {
                range.end = next.end;
            }
            *text = CowStr::Borrowed(&self.source[range.clone()]);
        }
        (event, range)
    }
}

impl<'a> Iterator for Friendly<'a> {
    type Item = Spanned<'a>;

    fn next(&mut self) -> Option<Spanned<'a>> {
        if let Some(event) = self.ready.pop_front() {
            return Some(event);
        }
        let (event, range) = self.parser.next()?;
        match &event {
            Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::MetadataBlock(_)) => {
                self.verbatim = true;
            }
            Event::End(TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::MetadataBlock(_)) => {
                self.verbatim = false;
            }
            Event::Start(Tag::Paragraph | Tag::Heading { .. } | Tag::TableCell)
                if !has_delimiter(&self.source[range.clone()]) =>
            {
                self.plain_until = range.end;
            }
            _ => {}
        }
        if self.verbatim || !is_inline(&event) {
            return Some((event, range));
        }
        if range.start < self.plain_until {
            return Some(self.joined(event, range));
        }
        let mut stretch = Stretch::new(self.source);
        stretch.push(event, range);
        while let Some((event, range)) = self.parser.next_if(|(event, _)| is_inline(event)) {
            stretch.push(event, range);
        }
        self.ready = stretch.mend(&mut self.punctuation);
        self.ready.pop_front()
    }
}

/// Events of one paragraph, heading, cell or tight item, with adjoining text joined.
struct Stretch<'a> {
    source: &'a str,
    events: VecDeque<Spanned<'a>>,
}

impl<'a> Stretch<'a> {
    fn new(source: &'a str) -> Self {
        Stretch { source, events: VecDeque::new() }
    }

    /// Appends an event; text that continues the text before it in the source is joined to it.
    ///
    /// An escaped character starts a text of its own, its backslash being left out, so it stays
    /// recognisable.
    fn push(&mut self, event: Event<'a>, range: Range<usize>) {
        if let Event::Text(text) = &event
            && let Some((Event::Text(last), last_range)) = self.events.back_mut()
            && last_range.end == range.start
            && is_verbatim(self.source, text, &range)
            && is_verbatim(self.source, last, last_range)
        {
            last_range.end = range.end;
            *last = CowStr::Borrowed(&self.source[last_range.clone()]);
            return;
        }
        self.events.push_back((event, range));
    }

    fn mend(self, punctuation: &mut Punctuation) -> VecDeque<Spanned<'a>> {
        let start = self.events.iter().map(|(_, range)| range.start).min();
        let end = self.events.iter().map(|(_, range)| range.end).max();
        let text = &self.source[start.unwrap_or(0)..end.unwrap_or(0)];
        // The two rules part only where a delimiter has a neighbour beyond ASCII.
        if !has_delimiter(text) || (text.is_ascii() && !holds_mask(text)) {
            return self.events;
        }
        let mut line = Line::of(self.source, &self.events);
        if !line.weigh(punctuation) {
            return self.events;
        }
        let marks = line.pair();
        line.rebuild(&marks)
    }
}

/// A stretch with its emphasis undone: what is decided, and delimiter runs to be paired.
struct Line<'a> {
    source: &'a str,
    parts: Vec<Part<'a>>,
    runs: Vec<Run>,
}

enum Part<'a> {
    Decided(Event<'a>, Range<usize>),
    /// An index into `Line::runs`.
    Run(usize),
}

struct Run {
    delimiter: u8,
    start: usize,
    end: usize,
    /// Which link's or image's words it stands in: pairs do not cross their brackets.
    level: usize,
    starts_line: bool,
    ends_stretch: bool,
    opens: bool,
    closes: bool,
}

impl Run {
    fn len(&self) -> usize {
        self.end - self.start
    }
}

/// One half of a pair.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Mark {
    at: usize,
    width: usize,
    opens: bool,
    delimiter: u8,
    whole: (usize, usize),
}

impl Mark {
    fn event<'a>(&self) -> Spanned<'a> {
        let (tag, end) = match (self.delimiter, self.width) {
            (b'~', _) => (Tag::Strikethrough, TagEnd::Strikethrough),
            (_, 2) => (Tag::Strong, TagEnd::Strong),
            _ => (Tag::Emphasis, TagEnd::Emphasis),
        };
        let event = if self.opens { Event::Start(tag) } else { Event::End(end) };
        (event, self.whole.0..self.whole.1)
    }
}

impl<'a> Line<'a> {
    fn of(source: &'a str, events: &VecDeque<Spanned<'a>>) -> Self {
        let mut line = Line { source, parts: Vec::with_capacity(events.len()), runs: Vec::new() };
        let mut levels = vec![0];
        let mut last_level = 0;
        let mut autolink = false;
        let mut covered = 0;
        for (event, range) in events {
            let level = levels.last().copied().unwrap_or(0);
            covered = match event {
                Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough) => {
                    let width = marker_width(source, event, range);
                    line.add(range.start..range.start + width, level);
                    range.start + width
                }
                Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough) => {
                    let width = marker_width(source, event, range);
                    line.add(range.end - width..range.end, level);
                    range.end
                }
                Event::Text(text) if !autolink && is_verbatim(source, text, range) => {
                    let escaped = covered < range.start && source[..range.start].ends_with('\\');
                    line.split(range.clone(), escaped, level);
                    range.end
                }
                _ => {
                    line.parts.push(Part::Decided(event.clone(), range.clone()));
                    range.end
                }
            };
            match event {
                Event::Start(Tag::Link { link_type, .. } | Tag::Image { link_type, .. }) => {
                    autolink = matches!(link_type, LinkType::Autolink | LinkType::Email);
                    last_level += 1;
                    levels.push(last_level);
                    covered = range.start + 1;
                }
                Event::End(TagEnd::Link | TagEnd::Image) => {
                    autolink = false;
                    levels.pop();
                }
                _ => {}
            }
        }
        if let Some(Part::Run(last)) = line.parts.last() {
            line.runs[*last].ends_stretch = true;
        }
        line
    }

    /// Takes verbatim text apart into words and delimiter runs.
    fn split(&mut self, range: Range<usize>, escaped: bool, level: usize) {
        let mut words = range.start;
        let bytes = &self.source.as_bytes()[range.clone()];
        for (offset, byte) in bytes.iter().enumerate().skip(usize::from(escaped)) {
            if matches!(byte, b'*' | b'_' | b'~') {
                let at = range.start + offset;
                self.words(words..at);
                self.add(at..at + 1, level);
                words = at + 1;
            }
        }
        self.words(words..range.end);
    }

    fn words(&mut self, range: Range<usize>) {
        if !range.is_empty() {
            let text = CowStr::Borrowed(&self.source[range.clone()]);
            self.parts.push(Part::Decided(Event::Text(text), range));
        }
    }

    /// Adds delimiter characters, to the run they continue if there is one.
    fn add(&mut self, range: Range<usize>, level: usize) {
        let delimiter = self.source.as_bytes()[range.start];
        if let Some(Part::Run(last)) = self.parts.last() {
            let last = &mut self.runs[*last];
            if last.end == range.start && last.delimiter == delimiter && last.level == level {
                last.end = range.end;
                return;
            }
        }
        let starts_line = matches!(
            self.parts.last(),
            None | Some(Part::Decided(Event::SoftBreak | Event::HardBreak, _))
        );
        self.parts.push(Part::Run(self.runs.len()));
        self.runs.push(Run {
            delimiter,
            start: range.start,
            end: range.end,
            level,
            starts_line,
            ends_stretch: false,
            opens: false,
            closes: false,
        });
    }

    /// Decides which runs open and which close; tells whether upstream decides otherwise.
    fn weigh(&mut self, punctuation: &mut Punctuation) -> bool {
        let mut differs = false;
        for run in &mut self.runs {
            // Where a line or the stretch ends, what the source has there is no neighbour: a
            // quotation mark, a table's bar.
            let before = if run.starts_line { "" } else { &self.source[..run.start] };
            let after = if run.ends_stretch { "" } else { &self.source[run.end..] };
            let sides = Sides::of(before, after, punctuation);
            let upstream = sides.upstream(run.delimiter, run.len());
            if run.delimiter == b'*' && run.len() >= MASK && hides(before, after) {
                (run.opens, run.closes) = (false, false);
                differs = true;
                continue;
            }
            let friendly = sides.friendly(run.delimiter);
            (run.opens, run.closes) = match (run.delimiter, run.len()) {
                // Pulldown-cmark lets `~~` open more freely than CommonMark lets `**`.
                (b'~', 2) => (upstream.0 || friendly.0, upstream.1 || friendly.1),
                // In Chinese a lone `~` is a range (3~5日): the stricter rule of pulldown-cmark
                // stays, or two ranges in a sentence would strike out what is between them.
                (b'~', _) => upstream,
                _ => friendly,
            };
            differs |= (run.opens, run.closes) != upstream;
        }
        differs
    }

    /// Pairs the runs ("process emphasis" in the CommonMark specification); sorted by place.
    fn pair(&self) -> Vec<Mark> {
        let mut levels: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (index, run) in self.runs.iter().enumerate() {
            levels.entry(run.level).or_default().push(index);
        }
        let mut marks = Vec::new();
        for level in levels.values() {
            self.pair_level(level, &mut marks);
        }
        marks.sort_unstable();
        marks
    }

    fn pair_level(&self, level: &[usize], marks: &mut Vec<Mark>) {
        // Runs that may yet be closed, with what is left of each.
        let mut openers: Vec<(usize, Range<usize>)> = Vec::new();
        // The run below which a closer of this sort has no opener: it keeps the search linear.
        let mut bottoms: BTreeMap<(u8, bool, usize), usize> = BTreeMap::new();
        for &index in level {
            let closer = &self.runs[index];
            let sort = match closer.delimiter {
                b'~' => (b'~', false, closer.len()),
                delimiter => (delimiter, closer.opens, closer.len() % 3),
            };
            let mut left = closer.start..closer.end;
            while closer.closes && !left.is_empty() {
                let bottom = bottoms.get(&sort).copied().unwrap_or(0);
                let Some(place) = openers
                    .iter()
                    .rposition(|&(opener, _)| opener < bottom || self.match_up(opener, index))
                    .filter(|&place| openers[place].0 >= bottom)
                else {
                    bottoms.insert(sort, index);
                    break;
                };
                openers.truncate(place + 1);
                let opener = &mut openers[place].1;
                let width = left.len().min(opener.len()).min(2);
                opener.end -= width;
                let whole = (opener.end, left.start + width);
                for (at, opens) in [(opener.end, true), (left.start, false)] {
                    marks.push(Mark { at, width, opens, delimiter: closer.delimiter, whole });
                }
                left.start += width;
                if opener.start == opener.end {
                    openers.pop();
                }
            }
            if closer.opens && !left.is_empty() {
                openers.push((index, left));
            }
        }
    }

    fn match_up(&self, opener: usize, closer: usize) -> bool {
        let (opener, closer) = (&self.runs[opener], &self.runs[closer]);
        if opener.delimiter != closer.delimiter {
            return false;
        }
        if closer.delimiter == b'~' {
            return opener.len() == closer.len();
        }
        // Rules 9 and 10 of the specification, for `***甲*乙**`.
        let either_is_both = opener.closes || closer.opens;
        !either_is_both
            || !(opener.len() + closer.len()).is_multiple_of(3)
            || opener.len().is_multiple_of(3)
    }

    /// Writes the events again with the pairs found; an unpaired delimiter is text.
    fn rebuild(self, marks: &[Mark]) -> VecDeque<Spanned<'a>> {
        let mut mended = Stretch::new(self.source);
        let mut marks = marks.iter().peekable();
        for part in self.parts {
            let run = match part {
                Part::Decided(event, range) => {
                    mended.push(event, range);
                    continue;
                }
                Part::Run(index) => &self.runs[index],
            };
            let mut at = run.start;
            while at < run.end {
                if let Some(mark) = marks.next_if(|mark| mark.at == at) {
                    let (event, range) = mark.event();
                    mended.push(event, range);
                    at += mark.width;
                } else {
                    let end = marks.peek().map_or(run.end, |mark| mark.at.min(run.end));
                    let text = CowStr::Borrowed(&self.source[at..end]);
                    mended.push(Event::Text(text), at..end);
                    at = end;
                }
            }
        }
        mended.events
    }
}

fn is_inline(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => matches!(
            tag,
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
        ),
        Event::End(tag) => matches!(
            tag,
            TagEnd::Emphasis
                | TagEnd::Strong
                | TagEnd::Strikethrough
                | TagEnd::Link
                | TagEnd::Image
        ),
        Event::Html(_) | Event::Rule => false,
        _ => true,
    }
}

fn has_delimiter(text: &str) -> bool {
    text.bytes().any(|byte| matches!(byte, b'*' | b'_' | b'~'))
}

/// From so many stars on they may be a mask.
const MASK: usize = 2;

/// Tells whether stars between these words hide digits: ASCII letters or digits on both sides, and
/// a digit on one at least.
fn hides(before: &str, after: &str) -> bool {
    let sides = (before.bytes().next_back(), after.bytes().next());
    let (Some(before), Some(after)) = sides else { return false };
    before.is_ascii_alphanumeric()
        && after.is_ascii_alphanumeric()
        && (before.is_ascii_digit() || after.is_ascii_digit())
}

/// Tells whether stars hide digits somewhere in a text.
fn holds_mask(text: &str) -> bool {
    let mut rest = text;
    while let Some(at) = rest.find("**") {
        let after = rest[at..].trim_start_matches('*');
        if hides(&rest[..at], after) {
            return true;
        }
        rest = after;
    }
    false
}

/// Tells whether a text is the very stretch of source its range names (an entity is not).
fn is_verbatim(source: &str, text: &CowStr<'_>, range: &Range<usize>) -> bool {
    matches!(text, CowStr::Borrowed(_))
        && text.len() == range.len()
        && text.as_ptr() == source[range.clone()].as_ptr()
}

/// The length of the delimiter at either end of an emphasis.
fn marker_width(source: &str, event: &Event<'_>, range: &Range<usize>) -> usize {
    match event {
        Event::Start(Tag::Emphasis) | Event::End(TagEnd::Emphasis) => 1,
        Event::Start(Tag::Strong) | Event::End(TagEnd::Strong) => 2,
        // Only runs of one length strike through, so the second character tells it.
        _ => 1 + usize::from(source[range.start + 1..].starts_with('~')),
    }
}

#[cfg(test)]
mod tests;
