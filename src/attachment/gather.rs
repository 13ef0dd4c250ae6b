//! Where the readers of the formats put what they find, within the limits.

use std::sync::Arc;

use super::contents::{Finding, Piece, Place, Reason, Spot, Unread, What};
use super::kind::Kind;
use super::limits::{Budget, Limits};
use super::xml::{self, Node};
use super::zip::{Archive, Entry, Fault};
use crate::content;

/// What has been found so far, and what of the limits is left.
pub(super) struct Gather<'a> {
    pub limits: &'a Limits,
    pub budget: Budget,
    pub texts: Vec<Piece>,
    pub findings: Vec<Finding>,
    /// The file packed inside that is being looked into.
    inside: Option<Arc<str>>,
    cut: bool,
}

impl<'a> Gather<'a> {
    pub fn new(limits: &'a Limits) -> Self {
        Self {
            limits,
            budget: Budget::new(limits),
            texts: Vec::new(),
            findings: Vec::new(),
            inside: None,
            cut: false,
        }
    }

    /// Whether the file being looked into is packed inside another.
    pub fn is_inside(&self) -> bool {
        self.inside.is_some()
    }

    /// Looks into a file packed inside this one.
    pub fn enter(&mut self, name: Arc<str>, look: impl FnOnce(&mut Self)) {
        let outer = self.inside.replace(name);
        look(self);
        self.inside = outer;
    }

    /// Keeps a text, unless it is blank or there is too much already.
    pub fn text(&mut self, spot: Spot, text: &str) {
        let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\0');
        if text.is_empty() {
            return;
        }
        if self.budget.pieces == 0 || self.budget.text < text.len() {
            if !self.cut {
                self.cut = true;
                self.find(Spot::File, What::TextNotRead(Unread::TooMuch));
            }
            return;
        }
        self.budget.pieces -= 1;
        self.budget.text -= text.len();
        let place = Place { inside: self.inside.clone(), spot };
        self.texts.push(Piece { place, text: text.to_owned() });
    }

    /// Keeps a finding, each once.
    pub fn find(&mut self, spot: Spot, what: What) {
        let finding = Finding { place: Place { inside: self.inside.clone(), spot }, what };
        // Harmless findings without number must not keep a bad one out.
        let most = self.limits.findings * if finding.what.is_refused() { 2 } else { 1 };
        if self.findings.len() < most && !self.findings.contains(&finding) {
            self.findings.push(finding);
        }
    }

    /// Tells that the file was not read to its end.
    pub fn refuse(&mut self, reason: Reason) {
        self.find(Spot::File, What::Refused(reason));
    }

    /// The bytes of an entry; what goes wrong is told.
    pub fn entry(&mut self, archive: &Archive<'_>, entry: &Entry) -> Option<Vec<u8>> {
        match archive.read(entry, &mut self.budget, self.limits) {
            Ok(bytes) => return Some(bytes),
            Err(Fault::Reason(reason)) => self.refuse(reason),
            Err(Fault::Encrypted) => self.find(Spot::File, What::Encrypted),
            Err(Fault::Packing) => self.find(Spot::File, What::TextNotRead(Unread::Packing)),
        }
        None
    }

    /// Walks through XML; what goes wrong is told. The walker's own findings are given to it,
    /// since it cannot reach these meanwhile.
    pub fn walk(&mut self, bytes: &[u8], mut on: impl FnMut(&mut Self, Node<'_>)) {
        let limits = self.limits;
        match xml::walk(bytes, limits, &mut |node| on(self, node)) {
            Ok(()) => {}
            Err(xml::Fault::Damaged) => self.refuse(Reason::Damaged),
            Err(xml::Fault::Deep) => self.refuse(Reason::Bomb),
            Err(xml::Fault::Entities) => self.find(Spot::File, What::Entities),
        }
    }

    /// Reads a text file, line by line.
    pub fn lines(&mut self, bytes: &[u8], kind: Kind) {
        match content::decode(bytes.to_vec()) {
            Ok(decoded) => {
                for (number, line) in (1..).zip(decoded.text.lines()) {
                    self.text(Spot::Line(number), line);
                }
            }
            Err(_) if kind == Kind::Unknown => {
                self.find(Spot::File, What::TextNotRead(Unread::Format));
            }
            Err(_) => self.find(Spot::File, What::TextNotRead(Unread::Encoding)),
        }
    }
}

/// Adds a name to a list, each once, in order of appearance.
pub(super) fn add_name(names: &mut Vec<String>, name: &str) {
    // More names than anybody reads add nothing.
    if !name.trim().is_empty() && names.len() < 100 && !names.iter().any(|known| known == name) {
        names.push(name.trim().to_owned());
    }
}
