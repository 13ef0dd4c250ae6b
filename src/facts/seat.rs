//! Seats of groups as of a day: who sits, who sat, and with which office's voice.

use super::Facts;
use crate::model::group::Member;
use crate::model::post::Holder;
use crate::model::{Day, Group, Id, Office, Post};

/// A time in the light of a day: its end is known only once it is past.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Term {
    Past,
    Present,
    /// Not yet known of.
    Future,
}

impl Term {
    /// How a time stands on a day; both its ends belong to it.
    pub fn on(day: Day, from: Option<Day>, until: Option<Day>) -> Self {
        if from.is_some_and(|from| from > day) {
            Term::Future
        } else if until.is_some_and(|until| until < day) {
            Term::Past
        } else {
            Term::Present
        }
    }
}

impl Facts {
    /// The day a time ended, once it is past.
    pub fn ended(&self, until: Option<Day>) -> Option<Day> {
        until.filter(|until| *until < self.day())
    }

    /// A group's seats of the day, or those past, in the document's order.
    pub fn seats(&self, id: Id<Group>, term: Term) -> impl Iterator<Item = &Member> {
        let members = self.public().group(id).members.iter();
        members.filter(move |seat| Term::on(self.day(), seat.from, seat.until) == term)
    }

    /// The holders of a post on the day, or those before, in the order written.
    pub fn holders(&self, id: Id<Post>, term: Term) -> impl Iterator<Item = &Holder> {
        let holders = self.public().post(id).holders.iter();
        holders.filter(move |holder| Term::on(self.day(), holder.from, holder.until) == term)
    }

    /// The post a seat belongs to, where it may be named.
    pub fn post_of_seat(&self, seat: &Member) -> Option<Id<Post>> {
        seat.post_id().filter(|post| self.counts((*post).into()))
    }

    /// The office a seat speaks for: its own, else its post's.
    pub fn office_of_seat(&self, seat: &Member) -> Option<Id<Office>> {
        let of_post = || self.public().post(self.post_of_seat(seat)?).office;
        seat.office.or_else(of_post).filter(|office| self.counts((*office).into()))
    }

    /// The groups that take part.
    pub fn groups(&self) -> impl Iterator<Item = (Id<Group>, &Group)> {
        self.public().groups().filter(|(id, _)| self.counts((*id).into()))
    }

    /// The groups under one, as the 专线 of a 领导小组.
    pub fn group_children(&self, parent: Id<Group>) -> impl Iterator<Item = (Id<Group>, &Group)> {
        self.groups().filter(move |(_, group)| group.parent == Some(parent))
    }
}
