//! What a picture tells besides what it shows.

use super::contents::{Reason, Spot, What};
use super::exif;
use super::gather::Gather;
use super::kind::{Kind, find};
use super::parts::{self, Part};
use super::xmp;

/// Looks into a picture.
pub(super) fn look(gather: &mut Gather<'_>, kind: Kind, bytes: &[u8]) {
    match kind {
        Kind::Jpeg => jpeg(gather, bytes),
        Kind::Png => png(gather, bytes),
        Kind::Webp => webp(gather, bytes),
        Kind::Gif => gif(gather, bytes),
        Kind::Tiff => exif::look(gather, bytes),
        Kind::Heic => heic(gather, bytes),
        _ => {}
    }
}

fn all(gather: &mut Gather<'_>, parts: parts::Parts<'_>, on: impl Fn(&mut Gather<'_>, &Part<'_>)) {
    for part in &parts.parts {
        on(gather, part);
    }
    if !parts.whole {
        gather.refuse(Reason::Damaged);
    }
    if parts.behind > 0 {
        // Phones put films and further pictures there.
        gather.find(Spot::File, What::PhotoBlock("data behind the picture"));
    }
}

fn jpeg(gather: &mut Gather<'_>, bytes: &[u8]) {
    all(gather, parts::jpeg(bytes), |gather, part| match part.jpeg() {
        (0xE1, data) if data.starts_with(b"Exif\0") => {
            exif::look(gather, data.get(6..).unwrap_or_default());
        }
        (0xE1, data) if data.starts_with(b"http://ns.adobe.com/") => {
            let at = data.iter().position(|byte| *byte == 0).map_or(data.len(), |at| at + 1);
            block(gather, "XMP", &data[at..]);
        }
        (0xED, data) => iptc(gather, data),
        (0xE2, data) if data.starts_with(b"MPF\0") => {
            gather.find(Spot::File, What::PhotoBlock("MPF"));
        }
        (0xFE, data) => loose(gather, "Comment", data),
        _ => {}
    });
}

fn png(gather: &mut Gather<'_>, bytes: &[u8]) {
    all(gather, parts::png(bytes), |gather, part| match &part.name {
        b"eXIf" => exif::look(gather, part.data),
        b"tEXt" => keyed(gather, part.data, false),
        b"zTXt" => keyed(gather, part.data, true),
        b"iTXt" => international(gather, part.data),
        _ => {}
    });
}

fn webp(gather: &mut Gather<'_>, bytes: &[u8]) {
    all(gather, parts::webp(bytes), |gather, part| match &part.name {
        b"EXIF" => {
            exif::look(gather, part.data.strip_prefix(b"Exif\0\0").unwrap_or(part.data));
        }
        b"XMP " => block(gather, "XMP", part.data),
        _ => {}
    });
}

/// Comments of a GIF stand in blocks behind 21 FE; the rest of the file is not taken apart.
fn gif(gather: &mut Gather<'_>, bytes: &[u8]) {
    let mut rest = bytes;
    while let Some(at) = find(rest, &[0x21, 0xFE]) {
        rest = &rest[at + 2..];
        let mut text = Vec::new();
        while let Some((length, more)) = rest.split_first() {
            let length = usize::from(*length).min(more.len());
            text.extend_from_slice(&more[..length]);
            rest = &more[length..];
            if length == 0 {
                break;
            }
        }
        // The same two bytes in the picture itself are followed by no text.
        if crate::content::decode(text.clone()).is_ok() {
            loose(gather, "Comment", &text);
        }
    }
    if let Some(at) = find(bytes, b"XMP DataXMP") {
        block(gather, "XMP", &bytes[at + 11..]);
    }
}

/// The item that holds EXIF is found by its head: only cameras and phones write it.
fn heic(gather: &mut Gather<'_>, bytes: &[u8]) {
    let mut rest = bytes;
    for _ in 0..16 {
        let Some(at) = find(rest, b"Exif\0\0") else { break };
        rest = &rest[at + 6..];
        if rest.starts_with(b"II*\0") || rest.starts_with(b"MM\0*") {
            exif::look(gather, rest);
        }
    }
    if let Some(at) = find(bytes, b"<x:xmpmeta") {
        block(gather, "XMP", &bytes[at..]);
    }
}

/// A block of XMP: told, and read for names and texts.
fn block(gather: &mut Gather<'_>, name: &'static str, data: &[u8]) {
    gather.find(Spot::File, What::PhotoBlock(name));
    xmp::look(gather, data);
}

/// The records of IPTC in a block of Photoshop's: 1C 02, a number, a length, a text.
fn iptc(gather: &mut Gather<'_>, data: &[u8]) {
    gather.find(Spot::File, What::PhotoBlock("IPTC"));
    let mut rest = data;
    while let Some(at) = find(rest, &[0x1C, 0x02]) {
        let Some(&[_, _, _, high, low]) = rest.get(at..).and_then(|r| r.first_chunk::<5>()) else {
            return;
        };
        let length = usize::from(u16::from_be_bytes([high, low]));
        match rest.get(at + 5..at + 5 + length) {
            Some(text) => {
                loose(gather, "IPTC", text);
                rest = &rest[at + 5 + length..];
            }
            None => rest = &rest[at + 2..],
        }
    }
}

/// A text in whatever encoding.
fn loose(gather: &mut Gather<'_>, name: &str, data: &[u8]) {
    gather.text(Spot::Property(name.to_owned()), &exif::text_of(data));
}

fn keyed(gather: &mut Gather<'_>, data: &[u8], packed: bool) {
    let end = data.iter().position(|byte| *byte == 0).unwrap_or(data.len());
    let (key, rest) = (&data[..end], data.get(end + 1..).unwrap_or_default());
    if !packed {
        return loose(gather, &exif::text_of(key), rest);
    }
    unpacked(gather, key, rest.get(1..).unwrap_or_default());
}

fn unpacked(gather: &mut Gather<'_>, key: &[u8], data: &[u8]) {
    let limits = gather.limits;
    match gather.budget.unpack(data, limits) {
        Ok((text, _)) => loose(gather, &exif::text_of(key), &text),
        Err(reason) => gather.refuse(reason),
    }
}

/// Key, whether packed, how, language, translated key, text.
fn international(gather: &mut Gather<'_>, data: &[u8]) {
    let mut parts = data.splitn(2, |byte| *byte == 0);
    let (key, rest) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let packed = rest.first() == Some(&1);
    let mut parts = rest.get(2..).unwrap_or_default().splitn(3, |byte| *byte == 0);
    let text = parts.nth(2).unwrap_or_default();
    match (key, packed) {
        (b"XML:com.adobe.xmp", false) => block(gather, "XMP", text),
        (_, false) => loose(gather, &exif::text_of(key), text),
        (_, true) => unpacked(gather, key, text),
    }
}
