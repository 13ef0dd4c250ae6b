//! A tree of files read into documents and tables.
//!
//! This stage knows YAML, encodings, CSV, workbooks and which file is Markdown. It does not know
//! what a task is: every scalar stays text, every key stays as typed. What cannot be read is
//! reported with its place, all of it at once, and nothing is guessed that would be published.

mod document;
mod front_matter;
pub mod markdown;
mod names;
mod slips;
mod table;
mod text;
mod toml;
mod workbook;
mod yaml;

use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::sync::Arc;

use rayon::prelude::*;

use self::names::Kind;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Source};
use crate::say;
use crate::tree::{Entry, SitePath, Tree};

pub use self::document::{Document, Map, Node, Pair, Value};
pub use self::table::{Cell, Row, Table};
pub use self::text::{Decoded, Encoding, NotText, decode};
pub use self::toml::toml_map;

/// Largest document or CSV table, in bytes.
const LARGEST_TEXT: u64 = 64 << 20;

/// Everything below content/ that could be read.
#[derive(Debug, Clone, Default)]
pub struct Content {
    pub documents: BTreeMap<SitePath, Document>,
    /// By the path of the CSV file, given or not.
    pub tables: BTreeMap<SitePath, Table>,
    /// Every regular file and its length in bytes, documents and tables included.
    pub files: BTreeMap<SitePath, u64>,
}

impl Content {
    /// The table of a name in a folder.
    pub fn table(&self, folder: &str, name: &str) -> Option<&Table> {
        self.tables.get(format!("{folder}/{name}").as_str())
    }
}

/// What became of one file.
enum Outcome {
    Nothing,
    Document(Document),
    Table(SitePath, Table),
}

/// Reads the content of a site. `is_table` tells, by its CSV path, which table is data of a
/// record; other spreadsheets are attachments.
///
/// Fails only if the folder itself cannot be listed; what is wrong with a file is in `found`,
/// in the order of the paths.
pub fn read(
    tree: &dyn Tree,
    is_table: &(dyn Fn(&SitePath) -> bool + Sync),
    found: &mut Diagnostics,
) -> anyhow::Result<Content> {
    let listing = tree.list("content")?;
    let mut folders = BTreeSet::new();
    let mut files = BTreeMap::new();
    let mut work = Vec::new();
    for (path, entry) in &listing {
        let kind = names::kind(path, &listing, is_table);
        if matches!(kind, Kind::Ignored) {
            continue;
        }
        folders.extend(names::in_document_folder(path));
        if let Entry::File(stamp) = entry {
            files.insert(path.clone(), stamp.bytes);
        }
        work.push((path, entry, kind));
    }
    for folder in &folders {
        found.push(names::document_folder(folder));
    }
    // Collected in the order of the paths, whichever thread was first.
    let outcomes: Vec<_> = work
        .into_par_iter()
        .map(|(path, entry, kind)| {
            let mut faults = Vec::new();
            let outcome = read_file(tree, path, entry, kind, &mut faults);
            (path, outcome, faults)
        })
        .collect();
    let mut content = Content { files, ..Content::default() };
    for (path, outcome, faults) in outcomes {
        found.extend(faults);
        match outcome {
            Outcome::Nothing => {}
            Outcome::Document(document) => {
                content.documents.insert(path.clone(), document);
            }
            Outcome::Table(path, table) => {
                content.tables.insert(path, table);
            }
        }
    }
    Ok(content)
}

fn read_file(
    tree: &dyn Tree,
    path: &SitePath,
    entry: &Entry,
    kind: Kind,
    found: &mut Vec<Diagnostic>,
) -> Outcome {
    let Entry::File(stamp) = entry else {
        found.extend(names::unusable(path, entry));
        return Outcome::Nothing;
    };
    let largest = if matches!(kind, Kind::Workbook(_)) { workbook::LARGEST } else { LARGEST_TEXT };
    let bytes = match kind {
        Kind::Ignored | Kind::Other => return Outcome::Nothing,
        Kind::Refused(fault) => {
            found.push(fault);
            return Outcome::Nothing;
        }
        Kind::Document | Kind::Table | Kind::Workbook(_) if stamp.bytes > largest => {
            found.push(too_large(path, largest));
            return Outcome::Nothing;
        }
        Kind::Document | Kind::Table | Kind::Workbook(_) => match tree.read(path) {
            Ok(bytes) => bytes,
            Err(error) => {
                found.push(unreadable(path, &error));
                return Outcome::Nothing;
            }
        },
    };
    if let Kind::Workbook(table) = kind {
        return workbook::read(&Arc::from(path), &bytes, found)
            .map_or(Outcome::Nothing, |read| Outcome::Table(table, read));
    }
    let Some(source) = source(path, &bytes, found) else { return Outcome::Nothing };
    match kind {
        Kind::Table => table::read(source, found)
            .map_or(Outcome::Nothing, |table| Outcome::Table(path.clone(), table)),
        _ => front_matter::read(source, found).map_or(Outcome::Nothing, Outcome::Document),
    }
}

/// The text of a file, with a warning if it is not UTF-8.
pub fn source(path: &SitePath, bytes: &[u8], found: &mut Vec<Diagnostic>) -> Option<Arc<Source>> {
    let decoded = match decode(bytes) {
        Ok(decoded) => decoded,
        Err(NotText { line }) => {
            let message = say!(
                "{path} 不是文本文件，或编码已损坏（第 {line} 行）",
                "{path} is no text, or its encoding is damaged (line {line})"
            );
            let help = say!("用编辑器打开，另存为 UTF-8", "open it in an editor, save it as UTF-8");
            let place = Place::file(Arc::from(path));
            found.push(Diagnostic::new(Code::NotText, place, message).help(help));
            return None;
        }
    };
    let source = Source::new(Arc::from(path), decoded.text);
    if decoded.encoding != Encoding::Utf8 {
        let name = decoded.encoding.name();
        let message = say!("文件的编码是 {name}，不是 UTF-8", "the file is in {name}, not UTF-8");
        let help = say!(
            "运行 liangshai check --fix 改写为 UTF-8",
            "`liangshai check --fix` rewrites it in UTF-8"
        );
        let place = Place::start(&source);
        found.push(Diagnostic::new(Code::OtherEncoding, place, message).help(help));
    }
    Some(source)
}

fn too_large(path: &SitePath, largest: u64) -> Diagnostic {
    let megabytes = largest >> 20;
    let message = say!("{path} 超过 {megabytes} MB", "{path} is larger than {megabytes} MB");
    let help = say!("大文件作为附件存放", "keep large files as attachments");
    Diagnostic::new(Code::Unreadable, Place::file(Arc::from(path)), message).help(help)
}

fn unreadable(path: &SitePath, error: &anyhow::Error) -> Diagnostic {
    let kind = error.root_cause().downcast_ref::<std::io::Error>().map(std::io::Error::kind);
    let message = match kind {
        Some(ErrorKind::NotFound) => {
            say!("读取 {path} 时它已不在了", "{path} is no longer there")
        }
        Some(ErrorKind::PermissionDenied) => {
            say!("没有权限读取 {path}", "no permission to read {path}")
        }
        _ => say!("读取 {path} 时中断", "reading {path} was interrupted"),
    };
    let help = say!("检查文件和磁盘，再试一次", "see to the file and the disk, and try again");
    Diagnostic::new(Code::Unreadable, Place::file(Arc::from(path)), message).help(help)
}

#[cfg(test)]
mod tests;
