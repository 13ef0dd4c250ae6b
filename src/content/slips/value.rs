//! Values, line by line: which of them YAML would refuse, cut off or read as something else.

use super::flow;
use super::key::quoted_end;
use super::lines::Line;
use super::words::{self, Why};
use super::{Open, Owner, Scan};
use crate::content::text::is_blank;
use crate::diagnostic::Diagnostic;

impl Scan<'_> {
    /// Reads a value that begins at `at`, which may be where its line ends.
    pub(super) fn value(&mut self, i: usize, at: usize, owner: Owner) -> usize {
        let Line { last, .. } = self.lines[i];
        let value = &self.text[at..last];
        let second = value.chars().nth(1);
        let Some(start) = value.chars().next() else {
            self.open = Open::Empty { parent: owner.parent };
            return i + 1;
        };
        match start {
            '#' if second.is_none_or(is_blank) => {
                self.open = Open::Empty { parent: owner.parent };
                i + 1
            }
            '#' => self.unquoted(i, at, owner, Why::Hash, at),
            '"' | '\'' => self.quoted(i, at, owner),
            '[' | '{' => self.flow(i, at, owner),
            '|' | '>' if is_block_header(value) => {
                self.open = Open::Block { parent: owner.parent };
                i + 1
            }
            '-' if second.is_some_and(|c| c == ' ' || c == '\t') => {
                let line = &self.text[self.lines[i].content..at];
                self.faults.push(words::list_on_key_line(self.place(at..last), line));
                self.poison_line(i, at, owner)
            }
            '|' | '>' | '@' | '`' | '%' | '&' | '*' | '!' | ',' | ']' | '}' => {
                self.unquoted(i, at, owner, Why::Start(start), at)
            }
            '-' | '?' | ':' if second.is_none_or(|c| c == ' ' || c == '\t') => {
                self.unquoted(i, at, owner, Why::Start(start), at)
            }
            _ => match plain_fault(value) {
                Some((Why::Hash, hash)) => self.unquoted(i, at, owner, Why::Hash, at + hash),
                Some((why, _)) => self.unquoted(i, at, owner, why, at),
                None => {
                    let Owner { mark, parent } = owner;
                    self.open = Open::Plain { parent, mark, reported: false };
                    i + 1
                }
            },
        }
    }

    /// Reports a value that must be quoted, at `shown`, and goes on with the next line.
    fn unquoted(&mut self, i: usize, at: usize, owner: Owner, why: Why, shown: usize) -> usize {
        let line = self.lines[i];
        let (before, value) = (&self.text[line.content..at], &self.text[at..line.last]);
        self.faults.push(words::unquoted(self.place(shown..line.last), why, before, value));
        self.poison_line(i, at, owner)
    }

    fn poison_line(&mut self, i: usize, at: usize, owner: Owner) -> usize {
        self.poison(owner.mark, at, i);
        self.open = Open::Plain { parent: owner.parent, mark: owner.mark, reported: true };
        i + 1
    }

    /// Reads a further line of a plain value.
    pub(super) fn continuation(&mut self, i: usize, parent: usize, mark: usize, reported: bool) {
        let line = self.lines[i];
        self.blank(line.last..line.end);
        let text = &self.text[line.content..line.last];
        let fault = match plain_fault(text).filter(|_| !reported && !text.starts_with('#')) {
            None if reported => return self.blank(line.content..line.last),
            None => return,
            Some((Why::Hash, hash)) => {
                let hash = line.content + hash;
                words::unquoted(self.place(hash..line.last), Why::Hash, "", text)
            }
            Some(_) => words::colon_in_continuation(self.place(line.content..line.last)),
        };
        self.faults.push(fault);
        self.blank(line.content..line.last);
        self.unreadable.insert(mark, line.content..line.last);
        self.open = Open::Plain { parent, mark, reported: true };
    }

    /// The lines after `i` that a value in quotes or brackets may run over, as a byte to stop at.
    fn reach(&self, i: usize, parent: usize, closers: &[char]) -> usize {
        let belongs = |line: &&Line| {
            let bytes = self.text[line.start..line.content].bytes();
            line.is_empty()
                || bytes.take_while(|b| *b == b' ').count() > parent
                || self.text[line.content..].starts_with(closers)
        };
        let last = self.lines[i + 1..].iter().take_while(belongs).last();
        last.map_or(self.lines[i].last, |line| line.last)
    }

    fn line_at(&self, byte: usize) -> usize {
        self.lines.partition_point(|line| line.start < byte).saturating_sub(1)
    }

    /// Whether nothing but a comment follows on the line of a closing quote or bracket.
    fn ends_at(&self, after: usize) -> bool {
        let rest = &self.text[after..self.lines[self.line_at(after)].last];
        let content = rest.trim_start();
        content.is_empty() || (content.starts_with('#') && content.len() < rest.len())
    }

    fn quoted(&mut self, i: usize, at: usize, owner: Owner) -> usize {
        let reach = self.reach(i, owner.parent, &[]);
        let Some(after) = quoted_end(self.text, at, reach) else {
            let quote = if self.text[at..].starts_with('"') { '"' } else { '\'' };
            let place = self.place(at..self.lines[i].last);
            self.faults.push(words::open_quote(place, quote));
            return self.poison_line(i, at, owner);
        };
        let end = self.line_at(after);
        if !self.ends_at(after) {
            if end == i {
                return self.unquoted(i, at, owner, Why::AfterQuote, at);
            }
            let line = self.lines[end];
            let place = self.place(after..line.last);
            let value = &self.text[line.content..line.last];
            self.faults.push(words::unquoted(place, Why::AfterQuote, "", value));
            self.poison(owner.mark, at, end);
        }
        let last = self.lines[end];
        self.blank(last.last..last.end);
        end + 1
    }

    fn flow(&mut self, i: usize, at: usize, owner: Owner) -> usize {
        let Line { last, .. } = self.lines[i];
        let bracket = if self.text[at..].starts_with('[') { '[' } else { '{' };
        let reach = self.reach(i, owner.parent, &[']', '}']);
        let scanned = flow::scan(self.text, at, reach);
        let Some(after) = scanned.end else {
            // A bracket that opens a text, or a list that was never closed?
            if reach == last && !self.text[at..last].ends_with([',', '[', '{']) {
                return self.unquoted(i, at, owner, Why::Bracket(bracket), at);
            }
            self.faults.push(words::open_bracket(self.place(at..last), bracket));
            return self.poison_line(i, at, owner);
        };
        let end = self.line_at(after);
        if !self.ends_at(after) {
            return self.unquoted(i, at, owner, Why::Bracket(bracket), at);
        }
        for fault in &scanned.faults {
            let fault = self.flow_fault(fault);
            self.faults.push(fault);
        }
        if !scanned.faults.is_empty() {
            self.poison(owner.mark, at, end);
        }
        let line = self.lines[end];
        self.blank(line.last..line.end);
        end + 1
    }

    fn flow_fault(&self, fault: &flow::Fault) -> Diagnostic {
        let mark =
            |at: usize, c: char| words::wide_mark_in_brackets(self.place(at..at + c.len_utf8()), c);
        match fault {
            flow::Fault::WideColon(at) => mark(*at, '：'),
            flow::Fault::WideComma(at) => mark(*at, '，'),
            flow::Fault::TightColon(at) => {
                let before = self.text[..*at].rfind(['{', ',', ' ', '\n']).map_or(0, |i| i + 1);
                words::tight_colon(self.place(*at..at + 1), &self.text[before..*at])
            }
            flow::Fault::Hash(at) => {
                let last = self.lines[self.line_at(at + 1)].last;
                let value = self.text[*at..last].trim_end_matches([']', '}']);
                words::unquoted(self.place(*at..last), Why::Hash, "", value)
            }
            flow::Fault::Start(span) => {
                let value = &self.text[span.clone()];
                let start = value.chars().next().unwrap_or('&');
                words::unquoted(self.place(span.clone()), Why::Start(start), "", value)
            }
        }
    }
}

/// Whether `|` or `>` begins a block scalar: nothing but its indicators and a comment follows.
fn is_block_header(value: &str) -> bool {
    let rest =
        value[1..].trim_start_matches(['+', '-', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    let comment = rest.trim_start();
    rest.is_empty() || (comment.starts_with('#') && comment.len() < rest.len())
}

/// What YAML would misread in a plain value, and where in it.
fn plain_fault(value: &str) -> Option<(Why, usize)> {
    let mut before = ' ';
    for (i, c) in value.char_indices() {
        let next = value[i + c.len_utf8()..].chars().next();
        match c {
            ':' if next.is_none_or(|c| c == ' ' || c == '\t') => return Some((Why::Colon, i)),
            '#' if before == ' ' || before == '\t' => {
                return next.is_some_and(|c| !is_blank(c)).then_some((Why::Hash, i));
            }
            _ => {}
        }
        before = c;
    }
    None
}
