//! Tables, and files that are given out: each is read once and looked into.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use anyhow::Result;
use rayon::prelude::*;

use super::cells::Heads;
use super::{At, Private, in_plain, is_mendable, key, record_tables};
use crate::attachment::{self, Contents, Ending, Finding, Kind, Limits, Reason, Spot, What};
use crate::content;
use crate::detect::{self, Found, Policy};
use crate::diagnostic::{Code, Diagnostic, Place, Source, Text};
use crate::model::entry::Words;
use crate::model::record::Attachment;
use crate::model::{Kind as RecordKind, Model};
use crate::render::given_out;
use crate::say;
use crate::site::{Page, Site};
use crate::tree::{Entry, SitePath, Tree};

/// A file that is given out, as it is given out.
pub struct GivenOut {
    pub path: SitePath,
    pub contents: Contents,
}

impl GivenOut {
    /// One finding for all that is of a sort in the file, with the first places.
    pub fn told(
        &self,
        code: Code,
        is_one: impl Fn(&What) -> bool,
        help: Text,
    ) -> Option<Diagnostic> {
        let mut found = self.contents.findings.iter().filter(|finding| is_one(&finding.what));
        let in_words = |finding: &Finding| {
            let (place, what) = (finding.place.in_words(), finding.what.in_words());
            (format!("{}{}", place.zh, what.zh), format!("{} {}", place.en, what.en))
        };
        let first: Vec<(String, String)> = found.by_ref().take(SPOTS).map(in_words).collect();
        let more = found.count();
        let (zh, en): (Vec<String>, Vec<String>) = first.into_iter().unzip();
        let (zh, en) = (zh.join("；"), en.join("; "));
        let message = match more {
            _ if zh.is_empty() => return None,
            0 => say!("{zh}", "{en}"),
            more => say!("{zh}；另有{more}处", "{en}; and {more} more"),
        };
        Some(Diagnostic::new(code, Place::file(&self.path), message).help(help))
    }
}

/// How many places of one thing in one document are named.
const SPOTS: usize = 3;

/// Why a file is looked into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    GivenOut,
    /// A table of a record whose values are published.
    Data,
    /// A table that is only counted.
    Counted,
    /// Of a record that nobody is to see, or not yet: a draft's, or one of the other edition. Its
    /// revisions may be seen wherever the content is kept.
    Kept,
}

/// Looks into every table and every file of a record, in parallel, in the order of the paths; what
/// may lie hidden in a file is asked of those alone that are given out.
pub fn files(
    tree: &dyn Tree,
    model: &Model,
    site: &Site,
) -> Result<Vec<(Option<GivenOut>, Vec<Private>)>> {
    let mut roles: BTreeMap<SitePath, Role> = BTreeMap::new();
    for (table, is_data) in record_tables(model) {
        let role = if is_data { Role::Data } else { Role::Counted };
        let name = table.as_str().strip_suffix(".csv").unwrap_or(table.as_str());
        roles.extend(SitePath::new(&format!("{name}.xlsx")).map(|workbook| (workbook, role)));
        roles.insert(table, role);
    }
    let listed = if roles.is_empty() { BTreeMap::new() } else { tree.list("content")? };
    roles.retain(|path, _| matches!(listed.get(path), Some(Entry::File(_))));
    for path in of_records(model) {
        roles.entry(path).or_insert(Role::Kept);
    }
    let given_out = site.pages.values().filter_map(|page| match page {
        Page::File(path) => Some(path.clone()),
        _ => None,
    });
    roles.extend(given_out.map(|path| (path, Role::GivenOut)));
    let roles: Vec<(SitePath, Role)> = roles.into_iter().collect();
    roles.into_par_iter().map(|(path, role)| one(tree, model, path, role)).collect()
}

/// The files every record and entry lists or links, whoever may see them.
fn of_records(model: &Model) -> impl Iterator<Item = SitePath> {
    let records = RecordKind::ALL.into_iter().flat_map(|kind| model.records(kind));
    records.flat_map(|record| {
        let base = model.base(record);
        let mut found: Vec<&Attachment> = base.attachments.iter().collect();
        found.extend(base.body.links.files());
        for entry in model.entries_of(record) {
            found.extend(&entry.attachments);
            if let Words::Body(body) = &entry.text {
                found.extend(body.links.files());
            }
        }
        found.into_iter().map(|attachment| attachment.file.clone())
    })
}

fn one(
    tree: &dyn Tree,
    model: &Model,
    path: SitePath,
    role: Role,
) -> Result<(Option<GivenOut>, Vec<Private>)> {
    let policy = &model.settings.check.masks;
    let limits = Limits::default();
    let listed = tree.list(path.as_str())?;
    if listed.get(&path).and_then(Entry::bytes).is_some_and(|bytes| bytes > limits.file) {
        // A film is not read to be told that it is too large.
        let place = attachment::Place { inside: None, spot: Spot::File };
        let findings = vec![Finding { place, what: What::Refused(Reason::TooBig) }];
        let (kind, ending, texts) = (Kind::Unknown, Ending::Unknown, Vec::new());
        let contents = Contents { kind, ending, texts, findings };
        let given_out = (role == Role::GivenOut).then_some(GivenOut { path, contents });
        return Ok((given_out, Vec::new()));
    }
    let bytes = given_out(tree, &path, model.settings.keep_metadata)?;
    let contents = attachment::look(path.name(), &bytes, &limits);
    let is_text = matches!(contents.kind, Kind::Text | Kind::Unknown);
    let mut private = Vec::new();
    match content::decode(bytes).ok().filter(|_| is_text) {
        Some(decoded) => {
            let source = Source::new(&path, decoded.text);
            if path.as_str().ends_with(".csv") {
                in_csv(&source, policy, role, &mut private);
            } else {
                in_plain(&source, policy, &mut private);
            }
        }
        None => in_pieces(&path, &contents, policy, &mut private),
    }
    if role == Role::Counted {
        private.retain(|one| one.certain);
        private.iter_mut().for_each(|one| one.at = At::Counted);
    }
    let given_out = (role == Role::GivenOut).then_some(GivenOut { path, contents });
    Ok((given_out, private))
}

/// A table: what its heads promise, column by column, and what else its cells hold.
fn in_csv(source: &Arc<Source>, policy: &Policy, role: Role, all: &mut Vec<Private>) {
    let rows = content::rows(&source.text);
    let mut heads = Heads::default();
    let mut columns: BTreeMap<u32, Private> = BTreeMap::new();
    for row in &rows {
        for (column, cell) in (0..).zip(&row.cells) {
            // The numbers of a measure are data whatever they look like.
            if role == Role::Data && cell.text.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
                continue;
            }
            let held = heads.next("", column, &cell.text, policy);
            // Cells with doubled quotes or breaks have other bytes than their text.
            let raw = source.text.get(cell.span.clone()).unwrap_or("");
            for found in held.found {
                let span = if raw == cell.text {
                    cell.span.start + found.range.start..cell.span.start + found.range.end
                } else {
                    cell.span.clone()
                };
                let is_mendable = raw == cell.text && is_mendable(&found, held.head.is_some());
                let fix = is_mendable.then(|| found.masked.clone());
                let place = Place::new(source, span.clone());
                let one = |at| Private {
                    fix: fix.clone(),
                    ..Private::new(&found, &cell.text, at, place)
                };
                let Some(head) = held.head else {
                    all.push(one(At::Text));
                    continue;
                };
                let Some(known) = columns.get_mut(&column) else {
                    let (head, cells) = (head.to_owned(), 1);
                    columns.insert(column, one(At::Column { head, cells, of_people: false }));
                    continue;
                };
                known.certain |= found.certain;
                known.keys.extend(cell.text.get(found.range.clone()).map(key));
                known.also.extend(fix.map(|fix| (span, fix)));
                if let At::Column { cells, .. } = &mut known.at {
                    *cells += 1;
                }
            }
        }
    }
    let people = heads.is_of_people("");
    all.extend(columns.into_values().map(|mut column| {
        if let At::Column { of_people, .. } = &mut column.at {
            *of_people = people;
        }
        column
    }));
}

/// A document: each kind once, with its first places.
fn in_pieces(path: &SitePath, contents: &Contents, policy: &Policy, all: &mut Vec<Private>) {
    let mut heads = Heads::default();
    let mut known: BTreeMap<(detect::Kind, bool), Private> = BTreeMap::new();
    let mut seen: BTreeSet<(String, String)> = BTreeSet::new();
    let tables: Vec<String> = (0..=200).map(|table| format!("\u{1}{table}")).collect();
    for piece in &contents.texts {
        let found: Vec<Found> = match &piece.place.spot {
            Spot::Cell { sheet, cell } => {
                heads.next(sheet, column_of(cell), &piece.text, policy).found
            }
            Spot::TableCell { table, column, .. } => {
                // Further tables of one document share their heads.
                let table = &tables[(*table as usize).min(tables.len() - 1)];
                heads.next(table, *column, &piece.text, policy).found
            }
            _ => detect::private(&piece.text, policy),
        };
        for found in found {
            let spot = piece.place.in_words();
            // A cell may be read as part of its row too.
            if !seen.insert((spot.zh.clone(), piece.text[found.range.clone()].to_owned())) {
                continue;
            }
            let at = At::Attachment { times: 0, spots: Vec::new() };
            let new = Private::new(&found, &piece.text, at, Place::file(path));
            let key = new.keys.clone();
            let one = known.entry((found.kind, found.certain)).or_insert(new);
            one.keys.extend(key);
            if let At::Attachment { times, spots } = &mut one.at {
                *times += 1;
                if spots.len() < SPOTS && !spots.contains(&spot) {
                    spots.push(spot);
                }
            }
        }
    }
    all.extend(known.into_values());
}

/// The column of a cell such as AB12.
fn column_of(cell: &str) -> u32 {
    let letters = cell.bytes().take_while(u8::is_ascii_uppercase);
    letters.fold(0, |column: u32, letter| {
        column.saturating_mul(26).saturating_add(u32::from(letter - b'A') + 1)
    })
}
