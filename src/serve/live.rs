//! The site as it is being written: the last good one, and the faults of what is being typed.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::Result;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::disclose::{Audience, Edition, Unpublished, disclose};
use crate::facts::evaluate;
use crate::load;
use crate::model::settings::Language;
use crate::model::{Day, Kind, Model, RecordId};
use crate::render::{Failure, Renderer, Theme};
use crate::site::{Addressing, Page, Route, lay_out};
use crate::tree::{Disk, Tree};
use crate::words::Words;

/// How many days and views are kept ready; a reader changes between few.
const SITES_KEPT: usize = 8;

/// A site that is read again as it changes.
pub struct Live {
    tree: Disk,
    edition: Edition,
    state: Mutex<State>,
}

struct State {
    /// Rises with every change that was read.
    version: u64,
    /// The faults of what is on disk now.
    faults: Arc<[Diagnostic]>,
    /// The last content without errors, and the one before it; none while there never was one.
    good: Option<Good>,
    before: Option<Good>,
}

/// Content without errors, and the sites made of it.
#[derive(Clone)]
struct Good {
    model: Arc<Model>,
    theme: Arc<Theme>,
    words: Arc<Words>,
    sites: Vec<(View, Arc<Renderer>)>,
}

/// What a reader has chosen to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct View {
    pub day: Day,
    pub unpublished: Unpublished,
}

/// What is served for an address.
#[derive(Debug)]
pub struct Answer {
    pub found: Found,
    /// The route's file name, which tells the type.
    pub name: String,
    pub bytes: Vec<u8>,
    /// The faults on disk, and that of this page's template.
    pub faults: Arc<[Diagnostic]>,
    pub version: u64,
}

/// Whether an address is one of the site's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    Page,
    /// The site's own page for what is not there.
    Missing,
    /// There is no good site yet, so nothing to show but the faults.
    NoSite,
    /// The page's folder was asked for without its `/`.
    Folder,
}

impl Live {
    /// Reads the site for the first time.
    pub fn open(tree: Disk, edition: Edition) -> Result<Self> {
        let state = State { version: 0, faults: Arc::new([]), good: None, before: None };
        let live = Self { tree, edition, state: Mutex::new(state) };
        live.refresh()?;
        Ok(live)
    }

    /// Reads what changed on disk; whatever was good before stays until what is there is good.
    pub fn refresh(&self) -> Result<()> {
        let (good, faults) = self.read()?;
        let mut state = self.state();
        state.version += 1;
        state.faults = faults.into();
        if let Some(good) = good {
            state.before = state.good.replace(good);
        }
        Ok(())
    }

    /// Rises with every change that was read.
    pub fn version(&self) -> u64 {
        self.state().version
    }

    /// The edition that is shown.
    pub fn edition(&self) -> Edition {
        self.edition
    }

    /// The day site.toml names, if it names one.
    pub fn own_day(&self) -> Option<Day> {
        self.state().good.as_ref().and_then(|good| good.model.settings.as_of)
    }

    /// The language of the site, once there is a good one.
    pub fn language(&self) -> Option<Language> {
        self.state().good.as_ref().map(|good| good.model.settings.language)
    }

    /// The faults of what is on disk now.
    pub fn faults(&self) -> Arc<[Diagnostic]> {
        self.state().faults.clone()
    }

    /// The folder of the site's address, `/` or `/ljsbp/`: pages lie below it.
    pub fn base(&self) -> String {
        let good = self.state().good.clone();
        let url = good.and_then(|good| good.model.settings.base_url.clone());
        let after_scheme = url.as_deref().and_then(|url| url.split_once("://"));
        let path = after_scheme.and_then(|(_, rest)| rest.split_once('/'));
        match path.map(|(_, path)| path.trim_matches('/')) {
            Some(path) if !path.is_empty() => format!("/{path}/"),
            _ => "/".to_owned(),
        }
    }

    /// What lies at an address below the base, decoded and without a `/` before it.
    pub fn answer(&self, view: View, path: &str) -> Result<Answer> {
        let (good, before, faults, version) = {
            let state = self.state();
            (state.good.clone(), state.before.clone(), state.faults.clone(), state.version)
        };
        let mut answer = Answer {
            found: Found::NoSite,
            name: String::new(),
            bytes: Vec::new(),
            faults,
            version,
        };
        let Some(good) = good else { return Ok(answer) };
        let renderer = self.renderer(&good, view)?;
        let (found, route) = find(&renderer, path);
        answer.found = found;
        answer.name = route.file();
        match self.render(&renderer, &route, &mut answer.bytes)? {
            None => {}
            Some(fault) => {
                answer.faults = answer.faults.iter().cloned().chain([fault]).collect();
                answer.bytes.clear();
                // The page as it was before the template was broken.
                if let Some(before) = before {
                    let renderer = self.renderer(&before, view)?;
                    let (_, route) = find(&renderer, path);
                    if self.render(&renderer, &route, &mut answer.bytes)?.is_some() {
                        answer.bytes.clear();
                    }
                }
            }
        }
        Ok(answer)
    }

    /// The records that are shown under a banner, with their addresses below the base.
    pub fn unpublished(&self, view: View) -> Result<Vec<(RecordId, String, String)>> {
        let Some(good) = self.state().good.clone() else { return Ok(Vec::new()) };
        let renderer = self.renderer(&good, view)?;
        let site = renderer.site();
        let facts = &site.facts;
        Ok(Kind::ALL
            .into_iter()
            .flat_map(|kind| facts.public().ids(kind))
            .filter(|record| !facts.public().counts(*record))
            .filter_map(|record| {
                let title = facts.public().base(record).title.clone();
                Some((record, title, site.href_of(record)?))
            })
            .collect())
    }

    fn render(
        &self,
        renderer: &Renderer,
        route: &Route,
        bytes: &mut Vec<u8>,
    ) -> Result<Option<Diagnostic>> {
        match &renderer.site().pages[route] {
            Page::File(path) => {
                *bytes = self.tree.read(path)?;
                Ok(None)
            }
            page => match renderer.render(route, page, bytes) {
                Ok(()) => Ok(None),
                Err(Failure::Template(fault)) => Ok(Some(*fault)),
                Err(Failure::Machine(error)) => Err(error),
            },
        }
    }

    /// The site of a view, made when it is first asked for.
    fn renderer(&self, good: &Good, view: View) -> Result<Arc<Renderer>> {
        if let Some((_, renderer)) = good.sites.iter().find(|(of, _)| *of == view) {
            return Ok(renderer.clone());
        }
        let mut layout = Diagnostics::new();
        let renderer = Arc::new(self.lay_out(good, view, &mut layout));
        let mut state = self.state();
        if let Some(kept) = state.good.as_mut().filter(|kept| Arc::ptr_eq(&kept.model, &good.model))
        {
            kept.sites.truncate(SITES_KEPT - 1);
            kept.sites.insert(0, (view, renderer.clone()));
        }
        Ok(renderer)
    }

    fn lay_out(&self, good: &Good, view: View, out: &mut Diagnostics) -> Renderer {
        let audience = Audience { edition: self.edition, unpublished: view.unpublished };
        let public = Arc::new(disclose(good.model.clone(), audience));
        let facts = Arc::new(evaluate(public, view.day));
        let base_url = good.model.settings.base_url.clone();
        let addressing = Addressing { base_url, offline: false };
        let site = lay_out(facts, addressing, good.theme.assets(), out);
        Renderer::new(Arc::new(site), good.theme.clone(), good.words.clone())
    }

    /// The content on disk, if it is without errors, and its faults.
    fn read(&self) -> Result<(Option<Good>, Vec<Diagnostic>)> {
        let mut found = Diagnostics::new();
        let Some(model) = load(&self.tree, &mut found)? else { return Ok((None, Vec::new())) };
        let model = Arc::new(model);
        let theme = Arc::new(Theme::load(&model.settings, &self.tree, &mut found)?);
        let words = Arc::new(Words::new(&model.settings, &theme.words, &mut found));
        let good = Good { model, theme, words, sites: Vec::new() };
        Ok(((!found.any_error()).then_some(good), found.sorted()))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // What is in it is replaced whole, so a panic elsewhere left it sound.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The route an address names, or that of the page for what is not there.
fn find(renderer: &Renderer, path: &str) -> (Found, Route) {
    let pages = &renderer.site().pages;
    let asked = Route::new(path);
    if pages.contains_key(&asked) {
        return (Found::Page, asked);
    }
    if let Some(folder) = path.strip_suffix("index.html").map(Route::new)
        && folder.is_folder()
        && pages.contains_key(&folder)
    {
        return (Found::Page, folder);
    }
    let folder = Route::new(&format!("{path}/"));
    if !path.is_empty() && pages.contains_key(&folder) {
        return (Found::Folder, folder);
    }
    (Found::Missing, Route::new("404.html"))
}
