//! 栏目: the words of a kind's own index, and of the home page.

use super::fields::{Choice, Fields};
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

#[derive(Clone, Copy)]
enum Cycle {
    Days(Option<u32>),
}

impl Choice for Cycle {
    // Periods as inspectors count them, with the slack of the next cut-off for monthly columns.
    const WORDS: &'static [(Self, &'static str, &'static [&'static str])] = &[
        (Cycle::Days(Some(1)), "daily", &["每日", "每天"]),
        (Cycle::Days(Some(7)), "weekly", &["每周"]),
        (Cycle::Days(Some(14)), "fortnightly", &["每两周", "两周"]),
        (Cycle::Days(Some(35)), "monthly", &["每月"]),
        (Cycle::Days(Some(100)), "quarterly", &["每季度", "每季"]),
        (Cycle::Days(Some(183)), "half-yearly", &["每半年", "半年"]),
        (Cycle::Days(Some(366)), "yearly", &["每年"]),
        (Cycle::Days(None), "none", &["不定期", "长期有效", "无", "随时更新"]),
    ];
}

impl Column {
    pub(super) fn decode(document: &Document, out: &mut Diagnostics) -> Self {
        let mut fields = Fields::of_file(&document.source, &document.front);
        let words = fields.spanned(&key::UPDATE_CYCLE, out);
        let update_cycle = words.and_then(|words| {
            match super::fields::choose::<Cycle>(&words.value) {
                Some(Cycle::Days(days)) => Some(UpdateCycle { words: words.value, days }),
                None => {
                    super::fields::bad_choice::<Cycle>(&fields, &key::UPDATE_CYCLE, &words, out);
                    None
                }
            }
        });
        let column = Self {
            title: fields.text(&key::TITLE, out),
            name: fields.text(&key::COLUMN_NAME, out),
            description: fields.text(&key::COLUMN_DESCRIPTION, out).or(fields.text(&key::SUMMARY, out)),
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
