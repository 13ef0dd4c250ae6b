//! One record on both sides: whether it comes, goes or stays, and what of it changes.

use std::collections::BTreeMap;

use super::entries::{self, Event};
use super::rows::{Finder, Rows};
use super::side::Side;
use super::translation::{MOST_GONE, MOST_NEW, translated, translations, whole};
use super::{Change, Data, Fate, MovedBy, Piece, RecordReview, Unseen, diff, written};
use crate::facts::returns;
use crate::model::language::Tag;
use crate::model::pairs::Pair;
use crate::model::record::Attachment;
use crate::model::{Base, Day, EntryBase, Kind, Period, RecordId};
use crate::site::given_out;
use crate::words::Words;

/// What comparing a record comes to.
#[derive(Debug, Default)]
pub struct Outcome {
    pub review: Option<RecordReview>,
    /// Whether its own files were edited.
    pub is_edited: bool,
    pub unseen: Option<Unseen>,
}

/// Both sides of one kind, with what their data say.
pub struct Comparer<'a> {
    pub kind: Kind,
    pub base: &'a Side,
    pub head: &'a Side,
    pub old_rows: &'a Rows,
    pub new_rows: &'a Rows,
    /// Words of the language the pages are not in.
    pub other: &'a Words,
}

/// What readers see of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Seen {
    Nothing,
    Page,
    Tombstone,
}

fn seen(side: &Side, record: Option<RecordId>) -> Seen {
    let Some(record) = record.filter(|record| side.site().route_of(*record).is_some()) else {
        return Seen::Nothing;
    };
    match side.facts().is_withdrawn(side.model.base(record)) {
        true => Seen::Tombstone,
        false => Seen::Page,
    }
}

/// What is told of a new record beside its title.
const TOLD_WHEN_NEW: [&str; 18] = [
    "plan",
    "indicator",
    "office",
    "lead",
    "support",
    "responsible",
    "issuer",
    "doc_number",
    "published",
    "found",
    "date",
    "period",
    "channel",
    "goal",
    "definition",
    "measures",
    "summary",
    "state",
];

impl Comparer<'_> {
    /// Compares a record; `page_changed` is whether its page reads otherwise.
    pub fn compare(&self, pair: Pair, page_changed: bool) -> Outcome {
        let (before, after) = (seen(self.base, pair.base), seen(self.head, pair.head));
        let is_edited = self.is_edited(pair);
        let is_same = pair.base.zip(pair.head).is_some_and(|(from, to)| {
            let ids =
                [self.base.model.base(from).id.as_str(), self.head.model.base(to).id.as_str()];
            ids[0] == ids[1]
                && self.old_rows.get(ids[0]).map(|row| row.get())
                    == self.new_rows.get(ids[1]).map(|row| row.get())
        });
        if is_same && !is_edited && !page_changed && before == after {
            return Outcome::default();
        }
        let fate = match (before, after) {
            (Seen::Nothing, Seen::Nothing) => {
                return Outcome { unseen: self.unseen(pair, false), ..Outcome::default() };
            }
            (Seen::Nothing, _) if pair.base.is_some() => Fate::Disclosed,
            (Seen::Nothing, _) => Fate::Added,
            (_, Seen::Nothing) if pair.head.is_some() => Fate::Undisclosed,
            (_, Seen::Nothing) => Fate::Removed,
            (Seen::Page, Seen::Tombstone) => self.withdrawn(pair),
            (Seen::Tombstone, Seen::Page) => Fate::Restored,
            (Seen::Page, Seen::Page) | (Seen::Tombstone, Seen::Tombstone) => Fate::Changed,
        };
        let changes = match (&fate, pair.base, pair.head) {
            (Fate::Added | Fate::Disclosed | Fate::Restored, _, Some(head)) => self.of_new(head),
            (Fate::Changed, Some(from), Some(to)) => {
                self.changes(from, to, page_changed, is_edited)
            }
            (Fate::Removed | Fate::Undisclosed | Fate::Withdrawn { .. }, Some(from), _) => {
                self.body(self.base, from, Piece::Removed, MOST_GONE).into_iter().collect()
            }
            _ => Vec::new(),
        };
        if fate == Fate::Changed && changes.is_empty() {
            let unseen = if is_edited { self.unseen(pair, true) } else { None };
            return Outcome { review: None, is_edited, unseen };
        }
        let unseen = match fate {
            Fate::Changed => self.unseen(pair, false),
            _ => None,
        };
        let review = self.review(pair, fate, changes);
        Outcome { review, is_edited: is_edited || before != after, unseen }
    }

    fn review(&self, pair: Pair, fate: Fate, changes: Vec<Change>) -> Option<RecordReview> {
        // A page that is gone is called what it was called.
        let gone = matches!(fate, Fate::Removed | Fate::Undisclosed);
        let (side, rows, record) = match (pair.head, pair.base) {
            (Some(record), _) if !gone => (self.head, self.new_rows, record),
            (_, Some(record)) => (self.base, self.old_rows, record),
            (Some(record), None) => (self.head, self.new_rows, record),
            (None, None) => return None,
        };
        let base = side.model.base(record);
        Some(RecordReview {
            kind: self.kind,
            id: base.id.clone(),
            title: title(rows, base, side, record),
            route: side.site().route_of(record).map(ToString::to_string),
            fate,
            changes,
        })
    }

    fn withdrawn(&self, pair: Pair) -> Fate {
        let base = pair.head.map(|record| self.head.model.base(record));
        match base.and_then(|base| base.withdrawn.as_ref()) {
            Some(withdrawn) => {
                Fate::Withdrawn { date: withdrawn.date, reason: withdrawn.reason.clone() }
            }
            None => Fate::Removed,
        }
    }

    /// Whether the record's own files were edited, its tables as far as the data show.
    fn is_edited(&self, pair: Pair) -> bool {
        let (Some(from), Some(to)) = (pair.base, pair.head) else { return true };
        let (old, new) = (self.base.model.base(from), self.head.model.base(to));
        if std::ptr::eq(old, new) {
            return false;
        }
        if old.id != new.id || old.body.source.text != new.body.source.text {
            return true;
        }
        let translated = |base| -> Vec<(&Tag, &str)> { translated(base).collect() };
        if translated(old) != translated(new) {
            return true;
        }
        if self.written(self.base, from) != self.written(self.head, to) {
            return true;
        }
        let has_tables = !self.kind.tables().is_empty() || self.kind == Kind::Bulletin;
        self.files(from, to).next().is_some()
            || has_tables && self.rows_differ(old, new)
            || self.kind == Kind::Evaluation && self.scores_differ(from, to)
    }

    /// The entries of a record as they were written: those of its own by their names, and the rows of
    /// returns that these readers may see.
    fn written<'s>(
        &self,
        side: &'s Side,
        record: RecordId,
    ) -> Vec<(String, Day, &'static str, &'s str)> {
        let shown: Vec<&EntryBase> = side.facts().public().entries_of(record).collect();
        let mut events = entries::all(&side.model, record);
        events.retain(|event| {
            entries::front(event).is_some()
                || shown.iter().any(|entry| std::ptr::eq(*entry, event.entry))
        });
        let written = |event: &Event<'s>| {
            let own = entries::front(event).map(|_| entries::name(event));
            (own.unwrap_or_default(), event.entry.day, event.names.1, entries::text(event))
        };
        events.iter().map(written).collect()
    }

    /// Whether the rows differ in what does not follow from other records.
    fn rows_differ(&self, old: &Base, new: &Base) -> bool {
        let (from, to) = (self.row(self.old_rows, &old.id), self.row(self.new_rows, &new.id));
        let own = |data: &Data| match (self.kind, data) {
            (Kind::Indicator, data) => {
                vec![data.get("measures").cloned(), data.get("ranks").cloned()]
            }
            // What is scored by the program follows from tasks, returns and problems.
            (Kind::Evaluation, _) => Vec::new(),
            (_, data) => vec![Some(data.clone())],
        };
        own(&from) != own(&to)
    }

    /// Whether an evaluation's own table of scores differs.
    fn scores_differ(&self, from: RecordId, to: RecordId) -> bool {
        let scores = |side: &Side, record: RecordId| {
            let of_office = |scores: &crate::model::evaluation::Scores| {
                (side.model.office(scores.office).base.id.clone(), scores.by_hand.clone())
            };
            let scores = side.model.evaluation(record.typed()).scores.iter();
            scores.map(of_office).collect::<Vec<_>>()
        };
        scores(self.base, from) != scores(self.head, to)
    }

    fn row(&self, rows: &Rows, id: &str) -> Data {
        let row = rows.get(id).and_then(|row| Data::read(row).ok());
        row.unwrap_or(Data::Map(Vec::new()))
    }

    fn finder(&self) -> Finder<'_> {
        Finder::new(self.kind, self.base, self.head)
    }

    /// A whole body, put in or taken out; paragraphs beyond the most are counted.
    fn body(
        &self,
        side: &Side,
        record: RecordId,
        piece: fn(String) -> Piece,
        most: usize,
    ) -> Option<Change> {
        let text = side.site().text(&side.model.base(record).body);
        let (paragraphs, more) = whole(text, piece, most);
        (!paragraphs.is_empty()).then_some(Change::Body { paragraphs, more })
    }

    fn of_new(&self, record: RecordId) -> Vec<Change> {
        let base = self.head.model.base(record);
        let row = without(self.row(self.new_rows, &base.id), |key| !TOLD_WHEN_NEW.contains(&key));
        let mut changes = self.finder().differences(&Data::Map(Vec::new()), &row);
        changes.extend(self.deadline(None, record));
        if self.kind == Kind::Return {
            let found = self.head.model.return_(record.typed());
            let office =
                found.office.map(|office| self.head.facts().title(office.into()).to_owned());
            let calendar = &self.head.facts().settings().calendar;
            let plan = found.plan.map(|plan| self.head.model.plan(plan));
            let due = |period: &Period| returns::due(plan?, calendar, *period);
            // One that covers several periods discharges each by its own cut-off.
            let due =
                found.periods.iter().filter_map(due).min_by_key(|due| (due.day, due.minutes()));
            changes.push(Change::Return {
                office,
                periods: found.periods.clone(),
                rows: found.rows.len(),
                on_time: due.map(|due| !found.filed.is_after(&due)),
            });
        }
        changes.extend(self.body(self.head, record, Piece::Added, MOST_NEW));
        changes.extend(translations(None, base));
        let entries = entries::differences(self.kind, &[], &entries::known(self.head, record));
        changes.extend(entries.into_iter().map(Change::Entry));
        let files = given_out(self.head.facts(), record, base);
        let files = files.into_iter().map(|attachment| Change::File {
            name: attachment.name.clone(),
            path: attachment.file.to_string(),
            from: None,
            to: Some(attachment.bytes),
            renamed_from: None,
        });
        changes.extend(files);
        changes
    }

    fn changes(
        &self,
        from: RecordId,
        to: RecordId,
        page_changed: bool,
        is_edited: bool,
    ) -> Vec<Change> {
        let (old, new) = (self.base.model.base(from), self.head.model.base(to));
        let mut changes = Vec::new();
        if old.id != new.id {
            changes.extend(self.moved(from, to));
        }
        let (was, is) =
            (title(self.old_rows, old, self.base, from), title(self.new_rows, new, self.head, to));
        if was != is {
            changes.push(Change::Title { pieces: diff::words(&was, &is) });
        }
        let deadline = self.deadline(Some(from), to);
        let moves_original = matches!(&deadline, Some(Change::Deadline { by: MovedBy::Edit, .. }));
        changes.extend(deadline);
        changes.extend(self.state(from, to));
        changes.extend(self.colours(from, to));
        let skip = |key: &str| {
            OF_BASE.contains(&key)
                || ["state", "translations"].contains(&key)
                || moves_original && key == "original_deadline"
        };
        let old_row = without(self.row(self.old_rows, &old.id), skip);
        let new_row = without(self.row(self.new_rows, &new.id), skip);
        changes.extend(self.finder().differences(&old_row, &new_row));
        changes.extend(self.finder().differences(&of_base(old), &of_base(new)));
        let texts = [self.base.site().text(&old.body), self.head.site().text(&new.body)];
        if texts[0] != texts[1] {
            let paragraphs = diff::paragraphs(texts[0], texts[1]);
            if !paragraphs.is_empty() {
                changes.push(Change::Body { paragraphs, more: 0 });
            }
        }
        changes.extend(translations(Some(old), new));
        let (of_old, of_new) = (entries::known(self.base, from), entries::known(self.head, to));
        let differing = entries::differences(self.kind, &of_old, &of_new);
        changes.extend(differing.into_iter().map(Change::Entry));
        changes.extend(self.files(from, to));
        if changes.is_empty() && page_changed && is_edited {
            changes.push(Change::Other);
        }
        if !changes.is_empty() {
            let fields = self.fields(from, to);
            let fields: Vec<_> = fields.into_iter().filter(|edit| !edit.shown).collect();
            if !fields.is_empty() {
                let fields = fields.into_iter().map(|edit| edit.field).collect();
                changes.push(Change::NotShown { fields });
            }
        }
        changes
    }

    fn moved(&self, from: RecordId, to: RecordId) -> Option<Change> {
        let old = self.base.site().route_of(from)?;
        let new = self.head.site().route_of(to)?;
        let redirected = matches!(
            self.head.site().pages.get(old),
            Some(crate::site::Page::Redirect(record)) if *record == to
        );
        Some(Change::Moved { from: old.to_string(), to: new.to_string(), redirected })
    }

    pub(super) fn fields(&self, from: RecordId, to: RecordId) -> Vec<super::FieldEdit> {
        let (old, new) = (self.base.model.base(from), self.head.model.base(to));
        let front = |base: &Base| (base.body.source.clone(), base.body.span.start);
        let (old_front, new_front) = (front(old), front(new));
        let (old_front, new_front) = ((&old_front.0, old_front.1), (&new_front.0, new_front.1));
        let mut fields = written::edits(self.kind, old_front, new_front);
        let of_new = entries::known(self.head, to);
        for event in entries::known(self.base, from) {
            let name = entries::name(&event);
            let after = of_new.iter().find(|other| entries::name(other) == name);
            let fronts = entries::front(&event).zip(after.and_then(|after| entries::front(after)));
            if let Some((from, to)) = fronts {
                fields.extend(written::edits(self.kind, from, to));
            }
        }
        fields
    }

    /// Files that came, went or hold something else.
    fn files(&self, from: RecordId, to: RecordId) -> impl Iterator<Item = Change> {
        fn of(side: &Side, record: RecordId) -> BTreeMap<&str, &Attachment> {
            let files = given_out(side.facts(), record, side.model.base(record));
            files.into_iter().map(|file| (file.file.name(), file)).collect()
        }
        let (old, new) = (of(self.base, from), of(self.head, to));
        let lost = |file: &Attachment| Change::File {
            name: file.name.clone(),
            path: file.file.to_string(),
            from: Some(file.bytes),
            to: None,
            renamed_from: None,
        };
        let digest = |side: &Side, file: &Attachment| side.files.get(&file.file).copied();
        let mut found = Vec::new();
        let gone = old.iter().filter(|(name, _)| !new.contains_key(*name));
        let mut gone: Vec<&Attachment> = gone.map(|(_, file)| *file).collect();
        for (name, file) in &new {
            let is_same = |known: &Attachment| digest(self.base, known) == digest(self.head, file);
            let mut renamed_from = None;
            let before = match old.get(name) {
                Some(before) if is_same(before) => continue,
                Some(before) => Some(*before),
                // Under another name: the same bytes, else what is shown by the same words.
                None => {
                    let same = gone.iter().position(|known| is_same(known));
                    let called = || gone.iter().position(|known| known.name == file.name);
                    let before = same.or_else(called).map(|at| gone.remove(at));
                    let name = before.map(|before| before.file.name().to_owned());
                    renamed_from = name.filter(|_| same.is_some());
                    before
                }
            };
            let from = before.map(|before| before.bytes);
            let (name, path) = (file.name.clone(), file.file.to_string());
            found.push(Change::File { name, path, from, to: Some(file.bytes), renamed_from });
        }
        found.extend(gone.into_iter().map(lost));
        found.into_iter()
    }
}

/// A record's title; a bulletin's is made of its plan and period.
pub(super) fn title(rows: &Rows, base: &Base, side: &Side, record: RecordId) -> String {
    if !base.title.is_empty() {
        return side.facts().title(record).to_owned();
    }
    let row = rows.get(&base.id).and_then(|row| Data::read(row).ok());
    let title = row.and_then(|row| row.get("title")?.text().map(str::to_owned));
    title.unwrap_or_else(|| base.id.clone())
}

/// Keys that are told from what every record has.
const OF_BASE: [&str; 7] =
    ["summary", "published", "source", "author", "sample", "quoted", "keywords"];

/// What every record has, under the keys of the data.
fn of_base(base: &Base) -> Data {
    let text = |text: &Option<String>| text.clone().map_or(Data::Null, Data::Text);
    let texts = |texts: &[String]| Data::List(texts.iter().cloned().map(Data::Text).collect());
    let number = |number: &dyn ToString| Data::Number(number.to_string());
    let map = |pairs: Vec<(&str, Data)>| {
        Data::Map(pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
    };
    let quoted = base.quoted.iter().map(|quoted| {
        map(vec![
            ("name", Data::Text(quoted.name.clone())),
            ("value", number(&quoted.value)),
            ("of", quoted.of.map_or(Data::Null, |of| number(&of))),
            ("approximate", Data::Bool(quoted.approximate.is_some())),
            ("as_of", text(&quoted.as_of)),
            ("source", text(&quoted.source)),
        ])
    });
    let evidence = base.evidence.iter().map(|paper| {
        map(vec![
            ("name", Data::Text(paper.name.clone())),
            ("copies", paper.copies.map_or(Data::Null, |copies| number(&copies))),
        ])
    });
    let aliases: Vec<String> = base.aliases.iter().map(|alias| alias.value.clone()).collect();
    map(vec![
        ("summary", text(&base.summary)),
        ("published", base.published.map_or(Data::Null, |at| Data::Text(at.to_string()))),
        ("source", text(&base.source)),
        ("author", text(&base.author)),
        ("keywords", texts(&base.keywords)),
        ("sample", Data::Bool(base.sample)),
        ("archived", Data::Bool(base.archived)),
        ("quoted", Data::List(quoted.collect())),
        ("evidence", Data::List(evidence.collect())),
        ("aliases", texts(&aliases)),
    ])
}

/// A map without some of its keys.
fn without(data: Data, skip: impl Fn(&str) -> bool) -> Data {
    match data {
        Data::Map(pairs) => Data::Map(pairs.into_iter().filter(|(key, _)| !skip(key)).collect()),
        data => data,
    }
}
