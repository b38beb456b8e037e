//! Days and moments: what has come, and what follows what.

#![allow(missing_docs, clippy::unwrap_used, reason = "a test is no library")]

use aplp_domain::dates::{DateFault, has_come, later_than, not_before};
use aplp_domain::day;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use rstest::rstest;

#[rstest]
#[case(day(2026, 3, 1), None)]
#[case(day(2026, 3, 2), None)]
#[case(day(2026, 3, 3), Some("in_the_future"))]
fn what_is_recorded_has_happened_by_today(#[case] on: NaiveDate, #[case] code: Option<&str>) {
    let checked = has_come("happened_on", on, day(2026, 3, 2));

    assert_eq!(checked.err().map(DateFault::code), code);
}

#[rstest]
#[case(day(2026, 3, 1), [Some("too_early"), Some("too_early")])]
#[case(day(2026, 3, 2), [None, Some("too_early")])]
#[case(day(2026, 3, 3), [None, None])]
fn what_follows_is_not_before_and_what_takes_time_ends_later(#[case] on: NaiveDate, #[case] codes: [Option<&str>; 2]) {
    let checked = [not_before, later_than].map(|check| check("ends_on", on, day(2026, 3, 2)));

    assert_eq!(checked.map(|checked| checked.err().map(DateFault::code)), codes);
}

#[test]
fn a_moment_is_held_to_the_last_bit_and_a_fault_says_what_it_is_about() {
    let now: DateTime<Utc> = "2026-03-02T08:00:00Z".parse().unwrap();
    let next = now + TimeDelta::nanoseconds(1);

    assert_eq!(has_come("signed_at", now, now), Ok(()));
    assert_eq!(has_come("signed_at", next, now), Err(DateFault::InTheFuture("signed_at")));
    assert_eq!(later_than("ended_at", next, now), Ok(()));
    assert_eq!(later_than("ended_at", now, now).unwrap_err().to_string(), "ended_at: too_early");
}
