//! The first sheet of an XLSX workbook as a table.
//!
//! The text of the table is the sheet with tabs between its cells, one line for each row of the
//! sheet, so that the line of a fault is the row a clerk sees. Cells are read one after another
//! into the rows they stand in: a sheet of two far corners must not fill the memory.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::io::Cursor;
use std::sync::Arc;

use calamine::{Data, DataRef, ExcelDateTime, Reader, SheetType, Xlsx, XlsxError};

use super::table::{self, Cell, MOST_CELLS, Row, Table};
use super::text;
use crate::diagnostic::{Code, Diagnostic, Place, Source, Text};
use crate::say;

/// Largest workbook read, in bytes.
pub const LARGEST: u64 = 50 << 20;
/// Longest text of a sheet, in bytes.
const LONGEST_TEXT: usize = 64 << 20;
/// The rows and columns Excel has.
const EXCEL: (u32, u32) = (1_048_576, 16_384);

/// Reads a workbook; `None` if it is none, which is then reported.
pub fn read(path: &Arc<str>, bytes: &[u8], found: &mut Vec<Diagnostic>) -> Option<Table> {
    let sheet = match sheet(bytes) {
        Ok(sheet) => sheet,
        Err(refusal) => {
            found.push(refusal.told(path));
            return None;
        }
    };
    let Some((text, rows)) = lay_out(&sheet) else {
        found.push(Refusal::TooLarge.told(path));
        return None;
    };
    table::assemble(Source::new(path.clone(), text), rows, found)
}

/// The cells that hold something, by row and column.
type Sheet = BTreeMap<u32, BTreeMap<u32, String>>;

/// Why a workbook cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Refusal {
    Old,
    Damaged,
    NoSheet,
    TooLarge,
}

impl From<XlsxError> for Refusal {
    fn from(_: XlsxError) -> Self {
        Self::Damaged
    }
}

impl Refusal {
    fn told(self, path: &Arc<str>) -> Diagnostic {
        let (message, help): (Text, Text) = match self {
            Self::Old => (
                say!(
                    "{path} 是旧格式（.xls）或加了密码的工作簿",
                    "{path} is an old workbook (.xls) or one with a password"
                ),
                say!("去掉密码，另存为 .xlsx 或 CSV", "save it as .xlsx or CSV, without password"),
            ),
            Self::Damaged => (
                say!(
                    "{path} 已损坏，或不是 .xlsx 工作簿",
                    "{path} is damaged or no .xlsx workbook"
                ),
                say!("用表格软件打开，另存为 .xlsx 或 CSV", "open it and save it as .xlsx or CSV"),
            ),
            Self::NoSheet => (
                say!("{path} 里没有工作表", "{path} has no sheet of cells"),
                say!("把数据放在第一个工作表", "put the data into the first sheet"),
            ),
            Self::TooLarge => (
                say!("{path} 的工作表过大", "the sheet of {path} is too large"),
                say!(
                    "删去数据以外的行和列，或改存为 CSV",
                    "remove rows and columns beyond the data, or save it as CSV"
                ),
            ),
        };
        Diagnostic::new(Code::BadTable, Place::file(path.clone()), message).help(help)
    }
}

fn sheet(bytes: &[u8]) -> Result<Sheet, Refusal> {
    if bytes.len() as u64 > LARGEST {
        return Err(Refusal::TooLarge);
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Err(Refusal::Old);
    }
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes))?;
    let first = book.sheets_metadata().iter().find(|sheet| sheet.typ == SheetType::WorkSheet);
    let name = first.ok_or(Refusal::NoSheet)?.name.clone();
    let mut reader = book.worksheet_cells_reader(&name)?;
    let (last_row, last_column) = reader.dimensions().end;
    if last_row >= EXCEL.0 || last_column >= EXCEL.1 {
        return Err(Refusal::TooLarge);
    }
    let mut sheet = Sheet::new();
    let mut cells = 0;
    while let Some((cell, style)) = reader.next_cell_with_style_id()? {
        let (row, column) = cell.get_position();
        let format = reader.styles().get(style).and_then(|style| style.number_format.as_ref());
        let percent = format.is_some_and(|format| is_percent(&format.format_code));
        let text = written(cell.get_value(), percent);
        let text = text::trim(&text);
        if text.is_empty() {
            continue;
        }
        cells += 1;
        if cells > MOST_CELLS || row >= EXCEL.0 || column >= EXCEL.1 {
            return Err(Refusal::TooLarge);
        }
        // A tab or a line break inside a cell would move the cells behind it.
        let text = text.replace(['\t', '\r', '\n'], " ");
        sheet.entry(row).or_default().insert(column, text);
    }
    Ok(sheet)
}

/// The text of a sheet and its rows; `None` if it is too long.
fn lay_out(sheet: &Sheet) -> Option<(String, Vec<Row>)> {
    let mut text = String::new();
    let mut rows = Vec::new();
    let (mut line, mut laid) = (0, 0);
    for (number, cells) in sheet {
        while line < *number {
            text.push('\n');
            line += 1;
        }
        let start = text.len();
        let mut row = Vec::new();
        for (column, cell) in cells {
            while row.len() < *column as usize {
                row.push(Cell { text: String::new(), span: text.len()..text.len() });
                text.push('\t');
            }
            if text.len() + cell.len() > LONGEST_TEXT || laid + row.len() > MOST_CELLS {
                return None;
            }
            let at = text.len();
            text.push_str(cell);
            row.push(Cell { text: cell.clone(), span: at..text.len() });
            text.push('\t');
        }
        text.truncate(text.trim_end_matches('\t').len().max(start));
        laid += row.len();
        rows.push(Row { cells: row, span: start..text.len() });
    }
    text.push('\n');
    Some((text, rows))
}

/// A cell as it would be typed: dates in ISO order, numbers without the noise of floats.
fn written(value: &DataRef<'_>, percent: bool) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Float(number) if percent => format!("{}%", plain(number * 100.0)),
        DataRef::Float(number) => plain(*number),
        DataRef::Int(number) => number.to_string(),
        DataRef::Bool(true) => "TRUE".to_owned(),
        DataRef::Bool(false) => "FALSE".to_owned(),
        DataRef::DateTime(moment) => date(moment),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.strip_suffix("T00:00:00").unwrap_or(text).replace('T', " ")
        }
        DataRef::Error(error) => Data::Error(error.clone()).to_string(),
    }
}

/// A number to the fifteen digits Excel itself works with, never with an exponent.
fn plain(number: f64) -> String {
    let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    if rounded == 0.0 { "0".to_owned() } else { rounded.to_string() }
}

/// Whether a number format shows percents, outside the words it adds.
fn is_percent(format: &str) -> bool {
    format.split('"').step_by(2).any(|part| part.contains('%'))
}

fn date(moment: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, milli) = moment.to_ymd_hms_milli();
    // A time of day is a moment of day nought.
    let timeless = moment.as_f64() >= 1.0;
    let mut text = String::new();
    if moment.is_duration() {
        let seconds = (moment.as_f64() * 86_400.0).round();
        let (hours, rest) = ((seconds / 3_600.0).trunc(), seconds % 3_600.0);
        return format!("{hours}:{:02}", (rest / 60.0).trunc());
    }
    if timeless {
        let _ = write!(text, "{year:04}-{month:02}-{day:02}");
    }
    // Times are stored as fractions of a day, which come out some milliseconds short.
    let seconds = (u32::from(hour) * 60 + u32::from(minute)) * 60
        + u32::from(second)
        + u32::from(milli >= 500);
    if seconds == 0 && timeless {
        return text;
    }
    if timeless {
        text.push(' ');
    }
    let (hours, minutes) = (seconds / 3_600, seconds / 60 % 60);
    let _ = write!(text, "{hours:02}:{minutes:02}");
    if seconds % 60 != 0 {
        let _ = write!(text, ":{:02}", seconds % 60);
    }
    text
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A workbook of one sheet with these rows, packed without compression.
    pub fn workbook(rows: &str) -> Vec<u8> {
        let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        let links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let package = "http://schemas.openxmlformats.org/package/2006";
        let parts = [
            (
                "[Content_Types].xml",
                format!(
                    r#"<Types xmlns="{package}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#
                ),
            ),
            (
                "_rels/.rels",
                format!(
                    r#"<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{links}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
                ),
            ),
            (
                "xl/workbook.xml",
                format!(
                    r#"<workbook xmlns="{main}" xmlns:r="{links}"><sheets><sheet name="表" sheetId="1" r:id="r1"/></sheets></workbook>"#
                ),
            ),
            (
                "xl/_rels/workbook.xml.rels",
                format!(
                    r#"<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{links}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="{links}/styles" Target="styles.xml"/></Relationships>"#
                ),
            ),
            (
                "xl/styles.xml",
                format!(
                    r#"<styleSheet xmlns="{main}"><numFmts count="1"><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts><cellXfs count="5"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="176"/><xf numFmtId="10"/><xf numFmtId="20"/></cellXfs></styleSheet>"#
                ),
            ),
            (
                "xl/worksheets/sheet1.xml",
                format!(r#"<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>"#),
            ),
        ];
        zip(&parts)
    }

    fn zip(parts: &[(&str, String)]) -> Vec<u8> {
        let (mut out, mut directory) = (Vec::new(), Vec::new());
        for (name, text) in parts {
            let offset = out.len() as u32;
            let mut head = vec![20, 0, 0, 0, 0, 0, 0, 0, 0, 0];
            head.extend(crc32(text.as_bytes()).to_le_bytes());
            head.extend((text.len() as u32).to_le_bytes());
            head.extend((text.len() as u32).to_le_bytes());
            head.extend((name.len() as u16).to_le_bytes());
            head.extend([0, 0]);
            out.extend(b"PK\x03\x04");
            out.extend(&head);
            out.extend(name.as_bytes());
            out.extend(text.as_bytes());
            directory.extend(b"PK\x01\x02\x14\x00");
            directory.extend(&head);
            directory.extend([0; 10]);
            directory.extend(offset.to_le_bytes());
            directory.extend(name.as_bytes());
        }
        let (start, length) = (out.len() as u32, directory.len() as u32);
        out.extend(directory);
        out.extend(b"PK\x05\x06\0\0\0\0");
        out.extend([(parts.len() as u16).to_le_bytes(); 2].concat());
        out.extend(length.to_le_bytes());
        out.extend(start.to_le_bytes());
        out.extend([0, 0]);
        out
    }

    fn crc32(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(!0, |crc, byte| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
                if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 }
            })
        })
    }

    fn open(bytes: &[u8]) -> (Option<Table>, Vec<Diagnostic>) {
        let mut found = Vec::new();
        (read(&Arc::from("content/a/values.xlsx"), bytes, &mut found), found)
    }

    fn text(cell: &str, words: &str) -> String {
        format!(r#"<c r="{cell}" t="inlineStr"><is><t>{words}</t></is></c>"#)
    }

    #[test]
    fn a_workbook_is_read_as_what_a_clerk_sees() {
        let rows = [
            format!(r#"<row r="1">{}{}{}</row>"#, text("A1", "日期"), text("B1", "用时"), text("D1", " 备注 ")),
            r#"<row r="3"><c r="A3" s="1"><v>45000</v></c><c r="B3"><v>60.099999999999994</v></c><c r="C3" s="3"><v>0.125</v></c><c r="D3" t="e"><v>#REF!</v></c></row>"#.to_owned(),
            r#"<row r="4"><c r="A4" s="2"><v>45000.479166666664</v></c><c r="B4"><v>7</v></c><c r="C4" s="4"><v>0.4791666666666667</v></c></row>"#.to_owned(),
            r#"<row r="5"><c r="B5"><f>1/3</f><v>1E+15</v></c><c r="C5" t="b"><v>1</v></c></row>"#.to_owned(),
        ];
        let head = rows[0].replace("</row>", &format!("{}</row>", text("C1", "率")));
        let (table, found) = open(&workbook(&format!("{head}{}", rows[1..].concat())));
        assert!(found.is_empty(), "{found:?}");
        let table = table.expect("a table");
        assert_eq!(
            table.source.text,
            "日期\t用时\t率\t备注\n\n2023-03-15\t60.1\t12.5%\t#REF!\n2023-03-15 11:30\t7\t11:30\n\t1000000000000000\tTRUE\n"
        );
        let cell = &table.rows[0].cells[1];
        let place = table.place(cell.span.clone());
        assert_eq!((place.positions().0.line, place.text()), (3, "60.1"));
        assert_eq!(table.rows[2].cells[3].text, "");
    }

    #[test]
    fn what_is_no_workbook_is_refused_by_name() {
        for bytes in [&b"PK\x03\x04 and nothing else"[..], b"", &[0xD0, 0xCF, 0x11, 0xE0, 1, 2]] {
            let (table, found) = open(bytes);
            assert!(table.is_none());
            assert_eq!(found.len(), 1);
            assert_eq!(found[0].code, Code::BadTable);
            assert!(found[0].message.zh.contains("values.xlsx"));
        }
    }

    #[test]
    fn a_sheet_with_far_corners_does_not_fill_the_memory() {
        let far = format!(
            r#"<row r="1">{}</row><row r="1048576">{}</row>"#,
            text("A1", "日期"),
            text("XFD1048576", "远")
        );
        let (_, found) = open(&workbook(&far));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].place.positions().0.line, 1_048_576);
        let beyond = format!(r#"<row r="1">{}</row>"#, text("ZZZZ1", "远"));
        assert!(open(&workbook(&beyond)).0.is_none());
    }

    #[test]
    fn damage_anywhere_is_told_and_never_a_panic() {
        let sound = workbook(&format!(r#"<row r="1">{}</row>"#, text("A1", "日期")));
        for at in 0..sound.len() {
            let mut bytes = sound.clone();
            bytes[at] ^= 0x15;
            let (table, found) = open(&bytes);
            assert!(table.is_some() || !found.is_empty());
            assert!(open(&sound[..at]).0.is_none() || at > sound.len() - 22);
        }
    }
}
