//! What pages are called, and the way to them from the top.

use super::Views;
use crate::model::{Kind, RecordId};
use crate::render::view::{Link, PartsView};
use crate::site::{Page, Route};

impl Views {
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

    pub(super) fn head_title(&self, page: &Page, title: &str) -> String {
        let site = &self.facts.settings().title;
        match page.whole() {
            Page::Home => site.clone(),
            Page::Record(record) | Page::Tombstone(record) if record.kind != Kind::Page => {
                format!("{title} - {} - {site}", self.kind_title(record.kind))
            }
            _ => format!("{title} - {site}"),
        }
    }

    pub(super) fn breadcrumbs(
        &self,
        page: &Page,
        title: &str,
        parts: Option<&PartsView>,
    ) -> Vec<Link> {
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
}

/// The part of the site a page belongs to, as its frame marks it.
pub(super) fn section(page: &Page) -> &'static str {
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
