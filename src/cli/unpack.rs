//! `unpack`: a package, proved and unpacked on the other side.

use std::path::PathBuf;

use clap::Args;

use super::publish::refusals;
use super::{Outcome, Session, build, package, public_keys, unfit};
use crate::diagnostic::{Lang, Text};
use crate::publish::package::{Proof, Receipt, Refused, Unpacking};
use crate::say;
use crate::signing::{PublicKey, Verdict, verify};
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
    /// A public key, or its file, that must have signed the build (those of site.toml unless given)
    #[arg(long, value_name = "KEY")]
    public_key: Vec<String>,
    /// Put an older day over a newer one, for a reason that is printed with the receipt
    #[arg(long, value_name = "REASON")]
    force: Option<String>,
}

/// Runs it.
pub fn run(args: &UnpackArgs, session: &mut Session) -> anyhow::Result<Outcome> {
    let lang = session.lang_before_the_site();
    let endings = match package::endings(lang, session)? {
        Ok(endings) => endings,
        Err(outcome) => return Ok(outcome),
    };
    if args.force.as_ref().is_some_and(|reason| reason.trim().is_empty()) {
        return refusals::no_reason(session, lang);
    }
    let keys = match public_keys::keys(&args.public_key, &session.global.site)? {
        Ok(keys) => keys,
        Err(fault) => return session.refuse(lang, &fault.message, Some(&fault.help)),
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
    let signed_by = match signed(proof, &keys) {
        Ok(by) => by,
        Err((message, help)) => return session.fail(lang, &message, &help),
    };
    if let Some(day) = unpacking.later_day().filter(|_| args.force.is_none()) {
        let (message, help) = older(&proof.package.as_of, day, args);
        return session.fail(lang, &message, &help);
    }
    if !session.global.quiet {
        let name = args.package.file_name().map(|name| name.to_string_lossy());
        let receipt = Receipt { name: &name.unwrap_or_default(), proof };
        write!(session.out, "{}", receipt.text(lang))?;
        for line in signed_by.map(by_key).into_iter().chain(forced(&unpacking, args)) {
            writeln!(session.out, "{}", line.in_lang(lang))?;
        }
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

/// By which of the keys the build is signed, where there are any; else why it is none of theirs.
fn signed(proof: &Proof, keys: &[PublicKey]) -> Result<Option<PublicKey>, (Text, Text)> {
    if keys.is_empty() {
        return Ok(None);
    }
    let message = match verify(&proof.manifest_bytes, proof.signature.as_deref(), keys) {
        Verdict::Signed { by } => return Ok(Some(by)),
        Verdict::Unsigned => say!(
            "包里的网站没有签名；什么都没有写",
            "the build in the package is not signed; nothing was written"
        ),
        Verdict::Forged => say!(
            "包里的签名不是所给公钥的；什么都没有写",
            "the signature in the package is by none of the keys; nothing was written"
        ),
    };
    let help = say!(
        "向制作方要用 liangshai build --sign 签了名再打的包；公钥换过的，写新的 --public-key",
        "ask for a package of a build signed by `liangshai build --sign`; if the key is a new one, give it by --public-key"
    );
    Err((message, help))
}

fn by_key(key: PublicKey) -> Text {
    say!("签名有效，公钥 {key}", "its signature holds, by the key {key}")
}

/// Why an older day went over a newer one, for the paper that the output is kept with.
fn forced(unpacking: &Unpacking, args: &UnpackArgs) -> Option<Text> {
    let (reason, day) = (args.force.as_ref()?, unpacking.later_day()?);
    Some(say!(
        "以较早的一版代替截至 {day} 的，理由：{reason}",
        "an earlier day takes the place of {day}, because: {reason}"
    ))
}

/// The package is of a day before that of what lies in the folder.
fn older(here: &str, there: &str, args: &UnpackArgs) -> (Text, Text) {
    let dir = args.dir.display();
    (
        say!(
            "“{dir}”里是截至 {there} 的网站，比包里的 {here} 新；什么都没有写",
            "`{dir}` has the site as of {there}, later than the package's {here}; nothing was written"
        ),
        say!("确要退回这一版，加 --force \"理由\"", "to go back to it, add --force \"REASON\""),
    )
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
            let Text { zh, en } = unfit::differences(all.iter());
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
    session.fail(lang, &message, &help)
}
