//! From numbers and days to places in a picture, with ticks at round ones.

use rust_decimal::Decimal;

use super::{Tenths, width_of};
use crate::model::{Day, Period};
use crate::words::Words;

/// A line of numbers between two round ones.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    low: Decimal,
    high: Decimal,
    /// From low to high.
    pub ticks: Vec<Decimal>,
    digits: u32,
}

impl Axis {
    /// An axis that has room for some numbers, its ticks no finer than `digits` after the point;
    /// none for no numbers, or for those no axis can be written for.
    pub fn around(numbers: &[Decimal], digits: u32) -> Option<Self> {
        let (least, most) = (*numbers.iter().min()?, *numbers.iter().max()?);
        let finest = Decimal::try_new(1, digits).ok()?;
        let range = most.checked_sub(least)?;
        // Zero is shown where it is not far.
        let least = if least > Decimal::ZERO && least <= range { Decimal::ZERO } else { least };
        let step = match most.checked_sub(least)? {
            range if range.is_zero() => finest,
            range => round_step(range.checked_div(Decimal::from(4))?)?.max(finest),
        };
        let mut low = least.checked_div(step)?.floor().checked_mul(step)?;
        let mut high = most.checked_div(step)?.ceil().checked_mul(step)?;
        // A decimal may have no room for so small a part of a step, and round it away.
        let is_one = low == high;
        if is_one || low > least {
            low = low.checked_sub(step)?;
        }
        if is_one || high < most {
            high = high.checked_add(step)?;
        }
        let mut ticks = vec![low];
        while let Some(next) = ticks.last()?.checked_add(step).filter(|next| *next <= high) {
            // Beyond what a decimal can tell apart a step changes nothing.
            if ticks.len() > 12 || ticks.last() == Some(&next) {
                return None;
            }
            ticks.push(next);
        }
        Some(Self { low, high, ticks, digits: digits.min(step.normalize().scale()) })
    }

    /// Whole numbers from 0.
    pub fn counting(most: u32) -> Option<Self> {
        Self::around(&[Decimal::ZERO, Decimal::from(most.max(1))], 0)
    }

    /// How far along a line of that length a number lies.
    pub fn at(&self, number: Decimal, length: Tenths) -> Tenths {
        let share = || {
            let passed = number.checked_sub(self.low)?;
            let share = passed.checked_div(self.high.checked_sub(self.low)?)?;
            let at = share.clamp(Decimal::ZERO, Decimal::ONE) * Decimal::from(length);
            Tenths::try_from(at.round()).ok()
        };
        share().unwrap_or(0)
    }

    /// A tick as it is printed.
    pub fn printed(&self, tick: Decimal) -> String {
        let mut tick = tick.normalize();
        if tick.scale() < self.digits {
            tick.rescale(self.digits);
        }
        match tick.to_string().strip_prefix('-') {
            Some(digits) => format!("−{digits}"),
            None => tick.to_string(),
        }
    }

    /// How wide the widest tick is.
    pub fn room(&self) -> Tenths {
        self.ticks.iter().map(|tick| width_of(&self.printed(*tick))).max().unwrap_or(0)
    }
}

/// 1, 2 or 5 times a power of ten, no less than `least`.
fn round_step(least: Decimal) -> Option<Decimal> {
    let mut power = Decimal::ONE;
    while power <= least {
        power = power.checked_mul(Decimal::TEN)?;
    }
    while power > least {
        power = power.checked_div(Decimal::TEN).filter(|power| !power.is_zero())?;
    }
    [1, 2, 5, 10]
        .into_iter()
        .filter_map(|times| power.checked_mul(Decimal::from(times)))
        .find(|step| *step >= least)
}

/// A line of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Time {
    first: Day,
    last: Day,
}

/// A mark below a line of days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tick {
    pub day: Day,
    /// 3月.
    pub label: String,
    /// 2023年, where it is a new one.
    pub year: Option<String>,
}

/// Months from one tick to the next.
const STEPS: [i64; 12] = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 12000];
/// More would not stand apart.
const MOST_TICKS: usize = 5;

impl Time {
    /// The line that has all of some days; none without any.
    pub fn around(days: impl IntoIterator<Item = Day>) -> Option<Self> {
        let mut days = days.into_iter();
        let first = days.next()?;
        let (first, last) =
            days.fold((first, first), |(least, most), day| (least.min(day), most.max(day)));
        // One day alone is given some room.
        Some(if first == last {
            Self { first: first.plus(-15), last: last.plus(15) }
        } else {
            Self { first, last }
        })
    }

    /// Its first and its last day.
    pub fn ends(&self) -> (Day, Day) {
        (self.first, self.last)
    }

    /// How far along a line of that length a day lies; days beyond lie at its ends.
    pub fn at(&self, day: Day, length: Tenths) -> Tenths {
        let whole = self.last.since(self.first).max(1);
        let passed = day.since(self.first).clamp(0, whole);
        (2 * passed * length + whole) / (2 * whole)
    }

    /// The beginnings of months or years, at most five; of a line with fewer than two, its ends.
    pub fn ticks(&self, words: &Words) -> Vec<Tick> {
        let mut ticks = Vec::new();
        for step in STEPS {
            ticks = self.months(step);
            if ticks.len() <= MOST_TICKS {
                if step >= 12 {
                    let year = |day: &Day| words.period(Period::Year(day.year()));
                    let tick = |day: Day| Tick { day, label: year(&day), year: None };
                    if ticks.len() > 1 {
                        return ticks.into_iter().map(tick).collect();
                    }
                }
                break;
            }
        }
        if ticks.len() < 2 {
            let tick = |day| Tick { day, label: words.day(day), year: None };
            return vec![tick(self.first), tick(self.last)];
        }
        let mut last = None;
        ticks
            .into_iter()
            .map(|day| {
                let year = (last != Some(day.year())).then(|| Period::Year(day.year()));
                last = Some(day.year());
                let label = words.month(day.month()).to_owned();
                Tick { day, label, year: year.map(|year| words.period(year)) }
            })
            .collect()
    }

    /// The first days of every so many months on the line.
    pub fn months(&self, step: i64) -> Vec<Day> {
        let index = |day: Day| i64::from(day.year()) * 12 + i64::from(day.month()) - 1;
        let first = index(self.first) + i64::from(self.first.day() > 1);
        let from = (first + step - 1).div_euclid(step) * step;
        (from..=index(self.last))
            .step_by(usize::try_from(step).unwrap_or(1))
            .filter_map(|month| {
                let year = i32::try_from(month.div_euclid(12)).ok()?;
                Day::new(year, u32::try_from(month.rem_euclid(12) + 1).ok()?, 1)
            })
            .collect()
    }
}
