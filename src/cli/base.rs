//! The revision that readers have seen: `check --base`.
//!
//! What they do not see in it and would see again is taken as it was when they last saw it: a record
//! made a draft in one commit does not come back in the next with another deadline.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::branch_point::branch_point;
use super::load::Loaded;
use super::look::BaseName;
use super::origin::{Origin, refuse};
use super::{Outcome, Session, load};
use crate::check;
use crate::diagnostic::Diagnostics;
use crate::disclose::disclose;
use crate::facts::{Facts, Taken, evaluate, taken};
use crate::history::{History, Past};
use crate::model::{Kind, Model, pairs};
use crate::site::Site;
use crate::tree::git::{GitTree, NoRevision};
use crate::tree::{Patched, Tree};

/// Reads it for the readers and the day of a site; `Err` after saying why it cannot be read.
pub fn read(
    base: BaseName,
    (site, now): (&Site, &Loaded),
    session: &mut Session,
) -> anyhow::Result<Result<check::Base, Outcome>> {
    let Some(repository) = now.past.as_ref().map(|past| past.repository().clone()) else {
        return Ok(Err(refuse(&NoRevision::NoRepository, session)?));
    };
    let revision = match repository.resolve(base.name)? {
        Ok(revision) => revision,
        Err(none) => return Ok(Err(refuse(&none, session)?)),
    };
    let tip = now.past.as_ref().map(Past::revision).transpose()?.flatten();
    let revision =
        match branch_point(&repository, revision, tip.as_ref(), base.merge_base, session)? {
            Ok(revision) => revision,
            Err(outcome) => return Ok(Err(outcome)),
        };
    let origin = Origin::at(repository, revision);
    let Some(loaded) = load::read_from(origin, session)? else { return Ok(Err(Outcome::Call)) };
    let rules = loaded.settings.approval.as_ref();
    let site_by_its_rules = rules.map(|rules| now.site_by(rules)).transpose()?.flatten();
    let seen = |model: &Arc<Model>| {
        let public = Arc::new(disclose(model.clone(), site.facts.audience()));
        Arc::new(evaluate(public, site.facts.day()))
    };
    let facts = seen(&loaded.model);
    let last_seen = last_seen(&loaded, &facts, &site.facts, &now.model)?;
    let (tree, earlier) = last_seen.map(|seen| (seen.tree, seen.earlier)).unzip();
    let (model, at_fault) = match &tree {
        None => (loaded.model.clone(), loaded.found.at_fault()),
        Some(tree) => {
            let mut found = Diagnostics::new();
            let model = crate::load(tree, &mut found)?.map_or(loaded.model.clone(), Arc::new);
            (model, found.at_fault())
        }
    };
    let facts = if tree.is_some() { seen(&model) } else { facts };
    let tree: &dyn Tree = tree.as_ref().map_or(&loaded.tree, |tree| tree);
    let given_out = [
        check::given_out_by_entries(&facts, tree)?,
        check::given_out_by_entries(&site.facts, &now.tree)?,
    ];
    let (name, earlier) = (base.name.to_owned(), earlier.unwrap_or_default());
    Ok(Ok(check::Base { name, earlier, model, facts, at_fault, given_out, site_by_its_rules }))
}

/// What readers last saw.
struct LastSeen {
    tree: Patched<GitTree>,
    /// The commits of what is not as the revision has it, by its files and folders.
    earlier: BTreeMap<String, String>,
}

/// The files of a revision, with the records that come back since as readers last saw them; none
/// where none comes back, or where the clone does not hold what was before.
fn last_seen(
    loaded: &Loaded,
    then: &Facts,
    now: &Facts,
    model: &Model,
) -> anyhow::Result<Option<LastSeen>> {
    let Some(past) = &loaded.past else { return Ok(None) };
    let Some(history) = history(loaded, past)? else { return Ok(None) };
    let mut by_commit: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    for kind in Kind::ALL {
        for pair in pairs::of(&loaded.model, model, kind) {
            let Some(to) = pair.head.filter(|to| now.counts(*to)) else { continue };
            if pair.base.is_some_and(|from| then.counts(from)) {
                continue;
            }
            let own = match pair.base {
                Some(from) => loaded.model.base(from),
                None => model.base(to),
            };
            let plan = pair.base.and_then(|from| loaded.model.plan_of(from));
            let plan = plan.map(|plan| &loaded.model.plan(plan).base);
            let edition = now.audience().edition;
            if let Some(Taken { by, path }) = taken(&history, edition, (kind, own), plan) {
                let paths = by_commit.entry(by).or_default();
                paths.extend(forms(own.path.as_str()));
                paths.extend(forms(&path));
            }
        }
    }
    let Some(revision) = past.revision()?.filter(|_| !by_commit.is_empty()) else {
        return Ok(None);
    };
    let repository = past.repository();
    let (mut patches, mut earlier) = (Vec::new(), BTreeMap::new());
    for (by, paths) in by_commit {
        let Some(commit) = history.commit(by) else { continue };
        if let Ok(before) = repository.resolve(&format!("{commit}^"))? {
            let name = before.commit.to_hex_with_len(8).to_string();
            earlier.extend(paths.iter().map(|path| (path.clone(), name.clone())));
            patches.push((GitTree::new(repository.clone(), before), paths));
        }
    }
    let tree = Patched::new(GitTree::new(repository.clone(), revision), patches);
    Ok(Some(LastSeen { tree, earlier }))
}

/// A record's file, and the folder it is or might be.
fn forms(path: &str) -> [String; 2] {
    let stem = path.strip_suffix("/index.md").unwrap_or(path.trim_end_matches(".md"));
    [format!("{stem}.md"), stem.to_owned()]
}

/// What git knows of the files, whether or not the site shows it.
fn history(loaded: &Loaded, past: &Past) -> anyhow::Result<Option<Arc<History>>> {
    if loaded.history.is_some() || past.repository().is_shallow()? {
        return Ok(loaded.history.clone());
    }
    let Some(revision) = past.revision()? else { return Ok(None) };
    Ok(Some(Arc::new(History::of(past.repository(), &revision)?)))
}
