//! OLE2 compound files: the formats of Office 97, of WPS, and of documents with a password.

use encoding_rs::{GB18030, UTF_8, UTF_16LE, WINDOWS_1252};

use super::contents::{Reason, Spot, Unread, What};
use super::gather::Gather;
use super::kind::Kind;
use super::{doc, office, xls};

const FREE: u32 = 0xFFFF_FFFB;
const PROGRAM: &[&str] = &["_vba_project", "_vba_project_cur", "vba", "macros", "vbaproject.bin"];

/// A stream or folder of a compound file.
#[derive(Debug, Clone)]
struct Entry {
    name: String,
    is_stream: bool,
    start: u32,
    length: usize,
}

/// A compound file: folders and streams in chains of sectors.
pub(super) struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    table: Vec<u32>,
    small_table: Vec<u32>,
    small: Vec<u8>,
    small_below: usize,
    entries: Vec<Entry>,
}

pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk::<2>().map(|b| u16::from_le_bytes(*b))
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk::<4>().map(|b| u32::from_le_bytes(*b))
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.chunks_exact(4).map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}

impl<'a> Compound<'a> {
    /// Reads the tables and folders; `None` where they are damaged.
    pub fn read(bytes: &'a [u8]) -> Option<Self> {
        let sector = match u16_at(bytes, 30)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let mut file = Self {
            bytes,
            sector,
            table: Vec::new(),
            small_table: Vec::new(),
            small: Vec::new(),
            small_below: u32_at(bytes, 56)? as usize,
            entries: Vec::new(),
        };
        file.table = file.read_table()?;
        file.small_table = numbers(&file.chain(u32_at(bytes, 60)?)).collect();
        let folder = file.chain(u32_at(bytes, 48)?);
        file.entries = folder.chunks_exact(128).filter_map(entry).collect();
        let root = file.entries.first()?.clone();
        file.small = file.chain(root.start);
        Some(file)
    }

    fn at(&self, sector: u32) -> Option<&'a [u8]> {
        let start = (sector as usize).checked_add(1)?.checked_mul(self.sector)?;
        let rest = self.bytes.get(start..)?;
        // Some programs leave the last sector short.
        Some(&rest[..self.sector.min(rest.len())]).filter(|sector| !sector.is_empty())
    }

    /// The table of which sector follows which; its own sectors are listed in the head and in a
    /// chain of lists. No sector of the file can be in it twice.
    fn read_table(&self) -> Option<Vec<u32>> {
        let most = self.bytes.len() / self.sector + 1;
        let mut sectors: Vec<u32> = numbers(self.bytes.get(76..512)?).collect();
        let mut next = u32_at(self.bytes, 68)?;
        let mut lists = 0;
        while next < FREE && lists <= most {
            let Some(list) = self.at(next) else { break };
            let mut list: Vec<u32> = numbers(list).collect();
            next = list.pop()?;
            sectors.extend(list);
            lists += 1;
        }
        let sectors = sectors.into_iter().filter(|sector| *sector < FREE).take(most);
        let sectors = sectors.filter_map(|sector| self.at(sector));
        Some(sectors.flat_map(numbers).take(most.saturating_mul(2)).collect())
    }

    /// The bytes of a chain; one that bites its own tail ends when it is as long as the file.
    fn chain(&self, start: u32) -> Vec<u8> {
        let (mut out, mut sector) = (Vec::new(), start);
        while sector < FREE
            && out.len() <= self.bytes.len()
            && let Some(bytes) = self.at(sector)
        {
            out.extend_from_slice(bytes);
            let Some(next) = self.table.get(sector as usize) else { break };
            sector = *next;
        }
        out
    }

    fn small_chain(&self, start: u32, length: usize) -> Vec<u8> {
        let (mut out, mut sector) = (Vec::new(), start);
        while sector < FREE
            && out.len() < length
            && let Some(rest) = self.small.get(sector as usize * 64..)
        {
            out.extend_from_slice(&rest[..rest.len().min(64)]);
            let Some(next) = self.small_table.get(sector as usize) else { break };
            sector = *next;
        }
        out.truncate(length);
        out
    }

    /// The bytes of the first stream of a name, in any case.
    pub fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let is = |entry: &&Entry| entry.is_stream && entry.name.eq_ignore_ascii_case(name);
        let entry = self.entries.iter().find(is)?;
        if entry.length < self.small_below {
            return Some(self.small_chain(entry.start, entry.length));
        }
        let mut bytes = self.chain(entry.start);
        bytes.truncate(entry.length);
        Some(bytes)
    }

    fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    /// What the file is by its streams.
    pub fn kind(&self) -> Kind {
        let kinds = [
            ("WordDocument", Kind::Doc),
            ("Workbook", Kind::Xls),
            ("Book", Kind::Xls),
            ("PowerPoint Document", Kind::Ppt),
        ];
        let found = kinds.into_iter().find(|(name, _)| self.has(name));
        found.map_or(Kind::Ole, |(_, kind)| kind)
    }

    /// Whether it is a newer document behind a password.
    pub fn is_encrypted(&self) -> bool {
        self.has("EncryptedPackage") || self.has("EncryptionInfo")
    }
}

fn entry(bytes: &[u8]) -> Option<Entry> {
    let length = usize::from(u16_at(bytes, 64)?).clamp(2, 64) - 2;
    let name = UTF_16LE.decode_without_bom_handling(&bytes[..length]).0.into_owned();
    let kind = bytes[66];
    (kind != 0).then(|| Entry {
        name,
        is_stream: kind == 2,
        start: u32_at(bytes, 116).unwrap_or(FREE),
        length: u32_at(bytes, 120).unwrap_or(0) as usize,
    })
}

/// Looks into a compound file.
pub(super) fn look(gather: &mut Gather<'_>, bytes: &[u8]) {
    let Some(file) = Compound::read(bytes) else { return gather.refuse(Reason::Damaged) };
    if file.is_encrypted() {
        return gather.find(Spot::File, What::Encrypted);
    }
    let is_program = |entry: &Entry| PROGRAM.contains(&entry.name.to_lowercase().as_str());
    if file.entries.iter().any(is_program) {
        gather.find(Spot::File, What::Macros);
    }
    for entry in &file.entries {
        let name = entry.name.to_lowercase();
        if name.ends_with("ole10native") || name == "package" || name.starts_with("mbd") {
            gather.find(Spot::File, What::EmbeddedFile { name: name.trim_start().to_owned() });
        }
    }
    for (stream, fields) in
        [("\u{5}SummaryInformation", SUMMARY), ("\u{5}DocumentSummaryInformation", DOCUMENT)]
    {
        if let Some(bytes) = file.stream(stream) {
            properties(gather, &bytes, fields);
        }
    }
    match file.kind() {
        Kind::Doc => doc::look(gather, &file),
        Kind::Xls => xls::look(gather, &file),
        _ => gather.find(Spot::File, What::TextNotRead(Unread::Format)),
    }
}

/// The properties that are told, by their numbers, under the names newer documents give them.
const SUMMARY: &[(u32, &str)] = &[
    (2, "title"),
    (3, "subject"),
    (4, "creator"),
    (5, "keywords"),
    (6, "description"),
    (7, "Template"),
    (8, "lastModifiedBy"),
];
const DOCUMENT: &[(u32, &str)] = &[(2, "category"), (14, "Manager"), (15, "Company")];

fn properties(gather: &mut Gather<'_>, bytes: &[u8], fields: &[(u32, &str)]) {
    let Some(start) = u32_at(bytes, 44) else { return };
    let Some(set) = bytes.get(start as usize..) else { return };
    let count = u32_at(set, 4).unwrap_or(0).min(1_000) as usize;
    let places: Vec<(u32, usize)> = (0..count)
        .filter_map(|n| Some((u32_at(set, 8 + 8 * n)?, u32_at(set, 12 + 8 * n)? as usize)))
        .collect();
    let page = places.iter().find(|(id, _)| *id == 1);
    let page = page.and_then(|(_, at)| u16_at(set, at.checked_add(4)?)).unwrap_or(936);
    for (id, name) in fields {
        let place = places.iter().find(|(known, _)| known == id);
        if let Some(text) = place.and_then(|(_, at)| string(set.get(*at..)?, page)) {
            office::property(gather, name, text.trim_matches(['\0', ' ']));
        }
    }
}

fn string(bytes: &[u8], page: u16) -> Option<String> {
    let length = u32_at(bytes, 4)? as usize;
    let rest = bytes.get(8..)?;
    match u16_at(bytes, 0)? {
        0x1F => {
            let raw = rest.get(..length.checked_mul(2)?)?;
            Some(UTF_16LE.decode_without_bom_handling(raw).0.into_owned())
        }
        0x1E => {
            let raw = rest.get(..length)?;
            let encoding = match page {
                65001 => UTF_8,
                1252 => WINDOWS_1252,
                1200 => UTF_16LE,
                _ => GB18030,
            };
            Some(encoding.decode_without_bom_handling(raw).0.into_owned())
        }
        _ => None,
    }
}
