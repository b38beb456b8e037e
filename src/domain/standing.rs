//! Whether a clock can be right: what may not be undone is not done by one that stands in doubt.

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

/// How many days may pass between two days on which what is due was done, before somebody has to say that the day is right.
/// No source: a default of ours; nobody leaves a service for a month without knowing.
pub const QUIET_DAYS_MAX: i64 = 31;
/// How far the clocks of several instances may be apart, in seconds. No source: a default of ours.
pub const SKEW_SECONDS_MAX: i64 = 300;

/// Why a clock is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// It stands before what was recorded already, at this moment.
    Before(NaiveDateTime),
    /// It stands long after the last day on which what is due was done.
    LongAfter(NaiveDate),
}

/// Whether a moment can follow the newest one that was recorded.
#[must_use]
pub fn before(now: NaiveDateTime, newest: Option<NaiveDateTime>) -> Option<Doubt> {
    let newest = newest?;
    (newest.signed_duration_since(now) > TimeDelta::seconds(SKEW_SECONDS_MAX)).then_some(Doubt::Before(newest))
}

/// Whether a day can follow the last one on which what is due was done; the first one always can.
#[must_use]
pub fn long_after(today: NaiveDate, last: Option<NaiveDate>) -> Option<Doubt> {
    let last = last?;
    (today.signed_duration_since(last).num_days() > QUIET_DAYS_MAX).then_some(Doubt::LongAfter(last))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::day;

    #[test]
    fn a_month_may_pass_in_quiet_and_no_day_more() {
        let last = day(2026, 3, 2);

        assert_eq!(long_after(day(2026, 4, 2), Some(last)), None, "the 31st day");
        assert_eq!(long_after(day(2026, 4, 3), Some(last)), Some(Doubt::LongAfter(last)), "the 32nd");
        assert_eq!(long_after(last, Some(last)), None);
        assert_eq!(long_after(day(2030, 1, 1), None), None, "nothing was done yet");
    }

    #[test]
    fn clocks_may_be_five_minutes_apart_and_no_second_more() {
        let newest = day(2026, 3, 2).and_hms_opt(9, 5, 0);
        let at = |hour, minute, second| day(2026, 3, 2).and_hms_opt(hour, minute, second).unwrap();

        assert_eq!(before(at(9, 0, 0), newest), None);
        assert_eq!(before(at(8, 59, 59), newest), newest.map(Doubt::Before));
        assert_eq!(before(at(9, 5, 1), newest), None);
        assert_eq!(before(at(0, 0, 0), None), None, "nothing was recorded yet");
    }
}
