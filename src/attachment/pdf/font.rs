//! Which characters the codes of a font show, and how wide they are.

use std::collections::BTreeMap;

use encoding_rs::{BIG5, GB18030, UTF_16BE, WINDOWS_1252};

use super::file::File;
use super::object::{Dict, Lexer, Object, Token};
use crate::attachment::contents::Reason;
use crate::attachment::limits::Budget;

/// A font, as far as text is concerned.
#[derive(Debug, Default)]
pub(super) struct Font {
    /// What the font itself says its codes show.
    unicode: CMap,
    coding: Coding,
    /// Codes a simple font shows by the name of a glyph.
    named: BTreeMap<u32, String>,
    /// Widths in thousandths of the size, by the first code they are for.
    widths: BTreeMap<u32, (u32, f64)>,
    usual: f64,
}

/// How codes stand in a text.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Coding {
    /// One byte, as in Windows' Latin.
    #[default]
    Latin,
    /// Two bytes that mean nothing by themselves.
    Glyphs,
    /// Chinese in an encoding that is known by its name.
    Gb,
    Big5,
    Utf16,
}

/// A code shown: its characters, its width in thousandths, and whether it is a one-byte blank.
#[derive(Debug, PartialEq)]
pub(super) struct Shown {
    pub text: Option<String>,
    pub width: f64,
    pub is_space: bool,
}

impl Font {
    /// Reads a font's dictionary.
    pub fn read(file: &File<'_>, dict: &Dict, budget: &mut Budget) -> Result<Self, Reason> {
        let mut font = Self { usual: 500.0, ..Self::default() };
        if let Some((_, entry)) = dict.get("ToUnicode").and_then(|object| file.entry(object))
            && let Some(bytes) = file.decode(entry, budget)?
        {
            font.unicode = CMap::read(&bytes);
        }
        match dict.is("Subtype", "Type0") {
            true => font.composite(file, dict, budget)?,
            false => font.simple(file, dict, budget)?,
        }
        Ok(font)
    }

    fn composite(
        &mut self,
        file: &File<'_>,
        dict: &Dict,
        budget: &mut Budget,
    ) -> Result<(), Reason> {
        self.coding = match file.value(dict, "Encoding").and_then(Object::name) {
            Some(name) if name.starts_with("UniGB-UTF8") => Coding::Glyphs,
            Some(name) if name.starts_with("Uni") => Coding::Utf16,
            Some(name) if name.starts_with("GB") => Coding::Gb,
            Some(name) if name.starts_with("B5") || name.starts_with("ETen") => Coding::Big5,
            _ => Coding::Glyphs,
        };
        self.usual = 1000.0;
        let below = file.value(dict, "DescendantFonts").and_then(Object::list);
        let below = below.and_then(|list| file.get(list.first()?).dict());
        let Some(below) = below else { return Ok(()) };
        if let Some(usual) = file.value(below, "DW").and_then(Object::number) {
            self.usual = usual;
        }
        let widths = file.value(below, "W").and_then(Object::list).unwrap_or_default();
        // Fonts may share their lists.
        budget.charge(widths.len())?;
        let mut rest = widths;
        while let [first, second, more @ ..] = rest {
            let Some(first) = file.get(first).count() else { return Ok(()) };
            match (file.get(second), more) {
                (Object::List(list), _) => {
                    budget.charge(list.len())?;
                    for (code, width) in (first..).zip(list) {
                        let width = file.get(width).number().unwrap_or(self.usual);
                        self.widths.insert(code, (code, width));
                    }
                    rest = more;
                }
                (last, [width, more @ ..]) => {
                    let last = last.count().unwrap_or(first);
                    let width = file.get(width).number().unwrap_or(self.usual);
                    self.widths.insert(first, (last, width));
                    rest = more;
                }
                _ => return Ok(()),
            }
        }
        Ok(())
    }

    fn simple(&mut self, file: &File<'_>, dict: &Dict, budget: &mut Budget) -> Result<(), Reason> {
        // The widths of a drawn font are in a measure of its own.
        let scale = file.value(dict, "FontMatrix").and_then(Object::list);
        let scale = scale.and_then(|matrix| matrix.first()?.number()).map_or(1.0, |x| x * 1000.0);
        let first = file.value(dict, "FirstChar").and_then(Object::count).unwrap_or(0);
        let widths = file.value(dict, "Widths").and_then(Object::list).unwrap_or_default();
        for (code, width) in (first..).zip(widths).take(256) {
            if let Some(width) = file.get(width).number() {
                self.widths.insert(code, (code, width * scale));
            }
        }
        let differences = file.sub(dict, "Encoding").and_then(|e| file.value(e, "Differences"));
        let differences = differences.and_then(Object::list).unwrap_or_default();
        budget.charge(differences.len())?;
        let mut code = 0u32;
        for object in differences {
            match file.get(object) {
                Object::Name(name) => {
                    if let Some(text) = glyph(name) {
                        self.named.insert(code, text);
                    }
                    code = code.saturating_add(1);
                }
                object => code = object.count().unwrap_or(code),
            }
        }
        Ok(())
    }

    /// The codes of a text, one after another.
    pub fn show(&self, bytes: &[u8], mut on: impl FnMut(Shown)) {
        let mut rest = bytes;
        while !rest.is_empty() {
            let length = self.length(rest).min(rest.len());
            let (code, more) = rest.split_at(length);
            let number = code.iter().fold(0, |number: u32, byte| number << 8 | u32::from(*byte));
            on(Shown {
                text: self.text(number, code),
                width: self.width(number),
                is_space: code == b" ",
            });
            rest = more;
        }
    }

    /// How many bytes the first code of a text takes up.
    fn length(&self, rest: &[u8]) -> usize {
        match self.coding {
            Coding::Latin => 1,
            Coding::Glyphs | Coding::Utf16 => match rest {
                [0xD8..=0xDB, ..] if self.coding == Coding::Utf16 => 4,
                _ => 2,
            },
            Coding::Gb | Coding::Big5 => match rest {
                [0x81..=0xFF, 0x30..=0x39, ..] if self.coding == Coding::Gb => 4,
                [0x81..=0xFF, ..] => 2,
                _ => 1,
            },
        }
    }

    fn text(&self, number: u32, code: &[u8]) -> Option<String> {
        if let Some(text) = self.unicode.get(number) {
            return Some(text);
        }
        let text = match self.coding {
            Coding::Latin => match self.named.get(&number) {
                Some(text) => text.clone(),
                None => WINDOWS_1252.decode_without_bom_handling(code).0.into_owned(),
            },
            Coding::Glyphs => return None,
            Coding::Gb => GB18030.decode_without_bom_handling(code).0.into_owned(),
            Coding::Big5 => BIG5.decode_without_bom_handling(code).0.into_owned(),
            Coding::Utf16 => UTF_16BE.decode_without_bom_handling(code).0.into_owned(),
        };
        is_readable(&text).then_some(text)
    }

    fn width(&self, code: u32) -> f64 {
        match self.widths.range(..=code).next_back() {
            Some((_, (last, width))) if *last >= code => *width,
            _ if self.coding == Coding::Latin => self.usual,
            // A Chinese encoding's own codes are no glyphs; ASCII is half as wide.
            _ if self.coding != Coding::Glyphs && code < 0x80 => self.usual / 2.0,
            _ => self.usual,
        }
    }
}

fn is_readable(text: &str) -> bool {
    !text.is_empty() && !text.chars().all(|c| c == '\u{FFFD}' || (c.is_control() && c != '\t'))
}

/// What the codes of a font show, as the font says.
#[derive(Debug, Default)]
struct CMap {
    /// By the first code of a run: the last, and the text of the first. The others count up.
    runs: BTreeMap<u32, (u32, Vec<u16>)>,
}

/// Longest text of one code.
const LONGEST: usize = 64;

impl CMap {
    fn read(bytes: &[u8]) -> Self {
        let mut map = Self::default();
        let mut lexer = Lexer::new(bytes, 0, 8, bytes.len().saturating_add(16));
        let mut held: Vec<Object> = Vec::new();
        while let Some(token) = lexer.next() {
            match token {
                Token::Object(object) => held.push(object),
                Token::Word(word) => {
                    match word.as_slice() {
                        b"endbfchar" => map.chars(&held),
                        b"endbfrange" => map.ranges(&held),
                        _ => {}
                    }
                    held.clear();
                }
            }
        }
        map
    }

    fn chars(&mut self, held: &[Object]) {
        for pair in held.chunks_exact(2) {
            if let (Some(code), Some(text)) = (code_of(&pair[0]), units(&pair[1])) {
                self.runs.insert(code, (code, text));
            }
        }
    }

    fn ranges(&mut self, held: &[Object]) {
        for three in held.chunks_exact(3) {
            let (Some(first), Some(last)) = (code_of(&three[0]), code_of(&three[1])) else {
                continue;
            };
            match &three[2] {
                Object::List(list) => {
                    for (code, text) in (first..=last).zip(list) {
                        if let Some(text) = units(text) {
                            self.runs.insert(code, (code, text));
                        }
                    }
                }
                text => {
                    if let Some(text) = units(text) {
                        self.runs.insert(first, (last, text));
                    }
                }
            }
        }
    }

    fn get(&self, code: u32) -> Option<String> {
        let (first, (last, units)) = self.runs.range(..=code).next_back()?;
        if *last < code {
            return None;
        }
        let up = code - first;
        let mut text: Vec<char> =
            char::decode_utf16(units.iter().copied()).map(|c| c.unwrap_or('\u{FFFD}')).collect();
        let end = text.last_mut()?;
        *end = char::from_u32(u32::from(*end).checked_add(up)?)?;
        let text: String = text.into_iter().collect();
        is_readable(&text).then_some(text)
    }
}

fn code_of(object: &Object) -> Option<u32> {
    let bytes = object.text().filter(|bytes| bytes.len() <= 4)?;
    Some(bytes.iter().fold(0, |code, byte| code << 8 | u32::from(*byte)))
}

fn units(object: &Object) -> Option<Vec<u16>> {
    let bytes = object.text().filter(|bytes| bytes.len() <= LONGEST)?;
    Some(match bytes {
        [one] => vec![u16::from(*one)],
        bytes => bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect(),
    })
}

/// The text of a glyph by its name, of those that digits, letters and marks have.
fn glyph(name: &str) -> Option<String> {
    const NAMES: [(&str, &str); 42] = [
        ("space", " "),
        ("zero", "0"),
        ("one", "1"),
        ("two", "2"),
        ("three", "3"),
        ("four", "4"),
        ("five", "5"),
        ("six", "6"),
        ("seven", "7"),
        ("eight", "8"),
        ("nine", "9"),
        ("period", "."),
        ("comma", ","),
        ("colon", ":"),
        ("semicolon", ";"),
        ("hyphen", "-"),
        ("minus", "-"),
        ("slash", "/"),
        ("backslash", "\\"),
        ("at", "@"),
        ("underscore", "_"),
        ("plus", "+"),
        ("equal", "="),
        ("percent", "%"),
        ("ampersand", "&"),
        ("numbersign", "#"),
        ("asterisk", "*"),
        ("parenleft", "("),
        ("parenright", ")"),
        ("bracketleft", "["),
        ("bracketright", "]"),
        ("quotesingle", "'"),
        ("quotedbl", "\""),
        ("question", "?"),
        ("exclam", "!"),
        ("less", "<"),
        ("greater", ">"),
        ("dollar", "$"),
        ("fi", "fi"),
        ("fl", "fl"),
        ("endash", "–"),
        ("emdash", "—"),
    ];
    let stem = name.split('.').next().filter(|stem| !stem.is_empty())?;
    if let Some((_, text)) = NAMES.iter().find(|(known, _)| *known == stem) {
        return Some((*text).to_owned());
    }
    if stem.len() == 1 {
        return Some(stem.to_owned());
    }
    let hex = stem
        .strip_prefix("uni")
        .filter(|hex| hex.len() == 4)
        .or_else(|| stem.strip_prefix('u').filter(|hex| (4..=6).contains(&hex.len())))?;
    Some(char::from_u32(u32::from_str_radix(hex, 16).ok()?)?.to_string())
}
