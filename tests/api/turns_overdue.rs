//! Turns that somebody forgot: money is put aside, and nothing follows for weeks.

use serde_json::{Value, json};

use crate::support::Office;
use crate::support::acts::tick;
use crate::support::rulings::{allocated, decide, grant};
use crate::support::steps::checked;
use crate::support::turns::{Waiting, accept, call_up, full, offer, tried};

/// What the office is reminded of that is of a kind: about which place, and since when.
fn reminded(office: &Office, kind: &str) -> Vec<(Value, Value)> {
    let page = office.coordinator().get(&format!("/v1/reminders?kind={kind}")).ok(200);
    let items = page["items"].as_array().unwrap();
    items.iter().map(|due| (due["about_id"].clone(), due["due_on"].clone())).collect()
}

fn of(place: &Waiting, since: &str) -> Vec<(Value, Value)> {
    vec![(json!(place.entry), json!(since))]
}

fn at_the_end_of(office: &Office, day: &str) {
    office.move_to(&format!("{day}T20:00:00Z"));
    tick(office);
}

// B32
#[test]
fn the_office_is_reminded_of_whom_it_asked_nothing_and_about_whom_it_decided_nothing() {
    let office = Office::open();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let (state, [anna, juris]) = full::<2>(&office, 1);
    allocated(&andris, "state", json!({ "places": 2 }));
    call_up(&ilze, &state).ok(201);
    call_up(&ilze, &state).ok(201);
    offer(&ilze, &juris, json!({})).ok(201);
    accept(&ilze, &juris).ok(201);

    at_the_end_of(&office, "2026-03-16");
    assert_eq!(reminded(&office, "offer_missing"), []);
    at_the_end_of(&office, "2026-03-17");
    assert_eq!(reminded(&office, "offer_missing"), of(&anna, "2026-03-17"));
    at_the_end_of(&office, "2026-03-18");
    assert_eq!(reminded(&office, "offer_missing"), of(&anna, "2026-03-17"));

    at_the_end_of(&office, "2026-04-01");
    assert_eq!(reminded(&office, "decision_missing"), []);
    at_the_end_of(&office, "2026-04-02");
    assert_eq!(reminded(&office, "decision_missing"), of(&juris, "2026-04-02"));
    assert_eq!(reminded(&office, "offer_unanswered"), []);
    assert_eq!(office.faults(), [""; 0]);
}

// B32
#[test]
fn nobody_is_reminded_of_an_acceptance_that_was_decided() {
    let office = Office::open();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let (state, [anna]) = full::<1>(&office, 1);
    allocated(&andris, "state", json!({ "places": 1 }));
    call_up(&ilze, &state).ok(201);
    offer(&ilze, &anna, json!({})).ok(201);
    accept(&ilze, &anna).ok(201);
    decide(&andris, &anna.application, grant(&andris, &state)).ok(201);

    at_the_end_of(&office, "2026-04-02");

    assert_eq!(reminded(&office, "decision_missing"), []);
    assert_eq!(office.faults(), [""; 0]);
}

// B32
#[test]
fn whose_turn_came_anew_has_the_whole_time_again() {
    let office = Office::open();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let (state, [anna, juris]) = full::<2>(&office, 1);
    allocated(&andris, "state", json!({ "places": 1 }));
    call_up(&ilze, &state).ok(201);
    offer(&ilze, &anna, json!({})).ok(201);
    for _ in 0..3 {
        office.pass_days(3);
        tried(&ilze, &anna);
    }
    office.move_to("2026-03-17T07:00:00Z");
    call_up(&ilze, &state).ok(201);
    office.move_to("2026-04-16T07:00:00Z");
    allocated(&andris, "state", json!({ "places": 1 }));
    call_up(&ilze, &state).ok(201);

    at_the_end_of(&office, "2026-04-16");
    assert_eq!(reminded(&office, "offer_missing"), of(&juris, "2026-04-01"));
    at_the_end_of(&office, "2026-05-01");
    let both = [of(&juris, "2026-04-01"), of(&anna, "2026-05-01")].concat();
    assert_eq!(reminded(&office, "offer_missing"), both);
    assert_eq!(office.faults(), [""; 0]);
}

// B32, B38
#[test]
fn what_was_due_about_an_earlier_offer_is_not_due_again_with_the_next_one() {
    let office = Office::open();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let (state, [anna, _juris]) = full::<2>(&office, 1);
    allocated(&andris, "state", json!({ "places": 1 }));
    call_up(&ilze, &state).ok(201);
    offer(&ilze, &anna, json!({})).ok(201);
    for _ in 0..2 {
        office.pass_days(3);
        tried(&ilze, &anna);
    }
    at_the_end_of(&office, "2026-03-17");
    assert_eq!(reminded(&office, "offer_unanswered"), of(&anna, "2026-03-17"));

    tried(&ilze, &anna);
    call_up(&ilze, &state).ok(201);
    assert_eq!(reminded(&office, "offer_unanswered"), [], "the offer lapsed");
    office.move_to("2026-04-20T07:00:00Z");
    allocated(&andris, "state", json!({ "places": 1 }));
    call_up(&ilze, &state).ok(201);
    checked(&ilze, &anna.application);
    offer(&ilze, &anna, json!({})).ok(201);

    assert_eq!(reminded(&office, "offer_unanswered"), [], "the next one has its own day");
    at_the_end_of(&office, "2026-05-05");
    let anew = reminded(&office, "offer_unanswered");
    assert_eq!(anew, of(&anna, "2026-05-05"));
    assert_eq!(office.faults(), [""; 0]);
}
