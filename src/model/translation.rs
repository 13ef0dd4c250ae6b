//! 译文: a record's words in another language, in a file beside it (`index.en.md`).
//!
//! It holds words alone. What is dated, counted, owed or disclosed stands in the original, so that
//! no translation can move a deadline.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

use super::Kind;
use super::fields::{Fields, Spanned};
use super::key::{self, Key};
use super::language::Tag;
use super::record::{self, Body};
use crate::content::Document;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::say;
use crate::tree::SitePath;

/// A record in another language.
#[derive(Debug, Clone)]
pub struct Translation {
    pub language: Tag,
    pub path: SitePath,
    /// None where the original goes without one.
    pub title: Option<String>,
    pub summary: Option<String>,
    pub keywords: Vec<String>,
    /// Whether the original reads otherwise than the text this was made of.
    pub is_stale: bool,
    pub body: Body,
    says: BTreeMap<String, String>,
}

impl Translation {
    /// What it has in the place of words of the original. Words that came with an entry, as another
    /// goal, it knows nothing of.
    pub fn says(&self, original: &str) -> Option<&str> {
        self.says.get(original).map(String::as_str)
    }

    /// All it says, paragraph by paragraph: title, summary, keywords, fields and body.
    pub fn words(&self) -> String {
        let keywords = Some(self.keywords.join("; ")).filter(|all| !all.is_empty());
        let mut all: Vec<&str> =
            self.title.iter().chain(&self.summary).chain(&keywords).map(|text| &**text).collect();
        for text in self.says.values() {
            if !all.contains(&text.as_str()) {
                all.push(text);
            }
        }
        all.push(self.body.text());
        all.join("\n\n")
    }

    pub(super) fn new(language: Tag, path: SitePath, read: Read, body: Body) -> Self {
        let Read { title, summary, keywords, is_stale, says } = read;
        Self { language, path, title, summary, keywords, is_stale, body, says }
    }
}

/// The record's file and the language that the name of a translation tells: `index`, `en`.
pub fn of_file_name(name: &str) -> Option<(&str, &str)> {
    name.strip_suffix(".md")?.rsplit_once('.').filter(|(stem, _)| !stem.is_empty())
}

/// Where the words of a field stand.
#[derive(Clone, Copy)]
enum Form {
    Text,
    Texts,
    /// In a list of maps, under these keys.
    Parts(&'static [&'static Key]),
}

/// A field that is words.
type Wording = (&'static Key, Form);

/// Those of every record.
const OF_ALL: [Wording; 3] =
    [(&key::TITLE, Form::Text), (&key::SUMMARY, Form::Text), (&key::KEYWORDS, Form::Texts)];

/// Those of a kind's own.
fn of_kind(kind: Kind) -> &'static [Wording] {
    use Form::{Parts, Text, Texts};
    match kind {
        Kind::Plan => &[
            (&key::TOPIC, Text),
            (&key::STAGES, Parts(&[&key::NAME, &key::GOAL])),
            (&key::CHECKLIST, Parts(&[&key::NAME])),
        ],
        Kind::Task => &[
            (&key::CATEGORY, Text),
            (&key::ORIGIN, Text),
            (&key::GOAL, Text),
            (&key::STEPS, Texts),
            (&key::STAGE, Text),
            (&key::REMARK, Text),
        ],
        Kind::Indicator => &[
            (&key::DEFINITION, Text),
            (&key::DATA_SOURCE, Text),
            (&key::MEASURES, Parts(&[&key::NAME, &key::UNIT])),
        ],
        Kind::Office => &[(&key::SHORT, Text), (&key::CATEGORY, Text)],
        Kind::Post => &[(&key::DUTIES, Text)],
        Kind::Problem => &[
            (&key::DOMAIN, Text),
            (&key::CAUSE, Text),
            (&key::REMEDY_GOAL, Text),
            (&key::REMEDY_STEPS, Texts),
            (&key::MILESTONES, Parts(&[&key::GOAL])),
        ],
        Kind::Inspection => &[(&key::FORM, Text), (&key::ASPECTS, Texts)],
        Kind::Duty => &[(&key::DUTY_MEASURES, Texts)],
        Kind::Evaluation => &[(&key::CRITERIA, Parts(&[&key::NAME])), (&key::OUTCOMES, Text)],
        Kind::Highlight => {
            &[(&key::ROUND, Text), (&key::BEFORE_AFTER, Parts(&[&key::NAME, &key::UNIT]))]
        }
        Kind::News => &[(&key::CATEGORY, Text)],
        Kind::Policy => &[(&key::TOPIC, Text)],
        Kind::Group
        | Kind::Return
        | Kind::Visit
        | Kind::Publicity
        | Kind::Bulletin
        | Kind::Page => &[],
    }
}

/// The fields of a kind's own that a translation may give.
pub fn own_fields(kind: Kind) -> impl Iterator<Item = &'static Key> {
    of_kind(kind).iter().map(|(key, _)| *key)
}

fn wordings(kind: Kind) -> impl Iterator<Item = Wording> {
    OF_ALL.iter().chain(of_kind(kind)).copied()
}

/// The words of a field, those of each item of a list in the order of `Parts`; none where an item
/// leaves one out.
type Words = Vec<Vec<Option<String>>>;

fn words(fields: &mut Fields, (key, form): Wording, out: &mut Diagnostics) -> Words {
    match form {
        Form::Text => fields.text(key, out).into_iter().map(|text| vec![Some(text)]).collect(),
        Form::Texts => fields.texts(key, out).into_iter().map(|text| vec![Some(text)]).collect(),
        Form::Parts(keys) => {
            let mut words = Words::new();
            for mut item in fields.maps(key, out) {
                words.push(keys.iter().map(|key| item.text(key, out)).collect());
                item.finish(out);
            }
            words
        }
    }
}

/// A translation's front matter, read against that of its original.
pub(super) struct Read {
    title: Option<String>,
    summary: Option<String>,
    keywords: Vec<String>,
    is_stale: bool,
    says: BTreeMap<String, String>,
}

/// Reads what a translation has in the place of its original's words.
pub(super) fn read(
    kind: Kind,
    original: &Document,
    translated: &Document,
    out: &mut Diagnostics,
) -> Read {
    // What is wrong with the original is told of it.
    let mut silent = Diagnostics::new();
    let mut of_original = Fields::of_file(&original.source, &original.front);
    let mut fields = Fields::of_file(&translated.source, &translated.front);
    let (mut says, mut hasher) = (BTreeMap::new(), Sha256::new());
    let (mut title, mut summary, mut keywords) = (None, None, Vec::new());
    for (key, form) in wordings(kind) {
        let before = words(&mut of_original, (key, form), &mut silent);
        let place = fields.place(fields.value_span(key));
        let after = words(&mut fields, (key, form), out);
        put(&mut hasher, key.en, &before);
        if !after.is_empty() && before.len() != after.len() {
            out.push(other_parts(key, before.len(), after.len(), place));
        }
        for (before, after) in before.iter().flatten().zip(after.iter().flatten()) {
            says.extend(before.clone().zip(after.clone()));
        }
        let mut texts = after.into_iter().flatten().flatten();
        if *key == key::TITLE {
            title = texts.next();
        } else if *key == key::SUMMARY {
            summary = texts.next();
        } else if *key == key::KEYWORDS {
            keywords = texts.collect();
        }
    }
    if kind != Kind::Bulletin && !fields.has(&key::TITLE) {
        fields.missing(&key::TITLE, "…", out);
    }
    hasher.update(original.body().replace("\r\n", "\n").trim());
    let is_stale = judge(&mut fields, &code(hasher), out);
    refuse_facts(kind, &mut fields, out);
    fields.finish(out);
    Read { title, summary, keywords, is_stale, says }
}

/// Each part is preceded by its length, so that no two texts run together.
fn put(hasher: &mut Sha256, name: &str, words: &Words) {
    hasher.update(name);
    hasher.update(words.len().to_be_bytes());
    for text in words.iter().flatten() {
        let text = text.as_deref().unwrap_or("").trim();
        hasher.update(text.len().to_be_bytes());
        hasher.update(text);
    }
}

/// As short as the code of a waiver: it tells a text from its next version, and keeps no secret.
fn code(hasher: Sha256) -> String {
    let digest: [u8; 32] = hasher.finalize().into();
    digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}

/// Whether the original was changed since; warns where it was, or where nobody can tell.
fn judge(fields: &mut Fields, now: &str, out: &mut Diagnostics) -> bool {
    let warn = |place, message| {
        Diagnostic::new(Code::StaleTranslation, place, message).help(say!(
            "对照原文改好译文，再写“译自: {now}”",
            "go through it with the original, then write `of: {now}`"
        ))
    };
    let Some(Spanned { value: of, span }) = fields.spanned(&key::TRANSLATED_FROM, out) else {
        out.push(warn(
            fields.place(0..0),
            say!("没有写明译自哪一稿", "it is not said of which text this is a translation"),
        ));
        return false;
    };
    let is_stale = !of.eq_ignore_ascii_case(now);
    if is_stale {
        out.push(warn(
            fields.place(span),
            say!("译出以后，原文改过", "the original was changed since it was translated"),
        ));
    }
    is_stale
}

/// Refuses the fields that are no words.
fn refuse_facts(kind: Kind, fields: &mut Fields, out: &mut Diagnostics) {
    let is_words = |key: &Key| wordings(kind).any(|(words, _)| words == key);
    for field in record::FIELDS.iter().chain(kind.fields()).filter(|field| !is_words(field.key)) {
        let written =
            fields.raw().entries.iter().find(|pair| field.key.is(pair.key(fields.source)));
        let Some(pair) = written else { continue };
        let (word, place) = (pair.key(fields.source), fields.place(pair.key_span.clone()));
        if fields.node(field.key, out).is_some() {
            let fault = Diagnostic::new(
                Code::NotTranslatable,
                place,
                say!("“{word}”只在原文里写", "`{word}` is given in the original alone"),
            );
            out.push(fault.help(say!(
                "从译文里删去；译文的页面照用原文的",
                "take it out: the translated page shows the original's"
            )));
        }
    }
}

/// Told of a list that has not as many items as its original.
fn other_parts(key: &Key, before: usize, after: usize, place: Place) -> Diagnostic {
    let (zh, en) = (key.zh[0], key.en);
    let fault = Diagnostic::new(
        Code::BadValue,
        place,
        say!(
            "“{zh}”原文有{before}条，译文有{after}条",
            "the original has {before} of `{en}`, the translation {after}"
        ),
    );
    fault.help(say!(
        "逐条对应，顺序相同；原文没有的不写",
        "one for each, in their order, and none the original lacks"
    ))
}
