//! When a commitment is due and when it starts. A deadline that may be read two ways (`9月前`) is
//! refused, never guessed.

use super::{Period, check};
use crate::model::date::{DateFault, Day, Moment, Part, Scanner, Wanted, Written, parse_moment};

/// By when a commitment is due, with the words it was given in.
#[derive(Clone, Eq, PartialEq, Hash, Debug)]
pub enum Deadline {
    /// Due on a day, that day included.
    On { day: Day, words: String },
    /// 长期坚持: never due, never done.
    Standing { words: String },
}

impl Deadline {
    /// The last day in time, if there is one.
    pub fn day(&self) -> Option<Day> {
        match self {
            Deadline::On { day, .. } => Some(*day),
            Deadline::Standing { .. } => None,
        }
    }

    fn in_words(self, words: &str) -> Self {
        let words = words.to_owned();
        match self {
            Deadline::On { day, .. } => Deadline::On { day, words },
            Deadline::Standing { .. } => Deadline::Standing { words },
        }
    }

    /// The words as written.
    pub fn words(&self) -> &str {
        match self {
            Deadline::On { words, .. } | Deadline::Standing { words } => words,
        }
    }
}

/// Reads a deadline: a day; a period, which stands for its last day; a third of a month; or
/// 长期坚持.
pub fn parse_deadline(text: &str, year: Option<i32>) -> Result<Deadline, DateFault> {
    // 2023年年底 says 年 twice.
    let once = text.replacen("年年底", "年底", 1).replacen("年年末", "年末", 1);
    if once != text {
        return read(&once, year).map(|deadline| deadline.in_words(text.trim()));
    }
    // A deadline is a day; the hour stays in its words.
    if let Ok(Moment { day, time: Some(_) }) = parse_moment(text) {
        return Ok(Deadline::On { day, words: text.trim().to_owned() });
    }
    read(text, year)
}

fn read(text: &str, year: Option<i32>) -> Result<Deadline, DateFault> {
    const STANDING: [&str; 7] =
        ["长期坚持", "长期推进", "长期", "常年坚持", "常年", "持续推进", "STANDING"];
    const THIRDS: [(&str, u32); 3] = [("上旬", 10), ("中旬", 20), ("下旬", 31)];
    let mut scanner = Scanner::new(text, Wanted::Deadline)?;
    let words = scanner.written().to_owned();
    if STANDING.iter().any(|standing| scanner.take(standing)) {
        scanner.end()?;
        return Ok(Deadline::Standing { words });
    }
    let bare_year = scanner.take("年");
    let written = if bare_year {
        Written { year: None, part: Part::Year }
    } else {
        scanner.written_date()?
    };
    let third = match written.part {
        Part::Month(_) => scanner.take_one(&THIRDS),
        _ => None,
    };
    let ends = third.is_none() && ["底", "末", "内"].iter().any(|end| scanner.take(end));
    if bare_year && !ends {
        return Err(scanner.unreadable());
    }
    let before = ["之前", "以前", "前"].iter().any(|before| scanner.take(before));
    scanner.take("完成");
    scanner.end()?;
    let period = check(&scanner, written, year)?;
    let day = match (period, third) {
        (Period::Day(_), _) if ends => return Err(scanner.unreadable()),
        (Period::Day(day), _) => day,
        (_, None) if before && !ends => return Err(DateFault::Ambiguous { written: words }),
        (_, None) => period.last(),
        (_, Some(third)) => Day::nearest(period.first().year(), period.first().month(), third),
    };
    Ok(Deadline::On { day, words })
}

/// Reads a start: a day; a period, which stands for its first day; or a third of a month.
pub fn parse_start(text: &str, year: Option<i32>) -> Result<Day, DateFault> {
    const THIRDS: [(&str, i64); 3] = [("上旬", 0), ("中旬", 10), ("下旬", 20)];
    let mut scanner = Scanner::new(text, Wanted::Start)?;
    let written = scanner.written_date()?;
    let third = match written.part {
        Part::Month(_) => scanner.take_one(&THIRDS),
        _ => None,
    };
    scanner.take("起");
    scanner.end()?;
    Ok(check(&scanner, written, year)?.first().plus(third.unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn due(text: &str) -> Result<Option<Day>, DateFault> {
        parse_deadline(text, Some(2023)).map(|deadline| deadline.day())
    }

    #[test]
    fn a_period_as_a_deadline_is_its_last_day() {
        for (text, last) in [
            ("2023年上半年", "2023-06-30"),
            ("二季度", "2023-06-30"),
            ("2024-02", "2024-02-29"),
            ("2022年", "2022-12-31"),
            ("2023-W52", "2023-12-31"),
            ("9月", "2023-09-30"),
            ("9月底前", "2023-09-30"),
            ("6月底", "2023-06-30"),
            ("6月末", "2023-06-30"),
            ("２月底以前", "2023-02-28"),
            ("2022年9月底前完成", "2022-09-30"),
            ("年底前", "2023-12-31"),
            ("2022年底前", "2022-12-31"),
            ("年底", "2023-12-31"),
            ("年内", "2023-12-31"),
            ("二季度末前", "2023-06-30"),
        ] {
            assert_eq!(due(text), Ok(Some(day(last))), "{text}");
        }
    }

    #[test]
    fn a_day_as_a_deadline_is_included() {
        for text in [
            "2023-03-20",
            "3月20日前",
            "3月20日之前",
            "3月20日 以前",
            "2023年3月20日前",
            "3月20日前完成",
        ] {
            assert_eq!(due(text), Ok(Some(day("2023-03-20"))), "{text}");
        }
    }

    #[test]
    fn a_third_of_a_month_ends_on_the_10th_the_20th_or_the_last() {
        for (text, last) in [
            ("3月上旬", "2023-03-10"),
            ("3月中旬前", "2023-03-20"),
            ("2月下旬", "2023-02-28"),
            ("2024年2月下旬之前", "2024-02-29"),
        ] {
            assert_eq!(due(text), Ok(Some(day(last))), "{text}");
        }
    }

    #[test]
    fn a_standing_commitment_has_words_and_no_day() {
        for text in ["长期坚持", "长期", "常年坚持", "持续推进", "standing"] {
            let deadline = parse_deadline(&format!(" {text} "), None).unwrap();
            assert_eq!((deadline.day(), deadline.words()), (None, text));
        }
    }

    #[test]
    fn a_deadline_keeps_its_words() {
        assert_eq!(parse_deadline("  9月底前\n", Some(2023)).unwrap().words(), "9月底前");
    }

    #[test]
    fn a_deadline_that_may_be_read_two_ways_is_refused() {
        for text in ["9月前", "2023年前", "二季度前", "2023-09前"] {
            assert_eq!(due(text), Err(DateFault::Ambiguous { written: text.into() }), "{text}");
        }
        for text in [
            "年前",
            "年",
            "底前",
            "3月20日底",
            "长期坚持到年底",
            "二季度上旬",
            "尽快",
            "13月底x",
            "9月底前前",
        ] {
            assert_eq!(
                due(text),
                Err(DateFault::Unreadable { wanted: Wanted::Deadline }),
                "{text}"
            );
        }
        assert_eq!(due("13月底前"), Err(DateFault::NoSuchDay { written: "13月底前".into() }));
        assert_eq!(parse_deadline("年底前", None), Err(DateFault::YearNeeded));
    }

    #[test]
    fn a_period_as_a_start_is_its_first_day() {
        for (text, first) in [
            ("2023-03-10", "2023-03-10"),
            ("3月", "2023-03-01"),
            ("3月起", "2023-03-01"),
            ("下半年", "2023-07-01"),
            ("四季度", "2023-10-01"),
            ("2023-W01", "2023-01-02"),
            ("3月上旬", "2023-03-01"),
            ("3月中旬", "2023-03-11"),
            ("2月下旬", "2023-02-21"),
        ] {
            assert_eq!(parse_start(text, Some(2023)), Ok(day(first)), "{text}");
        }
        assert_eq!(
            parse_start("9月底前", Some(2023)),
            Err(DateFault::Unreadable { wanted: Wanted::Start })
        );
    }

    proptest! {
        #[test]
        fn reading_never_panics(
            text in "\\PC*",
            marks in "[0-9０-９年月日第周季度上中下旬半底末前内长期HQW./ -]{0,16}",
            year in any::<Option<i32>>(),
        ) {
            for text in [text, marks] {
                let _ = (parse_deadline(&text, year), parse_start(&text, year));
            }
        }
    }
}
