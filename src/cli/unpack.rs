//! `unpack`: a package, proved and unpacked on the other side.

use std::path::PathBuf;

use clap::Args;

use super::{Outcome, Session, build, package};
use crate::diagnostic::{Lang, Text};
use crate::publish::package::{Receipt, Refused, Unpacking};
use crate::say;
use crate::site::MANIFEST;
use crate::write::Changes;

/// Options of `unpack`.
#[derive(Debug, Args)]
pub struct UnpackArgs {
    /// The package, as `pack` made it
    package: PathBuf,
    /// Where to: an empty folder, an earlier build, or for a difference the one it is from
    dir: PathBuf,
    /// Prove everything and tell what would be done, and write nothing
    #[arg(long)]
    dry_run: bool,
}

/// Runs it.
pub fn run(args: &UnpackArgs, session: &mut Session) -> anyhow::Result<Outcome> {
    let lang = session.lang_before_the_site();
    let endings = match package::endings(lang, session)? {
        Ok(endings) => endings,
        Err(outcome) => return Ok(outcome),
    };
    if !args.package.is_file() {
        let shown = args.package.display();
        return session.refuse(
            lang,
            &say!("没有“{shown}”这个文件", "there is no file `{shown}`"),
            Some(&say!("写包的文件名", "name the package's file")),
        );
    }
    let unpacking = match Unpacking::open(&args.package, &args.dir, &endings)? {
        Ok(unpacking) => unpacking,
        Err(refused) => return refuse(refused, args, lang, session),
    };
    let proof = unpacking.proof();
    if let Some(outcome) = package::other_edition(&proof.package.edition, lang, session)? {
        return Ok(outcome);
    }
    if !session.global.quiet {
        let name = args.package.file_name().map(|name| name.to_string_lossy());
        let receipt = Receipt { name: &name.unwrap_or_default(), proof };
        write!(session.out, "{}", receipt.text(lang))?;
    }
    let Changes { written, removed } = unpacking.changes();
    let (day, dir) = (proof.package.as_of.clone(), args.dir.display());
    let message = match (unpacking.is_needed(), args.dry_run) {
        (false, _) => say!(
            "没有变化：{dir} 里已经是这一版，截至 {day}",
            "nothing changed: {dir} holds it already, as of {day}"
        ),
        (true, true) => say!(
            "核对无误；会在 {dir} 写入 {written} 个文件、删除 {removed} 个，现在什么都没有写",
            "it is sound; {written} files would be written to {dir} and {removed} removed; nothing was written"
        ),
        (true, false) => say!(
            "已解包到 {dir}：写入 {written} 个文件，删除 {removed} 个，截至 {day}",
            "unpacked into {dir}: {written} files written, {removed} removed, as of {day}"
        ),
    };
    if unpacking.is_needed()
        && !args.dry_run
        && let Err(fault) = unpacking.run()?
    {
        return refuse(Refused::Package(fault), args, lang, session);
    }
    if !session.global.quiet {
        writeln!(session.out, "{}", message.in_lang(lang))?;
    }
    Ok(Outcome::Done)
}

fn refuse(
    refused: Refused,
    args: &UnpackArgs,
    lang: Lang,
    session: &mut Session,
) -> anyhow::Result<Outcome> {
    let (name, dir) = (args.package.display(), args.dir.display());
    let (message, help) = match refused {
        Refused::Package(fault) => {
            let (Text { zh, en }, help) = package::told(&fault);
            (say!("{name}：{zh}；什么都没有写", "{name}: {en}; nothing was written"), help)
        }
        Refused::Target(refusal) => build::told(&refusal, &args.dir),
        Refused::NotTheBase { base, found } => {
            let base: String = base.chars().take(8).collect();
            let found: Option<String> = found.map(|found| found.chars().take(8).collect());
            let message = match found {
                Some(found) => say!(
                    "这是增量包，基于清单 {base}…；“{dir}”里是另一版，清单 {found}…",
                    "this is a difference from the build of manifest {base}…; `{dir}` holds another, {found}…"
                ),
                None => say!(
                    "这是增量包，基于清单 {base}…；“{dir}”里没有那一版",
                    "this is a difference from the build of manifest {base}…, which is not in `{dir}`"
                ),
            };
            let help = say!(
                "先按顺序解开中间的包，或请制作方按这里的 {MANIFEST} 用 --since 打包，或打全量包",
                "unpack those between first, or have it packed by --since this {MANIFEST}, or in full"
            );
            (message, help)
        }
        Refused::Differs(all) => {
            let Text { zh, en } = package::differences(all.iter());
            (
                say!(
                    "“{dir}”里的文件与清单不符：{zh}",
                    "`{dir}` is not as its manifest has it:{en}"
                ),
                say!(
                    "查明是谁改的；移走多出来的文件，再解全量包",
                    "find out who changed it; move away what is in no list, and unpack a full package"
                ),
            )
        }
    };
    session.fail(lang, &message, Some(&help))
}
