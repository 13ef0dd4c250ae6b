//! What clerks mistype in front matter, found line by line before YAML sees it.
//!
//! YAML stops at its first fault, names it in a programmer's words, and reads some slips as
//! something else without a word (` #` cuts a title off). So the lines are gone through first.
//! Each slip found is reported and then neutralised in a copy of the text, byte for byte, so that
//! the parser finds the other faults of the file at their true places. This scan knows as much
//! of YAML as that needs; what it cannot tell it leaves to the parser.

mod flow;
mod key;
mod lines;
mod value;
mod words;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use self::key::{Colon, Key};
use super::text::is_blank;
use crate::diagnostic::{Diagnostic, Place, Source};

pub use self::key::{find as find_key, quoted_end};
pub use self::lines::{Line, lines};
pub use self::words::tab as tab_fault;

/// Lines looked at, up and down, to tell a list of texts from a list of entries.
const NEIGHBOURS: usize = 100;

/// A front matter without slips.
pub struct Cleaned {
    /// The text up to the end of the front matter, byte for byte as long as it was.
    pub text: String,
    /// Where keys or values begin whose value has been reported, with the value as typed.
    pub unreadable: BTreeMap<usize, Range<usize>>,
    pub faults: Vec<Diagnostic>,
}

/// Finds the slips in a part of a text.
pub fn clean(source: &Arc<Source>, front: Range<usize>) -> Cleaned {
    let text = &source.text;
    let lines = lines(text, front.clone());
    let base = lines
        .iter()
        .find(|line| !line.is_empty() && !text[line.content..].starts_with('#'))
        .map_or(0, |line| line.indent());
    let mut scan = Scan {
        source,
        text,
        lines,
        base,
        copy: text.as_bytes()[..front.end].to_vec(),
        maps: Vec::new(),
        open: Open::Nothing,
        unreadable: BTreeMap::new(),
        faults: Vec::new(),
    };
    let mut next = 0;
    while next < scan.lines.len() {
        next = scan.line(next);
    }
    // A byte order mark inside a document is an error in YAML; a zero-width space is not.
    let text = String::from_utf8(scan.copy)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
    let text = match text.contains('\u{FEFF}') {
        true => text.replace('\u{FEFF}', "\u{200B}"),
        false => text,
    };
    Cleaned { text, unreadable: scan.unreadable, faults: scan.faults }
}

/// What deeper lines would belong to.
#[derive(Debug, Clone, Copy)]
enum Open {
    Nothing,
    /// A key or a dash with nothing after it: deeper lines are its value.
    Empty {
        parent: usize,
    },
    /// A plain value: deeper lines continue it, silently if it has been reported.
    Plain {
        parent: usize,
        mark: usize,
        reported: bool,
    },
    /// A block scalar: deeper lines are its text.
    Block {
        parent: usize,
    },
}

/// Where on its line a node stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Position {
    /// At the start, beside other keys.
    Sibling,
    /// At the start, the first line below an empty key.
    First,
    /// After a dash in this column.
    Item(usize),
}

/// Whose value is being read: what to mark if it cannot be, and the column it hangs from.
#[derive(Debug, Clone, Copy)]
struct Owner {
    mark: usize,
    parent: usize,
}

struct Scan<'a> {
    source: &'a Arc<Source>,
    text: &'a str,
    lines: Vec<Line>,
    /// The column of the top-level keys.
    base: usize,
    copy: Vec<u8>,
    /// The columns of the maps that are open.
    maps: Vec<usize>,
    open: Open,
    unreadable: BTreeMap<usize, Range<usize>>,
    faults: Vec<Diagnostic>,
}

impl Scan<'_> {
    fn place(&self, span: Range<usize>) -> Place {
        Place::new(self.source, span)
    }

    /// Replaces whole characters by blanks, leaving line breaks.
    fn blank(&mut self, span: Range<usize>) {
        for byte in self.copy[span].iter_mut().filter(|b| !matches!(b, b'\n' | b'\r')) {
            *byte = b' ';
        }
    }

    /// Takes a value out of the parser's sight, up to the end of a line.
    fn poison(&mut self, mark: usize, from: usize, last_line: usize) {
        let Line { last, end, .. } = self.lines[last_line];
        self.unreadable.insert(mark, from..last);
        self.blank(from..end);
        // Something must stand there for an entry of a list to have a place.
        self.copy[from] = b'x';
    }

    /// The blanks from `at` on, replaced by ones that YAML knows.
    fn skip_blanks(&mut self, at: usize, end: usize) -> usize {
        let rest = &self.text[at..end];
        let next = at + (rest.len() - rest.trim_start_matches(is_blank).len());
        self.blank(at..next);
        next
    }

    /// Reads one line and whatever of the next belongs to its value; gives the line to go on at.
    fn line(&mut self, i: usize) -> usize {
        let line = self.lines[i];
        if line.is_empty() {
            return i + 1;
        }
        let indentation = &self.text[line.start..line.content];
        let spaces = indentation.len() - indentation.trim_start_matches(' ').len();
        match self.open {
            Open::Block { parent } if spaces > parent => return i + 1,
            Open::Plain { parent, mark, reported } if spaces > parent => {
                self.continuation(i, parent, mark, reported);
                return i + 1;
            }
            _ if self.text[line.content..].starts_with('#') => return i + 1,
            _ => {}
        }
        if spaces < indentation.len() {
            self.bad_indentation(line.start + spaces..line.content);
            if let Open::Block { parent } = self.open
                && line.indent() > parent
            {
                return i + 1;
            }
        }
        self.blank(line.last..line.end);
        let indent = line.indent();
        let dash = self.dash(line.content, line.last).is_some();
        let first = match self.open {
            Open::Empty { parent } if indent > parent || (dash && indent == parent) => Some(parent),
            _ => None,
        };
        self.open = Open::Nothing;
        while self.maps.last().is_some_and(|column| *column > indent) {
            self.maps.pop();
        }
        self.node(i, first)
    }

    fn bad_indentation(&mut self, span: Range<usize>) {
        let tab = self.text[span.clone()].find('\t');
        self.faults.push(match tab {
            Some(i) => words::tab(self.place(span.start + i..span.start + i + 1)),
            None => words::wide_indent(self.place(span.clone())),
        });
        self.blank(span);
    }

    /// Where the content after a dash begins, if a dash with a blank stands at `at`.
    fn dash(&self, at: usize, last: usize) -> Option<usize> {
        let rest = self.text.get(at..last)?.strip_prefix('-')?;
        let content = rest.trim_start_matches(is_blank);
        (content.is_empty() || content.len() < rest.len()).then_some(last - content.len())
    }

    /// Reads what a line begins with: dashes, a key, or a bare value.
    fn node(&mut self, i: usize, first: Option<usize>) -> usize {
        let line = self.lines[i];
        let (mut at, mut column) = (line.content, line.indent());
        let mut position = if first.is_some() { Position::First } else { Position::Sibling };
        let mut parent = first.unwrap_or(column);
        while let Some(next) = self.dash(at, line.last) {
            self.blank(at + 1..next);
            (position, parent) = (Position::Item(column), column);
            column += next - at;
            at = next;
            if at >= line.last {
                self.open = Open::Empty { parent };
                return i + 1;
            }
        }
        let beside = self.maps.last() == Some(&column) || column == self.base;
        let sibling = position == Position::Sibling && beside;
        match key::find(self.text, at, line.last) {
            Some(key) if key.kind == Colon::Proper => self.key(i, &key, column),
            Some(key) if key.kind == Colon::Wide && self.names(i, column, position, &key) => {
                let colon = key.colon..key.colon + '：'.len_utf8();
                let name = &self.text[key.span.clone()];
                self.faults.push(words::wide_colon(self.place(colon.clone()), name));
                self.blank(colon.clone());
                self.copy[colon.start] = b':';
                self.key(i, &key, column)
            }
            Some(key) if key.kind == Colon::Tight && sibling => {
                let name = &self.text[key.span.clone()];
                let place = self.place(key.colon..key.colon + 1);
                self.faults.push(words::tight_colon(place, name));
                self.blank(key.colon + 1..line.end);
                self.unreadable.insert(key.span.start, key.colon + 1..line.last);
                self.open = Open::Plain { parent: column, mark: key.span.start, reported: true };
                i + 1
            }
            _ if sibling && !self.text[at..].starts_with(['[', '{', '?', ']', '}']) => {
                self.faults.push(words::no_colon(self.place(at..line.last)));
                self.blank(line.start..line.end);
                self.open = Open::Plain { parent: column, mark: at, reported: true };
                i + 1
            }
            _ => {
                let after_dash = &self.text[at..line.last];
                if position == Position::First
                    && after_dash.strip_prefix('-').is_some_and(|rest| {
                        !rest.starts_with(|c: char| c.is_ascii_digit() || c == '-' || c == '.')
                    })
                {
                    self.faults.push(words::dash_without_blank(self.place(at..at + 1)));
                    self.poison(at, at, i);
                    self.open = Open::Plain { parent, mark: at, reported: true };
                    return i + 1;
                }
                self.value(i, at, Owner { mark: at, parent })
            }
        }
    }

    /// Whether the word before a full-width colon is a key here, rather than part of a text.
    ///
    /// Beside other keys it is. In a list, `- 第一步：摸底` is a text and `- 名称：甲` an entry:
    /// further keys below it, an entry beside it that begins with the same word or has a proper
    /// colon, or there being no other, make it one.
    fn names(&self, i: usize, column: usize, position: Position, key: &Key) -> bool {
        let name = &self.text[key.span.clone()];
        let starts_with_key = |line: &Line, at: usize| {
            key::find(self.text, at, line.last).filter(|key| key.kind != Colon::Tight)
        };
        let below = self.lines[i + 1..]
            .iter()
            .take(NEIGHBOURS)
            .find(|line| !line.is_empty() && line.indent() <= column)
            .filter(|line| line.indent() == column)
            .is_some_and(|line| starts_with_key(line, line.content).is_some());
        let dash_column = match position {
            Position::Sibling => return true,
            _ if below => return true,
            Position::First => return false,
            Position::Item(column) => column,
        };
        let item = |line: &&Line| {
            line.indent() == dash_column && self.dash(line.content, line.last).is_some()
        };
        let in_list = |line: &&Line| line.is_empty() || line.indent() > dash_column || item(line);
        let up = self.lines[..i].iter().rev().take(NEIGHBOURS).take_while(in_list);
        let down = self.lines[i + 1..].iter().take(NEIGHBOURS).take_while(in_list);
        let mut alone = true;
        for line in up.chain(down).filter(item) {
            alone = false;
            let content = self.dash(line.content, line.last).unwrap_or(line.last);
            if starts_with_key(line, content).is_some_and(|other| {
                other.kind == Colon::Proper || self.text[other.span.clone()] == *name
            }) {
                return true;
            }
        }
        alone && !key::is_ordinal(name)
    }

    /// Goes on after a key's colon.
    fn key(&mut self, i: usize, key: &Key, column: usize) -> usize {
        let last = self.lines[i].last;
        if self.maps.last() != Some(&column) {
            self.maps.push(column);
        }
        let after = if key.kind == Colon::Wide { '：'.len_utf8() } else { 1 };
        let value = self.skip_blanks((key.colon + after).min(last), last);
        self.value(i, value, Owner { mark: key.span.start, parent: column })
    }
}

#[cfg(test)]
mod tests;
