//! Groups as data, with the seats of the day and without the names of people.

use serde::Serialize;

use super::row::{Context, Row, translations};
use crate::facts::seat::Term;
use crate::model::choice::Choice;
use crate::model::group::Member;
use crate::model::{Day, Group, Id, Kind};

#[derive(Debug, Default, Serialize)]
pub struct GroupRow<'a> {
    id: &'a str,
    title: &'a str,
    plan: Option<&'a str>,
    parent: Option<&'a str>,
    members: Vec<MemberRow<'a>>,
    past_members: Vec<MemberRow<'a>>,
    seated_at: Vec<&'a str>,
    lead: Option<&'a str>,
    leader: Option<&'a str>,
    url: Option<String>,
    sample: bool,
    translations: Vec<&'a str>,
}

impl Row for GroupRow<'_> {}

#[derive(Debug, Serialize)]
struct MemberRow<'a> {
    role: Option<&'a str>,
    post: Option<&'a str>,
    office: Option<&'a str>,
    from: Option<Day>,
    /// Once it is past.
    until: Option<Day>,
    /// The one part of the document that lists it: `text` or `annex`.
    listed_in: Option<&'static str>,
}

/// A row a group, in the order of their ids.
pub fn rows<'a>(cx: &Context<'a>) -> impl Iterator<Item = GroupRow<'a>> {
    cx.facts.ids(Kind::Group).map(|record| row(cx, record.typed()))
}

fn row<'a>(cx: &Context<'a>, id: Id<Group>) -> GroupRow<'a> {
    let group = cx.facts.public().group(id);
    let seats = |term| cx.facts.seats(id, term).map(|seat| row_of(cx, seat)).collect();
    GroupRow {
        id: &group.base.id,
        title: &group.base.title,
        plan: cx.id(group.plan),
        parent: cx.id(group.parent),
        members: seats(Term::Present),
        past_members: seats(Term::Past),
        seated_at: cx.ids(&group.seated_at),
        lead: cx.id(group.lead),
        leader: cx.party(group.leader.as_ref()),
        url: cx.url(id),
        sample: group.base.sample,
        translations: translations(&group.base),
    }
}

fn row_of<'a>(cx: &Context<'a>, seat: &'a Member) -> MemberRow<'a> {
    MemberRow {
        role: seat.role.as_deref(),
        post: cx.party(seat.post.as_ref()),
        office: cx.id(cx.facts.office_of_seat(seat)),
        from: seat.from,
        until: cx.facts.ended(seat.until),
        listed_in: seat.listed.as_ref().map(|listed| listed.part.name()),
    }
}
