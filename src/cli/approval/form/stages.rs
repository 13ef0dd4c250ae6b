//! The stages of a form: who signed, or room to sign.

use serde::Serialize;

use super::super::Desk;
use super::super::asked::{Asked, Signed};
use super::super::sides::Since;
use super::room;
use crate::approval::{Signature, State, Way};
use crate::diagnostic::{Lang, Text, told};
use crate::model::choice::Choice as _;
use crate::say;

/// A stage.
#[derive(Debug, Serialize)]
pub struct StageView {
    name: String,
    /// What is to be known of it.
    note: String,
    /// Who may sign; of what is signed, who did.
    posts: String,
    /// What was decided, or what to choose from and room for words, in lines.
    opinion: Vec<String>,
    /// Room for one, or where that of a stage signed already is.
    signature: String,
    date: String,
}

/// Those a change is to be signed at; none where all of it is of kinds that need no signature.
pub fn stages(desk: &Desk, since: &Since, signed: &Signed, lang: Lang) -> Vec<StageView> {
    let asked = desk.asked(since).into_iter();
    let asked = asked.filter(|asked| !desk.to_be_signed(since, asked).is_empty());
    asked.map(|asked| stage(desk, since, signed, &asked, lang)).collect()
}

fn stage(desk: &Desk, since: &Since, signed: &Signed, asked: &Asked, lang: Lang) -> StageView {
    let text = |text: Text| text.in_lang(lang).to_owned();
    let day = |signature: &Signature| desk.loaded.theme.words.day(signature.date);
    let name = match lang {
        Lang::Zh => asked.stage.stage.chinese().to_owned(),
        Lang::En => asked.stage.stage.name().to_owned(),
    };
    let note = match asked.is_gone {
        true => text(say!("（拟取消）", "(to be taken out)")),
        false => String::new(),
    };
    let states = || {
        let subjects = desk.to_be_signed(since, asked).into_iter();
        subjects.map(|(subject, _)| signed.state(subject, asked.stage.stage))
    };
    if let Some(signature) = by_one(states()) {
        let how = match &signature.way {
            Way::Line(_) => say!("已登记", "written down"),
            Way::Commit(commit) => say!("提交 {commit}", "commit {commit}"),
        };
        return StageView {
            name,
            note,
            posts: room::cut(&told(&signature.post), room::POSTS),
            opinion: vec![text(say!("同意", "approved"))],
            signature: text(how),
            date: day(signature),
        };
    }
    let refusals = states().filter_map(|state| match state {
        Some(State::Refused(signature)) => Some(signature),
        _ => None,
    });
    let refused = refusals.max_by_key(|signature| signature.date).map(|signature| {
        let day = day(signature);
        text(say!("（{day}不同意）", "(refused {day})"))
    });
    StageView {
        name,
        note,
        posts: posts(asked),
        opinion: vec![
            text(say!("□ 同意　□ 不同意", "□ approved  □ refused")),
            text(say!("意见：", "Remarks:")),
        ],
        signature: refused.unwrap_or_default(),
        date: text(say!("　　年　月　日", "")),
    }
}

/// Who may sign; of several, whoever does ticks the one.
fn posts(asked: &Asked) -> String {
    let posts: Vec<&str> = asked.stage.posts.iter().map(|post| post.value.as_str()).collect();
    let all = match posts.len() {
        0 | 1 => posts.concat(),
        // A box stays with its post.
        _ => posts.iter().map(|post| format!("□\u{a0}{post}")).collect::<Vec<_>>().join(" "),
    };
    room::cut(&all, room::POSTS)
}

/// The newest signature, where one post has signed all of a change that is to be signed.
fn by_one<'a>(states: impl Iterator<Item = Option<&'a State>>) -> Option<&'a Signature> {
    let signature = |state: Option<&'a State>| match state {
        Some(State::Signed(signature)) => Some(signature),
        _ => None,
    };
    let all: Vec<&Signature> = states.map(signature).collect::<Option<_>>()?;
    let is_one = all.windows(2).all(|two| two[0].post == two[1].post);
    all.into_iter().filter(|_| is_one).max_by_key(|signature| signature.date)
}
