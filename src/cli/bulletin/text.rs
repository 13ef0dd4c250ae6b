//! A bulletin as plain text, for a terminal or a word processor.

use std::io::Write;

use pulldown_cmark::{Event, Tag, TagEnd};
use unicode_width::UnicodeWidthStr;

use crate::content::markdown;
use crate::model::seal;

/// Prints a bulletin as text.
pub fn print(out: &mut dyn Write, text: &seal::Text) -> anyhow::Result<()> {
    let head: Vec<&str> =
        [&text.doc_number, &text.issue].into_iter().flatten().map(String::as_str).collect();
    if !head.is_empty() {
        writeln!(out, "{}", head.join("  "))?;
    }
    writeln!(out, "{}", text.title)?;
    if let Some(to) = &text.to {
        writeln!(out, "\n{to}")?;
    }
    let said =
        |runs: &[seal::Run]| -> String { runs.iter().map(|run| run.text.as_str()).collect() };
    for section in &text.sections {
        writeln!(out, "\n{}", section.heading)?;
        for paragraph in &section.paragraphs {
            writeln!(out, "  {}", said(paragraph))?;
        }
        for table in &section.tables {
            writeln!(out, "  {}", table.caption)?;
            let rows =
                table.rows.iter().map(|row| row.iter().map(|cell| cell.text.clone()).collect());
            let rows: Vec<Vec<String>> = std::iter::once(table.head.clone()).chain(rows).collect();
            for row in aligned(&rows) {
                writeln!(out, "    {}", row.trim_end())?;
            }
        }
    }
    for line in own_lines(&text.words) {
        writeln!(out, "{line}")?;
    }
    writeln!(out)?;
    for closing in &text.closing {
        writeln!(out, "{closing}")?;
    }
    let signed: Vec<&str> =
        text.issuer.iter().map(String::as_str).chain([text.written.as_str()]).collect();
    writeln!(out, "{}", signed.join("  "))?;
    Ok(())
}

/// The office's own words as the rest is printed: headings at the margin below an empty line, what
/// stands below them indented, tables in columns.
fn own_lines(words: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = markdown::Words::default();
    // What the line begins with: a mark of its list.
    let mut mark = String::new();
    let mut lists: Vec<Option<u64>> = Vec::new();
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut cells: Vec<String> = Vec::new();
    if !words.trim().is_empty() && !starts_with_heading(words) {
        lines.push(String::new());
    }
    for (event, _) in markdown::events(words) {
        match event {
            Event::Start(Tag::Heading { .. }) => lines.push(String::new()),
            Event::Start(Tag::List(first)) => {
                end_line(&mut lines, &mut line, &mut mark, lists.len());
                lists.push(first);
            }
            Event::End(TagEnd::List(_)) => {
                lists.pop();
            }
            Event::Start(Tag::Item) => {
                mark = match lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => "- ".to_owned(),
                };
            }
            Event::Text(text) | Event::Code(text) | Event::InlineHtml(text) => line.push(&text),
            Event::SoftBreak => line.line_break(),
            Event::End(TagEnd::TableCell) => cells.push(std::mem::take(&mut line).finish()),
            Event::End(TagEnd::TableHead | TagEnd::TableRow) => {
                rows.push(std::mem::take(&mut cells));
            }
            Event::End(TagEnd::Table) => {
                let rows = aligned(&std::mem::take(&mut rows));
                lines.extend(rows.iter().map(|row| format!("    {}", row.trim_end())));
            }
            Event::End(TagEnd::Heading(_)) => lines.push(std::mem::take(&mut line).finish()),
            Event::HardBreak | Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::CodeBlock) => {
                end_line(&mut lines, &mut line, &mut mark, lists.len());
            }
            _ => {}
        }
    }
    end_line(&mut lines, &mut line, &mut mark, lists.len());
    lines
}

fn starts_with_heading(words: &str) -> bool {
    let first = markdown::events(words).next();
    matches!(first, Some((Event::Start(Tag::Heading { .. }), _)))
}

fn end_line(lines: &mut Vec<String>, line: &mut markdown::Words, mark: &mut String, depth: usize) {
    let text = std::mem::take(line).finish();
    if !text.is_empty() {
        let indent = "  ".repeat(depth.max(1));
        let mark = std::mem::take(mark);
        lines.extend(text.lines().map(|line| format!("{indent}{mark}{line}")));
    }
}

/// Rows with each column as wide as terminals need it.
fn aligned(rows: &[Vec<String>]) -> Vec<String> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.width()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| {
            let blanks = " ".repeat(width - cell.width());
            format!("{cell}{blanks}")
        });
        cells.collect::<Vec<_>>().join("  ")
    };
    rows.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_words_are_printed_without_their_marks() {
        let words = "## 八、下一步\n\n见[第一项](a.md)，**按时**完\n成。\n\n| 单位 | 数 |\n|---|---|\n| 审批股 | 3 |\n\n1. 甲\n2. 乙\n   - 丙\n";
        assert_eq!(
            own_lines(words),
            [
                "",
                "八、下一步",
                "  见第一项，按时完成。",
                "    单位    数",
                "    审批股  3",
                "  1. 甲",
                "  2. 乙",
                "    - 丙"
            ]
        );
        assert_eq!(own_lines("一些话。"), ["", "  一些话。"]);
        assert_eq!(own_lines(""), Vec::<String>::new());
    }
}
