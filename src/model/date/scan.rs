//! A hand-written reader of dates as offices write them. It skips blanks between marks and reads
//! full-width digits and marks as half-width ones; it knows no year but the one written.

use super::{DateFault, Day, Time, Wanted};

/// One pass over a text, with what the text was to be.
pub(in crate::model) struct Scanner<'a> {
    written: &'a str,
    rest: &'a str,
    wanted: Wanted,
}

impl<'a> Scanner<'a> {
    /// Starts on a text; blanks alone are [`DateFault::Empty`].
    pub fn new(text: &'a str, wanted: Wanted) -> Result<Self, DateFault> {
        let written = text.trim();
        if written.is_empty() {
            return Err(DateFault::Empty);
        }
        Ok(Scanner { written, rest: written, wanted })
    }

    /// The text as written, without the blanks around it.
    pub fn written(&self) -> &'a str {
        self.written
    }

    /// The fault of a text that fits no form.
    pub fn unreadable(&self) -> DateFault {
        DateFault::Unreadable { wanted: self.wanted }
    }

    /// The fault of a day, week or month that no calendar has.
    pub fn no_such_day(&self) -> DateFault {
        DateFault::NoSuchDay { written: self.written.to_owned() }
    }

    /// Takes `mark` if it comes next; a letter of it stands for both cases and is given as the
    /// capital.
    pub fn take(&mut self, mark: &str) -> bool {
        let mut chars = self.rest.trim_start().chars();
        let found = mark.chars().all(|wanted| chars.next().map(capital) == Some(wanted));
        if found {
            self.rest = chars.as_str();
        }
        found
    }

    /// Takes the first of `marks` that comes next and gives its value.
    pub fn take_one<T: Copy>(&mut self, marks: &[(&str, T)]) -> Option<T> {
        marks.iter().find(|(mark, _)| self.take(mark)).map(|(_, value)| *value)
    }

    /// Takes the digits that come next: their value and how many there are. More than four are no
    /// number of a date.
    pub fn number(&mut self) -> Option<(u32, usize)> {
        let mut chars = self.rest.trim_start().chars();
        let (mut value, mut width) = (0, 0);
        let mut rest = self.rest;
        while let Some(digit) = chars.next().and_then(|c| narrow(c).to_digit(10)) {
            (value, width, rest) = (value * 10 + digit, width + 1, chars.as_str());
            if width > 4 {
                return None;
            }
        }
        if width == 0 {
            return None;
        }
        self.rest = rest;
        Some((value, width))
    }

    /// Takes a number of one or two digits.
    pub fn small(&mut self) -> Option<u32> {
        let before = self.rest;
        match self.number() {
            Some((value, 1 | 2)) => Some(value),
            _ => {
                self.rest = before;
                None
            }
        }
    }

    /// True where nothing but blanks is left.
    pub fn at_end(&self) -> bool {
        self.rest.trim_start().is_empty()
    }

    /// Accepts the text as read, if nothing is left of it.
    pub fn end(&self) -> Result<(), DateFault> {
        if self.at_end() { Ok(()) } else { Err(self.unreadable()) }
    }

    /// Takes a stretch of time in any of its forms: `2023-03-10`, `2023年二季度`, `3月`, `上半年` …
    pub fn written_date(&mut self) -> Result<Written, DateFault> {
        if let Some(part) = self.part_of_year()? {
            return Ok(Written { year: None, part });
        }
        let Some((value, width)) = self.number() else { return Err(self.unreadable()) };
        if width <= 2 {
            let part = if self.take("月") {
                self.day_of(value)?
            } else if self.take("季度") {
                Part::Quarter(value)
            } else {
                return Err(self.unreadable());
            };
            return Ok(Written { year: None, part });
        }
        if width != 4 {
            return Err(self.unreadable());
        }
        let part = if self.take("年") {
            self.take("度");
            match self.part_of_year()? {
                Some(part) => part,
                None => match self.small() {
                    None => Part::Year,
                    Some(n) if self.take("月") => self.day_of(n)?,
                    Some(n) if self.take("季度") => Part::Quarter(n),
                    Some(_) => return Err(self.unreadable()),
                },
            }
        } else {
            self.after_mark()?
        };
        // An i32 holds any four digits.
        Ok(Written { year: Some(value as i32), part })
    }

    /// Takes the words that name a part of a year without a month.
    fn part_of_year(&mut self) -> Result<Option<Part>, DateFault> {
        const QUARTERS: [(&str, u32); 4] =
            [("一季度", 1), ("二季度", 2), ("三季度", 3), ("四季度", 4)];
        if let Some(half) = self.take_one(&[("上半年", 1), ("下半年", 2)]) {
            return Ok(Some(Part::Half(half)));
        }
        let ordinal = self.take("第");
        if let Some(quarter) = self.take_one(&QUARTERS) {
            return Ok(Some(Part::Quarter(quarter)));
        }
        if !ordinal {
            return Ok(None);
        }
        match self.small() {
            Some(n) if self.take("季度") => Ok(Some(Part::Quarter(n))),
            Some(n) if self.take("周") => Ok(Some(Part::Week(n))),
            _ => Err(self.unreadable()),
        }
    }

    /// Takes what follows `3月`: a day, or nothing.
    fn day_of(&mut self, month: u32) -> Result<Part, DateFault> {
        match self.small() {
            None => {
                self.take("份");
                Ok(Part::Month(month))
            }
            Some(day) if self.take("日") || self.take("号") => Ok(Part::Day(month, day)),
            Some(_) => Err(self.unreadable()),
        }
    }

    /// Takes what follows a bare year: `-H1`, `-Q2`, `-W10`, `-3`, `/3/10`, or nothing.
    fn after_mark(&mut self) -> Result<Part, DateFault> {
        let Some(mark) = self.take_one(&[("-", "-"), ("/", "/"), (".", ".")]) else {
            return Ok(Part::Year);
        };
        let part = if self.take("H") {
            self.small().map(Part::Half)
        } else if self.take("Q") {
            self.small().map(Part::Quarter)
        } else if self.take("W") {
            self.small().map(Part::Week)
        } else {
            match self.small() {
                Some(month) if self.take(mark) => self.small().map(|day| Part::Day(month, day)),
                month => month.map(Part::Month),
            }
        };
        part.ok_or_else(|| self.unreadable())
    }

    /// Takes a time of day, if one is there: `11:30`, `11时30分`, `上午`, `下午3时`. Seconds are
    /// read and dropped, as spreadsheets add them and no rule here counts them.
    pub fn time(&mut self) -> Result<Option<Time>, DateFault> {
        if self.at_end() {
            return Ok(None);
        }
        let half = self.take_one(&[
            ("上午", Time::Morning),
            ("中午", Time::Noon),
            ("下午", Time::Afternoon),
        ]);
        let Some(hour) = self.small() else {
            return half.map(Some).ok_or_else(|| self.unreadable());
        };
        let minute = if self.take(":") {
            let minute = self.pair();
            if self.take(":") && self.pair().is_none_or(|seconds| seconds > 59) {
                return Err(self.unreadable());
            }
            minute
        } else if self.take("时") || self.take("点") {
            match self.small() {
                None if self.take("整") => Some(0),
                None => Some(if self.take("半") { 30 } else { 0 }),
                minute => minute.filter(|_| self.take("分")),
            }
        } else {
            None
        };
        let hour = match half {
            Some(Time::Morning) => Some(hour).filter(|hour| *hour <= 12),
            Some(Time::Noon) => match hour {
                11 | 12 => Some(hour),
                1 => Some(13),
                _ => None,
            },
            Some(_) if hour < 12 => Some(hour + 12),
            _ => Some(hour),
        };
        match (hour, minute) {
            (Some(hour @ 0..=23), Some(minute @ 0..=59)) => {
                Ok(Some(Time::At { hour: hour as u8, minute: minute as u8 }))
            }
            _ => Err(self.unreadable()),
        }
    }

    /// Takes two digits, as minutes and seconds after a colon have.
    fn pair(&mut self) -> Option<u32> {
        self.number().filter(|(_, width)| *width == 2).map(|(value, _)| value)
    }
}

/// The half-width form of a full-width digit or mark, which input methods produce unasked.
fn narrow(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

fn capital(c: char) -> char {
    narrow(c).to_ascii_uppercase()
}

/// A stretch of time as written: with its year, or left to the year around it.
#[derive(Copy, Clone)]
pub(in crate::model) struct Written {
    pub year: Option<i32>,
    pub part: Part,
}

/// Which part of the year is meant; the numbers are not yet checked.
#[derive(Copy, Clone)]
pub(in crate::model) enum Part {
    Year,
    Half(u32),
    Quarter(u32),
    Month(u32),
    Week(u32),
    Day(u32, u32),
}

impl Written {
    /// The year written, else `year`; [`DateFault::YearNeeded`] where there is none.
    pub fn year(self, year: Option<i32>) -> Result<i32, DateFault> {
        let year = self.year.or(year).ok_or(DateFault::YearNeeded)?;
        if Day::YEARS.contains(&year) { Ok(year) } else { Err(DateFault::OutOfRange) }
    }
}
