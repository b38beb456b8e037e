//! The smallest changes of facts that give another answer, held against trying every set of facts.

#![expect(clippy::expect_used, reason = "the allowance for tests does not reach their helper functions")]

mod people;

use std::collections::BTreeSet;

use aplp_domain::changes::{Change, FactChange, changes};
use aplp_domain::code::Code;
use aplp_domain::day;
use aplp_domain::disability::{Disability, Group, MentalDisorder};
use aplp_domain::eligibility::{self, Facts, Outcome};
use aplp_domain::municipalities;
use aplp_domain::programmes::{Programme, built_in};
use chrono::{Days, NaiveDate};
use people::{anybody, days, programmes};
use proptest::prelude::*;

use FactChange::{BornOn, Day, DisabilityGroup, DisabilityValidity, FormerlyIn, Municipality};

fn outcome(programme: &Programme, facts: &Facts, on: NaiveDate) -> Outcome {
    eligibility::check(programme, facts, on).expect("a day with figures").outcome
}

/// What becomes of facts and of the day asked about, once for each value that a change names.
fn applied(change: &FactChange, facts: &Facts, on: NaiveDate) -> Vec<(Facts, NaiveDate)> {
    let alone = |facts: Facts| vec![(facts, on)];
    match change.clone() {
        BornOn(to) => alone(Facts { born_on: Some(to), ..facts.clone() }),
        DisabilityGroup(groups) => {
            let known = facts.disability.unwrap_or(Disability { group: Group::None, valid_from: None, valid_to: None });
            let with = |group| Facts { disability: Some(Disability { group, ..known }), ..facts.clone() };
            groups.into_iter().map(|group| (with(group), on)).collect()
        }
        DisabilityValidity { valid_from, valid_to } => {
            let group = facts.disability.expect("only a known disability has days").group;
            alone(Facts { disability: Some(Disability { group, valid_from, valid_to }), ..facts.clone() })
        }
        FactChange::MentalDisorder(to) => alone(Facts { mental_disorder: to, ..facts.clone() }),
        Municipality(places) => {
            places.into_iter().map(|place| (Facts { municipality: Some(place), ..facts.clone() }, on)).collect()
        }
        FormerlyIn(to) => alone(Facts { formerly_in: Some(to), ..facts.clone() }),
        Day(to) => vec![(facts.clone(), to)],
    }
}

/// The same for several changes at once.
fn all_applied<'a>(
    changes: impl IntoIterator<Item = &'a FactChange>,
    facts: &Facts,
    on: NaiveDate,
) -> Vec<(Facts, NaiveDate)> {
    let start = vec![(facts.clone(), on)];
    changes
        .into_iter()
        .fold(start, |all, change| all.iter().flat_map(|(facts, on)| applied(change, facts, *on)).collect())
}

/// A fact by its place in `FactChange`.
fn fact(change: &FactChange) -> u8 {
    match change {
        BornOn(_) => 0,
        DisabilityGroup(_) => 1,
        DisabilityValidity { .. } => 2,
        FactChange::MentalDisorder(_) => 3,
        Municipality(_) => 4,
        FormerlyIn(_) => 5,
        Day(_) => 6,
    }
}

/// Facts as a set of bits.
fn set(way: &[FactChange]) -> u8 {
    way.iter().fold(0, |set, change| set | 1 << fact(change))
}

/// What could help, with later days found another way than the rules find them.
fn helpful(programme: &Programme, facts: &Facts, on: NaiveDate) -> Vec<FactChange> {
    let days = (1..3_400).map(|days| on + Days::new(days));
    // Without a group the days of the disability do not count yet; with one they would.
    let disability = facts.disability.map(|found| Disability { group: Group::I, ..found });
    let grouped = Facts { disability, ..facts.clone() };
    let at = |day: NaiveDate| eligibility::check(programme, &grouped, day).expect("a day with figures").reasons;
    let turns = days.filter(|day| at(*day) != at(*day - Days::new(1))).chain(programme.covers.iter().map(|it| it.from));
    let turns = turns.filter(|turn| on < *turn).collect::<BTreeSet<_>>();
    let mut helpful = vec![
        BornOn(day(1910, 1, 1)),
        DisabilityGroup(vec![Group::I, Group::II, Group::III]),
        DisabilityValidity { valid_from: None, valid_to: None },
        FactChange::MentalDisorder(MentalDisorder::Confirmed),
        Municipality(programme.municipalities.iter().take(1).cloned().collect()),
        FormerlyIn(programme.former_programme.iter().cloned().collect()),
    ];
    helpful.extend(turns.into_iter().map(Day));
    helpful
}

/// Every value of every fact, as far as the rules can tell them apart.
fn thinkable(facts: &Facts, on: NaiveDate) -> Vec<FactChange> {
    let open = (None, None);
    let over = (None, Some(on - Days::new(1)));
    let not_yet = (Some(on + Days::new(1)), None);
    let mut thinkable = vec![
        DisabilityGroup(vec![Group::I, Group::II, Group::III, Group::None]),
        FactChange::MentalDisorder(MentalDisorder::Confirmed),
        FactChange::MentalDisorder(MentalDisorder::Absent),
        Municipality(municipalities::ALL.iter().map(|place| place.atvk.to_owned()).collect()),
        FormerlyIn(vec!["ib_pilot".to_owned()]),
        FormerlyIn(Vec::new()),
    ];
    let validities = [open, over, not_yet].into_iter().filter(|_| facts.disability.is_some());
    thinkable.extend(validities.map(|(valid_from, valid_to)| DisabilityValidity { valid_from, valid_to }));
    thinkable.extend((0..30).map(|years| BornOn(day(1990 + years, 2, 28))));
    thinkable.extend((1..3_700).map(|days| Day(on + Days::new(days))));
    thinkable
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_change_gives_its_outcome_and_with_any_of_its_facts_left_out_does_not(facts in anybody(), on in days(), other in programmes()) {
        for programme in built_in().into_iter().chain([other]) {
            for Change { outcome: promised, facts: way } in changes(&programme, &facts, on).expect("figures") {
                let reached = |way: &mut dyn Iterator<Item = &FactChange>| {
                    let all = all_applied(way, &facts, on).into_iter();
                    all.map(|(facts, on)| outcome(&programme, &facts, on)).collect::<Vec<_>>()
                };

                prop_assert!(!way.is_empty());
                prop_assert!(reached(&mut way.iter()).into_iter().all(|found| found == promised), "{:?}", way);
                for left_out in 0..way.len() {
                    let mut rest = way.iter().enumerate().filter(|(at, _)| *at != left_out).map(|(_, change)| change);
                    prop_assert!(reached(&mut rest).into_iter().all(|found| found != promised), "{:?}", way);
                }
            }
        }
    }

    #[test]
    fn exactly_the_smallest_of_all_sets_of_facts_that_help_are_told(
        facts in anybody(),
        on in days(),
        programme in programmes(),
    ) {
        let programme = &programme;
        let helpful = helpful(programme, &facts, on);
        let helps = |facts_changed: u8| {
            // A set may hold a fact of which one value of many helps: each of them is tried with each of the others.
            let start = vec![(facts.clone(), on)];
            let all = (0..7).filter(|at| facts_changed & 1 << at != 0).fold(start, |all, at| {
                let of_it: Vec<_> = helpful.iter().filter(|change| fact(change) == at).collect();
                // The days of a disability of which nothing is known are none of its facts.
                let known = |facts: &Facts| at != 2 || facts.disability.is_some();
                let all = all.iter().filter(|(facts, _)| known(facts));
                all.flat_map(|(facts, on)| of_it.iter().flat_map(|change| applied(change, facts, *on))).collect()
            });
            all.iter().any(|(facts, on)| outcome(programme, facts, *on) == Outcome::Eligible)
        };
        let sets: Vec<u8> = (0..128).filter(|set| helps(*set)).collect();
        let smallest = |set: &u8| sets.iter().all(|other| other == set || other & set != *other);
        let expected: BTreeSet<u8> = sets.iter().copied().filter(smallest).filter(|set| *set != 0).collect();

        let told = changes(programme, &facts, on).expect("figures").into_iter();

        let told: Vec<u8> = told.filter(|it| it.outcome == Outcome::Eligible).map(|it| set(&it.facts)).collect();
        prop_assert_eq!(told.iter().copied().collect::<BTreeSet<_>>(), expected);
        prop_assert!(told.is_sorted_by_key(|set| set.count_ones()));
        prop_assert_eq!(told.iter().collect::<BTreeSet<_>>().len(), told.len());
    }

    #[test]
    fn where_one_fact_alone_is_enough_it_is_told(facts in anybody(), on in days(), programme in programmes()) {
        let programme = &programme;
        let verdict = eligibility::check(programme, &facts, on).expect("figures");
        let now = verdict.outcome;
        let told = changes(programme, &facts, on).expect("figures");
        let single = |to, at: u8| told.iter().any(|it| it.outcome == to && set(&it.facts) == 1 << at);
        let mut enough = BTreeSet::new();
        for change in thinkable(&facts, on) {
            for (facts, on) in applied(&change, &facts, on) {
                enough.insert((fact(&change), eligibility::check(programme, &facts, on).expect("figures").outcome.code()));
            }
        }

        for at in 0..7 {
            let could = |to: Outcome| enough.contains(&(at, to.code()));
            let unknown = verdict.missing.iter().any(|missing| [0, 1, 3, 4, 5][*missing as usize] == at);
            if now != Outcome::Eligible {
                prop_assert_eq!(single(Outcome::Eligible, at), could(Outcome::Eligible), "{}", at);
            }
            if now == Outcome::Eligible || (now == Outcome::Unknown && unknown) {
                prop_assert_eq!(single(Outcome::Ineligible, at), could(Outcome::Ineligible), "{}", at);
            }
        }
        let day = told.iter().find_map(|it| match it.facts[..] {
            [Day(day)] if it.outcome == Outcome::Eligible => Some(day),
            _ => None,
        });
        prop_assert_eq!(day, verdict.becomes_eligible_on);
    }
}
