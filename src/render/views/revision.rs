//! When records were changed: on their own pages, and all of them on one.

use super::Views;
use super::xml::{FEED_MOST, instant};
use crate::facts::Revision;
use crate::facts::revision::RECENT_DAYS;
use crate::model::{Day, EntryBase, RecordId};
use crate::render::view::{
    ChangedOn, ChangesOfDay, ChangesView, DateText, FeedEntry, FeedView, RevisedRecord,
};
use crate::site::{CHANGES, CHANGES_FEED, Route};

impl Views {
    /// What was changed of a record, the newest first.
    pub(super) fn revisions(&self, record: RecordId) -> Vec<ChangedOn> {
        let revisions = self.facts.revisions(record).iter();
        let view = |revision: &Revision| ChangedOn {
            date: self.day(revision.day),
            text: self.changes_text(record, revision),
            unrecorded: revision.is_unrecorded(record.kind),
        };
        revisions.map(view).collect()
    }

    /// What a revision changed, a phrase each.
    pub fn changes_of(&self, record: RecordId, revision: &Revision) -> Vec<String> {
        self.words.changes(&self.facts, record, revision)
    }

    fn changes_text(&self, record: RecordId, revision: &Revision) -> String {
        self.words.changes_in_a_row(&self.changes_of(record, revision))
    }

    /// The day a record was changed last.
    pub(super) fn last_changed(&self, record: RecordId) -> Option<Day> {
        self.facts.revisions(record).first().map(|revision| revision.day)
    }

    /// The day a record came into the site, where it does not say when it was published.
    pub(super) fn entered(&self, record: RecordId) -> Option<Day> {
        let is_published = self.facts.public().base(record).published.is_some();
        self.facts.first_seen(record).filter(|_| !is_published)
    }

    /// 补报, where an entry was filed or entered after the day it happened.
    pub(super) fn filed_late(&self, record: RecordId, entry: &EntryBase) -> Option<String> {
        let filed = entry.filed.filter(|filed| filed.day > entry.day);
        let filed = filed.map(|filed| self.words.moment(filed));
        let entered = self.facts.entered_late(record, entry).map(|day| self.words.day(day));
        match (filed, entered) {
            (Some(filed), Some(entered)) => Some(
                self.words
                    .fill("filed_and_entered_late", &[("filed", &filed), ("entered", &entered)]),
            ),
            (Some(filed), None) => Some(self.words.fill("filed_late", &[("filed", &filed)])),
            (None, Some(entered)) => {
                Some(self.words.fill("entered_late", &[("entered", &entered)]))
            }
            (None, None) => None,
        }
    }

    /// The changes of all records.
    pub fn changes(&self) -> ChangesView {
        let recent = self.facts.recent_revisions();
        let until = self.facts.day();
        let since = self.words.day(until.plus(1 - RECENT_DAYS));
        let until = self.words.day(until);
        let (total, listed) = (recent.total, recent.listed.len());
        let text = match total {
            0 => self.words.fill("recent_changes_none", &[("since", &since), ("until", &until)]),
            _ if listed < total => self.words.fill(
                "recent_changes_cut",
                &[("since", &since), ("until", &until), ("count", &total), ("listed", &listed)],
            ),
            _ => self.words.fill(
                "recent_changes_text",
                &[("since", &since), ("until", &until), ("count", &total)],
            ),
        };
        let days = recent.listed.chunk_by(|(_, a), (_, b)| a.day == b.day);
        let of_day = |items: &[(RecordId, &Revision)]| {
            let (_, first) = items.first()?;
            let items = items.iter().map(|(record, revision)| self.revised(*record, revision));
            Some(ChangesOfDay { date: self.day(first.day), items: items.collect() })
        };
        ChangesView {
            text,
            unrecorded: recent
                .listed
                .iter()
                .any(|(record, revision)| revision.is_unrecorded(record.kind)),
            days: days.filter_map(of_day).collect(),
            feed: self
                .site
                .pages
                .contains_key(&Route::new(CHANGES_FEED))
                .then(|| CHANGES_FEED.to_owned()),
        }
    }

    fn revised(&self, record: RecordId, revision: &Revision) -> RevisedRecord {
        RevisedRecord {
            kind: self.kind_word(record.kind).to_owned(),
            link: self.link(record),
            text: self.changes_text(record, revision),
            unrecorded: revision.is_unrecorded(record.kind),
            sample: self.facts.public().base(record).sample,
        }
    }

    /// The same as a feed; none without the site's address.
    pub fn changes_feed(&self) -> Option<FeedView> {
        let home_url = self.site.url(&Route::new(CHANGES))?;
        let recent = self.facts.recent_revisions();
        let updated = recent.listed.first().map_or(self.facts.day(), |(_, newest)| newest.day);
        let entries = recent.listed.iter().take(FEED_MOST).filter_map(|(record, revision)| {
            let url = self.site.url(self.site.route_of(*record)?)?;
            let title = self.facts.title(*record);
            let day = revision.day;
            Some(FeedEntry {
                id: format!("{url}#{day}-revision"),
                title: format!("{} {title}", self.kind_word(record.kind)),
                url,
                updated: instant(day, None),
                summary: self.changes_text(*record, revision),
            })
        });
        let site = &self.facts.settings().title;
        Some(FeedView {
            title: format!("{} - {site}", self.w("recent_changes")),
            self_url: self.site.url(&Route::new(CHANGES_FEED))?,
            id: home_url.clone(),
            home_url,
            updated: instant(updated, None),
            entries: entries.collect(),
        })
    }

    /// A day as pages show it, where there is one.
    pub(super) fn some_day(&self, day: Option<Day>) -> Option<DateText> {
        day.map(|day| self.day(day))
    }
}
