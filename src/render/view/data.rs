//! The page of data.

use serde::Serialize;

use super::{AttachmentView, DateText, Link};

/// data.html
#[derive(Debug, Serialize)]
pub struct DataView {
    pub datasets: Vec<DatasetView>,
    /// Whether any file is given as a workbook.
    pub has_workbooks: bool,
    pub licence: Option<Link>,
    /// What tells of all files together: the package, the catalogue, the manifest.
    pub machines: Vec<MachineFile>,
    /// Below which all of it lies, in full where the site's address is known.
    pub address: String,
    pub schema_version: u32,
}

#[derive(Debug, Serialize)]
pub struct DatasetView {
    /// As in `data/<name>.csv`.
    pub name: String,
    pub title: String,
    pub about: String,
    /// What a row is.
    pub row: String,
    /// 57条.
    pub rows: String,
    pub files: Vec<AttachmentView>,
    /// The day of the last change.
    pub changed: Option<DateText>,
    pub schema: Option<String>,
    pub fields: Vec<FieldView>,
}

#[derive(Debug, Serialize)]
pub struct FieldView {
    pub name: String,
    pub title: String,
    pub meaning: String,
    pub unit: String,
    /// The words it may be, where they are few.
    pub words: Vec<WordView>,
}

#[derive(Debug, Serialize)]
pub struct WordView {
    pub name: String,
    pub meaning: String,
}

/// A file for machines, with what it is for.
#[derive(Debug, Serialize)]
pub struct MachineFile {
    pub name: String,
    pub href: String,
    pub meaning: String,
}
