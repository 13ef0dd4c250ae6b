//! The only place that reads a clock.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::model::Day;

/// China has kept one time, eight hours ahead, since 1991.
const AHEAD: u64 = 8 * 3600;
const DAY: u64 = 24 * 3600;

/// Today in Asia/Shanghai.
pub fn today() -> Day {
    let days = i64::try_from(seconds() / DAY).unwrap_or(0);
    let epoch = Day::new(1970, 1, 1).unwrap_or(Day::EARLIEST);
    epoch.plus(days)
}

/// The time of that day, as 09:30.
pub fn time() -> String {
    let minutes = seconds() % DAY / 60;
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// Seconds since 1970 began in Asia/Shanghai.
#[expect(clippy::disallowed_methods, reason = "the command line may know what day it is")]
fn seconds() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| since.as_secs()) + AHEAD
}
