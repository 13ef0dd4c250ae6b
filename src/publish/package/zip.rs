//! The bytes of a package, as APPNOTE 6.3 has them, with nothing left to choose: no extra fields, no
//! comments, one date, one mode, names in UTF-8.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};

use flate2::bufread::DeflateDecoder;
use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};
use sha2::{Digest as _, Sha256};
use sm3::Sm3;

use super::names::deflates;
use crate::publish::folder::Digests;
use crate::write::{ContentDigest, hex};

/// How an entry begins.
pub const LOCAL: [u8; 4] = *b"PK\x03\x04";
const CENTRAL: [u8; 4] = *b"PK\x01\x02";
/// Bytes of the fixed parts.
const LOCAL_BYTES: usize = 30;
const CENTRAL_BYTES: usize = 46;
/// The largest package: discs and sticks hold no larger file (ISO 9660, FAT32), and offsets have
/// four bytes.
pub const MOST: u64 = u32::MAX as u64;
/// Bytes of a name, and entries, that are read at most: a package of nothing but names must not fill
/// the memory.
const MOST_NAMED: usize = 1024;
const MOST_ENTRIES: usize = 1 << 20;

const DEFLATED: u16 = 8;
/// 2.0, the first to deflate.
const VERSION: u16 = 20;
/// The same, made as on Unix, so that the mode is read.
const MADE_BY: u16 = 3 << 8 | VERSION;
/// Names are UTF-8.
const FLAGS: u16 = 1 << 11;
/// 1 January 1980, the first day there is.
const DATE: u16 = 1 << 5 | 1;
/// A file that its owner can write and everybody can read.
const MODE: u32 = 0o100_644 << 16;
/// The bits of a mode that tell the kind of a file, and those of a link.
const KIND: u32 = 0o170_000;
const LINK: u32 = 0o120_000;
/// 4.5, of the longer end.
const VERSION_64: u16 = 45;

/// An entry, as it says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    pub name: String,
    pub crc: u32,
    pub packed: u32,
    pub bytes: u32,
    /// Where it begins.
    at: u32,
    /// Bytes before its own.
    length: u32,
    /// Whether it was read as it would be written.
    pub is_canonical: bool,
}

impl Head {
    fn method(&self) -> u16 {
        if deflates(&self.name) { DEFLATED } else { 0 }
    }

    /// What all descriptions of an entry have in common.
    fn common(&self, out: &mut Vec<u8>) {
        for word in [VERSION, FLAGS, self.method(), 0, DATE] {
            out.extend(word.to_le_bytes());
        }
        for long in [self.crc, self.packed, self.bytes] {
            out.extend(long.to_le_bytes());
        }
        // A name is never as long as 65,535 bytes: what is proved or packed has passed `names`.
        let length = u16::try_from(self.name.len()).unwrap_or(u16::MAX);
        out.extend(length.to_le_bytes());
        out.extend([0; 2]);
    }

    /// What stands before its bytes.
    fn local(&self) -> Vec<u8> {
        let mut out = LOCAL.to_vec();
        self.common(&mut out);
        out.extend(self.name.as_bytes());
        out
    }

    /// What the directory says of it.
    fn central(&self) -> Vec<u8> {
        let mut out = CENTRAL.to_vec();
        out.extend(MADE_BY.to_le_bytes());
        self.common(&mut out);
        // No comment, the first disk, no attributes but the mode.
        out.extend([0; 6]);
        out.extend(MODE.to_le_bytes());
        out.extend(self.at.to_le_bytes());
        out.extend(self.name.as_bytes());
        out
    }
}

/// What ends a package.
fn end(count: usize, bytes: usize, at: u64) -> Vec<u8> {
    let mut out = Vec::new();
    let (count_64, bytes_64) = (count as u64, bytes as u64);
    if count > usize::from(u16::MAX) {
        out.extend(b"PK\x06\x06");
        out.extend(44_u64.to_le_bytes());
        out.extend((3 << 8 | VERSION_64).to_le_bytes());
        out.extend(VERSION_64.to_le_bytes());
        out.extend([0; 8]);
        for long in [count_64, count_64, bytes_64, at] {
            out.extend(long.to_le_bytes());
        }
        out.extend(b"PK\x06\x07\0\0\0\0");
        out.extend((at + bytes_64).to_le_bytes());
        out.extend(1_u32.to_le_bytes());
    }
    out.extend(b"PK\x05\x06\0\0\0\0");
    let count = u16::try_from(count).unwrap_or(u16::MAX);
    for word in [count, count] {
        out.extend(word.to_le_bytes());
    }
    for long in [bytes_64, at] {
        out.extend(u32::try_from(long).unwrap_or(u32::MAX).to_le_bytes());
    }
    out.extend([0; 2]);
    out
}

/// Writes a package, entry by entry.
pub struct Writer<W: Write + Seek> {
    out: W,
    heads: Vec<Head>,
    at: u64,
}

/// Why an entry was not written.
#[derive(Debug)]
pub enum Unwritten {
    /// The package would be larger than may be.
    TooLarge,
    /// What is read.
    Input(io::Error),
    Output(io::Error),
}

impl<W: Write + Seek> Writer<W> {
    pub fn new(out: W) -> Self {
        Self { out, heads: Vec::new(), at: 0 }
    }

    /// Adds an entry; tells what it holds.
    pub fn add(&mut self, name: &str, from: &mut dyn Read) -> Result<ContentDigest, Unwritten> {
        let at = short(self.at)?;
        let name = name.to_owned();
        let mut head =
            Head { name, crc: 0, packed: 0, bytes: 0, at, length: 0, is_canonical: true };
        // Room for what is known only afterwards.
        let first = head.local();
        if first.len() > LOCAL_BYTES + MOST_NAMED || self.heads.len() == MOST_ENTRIES {
            return Err(Unwritten::TooLarge);
        }
        self.out.write_all(&first).map_err(Unwritten::Output)?;
        let mut seen = Seen::new(Digests::Both);
        let before = self.at + first.len() as u64;
        if deflates(&head.name) {
            let mut deflater = DeflateEncoder::new(&mut self.out, Compression::new(6));
            pour(from, &mut seen, &mut deflater)?;
            deflater.finish().map_err(Unwritten::Output)?;
        } else {
            pour(from, &mut seen, &mut self.out)?;
        }
        self.at = self.out.stream_position().map_err(Unwritten::Output)?;
        (head.crc, head.packed) = (seen.crc.sum(), short(self.at - before)?);
        head.bytes = short(seen.bytes)?;
        let rewritten = (|| {
            self.out.seek(SeekFrom::Start(at.into()))?;
            self.out.write_all(&head.local())?;
            self.out.seek(SeekFrom::Start(self.at))
        })();
        rewritten.map_err(Unwritten::Output)?;
        self.heads.push(head);
        Ok(seen.digest())
    }

    /// Writes the directory.
    pub fn finish(mut self) -> Result<W, Unwritten> {
        let tail = tail(&self.heads, self.at);
        short(self.at + tail.len() as u64)?;
        let written = self.out.write_all(&tail).and_then(|()| self.out.flush());
        written.map_err(Unwritten::Output)?;
        Ok(self.out)
    }
}

fn short(long: u64) -> Result<u32, Unwritten> {
    u32::try_from(long).map_err(|_| Unwritten::TooLarge)
}

/// Everything behind the entries.
pub fn tail(heads: &[Head], at: u64) -> Vec<u8> {
    let mut out: Vec<u8> = heads.iter().flat_map(Head::central).collect();
    out.extend(end(heads.len(), out.len(), at));
    out
}

/// Copies in pieces of one size, whatever is read at a time: what is deflated could depend on it.
fn pour(from: &mut dyn Read, seen: &mut Seen, to: &mut dyn Write) -> Result<(), Unwritten> {
    let mut buffer = vec![0; 1 << 16];
    loop {
        let mut filled = 0;
        while filled < buffer.len() {
            match from.read(&mut buffer[filled..]).map_err(Unwritten::Input)? {
                0 => break,
                read => filled += read,
            }
        }
        if filled == 0 {
            return Ok(());
        }
        seen.update(&buffer[..filled]);
        to.write_all(&buffer[..filled]).map_err(Unwritten::Output)?;
    }
}

/// Bytes as they pass.
struct Seen {
    bytes: u64,
    crc: Crc,
    sha256: Sha256,
    sm3: Option<Sm3>,
}

impl Seen {
    fn new(digests: Digests) -> Self {
        let sm3 = (digests == Digests::Both).then(Sm3::new);
        Self { bytes: 0, crc: Crc::new(), sha256: Sha256::new(), sm3 }
    }

    fn update(&mut self, bytes: &[u8]) {
        self.bytes += bytes.len() as u64;
        self.crc.update(bytes);
        self.sha256.update(bytes);
        if let Some(sm3) = &mut self.sm3 {
            sm3.update(bytes);
        }
    }

    fn digest(self) -> ContentDigest {
        let sm3 = self.sm3.map(|sm3| hex(&sm3.finalize())).unwrap_or_default();
        ContentDigest { bytes: self.bytes, sha256: hex(&self.sha256.finalize()), sm3 }
    }
}

/// The digest of everything a reader gives.
pub fn digest(from: &mut dyn Read) -> io::Result<ContentDigest> {
    let mut seen = Seen::new(Digests::Both);
    match pour(from, &mut seen, &mut io::sink()) {
        Ok(()) => Ok(seen.digest()),
        Err(Unwritten::Input(error) | Unwritten::Output(error)) => Err(error),
        Err(Unwritten::TooLarge) => Err(io::ErrorKind::FileTooLarge.into()),
    }
}

/// A package, open, and its entries as they say of themselves.
pub struct Archive {
    file: BufReader<File>,
    pub heads: Vec<Head>,
    /// Where the directory begins.
    end: u64,
}

/// Why something is no package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Broken {
    NotAPackage,
    TooLarge,
    CutShort,
    /// Behind this entry, or in its head.
    Touched(String),
}

impl Archive {
    /// Goes from entry to entry; nothing is unpacked, and nothing is believed.
    pub fn open(file: File) -> io::Result<Result<Self, Broken>> {
        let length = file.metadata()?.len();
        let mut file = BufReader::new(file);
        let (mut heads, mut at): (Vec<Head>, u64) = (Vec::new(), 0);
        loop {
            if length > MOST {
                return Ok(Err(Broken::TooLarge));
            }
            let last = || heads.last().map(|head| head.name.clone()).unwrap_or_default();
            let mut fixed = Vec::with_capacity(LOCAL_BYTES);
            file.by_ref().take(4).read_to_end(&mut fixed)?;
            if fixed == CENTRAL && !heads.is_empty() {
                break;
            }
            if fixed != LOCAL {
                let begins = LOCAL.starts_with(&fixed) || CENTRAL.starts_with(&fixed);
                return Ok(Err(match begins {
                    true if length > 0 => Broken::CutShort,
                    _ if heads.is_empty() => Broken::NotAPackage,
                    _ => Broken::Touched(last()),
                }));
            }
            file.by_ref().take(LOCAL_BYTES as u64 - 4).read_to_end(&mut fixed)?;
            let Some(lengths) = fixed.get(26..LOCAL_BYTES) else {
                return Ok(Err(Broken::CutShort));
            };
            let words = usize::from(word(lengths, 0)) + usize::from(word(lengths, 2));
            if words > MOST_NAMED || heads.len() == MOST_ENTRIES {
                return Ok(Err(Broken::Touched(last())));
            }
            let mut read = fixed.clone();
            file.by_ref().take(words as u64).read_to_end(&mut read)?;
            if read.len() != LOCAL_BYTES + words {
                return Ok(Err(Broken::CutShort));
            }
            let name = &read[LOCAL_BYTES..][..usize::from(word(lengths, 0))];
            let Ok(name) = std::str::from_utf8(name).map(str::to_owned) else {
                return Ok(Err(Broken::Touched(last())));
            };
            let packed = long(&fixed, 18);
            let next = at + read.len() as u64 + u64::from(packed);
            if next > length {
                return Ok(Err(Broken::CutShort));
            }
            file.seek_relative(packed.into())?;
            // What follows fits into the file, which is no larger than `MOST`.
            let at_32 = u32::try_from(at).unwrap_or(u32::MAX);
            let (crc, bytes) = (long(&fixed, 14), long(&fixed, 22));
            let length = u32::try_from(read.len()).unwrap_or(u32::MAX);
            let mut head =
                Head { name, crc, packed, bytes, at: at_32, length, is_canonical: false };
            head.is_canonical = head.local() == read;
            heads.push(head);
            at = next;
        }
        Ok(Ok(Self { file, heads, end: at }))
    }

    /// What is wrong behind the entries. Whoever calls it has held the heads canonical.
    pub fn tail_fault(&mut self) -> io::Result<Option<TailFault>> {
        self.file.seek(SeekFrom::Start(self.end))?;
        let expected = tail(&self.heads, self.end);
        let mut found = Vec::new();
        // One more, to see that nothing follows.
        self.file.by_ref().take(expected.len() as u64 + 1).read_to_end(&mut found)?;
        if found == expected {
            return Ok(None);
        }
        if expected.starts_with(&found) {
            return Ok(Some(TailFault::CutShort));
        }
        let mut at = 0;
        for head in &self.heads {
            let there = found.get(at..at + CENTRAL_BYTES).filter(|there| there[..4] == CENTRAL);
            if there.is_some_and(|there| long(there, 38) >> 16 & KIND == LINK) {
                return Ok(Some(TailFault::Link(head.name.clone())));
            }
            at += CENTRAL_BYTES + head.name.len();
        }
        Ok(Some(TailFault::Touched))
    }

    /// Unpacks an entry, and stops behind so many bytes.
    pub fn unpack(
        &mut self,
        index: usize,
        most: u64,
        digests: Digests,
        to: &mut dyn Write,
    ) -> io::Result<Result<ContentDigest, Bad>> {
        let head = &self.heads[index];
        let from = u64::from(head.at) + u64::from(head.length);
        self.file.seek(SeekFrom::Start(from))?;
        let mut packed = self.file.by_ref().take(head.packed.into());
        let mut seen = Seen::new(digests);
        let poured = if deflates(&head.name) {
            let mut inflater = DeflateDecoder::new(&mut packed);
            drain(&mut inflater, most, &mut seen, to)?
        } else {
            drain(&mut packed, most, &mut seen, to)?
        };
        if let Err(bad) = poured {
            return Ok(Err(bad));
        }
        // Behind the end of a stream nothing can hide.
        let is_whole = packed.fill_buf()?.is_empty() && packed.limit() == 0;
        if !is_whole || seen.crc.sum() != head.crc || seen.bytes != u64::from(head.bytes) {
            return Ok(Err(Bad::Touched));
        }
        Ok(Ok(seen.digest()))
    }

    /// The digest of the whole file.
    pub fn digest(&mut self) -> io::Result<ContentDigest> {
        self.file.rewind()?;
        digest(&mut self.file)
    }
}

/// What is wrong behind the entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TailFault {
    CutShort,
    Touched,
    Link(String),
}

/// Why an entry's bytes are not those that were packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bad {
    Touched,
    /// There are more than was said.
    TooMany,
}

fn drain(
    from: &mut dyn Read,
    most: u64,
    seen: &mut Seen,
    to: &mut dyn Write,
) -> io::Result<Result<(), Bad>> {
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = match from.read(&mut buffer) {
            Ok(0) => return Ok(Ok(())),
            Ok(read) => read,
            // What cannot be inflated; the disk has other errors.
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::InvalidInput
                        | io::ErrorKind::InvalidData
                        | io::ErrorKind::UnexpectedEof
                ) =>
            {
                return Ok(Err(Bad::Touched));
            }
            Err(error) => return Err(error),
        };
        seen.update(&buffer[..read]);
        if seen.bytes > most {
            return Ok(Err(Bad::TooMany));
        }
        to.write_all(&buffer[..read])?;
    }
}

fn word(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

fn long(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}
