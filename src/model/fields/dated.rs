//! Fields that hold days, moments and periods.

use std::ops::Range;

use super::{Fields, Spanned};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::date::{DateFault, Day, Moment, Wanted, parse_day, parse_moment};
use crate::model::key::Key;
use crate::model::period::{Deadline, Period, parse_deadline, parse_period, parse_start};
use crate::say;

impl<'a> Fields<'a> {
    /// Reports a date that could not be read.
    pub fn date_fault(
        &self,
        key: &Key,
        span: Range<usize>,
        fault: &DateFault,
        out: &mut Diagnostics,
    ) {
        let (name, key) = (key.zh[0], key.en);
        let (zh, en) = fault.message();
        out.push(
            Diagnostic::new(
                Code::BadDate,
                self.place(span),
                say!("“{name}”：{zh}", "`{key}`: {en}"),
            )
            .help(fault.help()),
        );
    }

    fn dated<T>(
        &mut self,
        key: &'static Key,
        out: &mut Diagnostics,
        parse: impl FnOnce(&str) -> Result<T, DateFault>,
    ) -> Option<T> {
        let text = self.spanned(key, out)?;
        match parse(&text.value) {
            Ok(value) => Some(value),
            Err(fault) => {
                self.date_fault(key, text.span, &fault, out);
                None
            }
        }
    }

    /// A day; `year` completes 3月10日.
    pub fn day(
        &mut self,
        key: &'static Key,
        year: Option<i32>,
        out: &mut Diagnostics,
    ) -> Option<Day> {
        self.dated(key, out, |text| parse_day(text, year))
    }

    /// A day, perhaps with a time.
    pub fn moment(&mut self, key: &'static Key, out: &mut Diagnostics) -> Option<Moment> {
        self.dated(key, out, parse_moment)
    }

    /// A day, perhaps with a time; `year` completes 3月10日 11:30.
    pub fn moment_in(
        &mut self,
        key: &'static Key,
        year: Option<i32>,
        out: &mut Diagnostics,
    ) -> Option<Moment> {
        self.dated(key, out, |text| match (parse_moment(text), year) {
            (Err(DateFault::YearNeeded), Some(year)) => parse_moment(&format!("{year}年{text}")),
            (read, _) => read,
        })
    }

    /// A year, as `2023` or `2023年`.
    pub fn year(&mut self, key: &'static Key, out: &mut Diagnostics) -> Option<i32> {
        self.dated(key, out, |text| match parse_period(text, None)? {
            Period::Year(year) => Ok(year),
            _ => Err(DateFault::Unreadable { wanted: Wanted::Year }),
        })
    }

    /// The first day of any period.
    pub fn start(
        &mut self,
        key: &'static Key,
        year: Option<i32>,
        out: &mut Diagnostics,
    ) -> Option<Day> {
        self.dated(key, out, |text| parse_start(text, year))
    }

    /// The last day of any period, with its words; or 长期坚持.
    pub fn deadline(
        &mut self,
        key: &'static Key,
        year: Option<i32>,
        out: &mut Diagnostics,
    ) -> Option<Deadline> {
        self.dated(key, out, |text| parse_deadline(text, year))
    }

    /// The last day of any period, where nothing can be standing.
    pub fn end(
        &mut self,
        key: &'static Key,
        year: Option<i32>,
        out: &mut Diagnostics,
    ) -> Option<Day> {
        let text = self.spanned(key, out)?;
        match parse_deadline(&text.value, year) {
            Ok(deadline) => deadline.day().or_else(|| {
                self.date_fault(
                    key,
                    text.span,
                    &DateFault::Unreadable { wanted: Wanted::Day },
                    out,
                );
                None
            }),
            Err(fault) => {
                self.date_fault(key, text.span, &fault, out);
                None
            }
        }
    }

    /// A list of periods; a single one is a list of one.
    pub fn periods(
        &mut self,
        key: &'static Key,
        year: Option<i32>,
        out: &mut Diagnostics,
    ) -> Vec<Spanned<Period>> {
        let mut periods = Vec::new();
        for text in self.list(key, out) {
            match parse_period(&text.value, year) {
                Ok(value) => periods.push(Spanned { value, span: text.span }),
                Err(fault) => self.date_fault(key, text.span, &fault, out),
            }
        }
        periods
    }

    /// A period that must be there.
    pub fn period(
        &mut self,
        key: &'static Key,
        example: &str,
        year: Option<i32>,
        out: &mut Diagnostics,
    ) -> Option<Period> {
        if !self.has(key) {
            self.missing(key, example, out);
        }
        self.dated(key, out, |text| parse_period(text, year))
    }
}
