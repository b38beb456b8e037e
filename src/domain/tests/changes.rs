//! The smallest changes of facts that give another answer, told for people one may meet.

#![expect(clippy::expect_used, reason = "the allowance for tests does not reach their helper functions")]

mod people;

use aplp_domain::changes::{Change, FactChange, changes};
use aplp_domain::day;
use aplp_domain::disability::{Disability, Group, MentalDisorder};
use aplp_domain::eligibility::{Facts, Outcome};
use aplp_domain::programmes::built_in;
use chrono::NaiveDate;
use people::{adult, nothing_known};
use rstest::rstest;

use FactChange::{BornOn, Day, DisabilityGroup, DisabilityValidity, FormerlyIn, Municipality};

fn told(code: &str, facts: &Facts, on: NaiveDate) -> Vec<Change> {
    let programme = built_in().into_iter().find(|programme| programme.code == code).expect("a known programme");
    changes(&programme, facts, on).expect("a day with figures")
}

/// The changes to one outcome, without it.
fn ways(code: &str, facts: &Facts, on: NaiveDate, to: Outcome) -> Vec<Vec<FactChange>> {
    told(code, facts, on).into_iter().filter(|change| change.outcome == to).map(|change| change.facts).collect()
}

// B1, B2, B3
#[test]
fn the_third_group_before_its_day_needs_another_group_or_patience() {
    let ways = ways("state", &adult(Group::III), day(2025, 12, 31), Outcome::Eligible);

    assert_eq!(ways, [vec![DisabilityGroup(vec![Group::I, Group::II])], vec![Day(day(2026, 1, 1))]]);
}

#[test]
fn whoever_has_no_group_and_whose_days_are_over_needs_both() {
    let disability = Some(Disability { group: Group::None, valid_from: None, valid_to: Some(day(2026, 1, 31)) });
    let facts = Facts { disability, ..adult(Group::None) };

    let ways = ways("state", &facts, day(2026, 3, 2), Outcome::Eligible);

    let valid = DisabilityValidity { valid_from: None, valid_to: Some(day(2026, 3, 2)) };
    assert_eq!(ways, [[DisabilityGroup(vec![Group::I, Group::II, Group::III]), valid]]);
}

// B4
#[test]
fn what_is_not_served_today_and_not_valid_later_is_told_with_each_way_out() {
    let disability = Some(Disability { group: Group::III, valid_from: None, valid_to: Some(day(2026, 1, 31)) });
    let facts = Facts { born_on: Some(day(2008, 3, 1)), disability, ..adult(Group::III) };

    let ways = ways("state", &facts, day(2025, 12, 1), Outcome::Eligible);

    let groups = DisabilityGroup(vec![Group::I, Group::II]);
    let valid = DisabilityValidity { valid_from: None, valid_to: Some(day(2026, 3, 1)) };
    assert_eq!(
        ways,
        [
            vec![BornOn(day(2007, 12, 1)), groups],
            vec![BornOn(day(2008, 1, 1)), Day(day(2026, 1, 1))],
            vec![valid, Day(day(2026, 3, 1))],
        ]
    );
}

#[test]
fn nothing_about_a_person_brings_back_a_programme_that_has_ended() {
    assert_eq!(told("ib_pilot", &adult(Group::I), day(2021, 2, 1)), []);
}

// A12
#[test]
fn each_single_fact_that_an_eligible_person_could_lose_is_told() {
    let facts = Facts {
        municipality: Some("0051000".to_owned()),
        formerly_in: Some(vec!["cfla_2022".to_owned(), "ib_pilot".to_owned()]),
        disability: Some(Disability { group: Group::II, valid_from: None, valid_to: Some(day(2026, 5, 31)) }),
        ..adult(Group::II)
    };

    let mut ways = ways("talsi_purchase", &facts, day(2026, 3, 2), Outcome::Ineligible).concat();

    let place = ways.remove(4);
    let Municipality(places) = place else { panic!("{place:?} is no place") };
    assert_eq!((places.len(), places.contains(&"0051000".to_owned())), (41, false));
    assert_eq!(
        ways,
        [
            BornOn(day(2008, 3, 3)),
            DisabilityGroup(vec![Group::None]),
            DisabilityValidity { valid_from: None, valid_to: Some(day(2026, 3, 1)) },
            FactChange::MentalDisorder(MentalDisorder::Absent),
            FormerlyIn(vec!["cfla_2022".to_owned()]),
            Day(day(2026, 6, 1)),
        ]
    );
}

#[rstest]
#[case(day(2026, 3, 2), day(2026, 3, 2), day(2026, 3, 3), day(2026, 3, 3))]
#[case(day(2026, 3, 2), day(2026, 3, 4), day(2026, 3, 3), day(2026, 3, 4))]
#[case(day(2026, 3, 1), day(2026, 3, 2), day(2026, 3, 1), day(2026, 3, 1))]
fn a_disability_is_lost_by_running_out_yesterday_or_if_it_began_today_by_beginning_tomorrow(
    #[case] valid_from: NaiveDate,
    #[case] valid_to: NaiveDate,
    #[case] lost_from: NaiveDate,
    #[case] lost_to: NaiveDate,
) {
    let (valid_from, valid_to) = (Some(valid_from), Some(valid_to));
    let facts = Facts { disability: Some(Disability { group: Group::II, valid_from, valid_to }), ..adult(Group::II) };

    let ways = ways("state", &facts, day(2026, 3, 2), Outcome::Ineligible);

    let lost = DisabilityValidity { valid_from: Some(lost_from), valid_to: Some(lost_to) };
    assert!(ways.contains(&vec![lost]), "{ways:?}");
}

#[test]
fn what_is_not_known_is_told_with_what_would_decide_it_either_way() {
    let facts = Facts { born_on: Some(day(1990, 1, 1)), ..nothing_known() };

    let told = told("state", &facts, day(2025, 12, 31));

    let confirmed = FactChange::MentalDisorder(MentalDisorder::Confirmed);
    let eligible = vec![DisabilityGroup(vec![Group::I, Group::II]), confirmed];
    let ineligible = |change| Change { outcome: Outcome::Ineligible, facts: vec![change] };
    assert_eq!(
        told,
        [
            Change { outcome: Outcome::Eligible, facts: eligible },
            ineligible(DisabilityGroup(vec![Group::III, Group::None])),
            ineligible(FactChange::MentalDisorder(MentalDisorder::Absent)),
        ]
    );
}
