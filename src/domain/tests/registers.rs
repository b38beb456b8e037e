//! How long what the registers said is good for a decision.

use aplp_domain::areas::{Area, Areas};
use aplp_domain::day;
use aplp_domain::decision::{Assessed, DecisionFacts, Outcome, Wanted, decide};
use aplp_domain::disability::{Disability, Group, MentalDisorder};
use aplp_domain::eligibility::{Facts, ReasonCode, check};
use aplp_domain::funding::Funding;
use aplp_domain::level::Level;
use aplp_domain::programmes::built_in;
use aplp_domain::quantity::Minutes;
use aplp_domain::refusal::{Kind, Refusal};
use chrono::NaiveDate;
use rstest::rstest;

// MK 625, 14. p.
#[rstest]
#[case(day(2026, 2, 27), Some(day(2026, 3, 27)))]
#[case(day(2026, 2, 28), None)]
#[case(day(2026, 3, 28), None)]
#[case(day(2024, 3, 28), Some(day(2024, 4, 28)))]
fn a_decision_rests_on_what_the_registers_said_within_a_month(
    #[case] asked_on: NaiveDate,
    #[case] stale: Option<NaiveDate>,
) {
    let on = day(2026, 3, 28);
    let state = built_in().into_iter().find(|programme| programme.code == "state").unwrap();
    let of_group = |group| Facts {
        born_on: Some(day(1990, 1, 1)),
        disability: Some(Disability { group, valid_from: None, valid_to: None }),
        mental_disorder: MentalDisorder::Confirmed,
        municipality: None,
        formerly_in: None,
    };
    let decided = |group, funding, wanted: Wanted| {
        let verdict = check(&state, &of_group(group), on).unwrap();
        let facts = DecisionFacts {
            programme: &state,
            verdict: &verdict,
            registers_asked_on: Some(asked_on),
            contradicting: &[],
            assessment: Some(Assessed { on, total: Minutes(60), chosen: None, areas: None }),
            funding,
            decide_until: on,
            by_the_assessor: false,
            override_noted: false,
        };
        decide(&facts, &wanted).map(|decided| decided.outcome())
    };
    let areas = Areas::from_iter([Area::Finance]);
    let grant = Wanted::Grant { term_from: on, areas, level: Level::One, volume: Minutes(60) };
    let refuse = Wanted::Refuse { ground: ReasonCode::NoDisability };
    let right = |outcome| stale.map_or(Ok(outcome), |good_until| Err(Refusal::RegisterAnswerStale { good_until }));

    assert_eq!(decided(Group::I, Funding::Available, grant), right(Outcome::Grant));
    assert_eq!(decided(Group::I, Funding::Exhausted, Wanted::Queue), right(Outcome::Queue));
    assert_eq!(decided(Group::None, Funding::Available, refuse), right(Outcome::Refuse));
    assert_eq!(Refusal::RegisterAnswerStale { good_until: on }.kind(), Kind::State);
}
