//! `approval sign`: a signature that came back on paper, written into the records it is for, and into
//! site.toml for the site itself.
//!
//! The code on the paper must be that of the change as it is in the folder: what is written down is
//! then what was seen. All files are made before the first is replaced, and none stays replaced
//! where one fails.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;

use super::{Desk, desk_of_folder, no_change, sides};
use crate::approval::change::ChangeSet;
use crate::approval::{
    Approvals, ContentCode, NoPost, NotWritten, Post, Posts, SignedLine, State, Subject, with_line,
};
use crate::cli::call::Told;
use crate::cli::{Outcome, Session, clock, parse_day};
use crate::diagnostic::{Text, told};
use crate::disclose::Unpublished;
use crate::model::choice::{Choice as _, choose};
use crate::model::review::{Review, Verdict};
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

/// A file as it is to become.
struct Edit {
    subject: Subject,
    path: PathBuf,
    /// None where there is no file yet.
    before: Option<Vec<u8>>,
    after: Vec<u8>,
}

/// What a call is refused for.
type Refused = (Text, Text);

pub fn run(args: &SignArgs, session: &mut Session) -> anyhow::Result<Outcome> {
    let desk = match desk_of_folder(session)? {
        Ok(desk) => desk,
        Err(outcome) => return Ok(outcome),
    };
    let lang = desk.lang;
    if let Some(day) = args.date.filter(|day| *day > clock::today()) {
        let message = say!("签字日期 {day} 还没到", "the day of signing, {day}, is yet to come");
        let help = say!("写签字当天的日期", "give the day it was signed");
        return session.refuse(lang, &message, Some(&help));
    }
    let (post, name) = match may_sign(args, &desk) {
        Ok(signer) => signer,
        Err((message, help)) => return session.refuse(lang, &message, Some(&help)),
    };
    let repository = match sides::repository(session)? {
        Ok(repository) => repository,
        Err(outcome) => return Ok(outcome),
    };
    let change = match sides::since(&desk, &repository, &args.base, None, session)? {
        Ok(since) => since.change,
        Err(outcome) => return Ok(outcome),
    };
    if change.is_empty() {
        return no_change(lang, session);
    }
    if !change.code.is(&args.code) {
        let base = &args.base;
        return session.refuse(
            lang,
            &say!(
                "纸上的内容码不是从 {base} 起这次变化的：审的不是现在的内容，起点不是表上写的，或者抄错了",
                "the code is not that of the change since {base} as it is now: something else was signed, the form names another start, or it was mistyped"
            ),
            Some(&say!(
                "核对内容码和起点，表的末行都写着；内容改过的，重新打印审批表送审",
                "see to the code and the start, which the last line of the form has; if the content was changed since, print the form and have it signed anew"
            )),
        );
    }
    let edits = match edits(args, &desk, &change, &name, session)? {
        Ok(edits) => edits,
        Err((message, help)) => return session.refuse(lang, &message, Some(&help)),
    };
    let facts = desk.loaded.facts(session, Unpublished::Hidden);
    let approvals = desk.loaded.approvals(&facts)?;
    let clash = approvals.and_then(|approvals| {
        let signs = Signs { stage: args.stage, post: &post, date: date(args, session) };
        let subjects = edits.iter().map(|edit| edit.subject);
        signs.clash(subjects, &approvals, &desk).filter(|_| approves(args))
    });
    if let Some((message, help)) = clash {
        return session.refuse(lang, &message, Some(&help));
    }
    write_all(&edits)?;
    let (stage_zh, stage_en) = (args.stage.chinese(), args.stage.name());
    let (post, Text { zh, en }) = (told(&post.title).into_owned(), places(&edits));
    let line = match approves(args) {
        true => say!(
            "已在{zh}里登记{stage_zh}（{post}）；提交后生效",
            "wrote the signature `{stage_en}` of {post} into {en}: it counts once committed"
        ),
        false => say!(
            "已在{zh}里登记{stage_zh}不同意（{post}）；提交后生效",
            "wrote into {en} that {post} refused at `{stage_en}`: it counts once committed"
        ),
    };
    if !session.global.quiet {
        writeln!(session.out, "{}", line.in_lang(lang))?;
    }
    Ok(Outcome::Done)
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

/// The post, where it may sign the stage, and the name that tells it from all others.
fn may_sign(args: &SignArgs, desk: &Desk) -> Result<(Post, String), Refused> {
    let (zh, en) = (args.stage.chinese(), args.stage.name());
    let stage = desk.settings.stages.iter().find(|stage| stage.stage == args.stage);
    let Some(stage) = stage else {
        return Err((
            say!("站点没有规定“{zh}”这个环节", "the site has no stage `{en}`"),
            say!(
                "环节写在 site.toml 的 [[approval.stages]]；这次删去的，由它签在提交说明末尾",
                "stages stand in `[[approval.stages]]` of site.toml; one that the change takes out signs at the end of a commit's message"
            ),
        ));
    };
    let posts = Posts::of(&desk.loaded.model, &desk.settings);
    let word = &args.post;
    let post = posts.find(word).map_err(|none| match none {
        NoPost::Several { ids } => {
            let ids = ids.join(", ");
            (
                say!("叫“{word}”的岗位不止一个", "more than one post is called `{word}`"),
                say!("写id：{ids}", "write an id: {ids}"),
            )
        }
        NoPost::Unknown { near: Some(near) } => (
            say!("没有“{word}”这个岗位", "there is no post `{word}`"),
            say!("是不是“{near}”？", "did you mean `{near}`?"),
        ),
        NoPost::Unknown { near: None } => (
            say!("没有“{word}”这个岗位", "there is no post `{word}`"),
            say!("写岗位的标题或id", "write the title or id of a post"),
        ),
    })?;
    let allowed = stage.posts.iter().any(|own| posts.find(&own.value).as_ref() == Ok(&post));
    if !allowed {
        let names: Vec<&str> = stage.posts.iter().map(|post| post.value.as_str()).collect();
        let (names_zh, names_en) = (names.join("、"), names.join(", "));
        return Err((
            say!("“{word}”无权签{zh}", "`{word}` may not sign `{en}`"),
            say!("可以签的岗位：{names_zh}", "the posts that may: {names_en}"),
        ));
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

/// A signature that is to count.
struct Signs<'a> {
    stage: ReviewStage,
    post: &'a Post,
    date: Day,
}

impl Signs<'_> {
    /// Why it would not count, or another that stands would count no more: of stages in order each has
    /// a signer of its own, and none is dated before the one that comes first.
    fn clash(
        &self,
        subjects: impl Iterator<Item = Subject>,
        approvals: &Approvals,
        desk: &Desk,
    ) -> Option<Refused> {
        let own = approvals.stages.iter().position(|stage| *stage == self.stage)?;
        let posts = Posts::of(&desk.loaded.model, &desk.settings);
        let subjects: BTreeSet<Subject> = subjects.collect();
        let standings = approvals.standings.iter();
        for standing in standings.filter(|standing| subjects.contains(&standing.subject)) {
            let path = standing.subject.path(&desk.loaded.model);
            for (at, (other, state)) in approvals.stages.iter().zip(&standing.states).enumerate() {
                let State::Signed(signature) = state else { continue };
                if at == own || !other.is_in_order() || !self.stage.is_in_order() {
                    continue;
                }
                let (zh, en) = (self.stage.chinese(), self.stage.name());
                let (other_zh, other_en) = (other.chinese(), other.name());
                let (day, date) = (self.date, signature.date);
                if posts.find(&signature.post).as_ref() == Ok(self.post) {
                    let post = told(&self.post.title);
                    return Some((
                        say!(
                            "“{post}”已签{other_zh}（{date}，{path}），不能再签{zh}",
                            "`{post}` has signed `{other_en}` ({date}, {path}) and cannot sign `{en}` too"
                        ),
                        say!("由另一岗位签", "have another post sign it"),
                    ));
                }
                let is_before = |date| (at < own && day < date) || (own < at && date < day);
                // Another line of that post may be in order, as after a day was mistyped.
                let is_other = |review: &Review| {
                    review.stage == *other
                        && review.post.as_deref() == Some(&*signature.post)
                        && review.result.as_deref().map(Verdict::of) == Some(Verdict::Approved)
                        && review.code.as_deref().is_some_and(|code| standing.code.is(code))
                        && review.date.is_some_and(|date| !is_before(date))
                };
                let reviews = standing.subject.reviews(&desk.loaded.model);
                if is_before(date) && !reviews.iter().any(is_other) {
                    return Some((
                        say!(
                            "{zh}日期 {day} 与{other_zh}日期 {date} 先后颠倒（{path}）",
                            "the day of `{en}`, {day}, and that of `{other_en}`, {date}, are out of order ({path})"
                        ),
                        say!(
                            "核对纸上的日期；{other_zh}登记错了日期的，按正确的日期再登记一次；确实签颠倒了的，按次序重新签",
                            "see to the days on the paper; write `{other_en}` down again where its day was mistyped; what was signed out of order is to be signed anew"
                        ),
                    ));
                }
            }
        }
        None
    }
}

/// Each file with the line written in; those that have it already are left out.
fn edits(
    args: &SignArgs,
    desk: &Desk,
    change: &ChangeSet,
    post: &str,
    session: &Session,
) -> anyhow::Result<Result<Vec<Edit>, Refused>> {
    let language = desk.loaded.settings.language;
    let usual = match language {
        Language::Chinese => "同意",
        Language::English => "approved",
    };
    let (date, result) = (date(args, session), args.result.as_deref().unwrap_or(usual));
    let mut edits = Vec::new();
    let model = &desk.loaded.model;
    for (subject, code) in desk.to_be_signed(change) {
        let last = subject.reviews(model).iter().rfind(|review| review.stage == args.stage);
        let has = last.is_some_and(|review| {
            let is_code =
                |code: ContentCode| review.code.as_deref().is_some_and(|own| code.is(own));
            review.date == Some(date)
                && is_code(code)
                && review.post.as_deref() == Some(post)
                && review.result.as_deref() == Some(result)
        });
        if has {
            continue;
        }
        let line = SignedLine { stage: args.stage, post, date, result, code, language };
        let path = session.global.site.join(subject.path(model));
        let before = match fs::read(&path) {
            Ok(bytes) => Some(bytes),
            // What was issued has a record without a word of its own.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(error) => {
                return Err(error).with_context(|| format!("cannot read {}", path.display()));
            }
        };
        let text = before.as_deref().unwrap_or(b"---\n---\n");
        match with_line(subject, subject.path(model), text, &line) {
            Ok(after) => edits.push(Edit { subject, path, before, after }),
            Err(reason) => return Ok(Err(not_written(subject, subject.path(model), reason))),
        }
    }
    if edits.is_empty() {
        return Ok(Err((
            say!("没有要登记的记录", "there is nothing to write it into"),
            say!(
                "都已登记过，或改动的都不在 [approval] kinds 之内",
                "all have it already, or none is of the kinds in `[approval]`"
            ),
        )));
    }
    Ok(Ok(edits))
}

fn not_written(subject: Subject, path: &str, reason: NotWritten) -> Refused {
    match (reason, subject) {
        (NotWritten::NotUtf8, _) => (
            say!("{path} 不是UTF-8，没有登记", "{path} is not in UTF-8; nothing was written"),
            say!("先运行 liangshai check --fix", "run `liangshai check --fix` first"),
        ),
        (NotWritten::Form, Subject::Site) => (
            say!(
                "{path} 里加不进 [[approval.signed]]，没有登记",
                "no `[[approval.signed]]` can be added to {path}; nothing was written"
            ),
            say!(
                "approval 写成 [approval] 一节，签名各写成一节 [[approval.signed]]",
                "write `approval` as a table `[approval]`, and each signature as `[[approval.signed]]`"
            ),
        ),
        (NotWritten::Form, Subject::Record(_)) => (
            say!(
                "{path} 的“审查”加不进一行，没有登记",
                "no line can be added to `review` in {path}; nothing was written"
            ),
            say!(
                "把“审查”写成列表：下一行起，每条以“- ”开头",
                "write `review` as a list, each line below it beginning with `- `"
            ),
        ),
    }
}

/// Replaces the files, all or none.
fn write_all(edits: &[Edit]) -> anyhow::Result<()> {
    let waiting = |edit: &Edit| edit.path.with_extension("liangshai-sign");
    let clear = |done: usize| {
        for edit in &edits[..done] {
            // On the way out of a failure, which is told.
            let _ = match &edit.before {
                Some(before) => fs::write(&edit.path, before),
                None => fs::remove_file(&edit.path),
            };
        }
        for edit in edits {
            let _ = fs::remove_file(waiting(edit));
        }
    };
    for edit in edits {
        if let Err(error) = write_synced(&waiting(edit), &edit.after) {
            clear(0);
            return Err(error).with_context(|| format!("cannot write {}", edit.path.display()));
        }
    }
    for (i, edit) in edits.iter().enumerate() {
        if let Err(error) = fs::rename(waiting(edit), &edit.path) {
            clear(i);
            return Err(error).with_context(|| format!("cannot write {}", edit.path.display()));
        }
    }
    Ok(())
}

fn write_synced(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = fs::File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}
