//! One of the two sites that are compared: what is known of a revision on the day.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use anyhow::Result;
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::check::{self, Before, Beside, Subject};
use crate::diagnostic::Diagnostics;
use crate::disclose::{Audience, Edition, Unpublished, disclose};
use crate::facts::{Facts, evaluate_after};
use crate::model::{Day, Model};
use crate::read_again;
use crate::render::{Renderer, Theme};
use crate::site::{Addressing, Page, Site, lay_out, lay_out_after};
use crate::tree::{Entry, SitePath, Tree};
use crate::words::Words;

/// On which day, and for whom, two revisions are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lens {
    pub day: Day,
    pub edition: Edition,
}

/// A revision as it was read.
pub struct Revision<'a> {
    /// What it is shown as: `main`, `工作区`.
    pub name: String,
    pub tree: &'a dyn Tree,
    pub model: Arc<Model>,
    pub theme: Arc<Theme>,
    /// The faults of reading it.
    pub found: Diagnostics,
}

/// What is known of one revision.
pub struct Side {
    pub name: String,
    pub model: Arc<Model>,
    pub(super) renderer: Renderer,
    pub(super) theme: Arc<Theme>,
    /// What `check` finds before any page is looked at, not settled yet.
    pub(super) found: Diagnostics,
    pub(super) before: Before,
    /// Its files with an error, which keep what they say from readers.
    pub(super) at_fault: BTreeSet<Arc<str>>,
    /// What the files given out hold, as digests.
    pub(super) files: BTreeMap<SitePath, [u8; 32]>,
    /// What the files of the site's own theme hold, as digests.
    pub(super) own_theme: BTreeMap<SitePath, [u8; 32]>,
}

/// A revision by its name and files.
#[derive(Clone, Copy)]
pub struct Named<'a> {
    pub name: &'a str,
    pub tree: &'a dyn Tree,
}

/// Why two revisions cannot be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoSite {
    /// There is no site.toml in it.
    Base,
    Head,
}

/// Reads two revisions. `changed` is every path that differs between them, where that is known: then
/// only those are read again. The day is the one asked for, else what `day_of` makes of head's
/// settings.
pub fn sides(
    base: Named,
    head: Named,
    changed: Option<&BTreeSet<SitePath>>,
    edition: Edition,
    day_of: impl Fn(&Model) -> Day,
) -> Result<std::result::Result<(Side, Side), NoSite>> {
    let (mut of_base, mut of_head) = (Diagnostics::new(), Diagnostics::new());
    let Some(reading) = read_again(base.tree, None, None, &mut of_base)? else {
        return Ok(Err(NoSite::Base));
    };
    let model = reading.model().clone();
    let (theme, of_theme) = load_theme(&model, base.tree)?;
    of_base.extend(of_theme.clone());
    // Without a list of what changed, two trees' stamps tell nothing.
    let last = changed.map(|_| reading);
    let Some(reading) = read_again(head.tree, last, changed, &mut of_head)? else {
        return Ok(Err(NoSite::Head));
    };
    let head_model = reading.model().clone();
    let is_content = |path: &SitePath| path.as_str().starts_with("content/");
    let keeps_theme = changed.is_some_and(|changed| changed.iter().all(is_content));
    let (head_theme, of_theme) = match keeps_theme {
        true => (theme.clone(), of_theme),
        false => load_theme(&head_model, head.tree)?,
    };
    of_head.extend(of_theme);
    let lens = Lens { day: day_of(&head_model), edition };
    let (name, tree, found) = (base.name.to_owned(), base.tree, of_base);
    let base = Side::of(Revision { name, tree, model, theme, found }, lens, None)?;
    let (name, tree, found) = (head.name.to_owned(), head.tree, of_head);
    let (model, theme) = (head_model, head_theme);
    let head = Side::of(Revision { name, tree, model, theme, found }, lens, Some(&base))?;
    Ok(Ok((base, head)))
}

fn load_theme(model: &Model, tree: &dyn Tree) -> Result<(Arc<Theme>, Diagnostics)> {
    let mut found = Diagnostics::new();
    let theme = Theme::load(&model.settings, tree, &mut found)?;
    Ok((Arc::new(theme), found))
}

impl Side {
    /// Lays a revision out and checks all of it but its pages. What is the same in the other side is
    /// taken over from that; the result does not depend on it.
    pub fn of(revision: Revision, lens: Lens, other: Option<&Side>) -> Result<Self> {
        let Revision { name, tree, model, theme, mut found } = revision;
        let audience = Audience { edition: lens.edition, unpublished: Unpublished::Hidden };
        let public = Arc::new(disclose(model.clone(), audience));
        let last = other.map(|other| &*other.renderer.site().facts);
        let facts = Arc::new(evaluate_after(public, lens.day, last));
        let addressing = Addressing::new(model.settings.base_url.as_deref(), false);
        let site = match other {
            Some(other) => {
                let last = other.renderer.site();
                lay_out_after(facts, addressing, theme.assets(), last, &mut found)
            }
            None => lay_out(facts, addressing, theme.assets(), &mut found),
        };
        let at_fault = found.at_fault();
        let beside = Beside::read(tree, &model)?;
        let mut subject = Subject::new(&model, &site, &theme.words);
        subject.beside = Some(&beside);
        let before = check::before_pages(&subject, &model, tree, &mut found)?;
        let files = digests(tree, &site)?;
        let own_theme = own_theme(tree, &model)?;
        let site = Arc::new(site);
        let renderer = match other {
            Some(other) => Renderer::after(site, theme.clone(), &other.renderer),
            None => Renderer::new(site, theme.clone()),
        };
        Ok(Self { name, model, renderer, theme, found, before, at_fault, files, own_theme })
    }

    /// Its pages and where they lie.
    pub fn site(&self) -> &Site {
        self.renderer.site()
    }

    /// What is known on the day.
    pub fn facts(&self) -> &Facts {
        &self.site().facts
    }

    /// The words of its pages.
    pub fn words(&self) -> &Arc<Words> {
        &self.theme.words
    }
}

/// What the files of the site's own theme hold.
fn own_theme(tree: &dyn Tree, model: &Model) -> Result<BTreeMap<SitePath, [u8; 32]>> {
    let folder = format!("themes/{}", model.settings.look.name);
    let mut found = BTreeMap::new();
    if SitePath::new(&folder).is_none() {
        return Ok(found);
    }
    for (path, entry) in tree.list(&folder)? {
        if matches!(entry, Entry::File(_)) {
            let digest = Sha256::digest(tree.read(&path)?).into();
            found.insert(path, digest);
        }
    }
    Ok(found)
}

/// What the files that are given out hold.
fn digests(tree: &dyn Tree, site: &Site) -> Result<BTreeMap<SitePath, [u8; 32]>> {
    let paths: BTreeSet<&SitePath> = site
        .pages
        .values()
        .filter_map(|page| match page {
            Page::File(path) => Some(path),
            _ => None,
        })
        .collect();
    let digest = |path: &SitePath| {
        let bytes = tree.read(path)?;
        Ok((path.clone(), Sha256::digest(&bytes).into()))
    };
    let paths: Vec<&SitePath> = paths.into_iter().collect();
    paths.into_par_iter().map(digest).collect()
}
