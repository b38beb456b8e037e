//! The clock of Riga: which day an instant falls on, and when a day begins.

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeZone, Utc};
use chrono_tz::Europe::Riga;

/// The calendar day in Riga at an instant: the day of every legal date and every time entry.
pub fn riga_day(at: DateTime<Utc>) -> NaiveDate {
    riga_time(at).date()
}

/// What the clocks of Riga show at an instant.
pub fn riga_time(at: DateTime<Utc>) -> NaiveDateTime {
    let utc = at.naive_utc();
    let offset = Riga.offset_from_utc_datetime(&utc).fix();
    // Only at the two ends of the calendar is there no local time; there that in UTC stands in for it.
    utc.checked_add_offset(offset).unwrap_or(utc)
}

/// The instant at which a day begins in Riga. A midnight that occurs twice is taken the first time; when the clock jumped
/// over midnight, the day begins at the jump. Neither has happened in Riga since 1941.
pub fn riga_midnight(day: NaiveDate) -> DateTime<Utc> {
    let local = day.and_time(NaiveTime::MIN);
    let offset = Riga.offset_from_local_datetime(&local).earliest().unwrap_or_else(|| {
        let day_before = local.checked_sub_days(Days::new(1)).unwrap_or(local);
        Riga.offset_from_utc_datetime(&day_before)
    });
    local.checked_sub_offset(offset.fix()).unwrap_or(local).and_utc()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::day;

    fn utc(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_in_riga_begins_two_hours_before_utc_in_winter_and_three_in_summer() {
        assert_eq!(riga_day(utc("2026-01-31T21:59:59Z")), day(2026, 1, 31));
        assert_eq!(riga_day(utc("2026-01-31T22:00:00Z")), day(2026, 2, 1));
        assert_eq!(riga_day(utc("2026-06-30T20:59:59Z")), day(2026, 6, 30));
        assert_eq!(riga_day(utc("2026-06-30T21:00:00Z")), day(2026, 7, 1));
    }

    #[test]
    fn the_days_of_the_clock_changes_last_twenty_three_and_twenty_five_hours() {
        let hours = |on: NaiveDate| (riga_midnight(on + Days::new(1)) - riga_midnight(on)).num_hours();

        assert_eq!(hours(day(2026, 3, 28)), 24);
        assert_eq!(hours(day(2026, 3, 29)), 23);
        assert_eq!(hours(day(2026, 10, 25)), 25);
        assert_eq!(hours(day(2026, 10, 26)), 24);
    }

    #[test]
    fn a_day_whose_midnight_the_clock_jumped_over_begins_at_the_jump() {
        assert_eq!(riga_midnight(day(1940, 8, 5)), utc("1940-08-04T22:00:00Z"));
        assert_eq!(riga_day(riga_midnight(day(1940, 8, 5))), day(1940, 8, 5));
    }

    #[test]
    fn every_day_from_1993_to_2100_begins_on_that_day_and_not_before() {
        for on in day(1993, 1, 1).iter_days().take_while(|on| *on <= day(2100, 12, 31)) {
            let begins = riga_midnight(on);

            assert_eq!(riga_day(begins), on);
            assert_eq!(Some(riga_day(begins - chrono::TimeDelta::nanoseconds(1))), on.pred_opt());
        }
    }

    #[test]
    fn the_ends_of_the_calendar_have_a_day_too() {
        assert_eq!(riga_day(DateTime::<Utc>::MAX_UTC), NaiveDate::MAX);
        assert_eq!(riga_day(DateTime::<Utc>::MIN_UTC), NaiveDate::MIN);
        assert_eq!(riga_day(riga_midnight(NaiveDate::MAX)), NaiveDate::MAX);
        assert_eq!(riga_midnight(NaiveDate::MIN).date_naive(), NaiveDate::MIN);
    }
}
