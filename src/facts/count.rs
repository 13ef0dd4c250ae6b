//! Counts, rates and shares: whole numbers until they are printed.

use std::fmt;

use crate::model::{Day, State};

/// How many tasks stand in each state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    by_state: [u32; State::ALL.len()],
    /// Of all, the 示例 of plans that are none themselves.
    pub samples: u32,
}

impl Counts {
    /// Counts one task.
    pub fn add(&mut self, state: State) {
        self.by_state[state as usize] += 1;
    }

    /// Counts those of another list.
    pub fn join(&mut self, other: &Counts) {
        for (own, more) in self.by_state.iter_mut().zip(other.by_state) {
            *own += more;
        }
        self.samples += other.samples;
    }

    /// How many stand in a state.
    pub fn of(&self, state: State) -> u32 {
        self.by_state[state as usize]
    }

    fn sum(&self, which: impl Fn(State) -> bool) -> u32 {
        State::ALL.into_iter().filter(|state| which(*state)).map(|state| self.of(state)).sum()
    }

    /// All.
    pub fn total(&self) -> u32 {
        self.sum(|_| true)
    }

    /// Finished, in time or late.
    pub fn done(&self) -> u32 {
        self.sum(State::is_done)
    }

    /// 应完成: all but cancelled and standing.
    pub fn due(&self) -> u32 {
        self.sum(State::is_due)
    }

    /// 完成率: finished of those due.
    pub fn done_rate(&self) -> Ratio {
        Ratio { part: self.done(), whole: self.due() }
    }

    /// 按时完成率: finished in time of those due.
    pub fn on_time_rate(&self) -> Ratio {
        Ratio { part: self.of(State::Done), whole: self.due() }
    }

    /// The states that occur with their share of the total, worst first.
    pub fn shares(&self) -> Vec<(State, u32, Ratio)> {
        let whole = self.total();
        State::ALL
            .into_iter()
            .map(|state| (state, self.of(state), Ratio { part: self.of(state), whole }))
            .filter(|(_, count, _)| *count > 0)
            .collect()
    }
}

/// A part of a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ratio {
    pub part: u32,
    pub whole: u32,
}

impl Ratio {
    /// Tenths of a per cent, half away from zero; nothing of nothing has no rate.
    pub fn permille(self) -> Option<u64> {
        let (part, whole) = (u64::from(self.part), u64::from(self.whole));
        (whole > 0).then(|| (part * 2000 + whole) / (2 * whole))
    }

    /// Whether the part is at least half of the whole.
    pub fn is_half(self) -> bool {
        self.whole > 0 && u64::from(self.part) * 2 >= u64::from(self.whole)
    }
}

impl fmt::Display for Ratio {
    /// `58.7%`, or `—` where there is nothing to compare with.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.permille() {
            Some(permille) => write!(f, "{}.{}%", permille / 10, permille % 10),
            None => f.write_str("—"),
        }
    }
}

/// Whole per cents that add up to 100, by largest remainder; the earlier of equals gains.
pub fn widths(parts: &[u32]) -> Vec<u32> {
    let whole: u64 = parts.iter().map(|part| u64::from(*part)).sum();
    if whole == 0 {
        return vec![0; parts.len()];
    }
    let mut widths: Vec<u32> =
        parts.iter().map(|part| (u64::from(*part) * 100 / whole) as u32).collect();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|i| std::cmp::Reverse(u64::from(parts[*i]) * 100 % whole));
    let missing = 100 - widths.iter().sum::<u32>();
    for i in order.into_iter().take(missing as usize) {
        widths[i] += 1;
    }
    widths
}

/// Whether printed shares fail to add up to 100.0 %.
pub fn shares_look_wrong(shares: &[Ratio]) -> bool {
    let sum: u64 = shares.iter().filter_map(|share| share.permille()).sum();
    !shares.is_empty() && sum != 1000
}

/// 双过半: half of the time and half of the tasks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Halfway {
    pub time: Ratio,
    pub tasks: Result<Ratio, Unjudged>,
}

/// Why the tasks listed cannot tell whether half of a plan is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unjudged {
    /// The plan states more tasks than are listed.
    Listed { listed: u32, stated: u32 },
    /// None of them has a deadline.
    NoDeadlines { listed: u32 },
}

impl Halfway {
    /// On a day within a span; time past the end counts as all of it.
    pub fn new(start: Day, end: Day, day: Day, tasks: Result<Ratio, Unjudged>) -> Option<Self> {
        let whole = u32::try_from(end.since(start) + 1).ok().filter(|days| *days > 0)?;
        let passed = (day.since(start) + 1).clamp(0, i64::from(whole));
        let time = Ratio { part: u32::try_from(passed).unwrap_or(0), whole };
        Some(Self { time, tasks })
    }

    /// Whether both are passed; none where the tasks listed cannot tell.
    pub fn is_passed(self) -> Option<bool> {
        self.tasks.ok().map(|tasks| self.time.is_half() && tasks.is_half())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_round_half_away_from_zero_and_nothing_of_nothing_is_a_dash() {
        let printed = |part, whole| Ratio { part, whole }.to_string();
        assert_eq!(printed(219, 373), "58.7%");
        assert_eq!(printed(178, 211), "84.4%");
        assert_eq!(printed(1, 16), "6.3%", "6.25 rounds up");
        assert_eq!(printed(1, 3), printed(2, 6));
        assert_eq!(printed(0, 0), "—");
        assert_eq!(printed(0, 5), "0.0%");
    }

    #[test]
    fn a_bar_is_always_full() {
        assert_eq!(widths(&[104, 104, 36]), [43, 42, 15]);
        assert_eq!(widths(&[1, 1, 1]), [34, 33, 33]);
        assert_eq!(widths(&[0, 0]), [0, 0]);
        assert_eq!(widths(&[7]), [100]);
    }

    #[test]
    fn shares_that_do_not_add_up_are_owned_up_to() {
        let thirds = [Ratio { part: 1, whole: 3 }; 3];
        assert!(shares_look_wrong(&thirds));
        assert!(!shares_look_wrong(&[Ratio { part: 1, whole: 2 }; 2]));
    }

    #[test]
    fn both_halves_must_be_passed() {
        let day = |text: &str| text.parse::<Day>().expect("a day");
        let (start, end) = (day("2022-01-01"), day("2022-12-31"));
        let on = |text, tasks| Halfway::new(start, end, day(text), tasks).expect("a span");
        let half = Ok(Ratio { part: 1, whole: 2 });
        assert_eq!(on("2022-07-01", half).is_passed(), Some(false), "182 of 365 days");
        assert_eq!(on("2022-07-02", half).is_passed(), Some(true), "183 of 365 days");
        let third = Ok(Ratio { part: 1, whole: 3 });
        assert_eq!(on("2022-12-01", third).is_passed(), Some(false), "1 of 3 tasks");
        let few = Err(Unjudged::Listed { listed: 11, stated: 373 });
        assert_eq!(on("2022-12-01", few).is_passed(), None);
    }
}
