//! Which pages there are and where each lies, decided once for the site.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{
    Addressing, CHANGES, CHANGES_FEED, DATA_CATALOGUE, DATA_PACKAGE, INDEX, MANIFEST, OWN_PREFIX,
    Page, Places, Route, SIGNATURE, Site, WALL, part,
};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::export;
use crate::facts::Facts;
use crate::filled;
use crate::model::entry::Words;
use crate::model::language::Tag;
use crate::model::record::Attachment;
use crate::model::{Base, Kind, RecordId};
use crate::say;
use crate::tree::SitePath;

/// Gives every page and file its address. `assets` are the theme's files.
pub fn lay_out(
    facts: Arc<Facts>,
    addressing: Addressing,
    assets: impl IntoIterator<Item = String>,
    out: &mut Diagnostics,
) -> Site {
    let assets: Vec<String> = assets.into_iter().collect();
    let mut layout = Layout {
        facts: facts.clone(),
        pages: BTreeMap::new(),
        places: Places::default(),
        taken: BTreeMap::new(),
        out,
    };
    for (route, page) in [
        ("", Page::Home),
        ("sitemap/", Page::SiteMap),
        ("data/", Page::Data),
        (DATA_PACKAGE, Page::DataPackage),
        (DATA_CATALOGUE, Page::DataCatalogue),
        ("search/", Page::Search),
        ("corrections/", Page::Corrections),
        ("404.html", Page::NotFound),
        ("robots.txt", Page::Robots),
    ] {
        layout.put(Route::new(route), page, None);
    }
    if addressing.base_url.is_some() {
        layout.put(Route::new("feed.xml"), Page::Feed, None);
        layout.put(Route::new("sitemap.xml"), Page::SiteMapXml, None);
    }
    if facts.has_revisions() {
        layout.put(Route::new(CHANGES), Page::Changes, None);
        if addressing.base_url.is_some() {
            layout.put(Route::new(CHANGES_FEED), Page::ChangesFeed, None);
        }
    }
    for asset in &assets {
        layout.put(Route::new(asset), Page::Asset(asset.clone()), None);
    }
    // MANIFEST.json is made from the other files' bytes, when they are written.
    for file in export::files(&facts) {
        for format in file.formats {
            let route = Route::of_data(file.name, *format);
            layout.put(route, Page::Dataset { file: file.name, format: *format }, None);
        }
    }
    for name in export::schema::names(&facts) {
        layout.put(Route::of_schema(name), Page::DataSchema(name), None);
    }
    if facts.plans_compared().next().is_some() {
        layout.put(Route::of_summary(), Page::Summary, None);
    }
    for year in years(&facts) {
        layout.put(Route::of_year(year), Page::Year(year), None);
    }
    for kind in Kind::ALL {
        if kind == Kind::Return && !facts.shows_returns_by_office() {
            continue;
        }
        if facts.ids(kind).next().is_some() && kind != Kind::Page {
            layout.put(Route::of_index(kind), Page::Index(kind), None);
        }
        for record in facts.public().ids(kind).filter(|record| facts.has_page(*record)) {
            layout.record(record);
        }
    }
    if facts.ids(Kind::Task).next().is_some() {
        layout.put(Route::new(WALL), Page::Wall, None);
        for (by, _) in facts.task_counts_by() {
            layout.put(Route::of_tasks_by(by), Page::TasksBy(by), None);
        }
    }
    if !facts.problems().is_empty() {
        for by in facts.problem_ways() {
            layout.put(Route::of_problems_by(by), Page::ProblemsBy(by.clone()), None);
        }
    }
    let long = part::long_pages(&facts, &layout.pages, addressing.rows_per_page);
    for (first, rows) in &long {
        layout.further_parts(first, part::count(*rows, addressing.rows_per_page));
    }
    layout.simple_readings();
    let (pages, places) = (Arc::new(layout.pages), Arc::new(layout.places));
    let texts = filled::fill(&facts, out);
    let groups = part::groups(&facts, &long);
    Site { facts, addressing, pages, texts, places, assets, long, groups }
}

/// Gives every page its address, taking them over from the site before if none can have changed.
/// The result is that of [`lay_out`], which a site without faults of its own is taken from.
pub fn lay_out_after(
    facts: Arc<Facts>,
    addressing: Addressing,
    assets: impl IntoIterator<Item = String>,
    last: &Site,
    out: &mut Diagnostics,
) -> Site {
    let assets: Vec<String> = assets.into_iter().collect();
    if last.addressing != addressing || last.assets != assets || !addresses_stand(&facts, last) {
        return lay_out(facts, addressing, assets, out);
    }
    let long = part::long_pages(&facts, &last.pages, addressing.rows_per_page);
    if !part::in_as_many_parts(&long, &last.long, addressing.rows_per_page) {
        return lay_out(facts, addressing, assets, out);
    }
    let (pages, places) = (last.pages.clone(), last.places.clone());
    let texts = filled::fill(&facts, out);
    let groups = part::groups(&facts, &long);
    Site { facts, addressing, pages, texts, places, assets, long, groups }
}

/// The years that have a page: of one alone there is nothing to choose.
fn years(facts: &Facts) -> Vec<i32> {
    let years: Vec<i32> = facts.plans_by_year().into_keys().collect();
    if years.len() > 1 { years } else { Vec::new() }
}

/// Whether every record would come to lie where it lay.
fn addresses_stand(facts: &Facts, last: &Site) -> bool {
    let before = &*last.facts;
    facts.audience() == before.audience()
        && facts.day() == before.day()
        && facts.has_revisions() == before.has_revisions()
        && facts.settings().look.simple == before.settings().look.simple
        && years(facts) == years(before)
        // A table may have got its first row.
        && export::files(facts) == export::files(before)
        && facts.task_counts_by().map(|(by, _)| by).eq(before.task_counts_by().map(|(by, _)| by))
        && facts.problem_ways().eq(before.problem_ways())
        && Kind::ALL.into_iter().all(|kind| {
            let records = facts.public().ids(kind);
            records.eq(before.public().ids(kind))
                && facts.public().ids(kind).all(|record| {
                    facts.has_page(record) == before.has_page(record)
                        && facts.counts(record) == before.counts(record)
                        && (facts.public().shares(before.public(), record)
                            || addresses(facts, record) == addresses(before, record))
                })
        })
}

/// What a record's addresses are made of.
#[derive(PartialEq)]
struct Addresses<'a> {
    id: &'a str,
    folder: &'a str,
    withdrawn: bool,
    /// Whether it is an edition whose figures are given out.
    has_data: bool,
    aliases: Vec<&'a str>,
    languages: Vec<&'a Tag>,
    files: Vec<&'a SitePath>,
}

fn addresses(facts: &Facts, record: RecordId) -> Addresses<'_> {
    let base = facts.public().base(record);
    let files = given_out(facts, record, base);
    let withdrawn = facts.is_withdrawn(base);
    let stands = || facts.edition(record.typed()).is_some_and(|seal| seal.matter().is_some());
    Addresses {
        id: &base.id,
        // Below the record's own folder a file's path is kept; from elsewhere only the name.
        folder: base.folder.as_deref().unwrap_or(base.path.folder()),
        withdrawn,
        has_data: record.kind == Kind::Bulletin && !withdrawn && stands(),
        aliases: base.aliases.iter().map(|alias| alias.value.as_str()).collect(),
        languages: base.translations.iter().map(|translation| &translation.language).collect(),
        files: files.into_iter().map(|attachment| &attachment.file).collect(),
    }
}

/// The pages found so far.
pub(super) struct Layout<'a> {
    pub(super) facts: Arc<Facts>,
    pub(super) pages: BTreeMap<Route, Page>,
    places: Places,
    /// By the file each page is written to.
    taken: BTreeMap<String, Route>,
    out: &'a mut Diagnostics,
}

impl Layout<'_> {
    fn record(&mut self, record: RecordId) {
        let facts = self.facts.clone();
        let base = facts.public().base(record);
        let Addresses { id, folder, withdrawn, has_data, files, .. } = addresses(&facts, record);
        let route = match record.kind {
            Kind::Page => Route::new(&format!("{id}/")),
            kind => Route::new(&format!("{}/{id}/", kind.folder())),
        };
        let start = Place::start(&base.body.source);
        let page = if withdrawn { Page::Tombstone(record) } else { Page::Record(record) };
        self.places.records.insert(record, route.clone());
        if has_data {
            self.put(Route::of_bulletin_data(id), Page::BulletinData(record), Some(start.clone()));
        }
        self.put(route.clone(), page, Some(start.clone()));
        for alias in &base.aliases {
            let place = Place::new(&base.body.source, alias.span.clone());
            self.put(alias_route(&alias.value), Page::Redirect(record), Some(place));
        }
        if !withdrawn {
            self.translations(record, &route);
        }
        for file in files.into_iter().filter(|_| !withdrawn) {
            if self.places.files.contains_key(&(record, file.clone())) {
                continue;
            }
            let name = file
                .as_str()
                .strip_prefix(folder)
                .and_then(|rest| rest.strip_prefix('/'))
                .unwrap_or(file.name());
            let at = Route::new(&format!("{route}{name}"));
            self.places.files.insert((record, file.clone()), at.clone());
            self.put(at, Page::File(file.clone()), Some(start.clone()));
        }
    }

    /// Puts the further parts of a page beside it.
    fn further_parts(&mut self, first: &Route, count: usize) {
        let Some(of) = self.pages.get(first).cloned() else { return };
        for number in 2..=count {
            let further = Page::Further { of: Box::new(of.clone()), first: first.clone(), number };
            self.put(first.of_part(number), further, None);
        }
    }

    /// Puts a page at an address nobody else has.
    pub(super) fn put(&mut self, route: Route, page: Page, place: Option<Place>) {
        let file = route.file();
        let Some(other) = self.in_the_way(&file) else {
            self.taken.insert(file, route.clone());
            self.pages.insert(route, page);
            return;
        };
        let holder = other.as_ref().and_then(|other| self.pages.get(other));
        let harmless = match (holder, &page) {
            (Some(holder), page) if holder == page => true,
            // A record's own address, spelled out as an old one.
            (Some(Page::Record(own) | Page::Tombstone(own)), Page::Redirect(of)) => own == of,
            _ => false,
        };
        if harmless {
            return;
        }
        let fault = match self.file_of(holder) {
            Some(by) => {
                say!("网址“/{route}”已经被 {by} 占用", "the address `/{route}` is taken by {by}")
            }
            None => say!(
                "网址“/{route}”是网站自己要用的",
                "the address `/{route}` is one the site itself needs"
            ),
        };
        let place = place.unwrap_or_else(|| Place::file("site.toml"));
        self.out.push(
            Diagnostic::new(Code::RouteCollision, place, fault).help(say!(
                "改文件名、网址名或旧网址",
                "change the file name, the slug or the alias"
            )),
        );
    }

    /// What keeps a file from being written: another file of its name, a file where one of its
    /// folders must be, files in a folder of its name, or the build's own; the inner option is the
    /// page, where it is one.
    pub(super) fn in_the_way(&self, file: &str) -> Option<Option<Route>> {
        let top = file.split('/').next().unwrap_or(file);
        let of_the_build = [MANIFEST, SIGNATURE].contains(&top) || file.starts_with(OWN_PREFIX);
        let in_the_index = file.starts_with(INDEX) || file == INDEX.trim_end_matches('/');
        if of_the_build || in_the_index {
            return Some(None);
        }
        if let Some(route) = self.taken.get(file) {
            return Some(Some(route.clone()));
        }
        let above = file.match_indices('/').find_map(|(i, _)| self.taken.get(&file[..i]));
        let below = format!("{file}/");
        let first = self.taken.range(below.clone()..).next();
        let below = first.filter(|(name, _)| name.starts_with(&below)).map(|(_, route)| route);
        above.or(below).map(|route| Some(route.clone()))
    }

    /// The file of the record that holds an address, if one does.
    fn file_of<'p>(&'p self, holder: Option<&'p Page>) -> Option<&'p SitePath> {
        match holder? {
            Page::Record(record) | Page::Tombstone(record) | Page::Redirect(record) => {
                Some(&self.facts.public().base(*record).path)
            }
            Page::Translated { of, .. } => self.file_of(Some(of)),
            Page::File(path) => Some(path),
            _ => None,
        }
    }
}

/// An old address: a page's where it has no ending, so that servers know what it is.
pub(super) fn alias_route(alias: &str) -> Route {
    let last = alias.rsplit('/').next().unwrap_or(alias);
    if last.is_empty() || last.contains('.') {
        Route::new(alias)
    } else {
        Route::new(&format!("{alias}/"))
    }
}

/// The files a record lists or links, and those of its entries that exist.
pub(crate) fn given_out<'a>(
    facts: &'a Facts,
    record: RecordId,
    base: &'a Base,
) -> Vec<&'a Attachment> {
    let mut found: Vec<&Attachment> = base.attachments.iter().collect();
    found.extend(base.body.links.files());
    found.extend(base.translations.iter().flat_map(|translation| translation.body.links.files()));
    for entry in facts.entries_of(record) {
        found.extend(&entry.attachments);
        if let Words::Body(body) = &entry.text {
            found.extend(body.links.files());
        }
    }
    found
}
