//! A review in words, before any format: a paragraph, then sections of what changes.

use super::said::Sayer;
use super::summary;
use super::{
    Change, Fate, LaterThing, MovedBy, Piece, RecordReview, Review, Term, Total, Unseen, Why,
};
use crate::diagnostic::{Lang, Severity};
use crate::disclose::Edition;
use crate::words::Words;

/// A review in words.
#[derive(Debug)]
pub struct Told {
    pub heading: String,
    pub under: String,
    /// What must not be read over, a sentence each.
    pub alarms: Vec<String>,
    /// What this changes, in one paragraph.
    pub lead: String,
    pub sections: Vec<Section>,
}

/// A part of a review.
#[derive(Debug)]
pub struct Section {
    pub title: String,
    pub items: Vec<Item>,
    /// What few read: formats fold it away where they can.
    pub is_aside: bool,
}

/// A record, a plan, a file: what its lines are about.
#[derive(Debug)]
pub struct Item {
    pub badge: Option<String>,
    pub title: String,
    /// The kind of record and its id.
    pub of: Option<String>,
    pub note: Option<String>,
    pub lines: Vec<Line>,
}

/// One thing that is told.
#[derive(Debug)]
pub struct Line {
    pub label: String,
    pub says: Says,
    pub note: Option<String>,
    /// Whether the note must not be read over.
    pub is_alarm: bool,
}

/// How it is told.
#[derive(Debug)]
pub enum Says {
    /// One value in the place of another.
    FromTo(String, String),
    Words(Vec<Piece>),
    Added(String),
    Removed(String),
    Plain(String),
}

/// Puts a review in words.
pub fn tell(review: &Review, words: &Words) -> Told {
    let edition = words.get(match review.edition {
        Edition::Public => "rv_edition_public",
        Edition::Internal => "rv_edition_internal",
    });
    let day = words.day(review.as_of);
    let teller = Teller::new(review, words);
    let mut sections = vec![
        teller.passes(),
        teller.settings(),
        teller.board(),
        teller.records("rv_s_records", &review.records, false),
        teller.columns(),
        teller.unseen(),
        teller.links(),
        teller.findings(),
        teller.pages(),
        teller.records("rv_s_follows", &review.follows, true),
    ];
    sections.retain(|section| !section.items.is_empty());
    Told {
        heading: words.fill("rv_heading", &[("base", &review.base), ("head", &review.head)]),
        under: words
            .fill("rv_as_of", &[("title", &review.title), ("day", &day), ("edition", &edition)]),
        alarms: summary::alarms(review, words)
            .iter()
            .map(|text| words.fill("rv_alarm", &[("text", text)]))
            .collect(),
        lead: summary::lead(review, words),
        sections,
    }
}

pub(super) struct Teller<'a> {
    pub(super) review: &'a Review,
    pub(super) say: Sayer<'a>,
    pub(super) words: &'a Words,
}

impl<'a> Teller<'a> {
    pub(super) fn new(review: &'a Review, words: &'a Words) -> Self {
        let is_other = review.words.language() != words.language();
        Self { review, say: Sayer { words, is_other }, words }
    }

    pub(super) fn section(&self, title: &str, items: Vec<Item>, is_aside: bool) -> Section {
        Section { title: self.words.get(title).to_owned(), items, is_aside }
    }

    fn board(&self) -> Section {
        let lines = |totals: &[Total]| -> Vec<Line> {
            let line =
                |total: &Total| from_to(self.say.counted(total.what), &total.from, &total.to);
            totals.iter().map(line).collect()
        };
        let board = &self.review.board;
        let of_plan = |title: &str, totals: &[Total]| Item {
            badge: None,
            title: title.to_owned(),
            of: None,
            note: None,
            lines: lines(totals),
        };
        let mut items: Vec<Item> =
            board.plans.iter().map(|plan| of_plan(&plan.title, &plan.totals)).collect();
        if !board.totals.is_empty() {
            items.push(of_plan(self.words.get("rv_whole_site"), &board.totals));
        }
        self.section("rv_s_board", items, false)
    }

    fn records(&self, title: &str, records: &[RecordReview], is_aside: bool) -> Section {
        let items = records.iter().map(|record| self.record(record)).collect();
        self.section(title, items, is_aside)
    }

    pub(super) fn record(&self, record: &RecordReview) -> Item {
        let badge = match record.fate {
            Fate::Added => "rv_fate_added",
            Fate::Disclosed => "rv_fate_disclosed",
            Fate::Withdrawn { .. } => "rv_fate_withdrawn",
            Fate::Removed => "rv_fate_removed",
            Fate::Undisclosed => "rv_fate_undisclosed",
            Fate::Restored => "rv_fate_restored",
            Fate::Changed => "rv_fate_changed",
        };
        let note = match &record.fate {
            Fate::Withdrawn { date, reason } => {
                let day = self.words.day(*date);
                Some(self.words.fill("rv_withdrawn_note", &[("day", &day), ("reason", reason)]))
            }
            Fate::Removed => Some(self.words.get("rv_removed_note").to_owned()),
            Fate::Undisclosed => Some(self.words.get("rv_undisclosed_note").to_owned()),
            _ => None,
        };
        Item {
            badge: Some(self.words.get(badge).to_owned()),
            title: record.title.clone(),
            of: Some(self.of(record.kind, &record.id)),
            note,
            lines: record.changes.iter().flat_map(|change| self.change(record, change)).collect(),
        }
    }

    fn of(&self, kind: crate::model::Kind, id: &str) -> String {
        let name = format!("kind_{}", kind.folder());
        format!("{} {id}", self.words.get(&name))
    }

    fn change(&self, record: &RecordReview, change: &Change) -> Vec<Line> {
        let words = self.words;
        let label = |name: &str| words.get(name).to_owned();
        match change {
            Change::Moved { from, to, redirected } => {
                let note =
                    words.get(if *redirected { "rv_redirected" } else { "rv_not_redirected" });
                let line = from_to(label("rv_address"), &format!("/{from}"), &format!("/{to}"));
                vec![Line { note: Some(note.to_owned()), ..line }]
            }
            Change::Title { pieces } => vec![of_words(label("rv_title"), pieces)],
            Change::Deadline { to: Some(to), .. } if record.fate != Fate::Changed => {
                vec![one(label("rv_deadline"), Says::Added(self.say.said(&to.text).to_owned()))]
            }
            Change::Deadline { from, to, days, by } => vec![self.deadline(from, to, *days, by)],
            Change::State { from, to, why } => {
                let (from, to) = (self.say.standing(from), self.say.standing(to));
                let note = why.as_ref().map(|why| self.say.said(why).to_owned());
                vec![Line { note, ..from_to(label("rv_state"), &from, &to) }]
            }
            Change::Colour { state, from, to } => {
                let state = self.say.event(*state);
                let label = words.fill("rv_colour_of", &[("state", &state)]);
                let line = from_to(label, self.say.colour(*from), self.say.colour(*to));
                let is_alarm = summary::loses_red(change);
                let note = is_alarm.then(|| words.get("rv_no_longer_red").to_owned());
                let note = note.map(|text| words.fill("rv_alarm", &[("text", &text)]));
                vec![Line { note, is_alarm, ..line }]
            }
            Change::Value { field, from, to } => {
                let name = self.say.field(record.kind, field);
                let read = |data| self.say.data(record.kind, &field.0, data);
                vec![match record.fate {
                    Fate::Changed => from_to(name, &read(from), &read(to)),
                    _ => one(name, Says::Added(read(to))),
                }]
            }
            Change::Reworded { field, pieces } => {
                vec![of_words(self.say.field(record.kind, field), pieces)]
            }
            Change::Listed { field, added, removed } => {
                let name = self.say.field(record.kind, field);
                let line = |says: fn(String) -> Says, data: &super::Data| {
                    let text = self.say.data(record.kind, &field.0, data);
                    one(name.clone(), says(text))
                };
                let added = added.iter().map(|data| line(Says::Added, data));
                let removed = removed.iter().map(|data| line(Says::Removed, data));
                removed.chain(added).collect()
            }
            Change::Body { paragraphs, more } => {
                let told = paragraphs.iter().map(|pieces| of_words(label("rv_body"), pieces));
                let more = (*more > 0).then(|| words.fill("rv_more_paragraphs", &[("n", more)]));
                told.chain(more.map(|more| plain(label("rv_body"), more))).collect()
            }
            Change::Translation { language, fate, paragraphs, more } => {
                let language = words.language_called(language, language);
                let label = words.fill("rv_translation", &[("language", &language)]);
                if paragraphs.is_empty() {
                    return vec![plain(label, words.get("rv_reads_otherwise").to_owned())];
                }
                let told = paragraphs.iter().map(|pieces| of_words(label.clone(), pieces));
                let left = (*more > 0).then(|| words.fill("rv_more_paragraphs", &[("n", more)]));
                let left = left.map(|left| plain(label.clone(), left));
                let mut lines: Vec<Line> = told.chain(left).collect();
                if let (Some(first), Some(fate)) = (lines.first_mut(), self.coming_or_going(*fate))
                {
                    first.note = Some(fate.to_owned());
                }
                lines
            }
            Change::Entry(entry) => self.entry(entry),
            Change::Return { office, periods, rows, on_time } => {
                let (office, periods) =
                    (office.as_deref().unwrap_or(""), self.say.periods(periods));
                let text = match on_time {
                    Some(in_time) => {
                        let time = words.get(if *in_time { "rv_in_time" } else { "rv_late" });
                        words.fill(
                            "rv_return_says",
                            &[
                                ("office", &office),
                                ("periods", &periods),
                                ("rows", rows),
                                ("time", &time),
                            ],
                        )
                    }
                    None => words.fill(
                        "rv_return_plain",
                        &[("office", &office), ("periods", &periods), ("rows", rows)],
                    ),
                };
                vec![one(label("rv_return"), Says::Added(text))]
            }
            Change::File { name, from, to, renamed_from, .. } => {
                let label = words.fill("rv_file", &[("name", name)]);
                let size = |bytes: &u64| self.say.size(Some(*bytes));
                if let Some(was) = renamed_from {
                    return vec![plain(label, words.fill("rv_renamed", &[("name", was)]))];
                }
                vec![match (from, to) {
                    (Some(from), Some(to)) => {
                        let (from, to) = (size(from), size(to));
                        plain(label, words.fill("rv_replaced", &[("from", &from), ("to", &to)]))
                    }
                    (None, Some(to)) => one(label, Says::Added(size(to))),
                    (Some(from), None) => one(label, Says::Removed(size(from))),
                    (None, None) => plain(label, words.get("rv_nothing").to_owned()),
                }]
            }
            Change::NotShown { fields } => {
                let fields: Vec<&str> = fields.iter().map(|field| self.say.text(field)).collect();
                vec![plain(label("rv_not_shown"), fields.join(words.get("rv_comma")))]
            }
            Change::Other => vec![plain(String::new(), label("rv_other"))],
        }
    }

    fn deadline(
        &self,
        from: &Option<Term>,
        to: &Option<Term>,
        days: Option<i64>,
        by: &MovedBy,
    ) -> Line {
        let words = self.words;
        let text = |term: &Option<Term>| {
            let none = words.get("rv_no_deadline");
            term.as_ref().map_or(none, |term| self.say.said(&term.text)).to_owned()
        };
        let mut notes = Vec::new();
        match days {
            Some(days) if days > 0 => notes.push(words.fill("rv_later", &[("days", &days)])),
            Some(days) if days < 0 => notes.push(words.fill("rv_earlier", &[("days", &-days)])),
            _ => {}
        }
        match by {
            MovedBy::Entry { date, reason, approved_by } => {
                notes.push(words.fill("rv_by_entry", &[("day", &words.day(*date))]));
                notes.extend(
                    approved_by.as_ref().map(|by| words.fill("rv_approved", &[("by", by)])),
                );
                let reason = reason.as_ref();
                notes.extend(reason.map(|reason| words.fill("rv_reason", &[("reason", reason)])));
            }
            MovedBy::Rewritten { date, event, is_removed } => {
                let (day, event) = (words.day(*date), self.say.event(*event));
                let name = if *is_removed { "rv_by_removed" } else { "rv_by_rewritten" };
                notes.push(words.fill(name, &[("day", &day), ("event", &event)]));
            }
            MovedBy::Edit if from.is_some() => notes.push(words.get("rv_by_edit").to_owned()),
            MovedBy::Edit => {}
        }
        let is_alarm = from.is_some() && !matches!(by, MovedBy::Entry { .. });
        let line = from_to(words.get("rv_deadline").to_owned(), &text(from), &text(to));
        let mut note = notes.join(words.get("rv_separator"));
        if is_alarm {
            note = words.fill("rv_alarm", &[("text", &note)]);
        }
        Line { note: (!note.is_empty()).then_some(note), is_alarm, ..line }
    }

    fn unseen(&self) -> Section {
        let items = self.review.unseen.iter().map(|unseen| self.one_unseen(unseen)).collect();
        self.section("rv_s_unseen", items, false)
    }

    fn one_unseen(&self, unseen: &Unseen) -> Item {
        let words = self.words;
        let (badge, lines) = match &unseen.why {
            Why::NotYet { items } => {
                let lines = items.iter().map(|later| {
                    let day = words.day(later.date);
                    let what = match &later.what {
                        LaterThing::Record => words.fill("rv_later_record", &[("day", &day)]),
                        LaterThing::Entry(names) => {
                            let event = self.say.event(*names);
                            words.fill("rv_later_entry", &[("day", &day), ("event", &event)])
                        }
                        LaterThing::Figure => words.fill("rv_later_figure", &[("day", &day)]),
                        LaterThing::Withdrawal => {
                            words.fill("rv_later_withdrawal", &[("day", &day)])
                        }
                    };
                    let fate = words.get(match later.fate {
                        super::LaterFate::Added => "rv_entry_added",
                        super::LaterFate::Changed => "rv_entry_changed",
                        super::LaterFate::Removed => "rv_entry_removed",
                    });
                    plain(what, fate.to_owned())
                });
                (words.get("rv_not_yet"), lines.collect())
            }
            Why::NotShown { fields } if fields.is_empty() => {
                let what = words.get("rv_only_writing").to_owned();
                (words.get("rv_fate_changed"), vec![plain(String::new(), what)])
            }
            Why::NotShown { fields } => {
                let fields: Vec<&str> = fields.iter().map(|field| self.say.text(field)).collect();
                let label = words.get("rv_not_shown").to_owned();
                let fields = plain(label, fields.join(words.get("rv_comma")));
                (words.get("rv_fate_changed"), vec![fields])
            }
        };
        Item {
            badge: Some(badge.to_owned()),
            title: unseen.title.clone(),
            of: Some(self.of(unseen.kind, &unseen.id)),
            note: None,
            lines,
        }
    }

    fn links(&self) -> Section {
        let items = self.review.links.iter().map(|link| Item {
            badge: None,
            title: self.words.fill("rv_line", &[("path", &link.path), ("line", &link.line)]),
            of: None,
            note: Some(self.words.fill("rv_leads_to", &[("to", &link.to)])),
            lines: Vec::new(),
        });
        self.section("rv_s_links", items.collect(), false)
    }

    fn findings(&self) -> Section {
        let lang = match self.words.language() {
            crate::model::settings::Language::Chinese => Lang::Zh,
            crate::model::settings::Language::English => Lang::En,
        };
        let found = &self.review.findings;
        let mut items: Vec<Item> = found
            .new
            .iter()
            .map(|fault| {
                let shown = fault.shown(lang);
                let line = fault.place.positions().0.line;
                let severity = self.words.get(match fault.severity() {
                    Severity::Error => "rv_error",
                    Severity::Warning => "rv_warning",
                });
                Item {
                    badge: Some(format!("{severity} {}", fault.code)),
                    title: shown.message.into_owned(),
                    of: Some(self.words.fill("rv_line", &[("path", &shown.path), ("line", &line)])),
                    note: None,
                    lines: Vec::new(),
                }
            })
            .collect();
        if found.gone > 0 {
            items.push(Item {
                badge: None,
                title: self.words.fill("rv_findings_gone", &[("count", &found.gone)]),
                of: None,
                note: None,
                lines: Vec::new(),
            });
        }
        self.section("rv_s_findings", items, false)
    }

    fn pages(&self) -> Section {
        let (pages, words) = (&self.review.pages, self.words);
        let item = |badge: &str, route: &str, note: Option<String>| Item {
            badge: Some(words.get(badge).to_owned()),
            title: format!("/{route}"),
            of: self.page(route),
            note,
            lines: Vec::new(),
        };
        let mut items: Vec<Item> =
            pages.added.iter().map(|route| item("rv_page_new", route, None)).collect();
        items.extend(pages.removed.iter().map(|lost| {
            let note = match &lost.redirect {
                Some(to) => words.fill("rv_page_redirect", &[("to", &format!("/{to}"))]),
                None => words.get("rv_page_lost").to_owned(),
            };
            item("rv_page_gone", &lost.route, Some(note))
        }));
        items.extend(pages.others.iter().map(|route| item("rv_page_other", route, None)));
        self.section("rv_s_pages", items, true)
    }
}

fn one(label: String, says: Says) -> Line {
    Line { label, says, note: None, is_alarm: false }
}

pub(super) fn from_to(label: String, from: &str, to: &str) -> Line {
    one(label, Says::FromTo(from.to_owned(), to.to_owned()))
}

pub(super) fn of_words(label: String, pieces: &[Piece]) -> Line {
    one(label, Says::Words(pieces.to_vec()))
}

pub(super) fn plain(label: String, text: String) -> Line {
    one(label, Says::Plain(text))
}
