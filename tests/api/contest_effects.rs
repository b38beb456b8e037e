//! What the answer to a contest does: to a grant, to a place in the queue, and to the application.

use rstest::rstest;
use serde_json::{Value, json};

use crate::support::acts::{resume, suspend};
use crate::support::remedies::{Decided, granted, granted_by_the_state, refused, refused_again, resolution, resolve};
use crate::support::rulings::{allocated, decide, grant, new_programme, queue, refuse};
use crate::support::service::{self, A_YEAR, entry};
use crate::support::steps::{answer, application, assessed, checked, checked_as, programme, ready};
use crate::support::{Office, steps};

/// A programme with one place, and somebody who has it.
fn full(office: &Office) -> (String, Decided) {
    let andris = office.decision_maker();
    new_programme(&andris, "small");
    let small = allocated(&andris, "small", json!({ "places": 1, "cents": 2_000_000 }));
    let first = granted(office, 1, &small);
    (small, first)
}

fn grant_of(office: &Office, decision: &Decided) -> Value {
    let grant = decision.body["grant_id"].as_str().unwrap();
    office.decision_maker().get(&format!("/v1/grants/{grant}")).ok(200)
}

// B42
#[test]
fn an_annulled_grant_gives_its_place_and_money_back_and_who_waits_can_be_granted() {
    let office = Office::open();
    let andris = office.decision_maker();
    let (small, first) = full(&office);
    let second = ready(&office.coordinator(), 2, 480);
    decide(&andris, &second, grant(&andris, &small)).problem(409, "funding_exhausted");

    let resolved = first.answered(&office, "annulled");

    assert_eq!(resolved["resolution"]["effect"], "grant_ended");
    assert_eq!(grant_of(&office, &first)["state"], "ended");
    let balance = andris.get(&format!("/v1/programmes/{small}")).ok(200)["balance"].clone();
    assert_eq!((&balance["places_taken"], &balance["cents_committed"]), (&json!(0), &json!(0)));
    let application = andris.get(&format!("/v1/applications/{}", first.application)).ok(200);
    assert_eq!(application["state"], "decided", "annulled and not returned: nothing is left to decide");
    decide(&andris, &second, grant(&andris, &small)).ok(201);
    assert_eq!(office.faults(), [""; 0]);
}

#[test]
fn an_annulled_grant_that_is_returned_is_decided_anew() {
    let office = Office::open();
    let andris = office.decision_maker();
    let (small, first) = full(&office);

    let resolved = first.answered(&office, "annulled_and_returned");

    assert_eq!(resolved["resolution"]["effect"], "grant_ended_and_application_reopened");
    let open = andris.get(&format!("/v1/applications/{}", first.application)).ok(200);
    assert_eq!((&open["state"], &open["decided_on"]), (&json!("assessed"), &Value::Null));
    let anew = decide(&andris, &first.application, grant(&andris, &small)).ok(201);
    assert_eq!(anew["replaces_id"], first.id.as_str());
    assert_ne!(anew["grant_id"], first.body["grant_id"]);
    assert_eq!(office.faults(), [""; 0]);
}

#[test]
fn an_ended_grant_is_not_ended_twice_by_an_annulment() {
    let office = Office::open();
    let andris = office.decision_maker();
    let (small, first) = full(&office);
    let contest = first.forwarded(&office);
    office.move_to("2027-03-03T10:00:00Z");
    // Somebody new is decided on, and what ran out is recorded as ended on the way.
    let second = ready(&office.coordinator(), 2, 480);
    decide(&andris, &second, grant(&andris, &small)).ok(201);

    resolve(&office, &contest, "annulled").ok(201);

    let balance = andris.get(&format!("/v1/programmes/{small}")).ok(200)["balance"].clone();
    assert_eq!(balance["places_taken"], 1, "that of the second");
    assert_eq!(office.faults(), [""; 0]);
}

// B43
#[rstest]
#[case("annulled")]
#[case("annulled_and_returned")]
#[case("changed")]
fn a_refusal_that_is_undone_leads_to_a_new_decision(#[case] outcome: &str) {
    let office = Office::open();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let state = programme(&ilze, "state");
    let decision = refused(&office, 1);
    let application = decision.application.clone();
    decide(&andris, &application, grant(&andris, &state)).problem(409, "illegal_state_transition");
    office.move_to("2026-05-20T10:00:00Z");

    let resolved = decision.answered(&office, outcome);

    assert_eq!(resolved["resolution"]["effect"], "application_reopened");
    let open = ilze.get(&format!("/v1/applications/{application}")).ok(200);
    assert_eq!((&open["state"], &open["decided_on"]), (&json!("under_review"), &Value::Null));
    assert_eq!(open["deadline"]["extended_to"], "2026-06-22", "a month from the answer");
    checked(&ilze, &application);
    assessed(&ilze, &application, "state", 480);
    let anew = decide(&andris, &application, grant(&andris, &state)).ok(201);
    assert_eq!((&anew["replaces_id"], &anew["outcome"]), (&json!(decision.id), &json!("grant")));
    assert_eq!(decision.now(&office)["replaces_id"], Value::Null);
    let contest = ilze.get(&format!("/v1/contests/{}", resolved["id"].as_str().unwrap())).ok(200);
    assert_eq!(contest["next_decision_id"], anew["id"]);
    let decided = ilze.get(&format!("/v1/applications/{application}")).ok(200);
    assert_eq!((&decided["state"], &decided["decided_on"]), (&json!("decided"), &json!("2026-05-20")));
    assert_eq!(office.faults(), [""; 0]);
}

#[test]
fn each_decision_in_a_row_takes_the_place_of_the_one_before_it() {
    let office = Office::open();
    let andris = office.decision_maker();

    let before = refused_again(&office, 1, 2);

    assert_eq!(office.faults(), [""; 0]);
    let all = andris.get(&format!("/v1/decisions?person_id={}", before.person)).ok(200);
    assert_eq!(all["items"].as_array().unwrap().len(), 3);
}

// B32, B42
#[test]
fn a_place_in_the_queue_that_is_undone_is_left_and_can_be_had_again() {
    let office = Office::open();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let (small, first) = full(&office);
    let waiting = ready(&ilze, 2, 480);
    let decision = Decided::of(decide(&andris, &waiting, queue(&small)).ok(201));
    let entry = decision.body["queue_entry_id"].as_str().unwrap();

    let resolved = decision.answered(&office, "annulled_and_returned");

    assert_eq!(resolved["resolution"]["effect"], "place_removed_and_application_reopened");
    let place = andris.get(&format!("/v1/queue-entries/{entry}")).ok(200);
    assert_eq!((&place["state"], &place["position"]), (&json!("removed"), &Value::Null));
    first.answered(&office, "annulled");
    let anew = decide(&andris, &waiting, grant(&andris, &small)).ok(201);
    assert_eq!((&anew["outcome"], &anew["replaces_id"]), (&json!("grant"), &json!(decision.id)));
    assert_eq!(office.faults(), [""; 0]);
}

// B32, B43
#[test]
fn a_refusal_of_somebody_who_waited_is_undone_and_what_it_ended_stays_ended() {
    let office = Office::open();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let (small, _) = full(&office);
    let waiting = ready(&ilze, 2, 480);
    let queued = Decided::of(decide(&andris, &waiting, queue(&small)).ok(201));
    checked_as(&ilze, &waiting, "none");
    let refused = Decided::of(decide(&andris, &waiting, refuse(&small, "no_disability")).ok(201));
    let state = || ilze.get(&format!("/v1/applications/{waiting}")).ok(200)["state"].clone();

    // The place is gone already, and the later decision stands.
    queued.answered(&office, "annulled");
    assert_eq!(state(), "decided");
    refused.answered(&office, "annulled");
    assert_eq!(state(), "assessed");

    checked(&ilze, &waiting);
    let anew = decide(&andris, &waiting, queue(&small)).ok(201);
    assert_eq!(anew["replaces_id"], refused.id.as_str());
    let places = andris.get(&format!("/v1/queue-entries?person_id={}", refused.person)).ok(200);
    let states: Vec<_> = places["items"].as_array().unwrap().iter().map(|place| place["state"].clone()).collect();
    assert!(states.len() == 2 && states.contains(&json!("removed")) && states.contains(&json!("waiting")));
    // Both stand at the same point of the order.
    for sort in ["submitted_on", "-submitted_on"] {
        let first = andris.get(&format!("/v1/queue-entries?person_id={}&sort={sort}&limit=1", refused.person)).ok(200);
        let second = andris.get(first["next"].as_str().unwrap()).ok(200);
        assert_ne!(first["items"][0]["id"], second["items"][0]["id"], "{sort}");
        assert_eq!(second["next"], Value::Null, "{sort}");
    }
    assert_eq!(office.faults(), [""; 0]);
}

// B41
#[test]
fn an_annulled_service_keeps_the_support_that_was_given() {
    let office = service::office();
    let served = service::served(&office, A_YEAR);
    office.move_to("2026-01-20T12:00:00Z");
    served.post(&office, entry("2026-01-20T09:00", "2026-01-20T10:00")).ok(201);
    let grant = office.coordinator().get(&format!("/v1/grants/{}", served.grant)).ok(200);
    let decision =
        office.coordinator().get(&format!("/v1/decisions/{}", grant["decision_id"].as_str().unwrap())).ok(200);

    Decided::of(decision).answered(&office, "annulled");

    let ended = office.coordinator().get(&format!("/v1/grants/{}", served.grant)).ok(200);
    assert_eq!((&ended["state"], &ended["end_ground"]), (&json!("ended"), &json!("annulled")));
    assert_eq!(ended["last_day"], "2026-01-20", "support was given that day");
    assert_eq!(served.month(&office, "2026-01")["used_minutes"], 60);
    office.move_to("2026-01-21T12:00:00Z");
    served.post(&office, entry("2026-01-21T09:00", "2026-01-21T10:00")).problem(422, "outside_term");
    assert_eq!(office.faults(), [""; 0]);
}

// B45
#[test]
fn what_follows_from_an_undone_pause_is_told_and_left_to_the_association() {
    let office = service::office();
    let served = service::served(&office, A_YEAR);
    office.move_to("2026-03-02T10:00:00Z");
    let paused = suspend(&office.decision_maker(), &served.grant, "inpatient_treatment", "2026-03-02", json!({}));

    let resolved = Decided::of(paused.ok(201)).answered(&office, "annulled");

    let told = &resolved["resolution"];
    assert_eq!((&told["effect"], &told["carried_out"]), (&json!("service_resumed"), &json!(false)));
    let grant = || office.coordinator().get(&format!("/v1/grants/{}", served.grant)).ok(200);
    assert_eq!(grant()["state"], "suspended");
    office.move_to("2026-03-03T10:00:00Z");
    resume(&office.decision_maker(), &served.grant, "2026-03-03").ok(201);
    assert_eq!(grant()["state"], "active");
    assert_eq!(office.faults(), [""; 0]);
}

#[rstest]
#[case("upheld", "none")]
#[case("changed", "amending_decision_due")]
fn a_grant_that_is_upheld_or_to_be_changed_goes_on(#[case] outcome: &str, #[case] effect: &str) {
    let office = Office::open();
    let decision = granted_by_the_state(&office, 1);

    let resolved = decision.answered(&office, outcome);

    assert_eq!(resolved["resolution"]["effect"], effect);
    assert_eq!(resolved["resolution"]["carried_out"], outcome == "upheld");
    assert_eq!(grant_of(&office, &decision)["state"], "granted");
    assert_eq!(office.faults(), [""; 0]);
}

#[test]
fn an_application_is_not_opened_again_beside_another_one_that_waits() {
    let office = Office::open();
    let ilze = office.coordinator();
    let decision = refused(&office, 1);
    let contest = decision.forwarded(&office);
    let second = application(&ilze, &decision.person);

    resolve(&office, &contest, "annulled").problem(409, "application_is_open");

    assert_eq!(ilze.get(&format!("/v1/contests/{contest}")).ok(200)["state"], "forwarded", "nothing was recorded");
    let withdrawal = json!({ "requested_by": "person" });
    ilze.post(&format!("/v1/applications/{second}/withdrawal"), withdrawal).ok(201);
    resolve(&office, &contest, "annulled").ok(201);
    assert_eq!(office.faults(), [""; 0]);
}

#[test]
fn a_reopened_application_can_be_taken_back_and_checked_again() {
    let office = Office::open();
    let ilze = office.coordinator();
    let decision = refused(&office, 1);
    decision.answered(&office, "annulled");
    let path = format!("/v1/applications/{}", decision.application);

    ilze.post(&format!("{path}/registry-checks"), answer(&ilze, "iis", "absent")).ok(201);
    ilze.post(&format!("{path}/withdrawal"), json!({ "requested_by": "person" })).ok(201);

    assert_eq!(ilze.get(&path).ok(200)["state"], "withdrawn");
    assert_eq!(office.faults(), [""; 0]);
}

#[test]
fn an_answer_is_repeated_without_doing_anything_twice() {
    let office = Office::open();
    let andris = office.decision_maker();
    let (small, first) = full(&office);
    let contest = first.forwarded(&office);
    let path = format!("/v1/contests/{contest}/resolutions");
    let body = resolution("annulled", "2026-03-02");

    let ieva = office.director();
    let once = ieva.post_with_key(&path, body.clone(), "one-answer-told-twice").ok(201);
    let again = ieva.post_with_key(&path, body, "one-answer-told-twice").ok(201);

    assert_eq!(once, again);
    let balance = andris.get(&format!("/v1/programmes/{small}")).ok(200)["balance"].clone();
    assert_eq!(balance["places_taken"], 0);
    steps::ready(&office.coordinator(), 3, 480);
    assert_eq!(office.faults(), [""; 0]);
}
