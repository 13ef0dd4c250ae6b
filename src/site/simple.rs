//! 长辈版: beside a page that the public reads lies a simpler reading of it.
//!
//! It is a page of its own, with templates of its own over the same view. A style over the usual
//! page would leave an old reader everything that is on it, only larger; and this must work where
//! no script runs. It lies below its page, so that the way there is the same from all of them.

use super::Site;
use super::layout::Layout;
use crate::diagnostic::Place;
use crate::model::Kind;
use crate::site::{Page, Route};

/// Where a simpler reading lies, below its page.
const FOLDER: &str = "simple/";

impl Route {
    /// Where the simpler reading of the page at this address lies, if there is one.
    pub fn of_simple(&self) -> Self {
        Self::new(&format!("{self}{FOLDER}"))
    }

    /// The address of the page whose simpler reading lies at this one.
    pub fn above(&self) -> Self {
        Self::new(self.as_str().strip_suffix(FOLDER).unwrap_or(self.as_str()))
    }
}

impl Page {
    /// Whether it has a simpler reading: what tells of promises, who made them and how they stand.
    /// It rests on the kind of page alone, so that a link's address tells where its simpler
    /// reading is.
    pub fn has_simple(&self) -> bool {
        match self.whole() {
            Page::Home => true,
            Page::Index(kind) => is_for_all(*kind),
            Page::Record(record) | Page::Tombstone(record) => is_for_all(record.kind),
            _ => false,
        }
    }

    /// The page that a simpler reading or a translation is of; any other page itself.
    pub fn subject(&self) -> &Page {
        match self {
            Page::Simple(of) | Page::Translated { of, .. } => of,
            page => page,
        }
    }
}

/// Whether records of a kind are read by the public, and not only by those who work with them.
fn is_for_all(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Plan
            | Kind::Task
            | Kind::Indicator
            | Kind::Problem
            | Kind::Office
            | Kind::Bulletin
            | Kind::News
            | Kind::Page
    )
}

impl Layout<'_> {
    /// Gives the simpler readings their addresses, once the pages have theirs; none where the site
    /// is built without.
    pub(super) fn simple_readings(&mut self) {
        if !self.facts.settings().look.simple {
            return;
        }
        let pages = self.pages.iter().filter(|(_, page)| page.has_simple());
        let found: Vec<(Route, Page)> =
            pages.map(|(route, page)| (route.of_simple(), page.clone())).collect();
        for (route, page) in found {
            let place = match &page {
                Page::Record(record) | Page::Tombstone(record) => {
                    Some(Place::start(&self.facts.public().base(*record).body.source))
                }
                _ => None,
            };
            self.put(route, Page::Simple(Box::new(page)), place);
        }
        self.old_simple_readings();
    }

    /// A record's old address led to a simpler reading below it, which must not be lost when it
    /// moves. What lies there now goes before.
    fn old_simple_readings(&mut self) {
        let old = self.pages.iter().filter_map(|(route, page)| match page {
            Page::Redirect(record) if is_for_all(record.kind) && route.is_folder() => {
                Some((route.of_simple(), *record))
            }
            _ => None,
        });
        for (route, record) in old.collect::<Vec<_>>() {
            if self.in_the_way(&route.file()).is_none() {
                self.put(route, Page::Simple(Box::new(Page::Redirect(record))), None);
            }
        }
    }
}

impl Site {
    /// How the simpler reading is linked to from a page: its own, or that of the home page; `root`
    /// is the way to the site's top. From a simpler reading, how its page is.
    /// None where the site is built without simpler readings.
    pub fn other_reading(&self, page: &Page, root: &str) -> Option<String> {
        let simple = Route::new("").of_simple();
        self.pages.contains_key(&simple).then(|| match page {
            Page::Simple(_) => format!("../{}", self.href(&Route::new(""))),
            Page::Translated { of, .. } if of.has_simple() => format!("../{}", self.href(&simple)),
            page if page.has_simple() => self.href(&simple),
            _ => format!("{root}{}", self.href(&simple)),
        })
    }

    /// Where an old address leads, if a page is one: to the record, or to its simpler reading.
    pub fn moved_to(&self, page: &Page) -> Option<Route> {
        let Page::Redirect(record) = page.subject() else { return None };
        let now = self.route_of(*record)?;
        Some(if matches!(page, Page::Simple(_)) { now.of_simple() } else { now.clone() })
    }

    /// The address of the simpler reading of what an address of this site leads to; the same
    /// address where it has none.
    pub fn simple_href(&self, href: &str) -> String {
        let (path, anchor) = href.split_at(href.find('#').unwrap_or(href.len()));
        let folder = path.strip_suffix("index.html").unwrap_or(path);
        let Ok(folder) = percent_encoding::percent_decode_str(folder).decode_utf8() else {
            return href.to_owned();
        };
        let route = Route::new(&folder).of_simple();
        if self.pages.contains_key(&route) {
            format!("{}{anchor}", self.href(&route))
        } else {
            href.to_owned()
        }
    }
}
