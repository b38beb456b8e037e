//! What a grant may hold: what was assessed, or a reason why not; and facts of which all sources say the same.

#![expect(clippy::expect_used, reason = "the allowance for tests does not reach their helper functions")]

#[path = "support/decisions.rs"]
mod decisions;

use aplp_domain::areas::{Area, Areas};
use aplp_domain::day;
use aplp_domain::decision::{Assessed, DecisionFacts, Wanted, decide, follows};
use aplp_domain::disability::{Group, MentalDisorder};
use aplp_domain::eligibility::{MissingFact, ReasonCode, Verdict};
use aplp_domain::funding::Funding;
use aplp_domain::level::Level;
use aplp_domain::programmes::Programme;
use aplp_domain::quantity::Minutes;
use aplp_domain::refusal::Refusal;
use decisions::{ON, check, person, state, wanted};
use rstest::rstest;

fn verdict(state: &Programme, group: Group) -> Verdict {
    check(state, &person(group, MentalDisorder::Confirmed), ON)
}

/// Level two by its minutes, with a need in two areas.
fn assessed() -> Assessed {
    let areas = Some(Areas::from_iter([Area::Finance, Area::Health]));
    Assessed { on: day(2025, 12, 1), total: Minutes(1000), chosen: None, areas }
}

fn facts<'a>(programme: &'a Programme, verdict: &'a Verdict) -> DecisionFacts<'a> {
    DecisionFacts { assessment: Some(assessed()), ..decisions::facts(programme, verdict) }
}

#[test]
fn a_noted_reason_allows_more_than_was_assessed_but_never_more_than_the_ceiling() {
    let state = state();
    let verdict = verdict(&state, Group::I);
    let noted = DecisionFacts { override_noted: true, ..facts(&state, &verdict) };

    assert!(decide(&noted, &wanted(Level::Two, 1001)).is_ok());
    assert_eq!(decide(&noted, &wanted(Level::Two, 1201)), Err(Refusal::OverTheCeiling { ceiling: Minutes(1200) }));
}

// B41
#[rstest]
#[case(&[Area::Finance, Area::Health], Level::Two, 1000, None)]
#[case(&[Area::Finance], Level::Two, 1000, None)]
#[case(&[Area::Finance], Level::Two, 999, None)]
#[case(&[Area::Finance], Level::Two, 1001, Some(Refusal::OverTheAssessment { assessed: Minutes(1000) }))]
#[case(&[Area::Finance], Level::One, 480, Some(Refusal::LevelNotAssessed { assessed: Level::Two }))]
#[case(&[Area::Finance], Level::Three, 1000, Some(Refusal::LevelNotAssessed { assessed: Level::Two }))]
#[case(&[Area::Rights, Area::Health], Level::Two, 60, Some(Refusal::AreasNotAssessed { missing: vec!["rights"] }))]
fn areas_level_and_volume_follow_the_assessment_or_a_reason_is_noted(
    #[case] areas: &[Area],
    #[case] level: Level,
    #[case] minutes: i32,
    #[case] refused: Option<Refusal>,
) {
    let content = (areas.iter().copied().collect(), level, Minutes(minutes));
    let held = |assessed, reason| follows(assessed, &state(), content, reason);

    assert_eq!(held(assessed(), true), Ok(()));
    assert_eq!(held(assessed(), false).err(), refused);
    // What a decision of before did not keep is not held against it.
    let volume_only = refused.filter(|refused| matches!(refused, Refusal::OverTheAssessment { .. }));
    assert_eq!(held(Assessed { areas: None, ..assessed() }, false).err(), volume_only);
}

#[test]
fn a_chosen_level_is_the_assessed_one() {
    let chosen = Assessed { chosen: Some(Level::One), ..assessed() };
    let content = |level| (Areas::from_iter([Area::Finance]), level, Minutes(480));

    assert_eq!(follows(chosen, &state(), content(Level::One), false), Ok(()));
    let refused = Refusal::LevelNotAssessed { assessed: Level::One };
    assert_eq!(follows(chosen, &state(), content(Level::Two), false), Err(refused));
}

#[test]
fn a_contradiction_stops_a_grant_and_a_place_in_the_queue_and_no_refusal_on_a_condition_that_fails_anyway() {
    let state = state();
    let (meets, uncovered) = (verdict(&state, Group::I), verdict(&state, Group::III));
    let contradicting = &[MissingFact::BornOn];
    let facts = |verdict| DecisionFacts { contradicting, ..facts(&state, verdict) };
    let stopped = Err(Refusal::SourcesContradict { facts: vec!["born_on"] });

    assert_eq!(decide(&facts(&meets), &wanted(Level::Two, 600)), stopped);
    assert_eq!(decide(&DecisionFacts { funding: Funding::Exhausted, ..facts(&meets) }, &Wanted::Queue), stopped);
    let refuse = Wanted::Refuse { ground: ReasonCode::GroupNotCovered };
    assert!(decide(&facts(&uncovered), &refuse).is_ok());
}
