//! What a theme does on every page is told once, with how many pages it is on.

use std::collections::HashMap;

use crate::diagnostic::{Code, Diagnostic, Text};

/// What only a file of the theme can have wrong.
const OF_THEME: [Code; 4] =
    [Code::HiddenOnPage, Code::ThemeLink, Code::ExternalResource, Code::InlineCode];

/// The findings in their order, of those that a theme repeats only the first.
pub fn once(found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut kept: Vec<Diagnostic> = Vec::with_capacity(found.len());
    // Where the first of a sort stands, and on how many pages there is one like it.
    let mut firsts: HashMap<(Code, String, String), (usize, Vec<String>)> = HashMap::new();
    for fault in found {
        if !OF_THEME.contains(&fault.code) {
            kept.push(fault);
            continue;
        }
        let page = fault.place.source.path.to_string();
        // Addresses of the theme's own files differ with the depth of a page.
        let words = fault.place.text().replace("../", "").replace("./", "");
        let (_, pages) =
            firsts.entry((fault.code, fault.message.zh.clone(), words)).or_insert_with(|| {
                kept.push(fault);
                (kept.len() - 1, Vec::new())
            });
        if pages.last() != Some(&page) {
            pages.push(page);
        }
    }
    for (at, pages) in firsts.into_values().filter(|(_, pages)| pages.len() > 1) {
        let count = pages.len();
        if let Some(fault) = kept.get_mut(at) {
            let Text { zh, en } = &fault.message;
            fault.message = Text {
                zh: format!("{zh}（共{count}个网页）"),
                en: format!("{en} (on {count} pages)"),
            };
        }
    }
    kept
}
