//! Which files are translations, and of which records.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::slots::RecordFile;
use crate::content::{Content, Document};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::model::language::Tag;
use crate::model::{Settings, entry, translation};
use crate::say;
use crate::tree::SitePath;

/// A translation's Markdown file.
#[derive(Debug)]
pub struct TranslationFile {
    pub language: Tag,
    pub path: SitePath,
    pub document: Arc<Document>,
}

/// The translations, before they are with their records.
pub struct Translations<'a> {
    content: &'a Content,
    settings: &'a Settings,
    /// Each with the path of its original.
    found: Vec<(SitePath, Named<'a>)>,
}

/// A file whose name says that it is a translation.
struct Named<'a> {
    /// As the name has it.
    language: &'a str,
    path: &'a SitePath,
    document: &'a Arc<Document>,
}

impl<'a> Translations<'a> {
    pub fn new(content: &'a Content, settings: &'a Settings) -> Self {
        Self { content, settings, found: Vec::new() }
    }

    /// Takes a file if it is a translation: by a language the site has, or by the name of what lies
    /// beside it.
    pub fn take(&mut self, path: &'a SitePath, document: &'a Arc<Document>) -> bool {
        let Some((stem, language)) = translation::of_file_name(path.name()) else { return false };
        let Some(original) = SitePath::new(&format!("{}/{stem}.md", path.folder())) else {
            return false;
        };
        let is_beside_one = || self.content.documents.contains_key(&original);
        let is_one = stem == "index"
            || self.known(language).is_some()
            || Tag::new(language).is_some() && is_beside_one();
        if is_one {
            self.found.push((original, Named { language, path, document }));
        }
        is_one
    }

    /// A language pages can be in.
    fn known(&self, language: &str) -> Option<&'a Tag> {
        self.settings.languages.iter().find(|known| known.as_str() == language)
    }

    /// Gives the translations to their records, and reports those that have none.
    pub fn hand_out(&self, records: &mut [RecordFile], out: &mut Diagnostics) {
        if self.found.is_empty() {
            return;
        }
        let places = records.iter().enumerate().map(|(i, file)| (file.path.clone(), i));
        let places: BTreeMap<SitePath, usize> = places.collect();
        for (original, named) in &self.found {
            match (places.get(original), self.language(named)) {
                (Some(_), Err(fault)) => out.push(*fault),
                (Some(place), Ok(language)) => {
                    let Named { path, document, .. } = named;
                    let (path, document) = ((*path).clone(), (*document).clone());
                    let file = TranslationFile { language, path, document };
                    records[*place].translations.push(file);
                }
                (None, _) => out.extend(self.without_record(original, named)),
            }
        }
        for file in records {
            file.translations.sort_by(|a, b| a.language.cmp(&b.language));
        }
    }

    /// The language a translation is in, if pages can be in it.
    fn language(&self, named: &Named) -> Result<Tag, Box<Diagnostic>> {
        let given = named.language;
        let fault = |message, help| {
            let place = Place::start(&named.document.source);
            Box::new(Diagnostic::new(Code::NoSuchLanguage, place, message).help(help))
        };
        let own = self.settings.tag();
        let Some(known) = self.known(given) else {
            let others = self.settings.languages.iter().filter(|tag| tag.as_str() != own);
            let others: Vec<&str> = others.map(Tag::as_str).collect();
            let (zh, en, theme) = (others.join("、"), others.join(", "), &self.settings.look.name);
            return Err(fault(
                say!("没有“{given}”的用语表", "there is no table of words for `{given}`"),
                say!(
                    "现有 {zh}；别的语言先加 themes/{theme}/words/{given}.toml",
                    "there are {en}; another needs themes/{theme}/words/{given}.toml first"
                ),
            ));
        };
        if known.as_str() == own {
            return Err(fault(
                say!("“{given}”就是网站本身的语言", "`{given}` is the site's own language"),
                say!(
                    "这些文字写在原文里，删去这个文件",
                    "write the words into the original and remove this file"
                ),
            ));
        }
        Ok(known.clone())
    }

    /// What is said of a translation beside no record; nothing where its original is at fault
    /// itself.
    fn without_record(&self, original: &SitePath, named: &Named) -> Option<Diagnostic> {
        let place = Place::start(&named.document.source);
        let name = original.name();
        let is_below_kind = original.as_str().matches('/').count() > 2;
        if name == "index.md" && !is_below_kind || entry::day_of_name(name).is_some() {
            let fault = Diagnostic::new(
                Code::StrayFile,
                place,
                say!(
                    "只有记录有译文，栏目、首页和条目没有",
                    "records have translations; columns, the home page and entries have none"
                ),
            );
            return Some(fault.help(say!(
                "删去这个文件；译文的页面照用原文的",
                "remove the file: translated pages show the original"
            )));
        }
        (!self.content.documents.contains_key(original)).then(|| {
            let fault = Diagnostic::new(
                Code::TranslationWithoutOriginal,
                place,
                say!("旁边没有原文 {name}", "its original {name} is not beside it"),
            );
            fault.help(say!(
                "与原文放在同一文件夹，文件名除语言外相同",
                "put it into the original's folder, under its name but for the language"
            ))
        })
    }
}
