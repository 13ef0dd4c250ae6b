//! # undated-page
//!
//! A page does not show when it was published, or where its text comes from.
//!
//! 网页没有显示发布日期或信息来源。
//!
//! Every page of a document, of news and of standing information shows its day and its source; what
//! shows no day counts as not renewed. The built-in theme shows both, so this is a template of the
//! site that lost them. Basis: 国办发〔2017〕47号, as others quote it.
//!
//! 文件、动态和常设页面都要显示日期和信息来源，不注明时间的内容视为没有更新。自带主题都显示，出现
//! 这一条说明站点自己的模板漏了。依据：国办发〔2017〕47号（据他人引用）。
//!
//! ## Fails
//!
//! ```text
//! site.toml
//! title = "专栏"
//! [defaults]
//! disclosure = "主动公开"
//! themes/default/base.html
//! {% extends "default/base.html" %}
//! {% block title %}<h1>{{ page.title }}</h1>{% endblock title %}
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
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-05-30
//! ---
//! 召开会议。
//! ```

use crate::check::{Part, Rendered};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::Kind;
use crate::say;
use crate::site::Page;

/// Warns of each page of a text that has a day.
pub fn check(of: &Rendered, out: &mut Diagnostics) {
    let Page::Record(record) = of.page else { return };
    let has_day = matches!(record.kind, Kind::Plan | Kind::News | Kind::Policy | Kind::Page);
    if !has_day || !of.is_page() {
        return;
    }
    let mut tell = |message| {
        let found = Diagnostic::new(Code::UndatedPage, of.place(0..0), message);
        let help = say!("模板要显示 page.published 和 page.source", "the template must show page.published and page.source");
        out.push(found.help(help));
    };
    if of.outline.dates.is_empty() {
        tell(say!("网页没有显示发布日期", "the page shows no day of publication"));
    }
    let source = of.outline.meta("ContentSource").next().map(|meta| meta.content);
    if source.is_some_and(|source| !is_shown(of, source)) {
        tell(say!("网页没有显示信息来源", "the page does not show where its text comes from"));
    }
}

/// Whether some words stand in the page's own matter.
fn is_shown(of: &Rendered, words: &str) -> bool {
    let mut parts = of.html.parts();
    parts.any(|part| matches!(part, Part::Open(tag) if tag.name() == "main"))
        && parts.any(|part| matches!(part, Part::Text(text) if text.text.contains(words)))
}
