//! What a file is by its bytes, and what the ending of its name promises.

use crate::content;
use crate::diagnostic::Text;
use crate::say;

/// What a file is by its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Word (Office Open XML).
    Docx,
    /// Excel (Office Open XML).
    Xlsx,
    /// PowerPoint (Office Open XML).
    Pptx,
    /// Word 97 and WPS.
    Doc,
    /// Excel 97 and ET.
    Xls,
    /// PowerPoint 97 and DPS.
    Ppt,
    /// Another OLE2 file: a mail, an installer, an encrypted document.
    Ole,
    /// OpenDocument.
    Odf,
    /// OFD (GB/T 33190).
    Ofd,
    Rtf,
    Pdf,
    /// Plain text, CSV among it.
    Text,
    Html,
    Xml,
    Svg,
    Jpeg,
    Png,
    Webp,
    Gif,
    Tiff,
    /// HEIF and AVIF.
    Heic,
    Bmp,
    /// Sound or film.
    Media,
    Zip,
    Rar,
    SevenZip,
    /// Tar, gzip, bzip2, xz, cab and the like.
    OtherArchive,
    /// A program of any system.
    Executable,
    Empty,
    Unknown,
}

/// Whether the ending of a file's name says what its bytes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    Agrees,
    Differs,
    /// There is no ending, or one of which nothing is known.
    Unknown,
}

impl Kind {
    /// The name an office calls it by.
    pub fn in_words(self) -> Text {
        match self {
            Self::Docx => say!("Word 文档（docx）", "a Word document (docx)"),
            Self::Xlsx => say!("Excel 工作簿（xlsx）", "an Excel workbook (xlsx)"),
            Self::Pptx => say!("演示文稿（pptx）", "a presentation (pptx)"),
            Self::Doc => say!("旧格式文档（doc、wps）", "an old document (doc, wps)"),
            Self::Xls => say!("旧格式工作簿（xls、et）", "an old workbook (xls, et)"),
            Self::Ppt => say!("旧格式演示文稿（ppt、dps）", "an old presentation (ppt, dps)"),
            Self::Ole => say!("OLE 复合文件", "an OLE compound file"),
            Self::Odf => say!("开放文档（odt、ods）", "an OpenDocument file"),
            Self::Ofd => say!("OFD 版式文件", "an OFD file"),
            Self::Rtf => say!("RTF 文档", "an RTF document"),
            Self::Pdf => say!("PDF", "a PDF"),
            Self::Text => say!("纯文本", "plain text"),
            Self::Html => say!("网页", "a web page"),
            Self::Xml => say!("XML", "XML"),
            Self::Svg => say!("SVG 图形", "an SVG drawing"),
            Self::Jpeg => say!("JPEG 图片", "a JPEG picture"),
            Self::Png => say!("PNG 图片", "a PNG picture"),
            Self::Webp => say!("WebP 图片", "a WebP picture"),
            Self::Gif => say!("GIF 图片", "a GIF picture"),
            Self::Tiff => say!("TIFF 图片", "a TIFF picture"),
            Self::Heic => say!("HEIC 图片", "a HEIC picture"),
            Self::Bmp => say!("BMP 图片", "a BMP picture"),
            Self::Media => say!("音视频", "sound or film"),
            Self::Zip => say!("ZIP 压缩包", "a ZIP archive"),
            Self::Rar => say!("RAR 压缩包", "a RAR archive"),
            Self::SevenZip => say!("7z 压缩包", "a 7z archive"),
            Self::OtherArchive => say!("压缩包", "an archive"),
            Self::Executable => say!("可执行程序", "a program"),
            Self::Empty => say!("空文件", "an empty file"),
            Self::Unknown => say!("无法识别的文件", "a file of unknown kind"),
        }
    }

    /// Whether other files are packed in it to be taken out.
    pub fn is_archive(self) -> bool {
        matches!(self, Self::Zip | Self::Rar | Self::SevenZip | Self::OtherArchive)
    }
}

/// The ending of a name in lower case, without its dot; empty if there is none.
pub(super) fn ending_of(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    // Windows leaves dots and blanks at the end of a name out.
    let name = name.trim_end_matches(['.', ' ']);
    name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default()
}

/// Endings of files that a double click runs, on the systems an office has.
const RUNS: &str = "\
    apk app appx bat chm class cmd com cpl deb dex dll dmg dylib elf exe gadget hta inf ipa iqy \
    iso jar js jse lnk mjs mobileconfig msc msi msix msp ocx pif pl ps1 psd1 psm1 py pyc pyw rb \
    reg rpm run scf scr sct settingcontent-ms sh slk so sys url vb vbe vbs vhd vhdx wasm website \
    ws wsc wsf wsh xll \
";

/// Whether a file of this name runs when it is opened.
pub(super) fn runs(name: &str) -> bool {
    let ending = ending_of(name);
    RUNS.split_whitespace().any(|known| known == ending)
}

/// Endings of documents that hold macros.
pub(super) fn holds_macros(name: &str) -> bool {
    let ending = ending_of(name);
    ["docm", "dotm", "xlsm", "xltm", "xlam", "pptm", "potm", "ppsm", "ppam", "sldm"]
        .contains(&ending.as_str())
}

/// What the ending of a name promises; `None` where nothing is known of it.
fn promised(ending: &str) -> Option<&'static [Kind]> {
    Some(match ending {
        "docx" | "docm" | "dotx" | "dotm" => &[Kind::Docx],
        "xlsx" | "xlsm" | "xltx" | "xltm" | "xlam" => &[Kind::Xlsx],
        "pptx" | "pptm" | "ppsx" | "ppsm" | "potx" | "potm" => &[Kind::Pptx],
        "doc" | "dot" => &[Kind::Doc, Kind::Rtf],
        // WPS writes either of the two under its own endings.
        "wps" | "wpt" => &[Kind::Doc, Kind::Docx],
        "xls" | "xlt" => &[Kind::Xls],
        "et" | "ett" => &[Kind::Xls, Kind::Xlsx],
        "ppt" | "pps" | "pot" => &[Kind::Ppt],
        "dps" | "dpt" => &[Kind::Ppt, Kind::Pptx],
        "odt" | "ods" | "odp" | "odg" => &[Kind::Odf],
        "ofd" => &[Kind::Ofd],
        "rtf" => &[Kind::Rtf],
        "pdf" => &[Kind::Pdf],
        "txt" | "csv" | "tsv" | "md" | "log" | "json" | "yaml" | "yml" | "toml" => {
            &[Kind::Text, Kind::Empty]
        }
        "htm" | "html" | "xhtml" => &[Kind::Html],
        "xml" => &[Kind::Xml],
        "svg" => &[Kind::Svg],
        "jpg" | "jpeg" | "jpe" | "jfif" => &[Kind::Jpeg],
        "png" | "apng" => &[Kind::Png],
        "webp" => &[Kind::Webp],
        "gif" => &[Kind::Gif],
        "tif" | "tiff" => &[Kind::Tiff],
        "heic" | "heif" | "avif" => &[Kind::Heic],
        "bmp" => &[Kind::Bmp],
        "mp3" | "mp4" | "m4a" | "m4v" | "mov" | "wav" | "avi" | "ogg" | "webm" | "mkv" | "flac" => {
            &[Kind::Media]
        }
        "zip" => &[Kind::Zip],
        "rar" => &[Kind::Rar],
        "7z" => &[Kind::SevenZip],
        "tar" | "gz" | "tgz" | "bz2" | "xz" | "zst" | "cab" | "svgz" => &[Kind::OtherArchive],
        _ => return None,
    })
}

/// Whether the ending of the name says what the bytes are.
pub(super) fn ending(name: &str, kind: Kind) -> Ending {
    match promised(&ending_of(name)) {
        _ if runs(name) && kind == Kind::Executable => Ending::Agrees,
        Some(kinds) if kinds.contains(&kind) => Ending::Agrees,
        Some(_) => Ending::Differs,
        // A program must not hide behind an ending nobody knows.
        None if kind == Kind::Executable => Ending::Differs,
        None => Ending::Unknown,
    }
}

/// What the bytes are, as far as their beginning tells: ZIP and OLE2 are looked into by others.
pub(super) fn sniff(bytes: &[u8]) -> Kind {
    if bytes.is_empty() {
        return Kind::Empty;
    }
    if let Some(kind) = by_magic(bytes) {
        return kind;
    }
    // Word and browsers take a PDF whose head stands a little behind the beginning.
    if find(&bytes[..bytes.len().min(1024)], b"%PDF-").is_some() {
        return Kind::Pdf;
    }
    by_text(bytes)
}

fn by_magic(bytes: &[u8]) -> Option<Kind> {
    let is = |magic: &[u8]| bytes.starts_with(magic);
    let at = |at: usize, magic: &[u8]| bytes.get(at..).is_some_and(|b| b.starts_with(magic));
    Some(match bytes {
        _ if is(b"PK\x03\x04") || is(b"PK\x05\x06") || is(b"PK\x07\x08") => Kind::Zip,
        _ if is(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) => Kind::Ole,
        _ if is(b"%PDF-") => Kind::Pdf,
        _ if is(b"{\\rtf") => Kind::Rtf,
        _ if is(&[0xFF, 0xD8, 0xFF]) => Kind::Jpeg,
        _ if is(b"\x89PNG\r\n\x1A\n") => Kind::Png,
        _ if is(b"GIF87a") || is(b"GIF89a") => Kind::Gif,
        _ if is(b"RIFF") && at(8, b"WEBP") => Kind::Webp,
        _ if is(b"RIFF") => Kind::Media,
        _ if is(b"II*\0") || is(b"MM\0*") => Kind::Tiff,
        _ if at(4, b"ftyp") => match bytes.get(8..12)? {
            b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"mif1" | b"msf1" | b"avif"
            | b"avis" => Kind::Heic,
            _ => Kind::Media,
        },
        _ if is(b"ID3") || is(b"OggS") || is(b"fLaC") || is(&[0x1A, 0x45, 0xDF, 0xA3]) => {
            Kind::Media
        }
        [0xFF, 0xFB | 0xF3 | 0xF2, ..] => Kind::Media,
        _ if is(b"Rar!\x1A\x07") => Kind::Rar,
        _ if is(b"7z\xBC\xAF\x27\x1C") => Kind::SevenZip,
        _ if is(&[0x1F, 0x8B])
            || is(b"BZh")
            || is(b"\xFD7zXZ\0")
            || is(b"MSCF")
            || is(&[0x28, 0xB5, 0x2F, 0xFD])
            || is(b"!<arch>")
            || at(257, b"ustar") =>
        {
            Kind::OtherArchive
        }
        _ if is(b"\x7FELF") || is(b"dex\n") || is(b"\0asm") || is(b"#!") => Kind::Executable,
        _ if is(&[0xFE, 0xED, 0xFA, 0xCE])
            || is(&[0xFE, 0xED, 0xFA, 0xCF])
            || is(&[0xCE, 0xFA, 0xED, 0xFE])
            || is(&[0xCF, 0xFA, 0xED, 0xFE])
            || is(&[0xCA, 0xFE, 0xBA, 0xBE]) =>
        {
            Kind::Executable
        }
        // A shortcut of Windows, and a compiled help file.
        _ if is(&[0x4C, 0, 0, 0, 1, 0x14, 2, 0]) || is(b"ITSF") => Kind::Executable,
        // A text may begin with these two letters, but holds no NUL.
        _ if is(b"MZ") && bytes.contains(&0) => Kind::Executable,
        _ if is(b"BM") && bytes.len() > 26 && bytes[6..10] == [0; 4] => Kind::Bmp,
        _ => return None,
    })
}

/// Elements a page of HTML may begin with that begins like XML.
const HTML: [&str; 24] = [
    "a", "article", "base", "body", "br", "center", "div", "font", "h1", "h2", "h3", "h4", "head",
    "hr", "iframe", "img", "link", "main", "meta", "p", "script", "section", "table", "title",
];

fn by_text(bytes: &[u8]) -> Kind {
    let Ok(decoded) = content::decode(bytes.to_vec()) else { return Kind::Unknown };
    let head: String = decoded.text.chars().take(4096).collect::<String>().to_ascii_lowercase();
    let head = head.trim_start();
    let has = |tag: &str| head.contains(tag);
    if !head.starts_with('<') {
        return match has("<html") || has("<body") || has("<script") {
            true => Kind::Html,
            false => Kind::Text,
        };
    }
    if head.starts_with("<!doctype html") || has("<html") {
        return Kind::Html;
    }
    match root(head) {
        Some(root) if root.rsplit(':').next() == Some("svg") => Kind::Svg,
        Some(_) if head.starts_with("<?xml") => Kind::Xml,
        Some(root) if HTML.contains(&root) => Kind::Html,
        Some(_) => Kind::Xml,
        None => Kind::Text,
    }
}

/// The first element's name of a text that begins like XML.
fn root(head: &str) -> Option<&str> {
    let mut rest = head;
    loop {
        rest = &rest[rest.find('<')?..];
        rest = if rest.starts_with("<!--") {
            &rest[rest.find("-->")?..]
        } else if rest.starts_with("<?") {
            &rest[rest.find("?>")?..]
        } else if rest.starts_with("<!") {
            // An internal subset holds further tags of this kind.
            &rest[1..]
        } else {
            let name = &rest[1..];
            let end = name.find(|c: char| c.is_whitespace() || c == '>' || c == '/')?;
            return name.get(..end).filter(|name| name.starts_with(|c: char| c.is_alphabetic()));
        };
    }
}

/// Where a run of bytes begins.
pub(super) fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    let (first, rest) = what.split_first()?;
    let mut from = 0;
    while let Some(at) = bytes.get(from..)?.iter().position(|byte| byte == first) {
        if bytes[from + at + 1..].starts_with(rest) {
            return Some(from + at);
        }
        from += at + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_runs_by_its_last_ending() {
        assert!(runs("setup.EXE") && runs("名单.xlsx.lnk") && runs("a.exe. ") && !runs("exe"));
    }

    #[test]
    fn an_svg_is_known_by_its_root() {
        for svg in [
            "<svg/>",
            "<?xml version=\"1.0\"?><!-- <html> -->\n<!DOCTYPE svg [<!ENTITY a \"b\">]><svg xmlns=''>",
            "<s:svg xmlns:s='x'>",
        ] {
            let expected = if svg.contains("<html") { Kind::Html } else { Kind::Svg };
            assert_eq!(sniff(svg.as_bytes()), expected, "{svg}");
        }
        assert_eq!(sniff("姓名,任务\n".as_bytes()), Kind::Text);
        assert_eq!(sniff(b"MZ is a text"), Kind::Text);
    }
}
