//! 领导小组、专班、专线: groups with dated seats.

use super::choice::Choice;
use super::fields::Fields;
use super::id::Id;
use super::key::{self, Field, optional};
use super::office::Office;
use super::plan::Plan;
use super::post::Post;
use super::reference::Lookup;
use super::{Base, Day, Kind, Party};
use crate::diagnostic::{Diagnostics, Place};

/// A group of seats.
#[derive(Debug, Clone)]
pub struct Group {
    pub base: Base,
    /// The plan it was set up for.
    pub plan: Option<Id<Plan>>,
    pub parent: Option<Id<Group>>,
    pub members: Vec<Member>,
    pub seated_at: Vec<Id<Office>>,
    pub lead: Option<Id<Office>>,
    pub leader: Option<Party>,
}

/// A seat; it stays with the post when the post's holder changes.
#[derive(Debug, Clone)]
pub struct Member {
    pub role: Option<String>,
    pub post: Option<Party>,
    pub office: Option<Id<Office>>,
    pub name: Option<String>,
    pub from: Option<Day>,
    pub until: Option<Day>,
    /// Where alone the document lists the seat; none where its text and its annex agree on it.
    pub listed: Option<Listed>,
}

/// What a document says of a seat in one of its parts alone.
#[derive(Debug, Clone)]
pub struct Listed {
    pub part: Part,
    pub at: Place,
}

/// A part of a document that lists the seats of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Text,
    Annex,
}

impl Choice for Part {
    const WORDS: &'static [(Self, &'static str, &'static [&'static str])] =
        &[(Part::Text, "text", &["正文"]), (Part::Annex, "annex", &["附件"])];
}

impl Member {
    /// The post's record, if the seat belongs to one.
    pub fn post_id(&self) -> Option<Id<Post>> {
        let record = self.post.as_ref()?.record?;
        (record.kind == Kind::Post).then(|| record.typed())
    }
}

pub const FIELDS: &[Field] = &[
    optional(&key::PUBLISHED, "2023-03-03"),
    optional(&key::PLAN, "方案的标题或id"),
    optional(&key::PARENT, "上级小组"),
    optional(&key::MEMBERS, "[{角色: 组长, 职务: 局长}]"),
    optional(&key::SEATED_AT, "[审批办]"),
    optional(&key::LEAD_OFFICE, "审批办"),
    optional(&key::LEADER, "副局长"),
];

impl Group {
    pub(super) fn decode(
        base: Base,
        plan: Option<(Id<Plan>, &Plan)>,
        fields: &mut Fields,
        lookup: &Lookup,
        out: &mut Diagnostics,
    ) -> Self {
        let parent = lookup.one(fields, &key::PARENT, Kind::Group, out);
        let mut members = Vec::new();
        for mut line in fields.maps(&key::MEMBERS, out) {
            let part = line.choice(&key::LISTED_IN, out);
            let at = || line.place(line.value_span(&key::LISTED_IN));
            let listed = part.map(|part| Listed { part, at: at() });
            members.push(Member {
                role: line.text(&key::ROLE, out),
                post: lookup.party(&mut line, &key::POST, out),
                office: lookup.one(&mut line, &key::OFFICE, Kind::Office, out),
                name: line.text(&key::HOLDER_NAME, out),
                from: line.start(&key::FROM, None, out),
                until: line.end(&key::UNTIL, None, out),
                listed,
            });
            line.finish(out);
        }
        Self {
            base,
            plan: plan.map(|(id, _)| id),
            parent,
            members,
            seated_at: lookup.offices(fields, &key::SEATED_AT, out),
            lead: lookup.one(fields, &key::LEAD_OFFICE, Kind::Office, out),
            leader: lookup.party(fields, &key::LEADER, out),
        }
    }
}
