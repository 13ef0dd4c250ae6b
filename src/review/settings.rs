//! What changes of the site outside its records: site.toml and the site's own theme.

use std::collections::BTreeSet;

use super::side::Side;
use super::{EntryFate, SiteChanges, ThemeFile, diff};
use crate::tree::SitePath;

/// The lines of site.toml and the files of the theme that differ.
pub fn compare(base: &Side, head: &Side) -> SiteChanges {
    let text = |side: &Side| side.model.settings.source.text.to_string();
    let (old, new) = (text(base), text(head));
    let lines = if old == new { Vec::new() } else { diff::lines(&old, &new) };
    let paths: BTreeSet<&SitePath> = base.own_theme.keys().chain(head.own_theme.keys()).collect();
    let theme = paths.into_iter().filter_map(|path| {
        let fate = match (base.own_theme.get(path), head.own_theme.get(path)) {
            (Some(from), Some(to)) if from == to => return None,
            (Some(_), Some(_)) => EntryFate::Changed,
            (None, _) => EntryFate::Added,
            (_, None) => EntryFate::Removed,
        };
        Some(ThemeFile { path: path.to_string(), fate })
    });
    SiteChanges { lines, theme: theme.collect() }
}
