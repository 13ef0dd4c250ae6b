//! A tree of files read into documents and tables.
//!
//! This stage knows YAML, encodings, CSV, workbooks and which file is Markdown. It does not know
//! what a task is: every scalar stays text, every key stays as typed. What cannot be read is
//! reported with its place, all of it at once, and nothing is guessed that would be published.

mod again;
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
use std::ops::Bound;
use std::sync::Arc;

use rayon::prelude::*;

use self::again::Stale;
use self::names::Kind;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Source};
use crate::say;
use crate::tree::{Entry, SitePath, Stamp, Tree};

pub use self::document::{Document, Map, Node, Pair, Scalar, Value};
pub use self::front_matter::{read as read_document, values};
pub use self::names::SEAL_ENDING;
pub use self::table::{Cell, Row, Table, read as read_table, rows};
pub use self::text::{Decoded, Encoding, NotText, decode, is_blank, one_line_end};
pub use self::toml::toml_map;
pub use self::workbook::read as read_workbook;

/// Largest document or CSV table, in bytes.
const LARGEST_TEXT: u64 = 64 << 20;

/// Everything below content/ that could be read, and what reading it again starts from.
#[derive(Debug, Default)]
pub struct Content {
    pub documents: BTreeMap<SitePath, Arc<Document>>,
    /// By the path of the CSV file, given or not.
    pub tables: BTreeMap<SitePath, Arc<Table>>,
    /// The seals of bulletins, as text.
    pub seals: BTreeMap<SitePath, Arc<Source>>,
    /// Every file, documents and tables included, and what could not be one.
    listing: BTreeMap<SitePath, Entry>,
    faults: BTreeMap<SitePath, Vec<Diagnostic>>,
    /// The file touched last when all were listed: those touched before it still show by their
    /// stamps whether they are the same.
    newest: Option<Stamp>,
    /// Folders that are named like documents.
    document_folders: BTreeSet<SitePath>,
}

impl Content {
    /// The table of a name in a folder.
    pub fn table(&self, folder: &str, name: &str) -> Option<&Table> {
        self.tables.get(format!("{folder}/{name}").as_str()).map(Arc::as_ref)
    }

    /// The length of a regular file in bytes, documents and tables included.
    pub fn bytes(&self, path: &str) -> Option<u64> {
        self.listing.get(path)?.bytes()
    }

    /// The names of the regular files below a folder.
    pub fn below<'a>(&'a self, folder: &str) -> impl Iterator<Item = &'a str> {
        let prefix = format!("{folder}/");
        let from = (Bound::Included(prefix.as_str()), Bound::Unbounded);
        let entries = self.listing.range::<str, _>(from);
        entries
            .map_while(move |(path, entry)| Some((path.as_str().strip_prefix(&prefix)?, entry)))
            .filter(|(_, entry)| matches!(entry, Entry::File(_)))
            .map(|(name, _)| name)
    }
}

/// What reading again changed.
#[derive(Debug, Default)]
pub struct Difference {
    /// Whether a document, a table or another file came or went.
    pub names: bool,
    /// The documents that were read again, as they were before.
    pub documents: BTreeMap<SitePath, Arc<Document>>,
    /// The tables that were read again.
    pub tables: BTreeSet<SitePath>,
    /// The files other than documents that have another length.
    pub lengths: BTreeSet<SitePath>,
}

/// What became of one file.
enum Outcome {
    Nothing,
    Document(Arc<Document>),
    Table(SitePath, Arc<Table>),
    Seal(Arc<Source>),
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
    let mut content = Content::default();
    read_again(tree, is_table, &mut content, None, found)?;
    Ok(content)
}

/// Reads what changed since the content was read; `changed` is all that may have, if that is known.
///
/// Where it is not, a file counts as unchanged if its stamp says so for certain. After a failure
/// the content is to be read from nothing.
pub fn read_again(
    tree: &dyn Tree,
    is_table: &(dyn Fn(&SitePath) -> bool + Sync),
    content: &mut Content,
    changed: Option<&BTreeSet<SitePath>>,
    found: &mut Diagnostics,
) -> anyhow::Result<Difference> {
    let known = match changed {
        Some(changed) => again::known(tree, changed)?,
        None => None,
    };
    let mut stale = match known {
        Some(known) => content.take_in(known),
        None => content.list_anew(tree)?,
    };
    let mut difference = content.take_out(&mut stale);
    // Collected in the order of the paths, whichever thread was first.
    let listing = &content.listing;
    let outcomes: Vec<_> = stale
        .par_iter()
        .map(|Stale { path, .. }| {
            let mut faults = Vec::new();
            let outcome = match listing.get(path) {
                None => Outcome::Nothing,
                Some(entry) => {
                    let kind = names::kind(path, listing, is_table);
                    read_file(tree, path, entry, kind, &mut faults)
                }
            };
            (outcome, faults)
        })
        .collect();
    content.put_in(&stale, outcomes);
    if !difference.names {
        stale.into_iter().for_each(|stale| difference.note(stale, content));
    }
    found.extend(content.document_folders.iter().map(names::document_folder));
    found.extend(content.faults.values().flatten().cloned());
    Ok(difference)
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
        Kind::Document | Kind::Table | Kind::Seal | Kind::Workbook(_) if stamp.bytes > largest => {
            found.push(too_large(path, largest));
            return Outcome::Nothing;
        }
        Kind::Document | Kind::Table | Kind::Seal | Kind::Workbook(_) => match tree.read(path) {
            Ok(bytes) => bytes,
            Err(error) => {
                found.push(unreadable(path, &error));
                return Outcome::Nothing;
            }
        },
    };
    if let Kind::Workbook(table) = kind {
        return workbook::read(&Arc::from(path), &bytes, found)
            .map_or(Outcome::Nothing, |read| Outcome::Table(table, Arc::new(read)));
    }
    let Some(source) = source(path, bytes, found) else { return Outcome::Nothing };
    match kind {
        Kind::Seal => Outcome::Seal(source),
        Kind::Table => table::read(source, found)
            .map_or(Outcome::Nothing, |table| Outcome::Table(path.clone(), Arc::new(table))),
        _ => front_matter::read(source, found)
            .map_or(Outcome::Nothing, |document| Outcome::Document(Arc::new(document))),
    }
}

/// The text of a file, with a warning if it is not UTF-8; none where it is no text, or two versions of
/// one.
pub fn source(path: &SitePath, bytes: Vec<u8>, found: &mut Vec<Diagnostic>) -> Option<Arc<Source>> {
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
    if let Some(span) = text::merge_conflict(&source.text) {
        let message = say!(
            "git 没能合并这里，两种写法都在文件里",
            "git could not merge this, and both versions are in the file"
        );
        let help = say!(
            "留下对的一种，连同 <<<<<<<、=======、>>>>>>> 三行一起删去其余的",
            "keep the right one, and delete the other with the lines <<<<<<<, ======= and >>>>>>>"
        );
        let place = Place::new(&source, span);
        found.push(Diagnostic::new(Code::MergeConflict, place, message).help(help));
        return None;
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
