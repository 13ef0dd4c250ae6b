//! Addresses, and what lies at them.

use std::fmt;
use std::sync::Arc;

use crate::export::Format;
use crate::facts::board::By;
use crate::facts::problem::by::ProblemBy;
use crate::model::language::Tag;
use crate::model::{Kind, RecordId};
use crate::tree::SitePath;

/// An address inside the site: `tasks/a/01/` is a page, `feed.xml` a file; empty is the home page.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Route(Arc<str>);

impl Route {
    /// The address of that spelling.
    pub fn new(path: &str) -> Self {
        Self(path.into())
    }

    /// Where the index of a kind lies.
    pub fn of_index(kind: Kind) -> Self {
        Self::new(&format!("{}/", kind.folder()))
    }

    /// Where the offices of each plan are compared.
    pub fn of_summary() -> Self {
        Self::new("offices/summary/")
    }

    /// Where the tasks of a state or of a month lie.
    pub fn of_tasks_by(by: By) -> Self {
        Self::new(&match by {
            By::State(state) => format!("tasks/by/state/{}/", state.name()),
            By::Month(year, month) => format!("tasks/by/month/{year:04}-{month:02}/"),
        })
    }

    /// Where the problems of a state, of a month or of a source lie.
    pub fn of_problems_by(by: &ProblemBy) -> Self {
        Self::new(&match by {
            ProblemBy::State(state) => format!("problems/by/state/{}/", state.name()),
            ProblemBy::Month(year, month) => format!("problems/by/month/{year:04}-{month:02}/"),
            ProblemBy::Channel(name) => format!("problems/by/channel/{name}/"),
        })
    }

    /// Where a part of the page here lies: apart from the records below it, whose names are often
    /// numbers.
    pub fn of_part(&self, number: usize) -> Self {
        if number == 1 { self.clone() } else { Self::new(&format!("{self}page/{number}/")) }
    }

    /// Where a data file lies.
    pub fn of_data(name: &str, format: Format) -> Self {
        Self::new(&format!("data/{name}.{}", format.ending()))
    }

    /// Where the schema of a JSON file lies.
    pub fn of_schema(name: &str) -> Self {
        Self::new(&format!("data/schemas/{name}.json"))
    }

    /// Where the data of a bulletin lie.
    pub fn of_bulletin_data(id: &str) -> Self {
        Self::new(&format!("data/bulletins/{id}.json"))
    }

    /// Where a year is told.
    pub fn of_year(year: i32) -> Self {
        Self::new(&format!("years/{year}/"))
    }

    /// The address as text, not percent-encoded.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is a page in a folder of its own.
    pub fn is_folder(&self) -> bool {
        self.0.is_empty() || self.0.ends_with('/')
    }

    /// The file it is written to.
    pub fn file(&self) -> String {
        if self.is_folder() { format!("{}index.html", self.0) } else { self.0.to_string() }
    }

    /// The way from this page to the site's top: `../../`, or `./` at the top.
    pub fn root(&self) -> String {
        match self.0.matches('/').count() {
            0 => "./".to_owned(),
            depth => "../".repeat(depth),
        }
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What lies at an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Page {
    Home,
    Index(Kind),
    /// The tasks of all plans in one state, or due in one month.
    TasksBy(By),
    /// The problems of all plans in one state, due in one month, or from one source.
    ProblemsBy(ProblemBy),
    /// The board as one hangs it on a wall.
    Wall,
    /// A further part of a page with more rows than one page shows.
    Further {
        of: Box<Page>,
        first: Route,
        /// From 2.
        number: usize,
    },
    /// 汇总: the offices of each plan compared.
    Summary,
    /// The plans of a year, where there are several years.
    Year(i32),
    Record(RecordId),
    /// A withdrawn record.
    Tombstone(RecordId),
    /// An old address of a record.
    Redirect(RecordId),
    /// 长辈版: the simpler reading of a page that has one.
    Simple(Box<Page>),
    /// 译文: a record's page in another language.
    Translated {
        of: Box<Page>,
        language: Tag,
    },
    SiteMap,
    Data,
    Search,
    Corrections,
    /// The changes of all records.
    Changes,
    NotFound,
    Feed,
    /// The same as a feed.
    ChangesFeed,
    SiteMapXml,
    Robots,
    Dataset {
        file: &'static str,
        format: Format,
    },
    /// What the data files are, as a package (Frictionless Data).
    DataPackage,
    /// The same as a catalogue (DCAT).
    DataCatalogue,
    /// What the JSON of a name is made of.
    DataSchema(&'static str),
    /// The data of a bulletin that was issued.
    BulletinData(RecordId),
    /// A file of the theme.
    Asset(String),
    /// A file given out by a record: copied, a photograph without what it tells of itself.
    File(SitePath),
}

impl Page {
    /// The page this is a further part of; itself, if it is none.
    pub fn whole(&self) -> &Page {
        match self {
            Page::Further { of, .. } => of,
            page => page,
        }
    }

    /// Whether it tells the sizes of the data files, and so can only be made after them.
    pub fn is_of_data(&self) -> bool {
        matches!(self, Page::Data | Page::DataPackage | Page::DataCatalogue)
    }

    /// Whether people read it: it is in the site map and in sitemap.xml.
    pub fn is_read(&self) -> bool {
        matches!(
            self.whole(),
            Page::Home
                | Page::Index(_)
                | Page::TasksBy(_)
                | Page::ProblemsBy(_)
                | Page::Wall
                | Page::Summary
                | Page::Year(_)
                | Page::Record(_)
                | Page::Translated { .. }
                | Page::SiteMap
                | Page::Data
                | Page::Search
                | Page::Corrections
                | Page::Changes
        )
    }
}
