//! site.toml: what the site is called, where it lives, and what its records start from.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::calendar::Calendar;
use super::choice::{Choice, bad_choice, choose};
use super::date::Day;
use super::fields::{Fields, Spanned};
use super::key::Key;
use super::language::Tag;
use crate::content::Map;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Source};
use crate::say;
use crate::tree::{Entry, SitePath, Tree};

/// Everything site.toml can say.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    pub title: String,
    /// The site's address, ending in `/`; without it there is no feed and no sitemap.
    pub base_url: Option<String>,
    /// Whether one was written that is none, which was told.
    pub base_url_is_bad: bool,
    /// That of the program's own words, and what a language of the site's own falls back on.
    pub language: Language,
    /// A language the site has a table of words for, as `mn-Mong`.
    pub own_language: Option<Spanned<String>>,
    /// Those a page can be in, as a translation is.
    pub languages: BTreeSet<Tag>,
    /// Pins the as-of day, for demonstration and archives.
    pub as_of: Option<Day>,
    /// The theme and what the site puts into it.
    pub look: Look,
    /// Whether HTML written in Markdown passes, cleaned, or not at all.
    pub raw_html: RawHtml,
    pub identity: Identity,
    pub defaults: Defaults,
    pub calendar: Calendar,
    pub check: Check,
    pub history: HistorySettings,
    /// What is signed before it is published, where the site asks for it.
    pub approval: Option<Approval>,
    /// Who the offices are in the forge, where that is said.
    pub owners: Option<Owners>,
    /// By whose signatures a build is known to be the site's own.
    pub signing: Signing,
    /// What is written beside the pages.
    pub output: Output,
    /// The servers it is published to, in the order they are written.
    pub targets: Vec<Target>,
    /// Whether photographs are given out with what their files tell of place, time and device.
    pub keep_metadata: bool,
    /// The terms the data are given under, where the site names some.
    pub licence: Option<Licence>,
    /// What readers are asked before they leave the site, where it asks them.
    pub leaving: Option<Leaving>,
    /// Endings of files a package may carry beside those every site may have, in lower case.
    pub pack_extensions: Vec<String>,
    /// Words of the interface replaced by the site's own.
    pub words: BTreeMap<String, Spanned<String>>,
    /// The calendars and tables of words it names.
    pub files: BTreeSet<SitePath>,
    /// The text of site.toml, for faults found later.
    pub source: Arc<Source>,
}

impl Settings {
    /// The language of the pages, as in `lang="zh-CN"`.
    pub fn tag(&self) -> &str {
        self.own_language.as_ref().map_or(self.language.tag(), |own| &own.value)
    }

    /// The line of site.toml that gives a setting; the file's start where none is found.
    pub fn place(&self, name: &str) -> Place {
        let mut at = 0;
        for line in self.source.text.split_inclusive('\n') {
            let rest = line.trim_start().strip_prefix(name).map(str::trim_start);
            if rest.is_some_and(|rest| rest.starts_with('=')) {
                return Place::new(&self.source, at..at + line.trim_end().len());
            }
            at += line.len();
        }
        Place::start(&self.source)
    }
}

/// The language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    Chinese,
    English,
}

impl Language {
    /// As in `lang="zh-CN"`.
    pub fn tag(self) -> &'static str {
        match self {
            Language::Chinese => "zh-CN",
            Language::English => "en",
        }
    }
}

impl Choice for Language {
    const WORDS: &'static [(Self, &'static str, &'static [&'static str])] = &[
        (Language::Chinese, "zh-CN", &["zh-CN", "zh", "中文"]),
        (Language::English, "en", &["en", "en-US", "en-GB"]),
    ];
}

/// What becomes of HTML written inside Markdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RawHtml {
    Drop,
    Sanitise,
}

impl Choice for RawHtml {
    const WORDS: &'static [(Self, &'static str, &'static [&'static str])] = &[
        (RawHtml::Drop, "drop", &["drop"]),
        (RawHtml::Sanitise, "sanitise", &["sanitise", "sanitize"]),
    ];
}

macro_rules! setting_keys {
    ($($name:ident = $en:literal;)*) => {
        $(const $name: Key = Key { en: $en, zh: &[$en] };)*
    };
}

pub mod approval;
mod calendar;
mod check;
mod defaults;
mod history;
mod identity;
mod leaving;
mod licence;
pub mod look;
mod output;
pub mod owners;
mod pack;
mod signing;
pub mod targets;
mod words;

pub use approval::{Approval, Stage};
pub use check::{Check, Level, Listed, WrongWord};
pub use defaults::Defaults;
pub(super) use defaults::{monthly, on_holiday, weekly};
pub use history::HistorySettings;
pub use identity::Identity;
pub use leaving::Leaving;
pub use licence::Licence;
pub use look::Look;
pub use output::{Encoding, Output};
pub use owners::Owners;
pub use signing::Signing;
pub use targets::Target;

setting_keys! {
    TITLE = "title"; BASE_URL = "base_url"; LANGUAGE = "language"; AS_OF = "as_of";
    THEME = "theme"; RAW_HTML = "raw_html"; IDENTITY = "identity"; DEFAULTS = "defaults";
    CALENDAR = "calendar"; WORDS = "words";
    APPROVAL = "approval"; HISTORY = "history";
    LEAVING = "leaving"; LICENCE = "licence"; PACK = "pack";
    CHECK = "check"; OWNERS = "owners"; OUTPUT = "output"; SIGNING = "signing";
    TARGETS = "targets"; ATTACHMENTS = "attachments"; KEEP_METADATA = "keep_metadata";
}

/// Reads site.toml and the calendars it names; `map` is the text as parsed, if it could be.
pub fn decode(
    source: &Arc<Source>,
    map: &Map,
    tree: &dyn Tree,
    out: &mut Diagnostics,
) -> anyhow::Result<Settings> {
    let mut found = Diagnostics::new();
    let mut top = Fields::of_file(source, map);
    let title = top.required_text(&TITLE, "", &mut found).unwrap_or_default();
    let base_url = top.spanned(&BASE_URL, &mut found);
    let has_base_url = base_url.is_some();
    let base_url = base_url.and_then(|url| check_url(&top, url, &mut found));
    let (language, own_language) = decode_language(&mut top, &mut found);
    let as_of = top.day(&AS_OF, None, &mut found);
    let look = look::decode(&mut top, &THEME, &mut found);
    let languages = languages(&look.name, tree)?;
    let raw_html = top.choice(&RAW_HTML, &mut found).unwrap_or(RawHtml::Drop);
    let identity =
        top.map(&IDENTITY, &mut found).map(|fields| identity::decode(fields, &mut found));
    let defaults =
        top.map(&DEFAULTS, &mut found).map(|fields| defaults::decode(fields, &mut found));
    let calendar = match top.map(&CALENDAR, &mut found) {
        Some(fields) => calendar::decode(fields, source, tree, &mut found)?,
        None => Calendar::builtin(),
    };
    let check = match top.map(&CHECK, &mut found) {
        Some(fields) => Some(check::decode(fields, tree, &mut found)?),
        None => None,
    };
    let history = top.map(&HISTORY, &mut found).map(|fields| history::decode(fields, &mut found));
    let approval = top.map(&APPROVAL, &mut found);
    let approval = approval.and_then(|fields| approval::decode(fields, &mut found));
    let owners = top.map(&OWNERS, &mut found).map(|fields| owners::decode(&fields, &mut found));
    let output = top.map(&OUTPUT, &mut found).map(|fields| output::decode(fields, &mut found));
    let signing = top.map(&SIGNING, &mut found).map(|fields| signing::decode(fields, &mut found));
    let targets = top.map(&TARGETS, &mut found).map(|fields| targets::decode(&fields, &mut found));
    let keep_metadata = top.map(&ATTACHMENTS, &mut found).is_some_and(|mut fields| {
        let keep = fields.flag(&KEEP_METADATA, &mut found);
        fields.finish(&mut found);
        keep
    });
    let licence = top.map(&LICENCE, &mut found);
    let licence = licence.and_then(|fields| licence::decode(fields, &mut found));
    let leaving = top.map(&LEAVING, &mut found).map(|fields| leaving::decode(fields, &mut found));
    let pack = top.map(&PACK, &mut found).map(|fields| pack::decode(fields, &mut found));
    let words = top.map(&WORDS, &mut found).map(|fields| words::decode(&fields, &mut found));
    let files = [(&CALENDAR, calendar::NAMING), (&CHECK, check::NAMING)];
    let files = files.iter().flat_map(|(key, naming)| top.texts_in(key, naming));
    let files = files.filter_map(SitePath::new).collect();
    top.finish(&mut found);
    // The decoder is that of front matter; in settings an unknown key has its own code and help.
    out.extend(found.into_iter().map(|fault| match fault.code {
        Code::UnknownKey => Diagnostic {
            code: Code::UnknownSetting,
            help: fault.help.filter(|help| help.en.starts_with("did you mean")).map(|help| {
                let (zh, en) = (head(&help.zh, '？'), head(&help.en, '?'));
                say!("{zh}", "{en}")
            }),
            ..fault
        },
        Code::BadDate => fault,
        Code::MissingKey => Diagnostic {
            code: Code::BadSettings,
            help: Some(say!(
                "加一行：title = \"优化营商环境亮晒比评专栏\"",
                "add a line: title = \"…\""
            )),
            ..fault
        },
        _ => Diagnostic { code: Code::BadSettings, ..fault },
    }));
    Ok(Settings {
        title,
        base_url_is_bad: base_url.is_none() && has_base_url,
        base_url,
        language,
        own_language,
        languages,
        as_of,
        look,
        raw_html,
        identity: identity.unwrap_or_default(),
        defaults: defaults.unwrap_or_default(),
        calendar,
        check: check.unwrap_or_default(),
        history: history.unwrap_or_default(),
        approval,
        owners,
        output: output.unwrap_or_default(),
        signing: signing.unwrap_or_default(),
        targets: targets.unwrap_or_default(),
        keep_metadata,
        licence,
        leaving,
        pack_extensions: pack.unwrap_or_default(),
        words: words.unwrap_or_default(),
        files,
        source: source.clone(),
    })
}

/// A sentence up to and with its first `end`.
fn head(sentence: &str, end: char) -> String {
    sentence.split_inclusive(end).next().unwrap_or(sentence).to_owned()
}

/// The file at a path the settings give, from the site's folder; none where there is no file.
fn file_named(name: &str, tree: &dyn Tree) -> anyhow::Result<Option<SitePath>> {
    let Some(path) = SitePath::new(name) else { return Ok(None) };
    let listed = tree.list(path.as_str())?.remove(path.as_str());
    Ok(matches!(listed, Some(Entry::File(_))).then_some(path))
}

/// Whether a text is a full address a site could have.
pub fn is_url(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let host = rest.map(|rest| rest.split('/').next().unwrap_or(""));
    host.is_some_and(|host| !host.is_empty())
        && !url.contains(|c: char| c.is_whitespace() || "?#\"<>".contains(c))
}

/// One of the program's languages, or the tag of another, which falls back on Chinese.
fn decode_language(top: &mut Fields, out: &mut Diagnostics) -> (Language, Option<Spanned<String>>) {
    let Some(word) = top.spanned(&LANGUAGE, out) else { return (Language::Chinese, None) };
    match choose::<Language>(&word.value) {
        Some(language) => (language, None),
        None if Tag::new(&word.value).is_some() => (Language::Chinese, Some(word)),
        None => {
            out.push(bad_choice::<Language>(top.place(word.span), &LANGUAGE, &word.value));
            (Language::Chinese, None)
        }
    }
}

/// The languages pages can be in: the program's, and those the theme has a table of words for.
fn languages(theme: &str, tree: &dyn Tree) -> anyhow::Result<BTreeSet<Tag>> {
    let tables = match SitePath::new(&format!("themes/{theme}/words")) {
        Some(folder) => tree.list(folder.as_str())?,
        None => BTreeMap::new(),
    };
    let of_theme = tables.keys().filter_map(|path| Tag::new(path.name().strip_suffix(".toml")?));
    let built_in = [Language::Chinese, Language::English].map(Language::tag);
    Ok(of_theme.chain(built_in.into_iter().filter_map(Tag::new)).collect())
}

fn check_url(top: &Fields, url: Spanned<String>, out: &mut Diagnostics) -> Option<String> {
    let sound = is_url(&url.value);
    if !sound {
        let given = &url.value;
        out.push(
            Diagnostic::new(
                Code::BadSettings,
                top.place(url.span),
                say!("base_url“{given}”不是完整网址", "base_url `{given}` is no full address"),
            )
            .help(say!(
                "例如 https://www.example.gov.cn/ljsbp/",
                "as https://www.example.gov.cn/ljsbp/"
            )),
        );
        return None;
    }
    Some(url.value)
}
