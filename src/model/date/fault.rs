//! Why a text is no date, and how to write it right.

use super::Day;

/// What a text was to be, which decides the forms a fault recommends.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub enum Wanted {
    Day,
    Moment,
    Year,
    Period,
    Deadline,
    Start,
    WeeklyCutoff,
    MonthlyCutoff,
}

/// Why a text is no date.
#[derive(Clone, Eq, PartialEq, Debug)]
pub enum DateFault {
    /// Nothing is written.
    Empty,
    /// No known form fits.
    Unreadable { wanted: Wanted },
    /// The form fits, but no calendar has such a day, week or month.
    NoSuchDay { written: String },
    /// `9月前` may leave September out or take it in.
    Ambiguous { written: String },
    /// No year is written, and none is known from elsewhere.
    YearNeeded,
    /// The year lies outside [`Day::YEARS`].
    OutOfRange,
}

impl DateFault {
    /// What is wrong and how to write it right, in Chinese and in English.
    pub fn message(&self) -> (String, String) {
        match self {
            DateFault::Empty => ("没有写日期".into(), "the date is empty".into()),
            DateFault::Unreadable { wanted } => {
                let (zh, en) = wanted.forms();
                (format!("读不懂，请写成{zh}"), format!("cannot be read; write {en}"))
            }
            DateFault::NoSuchDay { written } => (
                format!("日历上没有“{written}”，请核对年、月、日"),
                format!("`{written}` is not in the calendar; check year, month and day"),
            ),
            DateFault::Ambiguous { written } => (
                format!("“{written}”没有说明含不含这一期间，请写成“9月底前”这样的期限"),
                format!(
                    "`{written}` may take in that period or not; write e.g. `9月底前` (by the end of September)"
                ),
            ),
            DateFault::YearNeeded => (
                "没有年份，请写全，如“2023年3月10日”".into(),
                "the year is missing; write it out, e.g. `2023-03-10`".into(),
            ),
            DateFault::OutOfRange => (
                format!("年份应在{}至{}之间，写四位数字", Day::YEARS.start(), Day::YEARS.end()),
                format!(
                    "the year must lie between {} and {}",
                    Day::YEARS.start(),
                    Day::YEARS.end()
                ),
            ),
        }
    }
}

impl Wanted {
    fn forms(self) -> (&'static str, &'static str) {
        match self {
            Wanted::Day => ("“2023-03-10”或“2023年3月10日”", "`2023-03-10` or `2023年3月10日`"),
            Wanted::Moment => {
                ("“2023-03-10 11:30”或“2023-03-10 上午”", "`2023-03-10 11:30` or `2023-03-10 上午`")
            }
            Wanted::Year => ("“2023”", "`2023`"),
            Wanted::Period => (
                "“2023年”“2023-Q2”“2023-03”“2023-W10”或“2023-03-10”",
                "`2023`, `2023-Q2`, `2023-03`, `2023-W10` or `2023-03-10`",
            ),
            Wanted::Deadline => (
                "“2023-09-30”“9月底前”“3月上旬”“年底前”或“长期坚持”",
                "`2023-09-30`, `9月底前`, `3月上旬`, `年底前` or `长期坚持`",
            ),
            Wanted::Start => {
                ("“2023-03-10”“2023-03”或“3月上旬”", "`2023-03-10`, `2023-03` or `3月上旬`")
            }
            Wanted::WeeklyCutoff => ("“周五 12:00”", "`周五 12:00` or `Friday 12:00`"),
            Wanted::MonthlyCutoff => ("“29日 12:00”或“月末 12:00”", "`29日 12:00` or `月末 12:00`"),
        }
    }
}
