//! Ways to fewer of the rows of a long list: what the board and the list of problems share.
//!
//! Each way is a list of plain links. A script reads its choices from the same links, and finds the
//! rows they stand for by what these say of themselves.

use super::Views;
use crate::model::{Id, Kind, Office, RecordId};
use crate::render::view::{Link, ListWay, ListWayItem};
use crate::site::{Part, Route};

/// How many links a way may hold; of a larger tree the heads are linked alone.
const LINKS: usize = 400;

/// What rows are narrowed by.
#[derive(Debug, Clone, Copy)]
pub(super) enum Narrow {
    State,
    Month,
    Office,
    Indicator,
    Channel,
    Line,
    Plan,
}

impl Narrow {
    /// What a filter in the address is called, and the words for a list of links and for a choice.
    fn names(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::State => ("state", "way_state_title", "way_state"),
            Self::Month => ("month", "way_month_title", "way_month"),
            Self::Office => ("office", "way_office_title", "way_office"),
            Self::Indicator => ("indicator", "way_indicator_title", "way_indicator"),
            Self::Channel => ("channel", "way_channel_title", "way_channel"),
            Self::Line => ("line", "way_line_title", "way_line"),
            Self::Plan => ("plan", "way_plan_title", "way_plan"),
        }
    }
}

impl Views {
    /// A way of those things.
    pub(super) fn list_way(&self, by: Narrow, items: Vec<ListWayItem>) -> ListWay {
        let (name, title, label) = by.names();
        ListWay { name, title: self.w(title), label: self.w(label), items }
    }

    /// A way of records, some below others; of those without a row nothing is said.
    pub(super) fn way_of_tree(
        &self,
        by: Narrow,
        all: impl IntoIterator<Item = ListWayItem>,
    ) -> ListWay {
        let mut items: Vec<ListWayItem> = all.into_iter().filter(|item| item.count > 0).collect();
        if items.len() > LINKS {
            items.retain(|item| item.depth == 0);
        }
        self.list_way(by, items)
    }

    /// A record to narrow by.
    pub(super) fn way_item(
        &self,
        record: RecordId,
        link: Link,
        count: usize,
        depth: u32,
    ) -> ListWayItem {
        let value = self.facts.public().base(record).id.clone();
        ListWayItem { value, link, count, depth }
    }

    /// What has a page of its own that lists its rows and nothing else.
    pub(super) fn way_of_page(
        &self,
        value: String,
        label: String,
        route: &Route,
        count: usize,
    ) -> ListWayItem {
        let link = Link { label, href: Some(self.site.href(route)) };
        ListWayItem { value, link, count, depth: 0 }
    }

    /// The id of a record and of those above it, as a row has them.
    pub(super) fn id_and_above(
        &self,
        record: Option<RecordId>,
        above: impl Fn(RecordId) -> Option<RecordId>,
    ) -> String {
        let line = std::iter::successors(record, |record| above(*record));
        let taking_part = line.filter(|record| self.facts.counts(*record));
        let ids: Vec<&str> =
            taking_part.map(|record| self.facts.public().base(record).id.as_str()).collect();
        ids.join("|")
    }

    /// The id of an office and of those above it.
    pub(super) fn office_facet(&self, office: Option<Id<Office>>) -> String {
        let above = |id: RecordId| self.facts.public().office(id.typed()).parent.map(Into::into);
        self.id_and_above(office.map(Into::into), above)
    }

    /// The further parts of an index, where a script finds the other rows.
    pub(super) fn further_parts(&self, kind: Kind, part: Part) -> Vec<String> {
        let index = Route::of_index(kind);
        (2..=part.count).map(|number| self.site.href(&index.of_part(number))).collect()
    }
}

/// A month as addresses and rows have it.
pub(super) fn month_value(year: i32, month: u32) -> String {
    format!("{year:04}-{month:02}")
}
