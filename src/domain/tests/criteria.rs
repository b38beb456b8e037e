//! Whoever judges many says the same as whoever explains one.

use aplp_domain::criteria::Criteria;
use aplp_domain::day;
use aplp_domain::disability::{Disability, Group, MentalDisorder};
use aplp_domain::eligibility::{self, Facts};
use aplp_domain::programmes::built_in;
use chrono::{Days, Months, NaiveDate};

/// Days at which something begins or ends, among them the last of February.
fn days() -> Vec<NaiveDate> {
    let edges = [
        day(2019, 12, 1),
        day(2021, 1, 31),
        day(2023, 11, 1),
        day(2024, 2, 29),
        day(2026, 1, 1),
        day(2026, 3, 1),
        day(2028, 2, 29),
    ];
    edges.into_iter().flat_map(|edge| [edge - Days::new(1), edge, edge + Days::new(1)]).collect()
}

fn births(on: NaiveDate) -> Vec<Option<NaiveDate>> {
    let eighteen = on - Months::new(18 * 12);
    let near = (0..5).map(|days| Some(eighteen + Days::new(days) - Days::new(2)));
    near.chain([None, Some(day(1950, 2, 28)), Some(day(2008, 2, 29)), Some(day(2010, 3, 1))]).collect()
}

fn disabilities(on: NaiveDate) -> Vec<Option<Disability>> {
    let (before, after) = (Some(on - Days::new(1)), Some(on + Days::new(1)));
    let mut all = vec![None];
    for group in [Group::None, Group::I, Group::II, Group::III] {
        for valid_from in [None, Some(on), after] {
            all.extend([None, before, Some(on)].map(|valid_to| Some(Disability { group, valid_from, valid_to })));
        }
    }
    all
}

#[test]
fn an_outcome_without_reasons_is_the_one_with_them() {
    let mut compared = 0;
    for programme in &built_in() {
        let served = programme.municipalities.first().cloned().unwrap_or_else(|| "0001000".to_owned());
        let formers = [None, Some(Vec::new()), Some(programme.former_programme.clone().into_iter().collect())];
        for on in days() {
            let Ok(criteria) = Criteria::of(programme, on) else { panic!("{on}") };
            for born_on in births(on) {
                for disability in disabilities(on) {
                    for number in 0..27 {
                        let [disorder, place, former] = [number % 3, number / 3 % 3, number / 9];
                        let facts = Facts {
                            born_on,
                            disability,
                            mental_disorder: [
                                MentalDisorder::Confirmed,
                                MentalDisorder::Absent,
                                MentalDisorder::Unknown,
                            ][disorder],
                            municipality: [None, Some(served.clone()), Some("0021000".to_owned())][place].clone(),
                            formerly_in: formers[former].clone(),
                        };
                        let explained = eligibility::check(programme, &facts, on).map(|verdict| verdict.outcome);
                        assert_eq!(explained, Ok(criteria.outcome(&facts)), "{} {on} {facts:?}", programme.code);
                        compared += 1;
                    }
                }
            }
        }
    }
    assert_eq!(compared, 5 * 21 * 9 * 37 * 27);
}

#[test]
fn a_day_without_an_age_of_adults_has_no_criteria() {
    let early = day(1900, 1, 1);

    assert_eq!(Criteria::of(&built_in()[0], early).err(), eligibility::check(&built_in()[0], &nobody(), early).err());
    assert!(Criteria::of(&built_in()[0], early).is_err());
}

fn nobody() -> Facts {
    let mental_disorder = MentalDisorder::Unknown;
    Facts { born_on: None, disability: None, mental_disorder, municipality: None, formerly_in: None }
}
