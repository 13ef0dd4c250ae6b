//! Why nothing is published, in words.

use std::collections::BTreeMap;
use std::path::Path;

use super::super::{Outcome, Session};
use super::proof::{Order, Proved};
use crate::approval::Standing;
use crate::diagnostic::Lang;
use crate::model::Model;
use crate::model::choice::Choice as _;
use crate::model::settings::Target;
use crate::publish::folder::{Difference, Odd};
use crate::publish::lock::Holder;
use crate::publish::{Built, Served, Unfit};
use crate::say;

/// How many paths are named.
const NAMED: usize = 10;

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

/// The build itself is no such thing as can be published.
pub fn unfit(
    unfit: &Unfit,
    from: &Path,
    session: &mut Session,
    lang: Lang,
) -> anyhow::Result<Outcome> {
    let folder = from.display();
    let build = say!("先运行 liangshai build", "run `liangshai build` first");
    let (message, help) = match unfit {
        Unfit::NoBuild => {
            (say!("“{folder}”里没有生成好的网站", "there is no build in `{folder}`"), build)
        }
        Unfit::Unfinished => (
            say!("“{folder}”里的网站没有生成完", "the build in `{folder}` was cut off"),
            say!("再运行一次 liangshai build", "run `liangshai build` again"),
        ),
        Unfit::Drafts => (
            say!("“{folder}”里的网站含有草稿，不得发布", "the build in `{folder}` shows drafts"),
            say!("不带 --drafts 再生成一次", "build it again without --drafts"),
        ),
        Unfit::Changed(changed) => {
            let count = changed.len();
            let message = say!(
                "“{folder}”里有{count}个文件在生成后被改动",
                "{count} files in `{folder}` were changed after they were built"
            );
            name(changed, session, lang)?;
            (message, say!("再运行一次 liangshai build", "run `liangshai build` again"))
        }
    };
    session.fault(lang, &message, &help)
}

/// A build for other readers than the target's.
pub fn of_another_kind(
    built: &Built,
    target: &Target,
    session: &mut Session,
    lang: Lang,
) -> anyhow::Result<Option<Outcome>> {
    let (built, wanted, name) = (&built.manifest.edition, target.scope.name(), &target.name);
    if built == wanted {
        return Ok(None);
    }
    let message = say!(
        "“{name}”发布 {wanted} 版，这里生成的是 {built} 版",
        "`{name}` takes the {wanted} edition, and this is the {built} one"
    );
    let help = say!(
        "用 liangshai build --edition {wanted} 生成后再发布",
        "build it by `liangshai build --edition {wanted}`"
    );
    session.fault(lang, &message, &help).map(Some)
}

pub fn not_its_day(built: &Built, session: &mut Session, lang: Lang) -> anyhow::Result<Outcome> {
    let day = &built.manifest.as_of;
    session.fault(
        lang,
        &say!("清单里的截至日“{day}”不是日期", "the manifest's day `{day}` is none"),
        &say!("再运行一次 liangshai build", "run `liangshai build` again"),
    )
}

pub fn no_repository(session: &mut Session, lang: Lang) -> anyhow::Result<Outcome> {
    session.fault(
        lang,
        &say!(
            "站点不在 git 仓库里，不能证明生成的是提交过的内容",
            "the site lies in no git repository, so nothing proves what was reviewed"
        ),
        &say!(
            "提交后再发布；确要发布没有提交的内容，加 --allow-dirty",
            "commit it first; to publish what is not committed, add --allow-dirty"
        ),
    )
}

pub fn not_the_revision(
    different: &[String],
    revision: Option<&str>,
    session: &mut Session,
    lang: Lang,
) -> anyhow::Result<Outcome> {
    for path in different.iter().take(NAMED) {
        writeln!(session.err, "  {path}")?;
    }
    more(different.len(), session, lang)?;
    let count = different.len();
    let (message, help) = match revision {
        Some(revision) => (
            say!(
                "生成的网站有{count}个文件与提交 {revision} 的内容不符",
                "{count} files of the build are not what the commit {revision} makes"
            ),
            say!(
                "提交后用 liangshai build 重新生成；确要发布没有提交的内容，加 --allow-dirty",
                "commit, then `liangshai build` again; to publish what is not committed, add --allow-dirty"
            ),
        ),
        None => (
            say!(
                "生成的网站有{count}个文件与现在的内容不符",
                "{count} files of the build are not what the content makes now"
            ),
            say!("用 liangshai build 重新生成", "run `liangshai build` again"),
        ),
    };
    session.fault(lang, &message, &help)
}

pub fn unsigned(
    missing: &[&Standing],
    model: &Model,
    session: &mut Session,
    lang: Lang,
) -> anyhow::Result<Outcome> {
    for standing in missing.iter().take(NAMED) {
        writeln!(session.err, "  {}", model.base(standing.record).path)?;
    }
    more(missing.len(), session, lang)?;
    let count = missing.len();
    session.fault(
        lang,
        &say!("有{count}项内容没有签完三审", "{count} records are not signed at every stage"),
        &say!(
            "liangshai approval status 列出缺哪些签字",
            "`liangshai approval status` tells which signatures are missing"
        ),
    )
}

pub fn busy(holder: &Holder, session: &mut Session, lang: Lang) -> anyhow::Result<Outcome> {
    let Holder { machine, since, .. } = holder;
    let who = holder.who.as_deref().unwrap_or(machine);
    session.fault(
        lang,
        &say!(
            "“{who}”正在发布（{machine}，自 {since}）",
            "`{who}` is publishing, on {machine} since {since}"
        ),
        &say!("等它结束后再发布", "publish when that is done"),
    )
}

/// What is served is newer than the build.
pub fn newer(
    built: &Built,
    served: &Served,
    proved: &Proved,
    target: &str,
    session: &mut Session,
    lang: Lang,
) -> anyhow::Result<Option<Outcome>> {
    let (here, there) = (&built.manifest.as_of, &served.manifest.as_of);
    let revision = served.record.as_ref().and_then(|record| record.revision.as_deref());
    let revision = revision.unwrap_or_default();
    let force = say!(
        "确要以这一版代替，加 --force \"理由\"",
        "to replace it by this build, add --force \"REASON\""
    );
    let (message, help) = if there > here {
        (
            say!(
                "“{target}”上是截至 {there} 的网站，比这里的 {here} 新",
                "`{target}` has the site as of {there}, later than {here}"
            ),
            force,
        )
    } else if proved.order == Order::Otherwise {
        (
            say!(
                "“{target}”上的提交 {revision} 不在这里的历史中，可能更新",
                "`{target}` has the commit {revision}, which this one does not come after"
            ),
            say!(
                "先合并那个提交；确要以这一版代替，加 --force \"理由\"",
                "merge it first; to replace it by this build, add --force \"REASON\""
            ),
        )
    } else if proved.order == Order::Missing {
        (
            say!(
                "“{target}”上的提交 {revision} 不在这个仓库里",
                "`{target}` has the commit {revision}, which this repository does not hold"
            ),
            say!(
                "先 git fetch；确要以这一版代替，加 --force \"理由\"",
                "`git fetch` first; to replace it by this build, add --force \"REASON\""
            ),
        )
    } else {
        return Ok(None);
    };
    session.fault(lang, &message, &help).map(Some)
}

/// Another hand was at the target.
pub fn strange(
    strange: &BTreeMap<String, Difference>,
    target: &str,
    session: &mut Session,
    lang: Lang,
) -> anyhow::Result<Outcome> {
    name(strange, session, lang)?;
    let count = strange.len();
    session.fault(
        lang,
        &say!(
            "“{target}”上有{count}个文件不是发布时的样子，可能被篡改",
            "{count} files on `{target}` are not as they were published"
        ),
        &say!(
            "查清是谁改的；确要以这一版覆盖，加 --force \"理由\"",
            "find out who did that; to write over it, add --force \"REASON\""
        ),
    )
}

/// Names what differs.
pub fn name(
    differences: &BTreeMap<String, Difference>,
    session: &mut Session,
    lang: Lang,
) -> anyhow::Result<()> {
    for (path, difference) in differences.iter().take(NAMED) {
        let word = match difference {
            Difference::Missing => say!("缺少", "missing"),
            Difference::Changed => say!("被改动", "changed"),
            Difference::Extra => say!("多出", "extra"),
            Difference::Odd(Odd::Link) => say!("是链接", "a link"),
            Difference::Odd(Odd::Device) => say!("不是普通文件", "no plain file"),
            Difference::Odd(Odd::Name) => say!("名称不是 UTF-8", "a name that is not UTF-8"),
        };
        writeln!(session.err, "  {}  {path}", word.in_lang(lang))?;
    }
    more(differences.len(), session, lang)
}

fn more(count: usize, session: &mut Session, lang: Lang) -> anyhow::Result<()> {
    if let Some(left) = count.checked_sub(NAMED).filter(|left| *left > 0) {
        let message = say!("……另有{left}个", "… and {left} more");
        writeln!(session.err, "  {}", message.in_lang(lang))?;
    }
    Ok(())
}
