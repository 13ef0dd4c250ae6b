//! # roster-differs
//!
//! A document's text lists one roster of a group, its annex another.
//!
//! 正文和附件里的名单不一样。
//!
//! A member stands in the annex alone, or the text has the director lead and the annex a deputy.
//! The page says by each such seat where it is listed (见于). Have the issuer mend it, or say in the
//! group's own words which one stands: 以附件为准.
//!
//! 有人只在附件名单里，或正文写局长负责、附件写副局长。页面在这样的席位旁注明见于哪里（“见于”）。
//! 与发文机关核对改正，或在页面文字里写明以哪个为准。
//!
//! ## Fails
//!
//! ```text
//! content/groups/zb.md
//! ---
//! 标题: 工作专班
//! 成员:
//!   - {角色: 组长, 职务: 局长}
//!   - {角色: 成员, 职务: 股长, 见于: 附件}
//! ---
//! ```
//!
//! ## Passes
//!
//! ```text
//! content/groups/zb.md
//! ---
//! 标题: 工作专班
//! 成员:
//!   - {角色: 组长, 职务: 局长}
//!   - {角色: 成员, 职务: 股长}
//! ---
//! ```

use crate::check::Subject;
use crate::check::text::{self, Text};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::group::{Listed, Member, Part};
use crate::model::{Group, Kind, Model};
use crate::say;

/// Roles of the one who leads.
const LEADERS: [&str; 14] = [
    "组长",
    "双组长",
    "第一组长",
    "主任",
    "召集人",
    "总召集人",
    "指挥长",
    "总指挥",
    "负责人",
    "总负责",
    "负总责",
    "chair",
    "head",
    "leader",
];

/// Words by which a text says which of two stands, and what it says so of.
const STANDS: [&str; 2] = ["为准", "prevails"];
const ROSTERS: [&str; 5] = ["附件", "正文", "名单", "annex", "text"];

/// A seat that one part of the document lists alone.
type Alone<'a> = (&'a Member, &'a Listed);

/// Warns of each such seat; of two that lead, once.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    let model = of.model;
    for record in model.records(Kind::Group) {
        if !is_settled(&text::of_record(model, record)) {
            of_group(model, model.group(record.typed()), out);
        }
    }
}

/// Whether a group's own words say which roster stands.
fn is_settled(words: &Text) -> bool {
    let has = |line: &str, any: &[&str]| any.iter().any(|word| line.contains(word));
    words.lines().any(|(_, line)| has(line, &STANDS) && has(line, &ROSTERS))
}

fn of_group(model: &Model, group: &Group, out: &mut Diagnostics) {
    let alone = |part: Part| -> Vec<Alone> {
        let listed = group.members.iter().filter_map(|seat| Some((seat, seat.listed.as_ref()?)));
        listed.filter(|(_, listed)| listed.part == part).collect()
    };
    let (mut text, mut annex) = (alone(Part::Text), alone(Part::Annex));
    let all = group.members.len();
    if text.len() == all || annex.len() == all {
        // The other part lists nobody: there is one roster, which cannot differ.
        return;
    }
    let leads = |seats: &[Alone]| seats.iter().position(|(seat, _)| is_leader(seat));
    if let (Some(in_text), Some(in_annex)) = (leads(&text), leads(&annex)) {
        let ((one, _), (other, listed)) = (text.remove(in_text), annex.remove(in_annex));
        let (one, other) = (name(model, one), name(model, other));
        let message = say!(
            "负责人正文写的是“{one}”，附件写的是“{other}”",
            "in the text `{one}` leads, in the annex `{other}`"
        );
        tell(listed, message, out);
    }
    for (seat, listed) in text.into_iter().chain(annex) {
        let seat = name(model, seat);
        let message = match listed.part {
            Part::Text => say!(
                "“{seat}”只见于正文，附件名单没有",
                "`{seat}` is in the text only, not in the annex"
            ),
            Part::Annex => say!(
                "“{seat}”只见于附件名单，正文没有",
                "`{seat}` is in the annex only, not in the text"
            ),
        };
        tell(listed, message, out);
    }
}

fn tell(listed: &Listed, message: crate::diagnostic::Text, out: &mut Diagnostics) {
    out.push(Diagnostic::new(Code::RosterDiffers, listed.at.clone(), message).help(say!(
        "与发文机关核对改正；改不了的，在页面文字里写明以正文还是附件为准",
        "have the issuer mend it, or say in the record's words which prevails, text or annex"
    )));
}

/// Whether a seat is that of the one who leads, whatever else its holder is.
fn is_leader(seat: &Member) -> bool {
    let Some(role) = &seat.role else { return false };
    let first = role.split(['兼', '、', '（', '(', ',']).next().unwrap_or("").trim();
    LEADERS.iter().any(|leader| leader.eq_ignore_ascii_case(first))
}

/// A seat by its post, office or role: a message names nobody.
fn name<'a>(model: &'a Model, seat: &'a Member) -> &'a str {
    let post = seat.post.as_ref().map(|post| post.text.as_str());
    let office = || seat.office.map(|office| model.office(office).base.title.as_str());
    post.or_else(office).or(seat.role.as_deref()).unwrap_or("—")
}
