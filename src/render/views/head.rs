//! What every page carries: the site's frame and the page's head.

use super::Views;
use super::title::section;
use crate::disclose::Unpublished;
use crate::model::{Base, Kind, Moment, RecordId};
use crate::render::Theme;
use crate::render::view::{FooterItem, FrameView, NavItem, PageView, SiteView};
use crate::site::{Page, Route};

/// Nothing from elsewhere, and nothing inline.
const POLICY: &str = "default-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'";
/// The same, where the index of words is asked by WebAssembly.
const POLICY_OF_SEARCH: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; \
    object-src 'none'; base-uri 'self'; form-action 'self'";

impl Views {
    /// The frame, the same on all pages.
    pub fn site_view(&self, theme: &Theme) -> SiteView {
        let settings = self.facts.settings();
        let mut nav = vec![NavItem {
            label: self.w("home"),
            href: self.site.href(&Route::new("")),
            section: "home".into(),
        }];
        for kind in Kind::ALL {
            if let Some(href) = self.site.index_href(kind) {
                let label = self.kind_word(kind).to_owned();
                nav.push(NavItem { label, href, section: kind.folder().into() });
            }
        }
        let tools = [
            ("search", Page::Search),
            ("data", Page::Data),
            ("changes", Page::Changes),
            ("corrections", Page::Corrections),
            ("sitemap", Page::SiteMap),
        ];
        let tools = tools
            .into_iter()
            .map(|(section, page)| (section, page, Route::new(&format!("{section}/"))))
            .filter(|(.., route)| self.site.pages.contains_key(route))
            .map(|(section, page, route)| NavItem {
                label: self.title(&page),
                href: self.site.href(&route),
                section: section.into(),
            })
            .collect();
        SiteView {
            title: settings.title.clone(),
            language: self.words.tag().into(),
            direction: self.unusual("language_direction", "ltr"),
            writing: self.unusual("language_writing", "horizontal-tb"),
            logo: theme.logo(),
            as_of: self.words.day(self.facts.day()),
            as_of_iso: self.facts.day().to_string(),
            edition: self.facts.audience().edition.name(),
            nav,
            tools,
            footer: self.footer(theme),
            search: self.site.has_index().then(|| self.site.href(&Route::new("search/"))),
            feed: self.site.pages.contains_key(&Route::new("feed.xml")).then(|| "feed.xml".into()),
            stylesheet: theme.href("style.css"),
            icon: theme.href("icon.svg"),
            script: theme.href("page.js"),
            leaving: self.leaving(),
            organizer: self.organizer(),
            drafts: self.facts.audience().unpublished == Unpublished::Drafts,
            generator: concat!("liangshai ", env!("CARGO_PKG_VERSION")).into(),
        }
    }

    /// What the language's table says, where that is not the usual.
    fn unusual(&self, name: &str, usual: &str) -> Option<String> {
        Some(self.w(name)).filter(|word| word != usual)
    }

    /// Who answers for the site: the organiser, else the portal, else the site's title.
    pub(super) fn organizer(&self) -> String {
        let settings = self.facts.settings();
        let identity = &settings.identity;
        let named = identity.organizer.as_ref().or(identity.site_name.as_ref());
        named.unwrap_or(&settings.title).clone()
    }

    /// The items inspectors look for at the foot of every page (国办发〔2017〕47号).
    /// What the portal's own piece says already is not said twice.
    fn footer(&self, theme: &Theme) -> Vec<FooterItem> {
        let piece = &theme.footer;
        let identity = &self.facts.settings().identity;
        let item = |name, label: &str, text: &Option<String>, href: Option<&str>| {
            text.as_ref().map(|text| FooterItem {
                name,
                label: self.w(label),
                text: text.clone(),
                href: href.map(str::to_owned),
                inside: false,
            })
        };
        // These two hold an address; the words are the interface's.
        let linked = |name, label: &str, href: &Option<String>| {
            href.as_ref().filter(|href| href.starts_with("http")).map(|href| FooterItem {
                name,
                label: String::new(),
                text: self.w(label),
                href: Some(href.clone()),
                inside: false,
            })
        };
        let mut footer: Vec<FooterItem> = [
            item("organizer", "footer_organizer", &identity.organizer, None),
            item("operator", "footer_operator", &identity.operator, None),
            item("contact", "footer_contact", &identity.contact, None),
            item("icp", "footer_icp", &identity.icp, Some("https://beian.miit.gov.cn/")),
            item("police_record", "footer_police", &identity.police_record, None),
            item("site_id_code", "footer_site_id", &identity.site_id_code, None),
            linked("party_gov_mark", "footer_party_gov_mark", &identity.party_gov_mark),
            linked("error_report", "footer_error_report", &identity.error_report),
        ]
        .into_iter()
        .flatten()
        .filter(|item| match &item.href {
            Some(href) if item.label.is_empty() => !piece.leads_to(href),
            _ => !piece.says(&item.text),
        })
        .collect();
        footer.push(FooterItem {
            name: "sitemap",
            label: String::new(),
            text: self.w("sitemap"),
            href: Some(self.site.href(&Route::new("sitemap/"))),
            inside: true,
        });
        footer
    }

    /// The head of one page.
    pub fn page(&self, route: &Route, page: &Page) -> PageView {
        let (root, canonical) = (self.root(route, page), self.canonical(route, page));
        let is_simple = matches!(page, Page::Simple(_));
        let languages = if is_simple { Vec::new() } else { self.languages(page) };
        let translation = self.translation_note(page);
        let parts = self.parts(route, page);
        // All else of a simpler reading is its page's.
        let page = page.subject();
        let title = self.title(page);
        let head_title = self.head_title(page, &self.title_of_part(&title, parts.as_ref()));
        let record = match page {
            Page::Record(record) => Some(*record),
            _ => None,
        };
        let base = record.map(|record| self.facts.public().base(record));
        let published = record.and_then(|record| self.published(record));
        let entered = record.and_then(|record| self.entered(record));
        let updated = record.and_then(|record| self.last_changed(record));
        let (previous, next) = record.map(|record| self.neighbours(record)).unwrap_or_default();
        PageView {
            root,
            policy: match page {
                Page::Search if self.site.has_index() => POLICY_OF_SEARCH,
                _ => POLICY,
            },
            head_title: if is_simple {
                format!("{} - {}", self.w("simple_version"), head_title)
            } else {
                head_title
            },
            section: section(page),
            href: self.site.href(route),
            meta: self.article_meta(page, record.zip(base)),
            breadcrumbs: self.breadcrumbs(page, &title, parts.as_ref()),
            published_label: match published {
                Some(_) => self.w("label_published"),
                None => self.w("label_as_of"),
            },
            published: match (published, page.is_read()) {
                (Some(moment), _) => Some(self.moment(moment)),
                (None, true) => Some(self.day(self.facts.day())),
                (None, false) => None,
            },
            source: page.is_read().then(|| self.source(base)),
            entered: self.some_day(entered),
            updated: self.some_day(updated.filter(|day| entered != Some(*day))),
            revisions: record.map(|record| self.revisions(record)).unwrap_or_default(),
            revisions_count: record.map_or_else(String::new, |record| {
                let count = self.facts.revisions(record).len();
                self.words.fill("revisions_count", &[("count", &count)])
            }),
            years: self.years(page),
            named_by: record
                .filter(|_| !parts.as_ref().is_some_and(|parts| parts.is_further))
                .map_or_else(Vec::new, |record| self.named_by(record)),
            data_row: record.and_then(|record| self.data_row(record)),
            cited_revision: record.and_then(|record| self.cited_revision(record)),
            // Indexes are reached from the site's front, and a drawing takes half as much as a
            // record's words.
            qr: canonical.clone().filter(|_| record.is_some()),
            canonical,
            languages,
            translation,
            previous,
            next,
            extra: base.map(|base| base.extra.clone()).unwrap_or_default(),
            banners: match page.whole() {
                Page::Record(record) => self.banners(*record),
                Page::Index(kind) => self.past_column(*kind).into_iter().collect(),
                // A withdrawn sample is still no real record.
                Page::Tombstone(record) => {
                    let mut banners = self.banners(*record);
                    banners.retain(|banner| banner.kind == "sample");
                    banners
                }
                _ => Vec::new(),
            },
            title,
            parts,
        }
    }

    /// The address a page is to be known by, of those that people read.
    fn canonical(&self, route: &Route, page: &Page) -> Option<String> {
        let own = match page {
            Page::Simple(_) => route.above(),
            _ => route.clone(),
        };
        page.subject().is_read().then(|| self.site.url(&own)).flatten()
    }

    /// The way from a page to the site's top.
    fn root(&self, route: &Route, page: &Page) -> String {
        match page {
            // Served for any address, so it can lean on none; without the site's own it lies at
            // the domain's root.
            Page::NotFound if !self.site.addressing.offline => self.site.addressing.folder(),
            _ => route.root(),
        }
    }

    /// When a record first became public, as far as it says.
    pub(super) fn published(&self, record: RecordId) -> Option<Moment> {
        self.facts.public().base(record).published
    }

    pub(super) fn source(&self, base: Option<&Base>) -> String {
        base.and_then(|base| base.source.clone()).unwrap_or_else(|| self.organizer())
    }

    /// The frame of a page, the same for all records of a section at one depth.
    pub fn frame(&self, theme: &Theme, route: &Route, page: &Page) -> FrameView {
        let root = self.root(route, page);
        let other_reading = self.site.other_reading(page, &root);
        let page = page.subject();
        FrameView {
            portal_header_html: theme.header.on(&self.site, &root),
            portal_footer_html: theme.footer.on(&self.site, &root),
            root,
            other_reading,
            section: section(page),
            href: match page {
                Page::Record(_) => String::new(),
                _ => self.site.href(route),
            },
            meta: self.common_meta(page),
        }
    }
}
