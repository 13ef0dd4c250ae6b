//! What is not of a record, in words: what the gate lets pass, settings and theme, pages' names.

use super::told::{Item, Line, Section, Teller, from_to, of_words, plain};
use super::{ColumnReview, EntryFate};
use crate::approval::SETTINGS;
use crate::diagnostic::{Code, Lang, Severity};
use crate::model::Kind;
use crate::model::settings::{Language, Level};

impl Teller<'_> {
    /// What `check` lets pass and did not before.
    pub(super) fn passes(&self) -> Section {
        let (passes, words) = (&self.review.passes, self.words);
        let item = |badge: &str, title: String, of: Option<String>, line: Line| Item {
            badge: Some(words.get(badge).to_owned()),
            title,
            of,
            note: None,
            lines: vec![line],
        };
        let mut items: Vec<Item> = Vec::new();
        for rule in &passes.rules {
            let label = words.get("rv_pass_level").to_owned();
            let line = from_to(label, &self.level(rule.from), &self.level(rule.to));
            let is_alarm = rule.code.is_private() && rule.silenced > 0;
            let note = (rule.silenced > 0).then(|| {
                let name = if is_alarm { "rv_silenced_private" } else { "rv_silenced" };
                words.fill(name, &[("count", &rule.silenced)])
            });
            let line = self.alarmed(Line { note, ..line }, is_alarm);
            items.push(item("rv_pass_rule", title(rule.code), None, line));
        }
        for waiver in &passes.site {
            let line = self.leave(&waiver.reason, &waiver.approved_by, false);
            items.push(item("rv_pass_site", title(waiver.code), waiver.path.clone(), line));
        }
        let lang = match words.language() {
            Language::Chinese => Lang::Zh,
            Language::English => Lang::En,
        };
        for passed in &passes.findings {
            let shown = passed.fault.shown(lang);
            let line = passed.fault.place.positions().0.line;
            let place = words.fill("rv_line", &[("path", &shown.path), ("line", &line)]);
            let place = passed.title.iter().fold(place, |place, title| format!("{title}  {place}"));
            let name = format!("{} {}", passed.fault.code, shown.message);
            let is_private = passed.fault.code.is_private();
            let line = self.leave(&passed.reason, &passed.approved_by, is_private);
            let mut item = item("rv_pass_waived", name, Some(place), line);
            item.note = passed.renewed.then(|| words.get("rv_renewed").to_owned());
            items.push(item);
        }
        self.section("rv_s_passes", items, false)
    }

    /// What changes of site.toml and of the site's own theme.
    pub(super) fn settings(&self) -> Section {
        let (changes, words) = (&self.review.settings, self.words);
        let item = |badge: &str, title: &str, lines: Vec<Line>| Item {
            badge: Some(words.get(badge).to_owned()),
            title: title.to_owned(),
            of: None,
            note: None,
            lines,
        };
        let mut items = Vec::new();
        let lines = changes.lines.iter().map(|pieces| of_words(String::new(), pieces));
        let signatures = || plain(words.get("rv_not_shown").to_owned(), "approval.signed".into());
        let lines: Vec<Line> = lines.chain(changes.signatures.then(signatures)).collect();
        if !lines.is_empty() {
            items.push(item("rv_fate_changed", SETTINGS, lines));
        }
        items.extend(
            changes.theme.iter().map(|file| item(of_fate(file.fate), &file.path, Vec::new())),
        );
        self.section("rv_s_settings", items, false)
    }

    /// What changes of the words of home and columns.
    pub(super) fn columns(&self) -> Section {
        let item = |column: &ColumnReview| Item {
            badge: Some(self.words.get(of_fate(column.fate)).to_owned()),
            title: column.path.clone(),
            of: None,
            note: None,
            lines: column.lines.iter().map(|pieces| of_words(String::new(), pieces)).collect(),
        };
        let items = self.review.settings.columns.iter().map(item).collect();
        self.section("rv_s_columns", items, false)
    }

    /// What a page is called, where that is known.
    pub(super) fn page(&self, route: &str) -> Option<String> {
        let title = self.review.pages.titles.get(route).cloned();
        let column = || {
            let kind = Kind::ALL.into_iter().find(|kind| route == format!("{}/", kind.folder()))?;
            Some(self.words.get(&format!("kind_{}", kind.folder())).to_owned())
        };
        title.or_else(column)
    }

    /// Why something is let pass, and by whose leave.
    fn leave(&self, reason: &str, by: &str, is_private: bool) -> Line {
        let words = self.words;
        let (reason, by) = (
            words.fill("rv_reason", &[("reason", &reason)]),
            words.fill("rv_approved", &[("by", &by)]),
        );
        let line = plain(String::new(), format!("{reason}{}{by}", words.get("rv_separator")));
        let note = is_private.then(|| words.get("rv_in_full").to_owned());
        self.alarmed(Line { note, ..line }, is_private)
    }

    fn alarmed(&self, line: Line, is_alarm: bool) -> Line {
        match line.note {
            Some(note) if is_alarm => {
                let note = Some(self.words.fill("rv_alarm", &[("text", &note)]));
                Line { note, is_alarm, ..line }
            }
            note => Line { note, ..line },
        }
    }

    fn level(&self, level: Level) -> String {
        let name = match level {
            Level::Off => "rv_off",
            Level::At(Severity::Warning) => "rv_warning",
            Level::At(Severity::Error) => "rv_error",
        };
        self.words.get(name).to_owned()
    }
}

fn title(code: Code) -> String {
    format!("{code} {}", code.name())
}

/// What became of a file, in a word.
fn of_fate(fate: EntryFate) -> &'static str {
    match fate {
        EntryFate::Added => "rv_entry_added",
        EntryFate::Changed => "rv_entry_changed",
        EntryFate::Removed => "rv_entry_removed",
    }
}
