//! Eligibility over a span of days, held against eligibility day by day.

#![expect(clippy::expect_used, reason = "the allowance for tests does not reach their helper functions")]

mod people;

use aplp_domain::code::Code;
use aplp_domain::day;
use aplp_domain::disability::{Disability, Group};
use aplp_domain::eligibility::{Facts, check};
use aplp_domain::figure::NotInForce;
use aplp_domain::programmes::{Programme, built_in};
use aplp_domain::timeline::{Interval, timeline};
use chrono::{Days, NaiveDate};
use people::{adult, anybody, programmes};
use proptest::prelude::*;
use rstest::rstest;

fn programme(code: &str) -> Programme {
    built_in().into_iter().find(|programme| programme.code == code).expect("a known programme")
}

/// The first day of each interval with what fails then, in words.
fn told(code: &str, facts: &Facts, from: NaiveDate, to: NaiveDate) -> Vec<(NaiveDate, Vec<&'static str>)> {
    let intervals = timeline(&programme(code), facts, from, to).expect("days with figures");
    let failed = |interval: &Interval| interval.failed.iter().map(|code| code.code()).collect();
    intervals.iter().map(|interval| (interval.from, failed(interval))).collect()
}

// B1, B2, B3
#[test]
fn the_third_group_waits_for_its_day() {
    let told = told("state", &adult(Group::III), day(2023, 10, 1), day(2026, 12, 31));

    assert_eq!(
        told,
        [
            (day(2023, 10, 1), vec!["group_not_covered", "programme_not_started"]),
            (day(2023, 11, 1), vec!["group_not_covered"]),
            (day(2026, 1, 1), vec![]),
        ]
    );
}

// B1, B4
#[rstest]
#[case(day(2008, 2, 15), day(2026, 2, 15))]
#[case(day(2008, 2, 29), day(2026, 3, 1))]
fn an_interval_begins_on_the_eighteenth_birthday(#[case] born_on: NaiveDate, #[case] of_age_on: NaiveDate) {
    let facts = Facts { born_on: Some(born_on), ..adult(Group::I) };

    let told = told("state", &facts, day(2026, 1, 1), day(2026, 12, 31));

    assert_eq!(told, [(day(2026, 1, 1), vec!["not_adult"]), (of_age_on, vec![])]);
}

// B37
#[test]
fn a_disability_counts_from_its_first_day_through_its_last_one() {
    let (valid_from, valid_to) = (Some(day(2026, 5, 1)), Some(day(2026, 5, 31)));
    let facts = Facts { disability: Some(Disability { group: Group::II, valid_from, valid_to }), ..adult(Group::II) };

    let told = told("state", &facts, day(2026, 4, 1), day(2026, 6, 30));

    let invalid = vec!["disability_not_valid"];
    assert_eq!(told, [(day(2026, 4, 1), invalid.clone()), (day(2026, 5, 1), vec![]), (day(2026, 6, 1), invalid)]);
}

// B54
#[test]
fn a_place_is_served_from_the_day_of_its_merger_into_one_that_is() {
    let programme = Programme { municipalities: vec!["0038000".to_owned()], ..programme("state") };
    let facts = Facts { municipality: Some("0055000".to_owned()), ..adult(Group::I) };

    let found = timeline(&programme, &facts, day(2025, 1, 1), day(2025, 12, 31)).expect("days with figures");

    let told: Vec<_> = found.iter().map(|found| (found.from, found.failed.len())).collect();
    assert_eq!(told, [(day(2025, 1, 1), 1), (day(2025, 7, 1), 0)]);
}

#[rstest]
#[case(day(2025, 12, 31), day(2025, 12, 31), &[(day(2025, 12, 31), day(2025, 12, 31))])]
#[case(day(2026, 1, 1), day(2026, 1, 1), &[(day(2026, 1, 1), day(2026, 1, 1))])]
#[case(day(2025, 12, 31), day(2026, 1, 1), &[(day(2025, 12, 31), day(2025, 12, 31)), (day(2026, 1, 1), day(2026, 1, 1))])]
#[case(day(2026, 1, 2), day(2026, 1, 1), &[])]
fn both_ends_of_the_span_are_in_it(
    #[case] from: NaiveDate,
    #[case] to: NaiveDate,
    #[case] expected: &[(NaiveDate, NaiveDate)],
) {
    let intervals = timeline(&programme("state"), &adult(Group::III), from, to).expect("days with figures");

    assert_eq!(intervals.iter().map(|found| (found.from, found.to)).collect::<Vec<_>>(), expected);
}

#[test]
fn no_day_before_the_figures_of_the_law_is_answered_by_later_ones() {
    let asked = |from| timeline(&programme("state"), &adult(Group::I), from, day(1993, 1, 2)).map(|found| found.len());

    let on = day(1992, 12, 31);
    assert_eq!(asked(on), Err(NotInForce { figure: "adult_age_years", on }));
    assert_eq!(asked(day(1993, 1, 1)), Ok(1));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn over_ten_years_the_intervals_say_what_every_single_day_says(facts in anybody(), start in 0..4_000_u64, other in programmes()) {
        let from = day(2013, 1, 1) + Days::new(start);
        let to = from + Days::new(3_652);

        for programme in built_in().into_iter().chain([other]) {
            let intervals = timeline(&programme, &facts, from, to).expect("days with figures");

            let mut next = Some(from);
            for Interval { from, to, outcome, failed, missing } in &intervals {
                prop_assert_eq!(Some(*from), next);
                prop_assert!(from <= to);
                for on in from.iter_days().take_while(|on| on <= to) {
                    let verdict = check(&programme, &facts, on).expect("a day with figures");
                    prop_assert_eq!((verdict.outcome, verdict.failed().collect()), (*outcome, failed.clone()), "{}", on);
                    prop_assert_eq!(&verdict.missing, missing, "{}", on);
                }
                next = to.succ_opt();
            }
            prop_assert_eq!(next, to.succ_opt());
            for pair in intervals.windows(2) {
                let answer = |at: &Interval| (at.outcome, at.failed.clone(), at.missing.clone());
                prop_assert_ne!(answer(&pair[0]), answer(&pair[1]));
            }
        }
    }
}
