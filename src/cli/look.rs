//! A site as read → what every rule finds in it, and in its pages.

use std::sync::Arc;

#[cfg(feature = "git")]
use super::base;
use super::load::Loaded;
use super::{Outcome, Session, codeowners};
use crate::approval::Approvals;
use crate::check::{self, Beside, Published, Subject};
use crate::diagnostic::Diagnostics;
use crate::disclose::Unpublished;
use crate::model::Model;
use crate::render::Renderer;
use crate::site::{Addressing, Site, lay_out};
use crate::tree::{Listed, Tree};

/// What a site is looked at with.
pub struct Asked<'a> {
    pub addressing: Addressing,
    /// Whether signatures are looked at.
    pub signatures: bool,
    /// The list of the last publication.
    pub published: Option<&'a Published>,
    /// The revision that readers have seen.
    #[cfg_attr(not(feature = "git"), expect(dead_code, reason = "nothing reads revisions"))]
    pub base: Option<BaseName<'a>>,
}

/// A revision that readers have seen, as it is asked for.
#[derive(Clone, Copy)]
#[cfg_attr(not(feature = "git"), expect(dead_code, reason = "nothing reads revisions"))]
pub struct BaseName<'a> {
    pub name: &'a str,
    /// Whether what it has in common with the site is meant.
    pub merge_base: bool,
}

/// A site that was looked at.
pub struct Looked {
    pub site: Arc<Site>,
    pub model: Arc<Model>,
    /// What was found, the findings that are let pass among them.
    pub found: Diagnostics,
    pub approvals: Option<Approvals>,
    /// Whether nothing in the content keeps its pages from being looked at.
    pub can_be_built: bool,
    pub renderer: Option<Renderer>,
    pub tree: Listed<Box<dyn Tree + Send>>,
}

/// Runs every rule; `Err` after saying why one of the revisions cannot be read.
pub fn look(
    mut loaded: Loaded,
    asked: Asked,
    session: &mut Session,
) -> anyhow::Result<Result<Looked, Outcome>> {
    let mut found = std::mem::take(&mut loaded.found);
    let facts = Arc::new(loaded.facts(session, Unpublished::Hidden));
    let site = lay_out(facts, asked.addressing, loaded.theme.assets(), &mut found);
    let words = &loaded.theme.words;
    let mut subject = Subject::new(&loaded.model, &site, words);
    subject.published = asked.published;
    #[cfg(feature = "git")]
    let base = asked.base.map(|base| base::read(base, (&site, &loaded), session)).transpose()?;
    #[cfg(feature = "git")]
    let base = match base {
        Some(Err(outcome)) => return Ok(Err(outcome)),
        found => found.and_then(Result::ok),
    };
    #[cfg(feature = "git")]
    {
        subject.base = base.as_ref();
        subject.at_fault = found.at_fault();
    }
    let beside = Beside::read(&loaded.tree, &loaded.model)?;
    subject.beside = Some(&beside);
    let approvals = match asked.signatures {
        true => loaded.approvals(&site.facts)?,
        false => None,
    };
    subject.approvals = approvals.as_ref();
    let code_owners = codeowners::written(&session.global.site, &loaded.model, &loaded.tree)?;
    subject.code_owners = &code_owners;
    let before = check::before_pages(&subject, &loaded.model, &loaded.tree, &mut found)?;
    // The pages can have the room of the texts.
    drop(subject);
    let site = Arc::new(site);
    let renderer = before.can_be_built.then(|| Renderer::new(site.clone(), loaded.theme));
    if let Some(renderer) = &renderer {
        check::pages(renderer, &before, |_| true, &mut found)?;
    }
    let can_be_built = before.can_be_built;
    let Loaded { model, tree, .. } = loaded;
    Ok(Ok(Looked { site, model, found, approvals, can_be_built, renderer, tree }))
}
