//! Which entry of a record is which of the same record in another revision.

use super::given_out::files_of;
use super::said::{self, Said, Side};
use super::{Past, RecordId};
use crate::diagnostic::Text;
use crate::model::choice::Choice as _;
use crate::model::entry::{Filing, Words};
use crate::model::key::Key;
use crate::model::{Day, Duty, EntryBase, Kind, Model, duty, problem, task};

/// An entry of some kind of record.
#[derive(Clone, Copy)]
pub enum Known<'a> {
    Task(&'a task::Entry),
    Problem(&'a problem::Entry),
    Duty(&'a duty::Entry),
}

impl<'a> Known<'a> {
    /// The common part.
    pub fn base(self) -> &'a EntryBase {
        match self {
            Known::Task(entry) => &entry.base,
            Known::Problem(entry) => &entry.base,
            Known::Duty(entry) => &entry.base,
        }
    }

    /// What its event is called.
    pub fn event(self) -> Text {
        let named = |zh: &str, en: &str| Text { zh: zh.to_owned(), en: en.to_owned() };
        match self {
            Known::Task(entry) => named(entry.event.kind().chinese(), entry.event.kind().name()),
            Known::Problem(entry) => named(entry.event.kind().chinese(), entry.event.kind().name()),
            Known::Duty(_) => named("完成措施", "done"),
        }
    }

    /// Whether it may change the state.
    fn is_step(self) -> bool {
        match self {
            Known::Task(entry) => !matches!(entry.event, task::Event::Progress),
            Known::Problem(entry) => !matches!(entry.event, problem::Event::Progress),
            Known::Duty(_) => true,
        }
    }
}

/// The entries of a record, in their order.
fn all(model: &Model, record: RecordId) -> Vec<Known<'_>> {
    match record.kind {
        Kind::Task => model.task(record.typed()).entries.iter().map(Known::Task).collect(),
        Kind::Problem => model.problem(record.typed()).entries.iter().map(Known::Problem).collect(),
        Kind::Duty => {
            let duty: &Duty = model.duty(record.typed());
            duty.entries.iter().map(Known::Duty).collect()
        }
        _ => Vec::new(),
    }
}

/// An entry that says something else.
pub struct Changed<'a> {
    pub from: Known<'a>,
    pub to: Known<'a>,
    /// What its fields said and say, where that differs; at least one.
    pub fields: Vec<(Said, Said)>,
}

/// A record some entries of which are not as readers saw them.
pub struct Edited<'a> {
    pub from: RecordId,
    pub to: RecordId,
    pub changed: Vec<Changed<'a>>,
    pub gone: Vec<Known<'a>>,
    pub come: Vec<Known<'a>>,
}

impl Edited<'_> {
    /// Whether a step known by a day is among what is not as it was; progress is none.
    pub fn any_step(&self, day: Day) -> bool {
        let changed = self.changed.iter().flat_map(|changed| [changed.from, changed.to]);
        let alone = self.gone.iter().chain(&self.come).copied();
        changed.chain(alone).any(|known| known.is_step() && known.base().exists_from() <= day)
    }
}

/// Finds what became of a record's entries; none where they are all as they were.
pub fn edited<'a>(past: &Past<'a>, from: RecordId, to: RecordId) -> Option<Edited<'a>> {
    let (then, now) = (all(past.old, from), all(past.new, to));
    let is_one = |(from, to): (&Known, &Known)| is_same_file(past, *from, *to);
    if then.len() == now.len() && then.iter().zip(&now).all(is_one) {
        return None;
    }
    let mut matching = Matching { past, then, now, pairs: Vec::new() };
    matching.pair(|from, to| is_same_file(past, from.known, to.known));
    matching.pair(|from, to| differing(&from.said, &to.said).is_empty());
    matching.pair(|from, to| is_same_name(past, from.known, to.known));
    matching.pair(|from, to| {
        let event = |one: &One| (one.known.base().day, one.known.event());
        event(from) == event(to)
    });
    // Under another date, with the same words.
    matching.pair(|from, to| {
        let words = |one: &One| one.said.last().cloned();
        let event = |one: &One| one.known.event();
        let (was, is) = (words(from), words(to));
        let same = was.zip(is).is_some_and(|(was, is)| !was.is_empty() && was.is_as(&is));
        same && event(from) == event(to)
    });
    let Matching { then, now, pairs, .. } = matching;
    let changed = pairs.into_iter().filter_map(|(from, to)| {
        let fields = differing(&from.said, &to.said);
        let (from, to) = (from.known, to.known);
        (!fields.is_empty()).then_some(Changed { from, to, fields })
    });
    let changed: Vec<_> = changed.collect();
    let found = Edited { from, to, changed, gone: then, come: now };
    (!found.changed.is_empty() || !found.gone.is_empty() || !found.come.is_empty()).then_some(found)
}

/// An entry with what it says.
struct One<'a> {
    known: Known<'a>,
    said: Vec<Said>,
}

/// Entries that are still without the other.
struct Matching<'p, 'a> {
    past: &'p Past<'a>,
    then: Vec<Known<'a>>,
    now: Vec<Known<'a>>,
    pairs: Vec<(One<'a>, One<'a>)>,
}

impl Matching<'_, '_> {
    /// Pairs up those that are one by some rule, the first with the first.
    fn pair(&mut self, is_one: impl Fn(&One, &One) -> bool) {
        if self.then.is_empty() || self.now.is_empty() {
            return;
        }
        let (past, [then, now]) = (self.past, &self.past.base.given_out);
        let said_now = |known: &Known| said::of_entry(Side::Now(past.new), known, now);
        let mut now: Vec<One> = std::mem::take(&mut self.now)
            .into_iter()
            .map(|known| One { known, said: said_now(&known) })
            .collect();
        let mut left = Vec::new();
        for known in std::mem::take(&mut self.then) {
            let from = One { known, said: said::of_entry(Side::Then(past), &known, then) };
            match now.iter().position(|to| is_one(&from, to)) {
                Some(at) => self.pairs.push((from, now.remove(at))),
                None => left.push(known),
            }
        }
        self.then = left;
        self.now = now.into_iter().map(|one| one.known).collect();
    }
}

/// The fields that say something else. Where one side lacks a field, as with another event, it says
/// nothing there.
fn differing(from: &[Said], to: &[Said]) -> Vec<(Said, Said)> {
    let find = |list: &[Said], key: &Key| list.iter().find(|said| said.key == key).cloned();
    let mut found = Vec::new();
    for was in from {
        let is = find(to, was.key).unwrap_or_else(|| was.silent());
        if !was.is_as(&is) {
            found.push((was.clone(), is));
        }
    }
    for is in to.iter().filter(|is| find(from, is.key).is_none() && !is.is_empty()) {
        found.push((is.silent(), is.clone()));
    }
    found
}

/// Whether two entries are the same text of the same name: nothing of them need be compared.
fn is_same_file(past: &Past, from: Known, to: Known) -> bool {
    let (from_base, to_base) = (from.base(), to.base());
    match (&from_base.text, &to_base.text) {
        (Words::Body(was), Words::Body(is)) => {
            is_same_name(past, from, to)
                && was.source.text == is.source.text
                && gives_out_the_same(past, from_base, to_base)
        }
        (Words::Plain(was), Words::Plain(is)) => {
            let (Known::Task(from), Known::Task(to)) = (from, to) else { return false };
            is_same_name(past, Known::Task(from), Known::Task(to))
                && was == is
                && (from.base.day, from.percent, from.quantity_done, from.event.kind())
                    == (to.base.day, to.percent, to.quantity_done, to.event.kind())
        }
        _ => false,
    }
}

/// Whether two entries of the same text give out files that hold the same.
fn gives_out_the_same(past: &Past, from: &EntryBase, to: &EntryBase) -> bool {
    let [then, now] = &past.base.given_out;
    let was = files_of(from).map(|file| then.get(&file.file));
    was.eq(files_of(to).map(|file| now.get(&file.file)))
}

/// Whether two entries are filed under one name: in a file, or in one return.
fn is_same_name(past: &Past, from: Known, to: Known) -> bool {
    match (&from.base().filing, &to.base().filing) {
        (Filing::File { path: was, .. }, Filing::File { path: is, .. }) => was.name() == is.name(),
        (Filing::Return { record: was, .. }, Filing::Return { record: is, .. }) => {
            past.now_of(*was) == Some(*is)
        }
        _ => false,
    }
}
