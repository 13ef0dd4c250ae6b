//! Groups as data, with the seats of the day and without the names of people.

use serde::Serialize;

use super::row::{Context, Row};
use crate::model::group::Member;
use crate::model::{Day, Group, Id, Kind};

#[derive(Debug, Default, Serialize)]
pub struct GroupRow<'a> {
    id: &'a str,
    title: &'a str,
    parent: Option<&'a str>,
    members: Vec<MemberRow<'a>>,
    seated_at: Vec<&'a str>,
    lead: Option<&'a str>,
    leader: Option<&'a str>,
    url: Option<String>,
    sample: bool,
}

impl Row for GroupRow<'_> {}

#[derive(Debug, Serialize)]
struct MemberRow<'a> {
    role: Option<&'a str>,
    post: Option<&'a str>,
    office: Option<&'a str>,
}

/// A row a group, in the order of their ids.
pub fn rows<'a>(cx: &Context<'a>) -> impl Iterator<Item = GroupRow<'a>> {
    cx.facts.ids(Kind::Group).map(|record| row(cx, record.typed()))
}

fn row<'a>(cx: &Context<'a>, id: Id<Group>) -> GroupRow<'a> {
    let group = cx.facts.public().group(id);
    let day = cx.facts.day();
    let seated = group.members.iter().filter(|member| is_seated(member, day));
    GroupRow {
        id: &group.base.id,
        title: &group.base.title,
        parent: cx.id(group.parent),
        members: seated.map(|member| row_of(cx, member)).collect(),
        seated_at: cx.ids(&group.seated_at),
        lead: cx.id(group.lead),
        leader: cx.party(group.leader.as_ref()),
        url: cx.url(id),
        sample: group.base.sample,
    }
}

fn is_seated(member: &Member, day: Day) -> bool {
    member.from.is_none_or(|from| from <= day) && member.until.is_none_or(|until| day <= until)
}

fn row_of<'a>(cx: &Context<'a>, member: &'a Member) -> MemberRow<'a> {
    MemberRow {
        role: member.role.as_deref(),
        post: cx.party(member.post.as_ref()),
        office: cx.id(member.office),
    }
}
