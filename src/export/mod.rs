//! Facts → data files: JSON and CSV that say what the pages say.
//!
//! Each kind's rows are structs whose fields come in the contract's order, built one at a time; the
//! JSON is that struct written out, and the CSV is read off the row's JSON. Nothing is computed
//! here. Workbooks are the same tables as the CSV, a kind's and those it is continued in. What is kept from readers never reaches this stage; 审查, 佐证材料, 其他 and the names of
//! people are left out of the data as well.

mod bulletins;
pub mod catalogue;
mod changes;
mod csv;
pub mod dataset;
pub mod dictionary;
mod duties;
mod evaluations;
mod groups;
mod highlights;
mod indicators;
mod inspections;
mod json;
mod news;
mod offices;
pub mod package;
mod pages;
mod plans;
mod policies;
mod posts;
mod problems;
mod publicity;
mod returns;
mod row;
pub mod schema;
mod summary;
#[cfg(feature = "xlsx")]
mod table;
mod tasks;
mod visits;
#[cfg(feature = "xlsx")]
mod workbook;

#[cfg(test)]
mod tests;

pub use bulletins::edition;
pub use json::SCHEMA_VERSION;

use crate::facts::{Facts, Revision};
use crate::model::{Id, Kind, Problem, RecordId, Task};
use row::{Context, Row};
#[cfg(feature = "xlsx")]
use table::Table;

/// A form a data file comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    Json,
    Csv,
    /// A workbook, with further sheets for what the rows are continued in.
    #[cfg(feature = "xlsx")]
    Xlsx,
}

impl Format {
    /// As a file's name ends.
    pub fn ending(self) -> &'static str {
        match self {
            Format::Json => "json",
            Format::Csv => "csv",
            #[cfg(feature = "xlsx")]
            Format::Xlsx => "xlsx",
        }
    }

    /// The type of media, as servers name it.
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Json => "application/json",
            Format::Csv => "text/csv",
            #[cfg(feature = "xlsx")]
            Format::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

/// The forms of what has a row a record.
#[cfg(feature = "xlsx")]
const FORMATS: &[Format] = &[Format::Json, Format::Csv, Format::Xlsx];
#[cfg(not(feature = "xlsx"))]
const FORMATS: &[Format] = &[Format::Json, Format::Csv];

/// What the data repeat from the pages: given by the caller, so that nothing is computed twice.
pub trait Pages {
    /// A record's address from the root of the site, as `/tasks/x/`.
    fn url(&self, record: RecordId) -> Option<String>;
    /// The sentence that says why a task is in its state.
    fn why(&self, task: Id<Task>) -> String;
    /// The sentence that says why a problem is in its state.
    fn why_problem(&self, problem: Id<Problem>) -> String;
    /// What a revision changed of a record, a phrase each.
    fn changes(&self, record: RecordId, revision: &Revision) -> Vec<String>;
}

/// A data file of a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DataFile {
    /// As in `data/<name>.json`.
    pub name: &'static str,
    /// The kind of record it is of; none where it is of all.
    pub kind: Option<Kind>,
    pub formats: &'static [Format],
}

const VALUES: &str = "indicator-values";
const RANKS: &str = "indicator-ranks";
const VISIT_POSTS: &str = "visit-posts";
const VISIT_ISSUES: &str = "visit-issues";
const CATEGORIES: &str = "publicity-categories";
const EVALUATION_SCORES: &str = "evaluation-scores";
const SUMMARY: &str = "office-summary";
const DUTY_MEASURES: &str = "duty-measures";
const HIGHLIGHT_FIGURES: &str = "highlight-figures";
const CHANGES: &str = "changes";
const REVISIONS: &str = "bulletin-revisions";

/// The files a kind's rows are continued in: what a CSV with a row a record has no room for.
const CONTINUED: &[(Kind, &[&str])] = &[
    (Kind::Indicator, &[VALUES, RANKS]),
    (Kind::Duty, &[DUTY_MEASURES]),
    (Kind::Evaluation, &[EVALUATION_SCORES]),
    (Kind::Highlight, &[HIGHLIGHT_FIGURES]),
    (Kind::Visit, &[VISIT_POSTS, VISIT_ISSUES]),
    (Kind::Publicity, &[CATEGORIES]),
    (Kind::Bulletin, &[REVISIONS]),
];

/// The data files a site has: one a kind with records, what these are continued in, and
/// returns wherever a plan asks for them; and the changes of all records, where git knows any.
pub fn files(facts: &Facts) -> Vec<DataFile> {
    let mut files = Vec::new();
    for kind in Kind::ALL {
        let name = kind.folder();
        let wanted = match kind {
            // An office that owes nothing yet is an answer too.
            Kind::Return => returns::are_asked_for(facts),
            kind => facts.ids(kind).next().is_some(),
        };
        if wanted {
            let kind = Some(kind);
            files.push(DataFile { name, kind, formats: FORMATS });
        }
        if kind == Kind::Office && facts.plans_compared().next().is_some() {
            files.push(DataFile { name: SUMMARY, kind: Some(kind), formats: FORMATS });
        }
        let continued =
            CONTINUED.iter().filter(|(of, _)| *of == kind).flat_map(|(_, names)| *names);
        let filled = continued.filter(|name| has_rows(facts, kind, name));
        let kind = Some(kind);
        files.extend(filled.map(|name| DataFile { name, kind, formats: &[Format::Csv] }));
    }
    if facts.has_revisions() {
        files.push(DataFile { name: CHANGES, kind: None, formats: FORMATS });
    }
    files
}

/// Whether a kind's rows are continued in a file.
fn has_rows(facts: &Facts, kind: Kind, file: &str) -> bool {
    match file {
        // How many there are takes the facts of other days; the head is there in any case.
        EVALUATION_SCORES => facts.ids(kind).next().is_some(),
        _ => rows(facts, file) > 0,
    }
}

/// How many rows a data file has as CSV.
pub fn rows(facts: &Facts, file: &str) -> usize {
    match file {
        VALUES => indicators::count_values(facts),
        RANKS => indicators::count_ranks(facts),
        VISIT_POSTS => visits::count_posts(facts),
        VISIT_ISSUES => visits::count_issues(facts),
        CATEGORIES => publicity::count_categories(facts),
        EVALUATION_SCORES => evaluations::count_scores(facts),
        SUMMARY => summary::count(facts),
        DUTY_MEASURES => duties::count_measures(facts),
        HIGHLIGHT_FIGURES => highlights::count_figures(facts),
        CHANGES => facts.recent_revisions().listed.len(),
        REVISIONS => bulletins::count_revisions(facts),
        _ => match kind_of(file) {
            Kind::Return => returns::count(facts),
            kind => facts.ids(kind).count(),
        },
    }
}

/// Appends a data file to `out`; the same facts give the same bytes.
pub fn write(facts: &Facts, pages: &dyn Pages, file: &str, format: Format, out: &mut Vec<u8>) {
    let cx = &Context { facts, pages };
    match format {
        Format::Json => put(cx, file, Sink::Json(out)),
        Format::Csv => put(cx, file, Sink::Csv(out)),
        #[cfg(feature = "xlsx")]
        Format::Xlsx => write_workbook(facts, &sheets(facts, pages, file), out),
    }
}

/// The tables of a workbook: a file's own, and those it is continued in.
#[cfg(feature = "xlsx")]
pub fn sheets(facts: &Facts, pages: &dyn Pages, file: &str) -> Vec<Sheet> {
    let cx = &Context { facts, pages };
    let continued = CONTINUED.iter().filter(|(kind, _)| kind.folder() == file);
    let continued = continued.flat_map(|(kind, names)| names.iter().map(|name| (*kind, *name)));
    let filled = continued.filter(|(kind, name)| has_rows(facts, *kind, name));
    let names = std::iter::once(file).chain(filled.map(|(_, name)| name));
    names
        .map(|name| {
            let mut table = Table::default();
            put(cx, name, Sink::Table(&mut table));
            Sheet { name: name.to_owned(), table }
        })
        .collect()
}

#[cfg(feature = "xlsx")]
pub use workbook::{head as head_of_workbook, write as write_workbook};

/// The workbooks' tables as they are kept apart from any form.
#[cfg(feature = "xlsx")]
pub use table::Sheet;

/// Gives a file's rows to a sink.
fn put(cx: &Context, file: &str, out: Sink) {
    let facts = cx.facts;
    match file {
        VALUES => out.rows(facts, file, indicators::values(cx)),
        RANKS => out.rows(facts, file, indicators::ranks(cx)),
        VISIT_POSTS => out.rows(facts, file, visits::posts(&visits::rows(cx))),
        VISIT_ISSUES => out.rows(facts, file, visits::issues(&visits::rows(cx))),
        CATEGORIES => out.rows(facts, file, publicity::categories(cx)),
        EVALUATION_SCORES => out.rows(facts, file, evaluations::scores(&evaluations::rows(cx))),
        SUMMARY => out.rows(facts, file, summary::rows(cx)),
        DUTY_MEASURES => out.rows(facts, file, duties::measures(&duties::rows(cx))),
        CHANGES => out.rows(facts, file, changes::rows(cx)),
        REVISIONS => out.rows(facts, file, bulletins::revisions(cx)),
        HIGHLIGHT_FIGURES => out.rows(facts, file, highlights::figures(&highlights::rows(cx))),
        _ => match kind_of(file) {
            Kind::Plan => out.rows(facts, file, plans::rows(cx)),
            Kind::Task => out.rows(facts, file, tasks::rows(cx)),
            Kind::Indicator => out.rows(facts, file, indicators::rows(cx)),
            Kind::Office => out.rows(facts, file, offices::rows(cx)),
            Kind::Post => out.rows(facts, file, posts::rows(cx)),
            Kind::Group => out.rows(facts, file, groups::rows(cx)),
            Kind::Return => returns::write(cx, out),
            Kind::Problem => problems::write(cx, out),
            Kind::Inspection => inspections::write(cx, out),
            Kind::Duty => out.rows(facts, file, duties::rows(cx)),
            Kind::Evaluation => out.rows(facts, file, evaluations::rows(cx)),
            Kind::Highlight => out.rows(facts, file, highlights::rows(cx)),
            Kind::Visit => out.rows(facts, file, visits::rows(cx)),
            Kind::Publicity => out.rows(facts, file, publicity::rows(cx)),
            Kind::Bulletin => out.rows(facts, file, bulletins::rows(cx)),
            Kind::News => out.rows(facts, file, news::rows(cx)),
            Kind::Policy => out.rows(facts, file, policies::rows(cx)),
            Kind::Page => out.rows(facts, file, pages::rows(cx)),
        },
    }
}

/// The kind whose records a file lists. The names come from [`files`], never from a user.
fn kind_of(file: &str) -> Kind {
    Kind::of_folder(file).unwrap_or_else(|| panic!("no data file is called `{file}`"))
}

/// Where rows go.
enum Sink<'o> {
    Json(&'o mut Vec<u8>),
    Csv(&'o mut Vec<u8>),
    #[cfg(feature = "xlsx")]
    Table(&'o mut Table),
}

impl Sink<'_> {
    /// Takes a file that is nothing but its rows.
    fn rows<R: Row>(self, facts: &Facts, file: &str, rows: impl IntoIterator<Item = R>) {
        match self {
            Sink::Json(out) => json::Document::open(facts, out).list(file, rows).close(),
            Sink::Csv(out) => csv::write(rows, out),
            #[cfg(feature = "xlsx")]
            Sink::Table(table) => table.fill(rows),
        }
    }
}
