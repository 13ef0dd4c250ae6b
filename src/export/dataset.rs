//! What is told of a data file as a whole: its rows, its forms with their sizes, its days.

use sha2::{Digest, Sha256};

use super::{DataFile, Format};
use crate::facts::Facts;
use crate::model::{Day, Kind, RecordId};

/// A data file as it lies there.
#[derive(Debug, Clone)]
pub struct Dataset {
    pub file: DataFile,
    /// What people call it, in the site's language.
    pub title: String,
    pub rows: usize,
    pub forms: Vec<Form>,
    /// The first and the last day on which one of its records became known or was changed.
    pub days: Option<(Day, Day)>,
}

/// One form of it.
#[derive(Debug, Clone)]
pub struct Form {
    pub format: Format,
    /// Below `data/`.
    pub name: String,
    pub sum: Sum,
}

/// A file's size and digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    pub bytes: u64,
    pub sha256: String,
}

impl Sum {
    /// The size and digest of bytes.
    pub fn of(bytes: &[u8]) -> Self {
        let sha256 = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        Self { bytes: bytes.len() as u64, sha256 }
    }
}

/// The data files with what is told of them, where `title` and `sum` tell the rest.
pub fn datasets(
    facts: &Facts,
    title: impl Fn(&DataFile) -> String,
    mut sum: impl FnMut(&DataFile, Format) -> Sum,
) -> Vec<Dataset> {
    let files = super::files(facts).into_iter();
    files
        .map(|file| Dataset {
            file,
            title: title(&file),
            rows: super::rows(facts, file.name),
            forms: file
                .formats
                .iter()
                .map(|format| Form {
                    format: *format,
                    name: format!("{}.{}", file.name, format.ending()),
                    sum: sum(&file, *format),
                })
                .collect(),
            days: days(facts, &file),
        })
        .collect()
}

/// The kinds whose records make others' figures.
const COUNTED: [Kind; 4] = [Kind::Task, Kind::Problem, Kind::Duty, Kind::Evaluation];

fn days(facts: &Facts, file: &DataFile) -> Option<(Day, Day)> {
    let known = match file.kind {
        None => {
            let listed = facts.recent_revisions().listed;
            listed.iter().map(|(_, revision)| revision.day).collect()
        }
        // Of returns only totals are told, so their days are nobody's business.
        Some(Kind::Return) if !facts.shows_returns_by_office() => Vec::new(),
        Some(kind) => {
            let counts = matches!(kind, Kind::Plan | Kind::Indicator | Kind::Office | Kind::Post);
            let others = COUNTED.into_iter().filter(|_| counts);
            let kinds = std::iter::once(kind).chain(others);
            let records = kinds.flat_map(|kind| facts.ids(kind));
            records.flat_map(|record| days_of(facts, record)).collect::<Vec<Day>>()
        }
    };
    let known = || known.iter().copied().filter(|day| *day <= facts.day());
    Some((known().min()?, known().max()?))
}

fn days_of(facts: &Facts, record: RecordId) -> Vec<Day> {
    let mut days: Vec<Day> = facts.first_day(record).into_iter().collect();
    days.extend(facts.public().base(record).published.map(|published| published.day));
    days.extend(facts.revisions(record).iter().map(|revision| revision.day));
    let entries = facts.entries_of(record);
    days.extend(entries.iter().map(|entry| entry.exists_from()));
    days
}
