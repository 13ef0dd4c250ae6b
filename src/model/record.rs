//! What every record has, whatever its kind.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use percent_encoding::percent_decode_str;
use rust_decimal::Decimal;

use super::Kind;
use super::choice::Choice;
use super::date::{Day, Moment};
use super::fields::{Fields, Spanned};
use super::id::RecordId;
use super::key::{self, Field, optional, required};
use super::language::Tag;
use super::quoted::{self, Quoted};
use super::review::{self, Review};
use super::translation::Translation;
use super::waiver::{self, Waiver};
use crate::content::{Map, Value};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Source};
use crate::say;
use crate::tree::SitePath;

/// The common part of a record.
#[derive(Debug, Clone)]
pub struct Base {
    /// The path below the kind, without `.md`: the permanent name.
    pub id: String,
    /// The Markdown file.
    pub path: SitePath,
    /// The folder of the record's own files, if it is a folder with `index.md`.
    pub folder: Option<String>,
    pub title: String,
    pub summary: Option<String>,
    pub keywords: Vec<String>,
    pub order: Option<Decimal>,
    pub published: Option<Moment>,
    pub source: Option<String>,
    pub author: Option<String>,
    pub disclosure: Disclosure,
    pub draft: bool,
    pub sample: bool,
    pub attachments: Vec<Attachment>,
    pub evidence: Vec<Evidence>,
    pub quoted: Vec<Quoted>,
    pub aliases: Vec<Spanned<String>>,
    pub waivers: Vec<Waiver>,
    /// Never published.
    pub reviews: Vec<Review>,
    pub withdrawn: Option<Withdrawn>,
    pub archived: bool,
    /// A free table for themes; printed only by a template that asks.
    pub extra: BTreeMap<String, String>,
    /// By their languages.
    pub translations: Vec<Translation>,
    pub body: Body,
}

impl Base {
    /// The record in another language.
    pub fn translation(&self, language: &Tag) -> Option<&Translation> {
        self.translations.iter().find(|translation| translation.language == *language)
    }

    /// Who may see the record at most: a draft nobody, an internal one the internal edition.
    pub fn visibility(&self) -> Visibility {
        match (self.draft, self.disclosure) {
            (true, _) => Visibility::Draft,
            (false, Disclosure::Internal) => Visibility::Internal,
            (false, Disclosure::Public) => Visibility::Public,
        }
    }
}

/// Whether a record is for everybody (《政府信息公开条例》 arts. 13–16).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Disclosure {
    Public,
    Internal,
}

impl Choice for Disclosure {
    const WORDS: &'static [(Self, &'static str, &'static [&'static str])] = &[
        (Disclosure::Public, "public", &["主动公开"]),
        (Disclosure::Internal, "internal", &["系统内", "内部"]),
    ];
}

/// From what everybody sees to what nobody does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Visibility {
    Public,
    Internal,
    Draft,
}

/// A file a record gives out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    pub file: SitePath,
    pub name: String,
    pub bytes: u64,
}

/// A paper kept elsewhere and only registered here.
#[derive(Debug, Clone)]
pub struct Evidence {
    pub name: String,
    pub copies: Option<u32>,
    pub kept_at: Option<String>,
}

/// A record taken back: its page says so, and it counts no more.
#[derive(Debug, Clone)]
pub struct Withdrawn {
    pub date: Day,
    pub reason: String,
}

/// A record's Markdown, still as source, with what its links lead to.
#[derive(Debug, Clone)]
pub struct Body {
    pub source: Arc<Source>,
    pub span: Range<usize>,
    pub links: Links,
}

impl Body {
    /// The Markdown text.
    pub fn text(&self) -> &str {
        &self.source.text[self.span.clone()]
    }
}

/// What the links of a body lead to, by destination as written. They are few, and in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Links(Box<[(Box<str>, Target)]>);

impl Links {
    /// The files that are linked.
    pub fn files(&self) -> impl Iterator<Item = &Attachment> {
        self.iter().filter_map(|(_, target)| match target {
            Target::File(attachment) => Some(attachment),
            _ => None,
        })
    }

    /// What a destination leads to.
    pub fn get(&self, destination: &str) -> Option<&Target> {
        let found = self.0.binary_search_by(|(known, _)| (**known).cmp(destination));
        found.ok().map(|i| &self.0[i].1)
    }

    /// Every destination with what it leads to.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Target)> {
        self.0.iter().map(|(destination, target)| (&**destination, target))
    }
}

impl From<BTreeMap<&str, Target>> for Links {
    fn from(links: BTreeMap<&str, Target>) -> Self {
        Self(links.into_iter().map(|(destination, target)| (destination.into(), target)).collect())
    }
}

/// Where a link inside the content leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    Record {
        record: RecordId,
        anchor: String,
    },
    Column {
        kind: Kind,
        anchor: String,
    },
    Home,
    File(Attachment),
    /// A table that is counted and never given out.
    Withheld,
}

/// Somebody named in a field: an office or post of the site where one matches, else words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    pub text: String,
    pub record: Option<RecordId>,
}

/// The fields every record may have, as `new` lists them.
pub const FIELDS: &[Field] = &[
    required(&key::TITLE, "标题"),
    optional(&key::SLUG, "slug-in-ascii"),
    optional(&key::SUMMARY, "一两句话"),
    optional(&key::KEYWORDS, "[营商环境]"),
    optional(&key::ORDER, "1"),
    optional(&key::SOURCE, "本单位"),
    optional(&key::AUTHOR, "办公室"),
    optional(&key::DISCLOSURE, "主动公开"),
    optional(
        &key::REVIEW,
        "[{环节: 保密审查, 职务: 办公室主任, 日期: 2023-03-01, 结论: 同意公开}]",
    ),
    optional(&key::DRAFT, "是"),
    optional(&key::SAMPLE, "是"),
    optional(&key::ATTACHMENTS, "[{文件: 附件1.pdf, 名称: 任务清单}]"),
    optional(&key::EVIDENCE, "[{名称: 现场照片, 份数: 2, 存放处: 办公室}]"),
    optional(&key::QUOTED, "[{名称: 工作任务, 数值: 23, 来源: 方案正文}]"),
    optional(&key::ALIASES, "[/old/page.html]"),
    optional(&key::WAIVE, "[{规则: LS0510, 理由: 原文如此, 批准: 局长办公会, 指纹: 1f2e3d4c}]"),
    optional(&key::WITHDRAWN, "{日期: 2023-06-01, 原因: 内容有误}"),
    optional(&key::ARCHIVED, "是"),
    optional(&key::EXTRA, "{任意名称: 任意内容}"),
];

/// The common fields as decoded from front matter, before attachments and links are looked up.
pub(super) struct Common {
    pub title: String,
    pub summary: Option<String>,
    pub keywords: Vec<String>,
    pub order: Option<Decimal>,
    pub published: Option<Moment>,
    pub source: Option<String>,
    pub author: Option<String>,
    pub disclosure: Option<Disclosure>,
    pub draft: bool,
    pub sample: bool,
    pub attachments: Vec<(Spanned<String>, Option<String>)>,
    pub evidence: Vec<Evidence>,
    pub quoted: Vec<Quoted>,
    pub aliases: Vec<Spanned<String>>,
    pub waivers: Vec<Waiver>,
    pub reviews: Vec<Review>,
    pub withdrawn: Option<Withdrawn>,
    pub archived: bool,
    pub extra: BTreeMap<String, String>,
}

impl Common {
    /// Takes the common fields out of a record's front matter.
    pub fn decode(kind: Kind, fields: &mut Fields, out: &mut Diagnostics) -> Self {
        let title = match kind {
            // It is called by its plan and period.
            Kind::Bulletin => fields.text(&key::TITLE, out),
            _ => fields.required_text(&key::TITLE, "……", out),
        };
        // Already taken for the id, asked for again so that it counts as known.
        let _ = fields.node(&key::SLUG, out);
        let reviews = review::decode(fields, out);
        Self {
            reviews,
            title: title.unwrap_or_default(),
            summary: fields.text(&key::SUMMARY, out),
            keywords: fields.texts(&key::KEYWORDS, out),
            order: fields.number(&key::ORDER, out),
            published: fields.moment(&key::PUBLISHED, out),
            source: fields.text(&key::SOURCE, out),
            author: fields.text(&key::AUTHOR, out),
            disclosure: decode_disclosure(fields, out),
            draft: fields.flag(&key::DRAFT, out),
            sample: fields.flag(&key::SAMPLE, out),
            attachments: decode_attachment_list(fields, out),
            evidence: decode_evidence(fields, out),
            quoted: quoted::decode(fields, out),
            aliases: decode_aliases(fields, out),
            waivers: waiver::decode(fields, out),
            withdrawn: decode_withdrawn(fields, out),
            archived: fields.flag(&key::ARCHIVED, out),
            extra: decode_extra(fields, out),
        }
    }
}

/// Reads 公开属性; what does not belong on any site is an error here.
pub(super) fn decode_disclosure(fields: &mut Fields, out: &mut Diagnostics) -> Option<Disclosure> {
    let word = fields.spanned(&key::DISCLOSURE, out)?;
    if let Some(disclosure) = super::choice::choose(&word.value) {
        return Some(disclosure);
    }
    let given = &word.value;
    let withheld = ["依申请公开", "不予公开", "on_request", "withheld"].contains(&given.as_str());
    out.push(if withheld {
        Diagnostic::new(
            Code::NotForDisclosure,
            fields.place(word.span),
            say!("“{given}”的内容不能放在网站里", "what is `{given}` does not belong on a site"),
        )
        .help(say!(
            "把这个文件移出 content/；能公开的写“主动公开”，只给系统内看的写“系统内”",
            "move the file out of content/; write `public` for what may be published, `internal` for the internal edition"
        ))
    } else {
        Diagnostic::new(
            Code::BadValue,
            fields.place(word.span),
            say!("“公开属性”没有“{given}”这一项", "`disclosure` cannot be `{given}`"),
        )
        .help(say!("写其中之一：主动公开、系统内", "write one of: public, internal"))
    });
    // Reported; the strictest reading keeps it from being seen.
    Some(Disclosure::Internal)
}

pub(super) fn decode_attachment_list(
    fields: &mut Fields,
    out: &mut Diagnostics,
) -> Vec<(Spanned<String>, Option<String>)> {
    let mut found = Vec::new();
    for node in fields.nodes(&key::ATTACHMENTS, out) {
        match &node.value {
            Value::Text(_) => {
                found.extend(node.text(fields.source).map(|text| {
                    (Spanned { value: text.to_owned(), span: node.span.clone() }, None)
                }))
            }
            Value::Map(map) => {
                let mut line = Fields::nested(fields.source, map);
                let file = line.spanned(&key::FILE, out);
                let name = line.text(&key::NAME, out);
                if !line.has(&key::FILE) {
                    line.missing(&key::FILE, "附件1.pdf", out);
                }
                found.extend(file.map(|file| (file, name)));
                line.finish(out);
            }
            Value::Null | Value::Unreadable => {}
            Value::List(_) => out.push(
                Diagnostic::new(
                    Code::BadValue,
                    fields.place(node.span.clone()),
                    say!("附件应是文件名", "an attachment must be a file name"),
                )
                .help(say!("例如 附件: [附件1.pdf]", "as attachments: [annex1.pdf]")),
            ),
        }
    }
    found
}

pub(super) fn decode_evidence(fields: &mut Fields, out: &mut Diagnostics) -> Vec<Evidence> {
    let mut found = Vec::new();
    for node in fields.nodes(&key::EVIDENCE, out) {
        match &node.value {
            Value::Text(_) => found.extend(node.text(fields.source).map(|name| Evidence {
                name: name.to_owned(),
                copies: None,
                kept_at: None,
            })),
            Value::Map(map) => {
                let mut line = Fields::nested(fields.source, map);
                let name = line.required_text(&key::NAME, "现场照片", out);
                let copies = line.count(&key::COPIES, out);
                let kept_at = line.text(&key::KEPT_AT, out);
                found.extend(name.map(|name| Evidence { name, copies, kept_at }));
                line.finish(out);
            }
            _ => {}
        }
    }
    found
}

fn decode_aliases(fields: &mut Fields, out: &mut Diagnostics) -> Vec<Spanned<String>> {
    let mut found = Vec::new();
    for alias in fields.list(&key::ALIASES, out) {
        // An address copied whole from the old site: its path is what redirects.
        let path = match alias.value.split_once("://") {
            Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
            None => &alias.value,
        };
        // As a browser shows it, in characters or in their codes; files have characters.
        let path = percent_decode_str(path.trim_start_matches('/')).decode_utf8_lossy();
        let sound = !path.is_empty()
            && path.trim_end_matches('/').split('/').all(|part| !matches!(part, "" | "." | ".."))
            && !path.ends_with("//")
            && !path.contains(|c: char| c.is_control() || "\\?#:*\"<>|\u{fffd}".contains(c));
        if sound {
            found.push(Spanned { value: path.into_owned(), span: alias.span });
        } else {
            let given = &alias.value;
            out.push(
                Diagnostic::new(
                    Code::BadValue,
                    fields.place(alias.span),
                    say!(
                        "旧网址“{given}”不是站内路径",
                        "the alias `{given}` is no path of this site"
                    ),
                )
                .help(say!("从“/”写起，例如 /old/page.html", "begin with `/`, as /old/page.html")),
            );
        }
    }
    found
}

fn decode_withdrawn(fields: &mut Fields, out: &mut Diagnostics) -> Option<Withdrawn> {
    let mut line = fields.map(&key::WITHDRAWN, out)?;
    let date = line.day(&key::DATE, None, out);
    if !line.has(&key::DATE) {
        line.missing(&key::DATE, "2023-06-01", out);
    }
    let reason = line.required_text(&key::WITHDRAWAL_REASON, "内容有误", out);
    line.finish(out);
    Some(Withdrawn { date: date?, reason: reason? })
}

fn decode_extra(fields: &mut Fields, out: &mut Diagnostics) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    if let Some(line) = fields.map(&key::EXTRA, out) {
        flatten(line.raw(), line.source, "", &mut found);
    }
    found
}

/// A nested table as dotted names, so that a template asks for one text at a time.
fn flatten(map: &Map, source: &Source, prefix: &str, found: &mut BTreeMap<String, String>) {
    for pair in &map.entries {
        let name = format!("{prefix}{}", pair.key(source));
        if let Some(text) = pair.value.text(source) {
            found.insert(name, text.to_owned());
        } else if let Value::Map(inner) = &pair.value.value {
            flatten(inner, source, &format!("{name}."), found);
        }
    }
}
