//! Facts → data files: JSON and CSV that say what the pages say.
//!
//! Each kind's rows are structs whose fields come in the contract's order, built one at a time; the
//! JSON is that struct written out, and the CSV is read off the row's JSON. Nothing is computed
//! here. What is kept from readers never reaches this stage; 审查, 佐证材料, 其他 and the names of
//! people are left out of the data as well.

mod bulletins;
mod changes;
mod csv;
mod duties;
mod evaluations;
mod groups;
mod highlights;
mod indicators;
mod inspections;
mod json;
mod news;
mod offices;
mod pages;
mod plans;
mod policies;
mod posts;
mod problems;
mod publicity;
mod returns;
mod row;
mod summary;
mod tasks;
mod visits;

#[cfg(test)]
mod tests;

pub use bulletins::edition;

use crate::facts::{Facts, Revision};
use crate::model::{Id, Kind, Problem, RecordId, Task};
use row::{Context, Row};

/// A form a data file comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    Json,
    Csv,
}

impl Format {
    /// As a file's name ends.
    pub fn ending(self) -> &'static str {
        match self {
            Format::Json => "json",
            Format::Csv => "csv",
        }
    }
}

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
            files.push(DataFile { name, kind, formats: &[Format::Json, Format::Csv] });
        }
        if kind == Kind::Office && facts.plans_compared().next().is_some() {
            let formats = &[Format::Json, Format::Csv];
            files.push(DataFile { name: SUMMARY, kind: Some(kind), formats });
        }
        let continued =
            CONTINUED.iter().filter(|(of, _)| *of == kind).flat_map(|(_, names)| *names);
        let filled = continued.filter(|name| has_rows(facts, kind, name));
        let kind = Some(kind);
        files.extend(filled.map(|name| DataFile { name, kind, formats: &[Format::Csv] }));
    }
    if facts.has_revisions() {
        let formats = &[Format::Json, Format::Csv];
        files.push(DataFile { name: CHANGES, kind: None, formats });
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
    match file {
        VALUES => put(cx, file, indicators::values(cx), format, out),
        RANKS => put(cx, file, indicators::ranks(cx), format, out),
        VISIT_POSTS => put(cx, file, visits::posts(&visits::rows(cx)), format, out),
        VISIT_ISSUES => put(cx, file, visits::issues(&visits::rows(cx)), format, out),
        CATEGORIES => put(cx, file, publicity::categories(cx), format, out),
        EVALUATION_SCORES => {
            put(cx, file, evaluations::scores(&evaluations::rows(cx)), format, out);
        }
        SUMMARY => put(cx, file, summary::rows(cx), format, out),
        DUTY_MEASURES => put(cx, file, duties::measures(&duties::rows(cx)), format, out),
        CHANGES => put(cx, file, changes::rows(cx), format, out),
        REVISIONS => put(cx, file, bulletins::revisions(cx), format, out),
        HIGHLIGHT_FIGURES => put(cx, file, highlights::figures(&highlights::rows(cx)), format, out),
        _ => match kind_of(file) {
            Kind::Plan => put(cx, file, plans::rows(cx), format, out),
            Kind::Task => put(cx, file, tasks::rows(cx), format, out),
            Kind::Indicator => put(cx, file, indicators::rows(cx), format, out),
            Kind::Office => put(cx, file, offices::rows(cx), format, out),
            Kind::Post => put(cx, file, posts::rows(cx), format, out),
            Kind::Group => put(cx, file, groups::rows(cx), format, out),
            Kind::Return => returns::write(cx, format, out),
            Kind::Problem => problems::write(cx, format, out),
            Kind::Inspection => inspections::write(cx, format, out),
            Kind::Duty => put(cx, file, duties::rows(cx), format, out),
            Kind::Evaluation => put(cx, file, evaluations::rows(cx), format, out),
            Kind::Highlight => put(cx, file, highlights::rows(cx), format, out),
            Kind::Visit => put(cx, file, visits::rows(cx), format, out),
            Kind::Publicity => put(cx, file, publicity::rows(cx), format, out),
            Kind::Bulletin => put(cx, file, bulletins::rows(cx), format, out),
            Kind::News => put(cx, file, news::rows(cx), format, out),
            Kind::Policy => put(cx, file, policies::rows(cx), format, out),
            Kind::Page => put(cx, file, pages::rows(cx), format, out),
        },
    }
}

/// The kind whose records a file lists. The names come from [`files`], never from a user.
fn kind_of(file: &str) -> Kind {
    Kind::of_folder(file).unwrap_or_else(|| panic!("no data file is called `{file}`"))
}

fn put<R: Row>(
    cx: &Context,
    file: &str,
    rows: impl IntoIterator<Item = R>,
    format: Format,
    out: &mut Vec<u8>,
) {
    match format {
        Format::Json => json::Document::open(cx.facts, out).list(file, rows).close(),
        Format::Csv => csv::write(rows, out),
    }
}
