//! Years, half-years, quarters, months and weeks as offices write them, and what they mean as a
//! deadline or a start.

mod deadline;

use std::fmt;
use std::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use deadline::{Deadline, parse_deadline, parse_start};

use super::date::{DateFault, Day, Part, Scanner, Wanted, Written};

/// A stretch of the calendar. Periods of one kind sort by time.
#[derive(Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Hash, Debug)]
pub enum Period {
    Year(i32),
    /// The half, 1 or 2.
    HalfYear(i32, u8),
    /// The quarter, 1 to 4.
    Quarter(i32, u8),
    /// The month, 1 to 12.
    Month(i32, u32),
    /// The ISO week, Monday to Sunday, under the year that has its Thursday.
    Week(i32, u32),
    Day(Day),
}

impl Period {
    /// The month that has `day`.
    pub fn month_of(day: Day) -> Period {
        Period::Month(day.year(), day.month())
    }

    /// The ISO week that has `day`.
    pub fn week_of(day: Day) -> Period {
        let (year, week) = day.iso_week();
        Period::Week(year, week)
    }

    /// The period of this one's kind that has `day`.
    pub fn around(self, day: Day) -> Period {
        // A month divided gives at most 4.
        let part = |months: u32| ((day.month() - 1) / months + 1) as u8;
        match self {
            Period::Year(_) => Period::Year(day.year()),
            Period::HalfYear(..) => Period::HalfYear(day.year(), part(6)),
            Period::Quarter(..) => Period::Quarter(day.year(), part(3)),
            Period::Month(..) => Period::month_of(day),
            Period::Week(..) => Period::week_of(day),
            Period::Day(_) => Period::Day(day),
        }
    }

    /// Its first day.
    pub fn first(self) -> Day {
        match self {
            Period::Year(year) => Day::nearest(year, 1, 1),
            Period::HalfYear(year, half) => {
                Day::nearest(year, (u32::from(half) * 6).saturating_sub(5), 1)
            }
            Period::Quarter(year, quarter) => {
                Day::nearest(year, (u32::from(quarter) * 3).saturating_sub(2), 1)
            }
            Period::Month(year, month) => Day::nearest(year, month, 1),
            Period::Week(year, week) => {
                Day::monday_of(year, week).unwrap_or(Day::nearest(year, 12, 31))
            }
            Period::Day(day) => day,
        }
    }

    /// Its last day.
    pub fn last(self) -> Day {
        match self {
            Period::Year(year) => Day::nearest(year, 12, 31),
            Period::HalfYear(year, half) => Day::nearest(year, u32::from(half) * 6, 31),
            Period::Quarter(year, quarter) => Day::nearest(year, u32::from(quarter) * 3, 31),
            Period::Month(year, month) => Day::nearest(year, month, 31),
            Period::Week(..) => self.first().plus(6),
            Period::Day(day) => day,
        }
    }

    /// True where `day` lies in it, both ends included.
    pub fn contains(self, day: Day) -> bool {
        (self.first()..=self.last()).contains(&day)
    }

    /// Whether another is of the same kind.
    pub fn is_like(self, other: Period) -> bool {
        std::mem::discriminant(&self) == std::mem::discriminant(&other)
    }

    /// The next period of its kind, or none at the end of the range of days.
    pub fn next(self) -> Option<Period> {
        self.last().next().map(|day| self.around(day))
    }

    /// The period of its kind before it, or none at the start of the range of days.
    pub fn previous(self) -> Option<Period> {
        let before = self.first().plus(-1);
        (before < self.first()).then(|| self.around(before))
    }

    /// As documents write it: 2022年上半年, 2023年第二季度, 2023年第10周.
    pub fn chinese(self) -> String {
        match self {
            Period::Year(year) => format!("{year}年"),
            Period::HalfYear(year, 1) => format!("{year}年上半年"),
            Period::HalfYear(year, _) => format!("{year}年下半年"),
            Period::Quarter(year, quarter) => {
                let ordinal = match quarter {
                    1 => "一",
                    2 => "二",
                    3 => "三",
                    _ => "四",
                };
                format!("{year}年第{ordinal}季度")
            }
            Period::Month(year, month) => format!("{year}年{month}月"),
            Period::Week(year, week) => format!("{year}年第{week}周"),
            Period::Day(day) => day.chinese(),
        }
    }
}

/// The canonical form, which names files: `2022`, `2022-H1`, `2023-Q2`, `2023-03`, `2023-W10`,
/// `2023-03-10`.
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Period::Year(year) => f.pad(&format!("{year:04}")),
            Period::HalfYear(year, half) => f.pad(&format!("{year:04}-H{half}")),
            Period::Quarter(year, quarter) => f.pad(&format!("{year:04}-Q{quarter}")),
            Period::Month(year, month) => f.pad(&format!("{year:04}-{month:02}")),
            Period::Week(year, week) => f.pad(&format!("{year:04}-W{week:02}")),
            Period::Day(day) => day.fmt(f),
        }
    }
}

/// Reads the canonical form and no other.
impl FromStr for Period {
    type Err = DateFault;

    fn from_str(text: &str) -> Result<Period, DateFault> {
        let period = parse_period(text, None)?;
        let unreadable = DateFault::Unreadable { wanted: Wanted::Period };
        if period.to_string() == text { Ok(period) } else { Err(unreadable) }
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Period, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|_| D::Error::custom("no period"))
    }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Reads a period or a day; `3月`, `二季度` and `上半年` take their year from `year`.
pub fn parse_period(text: &str, year: Option<i32>) -> Result<Period, DateFault> {
    let mut scanner = Scanner::new(text, Wanted::Period)?;
    let written = scanner.written_date()?;
    scanner.end()?;
    check(&scanner, written, year)
}

/// Turns what was written into a period the calendar has.
fn check(scanner: &Scanner, written: Written, year: Option<i32>) -> Result<Period, DateFault> {
    let year = written.year(year)?;
    // The patterns bound the narrowing casts.
    let period = match written.part {
        Part::Year => Some(Period::Year(year)),
        Part::Half(half @ 1..=2) => Some(Period::HalfYear(year, half as u8)),
        Part::Quarter(quarter @ 1..=4) => Some(Period::Quarter(year, quarter as u8)),
        Part::Month(month @ 1..=12) => Some(Period::Month(year, month)),
        Part::Week(week) => Day::monday_of(year, week).map(|_| Period::Week(year, week)),
        Part::Day(month, day) => Day::new(year, month, day).map(Period::Day),
        Part::Half(_) | Part::Quarter(_) | Part::Month(_) => None,
    };
    period.ok_or_else(|| scanner.no_such_day())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_period_is_read_in_every_form_offices_write() {
        for (text, canonical) in [
            ("2022年", "2022"),
            ("2022", "2022"),
            ("2022年度", "2022"),
            ("2022年上半年", "2022-H1"),
            ("下半年", "2023-H2"),
            ("2022-H1", "2022-H1"),
            ("2023-Q2", "2023-Q2"),
            ("2022年二季度", "2022-Q2"),
            ("2022年第2季度", "2022-Q2"),
            ("2022年第二季度", "2022-Q2"),
            ("二季度", "2023-Q2"),
            ("第四季度", "2023-Q4"),
            ("4季度", "2023-Q4"),
            ("2023-03", "2023-03"),
            ("2023年3月", "2023-03"),
            ("3月", "2023-03"),
            ("3月份", "2023-03"),
            ("2023/3", "2023-03"),
            ("2023.10", "2023-10"),
            ("2023-W10", "2023-W10"),
            ("2023-w1", "2023-W01"),
            ("2023年第10周", "2023-W10"),
            ("第10周", "2023-W10"),
            ("２０２３年３月", "2023-03"),
            ("2023年3月10日", "2023-03-10"),
        ] {
            assert_eq!(
                parse_period(text, Some(2023)).map(|p| p.to_string()),
                Ok(canonical.into()),
                "{text}"
            );
        }
    }

    #[test]
    fn a_look_alike_of_a_period_is_refused() {
        for text in ["2023-13", "2023-0", "2023-Q5", "2023-H3", "2023-W53", "2023年第54周", "5季度"]
        {
            assert_eq!(
                parse_period(text, Some(2023)),
                Err(DateFault::NoSuchDay { written: text.into() }),
                "{text}"
            );
        }
        for text in [
            "3",
            "10周",
            "2023-3-",
            "23年3月",
            "2023年3",
            "202303",
            "3月底",
            "2023-Q",
            "2023年3-5月",
            "年",
        ] {
            assert_eq!(
                parse_period(text, Some(2023)),
                Err(DateFault::Unreadable { wanted: Wanted::Period }),
                "{text}"
            );
        }
        assert_eq!(parse_period("二季度", None), Err(DateFault::YearNeeded));
        assert_eq!(parse_period("2201年", None), Err(DateFault::OutOfRange));
        assert!(parse_period("2020-W53", None).is_ok(), "2020 has 53 weeks");
    }

    #[test]
    fn a_week_belongs_to_the_year_of_its_thursday() {
        let week = Period::week_of(day("2027-01-01"));
        assert_eq!(
            (week.to_string(), week.first(), week.last()),
            ("2026-W53".into(), day("2026-12-28"), day("2027-01-03"))
        );
        assert_eq!(week.next().map(|next| next.to_string()), Some("2027-W01".into()));
    }

    #[test]
    fn periods_end_with_the_range_of_days() {
        assert_eq!(Period::Year(2200).next(), None);
        assert_eq!(Period::Month(1900, 1).previous(), None);
        assert_eq!(Period::HalfYear(2022, 2).next(), Some(Period::HalfYear(2023, 1)));
        assert_eq!(Period::Quarter(2023, 1).previous(), Some(Period::Quarter(2022, 4)));
    }

    fn any_period() -> impl Strategy<Value = Period> {
        let kind = prop_oneof![
            Just(Period::Year(2000)),
            Just(Period::HalfYear(2000, 1)),
            Just(Period::Quarter(2000, 1)),
            Just(Period::Month(2000, 1)),
            Just(Period::Week(2000, 1)),
            Just(Period::Day(Day::nearest(2000, 1, 1))),
        ];
        // Up to 2199: the last period of 2200 has no next, and its last week is the first of 2201.
        (kind, 0i64..109_500)
            .prop_map(|(kind, offset)| kind.around(Day::nearest(1900, 1, 1).plus(offset)))
    }

    proptest! {
        #[test]
        fn reading_never_panics(
            text in "\\PC*",
            marks in "[0-9０-９年月日第周季度上中下半HQW./ -]{0,16}",
            year in any::<Option<i32>>(),
        ) {
            for text in [text, marks] {
                let _ = (parse_period(&text, year), text.parse::<Period>());
            }
        }

        #[test]
        fn a_period_shown_is_read_back(period in any_period()) {
            prop_assert_eq!(period.to_string().parse(), Ok(period));
            prop_assert_eq!(parse_period(&period.chinese(), None), Ok(period));
        }

        #[test]
        fn periods_of_a_kind_follow_without_a_gap(period in any_period()) {
            let next = period.next().unwrap();
            prop_assert_eq!(next.first().since(period.last()), 1);
            prop_assert_eq!(next.previous(), Some(period));
            prop_assert!(next > period);
            prop_assert!(period.contains(period.first()) && period.contains(period.last()));
        }

        #[test]
        fn no_numbers_make_a_period_panic(
            year in any::<i32>(),
            part in any::<u8>(),
            number in any::<u32>(),
        ) {
            for period in [
                Period::Year(year),
                Period::HalfYear(year, part),
                Period::Quarter(year, part),
                Period::Month(year, number),
                Period::Week(year, number),
            ] {
                prop_assert!(period.first() <= period.last());
                let _ = (period.next(), period.previous(), period.chinese());
            }
        }
    }
}
