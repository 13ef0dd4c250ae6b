//! The text of a Word 97 document: the pieces of its text in the order of the text.

use encoding_rs::{UTF_16LE, WINDOWS_1252};

use super::contents::{Reason, Spot, What};
use super::gather::Gather;
use super::ole::{Compound, u16_at, u32_at};

/// Reads the body, notes, headers and comments.
pub(super) fn look(gather: &mut Gather<'_>, file: &Compound<'_>) {
    let Some(main) = file.stream("WordDocument") else { return };
    let flags = u16_at(&main, 10).unwrap_or(0);
    if flags & 0x0100 != 0 {
        return gather.find(Spot::File, What::Encrypted);
    }
    let table = file.stream(if flags & 0x0200 != 0 { "1Table" } else { "0Table" });
    let pieces = table.as_deref().and_then(|table| pieces(&main, table));
    let Some(text) = pieces.and_then(|pieces| text(&main, &pieces, gather.limits.text / 4)) else {
        return gather.refuse(Reason::Damaged);
    };
    // The body, footnotes, headers, macros, comments, endnotes and text boxes follow each other.
    let length = |at: usize| u32_at(&main, at).unwrap_or(0) as usize;
    let comments = length(0x5C);
    let parts = [
        (length(0x4C), Part::Body),
        (length(0x50), Part::Other(Spot::Note)),
        (length(0x54), Part::Other(Spot::Header)),
        (length(0x58), Part::Other(Spot::File)),
        (comments, Part::Comments),
        (length(0x60), Part::Other(Spot::Note)),
        (usize::MAX, Part::Other(Spot::Drawing("text box".to_owned()))),
    ];
    if comments > 0 {
        gather.find(Spot::File, What::Comments { count: 1, authors: Vec::new() });
    }
    let mut rest: &[char] = &text;
    for (length, part) in parts {
        let (own, behind) = rest.split_at(length.min(rest.len()));
        rest = behind;
        paragraphs(gather, own, &part);
    }
}

enum Part {
    Body,
    Comments,
    Other(Spot),
}

fn paragraphs(gather: &mut Gather<'_>, text: &[char], part: &Part) {
    let paragraphs = text.split(|c| matches!(c, '\r' | '\u{7}' | '\u{C}'));
    for (number, paragraph) in (1..).zip(paragraphs) {
        let spot = match part {
            Part::Body => Spot::Paragraph(number),
            Part::Comments => Spot::Comment(number),
            Part::Other(spot) => spot.clone(),
        };
        let text: String =
            paragraph.iter().map(|c| if *c < ' ' && *c != '\t' { ' ' } else { *c }).collect();
        gather.text(spot, &text);
    }
}

/// A run of text: where it stands, how many characters, and whether each takes one byte.
struct Piece {
    start: usize,
    length: usize,
    narrow: bool,
}

fn pieces(main: &[u8], table: &[u8]) -> Option<Vec<Piece>> {
    let start = u32_at(main, 0x1A2)? as usize;
    let length = u32_at(main, 0x1A6)? as usize;
    let mut list = table.get(start..start.checked_add(length)?)?;
    while list.first() == Some(&1) {
        list = list.get(3 + usize::from(u16_at(list, 1)?)..)?;
    }
    (list.first() == Some(&2)).then_some(())?;
    let list = list.get(5..)?;
    let count = list.len().checked_sub(4)? / 12;
    let piece = |n: usize| {
        let (from, to) = (u32_at(list, 4 * n)?, u32_at(list, 4 * n + 4)?);
        let place = u32_at(list, 4 * (count + 1) + 8 * n + 2)?;
        let narrow = place & 0x4000_0000 != 0;
        let start = (place & 0x3FFF_FFFF) as usize;
        let start = if narrow { start / 2 } else { start };
        Some(Piece { start, length: to.checked_sub(from)? as usize, narrow })
    };
    (0..count).map(piece).collect()
}

/// The text, in units of UTF-16 so that the lengths of its parts hold.
fn text(main: &[u8], pieces: &[Piece], most: usize) -> Option<Vec<char>> {
    let mut text = Vec::new();
    for piece in pieces {
        let bytes = if piece.narrow { piece.length } else { piece.length.checked_mul(2)? };
        // Pieces may claim the same bytes again and again.
        if text.len() + piece.length > most {
            return None;
        }
        let raw = main.get(piece.start..piece.start.checked_add(bytes)?)?;
        let encoding = if piece.narrow { WINDOWS_1252 } else { UTF_16LE };
        let decoded = encoding.decode_without_bom_handling(raw).0;
        text.extend(decoded.chars());
    }
    Some(text)
}
