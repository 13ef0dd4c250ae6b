use super::*;
use crate::attachment::parts::{self, Part};

const POSITION: &str = "34°15′30″N 108°57′12″E";

#[test]
fn a_photograph_tells_where_by_whom_and_with_what_it_was_taken() {
    for name in ["photo.jpg", "photo.png", "photo.webp"] {
        let seen = seen(name);
        assert_eq!(seen.ending, Ending::Agrees);
        seen.found(&What::PhotoPosition(POSITION.to_owned()));
        seen.found(&person(Role::Author, "Jiang"));
        seen.found(&person(Role::Author, "蒋摄影"));
        let text = "SN-0042".to_owned();
        seen.found(&What::PhotoField { field: "BodySerialNumber", text });
        seen.found(&What::PhotoBlock("EXIF"));
        assert!(!seen.is_refused());
    }
    let jpeg = seen("photo.jpg");
    jpeg.found(&What::PhotoBlock("XMP"));
    jpeg.found(&person(Role::Author, "沈作者"));
    jpeg.says("文件属性“Comment”：拍摄说明");
    seen("photo.png").says("文件属性“Description”：说明");
}

#[test]
fn a_stripped_photograph_tells_nothing_and_is_still_the_right_way_up() {
    for name in ["photo.jpg", "photo.png", "photo.webp"] {
        let bytes = strip(name, &fixture(name)).expect("something to strip");
        let seen = look(name, &bytes, &Limits::default());
        assert_eq!((seen.texts, seen.findings), (vec![], vec![]), "{name}");
        assert_eq!(turned(&bytes), Some(6), "{name}");
        for word in [&b"Jiang"[..], b"SN-0042", b"Camera", b"rdf:"] {
            assert_eq!(kind::find(&bytes, word), None, "{name}");
        }
    }
}

#[test]
fn stripping_twice_is_stripping_once() {
    for name in ["photo.jpg", "photo.png", "photo.webp"] {
        let once = strip(name, &fixture(name)).expect("something to strip");
        assert_eq!(strip(name, &once), None, "{name}");
        assert_eq!(strip(name, &fixture(name)), Some(once), "{name}");
    }
}

#[test]
fn the_picture_itself_is_copied_byte_by_byte() {
    for (name, drawn) in [
        (
            "photo.jpg",
            &[[0u8; 4], [0xDB, 0, 0, 0], [0xC4, 0, 0, 0], [0xC0, 0, 0, 0], [0xE2, 0, 0, 0]][..],
        ),
        ("photo.png", &[*b"IHDR", *b"IDAT"]),
        ("photo.webp", &[*b"VP8L"]),
    ] {
        let before = fixture(name);
        let after = strip(name, &before).expect("something to strip");
        for kind in drawn {
            let of = |bytes| -> Vec<Vec<u8>> {
                let is = |part: &&Part<'_>| part.name == *kind;
                all(bytes).iter().filter(is).map(|part| part.raw.to_vec()).collect()
            };
            assert!(!of(&before).is_empty(), "{name} has {kind:?}");
            assert_eq!(of(&before), of(&after), "{name}");
        }
    }
}

#[test]
fn what_stands_behind_a_picture_is_told_and_taken_off() {
    for name in ["photo.jpg", "photo.png", "photo.webp"] {
        let mut bytes = fixture(name);
        bytes.extend(b"a film of a phone");
        look(name, &bytes, &Limits::default()).found(&What::PhotoBlock("data behind the picture"));
        assert_eq!(strip(name, &bytes), strip(name, &fixture(name)));
    }
}

#[test]
fn an_upright_picture_without_remarks_is_left_as_it_is() {
    let bytes = fixture("photo.jpg");
    let kept = parts::jpeg(&bytes);
    let mut plain = Vec::new();
    for part in kept.parts.iter().filter(|part| !matches!(part.name[0], 0xE1..=0xEF | 0xFE)) {
        plain.extend(part.raw);
    }
    assert_eq!(strip("a.jpg", &plain), None);
    assert_eq!(look("a.jpg", &plain, &Limits::default()).findings, []);
    assert_eq!(strip("a.jpg", &bytes[..bytes.len() - 2]), None, "damaged");
    assert_eq!(strip("a.pdf", b"%PDF-1.4"), None);
}

#[test]
fn a_thumbnail_a_position_and_a_place_s_name_are_told() {
    // One field in the first directory (a position), none but a thumbnail in the second.
    let mut tiff = b"II*\0\x08\0\0\0\x01\0\x25\x88\x04\0\x01\0\0\0\x40\0\0\0\x1A\0\0\0".to_vec();
    tiff.extend(b"\x01\0\x01\x02\x04\0\x01\0\0\0\0\0\0\0\0\0\0\0");
    tiff.resize(0x40, 0);
    tiff.extend(b"\x01\0\x1C\0\x07\0\x0F\0\0\0\x60\0\0\0");
    tiff.resize(0x60, 0);
    tiff.extend(b"ASCII\0\0\0someone");
    let seen = look("a.tif", &tiff, &Limits::default());
    assert_eq!(seen.kind, Kind::Tiff);
    seen.found(&What::PhotoThumbnail);
    seen.found(&What::PhotoPosition("someone".to_owned()));
    let mut heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic\0\0Exif\0\0".to_vec();
    heic.extend(&tiff);
    look("a.heic", &heic, &Limits::default()).found(&What::PhotoThumbnail);
}

#[test]
fn a_gif_s_comment_is_read() {
    let gif = b"GIF89a\x01\0\x01\0\0\0\0\x21\xFE\x05hello\0;";
    look("a.gif", gif, &Limits::default()).says("文件属性“Comment”：hello");
}

fn all(bytes: &[u8]) -> Vec<Part<'_>> {
    match kind::sniff(bytes) {
        Kind::Jpeg => parts::jpeg(bytes).parts,
        Kind::Png => parts::png(bytes).parts,
        _ => parts::webp(bytes).parts,
    }
}

fn turned(bytes: &[u8]) -> Option<u16> {
    all(bytes).iter().find_map(|part| match &part.name {
        [0xE1, 0, 0, 0] => exif::orientation(part.data.get(6..)?),
        b"eXIf" | b"EXIF" => exif::orientation(part.data),
        _ => None,
    })
}
