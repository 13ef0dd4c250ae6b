//! What will the public see change between two revisions, on one day and in one edition?
//!
//! A pure function of two sites, wherever they come from: what both pages and data say is compared,
//! not files. What the edition does not disclose is not there to be compared, but a record that
//! becomes public, or ceases to be, is told. Nothing here is prose but what the pages themselves
//! say; each format puts it in words.

mod as_json;
mod board;
mod compare;
mod data;
mod diff;
mod entries;
mod findings;
mod format;
mod html;
mod json;
mod markdown;
mod mask;
mod names;
mod pages;
mod passes;
mod promise;
mod record;
mod rows;
mod said;
mod settings;
mod side;
mod summary;
mod text;
mod told;
mod told_entries;
mod told_passes;
mod translation;
mod unseen;
mod written;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Text};
use crate::disclose::Edition;
use crate::model::{Colour, Day, Kind, Moment, Period};
use crate::words::Words;

pub use compare::compare;
pub use data::Data;
pub use format::{Format, write};
pub use passes::{LoweredRule, Passed, Passes, SiteWaiver};
pub use side::{Lens, Named, NoSite, Revision, Side, sides};
pub use summary::in_a_line;
pub use text::{lines_of, lines_of_parts};

/// What changes for the readers of an edition on a day.
#[derive(Debug, Serialize)]
pub struct Review {
    /// What the revisions are called.
    pub base: String,
    pub head: String,
    /// The site's title, the head's.
    pub title: String,
    pub as_of: Day,
    #[serde(serialize_with = "as_json::edition")]
    pub edition: Edition,
    /// Records whose own files were edited, by kind and id.
    pub records: Vec<RecordReview>,
    /// Records that were not edited and tell other figures, as those of an office of its tasks.
    pub follows: Vec<RecordReview>,
    /// Edits that change no page on the day.
    pub unseen: Vec<Unseen>,
    pub board: Board,
    pub settings: SiteChanges,
    pub pages: Pages,
    pub links: Vec<LostLink>,
    pub findings: Findings,
    pub passes: Passes,
    /// The words of the head's pages.
    #[serde(skip)]
    pub words: Arc<Words>,
}

/// What becomes of one record.
#[derive(Debug, Serialize)]
pub struct RecordReview {
    #[serde(serialize_with = "as_json::kind")]
    pub kind: Kind,
    pub id: String,
    pub title: String,
    /// The address of its page, the head's where it has one.
    pub route: Option<String>,
    #[serde(flatten)]
    pub fate: Fate,
    pub changes: Vec<Change>,
}

/// Whether a record comes, goes or stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "fate", rename_all = "snake_case")]
pub enum Fate {
    Added,
    /// It was written before, for others or for a later day, and is now for these readers.
    Disclosed,
    /// 撤回: its page says that it was taken back, and why.
    Withdrawn {
        date: Day,
        reason: String,
    },
    /// It is gone without a word.
    Removed,
    /// It is kept, and no longer for these readers or this day.
    Undisclosed,
    /// It had been taken back and is there again.
    Restored,
    Changed,
}

/// One thing that changes in a record.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum Change {
    /// Its address; an old one leads on or is lost.
    Moved {
        from: String,
        to: String,
        redirected: bool,
    },
    Title {
        pieces: Vec<Piece>,
    },
    Deadline {
        from: Option<Term>,
        to: Option<Term>,
        /// Later; earlier, if negative.
        days: Option<i64>,
        by: MovedBy,
    },
    State {
        from: Standing,
        to: Standing,
        /// The sentence of the page.
        why: Option<Said>,
    },
    /// The colour a plan shows a state in.
    Colour {
        #[serde(serialize_with = "as_json::event")]
        state: (&'static str, &'static str),
        from: Option<Colour>,
        to: Option<Colour>,
    },
    /// A value of the record's data.
    Value {
        field: Path,
        from: Data,
        to: Data,
    },
    /// A longer text of the record's data.
    Reworded {
        field: Path,
        pieces: Vec<Piece>,
    },
    /// Members of a list.
    Listed {
        field: Path,
        added: Vec<Data>,
        removed: Vec<Data>,
    },
    /// The paragraphs of the body that change, what stands around a change cut short.
    Body {
        paragraphs: Vec<Vec<Piece>>,
        /// How many more there are, where a whole body comes or goes.
        more: usize,
    },
    /// A translation: the paragraphs of its words that change, or those that come or go with it.
    Translation {
        /// BCP 47, as `en`.
        language: String,
        fate: EntryFate,
        paragraphs: Vec<Vec<Piece>>,
        /// How many more there are, where it comes or goes.
        more: usize,
    },
    Entry(EntryReview),
    /// What a new return holds.
    Return {
        office: Option<String>,
        periods: Vec<Period>,
        rows: usize,
        /// Whether it came in time; not known where the plan sets no cut-off.
        on_time: Option<bool>,
    },
    File {
        name: String,
        path: String,
        /// Bytes; none where there was none.
        from: Option<u64>,
        to: Option<u64>,
        /// What the file was called, where it holds what it held.
        renamed_from: Option<String>,
    },
    /// Fields no page shows.
    NotShown {
        fields: Vec<Text>,
    },
    /// The page differs in what is told of no single field.
    Other,
}

/// A deadline as the page gives it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Term {
    /// None where it is no day, as 长期坚持.
    pub day: Option<Day>,
    pub text: Said,
}

/// A text of the pages, and how it reads in the other language the program has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    pub own: String,
    pub other: String,
}

impl Serialize for Said {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.own)
    }
}

/// How a deadline came to be another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "how", rename_all = "snake_case")]
pub enum MovedBy {
    Entry {
        date: Day,
        reason: Option<String>,
        approved_by: Option<String>,
    },
    /// An entry that readers knew was written over or taken out.
    Rewritten {
        date: Day,
        #[serde(serialize_with = "as_json::event")]
        event: (&'static str, &'static str),
        is_removed: bool,
    },
    /// The commitment itself was written over.
    Edit,
}

/// Where a task or problem stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// As in the data.
    pub state: String,
    /// The page's word for it, with its days.
    pub words: Said,
    pub colour: Option<Colour>,
}

/// A field of a row of data: keys, and in lists which member.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Path(pub Vec<Step>);

/// A part of a [`Path`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    Key(String),
    /// A member of a list, by what it is called.
    Member(String),
}

/// A run of text in a comparison.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Piece {
    Same(String),
    Removed(String),
    Added(String),
    /// What stands between and did not change.
    Cut,
}

/// An entry that came, went or was edited.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EntryReview {
    pub fate: EntryFate,
    pub date: Day,
    /// The event's names, in Chinese and English.
    #[serde(serialize_with = "as_json::event")]
    pub event: (&'static str, &'static str),
    /// Those it had, where the row of a return is said to be another event.
    #[serde(serialize_with = "as_json::event_was")]
    pub event_was: Option<(&'static str, &'static str)>,
    pub title: Option<String>,
    /// The id of the return it is a row of.
    #[serde(rename = "return")]
    pub of_return: Option<String>,
    /// When it was filed, where that is after its day.
    pub filed_late: Option<Moment>,
    /// What it says; where it was edited, how that differs.
    pub text: Vec<Vec<Piece>>,
    /// What else of it was edited: field, from, to.
    pub fields: Vec<FieldEdit>,
}

/// Whether an entry or a translation comes, goes or is edited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryFate {
    Added,
    Changed,
    Removed,
}

/// A field of an entry as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldEdit {
    pub field: Text,
    /// Whether a page shows it; what was written is told only then.
    pub shown: bool,
    pub from: Option<String>,
    pub to: Option<String>,
}

/// An edit that no page shows on the day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unseen {
    #[serde(serialize_with = "as_json::kind")]
    pub kind: Kind,
    pub id: String,
    pub title: String,
    #[serde(flatten)]
    pub why: Why,
}

/// Why an edit is not seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Why {
    /// 尚未生效: what takes effect on a later day.
    NotYet { items: Vec<Later> },
    /// The fields edited are on no page; none where only the way of writing changed.
    NotShown { fields: Vec<Text> },
}

/// Something dated after the day.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Later {
    pub date: Day,
    pub what: LaterThing,
    pub fate: LaterFate,
}

/// What is dated after the day.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LaterThing {
    /// The record itself.
    Record,
    /// An entry, by its event's names.
    #[serde(serialize_with = "as_json::event")]
    Entry((&'static str, &'static str)),
    Figure,
    Withdrawal,
}

/// Whether something later comes, goes or is edited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LaterFate {
    Added,
    Changed,
    Removed,
}

/// Totals before and after; only those that differ.
#[derive(Debug, Default, Serialize)]
pub struct Board {
    pub plans: Vec<PlanTotals>,
    /// Totals of the whole site.
    pub totals: Vec<Total>,
}

/// The totals of a plan that differ.
#[derive(Debug, Serialize)]
pub struct PlanTotals {
    pub id: String,
    pub title: String,
    pub totals: Vec<Total>,
}

/// A total before and after, each as it is printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Total {
    pub what: Counted,
    pub from: String,
    pub to: String,
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    Tasks,
    State(crate::model::State),
    DoneRate,
    ReturnsExpected,
    ReturnsOnTime,
    ReturnsLate,
    ReturnsMissing,
    IndicatorsOnTrack,
    Problems,
    #[serde(serialize_with = "as_json::problem_state")]
    ProblemState(crate::model::ProblemState),
    ProblemsClosedRate,
}

/// What changes of the site outside its records.
#[derive(Debug, Default, Serialize)]
pub struct SiteChanges {
    /// The lines of site.toml that differ, but for those that sign the site.
    pub lines: Vec<Vec<Piece>>,
    /// Whether those that sign it do.
    pub signatures: bool,
    /// The words of home and columns.
    pub columns: Vec<ColumnReview>,
    /// Files of the site's own theme.
    pub theme: Vec<ThemeFile>,
}

/// What becomes of the words of home or of a column.
#[derive(Debug, Serialize)]
pub struct ColumnReview {
    /// Its file.
    pub path: String,
    pub fate: EntryFate,
    /// The lines that differ.
    pub lines: Vec<Vec<Piece>>,
}

/// A file of the site's own theme that came, went or was edited.
#[derive(Debug, Serialize)]
pub struct ThemeFile {
    pub path: String,
    pub fate: EntryFate,
}

/// The pages of the site.
#[derive(Debug, Default, Serialize)]
pub struct Pages {
    pub added: Vec<String>,
    pub removed: Vec<LostPage>,
    /// How many pages there are in both and read otherwise; not known while content is at fault.
    pub changed: Option<usize>,
    /// Those of them that are no page of a record listed above.
    pub others: Vec<String>,
    /// What records' pages are called, of those named here.
    pub titles: BTreeMap<String, String>,
}

/// A page that is no more.
#[derive(Debug, Serialize)]
pub struct LostPage {
    pub route: String,
    /// Where its address leads on to.
    pub redirect: Option<String>,
}

/// A link that leads nowhere once this is published.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct LostLink {
    /// The file it stands in.
    pub path: String,
    pub line: usize,
    /// The address that is gone.
    pub to: String,
}

/// What `check` says otherwise.
#[derive(Debug, Default, Serialize)]
pub struct Findings {
    #[serde(serialize_with = "as_json::findings")]
    pub new: Vec<Diagnostic>,
    pub gone: usize,
    /// Errors that keep head from being built, new or not; then its pages are not compared.
    pub errors: usize,
}
