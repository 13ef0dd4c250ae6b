//! The entries of a record in words.

use super::told::{Line, Teller, from_to, of_words, plain};
use super::{EntryFate, EntryReview};

impl Teller<'_> {
    pub(super) fn entry(&self, entry: &EntryReview) -> Vec<Line> {
        let words = self.words;
        let (day, event) = (words.day(entry.date), self.say.event(entry.event));
        let mut name = words.fill("rv_entry", &[("day", &day), ("event", &event)]);
        if let Some(title) = &entry.title {
            name = words.fill("rv_entry_titled", &[("entry", &name), ("title", title)]);
        }
        if let Some(id) = &entry.of_return {
            name = words.fill("rv_entry_of_return", &[("entry", &name), ("return", id)]);
        }
        let note = entry.filed_late.map(|filed| {
            let day = self.say.moment(filed);
            words.fill("rv_filed_late", &[("day", &day)])
        });
        let fate = self.coming_or_going(entry.fate).unwrap_or(words.get("rv_entry_changed"));
        let mut lines: Vec<Line> =
            entry.text.iter().map(|pieces| of_words(name.clone(), pieces)).collect();
        if let Some(was) = entry.event_was {
            let label = format!("{name}·{}", words.get("rv_event"));
            lines.push(from_to(label, &self.say.event(was), &event));
        }
        for edit in &entry.fields {
            let label = format!("{name}·{}", self.say.text(&edit.field));
            let nothing = words.get("rv_nothing");
            let value = |text: &Option<String>| text.clone().unwrap_or_else(|| nothing.to_owned());
            lines.push(from_to(label, &value(&edit.from), &value(&edit.to)));
        }
        match lines.first_mut() {
            Some(first) => {
                let note = note.into_iter().fold(fate.to_owned(), |all, note| {
                    format!("{all}{}{note}", words.get("rv_separator"))
                });
                first.note = Some(note);
            }
            None => lines.push(Line { note, ..plain(name, fate.to_owned()) }),
        }
        lines
    }

    /// What is said of what comes or goes as a whole.
    pub(super) fn coming_or_going(&self, fate: EntryFate) -> Option<&str> {
        match fate {
            EntryFate::Added => Some(self.words.get("rv_entry_added")),
            EntryFate::Removed => Some(self.words.get("rv_entry_removed")),
            EntryFate::Changed => None,
        }
    }
}
