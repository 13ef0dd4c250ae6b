//! `build`: the site into a folder.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use clap::Args;

use super::report::{self, Format};
use super::{Outcome, Session, load};
use crate::diagnostic::Diagnostics;
use crate::render::{Failure, Renderer};
use crate::say;
use crate::site::{Addressing, lay_out};
use crate::write::{Refusal, Target, write};

/// Options of `build`.
#[derive(Debug, Args)]
pub struct BuildArgs {
    /// Where to: an empty folder or an earlier build (public/ in the site unless given)
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Show drafts too; the result must not be published
    #[arg(long)]
    drafts: bool,
    /// The site's address instead of that in site.toml
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Links that work from a folder, without a server
    #[arg(long)]
    offline: bool,
}

/// Runs it.
pub fn run(args: &BuildArgs, session: &mut Session) -> anyhow::Result<Outcome> {
    #[expect(clippy::disallowed_methods, reason = "how long it took is said on the terminal only")]
    let started = Instant::now();
    let Some(mut loaded) = load::read(session)? else { return Ok(Outcome::Call) };
    let lang = session.lang_of(loaded.settings.language);
    let out = args.out.clone().unwrap_or_else(|| session.global.site.join("public"));
    let facts = loaded.facts(session, args.drafts);
    let base_url = args.base_url.clone().or(loaded.settings.base_url.clone()).map(|mut url| {
        if !url.ends_with('/') {
            url.push('/');
        }
        url
    });
    let addressing = Addressing { base_url, offline: args.offline };
    let mut found = std::mem::take(&mut loaded.found);
    let site = lay_out(Arc::new(facts), addressing, loaded.theme.assets(), &mut found);
    let quiet = session.global.quiet;
    let colour = session.colour();
    if found.any_error() {
        let (errors, warnings) =
            report::show(session.err, found, Format::Human, lang, colour, quiet)?;
        let message = say!(
            "{errors}处错误、{warnings}处提醒；没有生成，原来的网站未动",
            "{errors} errors, {warnings} warnings; nothing was built, the old site stands"
        );
        writeln!(session.err, "{}", message.in_lang(lang))?;
        return Ok(Outcome::Content);
    }
    let target = match Target::open(&out)? {
        Ok(target) => target,
        Err(refusal) => return refuse(refusal, &out, session, lang),
    };
    let renderer = Renderer::new(&site, &loaded.theme, &loaded.words);
    let manifest = match write(&target, &site, &renderer, &loaded.tree) {
        Ok(manifest) => manifest,
        Err(Failure::Template(fault)) => {
            let mut faults = Diagnostics::new();
            faults.push(*fault);
            report::show(session.err, faults, Format::Human, lang, colour, quiet)?;
            return Ok(Outcome::Content);
        }
        Err(Failure::Machine(error)) => return Err(error),
    };
    let (_, warnings) = report::show(session.err, found, Format::Human, lang, colour, quiet)?;
    if !quiet {
        let pages = site.pages.values().filter(|page| page.is_read()).count();
        let (files, folder) = (manifest.files.len() + 1, out.display());
        let (day, seconds) = (&manifest.as_of, started.elapsed().as_secs_f64());
        let message = say!(
            "已生成 {pages} 个页面、共 {files} 个文件到 {folder}，截至 {day}，{warnings} 处提醒，用时 {seconds:.2} 秒",
            "built {pages} pages, {files} files in all, into {folder}, as of {day}; {warnings} warnings; {seconds:.2} s"
        );
        writeln!(session.out, "{}", message.in_lang(lang))?;
    }
    Ok(Outcome::Done)
}

fn refuse(
    refusal: Refusal,
    out: &std::path::Path,
    session: &mut Session,
    lang: crate::diagnostic::Lang,
) -> anyhow::Result<Outcome> {
    let folder = out.display();
    match refusal {
        Refusal::NotABuild { example } => session.refuse(
            lang,
            &say!(
                "“{folder}”里有不是本程序生成的文件（如 {example}），不能写入",
                "`{folder}` holds files no build put there, such as {example}"
            ),
            Some(&say!(
                "换一个空文件夹，或先移走这些文件",
                "choose an empty folder, or move them away"
            )),
        ),
        Refusal::NotAFolder => session.refuse(
            lang,
            &say!("“{folder}”是文件，不是文件夹", "`{folder}` is a file, not a folder"),
            Some(&say!("换一个文件夹", "choose a folder")),
        ),
    }
}
