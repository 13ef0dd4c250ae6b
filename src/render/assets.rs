//! The theme's files with their digests in their names, so that a server may let them be kept for
//! ever: another content is another address.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use percent_encoding::percent_decode_str;
use sha2::{Digest, Sha256};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Source};
use crate::say;
use crate::site::encoded;
use crate::write::hex;

/// Where the theme's files are served.
const FOLDER: &str = "assets/";
/// How many digits of a digest a name has.
const DIGITS: usize = 8;

type Bytes = Cow<'static, [u8]>;

/// The theme's files but for templates and words.
#[derive(Default)]
pub struct Assets {
    /// The address by the name in the theme.
    addresses: BTreeMap<String, String>,
    /// By the address.
    files: BTreeMap<String, Bytes>,
}

impl Assets {
    /// The files of a theme by their names in it; `folder` is where the site's own lie.
    pub fn new(files: BTreeMap<String, Bytes>, folder: &str, out: &mut Diagnostics) -> Self {
        let mut sheets = BTreeMap::new();
        for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with(".css")) {
            let Ok(css) = std::str::from_utf8(bytes) else { continue };
            let mut named = Vec::new();
            for span in addresses(css) {
                match target(name, &css[span.clone()]) {
                    Some(target) if files.contains_key(&target) => named.push((span, target)),
                    Some(target) => {
                        let source = Source::new(format!("{folder}/{name}"), css);
                        out.push(unknown(Place::new(&source, span), &target));
                    }
                    None => {}
                }
            }
            if !named.is_empty() {
                sheets.insert(name.clone(), named);
            }
        }
        let addresses: BTreeMap<String, String> = files
            .iter()
            .map(|(name, bytes)| {
                (name.clone(), address(name, &digest(name, bytes, &files, &sheets)))
            })
            .collect();
        let served = |(name, bytes): (String, Bytes)| {
            let bytes = match (sheets.get(&name), std::str::from_utf8(&bytes)) {
                (Some(named), Ok(css)) => renamed(css, named, &addresses).into_bytes().into(),
                _ => bytes,
            };
            (addresses[&name].clone(), bytes)
        };
        let files = files.into_iter().map(served).collect();
        Self { addresses, files }
    }

    /// All of them, by their names in the theme.
    pub fn addresses(&self) -> &BTreeMap<String, String> {
        &self.addresses
    }

    /// Where a file is served, as a page links to it from the site's top.
    pub fn href(&self, name: &str) -> Option<String> {
        self.addresses.get(name).map(|address| encoded(address))
    }

    /// The bytes at an address.
    pub fn bytes(&self, address: &str) -> Option<&[u8]> {
        self.files.get(address).map(|bytes| &**bytes)
    }
}

fn unknown(place: Place, target: &str) -> Diagnostic {
    Diagnostic::new(
        Code::BadTemplate,
        place,
        say!("主题里没有文件“{target}”", "the theme has no file `{target}`"),
    )
    .help(say!("改正文件名，或把文件放进主题", "mend the name, or put the file into the theme"))
}

/// The files each style sheet names, and where.
type Sheets = BTreeMap<String, Vec<(Range<usize>, String)>>;

/// The digest of what a file holds and, of a style sheet, of all it leads to: what is served under
/// its name holds their names. Sheets may lead to each other.
fn digest(name: &str, bytes: &[u8], files: &BTreeMap<String, Bytes>, sheets: &Sheets) -> String {
    if !sheets.contains_key(name) {
        return hex(&Sha256::digest(bytes));
    }
    let (mut reached, mut left) = (BTreeSet::new(), vec![name]);
    while let Some(name) = left.pop() {
        if reached.insert(name) {
            left.extend(sheets.get(name).into_iter().flatten().map(|(_, target)| target.as_str()));
        }
    }
    let mut sum = Sha256::new_with_prefix(name);
    for name in reached {
        let bytes = files.get(name).map_or(&[][..], |bytes| bytes);
        sum.update(Sha256::digest(name));
        sum.update(Sha256::digest(bytes));
    }
    hex(&sum.finalize())
}

/// `a/style.css` → `assets/a/style-1a2b3c4d.css`.
fn address(name: &str, digest: &str) -> String {
    let (folder, file) = name.rsplit_once('/').map_or(("", name), |(folder, file)| (folder, file));
    let slash = if folder.is_empty() { "" } else { "/" };
    let (stem, ending) = match file.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() => (stem, format!(".{ending}")),
        _ => (file, String::new()),
    };
    format!("{FOLDER}{folder}{slash}{stem}-{}{ending}", &digest[..DIGITS])
}

/// A style sheet that names files as they are served.
fn renamed(
    css: &str,
    named: &[(Range<usize>, String)],
    addresses: &BTreeMap<String, String>,
) -> String {
    let mut text = String::with_capacity(css.len() + named.len() * (DIGITS + 1));
    let mut at = 0;
    for (span, target) in named {
        let written = &css[span.clone()];
        let end = written.find(['?', '#']).unwrap_or(written.len());
        // It lies in the same folder, so only the last part of the way there is another.
        let folder = written[..end].rfind('/').map_or("", |slash| &written[..=slash]);
        let address = &addresses[target];
        let file = address.rsplit('/').next().unwrap_or(address);
        text.push_str(&css[at..span.start]);
        text.push_str(folder);
        text.push_str(&encoded(file));
        text.push_str(&written[end..]);
        at = span.end;
    }
    text.push_str(&css[at..]);
    text
}

/// The file of the theme that an address in a style sheet leads to; none if it leads out of the
/// theme's folder.
fn target(sheet: &str, address: &str) -> Option<String> {
    let path = address.split(['?', '#']).next().unwrap_or(address);
    let has_scheme = path.split('/').next().is_some_and(|first| first.contains(':'));
    if path.is_empty() || path.starts_with('/') || has_scheme || path.contains('\\') {
        return None;
    }
    let path = percent_decode_str(path).decode_utf8().ok()?;
    let mut parts: Vec<&str> = sheet.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Where a style sheet's addresses stand: in `url(…)`, and behind `@import`.
fn addresses(css: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (bytes, mut at, mut is_import) = (css.as_bytes(), 0, false);
    let begins = |at: usize, word: &str| {
        let here = bytes.get(at..at + word.len());
        here.is_some_and(|here| here.eq_ignore_ascii_case(word.as_bytes()))
    };
    while let Some(byte) = bytes.get(at) {
        if begins(at, "/*") {
            at = css[at + 2..].find("*/").map_or(css.len(), |end| at + 2 + end + 2);
        } else if matches!(byte, b'"' | b'\'') {
            let span = quoted(bytes, at);
            at = span.end + 1;
            if std::mem::take(&mut is_import) {
                found.push(span);
            }
        } else if begins(at, "url(") {
            is_import = false;
            at += "url(".len();
            at += bytes[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            let is_quoted = matches!(bytes.get(at), Some(b'"' | b'\''));
            let span = if is_quoted { quoted(bytes, at) } else { bare(bytes, at) };
            at = span.end + 1;
            found.push(span);
        } else {
            is_import = match byte {
                b'@' => begins(at, "@import"),
                b';' | b'{' => false,
                _ => is_import,
            };
            at += 1;
        }
    }
    found
}

/// What stands between the quotation marks that begin at a place.
fn quoted(bytes: &[u8], at: usize) -> Range<usize> {
    let (mark, start) = (bytes[at], at + 1);
    let mut end = start;
    while end < bytes.len() && bytes[end] != mark {
        end += if bytes[end] == b'\\' { 2 } else { 1 };
    }
    start..end.min(bytes.len())
}

/// What stands in brackets without quotation marks.
fn bare(bytes: &[u8], start: usize) -> Range<usize> {
    let ends = |byte: &u8| byte.is_ascii_whitespace() || *byte == b')';
    start..bytes[start..].iter().position(ends).map_or(bytes.len(), |end| start + end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assets(files: &[(&str, &str)]) -> (Assets, Vec<String>) {
        let files = files
            .iter()
            .map(|(name, text)| ((*name).to_owned(), Bytes::from(text.as_bytes().to_vec())));
        let mut out = Diagnostics::new();
        let assets = Assets::new(files.collect(), "themes/mine", &mut out);
        (assets, out.sorted().into_iter().map(|fault| fault.message.en).collect())
    }

    fn text(assets: &Assets, name: &str) -> String {
        let bytes = assets.bytes(&assets.addresses()[name]).expect("a file");
        String::from_utf8(bytes.to_vec()).expect("text")
    }

    #[test]
    fn a_name_has_the_digest_before_its_ending() {
        let (found, _) = assets(&[("a/mark.min.svg", "甲"), ("LICENSE", ""), ("图.txt", "")]);
        let digest = hex(&Sha256::digest("甲"));
        assert_eq!(
            found.addresses()["a/mark.min.svg"],
            format!("assets/a/mark.min-{}.svg", &digest[..8])
        );
        assert_eq!(found.addresses()["LICENSE"], "assets/LICENSE-e3b0c442");
        assert_eq!(found.href("图.txt").as_deref(), Some("assets/%E5%9B%BE-e3b0c442.txt"));
        assert_eq!(found.href("none"), None);
    }

    #[test]
    fn a_style_sheet_names_files_as_they_are_served_and_all_else_as_written() {
        let css = "@charset \"utf-8\"; @import 'more/b.css' screen; @IMPORT url(c.css);
/* url(gone.png) */ a { background: URL( \"img/a%20b.png?v=1#x\" ) } b { content: \"url(gone.png)\" }
c { background: url(data:image/png;base64,AA==), url(//x.example/a.png), url(/a.png), url(#a) }
d { background: url(../../news/a.png) }";
        let (found, faults) = assets(&[
            ("css/style.css", css),
            ("css/more/b.css", "a { background: url('../img/a b.png') }"),
            ("css/c.css", ""),
            ("css/img/a b.png", "png"),
        ]);
        assert_eq!(faults, [""; 0]);
        let name = |name: &str| {
            let href = found.href(name).expect("a file");
            href.strip_prefix("assets/css/").expect("in its folder").to_owned()
        };
        let expected = css
            .replace("more/b.css", &name("css/more/b.css"))
            .replace("c.css)", &format!("{})", name("css/c.css")))
            .replace("img/a%20b.png", &name("css/img/a b.png"));
        assert_eq!(text(&found, "css/style.css"), expected);
        let below = format!("a {{ background: url('../{}') }}", name("css/img/a b.png"));
        assert_eq!(text(&found, "css/more/b.css"), below);
    }

    #[test]
    fn what_a_style_sheet_leads_to_changes_its_own_name_however_they_lead_round() {
        let names = |picture: &str| {
            let (found, faults) = assets(&[
                ("a.css", "@import \"b.css\";"),
                ("b.css", "@import \"a.css\"; @import \"c.css\";"),
                ("c.css", "a { background: url(p.png) }"),
                ("p.png", picture),
                ("other.css", "a {}"),
            ]);
            assert_eq!(faults, [""; 0]);
            found.addresses().clone()
        };
        let (before, after) = (names("1"), names("2"));
        let changed = before.iter().filter(|(name, address)| after[*name] != **address);
        let changed: Vec<&str> = changed.map(|(name, _)| name.as_str()).collect();
        assert_eq!(changed, ["a.css", "b.css", "c.css", "p.png"]);
        assert_ne!(before["a.css"][9..], before["b.css"][9..], "each has its own");
    }

    #[test]
    fn a_file_a_style_sheet_names_and_nobody_has_is_a_fault() {
        let (_, faults) = assets(&[("a/s.css", "a { background: url(gone.png) }")]);
        assert_eq!(faults, ["the theme has no file `a/gone.png`"]);
    }

    #[test]
    fn a_sheet_cut_off_anywhere_is_read_to_its_end() {
        let css =
            "@import 'b.css'; a { background: url( \"b\\\".css\" ) } /* 甲 */ b { c: url(b.css) }";
        for end in (0..=css.len()).filter(|end| css.is_char_boundary(*end)) {
            for span in addresses(&css[..end]) {
                assert!(css[..end].get(span).is_some(), "{end}");
            }
        }
    }
}
