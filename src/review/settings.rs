//! What changes of the site outside its records: site.toml, the words of home and columns, and the
//! site's own theme.

use std::collections::{BTreeMap, BTreeSet};

use super::side::Side;
use super::{ColumnReview, EntryFate, SiteChanges, ThemeFile, diff};
use crate::approval::without_signatures;
use crate::model::{Column, Model};
use crate::tree::SitePath;

/// The lines of site.toml, those of home and columns, and the files of the theme that differ.
pub fn compare(base: &Side, head: &Side) -> SiteChanges {
    let text = |side: &Side| without_signatures(&side.model.settings.source.text);
    let ((old, signed), (new, signs)) = (text(base), text(head));
    let lines = if old == new { Vec::new() } else { diff::lines(&old, &new) };
    let signatures = signed != signs;
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
    SiteChanges {
        lines,
        signatures,
        columns: columns(&base.model, &head.model),
        theme: theme.collect(),
    }
}

/// What differs of the words of home and columns.
fn columns(base: &Model, head: &Model) -> Vec<ColumnReview> {
    let (old, new) = (words_of_columns(base), words_of_columns(head));
    let paths: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let changed = paths.into_iter().filter_map(|path| {
        let fate = match (old.get(path), new.get(path)) {
            (Some(from), Some(to)) if from == to => return None,
            (Some(_), Some(_)) => EntryFate::Changed,
            (None, _) => EntryFate::Added,
            (_, None) => EntryFate::Removed,
        };
        let text = |of: &BTreeMap<String, String>| of.get(path).cloned().unwrap_or_default();
        let lines = diff::lines(&text(&old), &text(&new));
        Some(ColumnReview { path: path.clone(), fate, lines })
    });
    changed.collect()
}

/// All that home and each column say, by their files.
fn words_of_columns(model: &Model) -> BTreeMap<String, String> {
    let home = model.home.iter().map(|home| ("content/index.md".to_owned(), words(home)));
    let columns = model
        .columns
        .iter()
        .map(|(kind, column)| (format!("content/{}/index.md", kind.folder()), words(column)));
    home.chain(columns).collect()
}

fn words(column: &Column) -> String {
    let Column { title, name, description, keywords, column_type, update_cycle, body } = column;
    let cycle = update_cycle.as_ref().map(|cycle| &cycle.words);
    let fields = [title, name, description, keywords, column_type].into_iter().flatten();
    let fields: Vec<&str> = fields.chain(cycle).map(String::as_str).collect();
    [&fields[..], &[body.text()]].concat().join("\n")
}
