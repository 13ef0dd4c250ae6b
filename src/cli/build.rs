//! `build`: the site into a folder.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Args;

use super::origin::{Origin, RevisionArgs};
use super::report::{self, Format, Manner, Warnings};
use super::{Outcome, Session, clock, load};
use crate::check;
use crate::diagnostic::{Diagnostics, Lang, Text};
use crate::disclose::{Edition, Unpublished};
use crate::model::{Day, settings};
use crate::render::{Failure, Key, Renderer};
use crate::say;
use crate::signing::{KeyFault, PublicKey, SigningKey};
use crate::site::{Addressing, SIGNATURE, lay_out};
use crate::write::cache::{Build, Cache, Report, Shelf, inputs};
use crate::write::{Changes, Files, Gone, Refusal, Signature, Target, write};

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
    /// Sign the manifest with a private key (the one LIANGSHAI_SIGNING_KEY names, unless given)
    #[arg(long, value_name = "FILE")]
    sign: Option<PathBuf>,
    #[command(flatten)]
    revision: RevisionArgs,
}

/// Names the file of the private key where no option does.
const SIGNING_KEY: &str = "LIANGSHAI_SIGNING_KEY";

/// Runs it.
pub fn run(args: &BuildArgs, session: &mut Session) -> anyhow::Result<Outcome> {
    #[expect(clippy::disallowed_methods, reason = "how long it took is said on the terminal only")]
    let started = Instant::now();
    let site = session.global.site.clone();
    let public = if site == Path::new(".") { "public".into() } else { site.join("public") };
    let out = args.out.clone().unwrap_or(public);
    let origin = match Origin::of(&args.revision, session)? {
        Ok(origin) => origin,
        Err(outcome) => return Ok(outcome),
    };
    let named = || std::env::var_os(SIGNING_KEY).filter(|name| !name.is_empty());
    let key = match args.sign.clone().or_else(|| named().map(PathBuf::from)) {
        None => None,
        Some(file) => match SigningKey::read(&file)? {
            Ok(key) => Some(key),
            Err(fault) => return refuse_key(fault, &file, session),
        },
    };
    let signed_by = key.as_ref().map(|key| key.public());
    let shelf = Shelf::of(&site, &out);
    let of_the_site = is_inside(&out, &site)?;
    // Where nothing will be built nothing is left behind.
    let is_folder = origin.revision.is_none();
    let will_build = site.join("site.toml").is_file() && !of_the_site && is_folder;
    let now = if will_build { shelf.now() } else { None };
    let last = shelf.take();
    let call = call(args, origin.commit()?, signed_by, session);
    if let (Some(build), Some(now)) = (&last.build, now)
        && build.call == call
        && inputs(&origin.tree, &build.folders, now)? == Some(build.inputs)
        && let Ok(target) = Target::open(&out)?
        && target.untouched(&last.pages) == Some(build.manifest)
        && target.signature() == build.signature
    {
        let report = build.report.clone();
        let manner = manner(report.lang, session);
        let changes = Changes::default();
        tell(report, changes, &out, manner, started.elapsed(), session)?;
        tell_signature(Signature::Stands, signed_by, manner.lang, session)?;
        return Ok(Outcome::Done);
    }
    let revision = origin.revision.as_ref().map(|(_, commit)| commit.clone());
    let Some(mut loaded) = load::read_from(origin, session)? else { return Ok(Outcome::Call) };
    let read = started.elapsed();
    let lang = session.lang_of(loaded.settings.language);
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
    // A site of long ago knows only the keys of its time.
    let keys = &loaded.settings.signing.public_keys;
    if let Some(key) = signed_by
        && revision.is_none()
        && !keys.is_empty()
        && !keys.contains(&key)
    {
        return session.refuse(
            lang,
            &say!(
                "这把私钥的公钥不在 site.toml 的 [signing] 里，签了也没有人认",
                "no key of [signing] in site.toml is that of this private key; nobody would accept it"
            ),
            Some(&say!("换一把私钥，或在 public_keys 里加上 \"{key}\"", "sign with another, or add \"{key}\" to `public_keys`")),
        );
    }
    let unpublished = if args.drafts { Unpublished::Drafts } else { Unpublished::Hidden };
    let facts = loaded.facts(session, unpublished);
    let base_url = args.base_url.as_ref().or(loaded.settings.base_url.as_ref());
    let addressing = Addressing::new(base_url.map(String::as_str), args.offline);
    let mut found = std::mem::take(&mut loaded.found);
    let laid_out = lay_out(Arc::new(facts), addressing, loaded.theme.assets(), &mut found);
    let manner = manner(lang, session);
    if found.any_error() {
        let (errors, warnings) = report::show(session.err, found, manner)?;
        let Text { zh, en } = report::counted(errors, warnings);
        let message =
            say!("{zh}；没有生成，原来的网站未动", "{en}; nothing was built, the old site stands");
        writeln!(session.err, "{}", message.in_lang(lang))?;
        return Ok(Outcome::Content);
    }
    let found = check::left(found, &loaded.model);
    if of_the_site {
        return refuse(&Refusal::OfTheSite, &out, session, lang);
    }
    let target = match Target::open(&out)? {
        Ok(target) => target,
        Err(refusal) => return refuse(&refusal, &out, session, lang),
    };
    let computed = started.elapsed();
    let renderer = Renderer::new(Arc::new(laid_out), loaded.theme);
    let written = match write(
        &target,
        &renderer,
        Files { tree: &loaded.tree, now, revision: revision.as_deref() },
        &last.pages,
        key.as_ref(),
    ) {
        Ok(written) => written,
        Err(Failure::Template(fault)) => {
            let mut faults = Diagnostics::new();
            faults.push(*fault);
            report::show(session.err, faults, manner)?;
            return Ok(Outcome::Content);
        }
        Err(Failure::Machine(error)) => return Err(error),
    };
    let report = Report {
        lang,
        pages: renderer.site().pages.values().filter(|page| page.is_read()).count(),
        files: written.manifest.files.len(),
        as_of: written.manifest.as_of,
        manifest_sha256: written.manifest_sha256,
        found,
    };
    let folders = loaded.tree.asked();
    let build = now.zip(target.manifest()).and_then(|(now, manifest)| {
        // More warnings than anybody reads are found again rather than kept.
        let inputs = inputs(&loaded.tree, &folders, now).ok()??;
        let report = (report.found.len() <= WARNINGS_KEPT).then(|| report.clone())?;
        let signature = target.signature();
        Some(Build { call, folders, inputs, manifest, signature, report })
    });
    shelf.put(&Cache { build, pages: written.pages });
    tell(report, written.changes, &out, manner, started.elapsed(), session)?;
    tell_signature(written.signature, signed_by, lang, session)?;
    if session.global.verbose {
        let wrote = (started.elapsed() - computed).as_secs_f64();
        let computed = (computed - read).as_secs_f64();
        let read = read.as_secs_f64();
        let message = say!(
            "其中读取 {read:.2} 秒，推算 {computed:.2} 秒，写出 {wrote:.2} 秒",
            "of it {read:.2} s to read, {computed:.2} s to compute, {wrote:.2} s to write"
        );
        writeln!(session.out, "{}", message.in_lang(lang))?;
    }
    // The process ends here and its memory with it; to give back a province's records one by one
    // would keep the caller waiting for nothing.
    std::mem::forget((renderer, loaded.model, loaded.tree));
    Ok(Outcome::Done)
}

/// How many warnings are kept for a build that finds nothing changed.
const WARNINGS_KEPT: usize = 200;

/// The key of all that a build is asked for beside its content.
fn call(
    args: &BuildArgs,
    commit: Option<String>,
    signed_by: Option<PublicKey>,
    session: &Session,
) -> Key {
    let day = |day: Day| day.to_string();
    Key::of(&(
        (session.edition().name(), commit, args.revision.name()),
        (args.drafts, args.offline, &args.base_url, signed_by.map(|key| key.to_string())),
        session.global.as_of.map(day),
        // Of a site that names no day.
        day(clock::today()),
        session.global.lang.map(|_| session.lang()),
    ))
}

fn manner(lang: Lang, session: &Session) -> Manner {
    let warnings = match (session.global.quiet, session.global.verbose) {
        (true, _) => Warnings::None,
        (false, true) => Warnings::All,
        (false, false) => Warnings::Few,
    };
    Manner { format: Format::Human, lang, colour: session.colour(), warnings }
}

/// Says what was built, or that nothing had to be.
fn tell(
    report: Report,
    changes: Changes,
    out: &Path,
    manner: Manner,
    took: Duration,
    session: &mut Session,
) -> anyhow::Result<()> {
    let Report { pages, files, as_of: day, manifest_sha256, found, .. } = report;
    let (_, warnings) = report::show(session.err, found, manner)?;
    if session.global.quiet {
        return Ok(());
    }
    let (folder, seconds) = (out.display(), took.as_secs_f64());
    let s = report::plural(warnings);
    let (edition_zh, edition_en) = match session.edition() {
        Edition::Public => (" ", ""),
        Edition::Internal => {
            ("系统内版（不得对外发布） ", "the internal edition, not for the public: ")
        }
    };
    let message = if changes == Changes::default() {
        say!(
            "没有变化：{folder} 里仍是{edition_zh}{pages} 个页面、共 {files} 个文件，截至 {day}，{warnings} 处提醒，用时 {seconds:.2} 秒",
            "nothing changed: {folder} holds {edition_en}{pages} pages, {files} files in all, as of {day}; {warnings} warning{s}; {seconds:.2} s"
        )
    } else {
        say!(
            "已生成{edition_zh}{pages} 个页面、共 {files} 个文件到 {folder}，截至 {day}，{warnings} 处提醒，用时 {seconds:.2} 秒",
            "built {edition_en}{pages} pages, {files} files in all, into {folder}, as of {day}; {warnings} warning{s}; {seconds:.2} s"
        )
    };
    writeln!(session.out, "{}", message.in_lang(manner.lang))?;
    // By this one number everything that was built can be proved; the same line in each language.
    writeln!(session.out, "MANIFEST sha256 {manifest_sha256}")?;
    Ok(())
}

/// Says by whom the manifest is signed, or that a signature went.
fn tell_signature(
    signature: Signature,
    signed_by: Option<PublicKey>,
    lang: Lang,
    session: &mut Session,
) -> anyhow::Result<()> {
    if session.global.quiet {
        return Ok(());
    }
    if let Some(key) = signed_by {
        writeln!(session.out, "{SIGNATURE} ed25519 {key}")?;
    } else if let Signature::Gone(why) = signature {
        let Text { zh, en } = match why {
            Gone::Content => say!("内容在签名以后变了", "the content changed since it was signed"),
            Gone::Keys => say!(
                "原来的签名不是 site.toml 现在所列公钥的",
                "the signature is by none of the keys that site.toml names now"
            ),
            Gone::NoKeys => say!(
                "site.toml 里没有公钥，不知道原来的签名是谁的",
                "site.toml names no keys, so nobody knows whose the signature is"
            ),
        };
        let message = say!(
            "这次生成的没有签名：{zh}，已删去 {SIGNATURE}；要签名，用 liangshai build --sign 私钥文件 再生成一次",
            "this build is not signed: {en}, and {SIGNATURE} was removed; to sign it, run `liangshai build --sign FILE`"
        );
        writeln!(session.out, "{}", message.in_lang(lang))?;
    }
    Ok(())
}

/// Says why a file is no key to sign with.
fn refuse_key(fault: KeyFault, file: &Path, session: &mut Session) -> anyhow::Result<Outcome> {
    let lang = load::lang(session)?;
    let shown = file.display();
    let make =
        say!("用 liangshai publish keygen 造一把", "make one with `liangshai publish keygen`");
    let (message, help) = match fault {
        KeyFault::Missing => {
            (say!("没有私钥文件“{shown}”", "there is no private key `{shown}`"), make)
        }
        KeyFault::NotAFile => (say!("“{shown}”不是文件", "`{shown}` is no file"), make),
        KeyFault::Open { mode } => (
            say!(
                "别人也能读私钥“{shown}”（权限 {mode:o}）",
                "others can read the private key `{shown}` (mode {mode:o})"
            ),
            say!("运行 chmod 600 {shown}", "run `chmod 600 {shown}`"),
        ),
        KeyFault::Locked => (
            say!("私钥“{shown}”用口令锁着", "the private key `{shown}` is locked with a password"),
            say!(
                "用 openssl pkey -in {shown} -out 新文件 解锁，或另造一把",
                "unlock it with `openssl pkey -in {shown} -out FILE`, or make another"
            ),
        ),
        KeyFault::NotAKey => (
            say!(
                "“{shown}”不是 ed25519 私钥（PKCS#8 PEM）",
                "`{shown}` is no ed25519 private key in PKCS#8 PEM"
            ),
            make,
        ),
    };
    session.refuse(lang, &message, Some(&help))
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

/// Why a folder is not written to, and what to do.
pub(super) fn told(refusal: &Refusal, folder: &Path) -> (Text, Text) {
    let folder = folder.display();
    match refusal {
        Refusal::NotABuild { example } => (
            say!(
                "“{folder}”里有不是本程序生成的文件（如 {example}），不能写入",
                "`{folder}` holds files no build put there, such as {example}"
            ),
            say!("换一个空文件夹，或先移走这些文件", "choose an empty folder, or move them away"),
        ),
        Refusal::OfTheSite => (
            say!(
                "“{folder}”是站点自己的内容，不能写入",
                "`{folder}` is the site's own, not a place to build into"
            ),
            say!("换一个文件夹，例如 public", "choose another folder, as public"),
        ),
        Refusal::NotAFolder => (
            say!("“{folder}”是文件，不是文件夹", "`{folder}` is a file, not a folder"),
            say!("换一个文件夹", "choose a folder"),
        ),
    }
}

fn refuse(
    refusal: &Refusal,
    out: &Path,
    session: &mut Session,
    lang: Lang,
) -> anyhow::Result<Outcome> {
    let (message, help) = told(refusal, out);
    session.refuse(lang, &message, Some(&help))
}
