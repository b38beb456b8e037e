//! What an answer to a contest does and leaves undone, and what the suspensive effect does to the end of a service.

use aplp_domain::code::Code;
use aplp_domain::day;
use aplp_domain::decision::{Ground, Outcome, Warning};
use aplp_domain::grant::EndGround;
use aplp_domain::remedy::{
    ContestOutcome, Contested, Course, Done, Effect, PutOff, contest_term, effect, ends_again, put_off,
};
use chrono::NaiveDate;
use rstest::rstest;

#[rstest]
#[case(ContestOutcome::Upheld, ["none", "none", "none", "none", "none", "none", "none"])]
#[case(ContestOutcome::Changed, [
    "amending_decision_due", "place_removed_and_application_reopened", "application_reopened",
    "amending_decision_due", "amending_decision_due", "service_restored", "amending_decision_due",
])]
#[case(ContestOutcome::Annulled, [
    "grant_ended", "place_removed_and_application_reopened", "application_reopened",
    "service_resumed", "service_paused", "service_restored", "parameters_restored",
])]
#[case(ContestOutcome::AnnulledAndReturned, [
    "grant_ended_and_application_reopened", "place_removed_and_application_reopened", "application_reopened",
    "service_resumed", "service_paused", "service_restored", "parameters_restored",
])]
fn the_answer_to_a_contest_works_on_what_the_decision_did(#[case] outcome: ContestOutcome, #[case] effects: [&str; 7]) {
    let found: Vec<&str> = Outcome::ALL.iter().map(|act| effect(outcome, *act).code()).collect();

    assert_eq!(found, effects);
}

#[test]
fn an_effect_says_of_itself_what_it_touches() {
    let named = |effect: &Effect| (effect.code().contains("grant_ended"), effect.code().contains("reopened"));

    for effect in Effect::ALL {
        assert_eq!((effect.ends_the_grant(), effect.reopens()), named(effect), "{}", effect.code());
    }
}

const ALL_DONE: Done = Done { grant_ended: true, place_removed: true, reopened: true, end_undone: true };

// What is left undone when nothing was done, and when everything was.
#[rstest]
#[case("none", &[], &[])]
#[case("amending_decision_due", &["decision_needed"], &["decision_needed"])]
#[case("grant_ended", &["grant_over"], &[])]
#[case("grant_ended_and_application_reopened", &["grant_over", "later_decision_stands"], &[])]
#[case("place_removed_and_application_reopened", &["place_gone", "later_decision_stands"], &[])]
#[case("application_reopened", &["later_decision_stands"], &[])]
#[case("service_resumed", &["decision_needed"], &["decision_needed"])]
#[case("service_paused", &["decision_needed"], &["decision_needed"])]
#[case("service_restored", &["end_stands"], &[])]
#[case("parameters_restored", &["decision_needed"], &["decision_needed"])]
fn an_answer_says_why_something_was_not_done(#[case] effect: &str, #[case] none: &[&str], #[case] all: &[&str]) {
    let effect = Effect::from_code(effect).unwrap();
    let left = |done| left(effect, ContestOutcome::Annulled, done);

    assert_eq!((left(Done::default()), left(ALL_DONE)), (none.to_vec(), all.to_vec()));
}

// An end that was undone because the answer changed it is decided anew; one that stands is not.
#[rstest]
#[case(ContestOutcome::Changed, &["decision_needed"])]
#[case(ContestOutcome::Annulled, &[])]
#[case(ContestOutcome::AnnulledAndReturned, &[])]
fn an_end_that_is_changed_needs_another_decision(#[case] outcome: ContestOutcome, #[case] undone: &[&str]) {
    let left = |done| left(Effect::ServiceRestored, outcome, done);

    assert_eq!((left(ALL_DONE), left(Done::default())), (undone.to_vec(), vec!["end_stands"]));
}

fn left(effect: Effect, outcome: ContestOutcome, done: Done) -> Vec<&'static str> {
    effect.not_done(outcome, done).into_iter().map(Code::code).collect()
}

#[test]
fn what_was_done_in_part_leaves_the_rest() {
    let left = |done| left(Effect::PlaceRemovedAndReopened, ContestOutcome::Annulled, done);

    assert_eq!(left(Done { place_removed: true, ..Done::default() }), ["later_decision_stands"]);
    assert_eq!(left(Done { reopened: true, ..Done::default() }), ["place_gone"]);
}

#[rstest]
#[case(Outcome::Terminate, true, false, PutOff::EndPutOff)]
#[case(Outcome::Terminate, true, true, PutOff::ServiceFollows)]
#[case(Outcome::Terminate, false, false, PutOff::ServiceOver)]
#[case(Outcome::Terminate, false, true, PutOff::ServiceOver)]
fn the_end_of_a_service_that_goes_on_is_put_off(
    #[case] act: Outcome,
    #[case] ends_later: bool,
    #[case] followed: bool,
    #[case] expected: PutOff,
) {
    assert_eq!(put_off(act, ends_later, followed), expected);
    for act in Outcome::ALL.iter().filter(|act| **act != Outcome::Terminate) {
        assert_eq!(put_off(*act, ends_later, followed), PutOff::OnlyEnds, "{}", act.code());
    }
}

// Decided last day, day of the answer, last day of support, last day of the term, and the day the service ends.
#[rstest]
#[case::after_the_decided_day("2026-03-10", "2026-04-01", None, "2027-01-11", Some("2026-04-01"))]
#[case::before_the_decided_day("2026-03-10", "2026-03-05", None, "2027-01-11", Some("2026-03-10"))]
#[case::after_support("2026-03-10", "2026-04-01", Some("2026-04-03"), "2027-01-11", Some("2026-04-03"))]
#[case::on_the_last_day_but_one("2026-03-10", "2027-01-10", None, "2027-01-11", Some("2027-01-10"))]
#[case::at_the_end_of_the_term("2026-03-10", "2027-01-11", None, "2027-01-11", None)]
fn an_end_counts_again_from_the_answer(
    #[case] decided: NaiveDate,
    #[case] answered_on: NaiveDate,
    #[case] worked_on: Option<&str>,
    #[case] term_to: NaiveDate,
    #[case] expected: Option<&str>,
) {
    let on = |day: &str| day.parse().unwrap();

    assert_eq!(ends_again(decided, answered_on, worked_on.map(on), term_to), expected.map(on));
}

#[rstest]
#[case::a_day_before(day(2026, 3, 8), true)]
#[case::on_the_day(day(2026, 3, 9), false)]
fn a_decision_that_counts_before_it_takes_effect_is_told(#[case] counts: NaiveDate, #[case] early: bool) {
    let effect = day(2026, 3, 9);
    let notified = Course { term: contest_term(effect, effect, true).ok(), contested: Contested::Not };
    let sent_to_nobody = Course { term: None, contested: Contested::Not };
    let death = Some(Ground::End(EndGround::Death));

    for act in Outcome::ALL {
        let takes_away = matches!(act, Outcome::Suspend | Outcome::Terminate | Outcome::Amend);
        let warned = |effect| (early && takes_away).then_some(Warning::EffectiveBeforeNotified(effect));
        assert_eq!(notified.warning(*act, None, counts, day(2026, 5, 1)), warned(Some(effect)), "{}", act.code());
        assert_eq!(sent_to_nobody.warning(*act, None, counts, effect), warned(None), "{}", act.code());
        assert_eq!(notified.warning(*act, death, counts, effect), None);
    }
}
