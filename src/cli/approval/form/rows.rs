//! What a change does, in rows of the form.

use serde::Serialize;

use super::super::sides::{InLines, Lines};
use super::room;
use crate::approval::SETTINGS;
use crate::approval::change::{ChangeSet, How, PartChange, RecordChange};
use crate::diagnostic::{Lang, Text, told};
use crate::say;

/// One record, or one file of the site.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    pub number: usize,
    pub kind: String,
    pub title: String,
    pub change: String,
    /// What stood before and what stands now, a line each.
    pub in_full: Vec<String>,
}

impl Row {
    /// As short as a row of the form is, where the annex has all of it.
    pub fn cut(&mut self) {
        self.title = room::cut(&self.title, room::TITLE);
        self.change = room::cut(&self.change, room::CHANGE);
    }
}

/// Everything that changes, in rows.
pub fn rows(change: &ChangeSet, lines: &InLines, lang: Lang) -> Vec<Row> {
    let records = change.records.iter().map(|record| {
        let kind = match lang {
            Lang::Zh => record.kind.chinese(),
            Lang::En => record.kind.folder(),
        };
        let title = if record.title.is_empty() { &record.name } else { &record.title };
        let lines = lines_of(record, lines).cloned().unwrap_or_else(|| Lines {
            in_a_line: words(record.how).in_lang(lang).to_owned(),
            in_full: Vec::new(),
        });
        (kind.to_owned(), &**title, lines.in_a_line, lines.in_full)
    });
    let parts = change.parts.iter().map(|part| {
        let kind = say!("站点", "site").in_lang(lang).to_owned();
        let in_full = lines.parts.get(&part.path).cloned().unwrap_or_default();
        (kind, &*part.path, of_part(part).in_lang(lang).to_owned(), in_full)
    });
    let row = |(number, (kind, title, change, in_full)): (usize, (_, &str, _, Vec<String>))| Row {
        number,
        kind,
        title: told(title).into_owned(),
        change,
        in_full: in_full.iter().map(|line| told(line).into_owned()).collect(),
    };
    (1..).zip(records.chain(parts)).map(row).collect()
}

/// How many things are added, changed and taken down.
pub fn counts(change: &ChangeSet) -> Text {
    let all: Vec<How> = change
        .records
        .iter()
        .map(|record| record.how)
        .chain(change.parts.iter().map(|part| part.how))
        .collect();
    let count = |how: &[How]| all.iter().filter(|own| how.contains(own)).count();
    let parts = [
        (count(&[How::Added]), "新增", "added"),
        (count(&[How::Edited]), "修改", "changed"),
        (count(&[How::Withdrawn, How::Removed]), "撤下", "taken down"),
    ];
    let told = parts.iter().filter(|(count, ..)| *count > 0);
    let zh: Vec<String> = told.clone().map(|(count, zh, _)| format!("{zh}{count}")).collect();
    let en: Vec<String> = told.map(|(count, _, en)| format!("{count} {en}")).collect();
    let (total, zh, en) = (all.len(), zh.join("、"), en.join(", "));
    say!("共{total}条：{zh}", "{total} in all: {en}")
}

/// What becomes of a record as a review has it, where a reader sees it on the day.
fn lines_of<'a>(change: &RecordChange, lines: &'a InLines) -> Option<&'a Lines> {
    let id = change.name.split_once('/').map_or("", |(_, id)| id);
    lines.records.get(&(change.kind, id.to_owned()))
}

fn of_part(change: &PartChange) -> Text {
    let Text { zh, en } = words(change.how);
    let (what_zh, what_en) = match &*change.path {
        SETTINGS => ("设置", "settings"),
        path if path.starts_with("themes/") => ("主题", "theme"),
        path if path.ends_with("index.md") => ("栏目文字", "words of a section"),
        // A calendar, a table of words, or what a section gives out.
        _ => ("文件", "file"),
    };
    say!("{what_zh}{zh}", "{what_en} {en}")
}

fn words(how: How) -> Text {
    match how {
        How::Added => say!("新增", "added"),
        How::Edited => say!("修改", "changed"),
        How::Withdrawn => say!("撤下，页面留撤回说明", "taken down, with a page that says so"),
        How::Removed => say!("撤下，页面不再有", "taken down without a trace"),
    }
}
