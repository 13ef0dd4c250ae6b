//! 译文: the words of records in the language of a page that is translated.

use super::Views;
use crate::model::RecordId;
use crate::model::record::{Base, Body};
use crate::model::translation::Translation;
use crate::render::view::{LanguageItem, Link, TranslationNote};
use crate::site::Page;

impl Views {
    /// A record's words in the language of these views, where it has a page in it.
    pub(super) fn translation(&self, record: RecordId) -> Option<&Translation> {
        let language = self.language.as_ref()?;
        let translation = self.facts.public().base(record).translation(language)?;
        self.site.route_in(record, language)?;
        Some(translation)
    }

    /// What a record is called.
    pub(super) fn name_of(&self, record: RecordId) -> &str {
        let translated = self.translation(record).and_then(|found| found.title.as_deref());
        translated.unwrap_or_else(|| self.facts.title(record))
    }

    /// How a record is linked to, if it has a page: to its translation where there is one.
    pub(super) fn href_of(&self, record: RecordId) -> Option<String> {
        let translated = self.language.as_ref().and_then(|tag| self.site.route_in(record, tag));
        translated.map(|route| self.site.href(&route)).or_else(|| self.site.href_of(record))
    }

    /// Words of the record whose page this is.
    pub(super) fn said<'a>(&'a self, words: &'a str) -> &'a str {
        self.translated.map_or(words, |record| self.said_by(record, words))
    }

    /// Words of a record.
    pub(super) fn said_by<'a>(&'a self, record: RecordId, words: &'a str) -> &'a str {
        self.translation(record).and_then(|found| found.says(words)).unwrap_or(words)
    }

    pub(super) fn all_said(&self, words: &[String]) -> Vec<String> {
        words.iter().map(|words| self.said(words).to_owned()).collect()
    }

    /// The same of links that stand for words of the record.
    pub(super) fn links_said(&self, links: Vec<Link>) -> Vec<Link> {
        let said = |link: Link| Link { label: self.said(&link.label).to_owned(), ..link };
        match self.translated {
            Some(_) => links.into_iter().map(said).collect(),
            None => links,
        }
    }

    pub(super) fn keywords<'a>(&'a self, record: RecordId, base: &'a Base) -> &'a [String] {
        self.translation(record).map_or(&base.keywords, |found| &found.keywords)
    }

    /// The text of the record whose page this is.
    pub(super) fn translated_body(&self, record: RecordId) -> Option<&Body> {
        let is_own = self.translated == Some(record);
        self.translation(record).filter(|_| is_own).map(|found| &found.body)
    }

    /// The languages a page is in, the original's first; empty where that is one alone.
    pub(super) fn languages(&self, page: &Page) -> Vec<LanguageItem> {
        let Page::Record(record) = page.subject() else { return Vec::new() };
        let translations = &self.facts.public().base(*record).translations;
        let original = self.site.route_of(*record).cloned();
        let tag = self.facts.settings().tag();
        let of_original = original.map(|route| (tag, route));
        let others = translations.iter().filter_map(|translation| {
            let route = self.site.route_in(*record, &translation.language)?;
            Some((translation.language.as_str(), route))
        });
        let item = |(language, route)| LanguageItem {
            language: String::from(language),
            name: self.language_name(language).to_owned(),
            href: self.site.href(&route),
            url: self.site.url(&route),
            is_own: language == self.words.tag(),
            is_original: language == tag,
        };
        let found: Vec<LanguageItem> = of_original.into_iter().chain(others).map(item).collect();
        if found.len() > 1 { found } else { Vec::new() }
    }

    /// What a language calls itself.
    fn language_name<'a>(&'a self, tag: &'a str) -> &'a str {
        self.language_names.get(tag).map_or(tag, String::as_str)
    }

    /// What is said of a translation on its page; nothing elsewhere.
    pub(super) fn translation_note(&self, page: &Page) -> Option<TranslationNote> {
        let Page::Translated { of, .. } = page else { return None };
        let Page::Record(record) = **of else { return None };
        let tag = self.facts.settings().tag();
        let language = self.words.language_called(tag, self.language_name(tag));
        let is_stale = self.translation(record).is_some_and(|found| found.is_stale);
        Some(TranslationNote {
            text: self.words.fill("translation_note", &[("language", &language)]),
            stale: is_stale.then(|| self.w("translation_stale")),
            language: tag.to_owned(),
            original: Link {
                label: self.facts.title(record).to_owned(),
                href: self.site.href_of(record),
            },
        })
    }
}
