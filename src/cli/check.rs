//! `check`: every fault of the content, and of the site as it would be built.

use std::sync::Arc;

use clap::{Args, ValueEnum};

use super::call::Told;
use super::explain::explain;
use super::report::{self, Format, Manner, Warnings};
use super::{Outcome, Session, load};
use crate::check::{self, Settled, Subject};
use crate::diagnostic::{Code, Diagnostics};
use crate::disclose::Unpublished;
use crate::model::choice::nearest;
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
    /// Print what a code means, with an example that fails and one that passes
    #[arg(long, value_name = "LS####", value_parser = parse_code)]
    explain: Option<Code>,
}

fn parse_code(word: &str) -> Result<Code, Told> {
    let names = || Code::ALL.iter().map(|code| code.name());
    Code::named(word).ok_or_else(|| match nearest(word, names()) {
        Some(near) => Told(say!("是不是“{near}”？", "did you mean `{near}`?")),
        None => Told(say!("写编号或名称，如 LS0206", "write a number or a name, as LS0206")),
    })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Deny {
    Warnings,
}

/// Runs it.
pub fn run(args: &CheckArgs, session: &mut Session) -> anyhow::Result<Outcome> {
    if let Some(code) = args.explain {
        let lang = load::lang(session)?;
        explain(code, lang, session)?;
        return Ok(Outcome::Done);
    }
    let Some(mut loaded) = load::read(session)? else { return Ok(Outcome::Call) };
    let lang = session.lang_of(loaded.settings.language);
    let mut found = std::mem::take(&mut loaded.found);
    if args.fix {
        found = fix(found, session, lang)?;
    }
    let addressing = Addressing::new(loaded.settings.base_url.as_deref(), false);
    let facts = Arc::new(loaded.facts(session, Unpublished::Hidden));
    let site = lay_out(facts, addressing, loaded.theme.assets(), &mut found);
    let words = &loaded.theme.words;
    check::drafts(&loaded.model, words, site.facts.day(), &mut found);
    // What a rule finds keeps no page from being looked at.
    let can_be_built = !found.any_error();
    check::content(&Subject { model: &loaded.model, site: &site, words }, &mut found);
    let site = Arc::new(site);
    if can_be_built {
        check::built(&Renderer::new(site.clone(), loaded.theme), &mut found)?;
    }
    let Settled { open: found, waived } = check::settle(found, &loaded.model, &site);
    // What is denied is shown, however little else is.
    let hushed = session.global.quiet && args.deny.is_none();
    let warnings = if hushed { Warnings::None } else { Warnings::All };
    let manner = Manner { format: args.format, lang, colour: session.colour(), warnings };
    let (errors, warnings) = report::show(session.out, found, manner)?;
    if !hushed {
        report::show_waived(session.out, &waived, manner)?;
    }
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
