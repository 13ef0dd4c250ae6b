//! 译文: below a record's page lies the same page in another language, where the record has words
//! in it.
//!
//! Only records have such pages; what leads on from one leads to translations where there are some,
//! and to the originals where there are none.

use std::collections::BTreeSet;

use super::Site;
use super::layout::Layout;
use crate::diagnostic::Place;
use crate::model::RecordId;
use crate::model::language::Tag;
use crate::site::{Page, Route};

impl Route {
    /// Where the page at this address lies in another language.
    pub fn of_translation(&self, language: &Tag) -> Self {
        Self::new(&format!("{self}{}", folder(language)))
    }

    /// The address of the page of which the one here is a translation.
    pub fn of_original(&self, language: &Tag) -> Self {
        Self::new(self.as_str().strip_suffix(&folder(language)).unwrap_or(self.as_str()))
    }
}

/// Addresses are in small letters.
fn folder(language: &Tag) -> String {
    format!("{}/", language.as_str().to_ascii_lowercase())
}

impl Layout<'_> {
    /// Gives the translations of a record their addresses.
    pub(super) fn translations(&mut self, record: RecordId, route: &Route) {
        let facts = self.facts.clone();
        for translation in &facts.public().base(record).translations {
            let language = translation.language.clone();
            let at = route.of_translation(&language);
            let page = Page::Translated { of: Box::new(Page::Record(record)), language };
            self.put(at, page, Some(Place::start(&translation.body.source)));
        }
    }
}

impl Site {
    /// The address of a record's page in a language, if it has one.
    pub fn route_in(&self, record: RecordId, language: &Tag) -> Option<Route> {
        let route = self.route_of(record)?.of_translation(language);
        match self.pages.get(&route) {
            Some(Page::Translated { of, .. }) if **of == Page::Record(record) => Some(route),
            _ => None,
        }
    }

    /// The languages some page is translated into.
    pub fn languages(&self) -> BTreeSet<&Tag> {
        let languages = self.pages.values().filter_map(|page| match page {
            Page::Translated { language, .. } => Some(language),
            _ => None,
        });
        languages.collect()
    }
}
