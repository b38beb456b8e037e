//! Turns that stop: no money behind them, no facts, no conditions met any more, no answer.

use serde_json::{Value, json};

use crate::support::Office;
use crate::support::rulings::{allocated, decide, grant, new_programme, refuse};
use crate::support::steps::{answer, checked, checked_as, ready};
use crate::support::turns::{accept, call_up, entry, full, kinds, offer, waiting};

// B32, B42
#[test]
fn where_the_money_is_used_up_no_end_of_a_service_frees_anything() {
    let office = Office::open();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let sif = new_programme(&andris, "sif_2026");
    allocated(&andris, "sif_2026", json!({ "cents": 156_000 }));
    decide(&andris, &ready(&ilze, 1, 480), grant(&andris, &sif)).ok(201);
    let anna = waiting(&office, 2, &sif);

    assert_eq!(entry(&ilze, &anna)["outlook"], Value::Null);
}

// B32
#[test]
fn whoever_accepted_and_meets_the_conditions_no_more_is_refused_too() {
    let office = Office::open();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let (state, [anna]) = full::<1>(&office, 1);
    allocated(&andris, "state", json!({ "places": 1 }));
    checked(&ilze, &anna.application);
    offer(&ilze, &anna, json!({})).ok(201);
    accept(&ilze, &anna).ok(201);
    checked_as(&ilze, &anna.application, "none");

    decide(&andris, &anna.application, refuse(&state, "no_disability")).ok(201);

    let left = entry(&ilze, &anna);
    assert_eq!(
        [&left["state"], &left["accepted"], &left["answer_by"]],
        [&json!("removed"), &json!(false), &Value::Null]
    );
    assert_eq!(office.faults(), [""; 0]);
}

// B32
#[test]
fn nothing_is_offered_on_a_condition_that_nobody_can_judge_yet() {
    let office = Office::open();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let (_, [anna]) = full::<1>(&office, 1);
    allocated(&andris, "state", json!({ "places": 1 }));
    let absent = answer(&ilze, "iis", "absent");
    ilze.post(&format!("/v1/applications/{}/registry-checks", anna.application), absent).ok(201);

    let refused = offer(&ilze, &anna, json!({})).problem(422, "facts_missing");

    assert!(refused["missing"].as_array().unwrap().contains(&json!("mental_disorder")), "{refused:#}");
    assert_eq!(kinds(&ilze, &anna), ["queued"]);
    assert_eq!(office.faults(), [""; 0]);
}

// B32
#[test]
fn whoever_was_reached_and_gave_no_answer_does_not_keep_the_place_from_others() {
    let office = Office::open();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let (state, [anna, juris]) = full::<2>(&office, 1);
    allocated(&andris, "state", json!({ "places": 1 }));
    checked(&ilze, &anna.application);
    offer(&ilze, &anna, json!({})).ok(201);
    for _ in 0..3 {
        office.pass_days(3);
        let reached = json!({ "channel": "phone", "reached": true, "note": "Vēl domā." });
        ilze.post(&format!("/v1/queue-entries/{}/contact-attempts", anna.entry), reached).ok(201);
    }
    office.pass_days(6);

    assert_eq!(call_up(&ilze, &state).ok(201)["id"], json!(juris.entry));
    assert_eq!(kinds(&ilze, &anna), ["queued", "called_up", "offered", "lapsed"]);
}

// B32
#[test]
fn whoever_is_asked_has_from_a_week_to_two_months_to_answer() {
    let office = Office::open();
    let ilze = office.coordinator();
    let (_, [anna]) = full::<1>(&office, 1);
    allocated(&office.decision_maker(), "state", json!({ "places": 1 }));
    checked(&ilze, &anna.application);
    let by = |day: &str| offer(&ilze, &anna, json!({ "answer_by": day }));

    let soon = by("2026-03-03").problem(422, "answer_by_outside");
    let late = by("2030-01-01").problem(422, "answer_by_outside");

    let (first, last) = (soon["turns_on"].as_str().unwrap(), late["turns_on"].as_str().unwrap());
    assert_eq!((first, last), ("2026-03-09", "2026-05-01"));
    by(last).ok(201);
}
