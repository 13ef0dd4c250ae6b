//! The text of an Excel 97 workbook (BIFF8): cells, hidden sheets, rows and columns, comments.

use std::collections::BTreeMap;
use std::sync::Arc;

use encoding_rs::{UTF_16LE, WINDOWS_1252};

use super::contents::{Reason, Spot, Unread, What};
use super::gather::Gather;
use super::ole::{Compound, u16_at, u32_at};

/// A record's number and data.
type Record<'a> = (u16, &'a [u8]);

/// Reads all sheets.
pub(super) fn look(gather: &mut Gather<'_>, file: &Compound<'_>) {
    let Some(bytes) = file.stream("Workbook") else {
        // Excel 5 and 95.
        return gather.find(Spot::File, What::TextNotRead(Unread::Format));
    };
    if records(&bytes).next().is_none() {
        return gather.refuse(Reason::Damaged);
    }
    if records(&bytes).any(|(_, (id, _))| id == 0x2F) {
        return gather.find(Spot::File, What::Encrypted);
    }
    let mut book = Book::default();
    let mut sheet: Option<Sheet> = None;
    for (at, (id, data)) in records(&bytes) {
        let more = &bytes[at + 4 + data.len()..];
        match (id, &mut sheet) {
            (0x85, _) => book.sheet(gather, data),
            (0xFC, _) => book.strings = strings(gather.limits.text, data, more),
            (0x809, _) => sheet = book.begin(at),
            (0x0A, sheet) => {
                if let Some(sheet) = sheet.take() {
                    sheet.told(gather);
                }
            }
            (id, Some(sheet)) => sheet.record(gather, id, data, more, &book.strings),
            _ => {}
        }
    }
    if let Some(sheet) = sheet {
        sheet.told(gather);
    }
    if book.comments > 0 {
        let count = book.comments;
        gather.find(Spot::File, What::Comments { count, authors: Vec::new() });
    }
}

fn records(bytes: &[u8]) -> impl Iterator<Item = (usize, Record<'_>)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let (id, length) = (u16_at(bytes, at)?, usize::from(u16_at(bytes, at + 2)?));
        let data = bytes.get(at + 4..at + 4 + length)?;
        let start = at;
        at += 4 + length;
        Some((start, (id, data)))
    })
}

#[derive(Default)]
struct Book {
    /// Where each sheet begins, and its name.
    sheets: BTreeMap<usize, Arc<str>>,
    strings: Vec<String>,
    comments: u32,
}

impl Book {
    fn sheet(&mut self, gather: &mut Gather<'_>, data: &[u8]) {
        let (Some(start), Some(state)) = (u32_at(data, 0), data.get(4)) else { return };
        let length = usize::from(data.get(6).copied().unwrap_or(0));
        let name: Arc<str> = short(data.get(7..).unwrap_or_default(), length).into();
        let spot = Spot::Sheet(name.clone());
        gather.text(spot.clone(), &name);
        if state & 3 != 0 {
            gather.find(spot, What::HiddenSheet { very: state & 3 == 2 });
        }
        if self.sheets.len() < gather.limits.entries {
            self.sheets.insert(start as usize, name);
        }
    }

    fn begin(&mut self, at: usize) -> Option<Sheet> {
        let name = self.sheets.get(&at)?;
        Some(Sheet { name: name.clone(), rows: 0, columns: 0, waits: None })
    }
}

struct Sheet {
    name: Arc<str>,
    rows: u32,
    columns: u32,
    /// The cell whose formula's text comes in the next record.
    waits: Option<String>,
}

impl Sheet {
    fn told(self, gather: &mut Gather<'_>) {
        let spot = Spot::Sheet(self.name);
        if self.rows > 0 {
            gather.find(spot.clone(), What::HiddenRows { count: self.rows });
        }
        if self.columns > 0 {
            gather.find(spot, What::HiddenColumns { count: self.columns });
        }
    }

    fn record(
        &mut self,
        gather: &mut Gather<'_>,
        id: u16,
        data: &[u8],
        more: &[u8],
        strings: &[String],
    ) {
        let at = |column: usize| {
            let row = u32::from(u16_at(data, 0).unwrap_or(0));
            cell(row, u32::from(u16_at(data, 2).unwrap_or(0)) + column as u32)
        };
        let text = match id {
            // Text of the table all share; it is not copied, since a million cells may share one.
            0xFD => {
                let text = u32_at(data, 6).and_then(|n| strings.get(n as usize));
                let spot = Spot::Cell { sheet: self.name.clone(), cell: at(0) };
                gather.text(spot, text.map(String::as_str).unwrap_or_default());
                None
            }
            0x204 => {
                let length = usize::from(u16_at(data, 6).unwrap_or(0));
                Some(short(data.get(8..).unwrap_or_default(), length))
            }
            0x203 => data.get(6..14).and_then(double),
            0x27E => u32_at(data, 6).map(packed),
            0xBD => {
                let several = data.get(4..).unwrap_or_default().chunks_exact(6);
                for (n, one) in several.enumerate().take(256) {
                    let value = u32_at(one, 2).map(packed).unwrap_or_default();
                    gather.text(Spot::Cell { sheet: self.name.clone(), cell: at(n) }, &value);
                }
                None
            }
            0x06 if data.get(12..14) == Some(&[0xFF, 0xFF]) => {
                self.waits = Some(at(0));
                None
            }
            0x06 => data.get(6..14).and_then(double),
            0x207 => {
                let length = usize::from(u16_at(data, 0).unwrap_or(0));
                let text = short(data.get(2..).unwrap_or_default(), length);
                if let Some(cell) = self.waits.take() {
                    gather.text(Spot::Cell { sheet: self.name.clone(), cell }, &text);
                }
                None
            }
            // A row's flags hold whether it is hidden.
            0x208 => {
                let hidden = u16_at(data, 12).unwrap_or(0) & 0x20 != 0;
                self.rows = self.rows.saturating_add(u32::from(hidden));
                None
            }
            0x7D => {
                let span = |at| u32::from(u16_at(data, at).unwrap_or(0));
                if u16_at(data, 8).unwrap_or(0) & 1 != 0 {
                    let count = span(2).saturating_sub(span(0)) + 1;
                    self.columns = self.columns.saturating_add(count.min(256));
                }
                None
            }
            // The text of a comment or drawing stands in the record behind it.
            0x1B6 => {
                let length = usize::from(u16_at(data, 10).unwrap_or(0));
                if let Some((_, (0x3C, text))) = records(more).next() {
                    gather.text(Spot::Sheet(self.name.clone()), &short(text, length));
                }
                None
            }
            0x14 | 0x15 => {
                let length = usize::from(u16_at(data, 0).unwrap_or(0));
                let text = short(data.get(2..).unwrap_or_default(), length);
                gather.text(Spot::Sheet(self.name.clone()), &text);
                None
            }
            0x1C => {
                self.note(gather, data, at(0));
                None
            }
            _ => None,
        };
        if let Some(text) = text {
            gather.text(Spot::Cell { sheet: self.name.clone(), cell: at(0) }, &text);
        }
    }

    fn note(&self, gather: &mut Gather<'_>, data: &[u8], cell: String) {
        let length = usize::from(u16_at(data, 8).unwrap_or(0));
        let author = short(data.get(10..).unwrap_or_default(), length);
        let spot = Spot::CellComment { sheet: self.name.clone(), cell };
        let authors = if author.is_empty() { Vec::new() } else { vec![author.clone()] };
        gather.text(spot.clone(), &author);
        gather.find(spot, What::Comments { count: 1, authors });
    }
}

/// A cell's name, as A1.
fn cell(row: u32, column: u32) -> String {
    let (mut name, mut left) = (String::new(), column + 1);
    while left > 0 {
        let digit = (left - 1) % 26;
        name.insert(0, char::from(b'A' + digit as u8));
        left = (left - 1) / 26;
    }
    format!("{name}{}", row + 1)
}

fn double(bytes: &[u8]) -> Option<String> {
    let number = f64::from_le_bytes(*bytes.first_chunk::<8>()?);
    (number.is_finite() && number.abs() < 1e21).then(|| number.to_string())
}

/// A number in four bytes: a whole one or the upper half of a double, perhaps in hundredths.
fn packed(value: u32) -> String {
    let number = match value & 2 {
        0 => f64::from_bits(u64::from(value & !3) << 32),
        _ => f64::from((value as i32) >> 2),
    };
    let number = if value & 1 != 0 { number / 100.0 } else { number };
    double(&number.to_le_bytes()).unwrap_or_default()
}

/// A text behind the byte that says whether its characters take two bytes.
fn short(bytes: &[u8], length: usize) -> String {
    let Some((flags, rest)) = bytes.split_first() else { return String::new() };
    let wide = flags & 1 != 0;
    let end = length.saturating_mul(if wide { 2 } else { 1 }).min(rest.len());
    decoded(&rest[..end], wide)
}

fn decoded(bytes: &[u8], wide: bool) -> String {
    let encoding = if wide { UTF_16LE } else { WINDOWS_1252 };
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

/// The texts all cells share; where one goes on in the next record, its width is told anew.
fn strings(most: usize, first: &[u8], more: &[u8]) -> Vec<String> {
    let follows = records(more).take_while(|(_, (id, _))| *id == 0x3C).map(|(_, (_, data))| data);
    let mut source = Source { own: first.get(8..).unwrap_or_default(), next: follows.collect() };
    source.next.reverse();
    let (mut found, mut kept) = (Vec::new(), 0);
    while let Some(text) = source.string() {
        kept += text.len() + 24;
        if kept > most {
            break;
        }
        found.push(text.trim().to_owned());
    }
    found
}

struct Source<'a> {
    own: &'a [u8],
    next: Vec<&'a [u8]>,
}

impl Source<'_> {
    fn string(&mut self) -> Option<String> {
        while self.own.is_empty() {
            self.own = self.next.pop()?;
        }
        let mut left = usize::from(u16_at(self.own, 0)?);
        let flags = *self.own.get(2)?;
        self.own = &self.own[3..];
        let (mut runs, mut further) = (0, 0);
        if flags & 8 != 0 {
            runs = usize::from(u16_at(self.own, 0)?) * 4;
            self.own = &self.own[2..];
        }
        if flags & 4 != 0 {
            further = u32_at(self.own, 0)? as usize;
            self.own = &self.own[4..];
        }
        let (mut text, mut wide) = (String::new(), flags & 1 != 0);
        loop {
            let width = if wide { 2 } else { 1 };
            let taken = left.min(self.own.len() / width);
            text.push_str(&decoded(&self.own[..taken * width], wide));
            self.own = &self.own[taken * width..];
            left -= taken;
            if left == 0 {
                break;
            }
            self.own = self.next.pop()?;
            let (flags, rest) = self.own.split_first()?;
            wide = flags & 1 != 0;
            self.own = rest;
        }
        self.skip(runs.saturating_add(further));
        Some(text)
    }

    fn skip(&mut self, mut bytes: usize) {
        loop {
            let taken = bytes.min(self.own.len());
            self.own = &self.own[taken..];
            bytes -= taken;
            if bytes == 0 {
                return;
            }
            match self.next.pop() {
                Some(next) => self.own = next,
                None => return,
            }
        }
    }
}
