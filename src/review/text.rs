//! A review as plain text, for a terminal: 【旧→新】, 【＋put in】, 【－taken out】.

use std::collections::BTreeMap;
use std::io::Write;

use anyhow::Result;

use super::told::{Item, Line, Says, Teller, Told};
use super::{Piece, RecordReview, Review};
use crate::approval::SETTINGS;
use crate::words::Words;

/// Writes it.
pub fn write(told: &Told, words: &Words, out: &mut dyn Write) -> Result<()> {
    writeln!(out, "{}", told.heading)?;
    writeln!(out, "{}", told.under)?;
    for alarm in &told.alarms {
        writeln!(out, "{}", safe(alarm))?;
    }
    writeln!(out, "{}", told.lead)?;
    for section in &told.sections {
        writeln!(out, "\n{}", section.title)?;
        for item in &section.items {
            write_item(item, words, out)?;
        }
    }
    Ok(())
}

fn write_item(item: &Item, words: &Words, out: &mut dyn Write) -> Result<()> {
    let mut head = item.title.clone();
    if let Some(badge) = &item.badge {
        head = format!("[{badge}] {head}");
    }
    for more in [&item.of, &item.note].into_iter().flatten() {
        head += &format!("  {more}");
    }
    writeln!(out, "  {}", safe(&head))?;
    for line in &item.lines {
        writeln!(out, "    {}", safe(&one_line(line, words)))?;
    }
    Ok(())
}

/// What a review tells of one of its records, a line each change.
pub fn lines_of(record: &RecordReview, review: &Review) -> Vec<String> {
    let words = &review.words;
    let item = Teller::new(review, words).record(record);
    item.lines.iter().map(|line| one_line(line, words)).collect()
}

/// What a review tells of the site itself, by its files, a line each change.
pub fn lines_of_parts(review: &Review) -> BTreeMap<String, Vec<String>> {
    let told = |lines: &[Vec<Piece>]| lines.iter().map(|pieces| inline(pieces)).collect();
    let columns = &review.settings.columns;
    let columns = columns.iter().map(|column| (column.path.clone(), told(&column.lines)));
    let settings = (SETTINGS.to_owned(), told(&review.settings.lines));
    columns.chain([settings]).collect()
}

fn one_line(line: &Line, words: &Words) -> String {
    let mut text = match line.label.as_str() {
        "" => String::new(),
        label => words.fill("rv_label", &[("label", &label)]),
    };
    text += &match &line.says {
        Says::FromTo(from, to) => format!("{from} → {to}"),
        Says::Words(pieces) => inline(pieces),
        Says::Added(added) => format!("【＋{added}】"),
        Says::Removed(removed) => format!("【－{removed}】"),
        Says::Plain(plain) => plain.clone(),
    };
    if let Some(note) = &line.note {
        text += &words.fill("rv_note", &[("note", note)]);
    }
    text
}

/// Pieces on one line.
pub fn inline(pieces: &[Piece]) -> String {
    let mut text = String::new();
    let mut rest = pieces.iter().peekable();
    while let Some(piece) = rest.next() {
        text += &match (piece, rest.peek()) {
            (Piece::Same(same), _) => same.clone(),
            (Piece::Removed(old), Some(Piece::Added(new))) => {
                rest.next();
                format!("【{old}→{new}】")
            }
            (Piece::Removed(old), _) => format!("【－{old}】"),
            (Piece::Added(new), _) => format!("【＋{new}】"),
            (Piece::Cut, _) => "……".to_owned(),
        };
    }
    text
}

/// One line of a terminal: no breaks, and no codes that move its cursor.
fn safe(text: &str) -> String {
    let parts: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    parts.join(" / ").replace(|c: char| c.is_control(), " ")
}
