//! Every page as it would be built, in memory, taken apart for the rules of pages.

mod address;
mod fold;
pub mod hidden;
mod html;
mod outline;
mod tokens;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use rayon::prelude::*;

use super::private::{self, Private};
use super::text::hosts;
use crate::diagnostic::{Diagnostics, Place, Source};
use crate::render::{Failure, Renderer};
use crate::site::{Page, Route, Site};

pub use address::{Net, Target};
pub use html::{Html, Letters, Part, Tag};
pub use outline::Outline;

/// A page as built.
pub struct Rendered<'a> {
    pub site: &'a Site,
    pub route: &'a Route,
    pub page: &'a Page,
    pub media: Media,
    /// Its bytes.
    pub text: &'a str,
    /// Its tags and texts; none in what is no page of HTML.
    pub html: &'a Html,
    /// What is in it, gathered once; nothing in what a record gives out as a file.
    pub outline: Outline<'a>,
    /// Every address of the site.
    pub net: &'a Net<'a>,
    /// The hosts the site's texts link to.
    pub linked: &'a BTreeSet<String>,
    source: std::cell::OnceCell<Arc<Source>>,
}

/// What a built file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Media {
    Html,
    Json,
    Csv,
    Xml,
    /// A file of the theme, or robots.txt.
    Other,
}

impl Media {
    /// By the ending of a file.
    pub fn of(file: &str) -> Self {
        match file.rsplit_once('.').map_or("", |(_, ending)| ending) {
            "html" => Media::Html,
            "json" | "jsonld" => Media::Json,
            "csv" => Media::Csv,
            "xml" => Media::Xml,
            _ => Media::Other,
        }
    }
}

impl<'a> Rendered<'a> {
    /// A page's bytes, taken apart as `html`.
    fn new(
        site: &'a Site,
        (net, linked): (&'a Net<'a>, &'a BTreeSet<String>),
        (route, page): (&'a Route, &'a Page),
        text: &'a str,
        html: &'a Html,
    ) -> Self {
        let media = Media::of(&route.file());
        // A file handed in is as it is, whatever is in it.
        let is_own = media == Media::Html && !matches!(page, Page::File(_) | Page::Asset(_));
        let outline = if is_own { Outline::of(html) } else { Outline::default() };
        let source = std::cell::OnceCell::new();
        Self { site, route, page, media, text, html, outline, net, linked, source }
    }

    /// Whether it is a page the site makes; a file a record gives out is not, nor an old address.
    /// A simpler reading is no page of its own: it says nothing that its page does not.
    pub fn is_page(&self) -> bool {
        let is_other = matches!(
            self.page,
            Page::File(_) | Page::Asset(_) | Page::Redirect(_) | Page::Simple(_)
        );
        self.media == Media::Html && !is_other
    }

    /// Where an address of it leads.
    pub fn target<'p>(&self, address: &'p str) -> Target<'a, 'p> {
        self.net.find(self.route, self.page, address)
    }

    /// Some bytes of it as a place, under the file's path in the built site.
    pub fn place(&self, span: std::ops::Range<usize>) -> Place {
        let source = || Source::new(format!("public/{}", self.route.file()), self.text);
        Place::new(self.source.get_or_init(source), span)
    }
}

/// The anchors of every page, each as a number made of its letters.
#[derive(Debug, Default)]
pub struct Anchors(HashMap<u64, HashSet<u64>>);

impl Anchors {
    /// Whether a page has an anchor.
    pub fn has(&self, route: &str, anchor: &str) -> bool {
        self.holds(number(route), number(anchor))
    }

    fn holds(&self, route: u64, anchor: u64) -> bool {
        // What is no page, as a table of data, is not asked for a place on it.
        self.0.get(&route).is_none_or(|anchors| anchors.contains(&anchor))
    }
}

fn number(anchor: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    percent_encoding::percent_decode_str(anchor).decode_utf8_lossy().hash(&mut hasher);
    hasher.finish()
}

/// What was found on a page, the anchors it has and those it links to.
#[derive(Default)]
struct Looked {
    found: Diagnostics,
    private: Vec<Private>,
    is_page: bool,
    own: HashSet<u64>,
    /// A page and an anchor each.
    asked: Vec<(u64, u64)>,
}

impl Looked {
    fn anchors(&mut self, page: &Rendered) {
        let outline = &page.outline;
        self.own.extend(outline.ids.iter().map(|id| number(id.text)));
        for address in outline.addresses.iter().filter(|address| address.text.contains('#')) {
            if let Target::Inside { route, fragment } = page.target(address.text)
                && !matches!(fragment, "" | "top")
            {
                self.asked.push((number(route), number(fragment)));
            }
        }
    }
}

/// A rule of pages.
pub(super) type PageRule = fn(&Rendered, &mut Diagnostics);
/// A rule of pages that knows the anchors of them all.
pub(super) type AnchorRule = fn(&Rendered, &Anchors, &mut Diagnostics);

/// Renders the pages that are wanted and hands each to the rules; templates that fail are told each once. Returns what
/// is private on the pages.
pub(super) fn each(
    renderer: &Renderer,
    are_wanted: impl Fn(&Route) -> bool + Sync,
    rules: &[PageRule],
    anchor_rules: &[AnchorRule],
    out: &mut Diagnostics,
) -> anyhow::Result<Vec<Private>> {
    let site = renderer.site();
    let policy = &site.facts.public().settings().check.masks;
    let net = &Net::of(site);
    let linked = &hosts::written(site.facts.public());
    let look = |buffer: &mut Vec<u8>, route: &'_ Route, page: &'_ Page| {
        buffer.clear();
        renderer.render(route, page, buffer)
    };
    let look_at = |(buffer, html): &mut (Vec<u8>, Html), (route, page): (&'_ Route, &'_ Page)| {
        look(buffer, route, page).map(|()| {
            let mut looked = Looked::default();
            with(site, (net, linked), (route, page), (buffer, html), |page| {
                rules.iter().for_each(|check| check(page, &mut looked.found));
                looked.private = private::on_page(page, policy);
                looked.is_page = page.is_page();
                looked.anchors(page);
            });
            looked
        })
    };
    let mut looked: Vec<(&Route, Result<Looked, Failure>)> = Vec::new();
    for pages in site.passes() {
        let wanted = pages.into_par_iter().filter(|(route, _)| are_wanted(route));
        looked.par_extend(wanted.map_init(Default::default, |room, (route, page)| {
            (route, look_at(room, (route, page)))
        }));
    }
    // In one order, whatever the passes: what is found on many pages is told of the first.
    looked.sort_by_key(|(route, _)| *route);
    let (mut found, mut anchors, mut asked) = (Vec::new(), Anchors::default(), Vec::new());
    let (mut pages, mut on_pages) = (0, Vec::new());
    let is_simple = |route: &Route| matches!(site.pages.get(route), Some(Page::Simple(_)));
    for (route, looked) in looked {
        match looked {
            Ok(looked) => {
                found.push((is_simple(route), looked.found));
                on_pages.extend(looked.private);
                if looked.is_page {
                    pages += 1;
                    anchors.0.insert(number(route.as_str()), looked.own);
                }
                asked.push((route, looked.asked));
            }
            Err(Failure::Template(fault)) => out.push(*fault),
            Err(Failure::Machine(error)) => return Err(error),
        }
    }
    // Pages with a link to an anchor that is not there are few, and are rendered once more.
    let (mut buffer, mut html) = (Vec::new(), Html::default());
    for (route, asked) in asked {
        let Some(page) = site.pages.get(route) else { continue };
        if asked.iter().any(|(to, anchor)| !anchors.holds(*to, *anchor)) {
            let mut dead = Diagnostics::new();
            if look(&mut buffer, route, page).is_ok() {
                with(site, (net, linked), (route, page), (&buffer, &mut html), |page| {
                    anchor_rules.iter().for_each(|check| check(page, &anchors, &mut dead));
                });
            }
            found.push((is_simple(route), dead));
        }
    }
    out.extend(fold::once(fold::of_pages(found), pages));
    Ok(on_pages)
}

/// Takes a page's bytes apart, in the room of the page before, and hands it on; pictures and fonts of
/// a theme are no text.
fn with<'a>(
    site: &'a Site,
    around: (&'a Net<'a>, &'a BTreeSet<String>),
    (route, page): (&'a Route, &'a Page),
    (bytes, html): (&[u8], &mut Html),
    then: impl FnOnce(&Rendered<'_>),
) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        match Media::of(&route.file()) {
            Media::Html => html.read_anew(text),
            _ => html.clear(),
        }
        then(&Rendered::new(site, around, (route, page), text, html));
    }
}
