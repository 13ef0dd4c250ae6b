//! `build`: the site into a folder.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use clap::Args;

use super::report::{self, Format, Manner, Warnings};
use super::{Outcome, Session, load};
use crate::diagnostic::{Diagnostics, Text};
use crate::disclose::{Edition, Unpublished};
use crate::model::settings;
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
    /// Show drafts too; each page says that it must not be published
    #[arg(long)]
    drafts: bool,
    /// The site's address instead of that in site.toml
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Make links name index.html, so that the site opens from a folder, without a server
    #[arg(long)]
    offline: bool,
}

/// Runs it.
pub fn run(args: &BuildArgs, session: &mut Session) -> anyhow::Result<Outcome> {
    #[expect(clippy::disallowed_methods, reason = "how long it took is said on the terminal only")]
    let started = Instant::now();
    let Some(mut loaded) = load::read(session)? else { return Ok(Outcome::Call) };
    let read = started.elapsed();
    let lang = session.lang_of(loaded.settings.language);
    let site = &session.global.site;
    let public = if site == Path::new(".") { "public".into() } else { site.join("public") };
    let out = args.out.clone().unwrap_or(public);
    if let Some(url) = args.base_url.as_ref().filter(|url| !settings::is_url(url)) {
        return session.refuse(
            lang,
            &say!("--base-url“{url}”不是完整网址", "--base-url `{url}` is no full address"),
            Some(&say!(
                "例如 https://www.example.gov.cn/ljsbp/",
                "as https://www.example.gov.cn/ljsbp/"
            )),
        );
    }
    let unpublished = if args.drafts { Unpublished::Drafts } else { Unpublished::Hidden };
    let facts = loaded.facts(session, unpublished);
    let base_url = args.base_url.clone().or(loaded.settings.base_url.clone()).map(|mut url| {
        if !url.ends_with('/') {
            url.push('/');
        }
        url
    });
    let addressing = Addressing { base_url, offline: args.offline };
    let mut found = std::mem::take(&mut loaded.found);
    let site = lay_out(Arc::new(facts), addressing, loaded.theme.assets(), &mut found);
    let laid_out = started.elapsed();
    let quiet = session.global.quiet;
    let warnings = match (quiet, session.global.verbose) {
        (true, _) => Warnings::None,
        (false, true) => Warnings::All,
        (false, false) => Warnings::Few,
    };
    let manner = Manner { format: Format::Human, lang, colour: session.colour(), warnings };
    if found.any_error() {
        let (errors, warnings) = report::show(session.err, found, manner)?;
        let Text { zh, en } = report::counted(errors, warnings);
        let message =
            say!("{zh}；没有生成，原来的网站未动", "{en}; nothing was built, the old site stands");
        writeln!(session.err, "{}", message.in_lang(lang))?;
        return Ok(Outcome::Content);
    }
    if is_inside(&out, &session.global.site)? {
        return refuse(Refusal::OfTheSite, &out, session, lang);
    }
    let target = match Target::open(&out)? {
        Ok(target) => target,
        Err(refusal) => return refuse(refusal, &out, session, lang),
    };
    let site = Arc::new(site);
    let renderer = Renderer::new(site.clone(), loaded.theme, loaded.words);
    let manifest = match write(&target, &renderer, &loaded.tree) {
        Ok(manifest) => manifest,
        Err(Failure::Template(fault)) => {
            let mut faults = Diagnostics::new();
            faults.push(*fault);
            report::show(session.err, faults, manner)?;
            return Ok(Outcome::Content);
        }
        Err(Failure::Machine(error)) => return Err(error),
    };
    let (_, warnings) = report::show(session.err, found, manner)?;
    if !quiet {
        let pages = site.pages.values().filter(|page| page.is_read()).count();
        let (files, folder) = (manifest.files.len() + 1, out.display());
        let (day, seconds) = (&manifest.as_of, started.elapsed().as_secs_f64());
        let s = report::plural(warnings);
        let (edition_zh, edition_en) = match session.edition() {
            Edition::Public => (" ", ""),
            Edition::Internal => {
                ("系统内版（不得对外发布） ", "the internal edition, not for the public: ")
            }
        };
        let message = say!(
            "已生成{edition_zh}{pages} 个页面、共 {files} 个文件到 {folder}，截至 {day}，{warnings} 处提醒，用时 {seconds:.2} 秒",
            "built {edition_en}{pages} pages, {files} files in all, into {folder}, as of {day}; {warnings} warning{s}; {seconds:.2} s"
        );
        writeln!(session.out, "{}", message.in_lang(lang))?;
        if session.global.verbose {
            let (read, laid_out) = (read.as_secs_f64(), laid_out.as_secs_f64());
            let (reckoned, wrote) = (laid_out - read, seconds - laid_out);
            let message = say!(
                "其中读取 {read:.2} 秒，推算 {reckoned:.2} 秒，写出 {wrote:.2} 秒",
                "of it {read:.2} s to read, {reckoned:.2} s to compute, {wrote:.2} s to write"
            );
            writeln!(session.out, "{}", message.in_lang(lang))?;
        }
    }
    Ok(Outcome::Done)
}

/// Whether a target is the site's folder itself, or in what is read as input.
fn is_inside(out: &Path, site: &Path) -> anyhow::Result<bool> {
    // What exists is compared as it really lies; the rest by its spelling.
    let real = |path: &Path| -> anyhow::Result<PathBuf> {
        let mut left = Vec::new();
        let mut at = std::path::absolute(path)?;
        while !at.exists() {
            let Some(name) = at.file_name().map(std::ffi::OsStr::to_owned) else { break };
            left.push(name);
            at.pop();
        }
        let mut real = at.canonicalize().unwrap_or(at);
        real.extend(left.into_iter().rev());
        Ok(real)
    };
    let (out, site) = (real(out)?, real(site)?);
    Ok(out == site || ["content", "themes"].iter().any(|folder| out.starts_with(site.join(folder))))
}

fn refuse(
    refusal: Refusal,
    out: &Path,
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
        Refusal::OfTheSite => session.refuse(
            lang,
            &say!(
                "“{folder}”是站点自己的内容，不能写入",
                "`{folder}` is the site's own, not a place to build into"
            ),
            Some(&say!("换一个文件夹，例如 public", "choose another folder, as public")),
        ),
        Refusal::NotAFolder => session.refuse(
            lang,
            &say!("“{folder}”是文件，不是文件夹", "`{folder}` is a file, not a folder"),
            Some(&say!("换一个文件夹", "choose a folder")),
        ),
    }
}
