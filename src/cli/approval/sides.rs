//! The two states of a site between which a change lies.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Desk;
use crate::approval::change::{ChangeSet, Side, between};
use crate::cli::origin::refuse;
use crate::cli::{Outcome, Session};
use crate::diagnostic::Diagnostics;
use crate::disclose::{Audience, Public, Unpublished, disclose};
use crate::history::day_of;
use crate::load;
use crate::model::settings::Approval;
use crate::model::{Day, Kind, Model, key};
use crate::review::{
    Change, Named, RecordReview, compare, in_a_line, lines_of, lines_of_parts, sides,
};
use crate::tree::git::{GitTree, NoRevision, Repository, Revision};
use crate::tree::{Entry, Listed, SitePath, Tree};

/// What stands for no revision: a site that was put into git whole has nothing before it.
const NOTHING: [&str; 2] = ["空", "empty"];

/// What a change is measured from.
pub struct Since {
    pub change: ChangeSet,
    /// The commit both sides have in common; none where all of the site is signed for the first time.
    pub from: Option<Revision>,
    /// The day of it: what lies behind it was not there before.
    pub day: Option<Day>,
    /// Its short name.
    pub base: String,
    /// What was asked for at `from`, where the site itself was to be signed and something else is
    /// asked for now: such a change is signed by both.
    pub rules: Option<Approval>,
}

/// The repository of a site, or how the call ends where there is none.
pub fn repository(session: &mut Session) -> anyhow::Result<Result<Arc<Repository>, Outcome>> {
    match Repository::around(&session.global.site)? {
        Some(repository) => Ok(Ok(Arc::new(repository))),
        None => Ok(Err(refuse(&NoRevision::NoRepository, session)?)),
    }
}

/// A revision by its name, or how the call ends where there is none.
pub fn resolve(
    repository: &Repository,
    name: &str,
    session: &mut Session,
) -> anyhow::Result<Result<Revision, Outcome>> {
    match repository.resolve(name)? {
        Ok(revision) => Ok(Ok(revision)),
        Err(none) => Ok(Err(refuse(&none, session)?)),
    }
}

/// What came to a site since it left `base`; `head` is where it is now.
pub fn since(
    desk: &Desk,
    repository: &Arc<Repository>,
    base: &str,
    head: Option<&Revision>,
    session: &mut Session,
) -> anyhow::Result<Result<Since, Outcome>> {
    let audience = Audience { edition: session.edition(), unpublished: Unpublished::Hidden };
    let (model, public) = seen(desk.loaded.model.clone(), audience);
    let after = Side { tree: &desk.loaded.tree, model: &model, public: &public };
    let named = repository.resolve(base)?;
    if named.is_err() && NOTHING.contains(&base) {
        let change = between(None, after)?;
        return Ok(Ok(Since { change, from: None, day: None, base: base.to_owned(), rules: None }));
    }
    let base = match named {
        Ok(base) => base,
        Err(none) => return Ok(Err(refuse(&none, session)?)),
    };
    let tip = match head {
        Some(head) => Some(head.clone()),
        None => repository.head()?.ok(),
    };
    // What others did to the base since is no part of the change.
    let common = tip.map(|tip| repository.common(&base, &tip)).transpose()?.flatten();
    let base = common.unwrap_or(base);
    let tree: Box<dyn Tree + Send> = Box::new(GitTree::new(repository.clone(), base.clone()));
    let tree = Listed::new(tree);
    let before = load(&tree, &mut Diagnostics::new())?.map(|model| seen(Arc::new(model), audience));
    let rules = before.as_ref().and_then(|(model, _)| model.settings.approval.clone());
    let rules = rules.filter(|rules| rules.site && !desk.settings.asks_as(rules));
    let before = before.as_ref().map(|(model, public)| Side { tree: &tree, model, public });
    let name = base.commit.to_hex_with_len(8).to_string();
    let (change, day) = (between(before, after)?, Some(day_of(repository.committed(&base)?)));
    Ok(Ok(Since { change, from: Some(base), day, base: name, rules }))
}

/// What becomes of a record, in the words of a review.
#[derive(Debug, Clone)]
pub struct Lines {
    pub in_a_line: String,
    /// What stood there and what stands there now, a line each change.
    pub in_full: Vec<String>,
}

/// What becomes of everything, in the words of a review.
#[derive(Debug, Default)]
pub struct InLines {
    /// By kind and id.
    pub records: BTreeMap<(Kind, String), Lines>,
    /// What stood in site.toml, and in the words of home and columns, and what stands there now; by
    /// their paths.
    pub parts: BTreeMap<String, Vec<String>>,
}

/// A site without its content: what all of it is measured from.
struct Bare<'a>(&'a dyn Tree);

impl Tree for Bare<'_> {
    fn list(&self, folder: &str) -> anyhow::Result<BTreeMap<SitePath, Entry>> {
        let mut all = self.0.list(folder)?;
        all.retain(|path, _| !path.as_str().starts_with("content/"));
        Ok(all)
    }

    fn read(&self, path: &SitePath) -> anyhow::Result<Vec<u8>> {
        self.0.read(path)
    }
}

/// What becomes of each record and of the settings since a revision, or all of it where there is none.
pub fn in_lines(
    desk: &Desk,
    repository: &Arc<Repository>,
    from: Option<&Revision>,
    head: Option<&Revision>,
    session: &Session,
) -> anyhow::Result<InLines> {
    let changed = match (from, head) {
        (Some(from), Some(head)) => Some(repository.changed(from, head)?),
        _ => None,
    };
    let before: Box<dyn Tree> = match from {
        Some(from) => Box::new(Listed::new(GitTree::new(repository.clone(), from.clone()))),
        None => Box::new(Bare(&desk.loaded.tree)),
    };
    let base = Named { name: "", tree: &*before };
    let head = Named { name: "", tree: &desk.loaded.tree };
    let day = desk.loaded.facts(session, Unpublished::Hidden).day();
    let sides = sides(base, head, changed.as_ref(), session.edition(), |_| day)?;
    // Before there was a site, all of it is new.
    let Ok((base, head)) = sides else { return Ok(InLines::default()) };
    let mut review = compare(&base, &head)?;
    // The form that the next signs is the one the first signed.
    review.records.iter_mut().for_each(without_signatures);
    let line = |record: &RecordReview| {
        let in_a_line = in_a_line(record, &review.words);
        let lines = Lines { in_a_line, in_full: lines_of(record, &review) };
        ((record.kind, record.id.clone()), lines)
    };
    let records = review.records.iter().map(line).collect();
    Ok(InLines { records, parts: lines_of_parts(&review) })
}

/// Leaves out that a record was signed.
fn without_signatures(record: &mut RecordReview) {
    record.changes.retain_mut(|change| match change {
        Change::NotShown { fields } => {
            fields.retain(|field| field.en != key::REVIEW.en);
            !fields.is_empty()
        }
        _ => true,
    });
}

fn seen(model: Arc<Model>, audience: Audience) -> (Arc<Model>, Public) {
    (model.clone(), disclose(model, audience))
}
