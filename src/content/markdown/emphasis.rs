//! Emphasis as Chinese is written: `**注意：**请于…` is bold.
//!
//! CommonMark decides by spaces whether a `**` opens or closes, and Chinese has none. The
//! CJK-friendly amendment (github.com/tats-u/markdown-cjk-friendly) mends the rule; pulldown-cmark
//! has merged it (#1059) but 0.13.6 lacks it. This adapter stands in: where the amendment judges a
//! delimiter run differently, it undoes the emphasis of that one stretch of inline text and pairs
//! the runs anew. Every other stretch passes as it came, so plain ASCII is exactly upstream's.
//! Once a release has the rule, this file goes and `mod.rs` calls the parser.
//!
//! It pairs delimiters only. Code, escapes, HTML and destinations arrive decided and stay so.

use std::collections::{BTreeMap, VecDeque};
use std::iter::Peekable;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, OffsetIter, Parser, Tag, TagEnd};

type Spanned<'a> = (Event<'a>, Range<usize>);

/// Repeats a parser's events with CJK-friendly emphasis and with adjoining text joined.
pub(super) struct Friendly<'a> {
    source: &'a str,
    parser: Peekable<OffsetIter<'a>>,
    ready: VecDeque<Spanned<'a>>,
    verbatim: bool,
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
            punctuation: Punctuation::default(),
        }
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
            _ => {}
        }
        if self.verbatim || !is_inline(&event) {
            return Some((event, range));
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
        if text.is_ascii() || !text.contains(['*', '_', '~']) {
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
            let sides = Sides::of(self.source, run, punctuation);
            let upstream = sides.upstream(run.delimiter, run.len());
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

/// What stands on either side of a run.
struct Sides {
    space_before: bool,
    space_after: bool,
    punctuation_before: bool,
    punctuation_after: bool,
    /// As the amendment sees it: through a variation selector, ideographic ones included.
    cjk_before: bool,
    cjk_after: bool,
    /// As the amendment sees it: through a variation selector.
    seen_punctuation_before: bool,
    tilde_before: bool,
}

impl Sides {
    fn of(source: &str, run: &Run, punctuation: &mut Punctuation) -> Self {
        let mut back = source[..run.start].chars().rev();
        let (before, earlier) = if run.starts_line {
            ('\n', '\n')
        } else {
            (back.next().unwrap_or('\n'), back.next().unwrap_or('\n'))
        };
        let after =
            if run.ends_stretch { '\n' } else { source[run.end..].chars().next().unwrap_or('\n') };
        let punctuation_before = punctuation.contains(before);
        let (cjk_before, seen_punctuation_before) = match before {
            '\u{fe00}'..='\u{fe0e}' => {
                // U+FE01 after a curly quote asks for its full-width, that is Chinese, form.
                let wide_quote = before == '\u{fe01}' && matches!(earlier, '‘' | '’' | '“' | '”');
                (is_cjk(earlier) || wide_quote, punctuation.contains(earlier))
            }
            '\u{e0100}'..='\u{e01ef}' => (true, punctuation_before),
            _ => (is_cjk(before), punctuation_before),
        };
        Sides {
            space_before: before.is_whitespace(),
            space_after: after.is_whitespace(),
            punctuation_before,
            punctuation_after: punctuation.contains(after),
            cjk_before,
            cjk_after: is_cjk(after),
            seen_punctuation_before,
            tilde_before: before == '~',
        }
    }

    /// Whether a run opens and closes by the CJK-friendly amendment.
    fn friendly(&self, delimiter: u8) -> (bool, bool) {
        let cjk = self.cjk_before || self.cjk_after;
        let left = !self.space_after
            && (!self.punctuation_after
                || cjk
                || self.space_before
                || self.seen_punctuation_before);
        let right = !self.space_before
            && (!self.seen_punctuation_before || cjk || self.space_after || self.punctuation_after);
        if delimiter == b'_' {
            (
                left && (!right || self.seen_punctuation_before),
                right && (!left || self.punctuation_after),
            )
        } else {
            (left, right)
        }
    }

    /// Whether a run opens and closes by the rules of pulldown-cmark 0.13.
    fn upstream(&self, delimiter: u8, length: usize) -> (bool, bool) {
        let within_words = delimiter == b'*' || (delimiter == b'~' && length == 2);
        let opens = !self.space_after
            && ((within_words && (delimiter == b'~' || !self.punctuation_after))
                || self.space_before
                || self.punctuation_before);
        let closes = !self.space_before
            && ((within_words && !self.punctuation_before)
                || (delimiter == b'~' && self.tilde_before)
                || self.space_after
                || self.punctuation_after);
        if delimiter == b'~' && length > 2 { (false, false) } else { (opens, closes) }
    }
}

/// What pulldown-cmark takes for punctuation, remembered.
///
/// Its table is private and a second one would drift from it, so the parser is asked: a `*` before
/// punctuation does not open after a letter.
#[derive(Default)]
struct Punctuation {
    known: BTreeMap<char, bool>,
}

impl Punctuation {
    fn contains(&mut self, c: char) -> bool {
        if c.is_ascii() {
            return c.is_ascii_punctuation();
        }
        if c.is_whitespace() || matches!(c, '一'..='\u{9fff}') {
            return false;
        }
        *self.known.entry(c).or_insert_with(|| {
            let probe = format!("a*{c}b*");
            !Parser::new(&probe).any(|event| event == Event::Start(Tag::Emphasis))
        })
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

/// Tells whether the amendment counts a character as CJK (its `ranges.md`, Unicode 18).
fn is_cjk(c: char) -> bool {
    matches!(u32::from(c),
    0x1100..=0x11ff | 0x20a9 | 0x2329..=0x232a | 0x2630..=0x2637 | 0x268a..=0x268f | 0x2e80..=0x2e99 | 0x2e9b..=0x2ef3 | 0x2f00..=0x2fd5 | 0x2ff0..=0x303e | 0x3041..=0x3096 | 0x3099..=0x30ff | 0x3105..=0x312f | 0x3131..=0x318e | 0x3190..=0x31e5 | 0x31ef..=0x321e | 0x3220..=0x3247 | 0x3250..=0xa48c | 0xa490..=0xa4c6 | 0xa960..=0xa97c | 0xac00..=0xd7a3 | 0xd7b0..=0xd7c6 | 0xd7cb..=0xd7fb | 0xf900..=0xfaff | 0xfe10..=0xfe19 | 0xfe30..=0xfe52 | 0xfe54..=0xfe66 | 0xfe68..=0xfe6b | 0xff01..=0xffbe | 0xffc2..=0xffc7 | 0xffca..=0xffcf | 0xffd2..=0xffd7 | 0xffda..=0xffdc | 0xffe0..=0xffe6 | 0xffe8..=0xffee | 0x16fe0..=0x16fe4 | 0x16ff0..=0x16ff6 | 0x17000..=0x18cda | 0x18cff..=0x18d20 | 0x18d80..=0x18df2 | 0x18e00..=0x19191 | 0x191a0..=0x191d2 | 0x1aff0..=0x1aff3 | 0x1aff5..=0x1affb | 0x1affd..=0x1affe | 0x1b000..=0x1b128 | 0x1b132 | 0x1b150..=0x1b152 | 0x1b155 | 0x1b164..=0x1b168 | 0x1b170..=0x1b2fb | 0x1d300..=0x1d356 | 0x1d360..=0x1d376 | 0x1f1ae | 0x1f200 | 0x1f202 | 0x1f210..=0x1f219 | 0x1f21b..=0x1f22e | 0x1f230..=0x1f231 | 0x1f237 | 0x1f23b | 0x1f240..=0x1f248 | 0x1f260..=0x1f265 | 0x1f7da | 0x20000..=0x3fffd
        )
}

#[cfg(test)]
mod tests;
