//! `verify`: whether a place holds what was reviewed, and nothing else.

mod html;
mod json;
mod told;

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::{Args, ValueEnum};

use super::publish::target::why_unreachable;
use super::{Outcome, Session, call, public_keys};
use crate::diagnostic::{Diagnostics, Lang, Text};
use crate::model::choice::nearest;
use crate::model::settings::targets::{Layout, Location, Target};
use crate::publish::folder::Digests;
use crate::publish::objects::STATE;
use crate::publish::verify::{
    self, Asked, Earlier, Finding, Given, NotAManifest, Refused, Source, Verdict, Verification,
    folder, hex_digest,
};
use crate::publish::{self, package};
use crate::say;
use crate::tree::Disk;

/// Options of `verify`.
#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// A folder, an address, a package or a target (public/ in the site unless given)
    what: Option<String>,
    /// The MANIFEST.json kept from the review (that of the place unless given)
    #[arg(long, value_name = "FILE")]
    manifest: Option<PathBuf>,
    /// The SHA-256 of the manifest, as it was noted down
    #[arg(long, value_name = "HEX", value_parser = parse_digest)]
    digest: Option<String>,
    /// A public key, or its file, that must have signed the manifest (those of site.toml unless given)
    #[arg(long, value_name = "KEY")]
    public_key: Vec<String>,
    /// The MANIFEST.json of an earlier publication: what it had, and is no more, must be gone
    #[arg(long, value_name = "FILE")]
    earlier: Vec<PathBuf>,
    /// Compare SM3 as well as SHA-256
    #[arg(long)]
    sm3: bool,
    /// How it is told
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Write it into a file, not to the terminal
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[cfg(feature = "http")]
    #[command(flatten)]
    http: super::verify_http::HttpArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For the terminal
    Text,
    /// For programs
    Json,
    /// One page that can be sent on and printed
    Html,
}

fn parse_digest(text: &str) -> Result<String, call::Told> {
    hex_digest(text).ok_or_else(|| {
        call::Told(say!(
            "写64位十六进制数，分组写也可以",
            "write 64 hexadecimal digits, in groups or not"
        ))
    })
}

/// A call at fault: what is, and how to mend it.
pub(super) struct Fault {
    pub message: Text,
    pub help: Text,
}

/// What came of looking, or a call at fault.
pub(super) type Looked = Result<Verification, Fault>;

/// Runs it.
pub fn run(args: &VerifyArgs, session: &mut Session) -> anyhow::Result<Outcome> {
    let lang = match session.global.lang {
        Some(_) => session.lang(),
        None => call::lang_of_settings(&session.global.site),
    };
    let asked = match asked(args, &session.global.site)? {
        Ok(asked) => asked,
        Err(fault) => return session.refuse(lang, &fault.message, Some(&fault.help)),
    };
    let place = args.what.clone().unwrap_or_else(|| {
        session.global.site.join("public").to_string_lossy().trim_start_matches("./").to_owned()
    });
    let all = match look(args, &place, &asked, lang, session)? {
        Ok(all) => all,
        Err(fault) => return session.refuse(lang, &fault.message, Some(&fault.help)),
    };
    let mut told = Vec::new();
    match args.format {
        Format::Text => told::write(&all, &place, lang, session.global.verbose, &mut told)?,
        Format::Json => json::write(&all, &place, &mut told)?,
        Format::Html => html::write(&all, &place, lang, &mut told)?,
    }
    let is_silent =
        session.global.quiet && args.format == Format::Text && all.verdict() == Verdict::AsReviewed;
    match &args.out {
        Some(file) => {
            fs::write(file, told).with_context(|| format!("cannot write {}", file.display()))?;
        }
        None if is_silent => {}
        None => session.out.write_all(&told)?,
    }
    Ok(match all.verdict() {
        Verdict::AsReviewed => Outcome::Done,
        Verdict::Differs => Outcome::Content,
        Verdict::NotSeen => Outcome::Machine,
    })
}

/// Looks at whatever kind of place it is.
fn look(
    args: &VerifyArgs,
    place: &str,
    asked: &Asked,
    lang: Lang,
    session: &mut Session,
) -> anyhow::Result<Looked> {
    if place.starts_with("http://") || place.starts_with("https://") {
        return at_address(args, place, asked, lang, session);
    }
    let path = Path::new(place);
    if path.is_file() {
        return of_package(place, path, asked, lang, session);
    }
    if args.what.is_some() && !path.exists() {
        return target(args, place, asked, lang, session);
    }
    Ok(folder(path, asked)?.map_err(|refused| refusal(refused, place)))
}

#[cfg(feature = "http")]
fn at_address(
    args: &VerifyArgs,
    place: &str,
    asked: &Asked,
    lang: Lang,
    session: &mut Session,
) -> anyhow::Result<Looked> {
    super::verify_http::look(&args.http, place, asked, lang, session)
}

#[cfg(not(feature = "http"))]
fn at_address(
    _: &VerifyArgs,
    place: &str,
    _: &Asked,
    _: Lang,
    _: &mut Session,
) -> anyhow::Result<Looked> {
    Ok(Err(Fault {
        message: say!(
            "这个程序不能核对网址“{place}”",
            "this program cannot look at the address `{place}`"
        ),
        help: say!("编译时加上 http", "build it with the feature `http`"),
    }))
}

/// Whether a package is as it was made.
fn of_package(
    place: &str,
    path: &Path,
    asked: &Asked,
    lang: Lang,
    session: &mut Session,
) -> anyhow::Result<Looked> {
    if !package::is_package(path) {
        return Ok(Err(Fault {
            message: say!(
                "“{place}”不是文件夹，也不是摆渡包",
                "`{place}` is neither a folder nor a package"
            ),
            help: say!(
                "写生成的文件夹、网址或 liangshai pack 打出的文件",
                "name a folder that was built, an address, or a file that `liangshai pack` made"
            ),
        }));
    }
    let Ok(endings) = super::package::endings(lang, session)? else {
        return Ok(Err(public_keys::settings_at_fault()));
    };
    Ok(match package::prove_with(path, &endings)? {
        Ok(proof) => verify::package(proof, asked).map_err(|refused| refusal(refused, place)),
        Err(fault) => {
            let (told, _) = super::package::told(&fault);
            let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
            let finding = Finding::new(verify::Fault::Package, name);
            let findings = vec![Finding { told: Some(told), ..finding }];
            Ok(Verification::without_list(Source::Place, findings))
        }
    })
}

/// What a name stands for that is no place of its own: a target of site.toml.
fn target(
    args: &VerifyArgs,
    place: &str,
    asked: &Asked,
    lang: Lang,
    session: &mut Session,
) -> anyhow::Result<Looked> {
    let site = session.global.site.clone();
    let settings = crate::read_settings_of(&Disk::new(&site), &mut Diagnostics::new())?;
    let targets = settings.map(|settings| settings.targets).unwrap_or_default();
    let Some(target) = targets.iter().find(|target| target.name == place) else {
        return Ok(Err(no_such(place, &targets)));
    };
    let state = target.store.state.as_deref();
    if let Location::Folder(to) = &target.to {
        let root = site.join(to);
        let looked = match target.layout {
            Layout::Files if root.is_dir() => {
                verify::site(&root, state.map(|state| site.join(state)).as_deref(), asked)?
            }
            _ => folder(&root, asked)?,
        };
        return Ok(looked.map_err(|refused| not_published(refused, place, to)));
    }
    match publish::open(target, &site)? {
        Ok(server) => {
            let looked = verify::server(&*server, state.unwrap_or(STATE), asked)?;
            Ok(looked.map_err(|refused| refusal(refused, place)))
        }
        Err(unreachable) => match &target.url {
            Some(url) => at_address(args, url, asked, lang, session),
            None => {
                let (message, help) = why_unreachable(&unreachable, place);
                Ok(Err(Fault { message, help }))
            }
        },
    }
}

fn no_such(place: &str, targets: &[Target]) -> Fault {
    let help = match nearest(place, targets.iter().map(|target| target.name.as_str())) {
        Some(near) => say!("是不是发布目标“{near}”？", "did you mean the target `{near}`?"),
        None => say!(
            "核对写法；网址以 http:// 或 https:// 开头",
            "look at its spelling; an address begins with http:// or https://"
        ),
    };
    Fault {
        message: say!(
            "没有叫“{place}”的文件夹、网址、摆渡包或发布目标",
            "there is no folder, address, package or target `{place}`"
        ),
        help,
    }
}

/// Why the folder of a target cannot be held against anything: as a rule nothing is there yet.
fn not_published(refused: Refused, target: &str, to: &str) -> Fault {
    match refused {
        Refused::NoFolder | Refused::NoManifest => Fault {
            message: say!(
                "发布目标“{target}”（{to}）里没有发布记录",
                "the target `{target}` ({to}) has no record of a publication"
            ),
            help: say!(
                "没有发布过的，先运行 liangshai publish {target}；发布过的，查明记录是谁删的",
                "run `liangshai publish {target}` if there was none yet; else find out who removed it"
            ),
        },
        Refused::NotAManifest(_) => refusal(refused, target),
    }
}

/// Why a place cannot be held against anything.
pub(super) fn refusal(refused: Refused, place: &str) -> Fault {
    match refused {
        Refused::NoFolder => no_such(place, &[]),
        Refused::NoManifest => Fault {
            message: say!("“{place}”没有 MANIFEST.json", "there is no MANIFEST.json at `{place}`"),
            help: say!(
                "核对写法；清单不公开的，用 --manifest 指明审核时留存的那一份",
                "look at its spelling; where the list is not public, name the one kept from the review by --manifest"
            ),
        },
        Refused::NotAManifest(file) => not_a_manifest(&file),
    }
}

fn not_a_manifest(file: &str) -> Fault {
    Fault {
        message: say!("“{file}”不是生成时写出的清单", "`{file}` is no manifest of a build"),
        help: say!(
            "写生成的文件夹里的 MANIFEST.json",
            "name the MANIFEST.json of a folder that was built"
        ),
    }
}

/// Reads what is asked of the place.
fn asked(args: &VerifyArgs, site: &Path) -> anyhow::Result<Result<Asked, Fault>> {
    let keys = match public_keys::keys(&args.public_key, site)? {
        Ok(keys) => keys,
        Err(fault) => return Ok(Err(fault)),
    };
    let manifest = match args.manifest.as_deref().map(given).transpose()? {
        Some(Err(fault)) => return Ok(Err(fault)),
        given => given.and_then(Result::ok),
    };
    let mut earlier = Vec::new();
    for file in &args.earlier {
        let Given { name, bytes, .. } = match given(file)? {
            Ok(given) => given,
            Err(fault) => return Ok(Err(fault)),
        };
        match Earlier::read(name.clone(), bytes) {
            Ok(read) => earlier.push(read),
            Err(NotAManifest) => return Ok(Err(not_a_manifest(&name))),
        }
    }
    let digests = if args.sm3 { Digests::Both } else { Digests::Sha256 };
    Ok(Ok(Asked { manifest, digest: args.digest.clone(), keys, earlier, digests }))
}

/// A manifest that was handed over, with the signature beside it.
fn given(file: &Path) -> anyhow::Result<Result<Given, Fault>> {
    let name = file.display().to_string();
    let bytes = match fs::read(file) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Ok(Err(Fault {
                message: say!("没有“{name}”这个文件", "there is no file `{name}`"),
                help: say!("核对路径", "look at its path"),
            }));
        }
        Err(error) => return Err(error).with_context(|| format!("cannot read {name}")),
    };
    let signature = fs::read(file.with_extension("sig")).ok();
    Ok(Ok(Given { name, bytes, signature }))
}
