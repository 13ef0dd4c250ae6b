//! Which view and which template a page has.

use anyhow::Context as _;
use tera::Context;

use super::view::FeedView;
use super::{Failure, Job, Renderer};
use crate::export;
use crate::model::{Kind, RecordId};
use crate::site::{Page, Route};

impl Renderer {
    /// Builds the view of a page, for its bytes, its key or both.
    pub(super) fn visit(&self, route: &Route, page: &Page, job: &mut Job) -> Result<(), Failure> {
        if let Page::Translated { language, .. } = page
            && let Some(translator) = self.translators.get(language)
        {
            return translator.visit(route, page, job);
        }
        let v = self.views_for(page, job);
        match page.subject().whole() {
            Page::Home => self.html(route, page, "home.html", &v.home(), job),
            Page::Index(kind) => self.index(route, page, *kind, job),
            Page::TasksBy(by) => {
                let view = v.tasks_by(*by, self.site.part(route, page));
                self.html(route, page, "tasks_by.html", &view, job)
            }
            Page::ProblemsBy(by) => {
                self.long(route, page, "problems_by.html", v.problems_by(by), job)
            }
            Page::Wall => {
                let mut slice = self.slice(route, page);
                self.part(route, page, "wall.html", v.wall(&mut slice), slice, job)
            }
            Page::Summary => {
                let mut slice = self.slice(route, page);
                self.part(route, page, "summary.html", v.summary(&mut slice), slice, job)
            }
            Page::Year(year) => self.html(route, page, "year.html", &v.year(*year), job),
            Page::Record(record) => self.record(route, page, *record, job),
            Page::Tombstone(record) => {
                self.html(route, page, "tombstone.html", &v.tombstone(*record), job)
            }
            Page::Redirect(record) => {
                self.html(route, page, "redirect.html", &v.redirect(*record), job)
            }
            Page::SiteMap => self.html(route, page, "links.html", &v.site_map(), job),
            Page::Search => self.html(route, page, "search.html", &v.search(), job),
            Page::Corrections => self.long(route, page, "corrections.html", v.corrections(), job),
            Page::Changes => self.html(route, page, "changes.html", &v.changes(), job),
            Page::Data => self.html(route, page, "data.html", &v.data(&self.datasets()), job),
            Page::Dataset { file, format } => {
                self.dataset(file, *format, job);
                Ok(())
            }
            Page::NotFound => self.html(route, page, "404.html", &v.site_map(), job),
            Page::Further { .. }
            | Page::Simple(_)
            | Page::Translated { .. }
            | Page::Feed
            | Page::ChangesFeed
            | Page::SiteMapXml
            | Page::Robots
            | Page::DataPackage
            | Page::DataCatalogue
            | Page::DataSchema(_)
            | Page::BulletinData(_)
            | Page::Asset(_)
            | Page::File(_) => match &mut job.out {
                Some(out) => self.machine_read(page, out),
                None => Ok(()),
            },
        }
    }

    fn index(&self, route: &Route, page: &Page, kind: Kind, job: &mut Job) -> Result<(), Failure> {
        let v = self.views_for(page, job);
        match kind {
            Kind::Task => {
                let mut slice = self.slice(route, page);
                let view = v.board(self.site.part(route, page), &mut slice);
                self.part(route, page, "tasks.html", view, slice, job)
            }
            Kind::Indicator => self.long(route, page, "indicators.html", v.indicators(), job),
            Kind::Office => self.long(route, page, "offices.html", v.offices(), job),
            Kind::Return => {
                self.long(route, page, "returns.html", v.returns(self.site.part(route, page)), job)
            }
            Kind::Problem => self.long(
                route,
                page,
                "problems.html",
                v.problems(self.site.part(route, page)),
                job,
            ),
            Kind::Inspection => self.long(route, page, "inspections.html", v.inspections(), job),
            Kind::Duty => self.long(route, page, "duties.html", v.duties(), job),
            Kind::Evaluation => self.long(route, page, "evaluations.html", v.evaluations(), job),
            Kind::Highlight => self.long(route, page, "highlights.html", v.highlights(), job),
            Kind::Visit => self.long(route, page, "visits.html", v.visits(), job),
            Kind::Publicity => self.long(route, page, "publicity.html", v.publicity(), job),
            Kind::Bulletin => self.long(route, page, "bulletins.html", v.bulletins(), job),
            Kind::Policy => self.long(route, page, "policies.html", v.policies(), job),
            Kind::Plan | Kind::Post | Kind::Group | Kind::News | Kind::Page => {
                self.long(route, page, "list.html", v.list(kind), job)
            }
        }
    }

    fn record(
        &self,
        route: &Route,
        page: &Page,
        record: RecordId,
        job: &mut Job,
    ) -> Result<(), Failure> {
        let v = self.views_for(page, job);
        match record.kind {
            Kind::Plan => self.long(route, page, "plan.html", v.plan(record.typed()), job),
            Kind::Task => self.html(route, page, "task.html", &v.task(record.typed()), job),
            Kind::Indicator => {
                self.long(route, page, "indicator.html", v.indicator(record.typed()), job)
            }
            Kind::Office => self.long(route, page, "office.html", v.office(record.typed()), job),
            Kind::Post => self.long(route, page, "post.html", v.post(record.typed()), job),
            Kind::Group => self.long(route, page, "group.html", v.group(record.typed()), job),
            Kind::Return => self.long(route, page, "return.html", v.return_(record.typed()), job),
            Kind::Problem => {
                self.html(route, page, "problem.html", &v.problem(record.typed()), job)
            }
            Kind::Inspection => {
                self.long(route, page, "inspection.html", v.inspection(record.typed()), job)
            }
            Kind::Duty => self.long(route, page, "duty.html", v.duty(record.typed()), job),
            Kind::Evaluation => {
                self.long(route, page, "evaluation.html", v.evaluation(record.typed()), job)
            }
            Kind::Highlight => {
                self.html(route, page, "highlight.html", &v.highlight(record.typed()), job)
            }
            Kind::Visit => self.long(route, page, "visit.html", v.visit(record.typed()), job),
            Kind::Publicity => self.html(
                route,
                page,
                "publicity_sheet.html",
                &v.publicity_sheet(record.typed()),
                job,
            ),
            Kind::Bulletin => {
                self.html(route, page, "bulletin.html", &v.bulletin(record.typed()), job)
            }
            Kind::Policy => self.html(route, page, "policy.html", &v.policy(record.typed()), job),
            Kind::News | Kind::Page => {
                self.html(route, page, "article.html", &v.article(record), job)
            }
        }
    }

    fn machine_read(&self, page: &Page, out: &mut Vec<u8>) -> Result<(), Failure> {
        let v = &self.views;
        match page {
            Page::Feed => self.feed(v.feed(), out),
            Page::ChangesFeed => self.feed(v.changes_feed(), out),
            Page::SiteMapXml => {
                self.template("sitemap.xml", &mut Context::new(), &v.site_map_xml(), out)
            }
            Page::Robots => {
                out.extend_from_slice(v.robots().as_bytes());
                Ok(())
            }
            Page::DataPackage => {
                let base = self.site.addressing.base_url.as_deref();
                export::package::write(&self.site.facts, &self.datasets(), base, out);
                Ok(())
            }
            Page::DataCatalogue => {
                let base = self.site.addressing.base_url.as_deref();
                export::catalogue::write(&self.site.facts, &self.datasets(), base, out);
                Ok(())
            }
            Page::DataSchema(name) => {
                let id = self.site.url(&Route::of_schema(name));
                export::schema::write(&self.site.facts, name, id.as_deref(), out);
                Ok(())
            }
            Page::BulletinData(record) => {
                if let Some(seal) = self.site.facts.edition(record.typed()) {
                    export::edition(seal, out);
                }
                Ok(())
            }
            Page::Asset(name) => {
                let bytes = self.theme.asset(name).context("a laid-out asset is in the theme")?;
                out.extend_from_slice(bytes);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn feed(&self, view: Option<FeedView>, out: &mut Vec<u8>) -> Result<(), Failure> {
        match view {
            Some(view) => self.template("feed.xml", &mut Context::new(), &view, out),
            None => Ok(()),
        }
    }
}
