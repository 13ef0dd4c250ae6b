//! The colours a style sheet gives its custom properties, in each scheme.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::model::colour::Colour;

/// The colours of `:root`, plain or under a condition.
pub struct Scheme<'a> {
    /// The condition, as `@media (prefers-color-scheme:dark)`; empty where there is none.
    pub under: &'a str,
    /// By the name of the property, without its dashes, and where each stands.
    pub colours: BTreeMap<&'a str, (Colour, Range<usize>)>,
}

impl Scheme<'_> {
    /// Whether it is that of readers who asked for a dark one.
    pub fn is_dark(&self) -> bool {
        self.under.contains("prefers-color-scheme:dark")
            || self.under.contains("prefers-color-scheme: dark")
    }
}

/// The schemes of a style sheet, in their order.
pub fn schemes(css: &str) -> Vec<Scheme<'_>> {
    let mut schemes: Vec<Scheme> = Vec::new();
    for (at, _) in css.match_indices(":root") {
        let Some((head, _)) = css[at..].split_once('{') else { continue };
        let start = at + head.len() + 1;
        let end = css[start..].find('}').map_or(css.len(), |end| start + end);
        // An open brace before it is that of a condition.
        let before = &css[..at];
        let is_open = before.matches('{').count() > before.matches('}').count();
        let under = match before.rfind('@').filter(|_| is_open) {
            Some(at) => before[at..].split('{').next().unwrap_or("").trim(),
            None => "",
        };
        let mut colours = BTreeMap::new();
        for line in css[start..end].split(';') {
            let Some((name, value)) = line.split_once(':') else { continue };
            let value = value.trim();
            if let (Some(name), Some(colour)) =
                (name.trim().strip_prefix("--"), Colour::parse(value))
            {
                let start = value.as_ptr() as usize - css.as_ptr() as usize;
                colours.insert(name, (colour, start..start + value.len()));
            }
        }
        if !colours.is_empty() {
            schemes.push(Scheme { under, colours });
        }
    }
    schemes
}
