//! The text of a Word document: body, headers, footers, notes and comments, with what is marked
//! as changed or hidden.

use std::collections::BTreeMap;

use super::contents::{External, Spot, What};
use super::gather::{Gather, add_name};
use super::xml::{Node, Tag};
use super::zip::Archive;

/// Which part of a document is being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Body,
    Header,
    Footer,
    Note,
    Comments,
}

/// Reads every part that holds text.
pub(super) fn look(
    gather: &mut Gather<'_>,
    archive: &Archive<'_>,
    types: &BTreeMap<String, String>,
) {
    let mut found = Found::default();
    for entry in &archive.entries {
        let typ = types.get(entry.name.as_ref()).map(String::as_str).unwrap_or_default();
        let Some(part) = part_of(&entry.name, typ) else { continue };
        let Some(bytes) = gather.entry(archive, entry) else { continue };
        let mut reader = Reader::new(part, &mut found);
        gather.walk(&bytes, |gather, node| reader.node(gather, node));
        reader.leave(gather);
    }
    found.told(gather);
}

/// What a part is by its type, or by its path where a program gave it none.
fn part_of(path: &str, typ: &str) -> Option<Part> {
    let typ = typ.strip_suffix("+xml").unwrap_or(typ).rsplit('.').next().unwrap_or_default();
    let file = path.strip_prefix("word/").unwrap_or_default();
    let file = file.strip_suffix(".xml").unwrap_or_default();
    let name =
        if typ.is_empty() { file.trim_end_matches(|c: char| c.is_ascii_digit()) } else { typ };
    match name {
        "main" if path.ends_with(".xml") => Some(Part::Body),
        "document" => Some(Part::Body),
        "header" => Some(Part::Header),
        "footer" => Some(Part::Footer),
        "footnotes" | "endnotes" => Some(Part::Note),
        "comments" => Some(Part::Comments),
        _ => None,
    }
}

/// What is counted over all parts.
#[derive(Default)]
struct Found {
    comments: u32,
    commenters: Vec<String>,
    inserted: u32,
    deleted: u32,
    moved: u32,
    editors: Vec<String>,
    hidden: u32,
}

impl Found {
    fn told(self, gather: &mut Gather<'_>) {
        if self.comments > 0 {
            let what = What::Comments { count: self.comments, authors: self.commenters };
            gather.find(Spot::File, what);
        }
        if self.inserted + self.deleted + self.moved > 0 || !self.editors.is_empty() {
            gather.find(
                Spot::File,
                What::TrackedChanges {
                    inserted: self.inserted,
                    deleted: self.deleted,
                    moved: self.moved,
                    authors: self.editors,
                },
            );
        }
        if self.hidden > 0 {
            gather.find(Spot::File, What::HiddenText { characters: self.hidden });
        }
    }
}

/// A paragraph being read; one may stand in another, in a text box.
#[derive(Default)]
struct Paragraph {
    number: u32,
    text: String,
    deleted: String,
    spot: Option<Spot>,
}

struct Reader<'f> {
    part: Part,
    found: &'f mut Found,
    paragraphs: Vec<Paragraph>,
    count: u32,
    /// Tables one in another: number, row and column.
    tables: Vec<(u32, u32, u32)>,
    tables_seen: u32,
    /// How deep in marks of deletion, and in what stands for older programs.
    deletions: u32,
    fallbacks: u32,
    in_run_format: bool,
    hidden: bool,
    in_text: bool,
    in_code: bool,
    code: String,
}

impl<'f> Reader<'f> {
    fn new(part: Part, found: &'f mut Found) -> Self {
        Self {
            part,
            found,
            paragraphs: Vec::new(),
            count: 0,
            tables: Vec::new(),
            tables_seen: 0,
            deletions: 0,
            fallbacks: 0,
            in_run_format: false,
            hidden: false,
            in_text: false,
            in_code: false,
            code: String::new(),
        }
    }

    fn node(&mut self, gather: &mut Gather<'_>, node: Node<'_>) {
        match node {
            Node::Open(tag) if tag.name() == "Fallback" => self.fallbacks += 1,
            Node::Close("Fallback") => self.fallbacks = self.fallbacks.saturating_sub(1),
            _ if self.fallbacks > 0 => {}
            Node::Open(tag) => self.open(gather, &tag),
            Node::Close(name) => self.close(gather, name),
            Node::Text(text) if self.in_code => self.code.push_str(text),
            Node::Text(text) if self.in_text => self.put(text),
            Node::Text(_) | Node::Instruction(_) => {}
        }
    }

    fn put(&mut self, text: &str) {
        if self.hidden {
            let characters = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
            self.found.hidden = self.found.hidden.saturating_add(characters);
        }
        if self.paragraphs.is_empty() {
            self.paragraphs.push(Paragraph::default());
        }
        if let Some(paragraph) = self.paragraphs.last_mut() {
            match self.deletions {
                0 => paragraph.text.push_str(text),
                _ => paragraph.deleted.push_str(text),
            }
        }
    }

    fn open(&mut self, gather: &mut Gather<'_>, tag: &Tag<'_>) {
        match tag.name() {
            "p" => self.paragraph(),
            "t" | "delText" => self.in_text = true,
            "instrText" | "delInstrText" => self.in_code = true,
            "tab" if !self.paragraphs.is_empty() && !self.in_run_format => self.put("\t"),
            "br" | "cr" => self.put("\n"),
            "noBreakHyphen" => self.put("-"),
            "r" => self.hidden = false,
            "rPr" => self.in_run_format = true,
            "vanish" | "webHidden" if self.in_run_format => {
                let value = tag.attr("val");
                self.hidden = !matches!(value.as_deref(), Some("0" | "false" | "off"));
            }
            "tbl" => {
                self.tables_seen += 1;
                self.tables.push((self.tables_seen, 0, 0));
            }
            "tr" => {
                self.tables.iter_mut().last().into_iter().for_each(|t| (t.1, t.2) = (t.1 + 1, 0))
            }
            "tc" => self.tables.iter_mut().last().into_iter().for_each(|t| t.2 += 1),
            "comment" => {
                self.found.comments += 1;
                add_name(&mut self.found.commenters, &tag.attr("author").unwrap_or_default());
            }
            "docPr" | "cNvPr" => {
                for name in ["descr", "title"] {
                    gather.text(Spot::AltText, &tag.attr(name).unwrap_or_default());
                }
            }
            name => self.change(name, tag),
        }
    }

    /// Counts what is marked as changed.
    fn change(&mut self, name: &str, tag: &Tag<'_>) {
        let count = match name {
            "ins" | "cellIns" => &mut self.found.inserted,
            "del" | "cellDel" => &mut self.found.deleted,
            "moveTo" => &mut self.found.moved,
            // A change of format alone, or the place something was moved from.
            "moveFrom" | "rPrChange" | "pPrChange" | "tblPrChange" | "trPrChange"
            | "tcPrChange" | "sectPrChange" | "numberingChange" | "cellMerge" => &mut 0,
            _ => return,
        };
        *count = count.saturating_add(1);
        if matches!(name, "del" | "moveFrom") {
            self.deletions += 1;
        }
        add_name(&mut self.found.editors, &tag.attr("author").unwrap_or_default());
    }

    fn paragraph(&mut self) {
        self.count += 1;
        let spot = match (self.part, self.tables.last()) {
            (Part::Body, Some(&(table, row, column))) => Spot::TableCell { table, row, column },
            (Part::Body, None) => Spot::Paragraph(self.count),
            (Part::Header, _) => Spot::Header,
            (Part::Footer, _) => Spot::Footer,
            (Part::Note, _) => Spot::Note,
            (Part::Comments, _) => Spot::Comment(self.found.comments),
        };
        self.paragraphs.push(Paragraph {
            number: self.count,
            spot: Some(spot),
            ..Paragraph::default()
        });
    }

    fn close(&mut self, gather: &mut Gather<'_>, name: &str) {
        match name {
            "t" | "delText" => self.in_text = false,
            "instrText" | "delInstrText" => {
                self.in_code = false;
                self.code.push(' ');
            }
            "rPr" => self.in_run_format = false,
            "r" => self.hidden = false,
            "del" | "moveFrom" => self.deletions = self.deletions.saturating_sub(1),
            "tbl" => drop(self.tables.pop()),
            "p" => self.end_paragraph(gather),
            _ => {}
        }
    }

    fn end_paragraph(&mut self, gather: &mut Gather<'_>) {
        let code = std::mem::take(&mut self.code);
        field(gather, &code);
        let Some(paragraph) = self.paragraphs.pop() else { return };
        let spot = paragraph.spot.unwrap_or(Spot::File);
        gather.text(spot, &paragraph.text);
        gather.text(Spot::Deleted { paragraph: paragraph.number }, &paragraph.deleted);
    }

    /// Keeps what a damaged file leaves open.
    fn leave(&mut self, gather: &mut Gather<'_>) {
        while !self.paragraphs.is_empty() {
            self.end_paragraph(gather);
        }
    }
}

/// The instruction of a field: an address, or something to fetch.
fn field(gather: &mut Gather<'_>, code: &str) {
    let mut words = code.split_whitespace();
    let kind = match words.next().unwrap_or_default().to_ascii_uppercase().as_str() {
        "HYPERLINK" => None,
        "INCLUDEPICTURE" => Some(External::Picture),
        "DDE" | "DDEAUTO" | "INCLUDETEXT" | "LINK" | "IMPORT" | "DATABASE" => Some(External::Data),
        _ => return,
    };
    gather.text(Spot::Link, code);
    if let Some(kind) = kind {
        let rest = words.collect::<Vec<_>>().join(" ");
        let quoted = rest.strip_prefix('"').and_then(|quoted| quoted.split_once('"'));
        let target = quoted.map_or(rest.as_str(), |(target, _)| target).to_owned();
        gather.find(Spot::File, What::External { kind, target });
    }
}
