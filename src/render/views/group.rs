//! Groups: their seats on the day, and what stands under them.

use super::Views;
use super::office::is;
use crate::facts::seat::Term;
use crate::model::group::{Member, Part};
use crate::model::{Group, Id, Office, Post, RecordId};
use crate::render::view::{ChildGroup, Fact, GroupView, Link, MemberRow};

impl Views {
    /// A group's page.
    pub fn group(&self, id: Id<Group>) -> GroupView {
        let group = self.facts.public().group(id);
        let record: RecordId = id.into();
        let parent = group.parent.map(|parent| self.link(parent.into()));
        let lead: Vec<_> = group.lead.into_iter().collect();
        let seats = |term| self.facts.seats(id, term).map(|seat| self.member(seat)).collect();
        let mut children = Vec::new();
        self.groups_under(id, 0, &mut children);
        GroupView {
            facts: [
                self.fact_plan(group.plan),
                self.fact("label_parent", parent.into_iter().collect()),
                self.fact_party("label_leader", group.leader.as_ref()),
                self.fact_offices("label_lead_office", &lead),
                self.fact_offices("label_seated_at", &group.seated_at),
            ]
            .into_iter()
            .flatten()
            .collect(),
            body_html: self.body(record, &group.base.body),
            members: seats(Term::Present),
            past: seats(Term::Past),
            children,
            problems: self.problem_section(self.facts.problems_of_line(id), &[]),
            attachments: self.attachments(record, &group.base.attachments),
        }
    }

    /// The groups under one, each before those under it.
    fn groups_under(&self, parent: Id<Group>, depth: u32, found: &mut Vec<ChildGroup>) {
        for (id, group) in self.facts.group_children(parent) {
            found.push(ChildGroup {
                link: self.link(id.into()),
                depth,
                leader: group.leader.as_ref().map(|leader| self.party_link(leader)),
                lead: group.lead.map(|office| self.office_link(office)),
            });
            self.groups_under(id, depth + 1, found);
        }
    }

    fn member(&self, seat: &Member) -> MemberRow {
        let term = Term::on(self.facts.day(), seat.from, seat.until);
        // The seat stays with the post: whoever holds it on the day sits. Who held it when a seat
        // ended is not asked.
        let post = self.facts.post_of_seat(seat).filter(|_| term == Term::Present);
        let holders: Vec<String> = post.map_or_else(Vec::new, |post| {
            self.facts.holders(post, Term::Present).map(|holder| holder.name.clone()).collect()
        });
        let holders = (!holders.is_empty()).then(|| self.words.join(&holders));
        MemberRow {
            role: seat.role.clone().unwrap_or_else(|| self.w("label_member")),
            post: seat.post.as_ref().map(|post| self.party_link(post)),
            office: self.facts.office_of_seat(seat).map(|office| self.office_link(office)),
            name: seat.name.clone().or(holders),
            span: self.span(seat.from, self.facts.ended(seat.until)),
            listed: self.listed(seat),
        }
    }

    /// That only one part of the document lists a seat.
    fn listed(&self, seat: &Member) -> Option<String> {
        let words = match seat.listed.as_ref()?.part {
            Part::Text => "seat_in_text_only",
            Part::Annex => "seat_in_annex_only",
        };
        Some(self.w(words))
    }

    /// The groups a post has a seat in on the day or leads, by role.
    pub(super) fn seats(&self, id: Id<Post>) -> Vec<Fact> {
        let mut seats = Vec::new();
        for (group, record) in self.facts.groups() {
            for seat in self.facts.seats(group, Term::Present) {
                if seat.post_id() == Some(id) {
                    seats.push(self.seat(seat, group, None));
                }
            }
            if is(record.leader.as_ref(), id.into()) {
                let label = self.w("label_leader");
                seats.push(Fact { label, values: vec![self.link(group.into())], note: None });
            }
        }
        seats
    }

    /// The seats an office or its posts have on the day, each with its post.
    pub(super) fn seats_of_office(&self, id: Id<Office>) -> Vec<Fact> {
        let mut seats = Vec::new();
        for (group, _) in self.facts.groups() {
            for seat in self.facts.seats(group, Term::Present) {
                if self.facts.office_of_seat(seat) == Some(id) {
                    let post = seat.post.as_ref().map(|post| self.party_link(post));
                    seats.push(self.seat(seat, group, post));
                }
            }
        }
        seats
    }

    fn seat(&self, seat: &Member, group: Id<Group>, post: Option<Link>) -> Fact {
        let notes: Vec<String> =
            post.map(|post| post.label).into_iter().chain(self.listed(seat)).collect();
        Fact {
            label: seat.role.clone().unwrap_or_else(|| self.w("label_member")),
            values: vec![self.link(group.into())],
            note: (!notes.is_empty()).then(|| self.words.join(&notes)),
        }
    }
}
