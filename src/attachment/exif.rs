//! EXIF: the fields of a photograph, in the form of TIFF.
//!
//! The crate `kamadak-exif` follows directories that overlap: 64 KB, as one segment of a JPEG
//! holds, become 3.6 million fields. Here their number is bounded, and nothing is copied.

use encoding_rs::{UTF_16BE, UTF_16LE};

use super::contents::{Role, Spot, What};
use super::gather::Gather;
use crate::content;

/// Most directories, most fields of all of them and most bytes of one that are read.
const MOST_DIRECTORIES: usize = 32;
const MOST_FIELDS: usize = 2_000;
const MOST_BYTES: usize = 1 << 20;

/// The field that says how to turn the picture.
pub(super) const ORIENTATION: u16 = 0x0112;

/// Tells what the fields say of a person, a place or a device.
pub(super) fn look(gather: &mut Gather<'_>, tiff: &[u8]) {
    let Some(fields) = Fields::read(tiff) else { return };
    fields.position(gather);
    let mut any = false;
    for field in &fields.found {
        any |= field.directory != Directory::Main || field.tag != ORIENTATION;
        told(gather, &fields, field);
    }
    if fields.thumbnail {
        gather.find(Spot::File, What::PhotoThumbnail);
    }
    if any {
        gather.find(Spot::File, What::PhotoBlock("EXIF"));
    }
}

/// How to turn the picture, if the fields say it and it is not upright.
pub(super) fn orientation(tiff: &[u8]) -> Option<u16> {
    let fields = Fields::read(tiff)?;
    let is = |f: &&Field<'_>| f.directory == Directory::Main && f.tag == ORIENTATION;
    let value = fields.found.iter().find(is).and_then(|field| fields.u16(field.data, 0))?;
    (2..=8).contains(&value).then_some(value)
}

/// Fields that hold nothing but how to turn the picture.
pub(super) fn only_orientation(value: u16) -> Vec<u8> {
    let mut tiff = b"MM\0*\0\0\0\x08\0\x01".to_vec();
    tiff.extend(ORIENTATION.to_be_bytes());
    tiff.extend([0, 3, 0, 0, 0, 1]);
    tiff.extend(value.to_be_bytes());
    tiff.extend([0; 6]);
    tiff
}

fn told(gather: &mut Gather<'_>, fields: &Fields<'_>, field: &Field<'_>) {
    let name = match (field.directory, field.tag) {
        (Directory::Main, 0x010E) => "ImageDescription",
        (Directory::Main, 0x010F) => "Make",
        (Directory::Main, 0x0110) => "Model",
        (Directory::Main, 0x0131) => "Software",
        (Directory::Main, 0x0132) => "DateTime",
        (Directory::Main, 0x013B) => "Artist",
        (Directory::Main, 0x013C) => "HostComputer",
        (Directory::Main, 0x8298) => "Copyright",
        (Directory::Main, 0x9C9B) => "XPTitle",
        (Directory::Main, 0x9C9C) => "XPComment",
        (Directory::Main, 0x9C9D) => "XPAuthor",
        (Directory::Main, 0x9C9E) => "XPKeywords",
        (Directory::Main, 0x9C9F) => "XPSubject",
        (Directory::Main, 0x83BB) => return gather.find(Spot::File, What::PhotoBlock("IPTC")),
        (Directory::Main, 0x02BC) => {
            gather.find(Spot::File, What::PhotoBlock("XMP"));
            return super::xmp::look(gather, field.data);
        }
        (Directory::Exif, 0x9003) => "DateTimeOriginal",
        (Directory::Exif, 0x9286) => "UserComment",
        (Directory::Exif, 0x927C) => {
            return gather.find(Spot::File, What::PhotoBlock("maker's notes"));
        }
        (Directory::Exif, 0xA420) => "ImageUniqueID",
        (Directory::Exif, 0xA430) => "CameraOwnerName",
        (Directory::Exif, 0xA431) => "BodySerialNumber",
        (Directory::Exif, 0xA435) => "LensSerialNumber",
        _ => return,
    };
    let text = match name.starts_with("XP") {
        true => UTF_16LE.decode_without_bom_handling(field.data).0.into_owned(),
        false if name == "UserComment" => comment(fields, field.data),
        false => text_of(field.data),
    };
    let text = text.trim_matches(|c: char| c == '\0' || c.is_whitespace()).to_owned();
    if text.is_empty() {
        return;
    }
    gather.text(Spot::Property(name.to_owned()), &text);
    let person = matches!(name, "Artist" | "XPAuthor" | "CameraOwnerName");
    match person {
        true => {
            let what = What::Person { role: Role::Author, name: text };
            gather.find(Spot::Property(name.to_owned()), what);
        }
        // What is told names the field itself.
        false => gather.find(Spot::File, What::PhotoField { field: name, text }),
    }
}

/// A comment's first eight bytes name its encoding.
fn comment(fields: &Fields<'_>, data: &[u8]) -> String {
    let rest = data.get(8..).unwrap_or_default();
    match data.starts_with(b"UNICODE\0") {
        true if fields.big => UTF_16BE.decode_without_bom_handling(rest).0.into_owned(),
        true => UTF_16LE.decode_without_bom_handling(rest).0.into_owned(),
        false => text_of(rest),
    }
}

/// A text that does not say its encoding.
pub(super) fn text_of(data: &[u8]) -> String {
    let end = data.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
    match content::decode(data[..end].to_vec()) {
        Ok(decoded) => decoded.text,
        Err(_) => String::from_utf8_lossy(&data[..end]).replace('\0', " "),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Directory {
    Main,
    Thumbnail,
    Exif,
    Gps,
}

struct Field<'a> {
    directory: Directory,
    tag: u16,
    data: &'a [u8],
}

/// The fields of all directories.
struct Fields<'a> {
    tiff: &'a [u8],
    big: bool,
    found: Vec<Field<'a>>,
    thumbnail: bool,
}

impl<'a> Fields<'a> {
    fn read(tiff: &'a [u8]) -> Option<Self> {
        let big = match tiff.get(..4)? {
            b"MM\0*" => true,
            b"II*\0" => false,
            _ => return None,
        };
        let mut fields = Self { tiff, big, found: Vec::new(), thumbnail: false };
        let mut left = vec![(Directory::Main, fields.u32(tiff, 4)?)];
        let mut seen: Vec<u32> = Vec::new();
        while let Some((directory, at)) = left.pop() {
            if at == 0 || seen.contains(&at) || seen.len() >= MOST_DIRECTORIES {
                continue;
            }
            seen.push(at);
            fields.directory(directory, at, &mut left);
        }
        Some(fields)
    }

    fn directory(&mut self, directory: Directory, at: u32, left: &mut Vec<(Directory, u32)>) {
        let Some(bytes) = self.tiff.get(at as usize..) else { return };
        let Some(count) = self.u16(bytes, 0) else { return };
        for n in 0..usize::from(count).min(MOST_FIELDS) {
            if self.found.len() >= MOST_FIELDS {
                return;
            }
            let Some(entry) = bytes.get(2 + 12 * n..14 + 12 * n) else { return };
            let Some((tag, data)) = self.entry(entry) else { continue };
            match (directory, tag) {
                (Directory::Main, 0x8769) => {
                    left.extend(self.u32(data, 0).map(|at| (Directory::Exif, at)));
                }
                (Directory::Main, 0x8825) => {
                    left.extend(self.u32(data, 0).map(|at| (Directory::Gps, at)));
                }
                (Directory::Thumbnail, 0x0201) => self.thumbnail = true,
                _ => {}
            }
            // A second one of the same name is shown by no program.
            if !self.found.iter().any(|f| f.directory == directory && f.tag == tag) {
                self.found.push(Field { directory, tag, data });
            }
        }
        if directory == Directory::Main {
            let next = self.u32(bytes, 2 + 12 * usize::from(count));
            left.extend(next.map(|at| (Directory::Thumbnail, at)));
        }
    }

    fn entry(&self, entry: &'a [u8]) -> Option<(u16, &'a [u8])> {
        let tag = self.u16(entry, 0)?;
        let width: usize = match self.u16(entry, 2)? {
            1 | 2 | 6 | 7 => 1,
            3 | 8 => 2,
            4 | 9 | 11 | 13 => 4,
            5 | 10 | 12 => 8,
            _ => return None,
        };
        let length = width.checked_mul(self.u32(entry, 4)? as usize)?;
        if length <= 4 {
            return Some((tag, &entry[8..8 + length]));
        }
        let start = self.u32(entry, 8)? as usize;
        let data = self.tiff.get(start..)?;
        // A text cut off is still a text.
        Some((tag, &data[..length.min(data.len()).min(MOST_BYTES)]))
    }

    fn u16(&self, bytes: &[u8], at: usize) -> Option<u16> {
        let bytes = bytes.get(at..)?.first_chunk::<2>()?;
        Some(if self.big { u16::from_be_bytes(*bytes) } else { u16::from_le_bytes(*bytes) })
    }

    fn u32(&self, bytes: &[u8], at: usize) -> Option<u32> {
        let bytes = bytes.get(at..)?.first_chunk::<4>()?;
        Some(if self.big { u32::from_be_bytes(*bytes) } else { u32::from_le_bytes(*bytes) })
    }

    /// Where the photograph was taken: a position, or the name of a place.
    fn position(&self, gather: &mut Gather<'_>) {
        let of = |tag| {
            let is = |f: &&Field<'_>| f.directory == Directory::Gps && f.tag == tag;
            self.found.iter().find(is).map(|field| field.data)
        };
        let one = |side: u16, value: u16| {
            let degrees = self.degrees(of(value)?)?;
            let side = of(side).and_then(|data| data.first()).filter(|b| b.is_ascii_alphabetic());
            Some(format!("{degrees}{}", side.map(|b| char::from(*b)).unwrap_or_default()))
        };
        let parts: Vec<String> = [one(1, 2), one(3, 4)].into_iter().flatten().collect();
        if !parts.is_empty() {
            gather.find(Spot::File, What::PhotoPosition(parts.join(" ")));
        }
        if let Some(area) = of(0x1C) {
            gather.find(Spot::File, What::PhotoPosition(comment(self, area)));
        }
    }

    /// Degrees, minutes and seconds, each a fraction; the last with what is after the point left
    /// out, which is some thirty metres.
    fn degrees(&self, data: &[u8]) -> Option<String> {
        let part = |n: usize| {
            let (above, below) = (self.u32(data, 8 * n)?, self.u32(data, 8 * n + 4)?);
            Some((u64::from(above), u64::from(below.max(1))))
        };
        let (degrees, minutes) = (part(0)?, part(1).unwrap_or((0, 1)));
        let seconds = part(2).unwrap_or((0, 1));
        // All in seconds, whichever of the three carries the fraction.
        let whole = |(above, below): (u64, u64), unit: u64| above.saturating_mul(unit) / below;
        let all = whole(degrees, 3600) + whole(minutes, 60) + whole(seconds, 1);
        Some(format!("{}°{:02}′{:02}″", all / 3600, all / 60 % 60, all % 60))
    }
}
