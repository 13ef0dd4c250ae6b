//! What the public sees of a site beside its records → its content code.
//!
//! A commit is looked at for the files that the settings name now: where its own settings name
//! others they are other settings, and the code is another for that alone.

use std::collections::BTreeMap;

use anyhow::Result;

use super::code::{ContentCode, Hasher};
use super::content::{put_map, text_digest};
use super::files::{Digest, Files, Form};
use crate::content::{self, Value};
use crate::model::settings::approval;
use crate::model::{Column, Kind, Model};
use crate::tree::SitePath;

/// The settings.
pub const SETTINGS: &str = "site.toml";

/// What belongs to a site beside its records, by its model.
#[derive(Debug, Clone)]
pub struct SiteShape {
    /// The folder of the theme in use.
    theme: String,
    /// The other files, by their paths.
    files: BTreeMap<String, Form>,
}

impl SiteShape {
    /// That of a site.
    pub fn of(model: &Model) -> Self {
        let settings = &model.settings;
        let mut files = BTreeMap::new();
        let columns: Vec<&Column> = model.home.iter().chain(model.columns.values()).collect();
        let given_out = columns.iter().flat_map(|column| column.body.links.files());
        files.extend(given_out.map(|given| (given.file.to_string(), Form::Bytes)));
        files.extend(settings.files.iter().map(|path| (path.to_string(), Form::Text)));
        // One that came or went since belongs to it as well.
        let words = Kind::ALL.map(|kind| format!("content/{}/index.md", kind.folder()));
        files.extend(words.map(|path| (path, Form::Record)));
        files.insert("content/index.md".to_owned(), Form::Record);
        files.insert(SETTINGS.to_owned(), Form::Settings);
        Self { theme: format!("themes/{}", settings.look.name), files }
    }

    /// The files beside the theme's, by their paths.
    #[cfg(feature = "git")]
    pub fn files(&self) -> impl Iterator<Item = &String> {
        self.files.keys()
    }

    /// The folder of the theme in use.
    #[cfg(feature = "git")]
    pub fn theme(&self) -> &str {
        &self.theme
    }

    /// The folders and files among which all of it is.
    pub fn roots(&self) -> Vec<&str> {
        let files = self.files.keys().filter(|path| !path.starts_with("content/"));
        let theme = SitePath::new(&self.theme).map(|_| self.theme.as_str());
        files.map(String::as_str).chain(theme).chain(["content"]).collect()
    }

    /// The digest of each file that is there, by its path.
    pub fn parts(&self, files: &dyn Files) -> Result<BTreeMap<String, Digest>> {
        let own = self.files.iter().filter(|(path, _)| files.has(path));
        let mut paths: BTreeMap<String, Form> = own.map(|(p, form)| (p.clone(), *form)).collect();
        for name in files.below(&self.theme) {
            // What lies hidden there is no part of the theme.
            if !name.split('/').any(|part| part.starts_with('.')) {
                let form = if is_text(&name) { Form::Text } else { Form::Bytes };
                paths.insert(format!("{}/{name}", self.theme), form);
            }
        }
        let mut found = BTreeMap::new();
        for (path, form) in paths {
            if let Some(digest) = files.digest(&path, form)? {
                found.insert(path, digest);
            }
        }
        Ok(found)
    }

    /// The code of all of it; none before there are settings.
    pub fn code(&self, files: &dyn Files) -> Result<Option<ContentCode>> {
        if !files.has(SETTINGS) {
            return Ok(None);
        }
        let mut hasher = Hasher::new("liangshai site 1");
        for (path, digest) in self.parts(files)? {
            hasher.put(path.as_bytes());
            hasher.put(&digest);
        }
        Ok(Some(hasher.code()))
    }
}

/// Whether git may give a file of the theme other line ends; any other is taken byte by byte.
fn is_text(name: &str) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    let texts = ["html", "xml", "css", "js", "toml", "svg", "json", "txt", "md", "csv"];
    texts.contains(&ending.as_str())
}

/// site.toml without the tables that sign the site, and those tables. Where leaving them out would
/// leave out anything else, as what stands in a text of several lines, all of it is left as it is.
pub fn without_signatures(text: &str) -> (String, String) {
    let is_signature = |line: &str| {
        let header: String = line.chars().filter(|c| !c.is_whitespace()).collect();
        header == "[[approval.signed]]"
    };
    let (mut kept, mut signed) = (String::new(), String::new());
    let mut is_in_one = false;
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with('[') {
            is_in_one = is_signature(line);
        }
        if is_in_one { &mut signed } else { &mut kept }.push_str(line);
    }
    let digest = |text: &str| settings_digest(SETTINGS, text.as_bytes().to_vec());
    match digest(&kept) == digest(text) {
        true => (kept, signed),
        false => (text.to_owned(), String::new()),
    }
}

/// Of site.toml without the lines that sign the site, whatever its layout.
pub fn settings_digest(path: &str, bytes: Vec<u8>) -> Digest {
    let source =
        SitePath::new(path).and_then(|path| content::source(&path, bytes.clone(), &mut Vec::new()));
    // What cannot be read is content all the same.
    let Some(source) = source else { return text_digest(bytes) };
    let mut faults = crate::diagnostic::Diagnostics::new();
    let mut map = content::toml_map(&source, &mut faults);
    if faults.any_error() {
        return text_digest(bytes);
    }
    for pair in &mut map.entries {
        let is_approval = approval::is_approval(pair.key(&source));
        if let (true, Value::Map(own)) = (is_approval, &mut pair.value.value) {
            own.entries.retain(|pair| !approval::is_signed(pair.key(&source)));
        }
    }
    let mut hasher = Hasher::new("settings");
    put_map(&mut hasher, &source, &map, &|_| true);
    hasher.digest()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIGNED: &str = "[[approval.signed]]\nstage = \"初审\"\ndate = \"2023-03-01\"\n";

    #[test]
    fn the_tables_that_sign_are_left_out_and_nothing_else() {
        let settings = "title = \"甲\"\n[approval]\nrequired = true\n[look]\na = 1\n";
        let signed = format!("{settings}\n{SIGNED}\n[[ approval . signed ]]\npost = \"乙\"\n");
        let (kept, tables) = without_signatures(&signed);
        assert_eq!(kept, format!("{settings}\n"));
        assert_eq!(format!("{kept}{tables}"), signed);
        assert_eq!(without_signatures(settings), (settings.to_owned(), String::new()));
        // A line of a text is no table, and what follows it is no signature.
        let hidden = format!("a = \"\"\"\n{SIGNED}\"\"\"\nrequired = false\n");
        assert_eq!(without_signatures(&hidden), (hidden.clone(), String::new()));
    }
}
