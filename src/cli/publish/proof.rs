//! That a build is what was committed, checked and signed.

use std::collections::BTreeMap;

use super::super::load;
use super::super::look::{Asked, BaseName, Looked, look};
use super::super::origin::Origin;
#[cfg(feature = "git")]
use super::super::origin::RevisionArgs;
use super::super::report::{self, Format, Manner, Warnings};
use super::super::{EditionArg, Global, Outcome, Session};
use super::{newer, refusals};
use crate::approval;
use crate::check::{self, Owners, Published};
use crate::diagnostic::{Code, Diagnostics, Lang, Source};
use crate::model::Day;
use crate::model::settings::Target;
use crate::publish::{Built, Served};
use crate::render::Failure;
use crate::say;
use crate::site::Addressing;
use crate::write::{FileDigest, Files, Manifest, digests};

/// What a build is to go out for.
pub struct Purpose<'a> {
    pub by: Road<'a>,
    /// What readers have seen until then.
    pub before: Option<Before<'a>>,
    /// Whether it may be of what is not committed.
    pub allow_dirty: bool,
}

/// How it goes out.
#[derive(Debug, Clone, Copy)]
pub enum Road<'a> {
    To(&'a Target),
    /// In a package; whose address it has there is known by the targets of the site.
    Package,
}

/// An earlier build, as the rules on what readers have seen need it.
pub struct Before<'a> {
    pub name: String,
    pub manifest: &'a Manifest,
    pub bytes: &'a [u8],
    pub revision: Option<&'a str>,
}

impl<'a> From<&'a Served> for Before<'a> {
    fn from(served: &'a Served) -> Self {
        Self {
            name: format!("{}/MANIFEST.json", served.release),
            manifest: &served.manifest,
            bytes: &served.bytes,
            revision: served.record.revision.as_deref(),
        }
    }
}

/// A build that may go out.
pub struct Proved {
    /// The commit it is of; none where it may be of none.
    pub revision: Option<String>,
    /// Whether what is served came before it, as far as git can tell.
    pub order: Order,
}

/// What git knows of what is served and what is to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(feature = "git"), expect(dead_code, reason = "git alone can tell"))]
pub enum Order {
    /// Nothing is served, or of no commit.
    Unknown,
    /// What is served is the same or came before.
    Later,
    /// It did not: it is newer, or of another branch.
    Otherwise,
    /// The repository does not hold the commit that is served.
    Missing,
}

/// Builds the site again in memory, from the commit that it is said to be of, on its day; compares
/// it file by file, and runs every rule. `Err` after saying why it may not go out.
pub fn prove(
    built: &Built,
    purpose: &Purpose,
    session: &mut Session,
    lang: Lang,
) -> anyhow::Result<Result<Proved, Outcome>> {
    let Purpose { by, before, allow_dirty } = purpose;
    let Ok(day) = crate::model::date::parse_day(&built.manifest.as_of, None) else {
        return Ok(Err(refusals::not_its_day(built, session, lang)?));
    };
    let global = global_of(built, day, session);
    let mut session = Session { global: &global, out: session.out, err: session.err };
    let session = &mut session;
    let origin = match origin(built, *allow_dirty, session, lang)? {
        Ok(origin) => origin,
        Err(outcome) => return Ok(Err(outcome)),
    };
    let revision = origin.revision.as_ref().map(|(_, commit)| commit.clone());
    let there = before.as_ref().and_then(|before| before.revision);
    let order = order(there, revision.as_deref(), session)?;
    let Some(loaded) = load::read_from(origin, session)? else { return Ok(Err(Outcome::Content)) };
    // As they were committed: what is only in the folder decides nothing.
    let settings = &loaded.settings;
    let refused = refusals::unsealed(built, &settings.signing)
        .or_else(|| refusals::of_no_address(built, settings, *by));
    if let Some((message, help)) = refused {
        return session.fail(lang, &message, &help).map(Err);
    }
    let followed = before.as_ref().filter(|before| is_followed(before, built, order));
    let published = followed.map(published);
    let base = there.filter(|_| order == Order::Later);
    let base = base.map(|name| BaseName { name, merge_base: false });
    let asked = Asked {
        signatures: true,
        addressing: Addressing::new(built.manifest.base_url.as_deref(), false),
        published: published.as_ref(),
        base,
    };
    let Looked { site, model, found, approvals, renderer, tree, .. } =
        match look(loaded, asked, session)? {
            Ok(looked) => looked,
            Err(outcome) => return Ok(Err(outcome)),
        };
    let open = check::settle(found, &model, &Owners::of(&model, &site)).open;
    // What was mended, or signed, in the folder alone is easily taken for done.
    let uncommitted =
        |session: &mut Session| newer::tell(built, revision.as_deref(), session, lang);
    if open.any_error() {
        let outcome = errors(open, *by, session, lang)?;
        uncommitted(session)?;
        return Ok(Err(outcome));
    }
    if let Some(renderer) = renderer {
        let files = Files { tree: &tree, now: None, revision: revision.as_deref() };
        let again = match digests(&renderer, files) {
            Ok(again) => again,
            Err(Failure::Machine(error)) => return Err(error),
            Err(Failure::Template(fault)) => {
                let mut faults = Diagnostics::new();
                faults.push(*fault);
                return Ok(Err(errors(faults, *by, session, lang)?));
            }
        };
        let different = different(&built.manifest.files, &again);
        if !different.is_empty() {
            return Ok(Err(refusals::not_the_revision(
                &different,
                revision.as_deref(),
                session,
                lang,
            )?));
        }
    }
    let missing = approvals.as_ref().map(approval::missing).unwrap_or_default();
    if !missing.is_empty() {
        let outcome = refusals::unsigned(&missing, &model, session, lang)?;
        uncommitted(session)?;
        return Ok(Err(outcome));
    }
    Ok(Ok(Proved { revision, order }))
}

/// The options that the build was made with.
fn global_of(built: &Built, day: Day, session: &Session) -> Global {
    let edition = match built.manifest.edition.as_str() {
        "internal" => EditionArg::Internal,
        _ => EditionArg::Public,
    };
    Global { as_of: Some(day), edition: Some(edition), ..session.global.clone() }
}

/// Where the build is read from again: the commit it is of, or the folder where that is allowed.
fn origin(
    built: &Built,
    allow_dirty: bool,
    session: &mut Session,
    lang: Lang,
) -> anyhow::Result<Result<Origin, Outcome>> {
    if allow_dirty {
        return Ok(Ok(Origin::folder(session)?));
    }
    #[cfg(feature = "git")]
    {
        use crate::tree::git::Repository;
        if Repository::around(&session.global.site)?.is_some() {
            let name = built.manifest.revision.as_deref().unwrap_or("HEAD");
            return Origin::of(&RevisionArgs::at(name), session);
        }
    }
    let _ = built;
    Ok(Err(refusals::no_repository(session, lang)?))
}

#[cfg(feature = "git")]
fn order(there: Option<&str>, here: Option<&str>, session: &Session) -> anyhow::Result<Order> {
    use crate::tree::git::Repository;
    let (Some(there), Some(here)) = (there, here) else { return Ok(Order::Unknown) };
    let Some(repository) = Repository::around(&session.global.site)? else {
        return Ok(Order::Unknown);
    };
    Ok(match (repository.resolve(there)?, repository.resolve(here)?) {
        (Ok(there), Ok(here)) if repository.leads_to(&there, &here)? => Order::Later,
        (Ok(_), Ok(_)) => Order::Otherwise,
        _ => Order::Missing,
    })
}

#[cfg(not(feature = "git"))]
fn order(_: Option<&str>, _: Option<&str>, _: &Session) -> anyhow::Result<Order> {
    Ok(Order::Unknown)
}

/// What readers have seen, as the rule on addresses that vanished reads it.
fn published(before: &Before) -> Published {
    let text = String::from_utf8_lossy(before.bytes).into_owned();
    let source = Source::new(before.name.clone(), text);
    Published { manifest: before.manifest.clone(), source }
}

/// Whether the build is to come after what readers have seen, so that no address of it may vanish.
/// One of an earlier day, or of a commit before, lacks what came later; going back to it is refused,
/// or done for a reason that was given.
fn is_followed(before: &Before, built: &Built, order: Order) -> bool {
    let is_later = matches!(order, Order::Unknown | Order::Later);
    is_later && before.manifest.as_of <= built.manifest.as_of
}

fn errors(
    open: Diagnostics,
    by: Road,
    session: &mut Session,
    lang: Lang,
) -> anyhow::Result<Outcome> {
    let has_vanished = open.iter().any(|fault| fault.code == Code::VanishedUrl);
    let manner =
        Manner { format: Format::Human, lang, colour: session.colour(), warnings: Warnings::None };
    let (errors, _) = report::show(session.err, open, manner)?;
    let s = report::plural(errors);
    let message = match by {
        Road::To(_) => {
            say!("有{errors}处错误；没有发布", "{errors} error{s}; nothing was published")
        }
        Road::Package => {
            say!("有{errors}处错误；没有打包", "{errors} error{s}; nothing was packed")
        }
    };
    writeln!(session.err, "{}", message.in_lang(lang))?;
    if let (true, Road::To(target)) = (has_vanished, by) {
        let target = &target.name;
        let message = say!(
            "页面要马上撤下的：在原记录里写“撤回”再发布，或先用 liangshai rollback {target} 退回没有它的一版",
            "to take a page down at once: write `withdrawn` in its record and publish, or `liangshai rollback {target}` to a release without it"
        );
        writeln!(session.err, "{}", message.in_lang(lang))?;
    }
    Ok(Outcome::Content)
}

/// The paths whose files are not the same in two lists.
fn different(built: &[FileDigest], again: &[FileDigest]) -> Vec<String> {
    let mut left: BTreeMap<&str, &FileDigest> =
        again.iter().map(|file| (file.path.as_str(), file)).collect();
    let mut different: Vec<String> = Vec::new();
    for file in built {
        if left.remove(file.path.as_str()) != Some(file) {
            different.push(file.path.clone());
        }
    }
    different.extend(left.into_keys().map(str::to_owned));
    different.sort();
    different
}
