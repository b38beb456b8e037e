//! Legal terms: every known example as a row, the boundaries, and what holds for any day.

#![expect(clippy::expect_used, reason = "the allowance for tests does not reach their helper functions")]

use aplp_domain::calendar::{Reading, is_working_day};
use aplp_domain::code::Code;
use aplp_domain::day;
use aplp_domain::terms::{
    FIRST_DAY, LAST_DAY, Rule, StepWhy, TermFault, add_months_clamped, last_day, last_day_of_months,
};
use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use rstest::rstest;

fn end(rule: Rule, from: NaiveDate) -> NaiveDate {
    last_day(rule, from).expect("a last day").last_day
}

fn date(text: &str) -> NaiveDate {
    text.parse().expect(text)
}

// B35
#[rstest]
#[case::clamp("2023-01-31", "2023-02-28", "2023-02-28", "2023-02-28")]
#[case::one_off_holiday("2023-04-29", "2023-05-29", "2023-05-30", "2023-05-30")]
#[case::free_monday_in_november("2023-10-18", "2023-11-18", "2023-11-21", "2023-11-21")]
#[case::leap_day("2024-01-29", "2024-02-29", "2024-02-29", "2024-02-29")]
#[case::leap_day_again("2024-01-30", "2024-02-29", "2024-02-29", "2024-02-29")]
#[case::leap_day_a_third_time("2024-01-31", "2024-02-29", "2024-02-29", "2024-02-29")]
#[case::free_monday_after_saturday("2024-04-04", "2024-05-04", "2024-05-07", "2024-05-07")]
#[case::free_monday_after_sunday("2025-04-04", "2025-05-04", "2025-05-06", "2025-05-06")]
#[case::transferred_day_off("2025-12-02", "2026-01-02", "2026-01-02", "2026-01-05")]
#[case::sunday("2026-01-15", "2026-02-15", "2026-02-16", "2026-02-16")]
#[case::clamp_and_weekend("2026-01-30", "2026-02-28", "2026-03-02", "2026-03-02")]
#[case::clamp_and_weekend_again("2026-01-31", "2026-02-28", "2026-03-02", "2026-03-02")]
#[case::corresponding_date_and_not_month_end("2026-02-28", "2026-03-28", "2026-03-30", "2026-03-30")]
#[case::easter("2026-03-03", "2026-04-03", "2026-04-07", "2026-04-07")]
#[case::first_and_fourth_of_may("2026-04-01", "2026-05-01", "2026-05-05", "2026-05-05")]
#[case::transferred_day_before_midsummer("2026-05-22", "2026-06-22", "2026-06-22", "2026-06-25")]
#[case::midsummer("2026-05-23", "2026-06-23", "2026-06-25", "2026-06-25")]
#[case::holiday_in_the_middle_of_a_week("2026-10-18", "2026-11-18", "2026-11-19", "2026-11-19")]
#[case::christmas("2026-11-24", "2026-12-24", "2026-12-28", "2026-12-28")]
#[case::new_year("2026-12-01", "2027-01-01", "2027-01-04", "2027-01-04")]
#[case::leap_year("2028-01-31", "2028-02-29", "2028-02-29", "2028-02-29")]
fn a_month_ends_on_the_corresponding_date_and_then_on_a_working_day(
    #[case] from: &str,
    #[case] raw: &str,
    #[case] strict: &str,
    #[case] lenient: &str,
    #[values(Rule::Decision, Rule::Contest, Rule::Appeal)] rule: Rule,
) {
    let deadline = last_day(rule, date(from)).expect("a last day");

    assert_eq!(deadline.raw_last_day, date(raw));
    assert_eq!(deadline.last_day, date(strict));
    assert_eq!(deadline.lenient_last_day, date(lenient));
}

#[rstest]
#[case::contest(Rule::Contest, "2026-03-09", "2026-04-09")]
#[case::contest_over_easter(Rule::Contest, "2026-03-03", "2026-04-07")]
#[case::contest_without_indication(Rule::ContestUnindicated, "2026-03-09", "2027-03-09")]
#[case::contest_without_indication_ends_on_a_working_day(Rule::ContestUnindicated, "2026-01-01", "2027-01-04")]
#[case::contest_without_indication_from_a_leap_day(Rule::ContestUnindicated, "2024-02-29", "2025-02-28")]
#[case::registered_mail(Rule::NotifiedRegisteredMail, "2026-03-02", "2026-03-09")]
#[case::registered_mail_on_a_holiday(Rule::NotifiedRegisteredMail, "2026-12-18", "2026-12-25")]
#[case::ordinary_mail(Rule::NotifiedOrdinaryMail, "2026-03-02", "2026-03-10")]
#[case::e_address_over_a_weekend(Rule::NotifiedEAddress, "2026-03-06", "2026-03-10")]
#[case::e_address_over_easter(Rule::NotifiedEAddress, "2026-04-02", "2026-04-08")]
#[case::e_address_over_christmas(Rule::NotifiedEAddress, "2026-12-23", "2026-12-29")]
#[case::e_address_over_new_year(Rule::NotifiedEAddress, "2026-12-30", "2027-01-05")]
#[case::email_like_the_e_address(Rule::NotifiedEmail, "2026-12-30", "2027-01-05")]
fn a_term_has_the_last_day_of_the_law(#[case] rule: Rule, #[case] from: &str, #[case] expected: &str) {
    assert_eq!(end(rule, date(from)), date(expected));
}

#[test]
fn a_registered_letter_of_2_march_2026_can_be_contested_until_9_april() {
    let in_effect = end(Rule::NotifiedRegisteredMail, day(2026, 3, 2));

    assert_eq!(in_effect, day(2026, 3, 9));
    assert_eq!(end(Rule::Contest, in_effect), day(2026, 4, 9));
}

// B30
#[rstest]
#[case("2023-11-01", "2024-10-31")]
#[case("2023-03-01", "2024-02-29")]
#[case::from_a_leap_day("2024-02-29", "2025-02-28")]
#[case("2026-03-15", "2027-03-14")]
#[case("2026-12-31", "2027-12-30")]
#[case::no_roll_over("2026-05-04", "2027-05-03")]
#[case::ends_on_a_sunday("2026-02-01", "2027-01-31")]
fn a_grant_lasts_twelve_months_whatever_day_it_ends_on(#[case] from: &str, #[case] expected: &str) {
    let deadline = last_day(Rule::GrantTerm, date(from)).expect("a last day");

    assert_eq!(deadline.last_day, date(expected));
    assert_eq!(deadline.lenient_last_day, date(expected));
}

// B53
#[rstest]
#[case("2023-10-31", "2024-02-29")]
#[case("2025-10-31", "2026-02-28")]
#[case("2025-12-15", "2026-04-15")]
#[case("2026-01-31", "2026-05-31")]
#[case("2026-02-28", "2026-06-28")]
fn an_unreachable_person_keeps_the_service_for_four_months(#[case] contact: &str, #[case] expected: &str) {
    assert_eq!(end(Rule::Unreachable, date(contact)), date(expected));
}

#[rstest]
#[case::six_months_of_a_grant_project("2021-03-01", 6, "2021-08-31")]
#[case::fourteen_months_of_a_pilot("2019-12-01", 14, "2021-01-31")]
#[case::into_a_month_without_the_date("2026-08-31", 6, "2027-02-28")]
fn a_term_of_months_ends_on_the_day_before_its_corresponding_date(
    #[case] first: &str,
    #[case] months: u32,
    #[case] last: &str,
) {
    assert_eq!(last_day_of_months(date(first), months), Some(date(last)));
}

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

#[test]
fn an_event_outside_the_years_of_the_product_has_no_term() {
    for rule in Rule::ALL.iter().copied() {
        for outside in [day(1992, 12, 31), day(2101, 1, 1), NaiveDate::MIN, NaiveDate::MAX] {
            assert_eq!(last_day(rule, outside), Err(TermFault::DateOutOfRange));
        }
        for inside in [FIRST_DAY, LAST_DAY] {
            assert!(last_day(rule, inside).is_ok(), "{rule:?} {inside}");
        }
    }
}

#[test]
fn a_term_that_leaves_the_calendar_has_no_end() {
    assert_eq!(add_months_clamped(NaiveDate::MAX, 1), None);
    assert_eq!(last_day_of_months(NaiveDate::MAX, 1), None);
}

fn days() -> impl Strategy<Value = NaiveDate> {
    (0_u64..39_446).prop_map(|days| FIRST_DAY + Days::new(days))
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
    fn a_later_event_never_ends_earlier(rule in rules(), from in days(), later in 1_u64..40) {
        let later = from + Days::new(later);
        prop_assume!(later <= LAST_DAY);

        prop_assert!(end(rule, from) <= end(rule, later));
    }

    #[test]
    fn a_procedural_term_ends_on_a_working_day(from in days()) {
        for rule in [Rule::Decision, Rule::Contest, Rule::Appeal, Rule::ContestUnindicated, Rule::NotifiedEAddress] {
            let deadline = last_day(rule, from).expect("a last day");

            prop_assert!(is_working_day(deadline.last_day, Reading::Strict));
            prop_assert!(is_working_day(deadline.lenient_last_day, Reading::Lenient));
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
