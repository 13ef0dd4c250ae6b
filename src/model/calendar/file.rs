//! A year's file: the notices it rests on, the holidays with their days off, and the days worked to
//! make up for them. A key nobody declared or a day that stands twice is a fault.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use super::{Listed, Notice, Year};
use crate::model::date::{Day, parse_day};

/// What is wrong with a year's file, in Chinese and in English, and the bytes at fault.
#[derive(Clone, Eq, PartialEq, Debug)]
pub struct CalendarFault {
    pub message_zh: String,
    pub message_en: String,
    pub span: Option<Range<usize>>,
}

impl CalendarFault {
    pub(super) fn new(
        span: Option<Range<usize>>,
        message_zh: String,
        message_en: String,
    ) -> CalendarFault {
        CalendarFault { message_zh, message_en, span }
    }
}

/// A year's file as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct YearFile {
    year: Spanned<i32>,
    notice: Vec<Notice>,
    holiday: Vec<Holiday>,
}

/// A holiday as written: days and ranges (`2022-12-31..2023-01-02`, both ends included).
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Holiday {
    name: String,
    off: Vec<Spanned<String>>,
    #[serde(default)]
    work: Vec<Spanned<String>>,
}

/// Reads a year's file: the year's number and its days.
pub(super) fn read_year(text: &str, builtin: bool) -> Result<(i32, Year), CalendarFault> {
    let file: YearFile = toml::from_str(text).map_err(|fault| {
        let said = fault.message();
        CalendarFault::new(
            fault.span(),
            format!("日历文件应写 year、[[notice]]（title、source）和 [[holiday]]（name、off、work），不合之处：{said}"),
            format!("a calendar file holds year, [[notice]] (title, source) and [[holiday]] (name, off, work): {said}"),
        )
    })?;
    let (year, at_year) = (*file.year.get_ref(), Some(file.year.span()));
    if !Day::YEARS.contains(&year) {
        let (zh, en) =
            (format!("没有{year}年的日历"), format!("there is no calendar of the year {year}"));
        return Err(CalendarFault::new(at_year, zh, en));
    }
    // Without this a file that is only begun would make every Monday to Friday of its year a
    // working day.
    if file.notice.is_empty() || file.holiday.is_empty() {
        return Err(CalendarFault::new(
            at_year,
            "日历文件至少要有一个 [[notice]] 和一个 [[holiday]]".into(),
            "a calendar file needs at least one [[notice]] and one [[holiday]]".into(),
        ));
    }
    let mut listed = BTreeMap::new();
    for holiday in &file.holiday {
        let off = holiday.off.iter().map(|days| (days, false));
        let work = holiday.work.iter().map(|days| (days, true));
        for (days, working) in off.chain(work) {
            for day in read_days(days, year)? {
                let entry = Listed { holiday: holiday.name.clone(), working };
                if listed.insert(day, entry).is_some() {
                    return Err(CalendarFault::new(
                        Some(days.span()),
                        format!("{}在这个文件里出现了两次", day.chinese()),
                        format!("{day} stands twice in this file"),
                    ));
                }
            }
        }
    }
    Ok((year, Year { notices: file.notice, listed, builtin }))
}

/// Reads a day or a range of days of a year's notice, which may name days of the December before.
fn read_days(days: &Spanned<String>, year: i32) -> Result<Vec<Day>, CalendarFault> {
    let fault = |zh, en| CalendarFault::new(Some(days.span()), zh, en);
    let read = |text: &str| {
        parse_day(text, None).map_err(|why| {
            let (zh, en) = why.line();
            fault(format!("“{text}”：{zh}"), format!("`{text}`: {en}"))
        })
    };
    let (first, last) = match days.get_ref().split_once("..") {
        Some((first, last)) => (read(first)?, read(last)?),
        None => (read(days.get_ref())?, read(days.get_ref())?),
    };
    if last < first {
        let (zh, en) = ("起止日期颠倒", "the range ends before it starts");
        return Err(fault(zh.into(), en.into()));
    }
    let of_notice = |day: Day| day.year() == year || (day.year() == year - 1 && day.month() == 12);
    if !of_notice(first) || !of_notice(last) {
        return Err(fault(
            format!("不是{year}年的日期（只可另有上一年12月的日期）"),
            format!("is not of {year} (days of the December before may stand here, no others)"),
        ));
    }
    Ok((0..=last.since(first)).map(|n| first.plus(n)).collect())
}

#[cfg(test)]
mod tests {
    use crate::model::calendar::{Calendar, tests::NEXT};

    #[test]
    fn a_faulty_file_says_what_and_where_and_changes_nothing() {
        let mut calendar = Calendar::builtin();
        for (from, to, at, said) in [
            ("year = 2027", "year = 3027", "3027", "3027"),
            ("year = 2027", "year = 2028", "\"2026-12-31..2027-01-02\"", "is not of 2028"),
            (
                "2027-01-02",
                "2027-02-30",
                "\"2026-12-31..2027-02-30\"",
                "`2027-02-30` is not in the calendar",
            ),
            ("2027-01-02", "2026-12-01", "\"2026-12-31..2026-12-01\"", "ends before it starts"),
            ("2027-01-03", "2027-01-02", "\"2027-01-02\"", "2027-01-02 stands twice"),
            ("work", "works", "works", "unknown field `works`"),
            (
                "[[notice]]\ntitle = \"国务院办公厅关于2027年部分节假日安排的通知\"",
                "notice = []",
                "2027",
                "at least one",
            ),
            ("year = 2027", "year = ", "", "must be quoted"),
        ] {
            let text = NEXT.replacen(from, to, 1);
            let fault = calendar.add_year(&text).unwrap_err();
            assert!(fault.message_en.contains(said), "{}", fault.message_en);
            assert_eq!(fault.span.map(|span| &text[span]), Some(at), "{}", fault.message_zh);
        }
        assert_eq!(calendar.last_year(), Some(2026));
    }
}
