//! `review`: what the public will see change between two revisions.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;
use clap::{Args, ValueEnum};

use super::approval::form::{self, FormArgs};
use super::branch_point::branch_point;
use super::origin::refuse;
use super::{Outcome, Session, clock};
use crate::review::{self, Named, NoSite, compare, sides};
use crate::say;
use crate::tree::git::{GitTree, NoRevision, Repository, Revision};
use crate::tree::{Disk, Listed, Tree};

/// Options of `review`.
#[derive(Debug, Args)]
pub struct ReviewArgs {
    /// What it is now: a branch, tag or commit
    base: String,
    /// What it is to be (the folder's files as they lie there unless given)
    head: Option<String>,
    /// How it is told
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Compare with what BASE and HEAD have in common, not with what came to BASE since
    #[arg(long)]
    merge_base: bool,
    /// Print the sheet on which the change is signed, as `approval form` does
    #[arg(long, conflicts_with_all = ["format", "merge_base"])]
    form: bool,
    /// Write it into a file, not to the terminal
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// For the terminal
    Text,
    /// For a comment of a merge request
    Markdown,
    /// One page that can be sent on and printed
    Html,
    /// For programs
    Json,
}

/// Runs it.
pub fn run(args: &ReviewArgs, session: &mut Session) -> anyhow::Result<Outcome> {
    if args.form {
        let (base, head, out) = (args.base.clone(), args.head.clone(), args.out.clone());
        return form::run(&FormArgs { base, head, annex: false, out }, session);
    }
    let Some(repository) = Repository::around(&session.global.site)?.map(Arc::new) else {
        return refuse(&NoRevision::NoRepository, session);
    };
    if args.head.is_none() && repository.is_bare() {
        return refuse(&NoRevision::NoFolder, session);
    }
    let base = match repository.resolve(&args.base)? {
        Ok(revision) => revision,
        Err(none) => return refuse(&none, session),
    };
    let head = match args.head.as_deref().map(|name| repository.resolve(name)).transpose()? {
        Some(Err(none)) => return refuse(&none, session),
        found => found.and_then(Result::ok),
    };
    // The folder is what it was checked out from, and then some.
    let tip = match &head {
        Some(head) => Some(head.clone()),
        None => repository.head()?.ok(),
    };
    let base = match branch_point(&repository, base, tip.as_ref(), args.merge_base, session)? {
        Ok(base) => base,
        Err(outcome) => return Ok(outcome),
    };
    compare_sides(args, &repository, base, head, session)
}

/// What a revision is called to people: a whole digest by its beginning.
fn called(name: &str) -> &str {
    let is_digest = name.len() >= 40 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_digest { &name[..8] } else { name }
}

fn compare_sides(
    args: &ReviewArgs,
    repository: &Arc<Repository>,
    base: Revision,
    head: Option<Revision>,
    session: &mut Session,
) -> anyhow::Result<Outcome> {
    let changed = head.as_ref().map(|head| repository.changed(&base, head)).transpose()?;
    let base_tree = Listed::new(GitTree::new(repository.clone(), base));
    let head_tree: Box<dyn Tree + Send> = match head {
        Some(head) => Box::new(GitTree::new(repository.clone(), head)),
        None => Box::new(Disk::new(&session.global.site)),
    };
    let head_tree = Listed::new(head_tree);
    let lang = session.lang_before_the_site();
    let folder = say!("工作区", "the working tree");
    let head_name = args.head.as_deref().unwrap_or(folder.in_lang(lang));
    let of_base = Named { name: called(&args.base), tree: &base_tree };
    let of_head = Named { name: called(head_name), tree: &head_tree };
    let as_of = session.global.as_of;
    let day =
        |model: &crate::model::Model| as_of.or(model.settings.as_of).unwrap_or_else(clock::today);
    let sides = sides(of_base, of_head, changed.as_ref(), session.edition(), day)?;
    let (base, head) = match sides {
        Ok(sides) => sides,
        Err(none) => {
            let name = match none {
                NoSite::Base => &args.base,
                NoSite::Head => head_name,
            };
            return session.refuse(
                lang,
                &say!("“{name}”里没有 site.toml", "there is no site.toml at `{name}`"),
                Some(&say!(
                    "换一个版本，或用 --site 指明站点目录",
                    "choose another revision, or name the site's folder by --site"
                )),
            );
        }
    };
    let lang = session.lang_of(head.model.settings.language);
    let review = compare(&base, &head)?;
    let format = match args.format {
        Format::Text => review::Format::Text,
        Format::Markdown => review::Format::Markdown,
        Format::Html => review::Format::Html,
        Format::Json => review::Format::Json,
    };
    match &args.out {
        None => review::write(&review, format, lang, session.out)?,
        Some(file) => {
            let mut bytes = Vec::new();
            review::write(&review, format, lang, &mut bytes)?;
            fs::write(file, bytes).with_context(|| format!("cannot write {}", file.display()))?;
        }
    }
    // The process ends here; to give back two sites one by one would keep the caller waiting.
    std::mem::forget((base, head, review));
    Ok(Outcome::Done)
}
