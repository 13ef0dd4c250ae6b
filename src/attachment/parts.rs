//! JPEG, PNG and WebP taken apart into the parts they are made of, without decoding a picture.
//!
//! The crate `img-parts` takes all that follows the first scan of a JPEG for the picture: remarks
//! between scans, and the film a phone puts behind the end, would stay in a stripped file.

/// One part of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part<'a> {
    /// The chunk's name; of a JPEG the marker, in the first byte.
    pub name: [u8; 4],
    /// What the part says.
    pub data: &'a [u8],
    /// The part as it stands in the file, with name, length and sum.
    pub raw: &'a [u8],
}

impl<'a> Part<'a> {
    /// The marker and data of a JPEG's segment.
    pub fn jpeg(&self) -> (u8, &'a [u8]) {
        (self.name[0], self.data)
    }
}

/// All parts of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Parts<'a> {
    pub parts: Vec<Part<'a>>,
    /// Whether the end of the picture was reached.
    pub whole: bool,
    /// How many bytes follow behind the end.
    pub behind: usize,
}

/// The name given to the packed picture of a JPEG, which is no marker.
pub(super) const SCAN: u8 = 0;
const START: u8 = 0xD8;
const END: u8 = 0xD9;
const START_OF_SCAN: u8 = 0xDA;

/// The segments of a JPEG: its start, markers with their data, packed pictures and end.
pub(super) fn jpeg(bytes: &[u8]) -> Parts<'_> {
    let mut parts = Parts { parts: Vec::new(), whole: false, behind: 0 };
    let mut at = 0;
    while let Some((part, next)) = segment(bytes, at) {
        let marker = part.name[0];
        parts.parts.push(part);
        at = next;
        if marker == END {
            parts.whole = true;
            parts.behind = bytes.len() - at;
            break;
        }
        if marker == START_OF_SCAN {
            let scan = &bytes[at..];
            let scan = &scan[..end_of_scan(scan)];
            parts.parts.push(Part { name: [SCAN, 0, 0, 0], data: scan, raw: scan });
            at += scan.len();
        }
    }
    parts
}

fn segment(bytes: &[u8], at: usize) -> Option<(Part<'_>, usize)> {
    (bytes.get(at) == Some(&0xFF)).then_some(())?;
    // A marker may be filled up with further FF before it.
    let fill = bytes[at..].iter().take_while(|byte| **byte == 0xFF).count();
    let code = at + fill;
    let marker = *bytes.get(code)?;
    let name = [marker, 0, 0, 0];
    if matches!(marker, START | END | 0x01 | 0xD0..=0xD7) {
        let part = Part { name, data: &[], raw: &bytes[code - 1..=code] };
        return Some((part, code + 1));
    }
    let length = usize::from(u16::from_be_bytes(*bytes.get(code + 1..)?.first_chunk::<2>()?));
    let data = bytes.get(code + 3..code + 1 + length)?;
    Some((Part { name, data, raw: &bytes[code - 1..code + 1 + length] }, code + 1 + length))
}

/// A packed picture ends at a marker that is neither an escaped FF nor a restart.
fn end_of_scan(scan: &[u8]) -> usize {
    let mut at = 0;
    while let Some(found) = scan[at..].iter().position(|byte| *byte == 0xFF) {
        at += found;
        match scan.get(at + 1) {
            Some(0 | 0xD0..=0xD7) => at += 2,
            Some(0xFF) => at += 1,
            Some(_) => return at,
            None => break,
        }
    }
    scan.len()
}

/// The chunks of a PNG behind its signature.
pub(super) fn png(bytes: &[u8]) -> Parts<'_> {
    let mut parts = Parts { parts: Vec::new(), whole: false, behind: 0 };
    let mut at = 8;
    while let Some(part) = png_chunk(bytes, at) {
        at += part.raw.len();
        parts.parts.push(part);
        if &part.name == b"IEND" {
            parts.whole = true;
            parts.behind = bytes.len() - at;
            break;
        }
    }
    parts
}

fn png_chunk(bytes: &[u8], at: usize) -> Option<Part<'_>> {
    let rest = bytes.get(at..)?;
    let length = u32::from_be_bytes(*rest.first_chunk::<4>()?) as usize;
    let name = *rest.get(4..)?.first_chunk::<4>()?;
    let raw = rest.get(..length.checked_add(12)?)?;
    Some(Part { name, data: &raw[8..8 + length], raw })
}

/// The chunks of a WebP inside its RIFF head.
pub(super) fn webp(bytes: &[u8]) -> Parts<'_> {
    let mut parts = Parts { parts: Vec::new(), whole: false, behind: 0 };
    let Some(claimed) = bytes.get(4..).and_then(|rest| rest.first_chunk::<4>()) else {
        return parts;
    };
    let end = (u32::from_le_bytes(*claimed) as usize).saturating_add(8);
    let inner = &bytes[..end.min(bytes.len())];
    let mut at = 12;
    while let Some((part, next)) = webp_chunk(inner, at) {
        parts.parts.push(part);
        at = next;
    }
    parts.whole = at >= inner.len() && end <= bytes.len() && !parts.parts.is_empty();
    parts.behind = bytes.len().saturating_sub(end);
    parts
}

fn webp_chunk(bytes: &[u8], at: usize) -> Option<(Part<'_>, usize)> {
    let rest = bytes.get(at..)?;
    let name = *rest.first_chunk::<4>()?;
    let length = u32::from_le_bytes(*rest.get(4..)?.first_chunk::<4>()?) as usize;
    let end = length.checked_add(8)?;
    let data = rest.get(8..end)?;
    // Chunks of odd length are filled up; the last is not by every program.
    let raw = rest.get(..end + length % 2).unwrap_or(&rest[..end]);
    Some((Part { name, data, raw }, at + raw.len()))
}
