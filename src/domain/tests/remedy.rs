//! Notification and remedies as tables: the deemed days, the terms, the states day by day, and what a contest does.

#![expect(clippy::unwrap_used, reason = "the allowance for tests does not reach their helper functions")]

use aplp_domain::code::Code;
use aplp_domain::day;
use aplp_domain::decision::{self, Event, State};
use aplp_domain::refusal::Refusal;
use aplp_domain::remedy::{
    Channel, ContestEvent, ContestState, ContestTerm, Contested, Course, HeldAgainst, LetterState, contest_term,
    deemed, forward_by, governing, held_against, may_return, next, overdue_from,
};
use aplp_domain::terms::{FIRST_DAY, LAST_DAY, StepWhy, TermFault};
use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use rstest::rstest;

fn term(took_effect_on: NaiveDate, until: NaiveDate, until_lenient: NaiveDate) -> ContestTerm {
    ContestTerm { took_effect_on, until, until_lenient }
}

/// Sent by registered mail on 2 March 2026.
fn march() -> ContestTerm {
    term(day(2026, 3, 9), day(2026, 4, 9), day(2026, 4, 9))
}

// The vectors of the notification: channel, day of sending, deemed day by both readings.
#[rstest]
#[case(Channel::InPerson, "2026-03-02", "2026-03-02", "2026-03-02")]
#[case(Channel::InPerson, "2026-04-03", "2026-04-03", "2026-04-03")]
#[case(Channel::RegisteredMail, "2026-03-02", "2026-03-09", "2026-03-09")]
#[case(Channel::RegisteredMail, "2026-03-27", "2026-04-03", "2026-04-03")]
#[case(Channel::OrdinaryMail, "2026-03-02", "2026-03-10", "2026-03-10")]
#[case(Channel::EAddress, "2026-03-06", "2026-03-10", "2026-03-10")]
#[case(Channel::EAddress, "2026-04-02", "2026-04-08", "2026-04-08")]
#[case(Channel::EAddress, "2026-12-23", "2026-12-29", "2026-12-29")]
#[case(Channel::EAddress, "2026-12-30", "2027-01-05", "2027-01-05")]
#[case(Channel::Email, "2026-03-06", "2026-03-10", "2026-03-10")]
#[case::before_a_transferred_day_off(Channel::Email, "2025-12-30", "2026-01-05", "2026-01-06")]
fn what_is_sent_counts_as_notified_by_its_channel(
    #[case] channel: Channel,
    #[case] sent_on: NaiveDate,
    #[case] on: NaiveDate,
    #[case] lenient_on: NaiveDate,
) {
    let found = deemed(channel, sent_on).unwrap();

    assert_eq!((found.on, found.lenient_on), (on, lenient_on));
    assert_eq!((found.steps[0].day, found.steps[0].why), (sent_on, StepWhy::Event));
    assert!(found.steps.iter().any(|step| (step.day, step.why) == (on, StepWhy::LastDay)));
}

#[rstest]
fn no_channel_counts_outside_the_calendar(
    #[values(Channel::InPerson, Channel::RegisteredMail, Channel::OrdinaryMail, Channel::EAddress, Channel::Email)]
    channel: Channel,
) {
    let before = FIRST_DAY.pred_opt().unwrap();
    let after = LAST_DAY.succ_opt().unwrap();

    assert!(deemed(channel, FIRST_DAY).is_ok() && deemed(channel, LAST_DAY).is_ok());
    assert_eq!(deemed(channel, before), Err(TermFault::DateOutOfRange));
    assert_eq!(deemed(channel, after), Err(TermFault::DateOutOfRange));
}

// The vectors of contesting: deemed day, whether the decision says where and when, last day by both readings.
#[rstest]
#[case("2026-03-09", true, "2026-04-09", "2026-04-09")]
#[case::good_friday("2026-03-03", true, "2026-04-07", "2026-04-07")]
#[case::transferred_day_off("2026-05-22", true, "2026-06-22", "2026-06-25")]
#[case("2026-03-09", false, "2027-03-09", "2027-03-09")]
#[case::leap_day("2028-02-29", false, "2029-02-28", "2029-02-28")]
fn a_decision_can_be_contested_for_a_month_and_for_a_year_where_it_does_not_say_so(
    #[case] on: NaiveDate,
    #[case] indicated: bool,
    #[case] until: NaiveDate,
    #[case] until_lenient: NaiveDate,
) {
    assert_eq!(contest_term(on, on, indicated), Ok(term(on, until, until_lenient)));
}

#[test]
fn the_earliest_notification_that_did_not_come_back_counts() {
    let early = march();
    let late = term(day(2026, 3, 20), day(2026, 4, 20), day(2026, 4, 20));
    let unindicated = term(day(2026, 3, 9), day(2027, 3, 9), day(2027, 3, 9));

    assert_eq!(governing(&[]), None);
    assert_eq!(governing(&[(late, false), (early, false)]), Some(1));
    assert_eq!(governing(&[(early, true), (late, false)]), Some(1));
    assert_eq!(governing(&[(early, true), (late, true)]), None);
    assert_eq!(governing(&[(early, false), (unindicated, false)]), Some(1), "the one that leaves more time");
    assert_eq!(governing(&[(early, false), (early, false)]), Some(0));
}

#[rstest]
#[case("2026-03-08", State::Issued)]
#[case("2026-03-09", State::InEffect)]
#[case("2026-06-25", State::InEffect)]
#[case("2026-06-26", State::Final)]
fn a_decision_nobody_contests_moves_with_the_days(#[case] today: NaiveDate, #[case] state: State) {
    let lenient = term(day(2026, 3, 9), day(2026, 6, 22), day(2026, 6, 25));

    let of = |term, contested| Course { term, contested }.state_on(today);

    assert_eq!(of(Some(lenient), Contested::Not), state);
    assert_eq!(of(None, Contested::Not), State::Issued);
    for term in [None, Some(lenient)] {
        assert_eq!(of(term, Contested::Open), State::Contested);
        assert_eq!(of(term, Contested::Resolved), State::Final);
    }
}

#[rstest]
fn a_decision_is_contested_at_any_time_but_never_twice(
    #[values(day(2026, 3, 8), day(2026, 3, 9), day(2026, 4, 10))] today: NaiveDate,
    #[values(None, Some(march()))] term: Option<ContestTerm>,
) {
    let of = |contested| Course { term, contested }.may_contest(today);

    let twice = Refusal::IllegalMove { current: "contested", allowed: vec!["resolved", "contest_withdrawn"] };
    assert_eq!(of(Contested::Not), Ok(()));
    assert_eq!(of(Contested::Open), Err(twice));
    assert_eq!(of(Contested::Resolved), Err(Refusal::ContestResolved.standing(State::Final, Vec::new())));
}

#[rstest]
#[case("2026-04-09", Some(march()), true)]
#[case("2026-04-10", Some(march()), false)]
#[case::before_it_took_effect("2026-03-03", Some(march()), true)]
#[case::before_it_was_notified("2026-04-10", None, true)]
fn a_contest_is_in_time_until_the_last_day_counted_in_favour_of_the_person(
    #[case] submitted_on: NaiveDate,
    #[case] term: Option<ContestTerm>,
    #[case] in_time: bool,
) {
    let last_day = term.map(|term| term.until_lenient);

    assert_eq!(held_against(submitted_on, term), HeldAgainst { in_time, last_day });
}

#[rstest]
#[case("submitted", &["forwarded>forwarded", "withdrawn>withdrawn"])]
#[case("forwarded", &["resolved>resolved", "withdrawn>withdrawn"])]
#[case("resolved", &[])]
#[case("withdrawn", &[])]
fn a_contest_is_passed_on_and_answered(#[case] state: &str, #[case] moves: &[&str]) {
    let state = ContestState::from_code(state).unwrap();

    let known = |event: &ContestEvent| Some(format!("{}>{}", event.code(), next(state, *event).ok()?.code()));
    assert_eq!(ContestEvent::ALL.iter().filter_map(known).collect::<Vec<_>>(), moves);
    assert_eq!(state.is_open(), !moves.is_empty());
}

#[rstest]
#[case("2026-03-02", "2026-03-09")]
#[case::over_easter("2026-04-01", "2026-04-10")]
#[case::no_transferred_day_off_helps_the_association("2026-06-18", "2026-06-29")]
fn a_contest_is_passed_on_within_five_working_days(#[case] received_on: NaiveDate, #[case] by: NaiveDate) {
    assert_eq!(forward_by(received_on), Ok(by));
}

#[rstest]
fn what_was_handed_over_does_not_come_back(
    #[values(Channel::RegisteredMail, Channel::OrdinaryMail, Channel::EAddress, Channel::Email)] sent: Channel,
) {
    let twice = Refusal::ReturnedAlready.standing(LetterState::Returned, Vec::new());
    assert_eq!(may_return(sent, LetterState::Sent), Ok(()));
    assert_eq!(may_return(sent, LetterState::Returned), Err(twice));
    assert_eq!(may_return(Channel::InPerson, LetterState::Sent), Err(Refusal::HandedOver));
}

#[rstest]
#[case(Contested::Not, Ok(()))]
#[case(Contested::Open, Ok(()))]
#[case(Contested::Resolved, Err(Refusal::ContestResolved.standing(State::Final, Vec::new())))]
fn nothing_comes_back_after_the_answer(#[case] contested: Contested, #[case] expected: Result<(), Refusal>) {
    assert_eq!(Course { term: Some(march()), contested }.may_return(), expected);
}

#[test]
fn nothing_is_overdue_on_the_first_day_of_the_calendar() {
    assert!(overdue_from(FIRST_DAY) < FIRST_DAY);
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0_u64..13_000).prop_map(|days| day(2020, 1, 1).checked_add_days(Days::new(days)).unwrap())
}

proptest! {
    #[test]
    fn no_reading_shortens_what_the_strict_one_gives(
        sent_on in any_day(), channel in prop::sample::select(Channel::ALL), indicated in any::<bool>(),
    ) {
        let found = deemed(channel, sent_on).unwrap();
        let term = contest_term(found.on, found.lenient_on, indicated).unwrap();

        prop_assert!(sent_on <= found.on && found.on <= found.lenient_on);
        prop_assert!(term.took_effect_on < term.until && term.until <= term.until_lenient);
    }

    #[test]
    fn what_is_overdue_is_what_should_have_been_passed_on_before(today in any_day()) {
        let last = overdue_from(today);

        prop_assert!(forward_by(last).unwrap() < today);
        prop_assert!(forward_by(last.succ_opt().unwrap()).unwrap() >= today);
    }

    #[test]
    fn a_decision_left_alone_only_moves_as_its_machine_lets_it(sent_on in any_day(), channel in prop::sample::select(Channel::ALL)) {
        let found = deemed(channel, sent_on).unwrap();
        let course = Course { term: contest_term(found.on, found.lenient_on, true).ok(), contested: Contested::Not };
        let days = sent_on.iter_days().take(70);
        let states: Vec<State> = days.map(|today| course.state_on(today)).collect();

        for pair in states.windows(2).filter(|pair| pair[0] != pair[1]) {
            let legal = Event::ALL.iter().any(|event| decision::next(pair[0], *event) == Ok(pair[1]));
            prop_assert!(legal, "{:?}", pair);
        }
        prop_assert_eq!(states.last(), Some(&State::Final));
    }
}
