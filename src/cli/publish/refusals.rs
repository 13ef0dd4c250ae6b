//! Why nothing is published, in words.

use std::collections::BTreeMap;

use super::super::unfit::{differences, listed};
use super::super::{Outcome, Session};
use super::proof::{Order, Proved, Road};
use crate::approval::{Standing, Subject};
use crate::diagnostic::{Lang, Text};
use crate::model::Day;
use crate::model::choice::Choice as _;
use crate::model::settings::{Signing, Target};
use crate::model::{Model, Settings};
use crate::publish::folder::Difference;
use crate::publish::record::LOG;
use crate::publish::{self, Built, Served, edition_title};
use crate::say;
use crate::signing::{Verdict, verify};

pub fn no_reason(session: &mut Session, lang: Lang) -> anyhow::Result<Outcome> {
    session.refuse(
        lang,
        &say!("--force 没有写理由", "--force has no reason"),
        Some(&say!(
            "例如 --force \"服务器重装，已经主管同意\"",
            "as --force \"the server was set up anew, agreed by the head of the office\""
        )),
    )
}

/// A build that is not for this target: of another edition, address or use.
pub fn of_another_kind(built: &Built, target: &Target) -> Option<(Text, Text)> {
    let (manifest, name) = (&built.manifest, &target.name);
    let (edition, wanted) = (&manifest.edition, target.scope.name());
    if edition != wanted {
        let Text { zh: takes_zh, en: takes_en } = edition_title(wanted);
        let Text { zh: is_zh, en: is_en } = edition_title(edition);
        return Some((
            say!(
                "“{name}”发布{takes_zh}，这里生成的是{is_zh}",
                "`{name}` takes the {takes_en}, and this is the {is_en}"
            ),
            say!(
                "用 liangshai build --edition {wanted} 生成后再发布",
                "build it by `liangshai build --edition {wanted}`"
            ),
        ));
    }
    if let Some(refusal) = offline(built) {
        return Some(refusal);
    }
    let (Some(url), Some(built)) = (&target.url, &manifest.base_url) else { return None };
    (url != built).then(|| {
        (
            say!(
                "“{name}”的网址是 {url}，这里是按 {built} 生成的",
                "`{name}` is reached at {url}, and this was built for {built}"
            ),
            say!(
                "用 liangshai build --base-url {url} 生成后再发布",
                "build it by `liangshai build --base-url {url}`"
            ),
        )
    })
}

/// A build whose links are for a folder without a server.
pub fn offline(built: &Built) -> Option<(Text, Text)> {
    built.manifest.offline.then(|| {
        (
            say!(
                "生成时带了 --offline，链接只适合在文件夹里打开",
                "it was built with --offline, for a folder without a server"
            ),
            say!("不带 --offline 重新生成", "build it without --offline"),
        )
    })
}

/// A build for an address that neither the site nor the target has; of a package, none of the
/// targets.
pub fn of_no_address(built: &Built, settings: &Settings, by: Road) -> Option<(Text, Text)> {
    let end = |url: &String| format!("{}/", url.trim_end_matches('/'));
    let (given, own) = (built.manifest.base_url.as_ref(), settings.base_url.as_ref());
    let is_of = |target: &Target| given.map(end) == target.url.as_ref().map(end);
    let is_known = match by {
        Road::To(target) => is_of(target),
        Road::Package => given.is_some() && settings.targets.iter().any(is_of),
    };
    if is_known || given.map(end) == own.map(end) {
        return None;
    }
    let shown = given.map_or("", String::as_str);
    Some((
        say!(
            "生成时用的网址“{shown}”，提交过的 site.toml 里没有",
            "it was built for the address `{shown}`, which the committed site.toml does not have"
        ),
        say!(
            "不带 --base-url 重新生成；换了网址的，先提交 site.toml",
            "build it without --base-url; if the address is a new one, commit site.toml first"
        ),
    ))
}

/// A build that is not signed as the site asks.
pub fn unsealed(built: &Built, signing: &Signing) -> Option<(Text, Text)> {
    let help = say!(
        "用 liangshai build --sign 私钥文件 重新生成",
        "build it by `liangshai build --sign FILE`"
    );
    let keys = &signing.public_keys;
    if keys.is_empty() {
        return None;
    }
    match verify(&built.bytes, built.signature.as_deref(), keys) {
        Verdict::Signed { .. } => None,
        Verdict::Unsigned => Some((
            say!(
                "site.toml 写了公钥，而这次生成的没有签名",
                "site.toml names public keys, and this build is not signed"
            ),
            help,
        )),
        Verdict::Forged => Some((
            say!(
                "生成的签名不是 site.toml 里任何一把公钥的",
                "the build's signature is by none of the keys in site.toml"
            ),
            help,
        )),
    }
}

pub fn not_its_day(built: &Built, session: &mut Session, lang: Lang) -> anyhow::Result<Outcome> {
    let day = &built.manifest.as_of;
    session.fail(
        lang,
        &say!("清单里的截至日“{day}”不是日期", "the manifest's day `{day}` is none"),
        &say!("重新运行 liangshai build", "run `liangshai build` again"),
    )
}

pub fn no_repository(session: &mut Session, lang: Lang) -> anyhow::Result<Outcome> {
    session.fail(
        lang,
        &say!(
            "站点不在 git 仓库里，不能证明生成的是提交过的内容",
            "the site lies in no git repository, so nothing proves what was reviewed"
        ),
        &say!(
            "先提交；确要用没有提交的内容，加 --allow-dirty",
            "commit it first; to use what is not committed, add --allow-dirty"
        ),
    )
}

pub fn not_the_revision(
    different: &[String],
    revision: Option<&str>,
    session: &mut Session,
    lang: Lang,
) -> anyhow::Result<Outcome> {
    let count = different.len();
    let Text { zh, en } = listed(different.iter().map(|path| say!("{path}", "{path}")));
    let (message, help) = match revision {
        Some(revision) => (
            say!(
                "生成的网站有{count}个文件与提交 {revision} 的内容不符：{zh}",
                "{count} files of the build are not what the commit {revision} makes:{en}"
            ),
            say!(
                "提交后用 liangshai build 重新生成；确要用没有提交的内容，加 --allow-dirty",
                "commit, then `liangshai build` again; to use what is not committed, add --allow-dirty"
            ),
        ),
        None => (
            say!(
                "生成的网站有{count}个文件与现在的内容不符：{zh}",
                "{count} files of the build are not what the content makes now:{en}"
            ),
            say!("用 liangshai build 重新生成", "run `liangshai build` again"),
        ),
    };
    session.fail(lang, &message, &help)
}

pub fn unsigned(
    missing: &[&Standing],
    model: &Model,
    session: &mut Session,
    lang: Lang,
) -> anyhow::Result<Outcome> {
    let count = missing.len();
    let Text { zh, en } = listed(missing.iter().map(|standing| {
        let path = standing.subject.path(model);
        match standing.subject {
            Subject::Record(_) => say!("{path}", "{path}"),
            Subject::Site => say!("站点本身（{path}）", "the site itself ({path})"),
        }
    }));
    session.fail(
        lang,
        &say!("有{count}项内容没有签完三审：{zh}", "{count} not signed at every stage:{en}"),
        &say!(
            "liangshai approval status 列出缺哪些签字",
            "`liangshai approval status` tells which signatures are missing"
        ),
    )
}

/// The build tells of a day that is still to come.
pub fn to_come(built: &Built, today: Day) -> Option<(Text, Text)> {
    let day = &built.manifest.as_of;
    (*day > today.to_string()).then(|| {
        (
            say!(
                "生成的网站截至 {day}，那一天还没有到（今天 {today}）",
                "the build is as of {day}, a day still to come (today is {today})"
            ),
            say!(
                "按今天重新生成；确要用这一版，加 --force \"理由\"",
                "build it as of today; to use it all the same, add --force \"REASON\""
            ),
        )
    })
}

/// Readers see something else than the log says, or there is no log to say anything.
pub fn turned(standing: &publish::Standing, target: &str) -> Option<(Text, Text)> {
    if standing.log_is_lost() && standing.served.is_some() {
        return Some((
            say!(
                "“{target}”上有发布过的版本，日志 {LOG} 却不见了",
                "`{target}` has releases, and their log {LOG} is gone"
            ),
            say!(
                "查清是谁删的，从备份找回；找不回，加 --force \"理由\"，日志从这次重新记起",
                "find out who removed it and restore it; if it cannot be, add --force \"REASON\", and a new log begins"
            ),
        ));
    }
    let by_hand = standing.by_hand.as_ref()?;
    let Text { zh, en } = by_hand.told(standing.log.last());
    let (go_back_zh, go_back_en) = match standing.log.last().map(|record| &record.release) {
        Some(last) => (
            format!("换回去用 liangshai rollback {target} {last}；"),
            format!("`liangshai rollback {target} {last}` sets it right; "),
        ),
        None => Default::default(),
    };
    Some((
        say!("“{target}”：{zh}", "`{target}`: {en}"),
        say!(
            "查清是谁改的；{go_back_zh}确要发布这一版，加 --force \"理由\"",
            "find out who did that; {go_back_en}to publish this build, add --force \"REASON\""
        ),
    ))
}

/// The build is of an earlier day than what is served.
pub fn earlier_day(built: &Built, served: Option<&Served>, target: &str) -> Option<(Text, Text)> {
    let (here, there) = (&built.manifest.as_of, &served?.manifest.as_of);
    (there > here).then(|| {
        (
            say!(
                "“{target}”上是截至 {there} 的网站，比这里的 {here} 新",
                "`{target}` has the site as of {there}, later than {here}"
            ),
            say!(
                "用 liangshai build 按 {there} 或以后的日子重新生成；要马上撤下页面，用 liangshai rollback {target} 退回；确要以这一版代替，加 --force \"理由\"",
                "build it as of {there} or later; to take a page down at once, `liangshai rollback {target}`; to replace it by this build, add --force \"REASON\""
            ),
        )
    })
}

/// What is served is of a commit that the build's does not come after.
pub fn other_commit(served: &Served, proved: &Proved, target: &str) -> Option<(Text, Text)> {
    let revision = served.record.revision.as_deref().unwrap_or_default();
    match proved.order {
        Order::Unknown | Order::Later => None,
        Order::Otherwise => Some((
            say!(
                "“{target}”上的提交 {revision} 不在这里的历史中，可能更新",
                "`{target}` has the commit {revision}, which this one does not come after"
            ),
            say!(
                "先合并那个提交；确要以这一版代替，加 --force \"理由\"",
                "merge it first; to replace it by this build, add --force \"REASON\""
            ),
        )),
        Order::Missing => Some((
            say!(
                "“{target}”上的提交 {revision} 不在这个仓库里",
                "`{target}` has the commit {revision}, which this repository does not hold"
            ),
            say!(
                "先 git fetch；确要以这一版代替，加 --force \"理由\"",
                "`git fetch` first; to replace it by this build, add --force \"REASON\""
            ),
        )),
    }
}

/// Another hand was at the target.
pub fn strange(strange: &BTreeMap<String, Difference>, target: &str) -> (Text, Text) {
    let count = strange.len();
    let Text { zh, en } = differences(strange.iter());
    (
        say!(
            "“{target}”上有{count}个文件不是发布时的样子，可能被篡改：{zh}",
            "{count} files on `{target}` are not as they were published:{en}"
        ),
        say!(
            "查清是谁改的；确要以这一版覆盖，加 --force \"理由\"",
            "find out who did that; to write over it, add --force \"REASON\""
        ),
    )
}
