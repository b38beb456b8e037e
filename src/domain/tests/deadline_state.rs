//! How a decision stands to its deadline, and how far an extension reaches.

#![expect(clippy::expect_used, reason = "the allowance for tests does not reach their helper functions")]

use aplp_domain::calendar::{Reading, is_working_day};
use aplp_domain::day;
use aplp_domain::figure::NotInForce;
use aplp_domain::terms::{
    DeadlineState, Extended, FIRST_DAY, Rule, deadline_state, decision_days, last_day, latest_extension,
    received_too_long_ago,
};
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

// Submitted, received, cured; last day of the promise and of the law.
#[rstest]
#[case::on_one_day("2026-03-03", "2026-03-03", None, "2026-04-07", "2026-04-07")]
#[case::received_later("2026-03-09", "2026-03-12", None, "2026-04-09", "2026-04-13")]
#[case::the_promise_is_never_later("2023-10-18", "2023-10-20", None, "2023-11-20", "2023-11-20")]
#[case::both_run_from_the_cure("2026-03-03", "2026-03-05", Some("2026-03-09"), "2026-04-09", "2026-04-09")]
fn the_promise_counts_from_the_submission_and_the_law_from_the_receipt_or_cure(
    #[case] submitted_on: &str,
    #[case] received_on: &str,
    #[case] cured_on: Option<&str>,
    #[case] promised: &str,
    #[case] legal: &str,
) {
    let days = decision_days(date(submitted_on), date(received_on), cured_on.map(date)).expect("days");

    assert_eq!((days.promised.last_day, days.legal.last_day), (date(promised), date(legal)));
}

// An extension that counts is granted on the last day or before.
#[rstest]
#[case::on_the_last_day("2026-03-10", None, "2026-05-10")]
#[case::the_day_after("2026-03-11", Some("2026-03-10"), "2026-03-10")]
fn an_extension_that_comes_too_late_leaves_the_term_missed(
    #[case] granted_on: &str,
    #[case] missed: Option<&str>,
    #[case] until: &str,
) {
    let before = Extended { last_day: day(2026, 3, 10), extended_to: None, missed: None };
    assert_eq!((before.until(), before.missed_on(date(granted_on))), (day(2026, 3, 10), missed.map(date)));

    let extended = Extended { extended_to: Some(day(2026, 5, 10)), missed: missed.map(date), ..before };

    assert_eq!(extended.until(), date(until));
    let again =
        Extended { extended_to: Some(day(2026, 6, 10)), missed: extended.missed_on(day(2026, 4, 1)), ..extended };
    assert_eq!(again.until(), if missed.is_some() { day(2026, 3, 10) } else { day(2026, 6, 10) });
}

#[test]
fn an_extension_of_the_promise_does_not_shorten_the_term_of_the_law() {
    let legal = Extended { last_day: day(2026, 4, 13), extended_to: Some(day(2026, 4, 10)), missed: None };

    assert_eq!(legal.until(), day(2026, 4, 13));
}

proptest! {
    #[test]
    fn the_days_received_too_long_ago_are_those_whose_month_is_over(from in 100_u64..39_000, ago in 0_u64..100) {
        let today = FIRST_DAY + Days::new(from);
        let received_on = today - Days::new(ago);

        let found = received_too_long_ago(today);

        let is_over = last_day(Rule::DecisionReceived, received_on).expect("a last day").last_day < today;
        prop_assert_eq!(received_on < found.before || found.on.contains(&received_on), is_over);
    }

    #[test]
    fn the_promise_is_never_later_than_the_law(from in 0_u64..39_000, later in 0_u64..40) {
        let submitted_on = FIRST_DAY + Days::new(from);
        let days = decision_days(submitted_on, submitted_on + Days::new(later), None).expect("days");

        prop_assert!(days.promised.last_day <= days.legal.last_day);
    }

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
