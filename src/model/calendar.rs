//! Which days are working days, as the State Council's yearly notices arrange them. Past the last
//! notice loaded nothing is guessed: the answer is none, and a page says 日历未公布.

mod cutoff;
mod file;

use std::collections::BTreeMap;

use chrono::Weekday;
use serde::Deserialize;

use super::date::Day;
use super::period::Period;

pub use cutoff::{MonthlyCutoff, WeeklyCutoff, parse_monthly_cutoff, parse_weekly_cutoff};
pub use file::CalendarFault;

/// The years the program comes with.
const BUILTIN: [&str; 8] = [
    include_str!("calendar/2019.toml"),
    include_str!("calendar/2020.toml"),
    include_str!("calendar/2021.toml"),
    include_str!("calendar/2022.toml"),
    include_str!("calendar/2023.toml"),
    include_str!("calendar/2024.toml"),
    include_str!("calendar/2025.toml"),
    include_str!("calendar/2026.toml"),
];

/// The working days of the years whose notices are loaded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Calendar {
    years: BTreeMap<i32, Year>,
}

#[derive(Clone, Debug, PartialEq)]
struct Year {
    notices: Vec<Notice>,
    listed: BTreeMap<Day, Listed>,
    builtin: bool,
}

/// A day a notice names.
#[derive(Clone, Debug, PartialEq)]
struct Listed {
    holiday: String,
    working: bool,
}

/// An official notice a year's arrangement rests on.
#[derive(Clone, Eq, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    pub title: String,
    pub source: Option<String>,
}

/// What to do with a cut-off that falls on a day off (遇节假日).
#[derive(Copy, Clone, Eq, PartialEq, Hash, Debug)]
pub enum OnHoliday {
    /// 提前
    Earlier,
    /// 顺延
    Later,
    /// 不变
    Same,
}

/// Where a cut-off comes to lie.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub enum Roll {
    On(Day),
    /// The period has no working day.
    NothingOwed,
    /// The notice that decides it is not loaded (日历未公布).
    Unknown,
}

impl Calendar {
    /// The calendar of the built-in years, 2019 to 2026.
    pub fn builtin() -> Calendar {
        let read = |text| {
            file::read_year(text, true).expect("the built-in years are tested to be readable")
        };
        Calendar { years: BUILTIN.into_iter().map(read).collect() }
    }

    /// Adds a year from a site's own file and gives its number. A built-in year gives way, since a
    /// later notice may change a year already arranged, as in spring 2020; a second file for one
    /// year is a fault.
    pub fn add_year(&mut self, toml_text: &str) -> Result<i32, CalendarFault> {
        let (year, days) = file::read_year(toml_text, false)?;
        if self.years.get(&year).is_some_and(|loaded| !loaded.builtin) {
            return Err(CalendarFault::new(
                None,
                format!("{year}年的日历已由另一个文件给出，只留一个"),
                format!("another file already gives the calendar of {year}; keep one of them"),
            ));
        }
        self.years.insert(year, days);
        Ok(year)
    }

    /// The last year loaded.
    pub fn last_year(&self) -> Option<i32> {
        self.years.keys().next_back().copied()
    }

    /// The notices a year rests on; none for a year that is not loaded.
    pub fn notices(&self, year: i32) -> &[Notice] {
        self.years.get(&year).map_or(&[], |year| &year.notices)
    }

    /// True where the notice of the day's own year is loaded.
    pub fn covers(&self, day: Day) -> bool {
        self.years.contains_key(&day.year())
    }

    /// Whether offices work on the day; none past the loaded years.
    pub fn is_working(&self, day: Day) -> Option<bool> {
        if !self.covers(day) {
            return None;
        }
        let weekday = || !matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        Some(self.listed(day).map_or_else(weekday, |listed| listed.working))
    }

    /// The holiday a day off belongs to; none for a plain weekend or a make-up working day.
    pub fn holiday_name(&self, day: Day) -> Option<&str> {
        self.listed(day).filter(|listed| !listed.working).map(|listed| listed.holiday.as_str())
    }

    /// The `n`th working day after `from`, which is not counted (民法典第二百零一条); none past the
    /// loaded years.
    pub fn add_working_days(&self, from: Day, n: u32) -> Option<Day> {
        let (mut day, mut left) = (from, n);
        while left > 0 {
            day = day.next()?;
            left -= u32::from(self.is_working(day)?);
        }
        Some(day)
    }

    /// How many working days lie after `from` up to and with `to`; 0 where `to` is not later, none
    /// past the loaded years.
    pub fn working_days_between(&self, from: Day, to: Day) -> Option<u32> {
        (1..=to.since(from))
            .try_fold(0, |count, n| Some(count + u32::from(self.is_working(from.plus(n))?)))
    }

    /// Moves a cut-off on a day off to a working day within its period: as `rule` says, else the
    /// other way. Without a single working day in the period nothing is owed, not even under 不变.
    pub fn roll(&self, day: Day, within: Period, rule: OnHoliday) -> Roll {
        match self.is_working(day) {
            None => return Roll::Unknown,
            Some(true) => return Roll::On(day),
            Some(false) => {}
        }
        let earlier = (1..=day.since(within.first())).map(|n| day.plus(-n));
        let later = (1..=within.last().since(day)).map(|n| day.plus(n));
        match rule {
            OnHoliday::Earlier => self.first_working(earlier.chain(later)),
            OnHoliday::Later => self.first_working(later.chain(earlier)),
            OnHoliday::Same => match self.first_working(earlier.chain(later)) {
                Roll::On(_) => Roll::On(day),
                none => none,
            },
        }
    }

    fn first_working(&self, days: impl Iterator<Item = Day>) -> Roll {
        for day in days {
            match self.is_working(day) {
                None => return Roll::Unknown,
                Some(true) => return Roll::On(day),
                Some(false) => {}
            }
        }
        Roll::NothingOwed
    }

    /// What the notices say of a day. A December day may stand in the next year's notice, which is
    /// the later word.
    fn listed(&self, day: Day) -> Option<&Listed> {
        [day.year() + 1, day.year()].iter().find_map(|year| self.years.get(year)?.listed.get(&day))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    pub(super) const NEXT: &str = r#"
year = 2027
[[notice]]
title = "国务院办公厅关于2027年部分节假日安排的通知"
[[holiday]]
name = "元旦"
off = ["2026-12-31..2027-01-02"]
work = ["2027-01-03"]
"#;

    #[test]
    fn working_days_are_counted_from_the_day_after() {
        let calendar = Calendar::builtin();
        for (from, n, to) in [
            ("2026-01-05", 20, "2026-02-02"),
            ("2026-02-06", 20, "2026-03-12"),
            ("2026-04-20", 20, "2026-05-20"),
            ("2026-09-01", 20, "2026-09-29"),
            ("2026-09-18", 5, "2026-09-24"),
            ("2026-09-18", 20, "2026-10-22"),
            ("2026-09-30", 20, "2026-11-03"),
            ("2025-01-20", 20, "2025-02-21"),
            ("2025-09-22", 20, "2025-10-24"),
        ] {
            assert_eq!(calendar.add_working_days(day(from), n), Some(day(to)), "{from}+{n}");
            assert_eq!(calendar.working_days_between(day(from), day(to)), Some(n), "{from}..{to}");
        }
        assert_eq!(calendar.add_working_days(day("2026-10-01"), 0), Some(day("2026-10-01")));
        assert_eq!(calendar.working_days_between(day("2026-10-02"), day("2026-10-01")), Some(0));
    }

    #[test]
    fn a_year_has_as_many_working_days_as_its_notice_leaves() {
        let calendar = Calendar::builtin();
        for (year, days) in [
            (2019, 250),
            (2020, 249),
            (2021, 250),
            (2022, 249),
            (2023, 249),
            (2024, 251),
            (2025, 248),
            (2026, 248),
        ] {
            let all = Period::Year(year);
            let counted = (0..=all.last().since(all.first()))
                .filter(|n| calendar.is_working(all.first().plus(*n)) == Some(true));
            assert_eq!(counted.count(), days, "{year}");
        }
    }

    #[test]
    fn a_december_day_off_stands_in_the_next_years_notice() {
        let calendar = Calendar::builtin();
        let eve = day("2018-12-31");
        assert_eq!(
            (calendar.covers(eve), calendar.is_working(eve)),
            (false, None),
            "2018 itself is not loaded"
        );
        assert_eq!(calendar.holiday_name(day("2022-12-31")), Some("元旦"));
        assert_eq!(calendar.is_working(day("2026-12-31")), Some(true));
        let mut calendar = calendar;
        assert_eq!(calendar.add_year(NEXT), Ok(2027));
        assert_eq!(calendar.is_working(day("2026-12-31")), Some(false));
    }

    #[test]
    fn a_make_up_day_is_worked_and_bears_no_holiday_name() {
        let calendar = Calendar::builtin();
        assert_eq!(calendar.is_working(day("2023-10-07")), Some(true));
        assert_eq!(calendar.holiday_name(day("2023-10-07")), None);
        assert_eq!(calendar.holiday_name(day("2023-09-29")), Some("中秋节、国庆节"));
        assert_eq!(
            (calendar.is_working(day("2023-09-17")), calendar.holiday_name(day("2023-09-17"))),
            (Some(false), None)
        );
    }

    #[test]
    fn past_the_last_notice_nothing_is_guessed() {
        let mut calendar = Calendar::builtin();
        let decided = day("2026-12-04");
        assert_eq!(calendar.add_working_days(day("2026-12-03"), 20), Some(day("2026-12-31")));
        assert_eq!(calendar.add_working_days(decided, 20), None);
        assert_eq!(calendar.working_days_between(decided, day("2027-01-04")), None);
        assert_eq!((calendar.last_year(), calendar.notices(2027)), (Some(2026), [].as_slice()));
        calendar.add_year(NEXT).unwrap();
        // 12-31 is off by the new notice, and 1-3 is a Sunday worked.
        assert_eq!(calendar.add_working_days(decided, 20), Some(day("2027-01-04")));
        assert_eq!((calendar.last_year(), calendar.notices(2027).len()), (Some(2027), 1));
        assert_eq!(calendar.add_working_days(day("2200-12-30"), u32::MAX), None);
    }

    #[test]
    fn a_cutoff_moves_within_its_period_or_turns_back() {
        let calendar = Calendar::builtin();
        let roll = |text, within, rule| calendar.roll(day(text), within, rule);
        let golden_week = Period::Week(2023, 40);
        assert_eq!(
            roll("2023-10-06", golden_week, OnHoliday::Earlier),
            Roll::On(day("2023-10-07"))
        );
        assert_eq!(roll("2023-10-06", golden_week, OnHoliday::Later), Roll::On(day("2023-10-07")));
        assert_eq!(roll("2023-10-06", golden_week, OnHoliday::Same), Roll::On(day("2023-10-06")));
        let dragon_boat = Period::Week(2023, 25);
        assert_eq!(
            roll("2023-06-23", dragon_boat, OnHoliday::Earlier),
            Roll::On(day("2023-06-21"))
        );
        assert_eq!(roll("2023-06-23", dragon_boat, OnHoliday::Later), Roll::On(day("2023-06-25")));
    }

    #[test]
    fn a_week_without_a_working_day_owes_nothing() {
        let calendar = Calendar::builtin();
        for rule in [OnHoliday::Earlier, OnHoliday::Later, OnHoliday::Same] {
            assert_eq!(
                calendar.roll(day("2020-01-31"), Period::Week(2020, 5), rule),
                Roll::NothingOwed
            );
        }
    }

    #[test]
    fn a_cutoff_that_hangs_on_a_missing_notice_is_unknown() {
        let calendar = Calendar::builtin();
        let last_week = Period::week_of(day("2026-12-31"));
        for rule in [OnHoliday::Earlier, OnHoliday::Later, OnHoliday::Same] {
            assert_eq!(calendar.roll(day("2027-01-01"), last_week, rule), Roll::Unknown);
            assert_eq!(
                calendar.roll(day("2026-12-30"), last_week, rule),
                Roll::On(day("2026-12-30"))
            );
        }
        assert_eq!(
            calendar.roll(day("2018-12-28"), Period::Month(2018, 12), OnHoliday::Later),
            Roll::Unknown
        );
    }

    #[test]
    fn a_sites_own_file_may_replace_a_built_in_year_once() {
        let mut calendar = Calendar::builtin();
        let own = NEXT.replace("2026", "2025").replace("2027", "2026");
        assert_eq!(calendar.add_year(&own), Ok(2026));
        assert_eq!(calendar.is_working(day("2026-10-01")), Some(true));
        assert!(calendar.add_year(&own).unwrap_err().message_zh.contains("只留一个"));
    }
}
