//! Names in fields, matched with records: by id, else title, else short or former name.
//!
//! A record may name only what its own readers may see, so the hidden ones are no candidates.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use super::Kind;
use super::asked::Asked;
use super::choice::nearest;
use super::fields::{Fields, Spanned};
use super::id::{Id, RecordId};
use super::key::Key;
use super::office::Office;
use super::record::{Disclosure, Party, Visibility};
use super::table::Line;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::say;

/// Every record's names.
#[derive(Debug, Default)]
pub struct Index {
    kinds: BTreeMap<Kind, Names>,
}

/// The names of one kind's records.
#[derive(Debug, Default)]
struct Names {
    entries: Vec<Entry>,
    by_id: HashMap<Arc<str>, u32>,
    /// Each list in order.
    by_title: HashMap<Arc<str>, Vec<u32>>,
    by_short: BTreeMap<String, Vec<u32>>,
}

#[derive(Debug)]
struct Entry {
    id: Arc<str>,
    title: Arc<str>,
    disclosure: Disclosure,
    visibility: Visibility,
}

impl Entry {
    /// Its title with its id between brackets, or its id alone while it has no title.
    fn shown(&self, open: &str, close: &str) -> String {
        let (title, id) = (&self.title, &self.id);
        if title.is_empty() { id.to_string() } else { format!("{title}{open}{id}{close}") }
    }
}

impl Index {
    /// Adds a record; records of a kind come in the order of their list.
    pub fn add(
        &mut self,
        kind: Kind,
        id: &Arc<str>,
        title: &str,
        short: impl IntoIterator<Item = String>,
        visibility: Visibility,
    ) {
        let names = self.kinds.entry(kind).or_default();
        let index = u32::try_from(names.entries.len()).unwrap_or(u32::MAX);
        let (id, title): (Arc<str>, Arc<str>) = (id.clone(), title.into());
        names.by_id.insert(id.clone(), index);
        names.by_title.entry(title.clone()).or_default().push(index);
        for name in short {
            let same = names.by_short.entry(name).or_default();
            if !same.contains(&index) {
                same.push(index);
            }
        }
        names.entries.push(Entry { id, title, disclosure: Disclosure::Internal, visibility });
    }

    /// Gives a record the title it has now.
    pub fn retitle(&mut self, record: RecordId, title: &str) {
        let Some(names) = self.kinds.get_mut(&record.kind) else { return };
        let Some(entry) = names.entries.get_mut(record.index as usize) else { return };
        let title: Arc<str> = title.into();
        let before = std::mem::replace(&mut entry.title, title.clone());
        if let Some(same) = names.by_title.get_mut(&before) {
            same.retain(|index| *index != record.index);
            if same.is_empty() {
                names.by_title.remove(&before);
            }
        }
        let same = names.by_title.entry(title).or_default();
        let place = same.partition_point(|index| *index < record.index);
        same.insert(place, record.index);
    }

    /// Settles who a record is for, and who may see it.
    pub fn settle(&mut self, record: RecordId, disclosure: Disclosure, visibility: Visibility) {
        let entry = self.kinds.get_mut(&record.kind);
        if let Some(entry) = entry.and_then(|kind| kind.entries.get_mut(record.index as usize)) {
            entry.disclosure = disclosure;
            entry.visibility = visibility;
        }
    }

    fn names(&self, kind: Kind) -> impl Iterator<Item = &Entry> {
        self.kinds.get(&kind).into_iter().flat_map(|names| &names.entries)
    }

    fn entry(&self, kind: Kind, index: u32) -> Option<&Entry> {
        self.kinds.get(&kind)?.entries.get(index as usize)
    }

    /// Who may see a record at most.
    pub fn visibility(&self, record: RecordId) -> Visibility {
        self.entry(record.kind, record.index).map_or(Visibility::Draft, |entry| entry.visibility)
    }

    /// Who a record is for, as settled.
    pub fn disclosure(&self, record: RecordId) -> Disclosure {
        let entry = self.entry(record.kind, record.index);
        entry.map_or(Disclosure::Internal, |entry| entry.disclosure)
    }

    /// The candidates of a word, tier by tier.
    fn tiers(&self, kind: Kind, word: &str) -> [&[u32]; 3] {
        let Some(names) = self.kinds.get(&kind) else { return [&[]; 3] };
        [
            names.by_id.get(word).map_or(&[], std::slice::from_ref),
            names.by_title.get(word).map_or(&[], Vec::as_slice),
            names.by_short.get(word).map_or(&[], Vec::as_slice),
        ]
    }
}

/// What a word was found to mean.
enum Match {
    One(u32),
    /// Several, none nearer than the others.
    Several(Vec<u32>),
    /// Only records the reader may not see.
    Hidden,
    None,
}

/// Looks names up for one record.
pub struct Lookup<'a> {
    pub index: &'a Index,
    /// The id of the record that names.
    pub from: &'a str,
    pub visibility: Visibility,
    /// The plan's 参与单位, which decide between offices of one name.
    pub plan_offices: &'a [Id<Office>],
    pub asked: &'a Asked,
}

impl Lookup<'_> {
    fn find(&self, kind: Kind, word: &str) -> Match {
        self.asked.note_kind(kind);
        let mut hidden = false;
        for tier in self.index.tiers(kind, word) {
            let is_visible = |index: &u32| {
                self.index.entry(kind, *index).is_some_and(|e| e.visibility <= self.visibility)
            };
            let mut visible = tier.iter().copied().filter(is_visible);
            match (visible.next(), visible.next()) {
                (None, _) => hidden |= !tier.is_empty(),
                (Some(one), None) => return Match::One(one),
                (Some(first), Some(second)) => {
                    let several: Vec<u32> = [first, second].into_iter().chain(visible).collect();
                    return self.nearest(kind, &several);
                }
            }
        }
        if hidden { Match::Hidden } else { Match::None }
    }

    /// Of several: the plan's 参与单位, then the longest shared id folder.
    fn nearest(&self, kind: Kind, several: &[u32]) -> Match {
        let of_plan: Vec<u32> = several
            .iter()
            .copied()
            .filter(|i| kind == Kind::Office && self.plan_offices.contains(&Id::new(*i as usize)))
            .collect();
        let left = if of_plan.is_empty() { several.to_vec() } else { of_plan };
        if let [one] = left.as_slice() {
            return Match::One(*one);
        }
        let shared = |index: u32| -> usize {
            let id = self.index.entry(kind, index).map_or("", |entry| &*entry.id);
            let folders = |id: &str| -> Vec<String> {
                let folder = id.rsplit_once('/').map_or("", |(folder, _)| folder);
                folder.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect()
            };
            folders(id).iter().zip(&folders(self.from)).take_while(|(a, b)| a == b).count()
        };
        let longest = left.iter().map(|i| shared(*i)).max().unwrap_or(0);
        let best: Vec<u32> = left.iter().copied().filter(|i| shared(*i) == longest).collect();
        match best.as_slice() {
            [one] if longest > 0 => Match::One(*one),
            _ => Match::Several(best),
        }
    }

    /// The record a word names, if it names one; reports nothing.
    pub fn silently(&self, kind: Kind, word: &str) -> Option<RecordId> {
        match self.find(kind, word) {
            Match::One(index) => Some(RecordId { kind, index }),
            _ => None,
        }
    }

    /// Resolves a word that must name a record, or says why it does not.
    fn resolve(
        &self,
        kind: Kind,
        word: &Spanned<String>,
        key: &Key,
        place: impl Fn(Range<usize>) -> Place,
        out: &mut Diagnostics,
    ) -> Option<u32> {
        let (name, key_en, given) = (key.zh[0], key.en, &word.value);
        let place = place(word.span.clone());
        match self.find(kind, given) {
            Match::One(index) => return Some(index),
            Match::Several(several) => {
                let entries = || several.iter().filter_map(|i| self.index.entry(kind, *i));
                let zh: Vec<_> = entries().map(|e| e.shown("（", "）")).collect();
                let en: Vec<_> = entries().map(|e| e.shown(" (", ")")).collect();
                let (count, zh, en) = (several.len(), zh.join("、"), en.join(", "));
                out.push(
                    Diagnostic::new(
                        Code::AmbiguousReference,
                        place,
                        say!(
                            "“{name}: {given}”可以指{count}个记录：{zh}",
                            "`{key_en}: {given}` fits {count} records: {en}"
                        ),
                    )
                    .help(say!("写全称或括号里的id", "write the full title or the id")),
                );
            }
            Match::Hidden => out.push(names_hidden(key, word, place)),
            Match::None => {
                let folder = kind.folder();
                let is_visible = |entry: &&Entry| entry.visibility <= self.visibility;
                let names = self.index.names(kind).filter(is_visible);
                let own = names.flat_map(|entry| [&*entry.title, &*entry.id]);
                let short =
                    self.index.kinds.get(&kind).into_iter().flat_map(|names| &names.by_short);
                let short = short.filter(|(_, records)| {
                    let mut entries = records.iter().filter_map(|i| self.index.entry(kind, *i));
                    entries.any(|entry| is_visible(&entry))
                });
                let short = short.map(|(name, _)| name.as_str());
                let help = match nearest(given, own.chain(short)) {
                    Some(near) => say!("是不是“{near}”？", "did you mean `{near}`?"),
                    None => say!(
                        "先在 content/{folder}/ 里建立它，或改正名称",
                        "add it below content/{folder}/ first, or mend the name"
                    ),
                };
                let label = kind.chinese();
                out.push(
                    Diagnostic::new(
                        Code::NoSuchRecord,
                        place,
                        say!(
                            "“{name}: {given}”：没有这个{label}",
                            "`{key_en}: {given}`: there is no such record in {folder}"
                        ),
                    )
                    .help(help),
                );
            }
        }
        None
    }

    /// A field that names one record.
    pub fn one<T>(
        &self,
        fields: &mut Fields,
        key: &'static Key,
        kind: Kind,
        out: &mut Diagnostics,
    ) -> Option<Id<T>> {
        let word = fields.spanned(key, out)?;
        self.resolve(kind, &word, key, |span| fields.place(span), out)
            .map(|index| Id::new(index as usize))
    }

    /// A field that names a record of one of several kinds, tried in their order; what fits none is
    /// reported as being none of the first.
    pub fn of_kinds<const N: usize>(
        &self,
        fields: &mut Fields,
        key: &'static Key,
        kinds: [Kind; N],
        out: &mut Diagnostics,
    ) -> Option<RecordId> {
        let word = fields.spanned(key, out)?;
        let fits = |kind: &Kind| !matches!(self.find(*kind, &word.value), Match::None);
        let kind = kinds.into_iter().find(fits).or(kinds.first().copied())?;
        let index = self.resolve(kind, &word, key, |span| fields.place(span), out)?;
        Some(RecordId { kind, index })
    }

    /// A field that names records, in their order.
    pub fn many<T>(
        &self,
        fields: &mut Fields,
        key: &'static Key,
        kind: Kind,
        out: &mut Diagnostics,
    ) -> Vec<Id<T>> {
        let mut found: Vec<Id<T>> = Vec::new();
        for word in fields.list(key, out) {
            let index = self.resolve(kind, &word, key, |span| fields.place(span), out);
            let id = index.map(|index| Id::new(index as usize));
            found.extend(id.filter(|id| !found.contains(id)));
        }
        found
    }

    /// A cell of a table that names one record.
    pub fn cell<T>(
        &self,
        line: &Line,
        word: &Spanned<String>,
        key: &Key,
        kind: Kind,
        out: &mut Diagnostics,
    ) -> Option<Id<T>> {
        let index = self.resolve(kind, word, key, |span| line.place(span), out)?;
        Some(Id::new(index as usize))
    }

    /// A field that must name one record.
    pub fn required<T>(
        &self,
        fields: &mut Fields,
        key: &'static Key,
        kind: Kind,
        example: &str,
        out: &mut Diagnostics,
    ) -> Option<Id<T>> {
        let found = self.one(fields, key, kind, out);
        if !fields.has(key) {
            fields.missing(key, example, out);
        }
        found
    }

    /// A field that names offices; `各股室` is the plan's 参与单位, `甲、乙` is two.
    pub fn offices(
        &self,
        fields: &mut Fields,
        key: &'static Key,
        out: &mut Diagnostics,
    ) -> Vec<Id<Office>> {
        let mut offices: Vec<Id<Office>> = Vec::new();
        let mut add = |office| {
            if !offices.contains(&office) {
                offices.push(office);
            }
        };
        for word in fields.list(key, out) {
            if matches!(word.value.as_str(), "各股室" | "各科室" | "all offices")
                && !self.plan_offices.is_empty()
            {
                self.plan_offices.iter().copied().for_each(&mut add);
                continue;
            }
            for part in self.parts(&word) {
                if let Some(index) =
                    self.resolve(Kind::Office, &part, key, |span| fields.place(span), out)
                {
                    add(Id::new(index as usize));
                }
            }
        }
        offices
    }

    /// Splits `甲、乙` where that is no office's own name.
    fn parts(&self, word: &Spanned<String>) -> Vec<Spanned<String>> {
        let joined = word.value.contains(['、', '，', '；', ',']);
        if !joined || !matches!(self.find(Kind::Office, &word.value), Match::None) {
            return vec![word.clone()];
        }
        // In a quoted scalar the parts have no exact place; the whole is shown instead.
        let exact = word.span.len() == word.value.len();
        let mut parts = Vec::new();
        let mut at = 0;
        for piece in word.value.split_inclusive(['、', '，', '；', ',']) {
            let text = piece.trim_end_matches(['、', '，', '；', ',']);
            let lead = text.len() - text.trim_start().len();
            let trimmed = text.trim();
            if !trimmed.is_empty() {
                let start = word.span.start + at + lead;
                let span = if exact { start..start + trimmed.len() } else { word.span.clone() };
                parts.push(Spanned { value: trimmed.to_owned(), span });
            }
            at += piece.len();
        }
        parts
    }

    /// A field that names somebody: a post or office where one matches, else words.
    pub fn party(
        &self,
        fields: &mut Fields,
        key: &'static Key,
        out: &mut Diagnostics,
    ) -> Option<Party> {
        let word = fields.spanned(key, out)?;
        let party = self.party_of(&word.value);
        let tie = Self::PARTIES
            .into_iter()
            .find(|kind| matches!(self.find(*kind, &word.value), Match::Several(_)));
        if let (None, Some(kind)) = (party.record, tie) {
            // Reports the candidates; words would hide which of them is meant.
            self.resolve(kind, &word, key, |span| fields.place(span), out);
            return Some(party);
        }
        let hidden = || {
            Self::PARTIES
                .into_iter()
                .any(|kind| matches!(self.find(kind, &word.value), Match::Hidden))
        };
        if party.record.is_none() && hidden() {
            // Words are not a reference: they may be a common title. But they will be published.
            let (name, key_en, given) = (key.zh[0], key.en, &word.value);
            out.push(
                Diagnostic::new(
                    Code::SameNameAsHidden,
                    fields.place(word.span.clone()),
                    say!(
                        "“{name}: {given}”与不公开的记录同名，会作为文字公开",
                        "`{key_en}: {given}` is also the name of a record not public, and will be published as words"
                    ),
                )
                .help(say!(
                    "不该公开就换成公开的称呼；只是同名就不必改",
                    "name somebody public instead; leave it if the names are merely alike"
                )),
            );
        }
        Some(party)
    }

    /// The kinds somebody may be, in the order they are tried.
    const PARTIES: [Kind; 3] = [Kind::Post, Kind::Office, Kind::Group];

    /// Somebody named by words. What matches nothing, or nothing the reader may see, stays words.
    pub fn party_of(&self, text: &str) -> Party {
        let record = Self::PARTIES.into_iter().find_map(|kind| match self.find(kind, text) {
            Match::One(index) => Some(RecordId { kind, index }),
            _ => None,
        });
        Party { text: text.to_owned(), record }
    }
}

fn names_hidden(key: &Key, word: &Spanned<String>, place: Place) -> Diagnostic {
    let (name, key_en, given) = (key.zh[0], key.en, &word.value);
    Diagnostic::new(
        Code::NamesHidden,
        place,
        say!(
            "“{name}: {given}”指的是草稿或不公开的记录",
            "`{key_en}: {given}` names a draft or a record not public"
        ),
    )
    .help(say!(
        "公开的记录不能提到它：删去，或先公开它",
        "take it out, or make that record public first"
    ))
}
