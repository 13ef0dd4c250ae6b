//! What a page has for its readers beside its own matter: whether it is current, the years, the
//! data it is made of, how it is cited and shared.

use super::Views;
use crate::export::Format;
use crate::facts::freshness;
use crate::model::{Day, Id, Kind, Plan, RecordId};
use crate::render::view::{Banner, DataRow, LeavingView, Link, YearItem};
use crate::site::{Page, Route};

/// The kinds that tell the work of a plan: their indexes lead to the years.
const OF_YEARS: [Kind; 10] = [
    Kind::Plan,
    Kind::Task,
    Kind::Indicator,
    Kind::Problem,
    Kind::Inspection,
    Kind::Duty,
    Kind::Evaluation,
    Kind::Visit,
    Kind::Publicity,
    Kind::Bulletin,
];

impl Views {
    /// What is said of a record that does not tell of now, with the way to what does.
    pub(super) fn past_record(&self, record: RecordId) -> Option<Banner> {
        let banner = |text, link| Banner { kind: "past", text, link };
        if let Some((plan, end)) = self.facts.plan_that_is_over(record) {
            let end = self.words.day(end);
            let name = if record.kind == Kind::Plan { "past_plan" } else { "past_of_plan" };
            return Some(banner(self.words.fill(name, &[("end", &end)]), self.now_of(plan)));
        }
        if let Some(newest) = self.newest_of_row(record) {
            return Some(banner(self.w("past_period"), Some(newest)));
        }
        let stale = (record.kind == Kind::Indicator)
            .then(|| freshness::of_indicator(&self.facts, record.typed()))
            .flatten()
            .filter(|(_, last)| *last < self.facts.day());
        stale.map(|(newest, last)| banner(self.stale("stale_indicator", newest, last), None))
    }

    /// The plan that is in force where a record is of one that is over.
    pub(super) fn way_to_now(&self, record: RecordId) -> Option<Link> {
        let (plan, _) = self.facts.plan_that_is_over(record)?;
        self.now_of(plan)
    }

    fn now_of(&self, plan: Id<Plan>) -> Option<Link> {
        let now: RecordId = self.facts.plan_that_follows(plan)?.into();
        let Link { label, href } = self.link(now);
        Some(Link { label: self.words.fill("past_now", &[("title", &label)]), href })
    }

    /// What is said of an index whose column is past the day by which something should have come.
    pub(super) fn past_column(&self, kind: Kind) -> Option<Banner> {
        let column = freshness::column(&self.facts, kind)?;
        (column.last_day < self.facts.day()).then(|| Banner {
            kind: "past",
            text: self.stale("stale_column", column.newest, column.last_day),
            link: None,
        })
    }

    fn stale(&self, name: &str, newest: Day, last: Day) -> String {
        let (newest, last) = (self.words.day(newest), self.words.day(last));
        self.words.fill(name, &[("newest", &newest), ("last", &last)])
    }

    /// The years a page leads to, where the site has several; the one it is of is marked.
    pub(super) fn years(&self, page: &Page) -> Vec<YearItem> {
        let own = match page {
            Page::Year(year) => Some(*year),
            Page::Index(kind) if OF_YEARS.contains(kind) => None,
            Page::Record(record) if record.kind == Kind::Plan => self.facts.year_of(record.typed()),
            _ => return Vec::new(),
        };
        let years = self.facts.plans_by_year();
        let item = |year: i32| {
            let route = Route::of_year(year);
            self.site.pages.contains_key(&route).then(|| YearItem {
                link: Link { label: self.year_title(year), href: Some(self.site.href(&route)) },
                is_own: own == Some(year),
            })
        };
        years.into_keys().rev().filter_map(item).collect()
    }

    pub(super) fn year_title(&self, year: i32) -> String {
        self.words.fill("year_title", &[("year", &year)])
    }

    /// Where the row of a record lies as data.
    pub(super) fn data_row(&self, record: RecordId) -> Option<DataRow> {
        // Returns are given out as totals alone.
        let name = Some(record.kind).filter(|kind| *kind != Kind::Return)?.folder();
        let file = |(label, format): (&str, Format)| {
            let route = Route::of_data(name, format);
            let href = self.site.pages.contains_key(&route).then(|| self.site.href(&route))?;
            Some(Link { label: label.to_owned(), href: Some(href) })
        };
        let files: Vec<Link> =
            [("CSV", Format::Csv), ("JSON", Format::Json)].into_iter().filter_map(file).collect();
        (!files.is_empty() && self.facts.counts(record)).then(|| DataRow {
            id: self.facts.public().base(record).id.clone(),
            files,
            about: Link {
                label: self.w("data_row_about"),
                href: Some(self.site.href(&Route::new("data/"))),
            },
        })
    }

    /// Which state of a record is cited: how often it was changed, and when last. The site's own
    /// revision would be another with every commit, of whatever record.
    pub(super) fn cited_revision(&self, record: RecordId) -> Option<String> {
        let revisions = self.facts.revisions(record);
        let day = self.words.day(revisions.first()?.day);
        let (name, count) = match revisions.len() {
            1 => ("cited_first", 1),
            count => ("cited_revision", count),
        };
        Some(self.words.fill(name, &[("count", &count), ("day", &day)]))
    }

    /// What is asked of who leaves the site.
    pub(super) fn leaving(&self) -> Option<LeavingView> {
        let settings = self.facts.settings();
        let leaving = settings.leaving.as_ref()?;
        let site = settings.identity.site_name.as_ref().unwrap_or(&settings.title);
        let usual = || self.words.fill("leaving", &[("site", site)]);
        Some(LeavingView {
            notice: leaving.notice.clone().unwrap_or_else(usual),
            hosts: leaving.hosts.join(" "),
        })
    }
}
