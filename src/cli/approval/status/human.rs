//! The status for people, in lines.

use super::{Told, name, title};
use crate::approval::{Signature, Standing, State, Subject, Way};
use crate::diagnostic::{Text, told as told_of};
use crate::model::choice::Choice as _;
use crate::say;

/// How many names a line has.
const NAMES: usize = 12;

/// All of it.
pub fn lines(told: &Told) -> Vec<Text> {
    let mut lines: Vec<Text> = change(told).into_iter().collect();
    for standing in &told.standings {
        lines.extend(of_standing(told, standing));
    }
    lines.extend(
        [counted(told), not_changed(told), unasked(told), site(told), parts(told)]
            .into_iter()
            .flatten(),
    );
    lines
}

/// What changed since when.
fn change(told: &Told) -> Option<Text> {
    let (base, code) = told.since.map(|since| (&since.base, &since.code))?;
    Some(say!("自 {base} 以来的变化，内容码 {code}", "changed since {base}, content code {code}"))
}

/// A record or the site, and what each stage of it comes to.
fn of_standing(told: &Told, standing: &Standing) -> Vec<Text> {
    let Text { zh, en } = name(told.desk, standing.subject);
    let (title, code) = (told_of(title(told.desk, standing.subject)), standing.code);
    let mut lines = vec![say!("{zh}  {title}  {code}", "{en}  {title}  {code}")];
    lines.extend(told.approvals.stages.iter().zip(&standing.states).map(|(stage, state)| {
        let Text { zh, en } = words(state);
        let (stage_zh, stage_en) = (stage.chinese(), stage.name());
        say!("  {stage_zh}  {zh}", "  {stage_en}: {en}")
    }));
    lines
}

/// How many records are not signed; none of a site that asks for none of its records, or of a change
/// that has none of them.
fn counted(told: &Told) -> Option<Text> {
    let is_record = |standing: &&&Standing| standing.subject != Subject::Site;
    let count = told.standings.iter().filter(is_record).count();
    let is_open = |standing: &&&Standing| !standing.is_signed();
    let open = told.standings.iter().filter(is_record).filter(is_open).count();
    let all = told.approvals.standings.iter().filter(|own| own.subject != Subject::Site).count();
    if told.desk.settings.kinds.is_empty() {
        return None;
    }
    match told.since {
        Some(_) if count == 0 => None,
        Some(_) if open == 0 => {
            Some(say!("改动{count}条，都已签齐", "{count} changed, signed at every stage"))
        }
        Some(_) => Some(say!(
            "改动{count}条，其中{open}条没有签齐",
            "{count} changed, {open} of them not signed at every stage"
        )),
        None if open == 0 => Some(say!(
            "公开的{all}条都已签齐",
            "all {all} public records are signed at every stage"
        )),
        None => Some(say!(
            "公开的{all}条中有{open}条没有签齐",
            "of {all} public records {open} are not signed at every stage"
        )),
    }
}

/// What is not signed and is no part of the change.
fn not_changed(told: &Told) -> Option<Text> {
    told.since?;
    let is_told = |subject| told.standings.iter().any(|told| told.subject == subject);
    let open = told.approvals.standings.iter().filter(|standing| !standing.is_signed());
    let others = open.filter(|standing| !is_told(standing.subject)).count();
    (others > 0).then(|| {
        say!(
            "另有{others}条这次没有改动，也没有签齐；从“空”算起的审批表（approval form 空）包括它们",
            "{others} more did not change and are not signed at every stage; the form of all of the site (`approval form empty`) has them"
        )
    })
}

/// What changed and needs no signature.
fn unasked(told: &Told) -> Option<Text> {
    let unasked = told.since.map(|since| &since.unasked).filter(|all| !all.is_empty())?;
    let (count, zh, en) = (unasked.len(), few(unasked, "、"), few(unasked, ", "));
    Some(say!(
        "另有{count}条改动，属于 [approval] kinds 以外的类别，不用签：{zh}",
        "{count} more changed, of kinds that `[approval]` does not name and that need no signature: {en}"
    ))
}

/// Whether the site itself is signed, where it is to be.
fn site(told: &Told) -> Option<Text> {
    let site = told.approvals.standings.iter().find(|own| own.subject == Subject::Site)?;
    Some(match site.is_signed() {
        true => say!("站点本身已签齐", "the site itself is signed at every stage"),
        false => say!("站点本身没有签齐", "the site itself is not signed at every stage"),
    })
}

/// What changed of the site itself.
fn parts(told: &Told) -> Option<Text> {
    let parts = told.since.map(|since| &since.parts).filter(|parts| !parts.is_empty())?;
    let (count, zh, en) = (parts.len(), parts.join("、"), parts.join(", "));
    Some(match told.desk.settings.site {
        true => say!("站点本身改动{count}处：{zh}", "{count} changed of the site itself: {en}"),
        false => say!(
            "另有{count}处改动不属于哪条记录，只有审批表上的内容码管到，publish 不核对签名：{zh}",
            "{count} more changed that are of no record; only the content code of the form covers them, and `publish` asks for no signature: {en}"
        ),
    })
}

/// The first of many names.
fn few(names: &[String], between: &str) -> String {
    let shown = names.iter().take(NAMES).map(String::as_str);
    let more = (names.len() > NAMES).then_some("…");
    shown.chain(more).collect::<Vec<&str>>().join(between)
}

/// What a stage comes to.
fn words(state: &State) -> Text {
    let by = |signature: &Signature| {
        let (post, date) = (told_of(&signature.post).into_owned(), signature.date);
        match &signature.way {
            Way::Line(_) => say!("{post}，{date}", "{post}, {date}"),
            Way::Commit(commit) => {
                say!("{post}，{date}，提交 {commit}", "{post}, {date}, commit {commit}")
            }
        }
    };
    match state {
        State::Signed(signature) => by(signature),
        State::Missing => say!("没有签", "not signed"),
        State::Void(signature) => {
            let Text { zh, en } = by(signature);
            say!(
                "失效（{zh}）：之后内容改过，须重新审",
                "void ({en}): changed since, to be signed anew"
            )
        }
        State::Refused(signature) => {
            let Text { zh, en } = by(signature);
            say!("不同意（{zh}）", "refused ({en})")
        }
        State::SameSigner(signature, other) => {
            let (Text { zh, en }, other_zh, other_en) =
                (by(signature), other.chinese(), other.name());
            say!(
                "不算（{zh}）：与{other_zh}是同一岗位",
                "does not count ({en}): the post signed `{other_en}` too"
            )
        }
        State::OutOfOrder(signature, other) => {
            let (Text { zh, en }, other_zh, other_en) =
                (by(signature), other.chinese(), other.name());
            say!(
                "不算（{zh}）：早于{other_zh}",
                "does not count ({en}): it came before `{other_en}`"
            )
        }
        State::NotAllowed(signature) => {
            let Text { zh, en } = by(signature);
            say!(
                "不算（{zh}）：这个岗位无权签",
                "does not count ({en}): the post may not sign this stage"
            )
        }
        State::NoSuchPost(signature, _) => {
            let Text { zh, en } = by(signature);
            say!("不算（{zh}）：没有这个岗位", "does not count ({en}): there is no such post")
        }
    }
}
