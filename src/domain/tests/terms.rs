//! Legal terms: every known example as a row, the boundaries, and what holds for any day.

#![expect(clippy::expect_used, reason = "the allowance for tests does not reach their helper functions")]

use aplp_domain::calendar::DaysOff;
use aplp_domain::code::Code;
use aplp_domain::day;
use aplp_domain::rule_set::{calendar_hash, figures};
use aplp_domain::terms::{
    FIRST_DAY, LAST_DAY, Rule, TermFault, add_months_clamped, last_day, last_day_of_months, last_day_with, revocation,
};
use chrono::NaiveDate;
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
#[case::free_day_after_a_saturday_in_november("2023-10-18", "2023-11-18", "2023-11-21", "2023-11-21")]
#[case::free_day_after_a_sunday_in_november("2023-10-19", "2023-11-19", "2023-11-21", "2023-11-21")]
#[case::on_the_free_day_itself("2023-10-20", "2023-11-20", "2023-11-20", "2023-11-21")]
#[case::on_the_day_after_the_free_one("2023-10-21", "2023-11-21", "2023-11-21", "2023-11-21")]
#[case::leap_day("2024-01-29", "2024-02-29", "2024-02-29", "2024-02-29")]
#[case::leap_day_again("2024-01-30", "2024-02-29", "2024-02-29", "2024-02-29")]
#[case::leap_day_a_third_time("2024-01-31", "2024-02-29", "2024-02-29", "2024-02-29")]
#[case::free_day_after_saturday("2024-04-04", "2024-05-04", "2024-05-07", "2024-05-07")]
#[case::on_the_free_day_in_may("2024-04-06", "2024-05-06", "2024-05-06", "2024-05-07")]
#[case::free_day_after_sunday("2025-04-04", "2025-05-04", "2025-05-06", "2025-05-06")]
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
#[case::festival_closing_in_2023("2023-06-09", "2023-07-09", "2023-07-11", "2023-07-11")]
#[case::before_the_announced_festival("2028-06-08", "2028-07-08", "2028-07-11", "2028-07-11")]
#[case::the_announced_festival("2028-06-09", "2028-07-09", "2028-07-11", "2028-07-11")]
#[case::on_the_free_day_of_the_festival("2028-06-10", "2028-07-10", "2028-07-10", "2028-07-11")]
fn a_month_ends_on_the_corresponding_date_and_then_on_a_working_day(
    #[case] from: &str,
    #[case] raw: &str,
    #[case] strict: &str,
    #[case] lenient: &str,
    #[values(
        Rule::Decision,
        Rule::DecisionReceived,
        Rule::Contest,
        Rule::Appeal,
        Rule::QueueInvitation,
        Rule::Complaint
    )]
    rule: Rule,
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
#[case::e_address_over_the_free_day_after_a_holiday(Rule::NotifiedEAddress, "2023-11-17", "2023-11-22")]
#[case::a_transferred_day_is_counted(Rule::NotifiedEAddress, "2025-12-30", "2026-01-05")]
#[case::seven_working_days(Rule::NotifiedEuMail, "2026-03-02", "2026-03-11")]
#[case::seven_working_days_over_easter(Rule::NotifiedEuMail, "2026-03-31", "2026-04-13")]
#[case::three_weeks(Rule::NotifiedForeignMail, "2026-03-02", "2026-03-23")]
#[case::three_weeks_to_a_holiday(Rule::NotifiedForeignMail, "2026-04-13", "2026-05-04")]
#[case::extension_of_four_months(Rule::DecisionExtended, "2025-10-31", "2026-02-28")]
#[case::extension_ends_on_a_holiday(Rule::DecisionExtended, "2026-01-01", "2026-05-01")]
#[case::extension_of_a_year(Rule::DecisionYear, "2026-03-14", "2027-03-14")]
#[case::extension_of_a_year_from_a_leap_day(Rule::DecisionYear, "2028-02-29", "2029-02-28")]
#[case::three_years(Rule::ContestWall, "2026-03-09", "2029-03-09")]
#[case::three_years_roll(Rule::ContestWall, "2023-05-04", "2026-05-05")]
#[case::three_years_to_a_free_day(Rule::ContestWall, "2026-11-19", "2029-11-19")]
#[case::six_months(Rule::Reopening, "2025-08-31", "2026-03-02")]
#[case::three_months(Rule::Revocation, "2025-12-31", "2026-03-31")]
#[case::ten_years(Rule::RetentionFile, "2024-10-31", "2034-10-31")]
#[case::ten_years_to_a_sunday(Rule::RetentionFile, "2024-12-31", "2034-12-31")]
#[case::ten_years_from_a_leap_day(Rule::RetentionFile, "2024-02-29", "2034-02-28")]
fn a_term_has_the_last_day_of_the_law(#[case] rule: Rule, #[case] from: &str, #[case] expected: &str) {
    assert_eq!(end(rule, date(from)), date(expected));
}

#[test]
fn a_registered_letter_of_2_march_2026_can_be_contested_until_9_april() {
    let in_effect = end(Rule::NotifiedRegisteredMail, day(2026, 3, 2));

    assert_eq!(in_effect, day(2026, 3, 9));
    assert_eq!(end(Rule::Contest, in_effect), day(2026, 4, 9));
}

#[rstest]
#[case::the_months_end_first("2026-01-12", "2025-06-02", "2026-04-13", 3)]
#[case::the_year_ends_first("2026-01-12", "2025-03-02", "2026-03-02", 1)]
#[case::both_on_one_day("2026-01-12", "2025-04-13", "2026-04-13", 3)]
#[case::the_year_is_over_already("2026-01-12", "2024-11-11", "2025-11-11", 1)]
fn a_favourable_decision_is_revoked_by_the_earlier_of_two_limits(
    #[case] learned: &str,
    #[case] effective: &str,
    #[case] expected: &str,
    #[case] length: i64,
) {
    let deadline = revocation(date(learned), date(effective), &DaysOff::default()).expect("a last day");

    assert_eq!((deadline.last_day, deadline.length.value), (date(expected), length));
    assert_eq!(revocation(date(learned), day(1992, 12, 31), &DaysOff::default()), Err(TermFault::DateOutOfRange));
    assert_eq!(revocation(day(1992, 12, 31), date(effective), &DaysOff::default()), Err(TermFault::DateOutOfRange));
}

#[rstest]
#[case::the_end_moves(Rule::Contest, "2027-04-14", "2027-05-14", "2027-05-17")]
#[case::a_day_is_not_counted(Rule::NotifiedEmail, "2027-05-12", "2027-05-14", "2027-05-17")]
#[case::no_free_day_moves_it(Rule::DecisionExtended, "2027-01-14", "2027-05-14", "2027-05-14")]
fn a_day_off_that_was_added_counts_in_favour_of_the_person_only(
    #[case] rule: Rule,
    #[case] from: &str,
    #[case] strict: &str,
    #[case] lenient: &str,
) {
    let added: DaysOff = [day(2027, 5, 14)].into_iter().collect();

    let deadline = last_day_with(rule, date(from), &added).expect("a last day");

    assert_eq!((deadline.last_day, deadline.lenient_last_day), (date(strict), date(lenient)));
    assert_eq!(end(rule, date(from)), date(strict));
    assert_ne!(calendar_hash(&added), calendar_hash(&DaysOff::default()));
}

#[test]
fn the_longer_of_the_terms_to_keep_papers_holds() {
    let papers = figures().find(|figure| figure.code == "retention_papers_years").expect("a figure");

    let [file, papers] = [Rule::RetentionFile.figure(), papers].map(|figure| figure.values[0].value);
    assert_eq!((file, papers), (10, 5));
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
