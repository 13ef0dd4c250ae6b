//! A site as it was read, kept so that only what changes is read again.
//!
//! However a reading came about, it is the one that reading everything from nothing would give:
//! the same model and the same faults in the same order.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::content::{self, Content, Difference};
use crate::diagnostic::{Diagnostic, Diagnostics, Source};
use crate::facts::{life, problem};
use crate::model::settings::{self, Settings};
use crate::model::{Kind, Model, Resolved, Task};
use crate::tree::{self, SitePath, Tree};

/// A site's model, with what reading it again starts from.
#[derive(Debug)]
pub struct Reading {
    content: Content,
    resolved: Resolved,
    /// Faults of the steps of tasks, by the task's place; those of problems, which are few, are
    /// looked for each time.
    steps: BTreeMap<usize, Vec<Diagnostic>>,
    /// Whether the content was read at all, which it is not without settings.
    has_content: bool,
}

/// Reads a site, with every fault of settings and content; `None` where there is no site.toml.
pub fn read(tree: &dyn Tree, found: &mut Diagnostics) -> anyhow::Result<Option<Reading>> {
    read_again(tree, None, None, found)
}

/// Reads the settings alone; `None` where there is no site.toml.
pub fn read_settings_of(
    tree: &dyn Tree,
    found: &mut Diagnostics,
) -> anyhow::Result<Option<Settings>> {
    let has_settings = has_settings(tree)?;
    let Some(path) = SitePath::new("site.toml").filter(|_| has_settings) else {
        return Ok(None);
    };
    Ok(Some(read_settings(tree, &path, found)?.0))
}

/// Reads what changed since the `last` reading: all that may have, if that is known, is `changed`.
pub fn read_again(
    tree: &dyn Tree,
    last: Option<Reading>,
    changed: Option<&BTreeSet<SitePath>>,
    found: &mut Diagnostics,
) -> anyhow::Result<Option<Reading>> {
    let has_settings = has_settings(tree)?;
    let Some(path) = SitePath::new("site.toml").filter(|_| has_settings) else {
        return Ok(None);
    };
    let mut faults = Diagnostics::new();
    let (settings, has_content) = read_settings(tree, &path, &mut faults)?;
    let (mut content, last) = match last {
        Some(Reading { content, resolved, steps, has_content: true }) => {
            (content, Some((resolved, steps)))
        }
        _ => (Content::default(), None),
    };
    let difference = match has_content {
        true => {
            let changed = changed.filter(|_| last.is_some());
            content::read_again(tree, &is_table, &mut content, changed, &mut faults)?
        }
        false => {
            content = Content::default();
            Difference { names: true, ..Difference::default() }
        }
    };
    let any_error = faults.any_error();
    let (resolved, steps) = match last {
        None => {
            let resolved = Resolved::of(&content, Arc::new(settings), any_error);
            let steps = impossible_steps(&resolved.model, None);
            (resolved, steps)
        }
        Some((resolved, steps)) => {
            let before = resolved.model.clone();
            let settings = match settings == *before.settings {
                true => before.settings.clone(),
                false => Arc::new(settings),
            };
            let resolved = resolved.again(&content, &difference, settings, any_error);
            let steps = impossible_steps(&resolved.model, Some((&before, steps)));
            (resolved, steps)
        }
    };
    found.extend(faults);
    found.extend(resolved.faults().cloned());
    found.extend(steps.values().flatten().cloned());
    for problem in &resolved.model.problems {
        problem::report_impossible_steps(&resolved.model, problem, found);
    }
    Ok(Some(Reading { content, resolved, steps, has_content }))
}

impl Reading {
    /// Everything that was written, resolved.
    pub fn model(&self) -> &Arc<Model> {
        &self.resolved.model
    }

    /// The model alone; what it was read from is given up.
    pub fn into_model(self) -> Model {
        let Self { content, resolved, .. } = self;
        let model = resolved.into_model();
        // Front matter is a great many small pieces.
        content.documents.into_par_iter().for_each(drop);
        Arc::unwrap_or_clone(model)
    }
}

/// Reads the settings, and tells whether they could be: without its settings a site's content would
/// be at fault everywhere for this one reason, so it is not read.
fn read_settings(
    tree: &dyn Tree,
    path: &SitePath,
    found: &mut Diagnostics,
) -> anyhow::Result<(Settings, bool)> {
    let mut faults = Vec::new();
    let source = content::source(path, tree.read(path)?, &mut faults)
        .unwrap_or_else(|| Source::new(path, ""));
    found.extend(faults);
    let map = content::toml_map(&source, found);
    let could_be_read = !found.any_error();
    Ok((settings::decode(&source, &map, tree, found)?, could_be_read))
}

fn has_settings(tree: &dyn Tree) -> anyhow::Result<bool> {
    // A link could lead out of the site, so it does not count.
    let found = tree.list("site.toml")?;
    Ok(matches!(found.get("site.toml"), Some(tree::Entry::File(_))))
}

/// Whether a CSV file is data of a record, by its kind's folder and its name.
fn is_table(path: &SitePath) -> bool {
    let below = path.as_str().strip_prefix("content/").unwrap_or("");
    let kind = below.split('/').next().and_then(Kind::of_folder);
    kind.is_some_and(|kind| kind.tables().contains(&path.name()))
}

/// The faults of every task's steps. A task that is the very one of the model before, and of the
/// same plan, has those it had.
fn impossible_steps(
    model: &Model,
    before: Option<(&Model, BTreeMap<usize, Vec<Diagnostic>>)>,
) -> BTreeMap<usize, Vec<Diagnostic>> {
    let (before, mut steps) = before.unzip();
    let is_same = |i: usize, task: &Arc<Task>| {
        let same = |before: &Model| {
            let plan =
                |model: &Model| task.plan.and_then(|plan| model.plans.get(plan.index()).cloned());
            before.tasks.get(i).is_some_and(|before| Arc::ptr_eq(before, task))
                && plan(before).zip(plan(model)).is_none_or(|(a, b)| Arc::ptr_eq(&a, &b))
        };
        before.is_some_and(same)
    };
    let mut kept = steps.take().unwrap_or_default();
    kept.retain(|i, _| model.tasks.get(*i).is_some_and(|task| is_same(*i, task)));
    let anew: Vec<(usize, Vec<Diagnostic>)> = model
        .tasks
        .par_iter()
        .enumerate()
        .filter(|(i, task)| !is_same(*i, task))
        .filter_map(|(i, task)| {
            let mut faults = Diagnostics::new();
            life::report_impossible_steps(model, task, &mut faults);
            (!faults.is_empty()).then(|| (i, faults.into_iter().collect()))
        })
        .collect();
    kept.extend(anew);
    kept
}

#[cfg(test)]
mod tests;
