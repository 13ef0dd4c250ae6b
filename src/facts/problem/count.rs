//! Counts of problems, with the rates that are made of them.

use std::fmt;

use rust_decimal::Decimal;

use super::ProblemFacts;
use crate::facts::count::Ratio;
use crate::model::ProblemState;

/// What can be counted of some problems. 申请销号, 核验通过 and 销号 are told side by side, and a
/// problem taken over by another office is in none of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ProblemCounts {
    by_state: [u32; ProblemState::ALL.len()],
    /// All, those handed on among them.
    pub found: u32,
    /// Of all, the 示例 of plans that are none themselves.
    pub samples: u32,
    /// 已转交: taken over by another office.
    pub transferred: u32,
    /// 已转交未认领: handed on and not taken over, so still counted here.
    pub unaccepted: u32,
    /// 申请销号: with or without what came of it since.
    pub reported: u32,
    /// 核验通过.
    pub verified: u32,
    /// 已销号.
    pub closed: u32,
    /// Of those, closed after the deadline.
    pub closed_late: u32,
    /// 重新整改: back in rectification now.
    pub rework: u32,
    /// Past the deadline and neither closed nor taken over, in whatever state.
    pub overdue: u32,
    /// Ever closed.
    pub ever_closed: u32,
    /// Of those, ever reopened or failed at 回头看.
    pub reopened: u32,
    /// Half of the days from found to closed, of those closed.
    pub median_days: Option<HalfDays>,
}

impl ProblemCounts {
    /// Counts problems.
    pub fn of<'a>(problems: impl Iterator<Item = &'a ProblemFacts>) -> Self {
        let mut counts = Self::default();
        let mut days = Vec::new();
        for facts in problems {
            counts.add(facts);
            days.extend(facts.days_to_close.filter(|_| facts.state() == ProblemState::Closed));
        }
        counts.median_days = HalfDays::median(days);
        counts
    }

    fn add(&mut self, facts: &ProblemFacts) {
        let state = facts.state();
        self.by_state[state as usize] += 1;
        self.found += 1;
        self.ever_closed += u32::from(facts.ever_closed);
        self.reopened += u32::from(facts.fell_back);
        if state == ProblemState::Transferred {
            self.transferred += 1;
            return;
        }
        self.unaccepted += u32::from(facts.awaits_acceptance());
        self.reported += u32::from(facts.reported.is_some());
        self.verified += u32::from(facts.verified.is_some());
        self.closed += u32::from(facts.closed.is_some());
        self.closed_late += u32::from(facts.standing.closed_late);
        self.rework += u32::from(state == ProblemState::Rework);
        self.overdue += u32::from(facts.standing.overdue);
    }

    /// How many stand in a state.
    pub fn in_state(&self, state: ProblemState) -> u32 {
        self.by_state[state as usize]
    }

    /// The denominator of 销号率: found, but for those another office took over.
    pub fn due(&self) -> u32 {
        self.found - self.transferred
    }

    /// 销号率: closed of those found and not taken over by another office.
    pub fn closed_rate(&self) -> Ratio {
        Ratio { part: self.closed, whole: self.due() }
    }

    /// 重新整改率: those that came back of those ever closed.
    pub fn reopened_rate(&self) -> Ratio {
        Ratio { part: self.reopened, whole: self.ever_closed }
    }

    /// The states that occur with their share of the total, worst first.
    pub fn shares(&self) -> Vec<(ProblemState, u32, Ratio)> {
        let whole = self.found;
        ProblemState::ALL
            .into_iter()
            .map(|state| (state, self.in_state(state), Ratio { part: self.in_state(state), whole }))
            .filter(|(_, count, _)| *count > 0)
            .collect()
    }
}

/// Days in halves, as the median of whole days is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct HalfDays(i64);

impl HalfDays {
    /// The median of some numbers of days; nothing has none.
    pub fn median(mut days: Vec<i64>) -> Option<Self> {
        days.sort_unstable();
        let upper = *days.get(days.len() / 2)?;
        let lower = *days.get((days.len() - 1) / 2)?;
        Some(Self(upper + lower))
    }

    /// The days as a number.
    pub fn decimal(self) -> Decimal {
        match self.0 % 2 {
            0 => Decimal::from(self.0 / 2),
            // Five tenths times the number of halves.
            _ => Decimal::from(self.0) * Decimal::new(5, 1),
        }
    }
}

impl fmt::Display for HalfDays {
    /// `12` or `12.5`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.decimal().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_median_is_a_whole_number_of_days_or_half_a_day_more() {
        let printed = |days: &[i64]| HalfDays::median(days.to_vec()).map(|days| days.to_string());
        assert_eq!(printed(&[]), None);
        assert_eq!(printed(&[12]).as_deref(), Some("12"));
        assert_eq!(printed(&[9, 1, 4]).as_deref(), Some("4"));
        assert_eq!(printed(&[30, 12, 13, 1]).as_deref(), Some("12.5"));
        assert_eq!(printed(&[2, 4]).as_deref(), Some("3"));
        assert_eq!(printed(&[-2, 1]).as_deref(), Some("-0.5"));
    }
}
