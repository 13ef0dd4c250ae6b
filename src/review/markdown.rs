//! A review as Markdown, for a comment of a merge request on GitLab, Gitee or GitHub.
//!
//! Nothing of the content is Markdown here: its marks are escaped, and what would call people or
//! link by itself is kept from it.

use std::io::Write;

use anyhow::Result;

use super::Piece;
use super::told::{Item, Line, Says, Section, Told};
use crate::words::Words;

/// What platforms take as one comment, in characters, and what is kept of it for the last words.
const LONGEST: usize = 60_000;
const KEPT: usize = 2_000;
/// A longer list is folded.
const LONG_LIST: usize = 20;
/// A longer text is cut.
const LONG_TEXT: usize = 2_000;

/// Writes it.
pub fn write(told: &Told, words: &Words, out: &mut dyn Write) -> Result<()> {
    let mut text = format!("## {}\n\n{}\n\n", escaped(&told.heading), escaped(&told.under));
    for alarm in &told.alarms {
        text += &format!("{}\n\n", strong(alarm));
    }
    text += &format!("{}\n", escaped(&told.lead));
    let mut left = (LONGEST - KEPT).saturating_sub(text.chars().count());
    for section in &told.sections {
        let written = write_section(section, words, left);
        left = left.saturating_sub(written.chars().count());
        text += &written;
    }
    write!(out, "{text}")?;
    Ok(())
}

fn write_section(section: &Section, words: &Words, left: usize) -> String {
    let count = section.items.len();
    let title = escaped(&section.title);
    let is_folded = section.is_aside || count > LONG_LIST;
    let (mut text, end) = match is_folded {
        true => {
            let open = format!("\n<details>\n<summary>{title} ({count})</summary>\n\n");
            (open, "\n</details>\n")
        }
        false => (format!("\n### {title}\n\n"), ""),
    };
    let mut chars = text.chars().count() + end.len();
    for (i, item) in section.items.iter().enumerate() {
        let written = write_item(item, words);
        let length = written.chars().count();
        if chars + length > left {
            let more = count - i;
            text += &format!("\n{}\n", words.fill("rv_more", &[("count", &more)]));
            break;
        }
        chars += length;
        text += &written;
    }
    text + end
}

fn write_item(item: &Item, words: &Words) -> String {
    let mut text = "- ".to_owned();
    if let Some(badge) = &item.badge {
        text += &format!("\\[{}\\] ", escaped(badge));
    }
    text += &escaped(&item.title);
    if let Some(of) = &item.of {
        text += &format!(" ({})", escaped(of));
    }
    if let Some(note) = &item.note {
        text += &format!(" {}", escaped(note));
    }
    text.push('\n');
    for line in &item.lines {
        text += &format!("  - {}\n", one_line(line, words));
    }
    text
}

fn one_line(line: &Line, words: &Words) -> String {
    let mut text = match line.label.as_str() {
        "" => String::new(),
        label => escaped(&words.fill("rv_label", &[("label", &label)])),
    };
    text += &match &line.says {
        Says::FromTo(from, to) => {
            format!("{} → {}", marked("~~", "del", from), marked("**", "strong", to))
        }
        Says::Words(pieces) => pieces.iter().map(piece).collect(),
        Says::Added(added) => marked("**", "strong", added),
        Says::Removed(removed) => marked("~~", "del", removed),
        Says::Plain(plain) => escaped(plain),
    };
    if let Some(note) = &line.note {
        let note = if line.is_alarm { strong(note) } else { escaped(note) };
        text += &format!(" ({note})");
    }
    text
}

fn strong(text: &str) -> String {
    format!("<strong>{}</strong>", escaped(text))
}

fn piece(piece: &Piece) -> String {
    match piece {
        Piece::Same(text) => escaped(text),
        Piece::Removed(text) => marked("~~", "del", text),
        Piece::Added(text) => marked("**", "strong", text),
        Piece::Cut => "……".to_owned(),
    }
}

/// A text between marks; beside punctuation these would not count as such, so tags are used there.
fn marked(mark: &str, tag: &str, text: &str) -> String {
    let own = text.trim();
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    match is_word(own.chars().next()) && is_word(own.chars().next_back()) && own == text {
        true => format!("{mark}{}{mark}", escaped(text)),
        false => format!("<{tag}>{}</{tag}>", escaped(text)),
    }
}

/// Keeps two letters from being read together, and is not seen.
const JOINER: char = '\u{2060}';

/// A text in which nothing is a mark, a tag, an address or a call to somebody.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() + 8);
    let mut rest = text.chars().peekable();
    let mut count = 0;
    while let Some(c) = rest.next() {
        count += 1;
        if count > LONG_TEXT {
            safe += "……";
            break;
        }
        let before_word = rest.peek().is_some_and(|next| next.is_alphanumeric());
        match c {
            '&' => safe += "&amp;",
            '<' => safe += "&lt;",
            '>' => safe += "&gt;",
            '\n' | '\r' | '\t' => safe.push(' '),
            c if c.is_control() => {}
            c if "\\`*_{}[]()#+-!|~$^=".contains(c) => {
                safe.push('\\');
                safe.push(c);
            }
            c => safe.push(c),
        }
        // @all, #12, !3, :smile:, https://… would be taken up by the platform.
        let calls = "@#!&%$~".contains(c) && before_word;
        let links = c == ':' && (rest.peek() == Some(&'/') || before_word);
        if calls || links {
            safe.push(JOINER);
        }
        if c == 'w' && rest.peek() == Some(&'.') {
            safe.push(JOINER);
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_title_is_a_mark_a_tag_or_a_call() {
        let text =
            escaped("](javascript:alert(1)) @all <script>x</script> www.a.cn https://a.cn #12");
        assert!(!text.contains("](") && !text.contains('<') && !text.contains("@all"));
        assert!(!text.contains("www.") && !text.contains("://") && !text.contains("#12"));
    }

    #[test]
    fn what_begins_with_a_bracket_is_marked_by_a_tag() {
        assert_eq!(marked("**", "strong", "《条例》"), "<strong>《条例》</strong>");
        assert_eq!(marked("~~", "del", "审批办"), "~~审批办~~");
    }
}
