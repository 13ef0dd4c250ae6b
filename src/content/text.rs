//! Bytes read as text, whatever program of an office wrote them, and the blanks such texts hold.
//!
//! UTF-8, UTF-16 with its mark and GB18030 are text. Everything else is refused: a guess here
//! would publish 乱码.

use std::borrow::Cow;
use std::ops::Range;

use encoding_rs::{GB18030, UTF_8, UTF_16BE, UTF_16LE};

/// The encoding a file was found in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Utf16,
    Gb18030,
}

impl Encoding {
    /// The name a clerk's editor gives it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16 => "UTF-16",
            Self::Gb18030 => "GB18030",
        }
    }
}

/// The text of a file, without byte order mark, and the encoding it stood in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    pub text: String,
    pub encoding: Encoding,
}

/// The bytes are no text; the first that cannot be one stands on this line, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotText {
    pub line: usize,
}

/// Decodes the bytes of a file.
pub fn decode(bytes: Vec<u8>) -> Result<Decoded, NotText> {
    without_nul(match bytes.as_slice() {
        [0xFF, 0xFE, rest @ ..] => utf16(UTF_16LE, rest)?,
        [0xFE, 0xFF, rest @ ..] => utf16(UTF_16BE, rest)?,
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf8_or_gb18030(rest)?,
        bytes => utf8_or_gb18030(bytes)?,
    })
}

fn without_nul(decoded: Decoded) -> Result<Decoded, NotText> {
    match decoded.text.find('\0') {
        Some(at) => Err(NotText { line: line_of(decoded.text.as_bytes(), at) }),
        None => Ok(decoded),
    }
}

fn utf16(encoding: &'static encoding_rs::Encoding, bytes: &[u8]) -> Result<Decoded, NotText> {
    let text = encoding
        .decode_without_bom_handling_and_without_replacement(bytes)
        .ok_or(NotText { line: 1 })?;
    Ok(Decoded { text: text.into_owned(), encoding: Encoding::Utf16 })
}

fn utf8_or_gb18030(bytes: &[u8]) -> Result<Decoded, NotText> {
    // Much faster for Chinese than the standard library.
    if let Some(text) = UTF_8.decode_without_bom_handling_and_without_replacement(bytes) {
        return Ok(Decoded { text: text.into_owned(), encoding: Encoding::Utf8 });
    }
    let bad = encoding_rs::Encoding::utf8_valid_up_to(bytes);
    let not_text = NotText { line: line_of(bytes, bad) };
    // UTF-8 with one damaged byte is often sound GB18030 too, and would come out as other
    // characters. Chinese in GB18030, on the other hand, hardly ever holds a sequence of three
    // bytes that is sound UTF-8; so these are counted against the unsound ones.
    let (mut sound, mut unsound) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        sound += chunk.valid().chars().filter(|c| c.len_utf8() >= 3).count();
        unsound += usize::from(!chunk.invalid().is_empty());
    }
    if sound > unsound {
        return Err(not_text);
    }
    match GB18030.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => Ok(Decoded { text: text.into_owned(), encoding: Encoding::Gb18030 }),
        None => Err(NotText { line: line_of(bytes, bad.max(first_not_gb18030(bytes))) }),
    }
}

/// How far the bytes are GB18030: the later of the two ends is where the text itself breaks.
fn first_not_gb18030(bytes: &[u8]) -> usize {
    let mut decoder = GB18030.new_decoder_without_bom_handling();
    let room = decoder.max_utf8_buffer_length_without_replacement(bytes.len());
    let mut out = vec![0u8; room.unwrap_or(0)];
    let (_, read, _) = decoder.decode_to_utf8_without_replacement(bytes, &mut out, true);
    read.saturating_sub(1)
}

fn line_of(bytes: &[u8], at: usize) -> usize {
    bytes[..at.min(bytes.len())].iter().filter(|b| **b == b'\n').count() + 1
}

/// A text with its line ends as on Linux: which a file has is no content.
pub fn one_line_end(text: &str) -> Cow<'_, str> {
    match text.contains('\r') {
        true => text.replace("\r\n", "\n").replace('\r', "\n").into(),
        false => text.into(),
    }
}

/// The line that begins what git could not merge, where the lines that part and end it follow.
pub fn merge_conflict(text: &str) -> Option<Range<usize>> {
    let mut marks = text.match_indices("<<<<<<< ").map(|(at, _)| at);
    let start = marks.find(|at| *at == 0 || text[..*at].ends_with('\n'))?;
    let mut lines = text[start..].lines();
    let first = lines.next()?;
    let mut rest = lines.skip_while(|line| *line != "=======").skip(1);
    rest.any(|line| line.starts_with(">>>>>>> ")).then(|| start..start + first.len())
}

/// Whether a character shows as nothing: a blank of any width, or a zero-width mark that came
/// along from a web page.
pub fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{00AD}')
}

/// The text without such characters at its ends.
pub fn trim(text: &str) -> &str {
    text.trim_matches(is_blank)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_byte_order_mark_is_not_part_of_the_text() {
        let decoded = decode("\u{FEFF}标题".into()).expect("UTF-8");
        assert_eq!((decoded.text.as_str(), decoded.encoding), ("标题", Encoding::Utf8));
    }

    #[test]
    fn two_versions_of_a_text_are_told_by_the_lines_git_puts_there() {
        let conflict = "甲\n<<<<<<< HEAD\r\n乙\r\n=======\r\n丙\r\n>>>>>>> side\r\n";
        let span = merge_conflict(conflict).expect("two versions");
        assert_eq!(&conflict[span], "<<<<<<< HEAD");
        for text in
            ["标题\n=======\n", "见 <<<<<<< HEAD\n=======\n>>>>>>> b", "<<<<<<< a\n>>>>>>> b"]
        {
            assert_eq!(merge_conflict(text), None, "{text}");
        }
    }

    #[test]
    fn gb18030_and_utf_16_are_read_and_named() {
        let text = "---\r\n标题: 关于镕基路的通知𠮷\r\n---\r\n";
        let (gb, _, _) = GB18030.encode(text);
        let decoded = decode(gb.into_owned()).expect("GB18030");
        assert_eq!((decoded.text.as_str(), decoded.encoding), (text, Encoding::Gb18030));
        let mut wide = vec![0xFF, 0xFE];
        wide.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
        let decoded = decode(wide).expect("UTF-16");
        assert_eq!((decoded.text.as_str(), decoded.encoding), (text, Encoding::Utf16));
    }

    #[test]
    fn a_damaged_utf_8_file_is_not_taken_for_gb18030() {
        let mut bytes = "标题: 通知\n责任单位: 审批办公室\n".as_bytes().to_vec();
        let at = bytes.len() - 3;
        bytes[at] = 0xFF;
        assert_eq!(decode(bytes), Err(NotText { line: 2 }));
        let mut cut = "标题: 通知\n责任单位: 审批".as_bytes().to_vec();
        cut.pop();
        assert_eq!(decode(cut), Err(NotText { line: 2 }));
    }

    #[test]
    fn bytes_that_are_no_text_are_refused_with_their_line() {
        assert_eq!(decode(b"a\nb\0c".to_vec()), Err(NotText { line: 2 }));
        assert_eq!(decode(b"PK\x03\x04\n\xFF\xFF".to_vec()), Err(NotText { line: 2 }));
        assert_eq!(decode(vec![0xFF, 0xFE, 0x41]), Err(NotText { line: 1 }));
    }

    #[test]
    fn blanks_of_every_width_are_trimmed() {
        assert_eq!(trim("\u{3000}\u{A0}通 知\u{200B}\u{FEFF} "), "通 知");
    }

    proptest! {
        #[test]
        fn any_bytes_are_text_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            if let Ok(decoded) = decode(bytes) {
                prop_assert!(!decoded.text.contains('\0'));
            }
        }

        #[test]
        fn chinese_survives_a_way_through_gb18030(text in "[\u{4E00}-\u{9FA5}，。a-z0-9: \n]{4,60}") {
            // A few characters of GB18030 can be sound UTF-8 by chance; a file holds more.
            let text = format!("---\n标题: 关于公布任务的通知\n---\n{text}");
            let (bytes, _, _) = GB18030.encode(&text);
            prop_assert_eq!(decode(bytes.into_owned()).map(|d| d.text), Ok(text));
        }
    }
}
