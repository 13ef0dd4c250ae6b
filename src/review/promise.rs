//! What a record promises on both sides, and where it stands: by when, by whose leave otherwise, in
//! which state.

use super::entries::{self, Event};
use super::record::Comparer;
use super::side::Side;
use super::{Change, MovedBy, Said, Standing, Term};
use crate::facts::task::DeadlineChange;
use crate::model::choice::Choice as _;
use crate::model::problem::Event as ProblemEvent;
use crate::model::task::Event as TaskEvent;
use crate::model::{Colour, Deadline, Kind, RecordId, State};
use crate::words::{Words, approved_by, leave_for};

impl Comparer<'_> {
    /// Whether a deadline is another, and how it came to be.
    pub(super) fn deadline(&self, from: Option<RecordId>, to: RecordId) -> Option<Change> {
        let (old, old_changes) = from.map_or((None, &[][..]), |from| deadline(self.base, from));
        let (new, new_changes) = deadline(self.head, to);
        let term = |side: &Side, deadline: Option<&Deadline>| {
            let deadline = deadline?;
            Some(Term {
                day: deadline.day(),
                text: self.said(side, |words| words.deadline(Some(deadline))),
            })
        };
        let (was, is) = (term(self.base, old), term(self.head, new));
        if was.as_ref().map(|term| (term.day, &term.text)) == is.as_ref().map(|t| (t.day, &t.text))
        {
            return None;
        }
        let days = old.and_then(Deadline::day).zip(new.and_then(Deadline::day));
        let days = days.map(|(old, new)| new.since(old));
        let known = |change: &DeadlineChange| old_changes.iter().any(|old| is_one(old, change));
        let entry = new_changes.last().filter(|last| last.to.as_ref() == new && !known(last));
        let rewritten = from.and_then(|from| {
            let lost = old_changes.iter().find(|old| !new_changes.iter().any(|n| is_one(old, n)));
            self.rewritten((from, lost), (to, entry))
        });
        let by = match (rewritten, entry) {
            (Some(by), _) => by,
            (None, Some(change)) => self.moved_by(to, change),
            (None, None) => MovedBy::Edit,
        };
        Some(Change::Deadline { from: was, to: is, days, by })
    }

    /// The entry that readers knew and that was written over, so that the deadline is another: the
    /// one in whose file a move now stands, or one whose own move is no longer there.
    fn rewritten(
        &self,
        (from, lost): (RecordId, Option<&DeadlineChange>),
        (to, entry): (RecordId, Option<&DeadlineChange>),
    ) -> Option<MovedBy> {
        let (old, new) = (entries::all(&self.base.model, from), entries::all(&self.head.model, to));
        let named =
            |events: &[Event], name: &str| events.iter().any(|event| entries::name(event) == name);
        let now = entry.and_then(|change| new.get(change.entry));
        let edited = now.and_then(|now| {
            let is_it = |before: &&Event| {
                entries::name(before) == entries::name(now)
                    && entries::text(before) != entries::text(now)
            };
            let known = entries::known(self.base, from);
            known.iter().find(is_it).copied()
        });
        let before = edited.or_else(|| old.get(lost?.entry).copied())?;
        let is_removed = !named(&new, &entries::name(&before));
        Some(MovedBy::Rewritten { date: before.entry.day, event: before.names, is_removed })
    }

    fn moved_by(&self, record: RecordId, change: &DeadlineChange) -> MovedBy {
        let model = &self.head.model;
        let (reason, approved_by) = match record.kind {
            Kind::Task => {
                let event = &model.task(record.typed()).entries[change.entry].event;
                let reason = match event {
                    TaskEvent::Changed { reason, .. } => Some(reason.clone()),
                    TaskEvent::Resumed { reason, .. } => reason.clone(),
                    _ => None,
                };
                (reason, approved_by(event))
            }
            _ => {
                let event = &model.problem(record.typed()).entries[change.entry].event;
                let reason = match event {
                    ProblemEvent::Changed { reason, .. }
                    | ProblemEvent::Reopened { reason, .. } => Some(reason.clone()),
                    _ => None,
                };
                (reason, leave_for(event))
            }
        };
        let approved_by = approved_by.map(|party| party.text.clone());
        MovedBy::Entry { date: change.effective, reason, approved_by }
    }

    /// Whether a task or problem stands otherwise, and why.
    pub(super) fn state(&self, from: RecordId, to: RecordId) -> Option<Change> {
        let (was, is) = (self.standing(self.base, from)?, self.standing(self.head, to)?);
        if was == is {
            return None;
        }
        let facts = self.head.facts();
        let why = self.said(self.head, |words| match self.kind {
            Kind::Task => words.why(facts, to.typed()),
            _ => words.why_problem(facts, to.typed()),
        });
        Some(Change::State { from: was, to: is, why: (!why.own.is_empty()).then_some(why) })
    }

    /// The states that a plan shows in another colour.
    pub(super) fn colours(&self, from: RecordId, to: RecordId) -> Vec<Change> {
        if self.kind != Kind::Plan {
            return Vec::new();
        }
        let (old, new) = (self.base.model.plan(from.typed()), self.head.model.plan(to.typed()));
        let change = |state: &State| {
            let (from, to) = (old.colour(*state), new.colour(*state));
            let state = (state.chinese(), state.name());
            (from != to).then_some(Change::Colour { state, from, to })
        };
        State::ALL.iter().filter_map(change).collect()
    }

    /// A text in the words of a side's pages and in those of the other language.
    fn said(&self, side: &Side, say: impl Fn(&Words) -> String) -> Said {
        Said { own: say(side.words()), other: say(self.other) }
    }

    fn standing(&self, side: &Side, record: RecordId) -> Option<Standing> {
        let standing = |state: &str, words: Said, colour: Option<Colour>| Standing {
            state: state.to_owned(),
            words,
            colour,
        };
        match record.kind {
            Kind::Task => {
                let facts = side.facts().task(record.typed())?;
                let say = |words: &Words| words.state_with_days(facts.state, facts.days);
                Some(standing(facts.state.name(), self.said(side, say), facts.colour))
            }
            Kind::Problem => {
                let facts = side.facts().problem(record.typed())?;
                let say = |words: &Words| words.problem_state_with_days(facts.standing);
                Some(standing(facts.state().name(), self.said(side, say), facts.colour))
            }
            _ => None,
        }
    }
}

/// Whether two moves are one: of the same day, to the same deadline.
fn is_one(one: &DeadlineChange, other: &DeadlineChange) -> bool {
    (one.effective, &one.to) == (other.effective, &other.to)
}

fn deadline(side: &Side, record: RecordId) -> (Option<&Deadline>, &[DeadlineChange]) {
    match record.kind {
        Kind::Task => side
            .facts()
            .task(record.typed())
            .map_or((None, &[]), |facts| (facts.commitment.deadline.as_ref(), &facts.changes[..])),
        Kind::Problem => side
            .facts()
            .problem(record.typed())
            .map_or((None, &[]), |facts| (facts.remedy.deadline.as_ref(), &facts.changes[..])),
        _ => (None, &[]),
    }
}
