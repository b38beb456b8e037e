//! A contested decision that rests: the end of a service is put off until the answer, and counts again after it.

use rstest::rstest;
use serde_json::{Value, json};

use crate::support::Office;
use crate::support::acts::{end_as_asked, own_application, suspend, terminate, tick};
use crate::support::records::{added, journal};
use crate::support::remedies::{Decided, granted, resolution};
use crate::support::rulings::{allocated, decide, grant as granting, new_programme};
use crate::support::service::{self, A_YEAR, Granting, Service, entry, office, served};
use crate::support::steps::ready;

/// What an official says.
fn rests(applies: bool) -> Value {
    let effect = json!({ "applies": applies, "legal_ground": "Administratīvā procesa likuma 80. panta pirmā daļa" });
    json!({ "suspensive_effect": effect })
}

/// A decision of 2 March that ends a service, whose term goes to 11 January, on the last day of March.
fn ending(office: &Office, grant: &str) -> Decided {
    Decided::of(end_as_asked(&office.decision_maker(), grant, "2026-03-31").ok(201))
}

/// A service since 12 January, a decision to end it, and its contest of 10 March, on which it rests.
fn resting() -> (Office, Service, Decided, Value) {
    let office = office();
    let service = served(&office, A_YEAR);
    office.move_to("2026-03-02T12:00:00Z");
    let decision = ending(&office, &service.grant);
    assert_eq!(grant(&office, &service)["last_day"], "2026-03-31");
    office.move_to("2026-03-10T12:00:00Z");
    let contest = decision.contest(&office.coordinator(), rests(true)).ok(201);
    (office, service, decision, contest)
}

fn grant(office: &Office, service: &Service) -> Value {
    office.coordinator().get(&format!("/v1/grants/{}", service.grant)).ok(200)
}

fn path(contest: &Value) -> String {
    format!("/v1/contests/{}", contest["id"].as_str().unwrap())
}

#[test]
fn the_clock_does_not_end_a_service_whose_end_is_contested_and_rests() {
    let (office, service, _, contest) = resting();

    let effect = &contest["suspensive_effect"];
    assert_eq!((&effect["on_the_service"], &effect["carried_out"]), (&json!("end_put_off"), &json!(true)));
    office.move_to("2026-04-01T12:00:00Z");
    assert_eq!(tick(&office).ended, 0);
    let now = grant(&office, &service);
    assert_eq!(
        (&now["state"], &now["last_day"], &now["end_ground"]),
        (&json!("active"), &json!("2027-01-11"), &Value::Null)
    );
    service.post(&office, entry("2026-04-01T09:00", "2026-04-01T10:00")).ok(201);
    assert_eq!(office.faults(), [""; 0]);
    office.move_to("2027-01-12T12:00:00Z");
    assert_eq!(tick(&office).ended, 1);
    assert_eq!(grant(&office, &service)["end_ground"], "expired", "its term is over, whatever the answer is");
    assert_eq!(office.faults(), [""; 0]);
}

#[rstest]
#[case::before_the_decided_day("2026-03-16", "2026-03-31")]
#[case::after_it("2026-04-16", "2026-04-16")]
fn an_end_that_is_upheld_counts_from_the_answer_or_the_decided_day(#[case] day: &str, #[case] last_day: &str) {
    let (office, service, _, contest) = resting();
    let path = path(&contest);
    office.coordinator().post(&format!("{path}/forwardings"), json!({})).ok(201);
    office.move_to(&format!("{day}T12:00:00Z"));
    let before = journal(&office).len();

    let answer = resolution("upheld", day);
    let resolved = office.director().post(&format!("{path}/resolutions"), answer).ok(201);

    let steps = ["contest_resolved contest", "decision_contest_resolved decision", "grant_end_decided grant"];
    assert_eq!(added(&office, before), steps);
    let now = grant(&office, &service);
    assert_eq!((&now["state"], &now["last_day"]), (&json!("active"), &json!(last_day)));
    assert_eq!(now["end_ground"], "own_request");
    assert_eq!(resolved["suspensive_effect"]["ends_on"], last_day);
    assert_eq!(office.faults(), [""; 0]);
    office.move_to("2026-04-17T12:00:00Z");
    assert_eq!((tick(&office).ended, tick(&office).ended), (1, 0));
    assert_eq!(office.faults(), [""; 0]);
}

#[test]
fn support_that_was_given_until_a_late_answer_was_recorded_stays_given() {
    let (office, service, _, contest) = resting();
    let path = path(&contest);
    office.coordinator().post(&format!("{path}/forwardings"), json!({})).ok(201);
    office.move_to("2026-04-20T12:00:00Z");
    service.post(&office, entry("2026-04-18T09:00", "2026-04-18T10:00")).ok(201);

    let answer = resolution("upheld", "2026-04-16");
    office.director().post(&format!("{path}/resolutions"), answer).ok(201);

    let now = grant(&office, &service);
    assert_eq!((&now["state"], &now["last_day"]), (&json!("ended"), &json!("2026-04-18")));
    assert_eq!(office.faults(), [""; 0]);
}

#[test]
fn who_takes_the_contest_back_lets_the_end_count_from_that_day() {
    let (office, service, decision, contest) = resting();
    office.move_to("2026-04-20T12:00:00Z");

    office.person(&service.person).post(&format!("{}/withdrawals", path(&contest)), json!({})).ok(201);

    let now = grant(&office, &service);
    assert_eq!((&now["last_day"], &now["end_ground"]), (&json!("2026-04-20"), &json!("own_request")));
    // Contested once more and at rest, it counts again from the later of both days.
    let again = decision.contest(&office.coordinator(), rests(true)).ok(201);
    assert_eq!(grant(&office, &service)["last_day"], "2027-01-11");
    assert_eq!(office.faults(), [""; 0]);
    office.move_to("2026-04-22T12:00:00Z");
    let back = json!({ "withdrawn_on": "2026-04-20" });
    office.coordinator().post(&format!("{}/withdrawals", path(&again)), back).ok(201);
    let now = grant(&office, &service);
    assert_eq!((&now["state"], &now["last_day"]), (&json!("ended"), &json!("2026-04-20")));
    assert_eq!(office.faults(), [""; 0]);
}

#[test]
fn who_takes_the_contest_back_ends_the_service_no_sooner_by_a_day_that_is_over() {
    let (office, service, _, contest) = resting();
    office.move_to("2026-04-20T12:00:00Z");
    let path = format!("{}/withdrawals", path(&contest));
    let anna = office.person(&service.person);

    let refused = anna.post(&path, json!({ "withdrawn_on": "2026-04-19" })).problem(400, "invalid_request");

    assert_eq!(refused["errors"][0]["pointer"], "#/withdrawn_on");
    assert_eq!(grant(&office, &service)["last_day"], "2027-01-11");
    anna.post(&path, json!({ "withdrawn_on": "2026-04-20" })).ok(201);
    let now = grant(&office, &service);
    assert_eq!((&now["state"], &now["last_day"]), (&json!("active"), &json!("2026-04-20")));
    assert_eq!(office.faults(), [""; 0]);
}

#[test]
fn an_end_that_is_annulled_stays_undone() {
    let (office, service, _, contest) = resting();
    let path = path(&contest);
    office.coordinator().post(&format!("{path}/forwardings"), json!({})).ok(201);
    office.move_to("2026-04-16T12:00:00Z");

    let answer = resolution("annulled", "2026-04-16");
    let resolved = office.director().post(&format!("{path}/resolutions"), answer).ok(201);

    let told = &resolved["resolution"];
    assert_eq!((&told["effect"], &told["carried_out"]), (&json!("service_restored"), &json!(true)));
    let now = grant(&office, &service);
    assert_eq!((&now["state"], &now["last_day"]), (&json!("active"), &json!("2027-01-11")));
    let andris = office.decision_maker();
    let anew = terminate(&andris, &service.grant, "own_request", own_application(&andris, "person"));
    assert_eq!(anew.ok(201)["effective_on"], "2026-04-16");
    assert_eq!(office.faults(), [""; 0]);
}

#[test]
fn what_is_said_later_takes_the_place_of_what_was_said_before() {
    let (office, service, _, contest) = resting();
    office.move_to("2026-04-02T12:00:00Z");

    let forwarded = office.coordinator().post(&format!("{}/forwardings", path(&contest)), rests(false)).ok(201);

    let effect = &forwarded["suspensive_effect"];
    assert_eq!((&effect["applies"], &effect["carried_out"]), (&json!(false), &Value::Null));
    assert_eq!((&effect["on_the_service"], &effect["ends_on"]), (&Value::Null, &json!("2026-04-02")));
    assert_eq!(grant(&office, &service)["last_day"], "2026-04-02");
    assert_eq!(office.faults(), [""; 0]);
}

#[test]
fn another_end_meanwhile_stands_whatever_becomes_of_the_contest() {
    let (office, service, _, contest) = resting();
    let path = path(&contest);
    office.coordinator().post(&format!("{path}/forwardings"), json!({})).ok(201);
    office.move_to("2026-04-16T12:00:00Z");
    let died = json!({ "ends_on": "2026-04-10", "document_reference": "miršanas apliecība" });
    terminate(&office.decision_maker(), &service.grant, "death", died).ok(201);

    let answer = resolution("upheld", "2026-04-16");
    office.director().post(&format!("{path}/resolutions"), answer).ok(201);

    let now = grant(&office, &service);
    assert_eq!((&now["last_day"], &now["end_ground"]), (&json!("2026-04-10"), &json!("death")));
    assert_eq!(office.faults(), [""; 0]);
}

fn told(contest: &Value) -> (&Value, &Value) {
    (&contest["suspensive_effect"]["on_the_service"], &contest["suspensive_effect"]["carried_out"])
}

#[test]
fn a_service_that_is_over_is_told_not_to_go_on() {
    let office = office();
    let service = served(&office, A_YEAR);
    office.move_to("2026-03-02T12:00:00Z");
    let decision = ending(&office, &service.grant);
    office.move_to("2026-04-01T12:00:00Z");

    let contest = decision.contest(&office.coordinator(), rests(true)).ok(201);

    assert_eq!(told(&contest), (&json!("service_over"), &json!(false)));
    assert_eq!(grant(&office, &service)["last_day"], "2026-03-31");
    assert_eq!(office.faults(), [""; 0]);
}

#[test]
fn a_service_that_another_one_follows_is_told_not_to_go_on() {
    let office = office();
    let service = served(&office, A_YEAR);
    office.move_to("2026-03-02T12:00:00Z");
    let decision = ending(&office, &service.grant);
    service::granted(&office, &service.person, Granting { from: "2026-04-01", ..A_YEAR });

    let contest = decision.contest(&office.coordinator(), rests(true)).ok(201);

    assert_eq!(told(&contest), (&json!("service_follows"), &json!(false)));
    assert_eq!(grant(&office, &service)["last_day"], "2026-03-31");
    assert_eq!(office.faults(), [""; 0]);
}

#[test]
fn money_that_is_promised_to_others_since_is_told_not_to_be_there() {
    let office = Office::open();
    let andris = office.decision_maker();
    new_programme(&andris, "small");
    let small = allocated(&andris, "small", json!({ "cents": 200_000 }));
    let first = granted(&office, 1, &small);
    let grant = first.body["grant_id"].as_str().unwrap();
    let decision = ending(&office, grant);
    let second = ready(&office.coordinator(), 2, 480);
    decide(&andris, &second, granting(&andris, &small)).ok(201);

    let contest = decision.contest(&office.coordinator(), rests(true)).ok(201);

    assert_eq!(told(&contest), (&json!("funding_exhausted"), &json!(false)));
    assert_eq!(andris.get(&format!("/v1/grants/{grant}")).ok(200)["last_day"], "2026-03-31");
    assert_eq!(office.faults(), [""; 0]);
}

#[test]
fn only_ends_are_put_off_and_a_pause_goes_on() {
    let office = office();
    let service = served(&office, A_YEAR);
    office.move_to("2026-03-02T12:00:00Z");
    let paused = suspend(&office.decision_maker(), &service.grant, "inpatient_treatment", "2026-03-02", json!({}));

    let contest = Decided::of(paused.ok(201)).contest(&office.coordinator(), rests(true)).ok(201);

    assert_eq!(told(&contest), (&json!("only_ends_are_put_off"), &json!(false)));
    assert_eq!(grant(&office, &service)["state"], "suspended");
    assert_eq!(office.faults(), [""; 0]);
}
