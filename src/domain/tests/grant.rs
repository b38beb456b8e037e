//! The granted service as tables: its moves, its shown state, and the grounds of pausing and ending it.

use aplp_domain::code::Code;
use aplp_domain::day;
use aplp_domain::grant::{
    EndFacts, EndGround, Event, Interval, Recorded, State, SuspendFacts, SuspensionGround, counted_attempts,
    days_within, may_end, may_resume, may_suspend, next, unreachable_until, was_received,
};
use aplp_domain::refusal::Refusal;
use chrono::NaiveDate;
use rstest::rstest;

#[rstest]
#[case("granted", &["contracted>contracted", "amended>granted", "ended>ended"])]
#[case("contracted", &["contracted>contracted", "started>active", "amended>contracted", "ended>ended"])]
#[case("active", &["contracted>active", "suspended>suspended", "amended>active", "ended>ended"])]
#[case("suspended", &["contracted>suspended", "resumed>active", "amended>suspended", "ended>ended"])]
#[case("ended", &[])]
fn a_service_is_contracted_before_it_starts_and_paused_only_while_it_runs(#[case] state: &str, #[case] moves: &[&str]) {
    let state = State::from_code(state).unwrap();

    let known = |event: &Event| next(state, *event).ok().map(|after| format!("{}>{}", event.code(), after.code()));
    assert_eq!(Event::ALL.iter().filter_map(known).collect::<Vec<_>>(), moves);
}

// B31
#[rstest]
#[case("contracted", day(2025, 12, 31), "contracted")]
#[case("contracted", day(2026, 1, 1), "active")]
#[case("contracted", day(2026, 12, 31), "active")]
#[case("contracted", day(2027, 1, 1), "ended")]
#[case("granted", day(2026, 1, 1), "granted")]
#[case("granted", day(2027, 1, 1), "ended")]
#[case("active", day(2026, 12, 31), "active")]
#[case("suspended", day(2026, 12, 31), "suspended")]
#[case("suspended", day(2027, 1, 1), "ended")]
#[case("ended", day(2026, 1, 1), "ended")]
fn a_service_shows_as_active_in_its_term_and_as_ended_after_it(
    #[case] recorded: &str,
    #[case] today: NaiveDate,
    #[case] shown: &str,
) {
    let state = State::from_code(recorded).unwrap();
    let recorded = Recorded { state, term_from: day(2026, 1, 1), last_day: day(2026, 12, 31), suspended_to: None };

    assert_eq!(recorded.on(today).code(), shown);
}

#[rstest]
#[case(Some(day(2026, 3, 31)), day(2026, 3, 31), "suspended")]
#[case(Some(day(2026, 3, 31)), day(2026, 4, 1), "active")]
#[case(None, day(2026, 12, 31), "suspended")]
fn a_suspension_with_a_last_day_is_over_after_it(
    #[case] suspended_to: Option<NaiveDate>,
    #[case] today: NaiveDate,
    #[case] shown: &str,
) {
    let recorded =
        Recorded { state: State::Suspended, term_from: day(2026, 1, 1), last_day: day(2026, 12, 31), suspended_to };

    assert_eq!(recorded.on(today).code(), shown);
}

const RUNS: SuspendFacts<'static> = SuspendFacts {
    state: State::Active,
    today: day(2026, 6, 1),
    term_from: day(2026, 1, 1),
    last_day: day(2026, 12, 31),
    earlier: &[Interval { from: day(2026, 2, 10), to: Some(day(2026, 2, 20)) }],
    worked: &[day(2026, 5, 4)],
    explained: false,
};

fn interval(from: NaiveDate, to: Option<NaiveDate>) -> Interval {
    Interval { from, to }
}

// B45, B46, B47, B48
#[test]
fn only_another_reason_has_to_be_explained_for_a_suspension() {
    let days = interval(day(2026, 6, 1), None);
    for &ground in SuspensionGround::ALL {
        let unexplained = match ground {
            SuspensionGround::OtherImpossible => Err(Refusal::ExplanationMissing),
            _ => Ok(State::Suspended),
        };

        assert_eq!(may_suspend(ground, days, &RUNS), unexplained);
        assert_eq!(may_suspend(ground, days, &SuspendFacts { explained: true, ..RUNS }), Ok(State::Suspended));
    }
}

// B45
#[rstest]
#[case(interval(day(2026, 6, 1), None), None)]
#[case(interval(day(2026, 6, 2), None), Some("suspends_ahead"))]
#[case(interval(day(2026, 5, 5), None), None)]
#[case(interval(day(2026, 5, 4), None), Some("hours_inside"))]
#[case(interval(day(2026, 4, 1), Some(day(2026, 5, 3))), None)]
#[case(interval(day(2026, 4, 1), Some(day(2026, 3, 31))), Some("too_early"))]
#[case(interval(day(2025, 12, 31), Some(day(2026, 1, 5))), Some("outside_term"))]
#[case(interval(day(2026, 6, 1), Some(day(2026, 12, 31))), None)]
#[case(interval(day(2026, 6, 1), Some(day(2027, 1, 1))), Some("outside_term"))]
#[case(interval(day(2026, 2, 20), Some(day(2026, 2, 25))), Some("suspensions_overlap"))]
#[case(interval(day(2026, 2, 1), Some(day(2026, 2, 10))), Some("suspensions_overlap"))]
#[case(interval(day(2026, 2, 1), Some(day(2026, 2, 9))), None)]
#[case(interval(day(2026, 2, 21), Some(day(2026, 2, 28))), None)]
fn a_suspension_lies_in_the_term_beside_others_and_beside_what_was_worked(
    #[case] days: Interval,
    #[case] refused: Option<&str>,
) {
    let answer = may_suspend(SuspensionGround::InpatientTreatment, days, &RUNS);

    assert_eq!(answer.err().map(|refusal| refusal.code()), refused);
}

#[rstest]
#[case(day(2026, 5, 1), Some("resumes_outside"))]
#[case(day(2026, 5, 2), None)]
#[case(day(2026, 6, 1), None)]
#[case(day(2026, 6, 2), Some("resumes_outside"))]
fn a_service_goes_on_from_a_day_after_the_first_one_of_its_suspension_and_not_after_today(
    #[case] on: NaiveDate,
    #[case] refused: Option<&str>,
) {
    let resumed = may_resume(State::Suspended, day(2026, 5, 1), on, day(2026, 6, 1));

    assert_eq!(resumed.err().map(|refusal| refusal.code()), refused);
    assert!(may_resume(State::Active, day(2026, 5, 1), on, day(2026, 6, 1)).is_err());
}

#[test]
fn suspended_days_are_counted_once_each_and_only_between_two_days() {
    let pauses = [
        interval(day(2026, 2, 10), Some(day(2026, 2, 19))),
        interval(day(2026, 2, 15), Some(day(2026, 2, 20))),
        interval(day(2026, 5, 30), None),
    ];

    assert_eq!(days_within(&pauses, day(2026, 1, 31), day(2026, 5, 29)), 11);
    assert_eq!(days_within(&pauses, day(2026, 2, 10), day(2026, 6, 1)), 10 + 3);
    assert_eq!(days_within(&pauses, day(2026, 6, 1), day(2026, 5, 1)), 0);
}

const FACTS: EndFacts<'static> = EndFacts {
    on: day(2026, 6, 1),
    granted_on: day(2025, 12, 15),
    ends_on: day(2026, 12, 31),
    term_to: day(2026, 12, 31),
    worked_on: None,
    own_application: None,
    documented: true,
    newest_incident: None,
    heard_on: None,
    last_contact: day(2026, 5, 30),
    days_suspended: 0,
    attempts: &[],
};

/// After an incident on 20 May.
const fn heard_on(day_heard: NaiveDate) -> EndFacts<'static> {
    EndFacts { newest_incident: Some(day(2026, 5, 20)), heard_on: Some(day_heard), ..FACTS }
}

// B49, B50, B51, B52
#[rstest]
#[case("moved_abroad", EndFacts { ends_on: day(2026, 5, 2), ..FACTS }, None)]
#[case("moved_abroad", EndFacts { ends_on: day(2026, 6, 1), ..FACTS }, None)]
#[case("moved_abroad", EndFacts { ends_on: day(2026, 6, 2), ..FACTS }, Some("ends_ahead"))]
#[case("death", EndFacts { ends_on: day(2026, 5, 2), ..FACTS }, None)]
#[case("death", EndFacts { ends_on: day(2026, 5, 2), worked_on: Some(day(2026, 5, 2)), ..FACTS }, None)]
#[case("death", EndFacts { ends_on: day(2026, 5, 2), worked_on: Some(day(2026, 5, 3)), ..FACTS }, Some("hours_inside"))]
#[case("death", FACTS, Some("ends_ahead"))]
#[case("death", EndFacts { ends_on: day(2026, 5, 2), documented: false, ..FACTS }, Some("document_missing"))]
#[case("moved_abroad", EndFacts { ends_on: day(2026, 5, 2), documented: false, ..FACTS }, Some("document_missing"))]
#[case("own_request", FACTS, Some("own_application_missing"))]
#[case("own_request", EndFacts { own_application: Some(day(2026, 5, 20)), ..FACTS }, None)]
#[case("own_request", EndFacts { own_application: Some(day(2026, 5, 20)), ends_on: day(2026, 6, 1), ..FACTS }, None)]
#[case("own_request", EndFacts { own_application: Some(day(2026, 5, 20)), ends_on: day(2026, 5, 31), ..FACTS }, Some("ends_before_decision"))]
#[case("own_request", EndFacts { own_application: Some(day(2026, 5, 20)), ends_on: day(2027, 1, 1), ..FACTS }, Some("ends_after_term"))]
#[case("safety_or_dignity", FACTS, Some("incident_missing"))]
#[case("own_request", EndFacts { own_application: Some(day(2025, 12, 14)), ..FACTS }, Some("applied_before_decision"))]
#[case("own_request", EndFacts { own_application: Some(day(2025, 12, 15)), ..FACTS }, None)]
#[case("safety_or_dignity", EndFacts { heard_on: Some(day(2026, 5, 20)), ..FACTS }, Some("incident_missing"))]
#[case("safety_or_dignity", EndFacts { newest_incident: Some(day(2026, 5, 20)), ..FACTS }, Some("not_heard"))]
#[case("safety_or_dignity", heard_on(day(2026, 5, 19)), Some("heard_before_incident"))]
#[case("safety_or_dignity", heard_on(day(2026, 5, 20)), None)]
#[case("expired", EndFacts { on: day(2026, 12, 31), ..FACTS }, Some("ground_not_in_the_list"))]
#[case("expired", EndFacts { on: day(2027, 1, 1), ..FACTS }, Some("ground_not_in_the_list"))]
#[case("annulled", FACTS, Some("ground_not_in_the_list"))]
#[case("unreachable_4_months", FACTS, Some("not_unreachable_yet"))]
fn a_service_ends_early_only_on_a_ground_that_is_on_file(
    #[case] ground: &str,
    #[case] facts: EndFacts<'static>,
    #[case] refused: Option<&str>,
) {
    let ground = EndGround::from_code(ground).unwrap();

    assert_eq!(may_end(ground, &facts).err().map(|refusal| refusal.code()), refused);
}

// B53
#[rstest]
#[case(day(2023, 10, 31), day(2024, 2, 29))]
#[case(day(2025, 10, 31), day(2026, 2, 28))]
#[case(day(2025, 12, 15), day(2026, 4, 15))]
#[case(day(2026, 1, 31), day(2026, 5, 31))]
#[case(day(2026, 2, 28), day(2026, 6, 28))]
fn four_months_without_contact_have_to_be_over(#[case] last_contact: NaiveDate, #[case] until: NaiveDate) {
    let attempts: Vec<_> = last_contact.iter_days().skip(5).step_by(15).take(12).collect();
    let end = |on| may_end(EndGround::Unreachable4Months, &EndFacts { on, last_contact, attempts: &attempts, ..FACTS });

    assert_eq!(end(until), Err(Refusal::NotUnreachableYet { until }));
    assert_eq!(end(until.succ_opt().unwrap()), Ok(()));
}

#[test]
fn suspended_days_do_not_count_as_unreachable() {
    assert_eq!(unreachable_until(day(2026, 1, 31), 0), day(2026, 5, 31));
    assert_eq!(unreachable_until(day(2026, 1, 31), 10), day(2026, 6, 10));
}

#[test]
fn nobody_is_unreachable_by_a_figure_of_a_later_day() {
    let last_contact = day(1992, 12, 31);
    let facts = EndFacts { on: day(2026, 6, 1), last_contact, ..FACTS };

    let refused = may_end(EndGround::Unreachable4Months, &facts);

    assert_eq!(refused, Err(Refusal::FigureNotInForce { figure: "unreachable_months", on: last_contact }));
}

#[rstest]
#[case(day(2026, 6, 1), &[(2, 28), (3, 31), (4, 30), (5, 31)], None)]
#[case(day(2026, 6, 1), &[(2, 1), (3, 1), (4, 1), (5, 1)], None)]
#[case(day(2026, 6, 1), &[(1, 31), (3, 1), (4, 1), (5, 1)], Some(3))]
#[case(day(2026, 6, 1), &[(2, 1), (2, 2), (2, 3), (2, 4)], Some(1))]
#[case(day(2026, 6, 1), &[], Some(0))]
#[case(day(2026, 8, 1), &[(2, 1), (4, 1), (6, 1), (7, 15)], None)]
fn somebody_tried_to_reach_the_person_in_four_of_the_months(
    #[case] on: NaiveDate,
    #[case] attempts: &[(u32, u32)],
    #[case] too_few: Option<i64>,
) {
    let attempts: Vec<_> = attempts.iter().map(|&(month, date)| day(2026, month, date)).collect();
    let facts = EndFacts { on, last_contact: day(2026, 1, 31), attempts: &attempts, ..FACTS };

    let refused = too_few.map(|months| Refusal::TooFewAttempts { months, needed: 4 });
    assert_eq!(may_end(EndGround::Unreachable4Months, &facts).err(), refused);
}

// B53
#[rstest]
#[case(day(2026, 6, 1), &[(2, 1), (2, 2), (3, 1), (3, 31), (4, 2), (5, 30), (5, 31)], &[(2, 1), (3, 1), (4, 2), (5, 30)])]
#[case(day(2026, 12, 1), &[(2, 1), (4, 1), (5, 1), (6, 1), (6, 2), (7, 1), (8, 1), (9, 1)], &[(2, 1), (4, 1), (5, 1), (6, 1)])]
#[case(day(2026, 5, 31), &[(2, 1), (5, 1)], &[(2, 1)])]
fn the_first_attempt_of_each_month_is_told_and_no_more_than_the_rule_needs(
    #[case] on: NaiveDate,
    #[case] attempts: &[(u32, u32)],
    #[case] told: &[(u32, u32)],
) {
    let days = |list: &[(u32, u32)]| -> Vec<_> { list.iter().map(|&(month, date)| day(2026, month, date)).collect() };
    let facts = EndFacts { on, last_contact: day(2026, 1, 31), attempts: &days(attempts), ..FACTS };

    assert_eq!(counted_attempts(&facts), days(told));
}

// A41, A43
#[rstest]
#[case(&[], day(2026, 12, 31), false)]
#[case(&[Event::Ended], day(2026, 12, 31), false)]
#[case(&[Event::Contracted, Event::Ended], day(2025, 12, 31), false)]
#[case(&[Event::Contracted, Event::Ended], day(2026, 1, 1), true)]
#[case(&[Event::Contracted], day(2026, 12, 31), true)]
#[case(&[Event::Amended, Event::Contracted, Event::Started], day(2026, 12, 31), true)]
fn a_person_received_what_was_signed_for_and_did_not_end_before_it_began(
    #[case] events: &[Event],
    #[case] last_day: NaiveDate,
    #[case] received: bool,
) {
    assert_eq!(was_received(events, day(2026, 1, 1), last_day), received);
}
