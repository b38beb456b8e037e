//! The application as tables: its moves, its content, and what has to come before what.

use aplp_domain::application::{
    Checks, Defects, Event, State, Stated, allowed, assessed, checked, may_apply, may_assess, may_request_certificate,
    may_start_review, missing, must_be_open, next, restated,
};
use aplp_domain::code::Code;
use aplp_domain::day;
use aplp_domain::disability::{Answer, Certificate, Source};
use aplp_domain::refusal::{Kind, Refusal};
use chrono::NaiveDate;
use rstest::rstest;

const STATED: Stated = Stated {
    given_name: true,
    family_name: true,
    personal_code: true,
    address: true,
    contact: true,
    disability: true,
    defects: Defects { unsigned: false, language: false, authority_not_proven: false },
};

// B36, B40
#[rstest]
#[case("submitted", &["found_incomplete>incomplete", "review_started>under_review", "withdrawn>withdrawn"])]
#[case("incomplete", &["completed>submitted", "withdrawn>withdrawn", "not_cured>not_submitted"])]
#[case("under_review", &["certificate_asked>certificate_requested", "assessed>assessed", "decided>decided", "withdrawn>withdrawn"])]
#[case("certificate_requested", &["certificate_received>under_review", "decided>decided", "withdrawn>withdrawn"])]
#[case("assessed", &["certificate_received>assessed", "assessed>assessed", "decided>decided", "withdrawn>withdrawn"])]
#[case("decided", &["reopened>under_review"])]
#[case("withdrawn", &[])]
#[case("not_submitted", &["cured>incomplete"])]
fn an_application_moves_in_the_order_of_the_work(#[case] state: &str, #[case] moves: &[&str]) {
    let state = State::from_code(state).unwrap();

    let known = |event: &Event| next(state, *event).ok().map(|after| format!("{}>{}", event.code(), after.code()));
    assert_eq!(Event::ALL.iter().filter_map(known).collect::<Vec<_>>(), moves);
}

#[test]
fn an_unknown_move_is_answered_with_the_known_ones() {
    let refused = next(State::Incomplete, Event::Decided).unwrap_err();

    assert_eq!(refused.code(), "illegal_state_transition");
    assert_eq!(refused.kind(), Kind::State);
    assert_eq!(refused, Refusal::IllegalMove { current: "incomplete", allowed: allowed(State::Incomplete) });
    assert_eq!(allowed(State::Incomplete), ["completed", "withdrawn", "not_cured"]);
}

// B34
#[rstest]
#[case(STATED, &[])]
#[case(Stated { address: false, ..STATED }, &["address"])]
#[case(Stated { contact: false, personal_code: false, ..STATED }, &["personal_code", "contact"])]
#[case(
    Stated::default(),
    &["given_name", "family_name", "personal_code", "address", "contact", "disability"]
)]
fn an_application_lacks_what_it_does_not_state(#[case] stated: Stated, #[case] lacking: &'static [&'static str]) {
    let review = match lacking.is_empty() {
        true => Ok(()),
        false => Err(Refusal::ApplicationIncomplete { missing: lacking.to_vec() }),
    };

    assert_eq!(missing(&stated).into_iter().map(Code::code).collect::<Vec<_>>(), lacking);
    assert_eq!(may_start_review(&stated), review);
}

// B34
#[rstest]
#[case("submitted", true, Ok("submitted"))]
#[case("submitted", false, Ok("incomplete"))]
#[case("incomplete", true, Ok("submitted"))]
#[case("incomplete", false, Ok("incomplete"))]
#[case("under_review", true, Ok("under_review"))]
#[case("under_review", false, Err("application_incomplete"))]
#[case("certificate_requested", false, Err("application_incomplete"))]
#[case("assessed", false, Err("application_incomplete"))]
#[case("decided", true, Err("illegal_state_transition"))]
#[case("withdrawn", false, Err("illegal_state_transition"))]
#[case("not_submitted", true, Err("illegal_state_transition"))]
fn a_change_makes_an_application_whole_or_incomplete_until_the_review_begins(
    #[case] state: &str,
    #[case] whole: bool,
    #[case] after: Result<&str, &str>,
) {
    let stated = Stated { contact: whole, ..STATED };

    let found = restated(State::from_code(state).unwrap(), &stated);

    assert_eq!(found.as_ref().map(|state| state.code()).map_err(Refusal::code), after);
}

#[test]
fn what_has_a_defect_is_not_reviewed_and_stays_incomplete_whatever_it_states() {
    let defective = Stated { defects: Defects { unsigned: true, ..Defects::default() }, ..STATED };

    assert_eq!(restated(State::Incomplete, &defective), Ok(State::Incomplete));
    let lacking = Refusal::ApplicationIncomplete { missing: vec!["address", "unsigned"] };
    assert_eq!(may_start_review(&Stated { address: false, ..defective }), Err(lacking));
}

// B36, B37
#[rstest]
#[case("submitted", true, Ok("under_review"))]
#[case("incomplete", true, Ok("under_review"))]
#[case("incomplete", false, Err("application_incomplete"))]
#[case("submitted", false, Err("application_incomplete"))]
#[case("under_review", true, Ok("under_review"))]
#[case("certificate_requested", true, Ok("certificate_requested"))]
#[case("assessed", true, Ok("assessed"))]
#[case("decided", true, Err("illegal_state_transition"))]
#[case("withdrawn", true, Err("illegal_state_transition"))]
fn the_first_answer_of_a_register_begins_the_review_of_a_whole_application(
    #[case] state: &str,
    #[case] whole: bool,
    #[case] after: Result<&str, &str>,
) {
    let stated = Stated { address: whole, ..STATED };

    let found = checked(State::from_code(state).unwrap(), &stated);

    assert_eq!(found.as_ref().map(|state| state.code()).map_err(Refusal::code), after);
}

// B40
#[rstest]
#[case("under_review", Certificate::Confirms, Ok("assessed"))]
#[case("assessed", Certificate::Confirms, Ok("assessed"))]
#[case("certificate_requested", Certificate::NotGiven, Ok("assessed"))]
#[case("certificate_requested", Certificate::Requested, Err("certificate_outstanding"))]
#[case("decided", Certificate::Confirms, Err("illegal_state_transition"))]
fn needs_are_assessed_in_review_and_again_until_the_decision(
    #[case] state: &str,
    #[case] certificate: Certificate,
    #[case] after: Result<&str, &str>,
) {
    let checks = Checks { iis: Answer::Absent, vdeavk: Answer::Absent, certificate };

    let found = assessed(State::from_code(state).unwrap(), checks);

    assert_eq!(found.as_ref().map(|state| state.code()).map_err(Refusal::code), after);
}

#[test]
fn an_application_is_open_until_it_is_decided_withdrawn_or_counts_as_not_submitted() {
    let closed: Vec<_> = State::ALL.iter().filter(|state| must_be_open(**state).is_err()).collect();

    assert_eq!(closed, [&State::Decided, &State::Withdrawn, &State::NotSubmitted]);
}

// B37, B38, B39, B40
#[rstest]
#[case(Answer::NotChecked, Answer::NotChecked, Certificate::NotRequested, Some("register_not_checked"))]
#[case(Answer::Absent, Answer::NotChecked, Certificate::NotRequested, Some("register_not_checked"))]
#[case(Answer::Absent, Answer::Absent, Certificate::NotRequested, Some("certificate_outstanding"))]
#[case(Answer::Absent, Answer::Absent, Certificate::Requested, Some("certificate_outstanding"))]
#[case(Answer::Absent, Answer::Absent, Certificate::Confirms, None)]
#[case(Answer::Absent, Answer::Absent, Certificate::NotGiven, None)]
#[case(Answer::Absent, Answer::Present, Certificate::NotRequested, None)]
#[case(Answer::Present, Answer::NotChecked, Certificate::NotRequested, None)]
fn needs_are_assessed_only_after_the_checks_have_ended(
    #[case] iis: Answer,
    #[case] vdeavk: Answer,
    #[case] certificate: Certificate,
    #[case] refused: Option<&str>,
) {
    let answer = may_assess(Checks { iis, vdeavk, certificate });

    assert_eq!(answer.err().map(|refusal| refusal.code()), refused);
}

#[test]
fn the_certificate_is_not_demanded_up_front() {
    let checks = Checks { iis: Answer::NotChecked, vdeavk: Answer::NotChecked, certificate: Certificate::NotRequested };

    let asked = may_request_certificate(State::Submitted, checks);

    let left = vec!["found_incomplete", "review_started", "withdrawn"];
    let unasked = Refusal::RegisterNotChecked { register: Source::Iis };
    assert_eq!(asked, Err(unasked.standing(State::Submitted, left)));
}

// B31
#[rstest]
#[case(false, None, day(2026, 1, 1), None)]
#[case(true, None, day(2026, 1, 1), Some("application_is_open"))]
#[case(false, Some(day(2026, 12, 31)), day(2026, 10, 31), Some("service_still_runs"))]
#[case(false, Some(day(2026, 12, 31)), day(2026, 11, 1), None)]
#[case(false, Some(day(2026, 12, 31)), day(2027, 1, 1), None)]
#[case(false, Some(day(2020, 12, 31)), day(2019, 11, 30), Some("figure_not_in_force"))]
#[case(false, Some(day(2020, 12, 31)), day(2019, 12, 1), Some("service_still_runs"))]
#[case(false, None, day(2019, 11, 30), None)]
fn a_second_application_waits_until_the_running_service_is_near_its_end(
    #[case] has_open: bool,
    #[case] served_until: Option<NaiveDate>,
    #[case] on: NaiveDate,
    #[case] refused: Option<&str>,
) {
    assert_eq!(may_apply(has_open, served_until, on).err().map(|refusal| refusal.code()), refused);
}
