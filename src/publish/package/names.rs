//! The names a package may bring into a web server's folder.

use std::collections::{BTreeMap, BTreeSet};

use crate::site::{MANIFEST, SIGNATURE};

/// Endings that are no danger on a web server; a site's settings can add others.
pub const ALLOWED: [&str; 30] = [
    "html",
    "css",
    "js",
    "mjs",
    "json",
    "jsonld",
    "csv",
    "xlsx",
    "docx",
    "pdf",
    "ofd",
    "png",
    "jpg",
    "jpeg",
    "gif",
    "webp",
    "svg",
    "txt",
    "xml",
    "ico",
    "woff2",
    "gz",
    "br",
    "sig",
    "wasm",
    "pagefind",
    "pf_meta",
    "pf_index",
    "pf_filter",
    "pf_fragment",
];

/// Endings of what is compressed already, which would only grow.
const COMPRESSED: [&str; 18] = [
    "xlsx",
    "docx",
    "pdf",
    "ofd",
    "png",
    "jpg",
    "jpeg",
    "gif",
    "webp",
    "woff2",
    "gz",
    "br",
    "zip",
    "pagefind",
    "pf_meta",
    "pf_index",
    "pf_filter",
    "pf_fragment",
];

/// Characters of one name. A disc's own limit is about as much.
const NAME: usize = 100;
/// Characters of a path: what Windows leaves below a web server's folder.
const PATH: usize = 200;

/// The endings that are let through.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Endings {
    more: BTreeSet<String>,
}

impl Endings {
    /// Those of every site and, in lower case and without the dot, those of this one.
    pub fn with(more: &[String]) -> Self {
        Self { more: more.iter().cloned().collect() }
    }

    pub(super) fn allow(&self, path: &str) -> bool {
        let ending = ending(path);
        ALLOWED.contains(&&*ending) || self.more.contains(&ending)
    }
}

/// The ending of a path in lower case; empty where there is none.
fn ending(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default()
}

/// Whether deflating a file is worth it.
pub(super) fn deflates(path: &str) -> bool {
    !COMPRESSED.contains(&&*ending(path))
}

/// Why a name cannot be carried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameFault {
    /// It leads out of the folder it is unpacked into.
    Climbs,
    TooLong,
    /// Windows cannot hold it.
    Windows,
    /// It is that of a file the program itself writes.
    Reserved,
}

/// What is wrong with a file's path in the site.
pub(super) fn fault(path: &str) -> Option<NameFault> {
    let mut parts = path.split('/');
    let drive = path.as_bytes().get(1) == Some(&b':');
    if drive || path.contains('\\') || parts.clone().any(|part| matches!(part, "" | "." | "..")) {
        return Some(NameFault::Climbs);
    }
    if path.chars().count() > PATH || parts.clone().any(|part| part.chars().count() > NAME) {
        return Some(NameFault::TooLong);
    }
    if parts.clone().any(is_not_for_windows) {
        return Some(NameFault::Windows);
    }
    let first = parts.next().unwrap_or_default().to_lowercase();
    let own = [MANIFEST, SIGNATURE].iter().any(|name| name.to_lowercase() == first);
    (own || first.starts_with(".liangshai")).then_some(NameFault::Reserved)
}

fn is_not_for_windows(name: &str) -> bool {
    let bad = |c: char| c.is_control() || "<>:\"|?*".contains(c);
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_ascii_uppercase();
    let device = matches!(&*stem, "CON" | "PRN" | "AUX" | "NUL")
        || ["COM", "LPT"].iter().any(|port| {
            let rest = stem.strip_prefix(port);
            rest.is_some_and(|rest| {
                matches!(rest.chars().next(), Some('1'..='9' | '¹' | '²' | '³'))
            }) && stem.chars().count() == 4
        });
    name.contains(bad) || name.ends_with(['.', ' ']) || device
}

/// Pairs of which Windows can hold only one: names that differ by case alone, and a file where
/// another's folder is.
pub(super) fn clashes<'a>(paths: impl Iterator<Item = &'a str>) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut files: BTreeMap<String, &str> = BTreeMap::new();
    for path in paths {
        if let Some(other) = files.insert(path.to_lowercase(), path) {
            found.push((other.to_owned(), path.to_owned()));
        }
    }
    for path in files.values() {
        for (slash, _) in path.match_indices('/') {
            if let Some(file) = files.get(&path[..slash].to_lowercase()) {
                found.push(((*file).to_owned(), (*path).to_owned()));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_that_cannot_be_carried_is_told_by_its_reason() {
        let long = format!("{}.html", "长".repeat(96));
        for (path, expected) in [
            ("tasks/2026/01/index.html", None),
            ("附件/通报.pdf", None),
            ("../a.html", Some(NameFault::Climbs)),
            ("a/../../b.html", Some(NameFault::Climbs)),
            ("/etc/a.html", Some(NameFault::Climbs)),
            ("a//b.html", Some(NameFault::Climbs)),
            ("a\\b.html", Some(NameFault::Climbs)),
            ("C:/a.html", Some(NameFault::Climbs)),
            ("c:a.html", Some(NameFault::Climbs)),
            ("a:b.html", Some(NameFault::Climbs)),
            ("ab:stream.html", Some(NameFault::Windows)),
            (&long, Some(NameFault::TooLong)),
            ("what?.html", Some(NameFault::Windows)),
            ("a/b ./c.html", Some(NameFault::Windows)),
            ("a./c.html", Some(NameFault::Windows)),
            ("nul.html", Some(NameFault::Windows)),
            ("a/Com1.txt", Some(NameFault::Windows)),
            ("com10.txt", None),
            ("console.html", None),
            ("a\nb.html", Some(NameFault::Windows)),
            ("manifest.JSON", Some(NameFault::Reserved)),
            (".liangshai-stage/a.html", Some(NameFault::Reserved)),
            ("data/MANIFEST.json", None),
        ] {
            assert_eq!(fault(path), expected, "{path}");
        }
    }

    #[test]
    fn names_of_which_windows_can_hold_only_one_are_told() {
        let told = |paths: &[&str]| clashes(paths.iter().copied());
        let pair = |a: &str, b: &str| vec![(a.to_owned(), b.to_owned())];
        assert_eq!(told(&["a/b.html", "a/c.html", "b/a.html"]), []);
        assert_eq!(told(&["a/B.html", "a/b.html"]), pair("a/B.html", "a/b.html"));
        assert_eq!(told(&["A", "a/b.html"]), pair("A", "a/b.html"));
    }

    #[test]
    fn an_ending_is_let_through_in_any_case_and_a_site_can_add_its_own() {
        let plain = Endings::default();
        for path in ["a.html", "a/b.PDF", "a.html.gz"] {
            assert!(plain.allow(path), "{path}");
        }
        for path in ["a.php", "a", "html", "a.html/b", "a.htaccess", "a.mp4"] {
            assert!(!plain.allow(path), "{path}");
        }
        assert!(Endings::with(&["mp4".to_owned()]).allow("a.MP4"));
    }
}
