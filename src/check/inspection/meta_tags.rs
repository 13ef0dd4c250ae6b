//! # missing-meta-tag
//!
//! A page lacks a meta tag that says what site, column or article it is.
//!
//! 网页缺少标明网站、栏目或内容的元标签。
//!
//! SiteName, SiteDomain and SiteIDCode on every page, four tags of the column on all but the home
//! page, ArticleTitle, PubDate and ContentSource on records: each once, not empty, and as the page
//! itself has them. The built-in theme gives them; this is a template of the site that lost them.
//! Basis: 国办发〔2017〕47号, the names as implementers and live sites have them.
//!
//! 每页要有 SiteName、SiteDomain、SiteIDCode，首页以外还要有栏目的四项，记录的页面还要有 ArticleTitle、
//! PubDate、ContentSource，各一个，不空，与页面所示一致。自带主题都有，出现这一条说明站点自己的模
//! 板漏了。依据：国办发〔2017〕47号，名称据各地实施说明和在线网站。
//!
//! ## Fails
//!
//! ```text
//! site.toml
//! title = "专栏"
//! [defaults]
//! disclosure = "主动公开"
//! [identity]
//! site_name = "示例县人民政府"
//! site_id_code = "1234560001"
//! organizer = "示例县人民政府办公室"
//! themes/default/head.html
//! <link rel="stylesheet" href="{{ page.root }}{{ site.stylesheet }}">
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-05-30
//! ---
//! 召开会议。
//! ```
//!
//! ## Passes
//!
//! ```text
//! site.toml
//! title = "专栏"
//! [defaults]
//! disclosure = "主动公开"
//! [identity]
//! site_name = "示例县人民政府"
//! site_id_code = "1234560001"
//! organizer = "示例县人民政府办公室"
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-05-30
//! ---
//! 召开会议。
//! ```

use crate::check::Rendered;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Text};
use crate::model::RecordId;
use crate::say;
use crate::site::Page;

/// Reports each page.
pub fn check(of: &Rendered, out: &mut Diagnostics) {
    if !of.is_page() {
        return;
    }
    let identity = &of.site.facts.settings().identity;
    let mut check = Check { of, out, missing: Vec::new() };
    check.one("SiteName");
    // Where site.toml does not give them, that is told there.
    if identity.site_domain.is_some() || of.site.addressing.base_url.is_some() {
        check.one("SiteDomain");
    }
    if identity.site_id_code.is_some() {
        check.one("SiteIDCode");
    }
    check.tell_missing();
    if !matches!(of.page, Page::Home | Page::NotFound) {
        for name in ["ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"] {
            check.one(name);
        }
        check.tell_missing();
    }
    if let Page::Record(record) = of.page {
        check.article(*record);
        check.tell_missing();
    }
}

struct Check<'a, 'o> {
    of: &'a Rendered<'a>,
    out: &'o mut Diagnostics,
    /// Those that are not there, of the level that is looked at.
    missing: Vec<&'static str>,
}

impl<'a> Check<'a, '_> {
    /// A tag that must be there once, and say something.
    fn one(&mut self, name: &'static str) -> Option<&'a str> {
        let mut tags = self.of.outline.metas.iter().filter(|meta| meta.name == name);
        let Some(first) = tags.next() else {
            self.missing.push(name);
            return None;
        };
        if let Some(second) = tags.next() {
            let message = say!("元标签 {name} 写了不止一次", "the meta tag {name} is given twice");
            self.tell(second.span.clone(), message);
        }
        let content = first.content.trim();
        if matches!(content, "" | "null" | "undefined" | "None") {
            self.tell(first.span.clone(), say!("元标签 {name} 没有内容", "the meta tag {name} is empty"));
            return None;
        }
        Some(content)
    }

    /// Tells the tags of a level that are not there in one finding: they are lost together.
    fn tell_missing(&mut self) {
        let names = std::mem::take(&mut self.missing);
        if !names.is_empty() {
            let (zh, en) = (names.join("、"), names.join(", "));
            self.tell(0..0, say!("网页缺少元标签 {zh}", "the page lacks the meta tags {en}"));
        }
    }

    /// The tags of a record's page, which say the same as the page.
    fn article(&mut self, record: RecordId) {
        let outline = &self.of.outline;
        let heading = outline.headings.iter().find(|heading| heading.level == 1);
        if let (Some(title), Some(heading)) = (self.one("ArticleTitle"), heading)
            && squeezed(&heading.texts.concat()) != squeezed(title)
        {
            let message = say!(
                "元标签 ArticleTitle 与网页标题不一致",
                "the meta tag ArticleTitle is another title than the page's"
            );
            self.tell(heading.span.clone(), message);
        }
        self.one("ContentSource");
        if self.of.site.facts.public().base(record).published.is_some()
            && let Some(date) = self.one("PubDate")
            // A page without any day is told by undated-page.
            && !outline.dates.is_empty()
            && !outline.dates.iter().any(|shown| *shown == date || shown.replace('T', " ") == date)
        {
            let message = say!(
                "网页上显示的日期与元标签 PubDate 不一致",
                "the day shown on the page is not that of the meta tag PubDate"
            );
            self.tell(0..0, message);
        }
    }

    fn tell(&mut self, span: std::ops::Range<usize>, message: Text) {
        let found = Diagnostic::new(Code::MissingMetaTag, self.of.place(span), message);
        self.out.push(found.help(say!(
            "在主题的 base.html、head.html 里照自带的输出全部元标签",
            "give out all the tags in the theme's base.html and head.html, as the built-in ones do"
        )));
    }
}

/// Words without the white space a template may have put between them.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
