//! The bar at the foot of a previewed page: what is shown, for which day, and what is wrong.
//!
//! It is put into pages on their way out and is no part of them: no theme can change it, and no
//! build contains it.

use std::sync::Arc;

use super::faults::{self, Behind};
use super::html::Html;
use super::live::Preview;
use crate::diagnostic::{Diagnostic, Lang, Text};
use crate::disclose::Edition;
use crate::model::Day;
use crate::say;

/// What the bar says.
pub(super) struct Bar {
    pub lang: Lang,
    /// Of what the page was made from; the script compares it with what there is.
    pub version: String,
    /// The page's own address, to come back to.
    pub back: String,
    pub day: Day,
    pub day_is_chosen: bool,
    pub edition: Edition,
    pub drafts: Drafts,
    pub faults: Arc<[Diagnostic]>,
    pub behind: Behind,
    /// Records shown in the preview only, with their titles and addresses below the base.
    pub unpublished: Vec<Preview>,
    /// Where the site begins, as it stands in a link.
    pub base: String,
}

/// Whether drafts and internal records are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Drafts {
    On,
    Off,
    /// Off, and not to be had.
    Never,
}

const HEAD: &str = "<link rel=\"stylesheet\" href=\"/.liangshai/preview.css\">\
    <script src=\"/.liangshai/preview.js\" defer></script>";

/// A page with the bar in it.
pub(super) fn put_into(mut page: Vec<u8>, bar: &Bar) -> Vec<u8> {
    let bar = bar.html();
    let foot = rfind(&page, b"</body").unwrap_or(page.len());
    let head = find(&page, b"</head").filter(|head| *head < foot);
    page.splice(foot..foot, bar.bytes());
    let head = head.unwrap_or(foot);
    page.splice(head..head, HEAD.bytes());
    page
}

/// A page that has nothing but the bar, where no page of the site can be shown.
pub(super) fn alone(bar: &Bar) -> Vec<u8> {
    let word = |text: Text| text.in_lang(bar.lang).to_owned();
    let mut html = Html::default();
    html.markup("<!DOCTYPE html><html lang=\"")
        .text(if bar.lang == Lang::Zh { "zh-CN" } else { "en" })
        .markup("\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>")
        .text(&word(say!("还没有可以预览的页面", "Nothing to preview yet")))
        .markup("</title></head><body class=\"liangshai-alone\"><p>")
        .text(&word(say!(
            "还没有可以预览的页面：先改正下面的错误，页面会自己出来。",
            "Nothing to preview yet: mend the errors below, and the page will appear by itself."
        )))
        .markup("</p></body></html>\n");
    put_into(html.into_string().into_bytes(), bar)
}

impl Bar {
    fn html(&self) -> String {
        let mut html = Html::default();
        html.markup("<aside id=\"liangshai-preview\" lang=\"")
            .text(if self.lang == Lang::Zh { "zh-CN" } else { "en" })
            .markup("\" aria-label=\"")
            .text(&self.word(say!("预览栏，不是网站的一部分", "Preview, no part of the site")))
            .markup("\" data-version=\"")
            .text(&self.version)
            .markup("\"><div class=\"row\"><strong>")
            .text(&self.word(say!("预览", "Preview")))
            .markup("</strong>");
        self.day(&mut html);
        html.markup("<span class=\"edition ")
            .text(self.edition.name())
            .markup("\">")
            .text(&self.word(match self.edition {
                Edition::Public => say!("公开版", "Public"),
                Edition::Internal => say!("系统内版", "Internal"),
            }))
            .markup("</span></div><div class=\"row\">");
        self.drafts(&mut html);
        faults::summary(&mut html, &self.faults, self.lang, self.behind);
        self.unpublished(&mut html);
        html.markup("</div></aside>");
        html.into_string()
    }

    fn word(&self, text: Text) -> String {
        text.in_lang(self.lang).to_owned()
    }

    /// The beginning of a form that comes back to this page.
    fn form(&self, html: &mut Html) {
        html.markup(
            "<form action=\"/.liangshai/view\"><input type=\"hidden\" name=\"back\" value=\"",
        )
        .text(&self.back)
        .markup("\">");
    }

    fn day(&self, html: &mut Html) {
        self.form(html);
        // A browser that puts back what a field held before would show another day than the page.
        html.markup("<label><span class=\"word\">")
            .text(&self.word(say!("截至", "As of")))
            .markup(
                "</span><input type=\"date\" name=\"day\" required autocomplete=\"off\" value=\"",
            )
            .text(&self.day.to_string())
            .markup("\"></label><button>")
            .text(&self.word(say!("查看", "Show")))
            .markup("</button></form>");
        if self.day_is_chosen {
            let words = self.word(say!("回到默认日期", "Back to the default day"));
            self.form(html);
            html.markup("<button name=\"day\" value=\"\" title=\"")
                .text(&words)
                .markup("\"><span aria-hidden=\"true\">↺</span> <span class=\"word\">")
                .text(&words)
                .markup("</span></button></form>");
        }
    }

    fn drafts(&self, html: &mut Html) {
        let published = self.word(say!("将公布的", "As published"));
        if self.drafts == Drafts::Never {
            html.markup("<span>").text(&published).markup("</span>");
            return;
        }
        let on = self.drafts == Drafts::On;
        self.form(html);
        html.markup("<span class=\"choice\"><button name=\"drafts\" value=\"on\" aria-pressed=\"")
            .text(if on { "true" } else { "false" })
            .markup("\">")
            .text(&self.word(say!("含未公开", "With drafts")))
            .markup("</button><button name=\"drafts\" value=\"off\" aria-pressed=\"")
            .text(if on { "false" } else { "true" })
            .markup("\">")
            .text(&published)
            .markup("</button></span></form>");
    }

    fn unpublished(&self, html: &mut Html) {
        let count = self.unpublished.len();
        if count == 0 {
            return;
        }
        html.markup("<details name=\"liangshai-panel\" class=\"unpublished\"><summary>")
            .text(&self.word(say!("未公开 {count}", "Unpublished {count}")))
            .markup("</summary><div class=\"panel\"><p>")
            .text(&self.word(say!(
                "这些记录只在预览里出现，不计入任何统计，也不会公布：",
                "These records are in the preview only: no count holds them, no build publishes them."
            )))
            .markup("</p><ul>");
        for Preview { record, title, href } in &self.unpublished {
            html.markup("<li><small>")
                .text(match self.lang {
                    Lang::Zh => record.kind.chinese(),
                    Lang::En => record.kind.folder(),
                })
                .markup("</small> <a href=\"")
                .text(&self.base)
                .text(href)
                .markup("\">")
                .text(title)
                .markup("</a></li>");
        }
        html.markup("</ul></div></details>");
    }
}

/// Where a tag first stands, however it is written.
fn find(page: &[u8], tag: &[u8]) -> Option<usize> {
    page.windows(tag.len()).position(|window| window.eq_ignore_ascii_case(tag))
}

fn rfind(page: &[u8], tag: &[u8]) -> Option<usize> {
    page.windows(tag.len()).rposition(|window| window.eq_ignore_ascii_case(tag))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Place, Source};

    fn bar(drafts: Drafts) -> Bar {
        let source = Source::new("content/<b>.md", "---\n标题: <script>\"&\n---\n");
        let at = source.text.find('<').expect("it is there");
        let fault = Diagnostic::new(
            Code::BadValue,
            Place::new(&source, at..at + 8),
            say!("“<script>”不行", "`<script>` will not do"),
        );
        Bar {
            lang: Lang::Zh,
            version: "1-2".into(),
            back: "/a/?b=\"><i>".into(),
            day: Day::new(2023, 8, 31).expect("a day"),
            day_is_chosen: true,
            edition: Edition::Public,
            drafts,
            faults: Arc::new([fault]),
            behind: Behind::LastGood,
            unpublished: vec![Preview {
                record: crate::model::RecordId::new(crate::model::Kind::Task, 0),
                title: "<u>草稿</u>".into(),
                href: "tasks/a/".into(),
            }],
            base: "/ljsbp/".into(),
        }
    }

    fn text(bytes: Vec<u8>) -> String {
        String::from_utf8(bytes).expect("text")
    }

    #[test]
    fn nothing_from_outside_becomes_markup() {
        let html = bar(Drafts::On).html();
        for markup in ["<script", "<i>", "<u>", "<b>"] {
            assert!(!html.contains(markup), "{markup} in {html}");
        }
        assert!(html.contains("&lt;u&gt;草稿&lt;/u&gt;"), "{html}");
        assert!(html.contains("href=\"/ljsbp/tasks/a/\""), "{html}");
    }

    #[test]
    fn the_bar_stands_at_the_end_and_its_style_in_the_head() {
        let page = b"<HTML><HEAD><title>a</title></HEAD><body>x</body> y</BODY></html>".to_vec();
        let page = text(put_into(page, &bar(Drafts::On)));
        let at = |what: &str| page.find(what).unwrap_or_else(|| panic!("{what} in {page}"));
        assert!(at("preview.css") < at("</HEAD>"), "{page}");
        assert!(at("x</body> y") < at("<aside"), "{page}");
        assert!(page.ends_with("</aside></BODY></html>"), "{page}");
        let bare = text(put_into(b"x".to_vec(), &bar(Drafts::On)));
        assert!(bare.starts_with("x<link") && bare.ends_with("</aside>"), "{bare}");
    }

    #[test]
    fn what_is_not_to_be_had_is_not_offered() {
        assert!(bar(Drafts::On).html().contains("name=\"drafts\""));
        assert!(bar(Drafts::Off).html().contains("name=\"drafts\""));
        assert!(!bar(Drafts::Never).html().contains("name=\"drafts\""));
    }
}
