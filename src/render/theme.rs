//! The theme: the built-in templates and assets, each file replaceable by the site's own.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use rust_embed::RustEmbed;
use tera::{Error, ErrorKind, Kwargs, State, Tera, TeraResult};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Source};
use crate::model::Settings;
use crate::model::fields::Spanned;
use crate::model::settings::look::{self, Logo};
use crate::render::Key;
use crate::render::assets::Assets;
use crate::render::fragment::Fragment;
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
        let mut found = Files::builtin(settings)?;
        found.add_own(settings, &folder, own, out);
        found.ask_for_words(settings, &folder, out);
        let Files { mut files, mut templates, tables, sources, pieces } = found;
        super::look::put_in(settings, &mut files, out);
        let assets = Arc::new(Assets::new(files, &folder, out));
        let mut tera = Tera::new();
        Rows::announce(&mut tera);
        simple::announce(&mut tera);
        let known = assets.clone();
        tera.register_function(ASSET, move |arguments: Kwargs, _: &State| -> TeraResult<String> {
            let name: &str = arguments.must_get("name")?;
            let unknown = || Error::message(format!("the theme has no file `{name}`"));
            known.href(name).ok_or_else(unknown)
        });
        tera.set_fallback_prefixes([BUILTIN]).context("the theme's prefix is sound")?;
        let words = Arc::new(Words::new(settings, &tables, out));
        for (name, text) in &mut templates {
            if name.starts_with(BUILTIN) && name.ends_with(".html") {
                *text = with_words(text, &words);
            }
        }
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
        let mut theme =
            Self { tera: Tera::new(), key, assets, words, header, footer, logo, sources, folder };
        match tera.add_raw_templates(templates) {
            Ok(()) => theme.tera = tera,
            Err(fault) => out.push(theme.fault(&fault)),
        }
        Ok(theme)
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
    tables: Tables,
    /// The site's own templates, to show faults in.
    sources: BTreeMap<String, String>,
    /// The pieces of the portal's own.
    pieces: BTreeMap<String, Arc<Source>>,
}

impl Files {
    fn builtin(settings: &Settings) -> Result<Self> {
        let mut found = Self {
            files: BTreeMap::new(),
            templates: Vec::new(),
            tables: Tables::default(),
            sources: BTreeMap::new(),
            pieces: BTreeMap::new(),
        };
        for name in Builtin::iter() {
            let file =
                Builtin::get(&name).context("a listed file of the built-in theme is there")?;
            if is_template(&name) {
                found.templates.push((format!("{BUILTIN}{name}"), text(&file.data)?));
            } else if name == words_file(settings.language.tag()) {
                let table = Source::new(format!("{BUILTIN}{name}"), text(&file.data)?);
                found.tables.builtin = Some(table);
            } else if !name.starts_with(WORDS) {
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
                self.tables.asked.extend(asked(&text).map(str::to_owned));
                self.sources.insert(name.clone(), text.clone());
                self.templates.push((name, text));
            } else if name == words_file(settings.tag()) && settings.own_language.is_some() {
                self.tables.language = Some(source());
            } else if name == words_file(settings.language.tag()) {
                self.tables.own = Some(source());
            }
        }
    }

    /// Tells of a language that is neither the program's nor the site's.
    fn ask_for_words(&self, settings: &Settings, folder: &str, out: &mut Diagnostics) {
        let Some(language) = &settings.own_language else { return };
        if self.tables.language.is_some() {
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
