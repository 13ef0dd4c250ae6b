//! How much of a file is read before it is refused, and the count of what was used up.
//!
//! No number a file claims about itself is used to reserve memory; everything is counted as it
//! comes out, so that the work done for a file is bounded by these limits and by its size.

use std::io::Read;

use super::contents::Reason;

/// How much of a file is read before it is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Largest file looked into, in bytes.
    pub file: u64,
    /// Most bytes unpacked from one file, of all its parts together.
    pub unpacked: u64,
    /// How many times its packed size a part may grow to, once it is longer than `ratio_from`.
    pub ratio: u64,
    /// The unpacked length, in bytes, up to which no ratio is asked for.
    pub ratio_from: u64,
    /// Most entries of an archive.
    pub entries: usize,
    /// Deepest nesting of XML elements, and of objects in a PDF.
    pub depth: usize,
    /// Most bytes of text kept of one file; what lies behind is told as not read.
    pub text: usize,
    /// Most pieces of text kept of one file.
    pub pieces: usize,
    /// Most objects of a PDF.
    pub objects: usize,
    /// Most findings kept of one file; of those that refuse it, twice as many.
    pub findings: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file: 100 << 20,
            unpacked: 256 << 20,
            ratio: 100,
            ratio_from: 16 << 20,
            entries: 10_000,
            depth: 256,
            text: 64 << 20,
            pieces: 1_000_000,
            objects: 500_000,
            findings: 1_000,
        }
    }
}

/// What of the limits is left while one file is looked into.
#[derive(Debug, Clone)]
pub(super) struct Budget {
    pub unpacked: u64,
    /// How many packed bytes may still be read: the same ones can be told to be many parts, and
    /// come to nothing when they are unpacked.
    pub packed: u64,
    pub text: usize,
    pub pieces: usize,
}

impl Budget {
    pub fn new(limits: &Limits) -> Self {
        Self {
            unpacked: limits.unpacked,
            packed: limits.unpacked,
            text: limits.text,
            pieces: limits.pieces,
        }
    }

    /// Takes this many bytes off what may still be unpacked.
    pub fn spend(&mut self, bytes: usize) -> Result<(), Reason> {
        self.unpacked = self.unpacked.checked_sub(bytes as u64).ok_or(Reason::Bomb)?;
        Ok(())
    }

    /// Takes this many bytes off what may still be read of packed parts.
    pub fn charge(&mut self, packed: usize) -> Result<(), Reason> {
        self.packed = self.packed.checked_sub(packed as u64).ok_or(Reason::Bomb)?;
        Ok(())
    }

    /// Unpacks what is packed with zlib, as in PDF and PNG.
    pub fn unpack(&mut self, packed: &[u8], limits: &Limits) -> Result<(Vec<u8>, bool), Reason> {
        self.read(flate2::read::ZlibDecoder::new(packed), packed.len() as u64, limits)
    }

    /// Reads what comes out of so many packed bytes. Damage behind a sound beginning is told by
    /// the second value: readers of PDF show what came before it.
    pub fn read(
        &mut self,
        mut reader: impl Read,
        packed: u64,
        limits: &Limits,
    ) -> Result<(Vec<u8>, bool), Reason> {
        self.charge(packed as usize)?;
        let most = packed.saturating_mul(limits.ratio).max(limits.ratio_from);
        let (mut out, mut chunk) = (Vec::new(), [0; 16 << 10]);
        loop {
            match reader.read(&mut chunk) {
                Ok(0) => return Ok((out, true)),
                Ok(read) => {
                    self.spend(read)?;
                    out.extend_from_slice(&chunk[..read]);
                    if out.len() as u64 > most {
                        return Err(Reason::Bomb);
                    }
                }
                Err(_) => return Ok((out, false)),
            }
        }
    }
}
