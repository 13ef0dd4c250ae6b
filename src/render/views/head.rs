//! What every page carries: the site's frame, titles, meta tags, breadcrumbs, banners.

use super::Views;
use crate::content::markdown::plain_text;
use crate::disclose::Unpublished;
use crate::model::plan::Validity;
use crate::model::{Base, Column, Day, Kind, Moment, RecordId};
use crate::render::Theme;
use crate::render::view::{
    Banner, FooterItem, FrameView, Link, Made, MetaTag, NavItem, PageView, PartsView, RedirectView,
    SiteView, TombstoneView,
};
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
            qr_html: canonical.as_deref().filter(|_| record.is_some()).map(|url| self.qr(url)),
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

    pub(super) fn title(&self, page: &Page) -> String {
        match page.whole() {
            Page::Home => {
                let own = self.facts.public().home().and_then(|home| home.title.clone());
                own.unwrap_or_else(|| self.facts.settings().title.clone())
            }
            Page::Index(kind) => self.kind_title(*kind),
            Page::TasksBy(by) => self.by_title(*by),
            Page::ProblemsBy(by) => self.problems_by_title(by),
            Page::Wall => self.w("title_wall"),
            Page::Summary => self.w("title_summary"),
            Page::Year(year) => self.year_title(*year),
            Page::Record(record) | Page::Tombstone(record) | Page::Redirect(record) => {
                self.name_of(*record).to_owned()
            }
            Page::SiteMap => self.w("sitemap"),
            Page::Data => self.w("data"),
            Page::Search => self.w("search"),
            Page::Corrections => self.w("corrections"),
            Page::Changes => self.w("recent_changes"),
            _ => self.w("not_found"),
        }
    }

    fn head_title(&self, page: &Page, title: &str) -> String {
        let site = &self.facts.settings().title;
        match page.whole() {
            Page::Home => site.clone(),
            Page::Record(record) | Page::Tombstone(record) if record.kind != Kind::Page => {
                format!("{title} - {} - {site}", self.kind_title(record.kind))
            }
            _ => format!("{title} - {site}"),
        }
    }

    /// When a record first became public, as far as it says.
    fn published(&self, record: RecordId) -> Option<Moment> {
        self.facts.public().base(record).published
    }

    fn source(&self, base: Option<&Base>) -> String {
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

    /// The tags of 国办发〔2017〕47号 that say of what site and column a page is: three and four.
    fn common_meta(&self, page: &Page) -> Vec<MetaTag> {
        let settings = self.facts.settings();
        let identity = &settings.identity;
        let site_name = identity.site_name.as_ref().unwrap_or(&settings.title);
        let mut meta = Tags::default();
        meta.add("SiteName", Some(site_name.clone()));
        meta.add("SiteDomain", identity.site_domain.clone().or_else(|| self.host()));
        meta.add("SiteIDCode", identity.site_id_code.clone());
        if !matches!(page, Page::Home | Page::NotFound | Page::Redirect(_)) {
            let kind = match page.whole() {
                Page::Index(kind) => Some(*kind),
                Page::TasksBy(_) | Page::Wall => Some(Kind::Task),
                Page::ProblemsBy(_) => Some(Kind::Problem),
                Page::Summary => Some(Kind::Office),
                Page::Year(_) => Some(Kind::Plan),
                Page::Record(record) | Page::Tombstone(record) => Some(record.kind),
                _ => None,
            };
            let column = kind.and_then(|kind| self.facts.public().column(kind));
            let name = column.and_then(|column| column.name.clone()).unwrap_or_else(|| {
                kind.map_or_else(|| self.title(page), |kind| self.kind_title(kind))
            });
            let of = |own: Option<String>| own.unwrap_or_else(|| name.clone());
            let [description, keywords, column_type] = [
                column.and_then(|column| column.description.clone()),
                column.and_then(|column| column.keywords.clone()),
                column.and_then(|column| column.column_type.clone()),
            ]
            .map(of);
            meta.add("ColumnName", Some(name));
            meta.add("ColumnDescription", Some(description));
            meta.add("ColumnKeywords", Some(keywords));
            meta.add("ColumnType", Some(column_type));
        }
        meta.0
    }

    /// The tags of 国办发〔2017〕47号 that say what article a page is.
    fn article_meta(&self, page: &Page, record: Option<(RecordId, &Base)>) -> Vec<MetaTag> {
        let mut meta = Tags::default();
        if let Some((record, base)) = record {
            meta.add("ArticleTitle", Some(self.name_of(record).to_owned()));
            // Minutes only where they are known: a made-up 00:00 would be a false time.
            let moment = self.published(record);
            let day: Option<Day> = moment.map(|moment| moment.day);
            meta.add("PubDate", moment.map(|m| self.moment(m).iso).or(day.map(|d| d.to_string())));
            // When it was published stays what it was.
            let changed = self.last_changed(record).filter(|changed| day < Some(*changed));
            meta.add("dcterms.modified", changed.map(|day| day.to_string()));
            meta.add("ContentSource", Some(self.source(Some(base))));
            meta.add("Author", base.author.clone());
            meta.add("Keywords", Some(self.keywords(record, base).join(",")));
            meta.add("Description", Some(self.description(record, base)));
        } else if page.is_read() {
            let public = self.facts.public();
            let column = match page {
                Page::Home => public.home(),
                Page::Index(kind) => public.column(*kind),
                _ => None,
            };
            let keywords = column.filter(|_| matches!(page, Page::Home));
            meta.add("Keywords", keywords.and_then(|home| home.keywords.clone()));
            meta.add("Description", Some(self.list_description(page, column)));
        }
        meta.0
    }

    /// What a list is, for those who find it elsewhere: as its column says, else by its own words or
    /// its title.
    fn list_description(&self, page: &Page, column: Option<&Column>) -> String {
        let own = column.and_then(|column| column.description.clone());
        let words = || column.map(|column| plain_text(column.body.text(), 100));
        own.or_else(|| words().filter(|words| !words.is_empty()))
            .unwrap_or_else(|| self.head_title(page, &self.title(page)))
    }

    /// The bare host of the site's address.
    fn host(&self) -> Option<String> {
        let base = self.site.addressing.base_url.as_ref()?;
        let rest = base.split_once("://").map(|(_, rest)| rest)?;
        rest.split('/').next().map(str::to_owned)
    }

    fn breadcrumbs(&self, page: &Page, title: &str, parts: Option<&PartsView>) -> Vec<Link> {
        if matches!(page, Page::Home | Page::NotFound) {
            return Vec::new();
        }
        let mut crumbs =
            vec![Link { label: self.w("home"), href: Some(self.site.href(&Route::new(""))) }];
        let page = page.whole();
        let below = match page {
            Page::Summary => Some(Kind::Office),
            Page::TasksBy(_) | Page::Wall => Some(Kind::Task),
            Page::ProblemsBy(_) => Some(Kind::Problem),
            Page::Year(_) => Some(Kind::Plan),
            _ => None,
        };
        if let Some((kind, href)) = below.and_then(|kind| Some((kind, self.site.index_href(kind)?)))
        {
            crumbs.push(Link { label: self.kind_title(kind), href: Some(href) });
        }
        if let Page::Record(record) | Page::Tombstone(record) | Page::Redirect(record) = page {
            if let Some(href) = self.site.index_href(record.kind) {
                let label = self.kind_title(record.kind);
                crumbs.push(Link { label, href: Some(href) });
            }
            for above in self.above(*record) {
                // A plan's title would fill the line alone.
                crumbs.push(match above.kind {
                    Kind::Plan => self.plan_short(above.typed()),
                    _ => self.link(above),
                });
            }
        }
        match parts.filter(|parts| parts.is_further) {
            Some(parts) => {
                crumbs.push(Link { label: title.to_owned(), href: Some(parts.first.clone()) });
                crumbs.push(Self::text(&parts.text));
            }
            None => crumbs.push(Self::text(title)),
        }
        crumbs
    }

    /// The records a record is part of, outermost first.
    fn above(&self, record: RecordId) -> Vec<RecordId> {
        let public = self.facts.public();
        let parent = |record: RecordId| -> Option<RecordId> {
            match record.kind {
                Kind::Office => public.office(record.typed()).parent.map(Into::into),
                Kind::Indicator => public.indicator(record.typed()).parent.map(Into::into),
                Kind::Group => public.group(record.typed()).parent.map(Into::into),
                Kind::Task => public.task(record.typed()).plan.map(Into::into),
                Kind::Problem => public.problem(record.typed()).plan.map(Into::into),
                Kind::Inspection => public.inspection(record.typed()).plan.map(Into::into),
                _ => None,
            }
        };
        let mut above = Vec::new();
        let mut at = parent(record);
        while let Some(record) = at.filter(|record| self.facts.has_page(*record)) {
            above.push(record);
            // A task's plan is not part of anything further.
            at = if record.kind == Kind::Plan { None } else { parent(record) };
        }
        above.reverse();
        above
    }

    /// What must be said of a record before anything else.
    fn banners(&self, record: RecordId) -> Vec<Banner> {
        let base = self.facts.public().base(record);
        let mut banners = Vec::new();
        let mut add = |kind, text: String, link| banners.push(Banner { kind, text, link });
        if base.draft {
            add("draft", self.w("banner_draft"), None);
        }
        if base.disclosure == crate::model::Disclosure::Internal {
            add("internal", self.w("banner_internal"), None);
        }
        if base.sample {
            add("sample", self.w("banner_sample"), None);
        }
        if base.archived {
            add("archived", self.w("banner_archived"), self.way_to_now(record));
        } else if let Some(past) = self.past_record(record) {
            add(past.kind, past.text, past.link);
        }
        let document = match record.kind {
            Kind::Plan => Some(&self.facts.public().plan(record.typed()).document),
            Kind::Policy => Some(&self.facts.public().policy(record.typed()).document),
            _ => None,
        };
        if let Some(document) = document {
            if let Some(replaced) = self.facts.replaced_by(document) {
                add("replaced", self.w("banner_replaced"), Some(self.link(replaced)));
            } else if let Some(validity) =
                self.facts.validity(document).filter(|validity| *validity != Validity::InForce)
            {
                let word = self.validity(validity);
                let text = self.words.fill("banner_validity", &[("validity", &word)]);
                add("replaced", text, None);
            }
        }
        banners
    }

    pub(super) fn validity(&self, validity: Validity) -> String {
        self.w(match validity {
            Validity::InForce => "validity_in_force",
            Validity::Amended => "validity_amended",
            Validity::Repealed => "validity_repealed",
            Validity::Expired => "validity_expired",
        })
    }

    /// A withdrawn record's page.
    pub fn tombstone(&self, record: RecordId) -> TombstoneView {
        let withdrawn = self.facts.public().base(record).withdrawn.as_ref();
        TombstoneView {
            date: self.day(withdrawn.map_or(self.facts.day(), |withdrawn| withdrawn.date)),
            reason: withdrawn.map_or(String::new(), |withdrawn| withdrawn.reason.clone()),
        }
    }

    /// An old address.
    pub fn redirect(&self, record: RecordId) -> RedirectView {
        let mut to = self.link(record);
        if self.is_below {
            to.href = to.href.map(|href| self.site.simple_href(&href));
        }
        RedirectView { to }
    }
}

/// Tags that say something.
#[derive(Default)]
struct Tags(Vec<MetaTag>);

impl Tags {
    fn add(&mut self, name: &'static str, content: Option<impl Into<Made>>) {
        // An empty tag says nothing; templates pass over those that only turn out empty.
        if let Some(content) = content.map(Into::into).filter(|content| !content.is_blank()) {
            self.0.push(MetaTag { name, content });
        }
    }
}

fn section(page: &Page) -> &'static str {
    match page.whole() {
        Page::Home => "home",
        Page::Index(kind) => kind.folder(),
        Page::TasksBy(_) | Page::Wall => Kind::Task.folder(),
        Page::ProblemsBy(_) => Kind::Problem.folder(),
        Page::Summary => Kind::Office.folder(),
        Page::Year(_) => Kind::Plan.folder(),
        Page::Record(record) | Page::Tombstone(record) | Page::Redirect(record) => {
            record.kind.folder()
        }
        Page::SiteMap => "sitemap",
        Page::Data => "data",
        Page::Search => "search",
        Page::Corrections => "corrections",
        Page::Changes => "changes",
        _ => "",
    }
}
