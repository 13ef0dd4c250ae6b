//! Which pages come, go and read otherwise, by their keys.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::side::Side;
use super::{LostPage, Pages};
use crate::model::record::Target;
use crate::render::Key;
use crate::site::{Page, Route, Site};

/// The pages of both sides.
#[derive(Debug, Default)]
pub struct Compared {
    /// In both, and other than they were.
    pub changed: BTreeSet<Route>,
    /// Whether pages were compared at all, which takes content without errors on both sides.
    pub are_known: bool,
}

/// Compares the pages there are on both sides.
pub fn compare(base: &Side, head: &Side) -> Compared {
    if !base.before.can_be_built || !head.before.can_be_built {
        return Compared::default();
    }
    let key = |side: &Side, route: &Route| -> Option<Key> {
        let page = side.site().pages.get(route)?;
        side.renderer.key(route, page).ok().flatten()
    };
    let routes: Vec<&Route> = read_by_people(head.site())
        .filter(|route| base.site().pages.get(*route).is_some_and(is_read_by_people))
        // It follows every figure, and its key would take making all data.
        .filter(|route| head.site().pages.get(*route) != Some(&Page::Data))
        .collect();
    let changed = routes.into_par_iter().filter(|route| key(base, route) != key(head, route));
    Compared { changed: changed.cloned().collect(), are_known: true }
}

fn is_read_by_people(page: &Page) -> bool {
    !matches!(
        page,
        // What these say is told of the board, or of the page they are parts of.
        Page::TasksBy(_)
            | Page::ProblemsBy(_)
            | Page::Wall
            | Page::Further { .. }
            // A simpler reading says what its page says.
            | Page::Simple(_)
            | Page::Redirect(_)
            | Page::Feed
            | Page::SiteMapXml
            | Page::Robots
            | Page::Dataset { .. }
            | Page::DataPackage
            | Page::DataCatalogue
            | Page::DataSchema(_)
            | Page::BulletinData(_)
            | Page::Asset(_)
            | Page::File(_)
    )
}

fn read_by_people(site: &Site) -> impl Iterator<Item = &Route> {
    site.pages.iter().filter(|(_, page)| is_read_by_people(page)).map(|(route, _)| route)
}

impl Compared {
    /// What is told of pages, beside those of records that are told themselves.
    pub fn told(&self, base: &Side, head: &Side, explained: &BTreeSet<&str>) -> Pages {
        if !self.are_known {
            return Pages::default();
        }
        let (old, new) = (base.site(), head.site());
        let has = |site: &Site, route: &Route| site.pages.get(route).is_some_and(is_read_by_people);
        let added = read_by_people(new).filter(|route| !has(old, route));
        let removed = read_by_people(old).filter(|route| !has(new, route)).map(|route| LostPage {
            route: route.to_string(),
            redirect: match new.pages.get(route) {
                Some(Page::Redirect(record)) => new.route_of(*record).map(Route::to_string),
                _ => None,
            },
        });
        // What lists everything follows whatever is edited.
        let is_list = |route: &&Route| {
            let page = new.pages.get(*route);
            matches!(page, Some(Page::NotFound | Page::Search | Page::SiteMap))
        };
        let changed: Vec<&Route> = self.changed.iter().filter(|route| !is_list(route)).collect();
        // What a translation says is told of its record.
        let is_explained = |route: &Route| match new.pages.get(route) {
            Some(Page::Translated { language, .. }) => {
                explained.contains(route.of_original(language).as_str())
            }
            _ => explained.contains(route.as_str()),
        };
        let mut titles = BTreeMap::new();
        for side in [base, head] {
            let told = side.site().pages.iter().filter(|(_, page)| is_read_by_people(page));
            for (route, page) in told {
                let Page::Record(record) = page.subject() else { continue };
                let title = side.facts().title(*record);
                let is_told = !(old.pages.contains_key(route) && new.pages.contains_key(route))
                    || self.changed.contains(route) && !is_explained(route);
                if is_told && !title.is_empty() {
                    titles.insert(route.to_string(), title.to_owned());
                }
            }
        }
        Pages {
            added: added.map(Route::to_string).collect(),
            removed: removed.collect(),
            changed: Some(changed.len()),
            others: changed
                .into_iter()
                .filter(|route| !is_explained(route))
                .map(Route::to_string)
                .collect(),
            titles,
        }
    }

    /// The pages of a side whose faults may be others than those of the other side: those that are
    /// new or read otherwise, and those whose bodies link to a place on one of these.
    pub fn to_check(&self, side: &Side, other: &Side) -> BTreeSet<Route> {
        let own = read_by_people(side.site());
        let alone = own.filter(|route| !other.site().pages.contains_key(*route));
        let mut wanted: BTreeSet<Route> = self.changed.iter().chain(alone).cloned().collect();
        let mut linking: BTreeMap<&Route, bool> = BTreeMap::new();
        for (route, page) in side.site().pages.iter() {
            let Page::Record(record) = page else { continue };
            let links = &side.model.base(*record).body.links;
            let leads_there = links.iter().any(|(_, target)| match target {
                Target::Record { record, anchor } if !anchor.is_empty() => {
                    side.site().route_of(*record).is_some_and(|to| wanted.contains(to))
                }
                Target::Column { anchor, .. } => !anchor.is_empty(),
                _ => false,
            });
            linking.insert(route, leads_there);
        }
        let linking = linking.into_iter().filter(|(_, leads)| *leads);
        wanted.extend(linking.map(|(route, _)| route.clone()));
        wanted
    }
}
