//! What the tables of decisions share: the state's programme, a person, and facts that let the service be granted.

use aplp_domain::areas::{Area, Areas};
use aplp_domain::day;
use aplp_domain::decision::{Assessed, DecisionFacts, Wanted};
use aplp_domain::disability::{Disability, Group, MentalDisorder};
use aplp_domain::eligibility::{self, Facts, Verdict};
use aplp_domain::funding::Funding;
use aplp_domain::level::Level;
use aplp_domain::programmes::{Programme, built_in};
use aplp_domain::quantity::Minutes;
use chrono::NaiveDate;

pub(crate) const ON: NaiveDate = day(2025, 12, 10);

pub(crate) fn state() -> Programme {
    built_in().into_iter().find(|programme| programme.code == "state").expect("the state has a programme")
}

pub(crate) fn person(group: Group, mental_disorder: MentalDisorder) -> Facts {
    let disability = Some(Disability { group, valid_from: None, valid_to: None });
    Facts { born_on: Some(day(1990, 1, 1)), disability, mental_disorder, municipality: None, formerly_in: None }
}

pub(crate) fn check(programme: &Programme, facts: &Facts, on: NaiveDate) -> Verdict {
    eligibility::check(programme, facts, on).expect("the figures are in force")
}

pub(crate) fn facts<'a>(programme: &'a Programme, verdict: &'a Verdict) -> DecisionFacts<'a> {
    DecisionFacts {
        programme,
        verdict,
        registers_asked_on: Some(ON),
        contradicting: &[],
        assessment: Some(Assessed { on: day(2025, 12, 1), total: Minutes(1000), chosen: None, areas: None }),
        funding: Funding::Available,
        decide_until: day(2026, 1, 5),
        by_the_assessor: false,
        override_noted: false,
    }
}

pub(crate) fn wanted(level: Level, minutes: i32) -> Wanted {
    let areas = Areas::from_iter([Area::Finance]);
    Wanted::Grant { term_from: day(2026, 1, 1), areas, level, volume: Minutes(minutes) }
}
