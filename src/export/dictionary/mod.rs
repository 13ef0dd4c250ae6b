//! What the fields of the data mean: read from fields.toml, once.
//!
//! The page of data, datapackage.json, the JSON Schemas and the workbooks are all made of it. That
//! it says what the data have, no more and no less, is held by tests.

mod read;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::model::Kind;
use crate::model::settings::Language;

/// All that is known of the data.
static DICTIONARY: LazyLock<BTreeMap<String, File>> = LazyLock::new(|| {
    read::dictionary(include_str!("fields.toml")).unwrap_or_else(|fault| panic!("{fault}"))
});

/// A word or sentence in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    pub zh: String,
    pub en: String,
}

impl Words {
    /// The one for a site of that language.
    pub fn of(&self, language: Language) -> &str {
        match language {
            Language::Chinese => &self.zh,
            Language::English => &self.en,
        }
    }
}

/// A data file.
#[derive(Debug)]
pub struct File {
    /// What one row is.
    pub row: Words,
    /// What it is about, in a sentence.
    pub about: Words,
    /// The columns that tell one row from every other, where some do.
    pub key: Vec<String>,
    /// Of a row, in the order of the data.
    pub fields: Vec<Field>,
    /// What the JSON has beside its rows.
    pub whole: Vec<Field>,
    /// The same where the edition tells of every office, if that differs.
    by_office: Option<Box<File>>,
}

/// A key of the data.
#[derive(Debug, Clone)]
pub struct Field {
    pub key: String,
    pub holds: Holds,
    pub can_be_null: bool,
    pub unit: Option<Words>,
    /// What Chinese readers call it.
    pub title: String,
    pub meaning: Words,
}

/// What a field holds.
#[derive(Debug, Clone)]
pub enum Holds {
    Text,
    /// The record's own id.
    Id,
    /// An address from the root of the site.
    Url,
    Date,
    /// A day, or a day and the time of day.
    Moment,
    Period,
    Whole,
    Number,
    Flag,
    /// A number or words.
    Any,
    /// One of these words.
    Word(Vec<Choice>),
    /// Some of them.
    SomeWords(Vec<Choice>),
    /// The id of a record.
    Record(Kind),
    Records(Kind),
    /// The id of a record that is known, else words.
    Party,
    Texts,
    /// A count for each of these words.
    Counts(Vec<Choice>),
    Object(Vec<Field>),
    List(Vec<Field>),
    /// A list that no table has room for.
    Table(Vec<Field>),
}

/// A word of data with what it stands for.
#[derive(Debug, Clone)]
pub struct Choice {
    pub name: String,
    pub meaning: Words,
}

/// A column of a table: CSV, workbook.
#[derive(Debug, Clone)]
pub struct Column {
    pub name: String,
    /// What it holds, its words complete without those of the object it lies in.
    pub field: Field,
}

/// A data file by its name; none of a name no data file has.
pub fn file(name: &str, by_office: bool) -> Option<&'static File> {
    let file = DICTIONARY.get(name)?;
    Some(file.by_office.as_deref().filter(|_| by_office).unwrap_or(file))
}

/// The names of all data files there can be.
pub fn names() -> impl Iterator<Item = &'static str> {
    DICTIONARY.keys().map(String::as_str)
}

impl File {
    /// The columns of its table, in their order.
    pub fn columns(&self) -> Vec<Column> {
        let mut columns = Vec::new();
        for field in &self.fields {
            add_columns("", None, field, &mut columns);
        }
        columns
    }
}

fn add_columns(prefix: &str, within: Option<&Field>, field: &Field, out: &mut Vec<Column>) {
    let name = format!("{prefix}{}", field.key);
    match &field.holds {
        Holds::Table(_) => {}
        Holds::Object(fields) => {
            let prefix = format!("{name}_");
            fields.iter().for_each(|inner| add_columns(&prefix, Some(field), inner, out));
        }
        Holds::Counts(words) => out.extend(words.iter().map(|word| {
            let field = Field {
                key: word.name.clone(),
                holds: Holds::Whole,
                title: word.meaning.zh.clone(),
                meaning: Words {
                    zh: format!("状态为“{}”的数目。", word.meaning.zh),
                    en: format!("How many are in the state `{}`: {}.", word.name, word.meaning.en),
                },
                ..field.clone()
            };
            Column { name: word.name.clone(), field }
        })),
        _ => {
            let title = match within {
                Some(within) => format!("{}·{}", within.title, field.title),
                None => field.title.clone(),
            };
            out.push(Column { name, field: Field { title, ..field.clone() } });
        }
    }
}

#[cfg(test)]
mod tests;
