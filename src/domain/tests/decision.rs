//! The decision as tables: which outcome is possible on which facts, and what a grant must hold.

#![expect(clippy::expect_used, reason = "the allowance for tests does not reach their helper functions")]

#[path = "support/decisions.rs"]
mod decisions;

use aplp_domain::areas::{Area, Areas};
use aplp_domain::code::Code;
use aplp_domain::day;
use aplp_domain::decision::{
    Assessed, Decided, DecisionFacts, Event, Granted, Outcome, State, Wanted, Warning, decide, next,
};
use aplp_domain::disability::{Group, MentalDisorder};
use aplp_domain::eligibility::{Facts, ReasonCode};
use aplp_domain::funding::Funding;
use aplp_domain::level::Level;
use aplp_domain::programmes::built_in;
use aplp_domain::quantity::Minutes;
use aplp_domain::refusal::{Kind, Refusal};
use chrono::NaiveDate;
use decisions::{ON, check, facts, person, state, wanted};
use proptest::prelude::*;
use rstest::rstest;

const REFUSE: Wanted = Wanted::Refuse { ground: ReasonCode::GroupNotCovered };

// B41, B42, B43
#[rstest]
#[case(Group::II, Funding::Available, wanted(Level::Two, 1000), Ok("grant"))]
#[case(Group::II, Funding::Available, Wanted::Queue, Err("funding_available"))]
#[case(Group::II, Funding::Available, REFUSE, Err("eligible_is_not_refused"))]
#[case(Group::II, Funding::Exhausted, wanted(Level::Two, 1000), Err("funding_exhausted"))]
#[case(Group::II, Funding::Exhausted, Wanted::Queue, Ok("queue"))]
#[case(Group::II, Funding::Exhausted, REFUSE, Err("eligible_is_not_refused"))]
#[case(Group::II, Funding::OthersWaiting, wanted(Level::Two, 1000), Err("others_waiting"))]
#[case(Group::II, Funding::OthersWaiting, Wanted::Queue, Ok("queue"))]
#[case(Group::III, Funding::Available, wanted(Level::Two, 1000), Err("not_eligible"))]
#[case(Group::III, Funding::Exhausted, Wanted::Queue, Err("not_eligible"))]
#[case(Group::III, Funding::Available, REFUSE, Ok("refuse"))]
#[case(Group::III, Funding::Exhausted, REFUSE, Ok("refuse"))]
#[case(Group::III, Funding::Available, Wanted::Refuse { ground: ReasonCode::NotAdult }, Err("ground_not_failed"))]
fn lack_of_money_is_never_a_refusal_and_a_failed_condition_is_never_a_place_in_the_queue(
    #[case] group: Group,
    #[case] funding: Funding,
    #[case] wanted: Wanted,
    #[case] expected: Result<&str, &str>,
) {
    let state = state();
    let verdict = check(&state, &person(group, MentalDisorder::Confirmed), ON);

    let decided = decide(&DecisionFacts { funding, ..facts(&state, &verdict) }, &wanted);

    let outcome = decided.as_ref().map(|decided| decided.outcome().code()).map_err(Refusal::code);
    assert_eq!(outcome, expected);
}

// B41, B29
#[rstest]
#[case(Level::One, 480, None)]
#[case(Level::One, 481, Some(Refusal::OverTheCeiling { ceiling: Minutes(480) }))]
#[case(Level::Two, 1000, None)]
#[case(Level::Two, 1001, Some(Refusal::OverTheAssessment { assessed: Minutes(1000) }))]
#[case(Level::Two, 1201, Some(Refusal::OverTheCeiling { ceiling: Minutes(1200) }))]
#[case(Level::Three, 2101, Some(Refusal::OverTheCeiling { ceiling: Minutes(2100) }))]
#[case(Level::One, 1, None)]
#[case(Level::One, 0, Some(Refusal::NoVolume))]
#[case(Level::One, -1, Some(Refusal::NoVolume))]
fn a_grant_stays_within_its_level_and_its_assessment(
    #[case] level: Level,
    #[case] minutes: i32,
    #[case] refused: Option<Refusal>,
) {
    let state = state();
    let verdict = check(&state, &person(Group::II, MentalDisorder::Confirmed), ON);

    assert_eq!(decide(&facts(&state, &verdict), &wanted(level, minutes)).err(), refused);
}

// B30, B41
#[test]
fn a_grant_fixes_term_areas_level_and_volume_and_warns_when_a_lower_level_would_do() {
    let state = state();
    let verdict = check(&state, &person(Group::I, MentalDisorder::Confirmed), ON);
    let areas = Areas::from_iter([Area::Finance]);
    let (term_from, term_to) = (day(2026, 1, 1), day(2026, 12, 31));

    let decided = decide(&facts(&state, &verdict), &wanted(Level::Two, 480));

    let granted = Granted { term_from, term_to, areas, level: Level::Two, volume: Minutes(480) };
    assert_eq!(decided, Ok(Decided::Grant(granted, vec![Warning::VolumeFitsLowerLevel(Level::One)])));
    assert_eq!(decide(&facts(&state, &verdict), &wanted(Level::Two, 481)).map(|it| it.warnings().len()), Ok(0));
}

#[test]
fn a_grant_names_an_area_and_begins_inside_the_programme() {
    let state = state();
    let first_day = day(2023, 11, 1);
    let verdict = check(&state, &person(Group::I, MentalDisorder::Confirmed), first_day);
    let grant = |term_from, areas| {
        let wanted = Wanted::Grant { term_from, areas, level: Level::One, volume: Minutes(60) };
        decide(&facts(&state, &verdict), &wanted).map(|decided| decided.outcome())
    };
    let rights = Areas::from_iter([Area::Rights]);
    let outside = Refusal::OutsideTheProgramme { starts_on: first_day, ends_on: None };

    assert_eq!(grant(first_day, Areas::default()), Err(Refusal::NoArea));
    assert_eq!(grant(day(2023, 10, 31), rights), Err(outside));
    assert_eq!(grant(first_day, rights), Ok(Outcome::Grant));
}

// B41
#[rstest]
#[case(day(2025, 12, 9), Err(Refusal::StartsBeforeTheDecision { decided_on: ON }))]
#[case(ON, Ok(Outcome::Grant))]
#[case(day(2025, 12, 11), Ok(Outcome::Grant))]
#[case(day(2026, 2, 8), Ok(Outcome::Grant))]
#[case(day(2026, 2, 9), Err(Refusal::StartsTooLate { decided_on: ON, latest: day(2026, 2, 8) }))]
#[case(day(2040, 1, 1), Err(Refusal::StartsTooLate { decided_on: ON, latest: day(2026, 2, 8) }))]
fn a_service_begins_on_the_day_of_its_decision_or_within_sixty_days_after_it(
    #[case] term_from: NaiveDate,
    #[case] expected: Result<Outcome, Refusal>,
) {
    let state = state();
    let verdict = check(&state, &person(Group::I, MentalDisorder::Confirmed), ON);
    let areas = Areas::from_iter([Area::Rights]);
    let wanted = Wanted::Grant { term_from, areas, level: Level::One, volume: Minutes(60) };

    assert_eq!(decide(&facts(&state, &verdict), &wanted).map(|decided| decided.outcome()), expected);
}

// A13, B29, B41
#[rstest]
#[case("state", Level::Three, 2100, None)]
#[case("state", Level::Three, 2101, Some(Refusal::OverTheCeiling { ceiling: Minutes(2100) }))]
#[case("talsi_purchase", Level::Three, 2160, None)]
#[case("talsi_purchase", Level::Three, 2161, Some(Refusal::OverTheAssessment { assessed: Minutes(2160) }))]
#[case("talsi_purchase", Level::One, 451, Some(Refusal::OverTheCeiling { ceiling: Minutes(450) }))]
fn an_assessment_is_read_by_the_ceilings_of_the_programme_that_decides(
    #[case] code: &str,
    #[case] level: Level,
    #[case] minutes: i32,
    #[case] refused: Option<Refusal>,
) {
    let programme = built_in().into_iter().find(|programme| programme.code == code).unwrap();
    let known = Facts {
        municipality: Some("0051000".to_owned()),
        formerly_in: Some(vec!["ib_pilot".to_owned()]),
        ..person(Group::II, MentalDisorder::Confirmed)
    };
    let verdict = check(&programme, &known, ON);
    let assessment = Some(Assessed { on: day(2025, 12, 1), total: Minutes(2160), chosen: None, areas: None });
    let facts = DecisionFacts { assessment, ..facts(&programme, &verdict) };

    assert_eq!(decide(&facts, &wanted(level, minutes)).err(), refused);
}

// B41
#[test]
fn a_level_that_was_chosen_is_kept_under_another_programme_with_the_volume_that_it_has_there() {
    let talsi = built_in().into_iter().find(|programme| programme.code == "talsi_purchase").unwrap();
    let assessed = Assessed { on: ON, total: Minutes(1000), chosen: Some(Level::One), areas: None };

    assert_eq!((assessed.under(&state()).volume, assessed.under(&talsi).volume), (Minutes(480), Minutes(450)));
    assert_eq!(assessed.under(&talsi).level, Level::One);
}

// B40
#[test]
fn a_grant_and_a_place_in_the_queue_follow_an_assessment_and_a_refusal_needs_none() {
    let state = state();
    let served = check(&state, &person(Group::I, MentalDisorder::Confirmed), ON);
    let unserved = check(&state, &person(Group::III, MentalDisorder::Confirmed), ON);
    let unassessed = |verdict| DecisionFacts { assessment: None, ..facts(&state, verdict) };
    let assessed_on = |on| DecisionFacts {
        assessment: Some(Assessed { on, total: Minutes(1000), chosen: None, areas: None }),
        ..facts(&state, &served)
    };
    let grant = wanted(Level::One, 60);
    let broke = DecisionFacts { funding: Funding::Exhausted, ..unassessed(&served) };

    assert_eq!(decide(&unassessed(&served), &grant), Err(Refusal::NotAssessed));
    assert_eq!(decide(&broke, &Wanted::Queue), Err(Refusal::NotAssessed));
    assert_eq!(decide(&unassessed(&unserved), &REFUSE).map(|it| it.outcome()), Ok(Outcome::Refuse));
    assert_eq!(decide(&assessed_on(day(2025, 6, 10)), &grant).map(|it| it.outcome()), Ok(Outcome::Grant));
    assert_eq!(
        decide(&assessed_on(day(2025, 6, 9)), &grant),
        Err(Refusal::AssessmentStale { good_until: day(2025, 12, 9) })
    );
}

#[test]
fn nobody_decides_on_an_unknown_and_the_missing_facts_are_named() {
    let state = state();
    let verdict = check(&state, &person(Group::I, MentalDisorder::Unknown), ON);
    let missing = Refusal::FactsMissing { missing: vec!["mental_disorder"] };

    for wanted in [wanted(Level::One, 60), Wanted::Queue, Wanted::Refuse { ground: ReasonCode::MentalDisorderAbsent }] {
        assert_eq!(decide(&facts(&state, &verdict), &wanted), Err(missing.clone()));
    }
}

#[test]
fn the_assessor_does_not_decide() {
    let state = state();
    let verdict = check(&state, &person(Group::I, MentalDisorder::Confirmed), ON);
    let facts = DecisionFacts { by_the_assessor: true, ..facts(&state, &verdict) };

    let refused = decide(&facts, &wanted(Level::One, 60)).unwrap_err();

    assert_eq!((refused.code(), refused.kind()), ("the_assessor_does_not_decide", Kind::Rule));
}

// B2
#[rstest]
#[case(day(2025, 12, 31), 0)]
#[case(day(2026, 1, 1), 1)]
#[case(day(2026, 1, 5), 1)]
fn a_refusal_warns_when_the_person_becomes_eligible_before_a_decision_is_due(
    #[case] decide_until: NaiveDate,
    #[case] warnings: usize,
) {
    let state = state();
    let verdict = check(&state, &person(Group::III, MentalDisorder::Confirmed), ON);

    let decided = decide(&DecisionFacts { decide_until, ..facts(&state, &verdict) }, &REFUSE).unwrap();

    assert_eq!(decided.warnings(), &[Warning::BecomesEligibleOn(day(2026, 1, 1))][..warnings]);
}

#[rstest]
#[case("issued", &["took_effect>in_effect", "contested>contested"])]
#[case("in_effect", &["contested>contested", "became_final>final"])]
#[case("contested", &["resolved>final", "contest_withdrawn>issued"])]
#[case("final", &["contested>contested"])]
fn a_decision_moves_from_its_signature_to_its_finality(#[case] state: &str, #[case] moves: &[&str]) {
    let state = State::from_code(state).unwrap();

    let known = |event: &Event| next(state, *event).ok().map(|after| format!("{}>{}", event.code(), after.code()));
    assert_eq!(Event::ALL.iter().filter_map(known).collect::<Vec<_>>(), moves);
}

proptest! {
    #[test]
    fn on_every_set_of_facts_exactly_one_outcome_is_possible(
        group in prop::sample::select(Group::ALL),
        confirmed in any::<bool>(),
        funding in prop::sample::select(Funding::ALL),
    ) {
        let state = state();
        let disorder = if confirmed { MentalDisorder::Confirmed } else { MentalDisorder::Absent };
        let verdict = check(&state, &person(group, disorder), ON);
        let facts = DecisionFacts { funding, ..facts(&state, &verdict) };

        let refusals = ReasonCode::ALL.iter().map(|&ground| Wanted::Refuse { ground });
        let all: Vec<_> = refusals.chain([Wanted::Queue, wanted(Level::One, 60)]).collect();
        let mut outcomes: Vec<_> = all.iter().filter_map(|wanted| decide(&facts, wanted).ok()).map(|it| it.outcome()).collect();
        outcomes.dedup();
        prop_assert_eq!(outcomes.len(), 1);
    }
}
