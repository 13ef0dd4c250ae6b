//! Which record: typed places in the model's lists, and the ids that make up addresses.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

use super::Kind;

/// The place of a record in its kind's list.
pub struct Id<T> {
    index: u32,
    kind: PhantomData<fn() -> T>,
}

impl<T> Id<T> {
    pub(super) fn new(index: usize) -> Self {
        Self { index: u32::try_from(index).unwrap_or(u32::MAX), kind: PhantomData }
    }

    /// The place as a number.
    pub fn index(self) -> usize {
        self.index as usize
    }
}

// Derives would ask the same of `T`.
impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Id<T> {}
impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.index == other.index
    }
}
impl<T> Eq for Id<T> {}
impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.index.cmp(&other.index)
    }
}
impl<T> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.index.hash(state);
    }
}
impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.index)
    }
}

impl<T: Record> From<Id<T>> for RecordId {
    fn from(id: Id<T>) -> Self {
        RecordId { kind: T::KIND, index: id.index }
    }
}

/// A type whose values are the records of one kind.
pub trait Record {
    const KIND: Kind;
}

/// A record of any kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordId {
    pub kind: Kind,
    pub index: u32,
}

impl RecordId {
    /// The record at a place in its kind's list.
    pub fn new(kind: Kind, index: usize) -> Self {
        Self { kind, index: u32::try_from(index).unwrap_or(u32::MAX) }
    }

    /// The place in its kind's list; the kind must be `T`'s.
    pub(crate) fn typed<T: Record>(self) -> Id<T> {
        debug_assert_eq!(self.kind, T::KIND);
        Id::new(self.index as usize)
    }
}

/// Whether a text may be an id: `a-z 0-9 - _`, in parts joined by `/`.
pub fn is_sound(id: &str) -> bool {
    id.split('/').all(is_sound_part)
}

/// Whether a text may be one part of an id.
pub fn is_sound_part(part: &str) -> bool {
    !part.is_empty()
        && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_".contains(&b))
}

/// An id for a Chinese name, spelled in pinyin: a proposal only, for polyphones are guessed.
pub fn propose(name: &str) -> String {
    use pinyin::ToPinyin;
    let mut out = String::new();
    for c in name.chars() {
        if let Some(syllable) = c.to_pinyin() {
            if !out.is_empty() && !out.ends_with('-') {
                out.push('-');
            }
            out.push_str(syllable.plain());
        } else if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    let out = out.trim_matches('-').to_owned();
    if out.is_empty() { "record".into() } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_lower_case_ascii_in_parts() {
        assert!(is_sound("kezuozhongqi/01"));
        assert!(!is_sound("审批办") && !is_sound("A") && !is_sound("a//b") && !is_sound(""));
    }

    #[test]
    fn a_chinese_name_gets_a_pinyin_proposal() {
        assert_eq!(propose("审批办"), "shen-pi-ban");
        assert_eq!(propose("2023年方案（一）"), "2023-nian-fang-an-yi");
        assert_eq!(propose("……"), "record");
    }
}
