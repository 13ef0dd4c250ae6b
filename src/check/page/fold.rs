//! What a theme does on every page is told once, with how many pages it is on.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Text};
use crate::say;

/// What only a file of the theme can have wrong.
const OF_THEME: [Code; 4] =
    [Code::HiddenOnPage, Code::ThemeLink, Code::ExternalResource, Code::InlineCode];

/// The fewest pages any other fault must be on to be the theme's.
const MANY: usize = 3;

/// What makes two findings one: the code, the message and, of what is in the theme for certain,
/// the bytes.
type Sort = (Code, String, String);

/// The findings of pages, those of simpler readings only where no usual page has the same: what is
/// wrong with a text is told of the page it is read on.
pub fn of_pages(found: Vec<(bool, Diagnostics)>) -> Vec<Diagnostics> {
    // Addresses in a message differ with the depth of the page.
    let key = |fault: &Diagnostic| (fault.code, fault.message.zh.replace("../", ""));
    let usual = found.iter().filter(|(is_simple, _)| !is_simple);
    let usual: BTreeSet<(Code, String)> =
        usual.flat_map(|(_, found)| found.iter().map(key)).collect();
    let own = |(is_simple, found): (bool, Diagnostics)| {
        found.into_iter().filter(|fault| !is_simple || !usual.contains(&key(fault))).collect()
    };
    found.into_iter().map(own).collect()
}

/// The findings of all pages in their order, of those that a theme repeats only the first: what is
/// in it for certain, and what most of its pages have.
pub fn once(found: Vec<Diagnostics>, pages: usize) -> Vec<Diagnostic> {
    let mut counts: BTreeMap<Sort, usize> = BTreeMap::new();
    for of_page in &found {
        for sort in of_page.iter().map(sort).collect::<BTreeSet<_>>() {
            *counts.entry(sort).or_default() += 1;
        }
    }
    counts.retain(|(code, ..), count| {
        *count > 1 && (OF_THEME.contains(code) || *count >= MANY && *count * 2 > pages)
    });
    let mut told = BTreeSet::new();
    let mut kept = Vec::new();
    for fault in found.into_iter().flatten() {
        let sort = sort(&fault);
        match counts.get(&sort) {
            None => kept.push(fault),
            Some(count) if told.insert(sort) => {
                let Text { zh, en } = &fault.message;
                let message = say!("{zh}（共{count}个网页）", "{en} (on {count} pages)");
                kept.push(Diagnostic { message, ..fault });
            }
            Some(_) => {}
        }
    }
    kept
}

fn sort(fault: &Diagnostic) -> Sort {
    let words = match OF_THEME.contains(&fault.code) {
        // Addresses of the theme's own files differ with the depth of a page.
        true => fault.place.text().replace("../", "").replace("./", ""),
        false => String::new(),
    };
    (fault.code, fault.message.zh.clone(), words)
}
