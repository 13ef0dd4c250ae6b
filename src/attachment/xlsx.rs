//! The text of an Excel workbook: every sheet, shown or not, with its comments and what programs
//! keep of other data.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use super::contents::{Spot, What};
use super::gather::{Gather, add_name};
use super::office::targets;
use super::xml::{Node, Tag};
use super::zip::{Archive, Entry};

const WORKBOOK: &str = "xl/workbook.xml";

/// Reads all sheets.
pub(super) fn look(gather: &mut Gather<'_>, archive: &Archive<'_>) {
    let shared = shared_strings(gather, archive);
    let parts = targets(gather, archive, WORKBOOK);
    let sheets = sheets(gather, archive);
    let mut comments = Comments::default();
    let mut read: Vec<&str> = Vec::new();
    for (name, id) in &sheets {
        let Some(entry) = parts.get(id).and_then(|part| archive.find(part)) else { continue };
        if read.contains(&entry.name.as_ref()) {
            continue;
        }
        read.push(&entry.name);
        sheet(gather, archive, entry, name, &shared, &mut comments);
    }
    // A sheet that no list names is still in the file.
    for entry in &archive.entries {
        let is_sheet = entry.name.starts_with("xl/worksheets/") && entry.name.ends_with(".xml");
        if is_sheet && !read.contains(&entry.name.as_ref()) {
            let file = entry.name.rsplit('/').next().unwrap_or_default();
            sheet(gather, archive, entry, &Arc::from(file), &shared, &mut comments);
        }
    }
    if comments.count > 0 {
        let what = What::Comments { count: comments.count, authors: comments.authors };
        gather.find(Spot::File, what);
    }
    cached(gather, archive);
}

/// The strings cells share, end to end, with where each stands. They are trimmed once: a million
/// cells may share a long one.
#[derive(Default)]
struct Shared {
    text: String,
    places: Vec<Range<usize>>,
}

impl Shared {
    fn get(&self, index: usize) -> Option<&str> {
        self.text.get(self.places.get(index)?.clone())
    }

    /// Ends the string that began here.
    fn end(&mut self, start: usize) -> usize {
        let length = self.text.trim_end().len().max(start);
        self.text.truncate(length);
        let blank = length - start - self.text[start..].trim_start().len();
        self.places.push(start + blank..length);
        length
    }
}

fn shared_strings(gather: &mut Gather<'_>, archive: &Archive<'_>) -> Shared {
    let mut shared = Shared::default();
    let Some(entry) = archive.find("xl/sharedStrings.xml") else { return shared };
    let Some(bytes) = gather.entry(archive, entry) else { return shared };
    let (mut on, mut phonetic, mut start) = (false, false, 0);
    gather.walk(&bytes, |_, node| match node {
        Node::Open(tag) => match tag.name() {
            "t" => on = !phonetic,
            "rPh" => phonetic = true,
            _ => {}
        },
        Node::Text(text) if on => shared.text.push_str(text),
        Node::Close("t") => on = false,
        Node::Close("rPh") => phonetic = false,
        Node::Close("si") => start = shared.end(start),
        _ => {}
    });
    shared
}

/// The sheets' names and the ids of their parts; hidden ones are told.
fn sheets(gather: &mut Gather<'_>, archive: &Archive<'_>) -> Vec<(Arc<str>, String)> {
    let mut sheets = Vec::new();
    let Some(entry) = archive.find(WORKBOOK) else { return sheets };
    let Some(bytes) = gather.entry(archive, entry) else { return sheets };
    gather.walk(&bytes, |gather, node| {
        let Node::Open(tag) = node else { return };
        if tag.name() != "sheet" || sheets.len() >= gather.limits.entries {
            return;
        }
        let name: Arc<str> = tag.attr("name").unwrap_or_default().into();
        let state = tag.attr("state").unwrap_or_default();
        let spot = Spot::Sheet(name.clone());
        gather.text(spot.clone(), &name);
        if state == "hidden" || state == "veryHidden" {
            gather.find(spot, What::HiddenSheet { very: state == "veryHidden" });
        }
        sheets.push((name, tag.attr("id").unwrap_or_default()));
    });
    sheets
}

#[derive(Default)]
struct Cell {
    reference: String,
    typ: String,
    value: String,
    inline: String,
}

fn sheet(
    gather: &mut Gather<'_>,
    archive: &Archive<'_>,
    entry: &Entry,
    name: &Arc<str>,
    shared: &Shared,
    comments: &mut Comments,
) {
    let Some(bytes) = gather.entry(archive, entry) else { return };
    let (mut cell, mut field) = (Cell::default(), Field::None);
    let (mut rows, mut columns, mut margin) = (0u32, 0u32, String::new());
    gather.walk(&bytes, |gather, node| match node {
        Node::Open(tag) => match tag.name() {
            "row" => rows = rows.saturating_add(u32::from(is_hidden(&tag, "ht"))),
            "col" if is_hidden(&tag, "width") => columns = columns.saturating_add(span(&tag)),
            "c" => {
                cell.reference = tag.attr("r").unwrap_or_default();
                cell.typ = tag.attr("t").unwrap_or_default();
            }
            "v" => field = Field::Value,
            "t" => field = Field::Inline,
            "oddHeader" | "evenHeader" | "firstHeader" | "oddFooter" | "evenFooter"
            | "firstFooter" => field = Field::Margin,
            _ => field = Field::None,
        },
        Node::Text(text) => match field {
            Field::Value => cell.value.push_str(text),
            Field::Inline => cell.inline.push_str(text),
            Field::Margin => margin.push_str(text),
            Field::None => {}
        },
        Node::Close("c") => {
            let done = std::mem::take(&mut cell);
            let text = written(&done, shared);
            let spot = Spot::Cell { sheet: name.clone(), cell: done.reference.clone() };
            gather.text(spot, &text);
            field = Field::None;
        }
        Node::Close(_) => {
            if field == Field::Margin {
                gather.text(Spot::Sheet(name.clone()), &std::mem::take(&mut margin));
            }
            field = Field::None;
        }
        Node::Instruction(_) => {}
    });
    if rows > 0 {
        gather.find(Spot::Sheet(name.clone()), What::HiddenRows { count: rows });
    }
    if columns > 0 {
        gather.find(Spot::Sheet(name.clone()), What::HiddenColumns { count: columns });
    }
    let parts = targets(gather, archive, &entry.name);
    let is_comments = |part: &&String| {
        let file = part.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
        file.starts_with("comment") || part.contains("/threadedComments/")
    };
    // Excel writes one part of each kind.
    for part in parts.values().filter(is_comments).take(4) {
        if let Some(entry) = archive.find(part) {
            comments.read(gather, archive, entry, name);
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    None,
    Value,
    Inline,
    Margin,
}

/// Hidden, or of no height or width, which comes to the same.
fn is_hidden(tag: &Tag<'_>, size: &str) -> bool {
    matches!(tag.attr("hidden").as_deref(), Some("1" | "true"))
        || matches!(tag.attr(size).as_deref(), Some("0" | "0.0"))
}

fn span(tag: &Tag<'_>) -> u32 {
    let number = |name| tag.attr(name).and_then(|value| value.parse::<u32>().ok());
    match (number("min"), number("max")) {
        (Some(min), Some(max)) => max.saturating_sub(min).saturating_add(1).min(16_384),
        _ => 1,
    }
}

/// A cell as it would be typed; dates stay the numbers they are stored as.
fn written<'c>(cell: &'c Cell, shared: &'c Shared) -> Cow<'c, str> {
    match cell.typ.as_str() {
        "s" => {
            let index = cell.value.trim().parse().ok();
            Cow::Borrowed(index.and_then(|index| shared.get(index)).unwrap_or_default())
        }
        "inlineStr" => Cow::Borrowed(cell.inline.as_str()),
        "" | "n" => plain(&cell.value),
        _ => Cow::Borrowed(cell.value.as_str()),
    }
}

/// A number without exponent: a telephone number may be stored as 1.38E10.
fn plain(value: &str) -> Cow<'_, str> {
    match value.trim().parse::<f64>() {
        Ok(number) if value.contains(['e', 'E']) && number.abs() < 1e21 => {
            Cow::Owned(number.to_string())
        }
        _ => Cow::Borrowed(value),
    }
}

#[derive(Default)]
struct Comments {
    count: u32,
    authors: Vec<String>,
}

impl Comments {
    fn read(
        &mut self,
        gather: &mut Gather<'_>,
        archive: &Archive<'_>,
        entry: &Entry,
        sheet: &Arc<str>,
    ) {
        let Some(bytes) = gather.entry(archive, entry) else { return };
        let (mut cell, mut text, mut author) = (String::new(), String::new(), String::new());
        let (mut in_author, mut in_text) = (false, false);
        gather.walk(&bytes, |gather, node| match node {
            Node::Open(tag) => match tag.name() {
                "comment" | "threadedComment" => cell = tag.attr("ref").unwrap_or_default(),
                "author" => in_author = true,
                "t" | "text" => in_text = true,
                _ => {}
            },
            Node::Text(more) if in_author => author.push_str(more),
            Node::Text(more) if in_text => text.push_str(more),
            Node::Close("author") => {
                in_author = false;
                add_name(&mut self.authors, &std::mem::take(&mut author));
            }
            Node::Close("t" | "text") => in_text = false,
            Node::Close("comment" | "threadedComment") => {
                self.count = self.count.saturating_add(1);
                let spot =
                    Spot::CellComment { sheet: sheet.clone(), cell: std::mem::take(&mut cell) };
                gather.text(spot, &std::mem::take(&mut text));
            }
            _ => {}
        });
    }
}

/// What is kept of data that stands elsewhere: pivot tables and links keep copies, also of what
/// was taken out of the sheets since. The people of threaded comments stand in a list.
fn cached(gather: &mut Gather<'_>, archive: &Archive<'_>) {
    for entry in &archive.entries {
        let is_cache =
            entry.name.starts_with("xl/pivotCache/") || entry.name.starts_with("xl/externalLinks/");
        let is_people = entry.name.starts_with("xl/persons/");
        if !(is_cache || is_people) || !entry.name.ends_with(".xml") {
            continue;
        }
        let Some(bytes) = gather.entry(archive, entry) else { continue };
        let spot = Spot::Drawing(entry.name.to_string());
        let (mut any, mut on) = (false, false);
        gather.walk(&bytes, |gather, node| match node {
            Node::Open(tag) => {
                on = tag.name() == "v";
                let value = match tag.name() {
                    "s" | "n" | "d" => tag.attr("v"),
                    "person" => tag.attr("displayName"),
                    _ => None,
                };
                if let Some(value) = value {
                    any = true;
                    gather.text(spot.clone(), &value);
                }
            }
            Node::Text(text) if on => {
                any = true;
                gather.text(spot.clone(), text);
            }
            Node::Close(_) => on = false,
            _ => {}
        });
        if any && is_cache {
            gather.find(Spot::File, What::CachedData { part: entry.name.to_string() });
        }
    }
}
