//! What is said of a revision: what was changed, never what stood there before.

use std::collections::BTreeSet;

use super::Words;
use crate::facts::revision::is_commitment;
use crate::facts::{Changed, Facts, Revision};
use crate::model::entry::Filing;
use crate::model::key::{self, Key};
use crate::model::plan::DoneBy;
use crate::model::record;
use crate::model::settings::Language;
use crate::model::{Day, EntryBase, Kind, RecordId};

impl Words {
    /// What a revision changed of a record, a phrase each: 直接改动了完成时限, 新增2023年2月10日的进展.
    pub fn changes(&self, facts: &Facts, record: RecordId, revision: &Revision) -> Vec<String> {
        let mut phrases = Vec::new();
        let (mut promised, mut others) = (Vec::new(), Vec::new());
        for changed in &revision.changes {
            let dated = |name: &str, day: &Day| self.fill(name, &[("day", &self.day(*day))]);
            phrases.push(match changed {
                Changed::First => self.get("changed_first").to_owned(),
                Changed::Moved => self.get("changed_address").to_owned(),
                Changed::Field(name) if *name == key::DISCLOSURE.en => {
                    self.get("changed_public_again").to_owned()
                }
                Changed::Field(name) => {
                    let fields =
                        if is_commitment(record.kind, name) { &mut promised } else { &mut others };
                    fields.push(self.field(record.kind, name));
                    continue;
                }
                Changed::Text => self.get("changed_text").to_owned(),
                Changed::EntryAdded(day) => {
                    let event = self.event_on(facts, record, *day);
                    let event = event.unwrap_or_else(|| self.get("changed_record"));
                    let name = match is_late(facts, record, *day, revision.day) {
                        true => "changed_entry_added_late",
                        false => "changed_entry_added",
                    };
                    self.fill(name, &[("day", &self.day(*day)), ("event", &event)])
                }
                Changed::EntryEdited(day) => dated("changed_entry_edited", day),
                Changed::EntryRemoved(day) => dated("changed_entry_removed", day),
                Changed::Figures => self.get("changed_figures").to_owned(),
                Changed::File => self.get("changed_file").to_owned(),
                Changed::Translation(language) => {
                    let language = self.language_called(language.as_str(), language.as_str());
                    self.fill("changed_translation", &[("language", &language)])
                }
            });
        }
        // What was promised comes before all else.
        let of_fields = [("changed_commitment", promised), ("changed_fields", others)];
        let of_fields = of_fields.into_iter().filter(|(_, fields)| !fields.is_empty());
        let of_fields =
            of_fields.map(|(name, fields)| self.fill(name, &[("fields", &self.join(&fields))]));
        of_fields.chain(phrases).collect()
    }

    /// The phrases of a revision in a row.
    pub fn changes_in_a_row(&self, phrases: &[String]) -> String {
        phrases.join(self.get("changes_separator"))
    }

    /// A field by its own name: 完成时限; deadline.
    fn field(&self, kind: Kind, name: &str) -> String {
        let own = || kind.fields().iter().chain(record::FIELDS).map(|field| field.key);
        // Several kinds have a field of one Chinese name.
        let like = |named: &Key| own().find(|key| named.zh.iter().any(|word| key.is(word)));
        let named = key::named(name);
        let known = own().find(|key| key.en == name).or_else(|| named.and_then(like)).or(named);
        match (known, self.language()) {
            (Some(key), Language::Chinese) => key.zh[0].to_owned(),
            (known, _) => known.map_or(name, |key| key.en).replace('_', " "),
        }
    }

    /// What the entries of a day are called, where they all are called the same.
    fn event_on(&self, facts: &Facts, record: RecordId, day: Day) -> Option<&str> {
        let public = facts.public();
        let is_meant = |base: &EntryBase| is_own(base, day);
        let words: BTreeSet<&str> = match record.kind {
            Kind::Task => {
                let task = public.task(record.typed());
                let verified =
                    task.plan.is_some_and(|id| public.plan(id).done_by == DoneBy::Verification);
                let entries = facts.task(record.typed())?.entries.iter().map(|i| &task.entries[*i]);
                let meant = entries.filter(|entry| is_meant(&entry.base));
                meant.map(|entry| self.event(&entry.event, verified)).collect()
            }
            Kind::Problem => {
                let problem = public.problem(record.typed());
                let known = facts.problem(record.typed())?;
                let entries = known.entries.iter().map(|i| &problem.entries[*i]);
                let meant = entries.filter(|entry| is_meant(&entry.base));
                meant.map(|entry| self.problem_event(&entry.event)).collect()
            }
            Kind::Duty => {
                let entries = facts.entries_of(record);
                let meant = entries.into_iter().filter(|entry| is_meant(entry));
                meant.map(|_| self.get("event_duty_done")).collect()
            }
            _ => BTreeSet::new(),
        };
        (words.len() == 1).then(|| words.first().copied()).flatten()
    }
}

/// Whether an entry is of a day, and of a file of the record's own: a row of a return is in none.
fn is_own(entry: &EntryBase, day: Day) -> bool {
    entry.day == day && matches!(entry.filing, Filing::File { .. })
}

/// Whether an entry of a day was entered late (补报) by the day of a revision.
fn is_late(facts: &Facts, record: RecordId, day: Day, by: Day) -> bool {
    let entries = facts.entries_of(record);
    let mut entered = entries
        .into_iter()
        .filter(|entry| is_own(entry, day))
        .filter_map(|entry| facts.entered_late(record, entry));
    entered.any(|entered| entered <= by)
}
