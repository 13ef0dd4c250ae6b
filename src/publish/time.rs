//! Times as logs and people have them: in Beijing.

use crate::model::Day;

/// China has kept one time, eight hours ahead, since 1991.
const AHEAD: u64 = 8 * 3600;
const DAY: u64 = 24 * 3600;

/// A time in Asia/Shanghai, to the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    pub day: Day,
    /// Since midnight.
    seconds: u64,
}

impl Moment {
    /// The time so many seconds after 1970 began in Greenwich.
    pub fn at(since_1970: u64) -> Self {
        let local = since_1970.saturating_add(AHEAD);
        let epoch = Day::new(1970, 1, 1).unwrap_or(Day::EARLIEST);
        let day = epoch.plus(i64::try_from(local / DAY).unwrap_or(0));
        Self { day, seconds: local % DAY }
    }

    /// As `22:15:00`.
    pub fn clock(self) -> String {
        let (hour, minute, second) = self.parts();
        format!("{hour:02}:{minute:02}:{second:02}")
    }

    /// As `2026-11-22 22:15:00`.
    pub fn spoken(self) -> String {
        format!("{} {}", self.day, self.clock())
    }

    /// As `2026-11-22T22:15:00+08:00`.
    pub fn iso(self) -> String {
        format!("{}T{}+08:00", self.day, self.clock())
    }

    /// As `20261122-221500`.
    pub fn compact(self) -> String {
        let (hour, minute, second) = self.parts();
        format!("{}-{hour:02}{minute:02}{second:02}", self.day.to_string().replace('-', ""))
    }

    fn parts(self) -> (u64, u64, u64) {
        (self.seconds / 3600, self.seconds / 60 % 60, self.seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::Moment;

    #[test]
    fn a_time_is_told_as_it_is_in_beijing() {
        let moment = Moment::at(1_795_356_900);
        assert_eq!(moment.spoken(), "2026-11-22 22:15:00");
        assert_eq!(moment.iso(), "2026-11-22T22:15:00+08:00");
        assert_eq!(moment.compact(), "20261122-221500");
    }
}
