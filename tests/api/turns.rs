//! Turns in the queue: money is freed, the head is called up, checked anew, asked, and granted the service or not.

use serde_json::{Value, json};

use crate::support::Office;
use crate::support::rulings::{allocated, decide, grant, new_programme, queue, refuse};
use crate::support::steps::{answer, assessed, checked, checked_as, ready};
use crate::support::turns::{accept, call_up, entry, full, kinds, offer, tried, waiting};

// B32, B42
#[test]
fn a_freed_place_goes_to_the_head_who_is_checked_anew_asked_and_granted_the_service() {
    let office = Office::open();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let (state, [anna, _juris]) = full::<2>(&office, 1);
    call_up(&ilze, &state).problem(409, "funding_exhausted");
    office.pass_days(40);
    allocated(&andris, "state", json!({ "places": 1 }));

    let called = call_up(&ilze, &state).ok(201);
    let early = offer(&ilze, &anna, json!({})).problem(409, "checks_not_renewed");
    checked(&ilze, &anna.application);
    decide(&andris, &anna.application, grant(&andris, &state)).problem(409, "illegal_state_transition");
    let offered = offer(&ilze, &anna, json!({})).ok(201);
    decide(&andris, &anna.application, grant(&andris, &state)).problem(409, "offer_not_accepted");
    accept(&office.person(&anna.person), &anna).ok(201);
    accept(&ilze, &anna).problem(409, "offer_accepted_already");
    let decision = decide(&andris, &anna.application, grant(&andris, &state)).ok(201);

    assert_eq!((&called["id"], &called["to_renew"]), (&json!(anna.entry), &json!(["registry_check"])));
    assert_eq!((&called["called_up"], &called["state"]), (&json!(true), &json!("waiting")));
    assert_eq!(early["missing"], json!(["registry_check"]));
    assert_eq!((&offered["state"], &offered["answer_by"]), (&json!("offered"), &json!("2026-04-25")));
    assert_eq!((&decision["queue_entry_id"], &decision["outcome"]), (&json!(anna.entry), &json!("grant")));
    assert!(decision["grant_id"].is_string());
    assert_eq!(entry(&ilze, &anna)["state"], "converted");
    assert_eq!(kinds(&ilze, &anna), ["queued", "called_up", "offered", "accepted", "converted"]);
    let balance = andris.get(&format!("/v1/programmes/{state}")).ok(200)["balance"].clone();
    assert_eq!(balance["places_taken"], 1);
    call_up(&ilze, &state).problem(409, "funding_exhausted");
    assert_eq!(office.faults(), [""; 0]);
}

// B32
#[test]
fn nobody_is_asked_before_the_head_without_a_recorded_reason() {
    let office = Office::open();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let (_, [anna, juris, zane]) = full::<3>(&office, 1);
    allocated(&andris, "state", json!({ "places": 2 }));
    for place in [&anna, &juris, &zane] {
        checked(&ilze, &place.application);
    }

    let skipped = offer(&ilze, &zane, json!({})).problem(409, "skips_the_head");
    offer(&ilze, &zane, json!({ "skip_reason": "" })).problem(400, "invalid_request");
    offer(&ilze, &zane, json!({ "skip_reason": "Abi priekšā esošie lūdza pagaidīt līdz rudenim." })).ok(201);
    offer(&ilze, &anna, json!({})).ok(201);

    assert!(skipped["law"].as_str().unwrap().contains("rindas kārtībā"));
    let events = ilze.get(&format!("/v1/queue-entries/{}/events", zane.entry)).ok(200);
    assert_eq!(events["items"][1]["words"], "Abi priekšā esošie lūdza pagaidīt līdz rudenim.");
    // The second place is put aside for the head, and there is no third.
    offer(&ilze, &juris, json!({})).problem(409, "funding_exhausted");
    assert_eq!(office.faults(), [""; 0]);
}

// B32
#[test]
fn who_declines_or_leaves_makes_room_for_the_next() {
    let office = Office::open();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let (state, [anna, juris, zane]) = full::<3>(&office, 1);
    allocated(&andris, "state", json!({ "places": 1 }));
    call_up(&ilze, &state).ok(201);
    checked(&ilze, &anna.application);
    offer(&ilze, &anna, json!({})).ok(201);

    let declined = json!({ "answer": "declined", "words": "Man palīdz māsa." });
    let declined = ilze.post(&format!("/v1/queue-entries/{}/answers", anna.entry), declined).ok(201);
    let leaving = json!({ "words": "Vairs nevajag." });
    office.person(&juris.person).post(&format!("/v1/queue-entries/{}/leaving", juris.entry), leaving.clone()).ok(201);
    let called = call_up(&ilze, &state).ok(201);

    assert_eq!((&declined["state"], &declined["position"]), (&json!("left"), &Value::Null));
    assert_eq!((&called["id"], &called["position"]), (&json!(zane.entry), &json!(1)));
    assert_eq!(kinds(&ilze, &anna), ["queued", "called_up", "offered", "declined"]);
    let over = ilze.post(&format!("/v1/queue-entries/{}/leaving", juris.entry), leaving.clone());
    let over = over.problem(409, "illegal_state_transition");
    assert_eq!((&over["current_state"], &over["allowed_transitions"]), (&json!("left"), &json!([])));
    office
        .person(&anna.person)
        .post(&format!("/v1/queue-entries/{}/leaving", zane.entry), leaving)
        .problem(404, "not_found");
    assert_eq!(office.faults(), [""; 0]);
}

// B32
#[test]
fn whoever_cannot_be_reached_keeps_the_place_and_the_next_one_is_served_meanwhile() {
    let office = Office::open();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let (state, [anna, juris]) = full::<2>(&office, 1);
    allocated(&andris, "state", json!({ "places": 1 }));
    call_up(&ilze, &state).ok(201);
    checked(&ilze, &anna.application);
    offer(&ilze, &anna, json!({})).ok(201);
    for _ in 0..3 {
        office.pass_days(3);
        tried(&ilze, &anna);
    }
    call_up(&ilze, &state).problem(409, "funding_exhausted");

    office.pass_days(6);
    let called = call_up(&ilze, &state).ok(201);

    assert_eq!((&called["id"], &called["position"]), (&json!(juris.entry), &json!(2)));
    let kept = entry(&ilze, &anna);
    assert_eq!((&kept["state"], &kept["position"]), (&json!("waiting"), &json!(1)));
    assert_eq!(kept["ask_again_from"], "2026-04-16");
    assert_eq!(kinds(&ilze, &anna), ["queued", "called_up", "offered", "lapsed"]);
    allocated(&andris, "state", json!({ "places": 1 }));
    call_up(&ilze, &state).problem(409, "nobody_to_call_up");
    office.move_to("2026-04-16T07:00:00Z");
    assert_eq!(call_up(&ilze, &state).ok(201)["id"], json!(anna.entry));
    assert_eq!(office.faults(), [""; 0]);
}

// B32
#[test]
fn an_offer_that_nobody_tried_to_deliver_does_not_lapse() {
    let office = Office::open();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let (state, [anna, _juris]) = full::<2>(&office, 1);
    allocated(&andris, "state", json!({ "places": 1 }));
    call_up(&ilze, &state).ok(201);
    checked(&ilze, &anna.application);
    offer(&ilze, &anna, json!({})).ok(201);
    office.pass_days(15);
    tried(&ilze, &anna);
    tried(&ilze, &anna);
    tried(&ilze, &anna);

    call_up(&ilze, &state).problem(409, "funding_exhausted");

    assert_eq!(entry(&ilze, &anna)["state"], "offered");
    accept(&ilze, &anna).ok(201);
}

// B32, B43
#[test]
fn whoever_meets_the_conditions_no_more_is_refused_with_a_decision_and_leaves_the_queue() {
    let office = Office::open();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let (state, [anna, juris]) = full::<2>(&office, 1);
    allocated(&andris, "state", json!({ "places": 1 }));
    call_up(&ilze, &state).ok(201);
    checked_as(&ilze, &anna.application, "none");

    let found = offer(&ilze, &anna, json!({})).problem(422, "not_eligible");
    decide(&andris, &anna.application, queue(&state)).problem(409, "already_in_queue");
    let refused = decide(&andris, &anna.application, refuse(&state, "no_disability")).ok(201);

    assert_eq!(found["failed"], json!(["no_disability"]));
    assert_eq!((&refused["outcome"], &refused["queue_entry_id"]), (&json!("refuse"), &json!(anna.entry)));
    assert_eq!(entry(&ilze, &anna)["state"], "removed");
    assert_eq!(call_up(&ilze, &state).ok(201)["id"], json!(juris.entry));
    decide(&andris, &anna.application, refuse(&state, "no_disability")).problem(409, "illegal_state_transition");
    assert_eq!(office.faults(), [""; 0]);
}

#[test]
fn an_assessment_that_has_grown_old_while_waiting_is_renewed_and_the_money_follows_it() {
    let office = Office::open();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let sif = new_programme(&andris, "sif_2026");
    allocated(&andris, "sif_2026", json!({ "cents": 0 }));
    let anna = waiting(&office, 1, &sif);
    office.move_to("2026-09-03T07:00:00Z");
    allocated(&andris, "sif_2026", json!({ "cents": 156_000 }));

    let called = call_up(&ilze, &sif).ok(201);
    checked(&ilze, &anna.application);
    let old = offer(&ilze, &anna, json!({})).problem(409, "checks_not_renewed");
    assessed(&ilze, &anna.application, "sif_2026", 600);
    offer(&ilze, &anna, json!({})).problem(409, "funding_exhausted");
    allocated(&andris, "sif_2026", json!({ "cents": 39_000 }));
    offer(&ilze, &anna, json!({})).ok(201);

    assert_eq!(called["to_renew"], json!(["registry_check", "assessment"]));
    assert_eq!((&called["reserved_cents"], &old["missing"]), (&json!(156_000), &json!(["assessment"])));
    let balance = andris.get(&format!("/v1/programmes/{sif}")).ok(200)["balance"].clone();
    assert_eq!((&balance["cents_committed"], &balance["places_taken"]), (&json!(195_000), &json!(1)));
    assert_eq!(office.faults(), [""; 0]);
}

// B32
#[test]
fn a_place_tells_why_it_is_before_and_behind_its_neighbours_and_when_its_turn_may_come() {
    let office = Office::open();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let state = allocated(&andris, "state", json!({ "places": 1 }));
    decide(&andris, &ready(&ilze, 1, 480), grant(&andris, &state)).ok(201);
    let [anna, juris] = [2, 3].map(|number| waiting(&office, number, &state));

    let (first, second) = (entry(&ilze, &anna), entry(&ilze, &juris));

    assert_eq!((&first["position_reason"], &first["next_reason"]), (&json!("first"), &json!("same_day_later_number")));
    assert_eq!((&second["position_reason"], &second["next_reason"]), (&json!("same_day_later_number"), &Value::Null));
    assert_eq!(
        first["outlook"],
        json!({
            "from": "2027-03-02", "to": "2027-03-02",
            "assumptions": ["grants_run_to_their_last_day", "no_new_money"],
        })
    );
    // The second place is freed by nobody who is known.
    assert_eq!(second["outlook"], Value::Null);

    allocated(&andris, "state", json!({ "places": 2 }));
    let free = json!({ "from": "2026-03-02", "to": "2026-03-02", "assumptions": ["no_new_money"] });
    assert_eq!([&entry(&ilze, &anna)["outlook"], &entry(&ilze, &juris)["outlook"]], [&free, &free]);
    call_up(&ilze, &state).ok(201);
    let called = entry(&ilze, &anna);
    assert_eq!((&called["called_up"], &called["outlook"]), (&json!(true), &Value::Null));
}

#[test]
fn the_registers_are_asked_anew_only_for_somebody_who_waits_or_is_served() {
    let office = Office::open();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let state = allocated(&andris, "state", json!({ "places": 0 }));
    let refused = ready(&ilze, 1, 480);
    checked_as(&ilze, &refused, "none");
    decide(&andris, &refused, refuse(&state, "no_disability")).ok(201);

    let asked = ilze.post(&format!("/v1/applications/{refused}/registry-checks"), answer(&ilze, "iis", "present"));

    asked.problem(409, "illegal_state_transition");
    let anna = waiting(&office, 2, &state);
    checked(&ilze, &anna.application);
    assert_eq!(ilze.get(&format!("/v1/applications/{}", anna.application)).ok(200)["state"], "decided");
}
