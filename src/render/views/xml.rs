//! The feed, sitemap.xml and robots.txt.

use std::collections::BTreeMap;

use super::Views;
use crate::disclose::{Edition, Unpublished};
use crate::facts::change::{self, What};
use crate::model::choice::Choice as _;
use crate::model::{Day, RecordId, Time};
use crate::render::view::{FeedEntry, FeedView, SitemapUrl, SitemapXmlView};
use crate::site::{Page, Route};

/// How far back the feed goes, in days, and how many entries it holds at most.
const FEED_DAYS: i64 = 90;
pub(super) const FEED_MOST: usize = 50;

impl Views {
    /// News and what changed, the newest first; none without the site's address.
    pub fn feed(&self) -> Option<FeedView> {
        let home = self.site.url(&Route::new(""))?;
        let mut entries: Vec<(Day, FeedEntry)> = Vec::new();
        for (id, news) in self.facts.public().news() {
            if self.facts.counts(id.into()) {
                let summary = self.description(id.into(), &news.base).as_str().to_owned();
                let entry = self
                    .feed_entry(id.into(), news.published, "news", &news.base.title, summary)
                    .map(|(day, entry)| {
                        let time = news.base.published.and_then(|moment| moment.time);
                        (day, FeedEntry { updated: instant(day, time), ..entry })
                    });
                entries.extend(entry);
            }
        }
        for change in change::recent(&self.facts, FEED_DAYS) {
            let (record, key): (RecordId, String) = match change.what {
                What::PlanIssued(id) => (id.into(), "issued".into()),
                // Not by the entry's place in its list: one nobody may see yet would shift it.
                What::Step { task, entry, kind } => {
                    let day = self.facts.public().task(task).entries[entry].base.day;
                    (task.into(), format!("{}-{day}", kind.name()))
                }
                What::BecameOverdue(id) => (id.into(), "overdue".into()),
                What::NewValue { indicator, measure, .. } => {
                    let id = &self.facts.public().indicator(indicator).measures[measure].id;
                    (indicator.into(), format!("value-{id}"))
                }
                What::ProblemStep { problem, entry } => {
                    let entry = &self.facts.public().problem(problem).entries[entry];
                    let (kind, day) = (entry.event.kind().name(), entry.base.day);
                    (problem.into(), format!("{kind}-{day}"))
                }
                What::ProblemBecameOverdue(id) => (id.into(), "overdue".into()),
            };
            let item = self.change_item(&change);
            let title = format!("{} {}", item.what, item.link.label);
            entries.extend(self.feed_entry(record, change.day, &key, title.trim(), item.text));
        }
        let mut times: BTreeMap<String, u32> = BTreeMap::new();
        for (_, entry) in &mut entries {
            let nth = times.entry(entry.id.clone()).or_insert(0);
            *nth += 1;
            if *nth > 1 {
                entry.id.push_str(&format!("-{nth}"));
            }
        }
        entries.sort_by(|(a, x), (b, y)| b.cmp(a).then_with(|| x.id.cmp(&y.id)));
        entries.truncate(FEED_MOST);
        let updated = entries.first().map_or(self.facts.day(), |(day, _)| *day);
        Some(FeedView {
            title: self.facts.settings().title.clone(),
            self_url: self.site.url(&Route::new("feed.xml"))?,
            id: home.clone(),
            home_url: home,
            updated: instant(updated, None),
            entries: entries.into_iter().map(|(_, entry)| entry).collect(),
        })
    }

    fn feed_entry(
        &self,
        record: RecordId,
        day: Day,
        key: &str,
        title: &str,
        summary: String,
    ) -> Option<(Day, FeedEntry)> {
        let url = self.site.url(self.site.route_of(record)?)?;
        let id = format!("{url}#{day}-{key}");
        let entry =
            FeedEntry { id, title: title.to_owned(), url, updated: instant(day, None), summary };
        Some((day, entry))
    }

    /// Every page that people read.
    pub fn site_map_xml(&self) -> SitemapXmlView {
        let urls = self
            .site
            .pages
            .iter()
            .filter(|(_, page)| page.is_read())
            .filter_map(|(route, page)| {
                let lastmod = match page.subject() {
                    Page::Record(record) => {
                        let published = self.facts.public().base(*record).published;
                        published.map(|moment| moment.day).max(self.last_changed(*record))
                    }
                    _ => None,
                };
                let lastmod = lastmod.map(|day| day.to_string());
                let languages = self.languages(page);
                Some(SitemapUrl { loc: self.site.url(route)?, lastmod, languages })
            })
            .collect();
        SitemapXmlView { urls }
    }

    /// Everything public may be read; drafts and an internal edition must not be found.
    pub fn robots(&self) -> String {
        let audience = self.facts.audience();
        if audience.unpublished != Unpublished::Hidden || audience.edition == Edition::Internal {
            return "User-agent: *\nDisallow: /\n".to_owned();
        }
        let mut robots = "User-agent: *\nAllow: /\n".to_owned();
        if let Some(url) = self.site.url(&Route::new("sitemap.xml")) {
            robots.push_str(&format!("Sitemap: {url}\n"));
        }
        robots
    }
}

/// A day in China as RFC 3339 has it: at its time where one is known to the minute, else at its
/// start.
pub(super) fn instant(day: Day, time: Option<Time>) -> String {
    let (hour, minute) = match time {
        Some(Time::At { hour, minute }) => (hour, minute),
        _ => (0, 0),
    };
    format!("{day}T{hour:02}:{minute:02}:00+08:00")
}
