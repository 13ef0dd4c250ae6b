use super::*;

#[test]
fn an_archive_is_looked_into_once() {
    let seen = seen("bundle.zip");
    seen.says("包内“说明.txt”第2行：电话 13700137000");
    seen.says("包内“名单.csv”第2行：卫六,13600136000");
    seen.says("包内“letter.docx”第1段：带宏的文档");
    let place = seen.found(&What::Macros);
    assert_eq!(place.inside.as_deref(), Some("letter.docx"));
    seen.found(&What::NestedArchive { name: "内层.zip".to_owned() });
    assert!(seen.is_refused());
}

#[test]
fn a_program_is_refused_by_its_bytes_and_by_its_name() {
    let in_archive = seen("bundle.zip");
    in_archive.found(&What::Executable { name: "工具/setup.exe".to_owned() });
    in_archive.found(&What::Executable { name: "run.js".to_owned() });
    for (name, bytes) in [
        ("a.bat", &b"echo off"[..]),
        ("名单.xlsx.lnk", b"L\0\0\0"),
        ("a.txt", b"MZ\x90\0\x03\0"),
        ("a", b"\x7FELF\x02\x01"),
        ("a.pdf", b"\xCF\xFA\xED\xFE\x07"),
        ("run.sh", b"#!/bin/sh\n"),
    ] {
        let seen = look(name, bytes, &Limits::default());
        assert!(seen.has(|what| matches!(what, What::Executable { .. })), "{name}");
        assert!(seen.is_refused());
    }
}

#[test]
fn a_name_that_does_not_say_what_the_bytes_are_is_told() {
    for (name, file, kind) in [
        ("通知.pdf", "bundle.zip", Kind::Zip),
        ("通知.docx", "roster.xlsx", Kind::Xlsx),
        ("照片.png", "photo.jpg", Kind::Jpeg),
        ("名单.csv", "old.xls", Kind::Xls),
    ] {
        let seen = look(name, &fixture(file), &Limits::default());
        assert_eq!(seen.ending, Ending::Differs);
        seen.found(&What::WrongEnding { kind });
    }
}

#[test]
fn archives_that_cannot_be_read_are_refused() {
    for (name, bytes, kind) in [
        ("a.rar", &b"Rar!\x1A\x07\x01\0"[..], Kind::Rar),
        ("a.7z", b"7z\xBC\xAF\x27\x1C\0\x04", Kind::SevenZip),
        ("a.tar.gz", b"\x1F\x8B\x08\0", Kind::OtherArchive),
    ] {
        let seen = look(name, bytes, &Limits::default());
        assert_eq!(seen.ending, Ending::Agrees);
        seen.found(&What::UnreadableArchive { kind });
        assert!(seen.is_refused());
    }
}

#[test]
fn a_locked_entry_and_a_locked_document_are_told() {
    let mut zip = fixture("slides.pptx");
    // The flag of the last entry's record in the directory.
    let at = zip.windows(4).rposition(|four| four == b"PK\x01\x02").expect("a directory");
    zip[at + 8] |= 1;
    look("a.pptx", &zip, &Limits::default()).found(&What::Encrypted);
    let seen = look("a.docx", &ole(&["/EncryptedPackage"], &[]), &Limits::default());
    seen.found(&What::Encrypted);
    assert_eq!(seen.ending, Ending::Agrees);
    let mut doc = fixture("old.doc");
    // The head of its first stream, behind that of the file.
    let at = doc.windows(2).position(|two| two == b"\xEC\xA5").expect("a document");
    doc[at + 11] |= 1;
    look("a.doc", &doc, &Limits::default()).found(&What::Encrypted);
}
