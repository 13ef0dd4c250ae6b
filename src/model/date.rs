//! Days and moments, and how offices write them. A text is read as exactly one day or refused with
//! the way to write it: nothing here guesses a year, or moves 2 月 30 日 into March.

mod fault;
mod scan;

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use fault::{DateFault, Wanted};
pub(in crate::model) use scan::{Part, Scanner, Written};

/// A calendar day from 1900-01-01 to 2200-12-31, so that arithmetic on it cannot overflow.
#[derive(Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Hash, Debug)]
pub struct Day(NaiveDate);

impl Day {
    /// The years a day may lie in.
    pub const YEARS: RangeInclusive<i32> = 1900..=2200;

    /// The first day there is: stands where a required date is missing and was reported.
    pub const EARLIEST: Day = match NaiveDate::from_ymd_opt(1900, 1, 1) {
        Some(day) => Day(day),
        None => panic!("the first of January 1900 is a day"),
    };

    /// The day of a year, month and day of the month, if there is one.
    pub fn new(year: i32, month: u32, day: u32) -> Option<Day> {
        NaiveDate::from_ymd_opt(year, month, day).filter(|_| Day::YEARS.contains(&year)).map(Day)
    }

    /// The nearest day to any three numbers: each part moves to the closest one that exists.
    pub fn nearest(year: i32, month: u32, day: u32) -> Day {
        let month = month.clamp(1, 12);
        let year = year.clamp(*Day::YEARS.start(), *Day::YEARS.end());
        let first = Day::new(year, month, 1).expect("a first of a month in range exists");
        first.plus(i64::from(day.clamp(1, first.days_in_month())) - 1)
    }

    /// The Monday of an ISO week, if the year has that week.
    pub(in crate::model) fn monday_of(year: i32, week: u32) -> Option<Day> {
        let monday = NaiveDate::from_isoywd_opt(year, week, Weekday::Mon)?;
        Some(Day(monday)).filter(|monday| Day::YEARS.contains(&monday.year()))
    }

    /// The year.
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// The month, 1 to 12.
    pub fn month(self) -> u32 {
        self.0.month()
    }

    /// The day of the month, from 1.
    pub fn day(self) -> u32 {
        self.0.day()
    }

    /// The day of the week.
    pub fn weekday(self) -> Weekday {
        self.0.weekday()
    }

    /// The ISO week and the year it belongs to, which is not always the day's own.
    pub fn iso_week(self) -> (i32, u32) {
        let week = self.0.iso_week();
        (week.year(), week.week())
    }

    /// The day so many days later, or earlier where negative; it stops at the ends of the range.
    pub fn plus(self, days: i64) -> Day {
        let span = Days::new(days.unsigned_abs());
        let moved =
            if days < 0 { self.0.checked_sub_days(span) } else { self.0.checked_add_days(span) };
        match moved {
            Some(day) if Day::YEARS.contains(&day.year()) => Day(day),
            _ if days < 0 => Day::nearest(*Day::YEARS.start(), 1, 1),
            _ => Day::nearest(*Day::YEARS.end(), 12, 31),
        }
    }

    /// How many days after `earlier` this day is; negative before it.
    pub fn since(self, earlier: Day) -> i64 {
        self.0.signed_duration_since(earlier.0).num_days()
    }

    /// The next day, or none at the end of the range.
    pub fn next(self) -> Option<Day> {
        Some(self.plus(1)).filter(|next| *next > self)
    }

    /// The first day of its month.
    pub fn first_of_month(self) -> Day {
        self.plus(1 - i64::from(self.day()))
    }

    /// The last day of its month.
    pub fn last_of_month(self) -> Day {
        self.first_of_month().plus(i64::from(self.days_in_month()) - 1)
    }

    /// The Monday of its week.
    pub fn monday(self) -> Day {
        self.plus(-i64::from(self.weekday().num_days_from_monday()))
    }

    /// As documents write it: 2023年9月3日, without leading zeros (GB/T 9704-2012).
    pub fn chinese(self) -> String {
        format!("{}年{}月{}日", self.year(), self.month(), self.day())
    }

    fn days_in_month(self) -> u32 {
        u32::from(self.0.num_days_in_month())
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{:04}-{:02}-{:02}", self.year(), self.month(), self.day()))
    }
}

/// Reads `2023-09-03` and no other form.
impl FromStr for Day {
    type Err = DateFault;

    fn from_str(text: &str) -> Result<Day, DateFault> {
        let day = parse_day(text, None)?;
        if day.to_string() == text {
            Ok(day)
        } else {
            Err(DateFault::Unreadable { wanted: Wanted::Day })
        }
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Day, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|_| D::Error::custom("no day"))
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A time of day, as exact as it was written.
#[derive(Copy, Clone, Eq, PartialEq, Hash, Debug)]
pub enum Time {
    /// A clock time, 0:00 to 23:59.
    At { hour: u8, minute: u8 },
    /// 上午
    Morning,
    /// 中午
    Noon,
    /// 下午
    Afternoon,
}

impl Time {
    /// Minutes since midnight; 上午 and 下午 count as their ends, 12:00 and 18:00.
    pub fn minutes(self) -> u32 {
        match self {
            Time::At { hour, minute } => u32::from(hour) * 60 + u32::from(minute),
            Time::Morning | Time::Noon => 12 * 60,
            Time::Afternoon => 18 * 60,
        }
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Time::At { hour, minute } => f.pad(&format!("{hour:02}:{minute:02}")),
            Time::Morning => f.pad("上午"),
            Time::Noon => f.pad("中午"),
            Time::Afternoon => f.pad("下午"),
        }
    }
}

/// A day with the time of day, where that is known.
#[derive(Copy, Clone, Eq, PartialEq, Hash, Debug)]
pub struct Moment {
    pub day: Day,
    pub time: Option<Time>,
}

impl Moment {
    /// Minutes since midnight, for comparison within a day.
    pub fn minutes(&self) -> Option<u32> {
        self.time.map(Time::minutes)
    }

    /// True where this moment is known to come after `cutoff`; of one day with a time unknown, it
    /// is not.
    pub fn is_after(&self, cutoff: &Moment) -> bool {
        match (self.minutes(), cutoff.minutes()) {
            (Some(this), Some(cutoff_at)) if self.day == cutoff.day => this > cutoff_at,
            _ => self.day > cutoff.day,
        }
    }
}

impl From<Day> for Moment {
    fn from(day: Day) -> Moment {
        Moment { day, time: None }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.time {
            Some(time) => f.pad(&format!("{} {time}", self.day)),
            None => self.day.fmt(f),
        }
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Reads a day; `3月10日` takes its year from `year`.
pub fn parse_day(text: &str, year: Option<i32>) -> Result<Day, DateFault> {
    let mut scanner = Scanner::new(text, Wanted::Day)?;
    let day = read_day(&mut scanner, year)?;
    scanner.end()?;
    Ok(day)
}

/// Reads a day with a time of day, which may be missing: `2023-03-10 11:30`, `2023年3月10日上午`,
/// `2023-03-10`.
pub fn parse_moment(text: &str) -> Result<Moment, DateFault> {
    let mut scanner = Scanner::new(text, Wanted::Moment)?;
    let day = read_day(&mut scanner, None)?;
    if scanner.take("T") && scanner.at_end() {
        return Err(scanner.unreadable());
    }
    let time = scanner.time()?;
    scanner.end()?;
    Ok(Moment { day, time })
}

fn read_day(scanner: &mut Scanner, year: Option<i32>) -> Result<Day, DateFault> {
    let written = scanner.written_date()?;
    let Part::Day(month, day) = written.part else { return Err(scanner.unreadable()) };
    Day::new(written.year(year)?, month, day).ok_or_else(|| scanner.no_such_day())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(y: i32, m: u32, d: u32) -> Day {
        Day::new(y, m, d).unwrap()
    }

    #[test]
    fn a_day_is_read_in_every_form_offices_write() {
        for text in [
            "2023-03-10",
            "2023-3-10",
            " 2023-03-10\t",
            "2023/3/10",
            "2023.3.10",
            "2023年3月10日",
            "2023年03月10日",
            "2023 年 3 月 10 日",
            "２０２３年３月１０日",
            "２０２３－０３－１０",
            "２０２３．３．１０",
            "\u{3000}2023-03-10",
            "2023年3月10号",
        ] {
            assert_eq!(parse_day(text, None), Ok(day(2023, 3, 10)), "{text}");
        }
        assert_eq!(parse_day("3月10日", Some(2023)), Ok(day(2023, 3, 10)));
        assert_eq!(
            parse_day("2022年3月10日", Some(2023)),
            Ok(day(2022, 3, 10)),
            "the year written wins"
        );
    }

    #[test]
    fn a_look_alike_of_a_day_is_refused() {
        let unreadable = Err(DateFault::Unreadable { wanted: Wanted::Day });
        for text in [
            "3.10",
            "23-03-10",
            "20230310",
            "2023-03",
            "2023",
            "2023-03/10",
            "2023-03-10x",
            "2023年3月10",
            "2023-03-1 0",
            "2023-003-10",
            "02023-03-10",
            "2023-03-10 11:30",
            "二〇二三年三月十日",
            "-2023-03-10",
            "99999999999999-1-1",
        ] {
            assert_eq!(parse_day(text, Some(2023)), unreadable, "{text}");
        }
        assert_eq!(parse_day(" \u{3000}", None), Err(DateFault::Empty));
        assert_eq!(parse_day("3月10日", None), Err(DateFault::YearNeeded));
        assert_eq!(parse_day("0203-03-10", None), Err(DateFault::OutOfRange));
        assert_eq!(parse_day("3月10日", Some(99999)), Err(DateFault::OutOfRange));
    }

    #[test]
    fn a_day_no_calendar_has_is_named_back() {
        for text in ["2023-02-30", "2023-13-01", "2023年0月1日", "2023-02-29"] {
            assert_eq!(parse_day(text, None), Err(DateFault::NoSuchDay { written: text.into() }));
        }
        assert!(parse_day("2024-02-29", None).is_ok());
    }

    #[test]
    fn the_strict_form_is_iso_alone() {
        assert_eq!("2023-03-10".parse(), Ok(day(2023, 3, 10)));
        for text in ["2023-3-10", " 2023-03-10", "2023/03/10", "２０２３-03-10"] {
            assert!(text.parse::<Day>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_moment_keeps_the_time_as_written() {
        for (text, shown) in [
            ("2023-03-10", "2023-03-10"),
            ("2023-03-10 11:30", "2023-03-10 11:30"),
            ("2023-03-10T11:30", "2023-03-10 11:30"),
            ("2023-03-10 11:30:59", "2023-03-10 11:30"),
            ("2023年3月10日 ９：０５", "2023-03-10 09:05"),
            ("2023年3月10日11时30分", "2023-03-10 11:30"),
            ("2023年3月10日下午3时", "2023-03-10 15:00"),
            ("2023年3月10日下午3点半", "2023-03-10 15:30"),
            ("2023-03-10 下午15:30", "2023-03-10 15:30"),
            ("2023-03-10 上午", "2023-03-10 上午"),
            ("2023/3/10中午", "2023-03-10 中午"),
            ("2023-03-10下午", "2023-03-10 下午"),
        ] {
            assert_eq!(parse_moment(text).map(|m| m.to_string()), Ok(shown.into()), "{text}");
        }
        for text in [
            "2023-03-10 24:00",
            "2023-03-10 11:60",
            "2023-03-10 11",
            "2023-03-1011:30",
            "2023-03-10T",
            "2023-03-10 上午15:00",
            "2023-03-10 1:2",
        ] {
            assert_eq!(
                parse_moment(text),
                Err(DateFault::Unreadable { wanted: Wanted::Moment }),
                "{text}"
            );
        }
        assert_eq!(parse_moment("3月10日 上午"), Err(DateFault::YearNeeded));
    }

    #[test]
    fn a_moment_of_unknown_time_is_not_after_a_cutoff_that_day() {
        let cutoff = parse_moment("2023-03-10 12:00").unwrap();
        let after = |text| parse_moment(text).unwrap().is_after(&cutoff);
        assert!(after("2023-03-10 12:01") && after("2023-03-10 下午") && after("2023-03-11"));
        assert!(
            !after("2023-03-10 12:00")
                && !after("2023-03-10 上午")
                && !after("2023-03-10")
                && !after("2023-03-09 23:59")
        );
    }

    #[test]
    fn arithmetic_stops_at_the_ends_of_the_range() {
        let (first, last) = (day(1900, 1, 1), day(2200, 12, 31));
        assert_eq!(
            (first.plus(-1), last.plus(1), last.plus(i64::MAX), first.plus(i64::MIN)),
            (first, last, last, first)
        );
        assert_eq!((last.next(), last.last_of_month(), first.monday()), (None, last, first));
        assert_eq!(Day::new(2201, 1, 1), None);
    }

    #[test]
    fn the_parts_of_a_day() {
        let it = day(2024, 2, 5);
        assert_eq!((it.chinese(), it.to_string()), ("2024年2月5日".into(), "2024-02-05".into()));
        assert_eq!(
            (it.first_of_month(), it.last_of_month(), it.monday()),
            (day(2024, 2, 1), day(2024, 2, 29), it)
        );
        assert_eq!((day(2023, 1, 1).iso_week(), it.since(day(2024, 1, 5))), ((2022, 52), 31));
    }

    proptest! {
        #[test]
        fn reading_never_panics(text in "\\PC*", marks in "[0-9０-９年月日TQHW第周季度上下午半时分:：./ -]{0,20}") {
            for text in [text, marks] {
                let _ = (parse_day(&text, Some(2023)), parse_moment(&text), text.parse::<Day>());
            }
        }

        #[test]
        fn a_day_shown_is_read_back(offset in 0i64..109_938) {
            let it = day(1900, 1, 1).plus(offset);
            prop_assert_eq!(it.to_string().parse(), Ok(it));
            prop_assert_eq!(parse_day(&it.chinese(), None), Ok(it));
            prop_assert_eq!(it.since(day(1900, 1, 1)), offset);
        }
    }
}
