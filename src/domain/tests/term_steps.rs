//! The steps of legal terms, and what holds of them for any day.

#![expect(clippy::expect_used, reason = "the allowance for tests does not reach their helper functions")]

use aplp_domain::calendar::{HolidayKind, Reading, holiday, is_working_day};
use aplp_domain::code::Code;
use aplp_domain::day;
use aplp_domain::terms::{FIRST_DAY, Kind, LAST_DAY, Rule, StepWhy, last_day};
use chrono::{Days, NaiveDate};
use proptest::prelude::*;

/// The steps of a term as `day why`, one line each.
fn steps(rule: Rule, from: NaiveDate) -> Vec<String> {
    let deadline = last_day(rule, from).expect("a last day");
    deadline.steps.iter().map(|step| format!("{} {}", step.day, step.why.code())).collect()
}

#[test]
fn each_day_passed_over_is_told_with_its_reason() {
    assert_eq!(
        steps(Rule::Decision, day(2023, 10, 18)),
        [
            "2023-10-18 event",
            "2023-11-18 months_added",
            "2023-11-18 saturday",
            "2023-11-19 sunday",
            "2023-11-20 free_monday",
            "2023-11-21 working_day",
            "2023-11-21 last_day",
        ],
    );
    assert_eq!(steps(Rule::Decision, day(2023, 4, 29))[2], "2023-05-29 one_off_holiday");
}

#[test]
fn a_free_day_after_a_holiday_ends_the_term_of_the_association_and_not_that_of_the_person() {
    assert_eq!(
        steps(Rule::DecisionReceived, day(2023, 10, 20)),
        [
            "2023-10-20 event",
            "2023-11-20 months_added",
            "2023-11-20 free_day_counts",
            "2023-11-20 last_day",
            "2023-11-20 free_monday",
            "2023-11-21 working_day",
            "2023-11-21 lenient_last_day",
        ],
    );
}

#[test]
fn the_lenient_end_is_told_after_the_strict_one() {
    assert_eq!(
        steps(Rule::Contest, day(2025, 12, 2)),
        [
            "2025-12-02 event",
            "2026-01-02 months_added",
            "2026-01-02 working_day",
            "2026-01-02 last_day",
            "2026-01-02 transferred_day_off",
            "2026-01-03 saturday",
            "2026-01-04 sunday",
            "2026-01-05 working_day",
            "2026-01-05 lenient_last_day",
        ],
    );
}

#[test]
fn working_days_are_told_one_by_one_and_the_first_reading_is_not_told_twice() {
    assert_eq!(
        steps(Rule::NotifiedEAddress, day(2026, 6, 18)),
        [
            "2026-06-18 event",
            "2026-06-19 working_day",
            "2026-06-20 saturday",
            "2026-06-21 sunday",
            "2026-06-22 working_day",
            "2026-06-22 last_day",
            "2026-06-22 transferred_day_off",
            "2026-06-23 holiday",
            "2026-06-24 holiday",
            "2026-06-25 working_day",
            "2026-06-25 lenient_last_day",
        ],
    );
}

#[test]
fn the_steps_of_a_grant_tell_its_first_day_and_the_day_before_the_corresponding_date() {
    assert_eq!(
        steps(Rule::GrantTerm, day(2026, 3, 15)),
        [
            "2026-03-15 first_day_of_term",
            "2027-03-15 months_added",
            "2027-03-14 term_ends_day_before",
            "2027-03-14 last_day",
        ],
    );
    assert_eq!(
        steps(Rule::GrantTerm, day(2024, 2, 29)),
        ["2024-02-29 first_day_of_term", "2025-02-28 clamped_to_month_end", "2025-02-28 last_day"],
    );
}

fn days() -> impl Strategy<Value = NaiveDate> {
    (0_u64..39_446).prop_map(|days| FIRST_DAY + Days::new(days))
}

fn is_free_day(on: NaiveDate) -> bool {
    holiday(on).is_some_and(|holiday| holiday.kind == HolidayKind::FreeDay)
}

fn rules() -> impl Strategy<Value = Rule> {
    prop::sample::select(Rule::ALL)
}

proptest! {
    #[test]
    fn the_lenient_end_is_never_before_the_strict_one_nor_that_before_the_raw_one(rule in rules(), from in days()) {
        let deadline = last_day(rule, from).expect("a last day");

        prop_assert!(from < deadline.raw_last_day);
        prop_assert!(deadline.raw_last_day <= deadline.last_day);
        prop_assert!(deadline.last_day <= deadline.lenient_last_day);
    }

    #[test]
    fn a_later_event_never_ends_earlier_but_on_the_free_day_after_a_holiday(
        rule in rules(), from in days(), later in 1_u64..40,
    ) {
        let later = from + Days::new(later);
        prop_assume!(later <= LAST_DAY);

        let [first, second] = [from, later].map(|from| last_day(rule, from).expect("a last day"));
        prop_assert!(first.lenient_last_day <= second.lenient_last_day);
        prop_assert!(first.last_day <= second.last_day || is_free_day(second.last_day));
    }

    #[test]
    fn a_procedural_term_ends_on_a_working_day_or_stays_on_a_free_day(from in days()) {
        for rule in Rule::ALL.iter().filter(|rule| matches!(rule.kind(), Kind::Procedural | Kind::WorkingDays)) {
            let deadline = last_day(*rule, from).expect("a last day");

            let stays = deadline.last_day == deadline.raw_last_day && is_free_day(deadline.last_day);
            prop_assert!(is_working_day(deadline.last_day, Reading::Strict) || stays && rule.kind() == Kind::Procedural);
            prop_assert!(is_working_day(deadline.lenient_last_day, Reading::Lenient));
        }
    }

    #[test]
    fn what_no_free_day_moves_has_one_end(from in days()) {
        for rule in Rule::ALL.iter().filter(|rule| matches!(rule.kind(), Kind::Unmoved | Kind::Span | Kind::Days)) {
            let deadline = last_day(*rule, from).expect("a last day");

            prop_assert_eq!(deadline.last_day, deadline.raw_last_day);
            prop_assert_eq!(deadline.lenient_last_day, deadline.raw_last_day);
        }
    }

    #[test]
    fn the_steps_lead_to_the_ends(rule in rules(), from in days()) {
        let deadline = last_day(rule, from).expect("a last day");
        let told = |why| deadline.steps.iter().find(|step| step.why == why).map(|step| step.day);

        prop_assert_eq!(deadline.steps[0].day, from);
        prop_assert_eq!(told(StepWhy::LastDay), Some(deadline.last_day));
        let lenient = told(StepWhy::LenientLastDay);
        prop_assert_eq!(lenient.unwrap_or(deadline.last_day), deadline.lenient_last_day);
        prop_assert_eq!(lenient.is_some(), deadline.lenient_last_day != deadline.last_day);
    }
}
