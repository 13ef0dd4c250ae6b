//! The entries of a ZIP file. The crate `zip` finds and unpacks them; how much comes out is
//! counted here, whatever the file claims.

use std::io::Cursor;
use std::sync::Arc;

use ::zip::{CompressionMethod, ZipArchive};
use encoding_rs::GB18030;

use super::contents::Reason;
use super::limits::{Budget, Limits};

/// One entry of an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// Its path, with `/` between folders.
    pub name: Arc<str>,
    pub encrypted: bool,
    method: CompressionMethod,
    packed: u64,
    index: usize,
}

/// A ZIP file's entries over its bytes.
pub(super) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
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

impl<'a> Archive<'a> {
    /// Reads the directory.
    pub fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, Reason> {
        // The whole directory is read at once. That archives in the archive have directories of
        // their own is allowed for.
        let heads = bytes.windows(4).filter(|four| four == b"PK\x01\x02");
        if heads.take(8 * limits.entries + 1).count() > 8 * limits.entries {
            return Err(Reason::Bomb);
        }
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Reason::Damaged)?;
        if zip.len() > limits.entries {
            return Err(Reason::Bomb);
        }
        let entry = |index| {
            let data = zip.by_index_data(index).map_err(|_| Reason::Damaged)?;
            Ok(Entry {
                name: name_of(data.name_raw()).replace('\\', "/").into(),
                encrypted: data.encrypted(),
                method: data.compression(),
                packed: data.compressed_size().min(bytes.len() as u64),
                index,
            })
        };
        let entries = (0..zip.len()).map(entry).collect::<Result<_, Reason>>()?;
        Ok(Self { zip, entries })
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
        if !matches!(entry.method, CompressionMethod::Stored | CompressionMethod::Deflated) {
            return Err(Fault::Packing);
        }
        // Only the place in the file is copied.
        let mut zip = self.zip.clone();
        let file = zip.by_index(entry.index).map_err(|_| Reason::Damaged)?;
        match budget.read(file, entry.packed, limits)? {
            (bytes, true) => Ok(bytes),
            (_, false) => Err(Reason::Damaged.into()),
        }
    }
}

/// Chinese Windows writes names in GBK without a mark.
fn name_of(raw: &[u8]) -> String {
    match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => GB18030.decode_without_bom_handling(raw).0.into_owned(),
    }
}
