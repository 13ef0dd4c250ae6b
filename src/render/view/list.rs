//! Lists, articles, and what machines read.

use serde::Serialize;

use super::{AttachmentView, EvidenceView, Fact, LanguageItem, ListGroup, Made};

/// list.html: plans, posts, groups, news, returns; any index that is a list of links.
#[derive(Debug, Serialize)]
pub struct ListView {
    pub intro_html: Made,
    pub groups: Vec<ListGroup>,
}

/// article.html: news, and pages of any other matter.
#[derive(Debug, Serialize)]
pub struct ArticleView {
    pub facts: Vec<Fact>,
    pub body_html: Made,
    pub attachments: Vec<AttachmentView>,
    pub evidence: Vec<EvidenceView>,
}

/// links.html: the site map; sections of links.
#[derive(Debug, Serialize)]
pub struct LinksView {
    pub sections: Vec<ListGroup>,
}

/// feed.xml
#[derive(Debug, Serialize)]
pub struct FeedView {
    pub title: String,
    pub self_url: String,
    pub home_url: String,
    pub id: String,
    /// RFC 3339.
    pub updated: String,
    pub entries: Vec<FeedEntry>,
}

#[derive(Debug, Serialize)]
pub struct FeedEntry {
    pub id: String,
    pub title: String,
    pub url: String,
    pub updated: String,
    pub summary: String,
}

/// sitemap.xml
#[derive(Debug, Serialize)]
pub struct SitemapXmlView {
    pub urls: Vec<SitemapUrl>,
}

#[derive(Debug, Serialize)]
pub struct SitemapUrl {
    pub loc: String,
    pub lastmod: Option<String>,
    /// The languages the page is in, itself among them; empty where it is in one alone.
    pub languages: Vec<LanguageItem>,
}
