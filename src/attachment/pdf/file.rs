//! The objects of a PDF, found by reading the file from its beginning to its end.
//!
//! The tables at a PDF's end are not used: a damaged or lying one would hide objects, and what
//! was replaced by a later version of the file stands before it all the same.

use std::collections::BTreeMap;
use std::ops::Range;

use super::filter;
use super::object::{Dict, Lexer, Object, Token, is_space};
use crate::attachment::contents::Reason;
use crate::attachment::kind::find;
use crate::attachment::limits::{Budget, Limits};

/// An indirect object.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub value: Object,
    /// Where its packed bytes stand in the file.
    pub stream: Option<Range<usize>>,
    /// Where it stands itself: of two the later counts.
    at: usize,
}

/// All objects of a file.
pub(super) struct File<'a> {
    bytes: &'a [u8],
    pub objects: BTreeMap<u32, Entry>,
    /// What the ends of the file say of the whole.
    pub trailers: Vec<Dict>,
    /// How many objects stand in it that a later one replaces.
    pub replaced: u32,
    limits: &'a Limits,
    /// How many bytes may still be gone over, and how many objects made.
    fuel: usize,
    left: usize,
}

impl<'a> File<'a> {
    /// Finds all objects, also those packed together.
    pub fn read(bytes: &'a [u8], limits: &'a Limits, budget: &mut Budget) -> Result<Self, Reason> {
        let mut file = Self {
            bytes,
            objects: BTreeMap::new(),
            trailers: Vec::new(),
            replaced: 0,
            limits,
            fuel: bytes.len().saturating_mul(4).saturating_add(1 << 20),
            left: limits.objects.saturating_mul(16),
        };
        file.scan()?;
        file.find_trailers()?;
        if !file.is_encrypted() {
            file.unpack_objects(budget)?;
        }
        Ok(file)
    }

    pub fn is_encrypted(&self) -> bool {
        self.trailers.iter().any(|trailer| trailer.get("Encrypt").is_some())
    }

    fn lexer<'b>(&self, bytes: &'b [u8], at: usize) -> Lexer<'b> {
        Lexer::new(bytes, at, self.limits.depth, self.left)
    }

    fn used(&mut self, lexer: &Lexer<'_>, from: usize) -> Result<(), Reason> {
        self.left = lexer.left;
        self.fuel = self.fuel.checked_sub(lexer.at.saturating_sub(from)).ok_or(Reason::Bomb)?;
        if self.left == 0 { Err(Reason::Bomb) } else { Ok(()) }
    }

    fn scan(&mut self) -> Result<(), Reason> {
        let mut at = 0;
        let mut no_end_behind = usize::MAX;
        while let Some(found) = find(&self.bytes[at..], b"obj") {
            let word = at + found;
            at = word + 3;
            let Some(number) = number_before(self.bytes, word) else { continue };
            let mut lexer = self.lexer(self.bytes, at);
            let value = lexer.object();
            let after = lexer.at;
            let is_stream = matches!(value, Some(Object::Dict(_)))
                && matches!(lexer.next(), Some(Token::Word(word)) if word == b"stream");
            let behind = lexer.at;
            self.used(&lexer, at)?;
            let Some(value) = value else { continue };
            at = after;
            let mut stream = None;
            if is_stream && behind < no_end_behind {
                match self.stream(&value, behind) {
                    Some(range) => {
                        at = range.end;
                        stream = Some(range);
                    }
                    None => no_end_behind = behind,
                }
            }
            self.add(number, Entry { value, stream, at: word })?;
        }
        Ok(())
    }

    /// The bytes of a stream whose head ends here.
    fn stream(&self, value: &Object, head_end: usize) -> Option<Range<usize>> {
        let start = match self.bytes.get(head_end..)? {
            [b'\r', b'\n', ..] => head_end + 2,
            [b'\r' | b'\n', ..] => head_end + 1,
            _ => head_end,
        };
        let claimed = value.dict()?.get("Length").and_then(Object::count);
        if let Some(end) = claimed.and_then(|length| start.checked_add(length as usize)) {
            let rest = self.bytes.get(end..).unwrap_or_default();
            let space = rest.iter().take(4).take_while(|byte| is_space(**byte)).count();
            if rest[space..].starts_with(b"endstream") {
                return Some(start..end);
            }
        }
        let length = find(self.bytes.get(start..)?, b"endstream")?;
        Some(start..start + length)
    }

    fn add(&mut self, number: u32, entry: Entry) -> Result<(), Reason> {
        if let Some(known) = self.objects.get(&number) {
            let same_bytes = self.raw(known) == self.raw(&entry);
            if known.value != entry.value || !same_bytes {
                self.replaced = self.replaced.saturating_add(1);
            }
            if known.at > entry.at {
                return Ok(());
            }
        }
        if self.objects.len() >= self.limits.objects {
            return Err(Reason::Bomb);
        }
        if entry.stream.is_some()
            && let Some(dict) = entry.value.dict()
            && dict.is("Type", "XRef")
        {
            self.trailers.push(dict.clone());
        }
        self.objects.insert(number, entry);
        Ok(())
    }

    fn find_trailers(&mut self) -> Result<(), Reason> {
        let mut at = 0;
        while let Some(found) = find(&self.bytes[at..], b"trailer") {
            at += found + 7;
            let mut lexer = self.lexer(self.bytes, at);
            if let Some(Object::Dict(dict)) = lexer.object() {
                self.trailers.push(dict);
            }
            self.used(&lexer, at)?;
        }
        Ok(())
    }

    /// Objects packed together in a stream: their numbers and places come first.
    fn unpack_objects(&mut self, budget: &mut Budget) -> Result<(), Reason> {
        let is_pack = |entry: &&Entry| {
            entry.stream.is_some() && entry.value.dict().is_some_and(|d| d.is("Type", "ObjStm"))
        };
        let packs: Vec<Entry> = self.objects.values().filter(is_pack).cloned().collect();
        for pack in packs {
            let Some(bytes) = self.decode(&pack, budget)? else { continue };
            self.fuel = self.fuel.saturating_add(bytes.len().saturating_mul(4));
            let first = pack.value.dict().and_then(|dict| dict.get("First")?.count());
            let Some(first) = first.map(|first| first as usize) else { continue };
            let mut head = self.lexer(&bytes, 0);
            let mut places = Vec::new();
            while head.at < first
                && let (Some(number), Some(place)) = (head.object(), head.object())
                && let (Some(number), Some(place)) = (number.count(), place.count())
            {
                places.push((number, first.saturating_add(place as usize)));
            }
            self.used(&head, 0)?;
            for (number, place) in places {
                let mut lexer = self.lexer(&bytes, place);
                let value = if place < bytes.len() { lexer.object() } else { None };
                self.used(&lexer, place)?;
                if let Some(value) = value {
                    self.add(number, Entry { value, stream: None, at: pack.at })?;
                }
            }
        }
        Ok(())
    }

    /// The packed bytes of a stream.
    pub fn raw(&self, entry: &Entry) -> &'a [u8] {
        entry.stream.clone().and_then(|range| self.bytes.get(range)).unwrap_or_default()
    }

    /// The bytes of a stream; `None` for a picture, or where a filter is not known.
    pub fn decode(&self, entry: &Entry, budget: &mut Budget) -> Result<Option<Vec<u8>>, Reason> {
        let Some(dict) = entry.value.dict() else { return Ok(None) };
        let many = |key: &str, short: &str| -> Vec<&Object> {
            let value = dict.get(key).or_else(|| dict.get(short)).map(|value| self.get(value));
            match value {
                Some(Object::List(list)) => list.iter().take(9).map(|one| self.get(one)).collect(),
                Some(one) => vec![one],
                None => Vec::new(),
            }
        };
        let filters = many("Filter", "F");
        let settings = many("DecodeParms", "DP");
        if filters.len() > 8 {
            return Err(Reason::Bomb);
        }
        budget.charge(self.raw(entry).len())?;
        let mut bytes = self.raw(entry).to_vec();
        for (n, name) in filters.iter().enumerate() {
            let settings = settings.get(n).and_then(|object| object.dict());
            let Some(name) = name.name() else { return Ok(None) };
            match filter::decode(name, settings, &bytes, budget, self.limits)? {
                Some(decoded) => bytes = decoded,
                None => return Ok(None),
            }
        }
        budget.spend(bytes.len())?;
        Ok(Some(bytes))
    }

    /// What a reference leads to, or the object itself.
    pub fn get<'o>(&'o self, mut object: &'o Object) -> &'o Object {
        for _ in 0..16 {
            let Object::Ref(number) = object else { return object };
            match self.objects.get(number) {
                Some(entry) => object = &entry.value,
                None => return &Object::Null,
            }
        }
        &Object::Null
    }

    /// The object of a stream a reference leads to.
    pub fn entry(&self, object: &Object) -> Option<(u32, &Entry)> {
        let Object::Ref(number) = object else { return None };
        Some((*number, self.objects.get(number)?))
    }

    /// The value of a key, references followed.
    pub fn value<'o>(&'o self, dict: &'o Dict, key: &str) -> Option<&'o Object> {
        dict.get(key).map(|value| self.get(value))
    }

    /// The dictionary of a key, references followed.
    pub fn sub<'o>(&'o self, dict: &'o Dict, key: &str) -> Option<&'o Dict> {
        self.value(dict, key)?.dict()
    }
}

/// The number of the object whose word `obj` stands here.
fn number_before(bytes: &[u8], word: usize) -> Option<u32> {
    let before = &bytes[word.saturating_sub(40)..word];
    let spaces = |b: &[u8]| b.iter().rev().take_while(|byte| is_space(**byte)).count();
    let digits = |b: &[u8]| b.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let before = &before[..before.len() - spaces(before)];
    let generation = digits(before);
    let before = &before[..before.len() - generation];
    let gap = spaces(before);
    let before = &before[..before.len() - gap];
    let length = digits(before);
    if generation == 0 || gap == 0 || length == 0 {
        return None;
    }
    std::str::from_utf8(&before[before.len() - length..]).ok()?.parse().ok()
}
