//! `check`: every fault of the content, and of the site as it would be built.

use std::sync::Arc;

use clap::{Args, ValueEnum};

use super::report::{self, Format, Manner, Warnings};
use super::{Outcome, Session, load};
use crate::check;
use crate::diagnostic::{Code, Diagnostics};
use crate::disclose::Unpublished;
use crate::render::Renderer;
use crate::say;
use crate::site::{Addressing, lay_out};

/// Options of `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// How faults are shown: for people, or a line of JSON each
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
    /// Fail on warnings too
    #[arg(long, value_enum)]
    deny: Option<Deny>,
    /// Rewrite files in other encodings as UTF-8
    #[arg(long)]
    fix: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Deny {
    Warnings,
}

/// Runs it.
pub fn run(args: &CheckArgs, session: &mut Session) -> anyhow::Result<Outcome> {
    let Some(mut loaded) = load::read(session)? else { return Ok(Outcome::Call) };
    let lang = session.lang_of(loaded.settings.language);
    let mut found = std::mem::take(&mut loaded.found);
    if args.fix {
        found = fix(found, session, lang)?;
    }
    let addressing = Addressing::new(loaded.settings.base_url.as_deref(), false);
    let facts = Arc::new(loaded.facts(session, Unpublished::Hidden));
    let site = lay_out(facts, addressing, loaded.theme.assets(), &mut found);
    check::identity(&loaded.settings, &mut found);
    let day = site.facts.day();
    check::bulletin::own_words(&loaded.model, &loaded.theme.words, day, &mut found);
    check::bulletin::other_than_issued(site.facts.public(), &loaded.theme.words, day, &mut found);
    check::documents(&loaded.model, &mut found);
    if !found.any_error() {
        check::templates(&Renderer::new(Arc::new(site), loaded.theme), &mut found)?;
    }
    // What is denied is shown, however little else is.
    let hushed = session.global.quiet && args.deny.is_none();
    let warnings = if hushed { Warnings::None } else { Warnings::All };
    let manner = Manner { format: args.format, lang, colour: session.colour(), warnings };
    let (errors, warnings) = report::show(session.out, found, manner)?;
    if args.format == Format::Human && !session.global.quiet {
        let message = report::counted(errors, warnings);
        writeln!(session.out, "{}", message.in_lang(lang))?;
    }
    let failed = errors > 0 || (args.deny == Some(Deny::Warnings) && warnings > 0);
    Ok(if failed { Outcome::Content } else { Outcome::Done })
}

/// Rewrites what can be mended without judgement, and takes it off the list.
fn fix(
    found: Diagnostics,
    session: &mut Session,
    lang: crate::diagnostic::Lang,
) -> anyhow::Result<Diagnostics> {
    let mut left = Diagnostics::new();
    for fault in found {
        if fault.code != Code::OtherEncoding {
            left.push(fault);
            continue;
        }
        let path = fault.place.source.path.clone();
        let file = session.global.site.join(&*path);
        // A new file takes the old one's place in one step, so that a failure loses nothing.
        let waiting = file.with_extension("liangshai-fix");
        std::fs::write(&waiting, &fault.place.source.text)?;
        std::fs::rename(&waiting, &file)?;
        let message = say!("已改写为UTF-8：{path}", "rewritten as UTF-8: {path}");
        writeln!(session.err, "{}", message.in_lang(lang))?;
    }
    Ok(left)
}
