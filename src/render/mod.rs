//! Site, theme, page → bytes. A page is a pure function of these, so `build` and the preview
//! cannot disagree.

pub mod markdown;
mod theme;
pub mod view;
mod views;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context as _, Result};
use serde::Serialize;
use tera::{Context, Map, Tera, Value};

pub use theme::Theme;

use crate::diagnostic::Diagnostic;
use crate::export;
use crate::model::{Id, Kind, RecordId, Task};
use crate::site::{Page, Route, Site};
use crate::words::Words;
use views::Views;

/// Renders the pages of one site.
pub struct Renderer {
    site: Arc<Site>,
    theme: Arc<Theme>,
    tera: Tera,
    views: Views,
    frames: Mutex<Frames>,
}

/// Rendered frames by kind of record and way to the site's top.
type Frames = BTreeMap<(Kind, String), Value>;

/// What kept a page from being rendered.
pub enum Failure {
    /// The site's own template is at fault.
    Template(Box<Diagnostic>),
    Machine(anyhow::Error),
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Failure::Machine(error)
    }
}

impl Renderer {
    /// Prepares what all pages share.
    pub fn new(site: Arc<Site>, theme: Arc<Theme>, words: Arc<Words>) -> Self {
        let mut tera = theme.tera.clone();
        tera.global_context().insert("w", &*words);
        let views = Views::new(site.clone(), words);
        tera.global_context().insert("site", &views.site_view());
        Self { site, theme, tera, views, frames: Mutex::default() }
    }

    /// The site whose pages these are.
    pub fn site(&self) -> &Arc<Site> {
        &self.site
    }

    /// Writes a page's bytes to `out`. A file given out by a record has no bytes here: it is
    /// copied as it is.
    pub fn render(&self, route: &Route, page: &Page, out: &mut Vec<u8>) -> Result<(), Failure> {
        let v = &self.views;
        match page {
            Page::Home => self.html(route, page, "home.html", &v.home(), out),
            Page::Index(kind) => self.index(route, page, *kind, out),
            Page::Record(record) => self.record(route, page, *record, out),
            Page::Tombstone(record) => {
                self.html(route, page, "tombstone.html", &v.tombstone(*record), out)
            }
            Page::Redirect(record) => {
                self.html(route, page, "redirect.html", &v.redirect(*record), out)
            }
            Page::SiteMap => self.html(route, page, "links.html", &v.site_map(), out),
            Page::Search => self.html(route, page, "links.html", &v.search(), out),
            Page::Corrections => self.html(route, page, "links.html", &v.corrections(), out),
            Page::Data => self.html(route, page, "data.html", &v.data(), out),
            Page::NotFound => self.html(route, page, "404.html", &v.site_map(), out),
            Page::Feed => match v.feed() {
                Some(view) => self.template("feed.xml", &mut Context::new(), &view, out),
                None => Ok(()),
            },
            Page::SiteMapXml => {
                self.template("sitemap.xml", &mut Context::new(), &v.site_map_xml(), out)
            }
            Page::Robots => {
                out.extend_from_slice(v.robots().as_bytes());
                Ok(())
            }
            Page::Dataset { file, format } => {
                out.extend(export::write(&self.site.facts, self, file, *format));
                Ok(())
            }
            Page::Asset(name) => {
                let bytes = self.theme.asset(name).context("a laid-out asset is in the theme")?;
                out.extend_from_slice(bytes);
                Ok(())
            }
            Page::File(_) => Ok(()),
        }
    }

    fn index(
        &self,
        route: &Route,
        page: &Page,
        kind: Kind,
        out: &mut Vec<u8>,
    ) -> Result<(), Failure> {
        let v = &self.views;
        match kind {
            Kind::Task => self.html(route, page, "tasks.html", &v.board(), out),
            Kind::Indicator => self.html(route, page, "indicators.html", &v.indicators(), out),
            Kind::Office => self.html(route, page, "offices.html", &v.offices(), out),
            Kind::Return => self.html(route, page, "returns.html", &v.returns(), out),
            Kind::Plan | Kind::Post | Kind::Group | Kind::News | Kind::Page => {
                self.html(route, page, "list.html", &v.list(kind), out)
            }
        }
    }

    fn record(
        &self,
        route: &Route,
        page: &Page,
        record: RecordId,
        out: &mut Vec<u8>,
    ) -> Result<(), Failure> {
        let v = &self.views;
        match record.kind {
            Kind::Plan => self.html(route, page, "plan.html", &v.plan(record.typed()), out),
            Kind::Task => self.html(route, page, "task.html", &v.task(record.typed()), out),
            Kind::Indicator => {
                self.html(route, page, "indicator.html", &v.indicator(record.typed()), out)
            }
            Kind::Office => self.html(route, page, "office.html", &v.office(record.typed()), out),
            Kind::Post => self.html(route, page, "post.html", &v.post(record.typed()), out),
            Kind::Group => self.html(route, page, "group.html", &v.group(record.typed()), out),
            Kind::Return => self.html(route, page, "return.html", &v.return_(record.typed()), out),
            Kind::News | Kind::Page => {
                self.html(route, page, "article.html", &v.article(record), out)
            }
        }
    }

    fn html(
        &self,
        route: &Route,
        page: &Page,
        template: &str,
        view: &impl Serialize,
        out: &mut Vec<u8>,
    ) -> Result<(), Failure> {
        let mut context = Context::new();
        context.insert("page", &self.views.page(route, page));
        context.insert_value("frame", self.frame(route, page)?);
        self.template(template, &mut context, view, out)
    }

    /// What surrounds a page's own matter: `head`, `header` and `footer`, rendered.
    fn frame(&self, route: &Route, page: &Page) -> Result<Value, Failure> {
        // Records of a kind that lie equally deep have one frame.
        let Page::Record(record) = page else { return self.render_frame(route, page) };
        let key = (record.kind, route.root());
        // A frame is put in whole, so what another thread left is sound.
        let frames = || self.frames.lock().unwrap_or_else(PoisonError::into_inner);
        let known = frames().get(&key).cloned();
        if let Some(frame) = known {
            return Ok(frame);
        }
        let frame = self.render_frame(route, page)?;
        frames().insert(key, frame.clone());
        Ok(frame)
    }

    fn render_frame(&self, route: &Route, page: &Page) -> Result<Value, Failure> {
        let mut context = Context::new();
        context.insert("page", &self.views.frame(route, page));
        let mut parts = Map::new();
        for (name, template) in
            [("head", "head.html"), ("header", "header.html"), ("footer", "footer.html")]
        {
            let part = self.tera.render(template, &context).map_err(|fault| self.fault(&fault))?;
            parts.insert(name.into(), Value::safe_string(part.trim()));
        }
        Ok(parts.into())
    }

    fn template(
        &self,
        template: &str,
        context: &mut Context,
        view: &impl Serialize,
        out: &mut Vec<u8>,
    ) -> Result<(), Failure> {
        context.insert("view", view);
        self.tera.render_to(template, context, out).map_err(|fault| self.fault(&fault))
    }

    fn fault(&self, fault: &tera::Error) -> Failure {
        Failure::Template(Box::new(self.theme.fault(fault)))
    }
}

impl export::Pages for Renderer {
    fn url(&self, record: RecordId) -> Option<String> {
        self.site.route_of(record).map(|route| format!("/{route}"))
    }

    fn why(&self, task: Id<Task>) -> String {
        self.views.why(task)
    }
}
