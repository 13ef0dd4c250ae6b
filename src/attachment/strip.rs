//! A photograph without what it tells of people, places and devices. The packed picture itself
//! is copied byte by byte, and the way it has to be turned is kept.

use super::exif;
use super::kind::{self, Kind};
use super::parts::{self, Parts};

/// The file without its remarks; `None` where there is nothing to take out, where it is no JPEG,
/// PNG or WebP, and where it is damaged.
///
/// Kept are the picture, its colours (ICC, gamma …), its resolution and, if it is not upright,
/// how to turn it. The same bytes come of the same file, and nothing is left to strip in them.
pub fn strip(_name: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    let stripped = match kind::sniff(bytes) {
        Kind::Jpeg => jpeg(&sound(parts::jpeg(bytes))?),
        Kind::Png => png(&sound(parts::png(bytes))?),
        Kind::Webp => webp(&sound(parts::webp(bytes))?)?,
        _ => return None,
    };
    (stripped != bytes).then_some(stripped)
}

fn sound(parts: Parts<'_>) -> Option<Parts<'_>> {
    parts.whole.then_some(parts)
}

fn jpeg(parts: &Parts<'_>) -> Vec<u8> {
    let turned = parts.parts.iter().find_map(|part| match part.jpeg() {
        (0xE1, data) if data.starts_with(b"Exif\0") => exif::orientation(data.get(6..)?),
        _ => None,
    });
    let mut out = vec![0xFF, 0xD8];
    let mut told = false;
    for part in parts.parts.iter().skip(1) {
        let (marker, data) = part.jpeg();
        // JFIF has to come first.
        if marker != 0xE0 && !told {
            told = true;
            out.extend(turned.map(jpeg_exif).unwrap_or_default());
        }
        match marker {
            0xE0 => out.extend(jfif(data).unwrap_or_default()),
            0xE2 if data.starts_with(b"ICC_PROFILE\0") => out.extend(part.raw),
            // Adobe's segment says how the colours are coded.
            0xEE if data.starts_with(b"Adobe") => out.extend(part.raw),
            0xE1..=0xEF | 0xFE => {}
            _ => out.extend(part.raw),
        }
    }
    out
}

fn jpeg_exif(turned: u16) -> Vec<u8> {
    let tiff = exif::only_orientation(turned);
    let mut out = vec![0xFF, 0xE1, 0, 8 + tiff.len() as u8];
    out.extend(b"Exif\0\0");
    out.extend(tiff);
    out
}

/// JFIF's own head without the small picture it may hold.
fn jfif(data: &[u8]) -> Option<Vec<u8>> {
    let head = data.strip_prefix(b"JFIF\0")?.get(..7)?;
    let mut out = vec![0xFF, 0xE0, 0, 16];
    out.extend(b"JFIF\0");
    out.extend(head);
    out.extend([0, 0]);
    Some(out)
}

/// Chunks a picture needs to look as it does; all others are remarks.
const PNG_KEPT: [&[u8; 4]; 19] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT",
    b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT", b"cICP", b"mDCV", b"cLLI", b"hIST",
];

fn png(parts: &Parts<'_>) -> Vec<u8> {
    let turned = parts.parts.iter().filter(|part| &part.name == b"eXIf");
    let turned = turned.filter_map(|part| exif::orientation(part.data)).next();
    let mut out = b"\x89PNG\r\n\x1A\n".to_vec();
    let mut told = false;
    for part in &parts.parts {
        if matches!(&part.name, b"IDAT" | b"PLTE") && !told {
            told = true;
            out.extend(turned.map(png_exif).unwrap_or_default());
        }
        if PNG_KEPT.contains(&&part.name) {
            out.extend(part.raw);
        }
    }
    out
}

fn png_exif(turned: u16) -> Vec<u8> {
    let tiff = exif::only_orientation(turned);
    let mut named = b"eXIf".to_vec();
    named.extend(&tiff);
    let mut sum = flate2::Crc::new();
    sum.update(&named);
    let mut out = (tiff.len() as u32).to_be_bytes().to_vec();
    out.extend(named);
    out.extend(sum.sum().to_be_bytes());
    out
}

fn webp(parts: &Parts<'_>) -> Option<Vec<u8>> {
    let turned = parts.parts.iter().filter(|part| &part.name == b"EXIF").find_map(|part| {
        exif::orientation(part.data.strip_prefix(b"Exif\0\0").unwrap_or(part.data))
    });
    let mut inner = b"WEBP".to_vec();
    for part in &parts.parts {
        match &part.name {
            b"VP8X" => {
                let mut head = part.raw.to_vec();
                // Which further chunks there are: 08 EXIF, 04 XMP.
                let flags = head.get_mut(8)?;
                *flags &= !0x0C;
                *flags |= if turned.is_some() { 0x08 } else { 0 };
                inner.extend(head);
            }
            b"VP8 " | b"VP8L" | b"ALPH" | b"ANIM" | b"ANMF" | b"ICCP" => {
                inner.extend(part.raw);
                if inner.len() % 2 == 1 {
                    inner.push(0);
                }
            }
            _ => {}
        }
    }
    if let Some(turned) = turned {
        let tiff = exif::only_orientation(turned);
        inner.extend(b"EXIF");
        inner.extend((tiff.len() as u32).to_le_bytes());
        inner.extend(tiff);
    }
    let mut out = b"RIFF".to_vec();
    out.extend(u32::try_from(inner.len()).ok()?.to_le_bytes());
    out.extend(inner);
    Some(out)
}
