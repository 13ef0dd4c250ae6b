//! Until when a week's or a month's return is on time, as a plan says it: `周五 12:00`, `29日
//! 12:00`.

use std::fmt;

use chrono::Weekday;

use super::{Calendar, OnHoliday, Roll};
use crate::model::date::{DateFault, Day, Moment, Scanner, Time, Wanted};
use crate::model::period::Period;

/// A weekday and the time by which a week's return is due; without a time, the whole day.
#[derive(Copy, Clone, Eq, PartialEq, Hash, Debug)]
pub struct WeeklyCutoff {
    pub weekday: Weekday,
    pub time: Option<Time>,
}

impl WeeklyCutoff {
    /// The day of the cut-off in a week, moved off holidays.
    pub fn on(&self, week: Period, calendar: &Calendar, rule: OnHoliday) -> Roll {
        let day = week.first().plus(i64::from(self.weekday.num_days_from_monday()));
        calendar.roll(day, week, rule)
    }

    /// The cut-off itself, on the day it comes to lie.
    pub fn moment(&self, day: Day) -> Moment {
        Moment { day, time: self.time }
    }
}

/// A day of the month and the time by which a month's return is due; without a time, the whole day.
#[derive(Copy, Clone, Eq, PartialEq, Hash, Debug)]
pub struct MonthlyCutoff {
    /// The day, 1 to 31; 31 is the last day of every month.
    pub day: u8,
    pub time: Option<Time>,
}

impl MonthlyCutoff {
    /// The day of the cut-off in a month, moved off holidays; a day the month lacks is its last.
    pub fn on(&self, month: Period, calendar: &Calendar, rule: OnHoliday) -> Roll {
        let first = month.first();
        let day = Day::nearest(first.year(), first.month(), u32::from(self.day));
        calendar.roll(day, month, rule)
    }

    /// The cut-off itself, on the day it comes to lie.
    pub fn moment(&self, day: Day) -> Moment {
        Moment { day, time: self.time }
    }
}

impl fmt::Display for WeeklyCutoff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.weekday {
            Weekday::Mon => "周一",
            Weekday::Tue => "周二",
            Weekday::Wed => "周三",
            Weekday::Thu => "周四",
            Weekday::Fri => "周五",
            Weekday::Sat => "周六",
            Weekday::Sun => "周日",
        })?;
        self.time.map_or(Ok(()), |time| write!(f, " {time}"))
    }
}

impl fmt::Display for MonthlyCutoff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.day {
            31.. => f.write_str("月末")?,
            day => write!(f, "{day}日")?,
        }
        self.time.map_or(Ok(()), |time| write!(f, " {time}"))
    }
}

/// Reads a weekly cut-off: `周五 12:00`, `每周五上午`, `星期五`, `Friday 12:00`.
pub fn parse_weekly_cutoff(text: &str) -> Result<WeeklyCutoff, DateFault> {
    const CHINESE: [(&str, Weekday); 8] = [
        ("一", Weekday::Mon),
        ("二", Weekday::Tue),
        ("三", Weekday::Wed),
        ("四", Weekday::Thu),
        ("五", Weekday::Fri),
        ("六", Weekday::Sat),
        ("日", Weekday::Sun),
        ("天", Weekday::Sun),
    ];
    // A long name comes before its short form, which begins it.
    const ENGLISH: [(&str, Weekday); 14] = [
        ("MONDAY", Weekday::Mon),
        ("MON", Weekday::Mon),
        ("TUESDAY", Weekday::Tue),
        ("TUE", Weekday::Tue),
        ("WEDNESDAY", Weekday::Wed),
        ("WED", Weekday::Wed),
        ("THURSDAY", Weekday::Thu),
        ("THU", Weekday::Thu),
        ("FRIDAY", Weekday::Fri),
        ("FRI", Weekday::Fri),
        ("SATURDAY", Weekday::Sat),
        ("SAT", Weekday::Sat),
        ("SUNDAY", Weekday::Sun),
        ("SUN", Weekday::Sun),
    ];
    let mut scanner = Scanner::new(text, Wanted::WeeklyCutoff)?;
    scanner.take("每");
    let chinese = scanner.take("周") || scanner.take("星期");
    let weekday = scanner.take_one(if chinese { &CHINESE } else { &ENGLISH });
    let Some(weekday) = weekday else { return Err(scanner.unreadable()) };
    Ok(WeeklyCutoff { weekday, time: time_at_end(scanner)? })
}

/// Reads a monthly cut-off: `29日 12:00`, `29 12:00`, `每月29日`, `月末 12:00`.
pub fn parse_monthly_cutoff(text: &str) -> Result<MonthlyCutoff, DateFault> {
    let mut scanner = Scanner::new(text, Wanted::MonthlyCutoff)?;
    scanner.take("每月");
    const LAST: [&str; 5] = ["月末", "月底", "最后一日", "最后一天", "LAST"];
    if LAST.iter().any(|last| scanner.take(last)) {
        return Ok(MonthlyCutoff { day: 31, time: time_at_end(scanner)? });
    }
    let Some(day @ 1..=31) = scanner.small() else { return Err(scanner.unreadable()) };
    scanner.take_one(&[("日", ()), ("号", ())]);
    // The pattern bounds the narrowing cast.
    Ok(MonthlyCutoff { day: day as u8, time: time_at_end(scanner)? })
}

fn time_at_end(mut scanner: Scanner) -> Result<Option<Time>, DateFault> {
    let time = scanner.time()?;
    scanner.end()?;
    Ok(time)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_cutoff_is_read_in_every_form_offices_write() {
        for text in [
            "周五 12:00",
            "星期五12:00",
            "每周五 12：00",
            "Friday 12:00",
            "fri 12:00",
            "周五 １２时",
        ] {
            assert_eq!(
                parse_weekly_cutoff(text).map(|c| c.to_string()),
                Ok("周五 12:00".into()),
                "{text}"
            );
        }
        assert_eq!(
            parse_weekly_cutoff("星期天上午").map(|c| c.to_string()),
            Ok("周日 上午".into())
        );
        assert_eq!(parse_weekly_cutoff("周一").map(|c| c.time), Ok(None));
        for text in ["29日 12:00", "29 12:00", "每月29日12:00", "29号中午12点"] {
            assert_eq!(
                parse_monthly_cutoff(text).map(|c| c.to_string()),
                Ok("29日 12:00".into()),
                "{text}"
            );
        }
        for text in ["月末 12:00", "最后一日 12:00", "每月最后一天12时", "31日 12:00"]
        {
            assert_eq!(
                parse_monthly_cutoff(text).map(|c| c.to_string()),
                Ok("月末 12:00".into()),
                "{text}"
            );
        }
    }

    #[test]
    fn a_look_alike_of_a_cutoff_is_refused() {
        for text in ["五 12:00", "周八", "12:00", "周五 25:00", "Fridays", "周五12"] {
            assert_eq!(
                parse_weekly_cutoff(text),
                Err(DateFault::Unreadable { wanted: Wanted::WeeklyCutoff }),
                "{text}"
            );
        }
        for text in ["32日", "0日", "12:00", "周五 12:00", "29日 12"] {
            assert_eq!(
                parse_monthly_cutoff(text),
                Err(DateFault::Unreadable { wanted: Wanted::MonthlyCutoff }),
                "{text}"
            );
        }
    }

    #[test]
    fn a_monthly_cutoff_before_a_holiday_to_the_months_end_turns_back() {
        let (calendar, cutoff) = (Calendar::builtin(), parse_monthly_cutoff("29日 12:00").unwrap());
        let on = |rule| cutoff.on(Period::Month(2023, 9), &calendar, rule);
        assert_eq!(on(OnHoliday::Earlier), Roll::On(day("2023-09-28")));
        assert_eq!(on(OnHoliday::Later), Roll::On(day("2023-09-28")), "30 September is off too");
        assert_eq!(on(OnHoliday::Same), Roll::On(day("2023-09-29")));
        assert_eq!(cutoff.moment(day("2023-09-28")).to_string(), "2023-09-28 12:00");
    }

    #[test]
    fn a_day_the_month_lacks_is_its_last() {
        let (calendar, last) = (Calendar::builtin(), parse_monthly_cutoff("30日").unwrap());
        assert_eq!(
            last.on(Period::Month(2023, 2), &calendar, OnHoliday::Same),
            Roll::On(day("2023-02-28"))
        );
        assert_eq!(
            last.on(Period::Month(2024, 2), &calendar, OnHoliday::Same),
            Roll::On(day("2024-02-29"))
        );
    }

    #[test]
    fn a_weekly_cutoff_knows_its_week() {
        let (calendar, friday) = (Calendar::builtin(), parse_weekly_cutoff("周五 12:00").unwrap());
        let on = |week| friday.on(week, &calendar, OnHoliday::Earlier);
        assert_eq!(on(Period::Week(2023, 10)), Roll::On(day("2023-03-10")));
        assert_eq!(on(Period::Week(2020, 5)), Roll::NothingOwed);
        assert_eq!(on(Period::Week(2026, 53)), Roll::Unknown);
    }

    proptest! {
        #[test]
        fn reading_never_panics(text in "\\PC*", marks in "[0-9每周月星期一五日天末上下午Fri时点分半: ]{0,12}") {
            for text in [text, marks] {
                let _ = (parse_weekly_cutoff(&text), parse_monthly_cutoff(&text));
            }
        }
    }
}
