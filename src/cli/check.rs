//! `check`: every fault of the content, and of the site as it would be built.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::call::Told;
use super::explain::explain;
use super::fix::fix;
use super::look::{Asked, BaseName, Looked, look};
use super::origin::RevisionArgs;
use super::report::{self, Format, Manner, Warnings};
use super::{Outcome, Session, load};
use crate::check::{self, Owners, Published, Settled};
use crate::diagnostic::{Code, Report, Source, Text};
use crate::facts::freshness;
use crate::model::choice::nearest;
use crate::say;
use crate::site::Addressing;

/// Options of `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// How faults are shown
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
    /// Fail on warnings too
    #[arg(long, value_enum)]
    deny: Option<Deny>,
    /// Mend what needs no judgement, in the files
    #[arg(long)]
    #[cfg_attr(feature = "git", arg(conflicts_with = "rev"))]
    fix: bool,
    /// With `--fix`: print what it would change, and change nothing
    #[arg(long, requires = "fix")]
    dry_run: bool,
    /// The MANIFEST.json of the last publication, whose addresses must still lead somewhere
    #[arg(long, value_name = "FILE")]
    published: Option<PathBuf>,
    /// Leave signatures aside, as before a commit: what is in it is signed afterwards
    #[arg(long)]
    unsigned: bool,
    /// Print what a code means, with an example that fails and one that passes
    #[arg(long, value_name = "LS####", value_parser = parse_code)]
    explain: Option<Code>,
    /// What readers have seen, as a branch, tag or commit: nothing promised there may be written over
    #[cfg(feature = "git")]
    #[arg(long, value_name = "REV")]
    base: Option<String>,
    /// Compare with what the base and this have in common, not with what came to the base since
    #[cfg(feature = "git")]
    #[arg(long, requires = "base")]
    merge_base: bool,
    #[command(flatten)]
    revision: RevisionArgs,
}

impl CheckArgs {
    /// The revision that readers have seen, where one is named.
    fn base(&self) -> Option<BaseName<'_>> {
        #[cfg(feature = "git")]
        return self.base.as_deref().map(|name| BaseName { name, merge_base: self.merge_base });
        #[cfg(not(feature = "git"))]
        None
    }
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
    let Some(loaded) = load::read_at(&args.revision, session)? else {
        return Ok(Outcome::Call);
    };
    let lang = session.lang_of(loaded.settings.language);
    let published = match args.published.as_deref().map(read_published).transpose() {
        Ok(published) => published,
        Err(message) => return session.refuse(lang, &message, None),
    };
    if let Some(published) = &published
        && published.manifest.edition != session.edition().name()
    {
        let edition = &published.manifest.edition;
        return session.refuse(
            lang,
            &say!(
                "--published 给的是 {edition} 版的清单，与检查的不是同一版",
                "--published lists an edition ({edition}) that is not the one checked"
            ),
            Some(&say!("用 --edition {edition} 检查", "check with --edition {edition}")),
        );
    }
    let addressing = Addressing::new(loaded.settings.base_url.as_deref(), false);
    let (published, base) = (published.as_ref(), args.base());
    let asked = Asked { addressing, signatures: !args.unsigned, published, base };
    let Looked { site, model, found, can_be_built, renderer, tree, .. } =
        match look(loaded, asked, session)? {
            Ok(looked) => looked,
            Err(outcome) => return Ok(outcome),
        };
    let owners = Owners::of(&model, &site);
    let Settled { open: found, waived } = check::settle(found, &model, &owners);
    // What is denied is shown, however little else is.
    let hushed = session.global.quiet && args.deny.is_none();
    let warnings = if hushed { Warnings::None } else { Warnings::All };
    let manner = Manner { format: args.format, lang, colour: session.colour(), warnings };
    let mut found = found.sorted();
    if args.fix {
        let folder = session.global.site.clone();
        found = fix(found, &folder, args.dry_run, session.err, lang)?;
    }
    let above = above(session)?;
    let report = Report { found: &found, waived: &waived, above: &above };
    let (errors, warnings) = report::show_report(session.out, report, manner)?;
    if args.format == Format::Human && !hushed {
        report::sum_up(session.out, &found, &owners, lang)?;
        report::list_hosts(session.out, &check::outside_hosts(&model), lang)?;
        report::columns(session.out, &freshness::columns(&site.facts), site.facts.day(), lang)?;
    }
    if args.format == Format::Human && !session.global.quiet {
        let message = report::counted(errors, warnings);
        writeln!(session.out, "{}", message.in_lang(lang))?;
        if !can_be_built {
            let message = say!(
                "内容有错误，网页还没有检查；改正后再检查一次",
                "the content has errors, so no page was looked at; mend them and check again"
            );
            writeln!(session.out, "{}", message.in_lang(lang))?;
        }
    }
    let failed = errors > 0 || (args.deny == Some(Deny::Warnings) && warnings > 0);
    // As after a build, the process ends here and its memory with it.
    std::mem::forget((renderer, site, model, tree));
    Ok(if failed { Outcome::Content } else { Outcome::Done })
}

/// What lies above the site in its repository.
fn above(session: &Session) -> anyhow::Result<String> {
    #[cfg(feature = "git")]
    {
        let repository = crate::tree::git::Repository::around(&session.global.site)?;
        Ok(repository.map(|repository| repository.prefix().to_owned()).unwrap_or_default())
    }
    #[cfg(not(feature = "git"))]
    {
        let _ = session;
        Ok(String::new())
    }
}

/// Reads the list of a publication.
fn read_published(path: &Path) -> Result<Published, Text> {
    let shown = path.display();
    let text = std::fs::read_to_string(path)
        .map_err(|fault| say!("读不了 {shown}：{fault}", "cannot read {shown}: {fault}"))?;
    let manifest = serde_json::from_str(&text).map_err(|fault| {
        let line = fault.line();
        say!(
            "{shown} 不是生成网站时写出的 MANIFEST.json：第{line}行不是那种格式",
            "{shown} is no MANIFEST.json as a build writes it: line {line} is of another form"
        )
    })?;
    Ok(Published { manifest, source: Source::new(shown.to_string(), text) })
}
