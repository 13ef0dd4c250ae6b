//! What a server answers where there is nothing, and how it shows what lies in a folder.

use std::collections::{BTreeMap, BTreeSet};

use url::Url;

use super::Asking;
use super::client::{Answer, Ask, Got, Redirects};
use crate::publish::verify::links::{self, Links, Medium};

/// Of an answer to a name that may not be there no more is read.
const ENOUGH: u64 = 256 << 10;

/// How a name is asked for that may not be there. `again`: whether no answer is told.
pub fn perhaps(again: bool) -> Ask {
    Ask { limit: ENOUGH, keep: ENOUGH, redirects: Redirects::Slash, again }
}

/// What a server answers for names of one ending that are not there.
#[derive(Debug)]
enum Nothing {
    /// That there is nothing.
    Plain(Option<Got>),
    /// A page, always the same but for the name in it.
    Page(Vec<u8>),
    /// A page, each time another one.
    Unforeseeable,
}

/// What a server answers where there is nothing, by the ending of the name: each is often handed to
/// another program.
#[derive(Debug, Default)]
pub struct Absent(BTreeMap<String, Nothing>);

/// The ending by which a server decides; of a folder `/`.
pub fn ending(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    if name.is_empty() {
        return "/".to_owned();
    }
    let ending = name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty());
    ending.map(|(_, ending)| format!(".{}", ending.to_ascii_lowercase())).unwrap_or_default()
}

/// A name that is nowhere, the same at each run on the same build.
pub fn made_up(digest: &str, which: usize, ending: &str) -> String {
    let digits = digest.get(which * 12..which * 12 + 12).unwrap_or("000000000000");
    format!("ls-{digits}{ending}")
}

impl Absent {
    /// Asks for names that are not there, of the endings that are not known yet.
    pub fn learn(&mut self, asking: &Asking, digest: &str, endings: BTreeSet<String>) {
        let new: Vec<String> = endings.into_iter().filter(|e| !self.0.contains_key(e)).collect();
        let answers = asking.each(&new, |ending| {
            let ask = |which| {
                let name = made_up(digest, which, ending);
                match asking.get(&links::address(&asking.base, &name), perhaps(false)) {
                    Answer::Got(got) => Some((name, got)),
                    Answer::Elsewhere(_) | Answer::Unreached(_) => None,
                }
            };
            let Some((name, first)) = ask(0) else { return Nothing::Plain(None) };
            if !first.is_there() {
                return Nothing::Plain(Some(first));
            }
            let first = without(&first.kept, &name);
            match ask(1) {
                Some((name, second)) if without(&second.kept, &name) == first => {
                    Nothing::Page(first)
                }
                _ => Nothing::Unforeseeable,
            }
        });
        self.0.extend(new.into_iter().zip(answers));
    }

    /// Whether an answer means that there is something.
    pub fn is_there(&self, path: &str, got: &Got) -> bool {
        got.is_there()
            && match self.0.get(&ending(path)) {
                Some(Nothing::Page(page)) => without(&got.kept, path) != *page,
                Some(Nothing::Unforeseeable) => false,
                Some(Nothing::Plain(_)) | None => true,
            }
    }

    /// What is answered for a page that is not there, if that is what it says.
    pub fn page(&self) -> Option<&Got> {
        match self.0.get(".html")? {
            Nothing::Plain(got) => got.as_ref(),
            _ => None,
        }
    }

    /// The endings of which everything is said to be there.
    pub fn false_found(&self) -> impl Iterator<Item = &str> {
        let all = self.0.iter().filter(|(_, nothing)| !matches!(nothing, Nothing::Plain(_)));
        all.map(|(ending, _)| ending.as_str())
    }

    /// Those of them of which nothing can be told.
    pub fn unforeseeable(&self) -> usize {
        self.0.values().filter(|nothing| matches!(nothing, Nothing::Unforeseeable)).count()
    }
}

/// A page without the path it was asked for by, which many repeat.
fn without(page: &[u8], path: &str) -> Vec<u8> {
    let path = path.trim_end_matches('/');
    let name = path.rsplit('/').next().unwrap_or(path);
    let encoded = links::encoded(path);
    let mut page = String::from_utf8_lossy(page).into_owned();
    for part in [path, encoded.as_str(), name] {
        if !part.is_empty() {
            page = page.replace(part, "");
        }
    }
    page.into()
}

/// What servers write over a folder's files, in small letters.
const HEADS: [&str; 5] = [
    "<title>index of",
    "<h1>index of",
    "directory listing for",
    "[to parent directory]",
    "[转到父目录]",
];

/// The entries of a folder where a page shows them. `children` are the names the list has there.
pub fn listing(
    folder: &Url,
    base: &Url,
    page: &Got,
    children: &BTreeSet<&str>,
) -> Option<BTreeSet<Url>> {
    let links: Links = links::of(folder, base, Medium::Page, &page.kept);
    let entries: BTreeSet<Url> = links
        .inside
        .into_iter()
        .map(|mut to| {
            // Links that sort it anew.
            to.set_query(None);
            to
        })
        .filter(|to| to.path().len() > folder.path().len() && to.path().starts_with(folder.path()))
        .collect();
    let whole = String::from_utf8_lossy(&page.kept).to_lowercase();
    let is_headed = HEADS.iter().any(|head| whole.contains(head));
    let names: BTreeSet<String> = entries
        .iter()
        .filter_map(|to| Some(links::path_below(folder, to)?.trim_end_matches('/').to_owned()))
        .collect();
    let shown = children.iter().filter(|name| names.contains(**name)).count();
    (is_headed || shown * 2 > children.len()).then_some(entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_of_a_name_is_what_decides_which_program_answers() {
        for (path, of) in
            [("a/shell.PHP", ".php"), ("a/", "/"), ("", "/"), (".git/HEAD", ""), (".env", "")]
        {
            assert_eq!(ending(path), of, "{path}");
        }
    }

    #[test]
    fn a_page_that_repeats_the_name_asked_for_is_the_same_page() {
        let page = |path: &str| format!("<h1>No /zl/{path} here</h1>").into_bytes();
        let nothing = without(&page("ls-01.php"), "ls-01.php");
        assert_eq!(nothing, without(&page("data/cmd.php"), "data/cmd.php"));
        assert_ne!(nothing, without(b"<form method=post>", "cmd.php"));
    }
}
