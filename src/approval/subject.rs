//! What a signature is of: a record, or the site beside its records.

use anyhow::Result;

use super::code::ContentCode;
use super::content::RecordShape;
use super::files::Files;
use super::site::{SETTINGS, SiteShape};
use crate::model::{Model, RecordId, Review};

/// What is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    Record(RecordId),
    /// What the public sees beside the records: settings, theme, words of home and columns.
    Site,
}

impl Subject {
    /// The lines of a file that sign it: of a record its 审查, of the site `[[approval.signed]]`.
    pub fn reviews(self, model: &Model) -> &[Review] {
        match self {
            Self::Record(record) => &model.base(record).reviews,
            Self::Site => model.settings.approval.as_ref().map_or(&[], |own| &own.signed),
        }
    }

    /// The file these lines stand in.
    pub fn path(self, model: &Model) -> &str {
        match self {
            Self::Record(record) => model.base(record).path.as_str(),
            Self::Site => SETTINGS,
        }
    }
}

/// What belongs to a subject, by the model.
#[derive(Debug, Clone)]
pub enum Shape {
    Record(RecordShape),
    Site(SiteShape),
}

impl Shape {
    /// That of a subject; a task is taken `with_rows` of returns, or without them.
    pub fn of(model: &Model, subject: Subject, with_rows: bool) -> Self {
        match subject {
            Subject::Record(record) => Self::Record(RecordShape::of(model, record, with_rows)),
            Subject::Site => Self::Site(SiteShape::of(model)),
        }
    }

    pub fn subject(&self) -> Subject {
        match self {
            Self::Record(shape) => Subject::Record(shape.record),
            Self::Site(_) => Subject::Site,
        }
    }

    /// Whether rows of returns may belong to it.
    pub fn has_rows(&self) -> bool {
        matches!(self, Self::Record(shape) if !shape.row_names.is_empty())
    }

    /// The folders and files among which its own are.
    pub fn roots(&self) -> Vec<&str> {
        match self {
            Self::Record(_) => vec!["content"],
            Self::Site(shape) => shape.roots(),
        }
    }

    /// The code of its content among some files; none where it is not there.
    pub fn code(&self, files: &dyn Files) -> Result<Option<ContentCode>> {
        match self {
            Self::Record(shape) => shape.code(files),
            Self::Site(shape) => shape.code(files),
        }
    }
}
