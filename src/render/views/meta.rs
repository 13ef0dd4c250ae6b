//! The tags of 国办发〔2017〕47号 in the head of every page.

use super::Views;
use crate::content::markdown::plain_text;
use crate::model::{Base, Column, Day, Kind, RecordId};
use crate::render::view::{Made, MetaTag};
use crate::site::Page;

impl Views {
    /// The tags of 国办发〔2017〕47号 that say of what site and column a page is: three and four.
    pub(super) fn common_meta(&self, page: &Page) -> Vec<MetaTag> {
        let settings = self.facts.settings();
        let identity = &settings.identity;
        let site_name = identity.site_name.as_ref().unwrap_or(&settings.title);
        let mut meta = Tags::default();
        meta.add("SiteName", Some(site_name.clone()));
        meta.add("SiteDomain", identity.site_domain.clone().or_else(|| self.host()));
        meta.add("SiteIDCode", identity.site_id_code.clone());
        if !matches!(page, Page::Home | Page::NotFound | Page::Redirect(_)) {
            let kind = match page.whole() {
                Page::Index(kind) => Some(*kind),
                Page::TasksBy(_) | Page::Wall => Some(Kind::Task),
                Page::ProblemsBy(_) => Some(Kind::Problem),
                Page::Summary => Some(Kind::Office),
                Page::Year(_) => Some(Kind::Plan),
                Page::Record(record) | Page::Tombstone(record) => Some(record.kind),
                _ => None,
            };
            let column = kind.and_then(|kind| self.facts.public().column(kind));
            let name = column.and_then(|column| column.name.clone()).unwrap_or_else(|| {
                kind.map_or_else(|| self.title(page), |kind| self.kind_title(kind))
            });
            let of = |own: Option<String>| own.unwrap_or_else(|| name.clone());
            let [description, keywords, column_type] = [
                column.and_then(|column| column.description.clone()),
                column.and_then(|column| column.keywords.clone()),
                column.and_then(|column| column.column_type.clone()),
            ]
            .map(of);
            meta.add("ColumnName", Some(name));
            meta.add("ColumnDescription", Some(description));
            meta.add("ColumnKeywords", Some(keywords));
            meta.add("ColumnType", Some(column_type));
        }
        meta.0
    }

    /// The tags of 国办发〔2017〕47号 that say what article a page is.
    pub(super) fn article_meta(
        &self,
        page: &Page,
        record: Option<(RecordId, &Base)>,
    ) -> Vec<MetaTag> {
        let mut meta = Tags::default();
        if let Some((record, base)) = record {
            meta.add("ArticleTitle", Some(self.name_of(record).to_owned()));
            // Minutes only where they are known: a made-up 00:00 would be a false time.
            let moment = self.published(record);
            let day: Option<Day> = moment.map(|moment| moment.day);
            meta.add("PubDate", moment.map(|m| self.moment(m).iso).or(day.map(|d| d.to_string())));
            // When it was published stays what it was.
            let changed = self.last_changed(record).filter(|changed| day < Some(*changed));
            meta.add("dcterms.modified", changed.map(|day| day.to_string()));
            meta.add("ContentSource", Some(self.source(Some(base))));
            meta.add("Author", base.author.clone());
            meta.add("Keywords", Some(self.keywords(record, base).join(",")));
            meta.add("Description", Some(self.description(record, base)));
        } else if page.is_read() {
            let public = self.facts.public();
            let column = match page {
                Page::Home => public.home(),
                Page::Index(kind) => public.column(*kind),
                _ => None,
            };
            let keywords = column.filter(|_| matches!(page, Page::Home));
            meta.add("Keywords", keywords.and_then(|home| home.keywords.clone()));
            meta.add("Description", Some(self.list_description(page, column)));
        }
        meta.0
    }

    /// What a list is, for those who find it elsewhere: as its column says, else by its own words or
    /// its title.
    fn list_description(&self, page: &Page, column: Option<&Column>) -> String {
        let own = column.and_then(|column| column.description.clone());
        let words = || column.map(|column| plain_text(column.body.text(), 100));
        own.or_else(|| words().filter(|words| !words.is_empty()))
            .unwrap_or_else(|| self.head_title(page, &self.title(page)))
    }

    /// The bare host of the site's address.
    fn host(&self) -> Option<String> {
        let base = self.site.addressing.base_url.as_ref()?;
        let rest = base.split_once("://").map(|(_, rest)| rest)?;
        rest.split('/').next().map(str::to_owned)
    }
}

/// Tags that say something.
#[derive(Default)]
struct Tags(Vec<MetaTag>);

impl Tags {
    fn add(&mut self, name: &'static str, content: Option<impl Into<Made>>) {
        // An empty tag says nothing; templates pass over those that only turn out empty.
        if let Some(content) = content.map(Into::into).filter(|content| !content.is_blank()) {
            self.0.push(MetaTag { name, content });
        }
    }
}
