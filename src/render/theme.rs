//! The theme: the built-in templates and assets, each file replaceable by the site's own.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use anyhow::{Context as _, Result};
use rust_embed::RustEmbed;
use tera::{Error, ErrorKind, Kwargs, State, Tera, TeraResult};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Source};
use crate::model::Settings;
use crate::model::choice::choose;
use crate::model::fields::Spanned;
use crate::model::language::Tag;
use crate::model::settings::Language;
use crate::model::settings::look::{self, Logo};
use crate::render::Key;
use crate::render::assets::Assets;
use crate::render::fragment::Fragment;
use crate::render::qr;
use crate::render::rows::Rows;
use crate::render::simple;
use crate::render::view::LogoView;
use crate::say;
use crate::tree::{Entry, SitePath, Tree};
use crate::words::{Tables, Words};

#[derive(RustEmbed)]
#[folder = "themes/default"]
struct Builtin;

/// The prefix under which a built-in template can still be extended by the one that replaces it.
const BUILTIN: &str = "default/";

/// Templates, assets and words.
pub struct Theme {
    pub(super) tera: Tera,
    /// Of all templates, and of the addresses they may name.
    pub(super) key: Key,
    assets: Arc<Assets>,
    /// The words of the interface: the program's and the built-in theme's, then those of the site's
    /// theme, which may leave words out, then the site's own.
    pub words: Arc<Words>,
    /// The pieces of the portal's own header and footer, which the site puts in.
    pub(super) header: Fragment,
    pub(super) footer: Fragment,
    logo: Option<Logo>,
    /// The site's own templates, to show faults in.
    sources: BTreeMap<String, String>,
    folder: String,
    /// The same in the languages of translations.
    languages: BTreeMap<Tag, InLanguage>,
    /// All templates as they were read, with no words put in yet.
    templates: Arc<[(String, String)]>,
}

/// A theme in another language than the site's.
struct InLanguage {
    words: Arc<Words>,
    /// Its templates, read when a page first asks for them.
    theme: OnceLock<Arc<Theme>>,
}

/// Where a theme keeps its words.
const WORDS: &str = "words/";
/// What templates call for the address of a file of the theme.
const ASSET: &str = "asset";

impl Theme {
    /// Loads the built-in theme and what the site replaces of it.
    pub fn load(settings: &Settings, tree: &dyn Tree, out: &mut Diagnostics) -> Result<Self> {
        let folder = format!("themes/{}", settings.look.name);
        let own = own_files(&folder, tree, out)?;
        if own.is_empty() && settings.look.name != look::DEFAULT {
            let name = &settings.look.name;
            out.push(
                Diagnostic::new(
                    Code::NoTheme,
                    Place::start(&settings.source),
                    say!("没有主题“{name}”", "there is no theme `{name}`"),
                )
                .help(say!(
                    "主题放在 {folder}/，或写 theme = \"default\"",
                    "a theme lies in {folder}/; or write theme = \"default\""
                )),
            );
        }
        let mut found = Files::builtin()?;
        found.add_own(settings, &folder, own, out);
        found.ask_for_words(settings, &folder, out);
        let tables = found.tables(settings.tag());
        let others = settings.languages.iter().filter(|tag| tag.as_str() != settings.tag());
        let languages = others.map(|tag| (tag.clone(), found.in_language(tag, out))).collect();
        let Files { mut files, templates, sources, pieces, .. } = found;
        super::look::put_in(settings, &mut files, out);
        let assets = Arc::new(Assets::new(files, &folder, out));
        let words = Arc::new(Words::new(settings, &tables, out));
        let mut piece = |file: &Option<Spanned<String>>| match file {
            Some(file) => match pieces.get(&file.value) {
                Some(source) => Fragment::read(source, &file.value, &assets, out),
                None => {
                    out.push(no_file(settings, file));
                    Fragment::default()
                }
            },
            None => Fragment::default(),
        };
        let (header, footer) = (piece(&settings.look.header), piece(&settings.look.footer));
        let logo = settings.look.logo.clone();
        if let Some(logo) = logo.as_ref().filter(|logo| assets.href(&logo.file.value).is_none()) {
            out.push(no_file(settings, &logo.file));
        }
        let key = Key::of(&(&templates, assets.addresses()));
        let mut theme = Self {
            tera: Tera::new(),
            key,
            assets,
            words,
            header,
            footer,
            logo,
            sources,
            folder,
            languages,
            templates: templates.into(),
        };
        match theme.parse()? {
            Ok(tera) => theme.tera = tera,
            Err(fault) => out.push(theme.fault(&fault)),
        }
        Ok(theme)
    }

    /// Reads the templates with the theme's words put in.
    fn parse(&self) -> Result<TeraResult<Tera>> {
        let mut tera = Tera::new();
        Rows::announce(&mut tera);
        simple::announce(&mut tera);
        qr::provide(&mut tera);
        let known = self.assets.clone();
        tera.register_function(ASSET, move |arguments: Kwargs, _: &State| -> TeraResult<String> {
            let name: &str = arguments.must_get("name")?;
            let unknown = || Error::message(format!("the theme has no file `{name}`"));
            known.href(name).ok_or_else(unknown)
        });
        tera.set_fallback_prefixes([BUILTIN]).context("the theme's prefix is sound")?;
        let templates = self.templates.iter().map(|(name, text)| {
            let is_ours = name.starts_with(BUILTIN) && name.ends_with(".html");
            (name, if is_ours { with_words(text, &self.words) } else { text.clone() })
        });
        Ok(tera.add_raw_templates(templates).map(|()| tera))
    }

    /// The theme in the language of a translation; none where it has no words in it.
    pub(super) fn in_language(&self, language: &Tag) -> Option<Arc<Theme>> {
        let InLanguage { words, theme } = self.languages.get(language)?;
        let read = || {
            let mut theme = Self {
                tera: self.tera.clone(),
                key: self.key,
                assets: self.assets.clone(),
                words: words.clone(),
                header: self.header.clone(),
                footer: self.footer.clone(),
                logo: self.logo.clone(),
                sources: self.sources.clone(),
                folder: self.folder.clone(),
                languages: BTreeMap::new(),
                templates: self.templates.clone(),
            };
            // What keeps templates from being read in one language does in all, and was told.
            if let Ok(Ok(tera)) = theme.parse() {
                theme.tera = tera;
            }
            Arc::new(theme)
        };
        Some(theme.get_or_init(read).clone())
    }

    /// What each language calls itself, by its tag.
    pub(super) fn language_names(&self) -> BTreeMap<String, String> {
        let others = self.languages.values().map(|other| &other.words);
        let name =
            |words: &Arc<Words>| (words.tag().to_owned(), words.get("language_name").to_owned());
        others.chain([&self.words]).map(name).collect()
    }

    /// The picture before the site's title.
    pub fn logo(&self) -> Option<LogoView> {
        let logo = self.logo.as_ref()?;
        Some(LogoView { src: self.href(&logo.file.value), alt: logo.alt.clone() })
    }

    /// The addresses of the theme's files.
    pub fn assets(&self) -> impl Iterator<Item = String> {
        self.assets.addresses().values().cloned()
    }

    /// The bytes of one of them.
    pub fn asset(&self, address: &str) -> Option<&[u8]> {
        self.assets.bytes(address)
    }

    /// How a file of the theme is linked to, by its name there; empty if there is none.
    pub fn href(&self, name: &str) -> String {
        self.assets.href(name).unwrap_or_default()
    }

    /// A template's fault as a diagnostic, at its place in the site's own file where it is that.
    pub fn fault(&self, fault: &tera::Error) -> Diagnostic {
        let (name, message, span) = match fault.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                (report.filename().to_owned(), report.message().to_owned(), Some(report.span()))
            }
            _ => (String::new(), fault.to_string(), None),
        };
        let file = name.strip_prefix(BUILTIN).unwrap_or(&name);
        let path = format!("{}/{file}", self.folder);
        let source = Source::new(path, self.sources.get(file).cloned().unwrap_or_default());
        let span = span.map_or(0..0, |span| span.range.clone());
        Diagnostic::new(
            Code::BadTemplate,
            Place::new(&source, span),
            say!("模板有误：{message}", "the template is at fault: {message}"),
        )
        .help(say!(
            "改正模板，或删去它以用回自带的模板",
            "mend the template, or remove it to use the built-in one"
        ))
    }
}

/// The files of a theme, by what they are.
struct Files {
    /// Those served as they are.
    files: BTreeMap<String, Cow<'static, [u8]>>,
    templates: Vec<(String, String)>,
    /// The tables of words by their tags: the built-in theme's, and those of the site's theme.
    builtin_tables: BTreeMap<String, Arc<Source>>,
    own_tables: BTreeMap<String, Arc<Source>>,
    /// Words the site's own templates ask for.
    asked: BTreeSet<String>,
    /// The site's own templates, to show faults in.
    sources: BTreeMap<String, String>,
    /// The pieces of the portal's own.
    pieces: BTreeMap<String, Arc<Source>>,
}

impl Files {
    fn builtin() -> Result<Self> {
        let mut found = Self {
            files: BTreeMap::new(),
            templates: Vec::new(),
            builtin_tables: BTreeMap::new(),
            own_tables: BTreeMap::new(),
            asked: BTreeSet::new(),
            sources: BTreeMap::new(),
            pieces: BTreeMap::new(),
        };
        for name in Builtin::iter() {
            let file =
                Builtin::get(&name).context("a listed file of the built-in theme is there")?;
            if is_template(&name) {
                found.templates.push((format!("{BUILTIN}{name}"), text(&file.data)?));
            } else if let Some(tag) = table_of(&name) {
                let table = Source::new(format!("{BUILTIN}{name}"), text(&file.data)?);
                found.builtin_tables.insert(tag.to_owned(), table);
            } else {
                found.files.insert(name.into_owned(), file.data);
            }
        }
        Ok(found)
    }

    /// Adds those of the site's own theme, each in the place of the built-in one of its name.
    fn add_own(
        &mut self,
        settings: &Settings,
        folder: &str,
        own: BTreeMap<String, Vec<u8>>,
        out: &mut Diagnostics,
    ) {
        let look = &settings.look;
        let is_piece = |name: &str| {
            [&look.header, &look.footer].into_iter().flatten().any(|file| file.value == name)
        };
        for (name, bytes) in own {
            if !is_piece(&name) && !is_template(&name) && !name.starts_with(WORDS) {
                self.files.insert(name, bytes.into());
                continue;
            }
            let Ok(text) = String::from_utf8(bytes) else {
                out.push(
                    Diagnostic::new(
                        Code::BadTemplate,
                        Place::file(format!("{folder}/{name}")),
                        say!(
                            "主题的这个文件不是UTF-8文字",
                            "this file of the theme is no UTF-8 text"
                        ),
                    )
                    .help(say!("用编辑器另存为UTF-8", "save it as UTF-8 in an editor")),
                );
                continue;
            };
            let source = || Source::new(format!("{folder}/{name}"), text.clone());
            if is_piece(&name) {
                self.pieces.insert(name.clone(), source());
            } else if is_template(&name) {
                self.asked.extend(asked(&text).map(str::to_owned));
                self.sources.insert(name.clone(), text.clone());
                self.templates.push((name, text));
            } else if let Some(tag) = table_of(&name) {
                self.own_tables.insert(tag.to_owned(), source());
            }
        }
    }

    /// The tables of a language. One of the site's own falls back on Chinese.
    fn tables(&self, tag: &str) -> Tables {
        let language = choose::<Language>(tag);
        let base = language.unwrap_or(Language::Chinese).tag();
        Tables {
            builtin: self.builtin_tables.get(base).cloned(),
            own: self.own_tables.get(base).cloned(),
            language: self.own_tables.get(tag).filter(|_| language.is_none()).cloned(),
            asked: self.asked.clone(),
        }
    }

    /// The words of translations into a language, and what is wrong with its own table.
    fn in_language(&self, tag: &Tag, out: &mut Diagnostics) -> InLanguage {
        let mut found = Diagnostics::new();
        let words = Arc::new(Words::in_language(tag, &self.tables(tag.as_str()), &mut found));
        // The table it falls back on may be the site's, whose faults are told there.
        let own = self.own_tables.get(tag.as_str());
        let is_own =
            |fault: &Diagnostic| own.is_some_and(|own| own.path == fault.place.source.path);
        out.extend(found.into_iter().filter(is_own));
        InLanguage { words, theme: OnceLock::new() }
    }

    /// Tells of a language that is neither the program's nor the site's.
    fn ask_for_words(&self, settings: &Settings, folder: &str, out: &mut Diagnostics) {
        let Some(language) = &settings.own_language else { return };
        if self.own_tables.contains_key(&language.value) {
            return;
        }
        let (tag, file) = (&language.value, words_file(&language.value));
        out.push(
            Diagnostic::new(
                Code::BadSettings,
                Place::new(&settings.source, language.span.clone()),
                say!("没有“{tag}”的用语表", "there is no table of words for `{tag}`"),
            )
            .help(say!(
                "写在 {folder}/{file}；自带的有 zh-CN、en",
                "put it into {folder}/{file}; zh-CN and en are built in"
            )),
        );
    }
}

/// The words a template asks for.
fn asked(template: &str) -> impl Iterator<Item = &str> {
    template.split("w.").skip(1).map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        &rest[..end.unwrap_or(rest.len())]
    })
}

fn no_file(settings: &Settings, file: &Spanned<String>) -> Diagnostic {
    let (name, theme) = (&file.value, &settings.look.name);
    Diagnostic::new(
        Code::BadSettings,
        Place::new(&settings.source, file.span.clone()),
        say!("主题里没有文件“{name}”", "the theme has no file `{name}`"),
    )
    .help(say!(
        "放在 themes/{theme}/{name}，或改正文件名",
        "put it at themes/{theme}/{name}, or mend the name"
    ))
}

/// A built-in template with its words in place of `{{ w.name }}`: a large site would look each up
/// a million times. The site's own templates are left as written, so that faults keep their places.
fn with_words(template: &str, words: &Words) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{ w.") {
        text.push_str(before);
        let known = after.split_once(" }}").and_then(|(name, behind)| {
            Some((words.find(name).filter(|word| is_plain(word))?, behind))
        });
        match known {
            Some((word, behind)) => {
                text.push_str(&escaped(word));
                rest = behind;
            }
            None => {
                text.push_str("{{ w.");
                rest = after;
            }
        }
    }
    text.push_str(rest);
    text
}

/// Whether a word in a template's text is no more than that: nothing a template would run, and
/// nothing its trimming would take.
fn is_plain(word: &str) -> bool {
    !word.is_empty() && word.trim() == word && !word.contains('{')
}

fn escaped(word: &str) -> String {
    let mut bytes = Vec::new();
    // Memory takes whatever is written to it.
    let _ = tera::escape_html(word, &mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The language of a table of words, by the file's name in the theme.
fn table_of(name: &str) -> Option<&str> {
    name.strip_prefix(WORDS)?.strip_suffix(".toml")
}

fn words_file(tag: &str) -> String {
    format!("{WORDS}{tag}.toml")
}

fn is_template(name: &str) -> bool {
    name.ends_with(".html") || name.ends_with(".xml")
}

fn text(bytes: &[u8]) -> Result<String> {
    Ok(std::str::from_utf8(bytes).context("a file of the theme is no UTF-8 text")?.to_owned())
}

/// The files of the site's theme folder, by their names below it.
fn own_files(
    folder: &str,
    tree: &dyn Tree,
    out: &mut Diagnostics,
) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut files = BTreeMap::new();
    if SitePath::new(folder).is_none() {
        return Ok(files);
    }
    for (path, entry) in tree.list(folder)? {
        let Some(name) = path.as_str().strip_prefix(folder).map(|n| n.trim_start_matches('/'))
        else {
            continue;
        };
        if name.split('/').any(|part| part.starts_with('.')) {
            continue;
        }
        match entry {
            Entry::File(_) => {
                files.insert(name.to_owned(), tree.read(&path)?);
            }
            Entry::Link => out.push(Diagnostic::new(
                Code::SymbolicLink,
                Place::file(&path),
                say!("主题里不能有符号链接", "a theme cannot hold symbolic links"),
            )),
            Entry::Unusable(reason) => out.push(Diagnostic::new(
                Code::Unreadable,
                Place::file(&path),
                say!(
                    "主题的这个文件读不了（{reason}）",
                    "this file of the theme cannot be read: {reason}"
                ),
            )),
        }
    }
    Ok(files)
}
