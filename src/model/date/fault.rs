//! Why a text is no date, and how to write it right.

use super::Day;
use crate::diagnostic::{Lang, Text};
use crate::say;

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
    /// What is wrong, in Chinese and in English.
    pub fn message(&self) -> (String, String) {
        match self {
            DateFault::Empty => ("没有写日期".into(), "the date is empty".into()),
            DateFault::Unreadable { .. } => ("读不懂".into(), "cannot be read".into()),
            DateFault::NoSuchDay { written } => {
                (format!("日历上没有“{written}”"), format!("`{written}` is not in the calendar"))
            }
            DateFault::Ambiguous { written } => (
                format!("“{written}”没有说明含不含这一期间"),
                format!("`{written}` may take in that period or not"),
            ),
            DateFault::YearNeeded => ("没有年份".into(), "the year is missing".into()),
            DateFault::OutOfRange => (
                format!("年份不在{}至{}之间", Day::YEARS.start(), Day::YEARS.end()),
                format!(
                    "the year does not lie between {} and {}",
                    Day::YEARS.start(),
                    Day::YEARS.end()
                ),
            ),
        }
    }

    /// How to write it right.
    pub fn help(&self) -> Text {
        match self {
            DateFault::Empty => say!("写上日期，如“2023-03-10”", "write one, e.g. `2023-03-10`"),
            DateFault::Unreadable { wanted } => {
                let (zh, en) = wanted.forms();
                say!("写成{zh}", "write {en}")
            }
            DateFault::NoSuchDay { .. } => say!("核对年、月、日", "check year, month and day"),
            DateFault::Ambiguous { .. } => {
                say!("写成“9月底前”这样的期限", "write e.g. `9月底前` (by the end of September)")
            }
            DateFault::YearNeeded => {
                say!("写全，如“2023年3月10日”", "write it out, e.g. `2023-03-10`")
            }
            DateFault::OutOfRange => say!("写四位数字的年份", "write a year of four digits"),
        }
    }

    /// Both in a line, in Chinese and in English, for where there is no room for help.
    pub fn line(&self) -> (String, String) {
        let ((zh, en), help) = (self.message(), self.help());
        (format!("{zh}，{}", help.in_lang(Lang::Zh)), format!("{en}; {}", help.in_lang(Lang::En)))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_fault_says_what_is_wrong_and_leaves_the_cure_to_its_help() {
        let written = "2023-02-30".to_owned();
        for fault in [
            DateFault::Empty,
            DateFault::Unreadable { wanted: Wanted::Day },
            DateFault::NoSuchDay { written: written.clone() },
            DateFault::Ambiguous { written },
            DateFault::YearNeeded,
            DateFault::OutOfRange,
        ] {
            let (message, _) = fault.message();
            let help = fault.help();
            let help = help.in_lang(Lang::Zh);
            assert!(!message.contains(['请', '，']), "{message} is one clause");
            assert!(!help.is_empty() && !help.contains('请'), "{help}");
        }
    }
}
