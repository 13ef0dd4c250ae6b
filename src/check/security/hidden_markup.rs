//! # hidden-markup
//!
//! HTML in a text hides words or links from readers.
//!
//! 正文里的HTML把文字或链接藏了起来。
//!
//! Links nobody sees (暗链) are how pages that were broken into sell their rank. This program takes
//! the style away or drops the HTML, so that they would come to light or vanish; whoever wrote them
//! did not mean the readers. Hidden links and links with nothing but a mark to see are errors,
//! hidden words a warning.
//!
//! 暗链是网站被入侵后替人抬高排名的手法。本程序会去掉样式或整段HTML，但来源已不可信。藏起来的链接、只有
//! 一个标点的外部链接是错误，藏起来的文字是提醒。
//!
//! ## Fails
//!
//! ```text
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-03-03
//! ---
//! 召开会议。
//!
//! <div style="display:none"><a href="https://www.example.com/">某网站</a></div>
//! ```
//!
//! ## Passes
//!
//! ```text
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-03-03
//! ---
//! 召开会议。
//!
//! <div style="text-align:center"><a href="https://www.gov.cn/">中国政府网</a></div>
//! ```

use std::ops::Range;

use crate::check::Subject;
use crate::check::page::hidden::{Hidden, hidden};
use crate::check::Html;
use crate::check::text::bodies;
use crate::check::text::hosts::outgoing;
use crate::content::markdown;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Severity, Text};
use crate::say;

/// Tells each hidden part.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    for (_, written) in bodies(of.model) {
        let body = written.text();
        if !body.contains('<') {
            continue;
        }
        for part in joined(markdown::raw_html(body), body) {
            let html = Html::read(&body[part.clone()]);
            for found in hidden(&html) {
                let start = written.span.start + part.start;
                let span = start + found.span.start..start + found.span.end;
                let place = Place::new(&written.source, span);
                out.extend(told(Code::HiddenMarkup, &found, place));
            }
        }
    }
    // `[。](https://…)` in Markdown.
    for link in outgoing(of.model) {
        let whole = &link.source.text;
        let line = whole[..link.span.start].rfind('\n').map_or(0, |end| end + 1);
        let Some(words) = whole[line..link.span.start].strip_suffix("](") else { continue };
        let Some((_, words)) = words.rsplit_once('[') else { continue };
        if !words.is_empty() && !words.chars().any(char::is_alphanumeric) {
            let host = &link.host;
            out.push(blank(Code::HiddenMarkup, host, link.place()));
        }
    }
}

/// Parts of HTML on one line, with the words between them.
fn joined(parts: Vec<Range<usize>>, body: &str) -> Vec<Range<usize>> {
    let mut joined: Vec<Range<usize>> = Vec::new();
    for part in parts {
        match joined.last_mut() {
            Some(last)
                if part.start <= last.end || !body[last.end..part.start].contains("\n\n") =>
            {
                last.end = last.end.max(part.end);
            }
            _ => joined.push(part),
        }
    }
    joined
}

/// What is to be said of a hidden part; nothing of one that holds nothing.
pub fn told(code: Code, found: &Hidden, place: Place) -> Option<Diagnostic> {
    let Hidden { how, hosts, has_words, is_blank_link, .. } = found;
    if *is_blank_link {
        return hosts.first().map(|host| blank(code, host, place));
    }
    let count = hosts.len();
    let (message, severity) = if let Some(host) = hosts.first() {
        let message = say!(
            "“{how}”藏了{count}个链接，如指向{host}的",
            "`{how}` hides {count} links, as one to {host}"
        );
        (message, Severity::Error)
    } else if how.starts_with('<') {
        (say!("“{how}”看不见", "`{how}` is not to be seen"), Severity::Error)
    } else if *has_words {
        (say!("“{how}”藏了文字", "`{how}` hides words"), Severity::Warning)
    } else {
        return None;
    };
    Some(Diagnostic { severity, ..Diagnostic::new(code, place, message).help(cure()) })
}

fn blank(code: Code, host: &str, place: Place) -> Diagnostic {
    let message = say!(
        "指向{host}的链接没有看得见的文字",
        "the link to {host} has no words to see"
    );
    Diagnostic::new(code, place, message).help(cure())
}

fn cure() -> Text {
    say!(
        "删去；来源是网页的，提醒对方可能已被入侵",
        "take it out; if it came from a page, its keepers should look for intruders"
    )
}
