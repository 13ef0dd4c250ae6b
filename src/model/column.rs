//! 栏目: the words of a kind's own index, and of the home page.

use super::fields::Fields;
use super::key;
use super::record::Body;
use crate::content::Document;
use crate::diagnostic::Diagnostics;

/// A column's `index.md`.
#[derive(Debug, Clone)]
pub struct Column {
    pub title: Option<String>,
    /// The page's ColumnName, ColumnDescription, ColumnKeywords, ColumnType (国办发〔2017〕47号).
    pub name: Option<String>,
    pub description: Option<String>,
    pub keywords: Option<String>,
    pub column_type: Option<String>,
    pub update_cycle: Option<UpdateCycle>,
    pub body: Body,
}

/// How often a column is to be renewed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpdateCycle {
    pub words: String,
    /// `None` for a column that is not expected to change.
    pub days: Option<u32>,
}

/// Common cycles as inspectors count them, with the slack of the next cut-off for monthly ones.
const CYCLES: &[(&str, u32)] = &[
    ("每日", 1),
    ("每天", 1),
    ("daily", 1),
    ("每周", 7),
    ("weekly", 7),
    ("每两周", 14),
    ("两周", 14),
    ("fortnightly", 14),
    ("每月", 35),
    ("monthly", 35),
    ("每季度", 100),
    ("每季", 100),
    ("quarterly", 100),
    ("每半年", 183),
    ("半年", 183),
    ("half-yearly", 183),
    ("每年", 366),
    ("yearly", 366),
];

impl UpdateCycle {
    /// Reads a cycle's words; words without a period in them expect no change.
    fn new(words: String) -> Self {
        let named = CYCLES.iter().find(|(name, _)| *name == words).map(|(_, days)| *days);
        let days = named.or_else(|| words.strip_suffix('天')?.trim().parse().ok());
        Self { words, days }
    }
}

impl Column {
    pub(super) fn decode(document: &Document, out: &mut Diagnostics) -> Self {
        let mut fields = Fields::of_file(&document.source, &document.front);
        let update_cycle = fields.text(&key::UPDATE_CYCLE, out).map(UpdateCycle::new);
        let column = Self {
            title: fields.text(&key::TITLE, out),
            name: fields.text(&key::COLUMN_NAME, out),
            description: fields
                .text(&key::COLUMN_DESCRIPTION, out)
                .or(fields.text(&key::SUMMARY, out)),
            keywords: joined(fields.texts(&key::COLUMN_KEYWORDS, out))
                .or(joined(fields.texts(&key::KEYWORDS, out))),
            column_type: fields.text(&key::COLUMN_TYPE, out),
            update_cycle,
            body: Body {
                source: document.source.clone(),
                span: document.body.clone(),
                links: Default::default(),
            },
        };
        // A column has no state of its own, but clerks copy these lines from records.
        let _ = (fields.node(&key::DISCLOSURE, out), fields.node(&key::PUBLISHED, out));
        fields.finish(out);
        column
    }
}

fn joined(words: Vec<String>) -> Option<String> {
    (!words.is_empty()).then(|| words.join(","))
}
