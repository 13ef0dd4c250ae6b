//! Notes: numbered as they are called, gathered below the body, with ways back.

use std::collections::BTreeMap;
use std::mem;

use pulldown_cmark::Event;

use super::Writer;
use super::html::attribute;
use crate::content::markdown::has_chinese;

/// Notes: definitions as they are met, numbers as they are called for.
#[derive(Default)]
pub(super) struct Notes<'a> {
    pub(super) reading: Vec<(String, Vec<Event<'a>>)>,
    pub(super) definitions: BTreeMap<String, Vec<Event<'a>>>,
    pub(super) numbers: BTreeMap<String, usize>,
    /// By number: the name, and how often it is called.
    pub(super) called: Vec<(String, usize)>,
}

impl<'a> Writer<'a, '_> {
    pub(super) fn call_note(&mut self, name: &str) {
        let name = name.to_lowercase();
        let next = self.notes.called.len() + 1;
        let number = *self.notes.numbers.entry(name.clone()).or_insert(next);
        if number == next {
            self.notes.called.push((name, 0));
        }
        let calls = &mut self.notes.called[number - 1].1;
        *calls += 1;
        let calls = *calls;
        // A note belongs to what it follows: no space in Chinese, and as written elsewhere.
        self.break_line(self.last);
        let id = self.call_id(number, calls);
        let label = format!("{} {number}", self.options.footnote_label);
        self.open("sup", &(attribute("class", "footnote") + &attribute("id", &id)));
        if self.link.is_none() {
            let mut attributes = attribute("href", &format!("#{}", self.note_id(number)));
            attributes.push_str(" role=\"doc-noteref\"");
            attributes.push_str(&attribute("aria-label", &label));
            self.open("a", &attributes);
            self.out.push_str(&number.to_string());
            self.close("a");
        } else {
            self.out.push_str(&number.to_string());
        }
        self.close("sup");
    }

    /// A colon keeps these apart from the ids of headings, which have none.
    fn note_id(&self, number: usize) -> String {
        format!("{}fn:{number}", self.options.id_prefix)
    }

    fn call_id(&self, number: usize, call: usize) -> String {
        let prefix = &self.options.id_prefix;
        match call {
            1 => format!("{prefix}fnref:{number}"),
            _ => format!("{prefix}fnref:{number}-{call}"),
        }
    }

    /// Writes the notes that were called, in that order; a note may call another.
    pub(super) fn footnotes(&mut self) {
        if self.notes.called.is_empty() {
            return;
        }
        let label = self.options.footnote_label.clone();
        let mut attributes = attribute("class", "footnotes");
        attributes.push_str(" role=\"doc-endnotes\"");
        attributes.push_str(&attribute("aria-label", &label));
        self.open_block("section", &attributes);
        self.open_block("ol", "");
        let mut starts = Vec::new();
        let mut number = 0;
        while let Some((name, _)) = self.notes.called.get(number) {
            number += 1;
            let events = self.notes.definitions.remove(name).unwrap_or_default();
            self.start_block();
            let id = self.note_id(number);
            self.open("li", &attribute("id", &id));
            for event in events {
                self.write(event);
            }
            self.end_block();
            // The ways back are known once the last note has been read: a later one may call this.
            starts.push(self.out.len());
            self.close_block("li");
        }
        self.close_block("ol");
        self.close_block("section");
        self.ways_back(&starts, &label);
    }

    /// Puts a link back to each call at the end of each note.
    fn ways_back(&mut self, ends: &[usize], label: &str) {
        let written = mem::take(&mut self.out);
        let mut from = 0;
        for (index, &end) in ends.iter().enumerate() {
            let note = &written[from..end];
            let (note, close) = match note.strip_suffix("</p>\n") {
                Some(open) => (open, "</p>\n"),
                None => (note, ""),
            };
            self.out.push_str(note);
            let number = index + 1;
            for call in 1..=self.notes.called[index].1 {
                let which = if call > 1 { format!(" {call}") } else { String::new() };
                let spoken = if has_chinese(label) {
                    format!("返回{label} {number} 的引用处{which}")
                } else {
                    format!("Back to reference {number}{which}")
                };
                let mut attributes = attribute("href", &format!("#{}", self.call_id(number, call)));
                attributes.push_str(" class=\"backlink\" role=\"doc-backlink\"");
                attributes.push_str(&attribute("aria-label", &spoken));
                self.out.push(' ');
                self.tag("a", &attributes);
                // The selector keeps phones from drawing the arrow as a picture.
                self.out.push_str("↩\u{fe0e}</a>");
            }
            self.out.push_str(close);
            from = end;
        }
        self.out.push_str(&written[from..]);
    }
}
