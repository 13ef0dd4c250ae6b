//! The files of what is signed → its content code: all that the public is given of it, and nothing
//! that says who approved it.
//!
//! It is the same from a folder and from a commit. Encoding, line ends, the layout of the front
//! matter and the order of its keys are no content; drafts of entries are not there.

use std::collections::BTreeSet;

use anyhow::Result;
use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use super::code::{ContentCode, Hasher};
use super::files::{Digest, Files, Form};
use super::site::settings_digest;
use super::subject::Shape;
use crate::content::{self, Document, Map, Node, Value, one_line_end};
use crate::diagnostic::Source;
use crate::model::choice::{Flag, choose};
use crate::model::entry::{Filing, Words, day_of_name};
use crate::model::language::Tag;
use crate::model::seal;
use crate::model::{Kind, Model, RecordId, key};
use crate::tree::SitePath;

/// What belongs to a record, by its model.
#[derive(Debug, Clone)]
pub struct RecordShape {
    pub record: RecordId,
    /// As `tasks/a`.
    pub name: String,
    pub path: String,
    /// The files it and its entries give out.
    pub given_out: Vec<String>,
    /// The languages there may be translations into.
    pub languages: Vec<Tag>,
    /// The names by which rows of returns belong to it.
    pub row_names: BTreeSet<String>,
}

impl RecordShape {
    /// That of a record; of a task `with_rows` of returns, or without them.
    pub fn of(model: &Model, record: RecordId, with_rows: bool) -> Self {
        let base = model.base(record);
        let mut given_out: Vec<String> = base
            .attachments
            .iter()
            .chain(base.body.links.files())
            .chain(base.translations.iter().flat_map(|found| found.body.links.files()))
            .map(|a| a.file.to_string())
            .collect();
        for entry in model.entries_of(record) {
            if !matches!(entry.filing, Filing::File { .. }) {
                continue;
            }
            given_out.extend(entry.attachments.iter().map(|a| a.file.to_string()));
            if let Words::Body(body) = &entry.text {
                given_out.extend(body.links.files().map(|a| a.file.to_string()));
            }
        }
        given_out.sort();
        given_out.dedup();
        let name = format!("{}/{}", record.kind.folder(), base.id);
        let languages = model.settings.languages.iter().cloned().collect();
        let mut row_names = BTreeSet::new();
        if with_rows && record.kind == Kind::Task {
            row_names.extend([base.id.clone(), base.title.clone()]);
        }
        Self { record, name, path: base.path.to_string(), given_out, languages, row_names }
    }

    /// The other form of its path: a file for a folder with `index.md`, and the reverse.
    pub fn other_path(&self) -> String {
        match self.path.strip_suffix("/index.md") {
            Some(folder) => format!("{folder}.md"),
            None => format!("{}/index.md", self.path.trim_end_matches(".md")),
        }
    }

    /// The code of its content among some files; none where it is not there.
    pub fn code(&self, files: &dyn Files) -> Result<Option<ContentCode>> {
        let other = self.other_path();
        let own = [&self.path, &other].into_iter().find(|path| files.has(path));
        let path = own.unwrap_or(&self.path);
        let seals = match self.record.kind {
            Kind::Bulletin => seals(files, path),
            _ => Vec::new(),
        };
        if own.is_none() && seals.is_empty() {
            return Ok(None);
        }
        let mut parts: Vec<(String, Digest)> = Vec::new();
        let mut add = |name: &str, path: &str, form: Form| -> Result<()> {
            parts.extend(files.digest(path, form)?.map(|digest| (name.to_owned(), digest)));
            Ok(())
        };
        if own.is_some() {
            add("", path, Form::Record)?;
        }
        for language in &self.languages {
            let path = format!("{}.{language}.md", path.trim_end_matches(".md"));
            if files.has(&path) {
                add(&format!("translation {language}"), &path, Form::Record)?;
            }
        }
        for (name, path) in &seals {
            add(name, path, Form::Text)?;
        }
        let folder = path.strip_suffix("/index.md");
        if let Some(folder) = folder {
            self.in_folder(files, folder, &mut add)?;
        }
        for path in self.given_out.iter().filter(|path| files.has(path)) {
            let below = folder.and_then(|folder| path.strip_prefix(folder)?.strip_prefix('/'));
            // Beside the tables of the folder, which are read as such.
            let name = below.map_or(path.clone(), |below| format!("./{below}"));
            add(&name, path, Form::Bytes)?;
        }
        let rows = self.row_names.iter().flat_map(|name| files.rows().of(name));
        parts.extend(rows.map(|digest| ("row of a return".to_owned(), digest)));
        parts.sort();
        let mut hasher = Hasher::new("liangshai record 1");
        hasher.put(self.name.as_bytes());
        for (name, digest) in parts {
            hasher.put(name.as_bytes());
            hasher.put(&digest);
        }
        Ok(Some(hasher.code()))
    }

    /// The entries and tables in a record's folder.
    fn in_folder(
        &self,
        files: &dyn Files,
        folder: &str,
        add: &mut dyn FnMut(&str, &str, Form) -> Result<()>,
    ) -> Result<()> {
        let kind = self.record.kind;
        if kind.has_entries() {
            for name in files.names(folder) {
                if day_of_name(&name).is_some() {
                    add(&name, &format!("{folder}/{name}"), Form::Entry)?;
                }
            }
        }
        for table in kind.tables() {
            let csv = format!("{folder}/{table}");
            let xlsx = format!("{}.xlsx", csv.trim_end_matches(".csv"));
            if files.has(&csv) {
                add(table, &csv, Form::Text)?;
            } else if files.has(&xlsx) {
                add(table, &xlsx, Form::Bytes)?;
            }
        }
        Ok(())
    }
}

/// The seals beside a bulletin's record: what was issued is what the public reads.
fn seals(files: &dyn Files, path: &str) -> Vec<(String, String)> {
    let Some((folder, name)) = path.rsplit_once('/') else { return Vec::new() };
    let stem = name.trim_end_matches(".md");
    let names = files.names(folder).into_iter();
    let own = names.filter(|name| seal::of_file_name(name).is_some_and(|(of, _)| of == stem));
    own.map(|name| (name.clone(), format!("{folder}/{name}"))).collect()
}

/// The digest of a file's bytes; none of a draft of an entry.
pub fn digest(path: &str, bytes: Vec<u8>, form: Form) -> Option<Digest> {
    match form {
        Form::Bytes => Some(Sha256::digest(&bytes).into()),
        Form::Text => Some(text_digest(bytes)),
        Form::Settings => Some(settings_digest(path, bytes)),
        Form::Record | Form::Entry => {
            let site_path = SitePath::new(path)?;
            let source = content::source(&site_path, bytes.clone(), &mut Vec::new());
            let Some(document) =
                source.and_then(|source| content::read_document(source, &mut Vec::new()))
            else {
                // It cannot be read, and is content all the same.
                return Some(text_digest(bytes));
            };
            let is_draft = form == Form::Entry && is_draft(&document);
            (!is_draft).then(|| document_digest(&document))
        }
    }
}

/// Of a text, whatever its encoding and its line ends.
pub fn text_digest(bytes: Vec<u8>) -> Digest {
    let mut hasher = Hasher::new("text");
    match content::decode(bytes.clone()) {
        Ok(decoded) => hasher.put(one_line_end(&decoded.text).trim_end_matches('\n').as_bytes()),
        Err(_) => hasher.put(&bytes),
    }
    hasher.digest()
}

pub(super) fn is_draft(document: &Document) -> bool {
    let drafts =
        document.front.entries.iter().filter(|pair| key::DRAFT.is(pair.key(&document.source)));
    let mut words = drafts.filter_map(|pair| pair.value.text(&document.source));
    words.any(|word| choose::<Flag>(word.trim()) == Some(Flag::Yes))
}

/// Of a Markdown file without what was said of it in review.
fn document_digest(document: &Document) -> Digest {
    let mut hasher = Hasher::new("document");
    let (source, front) = (&document.source, &document.front);
    let is_said_of_it = |key: &str| key::REVIEW.is(key) || key::WAIVE.is(key);
    put_map(&mut hasher, source, front, &|key| !is_said_of_it(key));
    hasher.put(one_line_end(document.body()).trim_matches('\n').as_bytes());
    hasher.digest()
}

pub(super) fn put_map(
    hasher: &mut Hasher,
    source: &Source,
    map: &Map,
    counts: &dyn Fn(&str) -> bool,
) {
    // A key left blank says nothing.
    let mut pairs: Vec<(&str, &Node)> = map
        .entries
        .iter()
        .filter(|pair| pair.value.value != Value::Null)
        .map(|pair| (pair.key(source), &pair.value))
        .filter(|(key, _)| counts(key))
        .collect();
    pairs.sort_by_key(|(key, _)| *key);
    hasher.put(b"map");
    hasher.put(&pairs.len().to_be_bytes());
    for (key, value) in pairs {
        hasher.put(key.as_bytes());
        put_node(hasher, source, value);
    }
}

fn put_node(hasher: &mut Hasher, source: &Source, node: &Node) {
    match &node.value {
        Value::Null => hasher.put(b"null"),
        Value::Text(_) => {
            hasher.put(b"text");
            hasher.put(one_line_end(node.text(source).unwrap_or("")).trim().as_bytes());
        }
        Value::List(items) => {
            hasher.put(b"list");
            hasher.put(&items.len().to_be_bytes());
            items.iter().for_each(|item| put_node(hasher, source, item));
        }
        Value::Map(map) => put_map(hasher, source, map, &|_| true),
        Value::Unreadable => {
            hasher.put(b"unreadable");
            hasher.put(source.text.get(node.span.clone()).unwrap_or("").as_bytes());
        }
    }
}

/// The codes of shapes among some files, in their order; none for one that is not there.
pub fn codes(files: &dyn Files, shapes: &[Shape]) -> Result<Vec<Option<ContentCode>>> {
    shapes.par_iter().map(|shape| shape.code(files)).collect()
}
