//! `approval sign`: a signature that came back on paper, written into the records it is for, and into
//! site.toml for the site itself.
//!
//! The code on the paper must be that of the change as it is in the folder: what is written down is
//! then what was seen.

mod clash;
mod edits;

use clap::Args;

use self::clash::Signs;
use self::edits::{Edit, edits, write_all};
use super::asked::Asked;
use super::sides::{self, Since};
use super::{Desk, desk_of_folder, no_change};
use crate::approval::{ContentCode, NoPost, Post, Posts, SignedLine, Subject};
use crate::cli::call::Told;
use crate::cli::{Outcome, Session, clock, parse_day};
use crate::diagnostic::{Text, told};
use crate::model::choice::{Choice as _, choose};
use crate::model::review::Verdict;
use crate::model::settings::Language;
use crate::model::{Day, ReviewStage};
use crate::say;

#[derive(Debug, Args)]
pub struct SignArgs {
    /// The branch, tag or commit the change is measured from, as on the form
    base: String,
    /// The stage, by either name: first, second, final, secrecy
    #[arg(value_parser = parse_stage)]
    stage: ReviewStage,
    /// The post that signed, by its title or id
    post: String,
    /// The content code on the paper
    #[arg(long, value_name = "CODE")]
    code: String,
    // Its further groups, where it was typed with blanks as it is printed.
    #[arg(hide = true, value_name = "CODE")]
    groups: Vec<String>,
    /// The day it was signed (today unless given)
    #[arg(long, value_name = "DAY", value_parser = parse_day)]
    date: Option<Day>,
    /// What was decided (approved unless given)
    #[arg(long, value_name = "WORDS", value_parser = parse_result)]
    result: Option<String>,
}

fn parse_stage(word: &str) -> Result<ReviewStage, Told> {
    choose(word).ok_or_else(|| {
        Told(say!(
            "写其中之一：初审、复审、终审、保密审查",
            "write one of: first, second, final, secrecy"
        ))
    })
}

fn parse_result(words: &str) -> Result<String, Told> {
    match Verdict::of(words) {
        Verdict::Unclear => Err(Told(say!("写“同意”或“不同意”", "write `approved` or `refused`"))),
        Verdict::Approved | Verdict::Refused => Ok(words.trim().to_owned()),
    }
}

/// What a call is refused for, and what is to be done.
type Refused = (Text, Text);

pub fn run(args: &SignArgs, session: &mut Session) -> anyhow::Result<Outcome> {
    let desk = match desk_of_folder(session)? {
        Ok(desk) => desk,
        Err(outcome) => return Ok(outcome),
    };
    let repository = match sides::repository(session)? {
        Ok(repository) => repository,
        Err(outcome) => return Ok(outcome),
    };
    let since = match sides::since(&desk, &repository, &args.base, None, session)? {
        Ok(since) => since,
        Err(outcome) => return Ok(outcome),
    };
    if since.change.is_empty() {
        return no_change(desk.lang, session);
    }
    let (post, edits) = match to_be_written(args, &desk, &since, session)? {
        Ok(signed) => signed,
        Err((message, help)) => return session.refuse(desk.lang, &message, Some(&help)),
    };
    write_all(&edits)?;
    if !session.global.quiet {
        writeln!(session.out, "{}", written(args, &post, &edits).in_lang(desk.lang))?;
    }
    Ok(Outcome::Done)
}

/// Who signed, and the files with the lines that say so.
fn to_be_written(
    args: &SignArgs,
    desk: &Desk,
    since: &Since,
    session: &Session,
) -> anyhow::Result<Result<(Post, Vec<Edit>), Refused>> {
    if let Some(day) = args.date.filter(|day| *day > clock::today()) {
        return Ok(Err((
            say!("签字日期 {day} 还没到", "the day of signing, {day}, is yet to come"),
            say!("写签字当天的日期", "give the day it was signed"),
        )));
    }
    if let (Some(day), Some(base)) = (args.date, since.day)
        && day < base
    {
        return Ok(Err((
            say!(
                "签字日期 {day} 早于起点那次提交（{base}），那天还没有这次改动",
                "the day of signing, {day}, is before that of the commit it is measured from ({base}): the change was not there yet"
            ),
            say!("写签字当天的日期", "give the day it was signed"),
        )));
    }
    let asked = desk.asked(since).into_iter().find(|asked| asked.stage.stage == args.stage);
    let Some(asked) = asked else { return Ok(Err(no_stage(args.stage))) };
    let posts = Posts::of(&desk.loaded.model, asked.rules);
    let (post, name) = match may_sign(&args.post, &asked, &posts) {
        Ok(signer) => signer,
        Err(refused) => return Ok(Err(refused)),
    };
    if let Err(refused) = is_of_paper(args, since) {
        return Ok(Err(refused));
    }
    let subjects = desk.to_be_signed(since, &asked);
    if subjects.is_empty() {
        return Ok(Err((
            say!("这次改动没有要签的记录", "nothing of this change is to be signed"),
            say!(
                "要签的类别写在 site.toml 的 [approval] kinds",
                "the kinds that are signed stand in `kinds` of `[approval]` in site.toml"
            ),
        )));
    }
    let language = desk.loaded.settings.language;
    let usual = match language {
        Language::Chinese => "同意",
        Language::English => "approved",
    };
    let (stage, post_name) = (args.stage, name.as_str());
    let (date, result) = (date(args, session), args.result.as_deref().unwrap_or(usual));
    let line = |(subject, code): (Subject, ContentCode)| {
        (subject, SignedLine { stage, post: post_name, date, result, code, language })
    };
    let lines = subjects.into_iter().map(line);
    let edits = match edits(&session.global.site, &desk.loaded.model, lines)? {
        Ok(edits) => edits,
        Err(refused) => return Ok(Err(refused)),
    };
    if edits.is_empty() {
        return Ok(Err((
            say!(
                "{name} {date} 签的已经登记过",
                "that {name} signed on {date} is written down already"
            ),
            say!("换一个环节登记，或提交", "write another stage down, or commit"),
        )));
    }
    if approves(args) {
        let signs = Signs { stage, post: &post, date, posts: &posts };
        let subjects = edits.iter().map(|edit| edit.subject);
        if let Some(refused) = signs.clash(subjects, &desk.signed(since, session)?, desk) {
            return Ok(Err(refused));
        }
    }
    Ok(Ok((post, edits)))
}

/// Whether the code on the paper is that of the change as it is in the folder.
fn is_of_paper(args: &SignArgs, since: &Since) -> Result<(), Refused> {
    let typed = args.code.clone() + &args.groups.concat();
    if since.change.code.is(&typed) {
        return Ok(());
    }
    if !ContentCode::can_be(&typed) {
        return Err((
            say!("“{typed}”不是内容码", "`{typed}` is no content code"),
            say!(
                "照纸上写全：16个字母和数字，分隔和大小写不论",
                "type all of it: 16 letters and figures, in either case, with or without blanks"
            ),
        ));
    }
    let base = &args.base;
    Err((
        say!(
            "纸上的内容码不是从 {base} 起这次变化的：审的不是现在的内容，起点不是表上写的，或者抄错了",
            "the code is not that of the change since {base} as it is now: something else was signed, the form names another start, or it was mistyped"
        ),
        say!(
            "核对内容码和起点，表的末行都写着；内容改过的，重新打印审批表送审",
            "see to the code and the start, which the last line of the form has; if the content was changed since, print the form and have it signed anew"
        ),
    ))
}

/// Tells what was written.
fn written(args: &SignArgs, post: &Post, edits: &[Edit]) -> Text {
    let (stage_zh, stage_en) = (args.stage.chinese(), args.stage.name());
    let (post, Text { zh, en }) = (told(&post.title), places(edits));
    match approves(args) {
        true => say!(
            "已在{zh}里登记{stage_zh}（{post}）；提交后生效",
            "wrote the signature `{stage_en}` of {post} into {en}: it counts once committed"
        ),
        false => say!(
            "已在{zh}里登记{stage_zh}不同意（{post}）；提交后生效",
            "wrote into {en} that {post} refused at `{stage_en}`: it counts once committed"
        ),
    }
}

/// What was written into.
fn places(edits: &[Edit]) -> Text {
    let has_site = edits.iter().any(|edit| edit.subject == Subject::Site);
    let count = edits.len() - usize::from(has_site);
    let ending = if count == 1 { "" } else { "s" };
    match (count, has_site) {
        (0, true) => say!(" site.toml ", "site.toml"),
        (_, true) => {
            say!("{count}条记录和 site.toml ", "{count} record{ending} and site.toml")
        }
        (_, false) => say!("{count}条记录", "{count} record{ending}"),
    }
}

fn no_stage(stage: ReviewStage) -> Refused {
    let (zh, en) = (stage.chinese(), stage.name());
    (
        say!("站点没有规定“{zh}”这个环节", "the site has no stage `{en}`"),
        say!(
            "环节写在 site.toml 的 [[approval.stages]]",
            "stages stand in `[[approval.stages]]` of site.toml"
        ),
    )
}

/// The post, where it may sign the stage, and the name that tells it from all others.
fn may_sign(word: &str, asked: &Asked, posts: &Posts) -> Result<(Post, String), Refused> {
    let those_that_may = || {
        let names: Vec<&str> = asked.stage.posts.iter().map(|post| post.value.as_str()).collect();
        let (names_zh, names_en) = (names.join("、"), names.join(", "));
        say!("可以签的岗位：{names_zh}", "the posts that may: {names_en}")
    };
    let post = posts.find(word).map_err(|none| match none {
        NoPost::Several { ids } => {
            let ids = ids.join(", ");
            (
                say!("叫“{word}”的岗位不止一个", "more than one post is called `{word}`"),
                say!("写id：{ids}", "write an id: {ids}"),
            )
        }
        NoPost::Unknown { .. } => {
            (say!("没有“{word}”这个岗位", "there is no post `{word}`"), those_that_may())
        }
    })?;
    let may = asked.stage.posts.iter().any(|own| posts.find(&own.value).as_ref() == Ok(&post));
    if !may {
        let (zh, en) = (asked.stage.stage.chinese(), asked.stage.stage.name());
        let message = say!("“{word}”无权签{zh}", "`{word}` may not sign `{en}`");
        return Err((message, those_that_may()));
    }
    let is_own = posts.find(&post.title).as_ref() == Ok(&post);
    let name = if is_own { post.title.clone() } else { word.trim().to_owned() };
    Ok((post, name))
}

/// The day it was signed.
fn date(args: &SignArgs, session: &Session) -> Day {
    args.date.or(session.global.as_of).unwrap_or_else(clock::today)
}

fn approves(args: &SignArgs) -> bool {
    args.result.as_deref().is_none_or(|words| Verdict::of(words) == Verdict::Approved)
}
