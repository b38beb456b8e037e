//! No rule reads a figure of another day: where it has no value, that is the answer.

use aplp_domain::areas::{Area, Areas};
use aplp_domain::day;
use aplp_domain::decision::{Assessed, DecisionFacts, Outcome, Wanted, decide};
use aplp_domain::disability::{Disability, Group, MentalDisorder};
use aplp_domain::eligibility::{self, Facts, check};
use aplp_domain::figure::NotInForce;
use aplp_domain::funding::Funding;
use aplp_domain::level::Level;
use aplp_domain::programmes::{Programme, built_in};
use aplp_domain::quantity::Minutes;
use aplp_domain::refusal::{Kind, Refusal};
use chrono::NaiveDate;

const DECIDED_ON: NaiveDate = day(2023, 11, 1);

fn state() -> Programme {
    built_in().remove(4)
}

fn person() -> Facts {
    Facts {
        born_on: Some(day(1970, 1, 1)),
        disability: Some(Disability { group: Group::I, valid_from: None, valid_to: None }),
        mental_disorder: MentalDisorder::Confirmed,
        municipality: Some("0001000".to_owned()),
        formerly_in: Some(Vec::new()),
    }
}

#[test]
fn before_the_first_known_age_of_adults_nobody_is_judged_by_a_later_one() {
    let judged = |on| check(&state(), &person(), on).map(|verdict| verdict.outcome);
    let on = day(1992, 12, 31);

    assert_eq!(judged(on), Err(NotInForce { figure: "adult_age_years", on }));
    assert_eq!(judged(day(1993, 1, 1)), Ok(eligibility::Outcome::Ineligible));
    assert_eq!(judged(DECIDED_ON), Ok(eligibility::Outcome::Eligible));
}

#[test]
fn before_anything_says_how_long_an_assessment_is_good_none_is_granted_from() {
    let (state, on) = (state(), day(2019, 11, 30));
    let verdict = check(&state, &person(), day(2023, 11, 1)).unwrap();
    let decided = |on| {
        let facts = DecisionFacts {
            programme: &state,
            verdict: &verdict,
            registers_asked_on: None,
            contradicting: &[],
            assessment: Some(Assessed { on, total: Minutes(60), chosen: None, areas: None }),
            funding: Funding::Available,
            decide_until: DECIDED_ON,
            by_the_assessor: false,
            override_noted: false,
        };
        let areas = Areas::from_iter([Area::Finance]);
        let wanted = Wanted::Grant { term_from: DECIDED_ON, areas, level: Level::One, volume: Minutes(60) };
        decide(&facts, &wanted).map(|decided| decided.outcome())
    };

    let refused = Refusal::FigureNotInForce { figure: "assessment_good_months", on };
    assert_eq!((refused.code(), refused.kind()), ("figure_not_in_force", Kind::Rule));
    assert_eq!(decided(on), Err(refused));
    assert_eq!(decided(day(2019, 12, 1)), Err(Refusal::AssessmentStale { good_until: day(2020, 6, 1) }));
    assert_eq!(decided(DECIDED_ON), Ok(Outcome::Grant));
}
