//! What the public data say of each record, and where two rows differ.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::names::{self, Reads};
use super::side::Side;
use super::{Change, Data, Path, Step, diff};
use crate::export::{self, Format};
use crate::model::{Kind, Model, RecordId};

/// The rows of a kind by the ids of their records, as JSON.
pub type Rows = BTreeMap<String, Box<RawValue>>;

/// The rows of a kind.
pub fn of(side: &Side, kind: Kind) -> Rows {
    #[derive(Deserialize)]
    struct Id {
        id: String,
    }
    if side.facts().ids(kind).next().is_none() {
        return Rows::new();
    }
    let mut bytes = Vec::new();
    export::write(side.facts(), &side.renderer, kind.folder(), Format::Json, &mut bytes);
    // Returns have totals under the name of the kind.
    let list = if kind == Kind::Return { "items" } else { kind.folder() };
    let tables: BTreeMap<&str, &RawValue> =
        serde_json::from_slice(&bytes).expect("the data are JSON with plain keys");
    let rows = tables.get(list).map_or("[]", |rows| rows.get());
    let rows: Vec<Box<RawValue>> = serde_json::from_str(rows).expect("a list of rows");
    let by_id = |row: Box<RawValue>| {
        let Id { id } = serde_json::from_str(row.get()).expect("a row has an id");
        (id, row)
    };
    rows.into_iter().map(by_id).collect()
}

/// A text that is told as a change of words, not as one value for another, has this many characters.
const LONG: usize = 8;

/// Finds where two rows of a kind differ.
pub struct Finder<'a> {
    pub kind: Kind,
    pub base: &'a Side,
    pub head: &'a Side,
    path: Vec<Step>,
    /// What the parts of the record are called, by their ids: measures, criteria.
    parts: BTreeMap<String, String>,
    found: Vec<Change>,
}

impl<'a> Finder<'a> {
    /// For rows of a kind.
    pub fn new(kind: Kind, base: &'a Side, head: &'a Side) -> Self {
        Self { kind, base, head, path: Vec::new(), parts: BTreeMap::new(), found: Vec::new() }
    }

    /// What differs between two rows, in the order of their keys.
    pub fn differences(mut self, from: &Data, to: &Data) -> Vec<Change> {
        // A part is called one name on both sides, so that its rows stay the same rows.
        self.parts = parts(from);
        self.parts.extend(parts(to));
        self.parts = told_apart(std::mem::take(&mut self.parts));
        self.compare(from, to);
        self.found
    }

    fn compare(&mut self, from: &Data, to: &Data) {
        if from == to {
            return;
        }
        let is_latest = self.path.last() == Some(&Step::Key("latest".into()));
        match (from, to) {
            _ if is_latest => self.value(from, to),
            (Data::Map(_) | Data::Null, Data::Map(_)) | (Data::Map(_), Data::Null) => {
                self.maps(from, to);
            }
            (Data::List(from), Data::List(to)) => self.lists(from, to),
            (Data::Text(old), Data::Text(new)) => {
                let pieces = diff::words(old, new);
                let is_long = |text: &str| text.chars().count() >= LONG;
                let is_plain = self.reads() == Reads::Plain && !looks_dated(old);
                if is_plain && is_long(old) && is_long(new) && diff::are_alike(&pieces) {
                    let field = Path(self.path.clone());
                    self.found.push(Change::Reworded { field, pieces: diff::shortened(pieces) });
                } else {
                    self.value(from, to);
                }
            }
            _ if from.is_empty() && to.is_empty() => {}
            _ => self.value(from, to),
        }
    }

    fn value(&mut self, from: &Data, to: &Data) {
        let (from, to) = (self.read(from, self.base), self.read(to, self.head));
        self.found.push(Change::Value { field: Path(self.path.clone()), from, to });
    }

    fn maps(&mut self, from: &Data, to: &Data) {
        let keys = |data: &Data| match data {
            Data::Map(pairs) => pairs.iter().map(|(key, _)| key.clone()).collect(),
            _ => Vec::new(),
        };
        let mut all: Vec<String> = keys(to);
        all.extend(keys(from).into_iter().filter(|key| to.get(key).is_none()));
        for key in all {
            if !self.tells(&key) {
                continue;
            }
            let of = |data: &Data| data.get(&key).cloned().unwrap_or(Data::Null);
            let (from, to) = (of(from), of(to));
            self.path.push(Step::Key(key));
            self.compare(&from, &to);
            self.path.pop();
        }
    }

    fn lists(&mut self, from: &[Data], to: &[Data]) {
        let is_map = |data: &Data| matches!(data, Data::Map(_));
        if from.iter().chain(to).all(is_map)
            && let Some((old, new)) =
                self.labelled(from, self.base).zip(self.labelled(to, self.head))
        {
            self.members(&old, &new);
            return;
        }
        let is_scalar = |data: &Data| !matches!(data, Data::Map(_) | Data::List(_));
        let are_texts = from.iter().chain(to).all(|data| data.text().is_some());
        if are_texts && self.reads() == Reads::Plain && from.len() == to.len() {
            for (i, (old, new)) in from.iter().zip(to).enumerate() {
                self.path.push(Step::Member((i + 1).to_string()));
                self.compare(old, new);
                self.path.pop();
            }
            return;
        }
        let one_for_one = from.iter().chain(to).all(is_scalar) && from.len() == 1 && to.len() == 1;
        let mut removed: Vec<&Data> = from.iter().filter(|data| !to.contains(data)).collect();
        let mut added: Vec<&Data> = to.iter().filter(|data| !from.contains(data)).collect();
        for (old, new) in self.rows_edited(&mut removed, &mut added) {
            let place = from.iter().position(|row| std::ptr::eq(row, old));
            self.row((place.map_or(0, |place| place + 1)).to_string(), (old, new));
        }
        if one_for_one {
            self.value(&from[0], &to[0]);
        } else if removed.is_empty() && added.is_empty() {
            self.value(&Data::List(from.to_vec()), &Data::List(to.to_vec()));
        } else {
            self.listed(&added, &removed);
        }
    }

    /// A row that is in both tables and was edited: each of its columns that differs.
    fn row(&mut self, label: String, (old, new): (&Data, &Data)) {
        self.path.push(Step::Member(label));
        self.compare(old, new);
        self.path.pop();
    }

    fn listed(&mut self, added: &[&Data], removed: &[&Data]) {
        if added.is_empty() && removed.is_empty() {
            return;
        }
        let added = added.iter().map(|data| self.read(data, self.head)).collect();
        let removed = removed.iter().map(|data| self.read(data, self.base)).collect();
        self.found.push(Change::Listed { field: Path(self.path.clone()), added, removed });
    }

    fn members<'d>(&mut self, old: &[(String, &'d Data)], new: &[(String, &'d Data)]) {
        let find = |list: &[(String, &'d Data)], label: &str| {
            list.iter().position(|(known, _)| known == label)
        };
        for (label, to) in new {
            if let Some(i) = find(old, label) {
                self.row(label.clone(), (old[i].1, to));
            }
        }
        let alone = |list: &[(String, &'d Data)], others: &[(String, &'d Data)]| -> Vec<&'d Data> {
            let is_alone = |(label, _): &&(String, &'d Data)| find(others, label).is_none();
            list.iter().filter(is_alone).map(|(_, data)| *data).collect()
        };
        let (mut removed, mut added) = (alone(old, new), alone(new, old));
        for (from, to) in self.rows_edited(&mut removed, &mut added) {
            let label = old.iter().find(|(_, data)| std::ptr::eq(*data, from));
            self.row(label.map(|(label, _)| label.clone()).unwrap_or_default(), (from, to));
        }
        let is_series = self.path.last() == Some(&Step::Key("series".into()));
        // The newest value is told as such.
        let newest = new.last().map(|(_, data)| *data).filter(|_| is_series);
        added.retain(|data| !newest.is_some_and(|newest| std::ptr::eq(*data, newest)));
        self.listed(&added, &removed);
    }

    /// Takes out of what is gone and what came those that are one row, edited in what it is known by:
    /// each with the one that says most of the same, and at least half of what either says.
    fn rows_edited<'d>(
        &mut self,
        gone: &mut Vec<&'d Data>,
        came: &mut Vec<&'d Data>,
    ) -> Vec<(&'d Data, &'d Data)> {
        let mut edited = Vec::new();
        gone.retain(|old| {
            let alike = came.iter().enumerate();
            let alike = alike.filter_map(|(at, new)| Some((self.alike(old, new)?, at)));
            let best = alike.max_by_key(|(same, at)| (*same, std::cmp::Reverse(*at)));
            if let Some((_, at)) = best {
                edited.push((*old, came.remove(at)));
            }
            best.is_none()
        });
        edited
    }

    /// How many columns of two rows say the same; none where those are less than half of what is told
    /// of either.
    fn alike(&mut self, old: &Data, new: &Data) -> Option<usize> {
        let (Data::Map(from), Data::Map(to)) = (old, new) else { return None };
        let (mut same, mut all) = (0, 0);
        let come = to.iter().filter(|(key, _)| old.get(key).is_none());
        for (key, _) in from.iter().chain(come) {
            let values = [old.get(key), new.get(key)];
            if values.iter().flatten().all(|value| value.is_empty()) || !self.tells(key) {
                continue;
            }
            all += 1;
            same += usize::from(values[0] == values[1]);
        }
        (same > 0 && same * 2 >= all).then_some(same)
    }

    /// Whether a key of the map at hand is told of.
    fn tells(&mut self, key: &str) -> bool {
        self.path.push(Step::Key(key.to_owned()));
        let reads = self.reads();
        self.path.pop();
        !matches!(reads, Reads::Derived | Reads::Apart)
    }

    /// What tells the members of a list apart; none where nothing does.
    fn labelled<'d>(&self, list: &'d [Data], side: &Side) -> Option<Vec<(String, &'d Data)>> {
        let mut found: Vec<(String, &Data)> = Vec::new();
        for member in list {
            let label = label(&self.read(member, side))?;
            if found.iter().any(|(known, _)| *known == label) {
                return None;
            }
            found.push((label, member));
        }
        Some(found)
    }

    fn reads(&self) -> Reads {
        reads(self.kind, &self.path)
    }

    /// A value with the records it names by their titles.
    fn read(&self, data: &Data, side: &Side) -> Data {
        read(self.kind, &mut self.path.clone(), data, &Names { side, parts: &self.parts })
    }
}

/// What ids are called.
struct Names<'a> {
    side: &'a Side,
    parts: &'a BTreeMap<String, String>,
}

/// The names of what a row lists as its parts, by their ids.
fn parts(row: &Data) -> BTreeMap<String, String> {
    let lists = ["measures", "criteria"].into_iter().filter_map(|list| row.get(list));
    let members = lists.flat_map(|list| match list {
        Data::List(members) => members.as_slice(),
        _ => &[],
    });
    let named = |member: &Data| {
        Some((member.get("id")?.text()?.to_owned(), member.get("name")?.text()?.to_owned()))
    };
    members.filter_map(named).collect()
}

/// Names that several ids have, with the id of each behind them.
fn told_apart(parts: BTreeMap<String, String>) -> BTreeMap<String, String> {
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for name in parts.values() {
        *times.entry(name.clone()).or_default() += 1;
    }
    let told = |(id, name): (String, String)| match times.get(&name) {
        Some(1) => (id, name),
        _ => (id.clone(), format!("{name} {id}")),
    };
    parts.into_iter().map(told).collect()
}

/// How the value at a path is to be read.
fn reads(kind: Kind, path: &[Step]) -> Reads {
    let mut keys = path.iter().rev().filter_map(|step| match step {
        Step::Key(key) => Some(key.as_str()),
        Step::Member(_) => None,
    });
    let (_, above) = (keys.next(), keys.next());
    if above == Some("by_state") {
        return Reads::Plain;
    }
    names::of_path(kind, path).map_or(Reads::Plain, |name| name.reads)
}

fn read(kind: Kind, path: &mut Vec<Step>, data: &Data, names: &Names) -> Data {
    match data {
        Data::Text(id) => match reads(kind, path) {
            Reads::Record(kinds) => record(kinds, id, names.side).unwrap_or_else(|| data.clone()),
            Reads::Part => names.parts.get(id).map_or_else(
                || data.clone(),
                |name| Data::Record { id: id.clone(), title: name.clone() },
            ),
            _ => data.clone(),
        },
        Data::List(items) => {
            Data::List(items.iter().map(|item| read(kind, path, item, names)).collect())
        }
        Data::Map(pairs) => {
            let mut read_pairs = Vec::new();
            for (key, value) in pairs {
                path.push(Step::Key(key.clone()));
                read_pairs.push((key.clone(), read(kind, path, value, names)));
                path.pop();
            }
            Data::Map(read_pairs)
        }
        _ => data.clone(),
    }
}

fn record(kinds: &[Kind], id: &str, side: &Side) -> Option<Data> {
    let record = kinds.iter().find_map(|kind| find(&side.model, *kind, id))?;
    let title = side.facts().title(record).to_owned();
    Some(Data::Record { id: id.to_owned(), title })
}

/// The record of a kind and id; a kind's list is in the order of its ids.
pub fn find(model: &Model, kind: Kind, id: &str) -> Option<RecordId> {
    let (mut low, mut high) = (0, model.count(kind));
    while low < high {
        let middle = usize::midpoint(low, high);
        let record = RecordId::new(kind, middle);
        match model.base(record).id.as_str().cmp(id) {
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Greater => high = middle,
            std::cmp::Ordering::Equal => return Some(record),
        }
    }
    None
}

/// By which keys members of lists are known, those that say most first.
const LABELS: [&[&str]; 8] = [
    &["name"],
    &["date", "scope", "measure"],
    &["date_text"],
    &["number"],
    &["criterion"],
    &["role", "post", "office"],
    &["goal"],
    &["office", "post", "who", "category", "lead", "revision"],
];

fn label(member: &Data) -> Option<String> {
    let parts = |keys: &[&str]| {
        let found: Vec<String> = keys.iter().filter_map(|key| scalar(member.get(key)?)).collect();
        (!found.is_empty()).then(|| found.join(" "))
    };
    LABELS.iter().find_map(|keys| parts(keys))
}

fn scalar(data: &Data) -> Option<String> {
    match data {
        Data::Text(text) | Data::Number(text) => Some(text.clone()),
        Data::Record { title, .. } => Some(title.clone()),
        _ => None,
    }
}

fn looks_dated(text: &str) -> bool {
    text.len() >= 10 && text.get(..10).is_some_and(|day| day.parse::<crate::model::Day>().is_ok())
}
