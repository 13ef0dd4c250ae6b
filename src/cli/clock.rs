//! The only place that reads a clock.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::model::Day;

/// China has kept one time, eight hours ahead, since 1991.
const AHEAD: u64 = 8 * 3600;
const DAY: u64 = 24 * 3600;

/// Today in Asia/Shanghai.
pub fn today() -> Day {
    now().day
}

/// A time in Asia/Shanghai, to the second.
#[derive(Debug, Clone, Copy)]
pub struct Now {
    pub day: Day,
    /// Since midnight.
    seconds: u64,
}

/// The time it is.
#[expect(clippy::disallowed_methods, reason = "the command line may know what day it is")]
pub fn now() -> Now {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let local = since + AHEAD;
    let epoch = Day::new(1970, 1, 1).unwrap_or(Day::EARLIEST);
    Now { day: epoch.plus(i64::try_from(local / DAY).unwrap_or(0)), seconds: local % DAY }
}

impl Now {
    fn parts(self) -> (u64, u64, u64) {
        (self.seconds / 3600, self.seconds / 60 % 60, self.seconds % 60)
    }

    /// As `2026-11-22T22:15:00+08:00`.
    pub fn iso(self) -> String {
        let (hour, minute, second) = self.parts();
        format!("{}T{hour:02}:{minute:02}:{second:02}+08:00", self.day)
    }

    /// As `20261122-221500`.
    pub fn compact(self) -> String {
        let (hour, minute, second) = self.parts();
        format!("{}-{hour:02}{minute:02}{second:02}", self.day.to_string().replace('-', ""))
    }
}
