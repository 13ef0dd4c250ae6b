//! The entries of a ZIP file, from its directory at the end.

use std::sync::Arc;

use encoding_rs::GB18030;

use super::contents::Reason;
use super::limits::{Budget, Limits, Packing};

/// One entry of an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// Its path, with `/` between folders.
    pub name: Arc<str>,
    pub encrypted: bool,
    method: u16,
    packed: u64,
    head: u64,
}

/// A ZIP file's entries over its bytes.
pub(super) struct Archive<'a> {
    bytes: &'a [u8],
    pub entries: Vec<Entry>,
}

/// Why an entry was not unpacked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    Reason(Reason),
    /// It needs a password.
    Encrypted,
    /// It is packed in another way than deflate.
    Packing,
}

impl From<Reason> for Fault {
    fn from(reason: Reason) -> Self {
        Self::Reason(reason)
    }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(bytes.get(at..at.checked_add(8)?)?.try_into().ok()?))
}

impl<'a> Archive<'a> {
    /// Reads the directory.
    pub fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, Reason> {
        let (start, count) = directory(bytes).ok_or(Reason::Damaged)?;
        let (mut entries, mut at) = (Vec::new(), start);
        while bytes.get(at..).is_some_and(|rest| rest.starts_with(b"PK\x01\x02")) {
            if entries.len() >= limits.entries {
                return Err(Reason::Bomb);
            }
            let (entry, next) = entry(bytes, at).ok_or(Reason::Damaged)?;
            entries.push(entry);
            at = next;
        }
        // The count is of two bytes, and rolls over.
        if (entries.len() & 0xFFFF) as u16 != count && count != 0xFFFF {
            return Err(Reason::Damaged);
        }
        Ok(Self { bytes, entries })
    }

    /// The entry of a path, in any case.
    pub fn find(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    /// The bytes of an entry.
    pub fn read(
        &self,
        entry: &Entry,
        budget: &mut Budget,
        limits: &Limits,
    ) -> Result<Vec<u8>, Fault> {
        if entry.encrypted {
            return Err(Fault::Encrypted);
        }
        let packed = self.packed(entry).ok_or(Reason::Damaged)?;
        match entry.method {
            0 => {
                budget.spend(packed.len())?;
                Ok(packed.to_vec())
            }
            8 => match budget.unpack(packed, Packing::Deflate, limits)? {
                (bytes, true) => Ok(bytes),
                (_, false) => Err(Reason::Damaged.into()),
            },
            _ => Err(Fault::Packing),
        }
    }

    fn packed(&self, entry: &Entry) -> Option<&'a [u8]> {
        let head = self.bytes.get(usize::try_from(entry.head).ok()?..)?;
        let name = usize::from(u16_at(head, 26)?);
        let extra = usize::from(u16_at(head, 28)?);
        let start = 30 + name + extra;
        let end = start.checked_add(usize::try_from(entry.packed).ok()?)?;
        head.starts_with(b"PK\x03\x04").then(|| head.get(start..end))?
    }
}

/// Where the directory begins, and how many entries it claims to have.
fn directory(bytes: &[u8]) -> Option<(usize, u16)> {
    // The end record is followed by a comment of at most 65 535 bytes.
    let from = bytes.len().saturating_sub(22 + 0xFFFF);
    let tail = &bytes[from..];
    let end = tail.windows(4).rposition(|window| window == b"PK\x05\x06")? + from;
    let count = u16_at(bytes, end + 10)?;
    let start = u32_at(bytes, end + 16)?;
    if start != u32::MAX {
        return Some((usize::try_from(start).ok()?, count));
    }
    let locator = end.checked_sub(20)?;
    let record = usize::try_from(u64_at(bytes, locator + 8)?).ok()?;
    bytes.get(record..)?.starts_with(b"PK\x06\x06").then_some(())?;
    let start = u64_at(bytes, record.checked_add(48)?)?;
    Some((usize::try_from(start).ok()?, count))
}

fn entry(bytes: &[u8], at: usize) -> Option<(Entry, usize)> {
    let head = bytes.get(at..)?;
    let flags = u16_at(head, 8)?;
    let (name, extra, comment) = (
        usize::from(u16_at(head, 28)?),
        usize::from(u16_at(head, 30)?),
        usize::from(u16_at(head, 32)?),
    );
    let raw = head.get(46..46 + name)?;
    let mut packed = u64::from(u32_at(head, 20)?);
    let mut start = u64::from(u32_at(head, 42)?);
    let wide = head.get(46 + name..46 + name + extra)?;
    let unpacked = u32_at(head, 24)? == u32::MAX;
    zip64(wide, unpacked, &mut packed, &mut start);
    let entry = Entry {
        name: name_of(raw).replace('\\', "/").into(),
        encrypted: flags & 1 != 0,
        method: u16_at(head, 10)?,
        packed,
        head: start,
    };
    Some((entry, at + 46 + name + extra + comment))
}

/// Puts in the lengths that four bytes cannot hold.
fn zip64(mut extra: &[u8], unpacked: bool, packed: &mut u64, start: &mut u64) {
    while let (Some(id), Some(length)) = (u16_at(extra, 0), u16_at(extra, 2)) {
        let end = (4 + usize::from(length)).min(extra.len());
        if id == 1 {
            let mut at = if unpacked { 12 } else { 4 };
            for value in [packed, start] {
                if *value == u64::from(u32::MAX)
                    && let Some(wide) = u64_at(extra, at)
                {
                    *value = wide;
                    at += 8;
                }
            }
            return;
        }
        extra = &extra[end..];
    }
}

/// Chinese Windows writes names in GBK without a mark.
fn name_of(raw: &[u8]) -> String {
    match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => GB18030.decode_without_bom_handling(raw).0.into_owned(),
    }
}
