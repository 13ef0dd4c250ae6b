//! The site as it is being written: the last good one, and the faults of what is being typed.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use anyhow::Result;

use crate::check;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::disclose::{Audience, Edition, Unpublished, disclose};
use crate::facts::{evaluate, evaluate_after};
use crate::history::{History, Past};
use crate::model::settings::Language;
use crate::model::{Day, Kind, Model, RecordId};
use crate::render::{Failure, Renderer, Theme};
use crate::site::{Addressing, Page, Route, Site, lay_out, lay_out_after};
use crate::tree::{SitePath, Tree};
use crate::{Reading, read_again};

use super::Changes;

/// How many days and views are kept ready; a reader changes between few.
const SITES_KEPT: usize = 8;
/// How many pages of each are kept ready.
const PAGES_KEPT: usize = 8;

/// A site that is read again as it changes.
pub struct Live {
    tree: Box<dyn Tree + Send>,
    /// Where git keeps what it knows of the site.
    past: Option<Past>,
    edition: Edition,
    state: Mutex<State>,
}

struct State {
    /// What was read last, good or not; none while it is being read again.
    reading: Option<Reading>,
    /// Rises with every change that was read.
    version: u64,
    /// The faults of what is on disk now.
    faults: Arc<[Diagnostic]>,
    /// The last content without errors; none while there never was one.
    good: Option<Arc<Good>>,
    /// Whether the theme of that is the one on disk.
    theme_stands: bool,
    /// The content before that, of which every page that was asked for could be shown.
    before: Option<Arc<Good>>,
}

/// What was read of a change.
struct Read {
    reading: Option<Reading>,
    /// None where there are errors.
    good: Option<Good>,
    faults: Vec<Diagnostic>,
    /// Whether the theme was read too, and not kept.
    theme_read: bool,
}

/// Content without errors, and the sites made of it.
struct Good {
    model: Arc<Model>,
    theme: Arc<Theme>,
    history: Option<Arc<History>>,
    /// Of the theme and its words.
    warnings: Diagnostics,
    /// The latest first.
    sites: Mutex<Vec<Arc<Laid>>>,
    /// Whether something of it could not be shown after all: two pages at one address, a template
    /// that fails.
    is_broken: AtomicBool,
}

/// A site on a day.
struct Laid {
    view: View,
    renderer: Renderer,
    /// Of its addresses.
    faults: Vec<Diagnostic>,
    unpublished: OnceLock<Vec<Preview>>,
    /// The pages asked for last, the latest first: a reload that finds nothing changed, or a second
    /// window, need not wait for a long listing.
    pages: Mutex<Vec<(Route, Arc<Vec<u8>>)>>,
}

/// A record that only the preview shows.
#[derive(Debug, Clone)]
pub struct Preview {
    pub record: RecordId,
    pub title: String,
    /// Its address below the base.
    pub href: String,
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
    pub fn open(tree: Box<dyn Tree + Send>, past: Option<Past>, edition: Edition) -> Result<Self> {
        let faults = Arc::new([]);
        let state = State {
            reading: None,
            version: 0,
            faults,
            good: None,
            theme_stands: false,
            before: None,
        };
        let live = Self { tree, past, edition, state: Mutex::new(state) };
        live.refresh(&Changes::Everything)?;
        Ok(live)
    }

    /// Reads what changed on disk; whatever was good before stays until what is there is good.
    pub fn refresh(&self, changes: &Changes) -> Result<()> {
        let (last, good) = {
            let mut state = self.state();
            let good = state.good.clone().filter(|_| state.theme_stands);
            (state.reading.take(), good)
        };
        let Read { reading, good, faults, theme_read } =
            self.read(last, good.as_deref(), changes)?;
        let mut state = self.state();
        state.theme_stands = good.is_some() || state.theme_stands && !theme_read;
        state.reading = reading;
        state.version += 1;
        state.faults = faults.into();
        if let Some(good) = good {
            let last = state.good.replace(Arc::new(good));
            // What could not be shown is nothing to fall back on.
            if let Some(last) = last.filter(|last| !last.is_broken.load(Ordering::Relaxed)) {
                // Nobody waits while a large site is dropped.
                let gone = state.before.replace(last);
                rayon::spawn(move || drop(gone));
            }
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
        good.map_or_else(|| Addressing::default().folder(), |good| good.addressing().folder())
    }

    /// What lies at an address below the base, decoded and without a `/` before it.
    pub fn answer(&self, view: View, path: &str) -> Result<Answer> {
        let (good, before, faults, version) = {
            let state = self.state();
            (state.good.clone(), state.before.clone(), state.faults.clone(), state.version)
        };
        let (found, name, bytes) = (Found::NoSite, String::new(), Vec::new());
        let mut answer = Answer { found, name, bytes, faults, version };
        let Some(good) = good else { return Ok(answer) };
        let laid = self.laid(&good, before.as_deref(), view);
        let mut faults = laid.faults.clone();
        if faults.is_empty() {
            faults.extend(self.put(&laid, path, &mut answer)?);
        }
        if !faults.is_empty() {
            good.is_broken.store(true, Ordering::Relaxed);
            answer.faults = answer.faults.iter().cloned().chain(faults).collect();
            // The page as it was before that.
            answer.bytes.clear();
            if let Some(before) = before {
                let laid = self.laid(&before, None, view);
                if self.put(&laid, path, &mut answer)?.is_some() {
                    answer.bytes.clear();
                }
            }
        }
        Ok(answer)
    }

    /// The records that are shown under a banner.
    pub fn unpublished(&self, view: View) -> Vec<Preview> {
        let (good, before) = {
            let state = self.state();
            (state.good.clone(), state.before.clone())
        };
        let Some(good) = good else { return Vec::new() };
        let laid = self.laid(&good, before.as_deref(), view);
        laid.unpublished.get_or_init(|| unpublished(laid.renderer.site())).clone()
    }

    /// Puts what lies at an address into an answer, or says why it cannot be shown.
    fn put(&self, laid: &Laid, path: &str, answer: &mut Answer) -> Result<Option<Diagnostic>> {
        let (found, route) = find(&laid.renderer, path);
        answer.found = found;
        answer.name = route.file();
        match &laid.renderer.site().pages[&route] {
            Page::File(path) => {
                answer.bytes = laid.renderer.file(&self.tree, path)?;
                Ok(None)
            }
            page => match laid.page(&route, page) {
                Ok(bytes) => {
                    answer.bytes.extend_from_slice(&bytes);
                    Ok(None)
                }
                Err(Failure::Template(fault)) => Ok(Some(*fault)),
                Err(Failure::Machine(error)) => Err(error),
            },
        }
    }

    /// The site of a view, made when it is first asked for.
    fn laid(&self, good: &Good, before: Option<&Good>, view: View) -> Arc<Laid> {
        // Held while a site is made, so that two requests do not make it twice.
        let mut sites = good.sites();
        if let Some(laid) = sites.iter().find(|laid| laid.view == view) {
            return laid.clone();
        }
        let last = before.and_then(|before| {
            before.sites().iter().find(|laid| laid.view == view && laid.faults.is_empty()).cloned()
        });
        let laid = Arc::new(self.lay_out(good, last.as_deref(), view));
        sites.truncate(SITES_KEPT - 1);
        sites.insert(0, laid.clone());
        laid
    }

    fn lay_out(&self, good: &Good, last: Option<&Laid>, view: View) -> Laid {
        let audience = Audience { edition: self.edition, unpublished: view.unpublished };
        let public = Arc::new(disclose(good.model.clone(), audience));
        let addressing = good.addressing();
        let assets = good.theme.assets();
        let theme = good.theme.clone();
        let mut faults = Diagnostics::new();
        let renderer = match last.map(|last| &last.renderer) {
            None => {
                let facts = Arc::new(evaluate(public, view.day).with_history(good.history.clone()));
                let site = lay_out(facts, addressing, assets, &mut faults);
                Renderer::new(Arc::new(site), theme)
            }
            Some(last) => {
                let before = last.site();
                let facts = evaluate_after(public, view.day, Some(&before.facts));
                let facts = Arc::new(facts.with_history(good.history.clone()));
                let site = lay_out_after(facts, addressing, assets, before, &mut faults);
                Renderer::after(Arc::new(site), theme, last)
            }
        };
        let (unpublished, pages) = (OnceLock::new(), Mutex::default());
        Laid { view, renderer, faults: faults.sorted(), unpublished, pages }
    }

    /// Reads what changed on disk; `good` is what was good before, if its theme is the one there.
    fn read(&self, last: Option<Reading>, good: Option<&Good>, changes: &Changes) -> Result<Read> {
        let mut found = Diagnostics::new();
        let changed = match changes {
            Changes::Files(files) => Some(files),
            Changes::Everything => None,
        };
        let reading = read_again(&self.tree, last, changed, &mut found)?;
        let Some(model) = reading.as_ref().map(|reading| reading.model().clone()) else {
            let faults = Vec::new();
            return Ok(Read { reading: None, good: None, faults, theme_read: true });
        };
        // Nothing but content changed, so the theme that was good still is.
        let kept = good.filter(|good| {
            let content = |path: &SitePath| path.as_str().starts_with("content/");
            changed.is_some_and(|files| files.iter().all(content))
                && Arc::ptr_eq(&good.model.settings, &model.settings)
        });
        let theme_read = kept.is_none();
        let (theme, warnings) = match kept {
            Some(good) => (good.theme.clone(), good.warnings.clone()),
            None => {
                let mut found = Diagnostics::new();
                let theme = Theme::load(&model.settings, &self.tree, &mut found)?;
                (Arc::new(theme), found)
            }
        };
        found.extend(warnings.clone());
        let last = good.and_then(|good| good.history.as_ref());
        let history = match &self.past {
            Some(past) => past.read(&model.settings, last, &mut found)?,
            None => None,
        };
        let (sites, is_broken) = (Mutex::default(), AtomicBool::new(false));
        let good = Good { model, theme, history, warnings, sites, is_broken };
        let found = check::left(found, &good.model);
        let good = (!found.any_error()).then_some(good);
        Ok(Read { reading, good, faults: found.sorted(), theme_read })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // What is in it is replaced whole, so a panic elsewhere left it sound.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Good {
    fn addressing(&self) -> Addressing {
        Addressing::new(self.model.settings.base_url.as_deref(), false)
    }

    fn sites(&self) -> MutexGuard<'_, Vec<Arc<Laid>>> {
        self.sites.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Laid {
    /// A page's bytes, made when they are first asked for.
    fn page(&self, route: &Route, page: &Page) -> Result<Arc<Vec<u8>>, Failure> {
        // Not held while a page is made: what else the page needs would have to wait for it.
        let pages = || self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        let known = pages().iter().find(|(known, _)| known == route).map(|(_, page)| page.clone());
        if let Some(bytes) = known {
            return Ok(bytes);
        }
        let mut bytes = Vec::new();
        self.renderer.render(route, page, &mut bytes)?;
        let bytes = Arc::new(bytes);
        let mut pages = pages();
        pages.truncate(PAGES_KEPT - 1);
        pages.insert(0, (route.clone(), bytes.clone()));
        Ok(bytes)
    }
}

fn unpublished(site: &Site) -> Vec<Preview> {
    let public = site.facts.public();
    let records = Kind::ALL.into_iter().flat_map(|kind| public.ids(kind));
    let hidden = records.filter(|record| !public.counts(*record));
    hidden
        .filter_map(|record| {
            let title = public.base(record).title.clone();
            Some(Preview { record, title, href: site.href_of(record)? })
        })
        .collect()
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
