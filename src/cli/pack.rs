//! `pack`: a finished build as one file, to be carried into a network with no way in (摆渡).

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;

use super::publish::proof::{Before, Purpose, Road, prove};
use super::publish::{newer, refusals, target};
use super::{Outcome, Session, clock, failure, package, unfit};
use crate::diagnostic::{Diagnostics, Lang, Text};
use crate::model::choice::nearest;
use crate::publish::folder::Digests;
use crate::publish::package::{
    Plan, Provenance, Receipt, Refusal, Since, can_be_packed, name, plan,
};
use crate::publish::{Built, edition_title};
use crate::say;
use crate::site::MANIFEST;
use crate::tree::Disk;

/// Options of `pack`.
#[derive(Debug, Args)]
pub struct PackArgs {
    /// The build to pack (public/ in the site unless given)
    #[arg(long, value_name = "DIR")]
    from: Option<PathBuf>,
    /// Pack what is not committed; the receipt says so
    #[arg(long)]
    allow_dirty: bool,
    /// Pack a day still to come or before that of --since, for a reason that the receipt keeps
    #[arg(long, value_name = "REASON")]
    force: Option<String>,
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
    if args.force.as_ref().is_some_and(|reason| reason.trim().is_empty()) {
        return refusals::no_reason(session, lang);
    }
    let site = session.global.site.clone();
    let in_site = |name: &str| if site == Path::new(".") { name.into() } else { site.join(name) };
    let from = args.from.clone().unwrap_or_else(|| in_site("public"));
    let since = match &args.since {
        Some(earlier) => match since(earlier, lang, session)? {
            Ok(since) => Some(since),
            Err(outcome) => return Ok(outcome),
        },
        None => None,
    };
    let built = match Built::open(&from, Digests::Both)? {
        Ok(built) => built,
        Err(unfit) => return unfit::refuse(&unfit, &from, session, lang),
    };
    if let Some(outcome) = package::other_edition(&built.manifest.edition, lang, session)? {
        return Ok(outcome);
    }
    if let Err(refusal) = can_be_packed(&built, since.as_ref(), &endings) {
        return refuse(refusal, &from, lang, session);
    }
    let of_a_day = || match args.force {
        None => refusals::to_come(&built, clock::today()).or_else(|| older(&built, since.as_ref())),
        Some(_) => None,
    };
    if let Some((message, help)) = refusals::offline(&built).or_else(of_a_day) {
        return session.fail(lang, &message, &help);
    }
    let out = args.out.clone().unwrap_or_else(|| in_site(&name(&built, since.as_ref())));
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
    // Nothing of it needs the network: what readers have is known by --since, if at all.
    let purpose = Purpose {
        by: Road::Package,
        before: since.as_ref().map(|since| Before {
            name: args.since.clone().unwrap_or_default(),
            manifest: &since.manifest,
            bytes: &since.bytes,
            revision: since.manifest.revision.as_deref(),
        }),
        allow_dirty: args.allow_dirty,
    };
    let revision = match prove(&built, &purpose, session, lang)? {
        Ok(proved) => proved.revision,
        Err(outcome) => return Ok(outcome),
    };
    let written = Written { out: &out, from: &from, receipt: args.receipt.as_deref() };
    let provenance = Provenance { revision: revision.clone(), forced: args.force.clone() };
    let plan = plan(&built, provenance, since.as_ref(), endings);
    let outcome = write(&plan, &written, lang, session)?;
    if outcome == Outcome::Done {
        newer::tell(&built, revision.as_deref(), session, lang)?;
    }
    Ok(outcome)
}

/// The build is of a day before that of the earlier one.
fn older(built: &Built, since: Option<&Since>) -> Option<(Text, Text)> {
    let (here, there) = (&built.manifest.as_of, &since?.manifest.as_of);
    (here < there).then(|| {
        (
            say!(
                "--since 那一版截至 {there}，比要打包的 {here} 新",
                "--since names a build as of {there}, later than {here}"
            ),
            say!(
                "确要以这一版代替，加 --force \"理由\"",
                "to replace it by this build, add --force \"REASON\""
            ),
        )
    })
}

/// Where everything lies and goes.
struct Written<'a> {
    out: &'a Path,
    from: &'a Path,
    receipt: Option<&'a Path>,
}

fn write(
    plan: &Plan,
    written: &Written,
    lang: Lang,
    session: &mut Session,
) -> anyhow::Result<Outcome> {
    let Written { out, from, receipt: receipt_file } = *written;
    let proof = match plan.write(out)? {
        Ok(proof) => proof,
        Err(refusal) => return refuse(refusal, from, lang, session),
    };
    let file = out.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let receipt = Receipt { name: &file, proof: &proof };
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
    let file = Path::new(earlier);
    if file.exists() {
        return match read_since(file) {
            Ok(since) => Ok(Ok(since)),
            Err((message, help)) => Ok(Err(session.refuse(lang, &message, Some(&help))?)),
        };
    }
    let site = session.global.site.clone();
    let (name, release) = earlier.split_once('/').unwrap_or((earlier, ""));
    let settings = crate::read_settings_of(&Disk::new(&site), &mut Diagnostics::new())?;
    let Some(settings) = settings.filter(|all| all.targets.iter().any(|t| t.name == name)) else {
        let (message, help) = no_such(earlier, name, &site)?;
        return Ok(Err(session.refuse(lang, &message, Some(&help))?));
    };
    let chosen = match target::choose(name, &settings, session, lang)? {
        Ok(chosen) => chosen,
        Err(outcome) => return Ok(Err(outcome)),
    };
    let bytes = match release {
        "" => chosen.server.standing()?.served.map(|served| served.bytes),
        release => chosen.server.manifest(release)?,
    };
    if let Some(since) = bytes.as_deref().and_then(Since::of) {
        return Ok(Ok(since));
    }
    let kept = chosen.server.standing()?.kept;
    let near = nearest(release, kept.iter().map(|kept| kept.release.as_str()));
    let help = match near {
        Some(near) => say!("是不是“{name}/{near}”？", "did you mean `{name}/{near}`?"),
        None => say!(
            "liangshai releases {name} 列出发布过的各版",
            "`liangshai releases {name}` lists what was published"
        ),
    };
    let message = say!("“{earlier}”没有发布过", "nothing is kept as `{earlier}`");
    Ok(Err(session.refuse(lang, &message, Some(&help))?))
}

/// Neither a file nor a target.
fn no_such(earlier: &str, name: &str, site: &Path) -> anyhow::Result<(Text, Text)> {
    let settings = crate::read_settings_of(&Disk::new(site), &mut Diagnostics::new())?;
    let targets = settings.map(|settings| settings.targets).unwrap_or_default();
    let help = match nearest(name, targets.iter().map(|target| target.name.as_str())) {
        Some(near) => say!("是不是发布目标“{near}”？", "did you mean the target `{near}`?"),
        None => say!(
            "写上一次打包时 {MANIFEST} 的路径，或 site.toml 里的发布目标",
            "name the {MANIFEST} of what was packed last, or a target of site.toml"
        ),
    };
    let message = say!(
        "--since “{earlier}”：没有这个文件，也没有这个发布目标",
        "--since `{earlier}`: there is no such file and no such target"
    );
    Ok((message, help))
}

fn read_since(file: &Path) -> Result<Since, (Text, Text)> {
    let shown = file.display();
    let help =
        || say!("写上一次打包时 {MANIFEST} 的路径", "name the {MANIFEST} of what was packed last");
    let bytes = fs::read(file).map_err(|fault| {
        let Text { zh, en } = failure::of_system(&fault);
        (say!("读不了 {shown}：{zh}", "cannot read {shown}: {en}"), help())
    })?;
    Since::of(&bytes).ok_or_else(|| {
        (
            say!(
                "{shown} 不是生成网站时写出的 {MANIFEST}",
                "{shown} is no {MANIFEST} as a build writes it"
            ),
            help(),
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
            let Text { zh, en } = edition_title(&edition);
            return session.refuse(
                lang,
                &say!(
                    "--since 给的是{zh}的清单，与要打包的不是同一种版本",
                    "--since lists another edition than the one to pack: the {en}"
                ),
                Some(&say!("写同一种版本的清单", "name a manifest of the same edition")),
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
