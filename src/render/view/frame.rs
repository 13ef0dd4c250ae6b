//! What every page has around its own matter: navigation, head, banners; and the pages that have no more.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{ChangedOn, DataRow, DateText, FamilyRow, LeavingView, Link, Made, YearItem};

/// What every template is given beside its own view (as `site`), the same on all pages.
#[derive(Debug, Serialize)]
pub struct SiteView {
    pub title: String,
    /// BCP 47, as `zh-CN`.
    pub language: String,
    /// `rtl`, where the language is written so.
    pub direction: Option<String>,
    /// `vertical-lr` or `vertical-rl`, where lines stand upright.
    pub writing: Option<String>,
    /// The picture before the site's title.
    pub logo: Option<LogoView>,
    /// The day the site is computed for, in words: 2023年8月31日.
    pub as_of: String,
    pub as_of_iso: String,
    /// `public` or `internal`.
    pub edition: &'static str,
    /// Home first, then the sections that have records.
    pub nav: Vec<NavItem>,
    /// Search, data, recent revisions where there are any, corrections, site map.
    pub tools: Vec<NavItem>,
    pub footer: Vec<FooterItem>,
    /// The page of search, where words can be asked for.
    pub search: Option<String>,
    /// `feed.xml`, if the site's address is known.
    pub feed: Option<String>,
    pub stylesheet: String,
    pub icon: String,
    /// Copies the citation, asks who leaves the site; every page does without.
    pub script: String,
    /// What is asked of who leaves the site, where it asks.
    pub leaving: Option<LeavingView>,
    pub organizer: String,
    /// Whether the whole tree holds drafts and must not be published.
    pub drafts: bool,
    /// Program and version.
    pub generator: String,
}

/// The picture before the site's title.
#[derive(Debug, Serialize)]
pub struct LogoView {
    pub src: String,
    /// Empty where the title beside it says as much.
    pub alt: String,
}

#[derive(Debug, Serialize)]
pub struct NavItem {
    pub label: String,
    pub href: String,
    /// The kind's name, `home`, or the tool's name; a page whose `section` equals it is inside.
    pub section: String,
}

/// One item of the portal's footer: 主办单位, 联系方式, ICP备案号 …
#[derive(Debug, Serialize)]
pub struct FooterItem {
    /// `organizer`, `contact`, `icp`, `police_record`, `site_id_code`, `party_gov_mark`,
    /// `error_report`, `sitemap`, …
    pub name: &'static str,
    pub label: String,
    pub text: String,
    /// An absolute address outside the site, or a path inside it when `inside`.
    pub href: Option<String>,
    pub inside: bool,
}

/// What `base.html` needs of every page (as `page`).
#[derive(Debug, Serialize)]
pub struct PageView {
    /// The way to the site's top from this page: `../../`, `./`; absolute on the 404 page.
    pub root: String,
    /// The one h1.
    pub title: String,
    /// What a browser may load for it: nothing from elsewhere, nothing inline.
    pub policy: &'static str,
    /// The content of `<title>`: page, column, site.
    pub head_title: String,
    /// The section this page lies in.
    pub section: &'static str,
    /// This page's own address from the site's top, as links to it are written.
    pub href: String,
    /// The article's own tags (国办发〔2017〕47号); those of site and column are in the frame.
    pub meta: Vec<MetaTag>,
    pub canonical: Option<String>,
    /// The languages a record's page is in, the original's first; empty where it is in one alone.
    pub languages: Vec<LanguageItem>,
    /// Of a translation: what it is, and of what.
    pub translation: Option<TranslationNote>,
    pub breadcrumbs: Vec<Link>,
    /// Visible date, 2023年3月3日, with its machine form; a record without one shows none.
    pub published: Option<DateText>,
    /// Where the text comes from (信息来源).
    pub source: Option<String>,
    /// The label before `published`: 发布日期, or 本页数据截至 where the page is computed.
    pub published_label: String,
    /// Of a record that does not say when it was published: the day it came into the site, by git.
    pub entered: Option<DateText>,
    /// The day a record was changed last, by git.
    pub updated: Option<DateText>,
    /// What was changed of a record on which days, the newest first.
    pub revisions: Vec<ChangedOn>,
    /// 6次: how many those are.
    pub revisions_count: String,
    /// What must be said before anything else: draft, internal, sample, archived …
    pub banners: Vec<Banner>,
    /// Where the page's lists are too long for one page.
    pub parts: Option<PartsView>,
    /// The years it leads to, the latest first; empty where the site has but one.
    pub years: Vec<YearItem>,
    /// What names the record beside what its page lists, by kind; on the first part alone.
    pub named_by: Vec<FamilyRow>,
    /// Where a record's row lies as data.
    pub data_row: Option<DataRow>,
    /// 第3次修订（2023年5月4日）: which state of a record is cited, as git knows it.
    pub cited_revision: Option<String>,
    /// A record's address to be drawn by `qr_code`, where the site's own is known.
    pub qr: Option<String>,
    /// The records before and after, in the list of its kind.
    pub previous: Option<Link>,
    pub next: Option<Link>,
    /// The record's own table for themes (其他), by dotted name; the built-in theme prints none.
    pub extra: BTreeMap<String, String>,
}

/// Which part of a page this is, and where the others lie.
#[derive(Debug, Serialize)]
pub struct PartsView {
    /// 第2页，共5页.
    pub text: String,
    /// 本页列出第201至400条，共1012条.
    pub rows: String,
    /// Whether it comes after another.
    pub is_further: bool,
    pub first: String,
    pub previous: Option<String>,
    pub next: Option<String>,
    /// The first and the last part and those about this one, which leads nowhere; an empty label
    /// stands for parts left out.
    pub numbers: Vec<Link>,
}

/// What head.html, header.html and footer.html are given as `page`: what all records of a section
/// have in common, so that they are rendered once for all of them.
#[derive(Debug, Serialize)]
pub struct FrameView {
    /// As of the page.
    pub root: String,
    /// The way from the page itself to its 长辈版, or to that of the home page where it has none;
    /// from a 长辈版 to its page. None where the site is built without.
    pub other_reading: Option<String>,
    /// To mark the navigation.
    pub section: &'static str,
    /// The page's own address; empty on records, which no navigation leads to.
    pub href: String,
    /// The tags of site and column (国办发〔2017〕47号), in order.
    pub meta: Vec<MetaTag>,
    /// A piece of the portal's own header; empty where the site puts in none.
    pub portal_header_html: String,
    pub portal_footer_html: String,
}

#[derive(Debug, Serialize)]
pub struct MetaTag {
    pub name: &'static str,
    pub content: Made,
}

#[derive(Debug, Serialize)]
pub struct Banner {
    /// `draft`, `internal`, `sample`, `archived`, `past`, `withdrawn`, `replaced`,
    /// `demonstration`.
    pub kind: &'static str,
    pub text: String,
    pub link: Option<Link>,
}

/// A page in one of its languages.
#[derive(Debug, Serialize)]
pub struct LanguageItem {
    /// BCP 47, as `en`.
    pub language: String,
    /// What it calls itself: English.
    pub name: String,
    pub href: String,
    /// The full address, where the site's own is known.
    pub url: Option<String>,
    /// Whether it is the language of this page.
    pub is_own: bool,
    pub is_original: bool,
}

/// What is said of a translation on its page.
#[derive(Debug, Serialize)]
pub struct TranslationNote {
    /// 本页为译文，供参考；以中文原文为准.
    pub text: String,
    /// That the original was changed since it was translated.
    pub stale: Option<String>,
    /// BCP 47, that of the original.
    pub language: String,
    /// The original under its own title.
    pub original: Link,
}

/// redirect.html: an old address.
#[derive(Debug, Serialize)]
pub struct RedirectView {
    pub to: Link,
}

/// tombstone.html: a withdrawn record.
#[derive(Debug, Serialize)]
pub struct TombstoneView {
    pub date: DateText,
    pub reason: String,
}
