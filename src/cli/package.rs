//! What `pack`, `unpack` and `verify` say of packages.

use super::report::{self, Format, Manner, Warnings};
use super::{Outcome, Session, unfit};
use crate::diagnostic::{Diagnostics, Lang, Text};
use crate::publish::edition_title;
use crate::publish::package::{Endings, Fault, NameFault};
use crate::say;
use crate::site::{MANIFEST, SIGNATURE};
use crate::tree::Disk;

/// The endings the site at hand lets through, where there is one; what is wrong with its settings is
/// told.
pub fn endings(lang: Lang, session: &mut Session) -> anyhow::Result<Result<Endings, Outcome>> {
    let mut found = Diagnostics::new();
    let settings = crate::read_settings_of(&Disk::new(&session.global.site), &mut found)?;
    if found.any_error() {
        let (format, colour) = (Format::Human, session.colour());
        let manner = Manner { format, lang, colour, warnings: Warnings::None };
        report::show(session.err, found, manner)?;
        return Ok(Err(Outcome::Content));
    }
    let more = settings.map(|settings| settings.pack_extensions);
    Ok(Ok(Endings::with(&more.unwrap_or_default())))
}

/// Says that what is carried is not for whom it is called for; `None` if it is.
pub fn other_edition(
    edition: &str,
    lang: Lang,
    session: &mut Session,
) -> anyhow::Result<Option<Outcome>> {
    if edition == session.edition().name() {
        return Ok(None);
    }
    let Text { zh, en } = edition_title(edition);
    let message = say!("这是{zh}", "this is the {en}");
    let help =
        say!("确实要它，就写 --edition {edition}", "if it is meant, say --edition {edition}");
    session.refuse(lang, &message, Some(&help)).map(Some)
}

/// What is wrong with a package, and what to do.
pub fn told(fault: &Fault) -> (Text, Text) {
    let again = || {
        say!(
            "不要用这个包；从制作方重新取一份，先核对摆渡单上的 SHA-256 和 SM3",
            "do not use it; fetch it anew from who made it, and compare its digests with the receipt"
        )
    };
    let message = match fault {
        Fault::NotAPackage | Fault::NoDescription => {
            let help =
                say!("写 liangshai pack 打出的文件", "name a file that `liangshai pack` made");
            let message = match fault {
                Fault::NoDescription => say!(
                    "第一项不是 PACKAGE.json，不是摆渡包，或者被别的程序重新压缩过",
                    "its first entry is not PACKAGE.json: it is no package, or was packed again by another program"
                ),
                _ => say!("这不是摆渡包", "this is no package"),
            };
            return (message, help);
        }
        Fault::TooLarge => say!("包超过4 GiB", "the package is larger than 4 GiB"),
        Fault::CutShort => say!("包不完整，后面缺了一截", "the package is cut short"),
        Fault::Touched { at } if at.is_empty() => {
            say!("包文件本身的结构被改动过", "the frame of the package was changed")
        }
        Fault::Touched { at } => {
            say!("包里的“{at}”被改动过", "`{at}` in the package was changed")
        }
        Fault::BadDescription => say!(
            "包里的 PACKAGE.json 不是 pack 写出的样子",
            "PACKAGE.json in the package is not as `pack` writes it"
        ),
        Fault::Newer { schema } => {
            return (
                say!(
                    "包由较新版本的程序制作（格式 {schema}）",
                    "the package was made by a newer version of the program (form {schema})"
                ),
                say!("把本机的 liangshai 换成新版本", "bring a newer liangshai to this machine"),
            );
        }
        Fault::Name { path, fault } => return (name(path, *fault), again()),
        Fault::Clash { one, other } => clash(one, other),
        Fault::Endings { paths } => return of_endings(paths),
        Fault::Link { path } => {
            say!("包里的“{path}”是链接", "`{path}` in the package is a link")
        }
        Fault::Unlisted { path } => say!(
            "包里的“{path}”没有列在 PACKAGE.json 里",
            "`{path}` in the package is not listed in PACKAGE.json"
        ),
        Fault::Missing { path } => say!(
            "PACKAGE.json 列了“{path}”，包里没有",
            "PACKAGE.json lists `{path}`, which the package lacks"
        ),
        Fault::Twice { path } => {
            say!("包里有两个“{path}”", "`{path}` is in the package twice")
        }
        Fault::OutOfOrder { path } => {
            say!("包里“{path}”的位置不对", "`{path}` is in the wrong place in the package")
        }
        Fault::TooMany { path } => say!(
            "包里的“{path}”比列明的长，可能是压缩炸弹",
            "`{path}` in the package holds more bytes than are listed"
        ),
        Fault::BadManifest => say!(
            "包里的 {MANIFEST} 与 PACKAGE.json 不符",
            "{MANIFEST} in the package does not go with PACKAGE.json"
        ),
        Fault::NotOfTheManifest { path } => say!(
            "包里的 {MANIFEST} 与 PACKAGE.json 对“{path}”说法不一",
            "{MANIFEST} in the package and PACKAGE.json differ about `{path}`"
        ),
        Fault::Drafts => {
            return (
                say!(
                    "包里有草稿，不得公开",
                    "the package holds drafts, which must not be published"
                ),
                say!("不带 --drafts 重新生成、打包", "build without --drafts and pack again"),
            );
        }
    };
    (message, again())
}

/// What is wrong with a file's name.
pub fn name(path: &str, fault: NameFault) -> Text {
    match fault {
        NameFault::Climbs => {
            say!("“{path}”会写到文件夹外面去", "`{path}` leads out of the folder")
        }
        NameFault::TooLong => {
            say!(
                "“{path}”太长（一段最多100字，全长最多200字）",
                "`{path}` is too long: 100 characters a name, 200 in all"
            )
        }
        NameFault::Windows => {
            say!("“{path}”在 Windows 上不能用作文件名", "Windows cannot hold the name `{path}`")
        }
        NameFault::Reserved => say!(
            "“{path}”与本程序自己的文件重名（{MANIFEST}、{SIGNATURE}、.liangshai-…）",
            "`{path}` is the name of a file the program itself writes"
        ),
    }
}

/// What is wrong with two names.
pub fn clash(one: &str, other: &str) -> Text {
    say!(
        "“{one}”和“{other}”在 Windows 上是同一个名称",
        "`{one}` and `{other}` are one name on Windows"
    )
}

/// What is wrong with endings, and what to do.
pub fn of_endings(paths: &[String]) -> (Text, Text) {
    let list = unfit::listed(paths.iter().map(|path| say!("{path}", "{path}")));
    let Text { zh, en } = list;
    (
        say!("这些文件的类型不许摆渡：{zh}", "files of these types are not carried:{en}"),
        say!(
            "确有必要，在 site.toml 里写 [pack] extensions = [\"扩展名\"]，打包和解包的两边都要写；否则去掉这些文件",
            "if they are needed, write `[pack]` and extensions = [\"…\"] in site.toml, on both sides; else leave them out"
        ),
    )
}
