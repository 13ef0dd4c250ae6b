//! Data as workbooks: text cells stay text, numbers numbers, days real days; a last sheet says what
//! the columns mean.
//!
//! No clock and no name of a machine is in them: the same rows give the same bytes.

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format as Style, IgnoreError, Workbook, Worksheet, XlsxError,
};

use super::csv::runs;
use super::dictionary::{self, Column, Holds};
use super::table::{Cell, Sheet};
use crate::facts::Facts;
use crate::model::settings::Language;

/// The most characters a cell takes; what is longer ends in [`CUT`].
const CELL_MOST: usize = 32_767;
const CUT: &str = "……";
/// The most rows a sheet takes below its head; all are in the CSV.
const ROWS_MOST: u32 = (1 << 20) - 1;
/// The most digits that a spreadsheet, which knows no decimals, keeps as they are.
const DIGITS_MOST: usize = 15;
const MEMORY: &str = "a workbook of sound sheets goes into memory without fail";

/// Appends a workbook of the sheets.
pub fn write(facts: &Facts, sheets: &[Sheet], out: &mut Vec<u8>) {
    out.extend(bytes(facts, sheets).expect(MEMORY));
}

/// What a workbook holds beside its sheets.
pub fn head(facts: &Facts) -> impl serde::Serialize + use<> {
    let settings = facts.settings();
    let is_chinese = settings.language == Language::Chinese;
    let by_office = facts.shows_returns_by_office();
    (
        settings.title.clone(),
        settings.identity.organizer.clone(),
        facts.day(),
        is_chinese,
        by_office,
    )
}

fn bytes(facts: &Facts, sheets: &[Sheet]) -> Result<Vec<u8>, XlsxError> {
    let settings = facts.settings();
    let mut book = Workbook::new();
    // The library would put in the time of the machine.
    let day = facts.day();
    let created = excel_day(&day.to_string()).unwrap_or_default();
    let properties = DocProperties::new()
        .set_title(&settings.title)
        .set_author(settings.identity.organizer.as_deref().unwrap_or_default())
        .set_creation_datetime(&created);
    book.set_properties(&properties);
    let styles = Styles::new();
    let mut told = Vec::new();
    for sheet in sheets {
        let file = dictionary::file(&sheet.name, facts.shows_returns_by_office());
        let columns = file.map(dictionary::File::columns).unwrap_or_default();
        put(book.add_worksheet(), sheet, &columns, &styles)?;
        told.push((sheet.name.as_str(), columns));
    }
    explain(book.add_worksheet(), &told, settings.language, &styles)?;
    book.save_to_buffer()
}

/// How cells look. A style costs more than the cell, so plain words and whole numbers have none.
struct Styles {
    head: Style,
    /// Words that begin with a digit stay words even after they are edited, as 3.10 must.
    code: Style,
    /// So do those that look like a formula.
    guarded: Style,
    day: Style,
    moment: Style,
    wrapped: Style,
    /// Numbers by their decimals, from one on.
    numbers: Vec<Style>,
}

impl Styles {
    fn new() -> Self {
        let text = Style::new().set_num_format("@");
        let decimals = 1..=DIGITS_MOST;
        Self {
            head: Style::new().set_bold(),
            guarded: text.clone().set_quote_prefix(),
            day: Style::new().set_num_format("yyyy-mm-dd"),
            moment: Style::new().set_num_format("yyyy-mm-dd hh:mm"),
            wrapped: text.clone().set_text_wrap(),
            code: text,
            numbers: decimals
                .map(|decimals| Style::new().set_num_format(format!("0.{}", "0".repeat(decimals))))
                .collect(),
        }
    }

    /// How words look.
    fn words(&self, words: &str) -> Option<&Style> {
        match words.bytes().next() {
            Some(b'0'..=b'9') => Some(&self.code),
            _ => runs(words).then_some(&self.guarded),
        }
    }
}

fn put(
    sheet: &mut Worksheet,
    of: &Sheet,
    columns: &[Column],
    styles: &Styles,
) -> Result<(), XlsxError> {
    sheet.set_name(&of.name)?;
    sheet.set_freeze_panes(1, 1)?;
    sheet.set_repeat_rows(0, 0)?;
    for (at, name) in (0..).zip(&of.table.columns) {
        sheet.write_string_with_format(0, at, name, &styles.head)?;
        let holds = columns.get(usize::from(at)).map(|column| &column.field.holds);
        sheet.set_column_width(at, width(holds, name))?;
    }
    for (row, cells) in (1..=ROWS_MOST).zip(&of.table.rows) {
        for (at, cell) in (0..).zip(cells) {
            let holds = columns.get(usize::from(at)).map(|column| &column.field.holds);
            put_cell(sheet, (row, at), cell, holds, styles)?;
        }
    }
    let last_row = u32::try_from(of.table.rows.len()).unwrap_or(u32::MAX).min(ROWS_MOST);
    let last_column = u16::try_from(of.table.columns.len().saturating_sub(1)).unwrap_or(0);
    sheet.autofilter(0, 0, last_row, last_column)?;
    sheet.ignore_error_range(0, 0, last_row, last_column, IgnoreError::NumberStoredAsText)?;
    Ok(())
}

fn width(holds: Option<&Holds>, name: &str) -> f64 {
    let least = match holds {
        Some(Holds::Date) => 12.0,
        Some(Holds::Moment) => 17.0,
        Some(Holds::Whole | Holds::Number | Holds::Flag | Holds::Word(_) | Holds::Period) => 10.0,
        Some(Holds::Text | Holds::Texts | Holds::List(_)) => 32.0,
        _ => 24.0,
    };
    // Room for the name and the arrow of the filter.
    let letters = u32::try_from(name.len()).unwrap_or(0);
    f64::max(least, f64::from(letters) + 3.0)
}

fn put_cell(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    holds: Option<&Holds>,
    styles: &Styles,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => {}
        Cell::Flag(flag) => {
            sheet.write_boolean(row, column, *flag)?;
        }
        Cell::Number(digits) => match number(digits) {
            Some((value, decimals)) => {
                let style = decimals.checked_sub(1).and_then(|at| styles.numbers.get(at));
                match style {
                    Some(style) => sheet.write_number_with_format(row, column, value, style)?,
                    None => sheet.write_number(row, column, value)?,
                };
            }
            None => put_words(sheet, (row, column), digits, styles)?,
        },
        Cell::Text(words) => match holds {
            Some(Holds::Date | Holds::Moment) => match excel_day(words) {
                Some(time) => {
                    let has_time = words.contains(' ');
                    let style = if has_time { &styles.moment } else { &styles.day };
                    sheet.write_datetime_with_format(row, column, &time, style)?;
                }
                None => put_words(sheet, (row, column), words, styles)?,
            },
            _ => put_words(sheet, (row, column), words, styles)?,
        },
    }
    Ok(())
}

fn put_words(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    words: &str,
    styles: &Styles,
) -> Result<(), XlsxError> {
    let cut = cut(words);
    let words = cut.as_deref().unwrap_or(words);
    match styles.words(words) {
        Some(style) => sheet.write_string_with_format(row, column, words, style)?,
        None => sheet.write_string(row, column, words)?,
    };
    Ok(())
}

/// Words too long for a cell, cut; spreadsheets count as UTF-16 does.
fn cut(words: &str) -> Option<String> {
    if words.len() <= CELL_MOST || words.encode_utf16().count() <= CELL_MOST {
        return None;
    }
    let mut left = CELL_MOST - CUT.encode_utf16().count();
    let fits = |c: &char| {
        let enough = left >= c.len_utf16();
        left = left.saturating_sub(c.len_utf16());
        enough
    };
    let mut kept: String = words.chars().take_while(fits).collect();
    kept.push_str(CUT);
    Some(kept)
}

/// A number as a spreadsheet holds it, with its decimals; none of one that would lose digits.
fn number(digits: &str) -> Option<(f64, usize)> {
    let decimals = digits.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let significant = digits.bytes().filter(u8::is_ascii_digit).count();
    let value: f64 = digits.parse().ok()?;
    (significant <= DIGITS_MOST).then_some((value, decimals))
}

/// A day, or a day and a time, as spreadsheets count them: from 1900.
fn excel_day(text: &str) -> Option<ExcelDateTime> {
    let (day, time) = text.split_once(' ').unwrap_or((text, ""));
    let mut parts = day.split('-');
    let mut part = || parts.next()?.parse::<u16>().ok();
    let (year, month, day) = (part()?, part()?, part()?);
    let small = |part: u16| u8::try_from(part).ok();
    // What was before is wrong by a day in every spreadsheet: 1900 was no leap year.
    let is_known = (year, month) >= (1900, 3);
    let day = ExcelDateTime::from_ymd(year, small(month)?, small(day)?).ok();
    let day = day.filter(|_| is_known)?;
    let Some((hours, minutes)) = time.split_once(':') else { return Some(day) };
    day.and_hms(hours.parse().ok()?, minutes.parse().ok()?, 0).ok()
}

/// The sheet that says what the columns of the others mean.
fn explain(
    sheet: &mut Worksheet,
    of: &[(&str, Vec<Column>)],
    language: Language,
    styles: &Styles,
) -> Result<(), XlsxError> {
    let (name, heads) = match language {
        Language::Chinese => ("字段说明", ["工作表", "字段", "名称", "含义", "单位", "取值"]),
        Language::English => {
            ("fields", ["sheet", "field", "Chinese name", "meaning", "unit", "values"])
        }
    };
    sheet.set_name(name)?;
    sheet.set_freeze_panes(1, 0)?;
    for ((at, head), width) in (0..).zip(heads).zip([20.0, 26.0, 22.0, 60.0, 8.0, 60.0]) {
        sheet.write_string_with_format(0, at, head, &styles.head)?;
        sheet.set_column_width(at, width)?;
    }
    let lines = of.iter().flat_map(|(name, columns)| columns.iter().map(move |c| (*name, c)));
    for (row, (name, column)) in (1..).zip(lines) {
        let field = &column.field;
        let words = match &field.holds {
            Holds::Word(choices) | Holds::SomeWords(choices) => {
                let told = choices
                    .iter()
                    .map(|choice| format!("{} {}", choice.name, choice.meaning.of(language)));
                told.collect::<Vec<_>>().join("；")
            }
            _ => String::new(),
        };
        let unit = field.unit.as_ref().map_or("", |unit| unit.of(language));
        let meaning = field.meaning.of(language);
        let cells = [name, &column.name, &field.title, meaning, unit, &words];
        for (at, cell) in (0..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            sheet.write_string_with_format(row, at, cell, &styles.wrapped)?;
        }
    }
    Ok(())
}
