//! Site, theme, page → bytes. A page is a pure function of these, so `build` and the preview
//! cannot disagree.

mod assets;
mod chart;
pub mod contract;
mod datasets;
mod dispatch;
mod foreign;
mod fragment;
mod key;
mod look;
pub mod markdown;
mod qr;
mod rows;
mod schemes;
mod simple;
mod theme;
pub mod view;
mod views;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context as _, Result};
use rayon::prelude::*;
use serde::Serialize;
use tera::{Context, Map, Tera, Value};

pub use key::Key;
pub use schemes::schemes;
pub use theme::Theme;
pub use views::{Found, FoundState};

use crate::attachment;
use crate::diagnostic::Diagnostic;
use crate::export::Format;
use crate::export::dataset::Sum;
use crate::model::language::{Tag, is_written_in_han};
use crate::model::{Bulletin, Id, Kind};
use crate::site::{Page, Route, Site, rows};
use crate::tree::{SitePath, Tree};
use rows::Rows;
use view::{Long, Slice};
use views::Views;

/// The bytes of a file as it is given out.
pub fn given_out(tree: &dyn Tree, path: &SitePath, keeps_metadata: bool) -> Result<Vec<u8>> {
    let bytes = tree.read(path)?;
    // What is no photograph is known by its first bytes, and not copied.
    let stripped = (!keeps_metadata).then(|| attachment::strip(path.name(), &bytes)).flatten();
    Ok(stripped.unwrap_or(bytes))
}

/// Renders the pages of one site.
pub struct Renderer {
    site: Arc<Site>,
    theme: Arc<Theme>,
    tera: Tera,
    views: Views,
    /// The views without what is made of Markdown.
    keys: Views,
    /// Of what all pages are given.
    base: Key,
    frames: Mutex<Frames>,
    rows: Arc<Rows>,
    /// Of the data files, as far as they were made.
    sums: Mutex<BTreeMap<(&'static str, Format), Sum>>,
    /// What renders the translations, by their languages.
    translators: BTreeMap<Tag, Renderer>,
}

/// What surrounds a page's own matter: `head`, `header` and `footer`, rendered.
#[derive(Clone)]
struct Frame {
    parts: Value,
    key: Key,
}

/// Frames of pages and of their simpler readings, by kind of record and way to the site's top.
type Frames = BTreeMap<(bool, Kind, String), Frame>;

/// What is wanted of a page.
struct Job<'a> {
    out: Option<&'a mut Vec<u8>>,
    wants_key: bool,
    key: Option<Key>,
    /// What the template is given, in place of what it makes of it.
    shown: Option<&'a mut Option<Shown>>,
}

impl<'a> Job<'a> {
    fn of(out: Option<&'a mut Vec<u8>>, wants_key: bool) -> Self {
        Self { out, wants_key, key: None, shown: None }
    }
}

/// What the template of a page is given.
pub struct Shown {
    pub template: String,
    /// The name of the view, as [`contract`] tells of it.
    pub kind: &'static str,
    pub page: serde_json::Value,
    pub view: serde_json::Value,
}

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
    pub fn new(site: Arc<Site>, theme: Arc<Theme>) -> Self {
        let names = Arc::new(theme.language_names());
        let translator = |language: &Tag| {
            let theme = theme.in_language(language)?;
            let renderer = Self::of(site.clone(), theme, names.clone(), Some(language));
            Some((language.clone(), renderer))
        };
        let translators = site.languages().into_iter().filter_map(translator).collect();
        Self { translators, ..Self::of(site.clone(), theme.clone(), names.clone(), None) }
    }

    /// The same for the pages of one language, none standing for the site's own.
    fn of(
        site: Arc<Site>,
        theme: Arc<Theme>,
        names: Arc<BTreeMap<String, String>>,
        language: Option<&Tag>,
    ) -> Self {
        let words = theme.words.clone();
        let views = Views::new(site.clone(), words.clone(), names, language.cloned());
        let site_view = views.site_view(&theme);
        let values = [
            ("w", Value::from_serializable(&*words)),
            ("site", Value::from_serializable(&site_view)),
        ];
        let base = Key::of(&(theme.key, &*words, site_view));
        let templates = {
            let (site, theme) = (site.clone(), theme.clone());
            move || {
                let mut tera = theme.tera.clone();
                simple::provide(&mut tera, site.clone());
                for (name, value) in &values {
                    tera.global_context().insert_value(*name, value.clone());
                }
                tera
            }
        };
        let mut tera = templates();
        let keys = views.for_keys();
        let rows = Rows::provide(&mut tera, templates);
        Self {
            site,
            theme,
            tera,
            views,
            keys,
            base,
            frames: Mutex::default(),
            rows,
            sums: Mutex::default(),
            translators: BTreeMap::new(),
        }
    }

    /// The same, taking over from the renderer before what would come out the same.
    pub fn after(site: Arc<Site>, theme: Arc<Theme>, last: &Self) -> Self {
        let renderer = Self::new(site, theme);
        renderer.take_over(last);
        for (language, translator) in &renderer.translators {
            if let Some(last) = last.translators.get(language) {
                translator.take_over(last);
            }
        }
        renderer
    }

    fn take_over(&self, last: &Self) {
        let same = self.views.take_over(&last.views);
        if self.base == last.base {
            self.rows.take_over(&last.rows, same.iter().map(|item| &*item.id));
        }
    }

    /// A bulletin's own words as they are sealed.
    pub fn words_to_seal(&self, id: Id<Bulletin>, words: &str) -> String {
        self.views.words_to_seal(id, words)
    }

    /// Every record as search finds it, in an order of its own.
    pub fn found(&self) -> Vec<Found> {
        let records = self.keys.all_found();
        records.into_par_iter().map(|record| self.keys.found(record)).collect()
    }

    /// The site whose pages these are.
    pub fn site(&self) -> &Arc<Site> {
        &self.site
    }

    /// The bytes of a file as it is given out: as it is, but for what a photograph tells of place,
    /// time and device where the site does not keep that.
    pub fn file(&self, tree: &dyn Tree, path: &SitePath) -> Result<Vec<u8>> {
        let keeps = self.site.facts.public().settings().keep_metadata;
        given_out(tree, path, keeps)
    }

    /// Writes a page's bytes to `out`. A file given out by a record has no bytes here.
    pub fn render(&self, route: &Route, page: &Page, out: &mut Vec<u8>) -> Result<(), Failure> {
        self.visit(route, page, &mut Job::of(Some(out), false))
    }

    /// The same, and the page's key where it has one.
    pub fn render_with_key(
        &self,
        route: &Route,
        page: &Page,
        out: &mut Vec<u8>,
    ) -> Result<Option<Key>, Failure> {
        let mut job = Job::of(Some(out), true);
        self.visit(route, page, &mut job)?;
        Ok(job.key)
    }

    /// A page's key, without rendering it: while it stays the same, so do the page's bytes. What
    /// is made for machines to read has none, workbooks excepted.
    pub fn key(&self, route: &Route, page: &Page) -> Result<Option<Key>, Failure> {
        let mut job = Job::of(None, true);
        self.visit(route, page, &mut job)?;
        Ok(job.key)
    }

    /// What a page's template is given; none where no template of a page makes it.
    pub fn shown(&self, route: &Route, page: &Page) -> Result<Option<Shown>, Failure> {
        let mut shown = None;
        let mut job = Job { shown: Some(&mut shown), ..Job::of(None, false) };
        self.visit(route, page, &mut job)?;
        Ok(shown)
    }

    /// For a key alone no body need be rendered.
    fn views_for(&self, page: &Page, job: &Job) -> Cow<'_, Views> {
        let is_shown = job.out.is_some() || job.shown.is_some();
        let views = if is_shown { &self.views } else { &self.keys };
        match page {
            Page::Simple(_) => Cow::Owned(views.for_simple()),
            Page::Translated { of, .. } => Cow::Owned(views.for_translation(of)),
            _ => Cow::Borrowed(views),
        }
    }

    /// A page whose lists may lie in parts.
    fn long(
        &self,
        route: &Route,
        page: &Page,
        template: &str,
        view: impl Serialize + Long,
        job: &mut Job,
    ) -> Result<(), Failure> {
        self.part(route, page, template, view, self.slice(route, page), job)
    }

    /// Which rows of a page's lists stand on this part of it.
    fn slice(&self, route: &Route, page: &Page) -> Slice {
        Slice::of(self.site.part(route, page))
    }

    /// The same, of a view made without the groups that the slice passes.
    fn part(
        &self,
        route: &Route,
        page: &Page,
        template: &str,
        mut view: impl Serialize + Long,
        mut slice: Slice,
        job: &mut Job,
    ) -> Result<(), Failure> {
        view.cut(&mut slice);
        debug_assert_eq!(
            slice.seen,
            rows(&self.site.facts, page.subject().whole()),
            "the rows of {route}"
        );
        self.html(route, page, template, &view, job)
    }

    fn html(
        &self,
        route: &Route,
        page: &Page,
        template: &str,
        view: &impl Serialize,
        job: &mut Job,
    ) -> Result<(), Failure> {
        let head = self.views_for(page, job).page(route, page);
        let template = &*simple::template(page, template);
        if let Some(shown) = &mut job.shown {
            let value = |value: serde_json::Result<_>| value.context("views are of values");
            let kind = std::any::type_name_of_val(view);
            **shown = Some(Shown {
                template: template.to_owned(),
                kind: kind.rsplit("::").next().unwrap_or(kind),
                page: value(serde_json::to_value(&head))?,
                view: value(serde_json::to_value(view))?,
            });
            return Ok(());
        }
        let frame = self.frame(route, page)?;
        if job.wants_key {
            job.key = Some(Key::of(&(self.base, template, frame.key, &head, view)));
        }
        let Some(out) = &mut job.out else { return Ok(()) };
        let mut context = Context::new();
        context.insert("page", &head);
        context.insert_value("frame", frame.parts);
        if is_written_in_han(self.theme.words.tag()) {
            return self.template(template, &mut context, view, out);
        }
        let mut html = Vec::new();
        self.template(template, &mut context, view, &mut html)?;
        let html = String::from_utf8(html).context("templates make UTF-8")?;
        out.extend_from_slice(foreign::mark(&html).as_bytes());
        Ok(())
    }

    /// What surrounds a page's own matter.
    fn frame(&self, route: &Route, page: &Page) -> Result<Frame, Failure> {
        // Records of a kind that lie equally deep have one frame.
        let Page::Record(record) = page.subject() else { return self.render_frame(route, page) };
        let key = (matches!(page, Page::Simple(_)), record.kind, route.root());
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

    fn render_frame(&self, route: &Route, page: &Page) -> Result<Frame, Failure> {
        let view = self.views.frame(&self.theme, route, page);
        let mut context = Context::new();
        context.insert("page", &view);
        let mut parts = Map::new();
        for (name, template) in
            [("head", "head.html"), ("header", "header.html"), ("footer", "footer.html")]
        {
            let template = &*simple::template(page, template);
            let part = self.tera.render(template, &context).map_err(|fault| self.fault(&fault))?;
            parts.insert(name.into(), Value::safe_string(part.trim()));
        }
        Ok(Frame { parts: parts.into(), key: Key::of(&view) })
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
        let in_row = self.rows.fault();
        Failure::Template(Box::new(self.theme.fault(in_row.as_ref().unwrap_or(fault))))
    }
}
