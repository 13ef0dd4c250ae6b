//! Files made to do harm: bombs, claims without anything behind them, damage of every kind.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use proptest::prelude::*;

use super::*;

const ALL: [&str; 17] = [
    "browser.pdf",
    "bundle.zip",
    "letter.docx",
    "macro.docm",
    "old.doc",
    "old.rtf",
    "old.xls",
    "page.ofd",
    "photo.jpg",
    "photo.png",
    "photo.webp",
    "printed.pdf",
    "rich.pdf",
    "roster.xlsx",
    "slides.pptx",
    "text.odt",
    "make.py",
];

/// Little enough that a bomb is one quickly.
fn small() -> Limits {
    Limits {
        file: 1 << 20,
        unpacked: 1 << 20,
        ratio: 50,
        ratio_from: 1 << 18,
        entries: 100,
        depth: 64,
        text: 1 << 16,
        pieces: 500,
        objects: 2_000,
        findings: 50,
    }
}

fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ::zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, data) in parts {
        zip.start_file(*name, ::zip::write::SimpleFileOptions::default()).expect("a name");
        zip.write_all(data).expect("to memory");
    }
    zip.finish().expect("to memory").into_inner()
}

#[test]
fn a_zip_bomb_is_refused_before_it_bursts() {
    let nothing = vec![b' '; 8 << 20];
    let bomb = zip(&[("a.txt", &nothing)]);
    assert!(bomb.len() < 100_000);
    look("a.zip", &bomb, &small()).found(&What::Refused(Reason::Bomb));
    let limits = Limits { ratio: 5_000, ratio_from: 64 << 20, ..small() };
    look("a.zip", &bomb, &limits).found(&What::Refused(Reason::Bomb));
    let sheet = zip(&[("[Content_Types].xml", b"<t/>"), ("xl/workbook.xml", &nothing)]);
    look("a.xlsx", &sheet, &small()).found(&What::Refused(Reason::Bomb));
}

#[test]
fn what_an_entry_claims_of_its_length_is_not_believed() {
    let mut zip = zip(&[("a.txt", &vec![b' '; 8 << 20])]);
    for (head, length) in [(&b"PK\x03\x04"[..], 22), (b"PK\x01\x02", 24)] {
        let at = zip.windows(4).rposition(|four| four == head).expect("a head") + length;
        zip[at..at + 4].copy_from_slice(&[1, 0, 0, 0]);
    }
    assert!(look("a.zip", &zip, &small()).is_refused());
}

#[test]
fn an_archive_of_too_many_entries_is_refused() {
    let names: Vec<String> = (0..200).map(|n| format!("{n}.txt")).collect();
    let parts: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    look("a.zip", &zip(&parts), &small()).found(&What::Refused(Reason::Bomb));
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    look("a.doc", &ole(&[], &names), &small()).found(&What::Refused(Reason::Bomb));
}

#[test]
fn chains_of_sectors_that_bite_their_tail_come_to_an_end() {
    let mut bytes = fixture("old.xls");
    // The table of which sector follows which; each is said to follow itself.
    let table = 512 * (1 + usize::from(bytes[76]));
    for (number, place) in (0u32..).zip(bytes[table..table + 64].chunks_exact_mut(4)) {
        place.copy_from_slice(&number.to_le_bytes());
    }
    look("a.xls", &bytes, &small()).found(&What::TextNotRead(Unread::Format));
}

#[test]
fn entities_are_never_expanded() {
    let mut bomb = "<!DOCTYPE svg [<!ENTITY a0 \"haha\">".to_owned();
    for n in 1..20 {
        bomb += &format!("<!ENTITY a{n} \"{}\">", format!("&a{};", n - 1).repeat(10));
    }
    bomb += "]><svg xmlns='http://www.w3.org/2000/svg'><text>&a19;</text></svg>";
    let seen = look("a.svg", bomb.as_bytes(), &Limits::default());
    seen.says("文件：&a19;");
    seen.found(&What::Entities);
    assert!(seen.is_refused());
    let outside =
        "<!DOCTYPE w:document [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><d><p><t>&x;</t></p></d>";
    let parts = [("[Content_Types].xml", &b"<t/>"[..]), ("word/document.xml", outside.as_bytes())];
    let seen = look("a.docx", &zip(&parts), &Limits::default());
    seen.says("第1段：&x;");
    seen.found(&What::Entities);
}

#[test]
fn depth_is_bounded_in_xml_and_pdf() {
    let deep = format!("<svg>{}", "<g>".repeat(100_000));
    look("a.svg", deep.as_bytes(), &small()).found(&What::Refused(Reason::Bomb));
    let deep = format!("%PDF-1.4\n1 0 obj{}", "[".repeat(100_000));
    assert!(look("a.pdf", deep.as_bytes(), &small()).is_refused());
}

#[test]
fn a_pdf_that_makes_one_go_over_it_again_and_again_is_refused() {
    // Each object begins a text that never ends.
    let bytes = format!("%PDF-1.4\n{}", "1 0 obj(".repeat(60_000));
    look("a.pdf", bytes.as_bytes(), &small()).found(&What::Refused(Reason::Bomb));
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(&vec![b' '; 8 << 20]).expect("to memory");
    let packed = packed.finish().expect("to memory");
    let mut bytes =
        b"%PDF-1.4\n1 0 obj<</Type/Page/Contents 2 0 R>>endobj 2 0 obj<</Filter/FlateDecode>>stream\n".to_vec();
    bytes.extend(packed);
    bytes.extend(b"\nendstream endobj");
    look("a.pdf", &bytes, &small()).found(&What::Refused(Reason::Bomb));
}

#[test]
fn a_text_that_a_million_cells_share_is_kept_within_the_limit() {
    let blank = " ".repeat(100_000);
    let shared = format!("<sst><si><t>{blank}甲{blank}</t></si><si><t>{blank}</t></si></sst>");
    let cells = "<c t=\"s\" r=\"A1\"><v>0</v></c><c t=\"s\"><v>1</v></c>".repeat(10_000);
    let book = "<workbook><sheets><sheet name='表' r:id='r'/></sheets></workbook>";
    let sheet = format!("<worksheet><sheetData><row>{cells}</row></sheetData></worksheet>");
    let seen = look(
        "a.xlsx",
        &zip(&[
            ("[Content_Types].xml", b"<t/>"),
            ("xl/workbook.xml", book.as_bytes()),
            ("xl/sharedStrings.xml", shared.as_bytes()),
            ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ]),
        &Limits { text: 60, ..Limits::default() },
    );
    assert_eq!(seen.texts.len(), 20);
    assert!(seen.texts[1..].iter().all(|piece| piece.text == "甲"));
    seen.found(&What::TextNotRead(Unread::TooMuch));
}

#[test]
fn harmless_findings_without_number_keep_no_bad_one_out() {
    let objects: String =
        (2..200).map(|n| format!("{n} 0 obj<</S/GoToR/F({n})>>endobj\n")).collect();
    let bytes = format!("%PDF-1.4\n{objects}900 0 obj<</S/JavaScript>>endobj");
    let seen = look("a.pdf", bytes.as_bytes(), &small());
    assert!(seen.findings.len() >= 50);
    seen.found(&What::PdfJavaScript);
}

#[test]
fn a_form_that_draws_itself_and_a_tree_that_bites_its_tail_come_to_an_end() {
    let bytes = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n\
        2 0 obj<</Kids[2 0 R 3 0 R 2 0 R]>>endobj\n\
        3 0 obj<</Type/Page/Contents 4 0 R/Resources 5 0 R>>endobj\n\
        4 0 obj<</Subtype/Form/Length 6 0 R>>stream\n/X Do\nendstream endobj\n\
        5 0 obj<</XObject<</X 4 0 R>>>>endobj\n6 0 obj 6 0 R endobj\n";
    assert_eq!(look("a.pdf", bytes, &small()).findings, []);
}

#[test]
fn claims_of_gigabytes_are_not_believed() {
    let png = b"\x89PNG\r\n\x1A\n\xFF\xFF\xFF\xF0IDATx";
    look("a.png", png, &small()).found(&What::Refused(Reason::Damaged));
    let webp = b"RIFF\xF0\xFF\xFF\xFFWEBPVP8 \xF0\xFF\xFF\xFF";
    look("a.webp", webp, &small()).found(&What::Refused(Reason::Damaged));
    let tiff = b"II*\0\x08\0\0\0\xFF\xFF\x0E\x01\x02\0\xFF\xFF\xFF\xFF\x00\x00\x00\x00";
    look("a.tif", tiff, &small());
    let pdf = b"%PDF-1.4\n1 0 obj<</Length 999999999>>stream\nx\nendstream\nendobj\n\
        9 0 obj<</Type/Page>>endobj";
    assert_eq!(look("a.pdf", pdf, &small()).findings, []);
    let mut ole = fixture("old.doc");
    ole[44..48].copy_from_slice(&[0xFF; 4]);
    ole[64..76].copy_from_slice(&[0xFF; 12]);
    look("a.doc", &ole, &small());
}

#[test]
fn a_file_over_the_limit_is_not_looked_into() {
    let limits = Limits { file: 10, ..Limits::default() };
    let seen = look("a.txt", "超过十个字节".as_bytes(), &limits);
    assert_eq!(seen.texts, []);
    seen.found(&What::Refused(Reason::TooBig));
}

#[test]
fn text_over_the_limit_is_left_out_and_told() {
    let limits = Limits { text: 10, ..Limits::default() };
    let seen = look("a.txt", "一二\n三四五六\n七\n".as_bytes(), &limits);
    assert_eq!(seen.told(), ["第1行：一二", "第3行：七"]);
    seen.found(&What::TextNotRead(Unread::TooMuch));
}

#[test]
fn a_file_cut_off_anywhere_is_never_a_panic() {
    for name in ALL {
        let bytes = fixture(name);
        let step = (bytes.len() / 60).max(1);
        for end in (0..bytes.len()).step_by(step) {
            look(name, &bytes[..end], &small());
            strip(name, &bytes[..end]);
        }
    }
}

fn bounded(name: &str, bytes: &[u8]) -> Result<(), TestCaseError> {
    let limits = small();
    let seen = look(name, bytes, &limits);
    let stripped = strip(name, bytes);
    prop_assert!(seen.texts.len() <= limits.pieces && seen.findings.len() <= 2 * limits.findings);
    let length: usize = seen.texts.iter().map(|piece| piece.text.len()).sum();
    prop_assert!(length <= limits.text);
    if let Some(stripped) = stripped {
        prop_assert_eq!(strip(name, &stripped), None);
        prop_assert!(stripped.len() <= bytes.len() + 64);
    }
    Ok(())
}

/// Beginnings that lead to each reader.
const HEADS: [&[u8]; 16] = [
    b"",
    b"PK\x03\x04",
    b"%PDF-1.4\n1 0 obj",
    b"{\\rtf1",
    b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
    b"\xFF\xD8\xFF",
    b"\x89PNG\r\n\x1A\n",
    b"GIF89a",
    b"RIFF\xFF\0\0\0WEBPVP8X",
    b"II*\0",
    b"MM\0*",
    b"\0\0\0\x18ftypheicExif\0\0II*\0",
    b"<svg ",
    b"<!DOCTYPE html><",
    b"<?xml version='1.0'?>",
    b"%PDF-1.4\n1 0 obj<</Type/Page/Contents 2 0 R>>endobj 2 0 obj<<>>stream\nBT /F 1 Tf ",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_bytes_are_looked_into_without_harm(
        head in 0..HEADS.len(),
        rest in proptest::collection::vec(any::<u8>(), 0..600),
    ) {
        let bytes = [HEADS[head], &rest].concat();
        bounded("a.bin", &bytes)?;
    }

    #[test]
    fn any_words_of_a_pdf_are_looked_into_without_harm(
        words in proptest::collection::vec(0..24usize, 0..200),
    ) {
        const WORDS: [&str; 24] = [
            "1 0 obj", "2 0 obj", "endobj", "<<", ">>", "[", "]", "/Kids", "/Type/Page", "1 0 R",
            "2 0 R", "stream\n", "\nendstream", "/Contents", "/Filter/ASCIIHexDecode", "(a)", "<41>",
            "trailer", "/Root", "/Pages", "/Resources", "-1.5", "/XObject", "/Type/ObjStm/First 9/N 2",
        ];
        let text: Vec<&str> = words.iter().map(|n| WORDS[*n]).collect();
        bounded("a.pdf", format!("%PDF-1.4\n{}", text.join(" ")).as_bytes())?;
    }

    #[test]
    fn a_damaged_file_of_any_kind_is_looked_into_without_harm(
        file in 0..ALL.len(),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        end in any::<prop::sample::Index>(),
        cut in any::<bool>(),
    ) {
        let mut bytes = fixture(ALL[file]);
        for (at, value) in changes {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        if cut {
            bytes.truncate(end.index(bytes.len()));
        }
        bounded(ALL[file], &bytes)?;
    }

    #[test]
    fn damage_behind_the_packing_is_without_harm_too(
        part in 0..4usize,
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        const PARTS: [(&str, &str); 4] = [
            ("letter.docx", "word/document.xml"),
            ("roster.xlsx", "xl/worksheets/sheet1.xml"),
            ("roster.xlsx", "xl/workbook.xml"),
            ("letter.docx", "word/_rels/document.xml.rels"),
        ];
        let (file, changed) = PARTS[part];
        let bytes = fixture(file);
        let limits = Limits::default();
        let archive = zip::Archive::open(&bytes, &limits).expect("an archive");
        let mut budget = limits::Budget::new(&limits);
        let mut parts: Vec<(String, Vec<u8>)> = archive
            .entries
            .iter()
            .map(|entry| (entry.name.to_string(), archive.read(entry, &mut budget, &limits).expect("sound")))
            .collect();
        for (name, data) in &mut parts {
            if name == changed {
                for (at, value) in &changes {
                    let at = at.index(data.len());
                    data[at] = *value;
                }
            }
        }
        let parts: Vec<(&str, &[u8])> =
            parts.iter().map(|(name, data)| (name.as_str(), data.as_slice())).collect();
        bounded(file, &self::zip(&parts))?;
    }
}
