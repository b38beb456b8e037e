//! Eligibility as a table: who may have the service, on which day, from which programme.

#![expect(clippy::expect_used, reason = "the allowance for tests does not reach their helper functions")]

mod people;

use aplp_domain::code::Code;
use aplp_domain::day;
use aplp_domain::disability::{Disability, Group, MentalDisorder};
use aplp_domain::eligibility::{self, Facts, MissingFact, Outcome, ReasonCode, Verdict};
use aplp_domain::level::Ceilings;
use aplp_domain::programmes::{Cover, Programme, ProgrammeKind, built_in};
use aplp_domain::quantity::Minutes;
use chrono::NaiveDate;
use people::{adult, days, forget, known, nothing_known};
use proptest::prelude::*;
use rstest::rstest;

fn check(programme: &Programme, facts: &Facts, on: NaiveDate) -> Verdict {
    eligibility::check(programme, facts, on).expect("a day with figures")
}

fn programme(code: &str) -> Programme {
    built_in().into_iter().find(|programme| programme.code == code).unwrap_or_else(municipal)
}

/// A municipality's own money for the third group, as it registers it.
fn municipal() -> Programme {
    Programme {
        code: "riga_purchase".to_owned(),
        title_lv: "Rīgas valstspilsētas pašvaldības pirkums".to_owned(),
        title_en: "Purchase by the city of Rīga".to_owned(),
        kind: ProgrammeKind::MunicipalPurchase,
        funder: "Rīgas valstspilsētas pašvaldība".to_owned(),
        municipality: Some("0001000".to_owned()),
        starts_on: day(2024, 1, 1),
        ends_on: Some(day(2026, 12, 31)),
        covers: vec![Cover { group: Group::III, from: day(2024, 1, 1) }],
        municipalities: vec!["0001000".to_owned()],
        ceilings: Ceilings([Minutes(480), Minutes(1200), Minutes(2100)]),
        legal_ground: "domes lēmums".to_owned(),
        ..built_in().remove(4)
    }
}

fn failed(programme: &Programme, facts: &Facts, on: NaiveDate) -> Vec<&'static str> {
    check(programme, facts, on).failed().map(Code::code).collect()
}

// B1, B2, B3, B43
#[rstest]
#[case("state", Group::III, day(2025, 12, 31), &["group_not_covered"])]
#[case("riga_purchase", Group::III, day(2025, 12, 31), &[])]
#[case("riga_purchase", Group::II, day(2025, 12, 31), &["group_not_covered"])]
#[case("state", Group::III, day(2026, 1, 1), &[])]
#[case("state", Group::III, day(2026, 1, 5), &[])]
#[case("state", Group::II, day(2023, 10, 31), &["programme_not_started"])]
#[case("state", Group::II, day(2023, 11, 1), &[])]
#[case("state", Group::I, day(2023, 10, 31), &["programme_not_started"])]
#[case("state", Group::I, day(2023, 11, 1), &[])]
#[case("state", Group::III, day(2023, 10, 31), &["group_not_covered", "programme_not_started"])]
#[case("state", Group::None, day(2026, 1, 1), &["no_disability"])]
#[case("riga_purchase", Group::III, day(2026, 12, 31), &[])]
#[case("riga_purchase", Group::III, day(2027, 1, 1), &["programme_ended"])]
fn a_group_is_served_from_the_day_its_programme_covers_it(
    #[case] code: &str,
    #[case] group: Group,
    #[case] on: NaiveDate,
    #[case] expected: &[&str],
) {
    assert_eq!(failed(&programme(code), &adult(group), on), expected);
}

// B1, B4
#[rstest]
#[case(day(2008, 2, 15), day(2026, 2, 14), &["not_adult"])]
#[case(day(2008, 2, 15), day(2026, 2, 15), &[])]
#[case(day(2008, 2, 15), day(2026, 2, 16), &[])]
#[case(day(2008, 2, 29), day(2026, 2, 28), &["not_adult"])]
#[case(day(2008, 2, 29), day(2026, 3, 1), &[])]
fn only_a_person_of_age_is_served(#[case] born_on: NaiveDate, #[case] on: NaiveDate, #[case] expected: &[&str]) {
    let facts = Facts { born_on: Some(born_on), ..adult(Group::I) };

    assert_eq!(failed(&programme("state"), &facts, on), expected);
}

// B37
#[rstest]
#[case(day(2026, 4, 30), &["disability_not_valid"])]
#[case(day(2026, 5, 1), &[])]
#[case(day(2026, 5, 31), &[])]
#[case(day(2026, 6, 1), &["disability_not_valid"])]
fn a_disability_counts_on_its_first_and_its_last_day_and_not_beyond(#[case] on: NaiveDate, #[case] expected: &[&str]) {
    let (valid_from, valid_to) = (Some(day(2026, 5, 1)), Some(day(2026, 5, 31)));
    let facts = Facts { disability: Some(Disability { group: Group::II, valid_from, valid_to }), ..adult(Group::II) };

    assert_eq!(failed(&programme("state"), &facts, on), expected);
}

#[test]
fn the_third_group_is_told_the_day_from_which_the_state_serves_it() {
    let verdict = check(&programme("state"), &adult(Group::III), day(2025, 12, 10));

    assert_eq!(verdict.outcome, Outcome::Ineligible);
    assert_eq!(verdict.becomes_eligible_on, Some(day(2026, 1, 1)));
}

#[test]
fn nobody_is_promised_a_day_that_does_not_come() {
    let (state, on) = (programme("state"), day(2025, 12, 10));
    let until = |valid_to| Facts {
        disability: Some(Disability { group: Group::III, valid_from: None, valid_to: Some(valid_to) }),
        ..adult(Group::III)
    };
    let denied = Facts { mental_disorder: MentalDisorder::Absent, ..adult(Group::III) };
    let unsure = Facts { mental_disorder: MentalDisorder::Unknown, ..adult(Group::III) };
    let promised = |facts: &Facts| check(&state, facts, on).becomes_eligible_on;

    assert_eq!(promised(&until(day(2026, 1, 1))), Some(day(2026, 1, 1)));
    assert_eq!(promised(&until(day(2025, 12, 31))), None);
    assert_eq!(promised(&denied), None);
    assert_eq!(promised(&unsure), None);
    assert_eq!(promised(&adult(Group::None)), None);
    assert_eq!(promised(&adult(Group::II)), None);
}

// A12, A41
#[rstest]
#[case("0051000", Some(vec!["ib_pilot"]), &[])]
#[case("0880200", Some(vec!["ib_pilot"]), &[])]
#[case("0051000", Some(vec!["sif_2021"]), &["not_formerly_served"])]
#[case("0051000", Some(vec![]), &["not_formerly_served"])]
#[case("0001000", Some(vec!["ib_pilot"]), &["municipality_not_covered"])]
#[case("0051000", None, &[])]
fn talsi_buys_for_its_inhabitants_who_were_in_the_pilot(
    #[case] place: &str,
    #[case] formerly_in: Option<Vec<&str>>,
    #[case] expected: &[&str],
) {
    let formerly_in = formerly_in.map(|codes| codes.into_iter().map(str::to_owned).collect());
    let facts = Facts { municipality: Some(place.to_owned()), formerly_in: formerly_in.clone(), ..adult(Group::III) };

    let verdict = check(&programme("talsi_purchase"), &facts, day(2022, 6, 1));

    assert_eq!(verdict.failed().map(Code::code).collect::<Vec<_>>(), expected);
    assert_eq!(verdict.missing.contains(&MissingFact::FormerlyIn), formerly_in.is_none());
}

// A12
#[rstest]
#[case("ib_pilot", "0440200", day(2020, 6, 1), true)]
#[case("ib_pilot", "0022000", day(2020, 6, 1), true)]
#[case("ib_pilot", "0002000", day(2020, 6, 1), false)]
#[case("ib_pilot", "0003000", day(2020, 6, 1), true)]
#[case("ib_pilot", "0030000", day(2020, 6, 1), false)]
#[case("cfla_2022", "0002000", day(2023, 6, 1), true)]
#[case("cfla_2022", "0022000", day(2023, 6, 1), false)]
#[case("sif_2021", "0005000", day(2021, 7, 1), true)]
#[case("state", "0022000", day(2024, 6, 1), true)]
fn a_place_is_recognised_under_every_code_it_has_had(
    #[case] code: &str,
    #[case] place: &str,
    #[case] on: NaiveDate,
    #[case] served: bool,
) {
    let facts = Facts { municipality: Some(place.to_owned()), ..adult(Group::I) };

    let outcome = check(&programme(code), &facts, on).outcome;

    assert_eq!(outcome, if served { Outcome::Eligible } else { Outcome::Ineligible });
}

#[test]
fn an_unknown_is_listed_and_is_no_refusal_but_a_failed_condition_decides_without_it() {
    let (state, on) = (programme("state"), day(2026, 2, 1));

    let unknown = check(&state, &nothing_known(), on);
    let child = check(&state, &Facts { born_on: Some(day(2010, 1, 1)), ..nothing_known() }, on);

    let facts: Vec<_> = unknown.missing.iter().map(|fact| fact.code()).collect();
    assert_eq!(unknown.outcome, Outcome::Unknown);
    assert_eq!(facts, ["born_on", "disability", "mental_disorder"]);
    assert_eq!(child.outcome, Outcome::Ineligible);
    assert_eq!(child.becomes_eligible_on, None);
}

#[test]
fn every_verdict_answers_every_condition_in_the_same_order() {
    for programme in built_in() {
        for facts in [nothing_known(), adult(Group::II), adult(Group::None)] {
            let reasons = check(&programme, &facts, day(2024, 1, 1)).reasons;

            assert_eq!(reasons.iter().map(|reason| reason.code).collect::<Vec<_>>(), ReasonCode::ALL);
        }
    }
}

proptest! {
    #[test]
    fn more_knowledge_never_overturns_a_verdict(
        facts in known(),
        on in days(),
        which in 0..5_usize,
        (less, more) in (0..32_u8, 0..32_u8),
    ) {
        let programme = &built_in()[which];

        // The second set of facts forgets no more than the first does.
        let poorer = check(programme, &forget(&facts, less), on);
        let richer = check(programme, &forget(&facts, less & more), on);

        if poorer.outcome != Outcome::Unknown {
            prop_assert_eq!(poorer.outcome, richer.outcome);
        }
        for (before, after) in poorer.reasons.iter().zip(&richer.reasons) {
            prop_assert!(before.satisfied.is_none() || before.satisfied == after.satisfied);
        }
        prop_assert_eq!(poorer.outcome == Outcome::Unknown && poorer.missing.is_empty(), false);
    }

    #[test]
    fn whoever_is_fully_known_is_eligible_or_not(facts in known(), on in days(), which in 0..5_usize) {
        let verdict = check(&built_in()[which], &facts, on);

        prop_assert!(verdict.outcome != Outcome::Unknown);
        prop_assert!(verdict.missing.is_empty());
        prop_assert_eq!(verdict.outcome == Outcome::Eligible, verdict.failed().next().is_none());
        prop_assert_eq!(check(&built_in()[which], &facts, on), verdict);
    }

    #[test]
    fn the_promised_day_is_the_first_one_that_a_search_day_by_day_finds(
        facts in known(),
        on in days(),
        which in 0..5_usize,
    ) {
        let programme = &built_in()[which];

        let verdict = check(programme, &facts, on);

        let eligible = |day| check(programme, &facts, day).outcome == Outcome::Eligible;
        let found = on.iter_days().take(3_400).find(|&day| eligible(day));
        prop_assert_eq!(verdict.becomes_eligible_on, found.filter(|&day| day > on));
    }
}

// B54: the county of Varakļāni (0055000) became part of that of Madona (0038000, then 0038001) on 1 July 2025.
#[rstest]
#[case("0038001", "0055000", day(2025, 7, 1), true)]
#[case("0038000", "0055000", day(2025, 6, 30), false)]
#[case("0038000", "0055000", day(2025, 7, 1), true)]
#[case("0055000", "0038000", day(2025, 6, 30), false)]
#[case("0055000", "0055000", day(2025, 6, 30), true)]
#[case("0038000", "0038001", day(2025, 6, 30), true)]
#[case("0038001", "0038000", day(2026, 1, 1), true)]
fn a_merger_counts_from_its_day_on(
    #[case] serves: &str,
    #[case] lives: &str,
    #[case] on: NaiveDate,
    #[case] served: bool,
) {
    let programme = Programme { municipalities: vec![serves.to_owned()], ..municipal() };
    let facts = Facts { municipality: Some(lives.to_owned()), ..adult(Group::III) };

    let verdict = check(&programme, &facts, on);

    let expected: &[_] = if served { &[] } else { &["municipality_not_covered"] };
    assert_eq!(verdict.failed().map(Code::code).collect::<Vec<_>>(), expected);
    assert_eq!(verdict.becomes_eligible_on, (!served).then_some(day(2025, 7, 1)));
}
