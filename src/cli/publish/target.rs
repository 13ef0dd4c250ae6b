//! The target a command names: settings, server, and who is at work.

use super::super::{EditionArg, Global, Outcome, Session};
use crate::diagnostic::{Lang, Text};
use crate::model::Settings;
use crate::model::choice::nearest;
use crate::model::settings::Target;
use crate::publish::{self, Ground, Server, Unreachable};
use crate::say;

/// A target of site.toml, opened.
pub struct Chosen {
    pub target: Target,
    pub server: Box<dyn Server>,
    /// The publisher's name in git's settings.
    pub who: Option<String>,
}

/// Finds the target a command names; `Err` after saying that there is none.
pub fn choose(
    name: &str,
    settings: &Settings,
    session: &mut Session,
    lang: Lang,
) -> anyhow::Result<Result<Chosen, Outcome>> {
    let target = match named(name, settings, session, lang)? {
        Ok(target) => target,
        Err(outcome) => return Ok(Err(outcome)),
    };
    let server = match publish::open(target, &session.global.site)? {
        Ok(server) => server,
        Err(unreachable) => {
            let (message, help) = why_unreachable(&unreachable, name);
            return Ok(Err(session.refuse(lang, &message, Some(&help))?));
        }
    };
    Ok(Ok(Chosen { target: target.clone(), server, who: who(session)? }))
}

/// What site.toml says of a target; `Err` after saying that there is none.
pub fn named<'s>(
    name: &str,
    settings: &'s Settings,
    session: &mut Session,
    lang: Lang,
) -> anyhow::Result<Result<&'s Target, Outcome>> {
    match settings.targets.iter().find(|target| target.name == name) {
        Some(target) => Ok(Ok(target)),
        None => Ok(Err(unknown(name, settings, session, lang)?)),
    }
}

/// Why a target cannot be reached, and what to do. No key is ever shown.
pub fn why_unreachable(unreachable: &Unreachable, name: &str) -> (Text, Text) {
    match unreachable {
        Unreachable::Without(feature) => (
            say!(
                "这个程序编译时没有带“{feature}”，到不了“{name}”",
                "this program was built without `{feature}` and cannot reach `{name}`"
            ),
            say!(
                "用 cargo install --path . --features {feature} 重新安装",
                "install it again by `cargo install --path . --features {feature}`"
            ),
        ),
        Unreachable::NoKeys { variables: [id, secret] } => (
            say!("没有给出“{name}”的密钥", "there are no keys for `{name}`"),
            say!(
                "设环境变量 {id} 和 {secret}，或在 [targets.{name}] 里用 credentials 指明密钥文件",
                "set {id} and {secret} in the environment, or name a file by `credentials` in [targets.{name}]"
            ),
        ),
        Unreachable::OpenKeys { file } => {
            let file = file.display();
            (
                say!("别人也能读密钥文件“{file}”", "others can read the keys in `{file}`"),
                say!("运行 chmod 600 {file}", "run `chmod 600 {file}`"),
            )
        }
        Unreachable::BadKeys { file, wanted: [id, secret] } => {
            let file = file.display();
            (
                say!("从“{file}”读不出密钥", "there are no keys in `{file}`"),
                say!(
                    "写成两行：{id} = \"…\" 和 {secret} = \"…\"",
                    "write two lines into it: {id} = \"...\" and {secret} = \"...\""
                ),
            )
        }
    }
}

/// Options that say what a site is computed for. What is published was computed when it was built.
pub fn idle(global: &Global) -> Option<(Text, Text)> {
    let (option, example) = match (global.as_of, global.edition) {
        (Some(day), _) => ("--as-of", format!("--as-of {day}")),
        (None, Some(EditionArg::Public)) => ("--edition", "--edition public".to_owned()),
        (None, Some(EditionArg::Internal)) => ("--edition", "--edition internal".to_owned()),
        (None, None) => return None,
    };
    Some((
        say!(
            "{option} 在这里不起作用：日子和版本是生成时定的",
            "`{option}` does nothing here: the day and the edition are those of the build"
        ),
        say!(
            "去掉它；要换，先用 liangshai build {example} 重新生成",
            "leave it out; for another one, `liangshai build {example}` first"
        ),
    ))
}

/// Why nothing can be published to a target as it lies, and what to do.
pub fn no_ground(ground: Ground, target: &Target) -> Option<(Text, Text)> {
    let name = &target.name;
    Some(match ground {
        Ground::Ready => return None,
        Ground::NotAFolder(path) => (
            say!("“{name}”的 {path} 不是文件夹", "{path} of `{name}` is no folder"),
            say!(
                "移走它，或改 [targets.{name}] 的 to",
                "move it away, or mend `to` in [targets.{name}]"
            ),
        ),
        Ground::NoParent(path) => (
            say!("“{name}”的上级文件夹 {path} 不存在", "there is no folder {path} for `{name}`"),
            say!(
                "挂载的先挂上，没有的先建好，写错的改 [targets.{name}] 的 to",
                "mount it, make it, or mend `to` in [targets.{name}]"
            ),
        ),
        Ground::Denied(path) => (
            say!("没有权限写“{name}”的 {path}", "{path} of `{name}` may not be written into"),
            say!(
                "请管理员把它交给发布用的账号（chown），或换有权限的账号发布",
                "have it given to the account that publishes (chown), or publish as one that may"
            ),
        ),
    })
}

fn unknown(
    name: &str,
    settings: &Settings,
    session: &mut Session,
    lang: Lang,
) -> anyhow::Result<Outcome> {
    let names = || settings.targets.iter().map(|target| target.name.as_str());
    let help = match nearest(name, names()) {
        Some(near) => say!("是不是“{near}”？", "did you mean `{near}`?"),
        None if settings.targets.is_empty() => say!(
            "在 site.toml 里写一个：[targets.{name}]，下一行 to = \"/srv/www/ljsbp\"",
            "write one in site.toml: [targets.{name}] and below it to = \"/srv/www/site\""
        ),
        None => {
            let known: Vec<&str> = names().collect();
            let (zh, en) = (known.join("、"), known.join(", "));
            say!("site.toml 里有：{zh}", "site.toml has {en}")
        }
    };
    let message = say!("没有发布目标“{name}”", "there is no target `{name}`");
    session.refuse(lang, &message, Some(&help))
}

/// Who is at work, by git's settings.
fn who(session: &Session) -> anyhow::Result<Option<String>> {
    #[cfg(feature = "git")]
    {
        let repository = crate::tree::git::Repository::around(&session.global.site)?;
        Ok(repository.and_then(|repository| repository.user()))
    }
    #[cfg(not(feature = "git"))]
    {
        let _ = session;
        Ok(None)
    }
}

/// The name of this machine.
pub fn machine() -> String {
    #[cfg(unix)]
    let name = Some(rustix::system::uname().nodename().to_string_lossy().into_owned());
    #[cfg(not(unix))]
    let name = std::env::var("COMPUTERNAME").ok();
    name.filter(|name| !name.is_empty()).unwrap_or_else(|| "unknown".to_owned())
}
