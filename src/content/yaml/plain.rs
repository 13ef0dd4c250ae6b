//! The front matter that most files have: keys at the margin, each with nothing, a text, or a list
//! of texts in brackets on its line.
//!
//! It is read without the parser, and gives what the parser would. Whatever may be a slip, or mean
//! something to YAML, is left to the parser.

use std::ops::Range;

use super::reader::MOST_NODES;
use crate::content::document::{Map, Node, Pair, Scalar, Value};
use crate::content::text;

/// Longest key, in bytes; YAML has a limit of its own.
const LONGEST_KEY: usize = 120;

/// Reads a front matter; `None` if it is not surely of this form.
pub fn read(text: &str, front: Range<usize>) -> Option<Map> {
    let written = &text[front.clone()];
    let lines = written.bytes().filter(|byte| *byte == b'\n').count();
    if lines > MOST_NODES / 4 {
        return None;
    }
    let mut entries: Vec<Pair> = Vec::with_capacity(lines);
    let mut nodes = 0;
    let mut start = front.start;
    for line in written.split_inclusive('\n') {
        let bare = line.strip_suffix('\n').unwrap_or(line);
        let bare = bare.strip_suffix('\r').unwrap_or(bare);
        if bare.starts_with('#') {
            // Such characters may end the line, or the whole, for YAML.
            if bare.contains(char::is_control) {
                return None;
            }
        } else if !bare.is_empty() {
            let pair = pair(bare, start)?;
            let key = &text[pair.key_span.clone()];
            if entries.iter().any(|other| text[other.key_span.clone()] == *key) {
                return None;
            }
            nodes += match &pair.value.value {
                Value::List(items) => items.len(),
                _ => 1,
            };
            entries.push(pair);
        }
        start += line.len();
    }
    entries.shrink_to_fit();
    (nodes <= MOST_NODES / 2).then_some(Map { span: front, entries })
}

/// Reads a line that begins at byte `start`.
fn pair(line: &str, start: usize) -> Option<Pair> {
    let (key, rest) = line.split_once(':')?;
    let is_sound = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    if !key.starts_with(char::is_alphanumeric) || !key.chars().all(is_sound) {
        return None;
    }
    let colon = start + key.len();
    let value = rest.trim_start_matches(' ');
    let at = start + line.len() - value.len();
    let value = value.trim_end_matches(' ');
    let value = match value.as_bytes() {
        [] => Node { span: colon + 1..colon + 1, value: Value::Null },
        // No blank follows the colon.
        _ if at == colon + 1 => return None,
        [b'[', inner @ .., b']'] if !inner.is_empty() => list(value, at)?,
        _ => is_text(value).then(|| verbatim(value, at))?,
    };
    (key.len() <= LONGEST_KEY).then_some(Pair {
        key: Scalar::Verbatim,
        key_span: start..colon,
        value,
    })
}

fn verbatim(text: &str, start: usize) -> Node {
    Node { span: start..start + text.len(), value: Value::Text(Scalar::Verbatim) }
}

/// Reads a list with its brackets, which begins at byte `start`.
fn list(written: &str, start: usize) -> Option<Node> {
    let inner = &written[1..written.len() - 1];
    let mut items = Vec::with_capacity(1 + inner.bytes().filter(|byte| *byte == b',').count());
    let mut at = start + 1;
    for item in inner.split(',') {
        let shown = item.trim_start_matches(' ');
        let blanks = item.len() - shown.len();
        let shown = shown.trim_end_matches(' ');
        if !is_item(shown) {
            return None;
        }
        items.push(verbatim(shown, at + blanks));
        at += item.len() + 1;
    }
    Some(Node { span: start..start + written.len(), value: Value::List(items) })
}

/// Whether this is a text of one line that YAML takes as it stands.
fn is_text(value: &str) -> bool {
    let is_cut = |(at, _): (usize, &str)| {
        let next = value.as_bytes().get(at + 1);
        next.is_none_or(|next| *next == b' ')
    };
    begins_text(value)
        && value.chars().all(|c| c != '#' && is_shown(c))
        && !value.match_indices(':').any(is_cut)
}

/// The same between brackets, where more marks have a meaning.
fn is_item(item: &str) -> bool {
    let is_sound = |c: char| match c.is_ascii() {
        true => c.is_ascii_alphanumeric() || " _-./+()".contains(c),
        false => is_shown(c) && !matches!(c, '，' | '：'),
    };
    // A dash that stands alone is one of a list to the parser.
    let has_dash = item.contains(" -") || item.ends_with('-');
    begins_text(item) && item.chars().all(is_sound) && !has_dash
}

fn begins_text(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphanumeric() || !c.is_ascii())
}

/// Whether a character shows, or is a plain blank.
fn is_shown(c: char) -> bool {
    // Most are plain ASCII or Chinese.
    matches!(c, ' '..='~' | '一'..='\u{9FFF}')
        || (!c.is_ascii() && !c.is_control() && !text::is_blank(c))
}
