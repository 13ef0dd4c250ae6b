//! What is private in a site, found in one pass over each text, for the rules of the room to tell.
//!
//! The texts are those of the content, of the tables, of the names and of the files of all records,
//! of drafts and internal ones too, for the content itself may be read by others; then those of the
//! pages, of which only what none of the others holds is told.

mod cells;
mod files;
mod pages;

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::text::texts;
use crate::content::markdown;
use crate::detect::{self, Found, Kind, Policy};
use crate::diagnostic::{Code, Diagnostic, Place, Severity, Source, Text};
use crate::model::record::Body;
use crate::model::{Kind as RecordKind, Model};
use crate::say;
use crate::site::{Page, Site};
use crate::tree::SitePath;

pub use files::{GivenOut, files};
pub use pages::{on_page, untold};

/// Something private, once for each place it is told at.
#[derive(Clone)]
pub struct Private {
    pub kind: Kind,
    pub at: At,
    place: Place,
    /// What may stand there instead.
    masked: String,
    /// Whether its own letters prove it.
    certain: bool,
    fix: Option<String>,
    /// The same column's other cells, each with what to put there.
    also: Vec<(Range<usize>, String)>,
    /// The letters and digits of all it stands for.
    keys: Vec<String>,
}

/// Where something private stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum At {
    Text,
    /// In cells under a head that promises it; whether the table names people.
    Column {
        head: String,
        cells: usize,
        of_people: bool,
    },
    /// In a table that is counted and never given out.
    Counted,
    /// In the name of a file or folder that is given out.
    Name,
    /// In a document given out: how often, and the first places.
    Attachment {
        times: usize,
        spots: Vec<Text>,
    },
    /// On built pages only, and on how many more.
    Pages {
        more: usize,
    },
}

impl Private {
    /// Of what was found in a text.
    fn new(found: &Found, text: &str, at: At, place: Place) -> Self {
        let Found { kind, range, masked, certain } = found.clone();
        let keys = vec![key(text.get(range).unwrap_or(""))];
        Self { kind, at, place, masked, certain, fix: None, also: Vec::new(), keys }
    }

    /// As its rule tells it, where it stands as itself and not as part of a column or document.
    pub fn told(&self, kind: Kind, code: Code) -> Option<Diagnostic> {
        let (zh, en) = (kind.word(), english(kind));
        let masked = &self.masked;
        let path = self.place.source.path.clone();
        let (message, help) = match &self.at {
            _ if self.kind != kind => return None,
            At::Column { .. } | At::Attachment { .. } => return None,
            At::Text if self.kind == Kind::HalfMask => (
                say!("号码遮盖不足，仍可推知", "this mask still shows too much of a number"),
                say!("改为 {masked}", "write `{masked}`"),
            ),
            At::Text if self.kind == Kind::Address => (
                say!(
                    "住址写到了乡镇、街道以下",
                    "an address goes beyond the town or street office"
                ),
                say!("只保留到乡镇、街道", "keep it to the town or street office"),
            ),
            At::Text => (
                match self.certain {
                    true => say!("这里写有{zh}", "{en} stands here"),
                    false => say!("这里像是{zh}", "this looks like {en}"),
                },
                say!("改为 {masked}", "write `{masked}`"),
            ),
            At::Counted => (
                say!(
                    "这张表只用来计数、不公开，里面写有{zh}",
                    "this table is only counted and never given out, yet {en} stands in it"
                ),
                say!("不计数的列留在站点之外", "keep what is not counted out of the site"),
            ),
            At::Name => (
                say!("名称里有{zh}：{path}", "{en} is part of a name: {path}"),
                say!("改文件名或文件夹名", "rename the file or folder"),
            ),
            At::Pages { more: 0 } => (
                say!(
                    "生成的网页里有{zh}，内容里没有查出",
                    "{en} is on a page as built, and in no text"
                ),
                say!(
                    "找到它的出处，改为 {masked}",
                    "find where it comes from and write `{masked}`"
                ),
            ),
            At::Pages { more } => (
                say!(
                    "生成的网页里有{zh}，另有{more}页也有，内容里没有查出",
                    "{en} is on a page as built and on {more} more pages, and in no text"
                ),
                say!(
                    "找到它的出处，改为 {masked}",
                    "find where it comes from and write `{masked}`"
                ),
            ),
        };
        let sure = self.certain && self.at != At::Counted;
        Some(self.diagnostic(code, message, sure).help(help))
    }

    /// A finding at its place, with what mends it; a warning where it is not sure.
    pub fn diagnostic(&self, code: Code, message: Text, sure: bool) -> Diagnostic {
        let mut told = Diagnostic::new(code, self.place.clone(), message);
        if !sure {
            told.severity = Severity::Warning;
        }
        (told.fix, told.also) = (self.fix.clone(), self.also.clone());
        told
    }

    /// Whether its own letters prove it.
    pub fn is_certain(&self) -> bool {
        self.certain
    }

    /// What may stand there instead.
    pub fn masked(&self) -> &str {
        &self.masked
    }
}

/// What a kind is called in English.
pub fn english(kind: Kind) -> &'static str {
    match kind {
        Kind::ResidentId => "an identity number",
        Kind::TravelDocument => "the number of a passport or permit",
        Kind::Mobile => "a mobile number",
        Kind::BankCard => "the number of a bank card",
        Kind::Address => "a home address",
        Kind::HalfMask => "a number masked too little",
        Kind::Health => "somebody's health",
    }
}

/// All that is private in the texts of the content and in the names of what is given out.
pub(super) fn in_content(model: &Model, site: &Site) -> Vec<Private> {
    let policy = &model.settings.check.masks;
    let mut all = Vec::new();
    for text in texts(model) {
        in_document(text.source, &text.body, policy, &mut all);
    }
    let columns = model.columns.values().chain(&model.home);
    for Body { source, span, .. } in columns.map(|column| &column.body) {
        in_document(source, span, policy, &mut all);
    }
    in_plain(&model.settings.source, policy, &mut all);
    let (names, told) = in_names(model, site, policy);
    all.retain(|one| !names.iter().any(|name| name.is_at(&one.place)));
    for one in &mut all {
        // In an address with its letters escaped it stands for the file too.
        if names.iter().any(|name| one.keys.contains(&name.key)) && is_in_escaped(&one.place) {
            one.fix = None;
        }
    }
    all.extend(told);
    all
}

/// Whether a place is in an address such as `%E5%BC%A01.txt`.
fn is_in_escaped(place: &Place) -> bool {
    let before = place.source.text.get(..place.span.start).unwrap_or("");
    let of_address = |c: char| c.is_ascii_graphic() && !"()<>\"".contains(c);
    before.chars().rev().take_while(|c| of_address(*c)).any(|c| c == '%')
}

/// A name with something private in it.
struct Name {
    whole: String,
    /// What of it comes before that.
    before: usize,
    key: String,
}

impl Name {
    /// Whether a place is in the name itself, as a list of attachments gives it.
    fn is_at(&self, place: &Place) -> bool {
        let start = place.span.start.checked_sub(self.before);
        let at = start.and_then(|start| place.source.text.get(start..));
        at.is_some_and(|at| at.starts_with(&self.whole))
    }
}

/// Whether masking it needs no judgement: it is a number by its own letters or by the head it stands
/// under. Where an address ends, and whether an illness is anybody's, somebody has to say.
fn is_mendable(found: &Found, is_headed: bool) -> bool {
    match found.kind {
        Kind::Address | Kind::Health => false,
        Kind::HalfMask => true,
        _ => found.certain || is_headed,
    }
}

/// A text in which a mask stands as it is: a table's, or that of settings.
fn in_plain(source: &Arc<Source>, policy: &Policy, all: &mut Vec<Private>) {
    for found in detect::private(&source.text, policy) {
        let place = Place::new(source, found.range.clone());
        let fix = is_mendable(&found, false).then(|| found.masked.clone());
        all.push(Private { fix, ..Private::new(&found, &source.text, At::Text, place) });
    }
}

/// A Markdown file, its front matter included.
fn in_document(source: &Arc<Source>, body: &Range<usize>, policy: &Policy, all: &mut Vec<Private>) {
    let found = detect::private(&source.text, policy);
    if found.is_empty() {
        return;
    }
    let verbatim = verbatim(&source.text, body);
    for found in found {
        let place = Place::new(source, found.range.clone());
        let is_inside = |span: &Range<usize>| span.contains(&found.range.start);
        let fix = if found.range.start < body.start {
            in_yaml(&source.text, &found)
        } else if verbatim.iter().any(is_inside) {
            Some(found.masked.clone())
        } else {
            // Stars in pairs would make emphasis of what stands between them.
            Some(found.masked.replace('*', "\\*"))
        };
        let fix = fix.filter(|_| is_mendable(&found, false));
        all.push(Private { fix, ..Private::new(&found, &source.text, At::Text, place) });
    }
}

/// Code and HTML of a body, where a backslash shows.
fn verbatim(text: &str, body: &Range<usize>) -> Vec<Range<usize>> {
    let own = text.get(body.clone()).unwrap_or("");
    let mut spans: Vec<Range<usize>> = Vec::new();
    let mut in_code = false;
    for (event, span) in markdown::events(own) {
        let is_one = match event {
            Event::Start(Tag::CodeBlock(_)) => {
                in_code = true;
                true
            }
            Event::End(TagEnd::CodeBlock) => {
                in_code = false;
                true
            }
            Event::Code(_) | Event::Html(_) | Event::InlineHtml(_) => true,
            _ => in_code,
        };
        if is_one {
            spans.push(body.start + span.start..body.start + span.end);
        }
    }
    spans
}

/// A mask as it may stand in front matter: where a value would begin with a star, in quotes.
fn in_yaml(text: &str, found: &Found) -> Option<String> {
    let masked = &found.masked;
    let before = text.get(..found.range.start)?.trim_end_matches(' ');
    let begins = before.ends_with([':', '：', '-', '[', ',', '{', '\n']);
    if !begins || !masked.starts_with('*') {
        return Some(masked.clone());
    }
    let after = text.get(found.range.end..)?.trim_start_matches(' ');
    let is_whole = after.is_empty() || after.starts_with(['\r', '\n', ',', ']', '}']);
    is_whole.then(|| format!("\"{masked}\""))
}

/// The names of pages and files, each thing once.
fn in_names(model: &Model, site: &Site, policy: &Policy) -> (Vec<Name>, Vec<Private>) {
    let (mut names, mut told) = (Vec::new(), Vec::new());
    let mut known = BTreeSet::new();
    for (route, page) in site.pages.iter() {
        let place = match page {
            Page::Record(record) | Page::Tombstone(record) => {
                Place::start(&model.base(*record).body.source)
            }
            Page::File(path) => Place::file(path),
            _ => continue,
        };
        for part in route.as_str().split('/').filter(|part| part.len() > 7) {
            let name = part.rsplit_once('.').map_or(part, |(name, _)| name);
            for found in detect::private(name, policy) {
                let key = key(&name[found.range.clone()]);
                if known.insert((found.kind, key.clone())) {
                    told.push(Private::new(&found, name, At::Name, place.clone()));
                }
                names.push(Name { whole: part.to_owned(), before: found.range.start, key });
            }
        }
    }
    (names, told)
}

/// The tables read beside records, and whether each is given out as data.
pub(super) fn record_tables(model: &Model) -> Vec<(SitePath, bool)> {
    let mut tables = Vec::new();
    for kind in RecordKind::ALL {
        for record in model.records(kind).filter(|_| !kind.tables().is_empty()) {
            let Some(folder) = &model.base(record).folder else { continue };
            let is_data = matches!(kind, RecordKind::Indicator | RecordKind::Evaluation);
            let paths = kind.tables().iter();
            tables.extend(
                paths.filter_map(|name| {
                    Some((SitePath::new(&format!("{folder}/{name}"))?, is_data))
                }),
            );
        }
    }
    tables
}

/// What is the same in two spellings of one number: its letters and digits, without markup.
fn key(text: &str) -> String {
    let mut in_tag = false;
    let shown = text.chars().filter(|c| {
        in_tag = (in_tag || *c == '<') && *c != '>';
        !in_tag && c.is_alphanumeric()
    });
    shown.collect()
}
