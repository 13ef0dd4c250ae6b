//! OLE2 compound files: the formats of Office 97, of WPS, and of documents with a password.
//!
//! What runs, who wrote it and whether it is locked is told; the text is not read. No crate reads
//! these formats within limits: a few bytes of a BIFF workbook make `calamine` ask for all the
//! memory there is. An office saves such a file as docx, xlsx or PDF before it is given out.

use std::io::{Cursor, Read};

use cfb::CompoundFile;
use encoding_rs::{GB18030, UTF_8, UTF_16LE, WINDOWS_1252};

use super::contents::{Reason, Spot, Unread, What};
use super::gather::Gather;
use super::kind::Kind;
use super::office;

const PROGRAM: [&str; 5] = ["_vba_project", "_vba_project_cur", "vba", "macros", "vbaproject.bin"];
/// Most bytes of a stream that are read.
const MOST_BYTES: u64 = 1 << 20;

type Compound<'a> = CompoundFile<Cursor<&'a [u8]>>;

/// Looks into a compound file, and tells what it is; the ending of its name is asked where its
/// streams do not say.
pub(super) fn look(gather: &mut Gather<'_>, ending: &str, bytes: &[u8]) -> Kind {
    let Ok(mut file) = CompoundFile::open(Cursor::new(bytes)) else {
        gather.refuse(Reason::Damaged);
        return Kind::Ole;
    };
    let entries = file.walk().take(gather.limits.entries);
    let names: Vec<String> = entries.map(|entry| entry.name().to_lowercase()).collect();
    if names.len() == gather.limits.entries {
        gather.refuse(Reason::Bomb);
    }
    let has = |name: &str| names.iter().any(|known| known == name);
    if has("encryptedpackage") || has("encryptioninfo") {
        gather.find(Spot::File, What::Encrypted);
        return locked(ending);
    }
    if PROGRAM.iter().any(|name| has(name)) {
        gather.find(Spot::File, What::Macros);
    }
    for name in &names {
        if name.ends_with("ole10native") || name == "package" || name.starts_with("mbd") {
            gather.find(Spot::File, What::EmbeddedFile { name: name.trim_start().to_owned() });
        }
    }
    for (name, fields) in
        [("\u{5}SummaryInformation", SUMMARY), ("\u{5}DocumentSummaryInformation", DOCUMENT)]
    {
        if let Some(bytes) = stream(&mut file, name) {
            properties(gather, &bytes, fields);
        }
    }
    if has_password(&mut file) {
        gather.find(Spot::File, What::Encrypted);
    }
    gather.find(Spot::File, What::TextNotRead(Unread::Format));
    let kinds = [
        ("worddocument", Kind::Doc),
        ("workbook", Kind::Xls),
        ("book", Kind::Xls),
        ("powerpoint document", Kind::Ppt),
    ];
    match kinds.into_iter().find(|(name, _)| has(name)) {
        Some((_, kind)) => kind,
        // An installer of Windows is of this form too.
        None if matches!(ending, "msi" | "msp") => Kind::Executable,
        None => Kind::Ole,
    }
}

/// A newer document with a password hides what it is; the password is what is told.
fn locked(ending: &str) -> Kind {
    match ending {
        "xlsx" | "xls" | "et" | "xlsm" => Kind::Xlsx,
        "pptx" | "ppt" | "dps" => Kind::Pptx,
        _ => Kind::Docx,
    }
}

/// The beginning of a stream.
fn stream(file: &mut Compound<'_>, name: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    file.open_stream(name).ok()?.take(MOST_BYTES).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// A flag in the head of a Word document, or one of the first records of a workbook.
fn has_password(file: &mut Compound<'_>) -> bool {
    if let Some(head) = stream(file, "WordDocument").and_then(|bytes| u16_at(&bytes, 10)) {
        return head & 0x0100 != 0;
    }
    let Some(book) = stream(file, "Workbook") else { return false };
    let mut at = 0;
    (0..8).any(|_| {
        let id = u16_at(&book, at);
        at += 4 + usize::from(u16_at(&book, at + 2).unwrap_or(0));
        id == Some(0x2F)
    })
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk::<2>().map(|b| u16::from_le_bytes(*b))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk::<4>().map(|b| u32::from_le_bytes(*b))
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
