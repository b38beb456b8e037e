//! A service is paused and goes on: on which grounds, on which days, and what counts meanwhile.

use rstest::rstest;
use serde_json::json;

use crate::support::acts::{resume, suspend, tick};
use crate::support::service::{A_YEAR, Service, entry, office, served};
use crate::support::{Desk, Office};

/// A service that runs since 12 January, seen on 2 March.
fn running() -> (Office, Service) {
    let office = office();
    let service = served(&office, A_YEAR);
    office.move_to("2026-03-02T12:00:00Z");
    (office, service)
}

fn state(desk: &Desk<'_>, service: &Service) -> String {
    desk.get(&format!("/v1/grants/{}", service.grant)).ok(200)["state"].as_str().unwrap().to_owned()
}

// B45, B46, B47, B48
#[rstest]
#[case("ltc_institution", json!({}))]
#[case("inpatient_treatment", json!({}))]
#[case("imprisonment", json!({}))]
#[case("other_impossible", json!({ "explanation": "Pali ir aizskalojuši vienīgo ceļu." }))]
fn a_service_is_paused_on_one_of_four_grounds_by_a_decision(#[case] ground: &str, #[case] more: serde_json::Value) {
    let (office, service) = running();
    let andris = office.decision_maker();

    let decision = suspend(&andris, &service.grant, ground, "2026-03-02", more).ok(201);

    assert_eq!((&decision["outcome"], &decision["ground"]), (&json!("suspend"), &json!(ground)));
    assert_eq!((&decision["effective_on"], &decision["grant_id"]), (&json!("2026-03-02"), &json!(service.grant)));
    assert!(decision["number"].as_str().unwrap().starts_with("APLP-2026-"));
    assert!(decision["contest"]["text_lv"].as_str().unwrap().contains("apstrīdēt"));
    assert_eq!(decision["inputs"], serde_json::Value::Null);
    assert_eq!(state(&andris, &service), "suspended");
    let grant = andris.get(&format!("/v1/grants/{}", service.grant)).ok(200);
    assert_eq!(grant["suspensions"], json!([{ "from": "2026-03-02", "to": null, "decision_id": decision["id"] }]));
    assert_eq!((&grant["term_to"], &grant["last_day"]), (&json!("2027-01-11"), &json!("2027-01-11")));
    assert_eq!(office.faults(), [""; 0]);
}

// B48
#[test]
fn any_other_ground_is_refused_with_the_list_and_another_reason_is_explained() {
    let (office, service) = running();
    let andris = office.decision_maker();

    let unknown = suspend(&andris, &service.grant, "lost_interest", "2026-03-02", json!({}));
    let unknown = unknown.problem(422, "ground_not_in_the_list");
    suspend(&andris, &service.grant, "other_impossible", "2026-03-02", json!({})).problem(422, "explanation_missing");

    let grounds = json!(["ltc_institution", "inpatient_treatment", "imprisonment", "other_impossible"]);
    assert_eq!(unknown["allowed_grounds"], grounds);
    assert!(unknown["law"].as_str().unwrap().contains("var pārtraukt"));
    let place = &unknown["citations"][0];
    assert_eq!((&place["act_url"], &place["paragraph"]), (&json!("https://likumi.lv/ta/id/346948"), &json!("19")));
    assert_eq!(unknown["citations"].as_array().map(Vec::len), Some(1));
    assert_eq!(state(&andris, &service), "active");
}

// B45
#[test]
fn no_minute_counts_on_a_suspended_day_and_what_was_worked_stands_in_its_way() {
    let (office, service) = running();
    let andris = office.decision_maker();
    let worked = service.post(&office, entry("2026-02-20T10:00", "2026-02-20T11:00")).id(201);

    let inside = suspend(&andris, &service.grant, "inpatient_treatment", "2026-02-20", json!({}));
    let inside = inside.problem(409, "hours_inside");
    let reversal = json!({ "reason": "nepareiza diena" });
    office.coordinator().post(&format!("/v1/time-entries/{worked}/reversals"), reversal).ok(201);
    suspend(&andris, &service.grant, "inpatient_treatment", "2026-02-20", json!({ "to": "2026-02-19" }))
        .fault("#/to", "too_early");
    suspend(&andris, &service.grant, "inpatient_treatment", "2026-02-20", json!({ "to": "2026-02-25" })).ok(201);

    assert_eq!(inside["turns_on"], "2026-02-20");
    service.post(&office, entry("2026-02-19T20:00", "2026-02-19T21:00")).ok(201);
    service.post(&office, entry("2026-02-20T10:00", "2026-02-20T11:00")).problem(409, "suspended");
    service.post(&office, entry("2026-02-25T20:00", "2026-02-25T21:00")).problem(409, "suspended");
    service.post(&office, entry("2026-02-26T10:00", "2026-02-26T11:00")).ok(201);
    assert_eq!(state(&andris, &service), "active");
    suspend(&andris, &service.grant, "imprisonment", "2026-02-25", json!({})).problem(409, "suspensions_overlap");
    assert_eq!(office.faults(), [""; 0]);
}

// B45
#[test]
fn a_service_goes_on_when_the_reason_is_over_and_may_be_paused_again() {
    let (office, service) = running();
    let andris = office.decision_maker();
    resume(&andris, &service.grant, "2026-03-02").problem(409, "illegal_state_transition");
    suspend(&andris, &service.grant, "inpatient_treatment", "2026-03-02", json!({})).ok(201);
    let twice = suspend(&andris, &service.grant, "imprisonment", "2026-03-02", json!({}));
    let twice = twice.problem(409, "illegal_state_transition");
    office.move_to("2026-03-20T12:00:00Z");

    resume(&andris, &service.grant, "2026-03-02").problem(422, "resumes_outside");
    resume(&andris, &service.grant, "2026-03-21").problem(422, "resumes_outside");
    let resumed = resume(&andris, &service.grant, "2026-03-16").ok(201);

    assert_eq!(twice["current_state"], "suspended");
    assert_eq!(twice["allowed_transitions"], json!(["contracted", "resumed", "amended", "ended"]));
    assert_eq!((&resumed["outcome"], &resumed["effective_on"]), (&json!("resume"), &json!("2026-03-16")));
    assert_eq!(state(&andris, &service), "active");
    service.post(&office, entry("2026-03-15T10:00", "2026-03-15T11:00")).problem(409, "suspended");
    service.post(&office, entry("2026-03-16T10:00", "2026-03-16T11:00")).ok(201);
    suspend(&andris, &service.grant, "imprisonment", "2026-03-17", json!({})).ok(201);
    assert_eq!(office.faults(), [""; 0]);
}

// B45
#[test]
fn a_pause_with_a_last_day_ends_by_itself_and_the_clock_records_it_once() {
    let (office, service) = running();
    let andris = office.decision_maker();
    suspend(&andris, &service.grant, "inpatient_treatment", "2026-03-02", json!({ "to": "2026-03-10" })).ok(201);
    office.move_to("2026-03-10T12:00:00Z");
    assert_eq!((state(&andris, &service).as_str(), tick(&office).resumed), ("suspended", 0));

    office.move_to("2026-03-11T12:00:00Z");

    assert_eq!(state(&andris, &service), "active");
    assert_eq!((tick(&office).resumed, tick(&office).resumed), (1, 0));
    assert_eq!(state(&andris, &service), "active");
    let found = andris.get("/v1/grants?state=active").ok(200);
    assert_eq!(found["items"][0]["id"], json!(service.grant));
    assert_eq!(office.faults(), [""; 0]);
}

// B45, B31
#[test]
fn a_service_that_runs_out_while_it_is_paused_is_over() {
    let (office, service) = running();
    let andris = office.decision_maker();
    suspend(&andris, &service.grant, "ltc_institution", "2026-03-02", json!({})).ok(201);

    office.move_to("2027-01-12T12:00:00Z");
    let ticked = tick(&office);

    assert_eq!(ticked.ended, 1);
    let grant = andris.get(&format!("/v1/grants/{}", service.grant)).ok(200);
    assert_eq!((&grant["state"], &grant["end_ground"]), (&json!("ended"), &json!("expired")));
    assert_eq!(grant["last_day"], "2027-01-11");
    resume(&andris, &service.grant, "2027-01-12").problem(409, "illegal_state_transition");
    assert_eq!(office.faults(), [""; 0]);
}

#[test]
fn only_who_decides_suspends_and_only_what_runs_is_suspended() {
    let office = office();
    let service = served(&office, A_YEAR);
    let path = format!("/v1/grants/{}/suspensions", service.grant);

    for desk in [office.coordinator(), office.support_person(&service.supporter), office.person(&service.person)] {
        desk.post(&path, json!({})).problem(403, "forbidden");
    }
    let early = suspend(&office.decision_maker(), &service.grant, "imprisonment", "2026-01-05", json!({}));

    assert_eq!(early.problem(409, "illegal_state_transition")["current_state"], "contracted");
}
