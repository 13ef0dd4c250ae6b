//! `pack`: a finished build as one file, to be carried into a network with no way in (摆渡).

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;

use super::publish::target;
use super::unfit;
use super::{Outcome, Session, package};
use crate::diagnostic::{Diagnostics, Lang, Text};
use crate::publish::package::{Plan, Receipt, Refusal, Since, plan};
use crate::say;
use crate::site::MANIFEST;
use crate::tree::Disk;

/// Options of `pack`.
#[derive(Debug, Args)]
pub struct PackArgs {
    /// The build to pack (public/ in the site unless given)
    #[arg(long, value_name = "DIR")]
    from: Option<PathBuf>,
    /// Pack only what changed since an earlier build: its MANIFEST.json, or a target or TARGET/RELEASE
    #[arg(long, value_name = "EARLIER")]
    since: Option<String>,
    /// The package's file (in the site's folder, named after what it holds, unless given)
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Write the receipt here too, as a page to print and sign
    #[arg(long, value_name = "FILE")]
    receipt: Option<PathBuf>,
}

/// Runs it.
pub fn run(args: &PackArgs, session: &mut Session) -> anyhow::Result<Outcome> {
    let lang = session.lang_before_the_site();
    let endings = match package::endings(lang, session)? {
        Ok(endings) => endings,
        Err(outcome) => return Ok(outcome),
    };
    let site = &session.global.site;
    let in_site = |name: &str| if site == Path::new(".") { name.into() } else { site.join(name) };
    let from = args.from.clone().unwrap_or_else(|| in_site("public"));
    let since = match &args.since {
        Some(earlier) => match since(earlier, lang, session)? {
            Ok(since) => Some(since),
            Err(outcome) => return Ok(outcome),
        },
        None => None,
    };
    let plan = match plan(&from, since.as_ref(), endings)? {
        Ok(plan) => plan,
        Err(refusal) => return refuse(refusal, &from, lang, session),
    };
    if let Some(outcome) = package::other_edition(&plan.package.edition, lang, session)? {
        return Ok(outcome);
    }
    let out = args.out.clone().unwrap_or_else(|| in_site(&plan.name()));
    for file in [Some(&out), args.receipt.as_ref()].into_iter().flatten() {
        if is_below(file, &from) {
            let (file, from) = (file.display(), from.display());
            return session.refuse(
                lang,
                &say!(
                    "{file} 在要打包的“{from}”里面",
                    "{file} is inside `{from}`, which is packed"
                ),
                Some(&say!("换一个地方", "choose another place")),
            );
        }
    }
    if args.receipt.as_ref() == Some(&out) {
        return session.refuse(
            lang,
            &say!("--receipt 与包是同一个文件", "--receipt names the package's own file"),
            Some(&say!("换一个文件名", "choose another name")),
        );
    }
    write(&plan, &out, &from, args.receipt.as_deref(), lang, session)
}

fn write(
    plan: &Plan,
    out: &Path,
    from: &Path,
    receipt_file: Option<&Path>,
    lang: Lang,
    session: &mut Session,
) -> anyhow::Result<Outcome> {
    let proof = match plan.write(out)? {
        Ok(proof) => proof,
        Err(refusal) => return refuse(refusal, from, lang, session),
    };
    let name = out.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let receipt = Receipt { name: &name, proof: &proof };
    if let Some(file) = receipt_file {
        fs::write(file, receipt.html(lang)?)
            .with_context(|| format!("cannot write {}", file.display()))?;
    }
    if !session.global.quiet {
        let out = out.display();
        let message = say!("已打包：{out}", "packed: {out}");
        writeln!(session.out, "{}", message.in_lang(lang))?;
        write!(session.out, "{}", receipt.text(lang))?;
    }
    Ok(Outcome::Done)
}

/// Whether a file would lie in a folder.
fn is_below(file: &Path, folder: &Path) -> bool {
    let parent = match file.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let real = |path: &Path| path.canonicalize().ok();
    real(parent).zip(real(folder)).is_some_and(|(parent, folder)| parent.starts_with(folder))
}

/// The build that a file lists, or that a target serves or keeps; `Err` after saying why not.
fn since(
    earlier: &str,
    lang: Lang,
    session: &mut Session,
) -> anyhow::Result<Result<Since, Outcome>> {
    let site = session.global.site.clone();
    let (name, release) = earlier.split_once('/').unwrap_or((earlier, ""));
    let settings = crate::read_settings_of(&Disk::new(&site), &mut Diagnostics::new())?;
    let known = settings.filter(|settings| settings.targets.iter().any(|t| t.name == name));
    let (false, Some(settings)) = (Path::new(earlier).exists(), known) else {
        return match read_since(Path::new(earlier)) {
            Ok(since) => Ok(Ok(since)),
            Err(message) => Ok(Err(session.refuse(lang, &message, None)?)),
        };
    };
    let chosen = match target::choose(name, &settings, session, lang)? {
        Ok(chosen) => chosen,
        Err(outcome) => return Ok(Err(outcome)),
    };
    let bytes = match release {
        "" => chosen.server.standing()?.served.map(|served| served.bytes),
        release => chosen.server.manifest(release)?,
    };
    match bytes.as_deref().and_then(Since::of) {
        Some(since) => Ok(Ok(since)),
        None => {
            let message = say!("“{earlier}”没有发布过", "nothing is kept as `{earlier}`");
            let help = say!(
                "liangshai releases {name} 列出发布过的各版",
                "`liangshai releases {name}` lists what was published"
            );
            Ok(Err(session.refuse(lang, &message, Some(&help))?))
        }
    }
}

fn read_since(file: &Path) -> Result<Since, Text> {
    let shown = file.display();
    let bytes = fs::read(file)
        .map_err(|fault| say!("读不了 {shown}：{fault}", "cannot read {shown}: {fault}"))?;
    Since::of(&bytes).ok_or_else(|| {
        say!(
            "{shown} 不是生成网站时写出的 {MANIFEST}",
            "{shown} is no {MANIFEST} as a build writes it"
        )
    })
}

fn refuse(
    refusal: Refusal,
    from: &Path,
    lang: Lang,
    session: &mut Session,
) -> anyhow::Result<Outcome> {
    let shown = from.display();
    let (message, help) = match refusal {
        Refusal::Unfit(unfit) => return unfit::refuse(&unfit, from, session, lang),
        Refusal::OtherEdition(edition) => {
            return session.refuse(
                lang,
                &say!(
                    "--since 给的是 {edition} 版的清单，与要打包的不是同一版",
                    "--since lists another edition ({edition}) than the one to pack"
                ),
                Some(&say!("写同一版的清单", "name a manifest of the same edition")),
            );
        }
        Refusal::Same => {
            let message = say!(
                "没有变化：“{shown}”就是 --since 给的那一版，没有打包",
                "nothing changed: `{shown}` is the build --since names; no package was made"
            );
            if !session.global.quiet {
                writeln!(session.out, "{}", message.in_lang(lang))?;
            }
            return Ok(Outcome::Done);
        }
        Refusal::Names(all) => {
            let lines = all.iter().map(|(path, fault)| package::name(path, *fault));
            let Text { zh, en } = unfit::listed(lines);
            (
                say!("有的文件名不能摆渡：{zh}", "some names cannot be carried:{en}"),
                say!(
                    "在内容里改文件名，再生成一次",
                    "rename the files in the content and build again"
                ),
            )
        }
        Refusal::Clashes(all) => {
            let lines = all.iter().map(|(one, other)| package::clash(one, other));
            let Text { zh, en } = unfit::listed(lines);
            (
                say!("有的文件名只有大小写不同：{zh}", "some names differ by case alone:{en}"),
                say!(
                    "在内容里改其中一个，再生成一次",
                    "rename one of them in the content and build again"
                ),
            )
        }
        Refusal::Endings(paths) => package::of_endings(&paths),
        Refusal::TooLarge => (
            say!(
                "打成的包会超过4 GiB，光盘和U盘的文件系统放不下",
                "the package would be larger than 4 GiB, which no disc or stick holds as one file"
            ),
            say!(
                "用 --since 只打包变化，或把大的附件移到别处",
                "pack only what changed, by --since, or keep large files elsewhere"
            ),
        ),
        Refusal::Unsound(fault) => {
            let (Text { zh, en }, _) = package::told(&fault);
            (
                say!(
                    "写出的包没有通过核对：{zh}",
                    "what was written does not pass the proof: {en}"
                ),
                say!("检查磁盘，再打包一次", "check the disk and pack again"),
            )
        }
    };
    session.fail(lang, &message, &help)
}
