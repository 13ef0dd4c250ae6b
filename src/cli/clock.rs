//! The only place that reads a clock.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::model::Day;
use crate::publish::time::Moment;

/// Today in Asia/Shanghai.
pub fn today() -> Day {
    now().day
}

/// The time it is.
pub fn now() -> Moment {
    after(Duration::ZERO)
}

/// The time it will be.
#[expect(clippy::disallowed_methods, reason = "the command line may know what day it is")]
pub fn after(pause: Duration) -> Moment {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Moment::at((since + pause).as_secs())
}
