//! How a decision stands to its deadline, and how far an extension reaches.

#![expect(clippy::expect_used, reason = "the allowance for tests does not reach their helper functions")]

use aplp_domain::calendar::{Reading, is_working_day};
use aplp_domain::day;
use aplp_domain::figure::NotInForce;
use aplp_domain::terms::{DeadlineState, FIRST_DAY, deadline_state, latest_extension};
use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use rstest::rstest;

fn date(text: &str) -> NaiveDate {
    text.parse().expect(text)
}

// B35
#[rstest]
#[case::six_working_days_left("2026-03-02", None, DeadlineState::OnTrack)]
#[case::five_working_days_left("2026-03-03", None, DeadlineState::DueSoon)]
#[case::last_day("2026-03-10", None, DeadlineState::DueSoon)]
#[case::day_after("2026-03-11", None, DeadlineState::Overdue)]
#[case::decided_the_day_before("2026-03-20", Some("2026-03-09"), DeadlineState::Met)]
#[case::decided_on_the_last_day("2026-03-20", Some("2026-03-10"), DeadlineState::Met)]
#[case::decided_the_day_after("2026-03-20", Some("2026-03-11"), DeadlineState::MetLate)]
fn a_deadline_is_on_track_due_soon_overdue_or_met(
    #[case] today: &str,
    #[case] decided_on: Option<&str>,
    #[case] expected: DeadlineState,
) {
    assert_eq!(deadline_state(day(2026, 3, 10), decided_on.map(date), date(today)), expected);
}

#[test]
fn a_deadline_has_a_state_on_every_day_of_the_calendar() {
    assert_eq!(deadline_state(NaiveDate::MAX, None, NaiveDate::MAX), DeadlineState::DueSoon);
    assert_eq!(deadline_state(NaiveDate::MAX, None, NaiveDate::MIN), DeadlineState::OnTrack);
}

#[rstest]
#[case("2026-01-15", "2026-05-15")]
#[case::clamped("2025-10-31", "2026-02-28")]
#[case::not_moved_by_a_free_day("2026-01-01", "2026-05-01")]
fn an_extension_reaches_at_most_four_months_from_receipt(#[case] received_on: &str, #[case] expected: &str) {
    assert_eq!(latest_extension(date(received_on)), Ok(date(expected)));
}

#[test]
fn an_extension_never_leaves_the_calendar() {
    assert_eq!(latest_extension(NaiveDate::MAX), Ok(NaiveDate::MAX));
}

#[test]
fn nothing_is_extended_by_a_figure_that_is_not_in_force() {
    let on = day(1992, 12, 31);

    assert_eq!(latest_extension(on), Err(NotInForce { figure: "extension_max_months", on }));
    assert_eq!(latest_extension(FIRST_DAY), Ok(day(1993, 5, 1)));
}

proptest! {
    #[test]
    fn an_open_decision_is_due_soon_exactly_when_five_working_days_or_fewer_are_left(
        from in 0_u64..39_000, ahead in 0_u64..30,
    ) {
        let today = FIRST_DAY + Days::new(from);
        let last_day = today + Days::new(ahead);
        let after_today = today.iter_days().skip(1).take_while(|on| *on <= last_day);
        let left = after_today.filter(|on| is_working_day(*on, Reading::Strict)).count();

        let expected = if left <= 5 { DeadlineState::DueSoon } else { DeadlineState::OnTrack };
        prop_assert_eq!(deadline_state(last_day, None, today), expected);
    }
}
