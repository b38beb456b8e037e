//! A service ends before its term: on the grounds of the law, each with its evidence, and on no other.

use chrono::{Duration, NaiveDate};
use rstest::rstest;
use serde_json::{Value, json};

use crate::support::acts::{attempt, end_as_asked, own_application, suspend, terminate, tick};
use crate::support::service::{A_YEAR, Service, entry, office, served};
use crate::support::{Desk, Office};

fn day_of(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A service that runs since 12 January, seen on 2 March.
fn running() -> (Office, Service) {
    let office = office();
    let service = served(&office, A_YEAR);
    office.move_to("2026-03-02T12:00:00Z");
    (office, service)
}

// AZ-03
#[test]
fn who_supported_a_person_sees_them_no_more_from_the_day_after_the_end_even_before_the_clock_has_looked() {
    let office = office();
    let service = served(&office, A_YEAR);
    let person = format!("/v1/persons/{}", service.person);
    office.move_to("2027-01-11T21:59:00Z");
    let seen = |path: &str| office.support_person(&service.supporter).get(path);

    seen(&person).ok(200);
    office.move_to("2027-01-11T22:00:00Z");

    seen(&person).problem(404, "not_found");
    seen(&format!("/v1/grants/{}", service.grant)).problem(404, "not_found");
    assert_eq!(seen("/v1/grants").ok(200)["items"], json!([]));
    office.coordinator().get(&person).ok(200);
}

fn grant(desk: &Desk<'_>, service: &Service) -> Value {
    desk.get(&format!("/v1/grants/{}", service.grant)).ok(200)
}

fn incident(office: &Office, service: &Service) -> String {
    let body = json!({
        "grant_id": service.grant, "happened_on": "2026-02-20", "kind": "demeaning_conduct",
        "description": "Tikšanās laikā lamājās un svieda mantas.",
    });
    office.support_person(&service.supporter).post("/v1/incidents", body).id(201)
}

// B49
#[test]
fn any_other_ground_is_refused_with_the_list() {
    let (office, service) = running();

    let refused = terminate(&office.decision_maker(), &service.grant, "disability_ended", json!({}));

    let refused = refused.problem(422, "ground_not_in_the_list");
    assert_eq!(
        refused["allowed_grounds"],
        json!(["moved_abroad", "own_request", "safety_or_dignity", "unreachable_4_months", "death"])
    );
    assert!(refused["law"].as_str().unwrap().contains("izbeidz pirms"));
    assert_eq!(grant(&office.coordinator(), &service)["state"], "active");
}

// B51
#[test]
fn the_persons_own_application_ends_the_service_and_nobody_elses_does() {
    let (office, service) = running();
    let andris = office.decision_maker();

    terminate(&andris, &service.grant, "own_request", json!({})).problem(422, "own_application_missing");
    for other in ["guardian", "relative", "other"] {
        let theirs = terminate(&andris, &service.grant, "own_request", own_application(&andris, other));
        theirs.problem(422, "own_application_missing");
    }
    let decision = terminate(&andris, &service.grant, "own_request", own_application(&andris, "person")).ok(201);

    assert_eq!((&decision["outcome"], &decision["ground"]), (&json!("terminate"), &json!("own_request")));
    assert_eq!(decision["facts"][0]["value"], "2026-03-02 iesniegums 2026/44");
    let today = grant(&andris, &service);
    assert_eq!((&today["state"], &today["last_day"]), (&json!("active"), &json!("2026-03-02")));
    service.post(&office, entry("2026-03-02T10:00", "2026-03-02T11:00")).ok(201);
    let again = terminate(&andris, &service.grant, "own_request", own_application(&andris, "person"));
    let again = again.problem(409, "end_decided_already");
    assert_eq!(again["current_state"], "active");
    assert_eq!(again["allowed_transitions"], json!(["contracted", "suspended", "amended"]));
    office.move_to("2026-03-03T12:00:00Z");
    assert_eq!(grant(&andris, &service)["state"], "ended");
    assert_eq!((tick(&office).ended, tick(&office).ended), (1, 0));
    service.post(&office, entry("2026-03-03T10:00", "2026-03-03T11:00")).problem(422, "outside_term");
    let over = suspend(&andris, &service.grant, "imprisonment", "2026-03-03", json!({}));
    assert_eq!(over.problem(409, "illegal_state_transition")["allowed_transitions"], json!([]));
    assert_eq!(office.faults(), [""; 0]);
}

// B50
#[test]
fn moving_abroad_ends_the_service_on_its_own_day_with_a_document() {
    let (office, service) = running();
    let andris = office.decision_maker();
    service.post(&office, entry("2026-02-10T10:00", "2026-02-10T11:00")).ok(201);
    let on = |day: &str| json!({ "ends_on": day, "document_reference": "PMLP izziņa 7" });

    terminate(&andris, &service.grant, "moved_abroad", json!({ "ends_on": "2026-02-20" }))
        .problem(422, "document_missing");
    terminate(&andris, &service.grant, "moved_abroad", on("2026-03-03")).problem(422, "ends_ahead");
    let worked = terminate(&andris, &service.grant, "moved_abroad", on("2026-02-09")).problem(409, "hours_inside");
    terminate(&andris, &service.grant, "moved_abroad", on("2026-02-10")).ok(201);

    assert_eq!(worked["turns_on"], "2026-02-10");
    let ended = grant(&andris, &service);
    assert_eq!((&ended["state"], &ended["end_ground"]), (&json!("ended"), &json!("moved_abroad")));
    assert_eq!(office.faults(), [""; 0]);
}

// B52
#[test]
fn danger_or_indignity_ends_the_service_with_an_incident_and_after_a_hearing() {
    let (office, service) = running();
    let andris = office.decision_maker();
    let incident = incident(&office, &service);
    let with = |more: Value| {
        let mut body = json!({ "incident_ids": [incident], "safety_kind": "demeaning_conduct" });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    let heard = json!({ "hearing": { "heard_on": "2026-03-01", "view": "Man ļoti žēl, es biju slims." } });

    terminate(&andris, &service.grant, "safety_or_dignity", heard.clone()).problem(422, "incident_missing");
    terminate(&andris, &service.grant, "safety_or_dignity", with(json!({}))).problem(422, "not_heard");
    let others = json!({ "incident_ids": [uuid::Uuid::new_v4()] });
    terminate(&andris, &service.grant, "safety_or_dignity", others).problem(400, "invalid_request");
    let decision = terminate(&andris, &service.grant, "safety_or_dignity", with(heard)).ok(201);

    assert_eq!(decision["addressee_view"], "Man ļoti žēl, es biju slims.");
    assert!(decision["facts"].as_array().unwrap().iter().any(|fact| fact["value"] == json!(incident)));
    let seen = office.coordinator().get(&format!("/v1/incidents?grant_id={}", service.grant)).ok(200);
    assert_eq!(seen["items"][0]["support_person_id"], json!(service.supporter));
    assert_eq!(office.municipality("0002000").get("/v1/incidents").status, 403);
    assert_eq!(office.faults(), [""; 0]);
}

// B53
#[test]
fn four_full_months_without_contact_and_an_attempt_in_each_end_the_service() {
    let (office, service) = running();
    let (andris, ilze) = (office.decision_maker(), office.coordinator());
    office.move_to("2026-01-31T21:00:00Z");
    service.post(&office, entry("2026-01-31T10:00", "2026-01-31T11:00")).ok(201);
    office.move_to("2026-05-31T12:00:00Z");
    for day in ["2026-02-15", "2026-03-15", "2026-04-15"] {
        attempt(&ilze, &service.grant, day, false);
    }

    let early = terminate(&andris, &service.grant, "unreachable_4_months", json!({}));
    let early = early.problem(409, "not_unreachable_yet");
    office.move_to("2026-06-01T12:00:00Z");
    terminate(&andris, &service.grant, "unreachable_4_months", json!({})).problem(409, "too_few_attempts");
    // However often somebody tried, the decision names one attempt of each month.
    for day in 0..59 {
        attempt(&ilze, &service.grant, &(day_of("2026-04-02") + Duration::days(day)).to_string(), false);
    }
    let decision = terminate(&andris, &service.grant, "unreachable_4_months", json!({})).ok(201);

    assert_eq!(early["turns_on"], "2026-05-31");
    let facts: Vec<_> = decision["facts"].as_array().unwrap().iter().map(|fact| &fact["value"]).collect();
    assert_eq!(facts, ["2026-01-31", "0", "61", "2026-02-15", "2026-03-15", "2026-04-02", "2026-05-01"]);
    assert_eq!(office.faults(), [""; 0]);
}

// B53
#[test]
fn any_contact_begins_the_four_months_anew_and_suspended_days_do_not_count() {
    let (office, service) = running();
    let (andris, ilze) = (office.decision_maker(), office.coordinator());
    attempt(&ilze, &service.grant, "2026-02-28", true);
    suspend(&andris, &service.grant, "inpatient_treatment", "2026-03-02", json!({ "to": "2026-03-11" })).ok(201);
    office.move_to("2026-07-08T12:00:00Z");
    for day in ["2026-03-15", "2026-04-15", "2026-05-15", "2026-06-15"] {
        attempt(&ilze, &service.grant, day, false);
    }

    let early = terminate(&andris, &service.grant, "unreachable_4_months", json!({}));
    let early = early.problem(409, "not_unreachable_yet");
    office.move_to("2026-07-09T12:00:00Z");

    assert_eq!(early["turns_on"], "2026-07-08");
    terminate(&andris, &service.grant, "unreachable_4_months", json!({})).ok(201);
}

#[rstest]
#[case("own_request", "2026-03-01", "ends_before_decision")]
#[case("own_request", "2027-01-12", "ends_after_term")]
fn what_is_decided_ends_the_service_neither_before_the_decision_nor_after_its_term(
    #[case] ground: &str,
    #[case] ends_on: &str,
    #[case] refused: &str,
) {
    let (office, service) = running();
    let andris = office.decision_maker();
    let mut body = own_application(&andris, "person");
    body["ends_on"] = json!(ends_on);

    terminate(&andris, &service.grant, ground, body).problem(422, refused);
}

#[test]
fn a_service_expires_by_itself_and_never_by_hand() {
    let (office, service) = running();
    let andris = office.decision_maker();

    let by_hand = |ground| terminate(&andris, &service.grant, ground, json!({})).problem(422, "ground_not_in_the_list");
    let [expired, annulled] = ["expired", "annulled"].map(by_hand);
    office.move_to("2027-01-12T12:00:00Z");

    assert_eq!(expired["allowed_grounds"], annulled["allowed_grounds"]);
    assert_eq!(tick(&office).ended, 1);
    assert_eq!(grant(&andris, &service)["end_ground"], "expired");
}

#[test]
fn death_ends_the_service_on_its_day_and_gives_the_place_back() {
    let (office, service) = running();
    let andris = office.decision_maker();
    crate::support::rulings::allocated(&andris, "state", json!({ "places": 1 }));
    let taken = |desk: &Desk<'_>| {
        desk.get("/v1/programmes?code=state").ok(200)["items"][0]["balance"]["places_taken"].as_i64().unwrap()
    };
    assert_eq!(taken(&andris), 1);

    let body = json!({ "ends_on": "2026-02-27", "document_reference": "miršanas apliecība" });
    terminate(&andris, &service.grant, "death", body).ok(201);

    assert_eq!(taken(&andris), 0);
    assert_eq!(grant(&andris, &service)["end_ground"], "death");
    assert_eq!(office.faults(), [""; 0]);
}

// B27
#[test]
fn a_decision_about_a_granted_service_was_not_computed_and_is_not_run_again() {
    let (office, service) = running();
    let andris = office.decision_maker();
    let ended = end_as_asked(&andris, &service.grant, "2026-03-31").id(201);

    let again = andris.post(&format!("/v1/decisions/{ended}/replays"), json!({}));

    again.problem(409, "not_replayable");
}
