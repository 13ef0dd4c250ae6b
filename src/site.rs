//! Facts → Site: every page and file with its address, decided once.
//!
//! Navigation, links, feeds, the site map, collisions and the preview all read this one table.

mod layout;
mod part;
mod route;
mod simple;
mod translated;

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::Arc;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::facts::Facts;
use crate::filled::Texts;
use crate::model::record::Body;
use crate::model::{Kind, RecordId, State};
use crate::tree::SitePath;

pub(crate) use layout::given_out;
pub use layout::{lay_out, lay_out_after};
pub use part::{Part, ROWS_PER_PAGE, first_part, rows};
pub use route::{Page, Route};

/// The build's own list of what it wrote; its presence makes a folder an earlier build.
pub const MANIFEST: &str = "MANIFEST.json";
/// Who signed that list.
pub const SIGNATURE: &str = "MANIFEST.sig";
/// Where the board lies as one hangs it on a wall.
pub const WALL: &str = "tasks/wall/";
/// Where the changes of all records are told, and where they are a feed.
pub const CHANGES: &str = "changes/";
pub const CHANGES_FEED: &str = "changes/feed.xml";
/// Where the index of the site's words lies, and nothing else.
pub const INDEX: &str = "search/pagefind/";
/// What all data files are, for machines.
pub const DATA_PACKAGE: &str = "data/datapackage.json";
pub const DATA_CATALOGUE: &str = "data/catalog.jsonld";
/// What the names of a build's passing files begin with.
pub const OWN_PREFIX: &str = ".liangshai-";

/// How addresses are given and written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addressing {
    /// The site's address, ending in `/`.
    pub base_url: Option<String>,
    /// Links name `index.html`, so that the site opens from a folder.
    pub offline: bool,
    /// How many rows of its lists a page shows; what is more lies on further pages.
    pub rows_per_page: NonZeroUsize,
}

impl Default for Addressing {
    fn default() -> Self {
        Self { base_url: None, offline: false, rows_per_page: ROWS_PER_PAGE }
    }
}

impl Addressing {
    /// Addresses below a site's own, if it is known, with or without its last `/`.
    pub fn new(base_url: Option<&str>, offline: bool) -> Self {
        let base_url = base_url.map(|url| format!("{}/", url.trim_end_matches('/')));
        Self { base_url, offline, ..Self::default() }
    }

    /// The folder of the site's own address, `/` or `/ljsbp/`.
    pub fn folder(&self) -> String {
        let after_scheme = self.base_url.as_deref().and_then(|url| url.split_once("://"));
        let path = after_scheme.and_then(|(_, rest)| rest.split_once('/'));
        path.map_or_else(|| "/".to_owned(), |(_, path)| format!("/{path}"))
    }
}

/// A site laid out.
#[derive(Debug)]
pub struct Site {
    pub facts: Arc<Facts>,
    pub addressing: Addressing,
    /// Shared with the site before where no address changed.
    pub pages: Arc<BTreeMap<Route, Page>>,
    /// The bodies that ask for facts, filled in.
    pub texts: Texts,
    places: Arc<Places>,
    assets: Vec<String>,
    /// How many rows the pages have that are in parts.
    long: BTreeMap<Route, usize>,
    /// Where groups of rows begin on the pages that are in parts.
    groups: part::Groups,
}

/// Where records and files lie.
#[derive(Debug, Default)]
struct Places {
    records: BTreeMap<RecordId, Route>,
    /// By the record that gives it out and the file.
    files: BTreeMap<(RecordId, SitePath), Route>,
}

/// What must be escaped in an address; letters of other scripts too.
const ESCAPED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// A path as addresses spell it.
pub fn encoded(path: &str) -> String {
    utf8_percent_encode(path, ESCAPED).to_string()
}

impl Site {
    /// All pages in two passes: those of the second tell of files of the first.
    pub fn passes(&self) -> [Vec<(&Route, &Page)>; 2] {
        let (of_data, first) = self.pages.iter().partition(|(_, page)| page.is_of_data());
        [first, of_data]
    }

    /// A body's Markdown, with the facts it asks for.
    pub fn text<'a>(&'a self, body: &'a Body) -> &'a str {
        self.texts.get(&body.source.path).map_or(body.text(), |text| text)
    }

    /// Whether every record and file lies where it does in another site.
    pub fn lies_as(&self, other: &Site) -> bool {
        Arc::ptr_eq(&self.places, &other.places) && self.addressing == other.addressing
    }

    /// Whether a build makes an index of its words, which a browser can ask: not from a folder,
    /// where it may not read files.
    pub fn has_index(&self) -> bool {
        cfg!(feature = "search") && !self.addressing.offline
    }

    /// How a page is linked to, from the site's top.
    pub fn href(&self, route: &Route) -> String {
        let path = if self.addressing.offline && route.is_folder() {
            route.file()
        } else {
            route.as_str().to_owned()
        };
        encoded(&path)
    }

    /// The full address of a page, if the site's own is known.
    pub fn url(&self, route: &Route) -> Option<String> {
        let base = self.addressing.base_url.as_ref()?;
        Some(format!("{base}{}", encoded(route.as_str())))
    }

    /// The address of a record that has a page.
    pub fn route_of(&self, record: RecordId) -> Option<&Route> {
        self.places.records.get(&record)
    }

    /// How a record is linked to, if it has a page.
    pub fn href_of(&self, record: RecordId) -> Option<String> {
        self.route_of(record).map(|route| self.href(route))
    }

    /// How a kind's index is linked to, if there is one.
    pub fn index_href(&self, kind: Kind) -> Option<String> {
        let route = Route::of_index(kind);
        self.pages.contains_key(&route).then(|| self.href(&route))
    }

    /// How the comparison of a plan's offices is linked to, if there is one; of no plan, the page
    /// as a whole.
    pub fn summary_href(&self, plan: Option<&str>) -> Option<String> {
        let route = Route::of_summary();
        match plan {
            Some(plan) => self.group_href(&route, &anchor(plan, None)),
            None => self.row_href(&route, 0),
        }
    }

    /// How a file a record gives out is linked to.
    pub fn file_href(&self, record: RecordId, file: &SitePath) -> Option<String> {
        // The tree's paths are few beside the pages; the key is cloned to look it up.
        self.places.files.get(&(record, file.clone())).map(|route| self.href(route))
    }

    /// How a group of the board is linked to.
    pub fn board_href(&self, plan: &str, state: Option<State>) -> Option<String> {
        self.group_href(&Route::of_index(Kind::Task), &anchor(plan, state))
    }
}

/// The anchor of a plan on the board, or of one state of it.
pub fn anchor(plan: &str, state: Option<State>) -> String {
    let plan = plan.replace('/', "-");
    match state {
        Some(state) => format!("{plan}-{}", state.name()),
        None => plan,
    }
}

#[cfg(test)]
mod tests;
