//! # working-paper
//!
//! A title or head says that the text is a draft or goes to a superior, not to the public.
//!
//! 标题或文首写明是讨论稿、送审稿、请示等内部文稿。
//!
//! What is meant for colleagues is published by mistake when the wrong file is taken. A draft put
//! to the public for comment, a reply to a request and an explanation of a draft are no such
//! papers. Only what everybody can see is looked at: records, the names of their attachments and
//! the first lines inside those.
//!
//! 拿错文件，内部文稿就会公开。公开征求意见的稿子、对请示的批复、起草说明不算；只查主动公开的记录，
//! 连同附件的名称和附件开头的几行。
//!
//! ## Fails
//!
//! ```text
//! content/news/a.md
//! ---
//! 标题: 优化营商环境工作方案（讨论稿）
//! 发布日期: 2023-03-03
//! ---
//! 现就优化营商环境制定本方案。
//! ```
//!
//! ## Passes
//!
//! ```text
//! content/news/a.md
//! ---
//! 标题: 关于公开征求《优化营商环境工作方案（征求意见稿）》意见的公告
//! 发布日期: 2023-03-03
//! ---
//! 欢迎社会各界提出意见。
//! ```

use std::ops::Range;

use crate::check::Subject;
use crate::check::text::inside::Inside;
use crate::check::text::{Text, field, of_record, stem};
use crate::diagnostic::{self, Code, Diagnostic, Diagnostics, Place};
use crate::model::record::Visibility;
use crate::model::{Base, Kind, key};
use crate::say;

/// Stages of a paper before it is final.
const STAGES: [&str; 16] = [
    "讨论稿",
    "送审稿",
    "会签稿",
    "报批稿",
    "报审稿",
    "审议稿",
    "修改稿",
    "初稿",
    "内部征求意见稿",
    "征求意见稿（内部）",
    "征求意见稿(内部)",
    "过程稿",
    "校对稿",
    "打印稿",
    "汇报稿",
    "内部",
];

/// What a title says that puts a draft to the public, or speaks of one.
const PUBLIC: [&str; 15] = [
    "公开征求",
    "征求意见的",
    "征求社会",
    "征集",
    "听证",
    "公示",
    "批复",
    "答复",
    "复函",
    "解读",
    "说明",
    "意见反馈",
    "采纳情况",
    "评审",
    "审查意见",
];

/// How many lines of a text are its head.
const HEAD: usize = 4;

/// Warns of a title, or else of the head below it; and of the names of attachments.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    let model = of.model;
    for record in Kind::ALL.into_iter().flat_map(|kind| model.records(kind)) {
        let base = model.base(record);
        if base.visibility() != Visibility::Public || is_public(&base.title) {
            continue;
        }
        let text = of_record(model, record);
        if let Some(word) = of_title(&base.title) {
            out.push(told(word, field(base, &key::TITLE)));
        } else if let Some((word, span)) = of_head(&text) {
            out.push(told(word, text.place(span)));
        }
        for attachment in base.attachments.iter().filter(|attachment| !is_public(&attachment.name)) {
            let name = stem(&attachment.name);
            if let Some(word) = of_title(name) {
                out.push(told(word, named(base, name)));
            }
        }
    }
}

/// Warns of the first lines inside a file.
pub fn inside(of: &Inside, out: &mut Diagnostics) {
    let is_seen = |base: &Base| base.visibility() == Visibility::Public && !is_public(&base.title);
    if !of.of.is_none_or(is_seen) {
        return;
    }
    let lines: Vec<(usize, &str)> = of.head(HEAD).collect();
    if lines.iter().any(|(_, line)| is_public(line)) {
        return;
    }
    let is_short = |line: &str| line.chars().count() <= LONGEST_TITLE && !line.contains('。');
    let stage = lines.iter().filter(|(_, line)| is_short(line)).find_map(|(at, line)| {
        let words = line.trim_matches(is_around);
        let alone = STAGES.into_iter().find(|stage| *stage == words && *stage != "内部");
        alone.or_else(|| of_title(line.trim())).map(|word| (word, *at))
    });
    if let Some((word, at)) = stage {
        let found = of.words[at..].find(word).map(|start| at + start..at + start + word.len());
        let told = of.told(Code::WorkingPaper, what(word), found.into_iter());
        out.extend(told.map(|told| told.help(help())));
    }
}

/// Longest title, in characters.
const LONGEST_TITLE: usize = 80;

/// Whether a title puts a draft to the public, or speaks of one.
fn is_public(title: &str) -> bool {
    PUBLIC.iter().any(|word| title.contains(word))
}

/// Where a front matter names a file so; its list of files where it does not.
fn named(base: &Base, name: &str) -> Place {
    let source = &base.body.source;
    let front = source.text.get(..base.body.span.start).unwrap_or("");
    match front.find(name) {
        Some(at) => Place::new(source, at..at + name.len()),
        None => field(base, &key::ATTACHMENTS),
    }
}

fn told(word: &str, place: Place) -> Diagnostic {
    Diagnostic::new(Code::WorkingPaper, place, what(word)).help(help())
}

fn what(word: &str) -> diagnostic::Text {
    say!("“{word}”是内部文稿的字样", "`{word}` is a word of papers that are not for the public")
}

fn help() -> diagnostic::Text {
    say!(
        "换成正式印发的文本；确是公开征求意见的，标题写“公开征求……意见”",
        "take the text as issued; if the public is asked for its comments, let the title say so"
    )
}

/// What stands around the words of a line that is a heading or in brackets.
fn is_around(c: char) -> bool {
    c.is_whitespace() || "#*_>（）()【】〔〕".contains(c)
}

/// A stage in brackets or at the end of a title, or 请示 at the end.
fn of_title(title: &str) -> Option<&'static str> {
    let bare = title.trim_end_matches(['》', '”', ' ']);
    if bare.ends_with("请示") && bare.chars().count() > 2 {
        return Some("请示");
    }
    STAGES.into_iter().find(|stage| {
        let in_brackets = ["（", "(", "【", "〔"].iter().any(|open| {
            title.match_indices(open).any(|(at, open)| {
                let rest = &title[at + open.len()..];
                rest.strip_prefix(stage).is_some_and(|rest| rest.starts_with(['）', ')', '】', '〕']))
            })
        });
        let at_end = *stage != "内部" && bare.ends_with(stage) && bare.chars().count() > 4;
        in_brackets || at_end
    })
}

/// A stage on a line of its own within the first lines.
fn of_head(text: &Text) -> Option<(&'static str, Range<usize>)> {
    let lines = text.lines().filter(|(_, line)| !line.trim().is_empty()).take(HEAD);
    for (at, line) in lines {
        let words = line.trim_matches(is_around);
        let stage = STAGES.into_iter().find(|stage| *stage == words && *stage != "内部");
        // A heading that is the paper's own title.
        let titled = || line.starts_with('#').then(|| of_title(words)).flatten();
        if let Some(stage) = stage.or_else(titled) {
            return Some((stage, at..at + line.trim_end().len()));
        }
    }
    None
}
